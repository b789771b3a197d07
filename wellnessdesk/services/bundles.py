"""Bundles of counts: see exactly what leaves, then write it; file and record stand or fall together."""

import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.progress import NO_PROGRESS, Progress, Share
from wellnessdesk.domain import bundle_words
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
    bundle_writing,
    recipients,
)
from wellnessdesk.services.bundle_suppression import Facts
from wellnessdesk.services.bundle_writing import Draft
from wellnessdesk.services.desk import Act, Desk, act

_PROVED, _LOCKED = 80, 90
"""Percent of the work that are done then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """Exactly what would leave: the tables with their blanks, what is left open about each, to whom, of which days.

    `last` is the bundle it is held against: the version that it corrects, else the last of its kind and span for this
    recipient; `changes` are what is different. `facts` is what it was worked out from. `rows_left` are who has rows of
    some of these days: rows can be counted, so nothing is blank for them.
    """

    recipient: Recipient
    period: Period
    facts: Facts
    tables: tuple[PublishedTable, ...]
    findings: tuple[Finding, ...] = ()
    last: Bundle | None = None
    changes: tuple[Changed, ...] = ()
    rows_left: tuple[str, ...] = ()

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
    period to the same recipient is its next version and supersedes it. How it is put in place, and `own_copy`:
    `bundle_writing.write_staged`.

    Raises `Problem` for a period that is not over, a recipient who may not have it, or where a second person has to
    approve it first; `Cancelled` before anything is written; `BundleNotWritten` when the folder cannot take it, or what
    is wrong with the store's own disk; then no file is left.
    """
    asked = Asked(recipient=recipient_id, period=period, purpose=purpose, authority=authority).tidied()
    return _write(desk, asked, shown.seen if shown else "", bundle_suppression.changed(), folder, own_copy, progress)


@act("bundles.write")
def write_approved(desk: Desk, request: Request, *, folder: Path, own_copy: Path | None = None,
                   progress: Progress = NO_PROGRESS) -> Bundle:
    """Write the tables that a second person approved, and no others. Raises what `write` does."""
    return _write(desk, request.asked, request.shown, bundle_approval.changed(), folder, own_copy, progress)


def _write(desk: Desk, asked: Asked, seen: str, changed_since: str, folder: Path, own_copy: Path | None,
           progress: Progress) -> Bundle:
    """`changed_since` is said where the tables are not those that were `seen`."""
    if missing := bundle_words.wrong(asked, desk.today()):
        raise Problem(missing)
    bundle_files.settle_pending(desk)  # what an earlier try of this session left open would take this one's number
    with desk.reading() as tx:
        bundle_periods.require(tx, asked.period, desk.today())
        recipients.require_may_receive(recipients.get(tx, asked.recipient), Kind.AGGREGATE, desk.today())
    now = _preview(desk, asked.recipient, asked.period, Share(progress, 0, _PROVED))
    if seen not in ("", now.seen):
        raise Problem(changed_since)
    with desk.reading() as tx:
        approval = bundle_approval.require(tx, asked, now.seen)
        about = bundle_writing.meta(desk, tx, now.recipient, asked)
    content = _signed_zip(desk, now, about)
    progress.report(_LOCKED, 100)
    progress.check_cancelled()
    made = bundle_writing.write_staged(desk, Draft(
        meta=about, recipient=now.recipient, shown=now.seen, approval=approval, content=lambda: (content,),
        staged=lambda change: _keep(desk, change, about.id, now)), folder, own_copy=own_copy)
    progress.report(100, 100)
    return made


def _keep(desk: Desk, change: Act, bundle: str, left: Preview) -> None:
    bundle_suppression.require_unchanged(change.tx, left.period, desk.today(), left.facts)
    bundle_history.keep(change, bundle, left.tables, left.facts.counted)


def _preview(desk: Desk, recipient_id: str, period: Period, progress: Progress) -> Preview:
    """While the proof is looked for nothing is kept open: others go on working."""
    with desk.reading() as tx:
        recipient, facts = recipients.get(tx, recipient_id), bundle_suppression.facts(tx, period, desk.today())
        history = bundle_history.of(tx)
        last, rows_left = _last(history, recipient, period), _rows_left(history, period)
        before = bundle_history.tables_of(tx, last.id) if last else ()
    tables, findings = bundle_suppression.published(facts, progress)
    shown = Preview(recipient=recipient, period=period, facts=facts, tables=tables, findings=findings, last=last,
                    rows_left=rows_left)
    compared = changed if shown.corrects else totals
    return replace(shown, changes=tuple(compared(before, tables))) if before else shown


def _rows_left(history: list[Bundle], period: Period) -> tuple[str, ...]:
    return tuple(sorted({one.recipient.name for one in history if one.kind is Kind.ROWS
                         and one.state is not BundleState.ABANDONED and Period.of(one.period).meets(period)}))


def _last(history: list[Bundle], recipient: Recipient, period: Period) -> Bundle | None:
    """Of the same period, else of the same span: the newest that left."""
    left = [one for one in history if recipient.follows(one.recipient) and one.kind is Kind.AGGREGATE
            and one.state is not BundleState.ABANDONED]
    same = [one for one in left if one.period == period.code]
    alike = [one for one in left if Period.of(one.period).span is period.span]
    return next(iter([*same, *alike]), None)


def _signed_zip(desk: Desk, shown: Preview, about: BundleMeta) -> bytes:
    """Read again as a stranger would, before it is locked: nobody here can open it afterwards."""
    files = dict(datapackage.build(shown.tables, about, bundle_writing.file_name(desk, about)))
    files[datapackage.SIGNATURE] = bundle_writing.signature(desk, files[datapackage.MANIFEST])
    content = datapackage.zip_bytes(files)
    found = datapackage.contents(datapackage.read_zip(content))
    if (replace(found.meta, created=about.created), found.tables) != (about, shown.tables):  # no fraction of a second
        raise AssertionError("a bundle that does not say what was shown")
    return content


def _bodies(tables: tuple[PublishedTable, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((one.layout.name, table_bodies.body(one)) for one in tables)
