"""Today at the front desk: find a student and check in, see who waits and who is with whom, check out."""

from collections import Counter
from collections.abc import Hashable
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShowEvent

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import peers as peer_rules
from wellnessdesk.domain.appointments import Appointment
from wellnessdesk.domain.students import Student, not_on_roster
from wellnessdesk.domain.visits import Queue, Visit
from wellnessdesk.services import appointments, closing, peers, people, students, visits
from wellnessdesk.services.people import PeerChoice
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.student_search import StudentSearch
from wellnessdesk.ui.kit.toast import Toast
from wellnessdesk.ui.pages.visits import words
from wellnessdesk.ui.pages.visits.acts import Acts
from wellnessdesk.ui.pages.visits.cards import Cards
from wellnessdesk.ui.pages.visits.chosen import Chosen
from wellnessdesk.ui.pages.visits.columns import Columns
from wellnessdesk.ui.pages.visits.form import CheckInPanel, Entered
from wellnessdesk.ui.pages.visits.head import Head
from wellnessdesk.ui.pages.visits.menus import reasons_menu
from wellnessdesk.ui.pages.visits.parts import Parts
from wellnessdesk.ui.pages.visits.row_acts import RowActs
from wellnessdesk.ui.pages.visits.row_menu import row_menu
from wellnessdesk.ui.pages.visits.rows import Row, Wording
from wellnessdesk.ui.pages.visits.shortcuts import shortcut
from wellnessdesk.ui.pages.visits.windows import Windows

_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class TodayPage(Page):
    """The page. While the queue changes, selection, focus and what is half entered stay as they are.

    Letters and digits that nobody else takes go to the search box, wherever the focus is. `Chosen` and `RowActs` do
    what is wanted with a visit, `Acts` asks the services.
    """

    features = frozenset({"visits", "students", "people", "peers", "shifts"})

    def __init__(self, context: PageContext) -> None:
        self._context, self._desk, self._tasks = context, context.desk, context.tasks
        self._day = context.desk.today()
        super().__init__(_("Today"), formats.date_long(self._day), scroll=False)
        self._queue = Queue()
        self._worded: dict[Hashable, Row] = {}
        self._peers: list[PeerChoice] = []
        self._peers_known = False
        """They seldom change: not asked for again with every check-in, but with every tick."""
        self._overdue_asked: date | None = None
        self._acts = Acts(context, self, self._named, self.refresh)
        self._windows = Windows(context, self, self._acts, self._named, self._ask_overdue)
        self._cards = Cards(context, self, self._open_panel)
        self._head = self._make_head()
        self._search = self._make_search()
        self._no_roster = Banner()
        self._panel = self._make_panel()
        self._columns = Columns(self)
        self._row_acts = RowActs(context, self, self._acts, self._windows, self._columns.place_of)
        self._chosen = Chosen(self, self._columns, self._row_acts)
        self._parts = Parts((self._search, self._no_roster), self._columns, self._panel)
        self.add(self._parts, 1)
        self._connect_columns()
        self._show_rows()

    def refresh(self) -> None:
        """Ask for the queue and show it."""
        desk = self._desk
        known = self._peers if self._peers_known else None
        self._tasks.latest("visits.queue", lambda: (
            visits.queue(desk), people.peers(desk) if known is None else known, students.count(desk)),
            self._show, owner=self)
        if self._overdue_asked != self._day:
            self._ask_overdue()

    def _ask_overdue(self) -> None:
        """Once a day and after each sweep: of a year's visits, that is not done with every check-in."""
        desk, self._overdue_asked = self._desk, self._day
        self._tasks.latest("visits.overdue", lambda: closing.overdue(desk), self._head.show_overdue, owner=self)

    def tick(self) -> None:
        """Let the times go on; shifts begin and end, and a new day begins with another queue."""
        self._peers_known = False
        if self._desk.today() != self._day:
            self._day = self._desk.today()
            self.set_title(_("Today"), formats.date_long(self._day))
        self._show_rows()
        self.refresh()

    def take_card(self, number: str) -> None:
        """A card was scanned, wherever the focus was."""
        self._cards.take(number)

    @property
    def discreet(self) -> bool:
        """Whether names are short and reasons hidden."""
        return self._head.discreet

    def focus_first(self) -> None:
        """The cursor stands in the search box, or in the check-in that was left open."""
        if self._panel.student is not None:
            self._panel.focus_reason()
        else:
            self._search.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        self._peers_known = False  # somebody may come back from the page on which peers are added
        super().showEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and not self._search.query():
            self._columns.focus_first()
        elif event.key() == Qt.Key.Key_Escape and self._panel.student is not None:
            self._panel.close_panel()
        elif event.text().isalnum() and not event.modifiers() & _COMMANDS:
            self._search.feed(event.text())
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In an empty search box Ctrl+Z is the page's: there is nothing to take back in the text."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and not self._search.query():
            return event.matches(QKeySequence.StandardKey.Undo)
        return super().eventFilter(watched, event)

    # ---- the queue

    def _wording(self) -> Wording:
        desk = self._desk
        return Wording(desk.clock.now(), desk.local, self.discreet, self._queue.limits, self._worded)

    def _named(self, visit: Visit) -> str:
        return self._wording().name(visit)

    def _show(self, answer: tuple[Queue, list[PeerChoice], int]) -> None:
        self._queue, peers_there, known = answer
        self._peers_known = True
        with_whom = Counter(visit.peer_id for visit in self._queue.with_peer)
        self._peers = [replace(choice, with_students=with_whom[choice.person.id]) for choice in peers_there]
        self._say_whether_there_is_a_roster(known)
        self._acts.queue_shown()
        self._show_rows()

    def _show_rows(self) -> None:
        self._columns.show_board(self._wording().board(self._queue), self._queue, self._peers)
        self._columns.show_nameless(self._queue.drop_ins)
        self._head.show_can_undo(self._acts.can_undo())
        self._head.show_room(self._queue)

    def _say_whether_there_is_a_roster(self, known: int) -> None:
        self._search.quiet = not known  # it says why nobody is found, and what to do
        self._no_roster.say("" if known else _("No roster yet."),
                            _("An administrator or the coordinator imports it under Roster."), tone="info")

    def _show_menu(self, row: Row, place: QPoint) -> None:
        row_menu(self, row, place, self._row_acts, self._queue.another(row.visit))

    def _ask_reason(self) -> None:
        nameless = self._columns.nameless
        reasons_menu(self, self._acts.drop_in, nameless.mapToGlobal(nameless.rect().topLeft()))

    # ---- checking in

    def _open_panel(self, student: Student) -> None:
        if not student.active:
            messages.say(self, not_on_roster(student), tone="info")
            return
        for said_of_the_last_one in self.window().findChildren(Toast):
            said_of_the_last_one.leave()  # it would cover the button; the page's own Undo stays
        self._parts.show_check_in()
        self._panel.open_for(student)
        desk = self._desk
        self._tasks.latest("visits.known", lambda: (appointments.due(desk, student.id),
                                                    peers.not_with(desk, student.id)),
                           lambda known: self._say_what_is_known(student, *known), owner=self)

    def _say_what_is_known(self, student: Student, due: Appointment | None, not_with: tuple[str, ...]) -> None:
        if self._panel.student is student:
            self._panel.say_what_is_known(words.appointment(due) if due else "", peer_rules.not_with(not_with))

    def _check_in(self, entered: Entered) -> None:
        self._acts.check_in(entered, self._panel, self._start_afresh)

    def _start_afresh(self) -> None:
        self._search.clear()
        self._fold_panel()

    def _fold_panel(self) -> None:
        """The search box takes the focus first, or hiding the panel would hand it to whatever comes next."""
        self._search.setFocus(Qt.FocusReason.OtherFocusReason)
        self._search.edit.selectAll()
        self._parts.show_left()

    # ---- putting it together

    def _make_head(self) -> Head:
        made = Head(self, self._context)
        made.sweep_asked.connect(self._windows.sweep)
        made.undo_asked.connect(self._acts.undo_newest)
        made.discreet_changed.connect(self._show_rows)
        return made

    def _make_search(self) -> StudentSearch:
        made = StudentSearch(self._context, _("Find a student to check in"), arriving=True)
        made.edit.setObjectName("checkin.search")
        made.edit.installEventFilter(self)
        made.chosen.connect(self._open_panel)
        return made

    def _make_panel(self) -> CheckInPanel:
        made = CheckInPanel()
        made.submitted.connect(self._check_in)
        made.closed.connect(self._fold_panel)
        made.scanned.connect(self._search.feed)
        return made

    def _connect_columns(self) -> None:
        columns, chosen = self._columns, self._chosen
        columns.hand_over_asked.connect(chosen.hand_over)
        columns.check_out_asked.connect(chosen.check_out)
        columns.rest_asked.connect(chosen.rest)
        columns.several_asked.connect(self._windows.several)
        columns.nameless_asked.connect(self._ask_reason)
        columns.acted.connect(self._row_acts.usual)
        columns.menu_asked.connect(self._show_menu)
        columns.typed.connect(self._search.feed)
        columns.escaped.connect(self.focus_first)
        shortcut(self, "Ctrl+B", chosen.to_queue)
        shortcut(self, "Ctrl+E", chosen.correct)
        shortcut(self, "Ctrl+P", lambda: chosen.slip(next(iter(self._queue.left), None)))
