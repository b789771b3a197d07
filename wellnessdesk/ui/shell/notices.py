"""What waits to be done, above the first page of whoever is to do it: a sentence, and the button that leads there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain import access
from wellnessdesk.domain.backups import Light
from wellnessdesk.domain.emergencies import Emergency
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.places import Place
from wellnessdesk.domain.recovery import KitName
from wellnessdesk.services import backups, emergencies, recovery, resealing
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.palette import Tone
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.tasks import Tasks

FEATURES = frozenset({"recovery", "people", "emergencies", "backups"})
"""The features whose changes can bring a notice or end one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What is to be done, why, and at which place. `key` names it for the keyboard and for tests."""

    key: str
    text: str
    detail: str
    action: str
    place: Place
    tone: Tone = "flag"
    icon: str = "key"


class Notices(QWidget):
    """Stays empty, and takes no room, while nothing waits."""

    def __init__(self, desk: Desk, tasks: Tasks, go_to: Callable[[Place], object]) -> None:
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
        lead = button(notice.action, lambda: self._go_to(notice.place), role="row")
        lead.setObjectName(f"notice.{notice.key}")
        return Banner(notice.text, notice.detail, notice.tone, lead, icon=notice.icon)


def gather(desk: Desk) -> list[Notice]:
    """What waits for whoever is signed in, the most pressing first. On the worker."""
    return [*_emergencies(desk), *_keys(desk), *_backups(desk), *_drills(desk)]


def _emergencies(desk: Desk) -> list[Notice]:
    """Every coordinator is shown who stood in until one has looked at it; an administrator, who still does."""
    if not access.allowed(desk.person.role, "emergencies.see"):
        return []
    every = desk.person.role is Role.COORDINATOR
    return [_stood_in(desk, one) for one in emergencies.to_review(desk) if every or not one.ended]


def _stood_in(desk: Desk, one: Emergency) -> Notice:
    here = {"name": one.name, "moment": _moment(desk, one.until)}
    reviews = access.allowed(desk.person.role, "emergencies.review")
    if one.stands(desk.clock.now()):
        text, ends = _("{name} stands in for a coordinator until {moment}"), _("End it when it is not needed any more.")
    else:
        text, ends = _("{name} stood in for a coordinator until {moment}"), _("Their keys are still to be taken back.")
    detail = _("Let in by {by}.").format(by=one.granted_by) if one.granted_by else ""
    more = _("This stays here until a coordinator has looked at what they did.") if reviews else ends
    return Notice(key="emergency", text=text.format(**here), detail=f"{detail} {more}".strip(), icon="adult",
                  action=_("See what they did") if reviews else _("Emergency access"),
                  place=Place("people", "emergency"))


def _keys(desk: Desk) -> list[Notice]:
    """For an administrator, that the key to the notes is to be renewed; for a coordinator, whose notes wait."""
    renews = access.allowed(desk.person.role, "people.new_epoch") and emergencies.epoch_due(desk)
    return [*([_renewal()] if renews else []), *_waiting(desk)]


def _renewal() -> Notice:
    return Notice(
        key="renew", text=_("The coordinators need a new key for notes and flags"), place=Place("people", "renew"),
        detail=_("Somebody who stood in still knows the present one. Make a new one as soon as a coordinator is here."),
        action=_("Make the new key…"))


def _waiting(desk: Desk) -> list[Notice]:
    if not access.allowed(desk.person.role, "people.reseal"):
        return []
    return [Notice(
        key="reseal", text=_("{name} has new keys").format(name=one.person.name), place=Place("people", "people"),
        detail=ngettext("The notes of {n} session wait for a coordinator to open them to the new keys.",
                        "The notes of {n} sessions wait for a coordinator to open them to the new keys.",
                        one.sessions).format(n=formats.number(one.sessions)) if one.sessions else
        _("What they wrote and took on waits for a coordinator to open it to the new keys."),
        action=_("Open the notes")) for one in resealing.to_reseal(desk)[:1]]


def _backups(desk: Desk) -> list[Notice]:
    """For an administrator, and only in red: what is amber stands on the page itself."""
    if not access.allowed(desk.person.role, "backups.set_folders"):
        return []
    health = backups.health(desk)
    return [Notice(key="backups", text=health.text, detail=health.what_to_do, place=Place("backups"), tone="danger",
                   icon="backup", action=_("Look at the backups"))] if health.light is Light.RED else []


def _drills(desk: Desk) -> list[Notice]:
    if not access.allowed(desk.person.role, "recovery.drills"):
        return []
    detail = {
        KitName.A: _("Try once a quarter whether its words still open the center. Take the paper out of the school "
                     "safe; it takes two minutes."),
        KitName.B: _("Try once a quarter, together with the principal, whether its words still open the notes. It "
                     "takes two minutes."),
    }
    return [Notice(key=f"drill.{drill.kit.letter.lower()}", detail=detail[drill.kit], place=Place("recovery"),
                   text=_("Recovery kit {letter} is to be checked").format(letter=drill.kit.letter),
                   action=_("Check the kit")) for drill in recovery.due_here(desk)]


def _moment(desk: Desk, at: datetime) -> str:
    here = desk.local(at)
    return _("{date}, {time}").format(date=formats.date(here.date()), time=formats.time(here))
