"""Writing a bundle, of whatever kind: begun, staged, recorded, put in place. File and record stand or fall together.

A record without a hash is committed before the first byte, so that whatever a crash leaves belongs to one. The file is
written beside its place, synced and read back; the record gets its hash, the file its name; the record is completed.
"""

import re
import unicodedata
import uuid
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from wellnessdesk import __version__
from wellnessdesk.base.at_store import AtStore, here
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.base.progress import Cancelled
from wellnessdesk.domain.bundles import Asked, Bundle, BundleMeta, BundleState, Kind, Recipient, Request
from wellnessdesk.services import bundle_as_logged, bundle_files, bundle_history, recipients
from wellnessdesk.services.desk import Act, Desk
from wellnessdesk.store import audit, bundle_requests, bundles
from wellnessdesk.store.errors import StoreProblem, Unconfirmed
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import age_keys, agefile, sshsig
from wellnessdesk.vault.errors import NotForThisKey


class BundleNotWritten(Problem):
    """The file could not be put in place; nothing of it is left there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A bundle to be written: what it says of itself, to whom, the hash of what was shown, and who approved that.

    `content` gives the zip in parts, from its beginning each time it is called. `begun` writes down what else has to be
    true as soon as the record is there, `staged` what has to be as soon as it has the hash of the whole file.
    """

    meta: BundleMeta
    recipient: Recipient
    shown: str
    content: Callable[[], Iterable[bytes]]
    approval: Request | None = None
    begun: Callable[[Act], object] = lambda _change: None
    staged: Callable[[Act], object] = lambda _change: None


def meta(desk: Desk, tx: Transaction, recipient: Recipient, asked: Asked) -> BundleMeta:
    """What the next bundle for a recipient says of itself."""
    center, head = desk.center, audit.head(tx)
    chain = [one.id for one in recipients.known(tx) if recipient.follows(one)]
    supersedes, version = bundles.last_version(tx, chain, asked.kind, asked.period.code)
    return BundleMeta(
        id=str(uuid.uuid4()), kind=asked.kind, sequence=bundles.next_sequence(tx, chain),
        previous=bundles.last_hash(tx, chain), version=version + 1, supersedes=supersedes,
        audit_sequence=head.sequence, audit_head=head.hash.hex(), period=asked.period, recipient=recipient.name,
        recipient_keys=tuple(key.fingerprint for key in recipient.keys_in_force), center_id=center.id,
        center=center.name, school=center.school, purpose=asked.purpose, ends_on=asked.ends_on,
        authority=asked.authority or _("Approved by the coordinator of the center"), created=desk.clock.now(),
        program=f"WellnessDesk {__version__}", demo=center.demo)


def file_name(desk: Desk, about: BundleMeta) -> str:
    """What the bundle is called: the school, the period (one student's records: the day) and the number, in plain
    letters."""
    plain = unicodedata.normalize("NFKD", desk.center.school or desk.center.name).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "center"
    when = about.first_day.isoformat() if about.kind is Kind.PACKET else about.period.code
    return f"wellnessdesk-{slug}-{when}-{about.sequence:03d}.age"


def signature(desk: Desk, manifest: bytes) -> bytes:
    """The center's signature under a manifest, verified as a stranger would. Raises `NotForThisKey` for who has none.
    """
    if desk.keys.center_seed is None:
        raise NotForThisKey
    made = sshsig.sign(manifest, desk.keys.center_seed, sshsig.BUNDLE_NAMESPACE).encode()
    sshsig.verify(manifest, made, sshsig.BUNDLE_NAMESPACE, desk.keys.header.anchors.center)
    return made


def write_staged(desk: Desk, draft: Draft, folder: Path, *, own_copy: Path | None = None,
                 at_store: AtStore = here) -> Bundle:
    """Write one encrypted bundle into `folder` and return its record.

    Into `own_copy`, a folder, goes a copy that only recovery kit B opens; the record names it if it could be written.
    The store is asked in short pieces, through `at_store`; all else may be done on another thread.

    Raises `BundleNotWritten` when the folder cannot take it, what is wrong with the store's own disk, or what `content`
    raises; then no file is left.
    """
    target = folder / file_name(desk, draft.meta)
    if (there := bundle_files.in_the_way(target)) is not None:
        raise BundleNotWritten(_("There is already a file {name} in this folder. Choose another folder.").format(
            name=there.name))
    own = _place_of_copy(own_copy, target.name)
    at_store(lambda: _begin(desk, draft, target, own))
    try:
        digest, size = bundle_files.stage(target, _locked(draft, *(key.age_key for key in
                                                                   draft.recipient.keys_in_force)))
        at_store(lambda: _staged(desk, draft, digest, size))
        bundle_files.put_in_place(target)
    except Exception as error:
        bundle_files.discard(target)
        with suppress(StoreProblem):  # what cannot be written down now, the next to sign in settles
            at_store(lambda: bundle_files.settle(desk, draft.meta.id, BundleState.ABANDONED))
        if isinstance(error, OSError):
            raise BundleNotWritten(_("The bundle could not be written to {folder}, and no part of it was left there. "
                                     "Check that the folder or stick is still there and has room.").format(
                                         folder=folder.name)) from error
        raise
    copied = _copied(desk, draft, own) if own is not None else ""
    try:
        at_store(lambda: bundle_files.settle(desk, draft.meta.id, BundleState.WRITTEN, copied))
    except Unconfirmed:
        raise
    except StoreProblem:
        for place in filter(None, (target, own)):
            bundle_files.drop(place)  # told that it was not done, nobody must find it done
        raise
    return at_store(lambda: _of(desk, draft.meta.id))


def _record(desk: Desk, draft: Draft) -> Bundle:
    about, approval = draft.meta, draft.approval
    return Bundle(
        id=about.id, sequence=about.sequence, recipient=draft.recipient, kind=about.kind, period=about.period.code,
        version=about.version, supersedes=about.supersedes, purpose=about.purpose, authority=about.authority,
        ends_on=about.ends_on, file_name=file_name(desk, about), hash="", previous_hash=about.previous,
        shown=draft.shown, written_at=about.created, written_by=desk.person.id,
        approved_by=approval.decided_by if approval else "", approved_at=approval.decided_at if approval else None,
        state=BundleState.PENDING)


def _place_of_copy(folder: Path | None, name: str) -> Path | None:
    """What is there already is never written over, nor removed later."""
    place = folder / name.replace(".age", "-own.age") if folder is not None else None
    return place if place is not None and bundle_files.in_the_way(place) is None else None


def _begin(desk: Desk, draft: Draft, target: Path, own: Path | None) -> None:
    with desk.change() as change:
        bundle_as_logged.require_as_logged(desk, change.tx)
        bundles.add(change.tx, _record(desk, draft), str(target), str(own or ""))
        if draft.approval is not None:
            bundle_requests.use(change.tx, draft.approval.id, draft.meta.id)
        draft.begun(change)
        change.record("bundle.begin", f"bundle:{draft.meta.id}", bundle_history.begun(change.tx, draft.meta.id))


def _staged(desk: Desk, draft: Draft, digest: str, size: int) -> None:
    with desk.change() as change:
        bundles.stage(change.tx, draft.meta.id, digest, size)
        change.record("bundle.stage", f"bundle:{draft.meta.id}", f"sha256:{digest}")
        draft.staged(change)


def _locked(draft: Draft, *keys: str) -> bundle_files.Fill:
    return lambda file: agefile.encrypt_stream(draft.content(), file, keys)


def _copied(desk: Desk, draft: Draft, own: Path) -> str:
    """The hash of the copy; empty where it could not be made: what is asked for in addition takes nothing away."""
    try:
        digest, _size = bundle_files.stage(own, _locked(draft, age_keys.recipient(desk.keys.directory.recovery_b)))
        bundle_files.put_in_place(own)
    except (OSError, Problem, Cancelled):
        return ""
    return digest


def _of(desk: Desk, bundle: str) -> Bundle:
    with desk.reading() as tx:
        return next(one for one in bundle_history.of(tx) if one.id == bundle)
