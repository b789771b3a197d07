"""Passphrases: everybody's own, changed by who knows it; new keys for who forgot theirs, or comes back."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.base.progress import NO_PROGRESS, Cancelled, Progress
from wellnessdesk.domain.people import Person, Role
from wellnessdesk.services import acting, consents, key_changes, resealing
from wellnessdesk.services.consents import Agreed, Agreement
from wellnessdesk.services.desk import Act, Desk, act
from wellnessdesk.services.opening import check_passphrase
from wellnessdesk.services.resealing import Resealed
from wellnessdesk.store import people
from wellnessdesk.vault import founding, people_keys, unlock
from wellnessdesk.vault.directory import Entry
from wellnessdesk.vault.errors import WrongPassphrase as WrongPassphrase  # the page tells it at its own field
from wellnessdesk.vault.slots import folded_name


@act("people.own_passphrase")
def change_passphrase(desk: Desk, old: str, new: str) -> None:
    """Change one's own passphrase; the keys stay, so nothing has to be sealed anew. Takes about a second.

    Raises `WrongPassphrase` for the old one, `Problem` for a new one that will not do.
    """
    _require_good(new)
    number = key_changes.newest(desk)
    after = people_keys.new_passphrase(desk.keys, desk.person.name, old, new)
    with key_changes.taking_effect(desk, after, number) as change:
        change.record("people.own_passphrase", f"person:{desk.person.id}")


@act("people.new_passphrase")
def new_passphrase(desk: Desk, person_id: str, passphrase: str, consent: Agreement | None = None,
                   progress: Progress = NO_PROGRESS) -> Resealed | None:
    """Give somebody who forgot theirs a new passphrase, and with it new keys: the old ones are lost.

    A coordinator's needs `consent` of another one, or kit B. Anybody else's does not: but only a coordinator can seal
    their notes to the new keys. With a coordinator's consent that is done at once, and told; else, or when it is
    stopped, it gives None and waits for one (`resealing.to_reseal`). Raises `Problem`, or as `consents.agreed`.
    """
    entry = desk.keys.directory.entry(person_id)
    if entry is None or not entry.active or entry.ends is not None:
        raise Problem(_("This person cannot sign in any more."))

    def record(change: Act, detail: str) -> None:
        change.record("people.new_passphrase", f"person:{person_id}", detail)

    return _new_keys(desk, _Wanted(entry, entry.role, passphrase), consent, record, progress)


@act("people.new_passphrase")
def reactivate(desk: Desk, person_id: str, role: Role, passphrase: str, consent: Agreement | None = None,
               progress: Progress = NO_PROGRESS) -> Resealed | None:
    """Let somebody who left sign in again, with new keys; the role may be another one. The rest as `new_passphrase`."""
    entry = desk.keys.directory.entry(person_id)
    if entry is None or entry.active or entry.ends is not None:
        raise Problem(_("This person can sign in already."))

    def record(change: Act, detail: str) -> None:
        change.record("people.reactivate", f"person:{person_id}", detail)

    return _new_keys(desk, _Wanted(entry, role, passphrase), consent, record, progress)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Whose keys are to be new, and what they are to be from then on."""

    entry: Entry
    role: Role
    passphrase: str = field(repr=False)


def _new_keys(desk: Desk, wanted: _Wanted, consent: Agreement | None, record: Callable[[Act, str], None],
              progress: Progress) -> Resealed | None:
    entry, role = wanted.entry, wanted.role
    if entry.person == desk.person.id:
        raise Problem(_("You are signed in: change your own passphrase instead."))
    _require_good(wanted.passphrase)
    person = replace(_free(desk, entry.person), role=role, active=True)
    agreed = _agreed(desk, wanted, consent)
    number = key_changes.newest(desk)
    after = people_keys.new_keys(desk.keys, founding.NewPerson(person, wanted.passphrase), number,
                                 agreed.holder if agreed else None)
    with key_changes.taking_effect(desk, after, number, "people", "sessions") as change:
        people.set_active(change.tx, person.id, True)
        people.set_role(change.tx, person.id, role)
        resealing.put_off(change.tx, person.id)
        record(change, role.value + (agreed.detail if agreed else ""))
    return _at_once(desk, person.id, agreed, progress)


def _agreed(desk: Desk, wanted: _Wanted, consent: Agreement | None) -> Agreed | None:
    """Needed where the list of those who read notes changes; welcome where notes wait to be sealed anew."""
    readers = Role.COORDINATOR in {wanted.role, wanted.entry.role}
    return consents.required(desk, consent, needed=readers or consent is not None)


def _at_once(desk: Desk, person_id: str, agreed: Agreed | None, progress: Progress) -> Resealed | None:
    """By the coordinator who agreed, as themselves."""
    coordinator = agreed.coordinator if agreed is not None else None
    if coordinator is None:
        return None
    unlock.follow(coordinator, desk.keys.header)
    adult = acting.with_keys(desk, coordinator)
    if not any(one.person.id == person_id for one in resealing.to_reseal(adult)):
        return Resealed(0, 0)
    try:
        return resealing.reseal(adult, person_id, progress)
    except Cancelled:  # the new passphrase counts already
        return None


def _free(desk: Desk, person_id: str) -> Person:
    """The person, whose name nobody else has taken since they left."""
    with desk.reading() as tx:
        everybody = people.everybody(tx)
    person = next((one for one in everybody if one.id == person_id), None)
    if person is None:
        raise Problem(_("This person cannot sign in any more."))
    if any(one.active and one.id != person_id and folded_name(one.name) == folded_name(person.name)
           for one in everybody):
        raise Problem(_("Somebody with this name can already sign in. Add a middle initial."))
    return person


def _require_good(passphrase: str) -> None:
    wrong = check_passphrase(passphrase)
    if wrong:
        raise Problem(wrong)

