"""The header on the disk: two copies, so that one is whole at every moment."""

import os
from contextlib import suppress
from pathlib import Path

from wellnessdesk.base import files
from wellnessdesk.vault.errors import HeaderDamaged, NewerStore, NotAStore, VaultProblem
from wellnessdesk.vault.header import Header, ReadHeader, parse

NAMES = ("keys.json", "keys-copy.json")
STORE_NAME = "center.db"
STORE_DRAFT = f"{STORE_NAME}.new"
STORE_NEXT = f"{STORE_NAME}.next"
"""The records under their next key, until they take the place of the present ones (`services.rotation`)."""
_LARGEST = 2 * 1024 * 1024
_PLAIN = b"SQLite format 3"


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
    for name in NAMES:
        try:
            found.append(parse(files.read(folder / name, _LARGEST)))
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


def write(folder: Path, header: Header, store_key: bytes) -> None:
    """Put both copies in place. Both are on the disk before the first is renamed, so a full disk changes neither."""
    stage(folder, header, store_key)
    try:
        put_in_place(folder)
    except OSError:
        discard(folder)
        raise


def stage(folder: Path, header: Header, store_key: bytes) -> None:
    """Write both copies beside the present ones, onto the disk; raises `OSError`, and then leaves nothing."""
    data = header.to_bytes(store_key)
    try:
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
            return parse(files.read(draft, _LARGEST))
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


def _drafts(folder: Path) -> list[Path]:
    return [folder / f"{name}.new" for name in NAMES]
