"""The lists of the queue as one: at most one visit is selected, and the arrow keys lead from list to list."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint, Signal

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.visits import Queue
from wellnessdesk.services.people import PeerChoice
from wellnessdesk.ui.kit.parts import EmptyState
from wellnessdesk.ui.pages.visits.rows import Board, Row
from wellnessdesk.ui.pages.visits.shortcuts import quick_button
from wellnessdesk.ui.pages.visits.table import RowAct, VisitColumn, VisitList


class Columns(QObject):
    """Waiting, with a peer, resting, left today. Where they stand is the page's business."""

    acted = Signal(object)
    """A row whose usual act is wanted."""
    menu_asked = Signal(object, QPoint)
    typed = Signal(str)
    escaped = Signal()
    hand_over_asked = Signal()
    check_out_asked = Signal()
    rest_asked = Signal()
    several_asked = Signal()
    nameless_asked = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._hand_over = quick_button(
            "queue.hand_over", _("Hand over"), self.hand_over_asked.emit, icon="hand-over", shortcut="Ctrl+H",
            tooltip=_("Hand over who is chosen, or who has waited longest"))
        self._check_out = quick_button(
            "queue.check_out", _("Check out"), self.check_out_asked.emit, icon="check-out", shortcut="Ctrl+O",
            tooltip=_("Check out who is chosen"))
        self._rest = quick_button("queue.rest", _("Rest"), self.rest_asked.emit, icon="calm", shortcut="Ctrl+R",
                                  tooltip=_("Let who is chosen rest a while"))
        self.several = quick_button(
            "queue.several", _("Several…"), self.several_asked.emit, icon="group", shortcut="Ctrl+G",
            tooltip=_("Check in several students who came together"))
        self.nameless = quick_button(
            "queue.nameless", _("No name"), self.nameless_asked.emit, icon="person", shortcut="Ctrl+N",
            tooltip=_("Count somebody who gives no name"))
        self.waiting = VisitColumn(_("Waiting"), "waiting", _waiting_list(), self._hand_over, self._rest)
        self.with_peer = VisitColumn(_("With a peer"), "sessions", _with_peer_list(), self._check_out)
        self.resting = VisitColumn(_("Resting"), "calm", _resting_list())
        self.left = VisitColumn(_("Left today"), "check-out", _left_list(), self.several, self.nameless)
        self._lists = (self.left.visits, self.waiting.visits, self.with_peer.visits, self.resting.visits)
        for place, each in enumerate(self._lists):
            each.acted.connect(self.acted)
            each.menu_asked.connect(self.menu_asked)
            each.typed.connect(self.typed)
            each.escaped.connect(self.escaped)
            each.current_changed.connect(lambda each=each: self._select_only_in(each))
            each.sideways.connect(lambda step, place=place: self._focus(place + step, step))

    def show_board(self, board: Board, queue: Queue, peers: Sequence[PeerChoice]) -> None:
        """Show the rows of a queue, and sum each list up; `peers` are all there are."""
        self.waiting.show_rows(board.waiting, len(board.waiting))
        self.with_peer.show_rows(board.with_peer, len(board.with_peer))
        self.resting.show_rows(board.resting, len(board.resting))
        self.left.show_rows(board.left, queue.left_count)
        self._sum_up(board, _peers_summary(peers, queue.on_shift))
        self._hand_over.setEnabled(bool(board.waiting or board.resting))
        self._rest.setEnabled(bool(board.waiting or board.with_peer))
        self._check_out.setEnabled(bool(board.waiting or board.with_peer or board.resting))

    def show_nameless(self, count: int) -> None:
        """How many gave no name today."""
        self.nameless.setText(_("No name · {n}").format(n=formats.number(count)) if count else _("No name"))

    def current(self) -> Row | None:
        """The selected visit."""
        return next((row for row in (each.current() for each in self._lists) if row is not None), None)

    def keyboard_is_here(self) -> bool:
        """Whether one of the lists has the focus."""
        return any(each.hasFocus() for each in self._lists)

    def first_waiting(self) -> Row | None:
        """Who has waited longest."""
        return next(iter(self.waiting.visits.rows_model.records()), None)

    def focus_first(self) -> None:
        """Go to where the keyboard was in "Waiting", or whoever has waited longest; if nobody, to the next list."""
        self._focus(1, 1)

    def place_of(self, row: Row) -> QPoint:
        """Where on the screen a menu for this visit belongs."""
        found = next((each for each in self._lists if each.rows_model.row_of(row.visit.id) is not None), self._lists[1])
        return found.place_of(row.visit.id)

    def _focus(self, place: int, step: int) -> None:
        while 0 <= place < len(self._lists):
            if self._lists[place].isVisible() and self._lists[place].rows_model.rowCount():
                self._lists[place].take_focus()
                return
            place += step

    def _select_only_in(self, chosen: VisitList) -> None:
        if chosen.current() is not None:
            for other in self._lists:
                if other is not chosen:
                    other.forget()

    def _sum_up(self, board: Board, peers: str) -> None:
        late = sum(row.late for row in board.waiting)
        self.waiting.sum_up(_waiting_summary(board, late), "flag" if late else "muted")
        over = sum(row.over for row in board.resting)
        self.resting.sum_up(_resting_summary(board.resting, over), "danger" if over else "muted")
        self.with_peer.sum_up(peers)
        newest = next(iter(board.left), None)
        self.left.sum_up(_("Newest: {name}, {time}").format(name=newest.full_name, time=newest.time) if newest else "")


def _waiting_summary(board: Board, late: int) -> str:
    past = ngettext("{n} past the usual time", "{n} past the usual time", late).format(n=formats.number(late))
    following = _("Next: {who}").format(who=board.next) if board.next else ""
    coming = _("Appointment: {when}").format(when=board.coming) if board.coming else ""
    return " · ".join(part for part in (following, past if late else "", coming) if part)


def _resting_summary(rows: Sequence[Row], over: int) -> str:
    if over:
        return ngettext("{n} over the room's limit", "{n} over the room's limit", over).format(n=formats.number(over))
    return _("Longest: {time}").format(time=rows[0].time) if rows else ""


def _peers_summary(peers: Sequence[PeerChoice], on_shift: frozenset[str] | None) -> str:
    here = [choice for choice in peers if on_shift is None or choice.person.id in on_shift]
    free = sum(not choice.with_students for choice in here)
    if not peers:
        return _("No Wellness Peers yet")
    if not here:
        return _("No Wellness Peer is on shift now")
    if not free:
        return _("No Wellness Peer is free")
    return ngettext("{n} Wellness Peer is free", "{n} Wellness Peers are free", free).format(n=formats.number(free))


def _waiting_list() -> VisitList:
    empty = EmptyState(_("Nobody is waiting"),
                       _("Type three letters of a name into the search box, then press Enter twice."), "check-in")
    return _named(VisitList(_("Waiting"), RowAct("hand-over", _("Hand over to a Wellness Peer (Ctrl+H)")), empty),
                  "queue.waiting")


def _with_peer_list() -> VisitList:
    empty = EmptyState(_("Nobody is with a peer"), _("Choose who waits, then press Ctrl+H to hand over."), "sessions")
    return _named(VisitList(_("With a peer"), RowAct("check-out", _("Check out (Ctrl+O)")), empty), "queue.with_peer")


def _resting_list() -> VisitList:
    empty = EmptyState(_("Nobody is resting"), icon="calm")
    return _named(VisitList(_("Resting"), RowAct("check-out", _("Check out (Ctrl+O)")), empty), "queue.resting")


def _left_list() -> VisitList:
    empty = EmptyState(_("Nobody has left yet"), _("Whom you check out stands here. You can take it back."),
                       "check-out")
    return _named(VisitList(_("Left today"), RowAct("undo", _("Take back the check-out")), empty), "queue.left")


def _named(visits: VisitList, name: str) -> VisitList:
    visits.setObjectName(name)
    return visits
