"""Training: who has which module, for what everybody is cleared, practice, exams, and the curriculum itself."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.exams import Attempt
from wellnessdesk.domain.training import TrainingClass
from wellnessdesk.services import training
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.layouts import beside
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.kit.parts import EmptyState
from wellnessdesk.ui.kit.segments import Segments
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.training.acts import TrainingActs
from wellnessdesk.ui.pages.training.begin_card import BeginCard
from wellnessdesk.ui.pages.training.class_dialog import ClassDialog
from wellnessdesk.ui.pages.training.curriculum_part import Acts, CurriculumPart
from wellnessdesk.ui.pages.training.details import Details
from wellnessdesk.ui.pages.training.exams_part import ExamsPart
from wellnessdesk.ui.pages.training.facts import Facts, Standing, gather
from wellnessdesk.ui.pages.training.matrix_view import MatrixView, words
from wellnessdesk.ui.pages.training.practice_part import PracticePart

_TABLE_WIDTH = 380


class TrainingPage(Page):
    """Five parts that take turns; each has its one button at the top, where it has one."""

    features = frozenset({"training", "agreements", "clearance", "people", "peers", "practice", "exams"})

    def __init__(self, context: PageContext) -> None:
        super().__init__(_("Training"), scroll=False)
        self._context, self._desk, self._tasks = context, context.desk, context.tasks
        self._facts: Facts | None = None
        self.acts = TrainingActs(self, context, lambda: self._facts, self.refresh)
        self.begin = BeginCard(self.acts.learned, self.acts.exceptions)
        self.matrix, self.details = MatrixView(), Details(self._act)
        self.matrix.chosen.connect(self._say_cell)
        self._said = label("", wrap=True)
        self._certificate = button(_("Certificate…"), self.certify)
        self._carry = button(_("Learned elsewhere"), self.carry_in)
        self._revoke = button(_("Does not count any more"), self.revoke)
        for name, made in (("certificate", self._certificate), ("carry_in", self._carry), ("revoke", self._revoke)):
            made.setObjectName(f"training.{name}")
        self.table = self._make_table()
        self.table.current_changed.connect(self.details.show_peer)
        self.practice = PracticePart(self.acts.end_practice)
        self.exams = ExamsPart(self.acts.end_bank, self._begun)
        self.curriculum = CurriculumPart(Acts(self.acts.module, self.acts.text, self.acts.rule, self.acts.as_shipped))
        self._lay_out()

    def refresh(self) -> None:
        """Ask for everything."""
        desk = self._desk
        self._tasks.latest("training.facts", lambda: gather(desk), self._show, owner=self)

    def focus_first(self) -> None:
        """The part that is shown."""
        {"matrix": self.matrix, "clearance": self.table, "practice": self.practice.table, "exams": self.exams.banks,
         "curriculum": self.curriculum.modules}[self._segments.shown()].setFocus()

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

    def enter_practice(self) -> None:
        """Of the peer whose practice is chosen."""
        one = self.practice.table.current()
        self.acts.enter_practice(one.person if one else "")

    def carry_in(self) -> None:
        """The chosen peer has the chosen module from elsewhere, from today on."""
        current, desk = self.matrix.current(), self._desk
        if current is not None:
            peer, module, _cell = current
            said = _("{name} has “{what}” from today on.").format(name=peer.name, what=module.label)
            self._tasks.run(lambda: training.carry_in(desk, peer.id, module.id, desk.today()),
                            lambda made: messages.say(self, said, undo=lambda: self._take_back(made.id)), owner=self)

    def certify(self) -> None:
        """A signed paper of the chosen cell."""
        current = self.matrix.current()
        if current is not None and current[2].has:
            self.acts.certificate(current[0].name, current[1].label, current[2].completion)

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
        modules = {one.id: one.label for one in facts.matrix.modules}
        self.begin.show_all(facts.cleared)
        self._show_action(self._segments.shown())
        self.matrix.show_matrix(facts.matrix)
        self.table.set_records(list(facts.peers))
        self.details.show_peer(self.table.current())
        self.practice.show_all(facts.practice, facts.names)
        self.exams.show_all(facts.banks, facts.attempts, facts.names, modules)
        self.curriculum.show_all(facts.curriculum.modules, facts.curriculum.texts, facts.curriculum.rules,
                                 facts.matrix.today)
        on = _("The gate is on: nobody is put on a service they are not cleared for.") if facts.cleared.on else _(
            "The gate is off: see under Settings. Until then nobody is stopped.")
        self.set_title(_("Training"), on)

    def _say_cell(self) -> None:
        current, matrix = self.matrix.current(), self._facts.matrix if self._facts else None
        has = current is not None and current[2].has
        self._carry.setEnabled(current is not None)
        self._revoke.setEnabled(has)
        self._certificate.setEnabled(has and matrix is not None and current is not None
                                     and not current[2].lapsed(matrix.today))
        self._said.setText(_("Choose a cell to see since when, and until when.") if current is None or matrix is None
                           else f"{current[0].name} · {current[1].label}: {words(current[2], matrix)}")

    def _act(self, what: str, which: str) -> None:
        one = self.table.current()
        if one is not None:
            self.acts.for_peer(one, what, which)

    def _begun(self, one: Attempt) -> str:
        return formats.date(self._desk.local(one.begun_at).date())

    def _lay_out(self) -> None:
        self._segments = Segments("training")
        for key, title, icon, part in (
                ("matrix", _("Who has what"), "training", self._matrix_part()),
                ("clearance", _("Clearance"), "shield", beside(self.table, self.details, _TABLE_WIDTH)),
                ("practice", _("Practice"), "group", self.practice), ("exams", _("Exams"), "sign", self.exams),
                ("curriculum", _("Curriculum"), "book", self.curriculum)):
            self._segments.add(key, title, icon, part)
        self._actions_of = {
            "matrix": button(_("Enter a class"), self.add_class, icon="add", role="primary"),
            "practice": button(_("Enter practice"), self.enter_practice, icon="add", role="primary"),
            "exams": button(_("Import an exam…"), self.acts.import_bank, icon="import", role="primary")}
        for name, made in zip(("add_class", "add_practice", "import"), self._actions_of.values(), strict=True):
            made.setObjectName(f"training.{name}")
            self.add_action(made)
        self._segments.changed.connect(self._show_action)
        self._show_action("matrix")
        self.add(self.begin)
        self.add(self._segments, 1)

    def _show_action(self, part: str) -> None:
        for key, made in self._actions_of.items():
            made.setVisible(key == part)
        self.begin.setVisible(self.begin.needed and part in ("matrix", "clearance"))

    def _matrix_part(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.matrix, 1)
        column.addWidget(label(_("✓ has it · ! lapses within a month · ✕ lapsed · – not yet"), "muted", small=True))
        row = QHBoxLayout()
        row.addWidget(self._said, 1)
        row.addWidget(ButtonRow(self._carry, self._certificate, self._revoke))
        column.addLayout(row)
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
