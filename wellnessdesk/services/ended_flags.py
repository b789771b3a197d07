"""Finding flags that are over. They are found by what is sealed, so each is opened, some at a time."""

from datetime import date

from wellnessdesk.domain.ended_flags import EndedFlags, Wanted, fits
from wellnessdesk.services import opened_flags, student_pages
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import flags as rows

_AT_ONCE = 12
"""So many are opened in one go: some hundredths of a second, and then others have their turn."""
_SITTING = "flags"
_LONG_AGO, _FAR = date(1970, 1, 1), date(9999, 12, 31)


@act("flags.find")
def find(desk: Desk, wanted: Wanted, start: int = 0) -> EndedFlags:
    """Those wanted among the next that are over, the newest first; `start` is where the last look ended.

    That somebody looked is recorded once a sitting, sealed, without the words; opening one is `flags.life`. One whose
    seal does not hold has no student and no kind, and comes where neither is asked for.
    """
    if _SITTING not in desk.sittings:
        with desk.change() as change:
            change.record_sealed("flag.search", _SITTING)
        desk.sittings.add(_SITTING)
    with desk.reading() as tx:
        marks = rows.ended(tx, wanted.first or _LONG_AGO, wanted.last or _FAR, start, _AT_ONCE)
        stories = student_pages.stories_of(desk, tx, opened_flags.several(desk, tx, marks))
    further = start + len(marks) if len(marks) == _AT_ONCE else None
    return EndedFlags(tuple(story for story in stories if fits(wanted, story)), further)
