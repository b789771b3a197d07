"""Bundles for the district: see exactly what leaves, then write it; file and record stand or fall together."""

import hashlib
import os
import re
import unicodedata
import uuid
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from wellnessdesk import __version__
from wellnessdesk.base import files
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import bundle_words
from wellnessdesk.domain.bundles import Bundle, BundleMeta, BundleState, Kind, Period, Recipient
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.tables import PublishedTable
from wellnessdesk.exchange import datapackage, suppression, table_bodies
from wellnessdesk.services import bundle_periods, bundle_tables, recipients
from wellnessdesk.services.desk import Act, Desk, act
from wellnessdesk.store import audit, bundles
from wellnessdesk.store.errors import StoreProblem, Unconfirmed
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import agefile, primitives, sshsig
from wellnessdesk.vault.errors import NotForThisKey
from wellnessdesk.vault.header_file import sync_folder

_PART = ".part"
_OURS = re.compile(r"wellnessdesk-[a-z0-9-]+\.age")
_LARGEST = 2 * datapackage.MAX_ZIP_BYTES


class BundleNotWritten(Problem):
    """The file could not be put in place; nothing of it is left there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """Exactly what would leave: the tables with their blanks, to whom, for which month."""

    recipient: Recipient
    period: Period
    tables: tuple[PublishedTable, ...]

    @property
    def blanks(self) -> int:
        """How many numbers are not shown."""
        return sum(len(table.blanks()) for table in self.tables)


@act("bundles.preview")
def preview(desk: Desk, recipient_id: str, period: Period) -> Preview:
    """The tables as they would leave. Writes nothing."""
    with desk.reading() as tx:
        return _preview(tx, recipient_id, period)


@act("bundles.write")
def write(desk: Desk, recipient_id: str, period: Period, *, purpose: str, folder: Path,
          authority: str = "", shown: Preview | None = None) -> Bundle:
    """Write one encrypted, signed bundle into `folder` and return its record.

    What leaves is what was `shown`: figures that have changed since then are refused. A second bundle of the same month
    to the same district supersedes the first. Raises `Problem` for a period that is not over.
    A pending record with the hash is committed first, then the file is synced and renamed into place, then the record
    and the disclosure are completed. Raises `BundleNotWritten` when the folder cannot take it, or what is wrong with
    the store's own disk; then no file is left.
    """
    if not purpose.strip():
        raise Problem(_("Say what the district needs it for."))
    settle_pending(desk)  # what an earlier try of this session left open would take this one's number
    with desk.reading() as tx:
        bundle_periods.require(tx, period, desk.today())
        now = _preview(tx, recipient_id, period)
        _require_may_receive(now.recipient, Kind.AGGREGATE, desk.today())
        meta = _meta(desk, tx, now, purpose.strip(), authority.strip())
    if shown is not None and shown.tables != now.tables:
        raise Problem(_("The figures have changed since you looked. Look at them again before you write the bundle."))
    target = folder / _file_name(desk, period, meta.sequence)
    data = _encrypted(desk, now, meta, target.name)
    if target.exists():
        raise BundleNotWritten(_("There is already a file {name} in this folder. Choose another folder.").format(
            name=target.name))
    bundle = Bundle(id=meta.id, sequence=meta.sequence, recipient=now.recipient, period=period.code,
                    version=meta.version, supersedes=meta.supersedes, purpose=meta.purpose, authority=meta.authority,
                    file_name=target.name, hash=hashlib.sha256(data).hexdigest(), previous_hash=meta.previous,
                    size=len(data), written_at=meta.created, written_by=desk.person.id, state=BundleState.PENDING)
    with desk.change() as change:
        bundles.add(change.tx, bundle, str(target))
        bundles.add_tables(change.tx, bundle.id, [(one.layout.name, table_bodies.body(one)) for one in now.tables])
        change.record("bundle.begin", f"bundle:{bundle.id}", f"sha256:{bundle.hash}")
    try:
        _put_in_place(target, data)
    except OSError as error:
        _settle(desk, bundle.id, BundleState.ABANDONED)
        raise BundleNotWritten(_("The bundle could not be written to {folder}, and no part of it was left there. "
                                 "Check that the folder or stick is still there and has room.").format(
                                     folder=folder.name)) from error
    try:
        _settle(desk, bundle.id, BundleState.WRITTEN)
    except Unconfirmed:
        raise
    except StoreProblem:
        _drop(target)  # told that it was not done, nobody must find it done
        raise
    return next(one for one in history(desk) if one.id == bundle.id)


@act("bundles.history")
def history(desk: Desk) -> list[Bundle]:
    """All bundles, newest first."""
    with desk.reading() as tx:
        return bundles.history(tx, {one.id: one for one in recipients.known(tx)})


@act("bundles.settle")
def settle_pending(desk: Desk) -> None:
    """Finish what a crash left half done: a whole file gets its record, anything less is removed.

    Where the folder itself is not there now (a stick), the record stays pending and is asked about again; so does a
    record that the entry of its beginning, signed by a coordinator, does not bear out: anybody with an SQL shell can
    write a row, and no file is opened or removed on their word.
    """
    with desk.reading() as tx:
        waiting = [one for one in bundles.pending(tx) if _begun_by_a_coordinator(desk, tx, one[0], one[2])]
    for bundle, path, expected in waiting:
        state = _became(Path(path), expected)
        if state is not BundleState.PENDING:
            _settle(desk, bundle, state)


def _begun_by_a_coordinator(desk: Desk, tx: Transaction, bundle: str, digest: str) -> bool:
    directory = desk.keys.directory
    for actor, number, entry_hash, signature in bundles.beginnings(tx, bundle, digest):
        person = directory.entry(actor)
        then = person.in_force(number) if person is not None else None
        if then is not None and then[0] is Role.COORDINATOR and primitives.signed_by(then[1], entry_hash, signature):
            return True
    return False


def _became(target: Path, expected: str) -> BundleState:
    try:
        if not target.parent.is_dir() or not _OURS.fullmatch(target.name):
            return BundleState.PENDING
        target.with_name(target.name + _PART).unlink(missing_ok=True)
        whole = target.exists() and hashlib.sha256(files.read(target, _LARGEST)).hexdigest() == expected
    except OSError:  # a share that does not answer now must not keep anybody from signing in
        return BundleState.PENDING
    return BundleState.WRITTEN if whole else BundleState.ABANDONED


def _settle(desk: Desk, bundle: str, state: BundleState) -> None:
    with desk.change("bundles") as change:
        bundles.settle(change.tx, bundle, state)
        _record_settled(change, bundle, state)


def _record_settled(change: Act, bundle: str, state: BundleState) -> None:
    change.record("bundle.write" if state is BundleState.WRITTEN else "bundle.abandon", f"bundle:{bundle}")


def _preview(tx: Transaction, recipient_id: str, period: Period) -> Preview:
    recipient = recipients.get(tx, recipient_id)
    published = suppression.suppress_together(bundle_tables.tables(tx, period))
    return Preview(recipient=recipient, period=period, tables=tuple(published))


def _meta(desk: Desk, tx: Transaction, shown: Preview, purpose: str, authority: str) -> BundleMeta:
    center, head, recipient = desk.center, audit.head(tx), shown.recipient
    supersedes, version = bundles.last_version(tx, recipient.id, Kind.AGGREGATE, shown.period.code)
    return BundleMeta(
        id=str(uuid.uuid4()), sequence=bundles.next_sequence(tx, recipient.id),
        previous=bundles.last_hash(tx, recipient.id), version=version + 1, supersedes=supersedes,
        audit_sequence=head.sequence, audit_head=head.hash.hex(), period=shown.period, recipient=recipient.name,
        recipient_keys=tuple(key.fingerprint for key in recipient.keys_in_force), center_id=center.id,
        center=center.name, school=center.school, purpose=purpose,
        authority=authority or _("Approved by the coordinator of the center"), created=desk.clock.now(),
        program=f"WellnessDesk {__version__}", demo=center.demo)


def _require_may_receive(recipient: Recipient, kind: Kind, day: date) -> None:
    if why := bundle_words.may_not_receive(recipient, kind, day):
        raise Problem(why)


def _encrypted(desk: Desk, shown: Preview, meta: BundleMeta, name: str) -> bytes:
    if desk.keys.center_seed is None:
        raise NotForThisKey
    files = dict(datapackage.build(shown.tables, meta, name))
    signature = sshsig.sign(files[datapackage.MANIFEST], desk.keys.center_seed, sshsig.BUNDLE_NAMESPACE)
    files[datapackage.SIGNATURE] = signature.encode()
    return agefile.encrypt(datapackage.zip_bytes(files), [key.age_key for key in shown.recipient.keys_in_force])


def _file_name(desk: Desk, period: Period, sequence: int) -> str:
    plain = unicodedata.normalize("NFKD", desk.center.school or desk.center.name).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "center"
    return f"wellnessdesk-{slug}-{period.code}-{sequence:03d}.age"


def _put_in_place(target: Path, data: bytes) -> None:
    part = target.with_name(target.name + _PART)
    try:
        with os.fdopen(files.create(part), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if hashlib.sha256(part.read_bytes()).digest() != hashlib.sha256(data).digest():
            raise OSError("what was read back differs")
        part.replace(target)
    except OSError:
        _drop(part)
        raise
    try:
        sync_folder(target.parent)
    except OSError:
        _drop(target)
        raise


def _drop(path: Path) -> None:
    """As far as that can be done: what is left there, the next to sign in settles."""
    with suppress(OSError):
        path.unlink(missing_ok=True)
