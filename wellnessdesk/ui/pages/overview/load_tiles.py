"""The second row of the overview: the next supervision, peers near a limit or not cleared, the load against the hours
there are."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.clearance import Clearance, in_short
from wellnessdesk.domain.people import Person
from wellnessdesk.domain.supervision_load import Near, NextMeeting
from wellnessdesk.services.supervision_load import Looked
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.palette import Tone
from wellnessdesk.ui.kit.parts import StatTile
from wellnessdesk.ui.kit.peer_dialog import PeerDialog
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.kit.texts import label, shortened

NotCleared = tuple[tuple[Person, Clearance], ...]
_WIDTH, _HEIGHT = 760, 260
_NAMED = 2
_SHORT = 28
"""So many letters of a name stand on a tile; whole ones are where it leads."""


class LoadTiles:
    """Each leads to its place. Who is not cleared stands there only where the gate is on."""

    def __init__(self, go_to: Callable[[str], object], peers: Callable[[], object],
                 cleared: Callable[[], object]) -> None:
        self._next = StatTile(_("Next supervision"), "supervision", lambda: go_to("supervision"))
        self._peers = StatTile(_("Peers to look after"), "heart", peers)
        self._load = StatTile(_("Supervision load"), "clock", lambda: go_to("settings"))
        self._cleared = StatTile(_("Peers not cleared"), "shield", cleared)
        self._cleared.hide()
        self.tiles = (self._next, self._peers, self._cleared, self._load)
        for name, tile in zip(("supervision", "peers", "cleared", "load"), self.tiles, strict=True):
            tile.setObjectName(f"overview.tile.{name}")

    def show_cleared(self, found: NotCleared | None) -> None:
        """Who may not be with students; with one, what they lack, too."""
        self._cleared.setVisible(found is not None)
        if found is not None:
            said = _named([peer.name for peer, _one in found])
            said += f": {in_short(found[0][1].missing)}" if len(found) == 1 else ""
            self._cleared.show_figure(formats.number(len(found)), said or _("All may be with students"),
                                      "flag" if found else "ok")

    def show_load(self, looked: Looked | None, today: date) -> None:
        """Show what was found; nothing before."""
        if looked is None:
            return
        load = looked.load
        self._show_next(load.next, load.overdue_actions, today)
        names = [near.person.name for near in load.near]
        self._peers.show_figure(formats.number(len(names)), _named(names) or _("All are within their limits"),
                                "flag" if names else "ok")
        self._show_capacity(looked)

    def _show_next(self, found: NextMeeting | None, overdue: int, today: date) -> None:
        if found is None:
            self._next.show_figure("–", _("No group meets yet"), "flag")
            return
        day = _("Today") if found.meeting.day == today else formats.weekday_short(found.meeting.day)
        figure = f"{day} {formats.minute_of_day(found.meeting.starts)}"
        said = _("No agenda yet")
        if found.items:
            said = _("{planned} of {whole} planned").format(
                planned=formats.minutes(found.minutes), whole=formats.minutes(found.meeting.minutes))
        if overdue:
            said = ngettext("{n} action is overdue", "{n} actions are overdue", overdue).format(
                n=formats.number(overdue))
        over = overdue or found.minutes > found.meeting.minutes
        self._next.show_figure(figure, said, "flag" if over else "ink")

    def _show_capacity(self, looked: Looked) -> None:
        load, hours = looked.load, looked.load.an_hour()
        if not hours:
            self._load.show_figure("–", _("No group meets yet"), "flag")
            return
        peers, sessions, notes = hours.values()
        tone: Tone = "flag" if load.over(looked.rules) else "ok"
        self._load.show_figure(_one(sessions), _("sessions an hour; {peers} peers, {notes} notes").format(
            peers=_one(peers), notes=_one(notes)), tone)
        self._load.setToolTip(_("For each weekly hour of supervision. Limits: {sessions} sessions, {peers} peers, "
                                "{notes} notes; they are set in the settings.").format(
            sessions=formats.number(looked.rules["capacity_sessions"].limit),
            peers=formats.number(looked.rules["capacity_peers"].limit),
            notes=formats.number(looked.rules["capacity_notes"].limit)))


class PeersDialog(Dialog):
    """Who is near a limit, and why; Enter opens one."""

    def __init__(self, parent: QWidget, context: PageContext, looked: Looked) -> None:
        super().__init__(parent, _("Peers to look after"), width=_WIDTH)
        self.table = RecordTable[Near](
            _("Peers to look after"),
            [Column(title=_("Peer"), text=lambda near: near.person.name, strong=True, width=190),
             Column(title=_("Why"), text=_reasons, tooltip=_reasons, stretch=True)],
            key=lambda near: near.person.id)
        self.table.setObjectName("nearlimits.table")
        self.table.setFixedHeight(_HEIGHT)
        self.table.set_records(looked.load.near)
        self.table.opened.connect(lambda near: PeerDialog(
            self, context, near.person.id, near.person.name, near.why).open())
        close = button(_("Close"), self.accept, role="primary")
        close.setObjectName("nearlimits.close")
        for part in (label(self.windowTitle(), "heading"),
                     label(_("The limits are set in the settings, under Supervision. Enter shows how one is."), "muted",
                           wrap=True), self.table, ButtonRow(close)):
            self.body.addWidget(part)


class NotClearedDialog(Dialog):
    """Who may not be with students yet, and what each lacks; it is learned and signed under Training."""

    def __init__(self, parent: QWidget, found: NotCleared, training: Callable[[], object]) -> None:
        super().__init__(parent, _("Peers not cleared"), width=_WIDTH)
        self._training = training
        self.table = RecordTable[tuple[Person, Clearance]](
            _("Peers not cleared"),
            [Column(title=_("Peer"), text=lambda one: one[0].name, strong=True, width=190,
                    tooltip=lambda one: one[0].name),
             Column(title=_("Missing"), text=_lacks, tooltip=_sentences, stretch=True)],
            key=lambda one: one[0].id)
        self.table.setObjectName("notcleared.table")
        self.table.setFixedHeight(_HEIGHT)
        self.table.set_records(found)
        self.table.opened.connect(lambda _one: self._go())
        close = button(_("Close"), self.reject)
        close.setObjectName("notcleared.close")
        go = button(_("Go to Training"), self._go, icon="training", role="primary")
        go.setObjectName("notcleared.training")
        for part in (label(self.windowTitle(), "heading"),
                     label(_("They may not be with students until it is there. Training says what counts, and takes it "
                             "down."), "muted", wrap=True), self.table, ButtonRow(go, left=(close,))):
            self.body.addWidget(part)

    def _go(self) -> None:
        self.accept()
        self._training()


def _lacks(one: tuple[Person, Clearance]) -> str:
    """By name as long as it is little: then one can go and do it."""
    lacks = one[1].missing
    return "; ".join(each.sentence() for each in lacks) if len(lacks) == 1 else in_short(lacks)


def _sentences(one: tuple[Person, Clearance]) -> str:
    return "\n".join(lacks.sentence() for lacks in one[1].missing)


def _named(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    said = ", ".join(shortened(name, _SHORT) for name in names[:_NAMED])
    return said + (_(" and {n} more").format(n=formats.number(more)) if more > 0 else "")


def _reasons(near: Near) -> str:
    return "; ".join(one.fact or one.private for one in near.why)


def _one(value: float) -> str:
    return formats.number(round(value, 1))
