"""The way into the kiosk, and the way out: the only services beside `opening` that need nobody signed in.

Its process was started anew and never held anybody's keys. What it was handed is the store key and its own; with
these it cannot open a note, a flag or a sealed entry, nor sign as a person.
"""

from pathlib import Path

from wellnessdesk.base.clock import Clock, SystemClock
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import access, kiosk
from wellnessdesk.domain.kiosk import Handed, Tries
from wellnessdesk.domain.people import Person, Role, role_label
from wellnessdesk.services import older_copies, opening, opening_keys
from wellnessdesk.services.desk import Desk
from wellnessdesk.services.kiosk import RUNNING
from wellnessdesk.store import center as centers
from wellnessdesk.store import settings
from wellnessdesk.vault import primitives
from wellnessdesk.vault.errors import UnknownPerson, WrongPassphrase
from wellnessdesk.vault.slots import Identity

_TRIES = "kiosk.passphrases"


class NotStaff(Problem):
    """Whatever was wrong, name, passphrase or role: somebody at the kiosk learns nothing from it."""


class NoLongerRunning(Problem):
    """The kiosk that was handed on is not the one that the records know as running."""


def open_kiosk(folder: Path, handed: Handed, clock: Clock | None = None) -> Desk:
    """The kiosk's desk, with what `kiosk.start` handed on. Raises what is wrong with header, keys or records."""
    identity = Identity(kiosk.KIOSK, primitives.new_key(), handed.seed)  # nothing was ever sealed to the first of them
    keys, store = opening_keys.open_with_store_key(folder, identity, handed.store_key)
    try:
        with store.reading() as tx:
            running, center = settings.get(tx, RUNNING), centers.get(tx)
        if running != {"key": keys.identity.verify.hex()}:
            raise NoLongerRunning(_("The kiosk was ended. Sign in and start it anew."))
        desk = Desk(Person(kiosk.KIOSK, role_label(Role.KIOSK), Role.KIOSK), keys, store, center,
                    clock or SystemClock(), folder)
        desk.keeper = older_copies.keeper_of(desk, None)
    except BaseException:
        store.close()
        raise
    return desk


def leave(desk: Desk, by: str, name: str, typed: str) -> Desk:
    """The desk of the adult who ends the kiosk at `desk` by signing in; without a `name` it is who started it (`by`).

    The kiosk's own desk is closed by then. Raises `NotStaff`, also for some minutes once that was wrong too often, or
    what `opening.sign_in` raises of the records.
    """
    tries = desk.cache.setdefault(_TRIES, Tries())
    assert isinstance(tries, Tries)  # noqa: S101 - nobody else keeps anything there
    if tries.pause(desk.clock.now()).total_seconds() > 0:
        raise NotStaff(_("That was wrong too often. Wait five minutes."))
    try:
        signed_in = opening.sign_in(desk.folder, _staff(desk, by, name, typed), typed, desk.clock, settle=True)
    except (UnknownPerson, WrongPassphrase) as error:
        tries.failed(desk.clock.now())
        raise NotStaff(_("This does not end the kiosk. Check the name and the passphrase.")) from error
    desk.close()
    return signed_in


def _staff(desk: Desk, by: str, name: str, typed: str) -> str:
    """Who is meant. Raises `UnknownPerson` for nobody's name and for a peer's, as late as a wrong passphrase would."""
    try:
        person = opening.find(desk.folder, name) if name.strip() else by
        entry = desk.keys.directory.entry(person)
        if entry is None or not access.allowed(entry.role, "kiosk.start"):
            raise UnknownPerson
    except UnknownPerson:
        opening_keys.try_in_vain(desk.folder, typed)
        raise
    return person
