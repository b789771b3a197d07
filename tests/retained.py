"""A center with a school year behind it, long enough ago that everything of it is due, and one visit of today."""

from dataclasses import dataclass
from pathlib import Path

from tests.centers import CLOSING_WORDS, OWN_WORDS, first, fresh_center, handed_over, note, work
from tests.store.stores import raw
from tests.support import TestCenter
from wellnessdesk.domain.flags import Closing
from wellnessdesk.services import flags, sessions, supervision, visits

DAYS = 365 * 7
"""All usual periods are over by then."""


@dataclass
class Old:
    """`signed`: sessions with signed notes of students 1 and 4; `flag`: closed, about student 1; `draft`: of 2."""

    center: TestCenter
    signed: tuple[int, int]
    draft: int
    flag: str


def shell(center, statement, *values):
    """What SQL says, past the program."""
    connection = raw(center.admin.store.path, center.admin.keys.store_key)
    found = connection.execute(statement, values).fetchall()
    connection.close()
    return found


def counted(center, *tables):
    return [shell(center, f"SELECT count(*) FROM {table}")[0][0] for table in tables]  # noqa: S608 - ours


def old_center(folder: Path, *, days: int = DAYS) -> Old:
    """Four sessions and five visits in September and October 2026, then `days` later one visit more."""
    day = work(fresh_center(folder))
    center = day.center
    flags.acknowledge(center.coordinator, day.flag)
    flags.close(center.coordinator, day.flag, Closing(
        disposition=CLOSING_WORDS, notify_caregiver=True, notify_reason="x", outcome="x", reported=False))
    other = handed_over(center, 4, center.peer)
    sessions.sign(center.peer, other, note())
    sessions.cosign(center.coordinator, other)
    supervision.build(center.coordinator)
    supervision.add_own(center.coordinator, supervision.read(center.coordinator).meeting.id, OWN_WORDS)
    center.clock.advance(days=28)
    for student in (1, 2, 4):
        visits.check_in(center.front, student, reason=first("visit_reasons"), origin=first("visit_origins"))
    center.clock.advance(days=days - 28)
    visits.check_in(center.front, 5, reason=first("visit_reasons"), origin=first("visit_origins"))
    return Old(center, (day.signed, other), day.draft, day.flag)
