"""After a center was made: its two kits are saved and printed, then two words of each are asked back."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import SystemRandom

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.recovery import KitName, Paper
from wellnessdesk.services import recovery
from wellnessdesk.services.opening import Created
from wellnessdesk.ui.kit import clipboard, messages, pdf_files
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.fields import TextField
from wellnessdesk.ui.kit.forms import Field, Form, question
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.kit.parts import Badge, Banner, Card
from wellnessdesk.ui.kit.tasks import Tasks
from wellnessdesk.ui.kit.texts import label

_WORDS_A_ROW = 6
_ASKED = 2
_CARD_WIDTH = 680


@dataclass(frozen=True, slots=True)
class _Saved:
    file: Path
    data: bytes


class RecoveryWordsScreen(Page):
    """Nothing goes on before both kits are on paper and two words of each were read from it."""

    def __init__(self, created: Created, tasks: Tasks, *, done: Callable[[], object]) -> None:
        super().__init__("")
        self._done = done
        self._words, self._asked = QWidget(), Card()
        self._kits = (KitCard(KitName.A, created, tasks, self._look), KitCard(KitName.B, created, tasks, self._look))
        self._ask = _AskBack({card.kit: card.words for card in self._kits}, self._finish)
        self._on = button(_("Continue"), self._show_questions, role="primary")
        self._on.setObjectName("recovery.next")
        self._on.setEnabled(False)
        self._back = button(_("Show the words again"), self.show_words, icon="back")
        self._back.setObjectName("recovery.back")
        self._finished = button(_("Done"), self._finish, role="primary")
        self._finished.setObjectName("recovery.done")
        self._delete = QCheckBox(_("Delete the two files from this computer: the paper is what counts"))
        self._delete.setObjectName("recovery.delete")
        self._delete.setChecked(True)
        self._lay_out(uses_keyring=created.uses_keyring)
        self.show_words()

    def kit(self, name: KitName) -> "KitCard":
        """The card of one kit."""
        return next(card for card in self._kits if card.kit is name)

    def show_words(self) -> None:
        """The words, to be saved and printed."""
        self.set_title(_("Print these two kits now"), _("They are shown only once. They open the center when a "
                                                        "passphrase or this computer is lost."))
        self._show(self._words)
        self._kits[0].focus_first()

    def _show_questions(self) -> None:
        self.set_title(_("Read four words from the paper"), _("So that you know the pages are whole and easy to read."))
        self._show(self._asked)
        self._ask.focus_first()

    def _look(self) -> None:
        self._on.setEnabled(all(card.printed for card in self._kits))

    def _finish(self) -> None:
        if not self._ask.valid():
            return
        if self._delete.isChecked():
            for card in self._kits:
                card.delete_file()
        self._finished.setEnabled(False)
        self._done()

    def _show(self, part: QWidget) -> None:
        for each in (self._words, self._asked):
            each.setVisible(each is part)

    def _lay_out(self, *, uses_keyring: bool) -> None:
        column = QVBoxLayout(self._words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        if not uses_keyring:
            column.addWidget(Banner(_("This computer has no keyring"),
                                    _("The center works without one. People type their names to sign in, and copied "
                                      "files are protected by the passphrases alone."), "info"))
        for card in self._kits:
            column.addWidget(card)
        column.addWidget(ButtonRow(self._on))
        self._asked.setFixedWidth(_CARD_WIDTH)
        self._asked.add(self._ask)
        self._asked.add(self._delete)
        self._asked.add(ButtonRow(self._finished, self._back))
        self.add(self._words)
        self.add(self._asked)
        self.add_stretch()


class KitCard(Card):
    """One kit: its words, the button that saves its page, and the tick that it is printed."""

    def __init__(self, kit: KitName, created: Created, tasks: Tasks, look: Callable[[], object]) -> None:
        super().__init__({KitName.A: _("Kit A: for the administrator"), KitName.B: _("Kit B: for the principal")}[kit])
        self.kit = kit
        self.words = created.words_a if kit is KitName.A else created.words_b
        self._desk, self._tasks, self._look = created.desk, tasks, look
        self._saved: _Saved | None = None
        key = kit.letter.lower()
        self._save = button(_("Save as PDF…"), self._choose, icon="print")
        self._save.setObjectName(f"recovery.save.{key}")
        self._save.setAccessibleName(_("Save kit {letter} as PDF").format(letter=kit.letter))
        self._open = button(_("Open to print"), self._show_file, icon="open")
        self._open.setObjectName(f"recovery.open.{key}")
        self._state = Badge(_("Not saved yet"), "muted", "waiting")
        self._tick = QCheckBox(_("Kit {letter} is printed, and all 24 words can be read").format(letter=kit.letter))
        self._tick.setObjectName(f"recovery.tick.{key}")
        self._tick.toggled.connect(look)
        self._lay_out()
        self._show_saved()

    @property
    def printed(self) -> bool:
        """Whether its page was saved and, says the person, printed."""
        return self._saved is not None and self._tick.isChecked()

    def focus_first(self) -> None:
        """Bring the focus to what is next to do."""
        (self._save if self._saved is None else self._tick).setFocus(Qt.FocusReason.OtherFocusReason)

    def delete_file(self) -> None:
        """Take the page's file away, if it is still the one that was saved here."""
        if self._saved is not None:
            with contextlib.suppress(OSError):
                if self._saved.file.read_bytes() == self._saved.data:
                    self._saved.file.unlink()

    def _choose(self) -> None:
        title = _("Recovery kit {letter}").format(letter=self.kit.letter)
        file = pdf_files.ask(self, title, title)
        if file is not None:
            self.save(file)

    def save(self, file: Path) -> None:
        """Write the page to this file."""
        desk, kit, words, paper = self._desk, self.kit, self.words, _paper()

        def work() -> _Saved:
            data = recovery.sheet(desk, kit, words, paper)
            return _Saved(pdf_files.write(file, data), data)

        self._save.setEnabled(False)
        self._tasks.run(work, self._keep, self._failed, owner=self)

    def _keep(self, saved: _Saved) -> None:
        if self._saved is not None and self._saved.file != saved.file:
            self.delete_file()  # the first is not left behind
        self._saved = saved
        self._show_saved()
        self._look()
        self._open.setFocus(Qt.FocusReason.OtherFocusReason)

    def _failed(self, error: Exception) -> None:
        self._show_saved()
        messages.failure(self, error)

    def _show_file(self) -> None:
        if self._saved is not None and not pdf_files.open_to_print(self._saved.file):
            messages.notice(self, _("No program opens PDF files here"), _(
                "Print the file on another computer you trust, then delete it there: {file}").format(
                    file=self._saved.file))

    def _show_saved(self) -> None:
        there = self._saved is not None
        self._save.setEnabled(True)
        self._open.setEnabled(there)
        self._tick.setEnabled(there)
        if self._saved is not None:
            self._state.show_status(_("Saved as {name}").format(name=self._saved.file.name), "ok", "ok")

    def _lay_out(self) -> None:
        about = {
            KitName.A: _("Opens records and people on another computer. Never notes. Keep it in the school safe."),
            KitName.B: _("Opens notes and flags if the only coordinator is gone. Seal it in an envelope; the "
                         "administrator must not have it."),
        }[self.kit]
        self.add(label(about, "muted", wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(6)
        for number, word in enumerate(self.words):
            grid.addWidget(label(f"{number + 1}. {word}", "strong"), number // _WORDS_A_ROW, number % _WORDS_A_ROW)
        self.add(grid)
        row = QHBoxLayout()
        row.setSpacing(8)
        for part in (self._save, self._open, self._tick):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self._state)
        self.add(row)


class _AskBack(Form):
    """Two words of each kit, chosen by chance."""

    def __init__(self, words: dict[KitName, list[str]], finish: Callable[[], object]) -> None:
        super().__init__()
        self._asked: list[tuple[KitName, int, str, TextField, Field]] = []
        chance = SystemRandom()
        for kit, every in words.items():
            self.add(question(_("From the paper of kit {letter}").format(letter=kit.letter)))
            fields = [self._field(kit, place, every[place])
                      for place in sorted(chance.sample(range(len(every)), _ASKED))]
            self.row(*fields)
        for *_rest, edit, _asked in self._asked:
            edit.returnPressed.connect(finish)

    def focus_first(self) -> None:
        """To the first word."""
        self._asked[0][-1].focus()

    def valid(self) -> bool:
        """Whether all are right; those that are not say which they are."""
        self.clear_errors()
        for kit, number, word, edit, asked in self._asked:
            if edit.value().casefold() != word:
                asked.set_error(_("This is not word {number} of kit {letter}. Look at the paper again.").format(
                    number=number, letter=kit.letter))
        return not self.show_errors()

    def _field(self, kit: KitName, place: int, word: str) -> Field:
        edit = TextField(max_length=20)
        edit.setObjectName(f"recovery.word.{kit.letter.lower()}.{len(self._asked) % _ASKED + 1}")
        edit.setProperty("number", place + 1)
        clipboard.guard(edit)
        edit.setInputMethodHints(Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhSensitiveData)
        name = _("Word {number}").format(number=place + 1)
        edit.setAccessibleName(_("Word {number} of kit {letter}").format(number=place + 1, letter=kit.letter))
        made = Field(name, edit)
        self._asked.append((kit, place + 1, word, edit, made))
        return made


def _paper() -> Paper:
    """The size of paper this computer's country prints on."""
    metric = QLocale.system().measurementSystem() == QLocale.MeasurementSystem.MetricSystem
    return Paper.A4 if metric else Paper.LETTER
