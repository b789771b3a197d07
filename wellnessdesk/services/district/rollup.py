"""The numbers of all schools that the district took, together, from its own store.

`domain.rollup_answers` is what can be asked; `domain.rollup` says why none of it uncovers a school.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice

from wellnessdesk.domain.district import AGGREGATE, Receipt
from wellnessdesk.domain.figures import joined
from wellnessdesk.domain.rollup import (
    ALL,
    WHOLE,
    At,
    Chosen,
    Comparison,
    DistrictTable,
    School,
    Spell,
    SpellSeen,
    TableWords,
    Trend,
)
from wellnessdesk.domain.rollup_answers import Figures
from wellnessdesk.domain.tables import Layout
from wellnessdesk.exchange import datapackage
from wellnessdesk.services.district.desk import DistrictDesk, district_act
from wellnessdesk.store.district import received
from wellnessdesk.store.district.rollup import InStore
from wellnessdesk.store.transaction import Transaction

_DESCRIBED_BY = 10
"""So many schools' newest bundles are asked how the tables are called; what none of them knows keeps its code."""


@district_act("district.export")
@contextmanager
def opened(desk: DistrictDesk) -> Iterator[Figures]:
    """All that can be asked, of one moment, for whoever writes it down elsewhere."""
    with _figures(desk) as figures:
        yield figures


@district_act("district.roll_up")
def spells(desk: DistrictDesk) -> list[SpellSeen]:
    """The periods that counts were received for, the newest first, each with the number of schools."""
    with _figures(desk) as figures:
        return figures.spells()


@district_act("district.roll_up")
def tables(desk: DistrictDesk) -> list[TableWords]:
    """The tables of the newest bundles, in words."""
    with _figures(desk) as figures:
        return figures.words()


@district_act("district.roll_up")
def schools(desk: DistrictDesk) -> list[School]:
    """The schools whose figures are here, by name."""
    with _figures(desk) as figures:
        return figures.schools()


@district_act("district.roll_up")
def table(desk: DistrictDesk, name: str, spell: Spell, centers: Sequence[str] = ()) -> DistrictTable:
    """A table of the whole district (or of the schools of some `centers`) in a period, and which schools are missing
    in it."""
    with _figures(desk) as figures:
        return figures.table(figures.words_of(name), spell, centers)


@district_act("district.roll_up")
def compare(desk: DistrictDesk, name: str, spell: Spell, at: At = WHOLE, centers: Sequence[str] = ()) -> Comparison:
    """One place of a table, school by school in the order of their names."""
    with _figures(desk) as figures:
        return figures.compare(figures.words_of(name), spell, at, centers)


@district_act("district.roll_up")
def trend(desk: DistrictDesk, name: str, kind: str, at: At = WHOLE, chosen: Chosen = ALL,
          per_year: bool = False) -> Trend:
    """One place of a table over the periods of a kind (month, term, year), the oldest first.

    `per_year`: the periods of a school year added up; nothing for what cannot be added over time.
    """
    with _figures(desk) as figures:
        return figures.trend(figures.words_of(name), kind, at, chosen, per_year=per_year)


@contextmanager
def _figures(desk: DistrictDesk) -> Iterator[Figures]:
    with desk.reading() as tx:
        yield Figures(engine=InStore(tx), words=lambda: _words(tx), district=desk.name)


def _words(tx: Transaction) -> list[TableWords]:
    found: dict[str, TableWords] = {}
    for receipt in _newest(received.newest_first(tx)):
        body = received.body(tx, receipt.id)
        for one in datapackage.read(body)[1].tables if body else ():
            words = _in_words(one.layout)
            known = found.get(words.name)
            found[words.name] = words if known is None else replace(
                known, rows={**words.rows, **known.rows}, columns={**words.columns, **known.columns})
    return list(found.values())


def _newest(receipts: Iterable[Receipt]) -> list[Receipt]:
    """The newest bundle in force of each of some schools."""
    ordered = sorted((one for one in receipts if one.counts and one.kind == AGGREGATE),
                     key=lambda one: (one.last_day, one.sequence))
    return list(islice(reversed({one.center_id: one for one in ordered}.values()), _DESCRIBED_BY))


def _in_words(layout: Layout) -> TableWords:
    labels = [dict(column.labels) for column in layout.rows]
    rows = {joined(key): " · ".join(known.get(value, value) for known, value in zip(labels, key, strict=True))
            for key in layout.row_keys}
    across = layout.columns
    named = dict(across.labels) if across else {}
    return TableWords(
        name=layout.name, title=layout.title, description=layout.description, counted=layout.counted,
        rows_title=" · ".join(column.title for column in layout.rows), rows=rows,
        columns_title=across.title if across else "",
        columns={key: named.get(key, key) for key in layout.column_keys} if across else {})
