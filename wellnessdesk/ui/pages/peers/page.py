"""The Wellness Peers: who they are and where each stands."""

from collections.abc import Callable
from functools import partial

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.peer_facts import PeerFacts
from wellnessdesk.domain.peer_roster import PeerRoster
from wellnessdesk.services import peer_roster
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.kit.segments import Segments
from wellnessdesk.ui.pages.peers.coverage_part import CoveragePart
from wellnessdesk.ui.pages.peers.facts_dialog import FactsDialog
from wellnessdesk.ui.pages.peers.hours_part import HoursPart
from wellnessdesk.ui.pages.peers.impact_part import ImpactPart
from wellnessdesk.ui.pages.peers.leave_dialog import LeaveDialog
from wellnessdesk.ui.pages.peers.roster_part import RosterPart


class PeersPage(Page):
    """A part for each question; what a part shows is asked for when it is shown."""

    features = frozenset({"people", "peers", "peer_facts", "clearance", "training", "agreements", "sessions", "notes",
                          "appointments", "shifts", "calendar", "supervision", "departures", "hours", "pathways",
                          "statements", "self_ratings"})

    def __init__(self, context: PageContext) -> None:
        super().__init__(_("Peers"), scroll=False)
        self._context, self._desk, self._tasks = context, context.desk, context.tasks
        self.roster = RosterPart(self._act)
        self.hours, self.coverage, self.impact = HoursPart(context), CoveragePart(context), ImpactPart(context)
        self._segments = Segments("peers")
        self._segments.add("peers", _("Peers"), "group", self.roster)
        self._segments.add("hours", _("Hours"), "waiting", self.hours)
        self._segments.add("coverage", _("Coverage"), "clock", self.coverage)
        self._segments.add("impact", _("Double impact"), "charts", self.impact)
        self._segments.changed.connect(lambda _key: self.refresh())
        self.add(self._segments, 1)

    def refresh(self) -> None:
        """Ask for what is shown."""
        shown = self._segments.shown()
        if shown == "coverage":
            self.coverage.refresh()
        elif shown == "hours":
            self.hours.refresh()
        elif shown == "impact":
            self.impact.refresh()
        else:
            self._ask_roster()

    def _ask_roster(self) -> None:
        desk = self._desk
        self._tasks.latest("peers.roster", lambda: peer_roster.look(desk), self._show, owner=self)

    def focus_first(self) -> None:
        """The part that is shown."""
        if self._segments.shown() == "peers":
            self.roster.table.setFocus()
        else:
            self._segments.focus_first()

    def place(self) -> str:
        """The part that is shown."""
        return self._segments.shown()

    def go_to_place(self, detail: str) -> None:
        """Back to that part."""
        self._segments.turn_to(detail)

    def _show(self, found: PeerRoster) -> None:
        self.roster.show_roster(found)
        number = len(found.here)
        self.set_title(_("Peers"), ngettext("{n} Wellness Peer is in the program.",
                                            "{n} Wellness Peers are in the program.", number).format(
            n=formats.number(number)))

    def _act(self, what: str) -> None:
        one = self.roster.table.current()
        if one is None:
            return
        if what == "edit":
            FactsDialog(self, self._context, one.person.name, one.facts, self._kept).open()
        elif what == "leave":
            LeaveDialog(self, self._context, one, self._to_hours()).open()
        else:
            self._context.go_to("training")

    def _to_hours(self) -> Callable[[], object] | None:
        """The way to a peer's hours, where there is such a part."""
        return partial(self._segments.turn_to, "hours") if self._segments.has("hours") else None

    def _kept(self, _facts: PeerFacts) -> None:
        messages.say(self, _("What you wrote down is kept."))
