"""What left: every bundle with its tables exactly as they left, and what of it a later one must be held against."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import TypeVar

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.bundles import Bundle, Counted, Earlier, Kind, Period
from wellnessdesk.domain.measures import Kind as Measured
from wellnessdesk.domain.measures import kind_of
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.domain.rows_held import RowsHeld
from wellnessdesk.domain.tables import CountTable, PublishedTable
from wellnessdesk.exchange import counted_bodies, held_bodies, table_bodies
from wellnessdesk.exchange.bundle_problems import BundleDamaged
from wellnessdesk.reports import bundle_receipt
from wellnessdesk.services import recipients
from wellnessdesk.services.desk import Act, Desk, act
from wellnessdesk.store import bundles, people
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import hash_words

T = TypeVar("T", CountTable, PublishedTable)


@act("bundles.history")
def history(desk: Desk) -> list[Bundle]:
    """All bundles, newest first."""
    with desk.reading() as tx:
        return of(tx)


@act("bundles.history")
def tables(desk: Desk, bundle: str) -> tuple[PublishedTable, ...]:
    """The tables of an aggregate bundle as they left; none for one of before they were kept, and for other kinds."""
    with desk.reading() as tx:
        return tables_of(tx, bundle)


@act("bundles.history")
def rows(desk: Desk, bundle: Bundle) -> RowsHeld | None:
    """What a bundle of rows held; None for one of before it was kept, and for other kinds."""
    with desk.reading() as tx:
        return rows_of(tx, bundle)


@act("bundles.history")
def receipt(desk: Desk, bundle: str, paper: Paper = Paper.LETTER) -> bytes:
    """What left, to whom, and the hash in words that are read out over the telephone, as PDF. Raises `Problem`."""
    with desk.change() as change:
        found = next((one for one in of(change.tx) if one.id == bundle), None)
        if found is None:
            raise Problem(_("This bundle is not on the list any more."))
        if not found.hash:
            raise Problem(_("This bundle was never whole. There is nothing to confirm."))
        names = {person.id: person.name for person in people.everybody(change.tx)}
        held, rows_held = tables_of(change.tx, bundle), rows_of(change.tx, found)
        change.record("bundle.receipt", f"bundle:{bundle}")
    facts = bundle_receipt.Receipt(
        bundle=found, words=hash_words.words(found.hash), day=desk.local(found.written_at),
        written_by=names.get(found.written_by, ""), approved_by=names.get(found.approved_by, ""),
        tables=tuple((one.layout.title, sum(1 for _place in one.places()), len(one.blanks())) for one in held),
        rows=rows_held)
    return bundle_receipt.receipt_pdf(facts, center=desk.center, paper=paper)


def of(tx: Transaction) -> list[Bundle]:
    """All bundles within a transaction of the caller, newest first."""
    return bundles.history(tx, {one.id: one for one in recipients.known(tx)})


def tables_of(tx: Transaction, bundle: str) -> tuple[PublishedTable, ...]:
    """A bundle's tables. Raises `Problem` where somebody spoiled them in the store."""
    with unspoiled():
        return tuple(map(table_bodies.table, bundles.tables(tx, bundle)))


def rows_of(tx: Transaction, bundle: Bundle) -> RowsHeld | None:
    """What a bundle of rows held. Raises `Problem` where somebody spoiled it in the store."""
    kept = bundles.counts(tx, bundle.id) if bundle.kind is Kind.ROWS else []
    with unspoiled():
        return next((held_bodies.held(body) for *_days, body in kept), None)


def keep(change: Act, bundle: str, tables: Iterable[PublishedTable], counted: Iterable[Counted]) -> None:
    """Keep with the record of a bundle what it holds and what was true then: later ones are held against it."""
    bundles.add_tables(change.tx, bundle, [(one.layout.name, table_bodies.body(one)) for one in tables])
    bundles.add_counts(change.tx, bundle, [(*one.days, one.told, counted_bodies.body(one.tables)) for one in counted])
    change.record("bundle.keep", f"bundle:{bundle}", kept(change.tx, bundle))


def keep_rows(change: Act, bundle: str, period: Period, held: RowsHeld) -> None:
    """Keep with the record of a bundle of rows how many it holds, and none of them."""
    bundles.add_counts(change.tx, bundle, [(period.first, period.last, True, held_bodies.body(held))])
    change.record("bundle.keep", f"bundle:{bundle}", kept(change.tx, bundle))


def begun(tx: Transaction, bundle: str) -> str:
    """The hash of what a bundle's record says from its beginning on, as the log says it."""
    text = json.dumps(bundles.facts(tx, bundle), default=str)
    return "facts:" + hashlib.sha256(text.encode()).hexdigest()


def kept(tx: Transaction, bundle: str) -> str:
    """The hash of what is kept of a bundle, as the log says it."""
    text = json.dumps([bundles.tables(tx, bundle), bundles.counts(tx, bundle)], default=date.isoformat)
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def earlier(tx: Transaction, period: Period) -> tuple[Earlier, ...]:
    """The aggregate bundles, to anybody, that one of a period must be held against, in the order in which they left.

    Those whose days hang together with its own: what shares a day with it, and again what shares a day with those. Of
    all others of the same school years, what stands all year.
    """
    near = hull(tx, period)
    years = Period.term(_year(near.first).first, _year(near.last).last)
    found = [Earlier(bundle=bundle, period=Period.of(code), version=version, tables=tables_of(tx, bundle),
                     counted=_counted(tx, bundle)) for bundle, code, version in bundles.left(tx, Kind.AGGREGATE, years)]
    return tuple(one if one.period.meets(near) else _standing(one) for one in found)


def hull(tx: Transaction, period: Period) -> Period:
    """The days of a period and of all bundles that hang together with it."""
    within = period
    while (wider := _widened(within, bundles.left(tx, Kind.AGGREGATE, within))) != within:
        within = wider
    return within


def told(tx: Transaction, within: Period) -> list[tuple[date, date]]:
    """The days of every bundle that shares a day with a period."""
    return [(one.first, one.last) for one in (
        Period.of(code) for _bundle, code, _version in bundles.left(tx, Kind.AGGREGATE, within))]


def _counted(tx: Transaction, bundle: str) -> tuple[Counted, ...]:
    with unspoiled():
        return tuple(Counted(days=(first, last), told=told, tables=counted_bodies.tables(body))
                     for first, last, told, body in bundles.counts(tx, bundle))


def _standing(bundle: Earlier) -> Earlier:
    return replace(bundle, tables=_that_stand(bundle.tables), counted=tuple(
        replace(one, tables=_that_stand(one.tables)) for one in bundle.counted[:1]))


def _that_stand(tables: Iterable[T]) -> tuple[T, ...]:
    return tuple(table for table in tables if kind_of(table.layout.counted) is Measured.STANDING)


def _year(day: date) -> Period:
    return Period.school_year(day.year - (day.month < 7))


@contextmanager
def unspoiled() -> Iterator[None]:
    """Raise `Problem` where what is kept of bundles cannot be what left."""
    try:
        yield
    except (ValueError, KeyError, TypeError, BundleDamaged) as error:
        raise Problem(_("What an earlier bundle held was changed outside the program. Have the audit log verified "
                        "before you write another one.")) from error


def _widened(period: Period, left: Iterable[tuple[str, str, int]]) -> Period:
    met = [period, *(Period.of(code) for _bundle, code, _version in left)]
    return Period.term(min(one.first for one in met), max(one.last for one in met))
