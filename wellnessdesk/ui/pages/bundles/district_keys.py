"""One district: its keys and how far each is, one more key, and the end of all of it."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.bundles import Recipient, RecipientKey
from wellnessdesk.services import recipients
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.fields import TextField
from wellnessdesk.ui.kit.forms import Form
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.texts import label

_WIDTH = 640


class DistrictDialog(Dialog):
    """Every act is done at once, and the dialog shows what holds then. `changed` is told of each."""

    def __init__(self, parent: QWidget, context: PageContext, recipient: Recipient,
                 changed: Callable[[], object]) -> None:
        super().__init__(parent, recipient.name, width=_WIDTH)
        self._desk, self._tasks, self._changed = context.desk, context.tasks, changed
        self._recipient = recipient
        self.problem = Banner(tone="flag")
        self.key = TextField(max_length=300, placeholder="age1…")
        self.key.setObjectName("keys.new")
        self.add = button(_("Add key"), self._add, icon="add")
        self.add.setObjectName("keys.add")
        self.revoke = button(_("Nothing more for this district…"), self._revoke, role="danger")
        self.revoke.setObjectName("keys.revoke")
        self.close_button = button(_("Close"), self.accept, role="primary")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(12)
        self._lay_out()
        self._show(recipient)

    def _show(self, recipient: Recipient) -> None:
        self._recipient = recipient
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for key in recipient.keys:
            self._lines.addWidget(self._line(key))
        open_still = recipient.revoked_at is None
        for part in (self._form, self.add, self.revoke):
            part.setVisible(open_still)

    def _line(self, key: RecipientKey) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(key.fingerprint, "strong", wrap=True, selectable=True))
        words.addWidget(label(self._state(key), "muted", wrap=True, small=True))
        row.addLayout(words, 1)
        for act in self._acts(key):
            row.addWidget(act)
        return line

    def _acts(self, key: RecipientKey) -> list[QWidget]:
        if key.ended_at is not None or self._recipient.revoked_at is not None:
            return []
        desk, id_ = self._desk, self._recipient.id
        end = button(_("End"), lambda: self._do(lambda: recipients.end_key(desk, id_, key.id)))
        end.setObjectName("keys.end")
        if key.compared_at is not None:
            return [end]
        compare = button(_("The words match"), lambda: self._do(lambda: recipients.compare_key(desk, id_, key.id)),
                         icon="phone")
        compare.setObjectName("keys.compare")
        return [compare, end]

    def _state(self, key: RecipientKey) -> str:
        if key.ended_at is not None:
            return _("Ended on {day}").format(day=formats.date(self._desk.local(key.ended_at).date()))
        if key.compared_at is not None:
            return _("In use; compared on {day}").format(day=formats.date(self._desk.local(key.compared_at).date()))
        return _("Not in use yet. Call the district and let them read you these six words.")

    def _add(self) -> None:
        if not self.key.value():
            self._field.set_error(_("Paste the district's public key. It begins with age1."))
            self._field.focus()
            return
        desk, id_, key = self._desk, self._recipient.id, self.key.value()
        self._do(lambda: recipients.add_key(desk, id_, key, compared=False), self.key.clear)

    def _revoke(self) -> None:
        if messages.confirm(self, _("Nothing more for {name}?").format(name=self._recipient.name),
                            _("No bundle can be made for them any more. What they have, they keep. To begin again, "
                              "they have to be added anew under the same name, with a new key that is compared. "
                              "Their bundles are then counted on; students in rows get new made-up numbers."),
                            _("Nothing more")):
            desk, id_ = self._desk, self._recipient.id
            self._do(lambda: recipients.revoke(desk, id_))

    def _do(self, act: Callable[[], Recipient], then: Callable[[], object] = lambda: None) -> None:
        def done(after: Recipient) -> None:
            then()
            self._show(after)
            self._changed()

        self.problem.say("")
        self._tasks.run(act, done, self._failed, owner=self)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, Problem):
            self.problem.say(_("This was not done"), str(error), "flag")
        else:
            messages.failure(self, error)

    def _lay_out(self) -> None:
        self._form = Form()
        self._field = self._form.field(_("Another public key"), self.key,
                                       hint=_("Add the new one, compare its words, then end the old one."))
        self.body.addWidget(label(self._recipient.name, "heading"))
        self.body.addWidget(label(_("A bundle can be opened with every key that is in use."), "muted", wrap=True))
        self.body.addLayout(self._lines)
        for part in (self._form, self.problem,
                     ButtonRow(self.close_button, left=(self.add, self.revoke))):
            self.body.addWidget(part)
