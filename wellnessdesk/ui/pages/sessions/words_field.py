"""Where a peer writes in their own words: as much as a note keeps, nothing that cannot be seen, and spell-checked."""

from PySide6.QtCore import QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QMenu

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import plain_text
from wellnessdesk.domain.spelling import Word
from wellnessdesk.ui.kit import spelling
from wellnessdesk.ui.kit.fields import NoteField


class WordsField(NoteField):
    """What is pasted comes as plain text. More than fits is not pasted at all: half of it would look like the whole.

    F7 goes to the next word that may be misspelled and offers what may be meant, as the menu of the right button does.
    """

    refused = Signal(str)
    """A sentence: what was pasted is too long. What stood here stays."""

    def __init__(self, text: str = "", *, lines: int, most: int, most_lines: int = 14) -> None:
        super().__init__(text, lines=lines, most_lines=most_lines)
        self._most = most
        self._spelling = spelling.watch(self.document())

    def insertFromMimeData(self, source: QMimeData) -> None:
        pasted = plain_text.clean(source.text())
        room = self._most - (self.document().characterCount() - 1) + len(self.textCursor().selectedText())
        if len(pasted) > room:
            self.refused.emit(_("That is {n} characters. Here is room for {most}. Nothing was pasted.").format(
                n=formats.number(len(pasted)), most=formats.number(max(room, 0))))
        else:
            self.textCursor().insertText(pasted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F7 and self._spelling is not None:
            self._go_to_next()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        cursor = self.cursorForPosition(event.pos())
        word = self._spelling.at(cursor) if self._spelling is not None else None
        menu = self.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if word is not None:
            self._offer(menu, cursor.block().position(), word)
        menu.popup(event.globalPos())

    def _go_to_next(self) -> None:
        found = self._spelling.next_after(self.textCursor()) if self._spelling is not None else None
        if found is None:
            return
        block, word = found
        self.setTextCursor(self._selecting(block, word))
        menu = QMenu(self)
        menu.setObjectName("spelling.menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._offer(menu, block, word)
        menu.popup(self.viewport().mapToGlobal(self.cursorRect().bottomLeft() + QPoint(0, 4)))

    def _offer(self, menu: QMenu, block: int, word: Word) -> None:
        """What may be meant comes a moment later: it is looked for in another process."""
        speller = self._spelling.speller if self._spelling is not None else None
        if speller is None:
            return
        first = menu.actions()[0] if menu.actions() else menu.addSeparator()
        looking = QAction(_("Looking for words…"), menu)
        looking.setEnabled(False)
        keep = QAction(_("“{word}” is right").format(word=word.text), menu)
        keep.triggered.connect(lambda: speller.keep(word.text))
        menu.insertActions(first, [looking, keep])
        menu.insertSeparator(first)
        open_menus = [menu]
        menu.aboutToHide.connect(open_menus.clear)

        def told(suggestions: list[str]) -> None:
            if open_menus:
                self._fill(menu, looking, block, word, suggestions)

        speller.suggest(word.text, told)

    def _fill(self, menu: QMenu, looking: QAction, block: int, word: Word, suggestions: list[str]) -> None:
        for text in suggestions:
            made = QAction(text, menu)
            made.triggered.connect(lambda _on, chosen=text: self._selecting(block, word).insertText(chosen))
            menu.insertAction(looking, made)
        if suggestions:
            menu.removeAction(looking)
            menu.setActiveAction(menu.actions()[0])
        else:
            looking.setText(_("No word is like it"))

    def _selecting(self, block: int, word: Word) -> QTextCursor:
        cursor = self.textCursor()
        cursor.setPosition(block + word.start)
        cursor.setPosition(block + word.end, QTextCursor.MoveMode.KeepAnchor)
        return cursor
