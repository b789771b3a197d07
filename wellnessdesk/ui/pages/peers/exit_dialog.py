"""The exit interview of a peer: written down question by question, and read again."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.departures import Interview
from wellnessdesk.domain.people import Person
from wellnessdesk.services import departures
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.act_dialog import ActDialog
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.fields import NoteField
from wellnessdesk.ui.kit.layouts import scrolling
from wellnessdesk.ui.kit.texts import label

_WIDTH, _HIGH = 640, 340


class ExitDialog(ActDialog):
    """No question must be answered; what is written stays until it is kept."""

    def __init__(self, parent: QWidget, context: PageContext, person: Person, done: Callable[[], object]) -> None:
        super().__init__(parent, context, _("Exit interview of {name}").format(name=person.name), _("Keep it"),
                         width=_WIDTH)
        self._person, self._done = person, done
        self.answers = {entry.id: NoteField(lines=2, most_lines=4) for entry in catalogues.load("exit_questions")}
        for entry in catalogues.load("exit_questions"):
            field = self.answers[entry.id]
            field.setObjectName(f"exit.{entry.id}")
            self.form.field(str(entry.label), field)
        self.go.setObjectName("exit.go")
        self.lay_out(_("Ask what they want to be asked. Only coordinators read it; it is sealed."))

    def valid(self) -> bool:
        """What is missing is told by the service."""
        return True

    def act(self) -> None:
        """Keep it."""
        desk, person = self.desk, self._person.id
        said = {question: field.value() for question, field in self.answers.items()}
        self.run(lambda _progress: departures.tell(desk, person, said), lambda _id: self._kept())

    def _kept(self) -> None:
        messages.say(self.parentWidget() or self, _("The exit interview is kept."))
        self._done()


class ReadDialog(Dialog):
    """Those that are kept, the newest first."""

    def __init__(self, parent: QWidget, desk: Desk, person: Person, found: Sequence[Interview]) -> None:
        super().__init__(parent, _("Exit interview of {name}").format(name=person.name), width=_WIDTH)
        self.body.addWidget(label(self.windowTitle(), "heading", wrap=True))
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(4)
        for one in found:
            _put(column, desk, one)
        column.addStretch(1)
        area = scrolling(body, "PageScroll")
        area.setFixedHeight(_HIGH)
        self.body.addWidget(area)
        close = button(_("Close"), self.accept, role="primary")
        close.setObjectName("exit.close")
        self.body.addWidget(ButtonRow(close))


def _put(column: QVBoxLayout, desk: Desk, one: Interview) -> None:
    column.addWidget(label(_("{day}, written down by {name}").format(
        day=formats.date(desk.local(one.at).date()), name=one.by), "muted", small=True))
    if one.problem:
        column.addWidget(label(one.problem, "danger", wrap=True))
    for question, words in one.answers.items():
        column.addSpacing(6)
        column.addWidget(label(catalogues.label("exit_questions", question), "strong", wrap=True))
        column.addWidget(label(words, wrap=True, selectable=True))
    column.addSpacing(14)
