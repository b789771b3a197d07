"""A quiet line under the text: a word that may be better left out. It stops nobody."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from wellnessdesk.domain.note_hints import Hint, sentence
from wellnessdesk.ui.kit.icons import IconLabel
from wellnessdesk.ui.kit.texts import label


class HintLine(QWidget):
    """Hidden while there is nothing to say."""

    def __init__(self) -> None:
        super().__init__()
        self._said = self._hints = ""
        self._text = label("", "muted", wrap=True, small=True)
        self._text.setObjectName("note.hint")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(IconLabel("info", "muted", 16))
        row.addWidget(self._text, 1)
        self.hide()

    def show_hints(self, hints: Sequence[Hint]) -> None:
        """One line for each kind of word."""
        self._hints = "\n".join(sentence(hint) for hint in hints)
        self._show()

    def say(self, text: str) -> None:
        """Another sentence, for instance that something pasted was too long; until something is written."""
        self._said = text
        self._show()

    def _show(self) -> None:
        text = "\n".join(part for part in (self._said, self._hints) if part)
        if text == self._text.text():  # nearly always: it is asked with every key
            return
        self._text.setText(text)
        self.setVisible(bool(text))
