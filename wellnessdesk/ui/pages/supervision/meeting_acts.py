"""What is done with a whole meeting: it is held, moved to another day, not held after all; who comes signs a sheet."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.meetings import Meeting, MeetingState, Missed, missed_label
from wellnessdesk.domain.minutes import Sitting
from wellnessdesk.domain.supervision import ItemKind
from wellnessdesk.services import meetings, minutes
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.choices import Choice, ChoiceList
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.forms import Field, Form
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.pickers import DateField
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.kit.times import TimeField
from wellnessdesk.ui.pages.supervision.hold import HoldDialog
from wellnessdesk.ui.pages.supervision.model import Key, key_of


class MeetingActs:
    """The buttons, and what they do with the meeting that is shown. `save` asks for a file and prints to it."""

    def __init__(self, context: PageContext, page: QWidget, refresh: Callable[[], object],
                 save: Callable[[str, Callable[[Desk], bytes]], object]) -> None:
        self._context, self._page, self._refresh, self._save = context, page, refresh, save
        self._meeting: Meeting | None = None
        self.held: HoldDialog | None = None
        self.left_at: tuple[str, Key | None] | None = None
        """The meeting that was left for a moment, and its item."""
        self.hold = button(_("Hold the meeting"), self.begin, icon="supervision", role="primary")
        self.move = button(_("Move…"), self._ask_to_move, icon="today", role="quiet")
        self.miss = button(_("Not held…"), self._ask_why, role="quiet")
        self.restore = button(_("Hold it after all"), self._take_up, role="quiet")
        self.sheet = button(_("Sign-in sheet"), self._print_sheet, icon="print")
        for name in ("hold", "move", "miss", "restore", "sheet"):
            getattr(self, name).setObjectName(f"supervision.{name}")

    def show(self, meeting: Meeting | None, *, built: bool, here: bool) -> None:
        """Offer what can be done with a meeting; `built` says whether it has an agenda, `here` whether it is shown."""
        self._meeting = meeting
        state = meeting.state if meeting is not None else None
        waits = here and state in (MeetingState.PLANNED, MeetingState.PREPARED)
        going_on = here and state is MeetingState.BEGUN
        self.hold.setText(_("Go on with the meeting") if going_on else _("Hold the meeting"))
        self.hold.setVisible(built and (waits or going_on))
        self.move.setVisible(waits)
        self.miss.setVisible(waits)
        self.restore.setVisible(here and state is MeetingState.MISSED)
        self.sheet.setVisible(here and meeting is not None and meeting.open)

    def begin(self) -> None:
        """Begin the meeting, or go on with it."""
        at, desk = self._meeting, self._context.desk
        if at is not None:
            work = meetings.look if at.state is MeetingState.BEGUN else meetings.begin
            self._context.tasks.run(lambda: work(desk, at.id), self._open, self._failed, owner=self._page)

    def go_back(self) -> None:
        """To the meeting that was left for a moment, at the same item."""
        left, self.left_at = self.left_at, None
        if left is not None and self.held is None:
            desk, (meeting, item) = self._context.desk, left
            self._context.tasks.run(lambda: meetings.look(desk, meeting), lambda found: self._open(found, item),
                                    self._failed, owner=self._page)

    def place(self) -> str:
        """The meeting that was left for a moment and its item, for `go_to_place`; empty when there is none."""
        if self.left_at is None:
            return ""
        meeting, item = self.left_at
        return ":".join(("hold", meeting, *(item or ())))

    def go_to_place(self, detail: str) -> None:
        """Go on with that meeting at that item; what is not as `place` writes it is passed over."""
        what, *where = detail.split(":")
        if what == "hold" and len(where) == 3 and where[1] in set(ItemKind):
            self.left_at = where[0], (ItemKind(where[1]), where[2])
            self.go_back()

    def leave(self) -> None:
        """The program locks: keep what is typed, and where one was."""
        if self.held is not None:
            self.held.leave_for_now()

    @property
    def unsaved(self) -> bool:
        """Whether something typed in a meeting is not known to be kept."""
        return self.held is not None and self.held.unsaved

    def _open(self, sitting: Sitting, item: Key | None = None) -> None:
        if self.held is not None or sitting.meeting.state is not MeetingState.BEGUN:
            self._refresh()
            return
        self.held = HoldDialog(self._page, self._context, sitting, _among(sitting, item))
        self.held.finished.connect(lambda _result: self._closed())
        self.held.open()

    def _closed(self) -> None:
        held, self.held = self.held, None
        if held is not None and held.comes_back:
            self.left_at = held.place
        self._refresh()

    def _failed(self, error: Exception) -> None:
        messages.failure(self._page, error)
        self._refresh()

    def _change(self, work: Callable[[], object]) -> None:
        self._context.tasks.run(work, lambda _answer: self._refresh(), self._failed, owner=self._page)

    def _take_up(self) -> None:
        at, desk = self._meeting, self._context.desk
        if at is not None:
            self._change(lambda: meetings.restore(desk, at.id))

    def _ask_to_move(self) -> None:
        if self._meeting is not None:
            MoveDialog(self._page, self._context, self._meeting, self._refresh).open()

    def _ask_why(self) -> None:
        if self._meeting is not None:
            MissDialog(self._page, self._context, self._meeting, self._refresh).open()

    def _print_sheet(self) -> None:
        at = self._meeting
        if at is not None:
            self._save(_("Sign-in sheet {day}").format(day=at.day.isoformat()),
                       lambda desk: minutes.print_sign_in(desk, at.id))


def _among(sitting: Sitting, item: Key | None) -> Key | None:
    """The item of the meeting that is meant; a place that is kept may hold but the beginning of its reference."""
    return next((key_of(said.item) for said in sitting.items if item and said.item.kind is item[0]
                 and said.item.ref.startswith(item[1])), None)


class _MeetingDialog(Dialog):
    """Stays open until it is done; what is wrong is told here."""

    def __init__(self, parent: QWidget, context: PageContext, title: str, act: str,
                 done: Callable[[], object]) -> None:
        super().__init__(parent, title)
        self._context, self._done = context, done
        self.problem = Banner(tone="flag")
        self.form = Form()
        self.go = button(act, self.start, role="primary")
        self.go.setDefault(True)
        self.go.setObjectName("meeting.go")
        cancel = button(_("Cancel"), self.reject)
        cancel.setObjectName("meeting.cancel")
        for part in (label(title, "heading", wrap=True), self.form, self.problem, ButtonRow(self.go, cancel)):
            self.body.addWidget(part)

    def start(self) -> None:
        """Do it, when everything is there."""
        raise NotImplementedError

    def run(self, work: Callable[[Desk], object]) -> None:
        """Do it; the dialog closes when it worked."""
        desk = self._context.desk
        self._context.tasks.run(lambda: work(desk), lambda _answer: self._worked(), self._failed, owner=self)

    def _worked(self) -> None:
        self.accept()
        self._done()

    def _failed(self, error: Exception) -> None:
        if isinstance(error, Problem):
            self.problem.say(_("That did not work"), str(error), "flag")
        else:
            messages.failure(self, error)


class MoveDialog(_MeetingDialog):
    """Another day or time for one meeting."""

    def __init__(self, parent: QWidget, context: PageContext, meeting: Meeting, done: Callable[[], object]) -> None:
        super().__init__(parent, context, _("Move this meeting"), _("Move"), done)
        self._meeting = meeting
        self.day, self.starts = DateField(meeting.day), TimeField(meeting.starts)
        self.day.setObjectName("meeting.day")
        self.starts.setObjectName("meeting.starts")
        self._starts_field = Field(_("Begins at"), self.starts)
        self.form.row(Field(_("Day"), self.day), self._starts_field)

    def start(self) -> None:
        """Move it."""
        day, starts, at = self.day.value(), self.starts.minute(), self._meeting.id
        if starts is None:
            self._starts_field.set_error(_("Write a time, such as 10:15."))
            return
        self.run(lambda desk: meetings.move(desk, at, day, starts))


class MissDialog(_MeetingDialog):
    """Why a meeting is not held."""

    def __init__(self, parent: QWidget, context: PageContext, meeting: Meeting, done: Callable[[], object]) -> None:
        super().__init__(parent, context, _("This meeting is not held"), _("Write it down"), done)
        self._meeting = meeting
        self.why = ChoiceList([Choice(one.value, missed_label(one)) for one in Missed])
        self.why.setObjectName("meeting.why")
        if not meeting.closed:
            self.why.set_value(Missed.LEADER_AWAY.value)
        self.form.field(_("Why"), self.why, hint=_("What it left open is carried over to the next one."))

    def start(self) -> None:
        """Write it down."""
        why, at = Missed(self.why.value() or Missed.OTHER.value), self._meeting.id
        self.run(lambda desk: meetings.miss(desk, at, why))


