"""A coordinator acts inside somebody else's session: who they are, their own passphrase, and the session goes on."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.people import Person
from wellnessdesk.services import acting
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.choices import ChoiceList
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.fields import PassphraseField
from wellnessdesk.ui.kit.forms import Form
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.texts import label


class AdultDialog(Dialog):
    """Asks for a coordinator's passphrase, then runs `act(their desk)` on the worker, and tells `done(their name)`.

    What `act` answers is dropped: whoever is signed in must not see what only the coordinator may.
    """

    def __init__(self, parent: QWidget, context: PageContext, *, title: str, text: str, action: str,
                 act: Callable[[Desk], object], done: Callable[[str], object]) -> None:
        super().__init__(parent, title)
        self.setObjectName("adult.dialog")
        self._desk, self._tasks = context.desk, context.tasks
        self._act, self._done, self._action = act, done, action
        self._busy = False
        self._problem = Banner()
        self._who = ChoiceList([], placeholder=_("Choose your name"))
        self._passphrase = PassphraseField(_("Your passphrase"))
        self._confirm = button(action, self.confirm, icon="adult", role="primary")
        self._cancel = button(_("Cancel"), self.reject)
        self._name_parts()
        self._lay_out(title, text)
        self._passphrase.submitted.connect(self.confirm)
        desk = self._desk
        self._tasks.run(lambda: acting.coordinators(desk), self._offer, owner=self)

    def confirm(self) -> None:
        """Try the passphrase, and act."""
        if self._busy or self._is_missing_something():
            return
        desk, person, typed, act = self._desk, self._who.value() or "", self._passphrase.value(), self._act

        def work() -> None:
            act(acting.as_person(desk, person, typed))

        self._problem.say("")
        self._be_busy(True)
        self._tasks.run(work, lambda _none: self._acted(), self._failed, owner=self)

    def done(self, result: int) -> None:
        """However it ends, no passphrase stays behind."""
        self._passphrase.clear()
        super().done(result)

    def reject(self) -> None:
        """Not while the passphrase is being tried: what it was typed for would be done all the same."""
        if not self._busy:
            super().reject()

    def _offer(self, coordinators: list[Person]) -> None:
        """The only one there is stands there already, but never one of several by chance."""
        for one in coordinators:
            self._who.addItem(one.name, one.id)
        if len(coordinators) == 1:
            self._who.set_value(coordinators[0].id)
            self._passphrase_field.focus()
        else:
            self._who_field.focus()

    def _is_missing_something(self) -> bool:
        self._form.clear_errors()
        if self._who.value() is None:
            self._who_field.set_error(_("Choose your name."))
        if not self._passphrase.value():
            self._passphrase_field.set_error(_("Type your passphrase."))
        return self._form.show_errors()

    def _acted(self) -> None:
        name = self._who.currentText()
        self._be_busy(False)
        self.accept()
        self._done(name)

    def _failed(self, error: Exception) -> None:
        self._be_busy(False)
        self._passphrase.clear()
        if isinstance(error, acting.WrongPassphrase):
            self._passphrase_field.set_error(_("This is not your passphrase. Check Caps Lock and try again."))
        elif isinstance(error, Problem):
            self._problem.say(str(error), tone="flag")
        else:
            messages.failure(self, error)
        self._passphrase_field.focus()

    def _be_busy(self, busy: bool) -> None:
        self._busy = busy
        for part in (self._form, self._confirm, self._cancel):
            part.setEnabled(not busy)
        self._confirm.setText(_("Checking …") if busy else self._action)

    def _name_parts(self) -> None:
        self._who.setObjectName("adult.who")
        self._passphrase.edit.setObjectName("adult.passphrase")
        self._confirm.setObjectName("adult.confirm")
        self._cancel.setObjectName("adult.cancel")

    def _lay_out(self, title: str, text: str) -> None:
        titles = QVBoxLayout()
        titles.setSpacing(4)
        titles.addWidget(label(title, "heading", wrap=True))
        titles.addWidget(label(text, wrap=True))
        self._form = Form()
        self._who_field = self._form.field(_("Your name"), self._who)
        self._passphrase_field = self._form.field(_("Your passphrase"), self._passphrase)
        self.body.addLayout(titles)
        self.body.addWidget(self._problem)
        self.body.addWidget(self._form)
        self.body.addWidget(ButtonRow(self._confirm, self._cancel))
