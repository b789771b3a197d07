"""The lines of a preview's tables: one a thing that can be taken or left, and what names it among the choices."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import caregivers
from wellnessdesk.domain.caregivers import CaregiverPlan, RosterCaregiver
from wellnessdesk.domain.roster import FieldChange, KnownStudent, RosterPlan
from wellnessdesk.domain.roster_choices import Line, fact_line
from wellnessdesk.domain.timetables import Classes

R = TypeVar("R")


@dataclass(frozen=True)  # no slots: Python 3.11 cannot then make `Numbered[Record](…)`
class Numbered(Generic[R]):
    """A record with its place in the list: two lines may say the same."""

    number: int
    record: R


@dataclass(frozen=True, slots=True)
class FactRow:
    """One fact of one student, before and after."""

    known: KnownStudent
    fact: FieldChange

    @property
    def line(self) -> Line:
        """What names it."""
        return fact_line(self.known, self.fact)


@dataclass(frozen=True, slots=True)
class CaregiverRow:
    """One thing that happens to a caregiver: who, what, until now, from now on."""

    line: Line
    name: str
    what: str
    old: str
    new: str


def facts(plan: RosterPlan) -> list[FactRow]:
    """Every changed fact of every student."""
    return [FactRow(change.known, fact) for change in plan.changes for fact in change.fields]


def caregiver_rows(plan: CaregiverPlan) -> list[CaregiverRow]:
    """All that happens to caregivers."""
    return [*_new(plan), *_changed(plan), *_tied(plan), *_gone(plan)]


def classes_shown(classes: Classes) -> str:
    """The classes of a student in a line."""
    return ", ".join(f"{period}: {title}" for period, title in classes)


def _new(plan: CaregiverPlan) -> Iterator[CaregiverRow]:
    """New ones stand in one line with whose they are."""
    whose: dict[str, list[str]] = {}
    for tie in plan.ties:
        whose.setdefault(tie.tie.caregiver, []).append(_of(tie.student, tie.tie.relation))
    for one in plan.adds:
        yield CaregiverRow(("caregiver", one.sourced_id), caregivers.name_of(one), _("New caregiver"), "",
                           ", ".join([*whose.get(one.sourced_id, ()), *_contacts(one)]))


def _contacts(one: RosterCaregiver) -> list[str]:
    return [part for part in (one.phone or one.sms, one.email, one.language) if part]


def _changed(plan: CaregiverPlan) -> Iterator[CaregiverRow]:
    for change in plan.changes:
        line, name = ("caregiver", change.known.id), caregivers.name_of(change.known)
        if change.back:
            yield CaregiverRow(line, name, _("Active again"), "", "")
        old = ", ".join(fact.old for fact in change.facts if fact.old)
        new = ", ".join(fact.new for fact in change.facts if fact.new)
        if change.facts:
            what = ", ".join(caregivers.fact_label(fact.field) for fact in change.facts)
            yield CaregiverRow((*line, "facts"), name, what, old, new)


def _tied(plan: CaregiverPlan) -> Iterator[CaregiverRow]:
    for one in plan.ties:
        if one.caregiver_id is not None:
            yield CaregiverRow(("tie", one.tie.student, one.tie.caregiver), one.caregiver, _("Belongs to"), "",
                               _of(one.student, one.tie.relation))
    for lost in plan.untied:
        yield CaregiverRow(("untie", lost.tie.student, lost.tie.caregiver), lost.caregiver, _("No longer of"),
                           _of(lost.student, lost.tie.relation), "")


def _gone(plan: CaregiverPlan) -> Iterator[CaregiverRow]:
    for one in plan.gone:
        yield CaregiverRow(("caregiver gone", one.id), caregivers.name_of(one), _("Becoming inactive"), "", "")


def _of(student: str, relation: str) -> str:
    return f"{student} ({caregivers.relation_label(relation)})" if relation else student
