"""Narrows a timeline to one kind of event; each kind says how many there are."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import timeline
from wellnessdesk.domain.timeline import Event, EventKind
from wellnessdesk.ui.kit.texts import label

_KEYS = "Ctrl+F"
_WIDTH = 260


class KindFilter(QWidget):
    """A list of the kinds there are; arrows choose, Ctrl+F comes to it."""

    changed = Signal()

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        self._box = QComboBox()
        self._box.setObjectName("student.kind")
        self._box.setAccessibleName(_("Show"))
        self._box.setMinimumWidth(_WIDTH)
        self._box.setToolTip(QKeySequence(_KEYS).toString(QKeySequence.SequenceFormat.NativeText))
        self._box.currentIndexChanged.connect(lambda _index: self.changed.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(label(_("Show"), "muted"))
        row.addWidget(self._box)
        row.addStretch(1)
        QShortcut(QKeySequence(_KEYS), page).activated.connect(self._box.setFocus)

    def kind(self) -> EventKind | None:
        """The kind chosen; None for all."""
        chosen = self._box.currentData()
        return EventKind(chosen) if chosen else None

    def show_events(self, events: Sequence[Event]) -> None:
        """Offer the kinds of these events; what was chosen stays chosen as long as there is any."""
        kept, counts = self.kind(), Counter(event.kind for event in events)
        self._box.blockSignals(True)
        self._box.clear()
        self._box.addItem(_counted(_("Everything"), len(events)), "")
        for kind in EventKind:
            if counts[kind]:
                self._box.addItem(_counted(timeline.label(kind), counts[kind]), kind.value)
        self._box.setCurrentIndex(max(0, self._box.findData(kept.value if kept is not None else "")))
        self._box.blockSignals(False)


def _counted(name: str, number: int) -> str:
    return _("{name} ({n})").format(name=name, n=formats.number(number))
