"""The screen of whoever is signed in: navigation by role, the page, and the banner when an adult is needed."""

from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import access, places
from wellnessdesk.domain.people import role_label
from wellnessdesk.services.changes import Change
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.page import MARGIN, Page
from wellnessdesk.ui.kit.parts import separator
from wellnessdesk.ui.kit.tasks import Tasks
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.kit.toast import Toast
from wellnessdesk.ui.pages.students.page import StudentPage
from wellnessdesk.ui.shell import notices, page_list
from wellnessdesk.ui.shell.adult_banner import AdultBanner
from wellnessdesk.ui.shell.call_banner import CallBanner
from wellnessdesk.ui.shell.find_student import FindStudentDialog
from wellnessdesk.ui.shell.kiosk.start import StartDialog
from wellnessdesk.ui.shell.navigation import places_for
from wellnessdesk.ui.shell.note_reading import FEATURE, NoteReading
from wellnessdesk.ui.shell.own_passphrase import OwnPassphraseDialog
from wellnessdesk.ui.shell.page_list import PageList
from wellnessdesk.ui.shell.raise_flag import FlagRaiser
from wellnessdesk.ui.shell.relay import ChangeRelay
from wellnessdesk.ui.shell.scanner import CardScanner

_NAVIGATION_WIDTH = 216
_ROOMY = 10
"""With more pages than that they stand closer, so that all fit into a window of 800 pixels."""
_TICK_MS = 15_000
_CARDS = "today"
"""The page to which a scanned card goes."""


class MainScreen(QWidget):
    """Lives from sign-in to lock. Emits `lock_asked`, and `switch_asked` when somebody else wants to sign in.

    `restore_asked` when an administrator wants a backup in the place of this center.
    """

    lock_asked = Signal()
    switch_asked = Signal()
    restore_asked = Signal()
    kiosk_asked = Signal(str)
    """The computer is to become the kiosk, on the screen of this name."""

    def __init__(self, desk: Desk, tasks: Tasks, relay: ChangeRelay) -> None:
        super().__init__()
        self.desk = desk
        self._tasks = tasks
        self._places = places_for(desk.person.role)
        self._many = len(self._places) > _ROOMY
        self._pages: dict[str, Page] = {}
        self._stale: set[str] = set()
        self._list = PageList(
            self._places, {place.key for place in self._places if desk.person.role in place.seldom}, dense=self._many)
        self._list.chosen.connect(self.go_to)
        self._student: StudentPage | None = None
        self._beneath = ""
        self._stack = QStackedWidget()
        self._banner = AdultBanner(self._context(), lambda: bool(getattr(self.page, "shows_crisis", False)))
        self._calls = CallBanner(self._context())
        self._notices = notices.Notices(desk, tasks, self.go_to_place)
        self._reading = NoteReading(desk, tasks, self)
        self._flags = FlagRaiser(self, self._context(), lambda: self.page)
        self._scanner = CardScanner(self)
        self._scanner.scanned.connect(self.take_card)
        self._scanner.cut_off.connect(lambda: messages.say(
            self, _("Only part of a card was read. Scan it again."), tone="info"))
        self._lay_out()
        relay.changed.connect(self._on_change)
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        self.go_to(self._places[0].key)
        self._banner.ask()
        self._calls.ask()
        self._notices.refresh()
        self._reading.go_on()

    @property
    def page(self) -> Page:
        """The page that is shown."""
        shown = self._stack.currentWidget()
        assert isinstance(shown, Page)  # noqa: S101 - only pages are ever put in
        return shown

    def go_to(self, key: str) -> None:
        """Show a page; what changed since it was last shown is asked for anew."""
        if key not in self._list:
            return
        if self._pages and key != self.key_shown:
            self._leave_page()
        new = key not in self._pages
        if new:
            self._pages[key] = self._make(key)
        self._stack.setCurrentWidget(self._pages[key])
        self._list.mark(key)
        self._notices.setVisible(key == self._places[0].key)
        self._flags.follow(self.page)
        if new or key in self._stale:
            self._stale.discard(key)
            _call(self.page, "refresh")
        _call(self.page, "focus_first")

    def show_student(self, student: int) -> None:
        """Show the page of a student in front of the page that is shown; its way back leads there."""
        if self.page is not self._student:
            self._beneath = self.key_shown
            self._leave_page()
        if self._student is None:
            self._student = StudentPage(self._context())
            self._student.left.connect(lambda: self.go_to(self._beneath))
            self._stack.addWidget(self._student)
        self._stack.setCurrentWidget(self._student)
        self._notices.hide()
        self._flags.follow(self._student)
        self._student.show_student(student)
        self._student.focus_first()

    def show_flag(self, flag: str) -> None:
        """Show everything about a flag, to who may read it."""
        self.go_to_place(places.Place("overview", f"flag:{flag}"))

    def show_session(self, session: int) -> None:
        """Show the note of a session, to who may read it."""
        self.go_to_place(places.Place("overview", f"session:{session}"))

    @property
    def student_shown(self) -> int | None:
        """The student whose page is shown."""
        return self._student.student_id if self._student is not None and self.page is self._student else None

    def place(self) -> places.Place:
        """Where the person is: the page, and what the page says of itself. A student's page is left behind."""
        if self.page is self._student:
            return places.Place(self._beneath, unfolded=self._list.unfolded)
        return places.Place(self.key_shown, _call(self.page, "place") or "", self._list.unfolded)

    def go_to_place(self, place: places.Place) -> None:
        """Back to where the person was; what is not there any more is passed over."""
        if place.unfolded:
            self._list.unfold(True)
        self.go_to(place.page)
        if self.key_shown == place.page and place.detail:
            _call(self.page, "go_to_place", place.detail)

    def leave(self) -> None:
        """Before lock or close: let every page keep what was half-typed."""
        self._reading.stop()
        self._banner.leave()
        self._flags.leave()
        for page in self._pages.values():
            _call(page, "leave")
        if self._student is not None:
            self._student.leave()

    @property
    def unsaved(self) -> bool:
        """Whether a page holds something that could not be kept."""
        return any(getattr(page, "unsaved", False) for page in self._pages.values())

    @property
    def discreet(self) -> bool:
        """Whether somebody passing by reads no names: the lock may then take longer."""
        return bool(getattr(self.page, "discreet", False))

    def actions_for_menu(self) -> list[QAction]:
        """Lock, switch, one's own passphrase and the pages, for the File menu; also what makes their shortcuts work."""
        found = []
        for text, keys, asked in ((_("&Lock"), "Ctrl+L", self.lock_asked),
                                  (_("Switch &person"), "Ctrl+U", self.switch_asked)):
            action = QAction(text, self)
            action.setShortcut(QKeySequence(keys))
            action.triggered.connect(asked)
            found.append(action)
        if access.allowed(self.desk.person.role, "students.search"):
            find = QAction(_("&Find a student…"), self)
            find.setShortcut(QKeySequence("Ctrl+K"))
            find.triggered.connect(lambda: FindStudentDialog(self, self._context(), self.show_student).open())
            found.append(find)
        if access.allowed(self.desk.person.role, "flags.raise"):
            flag = QAction("\t".join((_("Raise a &red flag…"), FlagRaiser.KEYS)), self)  # the keys are `FlagRaiser`'s
            flag.triggered.connect(self.raise_flag)
            found.append(flag)
        own = QAction(_("&Change my passphrase…"), self)
        own.triggered.connect(lambda: OwnPassphraseDialog(self, self._context()).open())
        found.append(own)
        for number, place in enumerate(self._places, 1):
            action = QAction(place.title(), self)
            action.setShortcut(QKeySequence(page_list.keys(number)))
            action.triggered.connect(lambda _checked=False, key=place.key: self.go_to(key))
            found.append(action)
        return found

    def raise_flag(self) -> None:
        """From wherever one is: the page does it, or what stands around it."""
        begin = getattr(self.page, "raise_flag", self._flags.begin)
        begin()

    def _start_kiosk(self) -> None:
        StartDialog(self, self.kiosk_asked.emit).open()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        window = self.window().windowHandle()
        if window is not None:
            self._scanner.watch(window)

    def take_card(self, number: str) -> None:
        """A card was scanned somewhere in the window: Today knows what to do with it."""
        if _CARDS not in self._list:
            messages.say(self, _("Cards are read where the front desk is signed in."), tone="info")
            return
        self.go_to(_CARDS)
        _call(self.page, "take_card", number)

    def _make(self, key: str) -> Page:
        place = next(place for place in self._places if place.key == key)
        page = place.make(self._context())
        asks = getattr(page, "restore_asked", None)
        if asks is not None:
            asks.connect(self.restore_asked)
        self._stack.addWidget(page)
        return page

    def _context(self) -> PageContext:
        return PageContext(self.desk, self._tasks, self.go_to, self.show_student, self.show_flag,
                           lambda student, name: self._flags.ask(student, name), self.show_session)

    def _leave_page(self) -> None:
        _call(self.page, "leave")
        for toast in self.window().findChildren(Toast):  # it told of the page that goes
            toast.leave()

    @property
    def key_shown(self) -> str:
        """The key of the page that is shown."""
        return next((key for key, page in self._pages.items() if page is self._stack.currentWidget()), "")

    def _on_change(self, change: Change) -> None:
        for key, page in self._pages.items():
            if change.features & getattr(page, "features", frozenset()):
                self._stale.add(key)
        shown = self.key_shown
        if shown in self._stale:
            self._stale.discard(shown)
            _call(self.page, "refresh")
        if self._student is not None and change.features & self._student.features:
            self._student.refresh()  # it asks for nothing while it shows nobody
        if "flags" in change.features:
            self._banner.ask()
        if "adult_calls" in change.features:
            self._calls.ask()
        if FEATURE in change.features:
            self._reading.go_on()
        if change.features & notices.FEATURES:
            self._notices.refresh()

    def _tick(self) -> None:
        if self._tasks.ended:  # the screen is on its way out, and outlives its work by a moment
            self._timer.stop()
            return
        _call(self.page, "tick")
        self._banner.tick()
        self._calls.tick()
        self._reading.go_on()  # somebody may have thought better of locking

    def _lay_out(self) -> None:
        main = QVBoxLayout()
        main.setContentsMargins(0, 0, 0, 0)
        main.setSpacing(0)
        around = QVBoxLayout()
        around.setContentsMargins(MARGIN, 12, MARGIN, 0)
        around.setSpacing(8)
        around.addWidget(self._banner)
        around.addWidget(self._calls)
        around.addWidget(self._notices)
        main.addLayout(around)
        main.addWidget(self._stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._navigation())
        row.addLayout(main, 1)

    def _navigation(self) -> QWidget:
        column = QWidget()
        column.setObjectName("Navigation")
        column.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column.setFixedWidth(_NAVIGATION_WIDTH)
        rows = QVBoxLayout(column)
        rows.setContentsMargins(12, 18, 12, 14)
        rows.setSpacing(1 if self._many else 4)
        rows.addWidget(label(self.desk.center.name, "strong", wrap=True))
        if self.desk.center.demo:
            rows.addWidget(label(_("Demo: everybody is made up"), "flag", wrap=True, small=True))
        rows.addSpacing(10)
        rows.addWidget(self._list, 1)
        rows.addWidget(separator())
        rows.addSpacing(6)
        rows.addWidget(label(self.desk.person.name, "strong", wrap=True))
        rows.addWidget(label(role_label(self.desk.person.role), "muted", small=True))
        lock = button(_("Lock"), self.lock_asked.emit, icon="lock", role="nav", tooltip=_("Lock the program (Ctrl+L)"))
        lock.setObjectName("nav.lock")
        switch = button(_("Switch person"), self.switch_asked.emit, icon="people", role="nav",
                        tooltip=_("Let somebody else sign in; you come back to where you are (Ctrl+U)"))
        switch.setObjectName("nav.switch")
        if access.allowed(self.desk.person.role, "kiosk.start"):
            kiosk = button(_("Start the kiosk"), self._start_kiosk, icon="kiosk", role="nav",
                           tooltip=_("Let students check themselves in at this computer"))
            kiosk.setObjectName("nav.kiosk")
            kiosk.setProperty("dense", self._many)
            rows.addWidget(kiosk)
        for made in (lock, switch):
            made.setProperty("dense", self._many)
            rows.addWidget(made)
        return column


def _call(page: Page, name: str, *given: str) -> Any:
    """Ask something of a page that it may or may not do (`refresh`, `tick`, `leave`, `focus_first`, `place`…)."""
    method = getattr(page, name, None)
    return method(*given) if method is not None else None
