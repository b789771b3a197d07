"""Bundles of rows for an approved evaluation: see how many leave and who could be found in them, then write them.

What the person must be told before rows leave (`domain.bundle_words.rows_warnings`): when somebody came stays true, so
whoever knows it may find their rows; and rows can be counted again, whatever a bundle of counts leaves blank.

The counting and the writing take long. Beside the thread of the store they are called with an `at_store` that brings
short pieces there; by whoever only stands in, never (`Desk.require_time` asks the store at once).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from wellnessdesk.base.at_store import AtStore, here
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.progress import NO_PROGRESS, Progress, Share
from wellnessdesk.domain import bundle_words, pseudonyms
from wellnessdesk.domain.bundles import Asked, Bundle, BundleMeta, BundleState, Kind, Period, Recipient, Request
from wellnessdesk.domain.coarse import Grain
from wellnessdesk.domain.k_anonymity import Alike
from wellnessdesk.domain.rows_held import RowsHeld
from wellnessdesk.exchange import row_package
from wellnessdesk.exchange.zip_stream import zipped
from wellnessdesk.services import (
    bundle_approval,
    bundle_files,
    bundle_history,
    bundle_periods,
    bundle_writing,
    evaluation_rows,
    pseudonym_keys,
    recipients,
)
from wellnessdesk.services.bundle_writing import Draft
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.services.evaluation_rows import Counted, Reading, Sample
from wellnessdesk.store.transaction import Transaction

_COUNTED = 50
"""Percent of the work that are done once what was approved is counted again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsPreview:
    """What would leave: to whom, of which days, how coarse, how many rows, and who could be found in them.

    `last` is the newest bundle of rows of the same period that left for this recipient: the one that it would
    supersede.
    """

    recipient: Recipient
    period: Period
    grain: Grain
    counted: Counted
    last: Bundle | None = None

    @property
    def seen(self) -> str:
        """The hash (hex) of the rows: who approves it approves these."""
        return self.counted.hash

    @property
    def report(self) -> tuple[Alike, ...]:
        """How many students are alike in what somebody may know of them."""
        return self.counted.report

    @property
    def samples(self) -> tuple[Sample, ...]:
        """The tables as they leave, each with its first rows."""
        return evaluation_rows.samples(self.counted, self.grain)

    @property
    def held(self) -> RowsHeld:
        """What is kept of it once it has left."""
        return RowsHeld(grain=self.grain, rows=self.counted.rows, report=self.report)

    @property
    def unchanged(self) -> bool:
        """Whether the same rows left already."""
        return self.last is not None and self.last.shown == self.seen


@act("bundles.preview")
def preview(desk: Desk, asked: Asked, progress: Progress = NO_PROGRESS, at_store: AtStore = here) -> RowsPreview:
    """Count what would leave for `asked` (its kind, recipient, period, `about`). Writes nothing.

    Raises `Problem` for a period that is not over or a recipient who may not have rows; `Cancelled`.
    """
    return _preview(desk, asked, progress, at_store)


@act("bundles.approve")
def look(desk: Desk, request: Request, progress: Progress = NO_PROGRESS, at_store: AtStore = here) -> RowsPreview:
    """The same for rows that somebody asks to be approved."""
    return _preview(desk, request.asked, progress, at_store)


@act("bundles.write")
def write(desk: Desk, asked: Asked, *, folder: Path, shown: RowsPreview, own_copy: Path | None = None,
          progress: Progress = NO_PROGRESS, at_store: AtStore = here) -> Bundle:
    """Write one encrypted, signed bundle of rows into `folder` and return its record.

    What leaves is what was `shown`, to the row: it is read again, and refused when anything has changed. How it is put
    in place, and `own_copy`: `bundle_writing.write_staged`.

    Raises `Problem` for a purpose, authority or end date that is missing or cannot be, where a second person has to
    approve it first, and as `preview`; `Cancelled`, `BundleNotWritten`; then no file is left.
    """
    asked = asked.tidied()
    if missing := bundle_words.wrong(asked, desk.today()):
        raise Problem(missing)
    at_store(lambda: bundle_files.settle_pending(desk))
    recipient, approval, about = at_store(lambda: _ready(desk, asked, shown))
    key = at_store(lambda: pseudonym_keys.key_for(desk, asked.recipient, pseudonyms.school_year(asked.period.first)))
    reading = _reading(desk, asked, progress, at_store)
    return bundle_writing.write_staged(desk, Draft(
        meta=about, recipient=recipient, shown=shown.seen, approval=approval,
        content=lambda: _content(desk, reading, shown.counted, about, key),
        staged=lambda change: bundle_history.keep_rows(change, about.id, asked.period, shown.held)),
        folder, own_copy=own_copy, at_store=at_store)


@act("bundles.write")
def write_approved(desk: Desk, request: Request, *, folder: Path, own_copy: Path | None = None,
                   progress: Progress = NO_PROGRESS, at_store: AtStore = here) -> Bundle:
    """Write the rows that a second person approved, and no others. Raises what `write` does."""
    shown = _preview(desk, request.asked, Share(progress, 0, _COUNTED), at_store)
    if shown.seen != request.shown:
        raise Problem(bundle_approval.changed())
    return write(desk, request.asked, folder=folder, shown=shown, own_copy=own_copy,
                 progress=Share(progress, _COUNTED, 100), at_store=at_store)


def _preview(desk: Desk, asked: Asked, progress: Progress, at_store: AtStore) -> RowsPreview:
    recipient, last = at_store(lambda: _allowed(desk, asked))
    counted = evaluation_rows.count(_reading(desk, asked, progress, at_store))
    return RowsPreview(recipient=recipient, period=asked.period, grain=Grain(asked.about), counted=counted, last=last)


def _allowed(desk: Desk, asked: Asked) -> tuple[Recipient, Bundle | None]:
    with desk.reading() as tx:
        recipient = _require(desk, tx, asked)
        return recipient, next((one for one in bundle_history.of(tx) if one.state is BundleState.WRITTEN
            and recipient.follows(one.recipient) and (one.kind, one.period) == (Kind.ROWS, asked.period.code)), None)


def _ready(desk: Desk, asked: Asked, shown: RowsPreview) -> tuple[Recipient, Request | None, BundleMeta]:
    with desk.reading() as tx:
        recipient = _require(desk, tx, asked)
        return recipient, bundle_approval.require(tx, asked, shown.seen), bundle_writing.meta(
            desk, tx, recipient, asked)


def _require(desk: Desk, tx: Transaction, asked: Asked) -> Recipient:
    bundle_periods.require(tx, asked.period, desk.today())
    recipient = recipients.get(tx, asked.recipient)
    recipients.require_may_receive(recipient, Kind.ROWS, desk.today())
    return recipient


def _reading(desk: Desk, asked: Asked, progress: Progress, at_store: AtStore) -> Reading:
    return Reading(desk=desk, first=asked.period.first, last=asked.period.last, grain=Grain(asked.about),
                   at_store=at_store, progress=progress)


def _content(desk: Desk, reading: Reading, counted: Counted, about: BundleMeta, key: bytes) -> Iterator[bytes]:
    tables = evaluation_rows.bodies(reading, counted, partial(pseudonyms.pseudonym, key))
    return zipped(row_package.files(tables, about, bundle_writing.file_name(desk, about),
                                    partial(bundle_writing.signature, desk)))
