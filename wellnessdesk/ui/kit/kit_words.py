"""Where the 24 words of a recovery kit are typed, pasted or scanned."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from wellnessdesk.base.i18n import _
from wellnessdesk.ui.kit import clipboard
from wellnessdesk.ui.kit.fields import NoteField
from wellnessdesk.ui.kit.forms import Field

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class WordsField(NoteField):
    """The words of one kit, or its code; Enter (a scanner ends with it) submits them. `clear` forgets them."""

    submitted = Signal()

    def __init__(self, name: str, letter: str) -> None:
        super().__init__(lines=3, most_lines=6)
        self.setObjectName(name)
        self.setAccessibleName(_("The 24 words of kit {letter}").format(letter=letter))
        self.setUndoRedoEnabled(False)  # what was cleared does not come back
        clipboard.guard(self)
        self.setInputMethodHints(Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhSensitiveData)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self.submitted.emit()
        else:
            super().keyPressEvent(event)

    def field(self) -> Field:
        """The editor with its label and hint."""
        return Field(self.accessibleName(), self, hint=_("In order, with blanks between them. Or scan the square."))
