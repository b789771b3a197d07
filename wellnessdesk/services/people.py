"""The people who may sign in."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.names import tidy
from wellnessdesk.domain.people import Person, Role, kiosk_is_nobody
from wellnessdesk.services import consents, key_changes
from wellnessdesk.services.consents import Agreement
from wellnessdesk.services.consents import Consent as Consent  # what the page gives for a new coordinator
from wellnessdesk.services.consents import KitWords as KitWords  # or this, where none can agree
from wellnessdesk.services.desk import Act, Desk, act
from wellnessdesk.services.opening import Newcomer, check_passphrase
from wellnessdesk.store import people, visits
from wellnessdesk.vault import founding, people_keys
from wellnessdesk.vault.errors import WrongPassphrase as WrongPassphrase  # the page tells it at its own field
from wellnessdesk.vault.slots import folded_name


@dataclass(frozen=True, slots=True)
class PeerChoice:
    """A Wellness Peer the front desk can hand a visit to, and how many students they are with now."""

    person: Person
    with_students: int


@act("people.list")
def everybody(desk: Desk) -> list[Person]:
    """All people, active or not, by name; whoever stands in for some hours is none of them (`services.emergencies`)."""
    standing_in = {entry.person for entry in desk.keys.directory.substitutes}
    with desk.reading() as tx:
        return [person for person in people.everybody(tx) if person.id not in standing_in]


@act("people.peers")
def peers(desk: Desk) -> list[PeerChoice]:
    """The active Wellness Peers, the free ones first."""
    with desk.reading() as tx:
        here = visits.still_here(tx, desk.today())
        found = people.in_role(tx, Role.PEER)
    choices = [PeerChoice(peer, sum(visit.peer_id == peer.id for visit in here)) for peer in found]
    return sorted(choices, key=lambda choice: choice.with_students)


@act("people.add")
def add(desk: Desk, newcomer: Newcomer, consent: Agreement | None = None) -> Person:
    """Add a person, with keys of their own.

    A new coordinator needs `consent` of an existing one, or kit B where none can give it. Raises `Problem` for a name
    already in use, an empty name or a passphrase that will not do; `WrongPassphrase` for the consent, `BadWords` or
    `WrongKit` for the kit.
    """
    return added(desk, newcomer, consent, lambda _change, _person: None)


def added(desk: Desk, newcomer: Newcomer, consent: Agreement | None,
          also: Callable[[Act, Person], object]) -> Person:
    """The same for another act; `also` writes what belongs to it, in the same transaction."""
    if newcomer.role is Role.KIOSK:
        raise Problem(kiosk_is_nobody())
    name = tidy(newcomer.name)
    check_new(desk, name, newcomer.passphrase)
    agreed = consents.required(desk, consent, needed=newcomer.role is Role.COORDINATOR)
    person = Person(uuid.uuid4().hex, name, newcomer.role)
    number = key_changes.newest(desk)
    after = people_keys.add(desk.keys, founding.NewPerson(person, newcomer.passphrase),
                            agreed.holder if agreed else None)
    with key_changes.taking_effect(desk, after, number, "people") as change:
        people.add(change.tx, person, change.now)
        change.record("people.add", f"person:{person.id}", newcomer.role.value + (agreed.detail if agreed else ""))
        also(change, person)
    return person


def check_new(desk: Desk, name: str, passphrase: str, *, once_more: bool = False) -> None:
    """Raise `Problem` when a name or passphrase of somebody new will not do.

    With `once_more` the name may be that of somebody who can sign in no more: a substitute comes back as another one.
    """
    if not name:
        raise Problem(_("Enter a name."))
    with desk.reading() as tx:
        taken = [person for person in people.everybody(tx) if person.active or not once_more]
    if any(folded_name(person.name) == folded_name(name) for person in taken):
        raise Problem(_("Somebody with this name can already sign in. Add a middle initial."))
    wrong = check_passphrase(passphrase)
    if wrong:
        raise Problem(wrong)
