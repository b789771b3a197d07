"""Caregivers of a student: how to reach them, and the rules that stop a call before it is made.

What holds stands in the clear, for whoever is about to call; why it holds is sealed to the coordinators.
"""

import json
import uuid
from dataclasses import dataclass, replace

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.contacts import Caregiver, Rule, RuleKind, covering, rule_label, wrong_rule
from wellnessdesk.domain.referrals import tidy_words
from wellnessdesk.services import student_records
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.services.signers import signed_within
from wellnessdesk.store import contacts, sealed
from wellnessdesk.store.contacts import RuleMark
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import primitives, sealing
from wellnessdesk.vault.errors import Tampered, VaultProblem
from wellnessdesk.vault.sealing import Binding

RULE = "contact rule"


class RuleStands(Problem):
    """A rule holds for whom somebody is about to reach, and was not read yet."""


@dataclass(frozen=True, slots=True)
class Family:
    """A student's caregivers, with what holds for each; and every rule there ever was, the newest first."""

    caregivers: tuple[Caregiver, ...]
    rules: tuple[Rule, ...]


@act("caregivers.rules")
def in_force(desk: Desk, student_id: int) -> tuple[tuple[str, Rule], ...]:
    """What holds before anybody calls home: (whom it is about, the rule), without reasons or numbers.

    The name is empty for a rule about all of a student's caregivers.
    """
    with desk.reading() as tx:
        names = {one.id: one.name for one in contacts.family(tx, student_id)}
        return tuple((names.get(rule.caregiver or 0, ""), rule) for rule in _in_force(tx, student_id)
                     if rule.caregiver is None or rule.caregiver in names)


@act("caregivers.see")
def family(desk: Desk, student_id: int) -> Family:
    """The caregivers of a student. Where a rule holds that was not acknowledged in this sitting, the ways to reach
    them are not given. Opening a student's record is recorded."""
    student_records.opened(desk, student_id)
    with desk.reading() as tx:
        return _family(desk, tx, student_id)


@act("caregivers.see")
def acknowledge(desk: Desk, student_id: int, caregiver_id: int) -> Family:
    """Whoever is about to call has read what holds for this caregiver: from now on, until they leave, the ways to
    reach them are given. It is recorded, sealed."""
    with desk.change() as change:
        found = _family(desk, change.tx, student_id)
        one = next((each for each in found.caregivers if each.id == caregiver_id), None)
        if one is None:
            raise Problem(_("This caregiver is not there any more."))
        change.record_sealed("rule.acknowledge", f"student:{student_id}", f"caregiver:{caregiver_id}")
    desk.sittings.update(_sitting(rule) for rule in one.rules)
    with desk.reading() as tx:
        return _family(desk, tx, student_id)


@act("caregivers.set_rule")
def set_rule(desk: Desk, student_id: int, caregiver_id: int | None, kind: RuleKind, reason: str) -> None:
    """From now on this holds for one caregiver, or with None for all. Raises `Problem` for what is missing, and where
    the same holds already."""
    words = tidy_words(reason)
    faults = wrong_rule(kind, words)
    if faults:
        raise Problem("\n".join(faults.values()))
    with desk.change("contacts") as change:
        student_records.there(change.tx, student_id)
        if caregiver_id is not None and caregiver_id not in {one.id for one in contacts.family(change.tx, student_id)}:
            raise Problem(_("This caregiver is not there any more."))
        if any((rule.caregiver, rule.kind) == (caregiver_id, kind) for rule in _in_force(change.tx, student_id)):
            raise Problem(_("This holds already."))
        mark = RuleMark(uuid.uuid4().hex, student_id, caregiver_id, kind.value, desk.person.id, ended=False)
        blob = sealing.seal(desk.keys, binding(mark.id, student_id), {"reason": words}, to_author=False)
        contacts.add_rule(change.tx, mark.id, student_id, caregiver_id, kind, desk.person.id, change.now)
        sealed.add(change.tx, RULE, mark.id, 1, blob)
        change.record("rule.set", f"rule:{mark.id}", set_as(mark, blob))


@act("caregivers.set_rule")
def end_rule(desk: Desk, rule_id: str) -> None:
    """It holds no longer; it stays on the list. Raises `Problem` where it was ended already."""
    with desk.change("contacts") as change:
        if not contacts.end_rule(change.tx, rule_id, desk.person.id, change.now):
            raise Problem(_("This rule does not hold any more."))
        change.record("rule.end", f"rule:{rule_id}")


def require_read(desk: Desk, tx: Transaction, student_id: int, caregiver_id: int) -> Caregiver:
    """The caregiver, whom somebody is about to reach. Raises `RuleStands` while a rule was not acknowledged."""
    one = next((each for each in _family(desk, tx, student_id).caregivers if each.id == caregiver_id), None)
    if one is None:
        raise Problem(_("This caregiver is not there any more."))
    if one.covered:
        raise RuleStands(_("{name}: {rule}. Read it first.").format(
            name=one.name, rule=" ".join(rule_label(rule.kind) for rule in one.rules)))
    return one


def set_as(mark: RuleMark, blob: bytes) -> str:
    """What the audit log keeps of a rule, so that nobody can move, soften or remove it (`audit.verify`)."""
    facts = [mark.student, mark.caregiver, mark.rule, mark.set_by, primitives.digest(blob).hex()]
    return primitives.digest(json.dumps(facts, separators=(",", ":")).encode()).hex()


def binding(rule: str, student: int) -> Binding:
    """What the sealed reason of a rule belongs to."""
    return Binding(RULE, rule, 1, student=str(student))


def rules_of(desk: Desk, tx: Transaction, student_id: int) -> tuple[Rule, ...]:
    """Every rule there ever was for a student, with its reason, the newest first; for who may read those."""
    return tuple(replace(rule, reason=_reason(desk, tx, rule)) for rule in contacts.rules(tx, student_id))


def _family(desk: Desk, tx: Transaction, student_id: int) -> Family:
    every = rules_of(desk, tx, student_id)
    hold = tuple(rule for rule in every if rule.ended_at is None)
    read = frozenset(rule.id for rule in hold if _sitting(rule) in desk.sittings)
    return Family(tuple(covering(one, hold, read) for one in contacts.family(tx, student_id)), every)


def _reason(desk: Desk, tx: Transaction, rule: Rule) -> str:
    """One that does not match its seal says so, and holds all the same."""
    blob = sealed.get(tx, RULE, rule.id, 1)
    try:
        if blob is None:
            raise Tampered
        opened = sealing.unseal(desk.keys, binding(rule.id, rule.student), blob)
        reason = opened.body.get("reason")
        if not isinstance(reason, str) or not signed_within(desk, opened.signer, "caregivers.set_rule"):
            raise Tampered
    except VaultProblem as problem:
        return str(problem)
    return reason


def _in_force(tx: Transaction, student_id: int) -> list[Rule]:
    return [rule for rule in contacts.rules(tx, student_id) if rule.ended_at is None]


def _sitting(rule: Rule) -> str:
    return f"rule:{rule.id}"
