"""The secret that this computer kept for the center is gone, or another one: kit A brings it back, without a backup."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from wellnessdesk.base.clock import Clock, SystemClock
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.backups import Backup, State
from wellnessdesk.services import backups, opening_keys
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import backups as made_backups
from wellnessdesk.store import center as centers
from wellnessdesk.store import settings
from wellnessdesk.store.errors import DiskFull
from wellnessdesk.store.transaction import Store, Transaction
from wellnessdesk.vault import device_secret, header_file
from wellnessdesk.vault.header import DeviceKind, Header
from wellnessdesk.vault.unlock import Unlocked

_WAITING, _UNTOLD = "device.brought_back", "device.brought_back.backups"
"""What the log does not say yet, for at the door nobody signs: when the kit was used; the ids of backups made then."""
_LONGEST = 120


def bring_back(folder: Path, typed_kit: str, clock: Clock | None = None) -> bool:
    """Give this computer the center's secret back, with kit A as typed or scanned; whether it lies in a file now.

    Everybody's passphrase works again then. Where the secret is kept is part of the header; a header that says
    something new counts once the records say so. Cut short at any moment, it can be done again. Nobody else may have
    the center open. Raises what `opening_keys.open_with_kit` raises, `DiskFull`, `KeyringUnavailable`, or `Problem`
    for a center that keeps none.
    """
    clock, saved = clock or SystemClock(), list[Backup]()
    keys, store = opening_keys.open_with_kit(
        folder, typed_kit, lambda keys, old: saved.extend(backups.before_migration(folder, keys, old, clock)))
    try:
        if keys.header.device not in device_secret.KEPT:
            raise Problem(_("This center keeps no secret on this computer. There is nothing to bring back."))
        _note(store, saved, clock.now())
        return _put_back(folder, keys, store) is DeviceKind.FILE
    except OSError as error:
        raise DiskFull from error
    finally:
        store.close()


@act("backups.daily")
def settle(desk: Desk) -> None:
    """At the next sign-in of who alone has the center open: the log tells that kit A was used, and when.

    Before it, it tells of the backups that were made because older records were changed.
    """
    with desk.reading() as tx:
        waiting = pending(tx)
    if not waiting:
        return
    with desk.change(backups.FEATURE) as change:
        for one in made_backups.of_ids(change.tx, _untold(change.tx)):
            backups.tell(change, one)
        settings.forget(change.tx, _UNTOLD)
        settings.forget(change.tx, _WAITING)
        change.record("center.secret", f"center:{desk.center.id}", waiting[:_LONGEST])


def pending(tx: Transaction) -> str:
    """When kit A was used for it, until somebody signs in; empty otherwise."""
    found = settings.get(tx, _WAITING)
    return found if isinstance(found, str) else ""


def _note(store: Store, saved: list[Backup], now: datetime) -> None:
    """Before the secret is there: no use of the kit stays untold, also where this is cut short.

    A backup that was made before older records were changed is listed with the others.
    """
    with store.transaction() as tx:
        settings.put(tx, _WAITING, f"kit-a on {now.isoformat(timespec='seconds')}")
        settings.put(tx, _UNTOLD, [*_untold(tx), *(one.id for one in saved)])
        for one in saved:
            made_backups.add(tx, replace(one, verified_at=now) if one.state is State.VERIFIED else one)


def _untold(tx: Transaction) -> list[str]:
    found = settings.get(tx, _UNTOLD)
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []


def _put_back(folder: Path, keys: Unlocked, store: Store) -> DeviceKind:
    kind = device_secret.put_back(folder, keys.header, keys.device_secret)
    if kind is not keys.header.device:
        _keep_header(folder, keys.header.next(device=kind), keys.store_key, store)
    if kind is DeviceKind.KEYRING:
        device_secret.forget_file(folder)
    return kind


def _keep_header(folder: Path, after: Header, store_key: bytes, store: Store) -> None:
    """Staged, made to count by the records, put in place: what is missing of it the next to open does."""
    header_file.stage(folder, after, store_key)
    with store.transaction() as tx:
        centers.set_header_generation(tx, after.generation)
    header_file.put_in_place(folder)
