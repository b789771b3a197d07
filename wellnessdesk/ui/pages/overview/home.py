"""The overview itself: five figures, the open flags, the notes to review."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.sessions import Session
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.open_work import said
from wellnessdesk.ui.kit.parts import Banner, Card, EmptyState, StatTile
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.kit.taken_on import TakenOn
from wellnessdesk.ui.pages.overview import wording
from wellnessdesk.ui.pages.overview.emphasis import set_primary
from wellnessdesk.ui.pages.overview.facts import Facts
from wellnessdesk.ui.pages.overview.find_notes import find_box
from wellnessdesk.ui.pages.overview.flag_list import FlagList
from wellnessdesk.ui.pages.overview.load_tiles import LoadTiles, NotClearedDialog, PeersDialog

_DAY_WIDTH, _MARK_WIDTH = 76, 72
_DAY, _MARK = 2, 3


class Home(QWidget):
    """Says what is asked for; the page does it."""

    review_asked = Signal(object)
    """Read and co-sign notes, beginning with this session; None begins with the oldest."""
    referrals_asked = Signal()
    """See the referrals, the overdue first."""
    open_work_asked = Signal()
    by_peer_asked = Signal()
    ended_asked = Signal()
    """Look for flags that are over."""
    desk_asked = Signal()
    """See who waits at the front desk."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context, self._desk = context, context.desk
        desk = context.desk
        self._facts = Facts()
        self.flags = FlagList(desk)
        self._flags_or_none = QStackedWidget()
        self._flags_or_none.addWidget(EmptyState(
            _("No open flags"), _("When a Wellness Peer raises a red flag, it stands here at once."), "ok"))
        self._flags_or_none.addWidget(self.flags)
        self.notes = self._notes_table()
        self.find_notes = find_box(context)
        self._review = button(_("Review notes"), lambda: self.review_asked.emit(self.notes.current()), icon="note")
        self._review.setObjectName("overview.review")
        self._by_peer = button(_("Figures…"), self.by_peer_asked.emit, icon="charts", tooltip=_("Review by peer"))
        self._by_peer.setObjectName("overview.bypeer")
        self._ended = button(_("Closed flags…"), self.ended_asked.emit, icon="search")
        self._ended.setObjectName("overview.ended")
        look = button(_("Look at it"), self.open_work_asked.emit, role="row")
        look.setObjectName("overview.openwork")
        self.taken_on = TakenOn(context)
        self._left_behind = Banner("", "", "flag", look, icon="hand-over")
        self._make_tiles()
        self._lay_out()

    def show_peers(self) -> None:
        """Who is near a limit."""
        if self._facts.carried is not None:
            PeersDialog(self, self._context, self._facts.carried).open()

    def show_not_cleared(self) -> None:
        """Who may not be with students; where that is nobody, the page that says why."""
        found = self._facts.not_cleared
        if found:
            NotClearedDialog(self, found, self._to_training).open()
        else:
            self._to_training()

    def show_facts(self, facts: Facts) -> None:
        """Show what the services answered; what is selected stays selected."""
        self._facts = facts
        self.flags.set_flags(facts.flags)
        self._flags_or_none.setCurrentIndex(1 if facts.flags else 0)
        self.notes.set_records(facts.notes)
        self._give_room()
        self._review.setEnabled(bool(facts.notes))
        self._show_left_behind()
        self._load.show_load(facts.carried, self._desk.today())
        self._load.show_cleared(facts.not_cleared)
        # one filled button on the page: as long as a flag waits, that is the flag's
        set_primary(self._review, "note", not facts.unanswered())
        self.tick(self._desk.clock.now())

    def _show_left_behind(self) -> None:
        left = self._facts.left_behind
        title, more = (_("Somebody left with unfinished work"), said(left)) if left else ("", "")
        self._left_behind.say(title, more, "flag", "hand-over")

    def tick(self, now: datetime) -> None:
        """Move all clocks on."""
        self.flags.tick(now)
        self._show_flag_figures(now)
        late, count = self._facts.late(now), len(self._facts.notes)
        self._tile_notes.show_figure(
            formats.number(count), _figure_of_late(late) if count else _("All are reviewed"), "flag" if late else "ink")
        overdue = self._facts.overdue_referrals
        self._tile_referrals.show_figure(formats.number(overdue), _("Past their day") if overdue else _("None is late"),
                                         "flag" if overdue else "ink")
        longest = max((visit.minutes(now) for visit in self._facts.waiting), default=0)
        self._tile_waiting.show_figure(
            formats.number(len(self._facts.waiting)),
            _("The longest for {time}").format(time=formats.minutes(longest)) if self._facts.waiting
            else _("Nobody is waiting"))

    def focus_first(self) -> None:
        """To the most pressing thing: a flag, else the notes."""
        if not self.flags.focus_first():
            self.notes.setFocus()

    def _show_flag_figures(self, now: datetime) -> None:
        unanswered, every = self._facts.unanswered(), self._facts.flags
        overdue = sum(flag.mark.overdue(now) for flag in unanswered)
        longest = max((now - flag.mark.raised_at for flag in unanswered), default=None)
        said = _("Nobody has to be called") if longest is None else (
            _("The longest for {time}").format(time=wording.span(longest)))
        if overdue:
            said = ngettext("{n} is overdue", "{n} are overdue", overdue).format(n=formats.number(overdue))
        self._tile_unanswered.show_figure(
            formats.number(len(unanswered)), said, "danger" if overdue else "flag" if unanswered else "ok")
        held = len(every) - len(unanswered)
        self._tile_open.show_figure(formats.number(len(every)), ngettext(
            "{n} is with an adult", "{n} are with an adult", held).format(n=formats.number(held)))

    def _make_tiles(self) -> None:
        self._tile_unanswered = StatTile(_("Flags to answer"), "flag", self.flags.focus_first)
        self._tile_open = StatTile(_("Flags open"), "adult", self.flags.focus_first)
        self._tile_notes = StatTile(_("Notes to review"), "note", self.notes.setFocus)
        self._tile_waiting = StatTile(_("Waiting at the desk"), "waiting", self.desk_asked.emit)
        self._tile_referrals = StatTile(_("Referrals overdue"), "next", self.referrals_asked.emit)
        self.tiles = (self._tile_unanswered, self._tile_open, self._tile_notes, self._tile_referrals,
                      self._tile_waiting)
        for name, tile in zip(("unanswered", "open", "notes", "referrals", "waiting"), self.tiles, strict=True):
            tile.setObjectName(f"overview.tile.{name}")

        self._load = LoadTiles(self._context.go_to, self.show_peers, self.show_not_cleared)

    def _to_training(self) -> None:
        self._context.go_to("training")

    def _notes_table(self) -> RecordTable[Session]:
        now = self._desk.clock.now
        table = RecordTable[Session](
            _("Notes to review"),
            [
                Column(title=_("Student"), text=lambda session: session.who, strong=True, stretch=True,
                       tooltip=lambda session: session.who),
                Column(title=_("Peer"), text=lambda session: session.peer, tooltip=lambda session: session.peer,
                       stretch=True),
                Column(title=_("Session"), text=self._when, sort=lambda session: session.started_at,
                       width=_DAY_WIDTH),
                Column(title="", text=lambda session: wording.mark(session, now()).text,
                       tone=lambda session: wording.mark(session, now()).tone,
                       tooltip=lambda session: wording.mark(session, now()).more, width=_MARK_WIDTH),
            ],
            key=lambda session: session.id,
            empty=EmptyState(_("No notes to review"), _("What Wellness Peers sign appears here."), "note"))
        table.setObjectName("overview.notes")
        table.opened.connect(self.review_asked)
        return table

    def _give_room(self) -> None:
        """A day of another year says which, and some marks are long; the names need the room while there is none."""
        for column in (_DAY, _MARK):
            wanted = self.notes.sizeHintForColumn(column)
            if wanted > self.notes.columnWidth(column):
                self.notes.setColumnWidth(column, wanted)

    def _when(self, session: Session) -> str:
        return wording.short_day(self._desk.local(session.started_at).date(), self._desk.today())

    def _lay_out(self) -> None:
        tiles = QHBoxLayout()
        tiles.setSpacing(12)
        for tile in self.tiles:
            tiles.addWidget(tile, 1)
        load = QHBoxLayout()
        load.setSpacing(12)
        for tile in self._load.tiles:
            load.addWidget(tile, 1)
        flags = Card(_("Open flags"), self._ended)
        flags.heading.setMinimumHeight(self._review.sizeHint().height())  # level with the card beside it
        flags.add(self._flags_or_none, 1)
        notes = Card(_("Notes to review"), self._by_peer, self._review)
        notes.add(self.find_notes)
        notes.add(self.notes, 1)
        lists = QHBoxLayout()
        lists.setSpacing(16)
        lists.addWidget(flags, 1)
        lists.addWidget(notes, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self._left_behind)
        column.addLayout(tiles)
        column.addLayout(load)
        column.addWidget(self.taken_on)
        column.addLayout(lists, 1)


def _figure_of_late(late: int) -> str:
    if not late:
        return _("All were signed in time")
    return ngettext("{n} was signed late", "{n} were signed late", late).format(n=formats.number(late))
