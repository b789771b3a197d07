"""Supervision over a school year, or any days, in figures: meetings, attendance, items, what was taken on.

They name the people of the center and nothing of a student: nothing is unsealed for them.
"""

from collections.abc import Sequence
from datetime import date

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import charts
from wellnessdesk.domain.charts import Span
from wellnessdesk.domain.meetings import Meeting
from wellnessdesk.domain.supervision_items import Listed, lives
from wellnessdesk.domain.supervision_year import Facts, Taken, Year, figures
from wellnessdesk.reports import supervision_year as report
from wellnessdesk.services import calendar, papers, supervision_groups
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import meetings as rows
from wellnessdesk.store import people
from wellnessdesk.store import supervision_year as year
from wellnessdesk.store.transaction import Transaction


@act("supervision.read")
def spans(desk: Desk) -> list[Span]:
    """The school years and months to choose from, the newest first: from when the first group met."""
    with desk.reading() as tx:
        first = min((group.starts_on for group in rows.groups(tx)), default=None)
    found = charts.spans(desk.today(), first)
    return sorted((one for one in found if not one.key.startswith("week")),
                  key=lambda one: one.key.startswith("month"))


@act("supervision.read")
def overview(desk: Desk, first: date, last: date) -> Year:
    """All figures of these days, both included. Raises `Problem` where the last comes before the first."""
    require_days(first, last)
    planned = supervision_groups.meetings(desk, first, last)
    with desk.reading() as tx:
        return figures(_facts(desk, tx, first, last, planned))


@act("supervision.print")
def print_overview(desk: Desk, first: date, last: date) -> bytes:
    """The same as PDF. Recorded. Raises `Problem`."""
    found = overview(desk, first, last)
    with desk.change() as change:
        head, paper = change.record("supervision.print_year", "supervision", told(first, last)), papers.kept(change.tx)
    return report.year_pdf(found, center=desk.center, by=desk.person.name, head=head.short(),
                           printed_at=desk.local(desk.clock.now()), paper=paper)


def require_days(first: date, last: date) -> None:
    """Raise `Problem` where the last day comes before the first."""
    if last < first:
        raise Problem(_("The last day comes before the first. Choose the days the other way round."))


def told(first: date, last: date) -> str:
    """What the log keeps of the days."""
    return f"{first.isoformat()} {last.isoformat()}"


def _facts(desk: Desk, tx: Transaction, first: date, last: date, planned: Sequence[Meeting]) -> Facts:
    listed = year.listed(tx, first, last)
    here = [one for one in listed if one.held and first <= one.day <= last]
    return Facts(
        first=first, last=last, today=desk.today(), calendar=calendar.kept(tx), groups=rows.groups(tx),
        people=people.everybody(tx), since={one: desk.local(at).date() for one, at in year.came(tx).items()},
        meetings=planned, seen=year.seen(tx, first, last), listed=here,
        lives=lives(_of(here, listed), year.agendas(tx)),
        taken=[Taken(day, due, desk.local(done).date() if done else None)
               for day, due, done in year.taken(tx, first, last)])


def _of(here: Sequence[Listed], everywhere: Sequence[Listed]) -> list[Listed]:
    """What a ref means depends on its kind, and each group talks about it by itself."""
    wanted = {(one.group, one.kind, one.ref) for one in here}
    return [one for one in everywhere if (one.group, one.kind, one.ref) in wanted]
