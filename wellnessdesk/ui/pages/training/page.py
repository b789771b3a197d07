"""Training: who has which module, classes entered for a whole group, and for what everybody is cleared."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.people import Person
from wellnessdesk.domain.training import TrainingClass
from wellnessdesk.services import agreements, caregiver_papers, clearance, training
from wellnessdesk.ui.kit import messages, pdf_files
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.kit.parts import EmptyState
from wellnessdesk.ui.kit.segments import Segments
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.kit.words_dialog import WordsDialog
from wellnessdesk.ui.pages.training.class_dialog import ClassDialog
from wellnessdesk.ui.pages.training.details import Details
from wellnessdesk.ui.pages.training.facts import Facts, Standing, gather
from wellnessdesk.ui.pages.training.matrix_view import MatrixView, words
from wellnessdesk.ui.pages.training.override_dialog import OverrideDialog

_TABLE_WIDTH = 380


class TrainingPage(Page):
    """The matrix, or everybody's clearance. `choose_pdf` can be set by tests."""

    features = frozenset({"training", "agreements", "clearance", "people", "peers"})

    def __init__(self, context: PageContext) -> None:
        super().__init__(_("Training"), scroll=False)
        self._context, self._desk, self._tasks = context, context.desk, context.tasks
        self.choose_pdf: Callable[[str], Path | None] = lambda name: pdf_files.ask(self, _("Save as PDF"), name)
        self._facts: Facts | None = None
        self.matrix, self.details = MatrixView(), Details(self._act)
        self.matrix.chosen.connect(self._say_cell)
        self._said = label("", wrap=True)
        self._carry = button(_("Learned elsewhere"), self.carry_in)
        self._revoke = button(_("Does not count any more"), self.revoke)
        for name, made in (("carry_in", self._carry), ("revoke", self._revoke)):
            made.setObjectName(f"training.{name}")
        self.table = self._make_table()
        self.table.current_changed.connect(self.details.show_peer)
        self._segments = Segments("training")
        self._segments.add("matrix", _("Who has what"), "training", self._matrix_part())
        self._segments.add("clearance", _("Clearance"), "shield", self._clearance_part())
        add = button(_("Enter a class"), self.add_class, icon="add", role="primary")
        add.setObjectName("training.add_class")
        self.add_action(add)
        self.add(self._segments, 1)

    def refresh(self) -> None:
        """Ask for everything."""
        desk = self._desk
        self._tasks.latest("training.facts", lambda: gather(desk), self._show, owner=self)

    def focus_first(self) -> None:
        """The part that is shown."""
        (self.matrix if self._segments.shown() == "matrix" else self.table).setFocus()

    def place(self) -> str:
        """The part that is shown."""
        return self._segments.shown()

    def go_to_place(self, detail: str) -> None:
        """Back to that part."""
        self._segments.turn_to(detail)

    def add_class(self) -> None:
        """For a whole group; of the module that is chosen in the matrix."""
        if self._facts is not None:
            current = self.matrix.current()
            ClassDialog(self, self._context, self._facts.matrix.modules, self._facts.matrix.peers,
                        current[1].id if current else "", self._entered).open()

    def carry_in(self) -> None:
        """The chosen peer has the chosen module from elsewhere, from today on."""
        current, desk = self.matrix.current(), self._desk
        if current is not None:
            peer, module, _cell = current
            said = _("{name} has “{what}” from today on.").format(name=peer.name, what=module.label)
            self._tasks.run(lambda: training.carry_in(desk, peer.id, module.id, desk.today()),
                            lambda made: messages.say(self, said, undo=lambda: self._take_back(made.id)), owner=self)

    def revoke(self) -> None:
        """What the chosen peer has does not count any more."""
        current = self.matrix.current()
        if current is not None and current[2].has:
            self._take_back(current[2].completion)

    def _take_back(self, completion: str) -> None:
        desk = self._desk
        self._tasks.run(lambda: training.revoke(desk, completion),
                        lambda _none: messages.say(self, _("This does not count any more.")), owner=self)

    def _entered(self, held: TrainingClass) -> None:
        messages.say(self, ngettext("The class is kept: {n} has the module.", "The class is kept: {n} have the module.",
                                    held.came).format(n=formats.number(held.came)), undo=lambda: self._remove(held))

    def _remove(self, held: TrainingClass) -> None:
        desk = self._desk
        self._tasks.run(lambda: training.remove_class(desk, held.id), owner=self)

    def _show(self, facts: Facts) -> None:
        self._facts = facts
        self.matrix.show_matrix(facts.matrix)
        self.table.set_records(list(facts.peers))
        self.details.show_peer(self.table.current())
        on = _("The gate is on: nobody is put on a service they are not cleared for.") if facts.cleared.on else _(
            "The gate is off: see under Settings. Until then nobody is stopped.")
        self.set_title(_("Training"), on)

    def _say_cell(self) -> None:
        current, matrix = self.matrix.current(), self._facts.matrix if self._facts else None
        self._carry.setEnabled(current is not None)
        self._revoke.setEnabled(current is not None and current[2].has)
        self._said.setText(_("Choose a cell to see since when, and until when.") if current is None or matrix is None
                           else f"{current[0].name} · {current[1].label}: {words(current[2], matrix)}")

    def _act(self, what: str, which: str) -> None:
        one, desk = self.table.current(), self._desk
        if one is None:
            return
        if what == "allow":
            found = next(each for each in one.services if each.service == which)
            OverrideDialog(self, self._context, one.peer.name, found, lambda _made: self.refresh()).open()
        elif what == "end":
            self._tasks.run(lambda: clearance.end_override(desk, which), owner=self)
        elif what == "print":
            self._print(one, which)
        elif what == "of_age":
            self._tasks.run(lambda: caregiver_papers.of_age(desk, one.peer.id, which), owner=self)
        else:
            self._ask_paper(one.peer, which)

    def _ask_paper(self, peer: Person, kind: str) -> None:
        desk = self._desk
        WordsDialog(self, self._tasks, _("A paper for {name}").format(name=peer.name),
                    _("Who signed it? Only coordinators read this. The paper itself stays in the school's file."),
                    _("Record it"), lambda who: caregiver_papers.keep(desk, peer.id, kind, desk.today(), who),
                    lambda _kept: self.refresh()).open()

    def _print(self, one: Standing, agreement: str) -> None:
        desk, file = self._desk, self.choose_pdf(one.peer.name)
        if file is not None:
            self._tasks.run(lambda: pdf_files.write(file, agreements.print_signed(desk, agreement)),
                            lambda saved: messages.say(self, _("Saved as {file}.").format(file=saved.name)),
                            owner=self)

    def _matrix_part(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.matrix, 1)
        column.addWidget(label(_("✓ has it · ! lapses within a month · ✕ lapsed · – not yet"), "muted", small=True))
        row = QHBoxLayout()
        row.addWidget(self._said, 1)
        row.addWidget(ButtonRow(self._carry, self._revoke))
        column.addLayout(row)
        return part

    def _clearance_part(self) -> QWidget:
        part = QWidget()
        row = QHBoxLayout(part)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        self.table.setFixedWidth(_TABLE_WIDTH)
        row.addWidget(self.table)
        row.addWidget(self.details, 1)
        return part

    def _make_table(self) -> RecordTable[Standing]:
        columns = [
            Column[Standing](title=_("Wellness Peer"), text=lambda one: one.peer.name, strong=True, stretch=True),
            Column[Standing](title=_("Cleared for"), width=130, text=lambda one: _("{n} of {all}").format(
                n=formats.number(one.cleared), all=formats.number(len(one.services) - 1))),
        ]
        empty = EmptyState(_("Nobody yet"), _("An administrator adds Wellness Peers under People."), "people")
        made = RecordTable[Standing](_("Clearance of everybody"), columns, lambda one: one.peer.id, empty=empty)
        made.setObjectName("training.peers")
        return made
