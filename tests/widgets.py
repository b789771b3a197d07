"""Finding widgets in the windows that are open.

Not through `QApplication.allWidgets()`: that also touches what other tests left half taken down, and has crashed.
"""

from PySide6.QtWidgets import QApplication, QWidget


def in_windows() -> list[QWidget]:
    """Every widget of every visible window, each once."""
    tops = [top for top in QApplication.topLevelWidgets() if top.isVisible()]
    return list(dict.fromkeys(widget for top in tops for widget in (top, *top.findChildren(QWidget))))
