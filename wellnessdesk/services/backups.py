"""Backups: made at the day's first sign-in, before every migration and rotation, and when asked for; and their health.

Each is really restored and compared before it counts (`services.backup_making`). `services.restore` brings one back.
"""

from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from wellnessdesk.base.clock import Clock
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.base.progress import NO_PROGRESS, Progress
from wellnessdesk.domain import backups as rules
from wellnessdesk.domain.backups import Backup, Folder, Health, Reason, State
from wellnessdesk.domain.center import Center
from wellnessdesk.services import backup_making, backup_places, restoring
from wellnessdesk.services.backup_making import Order, Stays
from wellnessdesk.services.desk import Act, Desk, act
from wellnessdesk.store import backups, recovery, settings
from wellnessdesk.store.copies import Snapshot
from wellnessdesk.store.errors import DiskFull
from wellnessdesk.store.transaction import Store
from wellnessdesk.vault.header import Header
from wellnessdesk.vault.unlock import Unlocked

FEATURE = "backups"
_SHOWN = 60
_AGAIN = timedelta(hours=1)
"""After a failure the daily backup is not tried again sooner."""
_REMEMBERED = timedelta(days=180)


class BackupFailed(Problem):
    """No folder holds a new backup. What was there before is still there."""


class Making:
    """A backup under way: `step` where the store lives until it is true, then `work` anywhere. See `begin_daily`."""

    def __init__(self, order: Order, store: Store, folder: Path) -> None:
        self._order = order
        self._room = ExitStack()
        self._trouble: Problem | None = None
        try:
            self._scratch = self._room.enter_context(restoring.scratch(folder))
        except Problem as problem:
            self._trouble = problem
            return
        self._path = self._scratch / "snapshot.db"
        self._snapshot = Snapshot(store, self._path)

    def step(self) -> bool:
        """Copy the next slice of the store, at most some 30 ms long; true when all of it is copied, or cannot be."""
        try:
            return self._trouble is not None or self._snapshot.step()
        except Problem as problem:
            self._trouble = problem
            return True

    def work(self, progress: Progress = NO_PROGRESS) -> list[Backup]:
        """All the rest: what became of the backup in each folder. Raises `Cancelled`."""
        with self._room:
            try:
                if self._trouble is not None:
                    raise self._trouble
                return backup_making.put_by(self._order, self._path, self._scratch, progress)
            except (DiskFull, OSError):
                return backup_making.failed(self._order, _("There is no room on this computer's disk to make a backup. "
                                                           "Make room, then try again."))
            except Problem as problem:
                return backup_making.failed(self._order, str(problem))

    def close(self) -> None:
        """Give it up."""
        self._room.close()


@act("backups.make")
def make(desk: Desk, progress: Progress = NO_PROGRESS, reason: Reason = Reason.ASKED) -> list[Backup]:
    """Make a backup now, and say what became of it in each folder.

    Raises `BackupFailed` when no folder took it (that is recorded too), or `Cancelled`, after which nothing is left.
    """
    return _require_one(finish(desk, _made(_begin(desk, reason), progress)))


@act("backups.make")
def before_rotation(desk: Desk, stays: Stays, progress: Progress = NO_PROGRESS) -> list[Backup]:
    """A backup whose proof, the records restored and compared, stays for the rotation to go on with; to be `finish`ed.

    Without a verified one no key is exchanged: raises as `make`. Where no chosen folder is
    there (a stick), it goes beside the center: nobody stays in because a stick is out.
    """
    order = replace(_order_at(desk, Reason.ROTATION), stays=stays)
    made = _made_somewhere(order, desk.store, desk.folder, progress)
    return _require_one(made if _any_verified(made) else finish(desk, made))


@act("backups.daily")
def due(desk: Desk) -> bool:
    """Whether this is the day's first sign-in without a verified backup; not within an hour of one that failed."""
    now, today = desk.clock.now(), desk.today()
    with desk.reading() as tx:
        newest = backups.newest_first(tx, _SHOWN)
    good = any(one.verified_at is not None and desk.center.day(one.made_at) == today for one in newest)
    tried = any(timedelta() <= now - one.made_at < _AGAIN for one in newest)
    return not good and not tried


@act("backups.daily")
def begin_daily(desk: Desk) -> Making:
    """Begin the day's backup. Then `step` between other work, `work` off the store's thread, and `finish`."""
    return _begin(desk, Reason.DAILY)


@act("backups.daily")
def finish(desk: Desk, made: Sequence[Backup]) -> list[Backup]:
    """Record what became of a backup, and let old ones make room where a new one is."""
    now = desk.clock.now()
    found = [replace(one, verified_at=now) if one.state is State.VERIFIED else one for one in made]
    removed = [old for one in found if one.state is State.VERIFIED for old in _make_room(desk, one)]
    with desk.change(FEATURE) as change:
        for one in found:
            backups.add(change.tx, one)
            tell(change, one)
        backups.mark_removed(change.tx, removed)
        backups.forget_failures(change.tx, now - _REMEMBERED)
    return found


@act("backups.see")
def health(desk: Desk) -> Health:
    """How well the center is backed up: a light, what it means, what to do."""
    places = folders(desk)
    with desk.reading() as tx:
        newest, last = backups.newest_first(tx, _SHOWN), backups.last_verified(tx)
        founded = recovery.founded_at(tx)
    trouble = next((finding for place in places if (finding := backup_places.trouble(place, newest))), "")
    return rules.health(desk.clock.now(), last, founded, places, trouble)


@act("backups.see")
def folders(desk: Desk) -> list[Folder]:
    """Where backups go; the folder beside the center's until others are chosen."""
    with desk.reading() as tx:
        chosen = backup_places.chosen(settings.get(tx, backups.FOLDERS), desk.folder)
    return [backup_places.folder(path, desk.folder) for path in chosen]


@act("backups.set_folders")
def set_folders(desk: Desk, paths: Sequence[Path]) -> list[Folder]:
    """Choose one or two folders; none means the one beside the center's. The backups that are elsewhere stay there.

    Raises `Problem` for a folder that will not do.
    """
    backup_places.require_usable(paths, desk.folder)
    with desk.change(FEATURE) as change:
        if paths:
            settings.put(change.tx, backups.FOLDERS, [str(path) for path in paths])
        else:
            settings.forget(change.tx, backups.FOLDERS)
        change.record("backup.folders", "center", str(len(paths)))
    return folders(desk)


@act("backups.see")
def history(desk: Desk) -> list[Backup]:
    """The newest backups and attempts, the newest first, one for each folder."""
    with desk.reading() as tx:
        return backups.newest_first(tx, _SHOWN)


def tell(change: Act, one: Backup) -> None:
    """Write into the log what became of a backup in one folder."""
    failed = one.state is State.FAILED
    change.record("backup.fail" if failed else "backup.make", f"backup:{one.id}",
                  one.reason.value if failed else f"{one.reason.value} sha256:{one.hash}")


def before_migration(folder: Path, keys: Unlocked, store: Store, clock: Clock) -> list[Backup]:
    """Before an older store is changed: a verified backup of it, to be recorded by `finish` afterwards.

    Needs no desk, for kit A's public key is in the header. Where no chosen folder is there, it goes beside the center.
    Raises `BackupFailed`.
    """
    order = _order(folder, keys.header, keys.store_key, store, clock, Reason.MIGRATION)
    made = _made_somewhere(order, store, folder, NO_PROGRESS)
    if not _any_verified(made):
        raise BackupFailed(_("This version of WellnessDesk changes how the records are kept, and first makes a backup. "
                             "It could not: nothing was changed. {finding}").format(finding=made[0].finding))
    return made


def _begin(desk: Desk, reason: Reason) -> Making:
    return Making(_order_at(desk, reason), desk.store, desk.folder)


def _order_at(desk: Desk, reason: Reason) -> Order:
    return _order(desk.folder, desk.keys.header, desk.keys.store_key, desk.store, desk.clock, reason)


def _order(folder: Path, header: Header, store_key: bytes, store: Store, clock: Clock, reason: Reason) -> Order:
    told, at = backups.told(store), clock.now()
    center = Center(id=header.anchors.store, name=told.center, school=told.school, time_zone=told.zone)
    places = backup_places.chosen(told.folders, folder)
    backup_places.make_own(places, folder)
    return Order(center=told.center, school=told.school, zone=told.zone, reason=reason, at=at, local=center.local(at),
                 header=header, store_key=store_key, folders=tuple(places))


def _made(making: Making, progress: Progress) -> list[Backup]:
    try:
        while not making.step():
            progress.check_cancelled()
        return making.work(progress)
    finally:
        making.close()


def _made_somewhere(order: Order, store: Store, folder: Path, progress: Progress) -> list[Backup]:
    made, own = _made(Making(order, store, folder), progress), backup_places.own(folder)
    if _any_verified(made) or own in order.folders:
        return made
    backup_places.make_own([own], folder)
    return [*made, *_made(Making(replace(order, folders=(own,)), store, folder), progress)]


def _any_verified(made: Sequence[Backup]) -> bool:
    return any(one.state is State.VERIFIED for one in made)


def _require_one(made: list[Backup]) -> list[Backup]:
    if not _any_verified(made):
        raise BackupFailed(_("No backup was made. {finding}").format(finding=made[0].finding))
    return made


def _make_room(desk: Desk, new: Backup) -> list[str]:
    """Remove the old backups of this center that are no longer kept in a folder; their ids.

    Only what the records know and what really is that backup counts: neither a file nor a row that somebody put there
    can make others go.
    """
    with desk.reading() as tx:
        known = [new, *backups.verified_in(tx, new.folder)]
    there = [one for one in known if backup_places.is_there(one, desk.center.id)]
    stay = {new.id} | rules.kept((one.id, desk.local(one.made_at)) for one in there)  # a clock may have gone back
    going = [one for one in there if one.id not in stay]
    for one in going:
        with suppress(OSError):
            (Path(one.folder) / one.name).unlink()
    return [one.id for one in going]
