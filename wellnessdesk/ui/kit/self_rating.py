"""How a peer sees themselves: a card that asks at the beginning and end of a school year, the questions, and what they
said, which nobody else can open."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import self_ratings as rules
from wellnessdesk.domain.catalogues import self_rating_items
from wellnessdesk.domain.self_ratings import SCALE, Moment, Rating
from wellnessdesk.services import self_ratings
from wellnessdesk.services.desk import Desk
from wellnessdesk.services.self_ratings import Asked
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.act_dialog import ActDialog
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.choices import Choice, ChoiceCards
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.parts import Card
from wellnessdesk.ui.kit.texts import label

_WIDTH, _CARDS = 720, 290
Found = tuple[Asked | None, list[Rating]]


class SelfRatingCard(Card):
    """Shown while something is asked, or was said. Emits `shown` when that may have changed."""

    shown = Signal()

    def __init__(self, context: PageContext) -> None:
        self._go = button(_("Answer"), self.ask, icon="heart")
        self._go.setObjectName("selfrating.answer")
        super().__init__(_("How you see yourself"), self._go)
        self._context = context
        self._said = label("", wrap=True)
        self._found: Found = (None, [])
        self.add(self._said)
        self.hide()

    def refresh(self) -> None:
        """Ask what is asked."""
        desk = self._context.desk
        self._context.tasks.latest("selfrating.asked", lambda: _gather(desk), self._show, owner=self)

    def ask(self) -> None:
        """The questions, with what was said before in this round."""
        now, said = self._found
        if now is not None:
            before = next((one.answers for one in said if (one.year, one.moment) == (now.year, now.moment)), {})
            SelfRatingDialog(self, self._context, now, before, self.refresh).open()

    def _show(self, found: Found) -> None:
        self._found = found
        now, said = found
        self._go.setVisible(now is not None)
        self._go.setText(_("Change it") if now is not None and now.given else _("Answer"))
        self._said.setText(_sentence(now, said))
        self.setVisible(now is not None or bool(said))
        self.shown.emit()


class SelfRatingDialog(ActDialog):
    """A line for each item, with the scale beside it. None must be answered."""

    def __init__(self, parent: QWidget, context: PageContext, now: Asked, before: Mapping[str, int],
                 done: Callable[[], object]) -> None:
        title = _("At the beginning of the school year") if now.moment is Moment.START else _(
            "At the end of the school year")
        super().__init__(parent, context, title, _("Save"), width=_WIDTH)
        self._done = done
        self.scales = {entry.id: _scale(entry.id, str(entry.label)) for entry in self_rating_items()}
        for item, value in before.items():
            if item in self.scales:
                self.scales[item].set_value(str(value))
        self.lay_out(_("Only you can open what you answer; coordinators cannot. They see how many chose each number, "
                       "from {n} people on, without names. Answer what you like: 1 is not at all, 5 is very much."
                       ).format(n=rules.FEWEST))

    def parts(self) -> list[QWidget]:
        """The lines."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for entry in self_rating_items():
            row = QHBoxLayout()
            row.setSpacing(16)
            row.addWidget(label(str(entry.label), wrap=True), 1)
            row.addWidget(self.scales[entry.id])
            column.addLayout(row)
        return [holder]

    def valid(self) -> bool:
        """What is missing is told by the service."""
        return True

    def act(self) -> None:
        """Keep it."""
        desk, given = self.desk, {item: scale.value() for item, scale in self.scales.items()}
        answers = {item: int(value) for item, value in given.items() if value}
        self.run(lambda _progress: self_ratings.give(desk, answers), lambda _made: self._kept())

    def _kept(self) -> None:
        messages.say(self.parentWidget() or self, _("Kept, for you alone."))
        self._done()


def _scale(item: str, name: str) -> ChoiceCards:
    made = ChoiceCards(name, [Choice(str(value), formats.number(value)) for value in SCALE], columns=len(SCALE))
    made.setFixedWidth(_CARDS)
    made.setObjectName(f"selfrating.{item}")
    for value in SCALE:
        made.card(str(value)).setObjectName(f"selfrating.{item}.{value}")
        made.card(str(value)).face.setContentsMargins(12, 5, 8, 5)
    return made


def _gather(desk: Desk) -> Found:
    return self_ratings.asked(desk), self_ratings.mine(desk)


def _sentence(now: Asked | None, said: list[Rating]) -> str:
    """What is asked, or how far they have come by their own word."""
    last = said[0] if said else None
    if now is not None and not now.given:
        return _("A few statements about yourself, now and again at the other end of the year. Nobody else can open "
                 "what you answer.")
    if last is None:
        return ""
    if last.problem:
        return last.problem
    if last.moment is Moment.END and last.change:
        higher = [str(entry.short) for entry in self_rating_items() if last.change.get(entry.id, 0) > 0]
        return _("Since the beginning of the year you see yourself higher in: {items}.").format(
            items=", ".join(higher)) if higher else _("You see yourself much as at the beginning of the year.")
    return _("Kept, for you alone. You are asked again at the end of the school year.")
