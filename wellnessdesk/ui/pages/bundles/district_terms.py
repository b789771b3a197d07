"""What a district may receive, and between which days."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.bundles import Kind, Recipient
from wellnessdesk.services import recipients
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.choices import ChoiceCards
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.forms import Form
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.pickers import DateField
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.bundles.kinds import kind_choices

_WIDTH, _BOX = 640, 160


class MaybeDay(QWidget):
    """A box to tick, and then a day; without it there is no limit."""

    def __init__(self, name: str, object_name: str, day: date | None, proposed: date) -> None:
        super().__init__()
        self.wanted = QCheckBox(name)
        self.wanted.setObjectName(f"{object_name}.wanted")
        self.wanted.setAccessibleName(name)
        self.wanted.setMinimumWidth(_BOX)
        self.day = DateField(day or proposed)
        self.day.setObjectName(object_name)
        self.day.setAccessibleName(name)
        self.wanted.toggled.connect(self.day.setEnabled)
        self.wanted.setChecked(day is not None)
        self.day.setEnabled(day is not None)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.wanted)
        row.addWidget(self.day)
        row.addStretch(1)

    def value(self) -> date | None:
        """The day, where one is wanted."""
        return self.day.value() if self.wanted.isChecked() else None


class TermsDialog(Dialog):
    """It closes when it is saved, and stays open with what was refused."""

    def __init__(self, parent: QWidget, context: PageContext, recipient: Recipient,
                 changed: Callable[[], object]) -> None:
        super().__init__(parent, _("What {name} may receive").format(name=recipient.name), width=_WIDTH)
        self._desk, self._tasks, self._changed, self._recipient = context.desk, context.tasks, changed, recipient
        self.kinds = ChoiceCards(_("Kinds of bundle"), kind_choices(tuple(Kind)), columns=1, many=True)
        self.kinds.set_values(recipient.kinds)
        for kind in Kind:
            self.kinds.card(kind).setObjectName(f"terms.{kind}")
        today = context.desk.today()
        self.first = MaybeDay(_("Not before"), "terms.from", recipient.valid_from, today)
        self.last = MaybeDay(_("Not after"), "terms.until", recipient.valid_until, today)
        self.problem = Banner(tone="flag")
        self.save = button(_("Save"), self._save, role="primary")
        self.cancel = button(_("Cancel"), self.reject)
        self.save.setObjectName("terms.save")
        self.cancel.setObjectName("terms.cancel")
        form = Form()
        self._kinds_field = form.field(_("Kinds of bundle"), self.kinds)
        form.add(self.first)
        form.add(self.last)
        for part in (label(self.windowTitle(), "heading", wrap=True),
                     label(_("As it stands in the agreement with them. What left already, they keep."), "muted",
                           wrap=True), self.problem, form, ButtonRow(self.save, self.cancel)):
            self.body.addWidget(part)

    def _save(self) -> None:
        desk, id_, chosen = self._desk, self._recipient.id, tuple(map(Kind, self.kinds.values()))
        first, last = self.first.value(), self.last.value()
        self.problem.say("")
        self.save.setEnabled(False)
        self._tasks.run(lambda: recipients.change_terms(desk, id_, kinds=chosen, valid_from=first, valid_until=last),
                        self._saved, self._failed, owner=self)

    def _saved(self, _after: Recipient) -> None:
        self.accept()
        self._changed()

    def _failed(self, error: Exception) -> None:
        self.save.setEnabled(True)
        if isinstance(error, Problem):
            self.problem.say(_("Nothing was saved"), str(error), "flag")
        else:
            messages.failure(self, error)
