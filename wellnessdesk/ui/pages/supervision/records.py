"""From an item to the record it is about, and what it can lead to at all."""

from PySide6.QtWidgets import QWidget

from wellnessdesk.domain.supervision import Item, ItemKind, Section
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.peer_dialog import PeerDialog

_PLACES = {ItemKind.REFERRAL: "referrals", ItemKind.NOTE: "overview"}


def leads_somewhere(item: Item) -> bool:
    """Whether there is a record behind it."""
    return item.kind in (ItemKind.FLAG, ItemKind.SESSION, ItemKind.PEER) or item.kind in _PLACES


def opens_here(item: Item) -> bool:
    """Whether its record is shown over what one does: nobody leaves for it."""
    return item.kind is ItemKind.PEER


def open_record(parent: QWidget, context: PageContext, item: Item) -> None:
    """Show the flag, the session's note, how a peer is, the referrals, or the notes to review; coming back to
    supervision shows the same meeting."""
    if item.kind is ItemKind.FLAG:
        context.show_flag(item.ref)
    elif item.kind is ItemKind.SESSION or item.section is Section.NOTES_TO_REVIEW:
        context.show_session(int(item.ref))
    elif item.kind is ItemKind.PEER:
        PeerDialog(parent, context, item.ref, item.name, item.why).open()
    elif item.kind in _PLACES:
        context.go_to(_PLACES[item.kind])
