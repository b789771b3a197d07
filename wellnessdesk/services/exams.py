"""Exams, taken by a peer on their own account. Answers are sealed as they are given, to the peer and coordinators: one
that was closed half-way (a crash, a lock, somebody else at the computer) goes on where it was, with its own version.

A peer sees their score and what to look at again, never what would have been right: the bank is still asked of others.
"""

import random
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import exams as rules
from wellnessdesk.domain import training as training_rules
from wellnessdesk.domain.catalogues import Text
from wellnessdesk.domain.exams import Asked, Attempt, Bank
from wellnessdesk.domain.training import Completion, How
from wellnessdesk.services import peer_marks, question_banks
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import exams, sealed, training
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import sealing
from wellnessdesk.vault.errors import Tampered, VaultProblem
from wellnessdesk.vault.sealing import Binding

ATTEMPT = "attempt"
_DICE = random.SystemRandom()


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An exam as a peer sees it: `why_not` they cannot begin, the attempt that goes on, and how the last one ended."""

    bank: str
    title: Text
    questions: int
    pass_percent: int
    gives: str
    why_not: str
    going_on: str = ""
    answered: int = 0
    last: Attempt | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """An attempt to be filled in: its questions without what is right, and what was answered so far."""

    attempt: str
    title: Text
    pass_percent: int
    questions: tuple[Asked, ...]
    answers: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How an attempt ended: topics to look at again, and what the peer has by it."""

    attempt: Attempt
    again: tuple[str, ...]
    completion: Completion | None = None


@act("exams.take")
def mine(desk: Desk) -> list[Offer]:
    """The exams there are for the peer who asks; also one that goes on although it is not asked any more."""
    with desk.reading() as tx:
        attempts = [_opened(desk, tx, one) for one in exams.attempts(tx, desk.person.id)]
        cells = training_rules.cells(training.completions(tx))
        titles = {one.id: one.label for one in training_rules.all_versions(training.modules(tx))}
        banks = {one.id: one for one in rules.newest(question_banks.all_banks(tx))}
        kept = question_banks.titles(tx)
    for one in attempts:
        if one.ended_at is None:
            banks[one.bank] = kept[one.bank, one.version]
    return [_offer(desk, bank, [one for one in attempts if one.bank == bank.id], cells, titles)
            for bank in banks.values() if bank.questions]


@act("exams.take")
def begin(desk: Desk, bank_id: str) -> Sheet:
    """Begin an attempt with questions drawn from the bank, or go on with the one that was not finished.

    Raises `Problem` for an exam that is not asked any more, on the day of an attempt, and for who has passed.
    """
    going_on = next((one for one in mine(desk) if one.bank == bank_id), None)
    if going_on is not None and going_on.going_on:
        return go_on(desk, going_on.going_on)
    if going_on is None or going_on.why_not:
        raise Problem(going_on.why_not if going_on else _("This exam is not asked any more."))
    with desk.change("exams") as change:
        bank = next(one for one in rules.newest(question_banks.all_banks(change.tx)) if one.id == bank_id)
        words = [] if (bank.id, bank.version) in {(one.id, one.version) for one in exams.banks(change.tx)} else [bank]
        for one in words:
            exams.add_bank(change.tx, one, change.now, desk.person.id)
        drawn = tuple(one.id for one in _DICE.sample(bank.questions, bank.count))
        made = Attempt(id=uuid.uuid4().hex, bank=bank.id, version=bank.version, person=desk.person.id,
                       begun_at=change.now, out_of=len(drawn), questions=drawn)
        exams.begin_attempt(change.tx, made)
        keep(desk, change.tx, made)
        change.record("exam.begin", f"attempt:{made.id}", " ".join([*map(peer_marks.of, words), peer_marks.of(made)]))
        return _sheet(bank, made)


@act("exams.take")
def go_on(desk: Desk, attempt_id: str) -> Sheet:
    """The attempt as it was left. Raises `Problem` for one that is over, somebody else's, or spoiled."""
    with desk.reading() as tx:
        one = _mine(desk, tx, attempt_id)
        return _sheet(question_banks.titles(tx)[one.bank, one.version], one)


@act("exams.take")
def answer(desk: Desk, attempt_id: str, question: str, choices: Sequence[str]) -> None:
    """Keep what is answered to a question, sealed; none takes it back. Raises `Problem` as `go_on`."""
    with desk.change(audited=False) as change:
        one = _mine(desk, change.tx, attempt_id)
        if question not in one.questions:
            raise Problem(_("This question is not in this exam."))
        keep(desk, change.tx, replace(one, answers={**one.answers, question: tuple(sorted(set(choices)))}))


@act("exams.take")
def finish(desk: Desk, attempt_id: str) -> Result:
    """End an attempt: it is scored by its own version, and who passes has the module from today on.

    What was not answered counts as wrong. Raises `Problem` as `go_on`.
    """
    with desk.change("exams", "training", "peers", "clearance") as change:
        one = _mine(desk, change.tx, attempt_id)
        bank = question_banks.titles(change.tx)[one.bank, one.version]
        right = rules.score(bank, one.questions, one.answers)
        done = replace(one, ended_at=change.now, score=right, passed=rules.passes(bank, right, one.out_of))
        exams.end_attempt(change.tx, done)
        keep(desk, change.tx, done)
        earned = _earned(desk, change.tx, bank) if done.passed else None
        if earned is not None:
            training.add_completions(change.tx, [earned])
        change.record("exam.finish", f"attempt:{done.id}",
                      " ".join(peer_marks.of(row) for row in (done, earned) if row is not None))
        return Result(attempt=done, again=rules.again(bank, one.questions, one.answers), completion=earned)


@act("exams.take")
def result(desk: Desk, attempt_id: str) -> Result:
    """How an attempt of one's own ended. Raises `Problem` for another's, or one that goes on."""
    with desk.reading() as tx:
        one = exams.get_attempt(tx, attempt_id)
        if one is None or one.person != desk.person.id or one.ended_at is None:
            raise Problem(_("This attempt is not there any more."))
        opened = _opened(desk, tx, one)
        bank = question_banks.titles(tx)[one.bank, one.version]
    return Result(attempt=opened, again=rules.again(bank, opened.questions, opened.answers))


@act("exams.see")
def attempts(desk: Desk) -> list[tuple[Attempt, Bank]]:
    """All attempts with what was answered, and the version each was made with, the newest first."""
    with desk.reading() as tx:
        banks = question_banks.titles(tx)
        return [(_opened(desk, tx, one), banks[one.bank, one.version]) for one in exams.attempts(tx)]


def binding(one: Attempt) -> Binding:
    """Where the answers of an attempt belong."""
    return Binding(ATTEMPT, one.id, 1, author=one.person)


def _offer(desk: Desk, bank: Bank, attempts: Sequence[Attempt], cells: Mapping[tuple[str, str], training_rules.Cell],
           titles: Mapping[str, str]) -> Offer:
    going_on = next((one for one in attempts if one.ended_at is None and not one.problem), None)
    over = [(desk.local(one.ended_at).date(), one) for one in attempts if one.ended_at is not None]
    cell, today = cells.get((desk.person.id, bank.module), training_rules.NOTHING), desk.today()
    has = bool(bank.module) and cell.has and not cell.lapsed(today) and not cell.soon(today)
    return Offer(bank=bank.id, title=bank.title, questions=going_on.out_of if going_on else bank.count,
                 pass_percent=bank.pass_percent, gives=titles.get(bank.module, bank.module),
                 why_not="" if going_on else rules.why_not(over, today, has=has),
                 going_on=going_on.id if going_on else "", answered=len(going_on.answers) if going_on else 0,
                 last=over[0][1] if over else None)


def _sheet(bank: Bank, one: Attempt) -> Sheet:
    known = {each.id: each for each in bank.questions}
    return Sheet(attempt=one.id, title=bank.title, pass_percent=bank.pass_percent, answers=one.answers,
                 questions=tuple(rules.seen(known[each]) for each in one.questions if each in known))


def _mine(desk: Desk, tx: Transaction, attempt_id: str) -> Attempt:
    one = exams.get_attempt(tx, attempt_id)
    if one is None or one.person != desk.person.id:
        raise Problem(_("This attempt is not there any more."))
    if one.ended_at is not None:
        raise Problem(_("This attempt is over already."))
    opened = _opened(desk, tx, one)
    if opened.problem:
        raise Problem(opened.problem)
    return opened


def keep(desk: Desk, tx: Transaction, one: Attempt) -> None:
    """Seal the answers; of one that is over also that it is, so that no earlier state of it fits any more."""
    body: dict[str, object] = {"questions": list(one.questions), "answers": {
        question: list(choices) for question, choices in one.answers.items()}, "score": one.score}
    sealed.put(tx, ATTEMPT, one.id, 1, sealing.seal(desk.keys, binding(one), body))


def _opened(desk: Desk, tx: Transaction, one: Attempt) -> Attempt:
    try:
        blob = sealed.get(tx, ATTEMPT, one.id, 1)
        if blob is None:
            raise Tampered
        found = sealing.unseal(desk.keys, binding(one), blob)
        questions, answers = found.body.get("questions"), found.body.get("answers")
        if found.signer != one.person or found.body.get("score") != one.score or not isinstance(
                questions, list) or not isinstance(answers, dict):
            raise Tampered
        return replace(one, questions=tuple(map(str, questions)), answers={
            str(question): tuple(map(str, choices)) for question, choices in answers.items()})
    except VaultProblem as problem:
        return replace(one, problem=str(problem))


def _earned(desk: Desk, tx: Transaction, bank: Bank) -> Completion | None:
    """What who passes has; nothing of a quiz, and of a module that is not taught any more."""
    versions = training_rules.all_versions(training.modules(tx))
    module = next((one for one in training_rules.in_force(versions, desk.today()) if one.id == bank.module), None)
    return None if module is None else Completion(
        id=uuid.uuid4().hex, person=desk.person.id, module=module.id, version=module.version, day=desk.today(),
        how=How.EXAM, by=desk.person.id, lapses_on=module.lapses_on(desk.today()))
