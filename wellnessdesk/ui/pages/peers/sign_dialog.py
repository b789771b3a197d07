"""A coordinator signs a letter of hours or a portfolio with their passphrase."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.statements import Kind, Statement, kind_label
from wellnessdesk.services import portfolio
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.forms import Field
from wellnessdesk.ui.kit.pickers import DateField
from wellnessdesk.ui.kit.signed_dialog import SignedDialog


class SignStatementDialog(SignedDialog):
    """Stays open until it is signed. A letter asks from which day to which; both begin with all there is."""

    def __init__(self, parent: QWidget, context: PageContext, kind: Kind, peer: tuple[str, str], since: date,
                 done: Callable[[Statement], object]) -> None:
        person, name = peer
        super().__init__(parent, context, _("{what} for {name}").format(what=kind_label(kind), name=name), _("Sign"))
        self._kind, self._person, self._done = kind, person, done
        today = context.desk.today()
        self.first, self.last = DateField(since, latest=today), DateField(today, latest=today)
        self.first.setObjectName("statement.first")
        self.last.setObjectName("statement.last")
        if kind is Kind.HOURS:
            self.form.row(Field(_("From"), self.first), Field(_("To"), self.last))
        self.ask_passphrase("statement.passphrase")
        self.lay_out(_("Your name stands under it, and a code by which anybody can verify it without this program."))
        self.passphrase.setFocus()

    def act(self) -> None:
        """State it, and sign."""
        desk, person, typed = self.desk, self._person, self.passphrase.value()
        first, last, letter = self.first.value(), self.last.value(), self._kind is Kind.HOURS
        self.run(lambda _progress: portfolio.issue_letter(desk, person, first, last, typed) if letter
                 else portfolio.issue_portfolio(desk, person, typed), self._done)
