"""Which meeting: the one before, the one after, the next one that is open."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.meetings import Meeting, MeetingState, Missed, missed_label, state_label
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.texts import label


class MeetingChooser(QWidget):
    """Says which meeting is wished for; `show_meeting` when it is shown."""

    chosen = Signal(str)
    """The id of a meeting; empty for the next one."""

    def __init__(self) -> None:
        super().__init__()
        self._before = self._after = ""
        self._back = button(_("Meeting before"), lambda: self.chosen.emit(self._before), icon="back",
                            icon_only=True, shortcut="Alt+Left")
        self._on = button(_("Meeting after"), lambda: self.chosen.emit(self._after), icon="next",
                          icon_only=True, shortcut="Alt+Right")
        self._now = button(_("Next meeting"), lambda: self.chosen.emit(""), role="quiet")
        self._text, self._detail = label("", "heading"), label("", "muted", small=True)
        for name, each in (("back", self._back), ("next", self._on), ("now", self._now), ("text", self._text),
                           ("detail", self._detail)):
            each.setObjectName(f"supervision.meeting.{name}")
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self._text)
        texts.addWidget(self._detail)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._back)
        row.addLayout(texts)
        row.addWidget(self._on)
        row.addWidget(self._now)

    def show_meeting(self, meeting: Meeting | None, among: Sequence[Meeting], usual: Meeting | None) -> None:
        """Show one of these meetings; `usual` is the one that is next."""
        ids = [one.id for one in among]
        at = ids.index(meeting.id) if meeting is not None and meeting.id in ids else -1
        self._before = ids[at - 1] if at > 0 else ""
        self._after = ids[at + 1] if 0 <= at < len(ids) - 1 else ""
        self._back.setEnabled(bool(self._before))
        self._on.setEnabled(bool(self._after))
        self._now.setVisible(meeting is not None and usual is not None and meeting.id != usual.id)
        self._text.setText(_("{weekday}, {date}").format(
            weekday=formats.weekday(meeting.day), date=formats.date(meeting.day)) if meeting else
            _("No group meets yet"))
        self._detail.setText(detail(meeting) if meeting else _("The first agenda makes a group of everybody."))


def detail(meeting: Meeting) -> str:
    """The line below the day: when and where, which group, how far it is."""
    why = f": {missed_label(Missed(meeting.why))}" if meeting.state is MeetingState.MISSED and meeting.why else ""
    closed = _("No school: {why}").format(why=meeting.closed) if meeting.closed and meeting.open else ""
    waits = meeting.state is MeetingState.PREPARED and not meeting.built  # moved, or somebody brought something
    state = state_label(MeetingState.PLANNED if waits else meeting.state)
    parts = (formats.minute_of_day(meeting.starts), meeting.room, meeting.name, f"{state}{why}", closed)
    return " · ".join(part for part in parts if part)
