"""The header on the disk: two copies, so that one is whole at every moment.

Staged copies may be made for a store that is about to take the place of the present one (`stage` with `database`). They
name that file by the 16 random bytes every encrypted store begins with, and count from the moment when it is in place:
so two files change hands by renaming one.
"""

import json
import os
from contextlib import suppress
from pathlib import Path

from wellnessdesk.base import files
from wellnessdesk.vault import primitives
from wellnessdesk.vault.errors import HeaderDamaged, NewerStore, NotAStore, VaultProblem
from wellnessdesk.vault.header import Header, ReadHeader, parse

NAMES = ("keys.json", "keys-copy.json")
STORE_NAME = "center.db"
STORE_DRAFT = f"{STORE_NAME}.new"
LARGEST = 2 * 1024 * 1024
STORE_NEXT = f"{STORE_NAME}.next"
"""The records under their next key, until they take the place of the present ones (`services.rotation`)."""
_PLAIN = b"SQLite format 3"
_GOES_WITH = "goes_with"
_SALT_BYTES = 16


def exists(folder: Path) -> bool:
    """Whether the keys of a center lie in this folder.

    Those of one whose making was cut short are none: its records still bear the name of a draft, and nobody has seen
    its recovery kits.
    """
    unfinished = (folder / STORE_DRAFT).exists() and not (folder / STORE_NAME).exists()
    return any((folder / name).exists() for name in NAMES) and not unfinished


def read(folder: Path) -> ReadHeader:
    """The newer whole copy. Raises `NotAStore`, `NewerStore`, `HeaderDamaged`."""
    return copies(folder)[0]


def copies(folder: Path) -> list[ReadHeader]:
    """The whole copies that differ, the newer first: at least one. Raises what `read` raises."""
    found: list[ReadHeader] = []
    wrong: list[VaultProblem] = []
    for path in _counting(folder):
        try:
            found.append(parse(files.read(path, LARGEST)))
        except FileNotFoundError:
            continue
        except NewerStore:
            raise
        except VaultProblem as problem:
            wrong.append(problem)
        except OSError:
            wrong.append(HeaderDamaged())
    if found:
        found.sort(key=lambda one: one.header.generation, reverse=True)
        return found[:1] if found[0] == found[-1] else found
    raise _what_is_wrong(folder, wrong)


def both_are(folder: Path, header: ReadHeader) -> bool:
    """Whether both copies in place are whole, and this header."""
    try:
        return all(parse(files.read(folder / name, LARGEST)) == header for name in NAMES)
    except (OSError, VaultProblem):
        return False


def write(folder: Path, header: Header, store_key: bytes) -> None:
    """Put both copies in place. Both are on the disk before the first is renamed, so a full disk changes neither."""
    stage(folder, header, store_key)
    try:
        put_in_place(folder)
    except OSError:
        discard(folder)
        raise


def stage(folder: Path, header: Header, store_key: bytes, database: Path | None = None) -> None:
    """Write both copies beside the present ones, onto the disk; raises `OSError`, and then leaves nothing.

    With `database`, an encrypted store elsewhere, they count as soon as that file is the center's.
    """
    data = header.to_bytes(store_key)
    try:
        if database is not None:
            data = primitives.canonical({**json.loads(data), _GOES_WITH: _beginning(database)}) + b"\n"
        for draft in _drafts(folder):
            files.write_anew(draft, data)
        sync_folder(folder)
    except OSError:
        discard(folder)
        raise


def staged(folder: Path) -> ReadHeader | None:
    """What `stage` left there, as far as it is whole."""
    for draft in _drafts(folder):
        with suppress(OSError, VaultProblem):
            return parse(files.read(draft, LARGEST))
    return None


def put_in_place(folder: Path) -> None:
    """Let the staged copies that are there become the header; raises `OSError`."""
    for draft in _drafts(folder):
        if draft.exists():
            draft.replace(draft.with_suffix(""))
            sync_folder(folder)


def discard(folder: Path) -> None:
    """Remove what `stage` wrote."""
    for draft in _drafts(folder):
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def discard_next(folder: Path) -> None:
    """Remove records that never took the place of the present ones."""
    for name in (f"{STORE_NEXT}-journal", STORE_NEXT):
        with suppress(OSError):
            (folder / name).unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make a rename last through a power cut, where the system can."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _what_is_wrong(folder: Path, wrong: list[VaultProblem]) -> VaultProblem:
    """Beside encrypted records a missing, emptied or cut-off header is a damaged one, never "no center here"."""
    damaged = any(isinstance(problem, HeaderDamaged) for problem in wrong)
    return HeaderDamaged() if damaged or _has_records(folder / STORE_NAME) else NotAStore()


def _has_records(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        start = file.read(len(_PLAIN))
    return bool(start) and start != _PLAIN


def _counting(folder: Path) -> list[Path]:
    """The files of the header that counts: the staged ones where the store they were made for is in its place."""
    placed = [folder / name for name in NAMES]
    drafts = [draft for draft in _drafts(folder) if draft.exists()]
    try:
        present = _beginning(folder / STORE_NAME) if drafts else ""
    except OSError:
        return placed
    return [draft for draft in drafts if _goes_with(draft) == present] or placed


def _goes_with(draft: Path) -> object:
    try:
        raw = json.loads(files.read(draft, LARGEST))
    except (OSError, ValueError, RecursionError):
        return None
    return raw.get(_GOES_WITH) if isinstance(raw, dict) else None


def _beginning(database: Path) -> str:
    """What tells one encrypted store from every other. Raises `OSError`."""
    with files.open_real(database) as file:
        return file.read(_SALT_BYTES).hex()


def _drafts(folder: Path) -> list[Path]:
    return [folder / f"{name}.new" for name in NAMES]
