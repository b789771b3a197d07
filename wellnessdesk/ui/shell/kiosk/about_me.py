"""Questions about oneself at the kiosk, a question a screen; each may be declined, and nobody learns who answered."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues, demographics
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.choices import Choice, ChoiceCards
from wellnessdesk.ui.kit.parts import clear
from wellnessdesk.ui.kit.self_service import line, middle


class AboutMeScreen(QWidget):
    """Emits `given(answers)` (category -> option) after the last question. A choice goes on to the next at once."""

    given = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._asked: Sequence[str] = demographics.categories()
        self._answers: dict[str, str] = {}
        self._at = 0
        self._told, self._question = line("", "muted"), line("", "title")
        self._choices = QVBoxLayout()
        self._back = button(_("Back"), self.back, icon="back")
        self._back.setObjectName("about.back")
        skip = button(_("Leave the rest open"), self._end)
        skip.setObjectName("about.skip")
        column = middle(self)
        column.addStretch(1)
        for part in (self._told, self._question):
            column.addWidget(part)
        column.addWidget(line(_("Your answer is only counted. Nobody sees that it is yours."), "muted"))
        column.addSpacing(10)
        column.addLayout(self._choices)
        column.addSpacing(10)
        row = QHBoxLayout()
        row.addWidget(self._back)
        row.addStretch(1)
        row.addWidget(skip)
        column.addLayout(row)
        column.addStretch(2)
        self._show()

    def back(self) -> None:
        """To the question before."""
        self._at = max(0, self._at - 1)
        self._show()

    def _take(self, category: str, option: str) -> None:
        self._answers[category] = option
        self._at += 1
        if self._at == len(self._asked):
            self._end()
        else:
            self._show()

    def _end(self) -> None:
        self.given.emit(dict(self._answers))

    def _show(self) -> None:
        category = self._asked[self._at]
        self._told.setText(_("Question {n} of {all}").format(n=formats.number(self._at + 1),
                                                            all=formats.number(len(self._asked))))
        self._question.setText(catalogues.label("demographic_categories", category))
        offered = [*(one.id for one in demographics.options(category)), demographics.DECLINED]
        cards = ChoiceCards(self._question.text(), [Choice(one, demographics.label(one)) for one in offered], columns=2)
        cards.set_value(self._answers.get(category))
        for one in offered:
            cards.card(one).setObjectName(f"about.{one}")
            cards.card(one).clicked.connect(lambda _on=False, option=one: self._take(category, option))
        clear(self._choices)
        self._choices.addWidget(cards)
        self._back.setEnabled(self._at > 0)
        self.setFocusProxy(cards)
        cards.setFocus()
