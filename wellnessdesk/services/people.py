"""The people who may sign in."""

import contextlib
import uuid
from dataclasses import dataclass

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.names import tidy
from wellnessdesk.domain.people import Person, Role
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.services.opening import Newcomer, check_passphrase
from wellnessdesk.store import center as centers
from wellnessdesk.store import people, visits
from wellnessdesk.store.errors import DiskFull, StoreProblem
from wellnessdesk.vault import founding, header_file, people_keys, unlock
from wellnessdesk.vault.errors import WrongPassphrase as WrongPassphrase  # the page tells it at its own field
from wellnessdesk.vault.header import Header
from wellnessdesk.vault.slots import folded_name


@dataclass(frozen=True, slots=True)
class PeerChoice:
    """A Wellness Peer the front desk can hand a visit to, and how many students they are with now."""

    person: Person
    with_students: int


@dataclass(frozen=True, slots=True)
class Consent:
    """A coordinator's own passphrase, given inside the administrator's session, to let another coordinator in."""

    coordinator: str
    passphrase: str


@act("people.list")
def everybody(desk: Desk) -> list[Person]:
    """All people, active or not, by name."""
    with desk.reading() as tx:
        return people.everybody(tx)


@act("people.peers")
def peers(desk: Desk) -> list[PeerChoice]:
    """The active Wellness Peers, the free ones first."""
    with desk.reading() as tx:
        here = visits.still_here(tx, desk.today())
        found = people.in_role(tx, Role.PEER)
    choices = [PeerChoice(peer, sum(visit.peer_id == peer.id for visit in here)) for peer in found]
    return sorted(choices, key=lambda choice: choice.with_students)


@act("people.add")
def add(desk: Desk, newcomer: Newcomer, consent: Consent | None = None) -> Person:
    """Add a person, with keys of their own.

    A new coordinator needs `consent` of an existing one. Raises `Problem` for a name already in use, an empty name or a
    passphrase that will not do; `WrongPassphrase` for the consent.
    """
    name = tidy(newcomer.name)
    _check_new(desk, name, newcomer.passphrase)
    if newcomer.role is Role.COORDINATOR and consent is None:
        raise Problem(_("A coordinator who is already here must agree, with their own passphrase."))
    agreed = _consenting(desk, consent) if consent and newcomer.role is Role.COORDINATOR else None
    person = Person(uuid.uuid4().hex, name, newcomer.role)
    after = people_keys.add(desk.keys, founding.NewPerson(person, newcomer.passphrase), agreed)
    try:
        header_file.stage(desk.folder, after, desk.keys.store_key)
    except OSError as error:
        raise DiskFull from error
    try:
        with desk.change("people") as change:
            people.add(change.tx, person, change.now)
            by = f" agreed:{agreed.identity.person}" if agreed else ""
            change.record("people.add", f"person:{person.id}", newcomer.role.value + by)
            centers.set_directory_serial(change.tx, after.directory.serial())
    finally:
        _follow_the_records(desk, after)
    return person


def _follow_the_records(desk: Desk, after: Header) -> None:
    """The commit decides: with the person's row their keys are put in place, without it they are removed.

    What cannot be done now, the next to sign in finishes (`opening.sign_in`).
    """
    with contextlib.suppress(OSError, StoreProblem):  # what went wrong first is what the person is told
        with desk.reading() as tx:
            counts = centers.directory_serial(tx) == after.directory.serial()
        if counts:
            desk.keys.header = after
        (header_file.put_in_place if counts else header_file.discard)(desk.folder)


def _check_new(desk: Desk, name: str, passphrase: str) -> None:
    if not name:
        raise Problem(_("Enter a name."))
    with desk.reading() as tx:
        if any(folded_name(person.name) == folded_name(name) for person in people.everybody(tx)):
            raise Problem(_("Somebody with this name can already sign in. Add a middle initial."))
    wrong = check_passphrase(passphrase)
    if wrong:
        raise Problem(wrong)


def _consenting(desk: Desk, consent: Consent) -> unlock.Unlocked:
    agreed = unlock.unlock(header_file.read(desk.folder), consent.coordinator, consent.passphrase,
                           desk.keys.device_secret)
    if agreed.center_seed is None:
        raise Problem(_("Only a coordinator can agree to another coordinator."))
    return agreed
