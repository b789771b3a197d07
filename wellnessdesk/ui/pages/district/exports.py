"""Exports: the figures as files in a folder, of the schools and periods that are ticked."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.rollup import Chosen, School, SpellSeen
from wellnessdesk.services.district import exports, rollup
from wellnessdesk.services.district.desk import FEATURE
from wellnessdesk.services.district.exports import AlreadyThere, Form
from wellnessdesk.ui.kit import messages, pdf_files
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.choices import Choice, ChoiceCards
from wellnessdesk.ui.kit.layouts import stacked
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.kit.parts import Banner, EmptyState
from wellnessdesk.ui.pages.district.context import DistrictContext
from wellnessdesk.ui.pages.district.tick_card import TickCard


class ExportsPage(Page):
    """`choose_folder` can be set by tests."""

    features = frozenset({FEATURE})

    def __init__(self, context: DistrictContext) -> None:
        super().__init__(_("Exports"), _("Figures as files. Hidden counts stay hidden in all of them."), scroll=False)
        self._desk, self._tasks = context.desk, context.tasks
        self.choose_folder: Callable[[], Path | None] = self._ask_for_folder
        self._folder = Path()
        self._open = button(_("Open the folder"), lambda: pdf_files.show(self._folder), icon="folder")
        self._write = button(_("Write to a folder…"), self.write, icon="export", role="primary")
        self._go = button(_("Go to the inbox"), lambda: context.go_to("inbox"), icon="import", role="primary")
        for made, key in ((self._open, "open"), (self._write, "write"), (self._go, "inbox")):
            made.setObjectName(f"exports.{key}")
        self.add_action(self._open)
        self.add_action(self._write)
        self._open.hide()
        self.told = Banner()
        self.forms = ChoiceCards(_("Kinds of files"), _forms(), columns=4, many=True)
        self.forms.set_value(Form.PDF)
        self.forms.changed.connect(self._show_ready)
        self.spells = TickCard("exports.periods", _("Which periods"), _("Period"), _("Schools"), self._show_ready)
        self.schools = TickCard("exports.schools", _("Which schools"), _("School"), "", self._show_ready)
        self._parts = QStackedWidget()
        self._parts.addWidget(EmptyState(_("No figures yet"), _("Take the centers' first bundles in the inbox."),
                                         "charts", self._go))
        self._parts.addWidget(stacked(self.told, self.forms, (_side_by_side(self.spells, self.schools), 1)))
        self.add(self._parts, 1)

    def refresh(self) -> None:
        """Ask which schools and periods there are."""
        desk = self._desk
        self._tasks.latest("exports.offered", lambda: (rollup.spells(desk), rollup.schools(desk)),
                           lambda found: self._offer(*found), owner=self)

    def focus_first(self) -> None:
        """What is next to do."""
        first = self._write if self._parts.currentIndex() else self._go
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def write(self) -> None:
        """Ask where to, and write all of it there, or nothing."""
        folder = self.choose_folder()
        if folder is not None:
            self._export(folder, replace=False)

    def _export(self, folder: Path, *, replace: bool) -> None:
        desk, forms, chosen = self._desk, [Form(key) for key in self.forms.values()], self._chosen()
        self.told.say("")
        self._tasks.run_with_progress(
            lambda progress: exports.export(desk, folder, forms, chosen, progress, replace=replace),
            lambda written: self._show_written(folder, written), lambda error: self._not_written(folder, error),
            title=_("Writing the files"), parent=self,
            cancelled=lambda: self.told.say(_("Stopped. Nothing was written.")))

    def _chosen(self) -> Chosen:
        """All of them is said without their names: so it holds for those that come meanwhile."""
        return Chosen(centers=() if self.schools.whole() else tuple(self.schools.chosen()),
                      periods=() if self.spells.whole() else tuple(self.spells.chosen()))

    def _show_written(self, folder: Path, written: Sequence[Path]) -> None:
        self._folder = folder
        self._open.show()
        self.told.say(ngettext("{n} file was written", "{n} files were written", len(written)).format(
            n=formats.number(len(written))), _("{names}, in {folder}").format(
                names=", ".join(one.name for one in written), folder=folder), "ok")

    def _not_written(self, folder: Path, error: Exception) -> None:
        if isinstance(error, AlreadyThere):
            if messages.confirm(self, _("Write over these files?"), str(error), _("Write over them"), danger=True):
                self._export(folder, replace=True)
        elif isinstance(error, Problem):
            self.told.say(_("Nothing was written"), str(error), "flag")
        else:
            messages.failure(self, error)

    def _offer(self, spells: Sequence[SpellSeen], schools: Sequence[School]) -> None:
        self.spells.show_entries({one.spell.code: (one.spell.label, formats.number(one.schools)) for one in spells})
        self.schools.show_entries({one.center: (one.name, "") for one in schools})
        self._parts.setCurrentIndex(int(bool(spells)))
        self._write.setVisible(bool(spells))
        self._show_ready()

    def _show_ready(self) -> None:
        self._write.setEnabled(bool(self.forms.values() and self.spells.chosen() and self.schools.chosen()))

    def _ask_for_folder(self) -> Path | None:
        name = QFileDialog.getExistingDirectory(self, _("A folder for the files"))
        return Path(name) if name else None


def _forms() -> list[Choice]:
    return [Choice(Form.PDF, _("Report (PDF)"), "print", _("To read: the newest period, with charts")),
            Choice(Form.XLSX, _("Excel"), "note", _("Totals, and every number")),
            Choice(Form.CSV, _("CSV"), "note", _("The same, for any program")),
            Choice(Form.PARQUET, _("Parquet"), "charts", _("For DuckDB, Spark, R or Python"))]


def _side_by_side(*cards: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(16)
    for card in cards:
        row.addWidget(card, 1)
    return holder
