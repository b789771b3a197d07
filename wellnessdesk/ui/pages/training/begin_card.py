"""While nobody is cleared: what everybody lacks, and the ways to get it, as the first thing on the page.

A new center's gate is on from the first day. There is no starting time in which it is off by itself: nobody would have
looked at who sits with a student. What peers learned before is recorded for all of them at once instead, they sign as
soon as they sign in, and for what cannot be there yet a coordinator decides on exceptions, with a reason, two weeks.
"""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.clearance import ANY, Missing, Need
from wellnessdesk.services.clearance import Cleared
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.parts import Card
from wellnessdesk.ui.kit.texts import label


def lacked(cleared: Cleared) -> tuple[Missing, ...]:
    """What nobody has of what every contact asks; empty as soon as somebody is cleared, or where the gate is off."""
    found = [cleared.found[peer.id, ANY] for peer in cleared.peers]
    if not cleared.on or not found or any(one.cleared for one in found):
        return ()
    return tuple(one for one in found[0].missing if all(
        any((lack.need, lack.id) == (one.need, one.id) for lack in each.missing) for each in found))


def to_learn(cleared: Cleared) -> tuple[str, ...]:
    """The modules that nobody has of what every contact asks."""
    return tuple(one.id for one in lacked(cleared) if one.need is Need.MODULE)


class BeginCard(QWidget):
    """`needed` until somebody is cleared; the page says beside which of its parts there is room for it."""

    def __init__(self, learned: Callable[[], object], exceptions: Callable[[], object]) -> None:
        super().__init__()
        self.needed = False
        self._said = label("", wrap=True)
        self._more = label(_("Agreements are signed by each peer at My day. A caregiver's paper is recorded under "
                             "Clearance."), "muted", small=True, wrap=True)
        learn = button(_("Learned elsewhere…"), learned)
        allow = button(_("Exceptions…"), exceptions)
        learn.setObjectName("begin.learned")
        allow.setObjectName("begin.exceptions")
        card = Card(_("Nobody is cleared to be with students yet"), allow, learn)
        card.add(self._said)
        card.add(self._more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        self.hide()

    def show_all(self, cleared: Cleared) -> None:
        """Say what everybody lacks."""
        lacks = lacked(cleared)
        listed = "; ".join(one.sentence() for one in lacks)
        self._said.setText(ngettext("The one Wellness Peer lacks: {list}.", "All {n} Wellness Peers lack: {list}.",
                                    len(cleared.peers)).format(n=len(cleared.peers), list=listed))
        self.needed = bool(lacks)
