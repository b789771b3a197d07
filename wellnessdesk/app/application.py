"""The Qt application: its name, its theme, the language of Qt's own texts."""

import os
import sys

from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from wellnessdesk import __version__
from wellnessdesk.base import i18n, lettering, paths, settings
from wellnessdesk.ui.kit import theme
from wellnessdesk.ui.kit.lettering import DesktopLetters


def has_screen() -> bool:
    """Whether there is one; without it Qt ends the process with words of its own."""
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in named)


def make_application() -> QApplication:
    """The Qt application in the theme that was last chosen."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(["wellnessdesk"])
    app.setApplicationName("WellnessDesk")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName(paths.APP_ID)
    speak(app)
    app.setWindowIcon(QIcon(str(paths.resource("icons", "heart.svg"))))
    theme.apply(app, "dark" if settings.load().theme == "dark" else "light")
    lettering.use(DesktopLetters())
    return app


def speak(app: QApplication) -> None:
    """Let Qt's own texts (file dialogs, context menus) speak the language in use."""
    old = app.property("translator")
    if isinstance(old, QTranslator):
        app.removeTranslator(old)
    translator = QTranslator(app)
    translator.load(f"qtbase_{i18n.language()}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    app.installTranslator(translator)
    app.setProperty("translator", translator)
