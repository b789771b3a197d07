"""Who was at which meeting: the table, and a dialog with it for one person."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.meetings import Attendance, Was, attendance_label
from wellnessdesk.services import supervision_attended
from wellnessdesk.services.supervision_groups import Attended
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.palette import Tone
from wellnessdesk.ui.kit.parts import EmptyState
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.kit.texts import label

_WIDTH, _HEIGHT = 620, 420


def attended_table(*, groups: bool) -> RecordTable[Was]:
    """A line for each meeting; with `groups` it says whose."""
    of_group = [Column[Was](title=_("Group"), text=lambda one: one.group, stretch=True)] if groups else []
    return RecordTable(_("Meetings"), [
        Column[Was](title=_("Day"), text=lambda one: formats.date_long(one.day), strong=True, stretch=not groups,
                    sort=lambda one: one.day),
        *of_group,
        Column[Was](title=_("Attendance"), text=lambda one: attendance_label(one.state), badge=True, tone=_tone),
        Column[Was](title=_("Counted"), text=lambda one: formats.minutes(one.minutes) if one.minutes else "–",
                    sort=lambda one: one.minutes),
    ], lambda one: one.meeting, empty=EmptyState(
        _("No minutes are signed yet"), _("Every meeting counts as soon as its minutes are."), "supervision"))


def summary(found: Sequence[Was]) -> str:
    """For instance `5 of 6 meetings · 4 h 45 min`; empty where there were none."""
    if not found:
        return ""
    minutes = sum(one.minutes for one in found)
    return " · ".join(part for part in (
        ngettext("{n} of {all} meeting", "{n} of {all} meetings", len(found)).format(
            n=formats.number(sum(one.there for one in found)), all=formats.number(len(found))),
        formats.minutes(minutes) if minutes else "") if part)


class AttendedDialog(Dialog):
    """Every meeting somebody in a group belonged to."""

    def __init__(self, parent: QWidget, context: PageContext, group: int, who: Attended) -> None:
        super().__init__(parent, who.name, width=_WIDTH)
        self.table = attended_table(groups=False)
        self.table.setObjectName("attended.meetings")
        self.table.setMinimumHeight(_HEIGHT)
        self._summary = label("", "muted")
        close = button(_("Close"), self.accept, role="primary")
        close.setObjectName("attended.close")
        for part in (label(who.name, "heading", wrap=True), self._summary, self.table, ButtonRow(close)):
            self.body.addWidget(part)
        desk = context.desk
        context.tasks.run(lambda: supervision_attended.of(desk, group, who.person), self._show, owner=self)

    def _show(self, found: list[Was]) -> None:
        self._summary.setText(summary(found))
        self.table.set_records(found)


def _tone(one: Was) -> Tone:
    tones: dict[Attendance, Tone] = {Attendance.PRESENT: "ok", Attendance.LATE: "info", Attendance.EXCUSED: "muted"}
    return tones.get(one.state, "flag")
