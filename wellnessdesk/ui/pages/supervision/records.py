"""From an item to the record it is about, and what it can lead to at all."""

from wellnessdesk.domain.supervision import Item, ItemKind
from wellnessdesk.ui.kit.context import PageContext

_PLACES = {ItemKind.REFERRAL: "referrals", ItemKind.NOTE: "overview"}


def leads_somewhere(item: Item) -> bool:
    """Whether there is a record behind it."""
    return item.kind is ItemKind.FLAG or item.kind in _PLACES


def open_record(context: PageContext, item: Item) -> None:
    """Show the flag, the referrals, or the notes to review; coming back to supervision shows the same meeting."""
    if item.kind is ItemKind.FLAG:
        context.show_flag(item.ref)
    elif item.kind in _PLACES:
        context.go_to(_PLACES[item.kind])
