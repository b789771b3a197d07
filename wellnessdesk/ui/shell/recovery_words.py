"""After a center was made: its two kits are saved and printed, then two words of each are asked back."""

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.recovery import KitName
from wellnessdesk.services.opening import Created
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.kit.parts import Banner, Card
from wellnessdesk.ui.kit.tasks import Tasks
from wellnessdesk.ui.pages.recovery.ask_back import AskBack
from wellnessdesk.ui.pages.recovery.paper import KitPaper

_CARD_WIDTH = 680


class RecoveryWordsScreen(Page):
    """Nothing goes on before both kits are on paper and two words of each were read from it."""

    def __init__(self, created: Created, tasks: Tasks, *, done: Callable[[], object]) -> None:
        super().__init__("")
        self._done = done
        self._words, self._asked = QWidget(), Card()
        words = {KitName.A: created.words_a, KitName.B: created.words_b}
        self._kits = tuple(KitPaper(created.desk, tasks, kit, words[kit], self._look) for kit in KitName)
        self._ask = AskBack({card.kit: card.words for card in self._kits}, self._finish)
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

    def kit(self, name: KitName) -> KitPaper:
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
