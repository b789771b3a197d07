"""What a roster would do, to look at before it is accepted, and to look at again afterwards."""

from collections.abc import Callable

from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.roster import RosterPlan
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.parts import Banner, EmptyState, StatTile
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.roster.sections import Section, sections
from wellnessdesk.ui.pages.roster.wording import intent, left_out, nothing_new, outcome


class PreviewPart(QWidget):
    """Warnings, figures of which each brings its table to the front, and what to do with it all."""

    def __init__(self, accept: Callable[[], object], leave: Callable[[], object]) -> None:
        super().__init__()
        self.message, self.warning = Banner(), Banner()
        self.tiles: dict[str, StatTile] = {}
        self._group = QButtonGroup(self)
        self._tile_row = QHBoxLayout()
        self._tables = QStackedWidget()
        self.intent = label("", "strong", wrap=True)
        self.accept = button(_("Accept"), accept, icon="ok", role="primary")
        self.discard = button(_("Discard"), leave)
        self.again = button(_("Import another roster"), leave, role="primary")
        for widget, name in ((self.accept, "accept"), (self.discard, "discard"), (self.again, "again")):
            widget.setObjectName(f"roster.{name}")
        self._make_tiles()
        self._lay_out()

    def show_plan(self, plan: RosterPlan) -> None:
        """Before it is accepted."""
        made = sections(plan)
        self._show_figures(plan)
        self._show_tables(made, plan)
        self.warning.say(_("Look at this first") if plan.warnings else "", "\n".join(plan.warnings), "flag")
        self.message.say(_("This roster changes nothing") if plan.changes_nothing and made else "",
                         nothing_new(plan), "info")
        self.intent.setText(" ".join(part for part in (intent(plan), left_out(plan)) if part))
        self.accept.setAccessibleDescription(self.intent.text())
        self._offer(accept=not plan.changes_nothing)
        self.show_busy(False)

    def show_accepted(self, plan: RosterPlan) -> None:
        """After it was accepted: the same tables, as a record of what was done."""
        self.warning.say("")
        self.message.say(_("The roster is imported"), outcome(plan), "ok")
        self.intent.setText(left_out(plan))
        self._offer(accept=False)

    def show_problem(self, sentence: str) -> None:
        """It could not be written; the preview stays."""
        self.message.say(_("Nothing was imported"), sentence, "flag")

    def show_busy(self, busy: bool) -> None:
        """While it is being written."""
        self.accept.setEnabled(not busy)
        self.discard.setEnabled(not busy)
        self.accept.setText(_("Writing…") if busy else _("Accept"))

    def focus_first(self) -> None:
        """The figure whose table is shown, or else the way back."""
        (self._group.checkedButton() or self.again).setFocus()

    def _offer(self, *, accept: bool) -> None:
        self.accept.setVisible(accept)
        self.discard.setVisible(accept)
        self.again.setVisible(not accept)

    def _show_figures(self, plan: RosterPlan) -> None:
        figures = {
            "adds": len(plan.adds), "changes": len(plan.changes), "inactive": len(plan.becoming_inactive),
            "back": len(plan.reactivated), "nottaken": len(plan.not_taken), "notes": len(plan.notes),
        }  # fmt: skip
        details = {"inactive": _("Nobody is deleted"), "nottaken": _("Press to see why")}
        for key, count in figures.items():
            said = details.get(key, "") if count else ""
            self.tiles[key].show_figure(formats.number(count), said, "flag" if key == "nottaken" else "ink")
            self.tiles[key].setEnabled(bool(count))
        self.tiles["unchanged"].show_figure(formats.number(plan.unchanged), _passed_over(plan))
        self.tiles["unchanged"].setEnabled(bool(plan.unchanged or plan.passed_over))
        self.tiles["notes"].setVisible(bool(plan.notes))

    def _show_tables(self, made: list[Section], plan: RosterPlan) -> None:
        while (old := self._tables.currentWidget()) is not None:
            self._tables.removeWidget(old)
            old.deleteLater()
        for section in made:
            self._tables.addWidget(section)
        if made:
            self.tiles[made[0].key].setChecked(True)
        else:
            self._tables.addWidget(EmptyState(_("This roster changes nothing"), nothing_new(plan), "ok"))

    def _show_section(self, tile: QAbstractButton, on: bool) -> None:
        shown = self._tables.findChild(Section, tile.objectName().replace(".tile.", "."))
        if on and shown is not None:
            self._tables.setCurrentWidget(shown)

    def _make_tiles(self) -> None:
        self._tile_row.setSpacing(12)
        names = {
            "adds": _("New"), "changes": _("Changes"), "inactive": _("Becoming inactive"), "back": _("Active again"),
            "unchanged": _("Unchanged"), "nottaken": _("Not taken"), "notes": _("Remarks"),
        }  # fmt: skip
        for key, name in names.items():
            tile = StatTile(name) if key == "unchanged" else StatTile(name, on_click=lambda: None)
            tile.setObjectName(f"roster.tile.{key}")
            if key != "unchanged":
                tile.setCheckable(True)
                self._group.addButton(tile)
            self.tiles[key] = tile
            self._tile_row.addWidget(tile, 1)
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
        column.addLayout(self._tile_row)
        column.addWidget(self._tables, 1)
        column.addLayout(bar)


def _passed_over(plan: RosterPlan) -> str:
    count = plan.passed_over
    return ngettext("{n} who left was never here", "{n} who left were never here", count).format(
        n=formats.number(count)) if count else ""
