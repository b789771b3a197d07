"""One flag: what the peer wrote, the clock, what adults decided step by step, and its whole life; open or ended."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.flag_steps import FlagLife, Step
from wellnessdesk.domain.flags import Flag, FlagStatus, urgency_label
from wellnessdesk.domain.referrals import Facts
from wellnessdesk.domain.sessions import SignedNote
from wellnessdesk.services import flag_steps, flags, sessions
from wellnessdesk.services.flag_steps import StepProblem
from wellnessdesk.services.flags import NotYetComplete
from wellnessdesk.ui.kit import messages, theme
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.icons import IconLabel
from wellnessdesk.ui.kit.parts import Badge, Banner, Card
from wellnessdesk.ui.kit.refer import ReferDialog
from wellnessdesk.ui.kit.texts import LabelTone, label
from wellnessdesk.ui.pages.overview import wording
from wellnessdesk.ui.pages.overview.emphasis import set_primary
from wellnessdesk.ui.pages.overview.handoff_dialog import HandoffDialog
from wellnessdesk.ui.pages.overview.history_card import HistoryCard, OthersCard
from wellnessdesk.ui.pages.overview.note_view import NoteView
from wellnessdesk.ui.pages.overview.steps_card import StepsCard
from wellnessdesk.ui.pages.overview.withdraw_dialog import WithdrawDialog

_SIDE_WIDTH = 264


class FlagView(QWidget):
    """Shows one flag at a time. What was half-entered is kept for each flag as long as the page lives."""

    left = Signal()
    """Back to the overview."""
    acknowledge_asked = Signal(str)
    other_asked = Signal(str)
    closed = Signal(str)
    withdrawn = Signal(str)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._flag: Flag | None = None
        self._life: FlagLife | None = None
        self._drafts: dict[str, list[Step]] = {}
        self._texts: dict[str, QLabel] = {}
        self._urgency = Badge("")
        self._clock_icon = IconLabel("clock", "flag", 22)
        self._problem = Banner()
        self._note = NoteView(context.desk)
        self._note_card = Card(_("Note of the session"))
        self.steps = StepsCard(context.desk)
        self.steps.saved.connect(self._save)
        self._history = HistoryCard(context.desk)
        self._others = OthersCard(context.desk, self.other_asked.emit)
        self._scroll = QScrollArea()
        self._make_buttons()
        self._lay_out()
        escape = QShortcut(QKeySequence("Escape"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.left)

    @property
    def flag_id(self) -> str | None:
        """Which flag is shown."""
        return self._flag.mark.id if self._flag else None

    @property
    def ended(self) -> bool:
        """Whether the flag that is shown needs nothing more."""
        return self._flag is not None and self._flag.mark.ended

    def show_flag(self, flag: Flag) -> None:
        """Show a flag, or its newer version; its steps follow."""
        if self.flag_id != flag.mark.id:
            self._change_to(flag)
        self._flag = flag
        self._show_facts(flag)
        self._ask(flag.mark.id)

    def show_life(self, life: FlagLife) -> None:
        """Show a flag of which everything is known."""
        if self.flag_id != life.flag.mark.id:
            self._change_to(life.flag)
        self._flag, self._life = life.flag, life
        self._show_facts(life.flag)
        self.steps.show_life(life)
        set_primary(self._close_button, "ok", all(part.done for part in self.steps.parts.values()))
        if life.flag.mark.id in self._drafts:
            self.steps.enter(self._drafts.pop(life.flag.mark.id))
        self.steps.setVisible(life.flag.mark.status in (FlagStatus.ACKNOWLEDGED, FlagStatus.CLOSED))
        self._history.show_life(life)
        self._others.show_flags(life.others)

    def tick(self, now: datetime) -> None:
        """Move the clock on."""
        if self._flag is None:
            return
        said = wording.clock(self._flag.mark, now)
        self._clock_icon.set_icon(said.icon, said.tone)
        self._say("clock", said.text)
        theme.restyle(self._texts["clock"], tone=f"strong-{said.tone}")

    def focus_first(self) -> None:
        """To what is to be done next."""
        if self._acknowledge.isVisibleTo(self):
            self._acknowledge.setFocus()
        elif self._flag is not None and self._flag.mark.status is FlagStatus.ACKNOWLEDGED:
            self.steps.focus_first()
        else:
            self._student_button.setFocus()

    def forget(self) -> None:
        """Let go of what is shown; what was entered stays."""
        self._keep_draft()
        self._flag = self._life = None
        self._note.clear()
        self._history.forget()
        self._others.show_flags(())
        self.steps.empty()
        for each in self._texts.values():
            each.clear()

    def _show_facts(self, flag: Flag) -> None:
        status = flag.mark.status
        tone, icon = wording.urgency_look(flag.mark)
        self._urgency.show_status(urgency_label(flag.mark.urgency), tone, icon)
        self._say("student", flag.student)
        self._say("kind", catalogues.label("red_flags", flag.kind))
        self._say("raised", _("Raised: {moment}, by {peer}").format(
            peer=flag.raised_by, moment=wording.moment(self._context.desk, flag.mark.raised_at)))
        self._say("words", flag.words or _("Nothing was written with it. Ask whoever raised it."))
        self._acknowledge.setVisible(status is FlagStatus.RAISED)
        self._close_button.setVisible(status is FlagStatus.ACKNOWLEDGED)
        self._withdraw.setVisible(not flag.mark.ended)
        self._handoff.setVisible(bool(flag.student_id) and status in (FlagStatus.ACKNOWLEDGED, FlagStatus.CLOSED))
        self._show_note_button.setVisible(flag.session_id is not None)
        self._student_button.setVisible(bool(flag.student_id))
        self._refer.setVisible(bool(flag.student_id) and status is FlagStatus.ACKNOWLEDGED)
        self.tick(self._context.desk.clock.now())

    def _ask(self, flag_id: str) -> None:
        desk = self._context.desk
        self._context.tasks.latest("overview.flag", lambda: flags.life(desk, flag_id), self._show_if_wanted, owner=self)

    def _show_if_wanted(self, life: FlagLife) -> None:
        if self.flag_id == life.flag.mark.id:
            fresh = self._life is None
            self.show_life(life)
            if fresh and self.isVisible():
                self.focus_first()

    def _change_to(self, flag: Flag) -> None:
        self._keep_draft()
        self._life = None
        self._note.clear()
        self._note_card.hide()
        self._problem.say("")
        self.steps.empty()
        self.steps.hide()
        self._history.forget()
        self._others.show_flags(())
        self._scroll.verticalScrollBar().setValue(0)

    def _keep_draft(self) -> None:
        entered = self.steps.unsaved() if self._life is not None else []
        if self._flag is not None and entered:
            self._drafts[self._flag.mark.id] = entered

    # ---- what is done about it

    def _save(self, step: Step) -> None:
        """Keep one step; the next thing to decide has the focus then."""
        if self._life is None:
            return
        desk, flag, seen = self._context.desk, self._life.flag.mark.id, len(self._life.steps)

        def work() -> FlagLife:
            flag_steps.add(desk, flag, step, seen=seen)
            return flags.life(desk, flag)

        self._be_busy(True)
        self._context.tasks.run(work, self._saved, self._failed, owner=self)

    def _saved(self, life: FlagLife) -> None:
        self._be_busy(False)
        if self.flag_id != life.flag.mark.id:
            return
        self.show_life(life)
        self.steps.focus_first()
        messages.say(self, _("Saved."))

    def _close(self) -> None:
        """What was entered is kept first, step by step; then the flag closes, unless something is missing."""
        if self._life is None or self.steps.show_missing():
            return
        desk, flag, seen, new = (self._context.desk, self._life.flag.mark.id, len(self._life.steps),
                                 self.steps.unsaved())

        def work() -> None:
            for number, step in enumerate(new):
                flag_steps.add(desk, flag, step, seen=seen + number)
            flags.close(desk, flag)

        self._be_busy(True)
        self._context.tasks.run(work, lambda _none: self._ended(flag, self.closed.emit), self._failed, owner=self)

    def _ask_why(self) -> None:
        if self._flag is not None:
            flag = self._flag.mark.id
            WithdrawDialog(self, self._context, self._flag, lambda: self._ended(flag, self.withdrawn.emit)).open()

    def _ended(self, flag_id: str, tell: Callable[[str], object]) -> None:
        self._be_busy(False)
        self.steps.empty()
        self.forget()
        self._drafts.pop(flag_id, None)
        tell(flag_id)

    def _failed(self, error: Exception) -> None:
        self._be_busy(False)
        if isinstance(error, StepProblem | NotYetComplete):
            self.steps.show_missing()
        elif isinstance(error, Problem):
            self._problem.say(_("That was not saved"), str(error), "flag")
            self._scroll.verticalScrollBar().setValue(0)
            if self._flag is not None:
                self._ask(self._flag.mark.id)
        else:
            messages.failure(self, error)

    def _be_busy(self, busy: bool) -> None:
        """Nothing is kept twice by two quick clicks."""
        if not busy:
            self._problem.say("")
        for part in (self.steps, self._close_button):
            part.setEnabled(not busy)

    # ---- beside it

    def _make_handoff(self) -> None:
        if self._flag is not None:
            HandoffDialog(self, self._context, self._flag).open()

    def _show_student(self) -> None:
        if self._flag is not None and self._flag.student_id:
            self._context.show_student(self._flag.student_id)

    def _begin_referral(self) -> None:
        if self._flag is not None and self._flag.student_id:
            flag = self._flag
            born = Facts(student=flag.student_id, flag=flag.mark.id, session=flag.session_id or 0)
            ReferDialog(self, self._context, born, flag.student, lambda _mark: messages.say(
                self, _("Kept as a draft on the page Referrals."))).open()

    def _read_note(self) -> None:
        if self._flag is not None and self._flag.session_id is not None:
            desk, session = self._context.desk, self._flag.session_id
            self._context.tasks.latest("overview.flag.note", lambda: sessions.read_note(desk, session),
                                       self._show_note, owner=self)

    def _show_note(self, note: SignedNote) -> None:
        if self._flag is not None and self._flag.session_id == note.session.id:
            self._note.show_note(note)
            self._note_card.show()

    def _say(self, name: str, text: str) -> None:
        self._texts[name].setText(text)

    def _text(self, name: str, tone: LabelTone = "", *, selectable: bool = False) -> QLabel:
        made = label("", tone, wrap=True, selectable=selectable)
        made.setObjectName(f"flag.{name}")
        self._texts[name] = made
        return made

    def _make_buttons(self) -> None:
        self._acknowledge = button(
            _("Acknowledge"), lambda: self.acknowledge_asked.emit(self.flag_id), icon="adult", role="primary",
            tooltip=_("I have it: this stops the clock"))
        self._acknowledge.setObjectName("flag.acknowledge")
        self._close_button = button(_("Close the flag"), self._close, icon="ok", role="primary",
                                    tooltip=_("Everything is decided"))
        self._close_button.setObjectName("flag.close")
        self._handoff = button(_("Handoff page…"), self._make_handoff, icon="print",
                               tooltip=_("One page for the adult who takes over"))
        self._handoff.setObjectName("flag.handoff")
        self._refer = button(_("Refer…"), self._begin_referral, icon="next", tooltip=_("It closes with this flag"))
        self._refer.setObjectName("flag.refer")
        self._withdraw = button(_("Withdraw…"), self._ask_why, icon="undo", tooltip=_("It was raised by mistake"))
        self._withdraw.setObjectName("flag.withdraw")
        self._student_button = button(_("The student's page"), self._show_student, icon="person")
        self._student_button.setObjectName("flag.student.page")
        self._show_note_button = button(_("Note of the session"), self._read_note, icon="note")
        self._show_note_button.setObjectName("flag.note")

    def _lay_out(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(16)
        self._note_card.add(self._note)
        for part in (self._problem, self._facts_card(), self.steps, self._others, self._history, self._note_card):
            column.addWidget(part)
        column.addStretch(1)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(body)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._scroll, 1)
        row.addWidget(self._side(), 0, Qt.AlignmentFlag.AlignTop)

    def _facts_card(self) -> Card:
        card = Card(margin=24)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._text("student", "title"), 1)
        head.addWidget(self._urgency, 0, Qt.AlignmentFlag.AlignTop)
        card.add(head)
        card.add(self._text("kind", "heading"))
        card.add(self._text("raised", "muted"))
        card.body.addSpacing(6)
        card.add(label(_("What was heard or seen"), "muted"))
        card.add(self._text("words", selectable=True))
        return card

    def _side(self) -> QWidget:
        side = Card()
        side.setFixedWidth(_SIDE_WIDTH)
        clock = QHBoxLayout()
        clock.setSpacing(8)
        clock.addWidget(self._clock_icon, 0, Qt.AlignmentFlag.AlignTop)
        clock.addWidget(self._text("clock"), 1)
        side.add(clock)
        for each in (self._acknowledge, self._close_button, self._handoff, self._refer, self._withdraw,
                     self._show_note_button, self._student_button):
            side.add(each)
        side.body.addStretch(1)
        return side
