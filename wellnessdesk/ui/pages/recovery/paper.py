"""A new kit on its way to paper: its words, its page as a file, and the tick that it is printed."""

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.recovery import KitName, Paper
from wellnessdesk.services import recovery
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit import messages, pdf_files
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.parts import Badge, Card
from wellnessdesk.ui.kit.tasks import Tasks
from wellnessdesk.ui.kit.texts import label

_WORDS_A_ROW = 6


@dataclass(frozen=True, slots=True)
class _Saved:
    file: Path
    data: bytes


class KitPaper(Card):
    """One kit: its words, the button that saves its page, and the tick that it is printed."""

    def __init__(self, desk: Desk, tasks: Tasks, kit: KitName, words: Sequence[str],
                 look: Callable[[], object]) -> None:
        super().__init__()
        self.setAccessibleName(
            {KitName.A: _("Kit A: for the administrator"), KitName.B: _("Kit B: for the principal")}[kit])
        self.kit = kit
        self.words = tuple(words)
        self._desk, self._tasks, self._look = desk, tasks, look
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
        if self._saved is not None and not pdf_files.show(self._saved.file):
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
        head = QHBoxLayout()
        head.addWidget(label(self.accessibleName(), "heading"))
        head.addStretch(1)
        head.addWidget(self._state)
        self.add(head)
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
        self.add(row)


def _paper() -> Paper:
    """The size of paper this computer's country prints on."""
    metric = QLocale.system().measurementSystem() == QLocale.MeasurementSystem.MetricSystem
    return Paper.A4 if metric else Paper.LETTER
