"""Today in three parts beside each other: search and who left or is checked in, who waits, who is with a peer or rests.

Widths never follow what stands in a part: nothing jumps.
"""

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QWidget

from wellnessdesk.ui.kit.layouts import stacked
from wellnessdesk.ui.pages.visits.columns import Columns
from wellnessdesk.ui.pages.visits.form import CheckInPanel

_NARROW = 904
"""Below this width, in pixels, two columns of cards do not fit beside two lists."""
_SHARES = (14, 15, 10)
_NARROW_SHARES = (11, 15, 10)


class Parts(QWidget):
    """`top` stands over who left; a check-in takes the place of who left while it is open."""

    def __init__(self, top: Sequence[QWidget], columns: Columns, panel: CheckInPanel) -> None:
        super().__init__()
        self._columns, self._panel = columns, panel
        self._left_side = QStackedWidget()
        self._left_side.addWidget(columns.left)
        self._left_side.addWidget(panel)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(18)
        # Fixed shares of the height, so that nothing jumps when somebody begins to rest.
        self._last_column = stacked((columns.with_peer, 5), (columns.resting, 3), spacing=12)
        first = stacked(*top, (self._left_side, 1), spacing=12)
        for part, least in ((first, 200), (columns.waiting, 270), (self._last_column, 180)):
            part.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            part.setMinimumWidth(least)
            self._row.addWidget(part)
        self._share_widths()

    def show_check_in(self) -> None:
        """The check-in in the place of who left."""
        self._left_side.setCurrentWidget(self._panel)
        self._share_widths()

    def show_left(self) -> None:
        """Who left again."""
        self._left_side.setCurrentWidget(self._columns.left)
        self._share_widths()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_widths()

    def _share_widths(self) -> None:
        """"Waiting" gets most. In a small window a check-in takes the room of "With a peer" while it is open."""
        narrow, entering = self.width() < _NARROW, self._left_side.currentWidget() is self._panel
        self._last_column.setHidden(narrow and entering)
        for place, share in enumerate(_NARROW_SHARES if narrow and not entering else _SHARES):
            self._row.setStretch(place, share)
