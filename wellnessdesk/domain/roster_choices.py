"""What a person takes out of a roster's plan: which lines, and who is the same as whom. Nothing here writes."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from wellnessdesk.domain.caregivers import CaregiverPlan
from wellnessdesk.domain.roster import (
    FieldChange,
    KnownStudent,
    LookAlike,
    RosterPlan,
    RosterStudent,
    StudentChange,
    differences,
)

Line = tuple[str | int, ...]
"""What names one line of a plan: its kind, and whose it is."""
Pair = tuple[str, int]
"""A look-alike: the roster id of the one, the id of the other."""


@dataclass(frozen=True, slots=True)
class Choices:
    """`left_out` are lines that stay as they are; of the look-alikes `same` are one person, `apart` are two."""

    left_out: frozenset[Line] = frozenset()
    same: frozenset[Pair] = frozenset()
    apart: frozenset[Pair] = frozenset()

    def decide(self, plan: RosterPlan, pairs: Collection[Pair], *, same: bool) -> "Choices":
        """Say of these look-alikes that each is one person, or two. One person is the same as one other at most."""
        if not same:
            return replace(self, same=self.same - frozenset(pairs), apart=self.apart | frozenset(pairs))
        decided = self
        for student, known in pairs:
            rivals = {other for other in map(pair_of, plan.look_alikes)
                      if (other[0] == student) != (other[1] == known)}
            decided = replace(decided, same=(decided.same - rivals) | {(student, known)},
                              apart=(decided.apart | rivals) - {(student, known)})
        return decided

    def undecided(self, plan: RosterPlan) -> int:
        """How many look-alikes wait for a word."""
        return sum(1 for pair in map(pair_of, plan.look_alikes) if pair not in self.same and pair not in self.apart)


def pair_of(one: LookAlike) -> Pair:
    """What names a look-alike."""
    return one.student.sourced_id, one.known.id


def add_line(one: RosterStudent) -> Line:
    """What names the line of a new student."""
    return "add", one.sourced_id


def fact_line(known: KnownStudent, fact: FieldChange) -> Line:
    """What names the line of one changed fact."""
    return "fact", known.id, fact.field


def inactive_line(known: KnownStudent) -> Line:
    """What names the line of somebody becoming inactive."""
    return "inactive", known.id


def back_line(known: KnownStudent) -> Line:
    """What names the line of somebody active again."""
    return "back", known.id


def merged(plan: RosterPlan, choices: Choices) -> RosterPlan:
    """The plan in which whoever is the same person is changed instead of added."""
    same = {one.student.sourced_id: one for one in plan.look_alikes if pair_of(one) in choices.same}
    if not same:
        return plan
    here = {one.known.id for one in same.values()}
    changes = tuple(change for one in same.values() if (change := _as_change(one)) is not None)
    classes = tuple(replace(one, id=same[one.student].known.id) if one.student in same else one
                    for one in plan.classes)
    ties = tuple(replace(one, student_id=same[one.tie.student].known.id) if one.tie.student in same else one
                 for one in plan.caregivers.ties)
    back = tuple(one.known for one in same.values() if not one.known.active)
    return replace(
        plan,
        adds=tuple(one for one in plan.adds if one.sourced_id not in same),
        changes=(*plan.changes, *changes),
        becoming_inactive=tuple(one for one in plan.becoming_inactive if one.id not in here),
        reactivated=(*plan.reactivated, *back),
        classes=classes,
        caregivers=replace(plan.caregivers, ties=ties),
    )


def chosen(plan: RosterPlan, choices: Choices) -> RosterPlan:
    """What is to be written: the plan after `merged`, without the lines left out and what hangs on them."""
    whole, out = merged(plan, choices), choices.left_out
    if not out:
        return whole
    never = {one.sourced_id for one in whole.adds if add_line(one) in out}
    return replace(
        whole,
        adds=tuple(one for one in whole.adds if add_line(one) not in out),
        changes=tuple(_changes_without(whole, out)),
        becoming_inactive=tuple(one for one in whole.becoming_inactive if inactive_line(one) not in out),
        reactivated=tuple(one for one in whole.reactivated if back_line(one) not in out),
        classes=tuple(one for one in whole.classes
                      if ("classes", one.student) not in out and one.student not in never),
        caregivers=_caregivers_without(whole.caregivers, out, never),
    )


def _as_change(one: LookAlike) -> StudentChange | None:
    fields = differences(one.student, one.known)
    return StudentChange(one.known, fields) if fields else None


def _changes_without(plan: RosterPlan, out: Collection[Line]) -> Iterator[StudentChange]:
    for change in plan.changes:
        fields = tuple(fact for fact in change.fields if fact_line(change.known, fact) not in out)
        if fields:
            yield replace(change, fields=fields)


def _caregivers_without(plan: CaregiverPlan, out: Collection[Line], never: Collection[str]) -> CaregiverPlan:
    unwanted = {one.sourced_id for one in plan.adds if ("caregiver", one.sourced_id) in out}
    ties = tuple(one for one in plan.ties
                 if ("tie", one.tie.student, one.tie.caregiver) not in out
                 and one.tie.student not in never and one.tie.caregiver not in unwanted)
    needed = {one.tie.caregiver for one in ties}
    return replace(
        plan,
        adds=tuple(one for one in plan.adds if one.sourced_id in needed),
        changes=tuple(one for one in plan.changes if ("caregiver", one.known.id) not in out),
        gone=tuple(one for one in plan.gone if ("caregiver gone", one.id) not in out),
        ties=ties,
        untied=tuple(one for one in plan.untied if ("untie", one.tie.student, one.tie.caregiver) not in out),
    )
