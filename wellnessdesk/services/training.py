"""Training: modules and their versions, classes entered for a whole group, who has which module and until when."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import training as rules
from wellnessdesk.domain.meetings import THERE
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.plain_text import clean
from wellnessdesk.domain.training import Completion, How, Matrix, Module, TrainingClass
from wellnessdesk.services import clearance_gate, peer_marks
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.services.flag_steps import StepProblem
from wellnessdesk.services.peers import require_peer
from wellnessdesk.store import people, training
from wellnessdesk.store.transaction import Transaction


@act("training.see")
def matrix(desk: Desk) -> Matrix:
    """All active peers by the modules that are taught today."""
    with desk.reading() as tx:
        found, modules = people.in_role(tx, Role.PEER), rules.in_force(_versions(tx), desk.today())
        cells = rules.cells(training.completions(tx))
    return Matrix(desk.today(), tuple(found), modules, cells)


@act("training.see")
def versions(desk: Desk) -> list[Module]:
    """Every version of every module, also those not taught any more."""
    with desk.reading() as tx:
        return _versions(tx)


@act("training.see")
def classes(desk: Desk, module: str = "") -> list[TrainingClass]:
    """The classes that were held, the newest first; of one module, or all."""
    with desk.reading() as tx:
        return training.classes(tx, module)


@act("training.see")
def not_ready(desk: Desk, module_id: str, day: date, person_ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Which prerequisites (titles) people lack for a module on a day, by person: a warning, no refusal."""
    with desk.reading() as tx:
        modules = {one.id: one for one in rules.in_force(_versions(tx), day)}
        cells = rules.cells(training.completions(tx))
    module = modules.get(module_id)
    found = {} if module is None else {one: rules.not_ready(module, cells, one, day) for one in person_ids}
    return {person: tuple(modules[one].label if one in modules else one for one in lacks)
            for person, lacks in found.items() if lacks}


@act("training.change")
def save_module(desk: Desk, module: Module) -> Module:
    """Keep a module: an empty `id` is a new one, else it is the next version of it, from `module.since` on.

    Raises `StepProblem` for what will not do, such as a version that overlaps the one before, or one that a service
    needs and that would not be taught any more.
    """
    module = replace(module, title=" ".join(clean(module.title).split()), shipped=False)
    with desk.change("training", "peers", "clearance") as change:
        there = _versions(change.tx)
        number = max((one.version for one in there if one.id == module.id), default=0) + 1
        new = replace(module, id=module.id or f"own_{uuid.uuid4().hex[:12]}", version=number)
        wrong = rules.wrong_module(new, there)
        if new.until is not None and _needing(change.tx, new.id):
            wrong["until"] = _("A service needs this module. Change the rules first.")
        if wrong:
            raise StepProblem(wrong)
        training.put_module(change.tx, new, change.now, desk.person.id)
        change.record("module.save", f"module:{new.id}", peer_marks.of(new))
        return new


@act("training.change")
def add_class(desk: Desk, held: TrainingClass) -> TrainingClass:
    """Enter a class with everybody who was there; who was there (or late) has the module from that day on.

    Raises `Problem` for a day to come, a length no day has, nobody, somebody who is no peer, and for a module that was
    not taught on that day.
    """
    held = replace(held, place=clean(held.place), led_by=clean(held.led_by))
    wrong = rules.wrong_class(held, desk.today())
    if wrong:
        raise Problem(wrong)
    with desk.change("training", "peers", "clearance") as change:
        module = _taught(change.tx, held.module, held.day)
        for seat in held.seats:
            require_peer(change.tx, seat.person)
        held = replace(held, version=module.version, seats=tuple(sorted(held.seats, key=lambda seat: seat.person)))
        made = replace(held, id=training.add_class(change.tx, held, change.now, desk.person.id))
        earned = [_completion(desk, module, seat.person, held.day, How.CLASS, made.id) for seat in held.seats
                  if seat.state in THERE]
        training.add_completions(change.tx, earned)
        change.record("class.add", f"class:{made.id}", " ".join([peer_marks.of(made), *map(peer_marks.of, earned)]))
        return made


@act("training.change")
def remove_class(desk: Desk, number: int) -> None:
    """Take back a class that was entered by mistake: what people have by it goes with it. Raises `Problem`."""
    with desk.change("training", "peers", "clearance") as change:
        held = training.get_class(change.tx, number)
        if held is None:
            raise Problem(_("This class is not there any more."))
        gone = [peer_marks.gone(held), *map(peer_marks.gone, training.of_class(change.tx, number))]
        training.remove_class(change.tx, number)
        change.record("class.remove", f"class:{number}", " ".join(gone))


@act("training.change")
def carry_in(desk: Desk, peer_id: str, module_id: str, day: date, how: How = How.CARRIED_IN) -> Completion:
    """Record that a peer has a module from elsewhere, or was observed. Raises `Problem` as `add_class`."""
    if day > desk.today():
        raise Problem(_("This day is still to come."))
    if how is How.CLASS:
        raise Problem(_("Enter the class instead, for everybody who was there."))
    if how is How.EXAM:
        raise Problem(_("An exam is passed by the peer, on the computer."))
    with desk.change("training", "peers", "clearance") as change:
        require_peer(change.tx, peer_id)
        one = _completion(desk, _taught(change.tx, module_id, day), peer_id, day, how)
        training.add_completions(change.tx, [one])
        change.record("completion.add", f"completion:{one.id}", _told(one))
        return one


@act("training.change")
def carry_in_many(desk: Desk, people_ids: Sequence[str], module_ids: Sequence[str], day: date) -> list[Completion]:
    """Record what several peers learned elsewhere, all of it or nothing; what somebody has already is left as it is.

    So a center that begins writes down once what its peers learned before. Raises `Problem` as `carry_in`.
    """
    if day > desk.today():
        raise Problem(_("This day is still to come."))
    if not people_ids or not module_ids:
        raise Problem(_("Choose who, and what they learned."))
    with desk.change("training", "peers", "clearance") as change:
        cells = rules.cells(training.completions(change.tx))
        modules = [_taught(change.tx, one, day) for one in module_ids]
        made = [_completion(desk, module, require_peer(change.tx, person).id, day, How.CARRIED_IN)
                for person in people_ids for module in modules if not cells.get((person, module.id), rules.NOTHING).has
                or cells[person, module.id].lapsed(desk.today())]
        if not made:
            raise Problem(_("All of them have this already."))
        training.add_completions(change.tx, made)
        change.record("completions.add", "completions", " ".join(map(peer_marks.of, made)))
        return made


@act("training.change")
def revoke_many(desk: Desk, completion_ids: Sequence[str]) -> None:
    """Take back what `carry_in_many` recorded; what does not count any more already stays so."""
    for one in completion_ids:
        with desk.reading() as tx:
            found = training.completion(tx, one)
        if found is not None and found.revoked_at is None:
            revoke(desk, one)


@act("training.change")
def revoke(desk: Desk, completion_id: str) -> None:
    """A completion does not count any more; the row stays, for the history. Raises `Problem`."""
    with desk.change("training", "peers", "clearance") as change:
        one = training.completion(change.tx, completion_id)
        if one is None or one.revoked_at is not None:
            raise Problem(_("This does not count any more already."))
        training.revoke(change.tx, completion_id, change.now)
        change.record("completion.revoke", f"completion:{one.id}", _told(replace(one, revoked_at=change.now)))


def _told(one: Completion) -> str:
    return f"person:{one.person} module:{one.module} {peer_marks.of(one)}"


def _completion(desk: Desk, module: Module, person: str, day: date, how: How, held: int | None = None) -> Completion:
    return Completion(id=uuid.uuid4().hex, person=person, module=module.id, version=module.version, day=day, how=how,
                      by=desk.person.id, class_id=held, lapses_on=module.lapses_on(day))


def _versions(tx: Transaction) -> list[Module]:
    return rules.all_versions(training.modules(tx))


def _taught(tx: Transaction, module_id: str, day: date) -> Module:
    found = next((one for one in rules.in_force(_versions(tx), day) if one.id == module_id), None)
    if found is None:
        raise Problem(_("This module was not taught on that day."))
    return found


def _needing(tx: Transaction, module_id: str) -> bool:
    return any(module_id in rule.modules for rule in clearance_gate.rules_of(tx).values())
