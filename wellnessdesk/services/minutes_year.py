"""The signed minutes of many meetings on paper, in one document: a year's proof that supervision happened."""

from datetime import date

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.base.progress import NO_PROGRESS, Progress, Share
from wellnessdesk.domain.meetings import Meeting
from wellnessdesk.domain.minutes import Minutes
from wellnessdesk.domain.supervision_year import Fate, fate
from wellnessdesk.reports import minutes_year as report
from wellnessdesk.services import minutes, papers, supervision_groups, supervision_year
from wellnessdesk.services.desk import Desk, act

_READING = 30
"""Percent of the work: opening them; the rest is laying them out."""


@act("supervision.print")
def print_minutes(desk: Desk, first: date, last: date, progress: Progress = NO_PROGRESS) -> bytes:
    """All signed minutes of these days as one PDF, as each is printed alone: initials and ids, no remarks; with a list
    of all meetings, held or not. Each is recorded as printed. Spoiled ones stand there as such, without a word of them.

    Raises `Problem` where none are signed, `Cancelled` where the person thought better of it: what had been opened by
    then stays recorded.
    """
    supervision_year.require_days(first, last)
    today = desk.today()
    meetings = [(one, fate(one, today)) for one in supervision_groups.meetings(desk, first, last)]
    held = [one for one, came in meetings if came is Fate.HELD]
    if not held:
        raise Problem(_("No minutes were signed in these days."))
    found = _read(desk, held, Share(progress, 0, _READING))
    with desk.change() as change:
        paper = papers.kept(change.tx)
        for one in held:
            head = change.record("minutes.print", f"meeting:{one.id}", supervision_year.told(first, last))
    bound = report.Bound(first=first, last=last, meetings=meetings, minutes=found)
    return report.minutes_year_pdf(bound, report.Printing(
        center=desk.center, printed_at=desk.local(desk.clock.now()), audit_head=head.short(), local=desk.local,
        paper=paper, progress=Share(progress, _READING, 100)))


def _read(desk: Desk, held: list[Meeting], progress: Progress) -> list[Minutes]:
    found = []
    for place, one in enumerate(held):
        progress.check_cancelled()
        progress.report(place, len(held))
        found.append(minutes.read(desk, one.id))
    return found
