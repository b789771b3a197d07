"""What peers who left have not finished: sessions and appointments are handed on, drafts are locked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from PySide6.QtWidgets import QComboBox, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.appointments import Appointment
from wellnessdesk.domain.calendar import time
from wellnessdesk.domain.open_work import OpenWork
from wellnessdesk.domain.sessions import NoteState, Session
from wellnessdesk.services import appointments, note_locks, open_work, people
from wellnessdesk.services.desk import Desk
from wellnessdesk.services.people import PeerChoice
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.forms import Field
from wellnessdesk.ui.kit.parts import Banner, EmptyState
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.kit.texts import label

_WIDTH, _HEIGHT = 760, 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One session or appointment of somebody who left."""

    key: str
    peer: str
    student: str
    when: str
    order: datetime
    state: str
    session: Session | None = None
    appointment: Appointment | None = None


def rows(desk: Desk, works: Sequence[OpenWork]) -> list[Row]:
    """All of it, person by person, the oldest first."""
    return [row for work in works for row in (
        *(_of_session(desk, work, one) for one in work.sessions), *(_of_appointment(work, one)
                                                                    for one in work.appointments))]


def said(works: Sequence[OpenWork]) -> str:
    """How much there is and of whom, for a line on the overview."""
    number = sum(work.number for work in works)
    return ngettext("{n} thing of {names} is not finished.", "{n} things of {names} are not finished.", number).format(
        n=formats.number(number), names=", ".join(work.person.name for work in works))


class OpenWorkDialog(Dialog):
    """Chosen rows are handed on to whoever is chosen; a draft, which is its author's alone, is locked."""

    def __init__(self, parent: QWidget, context: PageContext, review: Callable[[Session], object]) -> None:
        super().__init__(parent, _("Unfinished work of who left"), width=_WIDTH)
        self._desk, self._tasks, self._review = context.desk, context.tasks, review
        self.table = _table()
        self.table.current_changed.connect(lambda _row: self._look())
        self.peers = QComboBox()
        self.peers.setObjectName("openwork.peer")
        self.problem = Banner(tone="flag")
        self.hand_on = button(_("Hand on"), self._hand_on, icon="hand-over", role="primary")
        self.lock = button(_("Lock the draft"), self._lock, icon="lock")
        self.read = button(_("Read the note"), self._read, icon="open")
        close = button(_("Close"), self.reject)
        for name, one in (("handon", self.hand_on), ("lock", self.lock), ("read", self.read), ("close", close)):
            one.setObjectName(f"openwork.{name}")
        for part in (label(self.windowTitle(), "heading", wrap=True),
                     label(_("A session without a note and an appointment go to another Wellness Peer. A draft stays "
                             "as it is: locked, and marked as not signed."), "muted", wrap=True),
                     self.problem, self.table, Field(_("Hand on to"), self.peers),
                     ButtonRow(self.hand_on, self.lock, self.read, left=(close,))):
            self.body.addWidget(part)
        self.refresh()

    def refresh(self) -> None:
        """Ask what there is, and who is here."""
        desk = self._desk
        self._tasks.latest("overview.openwork", lambda: (open_work.of_who_left(desk), people.peers(desk)), self._show,
                           owner=self)

    def _show(self, found: tuple[tuple[OpenWork, ...], list[PeerChoice]]) -> None:
        works, everybody = found
        peers = [peer for peer in everybody if peer.person.id not in {work.person.id for work in works}]
        if self.peers.count() != len(peers):
            self.peers.clear()
            for peer in peers:
                self.peers.addItem(peer.person.name, peer.person.id)
        self.table.set_records(rows(self._desk, works))
        if self.table.current() is None:
            self.table.selectRow(0)
        self._look()

    def _look(self) -> None:
        """Offer what can be done with all that is selected."""
        chosen = self.table.selected()
        states = {row.session.note if row.session is not None else None for row in chosen}
        self.hand_on.setEnabled(bool(chosen) and states <= {NoteState.TO_WRITE, None} and self.peers.count() > 0)
        self.lock.setEnabled(states == {NoteState.DRAFT})
        self.read.setEnabled(states == {NoteState.RETURNED} and len(chosen) == 1)

    def _hand_on(self) -> None:
        desk, peer, chosen = self._desk, self.peers.currentData(), self.table.selected()
        self._run(lambda: _handed_on(desk, chosen, peer))

    def _lock(self) -> None:
        desk, ids = self._desk, [row.session.id for row in self.table.selected() if row.session is not None]
        self._run(lambda: [note_locks.lock(desk, session) for session in ids])

    def _read(self) -> None:
        row = self.table.current()
        if row is not None and row.session is not None:
            self.accept()
            self._review(row.session)

    def _run(self, work: Callable[[], object]) -> None:
        self.problem.say("")
        self.hand_on.setEnabled(False)
        self._tasks.run(work, lambda _done: self.refresh(), self._failed, owner=self)

    def _failed(self, error: Exception) -> None:
        self.refresh()  # what was done before the one that cannot be, is done
        if isinstance(error, Problem):
            self.problem.say(_("That did not work"), str(error), "flag")
        else:
            messages.failure(self, error)


def _handed_on(desk: Desk, chosen: Sequence[Row], peer: str) -> None:
    ids = [row.session.id for row in chosen if row.session is not None]
    if ids:
        open_work.hand_on(desk, ids, peer)
    for row in chosen:
        if row.appointment is not None:
            appointments.move(desk, row.appointment.id, replace(row.appointment.wanted(), peer_id=peer))


def _of_session(desk: Desk, work: OpenWork, one: Session) -> Row:
    started = desk.local(one.started_at)
    state = {NoteState.TO_WRITE: _("No note"), NoteState.DRAFT: _("Draft, not signed"),
             NoteState.RETURNED: _("Given back")}[one.note]
    return Row(key=f"session:{one.id}", peer=work.person.name, student=one.who, order=started.replace(tzinfo=None),
               when=f"{formats.date(started.date())}, {formats.time(started)}", state=state, session=one)


def _of_appointment(work: OpenWork, one: Appointment) -> Row:
    return Row(key=f"appointment:{one.id}", peer=work.person.name, student=one.student,
               order=datetime.combine(one.day, datetime.min.time()), state=_("Appointment"), appointment=one,
               when=f"{formats.date(one.day)}, {time(one.starts)}")


def _table() -> RecordTable[Row]:
    columns = [
        Column[Row](title=_("Peer"), text=lambda row: row.peer, stretch=True),
        Column[Row](title=_("Student"), text=lambda row: row.student, strong=True, stretch=True),
        Column[Row](title=_("When"), text=lambda row: row.when, sort=lambda row: row.order, width=176),
        Column[Row](title=_("What"), text=lambda row: row.state, width=140)]
    made = RecordTable[Row](_("Unfinished work of who left"), columns, lambda row: row.key, many=True,
                            empty=EmptyState(_("Nothing is left"), _("All of it was handed on or locked."), "ok"))
    made.setObjectName("openwork.table")
    made.setFixedHeight(_HEIGHT)
    return made
