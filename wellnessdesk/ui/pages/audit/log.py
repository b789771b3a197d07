"""The log itself, a page at a time: what this computer remembers of it, what is wanted, and who did what when."""

from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.anchors import Anchored
from wellnessdesk.domain.audit import Verdict
from wellnessdesk.domain.audit_log import Line, LogPage
from wellnessdesk.domain.people import Person, Role
from wellnessdesk.services import audit
from wellnessdesk.services.audit import log
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.parts import Banner, EmptyState
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.audit.filters import Filters
from wellnessdesk.ui.pages.audit.wording import anchor_said, moment, verdict_said

_ROWS = 100


@dataclass(frozen=True, slots=True)
class _Facts:
    anchored: Anchored
    persons: list[Person]


class LogPart(QWidget):
    """Never holds more than a page of entries; one that fills slowly says how far it has looked."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setObjectName("audit.log")
        self._desk, self._tasks = context.desk, context.tasks
        self._verify = button(_("Verify now"), self.verify, icon="shield", role="secondary")
        self._verify.setObjectName("audit.verify")
        self.state, self.verdict = Banner("", "", "info", self._verify, icon="shield"), Banner()
        self.filters = Filters(self._desk.today(), coordinator=self._desk.person.role is Role.COORDINATOR)
        self.filters.changed.connect(self._start)
        self.table = self._table()
        self._lines: list[Line] = []
        self._starts: list[int | None] = [None]
        """From where each page up to the present one goes on; the newest first."""
        self._next: int | None = None
        self._status = label("", "muted", small=True)
        self._newer = button(_("Newer"), self._go_newer, icon="up")
        self._older = button(_("Older"), self._go_older, icon="down")
        self._lay_out()

    def refresh(self) -> None:
        """The page that is shown, as it is now; the newest page takes in what is new."""
        desk = self._desk
        self._tasks.latest("audit.facts", lambda: _Facts(log.anchored(desk), log.persons(desk)),
                           self._show_facts, owner=self)
        self._load()

    def verify(self) -> None:
        """Walk the whole log."""
        desk = self._desk
        self.verdict.say("")
        self._tasks.run_with_progress(lambda progress: audit.verify(desk, progress), self._show_verdict,
                                      title=_("Verifying the log"), parent=self)

    def tick(self) -> None:
        """What is remembered moves on by itself."""
        desk = self._desk
        self._tasks.latest("audit.anchored", lambda: log.anchored(desk), self._show_anchored, owner=self)

    def _start(self) -> None:
        self._starts = [None]
        self._load()

    def _go_newer(self) -> None:
        del self._starts[-1]
        self._load()

    def _go_older(self) -> None:
        self._starts.append(self._next)
        self._load()

    def _load(self) -> None:
        self._lines = []
        self._ask(self._starts[-1])

    def _ask(self, before: int | None) -> None:
        """One more look back; the log is long, so others get their turn between two looks."""
        desk, wanted, most = self._desk, self.filters.wanted(), _ROWS - len(self._lines)
        self._tasks.latest("audit.page", lambda: log.page(desk, wanted, before, most), self._take, owner=self)

    def _take(self, page: LogPage) -> None:
        self._lines += page.lines
        if page.before is not None and len(self._lines) < _ROWS:
            if page.lines:  # what is found is shown at once, however far the rest lies back
                self.table.set_records(self._lines)
            self._status.setText(_("Looking further back, from entry {number} …").format(
                number=formats.number(page.before)))
            self._ask(page.before)
            return
        self._next = page.before
        self.table.set_records(self._lines)
        self.table.scrollToTop()
        self._newer.setEnabled(len(self._starts) > 1)
        self._older.setEnabled(self._next is not None)
        self._status.setText(self._range())

    def _range(self) -> str:
        if not self._lines:
            return ""
        newest, oldest = (formats.number(line.sequence) for line in (self._lines[0], self._lines[-1]))
        return _("Entries {newest} to {oldest}, the newest first").format(newest=newest, oldest=oldest)

    def _show_facts(self, facts: _Facts) -> None:
        self._show_anchored(facts.anchored)
        self.filters.show_persons(facts.persons)

    def _show_anchored(self, anchored: Anchored) -> None:
        self.state.say(*anchor_said(self._desk, anchored), icon="shield")

    def _show_verdict(self, verdict: Verdict) -> None:
        self.verdict.say(*verdict_said(verdict))

    def _table(self) -> RecordTable[Line]:
        desk = self._desk
        columns = [
            Column[Line](title=_("When"), text=lambda line: moment(desk, line.at), width=190),
            Column[Line](title=_("Who"), text=lambda line: line.who or "–", strong=True, width=190),
            Column[Line](title=_("What"), text=lambda line: line.text, stretch=True, tooltip=_tooltip,
                         icon=lambda line: "lock" if line.sealed else ""),
            Column[Line](title=_("Entry"), text=lambda line: formats.number(line.sequence), align="right", width=100),
        ]
        empty = EmptyState(_("No entry is like this"), _("Choose other days, another person or another kind."),
                           "search")
        return RecordTable[Line](_("Audit log"), columns, lambda line: line.sequence, empty=empty, sortable=False)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._status, 1)
        for each, name in ((self._newer, "newer"), (self._older, "older")):
            each.setObjectName(f"audit.{name}")
            each.setEnabled(False)
            foot.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for part in (self.state, self.verdict, self.filters):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        column.addLayout(foot)


def _tooltip(line: Line) -> str:
    return f"{line.text}\n{_('Only coordinators can read this entry.')}" if line.sealed else line.text
