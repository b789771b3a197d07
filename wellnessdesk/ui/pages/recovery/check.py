"""The dialog that checks a kit with the words on its paper."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.recovery import Drill, KitName
from wellnessdesk.services import recovery
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.forms import Form
from wellnessdesk.ui.kit.kit_words import WordsField
from wellnessdesk.ui.kit.texts import label

_WIDTH = 620


class CheckDialog(Dialog):
    """Tries a kit and says what came of it; a mistyped word is named below the field."""

    def __init__(self, parent: QWidget, context: PageContext, kit: KitName, done: Callable[[Drill], object]) -> None:
        title = _("Check kit {letter}").format(letter=kit.letter)
        super().__init__(parent, title, width=_WIDTH)
        self._desk, self._tasks, self._kit, self._done = context.desk, context.tasks, kit, done
        self.words = WordsField("recovery.check.words", kit.letter)
        self.words.submitted.connect(self._check)
        self.check = button(_("Check"), self._check, role="primary")
        self.cancel = button(_("Cancel"), self.reject)
        self.check.setObjectName("recovery.check.go")
        self.cancel.setObjectName("recovery.check.cancel")
        self.check.setDefault(True)
        self._form = Form()
        self._field = self.words.field()
        self._form.row(self._field)
        for part in (label(title, "heading"), label(_what_to_do(kit), wrap=True), self._form,
                     ButtonRow(self.check, self.cancel)):
            self.body.addWidget(part)
        self._field.focus()

    def done(self, result: int) -> None:
        """However the dialog ends, the words do not stay in it."""
        self.words.clear()
        super().done(result)

    def _check(self) -> None:
        desk, kit, typed = self._desk, self._kit, self.words.value()
        self.check.setEnabled(False)
        self._tasks.run(lambda: recovery.drill(desk, kit, typed), self._checked, self._failed, owner=self)

    def _checked(self, drill: Drill) -> None:
        self.accept()
        self._done(drill)

    def _failed(self, error: Exception) -> None:
        self.check.setEnabled(True)
        if isinstance(error, Problem):
            self._field.set_error(str(error))
            self._field.focus()
        else:
            messages.failure(self, error)


def _what_to_do(kit: KitName) -> str:
    return {
        KitName.A: _("Take the paper out of the school safe and type its words. Nothing is changed: it is only tried "
                     "whether they still open the center. Then seal the paper in a new envelope."),
        KitName.B: _("Let the principal open the envelope and type the words. Nothing is changed: it is only tried "
                     "whether they still open the notes. Then seal the paper in a new envelope."),
    }[kit]
