"""The peer's day as a list: what is going on, which notes wait, what is signed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.flags import FlagMark
from wellnessdesk.domain.sessions import NoteState, Session
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit.page import MARGIN
from wellnessdesk.ui.kit.parts import Badge, EmptyState, clear
from wellnessdesk.ui.kit.scrolling import Scrolling
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.sessions import wording
from wellnessdesk.ui.pages.sessions.day_read import Mine
from wellnessdesk.ui.pages.sessions.session_rows import GoingOn, SessionRow

UNSIGNED = (NoteState.TO_WRITE, NoteState.DRAFT)
"""The note is to be written."""
WRITABLE = (*UNSIGNED, NoteState.NOT_NEEDED)
"""It can be: also where the service asks for none."""


@dataclass(frozen=True, slots=True)
class Day:
    """A peer's sessions sorted by what is to be done with them."""

    going_on: list[Session] = field(default_factory=list)
    returned: list[Session] = field(default_factory=list)
    to_write: list[Session] = field(default_factory=list)
    others: list[Session] = field(default_factory=list)
    signed: list[Session] = field(default_factory=list)

    @classmethod
    def of(cls, sessions: Sequence[Session], today: date, peer: str) -> "Day":
        """Sort what `services.sessions.mine` gives, newest first; notes to write come with the oldest first.

        A session of an earlier day that nobody ended is over all the same: its note is to be written. `others` are
        those whose note another peer writes.
        """
        day = cls()
        for session in sessions:
            if session.peer_id != peer and session.note in WRITABLE:
                day.others.append(session)
            elif session.note is NoteState.RETURNED and session.peer_id == peer:
                day.returned.append(session)
            elif session.note not in UNSIGNED:
                day.signed.append(session)
            elif session.ended_at is None and session.day == today:
                day.going_on.append(session)
            else:
                day.to_write.insert(0, session)
        return day

    def all(self) -> list[Session]:
        """Every session, as they stand on the screen."""
        return [*self.going_on, *self.returned, *self.to_write, *self.others, *self.signed]


class DayList(QWidget):
    """The list. Rows are buttons: Tab or the arrow keys go from one to the next, Enter opens."""

    opened = Signal(object)
    flag_wanted = Signal(object)

    def __init__(self, desk: Desk, find: QWidget, *below: QWidget) -> None:
        super().__init__()
        self.setObjectName("myday.list")
        self.title = _("My day")
        self._desk = desk
        self._day, self._mine = Day(), Mine((), {}, ())
        self._focus_waits = False
        self._rows: dict[int, SessionRow | GoingOn] = {}
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(MARGIN, 4, MARGIN, MARGIN - 4)
        self._column.setSpacing(8)
        above = QHBoxLayout()
        above.setContentsMargins(MARGIN, 4, MARGIN, 12)
        above.addWidget(find, 1)
        above.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(above)
        whole.addWidget(Scrolling(self._body), 1)
        for part in below:
            whole.addWidget(part)

    def sessions(self) -> list[Session]:
        """The sessions shown, from top to bottom."""
        return self._day.all()

    def at_hand(self) -> Session | None:
        """The session somebody most likely means: the one with the focus, else the only one going on."""
        focused = self._focused()
        for session in self._day.all():
            if session.id == focused:
                return session
        return self._day.going_on[0] if len(self._day.going_on) == 1 else None

    def subtitle(self) -> str:
        """The day, and what is still to do."""
        parts = [wording.capital(formats.date_long(self._desk.today()))]
        waiting, late = len(self._day.to_write), self._late()
        parts += [_returned(len(self._day.returned))] if self._day.returned else []
        parts += [_notes(waiting)] if waiting else []
        parts += [_late(late, waiting)] if late else []
        parts += [_("all notes written")] if self._day.signed and not waiting else []
        return " · ".join(parts)

    def show_mine(self, mine: Mine) -> None:
        """Show these sessions, what a coordinator asks for, and the flags an adult has; the focus stays where it was.
        """
        before = self._places()
        self._mine = mine
        self._day = Day.of(mine.sessions, self._desk.today(), self._desk.person.id)
        if not self._rows or self._places() != before:
            self._rebuild()
        self.tick()
        if self._focus_waits and self.isVisible():
            self.focus_first()

    def focus_first(self) -> None:
        """The first thing to do; while the sessions are still being asked for, as soon as they are here."""
        self._focus_waits = not self._rows
        if self._rows:
            next(iter(self._rows.values())).begin()

    def focus_session(self, number: int) -> None:
        """Back from a session to its place in the list."""
        row = self._rows.get(number)
        if row is not None:
            row.begin()
        else:
            self.focus_first()

    def tick(self) -> None:
        """Time went by: ages change."""
        now = self._desk.clock.now()
        for session in self._day.all():
            self._rows[session.id].show_session(session, now)

    def _places(self) -> list[object]:
        """What stands where: as long as it is the same, nothing is built anew."""
        day = self._day
        parts = (day.going_on, day.returned, day.to_write, day.others, day.signed)
        rows = [[session.id for session in part] for part in parts]
        return [rows, dict(self._mine.comments), [mark.id for mark in self._mine.answered]]

    def _late(self) -> int:
        now = self._desk.clock.now()
        return sum(session.late(now) for session in self._day.to_write)

    def _focused(self) -> int | None:
        now = QApplication.focusWidget()
        found = (number for number, row in self._rows.items() if now is row or (now and row.isAncestorOf(now)))
        return next(found, None)

    def _rebuild(self) -> None:
        focused = self._focused()
        self._rows = {}
        clear(self._column)
        self._fill()
        if focused is not None:
            self.focus_session(focused)

    def _fill(self) -> None:
        day = self._day
        for mark in self._mine.answered:
            self._column.addWidget(self._answered(mark))
        if not day.all():
            self._column.addWidget(_nothing_yet(), 1)
            return
        for place, session in enumerate(day.going_on):
            self._add(session, GoingOn(self._desk, session, first=place == 0))
        self._section(_("Your coordinator gave these back"), day.returned)
        self._section(_("Notes to write"), day.to_write)
        self._section(_("With another peer"), day.others)
        self._section(_("Done today"), day.signed)
        self._column.addStretch(1)

    def _section(self, title: str, sessions: list[Session]) -> None:
        if not sessions:
            return
        self._column.addSpacing(8)
        self._column.addWidget(label(title, "heading"))
        for session in sessions:
            self._add(session, SessionRow(self._desk, session, self._mine.comments.get(session.id, "")))

    def _answered(self, mark: FlagMark) -> QWidget:
        """No more than that: who it was, and what they do, is theirs."""
        raised = self._desk.local(mark.raised_at)
        made = QWidget()
        made.setObjectName(f"myday.answered.{mark.id}")
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Badge(_("An adult has it"), "ok", "ok"))
        row.addWidget(label(_("The flag you raised: {day}, {time}").format(
            day=wording.day_name(raised.date(), self._desk.today()), time=formats.time(raised)), "muted"), 1)
        return made

    def _add(self, session: Session, row: SessionRow | GoingOn) -> None:
        row.opened.connect(self.opened)
        if isinstance(row, GoingOn):
            row.flag_wanted.connect(self.flag_wanted)
        self._rows[session.id] = row
        self._column.addWidget(row)
        row.show()  # at once, so that it can take the focus


def _nothing_yet() -> EmptyState:
    return EmptyState(
        _("No sessions yet today"),
        _("When the front desk hands a student over to you, the session appears here, ready for its note. You met "
          "somebody elsewhere? Press “New session”."),
        "sessions",
    )


def _returned(count: int) -> str:
    return ngettext("{n} note came back", "{n} notes came back", count).format(n=formats.number(count))


def _notes(count: int) -> str:
    return ngettext("{n} note to write", "{n} notes to write", count).format(n=formats.number(count))


def _late(count: int, waiting: int) -> str:
    if waiting == 1:
        return _("it is late")
    return ngettext("{n} of them late", "{n} of them late", count).format(n=formats.number(count))
