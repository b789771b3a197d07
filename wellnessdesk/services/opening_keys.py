"""Which header and which file of records count, where a change of keys may have been cut short.

A change of keys is staged, then committed with the records, then put in place. A rotation commits by giving the new
file of records the place of the old one. So there can be two generations of keys beside each other for a moment; the
records say which of them counts, and with the other nobody comes in.
"""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from wellnessdesk.services.desk import Desk
from wellnessdesk.store import center as centers
from wellnessdesk.store.errors import StoreDamaged
from wellnessdesk.store.transaction import Store, open_store
from wellnessdesk.vault import device, device_secret, header_file, kits, primitives, recovery, slots, unlock
from wellnessdesk.vault.errors import DirectoryForged, NoLongerActive, VaultProblem
from wellnessdesk.vault.header import ReadHeader
from wellnessdesk.vault.kits import KitOpensNothing
from wellnessdesk.vault.recovery import KIT_A
from wellnessdesk.vault.slots import Identity, new_identity
from wellnessdesk.vault.unlock import Unlocked

BeforeMigration = Callable[[Unlocked, Store], object]
_Key = Callable[[ReadHeader], Unlocked]
"""What opens a header: somebody's passphrase, or kit A."""


def open_center(folder: Path, person: str, typed: str, *, settle: bool,
                before_migration: BeforeMigration) -> tuple[Unlocked, Store]:
    """The keys of `person` and the open records, both of the generation that counts.

    `settle` finishes or takes back what was cut short; records of an older version are handed to `before_migration`
    first. Raises what is wrong with keys, passphrase or records.
    """
    def by_passphrase(read: ReadHeader) -> Unlocked:
        return unlock.unlock(read, person, typed, device_secret.secret_for(folder, read.header))

    return _open(folder, by_passphrase, settle=settle, before_migration=before_migration)


def try_in_vain(folder: Path, typed: str) -> None:
    """The work that `open_center` does with a wrong passphrase, where there is nobody whose it could be."""
    for read in _generations(folder):
        slots.spend(read.header, typed, device_secret.secret_for(folder, read.header))


def open_with_kit(folder: Path, typed: str, before_migration: BeforeMigration) -> tuple[Unlocked, Store]:
    """The same for nobody in particular, with kit A as typed or scanned; what was cut short is settled.

    Needs nothing that this computer kept. Nobody else may have the center open. Raises `BadWords`, `WrongKit`,
    `KitOpensNothing`, `DirectoryForged`, or what is wrong with header or records.
    """
    keys, store = _open(folder, partial(_by_kit, typed), settle=True, before_migration=before_migration)
    with store.reading() as tx:
        serial = centers.directory_serial(tx)
    if keys.directory.serial < serial:
        store.close()
        raise DirectoryForged
    return keys, store


def open_with_store_key(folder: Path, identity: Identity, store_key: bytes) -> tuple[Unlocked, Store]:
    """For the kiosk, which holds the store key and an identity of its own: no slot, no grant, no device secret.

    Raises `DirectoryForged`, or what is wrong with header or records.
    """
    store = open_store(folder / header_file.STORE_NAME, store_key)
    try:
        keys = Unlocked(header_file.read(folder).header, identity, b"", store_key)
        keys.header = _in_force(folder, keys, store).header
    except BaseException:
        store.close()
        raise
    return keys, store


def look_with_kit(folder: Path, typed: str) -> Unlocked:
    """What kit A opens in the header alone, the records not looked at. Raises what `open_with_kit` raises of it."""
    problems: list[VaultProblem] = []
    for read in _generations(folder):
        try:
            return _by_kit(typed, read)
        except VaultProblem as problem:
            problems.append(problem)
    raise problems[0]


def at_desk(desk: Desk) -> ReadHeader:
    """The header of the session at this desk, as it lies on the disk."""
    staged = header_file.staged(desk.folder)
    if staged is not None and staged.header == desk.keys.header:  # it counts, and could not be put in place yet
        return staged
    return header_file.read(desk.folder)


def _open(folder: Path, key: _Key, *, settle: bool, before_migration: BeforeMigration) -> tuple[Unlocked, Store]:
    keys, store = _opened(folder, key, before_migration)
    try:
        current = _in_force(folder, keys, store)
        if current.header != keys.header:
            keys = key(current)
        if settle:
            _settle(folder, current, keys.store_key)
    except BaseException:
        store.close()
        raise
    return keys, store


def _by_kit(typed: str, read: ReadHeader) -> Unlocked:
    """Nobody's keys: what kit A opens, in a header that somebody with the store key wrote, and that fits its secret."""
    header = read.header
    opened = kits.open_a(header, recovery.read(KIT_A, typed, header.anchors.store))
    fits = primitives.same(device.check(opened.device_secret), header.device_check)
    if not fits or not header.authentic(opened.store_key, read.mac):
        raise KitOpensNothing
    return Unlocked(header, new_identity(""), opened.device_secret, opened.store_key, opened.root_seed)


def _opened(folder: Path, key: _Key, before_migration: BeforeMigration) -> tuple[Unlocked, Store]:
    """By the first generation of keys that opens the records."""
    problems: list[VaultProblem | StoreDamaged] = []
    for read in _generations(folder):
        try:
            keys = key(read)
            return keys, open_store(folder / header_file.STORE_NAME, keys.store_key, partial(before_migration, keys))
        except (VaultProblem, StoreDamaged) as problem:
            problems.append(problem)
    gone = [problem for problem in problems if isinstance(problem, NoLongerActive)]
    raise (gone or problems)[0]  # the records of who was just removed are not damaged: they are closed to them


def _generations(folder: Path) -> list[ReadHeader]:
    staged = header_file.staged(folder)
    found = header_file.copies(folder)
    return [*found, staged] if staged is not None and staged not in found else found


def _in_force(folder: Path, keys: Unlocked, store: Store) -> ReadHeader:
    """The header that the open records belong to. Raises `DirectoryForged` where all that fit are older ones."""
    with store.reading() as tx:
        serial, generation = centers.directory_serial(tx), centers.header_generation(tx)
    in_place = [read for read in header_file.copies(folder) if _fits(read, keys)]
    staged = header_file.staged(folder)
    if staged is not None and _fits(staged, keys) and _counts(staged, in_place, serial, generation):
        current = staged
    elif in_place:
        current = in_place[0]
    else:
        raise DirectoryForged
    if current.header.generation < (generation or 0):
        raise DirectoryForged
    return current


def _fits(read: ReadHeader, keys: Unlocked) -> bool:
    """Whether it is a header of this center, written with the key that opens these records."""
    header = read.header
    if header.anchors != keys.header.anchors or not header.authentic(keys.store_key, read.mac):
        return False
    with suppress(DirectoryForged):
        header.verified()
        return True
    return False


def _counts(staged: ReadHeader, in_place: list[ReadHeader], serial: int, generation: int | None) -> bool:
    """Whether the change that staged it was committed. Where none in place opens the records, the staged one does."""
    if not in_place:
        return True
    if staged.header.directory.serial() != serial:
        return False
    if generation is not None:
        return staged.header.generation == generation
    newest = in_place[0].header  # records of an earlier version know no generation, but every change has its serial
    return staged.header == newest or staged.header.directory.serial() != newest.directory.serial()


def _settle(folder: Path, current: ReadHeader, store_key: bytes) -> None:
    """Put a staged header that counts in its place, remove any other, and what a rotation left unfinished.

    A copy that was damaged is written anew from the one that was not: the next damage may be to that one.
    """
    staged = header_file.staged(folder)
    if staged is not None and staged.header == current.header:
        with suppress(OSError):  # it counts all the same, and can be put there another day
            header_file.put_in_place(folder)
    else:
        header_file.discard(folder)
    header_file.discard_next(folder)
    if not header_file.both_are(folder, current):
        with suppress(OSError):  # the whole one serves, and the next sign-in tries again
            header_file.write(folder, current.header, store_key)
