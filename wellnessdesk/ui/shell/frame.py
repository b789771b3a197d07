"""The one top-level window; shows the sign-in, the first run, or a person's pages, and remembers only its size."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QGuiApplication, QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QWidget

from wellnessdesk import __version__
from wellnessdesk.base import i18n, settings
from wellnessdesk.base.i18n import _
from wellnessdesk.ui.kit import messages, theme


class Frame(QMainWindow):
    """Holds one screen at a time. `language_changed` asks whoever made the screen to make it again."""

    language_changed = Signal()
    closing = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._once_painted: list[Callable[[], object]] = []
        self.may_close: Callable[[], bool] = lambda: True
        kept = settings.load()
        screen = QGuiApplication.primaryScreen().availableSize()
        self.resize(min(kept.window[0], screen.width()), min(kept.window[1], screen.height()))
        self.setMinimumSize(1000, 680)
        self.setWindowTitle("WellnessDesk")
        self.build_menus()

    def show_screen(self, screen: QWidget, title: str = "") -> None:
        """Put a screen into the window; the one before is deleted. The focus goes where the screen wants it."""
        old = self.takeCentralWidget()
        if old is not None:
            old.hide()
            old.deleteLater()
        wanted = screen.focusWidget()  # Qt takes the focus from what gets another parent
        self.setCentralWidget(screen)
        if wanted is not None:
            wanted.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setWindowTitle(f"{title} – WellnessDesk" if title else "WellnessDesk")

    def build_menus(self, *session: QAction) -> None:
        """The menus; `session` are the actions of whoever is signed in (lock, pages)."""
        bar = self.menuBar()
        for old in bar.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly):
            old.deleteLater()
        bar.clear()
        file_menu = bar.addMenu(_("&File"))
        for action in session:
            file_menu.addAction(action)
        if session:
            file_menu.addSeparator()
        leave = file_menu.addAction(_("&Quit"))
        leave.setShortcut("Ctrl+Q")
        leave.triggered.connect(self.close)
        view = bar.addMenu(_("&View"))
        self._add_languages(view.addMenu(_("&Language")))
        dark = view.addAction(_("&Dark mode"))
        dark.setCheckable(True)
        dark.setChecked(settings.load().theme == "dark")
        dark.toggled.connect(self.set_dark)
        about = bar.addMenu(_("&Help")).addAction(_("&About WellnessDesk"))
        about.triggered.connect(self._about)

    def set_dark(self, dark: bool) -> None:
        """Dark or light, now and next time."""
        name = "dark" if dark else "light"
        settings.save(replace(settings.load(), theme=name))
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, "dark" if dark else "light")

    def set_language(self, code: str) -> None:
        """Speak another language, now and next time."""
        settings.save(replace(settings.load(), language=code))
        i18n.set_language(code)
        self.language_changed.emit()

    def come_forward(self) -> None:
        """In front of all other windows, also out of the task bar, with the dialog that is open in it."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        front = QApplication.activeModalWidget() or self
        front.show()
        front.raise_()
        front.activateWindow()

    def when_painted(self, call: Callable[[], object]) -> None:
        """Call this once, after the present screen was really drawn."""
        self._once_painted.append(call)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        waiting, self._once_painted = self._once_painted, []
        for call in waiting:
            QTimer.singleShot(0, self, call)  # after this very event: the children are drawn by then

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.may_close():
            event.ignore()
            return
        size = (self.width(), self.height())
        settings.save(replace(settings.load(), window=size))
        self.closing.emit()
        super().closeEvent(event)

    def _add_languages(self, menu: QMenu) -> None:
        group = QActionGroup(menu)
        for code, name in i18n.LANGUAGES.items():
            action = menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(code == i18n.language())
            action.triggered.connect(lambda _checked=False, code=code: self.set_language(code))
            group.addAction(action)

    def _about(self) -> None:
        text = _("An offline desk for school wellness centers. Nothing leaves this computer but encrypted bundles "
                 "for your district.\n\nVersion {version} · Apache License 2.0").format(
                     version=__version__)
        messages.notice(self, "WellnessDesk", text)
