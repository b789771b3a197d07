"""Bundles of counts: see exactly what leaves, then write it; file and record stand or fall together."""

import hashlib
import json
import re
import unicodedata
import uuid
from dataclasses import dataclass, replace
from pathlib import Path

from wellnessdesk import __version__
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.base.progress import NO_PROGRESS, Progress, Share
from wellnessdesk.domain.bundle_changes import Changed, changed, totals
from wellnessdesk.domain.bundles import Asked, Bundle, BundleMeta, BundleState, Kind, Period, Recipient, Request
from wellnessdesk.domain.suppression import Finding
from wellnessdesk.domain.tables import PublishedTable
from wellnessdesk.exchange import datapackage, table_bodies
from wellnessdesk.services import (
    bundle_approval,
    bundle_files,
    bundle_history,
    bundle_periods,
    bundle_suppression,
    recipients,
)
from wellnessdesk.services.bundle_suppression import Facts
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import audit, bundle_requests, bundles
from wellnessdesk.store.errors import StoreProblem, Unconfirmed
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import age_keys, agefile, sshsig
from wellnessdesk.vault.errors import NotForThisKey

_PROVED, _LOCKED = 80, 90
"""Percent of the work that are done then."""


class BundleNotWritten(Problem):
    """The file could not be put in place; nothing of it is left there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """Exactly what would leave: the tables with their blanks, what is left open about each, to whom, of which days.

    `last` is the bundle it is held against: the version that it corrects, else the last of its kind and span for this
    recipient; `changes` are what is different. `facts` is what it was worked out from.
    """

    recipient: Recipient
    period: Period
    facts: Facts
    tables: tuple[PublishedTable, ...]
    findings: tuple[Finding, ...] = ()
    last: Bundle | None = None
    changes: tuple[Changed, ...] = ()

    @property
    def blanks(self) -> int:
        """How many numbers are not shown."""
        return sum(len(table.blanks()) for table in self.tables)

    @property
    def corrects(self) -> bool:
        """Whether it would supersede a bundle of the same period."""
        return self.last is not None and self.last.period == self.period.code

    @property
    def seen(self) -> str:
        """The hash (hex) of the tables: who approves it approves these."""
        return hashlib.sha256(json.dumps(_bodies(self.tables)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Made:
    """A bundle ready to be put in place, and the same for the center's own kit."""

    bundle: Bundle
    data: bytes
    own: bytes


@act("bundles.preview")
def preview(desk: Desk, recipient_id: str, period: Period, progress: Progress = NO_PROGRESS) -> Preview:
    """The tables as they would leave. Writes nothing. Raises `Cancelled` where `progress` says so."""
    return _preview(desk, recipient_id, period, progress)


@act("bundles.approve")
def look(desk: Desk, request: Request, progress: Progress = NO_PROGRESS) -> Preview:
    """The tables of a bundle that somebody asks to be approved, as they would leave now."""
    return _preview(desk, request.asked.recipient, request.asked.period, progress)


@act("bundles.write")
def write(desk: Desk, recipient_id: str, period: Period, *, purpose: str, folder: Path, authority: str = "",
          shown: Preview | None = None, own_copy: Path | None = None, progress: Progress = NO_PROGRESS) -> Bundle:
    """Write one encrypted, signed bundle into `folder` and return its record.

    What leaves is what was `shown`: figures that have changed since then are refused. A second bundle of the same
    period to the same recipient is its next version and supersedes it. A pending record with the hash is committed
    first, then the file is synced, read back and renamed into place, then the record is completed. Into `own_copy`, a
    folder, goes a copy that only recovery kit B opens; the record names it if it could be written.

    Raises `Problem` for a period that is not over, a recipient who may not have it, or where a second person has to
    approve it first; `Cancelled` before anything is written; `BundleNotWritten` when the folder cannot take it, or what
    is wrong with the store's own disk; then no file is left.
    """
    asked = Asked(recipient=recipient_id, period=period, purpose=purpose.strip(), authority=authority.strip())
    if not asked.purpose:
        raise Problem(_("Say what the district needs it for."))
    bundle_files.settle_pending(desk)  # what an earlier try of this session left open would take this one's number
    with desk.reading() as tx:
        bundle_periods.require(tx, period, desk.today())
        recipients.require_may_receive(recipients.get(tx, recipient_id), Kind.AGGREGATE, desk.today())
    now = _preview(desk, recipient_id, period, Share(progress, 0, _PROVED))
    with desk.reading() as tx:
        approval = bundle_approval.require(tx, asked, now.seen)
        meta = _meta(desk, tx, now, asked)
    if shown is not None and shown.tables != now.tables:
        raise Problem(_("The figures have changed since you looked. Look at them again before you write the bundle."))
    target = folder / _file_name(desk, period, meta.sequence)
    made = _made(desk, now, meta, target.name, approval)
    progress.report(_LOCKED, 100)
    progress.check_cancelled()
    if target.exists():
        raise BundleNotWritten(_("There is already a file {name} in this folder. Choose another folder.").format(
            name=target.name))
    _begin(desk, made.bundle, target, now, approval)
    _finish(desk, made, target)
    if own_copy is not None:
        _keep_copy(desk, made, own_copy)
    progress.report(100, 100)
    with desk.reading() as tx:
        return next(one for one in bundle_history.of(tx) if one.id == meta.id)


def _begin(desk: Desk, bundle: Bundle, target: Path, shown: Preview, approval: Request | None) -> None:
    with desk.change() as change:
        bundle_suppression.require_unchanged(change.tx, shown.period, desk.today(), shown.facts)
        bundles.add(change.tx, bundle, str(target))
        if approval is not None:
            bundle_requests.use(change.tx, approval.id, bundle.id)
        change.record("bundle.begin", f"bundle:{bundle.id}", f"sha256:{bundle.hash}")
        bundle_history.keep(change, bundle.id, shown.tables, shown.facts.counted)


def _finish(desk: Desk, made: _Made, target: Path) -> None:
    try:
        bundle_files.put_in_place(target, made.data)
    except OSError as error:
        bundle_files.settle(desk, made.bundle.id, BundleState.ABANDONED)
        raise BundleNotWritten(_("The bundle could not be written to {folder}, and no part of it was left there. "
                                 "Check that the folder or stick is still there and has room.").format(
                                     folder=target.parent.name)) from error
    try:
        bundle_files.settle(desk, made.bundle.id, BundleState.WRITTEN)
    except Unconfirmed:
        raise
    except StoreProblem:
        bundle_files.drop(target)  # told that it was not done, nobody must find it done
        raise


def _keep_copy(desk: Desk, made: _Made, folder: Path) -> None:
    """The bundle stands whatever becomes of the copy: what is asked for in addition takes nothing away."""
    target = folder / made.bundle.file_name.replace(".age", "-own.age")
    try:
        if target.exists():
            return
        bundle_files.put_in_place(target, made.own)
    except OSError:
        return
    digest = hashlib.sha256(made.own).hexdigest()
    with desk.change("bundles") as change:
        bundles.keep_copy(change.tx, made.bundle.id, str(target), digest)
        change.record("bundle.copy", f"bundle:{made.bundle.id}", f"sha256:{digest}")


def _preview(desk: Desk, recipient_id: str, period: Period, progress: Progress) -> Preview:
    """While the proof is looked for nothing is kept open: others go on working."""
    with desk.reading() as tx:
        recipient, facts = recipients.get(tx, recipient_id), bundle_suppression.facts(tx, period, desk.today())
        last = _last(bundle_history.of(tx), recipient_id, period)
        before = bundle_history.tables_of(tx, last.id) if last else ()
    tables, findings = bundle_suppression.published(facts, progress)
    shown = Preview(recipient=recipient, period=period, facts=facts, tables=tables, findings=findings, last=last)
    compared = changed if shown.corrects else totals
    return replace(shown, changes=tuple(compared(before, tables))) if before else shown


def _last(history: list[Bundle], recipient: str, period: Period) -> Bundle | None:
    """Of the same period, else of the same span: the newest that left."""
    left = [one for one in history if one.recipient.id == recipient and one.kind is Kind.AGGREGATE
            and one.state is not BundleState.ABANDONED]
    same = [one for one in left if one.period == period.code]
    alike = [one for one in left if Period.of(one.period).span is period.span]
    return next(iter([*same, *alike]), None)


def _meta(desk: Desk, tx: Transaction, shown: Preview, asked: Asked) -> BundleMeta:
    center, head, recipient = desk.center, audit.head(tx), shown.recipient
    supersedes, version = bundles.last_version(tx, recipient.id, asked.kind, shown.period.code)
    return BundleMeta(
        id=str(uuid.uuid4()), sequence=bundles.next_sequence(tx, recipient.id),
        previous=bundles.last_hash(tx, recipient.id), version=version + 1, supersedes=supersedes,
        audit_sequence=head.sequence, audit_head=head.hash.hex(), period=shown.period, recipient=recipient.name,
        recipient_keys=tuple(key.fingerprint for key in recipient.keys_in_force), center_id=center.id,
        center=center.name, school=center.school, purpose=asked.purpose,
        authority=asked.authority or _("Approved by the coordinator of the center"), created=desk.clock.now(),
        program=f"WellnessDesk {__version__}", demo=center.demo)


def _made(desk: Desk, shown: Preview, meta: BundleMeta, name: str, approval: Request | None) -> _Made:
    content = _signed_zip(desk, shown, meta, name)
    data = agefile.encrypt(content, [key.age_key for key in shown.recipient.keys_in_force])
    own = agefile.encrypt(content, [age_keys.recipient(desk.keys.directory.recovery_b)])
    bundle = Bundle(
        id=meta.id, sequence=meta.sequence, recipient=shown.recipient, period=shown.period.code, version=meta.version,
        supersedes=meta.supersedes, purpose=meta.purpose, authority=meta.authority, file_name=name,
        hash=hashlib.sha256(data).hexdigest(), previous_hash=meta.previous, size=len(data), shown=shown.seen,
        written_at=meta.created, written_by=desk.person.id, approved_by=approval.decided_by if approval else "",
        approved_at=approval.decided_at if approval else None, state=BundleState.PENDING)
    return _Made(bundle, data, own)


def _signed_zip(desk: Desk, shown: Preview, meta: BundleMeta, name: str) -> bytes:
    """Read again as a stranger would, before it is locked: nobody here can open it afterwards."""
    if desk.keys.center_seed is None:
        raise NotForThisKey
    files = dict(datapackage.build(shown.tables, meta, name))
    signature = sshsig.sign(files[datapackage.MANIFEST], desk.keys.center_seed, sshsig.BUNDLE_NAMESPACE)
    files[datapackage.SIGNATURE] = signature.encode()
    content = datapackage.zip_bytes(files)
    read = datapackage.read_zip(content)
    sshsig.verify(read[datapackage.MANIFEST], read[datapackage.SIGNATURE], sshsig.BUNDLE_NAMESPACE,
                  desk.keys.header.anchors.center)
    found = datapackage.contents(read)
    if (replace(found.meta, created=meta.created), found.tables) != (meta, shown.tables):  # a moment lost its fraction
        raise AssertionError("a bundle that does not say what was shown")
    return content


def _bodies(tables: tuple[PublishedTable, ...]) -> list[tuple[str, str]]:
    return [(one.layout.name, table_bodies.body(one)) for one in tables]


def _file_name(desk: Desk, period: Period, sequence: int) -> str:
    plain = unicodedata.normalize("NFKD", desk.center.school or desk.center.name).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "center"
    return f"wellnessdesk-{slug}-{period.code}-{sequence:03d}.age"
