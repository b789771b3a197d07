"""Students who asked, at the kiosk, to talk to an adult now: who waits, and who came to them."""

from datetime import datetime

from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import adult_calls, settings

ANSWER, SET_SOUND = "adult.answer", "adult.sound"
SOUND = "adult_calls.sound"
"""The key of the sound among the settings."""


@act("adult_calls.waiting")
def waiting(desk: Desk) -> list[datetime]:
    """Since when somebody waits, the longest first: nobody's name, and no reason."""
    with desk.reading() as tx:
        return [at for _call, at in adult_calls.waiting(tx)]


@act("adult_calls.answer")
def answer(desk: Desk) -> int:
    """An adult came to everybody who waits; how many that were."""
    with desk.change("adult_calls", audited=False) as change:
        came_to = [call for call, _at in adult_calls.waiting(change.tx)]
        for call in came_to:
            adult_calls.answer(change.tx, call, desk.person.id, change.now)
            change.record("adult.answer", f"call:{call}")
    return len(came_to)


@act("adult_calls.sound")
def sound(desk: Desk) -> bool:
    """Whether the center wants a sound when somebody asks for an adult."""
    with desk.reading() as tx:
        return settings.get(tx, SOUND) is True


@act("adult_calls.set_sound")
def set_sound(desk: Desk, on: bool) -> None:
    """Have one, or none."""
    with desk.change("kiosk") as change:
        settings.put(change.tx, SOUND, on)
        change.record("adult.sound", "center", sound_detail(on))


def sound_detail(on: object) -> str:
    """What the log keeps of it (`audit.verify`)."""
    return "on" if on is True else "off"
