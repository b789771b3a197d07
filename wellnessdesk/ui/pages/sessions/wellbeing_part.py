"""How a Wellness Peer is: offered on their first page now and then, short, and always to be skipped."""

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.catalogues import WellbeingQuestion, wellbeing_questions
from wellnessdesk.domain.wellbeing import LONGEST, SCALE, Check, Told
from wellnessdesk.services import wellbeing
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.act_dialog import ActDialog
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.choices import Choice, ChoiceCards
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.fields import NoteField
from wellnessdesk.ui.kit.page import MARGIN
from wellnessdesk.ui.kit.parts import Card
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.kit.wellbeing import Checks

_WIDTH = 680


class WellbeingPart(QWidget):
    """Hidden while it is not time."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        go = button(_("Answer"), self.ask, icon="heart")
        go.setObjectName("wellbeing.answer")
        skip = button(_("Not now"), self.skip, role="quiet")
        skip.setObjectName("wellbeing.skip")
        card = Card(margin=14)
        row = QHBoxLayout()
        row.setSpacing(10)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(_("How are you?"), "strong"))
        words.addWidget(label(_("Three questions. Only you and the coordinators can read it."), "muted", small=True))
        row.addLayout(words, 1)
        row.addWidget(skip)
        row.addWidget(go)
        card.add(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 4, MARGIN, 4)
        column.addWidget(card)
        self.hide()

    def refresh(self) -> None:
        """Ask whether it is time."""
        desk = self._context.desk
        self._context.tasks.latest("wellbeing.due", lambda: wellbeing.due(desk), self.setVisible, owner=self)

    def ask(self) -> None:
        """The questions, and what was told before."""
        desk = self._context.desk
        self._context.tasks.run(lambda: wellbeing.mine(desk), lambda before: WellbeingDialog(
            self, self._context, before, self.refresh).open(), owner=self)

    def skip(self) -> None:
        """Not this time."""
        desk = self._context.desk
        self._context.tasks.run(lambda: wellbeing.skip(desk), lambda _none: self._skipped(), owner=self)

    def _skipped(self) -> None:
        self.hide()
        messages.say(self, _("That is fine. You find it at “How I am…” at any time."), tone="info")


class WellbeingDialog(ActDialog):
    """Questions on a small scale, own words, a wish to talk; who reads it stands above."""

    def __init__(self, parent: QWidget, context: PageContext, before: list[Check], done: object) -> None:
        super().__init__(parent, context, _("How are you?"), _("Save"), width=_WIDTH)
        self._before, self._after = before, done
        self._scales = {entry.id: _scale(entry) for entry in wellbeing_questions()}
        self.words = NoteField(lines=3, most_lines=5)
        self.words.setObjectName("wellbeing.words")
        self.talk = QCheckBox(_("I would like to talk with a coordinator about it"))
        self.talk.setObjectName("wellbeing.talk")
        for entry in wellbeing_questions():
            self.form.field(f"{entry.label}", self._scales[entry.id])
        self._words_field = self.form.field(_("In your own words, if you like"), self.words)
        foot = QHBoxLayout()
        foot.addWidget(self.talk)
        foot.addStretch(1)
        self._earlier = button(_("What I said before…"), self._show_earlier, role="quiet", icon="book")
        self._earlier.setObjectName("wellbeing.earlier")
        self._earlier.setVisible(bool(before))
        foot.addWidget(self._earlier)
        self.form.add(foot)
        self.lay_out(_("Only you and the coordinators can read this, and each reading is written down. If you ask for "
                       "a talk, the coordinator's agenda says that, and nothing of what you wrote. Answer what you "
                       "like; there is no score."))

    def entered(self) -> Told:
        """What stands in the fields."""
        given = {name: scale.value() for name, scale in self._scales.items()}
        return Told(answers={name: int(value) for name, value in given.items() if value}, words=self.words.value(),
                    talk=self.talk.isChecked())

    def valid(self) -> bool:
        """What is missing is told by the service."""
        return True

    def act(self) -> None:
        """Keep it."""
        desk, told, page = self.desk, self.entered(), self.parentWidget()
        self.run(lambda _progress: wellbeing.tell(desk, told), lambda _check: self._kept(page))

    def tell(self, error: Exception) -> bool:
        """Too many words are told at their field."""
        if isinstance(error, Problem) and len(self.words.value()) > LONGEST:
            self._words_field.set_error(str(error))
            return True
        return False

    def _kept(self, page: QWidget | None) -> None:
        if callable(self._after):
            self._after()
        if page is not None:
            messages.say(page, _("Kept. Thank you for looking after yourself."))

    def _show_earlier(self) -> None:
        EarlierDialog(self, self.context, self._before).open()


class EarlierDialog(Dialog):
    """What somebody told before, newest first."""

    def __init__(self, parent: QWidget, context: PageContext, before: list[Check]) -> None:
        super().__init__(parent, _("What I said before"), width=_WIDTH)
        close = button(_("Close"), self.accept, role="primary")
        close.setObjectName("wellbeing.close")
        for part in (label(self.windowTitle(), "heading"), Checks(context.desk, before, _WIDTH - 44),
                     ButtonRow(close)):
            self.body.addWidget(part)


def _scale(entry: WellbeingQuestion) -> ChoiceCards:
    """Five cards in a row, with words on the outer two."""
    words = {SCALE[0]: str(entry.low), SCALE[-1]: str(entry.high)}
    made = ChoiceCards(str(entry.label), [Choice(str(one), words.get(one, str(one))) for one in SCALE],
                       columns=len(SCALE))
    made.setObjectName(f"wellbeing.{entry.id}")
    return made
