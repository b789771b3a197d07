"""Clearance: who may give which service and what is missing; the rules; whether the gate is asked; exceptions."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import agreements as agreement_rules
from wellnessdesk.domain import catalogues, plain_text
from wellnessdesk.domain import clearance as rules
from wellnessdesk.domain import training as training_rules
from wellnessdesk.domain.clearance import ANY, LONGEST_OVERRIDE, LONGEST_REASON, Clearance, Missing, Override, Rule
from wellnessdesk.domain.people import Person, Role
from wellnessdesk.services import clearance_gate, peer_marks
from wellnessdesk.services.desk import Act, Desk, act
from wellnessdesk.services.peers import require_peer
from wellnessdesk.services.signers import signed_within
from wellnessdesk.store import clearance, people, sealed, settings, training
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import sealing
from wellnessdesk.vault.errors import Tampered, VaultProblem
from wellnessdesk.vault.sealing import Binding

OVERRIDE = "override"


@dataclass(frozen=True, slots=True)
class Cleared:
    """Where every peer stands with being with students (`any`) and with each service, by (person, service)."""

    on: bool
    peers: tuple[Person, ...]
    services: tuple[str, ...]
    found: Mapping[tuple[str, str], Clearance]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a peer stands. `asked`: the gate is on, or the center has begun to keep training here; before that, nobody
    is asked to sign. `soon`: what lapses within a month, and when."""

    asked: bool
    found: tuple[Clearance, ...]
    soon: tuple[tuple[Missing, date], ...]


@act("clearance.see")
def everybody(desk: Desk) -> Cleared:
    """All active peers by all services, today."""
    with desk.reading() as tx:
        gate, found = clearance_gate.load(desk, tx, desk.today()), people.in_role(tx, Role.PEER)
        on = clearance.is_on(tx)
    services = (ANY, *catalogues.service_options().ids())
    return Cleared(on, tuple(found), services, {(peer.id, one): gate.of(peer.id, one) for peer in found
                                                for one in services})


@act("clearance.see")
def not_cleared(desk: Desk) -> tuple[tuple[Person, Clearance], ...] | None:
    """The active peers who may not be with students today, and what they lack; None where the gate is not on."""
    with desk.reading() as tx:
        gate = clearance_gate.asked(desk, tx, desk.today())
        if gate is None:
            return None
        stand = [(peer, gate.of(peer.id, ANY)) for peer in people.in_role(tx, Role.PEER)]
    return tuple((peer, one) for peer, one in stand if not one.cleared)


@act("clearance.own")
def mine(desk: Desk) -> Standing:
    """Where the peer who asks stands with being with students and with each service."""
    me = desk.person.id
    with desk.reading() as tx:
        gate = clearance_gate.load(desk, tx, desk.today(), me)
        asked = clearance.is_on(tx) or bool(training.counting(tx))
    held = gate.held.get(me, rules.Held())
    services = (ANY, *catalogues.service_options().ids())
    return Standing(asked, tuple(gate.of(me, one) for one in services),
                    tuple(rules.soon(gate.terms, held, training_rules.SOON_DAYS)))


@act("clearance.gate")
def is_on(desk: Desk) -> bool:
    """Whether nobody is put on a service they are not cleared for."""
    with desk.reading() as tx:
        return clearance.is_on(tx)


@act("clearance.gate")
def set_on(desk: Desk, *, on: bool) -> None:
    """Turn the gate on or off, for every hand-over, appointment and session from now on."""
    with desk.change("peers", "clearance") as change:
        settings.put(change.tx, clearance.GATE, on)
        change.record("clearance.gate", "center", peer_marks.gate(on=on))


@act("clearance.see")
def rules_there(desk: Desk) -> dict[str, Rule]:
    """What each service needs at this center, by its id."""
    with desk.reading() as tx:
        return clearance_gate.rules_of(tx)


@act("clearance.set_rules")
def set_rule(desk: Desk, rule: Rule) -> None:
    """Keep what a service needs. Raises `Problem` for one that names a module or an agreement that is not there."""
    with desk.change("peers", "clearance") as change:
        modules = training_rules.in_force(training_rules.all_versions(training.modules(change.tx)), desk.today())
        wrong = rules.wrong_rule(rule, [one.id for one in modules], agreement_rules.kinds())
        if wrong:
            raise Problem(wrong)
        _keep(change, clearance_gate.rules_of(change.tx) | {rule.service: replace(rule, shipped=False)})


@act("clearance.set_rules")
def as_shipped(desk: Desk, service: str) -> None:
    """Take away what the center laid over the rule of a service."""
    with desk.change("peers", "clearance") as change:
        kept = clearance_gate.rules_of(change.tx)
        kept.pop(service, None)
        _keep(change, kept)


def _keep(change: Act, wanted: Mapping[str, Rule]) -> None:
    """Only what differs from what is shipped."""
    shipped = rules.overlaid(None)
    kept = {service: rule.plain() for service, rule in wanted.items()
            if rule.plain() != shipped.get(service, Rule(service=service)).plain()}
    settings.put(change.tx, clearance.RULES, kept)
    change.record("clearance.rules", "center", peer_marks.of_setting(clearance.RULES, kept))


@act("clearance.see")
def overrides(desk: Desk) -> list[Override]:
    """All overrides there were, with why, the newest first; one that was spoiled says so."""
    with desk.reading() as tx:
        return [opened(desk, tx, one) for one in clearance.overrides(tx)]


@act("clearance.override")
def override(desk: Desk, peer_id: str, service: str, until: date, reason: str) -> Override:
    """Let a peer give a service all the same, from today until a day (that one too), and say why.

    It stands on the agenda of supervision while it counts. Raises `Problem` without a reason, and for a day that is
    over or more than two weeks ahead: what is missing for longer is to be learned or signed.
    """
    words = _why(desk, until, reason)
    with desk.change("peers", "clearance", "supervision") as change:
        peer = require_peer(change.tx, peer_id)
        _require_missing(desk, change.tx, peer, service)
        return _grant(desk, change, peer, service, until, words)


@act("clearance.override")
def override_many(desk: Desk, people_ids: Sequence[str], services: Sequence[str], until: date,
                  reason: str) -> list[Override]:
    """The same for several peers and services at once, with one reason: all of it or nothing.

    For the first days of a center. Who is cleared for one of them, or has an exception, is left out. Raises `Problem`
    as `override`, and where nobody is left.
    """
    words = _why(desk, until, reason)
    if not people_ids or not services:
        raise Problem(_("Choose who, and for which services."))
    with desk.change("peers", "clearance", "supervision") as change:
        gate = clearance_gate.load(desk, change.tx, desk.today())
        made = [_grant(desk, change, require_peer(change.tx, person), service, until, words) for person in people_ids
                for service in services if not gate.of(person, service).cleared]
        if not made:
            raise Problem(_("All of them are cleared for this already."))
        return made


@act("clearance.override")
def end_override(desk: Desk, override_id: str) -> None:
    """End an override before its time. Raises `Problem` for one that is over."""
    with desk.change("peers", "clearance", "supervision") as change:
        one = clearance.get(change.tx, override_id)
        if one is None or not one.stands(desk.today()):
            raise Problem(_("This exception is over already."))
        clearance.end(change.tx, override_id, change.now, desk.person.id)
        ended = replace(one, ended_at=change.now)
        change.record("override.end", f"override:{one.id}", f"person:{one.person} {peer_marks.of(ended)}")


def opened(desk: Desk, tx: Transaction, one: Override) -> Override:
    """An override with why; one whose seal does not hold says so."""
    try:
        blob = sealed.get(tx, OVERRIDE, one.id, 1)
        if blob is None:
            raise Tampered
        found = sealing.unseal(desk.keys, binding(one.id), blob)
        reason = found.body.get("reason")
        if not isinstance(reason, str) or not signed_within(desk, found.signer, "clearance.override"):
            raise Tampered
        return replace(one, reason=reason)
    except VaultProblem as problem:
        return replace(one, problem=str(problem))


def binding(override_id: str) -> Binding:
    """Where the reason of an override belongs."""
    return Binding(OVERRIDE, override_id, 1)


def _why(desk: Desk, until: date, reason: str) -> str:
    words = plain_text.required(reason, LONGEST_REASON, _("Write why: who reads it later must understand."))
    if not desk.today() <= until <= desk.today() + LONGEST_OVERRIDE:
        raise Problem(_("An exception ends within two weeks. Until then, what is missing can be learned or signed."))
    return words


def _grant(desk: Desk, change: Act, peer: Person, service: str, until: date, words: str) -> Override:
    one = Override(id=uuid.uuid4().hex, person=peer.id, name=peer.name, service=service, since=desk.today(),
                   until=until, at=change.now, by=desk.person.id)
    blob = sealing.seal(desk.keys, binding(one.id), {"reason": words}, to_author=False)
    clearance.add(change.tx, one)
    sealed.add(change.tx, OVERRIDE, one.id, 1, blob)
    change.record("override.grant", f"override:{one.id}", f"person:{peer.id} {peer_marks.of(one)}")
    return replace(one, reason=words)


def _require_missing(desk: Desk, tx: Transaction, peer: Person, service: str) -> None:
    if service not in (ANY, *catalogues.service_options().ids()):
        raise Problem(_("This service is not in the list any more."))
    if clearance_gate.load(desk, tx, desk.today(), peer.id).of(peer.id, service).cleared:
        raise Problem(_("{peer} is cleared for “{service}” already.").format(
            peer=peer.name, service=rules.service_label(service)))
