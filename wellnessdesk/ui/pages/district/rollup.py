"""Roll-up: the schools' numbers together, school by school, and over time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain import rollup_charts
from wellnessdesk.domain.rollup import (
    Chosen,
    Comparison,
    DistrictTable,
    School,
    Spell,
    SpellSeen,
    TableWords,
    Trend,
    kind_hint,
    missing_label,
)
from wellnessdesk.services.district import rollup
from wellnessdesk.services.district.desk import FEATURE, DistrictDesk
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.layouts import stacked
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.kit.parts import Banner, EmptyState
from wellnessdesk.ui.kit.segments import Segments
from wellnessdesk.ui.pages.district import rollup_parts as parts
from wellnessdesk.ui.pages.district.context import DistrictContext

_YEARLY = "months"
"""School years put together from their months."""
_WIDTH = 205
"""Pixels for each of the three choices below the segments: so many stand beside each other in the smallest window."""
_NAMED = 12
"""As many missing schools are named; what is sent at all is under Received."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What is shown of a table."""

    table: DistrictTable
    comparison: Comparison
    trend: Trend


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What was chosen."""

    name: str
    spell: Spell
    place: str
    kind: str
    school: str
    """The center whose trend is shown; empty for all together."""


class RollupPage(Page):
    """A table and a period are chosen at the top; what is compared or followed, below the segments."""

    features = frozenset({FEATURE})

    def __init__(self, context: DistrictContext) -> None:
        super().__init__(_("Roll-up"), _("What the schools published, put together."), scroll=False)
        self._desk, self._tasks = context.desk, context.tasks
        self._wanted_table = self._wanted_spell = ""
        self._spells: dict[str, SpellSeen] = {}
        self._words: dict[str, TableWords] = {}
        self.table = parts.choices("table", _("Table"), self._ask)
        self.spell = parts.choices("period", _("Period"), self._ask)
        self.at = parts.choices("place", _("What of the table"), self._ask, width=_WIDTH)
        self.kind = parts.choices("kind", _("Over which periods"), self._ask, width=_WIDTH)
        self.school = parts.choices("school", _("School"), self._ask, width=_WIDTH)
        self._actions.addWidget(self.table)
        self._actions.addWidget(self.spell)
        self.missing = Banner(tone="flag")
        self.district = parts.FiguresPart("district", _("The whole district"))
        self.schools = parts.FiguresPart("schools", _("School by school"))
        self.trend = parts.FiguresPart("trend", _("Over time"))
        self.segments = Segments("rollup")
        self.segments.add("district", _("District"), "charts", self.district)
        self.segments.add("schools", _("Compare schools"), "center", self.schools)
        self.segments.add("trend", _("Trends"), "clock", self.trend)
        self.segments.put_below(self.at, self.school, self.kind)
        self.segments.changed.connect(lambda _key: self._show_choices())
        go = button(_("Go to the inbox"), lambda: context.go_to("inbox"), icon="import", role="primary")
        go.setObjectName("rollup.inbox")
        self._go = go
        self._empty = EmptyState(_("No figures yet"), _("Take the centers' first bundles in the inbox."), "charts", go)
        self._parts = QStackedWidget()
        self._parts.addWidget(self._empty)
        self._parts.addWidget(stacked(self.missing, (self.segments, 1)))
        self.add(self._parts, 1)
        self._show_choices()

    def refresh(self) -> None:
        """Ask which tables and periods there are, and for the numbers of those that are chosen."""
        desk = self._desk
        self._tasks.latest("rollup.offered", lambda: (rollup.spells(desk), rollup.tables(desk), rollup.schools(desk)),
                           lambda found: self._offer(*found), owner=self)

    def focus_first(self) -> None:
        """The table, or the way to the inbox."""
        shown = self.table if self._spells else self._go
        shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self) -> str:
        """The segment, the period and the table that are shown."""
        return f"{self.segments.shown()}:{self.spell.value() or ''}:{self.table.value() or ''}"

    def go_to_place(self, key: str) -> None:
        """Show them again as soon as it is known which there are."""
        segment, _colon, rest = key.partition(":")
        self._wanted_spell, _colon, self._wanted_table = rest.partition(":")
        self.segments.turn_to(segment)

    def _offer(self, spells: Sequence[SpellSeen], tables: Sequence[TableWords], schools: Sequence[School]) -> None:
        self._spells = {one.spell.code: one for one in spells}
        self._words = {one.name: one for one in tables}
        parts.offer(self.table, {name: words.title for name, words in self._words.items()},
                    self._wanted_table)
        parts.offer(self.spell, {code: one.spell.label for code, one in self._spells.items()},
                    self._wanted_spell)
        parts.offer(self.school, {"": _("All schools"), **{one.center: one.name for one in schools}})
        self._wanted_table = self._wanted_spell = ""
        there = bool(self._spells and self._words)
        self._parts.setCurrentIndex(int(there))
        self._show_choices()
        if there:
            self._ask()

    def _ask(self) -> None:
        words, seen = self._words.get(self.table.value() or ""), self._spells.get(self.spell.value() or "")
        if words is None or seen is None:
            return
        parts.offer(self.kind, _kinds(words, self._spells.values()))
        desk = self._desk
        wanted = _Wanted(words.name, seen.spell, self.at.value() or "", self.kind.value() or "",
                         self.school.value() or "")
        self._tasks.latest("rollup.figures", lambda: _found(desk, wanted), self._show, owner=self)

    def _show(self, found: _Found) -> None:
        parts.offer(self.at, parts.places(found.table))
        table, words = found.table, found.table.words
        schools = ngettext("{n} school", "{n} schools", table.schools).format(n=formats.number(table.schools))
        hint = kind_hint(table.spell.kind)
        about = " · ".join(filter(None, (table.spell.label, schools, words.description, hint)))
        self.district.show_numbers(parts.of_district(table), rollup_charts.by_row(table), about)
        self.schools.show_numbers(parts.of_schools(found.comparison), rollup_charts.by_school(found.comparison),
                                  " · ".join(filter(None, (found.comparison.title, table.spell.label, hint))))
        school = found.trend.school.name if found.trend.school else _("All schools")
        self.trend.show_numbers(parts.of_time(found.trend), rollup_charts.over_time(found.trend),
                                " · ".join(filter(None, (found.trend.title, school, parts.hint_of(found.trend)))))
        missing = missing_label(table.missing, _NAMED)
        self.missing.say(_("Not every school is in it") if missing else "", missing, "flag")

    def _show_choices(self) -> None:
        there, shown = bool(self._spells and self._words), self.segments.shown()
        self.table.setVisible(there)
        self.spell.setVisible(there)
        self.at.setVisible(shown != "district")
        self.school.setVisible(shown == "trend")
        self.kind.setVisible(shown == "trend")


def _found(desk: DistrictDesk, wanted: _Wanted) -> _Found:
    """Everything of a table in a period. A place that the table does not have is all of it."""
    table = rollup.table(desk, wanted.name, wanted.spell)
    there = parts.places(table)
    at = parts.place_of(wanted.place if wanted.place in there else next(iter(there), ""))
    per_year, of = wanted.kind == _YEARLY, Chosen(centers=(wanted.school,) if wanted.school else ())
    return _Found(table, rollup.compare(desk, wanted.name, wanted.spell, at),
                  rollup.trend(desk, wanted.name, "month" if per_year else wanted.kind, at, of, per_year=per_year))


def _kinds(words: TableWords, spells: Iterable[SpellSeen]) -> dict[str, str]:
    """Over which periods something can be followed: those of which bundles came."""
    known = {"month": _("Month by month"), "term": _("Term by term"), "year": _("Year by year")}
    came = {one.spell.kind for one in spells}
    found = {kind: title for kind, title in known.items() if kind in came}
    return {**found, **({_YEARLY: _("School years, from their months")} if "month" in came and words.adds_up else {})}
