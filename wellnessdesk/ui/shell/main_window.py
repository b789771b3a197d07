"""The screen of whoever is signed in: their pages by role, and the banner when an adult is needed."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import access, places
from wellnessdesk.domain.people import role_label
from wellnessdesk.services.changes import Change
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.kit.tasks import Tasks
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.students.page import StudentPage
from wellnessdesk.ui.shell import notices
from wellnessdesk.ui.shell.adult_banner import AdultBanner
from wellnessdesk.ui.shell.call_banner import CallBanner
from wellnessdesk.ui.shell.find_student import FindStudentDialog
from wellnessdesk.ui.shell.kiosk.start import StartDialog
from wellnessdesk.ui.shell.navigation import places_for
from wellnessdesk.ui.shell.note_reading import FEATURE, NoteReading
from wellnessdesk.ui.shell.own_passphrase import OwnPassphraseDialog
from wellnessdesk.ui.shell.page_list import Place
from wellnessdesk.ui.shell.pages_screen import PagesScreen, call
from wellnessdesk.ui.shell.raise_flag import FlagRaiser
from wellnessdesk.ui.shell.relay import ChangeRelay
from wellnessdesk.ui.shell.scanner import CardScanner

_CARDS = "today"
"""The page to which a scanned card goes."""


class MainScreen(PagesScreen):
    """Emits `lock_asked`, and `switch_asked` when somebody else wants to sign in.

    `restore_asked` when an administrator wants a backup in the place of this center.
    """

    switch_asked = Signal()
    restore_asked = Signal()
    kiosk_asked = Signal(str)
    """The computer is to become the kiosk, on the screen of this name."""

    def __init__(self, desk: Desk, tasks: Tasks, relay: ChangeRelay) -> None:
        shown = places_for(desk.person.role)
        super().__init__(shown, tasks, seldom={place.key for place in shown if desk.person.role in place.seldom})
        self.desk = desk
        self._student: StudentPage | None = None
        self._beneath = ""
        self._banner = AdultBanner(self.context(), lambda: bool(getattr(self.page, "shows_crisis", False)))
        self._calls = CallBanner(self.context())
        self._notices = notices.Notices(desk, tasks, self.go_to_place)
        self._reading = NoteReading(desk, tasks, self)
        self._flags = FlagRaiser(self, self.context(), lambda: self.page)
        self._scanner = CardScanner(self)
        self._scanner.scanned.connect(self.take_card)
        self._scanner.cut_off.connect(lambda: messages.say(
            self, _("Only part of a card was read. Scan it again."), tone="info"))
        self.lay_out((self._banner, self._calls, self._notices), self._head(), self._foot())
        relay.changed.connect(self.on_change)
        self.go_to(shown[0].key)
        self._banner.ask()
        self._calls.ask()
        self._notices.refresh()
        self._reading.go_on()

    def context(self) -> PageContext:
        """What every page is given."""
        return PageContext(self.desk, self._tasks, self.go_to, self.show_student, self.show_flag,
                           lambda student, name: self._flags.ask(student, name), self.show_session)

    def show_student(self, student: int) -> None:
        """Show the page of a student in front of the page that is shown; its way back leads there."""
        if self.page is not self._student:
            self._beneath = self.key_shown
            self.leave_page()
        if self._student is None:
            self._student = StudentPage(self.context())
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
    def in_front(self) -> int | None:
        """The student whose page is shown."""
        return self._student.student_id if self._student is not None and self.page is self._student else None

    def show_in_front(self, shown: int | None) -> None:
        """Show the page of that student again."""
        if shown is not None:
            self.show_student(shown)

    def place(self) -> places.Place:
        """Where the person is. A student's page is left behind."""
        if self.page is self._student:
            return places.Place(self._beneath, unfolded=self._list.unfolded)
        return super().place()

    def leave(self) -> None:
        """Before lock or close: let every page keep what was half-typed."""
        self._reading.stop()
        self._banner.leave()
        self._flags.leave()
        super().leave()
        if self._student is not None:
            self._student.leave()

    @property
    def discreet(self) -> bool:
        """Whether somebody passing by reads no names: the lock may then take longer."""
        return bool(getattr(self.page, "discreet", False))

    def actions_for_menu(self) -> list[QAction]:
        """Lock, switch, one's own passphrase and the pages, for the File menu; also what makes their shortcuts work."""
        found = [self.action(_("&Lock"), "Ctrl+L", self.lock_asked.emit),
                 self.action(_("Switch &person"), "Ctrl+U", self.switch_asked.emit)]
        if access.allowed(self.desk.person.role, "students.search"):
            found.append(self.action(_("&Find a student…"), "Ctrl+K", lambda: FindStudentDialog(
                self, self.context(), self.show_student).open()))
        if access.allowed(self.desk.person.role, "flags.raise"):  # the keys are `FlagRaiser`'s
            found.append(self.action("\t".join((_("Raise a &red flag…"), FlagRaiser.KEYS)), "", self.raise_flag))
        found.append(self.action(_("&Change my passphrase…"), "",
                                 lambda: OwnPassphraseDialog(self, self.context()).open()))
        return [*found, *self.page_actions()]

    def raise_flag(self) -> None:
        """From wherever one is: the page does it, or what stands around it."""
        begin = getattr(self.page, "raise_flag", self._flags.begin)
        begin()

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
        call(self.page, "take_card", number)

    def make(self, place: Place) -> Page:
        """The page of a place, its wish for a restore passed on."""
        page = super().make(place)
        asks = getattr(page, "restore_asked", None)
        if asks is not None:
            asks.connect(self.restore_asked)
        return page

    def follow(self, key: str) -> None:
        """Another page is shown: the notices stand above the first, and red flags are about what is shown."""
        self._notices.setVisible(key == self._places[0].key)
        self._flags.follow(self.page)

    def on_change(self, change: Change) -> None:
        """Something was written: whoever shows such things is asked anew."""
        super().on_change(change)
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

    def tick(self) -> None:
        """Some seconds have passed."""
        super().tick()
        self._banner.tick()
        self._calls.tick()
        self._reading.go_on()  # somebody may have thought better of locking

    def _head(self) -> list[QWidget]:
        demo = [label(_("Demo: everybody is made up"), "flag", wrap=True, small=True)] if self.desk.center.demo else []
        return [label(self.desk.center.name, "strong", wrap=True), *demo]

    def _foot(self) -> list[QWidget]:
        switch = self.foot_button(_("Switch person"), self.switch_asked.emit, "people", _(
            "Let somebody else sign in; you come back to where you are (Ctrl+U)"))
        switch.setObjectName("nav.switch")
        return [label(self.desk.person.name, "strong", wrap=True),
                label(role_label(self.desk.person.role), "muted", small=True),
                *self._kiosk_button(), self.lock_button(), switch]

    def _kiosk_button(self) -> list[QWidget]:
        if not access.allowed(self.desk.person.role, "kiosk.start"):
            return []
        kiosk = self.foot_button(_("Start the kiosk"), lambda: StartDialog(self, self.kiosk_asked.emit).open(),
                                 "kiosk", _("Let students check themselves in at this computer"))
        kiosk.setObjectName("nav.kiosk")
        return [kiosk]
