"""Spell check while somebody writes: a red line below a word, and what may be meant instead.

Asked of a process of its own (`cli.spelling`), started with the first word. Words are kept in memory only: what it said
of them, and those that whoever writes wants to keep.
"""

import json
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QProcess, QTimer, Signal
from PySide6.QtGui import QSyntaxHighlighter, QTextBlock, QTextCharFormat, QTextCursor, QTextDocument

from wellnessdesk.domain.spelling import Word, may_be_a_name, words
from wellnessdesk.ui.kit import palette

_ASK_AFTER_MS = 250
_PATIENCE_MS = 2_000
_AT_ONCE = 400
"""Words in one question."""

_speller: "Speller | None" = None


class Speller(QObject):
    """What is known of words so far. `command` starts the process; where it cannot, no word is ever wrong."""

    learned = Signal()
    """More is known: look again."""

    def __init__(self, command: list[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._command = command
        self._right: set[str] = set()
        self._wrong: set[str] = set()
        self._asked: set[str] = set()
        self._waiting: dict[str, None] = {}
        self._told: dict[str, Callable[[list[str]], object]] = {}
        self._process: QProcess | None = None
        self._closed = False
        self._timer = QTimer(self, singleShot=True, interval=_ASK_AFTER_MS)
        self._timer.timeout.connect(self._ask)

    def wrong(self, word: str) -> bool:
        """Whether a word is known to be wrong; one never seen is asked about."""
        if word in self._wrong:
            return True
        if word not in self._right and word not in self._asked:
            self._waiting[word] = None
            self._timer.start()
        return False

    def keep(self, word: str) -> None:
        """From now on, until the program is left, this word is right."""
        self._wrong.discard(word)
        self._right.add(word)
        self.learned.emit()

    def suggest(self, word: str, told: Callable[[list[str]], object]) -> None:
        """Ask what may be meant; `told` is given up to six words, the best first."""
        self._told[word] = told
        self._send({"word": word})

    def close(self) -> None:
        """End the process; it holds words of notes."""
        process, self._process, self._closed = self._process, None, True
        self._timer.stop()
        if process is not None:
            process.readyReadStandardOutput.disconnect()
            process.closeWriteChannel()
            if not process.waitForFinished(_PATIENCE_MS):
                process.kill()
                process.waitForFinished(_PATIENCE_MS)

    def _ask(self) -> None:
        some = list(self._waiting)[:_AT_ONCE]
        for word in some:
            del self._waiting[word]
        self._asked.update(some)
        if some:
            self._send({"words": some})
        if self._waiting:
            self._timer.start()

    def _send(self, question: dict[str, object]) -> None:
        if self._closed:
            return
        if self._process is None:
            self._process = QProcess(self)
            self._process.readyReadStandardOutput.connect(self._hear)
            self._process.setStandardErrorFile(QProcess.nullDevice())
            self._process.start(self._command[0], self._command[1:])
        self._process.write(json.dumps(question).encode() + b"\n")

    def _hear(self) -> None:
        while self._process is not None and self._process.canReadLine():
            answer = json.loads(bytes(self._process.readLine().data()))
            if "word" in answer:
                told = self._told.pop(answer["word"], None)
                if told is not None:
                    told(list(answer["suggestions"]))
            else:
                wrong = set(answer["wrong"]) - self._right
                self._wrong |= wrong
                self._right.update(word for word in answer["words"] if word not in wrong)
                self._asked.difference_update(answer["words"])
                self.learned.emit()


def install(command: list[str], parent: QObject) -> Speller:
    """From now on every field that is watched checks what is written there."""
    global _speller
    _speller = Speller(command, parent)
    return _speller


def uninstall() -> None:
    """No field checks anything any more."""
    global _speller
    if _speller is not None:
        _speller.close()
    _speller = None


def watch(document: QTextDocument) -> "Highlighter | None":
    """Underline what is wrong in a document; None where the program has no spell check."""
    return Highlighter(document, _speller) if _speller is not None else None


class Highlighter(QSyntaxHighlighter):
    """Underlines words that are wrong; the word at whose end somebody is writing waits."""

    def __init__(self, document: QTextDocument, speller: Speller) -> None:
        super().__init__(document)
        self.speller = speller
        self._again = QTimer(self, singleShot=True, interval=0)
        self._again.timeout.connect(self.rehighlight)
        speller.learned.connect(self._again.start)

    def highlightBlock(self, text: str) -> None:
        underline = QTextCharFormat()
        underline.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SpellCheckUnderline)
        underline.setUnderlineColor(palette.color("danger"))
        for word in self._wrong_of(text):
            self.setFormat(word.start, word.end - word.start, underline)

    def at(self, cursor: QTextCursor) -> Word | None:
        """The wrong word where the cursor stands."""
        place = cursor.positionInBlock()
        return next((word for word in self._wrong_of(cursor.block().text()) if word.start <= place <= word.end), None)

    def next_after(self, cursor: QTextCursor) -> tuple[int, Word] | None:
        """(place of its block, word) of the next wrong word from the cursor on, around the end; None when all is well.
        """
        found = [(block.position(), word) for block in _blocks(self.document())
                 for word in self._wrong_of(block.text())]
        later = [one for one in found if one[0] + one[1].end >= cursor.position()]
        return next(iter([*later, *found]), None)

    def _wrong_of(self, text: str) -> list[Word]:
        return [word for word in words(text) if not may_be_a_name(text, word) and self.speller.wrong(word.text)]


def _blocks(document: QTextDocument) -> Iterable[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()
