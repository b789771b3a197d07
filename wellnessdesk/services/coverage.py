"""When which Wellness Peers are there, held against the school's bells and the languages of the students."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from wellnessdesk.base import formats
from wellnessdesk.domain.appointments import Shift
from wellnessdesk.domain.calendar import Day
from wellnessdesk.domain.coverage import Coverage, DayCover
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.reports import coverage as report
from wellnessdesk.services import calendar
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import appointments, languages, peer_facts

_SCHOOL_DAYS, _WEEKS = 5, 16


@act("peer_facts.see")
def next_week(desk: Desk) -> date:
    """The Monday of this week, or of the next one in which there are classes."""
    monday = desk.today() - timedelta(days=desk.today().weekday())
    with desk.reading() as tx:
        kept = calendar.kept(tx)
    ahead = (monday + timedelta(weeks=number) for number in range(_WEEKS))
    return next((first for first in ahead if any(
        kept.day(first + timedelta(days=number)).has_classes for number in range(_SCHOOL_DAYS))), monday)


@act("peer_facts.see")
def of_week(desk: Desk, day: date) -> Coverage:
    """The school days of the week of this day. Students are counted, and none of them is named."""
    monday = day - timedelta(days=day.weekday())
    days = [monday + timedelta(days=number) for number in range(_SCHOOL_DAYS)]
    with desk.reading() as tx:
        kept, shifts = calendar.kept(tx), appointments.shifts(tx, days[0], days[-1])
        known, spoken = peer_facts.everything(tx), languages.of_students(tx)
    return Coverage(
        days=tuple(_cover(kept.day(one), [shift for shift in shifts if shift.day == one]) for one in days),
        speaks={person: frozenset(facts.languages) for person, facts in known.items()}, students=_by_code(spoken))


@act("peer_facts.print")
def save(desk: Desk, day: date, paper: Paper = Paper.LETTER) -> bytes:
    """The same as PDF: the picture, the gaps, and the languages. Recorded."""
    found = of_week(desk, day)
    with desk.change() as change:
        head = change.record("coverage.print", "center", found.monday.isoformat())
    return report.coverage_pdf(found, center=desk.center, by=desk.person.name, head=head.short(),
                               printed_at=desk.local(desk.clock.now()), paper=paper)


def _cover(day: Day, shifts: Sequence[Shift]) -> DayCover:
    if not day.has_classes or day.schedule is None:
        return DayCover(day=day.day, closed=day.closed)
    return DayCover(day=day.day, opens=day.schedule.opens, closes=day.schedule.closes, shifts=tuple(shifts))


def _by_code(spoken: Sequence[tuple[int, str]]) -> dict[str, int]:
    """How many students speak each: one who told it in two ways counts once."""
    codes = {word: formats.language_code(word) or word for word in {word for _student, word in spoken}}
    return Counter(code for _student, code in {(student, codes[word]) for student, word in spoken})
