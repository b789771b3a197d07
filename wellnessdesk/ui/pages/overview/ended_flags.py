"""Closed and withdrawn flags: found by student, kind, days and how they ended; Enter reads one."""

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtWidgets import QGridLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.ended_flags import EndedFlags, Wanted
from wellnessdesk.domain.flags import FlagStatus, status_label
from wellnessdesk.domain.student_file import FlagStory
from wellnessdesk.services import ended_flags
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.choices import Choice, ChoiceList
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.fields import TextField
from wellnessdesk.ui.kit.forms import named_filter
from wellnessdesk.ui.kit.parts import EmptyState
from wellnessdesk.ui.kit.pickers import DateField
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.kit.texts import label

_WIDTH, _HEIGHT, _ROWS = 920, 330, 100
_YEAR = timedelta(days=365)
_ANY = ""


class EndedFlagsDialog(Dialog):
    """Looks further back until it has a page full; `read(flag)` is called for the one chosen."""

    def __init__(self, parent: QWidget, context: PageContext, read: Callable[[str], object]) -> None:
        super().__init__(parent, _("Closed flags"), width=_WIDTH)
        self._desk, self._tasks, self._read = context.desk, context.tasks, read
        self._found: list[FlagStory] = []
        today = self._desk.today()
        self.student, self.words = TextField(max_length=100), TextField(max_length=100)
        self.kind = ChoiceList([Choice(_ANY, _("Every kind")), *(
            Choice(one.id, str(one.label)) for one in catalogues.load("red_flags"))])
        self.status = ChoiceList([Choice(_ANY, _("Closed or withdrawn")), *(
            Choice(one, status_label(one)) for one in (FlagStatus.CLOSED, FlagStatus.WITHDRAWN))])
        self.first, self.last = DateField(today - _YEAR, latest=today), DateField(today, latest=today)
        self.table = self._table()
        self._said = label("", "muted", small=True)
        self.open_one = button(_("Read"), self._open, icon="open", role="primary")
        self.open_one.setObjectName("ended.read")
        self._lay_out()
        self._connect()
        self.look()

    def look(self) -> None:
        """From the newest on."""
        self._found = []
        self._ask(0)

    def done(self, result: int) -> None:
        """Let go of what was found."""
        self._found = []
        self.table.set_records([])
        super().done(result)

    def wanted(self) -> Wanted:
        """What stands in the fields; days the wrong way round are put right."""
        first, last = sorted([self.first.value(), self.last.value()])
        status = self.status.value()
        return Wanted(student=self.student.value(), kind=self.kind.value() or "", words=self.words.value(),
                      status=FlagStatus(status) if status else None, first=first, last=last)

    def _ask(self, start: int) -> None:
        desk, wanted = self._desk, self.wanted()
        self._tasks.latest("overview.ended", lambda: ended_flags.find(desk, wanted, start), self._take, owner=self)

    def _take(self, more: EndedFlags) -> None:
        self._found += more.stories
        going_on = more.further is not None and len(self._found) < _ROWS
        self.table.set_records(self._found)
        self._said.setText(_("Looking further back…") if going_on else self._how_many(cut=more.further is not None))
        if going_on and more.further is not None:
            self._ask(more.further)

    def _how_many(self, *, cut: bool) -> str:
        if cut:
            return _("These are the newest {n}. Choose fewer days to see older ones.").format(
                n=formats.number(len(self._found)))
        return ngettext("{n} flag", "{n} flags", len(self._found)).format(n=formats.number(len(self._found)))

    def _open(self) -> None:
        story = self.table.current()
        if story is not None:
            flag = story.flag.mark.id
            self.accept()
            self._read(flag)

    def _connect(self) -> None:
        for field in (self.student, self.words):
            field.textChanged.connect(lambda _text: self.look())
        for choice in (self.kind, self.status):
            choice.changed.connect(lambda *_what: self.look())
        for day in (self.first, self.last):
            day.dateChanged.connect(lambda _day: self.look())
        self.table.opened.connect(lambda _story: self._open())
        self.table.current_changed.connect(lambda story: self.open_one.setEnabled(story is not None))
        self.open_one.setEnabled(False)

    def _table(self) -> RecordTable[FlagStory]:
        columns = [
            Column[FlagStory](title=_("Student"), text=lambda one: one.flag.student or "–", strong=True, width=170,
                              tooltip=lambda one: one.flag.student),
            Column[FlagStory](title=_("What it was about"), text=_about, tooltip=_about, width=210),
            Column[FlagStory](title=_("Raised"), text=lambda one: self._day(one), width=110,
                              sort=lambda one: one.flag.mark.raised_at),
            Column[FlagStory](title=_("Status"), text=lambda one: status_label(one.flag.mark.status), width=110),
            Column[FlagStory](title=_("How it ended"), text=_outcome, tooltip=_outcome, stretch=True)]
        made = RecordTable[FlagStory](
            _("Closed flags"), columns, lambda one: one.flag.mark.id, empty=EmptyState(
                _("No flag is like this"), _("Choose other days, another kind or fewer words."), "search"))
        made.setObjectName("ended.table")
        made.setFixedHeight(_HEIGHT)
        return made

    def _day(self, story: FlagStory) -> str:
        return formats.date(self._desk.local(story.flag.mark.raised_at).date())

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        fields: tuple[tuple[str, str, QWidget], ...] = (
            ("student", _("Student"), self.student), ("kind", _("What it was about"), self.kind),
            ("status", _("Status"), self.status), ("words", _("Words of how it ended"), self.words),
            ("first", _("Raised from"), self.first), ("last", _("To"), self.last))
        for place, (name, title, widget) in enumerate(fields):
            widget.setObjectName(f"ended.{name}")
            grid.addLayout(named_filter(title, widget), *divmod(place, 3))
            grid.setColumnStretch(place % 3, 1)
        close = button(_("Close"), self.reject)
        close.setObjectName("ended.close")
        self.body.addWidget(label(self.windowTitle(), "heading"))
        self.body.addLayout(grid)
        for part in (self.table, self._said, ButtonRow(self.open_one, close)):
            self.body.addWidget(part)


def _about(story: FlagStory) -> str:
    return catalogues.label("red_flags", story.flag.kind) if story.flag.kind else story.flag.words


def _outcome(story: FlagStory) -> str:
    return " ".join(story.closing.outcome.split()) if story.closing is not None else ""
