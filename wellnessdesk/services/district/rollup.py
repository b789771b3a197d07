"""The numbers of all schools together: what there is, a table of the district, schools side by side, trends.

`domain.rollup` says why none of it uncovers a school.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import cast

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.base.progress import NO_PROGRESS, Progress
from wellnessdesk.domain import rollup_sql
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
    Total,
    Trend,
)
from wellnessdesk.domain.rollup_sql import Engine
from wellnessdesk.domain.tables import Layout
from wellnessdesk.exchange import datapackage
from wellnessdesk.services.district.desk import DistrictDesk, district_act
from wellnessdesk.store.district import received
from wellnessdesk.store.district.rollup import InStore
from wellnessdesk.store.transaction import Transaction

_DESCRIBED_BY = 10
"""So many schools' newest bundles are asked how the tables are called; what none of them knows keeps its code."""

Part = DistrictTable | Comparison | Trend


class NoFigures(Problem):
    """Nothing was received of what was chosen."""

    def __init__(self) -> None:
        super().__init__(_("There are no figures of these schools and periods. Take their bundles first."))


@district_act("district.roll_up")
def spells(desk: DistrictDesk) -> list[SpellSeen]:
    """The periods that counts were received for, the newest first, each with the number of schools."""
    with desk.reading() as tx:
        return _spells(InStore(tx))


@district_act("district.roll_up")
def tables(desk: DistrictDesk) -> list[TableWords]:
    """The tables of the newest bundles, in words."""
    with desk.reading() as tx:
        return _words(tx)


@district_act("district.roll_up")
def schools(desk: DistrictDesk) -> list[School]:
    """The schools whose figures are here, by name."""
    with desk.reading() as tx:
        return _schools(InStore(tx))


@district_act("district.roll_up")
def table(desk: DistrictDesk, name: str, spell: Spell, centers: Sequence[str] = ()) -> DistrictTable:
    """A table of the whole district (or of the schools of some `centers`) in a period, and which schools are missing
    in it."""
    with desk.reading() as tx:
        return _table(InStore(tx), _of_name(tx, name), spell, centers)


@district_act("district.roll_up")
def whole(desk: DistrictDesk, chosen: Chosen = ALL) -> list[DistrictTable]:
    """All tables of the newest of the chosen periods. Raises `NoFigures` where there are none."""
    with desk.reading() as tx:
        engine = InStore(tx)
        spell = _last_spell(engine, chosen)
        found = [_table(engine, words, spell, chosen.centers) for words in _words(tx)]
    return [one for one in found if one.totals]


@district_act("district.roll_up")
def compare(desk: DistrictDesk, name: str, spell: Spell, at: At = WHOLE, centers: Sequence[str] = ()) -> Comparison:
    """One place of a table, school by school in the order of their names."""
    with desk.reading() as tx:
        return _comparison(InStore(tx), _of_name(tx, name), spell, at, centers)


@district_act("district.roll_up")
def trend(desk: DistrictDesk, name: str, kind: str, at: At = WHOLE, chosen: Chosen = ALL,
          per_year: bool = False) -> Trend:
    """One place of a table over the periods of a kind (month, term, year), the oldest first.

    `per_year`: the periods of a school year added up; nothing for what cannot be added over time.
    """
    with desk.reading() as tx:
        return _trend(InStore(tx), _of_name(tx, name), kind, at, chosen, per_year=per_year)


@district_act("district.roll_up")
def everything(desk: DistrictDesk, chosen: Chosen = ALL, progress: Progress = NO_PROGRESS) -> tuple[Spell, list[Part]]:
    """The newest of the chosen periods, all its tables with schools side by side, and how it went over those chosen.

    Raises `NoFigures` where there are none.
    """
    with desk.reading() as tx:
        engine, found, parts = InStore(tx), _words(tx), list[Part]()
        spell = _last_spell(engine, chosen)
        for number, words in enumerate(found):
            progress.check_cancelled()
            parts += _all_of(engine, words, spell, chosen)
            progress.report(number + 1, len(found))
    return spell, parts


def _last_spell(engine: Engine, chosen: Chosen) -> Spell:
    """The last period of the bundles that were chosen."""
    sent = {bundle[list(rollup_sql.BUNDLES).index("period")] for bundle in engine.rows(rollup_sql.bundles(chosen))}
    found = next((one.spell for one in _spells(engine) if one.spell.code in sent), None)
    if found is None:
        raise NoFigures
    return found


def _all_of(engine: Engine, words: TableWords, spell: Spell, chosen: Chosen) -> list[Part]:
    """A table with what can be compared of it; nothing where none of the schools sent it."""
    table = _table(engine, words, spell, chosen.centers)
    if not table.totals:
        return []
    side_by_side = _comparison(engine, words, spell, WHOLE, chosen.centers)
    over_time = [_trend(engine, words, spell.kind, WHOLE, chosen)]
    if spell.kind == "month":
        over_time.append(_trend(engine, words, spell.kind, WHOLE, chosen, per_year=True))
    return [table, *([side_by_side] if len(side_by_side.schools) > 1 else []),
            *(one for one in over_time if len(one.points) > 1)]


def _table(engine: Engine, words: TableWords, spell: Spell, centers: Sequence[str]) -> DistrictTable:
    totals = {At(row_key=str(row), column_key=str(column)): _total(rest)
              for row, column, *rest in engine.rows(rollup_sql.table(words.name, spell.code, centers))}
    there = {center for center, *_rest in engine.rows(rollup_sql.compare(words.name, spell.code, WHOLE, centers))}
    missing = [one for one in _schools(engine) if one.center not in there and (not centers or one.center in centers)]
    return DistrictTable(words=_with_keys(words, totals), spell=spell, totals=totals, schools=len(there),
                         missing=tuple(missing))


def _comparison(engine: Engine, words: TableWords, spell: Spell, at: At, centers: Sequence[str]) -> Comparison:
    asked = rollup_sql.compare(words.name, spell.code, at, centers)
    found = {center: _total(rest) for center, *rest in engine.rows(asked)}
    return Comparison(words=words, spell=spell, at=at, schools=tuple(
        (school, found[school.center]) for school in _schools(engine) if school.center in found))


def _trend(engine: Engine, words: TableWords, kind: str, at: At, chosen: Chosen, *, per_year: bool = False) -> Trend:
    asked = (rollup_sql.yearly if per_year else rollup_sql.trend)(words.name, kind, at, chosen)
    only = [one for one in _schools(engine) if (one.center,) == chosen.centers]
    return Trend(words=words, at=at, school=next(iter(only), None), per_year=per_year, points=tuple(
        (Spell(_day(begins), "months" if per_year else kind, str(period)), _total(rest))
        for period, begins, *rest in engine.rows(asked)))


def _total(found: Sequence[object]) -> Total:
    low, high, schools, bundles, blank = found
    return Total(low=_int(low), high=None if high is None else _int(high), schools=_int(schools),
                 bundles=_int(bundles), blank=_int(blank))


def _spells(engine: Engine) -> list[SpellSeen]:
    return [SpellSeen(spell=Spell(_day(begins), str(span), str(period)), schools=_int(schools))
            for span, period, begins, schools in engine.rows(rollup_sql.spells())]


def _schools(engine: Engine) -> list[School]:
    return [School(center=str(center), name=str(name)) for center, name in engine.rows(rollup_sql.schools())]


def _of_name(tx: Transaction, name: str) -> TableWords:
    known = next((words for words in _words(tx) if words.name == name), None)
    return known or TableWords(name=name, title=name, description="", counted="", rows_title="", rows={}, columns={})


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


def _with_keys(words: TableWords, totals: Iterable[At]) -> TableWords:
    """The words, and what no bundle described by its code."""
    rows = {at.row_key: at.row_key for at in totals if at.row_key}
    columns = {at.column_key: at.column_key for at in totals if at.column_key}
    return replace(words, rows={**words.rows, **{key: label for key, label in rows.items() if key not in words.rows}},
                   columns={**words.columns, **{key: one for key, one in columns.items() if key not in words.columns}})


def _int(found: object) -> int:
    return int(cast(int, found))


def _day(found: object) -> date:
    return date.fromisoformat(str(found))
