"""Which class a student has in which period, as a roster tells it, and what that changes. Nothing here writes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from wellnessdesk.domain.students import Listed

Classes = tuple[tuple[str, str], ...]
"""Of one student: (period, title of the class), by period."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a roster says of classes, by roster id of the student. `whole`: who is not named has none.

    `ended` are classes that somebody does not have any more; only a delta needs to say so.
    """

    classes: Mapping[str, Classes] = field(default_factory=dict)
    ended: Mapping[str, Classes] = field(default_factory=dict)
    whole: bool = False


@dataclass(frozen=True, slots=True)
class ClassChange:
    """The classes of one student, before and after. `student` is their roster id, `id` None for one to be added."""

    student: str
    id: int | None
    name: str
    old: Classes
    new: Classes


def plan(told: Told, known: Mapping[int, Classes], people: Mapping[str, Listed]) -> tuple[ClassChange, ...]:
    """Compare with the classes of the students here (`known`, by id). `people` has every student of the roster."""
    return tuple(_changes(told, known, people))


def _changes(told: Told, known: Mapping[int, Classes], people: Mapping[str, Listed]) -> Iterator[ClassChange]:
    for student, listed in people.items():
        if not told.whole and student not in told.classes and student not in told.ended:
            continue
        old = known.get(listed.id, ()) if listed.id is not None else ()
        new = _after(told, student, old)
        if new != old:
            yield ClassChange(student, listed.id, listed.name, old, new)


def _after(told: Told, student: str, old: Classes) -> Classes:
    has = told.classes.get(student, ())
    if told.whole:
        return has
    left = {entry for entry in old if entry not in told.ended.get(student, ())}
    return tuple(sorted({**dict(left), **dict(has)}.items()))
