"""A part of a page that scrolls, and follows the focus so that the keyboard never leads out of sight."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

_ROOM_AROUND = 60


class Scrolling(QScrollArea):
    """Scrolls its body up and down only."""

    def __init__(self, body: QWidget) -> None:
        super().__init__()
        self._followed: QWidget | None = None
        self.setObjectName("PageScroll")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body.setObjectName("PageBody")
        self._body = body
        self.setWidget(body)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._followed and event.type() == QEvent.Type.Resize:
            self._bring_into_sight(self._followed)  # a text field grows with what is written
        return super().eventFilter(watched, event)

    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
        if before is not None and before is self._followed:
            before.removeEventFilter(self)
        self._followed = now if now is not None and self.isAncestorOf(now) else None
        if self._followed is not None:
            self._followed.installEventFilter(self)
            self._bring_into_sight(self._followed)

    def _bring_into_sight(self, part: QWidget) -> None:
        """The whole part with what stands around it; of one too tall for that, the line of the cursor."""
        place = QRect(part.mapTo(self._body, QPoint()), part.size())
        if place.height() + 2 * _ROOM_AROUND > self.viewport().height():
            self.ensureWidgetVisible(part, 0, _ROOM_AROUND)
        else:
            self.ensureVisible(place.center().x(), place.center().y(), 0, place.height() // 2 + _ROOM_AROUND)
