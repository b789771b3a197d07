"""A question bank is taken in from a file: every mistake is told first, then what holds for the whole exam is asked."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.catalogues import Text
from wellnessdesk.domain.exams import LEAST_MARK, LONGEST_TITLE, MOST_MARK, Bank
from wellnessdesk.domain.training import Module
from wellnessdesk.services import question_banks
from wellnessdesk.services.question_banks import Checked
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.choices import Choice, ChoiceList
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.fields import TextField
from wellnessdesk.ui.kit.forms import Field
from wellnessdesk.ui.kit.keep_dialog import KeepDialog
from wellnessdesk.ui.kit.layouts import scrolling
from wellnessdesk.ui.kit.pickers import NumberField
from wellnessdesk.ui.kit.texts import label

_WIDTH, _HEIGHT, _QUIZ = 640, 260, "-"


class MistakesDialog(Dialog):
    """Why nothing was imported, line by line, to be set right in the file."""

    def __init__(self, parent: QWidget, mistakes: Sequence[str]) -> None:
        super().__init__(parent, _("Nothing was imported"), width=_WIDTH)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(6)
        for one in mistakes:
            column.addWidget(label(one, wrap=True, selectable=True))
        column.addStretch(1)
        area = scrolling(body, "bank.mistakes")
        area.setFixedHeight(min(_HEIGHT, 40 + 30 * len(mistakes)))
        self.body.addWidget(label(self.windowTitle(), "heading", wrap=True))
        self.body.addWidget(label(ngettext("Set this right in the file, and import it again.",
                                           "Set these {n} things right in the file, and import it again.",
                                           len(mistakes)).format(n=len(mistakes)), wrap=True))
        self.body.addWidget(area)
        close = button(_("Close"), self.accept, role="primary")
        close.setObjectName("bank.close")
        self.body.addWidget(ButtonRow(close))


class BankDialog(KeepDialog):
    """What holds for the whole exam, as the file says it or to be said here."""

    def __init__(self, parent: QWidget, context: PageContext, checked: Checked, modules: Sequence[Module],
                 done: Callable[[Bank], object]) -> None:
        super().__init__(parent, context, _("Import an exam"), _("Import"))
        self._checked, self._done, bank = checked, done, checked.file.bank
        self.title_en = TextField(bank.title.en, max_length=LONGEST_TITLE)
        self.title_es = TextField(bank.title.es, max_length=LONGEST_TITLE)
        self.module = ChoiceList([Choice(_QUIZ, _("Nothing: it is a quiz")),
                                  *(Choice(one.id, one.label) for one in modules)])
        self.module.set_value(bank.module or _QUIZ)
        self.mark = NumberField(bank.pass_percent, LEAST_MARK, MOST_MARK, unit="%")
        self.asked = NumberField(bank.count, 1, len(bank.questions))
        for name in ("title_en", "title_es", "module", "mark", "asked"):
            getattr(self, name).setObjectName(f"bank.{name}")
        self.fields = {"title": Field(_("Title in English"), self.title_en), "module": Field(
            _("Who passes has"), self.module), "pass_percent": Field(_("Right answers to pass"), self.mark),
            "asked": Field(_("Questions asked"), self.asked)}
        self.form.row(self.fields["title"], Field(_("Title in Spanish"), self.title_es))
        self.form.row(self.fields["module"])
        self.form.row(self.fields["pass_percent"], self.fields["asked"])
        told = ngettext("{file}: {n} question, nothing wrong.", "{file}: {n} questions, nothing wrong.",
                        len(bank.questions)).format(file=checked.file.name, n=len(bank.questions))
        more = [_("It becomes version {n}. Whoever is in the middle of an attempt goes on with theirs.").format(
            n=checked.version)] if checked.version > 1 else []
        self.lay_out(told, *more)

    def act(self) -> None:
        """Keep it."""
        title = Text(self.title_en.value(), self.title_es.value() or self.title_en.value())
        module, mark, asked = self.module.value(), self.mark.value(), self.asked.value()
        every = asked == len(self._checked.file.bank.questions)
        desk, checked = self.desk, self._checked
        self.run(lambda _progress: question_banks.take_in(
            desk, checked, title=title, module="" if module in (None, _QUIZ) else str(module), pass_percent=mark,
            asked=0 if every else asked), self._done)
