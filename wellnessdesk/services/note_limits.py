"""Within how many hours a note is to be signed at this center; later it is marked as late."""

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.sessions import MOST_LATE_HOURS
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import sessions, settings


@act("note_limits.see")
def late_hours(desk: Desk) -> int:
    """What holds."""
    with desk.reading() as tx:
        return sessions.late_hours(tx)


@act("note_limits.set")
def set_late_hours(desk: Desk, hours: int) -> None:
    """Set it; it holds for every note, also those that are there. Raises `Problem` for a number nobody can keep to."""
    if not 1 <= hours <= MOST_LATE_HOURS:
        raise Problem(_("Choose between 1 and {n} hours.").format(n=MOST_LATE_HOURS))
    with desk.change("sessions", "note_limits") as change:
        settings.put(change.tx, sessions.LATE_HOURS, hours)
        change.record("note.limit", "center", str(hours))
