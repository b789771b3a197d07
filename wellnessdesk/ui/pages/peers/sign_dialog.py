"""A coordinator signs a letter of hours or a portfolio with their passphrase."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QWidget

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.statements import Kind, Statement, kind_label
from wellnessdesk.services import portfolio
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.fields import PassphraseField
from wellnessdesk.ui.kit.forms import Field, Form
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.pickers import DateField
from wellnessdesk.ui.kit.texts import label

_WIDTH = 560


class SignStatementDialog(Dialog):
    """Stays open until it is signed. A letter asks from which day to which; both begin with all there is."""

    def __init__(self, parent: QWidget, context: PageContext, kind: Kind, peer: tuple[str, str], since: date,
                 done: Callable[[Statement], object]) -> None:
        person, name = peer
        super().__init__(parent, _("{what} for {name}").format(what=kind_label(kind), name=name), width=_WIDTH)
        self._context, self._kind, self._person, self._done = context, kind, person, done
        today = context.desk.today()
        self.first, self.last = DateField(since, latest=today), DateField(today, latest=today)
        self.passphrase = PassphraseField(_("Your passphrase"))
        self.passphrase.edit.setObjectName("statement.passphrase")
        self.passphrase.submitted.connect(self.sign)
        self.problem = Banner(tone="flag")
        self.go = button(_("Sign"), self.sign, role="primary")
        for key in ("first", "last", "go"):
            getattr(self, key).setObjectName(f"statement.{key}")
        self._lay_out()

    def sign(self) -> None:
        """State it, and sign."""
        self._form.clear_errors()
        if not self.passphrase.value():
            self._field.set_error(_("Type your passphrase."))
            self._form.show_errors()
        if not self.passphrase.value() or not self.go.isEnabled():
            return
        self.problem.say("")
        self.go.setEnabled(False)
        desk, person, typed = self._context.desk, self._person, self.passphrase.value()
        first, last, letter = self.first.value(), self.last.value(), self._kind is Kind.HOURS
        self._context.tasks.run(
            lambda: portfolio.issue_letter(desk, person, first, last, typed) if letter
            else portfolio.issue_portfolio(desk, person, typed), self._signed, self._failed, owner=self)

    def done(self, result: int) -> None:
        """However it ends, no passphrase stays behind."""
        self.passphrase.clear()
        super().done(result)

    def _signed(self, made: Statement) -> None:
        self.accept()
        self._done(made)

    def _failed(self, error: Exception) -> None:
        self.go.setEnabled(True)
        self.passphrase.clear()
        if isinstance(error, portfolio.WrongPassphrase):
            self._field.set_error(_("This is not your passphrase. Check Caps Lock and try again."))
            self._field.focus()
        elif isinstance(error, Problem):
            self.problem.say(_("Nothing was signed"), str(error), "flag")
        else:
            messages.failure(self, error)

    def _lay_out(self) -> None:
        self.body.addWidget(label(self.windowTitle(), "heading", wrap=True))
        self.body.addWidget(label(_("Your name stands under it, and a code by which anybody can verify it without this "
                                    "program."), "muted", wrap=True))
        self._form = Form(width=_WIDTH)
        if self._kind is Kind.HOURS:
            self._form.row(Field(_("From"), self.first), Field(_("To"), self.last))
        self._field = self._form.field(_("Your passphrase"), self.passphrase)
        for part in (self._form, self.problem):
            self.body.addWidget(part)
        cancel = button(_("Cancel"), self.reject)
        cancel.setObjectName("statement.cancel")
        self.body.addWidget(ButtonRow(self.go, cancel))
        self.passphrase.setFocus()
