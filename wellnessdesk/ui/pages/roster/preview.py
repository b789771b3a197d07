"""What a roster would do, to look at before it is accepted, and to look at again afterwards."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.roster import RosterPlan
from wellnessdesk.domain.roster_choices import Choices, Pair, chosen, merged
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.parts import Banner, EmptyState, StatTile
from wellnessdesk.ui.kit.tables import RecordTable
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.roster.lines import caregiver_rows
from wellnessdesk.ui.pages.roster.look_alikes import LookAlikes
from wellnessdesk.ui.pages.roster.sections import Maker, Section, Ticks
from wellnessdesk.ui.pages.roster.wording import intent, left_out, nothing_new, outcome, undecided

_ALWAYS = {"adds", "changes", "inactive", "nottaken"}
_TO_LOOK_AT = {"nottaken", "alike"}
_MOST_IN_A_ROW = 8


class PreviewPart(QWidget):
    """Warnings, figures of which each brings its table to the front, and what to do with it all."""

    def __init__(self, accept: Callable[[], object], leave: Callable[[], object]) -> None:
        super().__init__()
        self.message, self.warning = Banner(), Banner()
        self.tiles: dict[str, StatTile] = {}
        self._plan = RosterPlan()
        self._choices = Choices()
        self._warned: tuple[str, ...] = ()
        self._ticks = Ticks(self._show_intent)
        self._group = QButtonGroup(self)
        self._tile_grid = QGridLayout()
        self._tables = QStackedWidget()
        self.intent = label("", "strong", wrap=True)
        self.accept = button(_("Accept"), accept, icon="ok", role="primary")
        self.discard = button(_("Discard"), leave)
        self.again = button(_("Import another roster"), leave, role="primary")
        for widget, name in ((self.accept, "accept"), (self.discard, "discard"), (self.again, "again")):
            widget.setObjectName(f"roster.{name}")
        self._make_tiles()
        self._lay_out()

    def chosen(self) -> RosterPlan:
        """What is to be written: the plan as it was decided on."""
        return chosen(self._plan, replace(self._choices, left_out=frozenset(self._ticks.left_out)))

    def show_plan(self, plan: RosterPlan) -> None:
        """Before it is accepted."""
        self._plan, self._choices = plan, Choices()
        self._ticks = Ticks(self._show_intent)
        self._show_all(plan, self._ticks)
        self.message.say(_("This roster changes nothing") if plan.changes_nothing and self._has_tables() else "",
                         nothing_new(plan), "info")
        self._offer(accept=not plan.changes_nothing)
        self.show_busy(False)

    def show_accepted(self, plan: RosterPlan, title: str) -> None:
        """After it was accepted: the tables of what was done, as a record of it."""
        self._plan, self._choices = replace(plan, look_alikes=()), Choices()
        self._show_all(self._plan, None)
        self._warn(())
        self.message.say(title, outcome(plan), "ok")
        self.intent.setText(left_out(plan))
        self._offer(accept=False)

    def show_problem(self, sentence: str) -> None:
        """It could not be written; the preview stays."""
        self.message.say(_("Nothing was imported"), sentence, "flag")

    def show_busy(self, busy: bool) -> None:
        """While it is being written."""
        self.discard.setEnabled(not busy)
        self.accept.setText(_("Writing…") if busy else _("Accept"))
        if busy:
            self.accept.setEnabled(False)
        else:
            self._show_intent()

    def focus_first(self) -> None:
        """The figure whose table is shown, or else the way back."""
        (self._group.checkedButton() or self.again).setFocus()

    def focus_lines(self) -> None:
        """The table that is shown, at its first line."""
        shown = self._tables.currentWidget()
        table = shown.findChild(RecordTable) if shown is not None else None
        if isinstance(table, RecordTable):
            table.selectRow(0)
            table.setFocus()

    def _show_intent(self) -> None:
        """What accepting does, and what to look at before, as it is decided now."""
        plan, waiting = self.chosen(), self._choices.undecided(self._plan)
        self._warn(plan.warnings)
        texts = (undecided(waiting), intent(plan), left_out(plan))
        self.intent.setText(" ".join(part for part in texts if part))
        self.accept.setAccessibleDescription(self.intent.text())
        self.accept.setEnabled(not waiting and not plan.changes_nothing)

    def _warn(self, warnings: tuple[str, ...]) -> None:
        if warnings != self._warned:  # else a screen reader would say it anew with every line left out
            self._warned = warnings
            self.warning.say(_("Look at this first") if warnings else "", "\n".join(warnings), "flag")

    def _decide(self, pairs: Sequence[Pair], same: bool) -> None:
        """Who is who: whoever is one person is changed instead of added."""
        self._choices = self._choices.decide(self._plan, pairs, same=same)
        self._show_all(merged(self._plan, self._choices), self._ticks, keep="alike")
        self._show_intent()

    def _show_all(self, plan: RosterPlan, ticks: Ticks | None, keep: str = "") -> None:
        """Figures and tables; the table of the key `keep` stays as it is."""
        kept = self._tables.findChild(Section, f"roster.{keep}") if keep else None
        made = Maker(plan, ticks).sections()
        if self._plan.look_alikes and ticks is not None:
            made.insert(0, kept or LookAlikes(self._plan, lambda: self._choices, self._decide))
        self._show_figures(plan)
        self._show_tables(made, plan)

    def _has_tables(self) -> bool:
        return isinstance(self._tables.currentWidget(), Section)

    def _offer(self, *, accept: bool) -> None:
        self.accept.setVisible(accept)
        self.discard.setVisible(accept)
        self.again.setVisible(not accept)

    def _show_figures(self, plan: RosterPlan) -> None:
        figures = {
            "alike": len(self._plan.look_alikes), "adds": len(plan.adds), "changes": len(plan.changes),
            "inactive": len(plan.becoming_inactive), "back": len(plan.reactivated),
            "caregivers": len(caregiver_rows(plan.caregivers)), "classes": len(plan.classes),
            "nottaken": len(plan.not_taken), "notes": len(plan.notes),
        }  # fmt: skip
        details = {"inactive": _("Nobody is deleted"), "nottaken": _("Press to see why")}
        if self._choices.undecided(self._plan):
            details["alike"] = _("Decide who is who")
        for key, count in figures.items():
            said = details.get(key, "") if count else ""
            self.tiles[key].show_figure(formats.number(count), said, "flag" if key in _TO_LOOK_AT else "ink")
            self.tiles[key].setEnabled(bool(count))
        self.tiles["unchanged"].show_figure(formats.number(plan.unchanged), _passed_over(plan))
        self.tiles["unchanged"].setEnabled(bool(plan.unchanged or plan.passed_over))
        shown = {key for key, count in figures.items() if count} | _ALWAYS
        self._place_tiles(shown | ({"unchanged"} if plan.unchanged or plan.passed_over else set()))

    def _place_tiles(self, keys: set[str]) -> None:
        """In one row, or in two where there are many."""
        there = [tile for key, tile in self.tiles.items() if key in keys]
        across = len(there) if len(there) <= _MOST_IN_A_ROW else (len(there) + 1) // 2
        for key, tile in self.tiles.items():
            self._tile_grid.removeWidget(tile)
            tile.setVisible(key in keys)
        for column in range(len(self.tiles)):
            self._tile_grid.setColumnStretch(column, int(column < across))
        for place, tile in enumerate(there):
            self._tile_grid.addWidget(tile, place // across, place % across)

    def _show_tables(self, made: list[Section], plan: RosterPlan) -> None:
        before = self._tables.currentWidget()
        key = before.key if isinstance(before, Section) and before in made else ""
        while (old := self._tables.currentWidget()) is not None:
            self._tables.removeWidget(old)
            if old not in made:
                old.setParent(None)
                old.deleteLater()
        for section in made:
            self._tables.addWidget(section)
        shown = next((section for section in made if section.key == key), made[0] if made else None)
        if shown is None:
            self._tables.addWidget(EmptyState(_("This roster changes nothing"), nothing_new(plan), "ok"))
        else:
            self._tables.setCurrentWidget(shown)
            self.tiles[shown.key].setChecked(True)

    def _show_section(self, tile: QAbstractButton, on: bool) -> None:
        shown = self._tables.findChild(Section, tile.objectName().replace(".tile.", "."))
        if on and shown is not None:
            self._tables.setCurrentWidget(shown)

    def _make_tiles(self) -> None:
        self._tile_grid.setSpacing(12)
        names = {
            "alike": _("Look-alikes"), "adds": _("New"), "changes": _("Changes"), "inactive": _("Leaving"),
            "back": _("Active again"), "caregivers": _("Caregivers"), "classes": _("Classes"),
            "unchanged": _("Unchanged"), "nottaken": _("Not taken"), "notes": _("Remarks"),
        }  # fmt: skip
        for key, name in names.items():
            tile = StatTile(name) if key == "unchanged" else StatTile(name, on_click=lambda: None)
            tile.setObjectName(f"roster.tile.{key}")
            if key != "unchanged":
                tile.setCheckable(True)
                self._group.addButton(tile)
            self.tiles[key] = tile
        self._group.buttonToggled.connect(self._show_section)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(self.intent, 1)
        for each in (self.discard, self.accept, self.again):
            bar.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self.message)
        column.addWidget(self.warning)
        column.addLayout(self._tile_grid)
        column.addWidget(self._tables, 1)
        column.addLayout(bar)


def _passed_over(plan: RosterPlan) -> str:
    count = plan.passed_over
    return ngettext("{n} who left was never here", "{n} who left were never here", count).format(
        n=formats.number(count)) if count else ""
