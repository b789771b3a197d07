"""What can be asked of the published numbers of many schools, whoever holds them: a store, Parquet files, a cluster."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.base.progress import NO_PROGRESS, Progress
from wellnessdesk.domain import rollup_sql
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

Part = DistrictTable | Comparison | Trend
_PERIOD = list(rollup_sql.BUNDLES).index("period")


class NoFigures(Problem):
    """Nothing was received of what was chosen."""

    def __init__(self) -> None:
        super().__init__(_("There are no figures of these schools and periods. Take their bundles first."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Numbers with whoever answers for them. `words` tells what the tables of the newest bundles are called;
    `district` is the district's name, which may be empty."""

    engine: Engine
    words: Callable[[], list[TableWords]]
    district: str = ""

    def spells(self) -> list[SpellSeen]:
        """The periods that there are counts of, the newest first, each with the number of schools."""
        return [SpellSeen(spell=Spell(_day(begins), str(span), str(period)), schools=_int(schools))
                for span, period, begins, schools in self.engine.rows(rollup_sql.spells())]

    def schools(self) -> list[School]:
        """The schools whose figures are here, by name."""
        return [School(center=str(center), name=str(name))
                for center, name in self.engine.rows(rollup_sql.schools())]

    def words_of(self, name: str) -> TableWords:
        """A table in words; its name alone where nobody knows it."""
        known = next((words for words in self.words() if words.name == name), None)
        return known or TableWords(name=name, title=name, description="", counted="", rows_title="", rows={},
                                   columns={})

    def table(self, words: TableWords, spell: Spell, centers: Sequence[str] = ()) -> DistrictTable:
        """A table of all schools (or of some `centers`) in a period, and which schools are missing in it."""
        asked, side_by_side = (rollup_sql.table(words.name, spell.code, centers),
                               rollup_sql.compare(words.name, spell.code, WHOLE, centers))
        totals = {At(row_key=str(row), column_key=str(column)): _total(rest)
                  for row, column, *rest in self.engine.rows(asked)}
        there = {center for center, *_rest in self.engine.rows(side_by_side)}
        missing = [one for one in self.schools()
                   if one.center not in there and (not centers or one.center in centers)]
        return DistrictTable(words=_with_keys(words, totals), spell=spell, totals=totals, schools=len(there),
                             missing=tuple(missing))

    def compare(self, words: TableWords, spell: Spell, at: At = WHOLE, centers: Sequence[str] = ()) -> Comparison:
        """One place of a table, school by school in the order of their names."""
        asked = rollup_sql.compare(words.name, spell.code, at, centers)
        found = {center: _total(rest) for center, *rest in self.engine.rows(asked)}
        return Comparison(words=words, spell=spell, at=at, schools=tuple(
            (school, found[school.center]) for school in self.schools() if school.center in found))

    def trend(self, words: TableWords, kind: str, at: At = WHOLE, chosen: Chosen = ALL, *,
              per_year: bool = False) -> Trend:
        """One place of a table over the periods of a kind (month, term, year), the oldest first.

        `per_year`: the periods of a school year added up; nothing for what cannot be added over time.
        """
        asked = (rollup_sql.yearly if per_year else rollup_sql.trend)(words.name, kind, at, chosen)
        only = [one for one in self.schools() if (one.center,) == chosen.centers]
        return Trend(words=words, at=at, school=next(iter(only), None), per_year=per_year, points=tuple(
            (Spell(_day(begins), "months" if per_year else kind, str(period)), _total(rest))
            for period, begins, *rest in self.engine.rows(asked)))

    def whole(self, chosen: Chosen = ALL) -> list[DistrictTable]:
        """All tables of the newest of the chosen periods. Raises `NoFigures` where there are none."""
        spell = self._last_spell(chosen)
        found = [self.table(words, spell, chosen.centers) for words in self.words()]
        return [one for one in found if one.totals]

    def everything(self, chosen: Chosen = ALL, progress: Progress = NO_PROGRESS) -> tuple[Spell, list[Part]]:
        """The newest of the chosen periods, all its tables with schools side by side, and how it went over those
        chosen. Raises `NoFigures` where there are none."""
        spell, found, parts = self._last_spell(chosen), self.words(), list[Part]()
        for number, words in enumerate(found):
            progress.check_cancelled()
            parts += self._all_of(words, spell, chosen)
            progress.report(number + 1, len(found))
        return spell, parts

    def _last_spell(self, chosen: Chosen) -> Spell:
        """The last period of the bundles that were chosen."""
        sent = {bundle[_PERIOD] for bundle in self.engine.rows(rollup_sql.bundles(chosen))}
        found = next((one.spell for one in self.spells() if one.spell.code in sent), None)
        if found is None:
            raise NoFigures
        return found

    def _all_of(self, words: TableWords, spell: Spell, chosen: Chosen) -> list[Part]:
        """A table with what can be compared of it; nothing where none of the schools sent it."""
        table = self.table(words, spell, chosen.centers)
        if not table.totals:
            return []
        side_by_side = self.compare(words, spell, centers=chosen.centers)
        over_time = [self.trend(words, spell.kind, chosen=chosen)]
        if spell.kind == "month":
            over_time.append(self.trend(words, spell.kind, chosen=chosen, per_year=True))
        return [table, *([side_by_side] if len(side_by_side.schools) > 1 else []),
                *(one for one in over_time if len(one.points) > 1)]


def _total(found: Sequence[object]) -> Total:
    low, high, schools, bundles, blank = found
    return Total(low=_int(low), high=None if high is None else _int(high), schools=_int(schools),
                 bundles=_int(bundles), blank=_int(blank))


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
