"""Break-glass: a substitute stands in for a coordinator, for some hours, and every coordinator hears of it.

A coordinator lets one in, or an administrator together with the principal (kit B). Who stands in and until when is
signed in the header; why is sealed to the coordinators. It is shown until a coordinator has reviewed what was done.
"""

import uuid
from dataclasses import dataclass, field
from datetime import datetime

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.base.progress import NO_PROGRESS, Progress
from wellnessdesk.domain.emergencies import LONGEST, Deed, Emergency
from wellnessdesk.domain.names import tidy
from wellnessdesk.domain.people import Person, Role
from wellnessdesk.domain.retention import Records
from wellnessdesk.services import consents, key_changes, rotation
from wellnessdesk.services.consents import Agreed, KitWords
from wellnessdesk.services.desk import Act, Desk, act
from wellnessdesk.services.people import check_new
from wellnessdesk.services.signers import signed_within
from wellnessdesk.store import emergencies, people, retention, sealed
from wellnessdesk.store.emergencies import Granted, Logged
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import founding, people_keys, sealed_entries, sealing
from wellnessdesk.vault.errors import Tampered, VaultProblem
from wellnessdesk.vault.sealing import Binding
from wellnessdesk.vault.substitutes import Substitute

EMERGENCY = "emergency"
_LONGEST_REASON = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSubstitute:
    """Who is to stand in, until when, and why. The passphrase is their own to type."""

    name: str
    passphrase: str = field(repr=False)
    until: datetime
    reason: str = field(repr=False)


@act("emergencies.grant")
def grant(desk: Desk, wanted: NewSubstitute, kit: KitWords | None = None) -> Emergency:
    """Let a substitute in: they read and act as a coordinator until `wanted.until`, and then no more.

    An administrator needs kit B for it. Raises `Problem` for what will not do, `BadWords` or `WrongKit` for the kit.
    """
    desk.require_no_substitute()
    name = tidy(wanted.name)
    check_new(desk, name, wanted.passphrase, once_more=True)
    reason = _checked_reason(desk, wanted)
    agreed = _agreed(desk, kit)
    person = Person(uuid.uuid4().hex, name, Role.COORDINATOR)
    made, number = uuid.uuid4().hex, key_changes.newest(desk)
    after = people_keys.substitute(desk.keys, agreed.holder, founding.NewPerson(person, wanted.passphrase), made,
                                   number, round(wanted.until.timestamp() * 1000))
    blob = sealing.seal(desk.keys, Binding(EMERGENCY, made, 1), {"reason": reason}, to_author=False)
    with key_changes.taking_effect(desk, after, number, "people", "emergencies") as change:
        people.add(change.tx, person, change.now)
        emergencies.add(change.tx, Granted(made, person.id, desk.person.id, change.now, wanted.until, None, None))
        sealed.add(change.tx, EMERGENCY, made, 1, blob)
        change.record("emergency.grant", f"emergency:{made}",
                      f"person:{person.id} until:{wanted.until.isoformat(timespec='minutes')}" + agreed.detail)
    return _one(desk, made)


@act("emergencies.see")
def everything(desk: Desk) -> list[Emergency]:
    """All grants there were, the newest first: from what was signed, so that no row taken away hides one."""
    with desk.reading() as tx:
        rows = {row.id: row for row in emergencies.everything(tx)}
        return [_emergency(desk, tx, one, rows.get(one.id)) for one in reversed(desk.keys.header.substitutes)]


@act("emergencies.see")
def active(desk: Desk) -> list[Emergency]:
    """Those who stand in now."""
    now = desk.clock.now()
    return [one for one in everything(desk) if one.stands(now)]


@act("emergencies.see")
def to_review(desk: Desk) -> list[Emergency]:
    """Those that no coordinator has reviewed yet; each coordinator is shown them."""
    return [one for one in everything(desk) if one.reviewed_at is None]


@act("emergencies.review")
def deeds(desk: Desk, emergency_id: str) -> list[Deed]:
    """What a substitute did, as the audit log tells it: sealed entries too, and what they looked at."""
    one = _substitute(desk, emergency_id)
    with desk.reading() as tx:
        entries = emergencies.logged(tx, one.since, one.last)
    return [deed for entry in entries if (deed := _deed(desk, one, entry)) is not None]


@act("emergencies.end")
def end(desk: Desk, emergency_id: str, kit: KitWords | None = None, progress: Progress = NO_PROGRESS) -> None:
    """Take the substitute's keys back, and exchange the store key. An administrator needs kit B for it.

    Raises `Problem` when it is over already, what `rotation.rotate` raises, `BadWords` or `WrongKit`.
    """
    desk.require_no_substitute()
    one = _substitute(desk, emergency_id)
    if one.last is not None:
        raise Problem(_("This substitute's keys were taken back already."))
    agreed = _agreed(desk, kit)

    def record(change: Act) -> None:
        people.set_active(change.tx, one.person, False)
        emergencies.end(change.tx, one.id, min(change.now, one.entry().ends or change.now))
        change.record("emergency.end", f"emergency:{one.id}", agreed.detail.strip())

    rotation.rotate(desk, lambda number, key: people_keys.end_substitute(desk.keys, agreed.holder, one.id, number, key),
                    record, "people", "emergencies", progress=progress)


@act("emergencies.review")
def review(desk: Desk, emergency_id: str) -> None:
    """A coordinator has looked at what the substitute did. Raises `Problem` while they can still sign in."""
    desk.require_no_substitute()
    one = _substitute(desk, emergency_id)
    if one.last is None:
        raise Problem(_("End the emergency access first: what a substitute can still do cannot be reviewed."))
    with desk.change("emergencies") as change:
        emergencies.review(change.tx, one.id, desk.person.id, change.now)
        change.record("emergency.review", f"emergency:{one.id}")


@act("emergencies.see")
def epoch_due(desk: Desk) -> bool:
    """Whether somebody who stood in still knows the coordinators' present role key (`leaving.new_epoch`)."""
    present = desk.keys.directory.epoch
    return any(one.last is not None and one.epoch == present for one in desk.keys.header.substitutes)


def _checked_reason(desk: Desk, wanted: NewSubstitute) -> str:
    now, reason = desk.clock.now(), wanted.reason.strip()
    if not reason:
        raise Problem(_("Write why. Emergency access without a reason cannot be reviewed later."))
    if len(reason) > _LONGEST_REASON:
        raise Problem(_("Keep the reason under {n} characters.").format(n=_LONGEST_REASON))
    if not now < wanted.until <= now + LONGEST:
        raise Problem(_("Emergency access ends within seven days. Whoever is needed for longer is added as a "
                        "coordinator."))
    return reason


def _agreed(desk: Desk, kit: KitWords | None) -> Agreed:
    if desk.person.role is Role.COORDINATOR:
        return Agreed(desk.keys, desk.person.id)
    if kit is None:
        raise Problem(_("An administrator needs kit B for this. The principal keeps it."))
    return consents.agreed(desk, kit)


def _substitute(desk: Desk, emergency_id: str) -> Substitute:
    found = next((one for one in desk.keys.header.substitutes if one.id == emergency_id), None)
    if found is None:
        raise Problem(_("This emergency access is not there any more."))
    return found


def _one(desk: Desk, emergency_id: str) -> Emergency:
    return next(one for one in everything(desk) if one.id == emergency_id)


def _emergency(desk: Desk, tx: Transaction, one: Substitute, row: Granted | None) -> Emergency:
    entry = one.entry()
    ends = entry.ends or desk.clock.now()
    person, granted, reviewed = (people.get(tx, who) if who else None for who in (
        one.person, row.granted_by if row else "", row.reviewed_by if row else ""))
    return Emergency(
        id=one.id, person_id=one.person, name=person.name if person else "", ended=one.last is not None,
        granted_by=granted.name if granted else "", granted_at=row.granted_at if row else None,
        until=min(ends, row.until) if row else ends, reason=_reason(desk, tx, one.id),
        reviewed_by=reviewed.name if reviewed else "", reviewed_at=row.reviewed_at if row else None)


def _reason(desk: Desk, tx: Transaction, emergency_id: str) -> str:
    """Empty for who cannot read it; what does not match its seal says so, and one that was destroyed too."""
    if not desk.keys.role_privates:
        return ""
    blob = sealed.get(tx, EMERGENCY, emergency_id, 1)
    if blob is None and retention.was_destroyed(tx, Records.EMERGENCIES, emergency_id):
        return _("It was destroyed when its time was over.")
    try:
        opened = sealing.unseal(desk.keys, Binding(EMERGENCY, emergency_id, 1), blob or b"")
        if not signed_within(desk, opened.signer, "emergencies.grant"):
            raise Tampered
        return str(opened.body.get("reason", ""))
    except VaultProblem as problem:
        return str(problem)


def _deed(desk: Desk, one: Substitute, entry: Logged) -> Deed | None:
    if entry.actor == one.person:
        return Deed(entry.sequence, entry.at, entry.action, entry.subject)
    if entry.actor or sealed_entries.signer(desk.keys, entry.hash, entry.signature) != one.person:
        return None
    try:
        action, subject = [*sealed_entries.words(desk.keys, entry.detail).split(" "), ""][:2]
    except VaultProblem:
        return None
    return Deed(entry.sequence, entry.at, action, subject)
