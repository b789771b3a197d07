"""The crisis card: what to do now, in big calm words, the moment a red flag is raised."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.flags import ACKNOWLEDGE_WITHIN, FlagMark, Urgency
from wellnessdesk.domain.people import Role
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit import spoken
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.icons import IconLabel
from wellnessdesk.ui.kit.page import MARGIN
from wellnessdesk.ui.kit.palette import Tone
from wellnessdesk.ui.kit.parts import Badge, Banner, Card
from wellnessdesk.ui.kit.scrolling import Scrolling
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.sessions import wording
from wellnessdesk.ui.pages.sessions.crisis_lines import CrisisLines
from wellnessdesk.ui.pages.sessions.flag_dialog import NO_KIND, NewFlag
from wellnessdesk.ui.pages.sessions.head import HeadBar, back_button
from wellnessdesk.ui.pages.sessions.scope_card import pointed

_PROMISES = ("no_secrets", "no_investigating")
"""Of the scope prompts, those that matter now."""
_KEEPERS = (Role.COORDINATOR, Role.ADMINISTRATOR)
"""They can see to it that a number is verified again, and are asked to."""


class CrisisCard(QWidget):
    """Shown at once, before the flag is even stored: what to do must not wait for a disk.

    The program alerts nobody, and the card does not pretend to: the peer fetches an adult.
    """

    left = Signal()
    again = Signal()
    """The flag could not be stored, and the peer wants it tried again."""
    adult_is_here = Signal(object)
    """A coordinator takes this flag (a FlagMark) on, here and now."""

    def __init__(self, desk: Desk, student: str, flag: NewFlag | None = None) -> None:
        super().__init__()
        self.setObjectName("crisis.card")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.flag = flag or NewFlag(Urgency.IMMEDIATE, NO_KIND, "")
        self.mark: FlagMark | None = None
        self.title = _("Red flag, {name}").format(name=student)
        self._here = button(_("A coordinator is here"), lambda: self.adult_is_here.emit(self.mark), icon="adult",
                            role="primary")
        self._here.setObjectName("crisis.adult")
        self._here.setVisible(False)
        self.head = HeadBar(back_button(_("Back to the note"), self.left.emit, "crisis.back"), self._here)
        self._desk = desk
        self._taken_on = False
        retry = button(_("Try again"), self.again.emit, icon="undo")
        retry.setObjectName("crisis.retry")
        self._problem = Banner("", "", "danger", retry)
        self._clock = _Clock()
        self._lay_out()

    def focus_first(self) -> None:
        """On nothing that can be pressed: one Enter too many must not put the card away."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        spoken.announce(self, " ".join(_what_to_do(self.flag.urgency)))

    def show_raised(self, mark: FlagMark) -> None:
        """The flag is stored: the clock runs."""
        self.mark = mark
        self._problem.say("")
        self.tick()

    def show_failure(self, sentence: str) -> None:
        """The flag is not stored. The adult is needed all the same."""
        self._problem.say(_("The flag is not saved. Tell an adult in person now."), sentence, "danger")

    def show_waiting(self, waiting: list[FlagMark]) -> None:
        """Which flags no adult has taken on yet; this one is taken on when it is not among them."""
        self._taken_on = self.mark is not None and all(mark.id != self.mark.id for mark in waiting)
        self.tick()

    def tick(self) -> None:
        """Show how long ago the flag was raised, until an adult has taken it on."""
        if self.mark is not None:
            self._clock.show_mark(self._desk, self.mark, taken_on=self._taken_on)
            self._here.setHidden(self._taken_on)

    def _lay_out(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(MARGIN, 0, MARGIN, 4)
        column.setSpacing(9)
        column.addWidget(self._problem)
        column.addWidget(self._what_now())
        column.addLayout(self._words())
        column.addWidget(CrisisLines(self._desk.today(), keeper=self._desk.person.role in _KEEPERS))
        thanks = _("You did the right thing. Afterwards, tell your coordinator how you are, too.")
        column.addLayout(pointed(thanks, "heart", "muted", small=False))
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Scrolling(body))

    def _what_now(self) -> QFrame:
        """The frame nobody can overlook: what to do, and since when."""
        headline, more = _what_to_do(self.flag.urgency)
        frame = QFrame()
        frame.setObjectName("Banner")
        frame.setProperty("tone", "accent")
        row = QHBoxLayout(frame)
        row.setContentsMargins(24, 10, 24, 10)
        row.setSpacing(20)
        row.addWidget(IconLabel("adult", "accent", 56), 0, Qt.AlignmentFlag.AlignVCenter)
        texts = QVBoxLayout()
        texts.setSpacing(6)
        texts.addStretch(1)
        big = label(headline, "figure", wrap=True)
        big.setObjectName("crisis.headline")
        texts.addWidget(big)
        texts.addWidget(label(more, wrap=True))
        texts.addStretch(1)
        row.addLayout(texts, 1)
        row.addWidget(self._clock, 0, Qt.AlignmentFlag.AlignVCenter)
        return frame

    def _words(self) -> QHBoxLayout:
        """What to say, and what not to promise, side by side."""
        say = Card(_("You can say"))
        kind = catalogues.red_flags().get(self.flag.kind)
        words = label(_("“{words}”").format(words=kind.say if kind else ""), "heading", wrap=True)
        words.setObjectName("crisis.say")
        say.add(words)
        say.body.addStretch(1)
        promise = Card(_("Do not promise"))
        prompts = catalogues.scope_prompts()
        for text in (_("Do not promise that everything will be fine."), *map(prompts.label, _PROMISES)):
            promise.add(pointed(text, "close", "muted", small=False))
        promise.body.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(say, 1)
        row.addWidget(promise, 1)
        return row


class _Clock(QWidget):
    """How long ago the flag was raised, and whether an adult has it. Says nothing until the flag is stored."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(220)
        self._span = label("", "figure", wrap=True)
        self._span.setObjectName("crisis.since")
        self._moment = label("", "muted", wrap=True, small=True)
        self._adult = Badge("")
        self._detail = label("", wrap=True, small=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (self._span, self._moment, self._adult, self._detail):
            column.addWidget(part)
        self._adult.hide()
        self._detail.hide()

    def show_mark(self, desk: Desk, mark: FlagMark, *, taken_on: bool) -> None:
        now = desk.clock.now()
        self._moment.setText(_("since you raised it, {time}").format(time=formats.time(desk.local(mark.raised_at))))
        self._adult.show()
        if taken_on:  # the span stays as it was
            self._say(_("An adult has it"), "ok", "ok", "")
            return
        self._span.setText(wording.since(mark.raised_at, now))
        if mark.overdue(now):
            fetch = _("That is too long. Fetch any adult: the office, a teacher, the nurse.")
            self._say(_("No adult yet"), "danger", "warning", fetch)
        else:
            self._say(_("Waiting for an adult"), "flag", "waiting", _limit(desk, mark))

    def _say(self, status: str, tone: Tone, icon: str, detail: str) -> None:
        self._adult.show_status(status, tone, icon)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))


def _limit(desk: Desk, mark: FlagMark) -> str:
    if mark.urgency is not Urgency.IMMEDIATE:
        return ""
    by = formats.time(desk.local(mark.raised_at + ACKNOWLEDGE_WITHIN))
    return _("Before {time}, the adult signs in here to take it on.").format(time=by)


def _what_to_do(urgency: Urgency) -> tuple[str, str]:
    """The headline, and what it means."""
    return {
        Urgency.IMMEDIATE: (
            _("Stay with them. Fetch an adult now."),
            _("Go together, or send somebody. This computer does not call anyone: you do."),
        ),
        Urgency.SAME_DAY: (
            _("Tell an adult before today ends."),
            _("Go together, if the student agrees. This computer does not call anyone: you do. "
              "If it gets worse, stay with them and fetch an adult at once."),
        ),
        Urgency.NEXT_SUPERVISION: (
            _("Talk about it at the next supervision."),
            _("It is on your coordinator's list. If it gets worse, stay with the student and fetch an adult at once."),
        ),
    }[urgency]
