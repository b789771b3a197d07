"""Supervision: build the agenda of a meeting, put it in order, tick it off, print it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.meetings import Meeting, MeetingState
from wellnessdesk.domain.minutes import Minutes, Words
from wellnessdesk.domain.own_items import About, choices
from wellnessdesk.domain.supervision import Agenda, Item
from wellnessdesk.services import meetings, minutes, supervision, supervision_groups
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit import messages, pdf_files
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.layouts import stacked
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.kit.parts import Banner, EmptyState
from wellnessdesk.ui.kit.segments import Segments
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.supervision.budget import Budget
from wellnessdesk.ui.pages.supervision.chooser import MeetingChooser
from wellnessdesk.ui.pages.supervision.groups_part import GroupsPart
from wellnessdesk.ui.pages.supervision.meeting_acts import MeetingActs
from wellnessdesk.ui.pages.supervision.minutes_view import MinutesView
from wellnessdesk.ui.pages.supervision.model import Key, key_of
from wellnessdesk.ui.pages.supervision.moves import Moves
from wellnessdesk.ui.pages.supervision.own_part import OwnPart
from wellnessdesk.ui.pages.supervision.prepare import PrepareActs
from wellnessdesk.ui.pages.supervision.records import open_record
from wellnessdesk.ui.pages.supervision.view import AgendaView
from wellnessdesk.ui.pages.supervision.why import WhyLine
from wellnessdesk.ui.pages.supervision.year_part import YearPart

_NONE_YET, _NONE_WAS, _AGENDA, _MINUTES = range(4)
_BACK, _AHEAD = timedelta(weeks=52), timedelta(weeks=9)


@dataclass(frozen=True, slots=True)
class _Look:
    """What one look found: all meetings near, the one that is shown, its agenda, and what is missing on it."""

    meetings: tuple[Meeting, ...] = ()
    usual: Meeting | None = None
    meeting: Meeting | None = None
    agenda: Agenda | None = None
    news: int = 0
    minutes: Minutes | None = None
    words: Mapping[Key, Words] = field(default_factory=dict)


class SupervisionPage(Page):
    """`choose_file` and `open_folder` may be replaced by a test or the tour, which have nobody to ask."""

    features = frozenset({"supervision", "referrals", "flags", "sessions", "calendar", "people", "marks", "wellbeing",
                          "supervision_rules"})

    def __init__(self, context: PageContext) -> None:
        super().__init__(_("Supervision"), scroll=False)
        self._context = context
        self._chosen = ""
        self._look = _Look()
        self._agenda: Agenda | None = None
        self._news = 0
        self.choose_file: Callable[[str], Path | None] = lambda name: pdf_files.ask(self, _("Save the agenda"), name)
        self.open_folder: Callable[[Path], object] = pdf_files.show
        self._saved_in = Path()
        self._moves = Moves()
        self._chooser = MeetingChooser()
        self._budget = Budget()
        self._view, self._why = AgendaView(), WhyLine(context)
        self._minutes = MinutesView(self.add_to_minutes, context.desk.local)
        self.groups = GroupsPart(context)
        self.year = YearPart(context, lambda name: self.choose_file(name))
        self.acts = MeetingActs(context, self, self.refresh, self._print_to)
        self.prepare = PrepareActs(context, self, self.refresh, self._change_then)
        self._segments = Segments("supervision")
        self._own = OwnPart("supervision", _("Add something of your own. It is printed: initials, no names."),
                            choices(context.desk.person.role), self.add_own)
        self._make_buttons()
        self._saved = Banner("", "", "ok", self._open, self._forget_saved, icon="ok")
        self._lay_out()
        self._connect()
        self._show_head()

    def refresh(self) -> None:
        """Read the meeting's agenda anew, and whether something is missing on it; the selected item stays selected."""
        desk, chosen = self._context.desk, self._chosen
        self._context.tasks.latest("supervision.read", lambda: _found(desk, chosen),
                                   lambda look: self._show(chosen, look), owner=self)
        self.groups.refresh()
        if self._segments.shown() == "year":
            self.year.refresh()

    def focus_first(self) -> None:
        """To the meeting that was left for a moment, else to the agenda; without one, to what makes it."""
        self.acts.go_back()
        if self._agenda is not None:
            self._view.focus_first()
        else:
            self._build.setFocus()

    def place(self) -> str:
        """The meeting that was held when the program locked, and its item; else what part is shown, and of when."""
        part = self._segments.shown()
        what = {"agenda": self._chosen, "year": self.year.place()}.get(part, "")
        return self.acts.place() or (f"{part}:{what}" if what or part != "agenda" else "")

    def go_to_place(self, detail: str) -> None:
        """Go on with that meeting, or look at that part again."""
        part, _colon, what = detail.partition(":")
        if part == "year":
            self.year.go_to_place(what)
        elif part == "agenda":
            self.show_meeting(what)
        self._segments.turn_to(part)
        self.acts.go_to_place(detail)

    def show_meeting(self, meeting: str) -> None:
        """Show another meeting, by its id; empty for the next one."""
        self._chosen = meeting
        self.refresh()

    def build(self) -> None:
        """Build the agenda from what happened; one already there keeps its order, minutes and ticks."""
        desk, at = self._context.desk, self._look.meeting
        self._context.tasks.run(lambda: supervision.build(desk, at.id if at else None), self._after_build, owner=self)

    def add_own(self, about: About, words: str) -> None:
        """Add what was typed."""
        agenda = self._agenda
        if agenda is not None:
            desk, at = self._context.desk, agenda.meeting.id
            before = {key_of(item) for item in agenda.items}
            self._context.tasks.run(lambda: supervision.add_own(desk, at, words, about),
                                    lambda found: self._after_add(found, before), owner=self)

    def print_agenda(self) -> None:
        """Ask where to, and write the agenda, or the signed minutes, there as a PDF."""
        look = self._look
        if look.minutes is not None and look.meeting is not None:
            at = look.meeting.id
            self._print_to(_("Supervision minutes {day}").format(day=look.meeting.day.isoformat()),
                           lambda desk: minutes.print_minutes(desk, at))
        elif self._agenda is not None:
            at = self._agenda.meeting.id
            self._print_to(_("Supervision agenda {day}").format(day=self._agenda.meeting.day.isoformat()),
                           lambda desk: supervision.print_agenda(desk, at))

    def add_to_minutes(self, text: str) -> None:
        """Add what was typed to the signed minutes."""
        desk, at = self._context.desk, self._at()
        self._context.tasks.run(lambda: minutes.add(desk, at, text), lambda _minutes: self._after_minutes(), owner=self)

    def leave(self) -> None:
        """Another page is shown, or the program locks: what is typed in a meeting is kept."""
        self.acts.leave()

    @property
    def unsaved(self) -> bool:
        """Whether something typed in a meeting could not be kept: a lock or a close asks first."""
        return self.acts.unsaved

    def _print_to(self, name: str, work: Callable[[Desk], bytes]) -> None:
        file, desk = self.choose_file(name), self._context.desk
        if file is not None:
            self._context.tasks.run(lambda: pdf_files.write(file, work(desk)), self._after_print, owner=self)

    def _after_minutes(self) -> None:
        self._minutes.added()
        self.refresh()

    def _tick(self, item: Item, done: bool) -> None:
        desk, at = self._context.desk, self._at()
        self._change(lambda: supervision.tick(desk, at, item.kind, item.ref, done=done))

    def _set_minutes(self, item: Item, minutes: int) -> None:
        desk, at = self._context.desk, self._at()
        self._change(lambda: supervision.set_minutes(desk, at, item.kind, item.ref, minutes))

    def _move(self, item: Item, places: int) -> None:
        if self._agenda is not None:
            self._agenda = self._moves.add(self._agenda, item, places)
            self._view.set_agenda(self._agenda, self._news, self._look.words)
            self._keep_next_move()

    def _keep_next_move(self) -> None:
        move = self._moves.next()
        if move is not None:
            desk, (kind, ref) = self._context.desk, move.key
            self._context.tasks.run(lambda: supervision.move(desk, move.meeting, kind, ref, move.places),
                                    lambda _agenda: self._after_move(), self._move_failed, owner=self)

    def _after_move(self) -> None:
        self._moves.kept()
        if self._moves.idle:
            self.refresh()
        self._keep_next_move()

    def _move_failed(self, error: Exception) -> None:
        self._moves.forget()
        self._change_failed(error)

    def _change_then(self, work: Callable[[Desk], object], then: Callable[[], object]) -> None:
        desk = self._context.desk
        self._change(lambda: work(desk))
        then()

    def _change(self, work: Callable[[], object]) -> None:
        """A change to the agenda; kept or not, what is shown afterwards is what is kept."""
        self._context.tasks.run(work, lambda _answer: self.refresh(), self._change_failed, owner=self)

    def _change_failed(self, error: Exception) -> None:
        messages.failure(self, error)
        self.refresh()

    def _after_build(self, agenda: Agenda) -> None:
        self._take(agenda, 0)
        self.refresh()
        self.focus_first()
        count = len(agenda.items)
        messages.say(self, ngettext("The agenda has {n} item.", "The agenda has {n} items.", count).format(
            n=formats.number(count)))

    def _after_add(self, agenda: Agenda, before: set[Key]) -> None:
        self._own.clear()
        self._take(agenda, self._news)
        for new in {key_of(item) for item in agenda.items} - before:
            self._view.select(new)

    def _after_print(self, file: Path) -> None:
        self._saved_in = file.parent
        self._saved.say(_("The file is saved."), str(file), "ok", "ok")

    def _show(self, chosen: str, look: _Look) -> None:
        """Show what was found, unless another meeting was chosen meanwhile."""
        if chosen == self._chosen and self._moves.idle:  # else newer moves are followed by another look
            self._look = look
            self._take(look.agenda, look.news)

    def _take(self, agenda: Agenda | None, news: int) -> None:
        if agenda is not None:
            self._look = replace(self._look, meeting=agenda.meeting)
        self._agenda = agenda
        self._show_news(news)
        self._show_head()
        self._view.set_agenda(agenda, news, self._look.words)
        self._show_item()
        if agenda is not None:
            self._budget.show_minutes(agenda.minutes, agenda.meeting.minutes)
        if self._look.minutes is not None:
            self._minutes.show_minutes(self._look.minutes)
            self._body.setCurrentIndex(_MINUTES)
            return
        self._body.setCurrentIndex(_AGENDA if agenda is not None else _NONE_YET if self._may_build() else _NONE_WAS)

    def _show_item(self) -> None:
        item = self._view.current() if self._agenda is not None else None
        words = self._look.words.get(key_of(item), Words()) if item is not None else Words()
        self.prepare.show_item(self._at(), item, words)
        self._why.show_item(item)

    def _show_news(self, news: int) -> None:
        if news != self._news:  # a screen reader reads the banner aloud each time it is set
            self._news = news
            self._since_built.say(ngettext(
                "{n} new item since it was built", "{n} new items since it was built", news).format(
                    n=formats.number(news)) if news else "", "", "info", "info")

    def _turned(self) -> None:
        self._show_head()
        if self._segments.shown() == "year":
            self.year.refresh()

    def _show_head(self) -> None:
        look, here = self._look, self._segments.shown() == "agenda"
        there = here and self._agenda is not None
        self._chooser.show_meeting(look.meeting, look.meetings, look.usual)
        self.acts.show(look.meeting, built=there, here=here)
        self._print.setVisible(there)
        for act in self.year.acts:
            act.setVisible(self._segments.shown() == "year")
        self._budget.setVisible(there and look.minutes is None)
        self._rebuild.setVisible(there and self._may_build() and not self._news)

    def _may_build(self) -> bool:
        """Whether an agenda of the shown meeting would still be of use."""
        return _of_use(self._context.desk, self._look.meeting)

    def _at(self) -> str:
        return self._look.meeting.id if self._look.meeting else ""

    def _connect(self) -> None:
        self._chooser.chosen.connect(self.show_meeting)
        self._view.moved.connect(self._move)
        self._view.opened.connect(lambda item: open_record(self, self._context, item))
        self._view.agenda_model.ticked.connect(self._tick)
        self._view.agenda_model.minutes_set.connect(self._set_minutes)
        self._view.chosen.connect(self._show_item)
        self._view.defer_asked.connect(self.prepare.put_off)
        self._view.remark_asked.connect(self.prepare.ask_remark)

    def _make_buttons(self) -> None:
        self._build = button(_("Build agenda"), self.build, icon="supervision", role="primary")
        self._build.setObjectName("supervision.build")
        self._rebuild, in_banner = self._rebuild_button(), self._rebuild_button()  # one of them is on the screen
        self._since_built = Banner("", "", "info", in_banner)
        self._print = button(_("Print to PDF"), self.print_agenda, icon="print", shortcut="Ctrl+P")
        self._print.setObjectName("supervision.print")
        self._open = button(_("Open folder"), lambda: self.open_folder(self._saved_in), icon="folder")
        self._open.setObjectName("supervision.open_folder")
        self._forget_saved = button(_("Close message"), lambda: self._saved.say(""), icon="close", role="quiet",
                                    icon_only=True)

    def _rebuild_button(self) -> QPushButton:
        made = button(_("Build again"), self.build, icon="undo",
                      tooltip=_("Adds what happened since. Order, minutes and ticks stay."))
        made.setObjectName("supervision.rebuild")
        return made

    def _lay_out(self) -> None:
        for act in (self.acts.sheet, self._rebuild, self._print, self.acts.hold, *self.year.acts):
            self.add_action(act)
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._chooser)
        for act in (self.acts.move, self.acts.miss, self.acts.restore):
            row.addWidget(act)
        row.addStretch(1)
        row.addWidget(self._budget)
        self._body = QStackedWidget()
        self._body.addWidget(EmptyState(
            _("No agenda for this meeting yet"),
            _("It builds itself: open flags, overdue referrals, notes not signed, notes to review, and what was "
              "carried over."),
            "supervision", self._build))
        self._body.addWidget(EmptyState(_("No agenda was built for this meeting"), "", "supervision"))
        self._body.addWidget(self._agenda_part())
        self._body.addWidget(self._minutes)
        self._segments.add("agenda", _("Agenda"), "supervision",
                           stacked(self._saved, head, self._since_built, (self._body, 1)))
        self._segments.add("groups", _("Groups"), "people", self.groups)
        self._segments.add("year", _("Year"), "charts", self.year)
        self._segments.changed.connect(lambda _part: self._turned())
        self.add(self._segments, 1)

    def _agenda_part(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._view, 1)
        column.addWidget(self._why)
        column.addWidget(self._own)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label(_("Space ticks. Enter opens the record. F2 or a digit sets the minutes. Ctrl+↑ and "
                              "Ctrl+↓ move, or drag. D puts off, R remarks."), "muted", wrap=True, small=True), 1)
        row.addWidget(self.prepare.remark)
        row.addWidget(self.prepare.defer)
        column.addLayout(row)
        return part


def _found(desk: Desk, chosen: str) -> _Look:
    today = desk.today()
    near = supervision_groups.meetings(desk, today - _BACK, today + _AHEAD)
    usual = next((one for one in near if one.open and _of_use(desk, one)), None)
    at = next((one for one in near if one.id == chosen), usual or (near[-1] if near else None))
    if at is None:
        return _Look()
    signed = minutes.read(desk, at.id) if at.state is MeetingState.SIGNED else None
    return _Look(tuple(near), usual, at, supervision.read(desk, at.id),
                 supervision.news(desk, at.id) if _of_use(desk, at) else 0, signed, meetings.written(desk, at.id))


def _of_use(desk: Desk, meeting: Meeting | None) -> bool:
    """Whether an agenda is still worth building: of this week's meetings and later ones, until they are over."""
    if meeting is None:
        return True
    today = desk.today()
    return meeting.open and meeting.day >= today - timedelta(days=today.weekday())
