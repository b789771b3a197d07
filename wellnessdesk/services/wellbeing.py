"""The wellbeing check of Wellness Peers: asked now and then, always to be skipped, read by its author and coordinators.

That somebody filled it in stands in the clear; what they told is sealed. Whoever reads another's is recorded. On which
day they were asked last is closed to their own keys alone, and written anew either way; something of its kind stands
there for every peer. So nobody is told who skipped it.
"""

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import wellbeing as rules
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.wellbeing import Check, Told
from wellnessdesk.services import supervision_rules
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import people, sealed, settings
from wellnessdesk.store import wellbeing as rows
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import primitives, sealing
from wellnessdesk.vault.directory import decode, encode
from wellnessdesk.vault.errors import Tampered, VaultProblem
from wellnessdesk.vault.sealing import Binding

WELLBEING = "wellbeing"
_ASKED = "wellbeing.asked"


@act("wellbeing.own")
def due(desk: Desk) -> bool:
    """Whether it is time to ask again: as many days after the last check, or after it was skipped, as the rule says."""
    with desk.reading() as tx:
        days = timedelta(days=supervision_rules.kept(tx)["wellbeing_rhythm"].days)
        checks = rows.of_person(tx, desk.person.id)
        last = [desk.local(check.at).date() for check in checks] + _asked(desk, tx)
        past = [day for day in last if day <= desk.today()]  # a day to come is of a clock set back, or written by SQL
        return not past or desk.today() - max(past) >= days


@act("wellbeing.own")
def tell(desk: Desk, told: Told) -> Check:
    """Keep what a peer told, sealed to them and the coordinators. Raises `Problem` for nothing, or too much."""
    said = rules.tidy(told)
    fault = rules.wrong(said)
    if fault:
        raise Problem(fault)
    with desk.change("wellbeing", "supervision") as change:
        check = Check(id=uuid.uuid4().hex, person=desk.person.id, at=change.now, told=said)
        blob = sealing.seal(desk.keys, binding(check), said.plain())
        rows.add(change.tx, check)
        sealed.add(change.tx, WELLBEING, check.id, 1, blob)
        _keep_asked(desk, change.tx)
        change.record("wellbeing.tell", f"wellbeing:{check.id}", told_as(check, blob))
        return check


@act("wellbeing.own")
def skip(desk: Desk) -> None:
    """Not this time; nobody is told. It is offered again when the next one is due."""
    with desk.change("wellbeing", audited=False) as change:
        _keep_asked(desk, change.tx)


@act("wellbeing.own")
def mine(desk: Desk) -> list[Check]:
    """One's own checks, newest first."""
    with desk.reading() as tx:
        return opened(desk, tx, rows.of_person(tx, desk.person.id))


@act("wellbeing.see")
def of_peer(desk: Desk, person_id: str) -> list[Check]:
    """The checks of a peer, newest first; that they were read is recorded, for coordinators to see."""
    with desk.change() as change:
        person = people.get(change.tx, person_id)
        if person is None or person.role is not Role.PEER:
            raise Problem(_("This Wellness Peer is not here any more."))
        change.record_sealed("wellbeing.read", f"person:{person_id}")
        return opened(desk, change.tx, rows.of_person(change.tx, person_id))


def binding(check: Check) -> Binding:
    """Where what was told belongs."""
    return Binding(WELLBEING, check.id, 1, author=check.person)


def opened(desk: Desk, tx: Transaction, checks: Sequence[Check]) -> list[Check]:
    """Checks with what was told; one whose seal does not hold says so."""
    blobs = sealed.versions_of(tx, WELLBEING, [check.id for check in checks])
    return [_opened(desk, check, blobs.get(check.id, [])) for check in checks]


def told_as(check: Check, blob: bytes) -> str:
    """What the log keeps of a check: the day by which it may go, and the fingerprint of what was told."""
    return f"{check.at.date().isoformat()} {primitives.digest(blob).hex()}"


def asks_for_talk(desk: Desk, tx: Transaction, since: datetime) -> dict[str, datetime]:
    """Whose newest check since then asks for a talk, and when it was filled in; one that does not open asks, too."""
    checks = opened(desk, tx, rows.newest(tx, since))
    return {check.person: check.at for check in checks if check.told.talk or check.problem}


def _opened(desk: Desk, check: Check, blobs: Sequence[bytes]) -> Check:
    try:
        if not blobs:
            raise Tampered
        found = sealing.unseal(desk.keys, binding(check), blobs[0])
        if found.signer != check.person:
            raise Tampered
        return replace(check, told=_told(found.body))
    except VaultProblem as problem:
        return replace(check, problem=str(problem))


def _told(body: dict[str, object]) -> Told:
    try:
        return rules.from_plain(body)
    except ValueError as error:
        raise Tampered from error


def _keep_asked(desk: Desk, tx: Transaction) -> None:
    closed = primitives.encrypt(_own_key(desk), desk.today().isoformat().encode(), desk.person.id.encode())
    nothing = {one.id: encode(secrets.token_bytes(len(closed))) for one in people.in_role(tx, Role.PEER)}
    settings.put(tx, _ASKED, nothing | _all_asked(tx) | {desk.person.id: encode(closed)})


def _asked(desk: Desk, tx: Transaction) -> list[date]:
    """The day, if there is one that these keys open: with new ones somebody is asked again."""
    text = _all_asked(tx).get(desk.person.id)
    try:
        closed = decode(text) if isinstance(text, str) else b""
        return [date.fromisoformat(primitives.decrypt(_own_key(desk), closed, desk.person.id.encode()).decode())]
    except (ValueError, VaultProblem):
        return []


def _all_asked(tx: Transaction) -> dict[str, object]:
    kept = settings.get(tx, _ASKED)
    return kept if isinstance(kept, dict) else {}


def _own_key(desk: Desk) -> bytes:
    return primitives.derive(desk.keys.identity.box_private, b"", "wellnessdesk wellbeing asked 1")
