"""Today at the front desk: find a student and check in, see who waits and who is with whom, check out."""

from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QPushButton, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from wellnessdesk.base import formats, settings
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain import peers as peer_rules
from wellnessdesk.domain.appointments import Appointment
from wellnessdesk.domain.students import Student, not_on_roster
from wellnessdesk.domain.visits import Queue, Stage, Visit
from wellnessdesk.services import appointments, closing, peers, people, students, visits
from wellnessdesk.services.people import PeerChoice
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.icons import icon
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.kit.parts import Badge, Banner
from wellnessdesk.ui.kit.student_search import StudentSearch
from wellnessdesk.ui.kit.toast import Toast
from wellnessdesk.ui.pages.visits import words
from wellnessdesk.ui.pages.visits.acts import Acts
from wellnessdesk.ui.pages.visits.cards import Cards
from wellnessdesk.ui.pages.visits.columns import Columns
from wellnessdesk.ui.pages.visits.form import CheckInPanel, Entered
from wellnessdesk.ui.pages.visits.menus import peers_menu, reasons_menu, row_menu
from wellnessdesk.ui.pages.visits.rows import Row, Wording
from wellnessdesk.ui.pages.visits.shortcuts import quick_button, shortcut
from wellnessdesk.ui.pages.visits.slip_dialog import SlipDialog
from wellnessdesk.ui.pages.visits.teacher_call import TeacherCallDialog
from wellnessdesk.ui.pages.visits.windows import Windows

_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_NARROW = 960
"""Below this width of the page, in pixels, two columns of cards do not fit beside two lists."""
_SHARES = (14, 15, 10)
_NARROW_SHARES = (11, 15, 10)


class TodayPage(Page):
    """The page. While the queue changes, selection, focus and what is half entered stay as they are.

    Letters and digits that nobody else takes go to the search box, wherever the focus is.
    """

    features = frozenset({"visits", "students", "people", "peers", "shifts"})

    def __init__(self, context: PageContext) -> None:
        self._context, self._desk = context, context.desk
        self._tasks = context.tasks
        self._day = context.desk.today()
        super().__init__(_("Today"), formats.date_long(self._day), scroll=False)
        self._queue = Queue()
        self._worded: dict[Hashable, Row] = {}
        self._peers: list[PeerChoice] = []
        self._peers_known = False
        """They seldom change: not asked for again with every check-in, but with every tick."""
        self._acts = Acts(context, self, lambda visit: self._wording().name(visit), self.refresh)
        self._cards = Cards(context, self, self._open_panel)
        self._undo = quick_button("queue.undo", _("Undo"), self._acts.undo_newest, icon="undo", shortcut="Ctrl+Z",
                                  tooltip=_("Take back the last step"))
        self._windows = Windows(context, self, self._acts, lambda visit: self._wording().name(visit), self._ask_overdue)
        self._room = Badge("", "muted", "group")
        self._room.setObjectName("queue.room")
        self._overdue_asked: date | None = None
        self._sweep = quick_button("queue.sweep", _("Closing sweep…"), self._windows.sweep, icon="check-out",
                                   shortcut="Ctrl+Shift+O", tooltip=_("Everybody who was never checked out"))
        self._discreet = self._make_discreet()
        self._search = self._make_search()
        self._no_roster = Banner()
        self._panel = self._make_panel()
        self._columns = self._make_columns()
        self._left_side = QStackedWidget()
        self._lay_out()
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
        self._tasks.latest("visits.overdue", lambda: closing.overdue(desk), self._show_overdue, owner=self)

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
        return self._discreet.isChecked()

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
        return Wording(desk.clock.now(), desk.local, self._discreet.isChecked(), self._queue.limits, self._worded)

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
        self._undo.setEnabled(self._acts.can_undo())
        self._show_room()

    def _show_room(self) -> None:
        """How full the room is: in words, with an icon, and only then in a color."""
        here, capacity = len(self._queue.here), self._queue.limits.capacity
        if not capacity:
            text = ngettext("{n} in the room", "{n} in the room", here).format(n=formats.number(here))
        else:
            text = _("{n} of {capacity} in the room").format(n=formats.number(here), capacity=formats.number(capacity))
        full = bool(capacity) and here >= capacity
        text = _("Full: {text}").format(text=text) if full else text
        self._room.show_status(text, "danger" if full else "muted", "warning" if full else "group")
        nameless = self._queue.drop_ins
        self._columns.nameless.setText(_("No name · {n}").format(n=formats.number(nameless)) if nameless
                                       else _("No name"))

    def _show_overdue(self, overdue: int) -> None:
        self._sweep.setText(_("Closing sweep · {n}").format(n=formats.number(overdue)) if overdue
                            else _("Closing sweep…"))
        self._sweep.setIcon(icon("warning" if overdue else "check-out", "flag" if overdue else "ink"))

    def _say_whether_there_is_a_roster(self, known: int) -> None:
        self._search.quiet = not known  # it says why nobody is found, and what to do
        self._no_roster.say("" if known else _("No roster yet."),
                            _("An administrator or the coordinator imports it under Roster."), tone="info")

    def _act_on(self, row: Row) -> None:
        """The one thing usually done with a visit in this stage."""
        usual = {Stage.WAITING: self._ask_peer, Stage.WITH_PEER: self._check_out, Stage.RESTING: self._check_out,
                 Stage.LEFT: self._undo_row}
        usual[row.visit.stage](row)

    def _ask_peer(self, row: Row) -> None:
        desk, visit = self._desk, row.visit

        def show(choices: tuple[peer_rules.PeerChoice, ...]) -> None:
            peers_menu(self, row.full_name, choices, lambda peer: self._acts.hand_over(visit, peer),
                       self._columns.place_of(row))

        self._tasks.latest("visits.peers", lambda: peers.choices(desk, visit.id), show, owner=self)

    def _check_out(self, row: Row) -> None:
        self._acts.check_out(row.visit)

    def _undo_row(self, row: Row) -> None:
        self._acts.undo(row.visit)

    def _ask_peer_for_chosen(self) -> None:
        """For who is chosen; from outside the lists also for who has waited longest: the menu says who it is."""
        row = self._columns.current()
        if row is None and self._columns.keyboard_is_here():
            messages.say(self, _("First choose who is handed over, in “Waiting”."), tone="info")
            return
        row = row or self._columns.first_waiting()
        if row is not None and row.visit.stage in (Stage.WAITING, Stage.RESTING):
            self._ask_peer(row)
        else:
            messages.say(self, _("Only somebody who waits can be handed over."), tone="info")

    def _check_out_chosen(self) -> None:
        row = self._columns.current()
        if row is not None and row.visit.stage is not Stage.LEFT:
            self._check_out(row)
        else:
            messages.say(self, _("First choose who leaves, in “Waiting” or “With a peer”."), tone="info")

    def _for_chosen(self, act: Callable[[Visit], None], *stages: Stage) -> None:
        """Do it with who is chosen, when they stand where it can be done."""
        row = self._columns.current()
        if row is not None and row.visit.stage in stages:
            act(row.visit)
        else:
            messages.say(self, _("First choose with whom, in one of the lists."), tone="info")

    def _rest_chosen(self) -> None:
        self._for_chosen(self._acts.rest, Stage.WAITING, Stage.WITH_PEER)

    def _return_chosen(self) -> None:
        self._for_chosen(self._acts.to_queue, Stage.WITH_PEER, Stage.RESTING)

    def _correct_chosen(self) -> None:
        self._for_chosen(self._windows.correct, *Stage)

    def _ask_reason(self) -> None:
        nameless = self._columns.nameless
        reasons_menu(self, self._acts.drop_in, nameless.mapToGlobal(nameless.rect().topLeft()))

    def _show_menu(self, row: Row, place: QPoint) -> None:
        visit = row.visit
        others = [one for one in (*self._queue.here, *self._queue.left)
                  if one.student_id == visit.student_id and one.id != visit.id]
        row_menu(self, row, place, hand_over=lambda: self._ask_peer(row), check_out=lambda: self._check_out(row),
                 undo=lambda: self._undo_row(row), rest=lambda: self._acts.rest(visit),
                 to_queue=lambda: self._acts.to_queue(visit), correct=lambda: self._windows.correct(visit),
                 merge=(lambda: self._acts.merge(visit, others[0])) if others else None,
                 open_page=lambda: self._context.show_student(visit.student_id),
                 pass_slip=lambda: SlipDialog(self, self._context, visit).open())

    def _slip_for_chosen(self) -> None:
        """For who is chosen; else for whoever left last."""
        row = self._columns.current()
        visit = row.visit if row is not None else next(iter(self._queue.left), None)
        if visit is not None:
            SlipDialog(self, self._context, visit).open()
        else:
            messages.say(self, _("First choose whose slip it is."), tone="info")

    # ---- checking in

    def _open_panel(self, student: Student) -> None:
        if not student.active:
            messages.say(self, not_on_roster(student), tone="info")
            return
        for said_of_the_last_one in self.window().findChildren(Toast):
            said_of_the_last_one.leave()  # it would cover the button; the page's own Undo stays
        self._left_side.setCurrentWidget(self._panel)
        self._share_widths()
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
        self._left_side.setCurrentWidget(self._columns.left)
        self._share_widths()

    # ---- putting it together

    def _make_discreet(self) -> QPushButton:
        made = quick_button("queue.discreet", _("Discreet: on"), None, icon="hide", checkable=True, shortcut="Ctrl+D",
                            tooltip=_("Hides reasons and shortens names, so that people passing by cannot read them"))
        on = settings.load().discreet
        made.setChecked(on)
        _say_mode(made, on)
        made.toggled.connect(self._be_discreet)
        made.setAccessibleName(_("Discreet"))
        return made

    def _be_discreet(self, on: bool) -> None:
        _say_mode(self._discreet, on)
        settings.save(replace(settings.load(), discreet=on))
        self._show_rows()

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

    def _make_columns(self) -> Columns:
        made = Columns(self)
        made.hand_over_asked.connect(self._ask_peer_for_chosen)
        made.check_out_asked.connect(self._check_out_chosen)
        made.rest_asked.connect(self._rest_chosen)
        made.several_asked.connect(self._windows.several)
        made.nameless_asked.connect(self._ask_reason)
        made.acted.connect(self._act_on)
        made.menu_asked.connect(self._show_menu)
        made.typed.connect(self._search.feed)
        made.escaped.connect(self.focus_first)
        return made

    def _lay_out(self) -> None:
        self.add_action(self._room)
        self.add_action(self._sweep)
        self.add_action(quick_button(
            "queue.call", _("A teacher calls"), lambda: TeacherCallDialog(self, self._context).open(), icon="phone",
            shortcut="Ctrl+T", tooltip=_("Say when a student came and left today, and nothing else")))
        QShortcut(QKeySequence("Ctrl+P"), self, self._slip_for_chosen)
        self.add_action(self._discreet)
        self.add_action(self._undo)
        self._left_side.addWidget(self._columns.left)
        self._left_side.addWidget(self._panel)
        first = QVBoxLayout()
        first.setSpacing(12)
        first.addWidget(self._search)
        first.addWidget(self._no_roster)
        first.addWidget(self._left_side, 1)
        self._row = QHBoxLayout()
        self._row.setSpacing(18)
        self._last_column = _with_peer_over_resting(self._columns)
        for part, least in ((_holding(first), 200), (self._columns.waiting, 270), (self._last_column, 180)):
            # Widths never follow what stands in a column: nothing jumps.
            part.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            part.setMinimumWidth(least)
            self._row.addWidget(part)
        self._share_widths()
        self.add(self._row, 1)
        shortcut(self, "Ctrl+B", self._return_chosen)
        shortcut(self, "Ctrl+E", self._correct_chosen)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_widths()

    def _share_widths(self) -> None:
        """"Waiting" gets most. In a small window a check-in takes the room of "With a peer" while it is open."""
        narrow, entering = self.width() < _NARROW, self._left_side.currentWidget() is self._panel
        away = narrow and entering
        if self._last_column.isHidden() != away and self._last_column.parentWidget() is not None:
            self._last_column.setHidden(away)  # shown before it is put somewhere, it would become a window
        for place, share in enumerate(_NARROW_SHARES if narrow and not entering else _SHARES):
            self._row.setStretch(place, share)


def _say_mode(button: QPushButton, on: bool) -> None:
    button.setText(_("Discreet: on") if on else _("Discreet: off"))
    button.setIcon(icon("hide" if on else "show", "ink", "accent"))


def _with_peer_over_resting(columns: Columns) -> QWidget:
    """Fixed shares, so that nothing jumps when somebody begins to rest."""
    column = QVBoxLayout()
    column.setSpacing(12)
    column.addWidget(columns.with_peer, 5)
    column.addWidget(columns.resting, 3)
    return _holding(column)


def _holding(layout: QLayout) -> QWidget:
    made = QWidget()
    layout.setContentsMargins(0, 0, 0, 0)
    made.setLayout(layout)
    return made
