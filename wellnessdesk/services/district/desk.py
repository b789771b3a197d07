"""The district's desk: a folder with the district's keys and records, opened by its passphrase.

`district_act` puts the policy before each service function of the district's side.
"""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar, cast

from wellnessdesk.base import files
from wellnessdesk.base.clock import Clock, SystemClock
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import access
from wellnessdesk.domain.names import tidy
from wellnessdesk.services.changes import Change, Changes
from wellnessdesk.store import district as records
from wellnessdesk.store.district import facts
from wellnessdesk.store.errors import StoreClosedOff, StoreDamaged, StoreMissing
from wellnessdesk.store.transaction import Store, Transaction
from wellnessdesk.vault import district_keys
from wellnessdesk.vault.district_keys import DistrictKeys
from wellnessdesk.vault.header_file import sync_folder
from wellnessdesk.vault.passphrase import MIN_LENGTH

KEY_NAME, STORE_NAME = district_keys.FILE_NAME, "district.db"
_NEW, _NAME = ".new", "name"
FEATURE = "district"
"""What changed, to whoever shows it: whatever is written moves all figures."""

P = ParamSpec("P")
R = TypeVar("R")


class NotADistrict(Problem):
    """The folder holds no district."""


class DistrictExists(Problem):
    """A district is never made over another one."""


class DistrictRecordsUnusable(Problem):
    """The passphrase is right, and the records do not open."""


@dataclass(slots=True)
class DistrictDesk:
    """Whoever has the district's passphrase, at its open records. There is one role: they may do all of the
    district's acts, and none of a center's."""

    folder: Path
    keys: DistrictKeys = field(repr=False)
    store: Store
    clock: Clock
    name: str = ""
    """As the centers know the district; it stands on reports. Empty where the command line made it."""
    changes: Changes = field(default_factory=Changes)

    @classmethod
    def create(cls, folder: Path, passphrase: str, clock: Clock | None = None, name: str = "") -> "DistrictDesk":
        """Make a district's keys and records in a folder, and open it. Takes some seconds.

        Raises `DistrictExists`, or `Problem` for a passphrase that is too short or a folder that will not do.
        """
        clock = clock or SystemClock()
        require_good(passphrase)
        _require_free(folder)
        keys = district_keys.generate(clock.now().date())
        locked = district_keys.lock(keys, passphrase)
        try:
            files.make_folder(folder)
            draft = folder / (STORE_NAME + _NEW)
            draft.unlink(missing_ok=True)
            _begin(draft, keys.store_key, tidy(name))
            write_key(folder, locked)
            _put_in_place(folder)
        except OSError as error:
            raise Problem(_("The district could not be made in this folder. Choose another one.")) from error
        return cls._at(folder, keys, clock)

    @classmethod
    def open(cls, folder: Path, passphrase: str, clock: Clock | None = None) -> "DistrictDesk":
        """Open the district in a folder. Takes some seconds.

        Raises `NotADistrict`, `WrongDistrictPassphrase`, `DistrictKeyDamaged` or `DistrictRecordsUnusable`.
        """
        keys = district_keys.unlock(key_file(folder), passphrase)
        return cls._at(folder, keys, clock or SystemClock())

    @classmethod
    def _at(cls, folder: Path, keys: DistrictKeys, clock: Clock) -> "DistrictDesk":
        store = _store(folder, keys)
        with store.reading() as tx:
            return cls(folder, keys, store, clock, facts.get(tx, _NAME))

    @contextmanager
    def change(self) -> Iterator[Transaction]:
        """One change of the records: whole, or not at all."""
        with self.store.transaction() as tx:
            yield tx
        self.changes.announce(Change(frozenset({FEATURE}), ""))

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """One consistent look."""
        with self.store.reading() as tx:
            yield tx

    def now(self) -> datetime:
        """The present moment."""
        return self.clock.now()

    def today(self) -> date:
        """The day on this computer."""
        return self.clock.now().astimezone().date()

    def close(self) -> None:
        """Close the records."""
        self.store.close()


def there(folder: Path) -> bool:
    """Whether a folder holds a district."""
    return (folder / KEY_NAME).exists()


def require_good(passphrase: str) -> None:
    """Raises `Problem` for a passphrase that is too short."""
    if len(passphrase) < MIN_LENGTH:
        raise Problem(_("Use at least {n} characters. Four random words work well.").format(n=MIN_LENGTH))


def key_file(folder: Path) -> bytes:
    """The bytes of a district's key file; raises `NotADistrict`."""
    try:
        return files.read(folder / KEY_NAME, district_keys.MAX_BYTES)
    except FileNotFoundError as error:
        raise NotADistrict(_("This folder does not hold a district. Choose another folder, or make a new "
                             "district.")) from error
    except OSError as error:
        raise NotADistrict(_("The file district.key cannot be read. Nothing was changed.")) from error


def write_key(folder: Path, locked: bytes) -> None:
    """Put a key file in the place of the one before: at every moment one of the two is there, whole."""
    draft = folder / (KEY_NAME + _NEW)
    files.write_anew(draft, locked)
    draft.replace(folder / KEY_NAME)
    sync_folder(folder)


def district_act(name: str) -> Callable[[Callable[Concatenate[DistrictDesk, P], R]],
                                        Callable[Concatenate[DistrictDesk, P], R]]:
    """Declare which act of `domain.access.DISTRICT_ACTS` a function is; `Denied` for any desk but the district's."""

    def declare(function: Callable[Concatenate[DistrictDesk, P], R]) -> Callable[Concatenate[DistrictDesk, P], R]:
        @functools.wraps(function)
        def checked(desk: DistrictDesk, *args: P.args, **kwargs: P.kwargs) -> R:
            access.require_district(type(desk) is DistrictDesk, name)
            return function(desk, *args, **kwargs)

        checked.district_act = name  # type: ignore[attr-defined]
        return cast(Callable[Concatenate[DistrictDesk, P], R], checked)

    return declare


def _begin(path: Path, key: bytes, name: str) -> None:
    store = records.create(path, key)
    with store.transaction() as tx:
        facts.put(tx, _NAME, name)
    store.close()


def _require_free(folder: Path) -> None:
    if there(folder):
        raise DistrictExists(_("This folder already holds a district. Choose another one, or open it."))
    if (folder / STORE_NAME).exists():
        raise DistrictExists(_("This folder holds the records of a district without its key file. Put district.key "
                               "back, or choose another folder."))


def _put_in_place(folder: Path) -> None:
    """The last step of the making; whoever opens a district whose maker was cut off does it."""
    draft = folder / (STORE_NAME + _NEW)
    if draft.exists() and not (folder / STORE_NAME).exists():
        draft.replace(folder / STORE_NAME)
        sync_folder(folder)


def _store(folder: Path, keys: DistrictKeys) -> Store:
    try:
        _put_in_place(folder)
        return records.open_there(folder / STORE_NAME, keys.store_key)
    except StoreMissing as error:
        raise DistrictRecordsUnusable(_("The district's key file is here, but its records are missing. Put the file "
                                        "district.db back.")) from error
    except (StoreDamaged, StoreClosedOff, OSError) as error:
        raise DistrictRecordsUnusable(_("The district's records are damaged or cannot be read. Nothing was changed. "
                                        "Put back a copy of the folder from your backup.")) from error
