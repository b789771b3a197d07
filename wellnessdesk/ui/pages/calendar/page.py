"""The school calendar: what kind of day each day is. Everything the week, the slips and the check-in ask goes by it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.appointments import span
from wellnessdesk.domain.calendar import BellSchedule, Room, SchoolCalendar, SpecialDay
from wellnessdesk.services import calendar
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.kit.parts import Banner, EmptyState
from wellnessdesk.ui.kit.segments import Segments
from wellnessdesk.ui.kit.tables import Column
from wellnessdesk.ui.pages.calendar import dialogs
from wellnessdesk.ui.pages.calendar.part import EntriesPart

_DIALOGS: dict[str, type[dialogs.EntryDialog]] = {
    "terms": dialogs.TermDialog, "days_off": dialogs.DayOffDialog, "schedules": dialogs.ScheduleDialog,
    "special_days": dialogs.SpecialDayDialog, "rooms": dialogs.RoomDialog}


class CalendarPage(Page):
    """A list for each kind of entry; a file in and out. `choose_open` and `choose_save` can be set by tests."""

    features = frozenset({"calendar"})

    def __init__(self, context: PageContext) -> None:
        super().__init__(_("School calendar"), _("Terms, days off, bells and rooms. Appointments and check-ins go by "
                                                 "it."), scroll=False)
        self._context, self._desk, self._tasks = context, context.desk, context.tasks
        self.choose_open: Callable[[], Path | None] = self._ask_open
        self.choose_save: Callable[[], Path | None] = self._ask_save
        self._whole = SchoolCalendar()
        begin = button(_("Begin with the sample"), self.begin_with_sample)
        begin.setObjectName("calendar.sample")
        self.none_yet = Banner("", "", "info", begin)
        self.parts = {kind: self._part(kind) for kind in _DIALOGS}
        self._segments = Segments("calendar")
        self._lay_out()

    def refresh(self) -> None:
        """Ask for the calendar."""
        desk = self._desk
        self._tasks.latest("calendar.whole", lambda: (calendar.is_kept(desk), calendar.whole(desk)), self._show,
                           owner=self)

    def focus_first(self) -> None:
        """The part that is shown."""
        self._segments.focus_first()

    def place(self) -> str:
        """The part that is shown."""
        return self._segments.shown()

    def go_to_place(self, detail: str) -> None:
        """Back to that part."""
        self._segments.turn_to(detail)

    def begin_with_sample(self) -> None:
        """Keep the sample, to be changed."""
        desk = self._desk
        self._keep(lambda: calendar.put(desk, calendar.sample(desk)), _("The sample is there. Change what differs."))

    def import_file(self) -> None:
        """Take a calendar from a TOML file, after a question: it takes the place of the present one."""
        file = self.choose_open()
        if file is not None:
            desk = self._desk
            self._tasks.run(lambda: calendar.read_file(desk, file), self._ask_to_take, owner=self)

    def export_file(self) -> None:
        """Write the calendar to a TOML file."""
        file = self.choose_save()
        if file is not None:
            desk = self._desk
            self._tasks.run(lambda: calendar.write_file(desk, file),
                            lambda saved: messages.say(self, _("Saved as {name}.").format(name=saved.name)), owner=self)

    def _ask_to_take(self, read: SchoolCalendar) -> None:
        what = _("It has {terms} terms, {days} days off or breaks, {schedules} bell schedules and {rooms} rooms, and "
                 "takes the place of the present calendar. Appointments stay.").format(
            terms=len(read.terms), days=len(read.days_off), schedules=len(read.schedules), rooms=len(read.rooms))
        if messages.confirm(self, _("Take this calendar?"), what, _("Take it")):
            desk = self._desk
            self._keep(lambda: calendar.put(desk, read), _("The calendar is taken."))

    def _keep(self, work: Callable[[], object], text: str) -> None:
        before, desk, kept = self._whole, self._desk, not self.none_yet.isVisible()
        undo = (lambda: self._keep(lambda: calendar.put(desk, before), _("Taken back."))) if kept else None
        self._tasks.run(work, lambda _none: messages.say(self, text, undo=undo), owner=self)

    def _ask(self, kind: str, place: int | None) -> None:
        _DIALOGS[kind](self, self._context, _title(kind), self._whole, place, self.refresh).open()

    def _remove(self, kind: str, place: int) -> None:
        entries = getattr(self._whole, kind)
        desk, wanted = self._desk, replace(self._whole, **{kind: (*entries[:place], *entries[place + 1:])})
        self._keep(lambda: calendar.put(desk, wanted), _("Removed."))

    def _show(self, answer: tuple[bool, SchoolCalendar]) -> None:
        kept, self._whole = answer
        self.none_yet.say("" if kept else _("No calendar is kept yet"),
                          _("Until then every weekday counts as a school day with the usual bells."), "info")
        for kind, part in self.parts.items():
            part.show_entries(getattr(self._whole, kind))

    def _part(self, kind: str) -> EntriesPart:
        return EntriesPart(kind, _title(kind), _columns(kind, self), _empty(kind), lambda place: self._ask(kind, place),
                           lambda place: self._remove(kind, place))

    def schedule_name(self, id_: str) -> str:
        """The name of a bell schedule."""
        return next((str(one.name) for one in self._whole.schedules if one.id == id_), id_)

    def _lay_out(self) -> None:
        icons = {"terms": "book", "days_off": "calm", "schedules": "clock", "special_days": "flag", "rooms": "center"}
        for kind, part in self.parts.items():
            self._segments.add(kind, _title(kind), icons[kind], part)
        for text, act, icon, name in ((_("Import…"), self.import_file, "import", "import"),
                                      (_("Export…"), self.export_file, "export", "export")):
            made = button(text, act, icon=icon)
            made.setObjectName(f"calendar.{name}")
            self.add_action(made)
        self.add(self.none_yet)
        self.add(self._segments, 1)

    def _ask_open(self) -> Path | None:
        chosen, _filter = QFileDialog.getOpenFileName(self, _("Import a school calendar"), str(Path.home()),
                                                      _("School calendar (*.toml)"))
        return Path(chosen) if chosen else None

    def _ask_save(self) -> Path | None:
        chosen, _filter = QFileDialog.getSaveFileName(self, _("Export the school calendar"), str(
            Path.home() / "school-calendar.toml"), _("School calendar (*.toml)"))
        return Path(chosen) if chosen else None


def _title(kind: str) -> str:
    return {"terms": _("Terms"), "days_off": _("Days off"), "schedules": _("Bell schedules"),
            "special_days": _("Special days"), "rooms": _("Rooms")}[kind]


def _columns(kind: str, page: CalendarPage) -> list[Column[object]]:
    named = Column[object](title=_("Name"), text=lambda one: str(one.name) or "–", strong=True, stretch=True)  # type: ignore[attr-defined]
    columns: dict[str, list[Column[object]]] = {
        "terms": [named, *_first_and_last()], "days_off": [named, *_first_and_last()],
        "schedules": [named, Column(title=_("Usually on"), text=_weekdays), Column(title=_("Hours"), text=_hours)],
        "special_days": [named, Column(title=_("Day"), text=_day),
                         Column(title=_("Bell schedule"), text=lambda one: page.schedule_name(_schedule(one)))],
        "rooms": [named, Column(title=_("Appointments at a time"), text=_capacity, align="right")]}
    return columns[kind]


def _first_and_last() -> list[Column[object]]:
    def day(which: str) -> Callable[[object], str]:
        return lambda one: f"{formats.weekday_short(getattr(one, which))} {formats.date(getattr(one, which))}"

    return [Column(title=_("First day"), text=day("first")), Column(title=_("Last day"), text=day("last"))]


def _weekdays(one: object) -> str:
    days = one.weekdays if isinstance(one, BellSchedule) else ()
    return ", ".join(formats.weekday_name(day) for day in days) or _("only special days")


def _hours(one: object) -> str:
    return span(one.opens, one.closes) if isinstance(one, BellSchedule) else ""


def _day(one: object) -> str:
    return f"{formats.weekday_short(one.day)} {formats.date(one.day)}" if isinstance(one, SpecialDay) else ""


def _schedule(one: object) -> str:
    return one.schedule if isinstance(one, SpecialDay) else ""


def _capacity(one: object) -> str:
    return formats.number(one.capacity) if isinstance(one, Room) else ""


def _empty(kind: str) -> EmptyState:
    texts = {
        "terms": (_("No terms yet"), _("Add each term with its first and last day of classes.")),
        "days_off": (_("No days off yet"), _("Add holidays and breaks: nothing is repeated onto them.")),
        "schedules": (_("No bell schedules yet"), _("Add the bells of a usual day first.")),
        "special_days": (_("No special days yet"), _("Add minimum days and other days with bells of their own.")),
        "rooms": (_("No rooms yet"), _("Add the rooms appointments are booked in."))}
    return EmptyState(*texts[kind], icon="appointment")

