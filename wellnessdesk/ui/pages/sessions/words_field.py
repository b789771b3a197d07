"""Where a peer writes in their own words: as much as a note keeps, and nothing that cannot be seen."""

from PySide6.QtCore import QMimeData, Signal

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import plain_text
from wellnessdesk.ui.kit.fields import NoteField


class WordsField(NoteField):
    """What is pasted comes as plain text. More than fits is not pasted at all: half of it would look like the whole."""

    refused = Signal(str)
    """A sentence: what was pasted is too long. What stood here stays."""

    def __init__(self, text: str = "", *, lines: int, most: int, most_lines: int = 14) -> None:
        super().__init__(text, lines=lines, most_lines=most_lines)
        self._most = most

    def insertFromMimeData(self, source: QMimeData) -> None:
        pasted = plain_text.clean(source.text())
        room = self._most - (self.document().characterCount() - 1) + len(self.textCursor().selectedText())
        if len(pasted) > room:
            self.refused.emit(_("That is {n} characters. Here is room for {most}. Nothing was pasted.").format(
                n=formats.number(len(pasted)), most=formats.number(max(room, 0))))
        else:
            self.textCursor().insertText(pasted)
