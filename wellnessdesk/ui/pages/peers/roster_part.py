"""The list of the peers, with the card of the one that is chosen beside it."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.peer_roster import PeerRoster, PeerStanding
from wellnessdesk.ui.kit.parts import EmptyState
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.pages.peers.card import PeerCard

_CARD_WIDTH = 316


class RosterPart(QWidget):
    """`act(what)` is called with what is to be done with the chosen peer."""

    def __init__(self, act: Callable[[str], object]) -> None:
        super().__init__()
        self.table = _table()
        self.card = PeerCard(act)
        self.card.setFixedWidth(_CARD_WIDTH)
        self.table.current_changed.connect(self.card.show_peer)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self.table, 1)
        row.addWidget(self.card)

    def show_roster(self, roster: PeerRoster) -> None:
        """Who is here, and after them who left."""
        chosen = self.table.current()
        self.table.set_records(list(roster.everybody()))
        if chosen is None or roster.find(chosen.person.id) is None:
            self.table.selectRow(0)
        self.card.show_peer(self.table.current())


def _table() -> RecordTable[PeerStanding]:
    columns = [
        Column[PeerStanding](title=_("Name"), text=_name, strong=True, stretch=True),
        Column[PeerStanding](title=_("Speaks"), text=_speaks, width=76),
        Column[PeerStanding](title=_("Cleared for"), text=_cleared, sort=lambda one: one.number_cleared, width=104),
        Column[PeerStanding](title=_("Sessions"), text=_load, sort=lambda one: one.carried.sessions, width=86),
        Column[PeerStanding](title=_("Supervision"), text=lambda one: formats.date(one.attended) if one.attended
                             else "–", sort=lambda one: one.attended or date.min, width=122),
        Column[PeerStanding](title=_("To do"), text=lambda one: formats.number(one.open_work),
                             sort=lambda one: one.open_work, align="right", width=88)]
    made = RecordTable[PeerStanding](
        _("Wellness Peers"), columns, lambda one: one.person.id,
        empty=EmptyState(_("Nobody yet"), _("An administrator adds Wellness Peers under People."), "group"))
    made.setObjectName("peers.table")
    return made


def _name(one: PeerStanding) -> str:
    return one.person.name if one.person.active else _("{name} (left)").format(name=one.person.name)


def _speaks(one: PeerStanding) -> str:
    """By their codes, for the list is narrow; by their names on the card."""
    return ", ".join(language.upper() for language in one.facts.languages) or "–"


def _cleared(one: PeerStanding) -> str:
    if not one.person.active:
        return "–"
    return _("{n} of {all}").format(n=formats.number(one.number_cleared), all=formats.number(len(one.given)))


def _load(one: PeerStanding) -> str:
    carried = one.carried
    return _("{n} of {all}").format(n=formats.number(carried.sessions), all=formats.number(carried.most_sessions))
