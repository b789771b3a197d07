"""The menus that ask one thing: to whom to hand over, and what somebody without a name came for."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget, QWidgetAction

from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.peers import PeerChoice
from wellnessdesk.domain.people import Person
from wellnessdesk.ui.kit import icons
from wellnessdesk.ui.kit.texts import label, plain_tooltip
from wellnessdesk.ui.pages.visits.rows import OTHER_ICON, REASON_ICONS


def peers_menu(
    parent: QWidget, name: str, peers: Sequence[PeerChoice], chosen: Callable[[Person], None], place: QPoint
) -> None:
    """Ask to whom `name` is handed over; the peers come free ones first, and the first is ready for Enter.

    Who cannot take this student stands there too, and why.
    """
    menu = titled_menu(parent, "queue.peers", _("Hand {name} over to").format(name=name))
    menu.setToolTipsVisible(True)
    for choice in peers:
        text = f"{choice.person.name.replace('&', '&&')}\t{_burden(choice)}"
        action = menu.addAction(icons.icon("person", "ok" if choice.free else "muted"), text)
        action.setEnabled(not choice.why_not)
        action.setToolTip(plain_tooltip(choice.why_not))
        action.triggered.connect(lambda _checked=False, peer=choice.person: chosen(peer))
    if not peers:
        menu.addAction(_("There is no Wellness Peer yet. An administrator adds them under People.")).setEnabled(False)
    menu.popup(place)
    first = next((action for action in menu.actions() if action.isEnabled() and action.text()), None)
    if first is not None:
        menu.setActiveAction(first)


def reasons_menu(parent: QWidget, chosen: Callable[[str], None], place: QPoint) -> None:
    """Ask why somebody came who gives no name; the first is ready for Enter."""
    menu = titled_menu(parent, "queue.reasons", _("Somebody without a name came for"))
    for entry in catalogues.visit_reasons():
        action = menu.addAction(icons.icon(REASON_ICONS.get(entry.id, OTHER_ICON)), str(entry.label))
        action.triggered.connect(lambda _checked=False, reason=entry.id: chosen(reason))
    menu.popup(place)
    menu.setActiveAction(menu.actions()[1])


def titled_menu(parent: QWidget, name: str, title: str) -> QMenu:
    """An empty menu that says at its top what it is about, and is gone when it closes."""
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
    count = len(choice.with_visits)
    if choice.closed:
        return _("not for this student")
    if choice.why_not:
        return _("not cleared yet") if choice.may_give else _("does not give this")
    busy = ngettext("with {n} student", "with {n} students", count).format(n=count) if count else ""
    away = _("not on shift") if choice.on_shift is False else ""
    return ", ".join(part for part in (busy, away) if part) or _("free")
