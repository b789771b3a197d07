"""The doors: make a center, see who may sign in, sign in. The only public services that need no desk."""

import shutil
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar
from zoneinfo import available_timezones

from wellnessdesk.base import files
from wellnessdesk.base.clock import Clock, SystemClock
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.anchors import Missing
from wellnessdesk.domain.backups import Backup
from wellnessdesk.domain.center import Center
from wellnessdesk.domain.names import tidy
from wellnessdesk.domain.people import Person, Role, kiosk_is_nobody
from wellnessdesk.services import (
    backups,
    bundle_files,
    kiosk,
    older_copies,
    opening_keys,
    peer_marks,
    restore,
    secret_back,
    triggers,
)
from wellnessdesk.services.anchors import Keeper
from wellnessdesk.services.desk import Act, Desk
from wellnessdesk.store import center as centers
from wellnessdesk.store import clearance as clearance_rows
from wellnessdesk.store import people, settings
from wellnessdesk.store.errors import DiskFull
from wellnessdesk.store.transaction import Store, create_store, open_store
from wellnessdesk.vault import anchor, device_secret, founding, header_file, keyring_secret, passphrase, unlock
from wellnessdesk.vault.errors import DirectoryForged, NoLongerActive, VaultProblem
from wellnessdesk.vault.header import DeviceKind, ReadHeader
from wellnessdesk.vault.slots import folded_name

T = TypeVar("T")


class CenterExists(Problem):
    """A center is never made over another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """Somebody to be given a name and a passphrase. `id` is made up when it is not given."""

    name: str
    role: Role
    passphrase: str
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCenter:
    """What the first run asks for. `people` has at least one administrator and one coordinator."""

    name: str
    school: str
    time_zone: str
    people: tuple[Newcomer, ...]


@dataclass(frozen=True, slots=True)
class Created:
    """A new center, its first administrator at the desk, and what must be written down now: two kits of 24 words."""

    desk: Desk
    desks: dict[str, Desk]
    words_a: list[str]
    words_b: list[str]
    uses_keyring: bool


@dataclass(frozen=True, slots=True)
class Door:
    """What the sign-in window shows. `names` (id, name) is empty where this computer has no keyring to show them."""

    title: str
    names: list[tuple[str, str]]
    demo: bool
    uses_keyring: bool


def exists(folder: Path) -> bool:
    """Whether a center (or what is left of one) lies in `folder`."""
    return header_file.exists(folder) or (folder / header_file.STORE_NAME).exists()


def check_passphrase(text: str, again: str | None = None) -> str:
    """What is wrong with a new passphrase, as a sentence; empty when it will do."""
    if len(text) < passphrase.MIN_LENGTH:
        return _("Use at least {n} characters. Four random words work well.").format(n=passphrase.MIN_LENGTH)
    if len(set(text)) < 5:
        return _("Use more different characters.")
    if again is not None and text != again:
        return _("The two passphrases are not the same.")
    return ""


def create(folder: Path, new: NewCenter, *, demo: bool = False, clock: Clock | None = None,
           fill: Callable[[dict[str, Desk]], None] | None = None) -> Created:
    """Make a center in an empty `folder`; `fill` puts the facts of a made-up one in, before the keys are laid down.

    The records bear a draft's name until everything else is there, so that a crash leaves no center at all; what it
    left is taken away by the next to make one. Raises `CenterExists`, `DiskFull`, or a `Problem` for a name, time zone
    or passphrase that will not do; then nothing is left in the folder.
    """
    if exists(folder):
        raise CenterExists(_("There is already a center in this folder. Open it, or choose another folder."))
    _check_new(new, demo=demo)
    made_here = not folder.exists()
    kind = DeviceKind.DEMO if demo else DeviceKind.KEYRING if keyring_secret.works() else DeviceKind.NONE
    people_of = [founding.NewPerson(_person(one), one.passphrase) for one in new.people]
    founded = founding.found(tidy(new.name), people_of, kind)
    try:
        files.make_folder(folder)
        files.shut_to_others(folder)
        _take_away(folder, whole=False)
        desks = _lay_down(folder, new, people_of, founded, demo=demo, clock=clock or SystemClock(), fill=fill)
    except BaseException:
        _take_away(folder, whole=made_here)
        if kind is DeviceKind.KEYRING:
            keyring_secret.forget(founded.header.anchors.store)
        raise
    first = next(one for one in people_of if one.person.role is Role.ADMINISTRATOR)
    return Created(desks[first.person.id], desks, founded.kit_a.words, founded.kit_b.words,
                   kind is DeviceKind.KEYRING)


def door(folder: Path) -> Door:
    """Who may sign in at the center in `folder`.

    Raises the distinct problems of `vault.errors`: not a store, newer, damaged, keyring missing, replaced, silent.
    """
    def look(read: ReadHeader) -> Door:
        header, secret = read.header, device_secret.secret_for(folder, read.header)
        return Door(unlock.title(header, secret), unlock.shown_names(header, secret), header.device is DeviceKind.DEMO,
                    header.device is DeviceKind.KEYRING)

    return _with_either(folder, look)


def find(folder: Path, typed_name: str) -> str:
    """The id of the person of this name; raises `UnknownPerson`, or what `door` raises."""
    return _with_either(folder, lambda read: unlock.find_person(
        read.header, device_secret.secret_for(folder, read.header), typed_name))


def sign_in(folder: Path, person: str, typed: str, clock: Clock | None = None, *, settle: bool = False,
            accepted: Missing | None = None) -> Desk:
    """Open the center as `person`. Takes about half a second on purpose.

    Raises `WrongPassphrase`, `UnknownPerson`, `NoLongerActive`, `DirectoryForged`, `TimeIsOver` for a substitute, what
    is wrong with the store, or `OlderCopy`: then a coordinator who was shown what is missing signs in with that as
    `accepted`, which is recorded.
    `settle` finishes what a crash left half done. Only the window asks for it, which alone holds the folder's lock:
    what another program is in the middle of is not half done.
    """
    clock, saved = clock or SystemClock(), list[Backup]()
    keys, store = opening_keys.open_center(
        folder, person, typed, settle=settle,
        before_migration=lambda keys, old: saved.extend(backups.before_migration(folder, keys, old, clock)))
    try:
        desk = _desk(folder, keys, store, clock)
        desk.keeper = older_copies.keeper_of(desk, accepted)
        if saved:
            backups.finish(desk, saved)
        if settle:
            bundle_files.settle_pending(desk)
            restore.settle(desk)
            secret_back.settle(desk)
            kiosk.settle(desk)
    except BaseException:
        store.close()
        raise
    return desk


def accept_older(folder: Path, coordinator: str, typed: str, shown: Missing, clock: Clock | None = None) -> None:
    """A coordinator was shown what is missing in these records, and says that they are meant. Recorded in the log.

    From then on everybody can sign in. Raises what `sign_in` raises, `OlderCopy` when something else is missing by now,
    and `Denied` for who is no coordinator.
    """
    sign_in(folder, coordinator, typed, clock, accepted=shown).close()


def _with_either(folder: Path, work: Callable[[ReadHeader], T]) -> T:
    """What comes of the newer copy of the header; of the older one where somebody spoiled the newer."""
    newer, *older = header_file.copies(folder)
    try:
        return work(newer)
    except VaultProblem:
        for read in older:
            with suppress(VaultProblem):
                return work(read)
        raise


def _person(new: Newcomer) -> Person:
    return Person(new.id or uuid.uuid4().hex, tidy(new.name), new.role)


def _check_new(new: NewCenter, *, demo: bool) -> None:
    names = [folded_name(tidy(one.name)) for one in new.people]
    if not {Role.ADMINISTRATOR, Role.COORDINATOR} <= {one.role for one in new.people}:
        raise Problem(_("A center needs an administrator and a coordinator."))
    if Role.KIOSK in {one.role for one in new.people}:
        raise Problem(kiosk_is_nobody())
    if not all(names) or len(set(names)) != len(names):
        raise Problem(_("Everybody needs a name, and no two people the same one."))
    if new.time_zone not in available_timezones():
        raise Problem(_("Choose the time zone of the center."))
    for one in new.people:
        wrong = check_passphrase(one.passphrase)
        if wrong and not demo:
            raise Problem(wrong)


def _desk(folder: Path, keys: unlock.Unlocked, store: Store, clock: Clock) -> Desk:
    directory = keys.directory
    entry = directory.entry(keys.identity.person)
    with store.reading() as tx:
        named, center = people.get(tx, keys.identity.person), centers.get(tx)
        if directory.serial < centers.directory_serial(tx):
            raise DirectoryForged
    if named is None or entry is None:
        raise NoLongerActive(_("This account was not finished. Ask your administrator to add you again."))
    person = Person(named.id, named.name, entry.role, entry.active)
    desk = Desk(person, keys, store, center, clock, folder, ends=entry.ends)
    desk.require_time()
    triggers.apply(desk)
    return desk


def _lay_down(folder: Path, new: NewCenter, people_of: list[founding.NewPerson], founded: founding.Founded, *,
              demo: bool, clock: Clock, fill: Callable[[dict[str, Desk]], None] | None) -> dict[str, Desk]:
    first = people_of[0].person
    keys = founded.unlocked
    center = Center(id=founded.header.anchors.store, name=tidy(new.name), school=tidy(new.school),
                    time_zone=new.time_zone, demo=demo)
    draft, path = folder / header_file.STORE_DRAFT, folder / header_file.STORE_NAME
    store = create_store(draft, keys[first.id].store_key)
    try:
        desk = Desk(first, keys[first.id], store, center, clock, folder)
        with store.transaction() as tx:
            centers.add(tx, center, directory_serial=1)
            for one in people_of:
                people.add(tx, one.person, clock.now())
            pen = Act(desk, tx)
            head = pen.record("center.create", f"center:{center.id}")
            if not demo:  # a made-up one says itself what its peers were trained in
                settings.put(tx, clearance_rows.GATE, True)
                head = pen.record("clearance.gate", "center", peer_marks.gate(on=True))
        desks = {one.person.id: replace(desk, person=one.person, keys=keys[one.person.id]) for one in people_of}
        if fill is not None:
            fill(desks)
        store.close()
        header_file.write(folder, founded.header, keys[first.id].store_key)
        draft.replace(path)
        header_file.sync_folder(folder)
        store = open_store(path, keys[first.id].store_key)
    except OSError as error:
        store.close()
        raise DiskFull from error
    except BaseException:
        store.close()
        raise
    keeper = Keeper(clock) if anchor.used(founded.header) else None
    for made in desks.values():
        made.store, made.keeper = store, keeper
    desks[first.id].moved(head, "center.create")
    return desks


def _take_away(folder: Path, *, whole: bool) -> None:
    if whole:
        shutil.rmtree(folder, ignore_errors=True)
        return
    header_file.discard(folder)
    draft = header_file.STORE_DRAFT  # last, for while it is there no center is
    for name in (header_file.STORE_NAME, *header_file.NAMES, f"{draft}-journal", draft):
        (folder / name).unlink(missing_ok=True)

