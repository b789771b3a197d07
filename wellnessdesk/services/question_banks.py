"""Question banks: as shipped and as a center imports them, version by version. With what is right: for coordinators."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.base.paths import resource
from wellnessdesk.domain import exams as rules
from wellnessdesk.domain import training as training_rules
from wellnessdesk.domain.catalogues import Text
from wellnessdesk.domain.exams import Bank
from wellnessdesk.exchange import question_files
from wellnessdesk.exchange.question_files import BankFile
from wellnessdesk.services import peer_marks
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.services.flag_steps import StepProblem
from wellnessdesk.store import exams, training
from wellnessdesk.store.transaction import Transaction

_SHIPPED = ("competency",)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a file holds, every mistake with file and line, and which version it would be."""

    file: BankFile
    mistakes: tuple[str, ...]
    version: int


@act("exams.see")
def everything(desk: Desk) -> list[Bank]:
    """The banks that are asked now, each in its newest version, with what is right."""
    with desk.reading() as tx:
        return list(rules.newest(all_banks(tx)))


@act("exams.change")
def check(desk: Desk, path: Path) -> Checked:
    """Read a file and say what is wrong with it; nothing is kept. Raises `Problem` for one that cannot be opened."""
    file = question_files.read(path)
    with desk.reading() as tx:
        mistakes = file.sentences()
        if not mistakes and file.bank.module and file.bank.module not in _modules(desk, tx):
            mistakes = [_("{file}: {reason}").format(file=file.name, reason=_("There is no module “{id}”.").format(
                id=file.bank.module))]
        return Checked(file, tuple(mistakes), _next(tx, file.bank.id))


@act("exams.change")
def take_in(desk: Desk, checked: Checked, *, title: Text, module: str, pass_percent: int, asked: int) -> Bank:
    """Keep a bank as the next version of its id; whoever is in the middle of an attempt goes on with theirs.

    Raises `Problem` while the file has mistakes, `StepProblem` for what was set for the whole exam.
    """
    if checked.mistakes:
        raise Problem(_("Nothing was imported: {mistake}").format(mistake=checked.mistakes[0]))
    with desk.change("exams", "training") as change:
        bank = replace(checked.file.bank, version=_next(change.tx, checked.file.bank.id), module=module, asked=asked,
                       title=Text(title.en.strip(), title.es.strip()), pass_percent=pass_percent, ended_at=None)
        wrong = rules.wrong_bank(bank, _modules(desk, change.tx))
        if wrong:
            raise StepProblem(wrong)
        exams.add_bank(change.tx, bank, change.now, desk.person.id)
        change.record("bank.keep", f"bank:{bank.id}", peer_marks.of(bank))
        return bank


@act("exams.change")
def end(desk: Desk, bank_id: str) -> None:
    """An exam is not asked any more; attempts stay, and one that goes on can be finished. Raises `Problem`."""
    with desk.change("exams", "training") as change:
        kept = [one for one in all_banks(change.tx) if one.id == bank_id]
        if not kept or kept[-1].ended_at is not None:
            raise Problem(_("This exam is not asked any more already."))
        for one in kept:
            if one.shipped:
                exams.add_bank(change.tx, one, change.now, desk.person.id)
        exams.end_bank(change.tx, bank_id, change.now)
        ended = [one for one in exams.banks(change.tx) if one.id == bank_id]
        change.record("bank.end", f"bank:{bank_id}", " ".join(map(peer_marks.of, ended)))


def all_banks(tx: Transaction) -> list[Bank]:
    """Every version of every bank, the oldest first; what is kept counts before what is shipped."""
    found = {(one.id, one.version): one for one in map(_shipped, _SHIPPED)}
    found |= {(one.id, one.version): one for one in exams.banks(tx)}
    return sorted(found.values(), key=lambda one: (one.id, one.version))


def titles(tx: Transaction) -> Mapping[tuple[str, int], Bank]:
    """Every version by id and number."""
    return {(one.id, one.version): one for one in all_banks(tx)}


def _next(tx: Transaction, bank_id: str) -> int:
    return max((one.version for one in all_banks(tx) if one.id == bank_id), default=0) + 1


def _modules(desk: Desk, tx: Transaction) -> set[str]:
    versions = training_rules.all_versions(training.modules(tx))
    return {one.id for one in training_rules.in_force(versions, desk.today())}


@cache
def _shipped(name: str) -> Bank:
    return replace(question_files.read(resource("question_banks", f"{name}.toml")).bank, shipped=True)
