"""Retention: what is due, how long records stay, who is on hold, and what was destroyed."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import access
from wellnessdesk.domain.retention import Decided, Destruction, Hold, Preview, Records
from wellnessdesk.services import destruction, retention
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit import messages, pdf_files
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.kit.segments import Segments
from wellnessdesk.ui.pages.retention.destroy_dialog import DestroyDialog
from wellnessdesk.ui.pages.retention.due import DuePart
from wellnessdesk.ui.pages.retention.history import HistoryPart
from wellnessdesk.ui.pages.retention.holds import HoldDialog, HoldsPart
from wellnessdesk.ui.pages.retention.periods import PeriodDialog, PeriodsPart


@dataclass(frozen=True, slots=True)
class _Facts:
    decided: Decided
    preview: Preview
    history: list[Destruction]
    holds: list[Hold]


class RetentionPage(Page):
    """An administrator sets periods; only a coordinator sees holds and destroys. `choose_file` can be set by tests."""

    features = frozenset({"retention", "people"})

    def __init__(self, context: PageContext) -> None:
        super().__init__(_("Retention"), _("How long records stay, and what happens when their time is over."),
                         scroll=False)
        self._context, self._desk, self._tasks = context, context.desk, context.tasks
        self.choose_file: Callable[[str], Path | None] = lambda name: pdf_files.ask(self, _("Save certificate"), name)
        self._shown: Preview | None = None
        self.due = DuePart(self._ask_to_destroy if self._may("retention.destroy") else None, self.save_certificate)
        self.periods = PeriodsPart(self._ask_for_period if self._may("retention.set") else None)
        self.holds = HoldsPart(self._desk, self._ask_for_hold, self.lift) if self._may("retention.hold") else None
        self.history = HistoryPart(self._desk, self.save_certificate)
        self._segments = Segments("retention")
        self._segments.add("due", _("What is due"), "clock", self.due)
        self._segments.add("periods", _("Periods"), "settings", self.periods)
        if self.holds is not None:
            self._segments.add("holds", _("Legal holds"), "lock", self.holds)
        self._segments.add("history", _("Destroyed"), "remove", self.history)
        self.add(self._segments, 1)

    def refresh(self) -> None:
        """Ask for everything the page shows; a big center takes a moment to count."""
        desk, may_hold = self._desk, self.holds is not None
        self._tasks.latest("retention.facts", lambda: _facts(desk, may_hold), self._show_facts, owner=self)

    def focus_first(self) -> None:
        """The part that is shown."""
        self._segments.focus_first()

    def leave(self) -> None:
        """What was said of the last destruction stands in the history by now."""
        self.due.show_result(None)

    def place(self) -> str:
        """The part that is shown."""
        return self._segments.shown()

    def go_to_place(self, detail: str) -> None:
        """Back to that part."""
        self._segments.turn_to(detail)

    def lift(self, hold: Hold) -> None:
        """Ask once, then end a hold."""
        if messages.confirm(self, _("Lift the hold on {name}?").format(name=hold.student),
                            _("What is due about this student can then be destroyed like everything else."),
                            _("Lift hold")):
            desk = self._desk
            self._tasks.run(lambda: retention.lift_hold(desk, hold.id), lambda _answer: self.refresh(), owner=self)

    def save_certificate(self, made: Destruction) -> None:
        """Ask where to, and write the certificate there as a PDF."""
        day = self._desk.local(made.at).date()
        file = self.choose_file(_("Certificate of destruction {day}").format(day=day.isoformat()))
        if file is not None:
            desk, id_ = self._desk, made.id
            self._tasks.run(lambda: pdf_files.write(file, destruction.certificate(desk, id_)),
                            lambda saved: messages.say(self, _("Saved as {name}.").format(name=saved.name)), owner=self)

    def _may(self, act: str) -> bool:
        return access.allowed(self._desk.person.role, act)

    def _show_facts(self, facts: _Facts) -> None:
        self._shown = facts.preview
        self.due.show_preview(facts.preview)
        self.periods.show_periods(facts.decided)
        self.history.show_history(facts.history)
        if self.holds is not None:
            self.holds.show_holds(facts.holds)

    def _ask_to_destroy(self) -> None:
        if self._shown is not None:
            DestroyDialog(self, self._context, self._shown, self._show_destroyed).open()

    def _show_destroyed(self, made: Destruction) -> None:
        self.due.show_result(made)
        self.refresh()

    def _ask_for_period(self, records: Records, number: int) -> None:
        PeriodDialog(self, self._context, (records, number), lambda _decided: self.refresh()).open()

    def _ask_for_hold(self) -> None:
        HoldDialog(self, self._context, self._show_placed).open()

    def _show_placed(self, hold: Hold) -> None:
        messages.say(self, _("{name} is on hold. Nothing about them is destroyed.").format(name=hold.student))
        self.refresh()


def _facts(desk: Desk, may_hold: bool) -> _Facts:
    return _Facts(retention.periods(desk), retention.preview(desk), destruction.destructions(desk),
                  retention.holds(desk) if may_hold else [])
