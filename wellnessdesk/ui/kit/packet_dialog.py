"""A student's record for somebody who asked: who, then each note, then exactly what leaves, then where to."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _, speaking
from wellnessdesk.domain import packets as rules
from wellnessdesk.domain.packets import Decision, Draft, Item
from wellnessdesk.domain.students import Student
from wellnessdesk.services import caregivers, packets
from wellnessdesk.ui.kit import messages, pdf_files
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.packet_item import ItemReview
from wellnessdesk.ui.kit.packet_preview import PacketPreview
from wellnessdesk.ui.kit.packet_request import PacketRequest
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.kit.texts import label

_WIDTH, _HEIGHT, _LIST_WIDTH = 1000, 470, 384
_ASK, _DECIDE, _PREVIEW = range(3)


class PacketDialog(Dialog):
    """Three steps. `choose_file` can be set by tests. However it ends, nothing of the record stays in it.

    Whoever gives it out otherwise than as PDF overrides `finish`, and says who receives it (`given`) and how the last
    button is called.
    """

    def __init__(self, parent: QWidget, context: PageContext, student: Student, *,
                 given: tuple[str, str] | None = None, finish: str = "") -> None:
        super().__init__(parent, _("Give out a record"), width=_WIDTH)
        self._page, self._desk, self._tasks, self._student = parent, context.desk, context.tasks, student
        self._finish = finish or _("Choose where…")
        self.choose_file: Callable[[str], Path | None] = lambda name: pdf_files.ask(self, _("Save as PDF"), name)
        self._draft: Draft | None = None
        self._decisions: dict[str, Decision] = {}
        self.request = PacketRequest(context.desk.today(), given)
        self.review, self.preview = ItemReview(), PacketPreview()
        self.review.changed.connect(self._decide)
        self.items = self._table()
        self._steps = QStackedWidget()
        self._steps.setFixedHeight(_HEIGHT)
        self._said = label("", "muted", wrap=True)
        self.problem = Banner(tone="flag")
        self._back = button(_("Back"), lambda: self._go_to(self._steps.currentIndex() - 1))
        self._rest = button(_("Include all the rest"), self._include_rest)
        self._rest.setObjectName("packet.rest")
        self.next = button(_("Next"), self._go_on, role="primary")
        self.next.setObjectName("packet.next")
        self._lay_out()
        self._go_to(_ASK)
        desk = self._desk
        self._tasks.run(lambda: packets.contacts(desk, student.id), self.request.show_contacts, owner=self)
        self._tasks.run(lambda: caregivers.in_force(desk, student.id), self.request.show_rules, owner=self)

    def done(self, result: int) -> None:
        """Let go of every note."""
        self._draft = None
        self._decisions.clear()
        self.review.clear()
        self.preview.clear()
        super().done(result)

    def _go_on(self) -> None:
        self.problem.say("")
        {_ASK: self._ask, _DECIDE: self._show_preview, _PREVIEW: self.finish}[self._steps.currentIndex()]()

    def _ask(self) -> None:
        """Open everything there is; each note opened is recorded."""
        if not self.request.valid():
            return
        desk, student = self._desk, self._student.id
        ground, language = self.request.ground(), self.request.reader_language()
        self.next.setEnabled(False)
        self._tasks.run(lambda: packets.prepare(desk, student, ground, language), self._prepared, self.failed,
                        owner=self)

    def _prepared(self, draft: Draft) -> None:
        self.next.setEnabled(True)
        known = {item.key for item in draft.items} if self._same_reader(draft) else set()
        self._decisions = {key: made for key, made in self._decisions.items() if key in known}
        self._draft = draft
        self.items.set_records(draft.items)
        if draft.items:
            self._go_to(_DECIDE)
            self.items.select(draft.items[0].key)
        else:
            self._show_preview()

    def _same_reader(self, draft: Draft) -> bool:
        """Whether the names to be hidden are those of before: else every decision is due anew."""
        return self._draft is not None and self._draft.items == draft.items

    def _show_item(self, item: Item | None) -> None:
        if item is not None and item is not self.review.item:
            self.review.show_item(item, self._decisions.get(item.key))

    def _decide(self) -> None:
        item, decision = self.review.item, self.review.decision()
        if item is not None and decision is not None:
            self._decisions[item.key] = decision
            self._tell()

    def _include_rest(self) -> None:
        if self._draft is not None:
            for item in rules.undecided(self._draft, self._decisions):
                if not item.careful:
                    self._decisions[item.key] = rules.proposed(item)
            if self.review.item is not None:
                self.review.show_item(self.review.item, self._decisions.get(self.review.item.key))
            self._tell()

    def _show_preview(self) -> None:
        if self._draft is None:
            return
        left = rules.undecided(self._draft, self._decisions)
        if left:
            self.items.select(left[0].key)
            self.problem.say(_("Not everything is decided yet"),
                             _("Include each entry, or withhold it on a legal ground."), "flag")
            return
        with speaking(self.request.reader_language()):
            leaving = rules.sections(self._draft, self._decisions)
        self.preview.show_sections(self._draft.name, leaving)
        self._go_to(_PREVIEW)

    def finish(self) -> None:
        """Give it out: as a PDF, wherever the person says."""
        new, paper = self.request.entered(), self.request.paper()
        name = _("Student record {number} {day}").format(number=self._student.student_number,
                                                         day=self._desk.today().isoformat())
        file = self.choose_file(name)
        if file is None:
            return
        desk, student, decisions = self._desk, self._student.id, self.decisions()
        language = self.request.reader_language()
        self.next.setEnabled(False)
        self._tasks.run(lambda: pdf_files.write(file, packets.save(desk, student, new, decisions, paper, language)),
                        self._saved, self.failed, owner=self)

    def decisions(self) -> dict[str, Decision]:
        """What was decided on each entry."""
        return dict(self._decisions)

    def _saved(self, file: Path) -> None:
        self.accept()
        messages.say(self._page, _("Saved as {name}. It is in the disclosure log.").format(name=file.name))

    def failed(self, error: Exception) -> None:
        self.next.setEnabled(True)
        if isinstance(error, Problem):
            self.problem.say(_("That did not work"), str(error), "flag")
        else:
            messages.failure(self, error)

    def _go_to(self, step: int) -> None:
        self.problem.say("")
        if step == _DECIDE and self._draft is not None and not self._draft.items:
            step = _ASK
        self._steps.setCurrentIndex(step)
        self._back.setVisible(step != _ASK)
        self._rest.setVisible(step == _DECIDE)
        self.next.setText(self._finish if step == _PREVIEW else _("Next"))
        self._tell()
        (self.request.first, self.items, self.preview)[step].setFocus()

    def _tell(self) -> None:
        """What this step is about, and how far it is."""
        step = self._steps.currentIndex()
        if step == _ASK:
            self._said.setText(_("{name}. Every note is opened for this, and each opening is recorded.").format(
                name=self._student.name))
        elif step == _PREVIEW:
            self._said.setText(_("Exactly this leaves. Read all of it: no program knows every name."))
        elif self._draft is not None:
            total = len(self._draft.items)
            decided = total - len(rules.undecided(self._draft, self._decisions))
            self._said.setText(_("{n} of {all} decided. Names of others that were found are listed below each text.")
                               .format(n=formats.number(decided), all=formats.number(total)))
            self.items.viewport().update()

    def _table(self) -> RecordTable[Item]:
        columns = [Column[Item](title=_("Entry"), text=lambda item: item.title, stretch=True),
                   Column[Item](title=_("Decided"), text=self._decided, width=96)]
        made = RecordTable[Item](_("Entries"), columns, lambda item: item.key, sortable=False)
        made.setObjectName("packet.items")
        made.current_changed.connect(self._show_item)
        return made

    def _decided(self, item: Item) -> str:
        decision = self._decisions.get(item.key)
        if decision is None or not (decision.include or decision.ground):
            return "–"
        return _("Include") if decision.include else _("Withhold")

    def _lay_out(self) -> None:
        deciding = QWidget()
        row = QHBoxLayout(deciding)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        self.items.setFixedWidth(_LIST_WIDTH)
        row.addWidget(self.items)
        row.addWidget(self.review, 1)
        asking = QWidget()
        column = QVBoxLayout(asking)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.request)
        column.addStretch(1)
        for step in (asking, deciding, self.preview):
            self._steps.addWidget(step)
        for part in (label(self.windowTitle(), "heading"), self._said, self.problem, self._steps,
                     ButtonRow(self.next, button(_("Cancel"), self.reject), self._back, left=(self._rest,))):
            self.body.addWidget(part)
