"""The district's screen: its pages, its name, and the lock."""

from PySide6.QtGui import QAction

from wellnessdesk.base.i18n import _
from wellnessdesk.services.district.desk import DistrictDesk
from wellnessdesk.ui.kit.tasks import Tasks
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.district.centers import CentersPage
from wellnessdesk.ui.pages.district.context import DistrictContext
from wellnessdesk.ui.pages.district.exports import ExportsPage
from wellnessdesk.ui.pages.district.inbox import InboxPage
from wellnessdesk.ui.pages.district.keys import KeysPage
from wellnessdesk.ui.pages.district.received import ReceivedPage
from wellnessdesk.ui.pages.district.rollup import RollupPage
from wellnessdesk.ui.shell.page_list import Place
from wellnessdesk.ui.shell.pages_screen import PagesScreen
from wellnessdesk.ui.shell.relay import ChangeRelay


def places() -> tuple[Place, ...]:
    """The district's pages, in the order of their numbers; whoever has its passphrase sees all of them."""
    return (
        Place("inbox", lambda: _("Inbox"), "import", frozenset(), InboxPage),
        Place("centers", lambda: _("Centers"), "center", frozenset(), CentersPage),
        Place("received", lambda: _("Received"), "note", frozenset(), ReceivedPage),
        Place("rollup", lambda: _("Roll-up"), "charts", frozenset(), RollupPage),
        Place("exports", lambda: _("Exports"), "export", frozenset(), ExportsPage),
        Place("keys", lambda: _("Keys"), "key", frozenset(), KeysPage),
    )


class DistrictScreen(PagesScreen):
    """Lives from sign-in to lock."""

    def __init__(self, desk: DistrictDesk, tasks: Tasks, relay: ChangeRelay) -> None:
        super().__init__(places(), tasks)
        self.desk = desk
        self.lay_out((), [label(desk.name or _("District desk"), "strong", wrap=True)], [self.lock_button()])
        relay.changed.connect(self.on_change)
        self.go_to("inbox")

    def context(self) -> DistrictContext:
        """What every page is given."""
        return DistrictContext(self.desk, self._tasks, self.go_to)

    def actions_for_menu(self) -> list[QAction]:
        """Lock and the pages, for the File menu."""
        return [self.action(_("&Lock"), "Ctrl+L", self.lock_asked.emit), *self.page_actions()]
