"""What waits to be done, above the first page of whoever is to do it: a sentence, and the button that leads there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import access
from wellnessdesk.domain.recovery import KitName
from wellnessdesk.services import recovery
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.palette import Tone
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.tasks import Tasks

FEATURES = frozenset({"recovery"})
"""The features whose changes can bring a notice or end one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What is to be done, why, and at which page. `key` names it for the keyboard and for tests."""

    key: str
    text: str
    detail: str
    action: str
    page: str
    tone: Tone = "flag"
    icon: str = "key"


class Notices(QWidget):
    """Stays empty, and takes no room, while nothing waits."""

    def __init__(self, desk: Desk, tasks: Tasks, go_to: Callable[[str], object]) -> None:
        super().__init__()
        self._desk, self._tasks, self._go_to = desk, tasks, go_to
        self._shown: tuple[Notice, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)

    def refresh(self) -> None:
        """Ask what waits."""
        desk = self._desk
        self._tasks.latest("shell.notices", lambda: gather(desk), self._show, owner=self)

    def _show(self, notices: Sequence[Notice]) -> None:
        if self._shown == tuple(notices):  # a screen reader says a banner each time it is made
            return
        self._shown = tuple(notices)
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for notice in notices:
            banner = self._banner(notice)
            self._column.addWidget(banner)
            banner.show()  # what comes into a window that is shown already stays hidden otherwise

    def _banner(self, notice: Notice) -> Banner:
        lead = button(notice.action, lambda: self._go_to(notice.page), role="row")
        lead.setObjectName(f"notice.{notice.key}")
        return Banner(notice.text, notice.detail, notice.tone, lead, icon=notice.icon)


def gather(desk: Desk) -> list[Notice]:
    """What waits for whoever is signed in. On the worker."""
    return [*_drills(desk)]


def _drills(desk: Desk) -> list[Notice]:
    if not access.allowed(desk.person.role, "recovery.drills"):
        return []
    detail = {
        KitName.A: _("Try once a quarter whether its words still open the center. Take the paper out of the school "
                     "safe; it takes two minutes."),
        KitName.B: _("Try once a quarter, together with the principal, whether its words still open the notes. It "
                     "takes two minutes."),
    }
    return [Notice(key=f"drill.{drill.kit.letter.lower()}", detail=detail[drill.kit], page="recovery",
                   text=_("Recovery kit {letter} is to be checked").format(letter=drill.kit.letter),
                   action=_("Check the kit")) for drill in recovery.due_here(desk)]
