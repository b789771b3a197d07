"""A red flag from anywhere: Ctrl+Shift+F leads a peer to their session, a coordinator to the student on the screen."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import access
from wellnessdesk.domain.flags import FlagMark
from wellnessdesk.services import flags
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.pages.sessions.flag_dialog import FlagDialog
from wellnessdesk.ui.pages.sessions.head import FLAG_KEYS

PEERS_PAGE = "myday"


class FlagRaiser(QObject):
    """What the keys do on each page. A page that raises flags itself (`raise_flag`) does it without this."""

    KEYS = FLAG_KEYS

    def __init__(self, screen: QWidget, context: PageContext, page: Callable[[], Page]) -> None:
        super().__init__(screen)
        self._screen, self._context, self._page = screen, context, page
        self._shortcut = QShortcut(QKeySequence(FLAG_KEYS), screen)
        self._shortcut.activated.connect(self.begin)
        self._shown: FlagDialog | None = None

    def follow(self, page: Page) -> None:
        """Another page is shown: two shortcuts with the same keys would both be silent."""
        self._shortcut.setEnabled(not hasattr(page, "raise_flag"))

    def begin(self) -> None:
        """Raise a flag about whoever is on the screen, or say how."""
        role, page = self._context.desk.person.role, self._page()
        if access.allowed(role, "flags.raise_about"):
            about = getattr(page, "student_named", None)
            if about is not None:
                self.ask(*about)
            else:
                messages.say(self._screen, _("Open the student's page first: Ctrl+K finds it. Then raise the flag."),
                             tone="info")
        elif access.allowed(role, "flags.raise"):
            self._context.go_to(PEERS_PAGE)
            begin = getattr(self._page(), "raise_flag", None)
            if begin is not None:
                begin()
        else:
            messages.say(self._screen, _("Fetch a coordinator now and tell them in person. Wellness Peers and "
                                         "coordinators write red flags down."), tone="info")

    def ask(self, student: int, name: str) -> None:
        """A coordinator raises one about this student, without a session."""
        if self._shown is not None:
            return
        dialog = self._shown = FlagDialog(self._screen, name)
        dialog.finished.connect(lambda: self._asked(dialog, student))
        dialog.open()

    def leave(self) -> None:
        """Before a lock: nothing half-entered stays on the screen."""
        if self._shown is not None:
            self._shown.reject()

    def _asked(self, dialog: FlagDialog, student: int) -> None:
        self._shown = None
        dialog.deleteLater()
        if dialog.result() != FlagDialog.DialogCode.Accepted:
            return
        desk, flag = self._context.desk, dialog.flag()
        self._context.tasks.run(
            lambda: flags.raise_about(desk, student, kind=flag.kind, urgency=flag.urgency, words=flag.words),
            self._raised, owner=self)

    def _raised(self, mark: FlagMark) -> None:
        self._context.show_flag(mark.id)
