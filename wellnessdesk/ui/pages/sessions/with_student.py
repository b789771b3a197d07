"""What the student says of the note when it is read with them: whether they agree, and what they wish."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.sessions import LONGEST_WISHES, Agreed, NoteBody
from wellnessdesk.ui.kit.choices import Choice, ChoiceCards
from wellnessdesk.ui.kit.forms import Field
from wellnessdesk.ui.pages.sessions.words_field import WordsField


class WithStudent(QWidget):
    """Nothing is chosen beforehand, and a second click takes an answer back. `to_them` where the student reads it."""

    changed = Signal()

    def __init__(self, body: NoteBody, *, name: str, to_them: bool = False) -> None:
        super().__init__()
        agree = _("Do you agree with the note?") if to_them else _("Does the student agree with the note?")
        wish = _("What do you wish?") if to_them else _("What does the student wish?")
        self._cards = ChoiceCards(agree, [
            Choice(Agreed.YES.value, _("Yes"), "ok", _("It says what we talked about.")),
            Choice(Agreed.PARTLY.value, _("With a wish"), "note", _("Something should be different.")),
            Choice(Agreed.NO.value, _("No"), "close", _("That is fine, and it is written down."))], many=True)
        self.wishes = WordsField(body.wishes, lines=2, most=LONGEST_WISHES)
        self._cards.setObjectName(f"{name}.agreed")
        self.wishes.setObjectName(f"{name}.wishes")
        for answer in (Agreed.YES, Agreed.PARTLY, Agreed.NO):
            card = self._cards.card(answer.value)
            card.setObjectName(f"{name}.agreed.{answer.value}")
            card.clicked.connect(lambda on, only=answer: self._choose(only if on else Agreed.UNASKED))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(Field(agree, self._cards, optional=True))
        column.addWidget(Field(wish, self.wishes, optional=True,
                               hint=_("What should happen with it, or should not.")))
        self.wishes.textChanged.connect(self.changed)
        self.take(body.agreed, body.wishes)

    def agreed(self) -> Agreed:
        """What they said."""
        return Agreed(self._cards.value() or "")

    def take(self, agreed: Agreed, wishes: str) -> None:
        """Show these answers."""
        self._cards.set_value(agreed.value or None)
        if wishes != self.wishes.value():
            self.wishes.setPlainText(wishes)

    def _choose(self, answer: Agreed) -> None:
        self._cards.set_value(answer.value or None)
        self.changed.emit()
