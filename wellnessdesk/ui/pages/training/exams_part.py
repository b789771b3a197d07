"""The exams there are, and every attempt at them."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.exams import Attempt, Bank
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.palette import Tone
from wellnessdesk.ui.kit.parts import EmptyState
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.training.questions_dialog import QuestionsDialog

Tried = tuple[Attempt, Bank]
_BANKS_HEIGHT = 176


class ExamsPart(QWidget):
    """Two tables over each other. `end` is called with an exam that is not to be asked any more."""

    def __init__(self, end: Callable[[Bank], object], local: Callable[[Attempt], str]) -> None:
        super().__init__()
        self._end, self._local, self._names, self._modules = end, local, dict[str, str](), dict[str, str]()
        self.banks, self.attempts = self._bank_table(), self._attempt_table()
        self._look = button(_("Questions…"), self.show_questions)
        self._stop = button(_("Not asked any more"), self._end_current)
        self._answers = button(_("Answers…"), self.show_answers)
        for name, made in (("questions", self._look), ("end", self._stop), ("answers", self._answers)):
            made.setObjectName(f"exams.{name}")
        self.banks.opened.connect(lambda _bank: self.show_questions())
        self.attempts.opened.connect(lambda _tried: self.show_answers())
        self.banks.current_changed.connect(lambda _bank: self._enable())
        self.attempts.current_changed.connect(lambda _tried: self._enable())
        self._lay_out()

    def show_all(self, banks: Sequence[Bank], attempts: Sequence[Tried], names: Mapping[str, str],
                 modules: Mapping[str, str]) -> None:
        """Show them; `names` of people and `modules` by id."""
        self._names, self._modules = dict(names), dict(modules)
        self.banks.set_records(banks)
        self.attempts.set_records(attempts)
        self._enable()

    def show_questions(self) -> None:
        """What the chosen exam asks, with what is right."""
        bank = self.banks.current()
        if bank is not None:
            QuestionsDialog(self, str(bank.title), bank, None).open()

    def show_answers(self) -> None:
        """What was answered in the chosen attempt."""
        tried = self.attempts.current()
        if tried is not None:
            title = _("{name}: {exam}").format(name=self._name(tried[0]), exam=tried[1].title)
            QuestionsDialog(self, title, tried[1], tried[0]).open()

    def _end_current(self) -> None:
        bank = self.banks.current()
        if bank is not None:
            self._end(bank)

    def _enable(self) -> None:
        for made in (self._look, self._stop):
            made.setEnabled(self.banks.current() is not None)
        tried = self.attempts.current()
        self._answers.setEnabled(tried is not None and tried[0].ended_at is not None)

    def _name(self, one: Attempt) -> str:
        return self._names.get(one.person, _("Somebody who left"))

    def _bank_table(self) -> RecordTable[Bank]:
        columns = [
            Column[Bank](title=_("Exam"), text=lambda one: str(one.title), strong=True, stretch=True),
            Column[Bank](title=_("Version"), width=90, text=lambda one: formats.number(one.version)),
            Column[Bank](title=_("Questions"), width=120, text=_questions),
            Column[Bank](title=_("To pass"), width=90, text=lambda one: f"{one.pass_percent} %"),
            Column[Bank](title=_("Who passes has"), width=230, text=lambda one: self._modules.get(
                one.module, one.module) or _("nothing: a quiz")),
        ]
        empty = EmptyState(_("No exam is asked"), _("Import a question bank: a TOML or a CSV file."), "training")
        made = RecordTable[Bank](_("Exams"), columns, lambda one: one.id, empty=empty)
        made.setObjectName("training.banks")
        made.setFixedHeight(_BANKS_HEIGHT)
        return made

    def _attempt_table(self) -> RecordTable[Tried]:
        columns = [
            Column[Tried](title=_("Begun"), width=130, text=lambda one: self._local(one[0]),
                          sort=lambda one: one[0].begun_at),
            Column[Tried](title=_("Wellness Peer"), width=200, text=lambda one: self._name(one[0]), strong=True),
            Column[Tried](title=_("Exam"), stretch=True, text=lambda one: _("{title} · version {n}").format(
                title=one[1].title, n=one[0].version)),
            Column[Tried](title=_("Result"), width=190, text=_result, tone=_tone),
        ]
        empty = EmptyState(_("Nobody has tried yet"), _("Peers take exams at My day."), "training")
        made = RecordTable[Tried](_("Attempts"), columns, lambda one: one[0].id, empty=empty)
        made.setObjectName("training.attempts")
        return made

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.banks)
        column.addWidget(ButtonRow(self._look, self._stop))
        column.addWidget(label(_("Attempts"), "heading"))
        column.addWidget(self.attempts, 1)
        column.addWidget(ButtonRow(self._answers))


def _questions(one: Bank) -> str:
    if one.asked:
        return _("{n} of {all}").format(n=formats.number(one.asked), all=formats.number(len(one.questions)))
    return formats.number(len(one.questions))


def _result(tried: Tried) -> str:
    one = tried[0]
    if one.score is None:
        return _("not finished")
    return _("{right} of {n} · {how}").format(right=formats.number(one.score), n=formats.number(one.out_of),
                                              how=_("passed") if one.passed else _("not passed"))


def _tone(tried: Tried) -> Tone:
    return "muted" if tried[0].ended_at is None else "ok" if tried[0].passed else "flag"
