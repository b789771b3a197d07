"""Accounts for who was chosen: a coordinator decides, and whoever may add people makes them their keys.

An administrator learns who was chosen, and nothing of what they wrote or how they were rated.
"""

from dataclasses import dataclass, replace

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.applications import State
from wellnessdesk.domain.peers import ConflictKind
from wellnessdesk.domain.people import Person, Role
from wellnessdesk.services import application_marks as marks
from wellnessdesk.services import people
from wellnessdesk.services.applications import there
from wellnessdesk.services.desk import Act, Desk, act
from wellnessdesk.services.opening import Newcomer
from wellnessdesk.store import applications, peers


@dataclass(frozen=True, slots=True)
class Chosen:
    """Somebody who was chosen and has no account yet."""

    application: str
    name: str


@act("applications.accounts")
def waiting(desk: Desk) -> list[Chosen]:
    """Who was chosen and has no account yet, by name."""
    with desk.reading() as tx:
        found = applications.without_account(tx)
    return sorted((Chosen(one.id, one.name) for one in found), key=lambda one: one.name.casefold())


@act("applications.accounts")
def make(desk: Desk, application: str, newcomer: Newcomer) -> Person:
    """Make the account of one who was chosen, with the passphrase they made up; always as a Wellness Peer.

    Their own record as a student is closed to them from then on. Raises as `people.add`, and `Problem` for who was not
    chosen, or has an account.
    """
    def tie(change: Act, person: Person) -> None:
        one = there(change.tx, application)
        if one.state is not State.CHOSEN or one.person:
            raise Problem(_("{name} was not chosen, or has an account already.").format(name=one.name))
        applications.change(change.tx, one.id, person_id=person.id)
        told = [marks.of(change.tx, replace(one, person=person.id))]
        if one.student is not None:
            peers.declare(change.tx, person.id, one.student, ConflictKind.SELF, change.now, desk.person.id)
            told.append(f"student:{one.student}")
        change.record("application.account", f"person:{person.id}", " ".join(told))

    return people.added(desk, replace(newcomer, role=Role.PEER), None, tie)
