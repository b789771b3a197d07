"""The week: who is on shift, who is booked with whom, where; a day, a month, the reminders and the shifts beside it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QPushButton

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import access
from wellnessdesk.domain.appointments import Appointment, Shift
from wellnessdesk.domain.people import Role
from wellnessdesk.services import appointment_slips, appointments, calendar, people, shifts
from wellnessdesk.services.appointment_slips import Reminders
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit import messages, pdf_files
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.choices import Choice, ChoiceList
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.kit.segments import Segments
from wellnessdesk.ui.pages.appointments import wording
from wellnessdesk.ui.pages.appointments.acts import Acts
from wellnessdesk.ui.pages.appointments.book_dialog import Asked, BookDialog
from wellnessdesk.ui.pages.appointments.details import DetailsDialog
from wellnessdesk.ui.pages.appointments.grid import STEP, Column, Facts, of_day, of_week
from wellnessdesk.ui.pages.appointments.grid_view import GridView
from wellnessdesk.ui.pages.appointments.month_view import MonthView, weeks_of
from wellnessdesk.ui.pages.appointments.peers_part import ConflictsDialog, PeerLine, PeersPart, ServicesDialog, lines
from wellnessdesk.ui.pages.appointments.reminders import RemindersPart
from wellnessdesk.ui.pages.appointments.shifts_part import ShiftDialog, ShiftsPart

_WEEK, _MONTH = 7, 31
_BY_DAY = ("day", "reminders")
"""Parts that show one day."""
_EVERYBODY = ""
_FIRST_FREE = 10 * 60


@dataclass(frozen=True, slots=True)
class _Known:
    facts: Facts
    peers: list[tuple[str, str]]
    next_day: dt.date
    lines: list[PeerLine]


class WeekPage(Page):
    """A peer sees their own week and changes nothing; the front desk books; a coordinator also gives shifts."""

    features = frozenset({"appointments", "shifts", "calendar", "people", "peers", "students"})

    def __init__(self, context: PageContext) -> None:
        super().__init__(_("Week"), " ", scroll=False)
        self._context, self._desk, self._tasks = context, context.desk, context.tasks
        self.choose_file: Callable[[str], Path | None] = lambda name: pdf_files.ask(self, _("Save slips"), name)
        self._day = self._desk.today()
        self._known: _Known | None = None
        self._acts = Acts(context, self, self.refresh)
        self._may_book, may_shift = self._may("appointments.book"), self._may("shifts.set")
        self.week = self._make_grid(_("Week"))
        self.one_day = self._make_grid(_("Day"))
        self.month = MonthView()
        self.reminders = RemindersPart(self._day, self._ask_reminders, self.print_slips) if self._may_book else None
        self.shifts = ShiftsPart(lambda: self._ask_shift(None), self._ask_shift, self._acts.remove_shift) \
            if may_shift else None
        self.peers = PeersPart(self._ask_services, self._ask_conflicts) if self._may("peers.see") else None
        self._filter = ChoiceList([Choice(_EVERYBODY, _("Everybody"))])
        self._segments = Segments("week")
        self._lay_out()

    def refresh(self) -> None:
        """Ask for what the shown days hold."""
        desk, first, last = self._desk, *self._span()
        self._tasks.latest("appointments.days", lambda: _known(desk, first, last), self._show, owner=self)
        if self.reminders is not None:
            self._ask_reminders()

    def tick(self) -> None:
        """The line of now goes on."""
        for view in (self.week, self.one_day):
            view.set_now(self._minute_of_today())

    def focus_first(self) -> None:
        """The grid itself."""
        shown = {"week": self.week, "day": self.one_day, "month": self.month}.get(self._segments.shown())
        (shown or self._segments).setFocus()

    def place(self) -> str:
        """Which part, and which day."""
        return f"{self._segments.shown()} {self._day.isoformat()}"

    def go_to_place(self, detail: str) -> None:
        """Back to that part; the day begins anew."""
        self._segments.turn_to(detail.partition(" ")[0])

    def go_to_day(self, day: dt.date) -> None:
        """Show the week, day or month of a day; the reminders have a day of their own, usually the next with school."""
        if self.reminders is not None and self._segments.shown() == "reminders":
            self.reminders.day.set_value(day)
        else:
            self._day = day
        self.refresh()

    def turn(self, by: int) -> None:
        """One week, day or month on or back."""
        if self._segments.shown() == "month":
            first = self._day.replace(day=1)
            self.go_to_day((first + dt.timedelta(days=_MONTH)).replace(day=1) if by > 0
                           else (first - dt.timedelta(days=1)).replace(day=1))
        else:
            self.go_to_day(self._shown_day() + dt.timedelta(
                days=by * (1 if self._segments.shown() in _BY_DAY else _WEEK)))

    def book(self, column: Column | None = None, minute: int | None = None) -> None:
        """Open the dialog for a new appointment, at a place of the grid or on the day shown."""
        if self._known is None:
            return
        peer_id = column.peer_id if column is not None and column.peer_id else self._chosen_peer()
        day = column.day if column is not None else max(self._day, self._desk.today())
        soon = -(-self._minute_of_today() // STEP) * STEP if day == self._desk.today() else _FIRST_FREE
        self._open_booking(Asked(day=day, starts=soon if minute is None else minute, peer_id=peer_id,
                                 room=self._chosen_room()))

    def open_appointment(self, one: Appointment) -> None:
        """Show one with what can be done."""
        now = self._desk.local(self._desk.clock.now())
        begun = (one.day, one.starts) <= (now.date(), now.hour * 60 + now.minute)
        act = (lambda what: self._act(what, one)) if self._may_book else None
        DetailsDialog(self, one, act, begun=begun).open()

    def print_slips(self, only: list[int]) -> None:
        """Ask where to, and write the slips of the reminders' day there as a PDF."""
        if self.reminders is not None:
            self._print(self.reminders.day.value(), only)

    def _print(self, day: dt.date, only: list[int]) -> None:
        file = self.choose_file(_("Appointment slips {day}").format(day=day.isoformat()))
        if file is not None:
            desk = self._desk
            self._tasks.run(lambda: pdf_files.write(file, appointment_slips.slips(desk, day, only)),
                            lambda saved: messages.say(self, _("Saved as {name}.").format(name=saved.name)), owner=self)

    def _act(self, what: str, one: Appointment) -> None:
        acts: dict[str, Callable[[], object]] = {
            "change": lambda: self._open_booking(Asked(day=one.day, starts=one.starts, peer_id=one.peer_id,
                                                       room=one.room, moved=one)),
            "call_off": lambda: self._acts.call_off(one, following=False),
            "call_off_series": lambda: self._acts.call_off(one, following=True),
            "miss": lambda: self._acts.miss(one), "restore": lambda: self._acts.restore(one),
            "slip": lambda: self._print(one.day, [one.id])}
        acts[what]()

    def _open_booking(self, asked: Asked) -> None:
        if self._known is not None:
            BookDialog(self, self._context, asked, self._known.facts.calendar, self._known.peers,
                       self._acts.told_booked).open()

    def _ask_shift(self, shift: Shift | None) -> None:
        if self._known is not None:
            ShiftDialog(self, self._context, shift, max(self._day, self._desk.today()), self._known.facts.calendar,
                        self._known.peers, self._acts.told_shifts).open()

    def _ask_services(self, line: PeerLine) -> None:
        ServicesDialog(self, self._context, line).open()

    def _ask_conflicts(self, line: PeerLine) -> None:
        ConflictsDialog(self, self._context, line).open()

    def _ask_reminders(self) -> None:
        if self.reminders is not None:
            desk, day = self._desk, self.reminders.day.value()
            self._tasks.latest("appointments.reminders", lambda: appointment_slips.reminders(desk, day),
                               self._show_reminders, owner=self)

    # ---- what is shown

    def _show(self, known: _Known) -> None:
        if self._known is None and self.reminders is not None:
            self.reminders.day.set_value(known.next_day)
        self._known = known
        self._fill_filter(known)
        if self.peers is not None:
            self.peers.show_lines(known.lines)
        self._show_grids()

    def _show_grids(self) -> None:
        known = self._known
        if known is None:
            return
        now, monday = self._minute_of_today(), self._monday()
        self.week.show_grid(of_week(known.facts, monday, self._chosen_peer(), self._chosen_room()), now)
        self.one_day.show_grid(of_day(known.facts, self._day, known.peers), now)
        self.month.show_month(known.facts, self._day)
        if self.shifts is not None:
            sunday = monday + dt.timedelta(days=_WEEK - 1)
            self.shifts.show_shifts([one for one in known.facts.shifts if monday <= one.day <= sunday])
        self._tell_period()

    def _show_reminders(self, found: Reminders) -> None:
        if self.reminders is not None:
            self.reminders.show_reminders(found)
            self._tell_period()

    def _tell_period(self) -> None:
        self.set_title(_("Week"), self._period())

    def _shown_day(self) -> dt.date:
        reminders = self.reminders if self._segments.shown() == "reminders" else None
        return reminders.day.value() if reminders is not None else self._day

    def _period(self) -> str:
        shown = self._segments.shown()
        if shown in _BY_DAY:
            return wording.capital(formats.date_long(self._shown_day()))
        if shown == "month":
            return wording.capital(formats.month(self._day))
        return wording.week_title(self._monday(), self._monday() + dt.timedelta(days=_WEEK - 1))

    def _fill_filter(self, known: _Known) -> None:
        choices = [(_EVERYBODY, _("Everybody")), *((f"peer {id_}", name) for id_, name in known.peers),
                   *((f"room {room.name}", room.name) for room in known.facts.calendar.rooms)]
        if choices == [(self._filter.itemData(n), self._filter.itemText(n)) for n in range(self._filter.count())]:
            return
        chosen = self._filter.value()
        self._filter.blockSignals(True)
        self._filter.clear()
        for key, title in choices:
            self._filter.addItem(title, key)
        self._filter.setCurrentIndex(max(0, self._filter.findData(chosen)))
        self._filter.blockSignals(False)

    def _chosen_peer(self) -> str | None:
        kind, _blank, id_ = (self._filter.value() or "").partition(" ")
        return id_ if kind == "peer" else None

    def _chosen_room(self) -> str:
        kind, _blank, name = (self._filter.value() or "").partition(" ")
        return name if kind == "room" else ""

    def _monday(self) -> dt.date:
        return self._day - dt.timedelta(days=self._day.weekday())

    def _span(self) -> tuple[dt.date, dt.date]:
        """The days of the week, or of the whole picture of a month while that is shown."""
        weeks = weeks_of(self._day) if self._segments.shown() == "month" else [self._monday()]
        return min(weeks[0], self._monday()), max(weeks[-1], self._monday()) + dt.timedelta(days=_WEEK - 1)

    def _minute_of_today(self) -> int:
        now = self._desk.local(self._desk.clock.now())
        return now.hour * 60 + now.minute

    def _may(self, act: str) -> bool:
        return access.allowed(self._desk.person.role, act)

    # ---- putting it together

    def _make_grid(self, name: str) -> GridView:
        view = GridView(name, editable=self._may_book)
        view.booked_at.connect(self.book)
        view.opened.connect(self.open_appointment)
        view.moved.connect(self._acts.move)
        view.turned.connect(self.turn)
        return view

    def _lay_out(self) -> None:
        for view, name in ((self.week, "week.grid"), (self.one_day, "day.grid"), (self.month, "month.grid")):
            view.setObjectName(name)
        self._segments.add("week", _("Week"), "appointment", self.week)
        self._segments.add("day", _("Day"), "clock", self.one_day)
        self._segments.add("month", _("Month"), "overview", self.month)
        if self.reminders is not None:
            self._segments.add("reminders", _("Reminders"), "print", self.reminders)
        if self.shifts is not None:
            self._segments.add("shifts", _("Shifts"), "people", self.shifts)
        if self.peers is not None:
            self._segments.add("peers", _("Peers"), "heart", self.peers)
        self._segments.changed.connect(self._turned)
        if self._desk.person.role is not Role.PEER:
            self._filter.setObjectName("week.filter")
            self._filter.setAccessibleName(_("Show"))
            self._filter.setMinimumWidth(190)
            self._filter.changed.connect(self._show_grids)
            self._segments.put_beside(self._filter)
        self.month.opened.connect(self._open_day)
        self.month.turned.connect(self.go_to_day)
        for made in self._buttons():
            self.add_action(made)
        self.add(self._segments, 1)

    def _turned(self, _part: str) -> None:
        """Another part is shown; the month asks for more days than the week did."""
        self._show_grids()
        self.refresh()

    def _buttons(self) -> list[QPushButton]:
        back = button(_("Back"), lambda: self.turn(-1), icon="back", icon_only=True, shortcut="Alt+Left")
        today = button(_("Today"), lambda: self.go_to_day(self._desk.today()), shortcut="Alt+Home")
        on = button(_("On"), lambda: self.turn(1), icon="next", icon_only=True, shortcut="Alt+Right")
        book = button(_("Book"), lambda: self.book(), icon="add", role="primary", shortcut="Ctrl+B")
        for made, name in ((back, "week.back"), (today, "week.today"), (on, "week.on"), (book, "week.book")):
            made.setObjectName(name)
        return [back, today, on, *([book] if self._may_book else [])]

    def _open_day(self, day: dt.date) -> None:
        self._day = day
        self._segments.turn_to("week")
        self.refresh()


def _known(desk: Desk, first: dt.date, last: dt.date) -> _Known:
    facts = Facts(calendar=calendar.whole(desk), appointments=appointments.between(desk, first, last),
                  shifts=shifts.between(desk, first, last), today=desk.today())
    if desk.person.role is Role.PEER:
        return _Known(facts, [(desk.person.id, desk.person.name)], desk.today(), [])
    found = sorted((choice.person.name, choice.person.id) for choice in people.peers(desk))
    named = [(id_, name) for name, id_ in found]
    kept = lines(desk, named) if access.allowed(desk.person.role, "peers.see") else []
    return _Known(facts, named, appointment_slips.next_day(desk), kept)
