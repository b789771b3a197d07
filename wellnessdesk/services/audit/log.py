"""The audit log to be looked at: a page at a time, narrowed down, and saved as PDF. `services.audit` verifies it."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.base.progress import NO_PROGRESS, Progress
from wellnessdesk.domain import audit_words
from wellnessdesk.domain.anchors import Anchored
from wellnessdesk.domain.audit import SEALED, SEALED_ACTS
from wellnessdesk.domain.audit_log import MOST_EXPORTED, Kind, Line, LogPage, Wanted
from wellnessdesk.domain.people import Person
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.reports import audit as report
from wellnessdesk.services import anchors
from wellnessdesk.services.audit.reading import Read, Reader
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import audit_log, people
from wellnessdesk.store.audit_log import Sought

EVERYTHING = Wanted()
_PAGE = 100


@act("audit.see")
def page(desk: Desk, wanted: Wanted = EVERYTHING, before: int | None = None, most: int = _PAGE) -> LogPage:
    """Entries below the number `before` (None: the newest), the newest first, at most so many.

    It looks at a bounded part of the log, so it is as quick in a long one: there may be no line, and still older ones
    (`LogPage.before`).
    """
    with desk.reading() as tx:
        reader = Reader(desk, tx)
        found, further = audit_log.backwards(tx, _sought(desk, wanted, reader), before, most)
        read = [reader.read(one) for one in found]
    return LogPage(tuple(reader.line(one) for one in read if _fits(one, wanted)), further)


@act("audit.see")
def anchored(desk: Desk) -> Anchored:
    """How far this computer remembers the log."""
    return anchors.anchored(desk.keys, desk.keeper)


@act("audit.see")
def persons(desk: Desk) -> list[Person]:
    """Everybody who can have made an entry, by name; also who no longer signs in."""
    with desk.reading() as tx:
        return people.everybody(tx)


@act("audit.export")
def export(desk: Desk, wanted: Wanted = EVERYTHING, paper: Paper = Paper.LETTER,
           progress: Progress = NO_PROGRESS) -> bytes:
    """What is wanted of the log, as PDF; recorded. Raises `Problem` where it is too much or nothing, `Cancelled`."""
    lines = _all_lines(desk, wanted, progress)
    if not lines:
        raise Problem(_("There is no entry to save. Choose other days, or another person."))
    with desk.change("audit") as change:
        head = change.record("audit.export", "audit", _detail(len(lines), wanted))
        everybody = {person.id: person.name for person in people.everybody(change.tx)}
    who = everybody.get(wanted.person or "", "")
    return report.log_pdf(lines, wanted, who=who, by=desk.person.name, center=desk.center, head=head.short(),
                          printed_at=desk.local(desk.clock.now()), paper=paper)


def _all_lines(desk: Desk, wanted: Wanted, progress: Progress) -> list[Line]:
    lines: list[Line] = []
    shown = page(desk, wanted)
    first = shown.lines[0].sequence if shown.lines else shown.before or 1
    while True:
        lines += shown.lines
        if len(lines) > MOST_EXPORTED:
            raise Problem(_("These are more than {n} entries. Choose fewer days, a person or a kind, and save them in "
                            "parts.").format(n=formats.number(MOST_EXPORTED)))
        if shown.before is None:
            return lines
        progress.report(max(0, first - shown.before), first)
        progress.check_cancelled()
        shown = page(desk, wanted, shown.before)


def _sought(desk: Desk, wanted: Wanted, reader: Reader) -> Sought:
    actions = None if wanted.kind is None else audit_words.actions_of(wanted.kind)
    if wanted.kind is Kind.SEALED:
        actions = frozenset({SEALED})
    sealed = reader.opens_sealed and (actions is None or not actions.isdisjoint(SEALED_ACTS))
    return Sought(actor=wanted.person, actions=actions, sealed=sealed,
                  since=_midnight(desk, wanted.first) if wanted.first else None,
                  before=_midnight(desk, wanted.last + timedelta(days=1)) if wanted.last else None)


def _fits(read: Read, wanted: Wanted) -> bool:
    """What the store could not see of a sealed entry."""
    if not read.sealed or wanted.kind is Kind.SEALED:
        return True
    return ((wanted.person is None or read.actor == wanted.person)
            and (wanted.kind is None or audit_words.kind(read.action) is wanted.kind))


def _midnight(desk: Desk, day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(desk.center.time_zone))


def _detail(number: int, wanted: Wanted) -> str:
    narrowed = [("person", wanted.person), ("kind", wanted.kind), ("from", wanted.first), ("to", wanted.last)]
    return " ".join([str(number), *(f"{name}:{value}" for name, value in narrowed if value is not None)])
