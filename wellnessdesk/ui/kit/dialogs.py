"""Base of all windows that open over another one: one width, and always as high as what is in them."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

WIDTH = 460


class Dialog(QDialog):
    """Content goes into `body`, buttons last."""

    def __init__(self, parent: QWidget | None, title: str, *, width: int = WIDTH) -> None:
        super().__init__(parent.window() if parent is not None else None)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setFixedWidth(width)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(22, 22, 22, 18)
        self.body.setSpacing(14)

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() in (QEvent.Type.Show, QEvent.Type.LayoutRequest):
            self._fit()
        return handled

    def _fit(self) -> None:
        """Qt would guess the height from unwrapped texts, and leave a gap or cut something off."""
        wraps = self.body.hasHeightForWidth()
        self.setFixedHeight(
            self.body.totalHeightForWidth(self.width()) if wraps else self.body.totalSizeHint().height()
        )
