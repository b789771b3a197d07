"""What a row of the queue shows of a visit, with or without what passers-by must not read."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.appointments import Appointment
from wellnessdesk.domain.calendar import time
from wellnessdesk.domain.names import initials
from wellnessdesk.domain.peers import not_with
from wellnessdesk.domain.students import grade_label
from wellnessdesk.domain.visits import Limits, Queue, Stage, Visit
from wellnessdesk.ui.pages.visits import words

REASON_ICONS = {
    "take_a_break": "calm",
    "talk_with_peer": "sessions",
    "work_it_out": "hand-over",
    "tutoring": "book",
    "meet_coordinator": "adult",
    "group": "group",
    "new_here": "center",
    "question": "help",
    "other": "heart",
}
ORIGIN_ICONS = {"walk_in": "check-in", "appointment": "appointment", "staff_referral": "people", "self": "note"}
OTHER_ICON = "info"
"""For an entry that a center has added to a catalogue."""

_TIME_ICONS = {Stage.WAITING: "waiting", Stage.WITH_PEER: "clock", Stage.RESTING: "calm", Stage.LEFT: "check-out"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One visit as it stands on the screen at one moment.

    `late`: longer in its stage than its reason usually takes. `over`: longer in the room than the room bears.
    """

    visit: Visit
    name: str
    mark: str = ""
    """What tells the name from another that reads alike."""
    detail: str
    detail_icon: str = ""
    time: str
    time_icon: str
    late: bool = False
    over: bool = False
    time_and_limit: str
    """When late or over, also the limit, so that the color has a reason that can be read; otherwise the time."""
    tooltip: str = ""

    @property
    def full_name(self) -> str:
        """The name as it stands there, mark and all."""
        return f"{self.name} {self.mark}".strip()

    @property
    def spoken(self) -> str:
        """The whole row in words, for a screen reader."""
        number = _("number {number}").format(number=self.number) if self.number else ""
        past = _("over the room's limit") if self.over else _("longer than usual") if self.late else ""
        return ", ".join(part for part in (self.full_name, number, self.detail, self.time, past) if part)

    @property
    def number(self) -> str:
        """By which they are called; empty for visits older than the numbers."""
        return str(self.visit.number) if self.visit.number is not None else ""


@dataclass(frozen=True, slots=True)
class Board:
    """The rows of the lists."""

    waiting: tuple[Row, ...] = ()
    with_peer: tuple[Row, ...] = ()
    resting: tuple[Row, ...] = ()
    left: tuple[Row, ...] = ()
    next: str = ""
    """Whom to call, without a name."""
    coming: str = ""
    """Who comes next by appointment, and when; initials, as the screen stands at a counter."""


@dataclass(frozen=True, slots=True)
class Wording:
    """How visits are put into words now. `local` turns a moment into the center's own time."""

    now: datetime
    local: Callable[[datetime], datetime]
    discreet: bool
    limits: Limits = Limits()
    worded: dict[Hashable, Row] = field(default_factory=dict, compare=False)
    """The rows of the last board: with a check-in only one of them is new."""

    def board(self, queue: Queue) -> Board:
        """The rows of a queue; names that would read alike get the last digits of the student's number."""
        visits = (*queue.here, *queue.left)
        alike = _said_of_several(self.name(visit) for visit in {visit.student_id: visit for visit in visits}.values())
        waiting, with_peer, resting, left = (
            tuple(self._row(visit, alike) for visit in part)
            for part in (queue.waiting, queue.with_peer, queue.resting, queue.left))
        board = Board(waiting, with_peer, resting, left, called(queue.next) if queue.next else "",
                      expected(queue.coming) if queue.coming else "")
        shown = {id(row) for row in (*waiting, *with_peer, *resting, *left)}
        for gone in [key for key, row in self.worded.items() if id(row) not in shown]:
            del self.worded[gone]
        return board

    def name(self, visit: Visit) -> str:
        """The student's name, in discreet mode only initials."""
        return short_name(visit.called, visit.family) if self.discreet else visit.student

    def _row(self, visit: Visit, alike: set[str]) -> Row:
        """As it was worded before, when nothing of it has changed and no minute has gone by."""
        now, name = self.now, self.name(visit)
        key = (visit, visit.minutes(now), visit.stayed(now), self.discreet, self.limits, name in alike)
        if key not in self.worded:
            self.worded[key] = self._worded_now(visit, name, alike)
        return self.worded[key]

    def _worded_now(self, visit: Visit, name: str, alike: set[str]) -> Row:
        detail, icon = self._detail(visit)
        time, limit, over = self._time(visit), self._limit_passed(visit), self._over(visit)
        return Row(
            visit=visit, name=name, mark=f"…{visit.hint}" if name in alike else "", detail=detail, detail_icon=icon,
            time=time, time_icon=_TIME_ICONS[visit.stage], late=limit > 0, over=over,
            time_and_limit=self._with_limit(time, limit, visit if over else None), tooltip=self._tooltip(visit))

    def _with_limit(self, time: str, limit: int, over: Visit | None) -> str:
        if over is not None:
            return _("here {time}, limit {limit}").format(
                time=formats.minutes(over.stayed(self.now)), limit=formats.number(self.limits.minutes))
        return _("{time}, over {limit}").format(time=time, limit=formats.number(limit)) if limit else time

    def _detail(self, visit: Visit) -> tuple[str, str]:
        if visit.stage is Stage.LEFT:
            return _("Stayed {time}").format(time=formats.minutes(visit.minutes(self.now))), ""
        if visit.stage is Stage.WITH_PEER:
            return visit.peer, "person"
        grade = grade_label(visit.grade)
        no_pass = words.pass_label(False) if visit.facts.has_pass is False else ""
        reason = "" if self.discreet else catalogues.label("visit_reasons", visit.reason)
        text = " · ".join(part for part in (self._not_with(visit), no_pass, reason, grade) if part)
        return text, "" if self.discreet else REASON_ICONS.get(visit.reason, OTHER_ICON)

    def _not_with(self, visit: Visit) -> str:
        return not_with([short_name(*_parted(name)) for name in visit.not_with] if self.discreet else visit.not_with)

    def _time(self, visit: Visit) -> str:
        if visit.left_at is not None:
            return formats.time(self.local(visit.left_at))
        minutes = visit.minutes(self.now)
        return formats.minutes(minutes) if minutes else _("now")

    def _limit_passed(self, visit: Visit) -> int:
        """The reason's usual minutes when the present stage has lasted longer than them; otherwise 0."""
        reason = catalogues.visit_reasons().get(visit.reason)
        if reason is None or visit.stage is Stage.LEFT:
            return 0
        return reason.minutes if visit.minutes(self.now) > reason.minutes else 0

    def _over(self, visit: Visit) -> bool:
        limit = self.limits.minutes
        return bool(limit) and visit.stage is not Stage.LEFT and visit.stayed(self.now) > limit

    def _tooltip(self, visit: Visit) -> str:
        lines = [] if self.discreet else [
            " · ".join(part for part in (visit.student, grade_label(visit.grade), f"…{visit.hint}") if part),
            catalogues.label("visit_reasons", visit.reason), catalogues.label("visit_origins", visit.origin),
            self._not_with(visit), *words.facts(visit)]
        lines.append(_("Arrived {time}").format(time=formats.time(self.local(visit.arrived_at))))
        limit = self._limit_passed(visit)
        if limit:
            lines.append(_("Longer than the usual {time}").format(time=formats.minutes(limit)))
        if self._over(visit):
            lines.append(_("Longer than the room's limit of {time}").format(
                time=formats.minutes(self.limits.minutes)))
        return "\n".join(line for line in lines if line)


@lru_cache(maxsize=1_000)
def short_name(called: str, family: str) -> str:
    """The initials of the first given and the first family name, particles passed over: what passers-by may read.

    "Camila", "García Ochoa" is "C. G."; "Jo", "de la Rosa" is "J. R.".
    """
    given, families = called.split(), family.split()
    first = next((word for word in families if not word[0].islower()), "".join(families[:1]))
    return " ".join(part for part in (initials("".join(given[:1]), ""), initials("", first)) if part)


def called(visit: Visit) -> str:
    """How "next" is called, without a name: the day's number and the initials."""
    short = short_name(visit.called, visit.family)
    if visit.number is None:
        return short
    return _("number {number} ({initials})").format(number=visit.number, initials=short)


def expected(one: Appointment) -> str:
    """Who comes by appointment, without a name."""
    return _("{time} ({initials})").format(time=time(one.starts), initials=short_name(one.called, one.family))


def _parted(name: str) -> tuple[str, str]:
    given, _blank, family = name.partition(" ")
    return given, family


def _said_of_several(names: Iterable[str]) -> set[str]:
    return {name for name, count in Counter(names).items() if count > 1}
