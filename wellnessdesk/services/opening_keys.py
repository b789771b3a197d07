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
from wellnessdesk.vault import device_secret, header_file, unlock
from wellnessdesk.vault.errors import DirectoryForged, NoLongerActive, VaultProblem
from wellnessdesk.vault.header import ReadHeader
from wellnessdesk.vault.unlock import Unlocked

BeforeMigration = Callable[[Unlocked, Store], object]


def open_center(folder: Path, person: str, typed: str, *, settle: bool,
                before_migration: BeforeMigration) -> tuple[Unlocked, Store]:
    """The keys of `person` and the open records, both of the generation that counts.

    `settle` finishes or takes back what was cut short; records of an older version are handed to `before_migration`
    first. Raises what is wrong with keys, passphrase or records.
    """
    keys, store = _opened(folder, person, typed, before_migration)
    try:
        current = _in_force(folder, keys, store)
        if current.header != keys.header:
            keys = unlock.unlock(current, person, typed, keys.device_secret)
        if settle:
            _settle(folder, current, keys.store_key)
    except BaseException:
        store.close()
        raise
    return keys, store


def at_desk(desk: Desk) -> ReadHeader:
    """The header of the session at this desk, as it lies on the disk."""
    staged = header_file.staged(desk.folder)
    if staged is not None and staged.header == desk.keys.header:  # it counts, and could not be put in place yet
        return staged
    return header_file.read(desk.folder)


def _opened(folder: Path, person: str, typed: str, before_migration: BeforeMigration) -> tuple[Unlocked, Store]:
    """By the first generation of keys that opens the records."""
    problems: list[VaultProblem | StoreDamaged] = []
    for read in _generations(folder):
        try:
            keys = unlock.unlock(read, person, typed, device_secret.secret_for(folder, read.header))
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
