"""The two screens of a tour that nobody sees: an ordinary one, and a sharp one with twice the pixels, where any window
can be put for a picture. It is drawn there by everything that draws it for a person with such a screen."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QApplication, QWidget

from wellnessdesk.ui.kit import theme
from wellnessdesk.ui.kit.palette import ThemeName

_RATIO = 2
_SIZE = (1280, 800)
"""Of both screens, as a window sees them: menus open where they would for a person with just so much room."""


def environment(folder: Path) -> dict[str, str]:
    """What must stand in the environment before the first window; a file in `folder` describes the screens."""
    file = folder / "screens.json"
    width, height = _SIZE
    screens = [{"name": name, "x": place * width, "y": 0, "width": ratio * width, "height": ratio * height}
               for place, (name, ratio) in enumerate((("ordinary", 1), ("sharp", _RATIO)))]
    file.write_text(json.dumps({"screens": screens}), encoding="utf-8")
    return {"QT_QPA_PLATFORM": f"offscreen:configfile={file}", "QT_SCREEN_SCALE_FACTORS": f"ordinary=1;sharp={_RATIO}"}


def sharp() -> QScreen | None:
    """The sharp screen, where there is one beside an ordinary one."""
    return next((one for one in QGuiApplication.screens()[1:] if one.devicePixelRatio() >= _RATIO), None)


@contextmanager
def looked_at_closely(windows: Sequence[QWidget], screen: QScreen) -> Iterator[str]:
    """The windows stand on a sharp screen, and in the other theme, whose name is given."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)  # noqa: S101 - there are windows
    usual: ThemeName = app.property("theme")
    other: ThemeName = "light" if usual == "dark" else "dark"
    places = [(window, window.screen(), window.geometry()) for window in windows]
    for window, before, place in places:
        _put(window, screen, place.translated(screen.geometry().topLeft() - before.geometry().topLeft()))
    theme.apply(app, other)
    try:
        yield other
    finally:
        theme.apply(app, usual)
        for window, before, place in places:
            _put(window, before, place)


def _put(window: QWidget, screen: QScreen, place: QRect) -> None:
    """On a screen, and there: the screen alone would keep the window's pixels, and so halve or double its size."""
    window.windowHandle().setScreen(screen)
    window.setGeometry(place)
