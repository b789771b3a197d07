"""Supervision for the tests with a scene: one meeting goes on, another is signed, and what is done in both.

Each function of `ACTS` takes a `scene.Scene`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from tests.support import SECOND_PEER, TestCenter
from wellnessdesk.domain.meetings import Attendance, meeting_id
from wellnessdesk.domain.minutes import Words
from wellnessdesk.domain.own_items import About
from wellnessdesk.domain.supervision import ItemKind
from wellnessdesk.services import (
    meetings,
    minutes,
    own_items,
    supervision,
    supervision_actions,
    supervision_groups,
)

WORDS = {"outcome": "osprey alder", "action": "merlin hazel", "minutes": "kestrel maple"}
"""The kind of a sealed record -> the words in it."""
BROUGHT = "bittern willow"
"""What a peer brings to the next meeting."""


@dataclass(frozen=True)
class Held:
    """The meeting that goes on, and the one that is signed."""

    now: str
    signed: str


def begin(center: TestCenter) -> Held:
    """Make them: everybody's goes on, one peer's alone with the coordinator is over."""
    cora, today = center.coordinator, center.coordinator.today()
    alone = replace(supervision_groups.proposed(cora), name="One to one", one_to_one=True)
    otto = center.desks[SECOND_PEER].person.id
    group = supervision_groups.add(cora, replace(alone, members=tuple(
        one for one in alone.members if one.leads or one.person == otto)))
    held = Held(meeting_id(1, today), meeting_id(group.id, today))
    supervision.build(cora, held.signed)
    for meeting in (held.now, held.signed):
        meetings.begin(cora, meeting)
        for seat in meetings.look(cora, meeting).seats:
            meetings.attend(cora, meeting, seat.person, Attendance.PRESENT)
    minutes.sign(cora, held.signed)
    return held


def _on_the_note(scene: Any) -> tuple[ItemKind, str]:
    return ItemKind.NOTE, str(scene.signed)


ACTS: dict[str, Callable[[Any], object]] = {
    "bring to supervision": lambda s: own_items.bring(s.center.peer, own_items.coming(s.center.peer)[0].id,
                                                      About.CONCERN, BROUGHT),
    "write in a meeting": lambda s: meetings.write(s.center.coordinator, s.meeting.now, *_on_the_note(s), Words(
        outcome=WORDS["outcome"])),
    "put an item off": lambda s: meetings.put_off(s.center.coordinator, s.meeting.now, *_on_the_note(s),
                                                  WORDS["outcome"]),
    "take something on": lambda s: supervision_actions.add(
        s.center.coordinator, s.meeting.now, *_on_the_note(s), s.center.peer.person.id, WORDS["action"]),
    "sign the minutes": lambda s: minutes.sign(s.center.coordinator, s.meeting.now),
    "add to the minutes": lambda s: minutes.add(s.center.coordinator, s.meeting.signed, WORDS["minutes"]),
}
