"""How the notes of each peer fare in review: a small table."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.review_figures import PeerReview
from wellnessdesk.services import review_figures
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.parts import EmptyState
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.kit.texts import label

_WIDTH, _HEIGHT = 720, 360


class ByPeerDialog(Dialog):
    """One row a peer."""

    def __init__(self, parent: QWidget, context: PageContext) -> None:
        super().__init__(parent, _("Review by peer"), width=_WIDTH)
        desk = context.desk
        self.table = _table()
        close = button(_("Close"), self.accept, role="primary")
        close.setObjectName("bypeer.close")
        weeks = review_figures.WEEKS
        for part in (label(self.windowTitle(), "heading"),
                     label(ngettext("Of the notes signed in the last {n} week.", "Of the notes signed in the last {n} "
                                    "weeks.", weeks).format(n=formats.number(weeks)), "muted", wrap=True),
                     self.table, ButtonRow(close)):
            self.body.addWidget(part)
        context.tasks.latest("overview.bypeer", lambda: review_figures.of_peers(desk), self.table.set_records,
                             owner=self)


def _table() -> RecordTable[PeerReview]:
    columns = [
        Column[PeerReview](title=_("Peer"), text=lambda one: one.peer, strong=True, stretch=True),
        _number(_("Signed"), lambda one: one.signed),
        Column[PeerReview](title=_("Co-signed"), text=lambda one: _("{n} ({percent})").format(
            n=formats.number(one.cosigned), percent=formats.percent(one.rate)), sort=lambda one: one.rate, width=140),
        _number(_("Given back"), lambda one: one.returned),
        _number(_("Late"), lambda one: one.late)]
    made = RecordTable[PeerReview](_("Review by peer"), columns, lambda one: one.peer_id, empty=EmptyState(
        _("No note was signed lately"), "", "note"))
    made.setObjectName("bypeer.table")
    made.setFixedHeight(_HEIGHT)
    return made


def _number(title: str, count: Callable[[PeerReview], int]) -> Column[PeerReview]:
    return Column[PeerReview](title=title, text=lambda one: formats.number(count(one)) if count(one) else "–",
                              sort=count, width=104)
