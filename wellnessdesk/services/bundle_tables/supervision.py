"""Supervision: meetings that were held, and who was there."""

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.bundle_layouts import column, one_way
from wellnessdesk.domain.bundles import Period
from wellnessdesk.domain.meetings import Attendance, MeetingState, attendance_label
from wellnessdesk.domain.supervision_year import Fate, fate_label
from wellnessdesk.domain.tables import CountTable
from wellnessdesk.store import coded_counts
from wellnessdesk.store.transaction import Transaction


def tables(tx: Transaction, period: Period) -> list[CountTable]:
    """Those of a period."""
    return [
        one_way("supervision_meetings", _("Supervision meetings"),
                _("Every meeting that somebody wrote down is counted once."), counted="meetings",
                by=column("meeting", _("Meeting"), _("What became of it."), (
                    (MeetingState.SIGNED.value, fate_label(Fate.HELD)),
                    (MeetingState.BEGUN.value, fate_label(Fate.UNSIGNED)),
                    (MeetingState.MISSED.value, fate_label(Fate.MISSED)))),
                found=coded_counts.read(tx, coded_counts.MEETINGS, period.first, period.last)),
        one_way("supervision_attendance", _("Attendance at supervision"),
                _("Everybody who should have been there is counted once for each meeting whose minutes are signed."),
                counted="attendances",
                by=column("attendance", _("Attendance"), _("Whether they were there."),
                          tuple((state.value, attendance_label(state)) for state in Attendance)),
                found=coded_counts.read(tx, coded_counts.ATTENDANCE, period.first, period.last))]
