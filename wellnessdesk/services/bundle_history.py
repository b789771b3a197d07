"""What left: every bundle with its tables exactly as they left, and what of it a later one must be held against."""

from collections.abc import Iterable

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.bundles import Bundle, Earlier, Kind, Period
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.domain.tables import PublishedTable
from wellnessdesk.exchange import table_bodies
from wellnessdesk.exchange.bundle_problems import BundleDamaged
from wellnessdesk.reports import bundle_receipt
from wellnessdesk.services import recipients
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import bundles, people
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import hash_words


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
def receipt(desk: Desk, bundle: str, paper: Paper = Paper.LETTER) -> bytes:
    """What left, to whom, and the hash in words that are read out over the telephone, as PDF. Raises `Problem`."""
    with desk.change() as change:
        found = next((one for one in of(change.tx) if one.id == bundle), None)
        if found is None:
            raise Problem(_("This bundle is not on the list any more."))
        if not found.hash:
            raise Problem(_("This bundle was never whole. There is nothing to confirm."))
        names = {person.id: person.name for person in people.everybody(change.tx)}
        held = tables_of(change.tx, bundle)
        change.record("bundle.receipt", f"bundle:{bundle}")
    facts = bundle_receipt.Receipt(
        bundle=found, words=hash_words.words(found.hash), day=desk.local(found.written_at),
        written_by=names.get(found.written_by, ""), approved_by=names.get(found.approved_by, ""),
        tables=tuple((one.layout.title, sum(1 for _place in one.places()), len(one.blanks())) for one in held))
    return bundle_receipt.receipt_pdf(facts, center=desk.center, paper=paper)


def of(tx: Transaction) -> list[Bundle]:
    """All bundles within a transaction of the caller, newest first."""
    return bundles.history(tx, {one.id: one for one in recipients.known(tx)})


def tables_of(tx: Transaction, bundle: str) -> tuple[PublishedTable, ...]:
    """A bundle's tables. Raises `Problem` where somebody spoiled them in the store."""
    try:
        return tuple(map(table_bodies.table, bundles.tables(tx, bundle)))
    except (ValueError, KeyError, TypeError, BundleDamaged) as error:
        raise Problem(_("What an earlier bundle held was changed outside the program. Have the audit log verified "
                        "before you write another one.")) from error


def earlier(tx: Transaction, period: Period) -> tuple[Earlier, ...]:
    """Every aggregate bundle, to anybody, whose days hang together with those of a period: with what shares a day with
    it, and again with what shares a day with those."""
    within = period
    while (wider := _widened(within, bundles.left(tx, Kind.AGGREGATE, within))) != within:
        within = wider
    return tuple(Earlier(bundle=bundle, period=Period.of(code), version=version, tables=tables_of(tx, bundle))
                 for bundle, code, version in bundles.left(tx, Kind.AGGREGATE, within))


def _widened(period: Period, left: Iterable[tuple[str, str, int]]) -> Period:
    met = [period, *(Period.of(code) for _bundle, code, _version in left)]
    return Period.term(min(one.first for one in met), max(one.last for one in met))
