"""The directory of who can help: found in a moment, printed for a student; a coordinator keeps it true."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton

from wellnessdesk.base import formats, i18n
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.access import allowed
from wellnessdesk.domain.resources import Done, Preview, Resource, found
from wellnessdesk.services import resources
from wellnessdesk.ui.kit import messages, pdf_files
from wellnessdesk.ui.kit.buttons import MenuEntry, button, menu_button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.kit.parts import EmptyState
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.pages.resources.details import Details, status
from wellnessdesk.ui.pages.resources.filters import Filters
from wellnessdesk.ui.pages.resources.form import ResourceDialog
from wellnessdesk.ui.pages.resources.import_dialog import ImportDialog


class ResourcesPage(Page):
    """`choose_csv`, `choose_target` and `choose_pdf` can be set by tests."""

    features = frozenset({"resources"})

    def __init__(self, context: PageContext) -> None:
        super().__init__(_("Resources"), scroll=False)
        self._context, self._desk, self._tasks = context, context.desk, context.tasks
        self.choose_csv: Callable[[], Path | None] = self._ask_for_csv
        self.choose_target: Callable[[], Path | None] = self._ask_for_target
        self.choose_pdf: Callable[[str], Path | None] = lambda name: pdf_files.ask(self, _("Save as PDF"), name)
        self._may = allowed(self._desk.person.role, "resources.change")
        self._directory: list[Resource] = []
        self._ticked: set[int] = set()
        self._select = 0
        self.filters = Filters(retired=self._may)
        self.details = Details(self._act if self._may else None)
        self.table = self._make_table()
        self._lay_out()
        self.filters.changed.connect(self._show_found)
        self.table.current_changed.connect(lambda one: self.details.show_entry(one, self._desk.today()))
        self.table.ticked.connect(self._tick)
        self.details.show_entry(None, self._desk.today())

    def refresh(self) -> None:
        """Ask for the whole directory: a few hundred entries."""
        desk = self._desk
        self._tasks.latest("resources.all", lambda: resources.directory(desk), self._show, owner=self)

    def focus_first(self) -> None:
        """The search."""
        self.filters.words.setFocus()

    def leave(self) -> None:
        """What was looked for may say whose need it was."""
        self.filters.clear()
        self._ticked.clear()

    def add_entry(self) -> None:
        """Write a new one."""
        ResourceDialog(self, self._context, Resource(), self._saved).open()

    def save_card(self, language: str) -> None:
        """The ticked entries as PDF; where none is ticked, the selected one."""
        desk, current = self._desk, self.table.current()
        ids = [one.id for one in self._directory if one.id in self._ticked] or ([current.id] if current else [])
        if not ids:
            messages.say(self, _("Tick the entries to print, or choose one."), tone="info")
            return
        file = self.choose_pdf(_("Who can help"))
        if file is not None:
            self._tasks.run_with_progress(
                lambda _progress: pdf_files.write(file, resources.card(desk, ids, language)),
                lambda saved: messages.say(self, _("Saved as {file}.").format(file=saved.name)),
                title=_("Saving the card"), parent=self)

    def import_file(self) -> None:
        """Look at a CSV file first."""
        desk, file = self._desk, self.choose_csv()
        if file is not None:
            self._tasks.run_with_progress(lambda _progress: resources.preview(desk, file), self._show_preview,
                                          title=_("Reading the file"), parent=self)

    def export_file(self) -> None:
        """The whole directory for a spreadsheet."""
        desk, file = self._desk, self.choose_target()
        if file is not None:
            self._tasks.run(lambda: resources.export(desk, file), lambda saved: messages.say(
                self, _("Saved as {file}.").format(file=saved.name)), owner=self)

    def _show(self, directory: list[Resource]) -> None:
        self._directory = directory
        self.filters.offer_languages(directory)
        self._show_found()
        if self._select and self.table.select(self._select):
            self._select = 0

    def _show_found(self) -> None:
        shown = found(self._directory, self.filters.wanted())
        self.table.set_records(shown)
        active = sum(one.active for one in self._directory)
        stale = sum(one.active and one.stale(self._desk.today()) for one in self._directory)
        told = ngettext("{n} who can help.", "{n} who can help.", active).format(n=formats.number(active))
        if stale and self._may:
            told += " " + ngettext("{n} was not checked for half a year.", "{n} were not checked for half a year.",
                                   stale).format(n=formats.number(stale))
        self.set_title(_("Resources"), told)

    def _tick(self, records: list[Resource]) -> None:
        for one in records:
            self._ticked ^= {one.id}
        self.table.show_ticks()

    def _act(self, key: str) -> None:
        one, desk = self.table.current(), self._desk
        if one is None:
            return
        if key == "edit":
            ResourceDialog(self, self._context, one, self._saved).open()
            return
        service = {"checked": resources.checked, "retire": resources.retire, "back": resources.bring_back}[key]
        said = {"checked": _("{name}: checked today."), "retire": _("{name} is retired."),
                "back": _("{name} is in the directory again.")}[key].format(name=one.name)
        self._tasks.run(lambda: service(desk, one.id), lambda kept: self._say(said, kept[1]), owner=self)

    def _saved(self, kept: Resource, done: Done) -> None:
        self._select = kept.id
        self._say(_("{name} is saved.").format(name=kept.name), done)
        self.refresh()

    def _say(self, text: str, done: Done) -> None:
        desk = self._desk
        messages.say(self, text, undo=lambda: self._tasks.run(lambda: resources.take_back(desk, done), owner=self))

    def _show_preview(self, seen: Preview) -> None:
        ImportDialog(self, self._context, seen, lambda done: self._say(_("The entries are taken."), done)).open()

    def _ask_for_csv(self) -> Path | None:
        name, _filter = QFileDialog.getOpenFileName(self, _("Take entries from a file"), _documents(),
                                                    _("CSV file (*.csv)"))
        return Path(name) if name else None

    def _ask_for_target(self) -> Path | None:
        name, _filter = QFileDialog.getSaveFileName(self, _("Save the directory"), f"{_documents()}/directory.csv",
                                                    _("CSV file (*.csv)"))
        return Path(name) if name else None

    def _lay_out(self) -> None:
        self.add_action(menu_button(
            _("Card as PDF…"), [MenuEntry(code, name, partial(self.save_card, code))
                                for code, name in i18n.LANGUAGES.items()], name="resources.card", icon="print"))
        for made in self._keeping() if self._may else ():
            self.add_action(made)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.table, 1)
        row.addWidget(self.details)
        self.add(self.filters)
        self.add(row, 1)

    def _keeping(self) -> Iterator[QPushButton]:
        for key, text, icon, run in (("import", _("Import…"), "import", self.import_file),
                                     ("export", _("Export…"), "export", self.export_file),
                                     ("add", _("Add"), "add", self.add_entry)):
            made = button(text, run, icon=icon, role="primary" if key == "add" else "secondary")
            made.setObjectName(f"resources.{key}")
            yield made

    def _make_table(self) -> RecordTable[Resource]:
        today = self._desk.today()
        columns = [
            Column[Resource](title=_("Print"), text=lambda one: _("Print {name}").format(name=one.name), width=64,
                             ticked=lambda one: one.id in self._ticked),
            Column[Resource](title=_("Name"), text=lambda one: one.name, strong=True, stretch=True,
                             tooltip=lambda one: one.name, tone=lambda one: "ink" if one.active else "muted"),
            Column[Resource](title=_("Kind of help"), text=lambda one: catalogues.label("resource_kinds", one.kind),
                             width=180, tooltip=lambda one: catalogues.label("resource_kinds", one.kind)),
            Column[Resource](title=_("Checked"), text=lambda one: _short(one), badge=True, width=146,
                             tone=lambda one: status(one, today)[1], icon=lambda one: status(one, today)[2],
                             tooltip=lambda one: status(one, today)[0],
                             sort=lambda one: one.verified.toordinal() if one.verified else 0),
        ]
        action = button(_("Show all"), self.filters.clear)
        what_to_do = (_("Look for less, or add who is missing.") if self._may else
                      _("Look for less, or ask your coordinator to add who is missing."))
        empty = EmptyState(_("Nobody here fits"), what_to_do, "search", action)
        made = RecordTable[Resource](_("Who can help"), columns, lambda one: one.id, empty=empty)
        made.setObjectName("resources.table")
        return made


def _short(one: Resource) -> str:
    if not one.active:
        return _("Retired")
    return formats.date(one.verified) if one.verified else _("Never")


def _documents() -> str:
    found_folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return found_folder or str(Path.home())
