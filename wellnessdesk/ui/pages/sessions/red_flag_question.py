"""The question asked in every note: did you hear anything an adult must know? Nothing is chosen beforehand."""

from PySide6.QtCore import Signal

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.sessions import RedFlagCheck
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.choices import Choice, ChoiceCards
from wellnessdesk.ui.kit.forms import Field
from wellnessdesk.ui.kit.parts import Banner, Card
from wellnessdesk.ui.kit.texts import label

_NOTHING, _RAISE = "nothing", "raise"


class RedFlagQuestion(Card):
    """Two answers. "Yes" is only an answer once the flag is raised; from then on it stands."""

    changed = Signal()
    flag_wanted = Signal()
    card_wanted = Signal()
    """Somebody wants to see the crisis card again."""

    def __init__(self, answer: RedFlagCheck) -> None:
        super().__init__()
        self._answer = answer
        question = _("Did you hear anything an adult must know?")
        self._cards = self._make_cards(question)
        self._question = label(question, "strong", wrap=True)
        self.field = Field(
            question,
            self._cards,
            hint=_("Somebody in danger, being hurt, or hurting others. When in doubt, raise a flag."),
        )
        self._again = button(_("Show the crisis card"), self.card_wanted.emit)
        self._again.setObjectName("note.redflag.card")
        self._raised = Banner("", "", "flag", self._again, icon="flag")
        self.add(self.field)
        self.add(self._question)
        self.add(self._raised)
        self._show()

    def answer(self) -> RedFlagCheck:
        """The answer as it goes into the note."""
        return self._answer

    def answer_raised(self) -> None:
        """The flag was raised, and that answers the question."""
        self._set(RedFlagCheck.RAISED)

    def focus_raised(self) -> None:
        """Where the peer finds themselves who raised the flag from here."""
        self._again.setFocus()

    def forget_yes(self) -> None:
        """No flag was raised after all: back to the answer before."""
        self._show()

    def _make_cards(self, question: str) -> ChoiceCards:
        cards = ChoiceCards(
            question,
            (
                Choice(_NOTHING, _("Nothing"), "ok", _("I heard nothing that worries me.")),
                Choice(_RAISE, _("Yes, raise a flag"), "flag", _("An adult will help. You are not alone with it.")),
            ),
            columns=2,
        )
        cards.setObjectName("note.redflag")
        for key in (_NOTHING, _RAISE):
            cards.card(key).setObjectName(f"note.redflag.{key}")
        cards.card(_NOTHING).clicked.connect(lambda: self._set(RedFlagCheck.NOTHING))
        cards.card(_RAISE).clicked.connect(self.flag_wanted)
        return cards

    def _set(self, answer: RedFlagCheck) -> None:
        self._answer = answer
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        raised = self._answer is RedFlagCheck.RAISED
        self._cards.set_value(_NOTHING if self._answer is RedFlagCheck.NOTHING else None)
        self.field.setVisible(not raised)
        self._question.setVisible(raised)
        if raised:
            self.field.set_error("")
            self._raised.say(
                _("Yes. You raised a red flag."), _("That answers this question. Thank you."), "flag", "flag"
            )

