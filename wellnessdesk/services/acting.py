"""An adult acts inside somebody else's session, by their own passphrase and as themselves.

The session goes on. The adult's desk stands at the same store with their own keys: what it does is theirs, in the
policy and in the audit log. It must be used for one thing and then let go of; the keys themselves leave the memory
with the process, at the next lock.
"""

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.people import Person, Role
from wellnessdesk.services import opening_keys
from wellnessdesk.services.changes import Change
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import center as centers
from wellnessdesk.store import people
from wellnessdesk.vault import unlock
from wellnessdesk.vault.errors import DirectoryForged, NoLongerActive
from wellnessdesk.vault.errors import WrongPassphrase as WrongPassphrase  # the dialog tells it at its own field
from wellnessdesk.vault.unlock import Unlocked

ADULTS = frozenset({Role.COORDINATOR, Role.ADMINISTRATOR})


@act("acting.adults")
def coordinators(desk: Desk) -> list[Person]:
    """The coordinators who can step in, by name; the one who is signed in is not among them."""
    with desk.reading() as tx:
        found = people.in_role(tx, Role.COORDINATOR)
    return [person for person in found if person.id != desk.person.id]


@act("acting.begin")
def as_person(desk: Desk, person_id: str, passphrase: str) -> Desk:
    """The desk of an adult within the session at `desk`. Takes about half a second on purpose.

    Never close it: the store is the session's. Raises `WrongPassphrase`, `NoLongerActive` or `UnknownPerson`,
    `TimeIsOver` for a substitute, and `Problem` for somebody who is no adult. What it changes is told to the listeners
    of the session.
    """
    keys = unlock.unlock(opening_keys.at_desk(desk), person_id, passphrase, desk.keys.device_secret)
    return with_keys(desk, keys)


def with_keys(desk: Desk, keys: Unlocked) -> Desk:
    """The desk of an adult who has just unlocked their keys within the session at `desk`; raises as `as_person`."""
    directory, person_id = keys.directory, keys.identity.person
    entry = directory.entry(person_id)
    with desk.reading() as tx:
        named = people.get(tx, person_id)
        if directory.serial < centers.directory_serial(tx):
            raise DirectoryForged
    if entry is None or named is None:
        raise NoLongerActive
    if entry.role not in ADULTS:
        raise Problem(_("Only a coordinator or an administrator can act here."))
    person = Person(named.id, named.name, entry.role, entry.active)
    adult = Desk(person, keys, desk.store, desk.center, desk.clock, desk.folder, keeper=desk.keeper, ends=entry.ends,
                 host=desk)
    adult.require_time()
    adult.changes.listen(lambda change: _tell(desk, change))
    return adult


def _tell(desk: Desk, change: Change) -> None:
    """As if it had been changed at the session's own desk."""
    for feature in change.features:
        desk.cache.pop(feature, None)
    desk.changes.announce(change)
