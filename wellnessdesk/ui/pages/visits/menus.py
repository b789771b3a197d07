"""The two menus of a row: to whom to hand over, and what else can be done."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget, QWidgetAction

from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.people import Person
from wellnessdesk.domain.visits import Stage
from wellnessdesk.services.people import PeerChoice
from wellnessdesk.ui.kit import icons
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.visits.rows import Row


def peers_menu(
    parent: QWidget, name: str, peers: Sequence[PeerChoice], chosen: Callable[[Person], None], place: QPoint
) -> None:
    """Ask to whom `name` is handed over; the peers come free ones first, and the first is ready for Enter."""
    menu = _menu(parent, "queue.peers", _("Hand {name} over to").format(name=name))
    for choice in peers:
        text = f"{choice.person.name.replace('&', '&&')}\t{_burden(choice)}"
        action = menu.addAction(icons.icon("person", "muted" if choice.with_students else "ok"), text)
        action.triggered.connect(lambda _checked=False, peer=choice.person: chosen(peer))
    if not peers:
        menu.addAction(_("There is no Wellness Peer yet. An administrator adds them under People.")).setEnabled(False)
    menu.popup(place)
    first = next((action for action in menu.actions() if action.isEnabled() and action.text()), None)
    if first is not None:
        menu.setActiveAction(first)


def row_menu(
    parent: QWidget,
    row: Row,
    place: QPoint,
    *,
    hand_over: Callable[[], None],
    check_out: Callable[[], None],
    undo: Callable[[], None],
    open_page: Callable[[], None],
    pass_slip: Callable[[], None],
) -> None:
    """All that can be done with a visit."""
    menu = _menu(parent, "queue.menu", row.full_name)
    stage = row.visit.stage
    if stage is Stage.WAITING:
        menu.addAction(icons.icon("hand-over"), _("Hand over…") + "\tCtrl+H", hand_over)
    if stage is not Stage.LEFT:
        menu.addAction(icons.icon("check-out"), _("Check out") + "\tCtrl+O", check_out)
    menu.addSeparator()
    menu.addAction(icons.icon("print"), _("Pass slip…") + "\tCtrl+P", pass_slip)
    menu.addAction(icons.icon("person"), _("Open the student's page"), open_page)
    menu.addAction(icons.icon("undo"), _undo_text(stage), undo)
    menu.popup(place)


def _menu(parent: QWidget, name: str, title: str) -> QMenu:
    menu = QMenu(parent)
    menu.setObjectName(name)
    menu.setAccessibleName(title)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    head = label(title, "strong")
    head.setContentsMargins(12, 4, 12, 6)
    shown = QWidgetAction(menu)
    shown.setDefaultWidget(head)
    shown.setEnabled(False)  # nothing to choose,
    head.setEnabled(True)  # but to be read
    menu.addAction(shown)
    return menu


def _burden(choice: PeerChoice) -> str:
    count = choice.with_students
    return ngettext("with {n} student", "with {n} students", count).format(n=count) if count else _("free")


def _undo_text(stage: Stage) -> str:
    return {
        Stage.WAITING: _("Take back the check-in…"),
        Stage.WITH_PEER: _("Take back the hand-over"),
        Stage.LEFT: _("Take back the check-out"),
    }[stage]
