"""The closing sweep: everybody never checked out on one screen, with a likely time, confirmed with one button."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QTime
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QScrollArea, QTimeEdit, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _, language, ngettext
from wellnessdesk.domain.visits import Forgotten, Visit
from wellnessdesk.services import closing
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.visits.words import because_text

_WIDTH = 700
_ROOM = 380
_ROW = 38
Named = Callable[[Visit], str]


@dataclass(frozen=True, slots=True)
class _Line:
    """One visit on the screen."""

    forgotten: Forgotten
    wanted: QCheckBox
    at: "TimeField"


class SweepDialog(Dialog):
    """Whoever may be here still is not ticked; every time can be changed."""

    def __init__(self, parent: QWidget, context: PageContext, found: Sequence[Forgotten], named: Named,
                 done: Callable[[tuple[Visit, ...]], object]) -> None:
        super().__init__(parent, _("Closing sweep"), width=_WIDTH)
        self._desk, self._tasks, self._done = context.desk, context.tasks, done
        self.problem = Banner(tone="flag")
        self.lines = [self._line(place, each, named) for place, each in enumerate(found)]
        self.go = button("", self._sweep, icon="check-out", role="primary")
        self.go.setObjectName("sweep.go")
        self.go.setDefault(True)
        self._lay_out()
        self._count()
        self.go.setFocus()  # the usual case is one Enter away, not three Tabs for each student

    def _line(self, place: int, forgotten: Forgotten, named: Named) -> _Line:
        visit, local = forgotten.visit, self._desk.local
        number = _("number {number}").format(number=visit.number) if visit.number and visit.day == self._today else ""
        wanted = QCheckBox(" · ".join(part for part in (named(visit).replace("&", "&&"), number) if part))
        wanted.setChecked(forgotten.sure)
        wanted.setObjectName(f"sweep.wanted.{place}")
        wanted.toggled.connect(self._count)
        at = TimeField(local(forgotten.proposed))
        at.setAccessibleName(_("Left at, {name}").format(name=named(visit)))
        at.setObjectName(f"sweep.at.{place}")
        return _Line(forgotten, wanted, at)

    @property
    def _today(self) -> object:
        return self._desk.today()

    def _count(self) -> None:
        count = sum(line.wanted.isChecked() for line in self.lines)
        self.go.setText(ngettext("Check {n} student out", "Check {n} students out", count).format(n=count))
        self.go.setAccessibleName(self.go.text())
        self.go.setEnabled(bool(count))

    def _sweep(self) -> None:
        desk = self._desk
        confirmed = {line.forgotten.visit.id: line.at.moment() for line in self.lines if line.wanted.isChecked()}
        self.problem.say("")
        self.go.setEnabled(False)
        self._tasks.run(lambda: closing.sweep(desk, confirmed), self._finish, self._fail, owner=self)

    def _finish(self, swept: tuple[Visit, ...]) -> None:
        self.accept()
        self._done(swept)

    def _fail(self, error: Exception) -> None:
        self._count()
        if isinstance(error, Problem):
            self.problem.say(_("Nobody was checked out"), str(error), "flag")
        else:
            messages.failure(self, error)

    def _lay_out(self) -> None:
        intro = _("Nobody wrote down when these students left. The times are likely ones: change what you know better. "
                  "That they were written in afterwards stays visible.")
        for part in (label(self.windowTitle(), "heading"), label(intro, wrap=True), self.problem, self._table(),
                     ButtonRow(self.go, button(_("Cancel"), self.reject))):
            self.body.addWidget(part)

    def _table(self) -> QScrollArea:
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        for column, title in enumerate((_("Student"), _("Arrived"), _("Left"), _("Because"))):
            grid.addWidget(label(title, "muted", small=True), 0, column)
        for row, line in enumerate(self.lines, 1):
            parts = (line.wanted, label(self._arrived(line.forgotten.visit)), line.at,
                     label(because_text(line.forgotten.because), "muted", wrap=True, small=True))
            grid.setRowMinimumHeight(row, _ROW)
            for column, part in enumerate(parts):
                grid.addWidget(part, row, column)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(body)
        area.setFixedHeight(min(_ROOM, (len(self.lines) + 1) * (_ROW + 4)))
        body.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        return area

    def _arrived(self, visit: Visit) -> str:
        time = formats.time(self._desk.local(visit.arrived_at))
        return time if visit.day == self._today else f"{formats.date_short(visit.day)}, {time}"


class TimeField(QTimeEdit):
    """A time of the day of a moment, as the language writes it."""

    def __init__(self, local: datetime) -> None:
        super().__init__(QTime(local.hour, local.minute))
        self._local = local
        self.lineEdit().setTextMargins(10, 0, 0, 0)  # the style sheet's padding does not reach it
        self.setDisplayFormat("h:mm AP" if language() == "en" else "h:mm ap")

    def moment(self) -> datetime:
        """The moment on that day; the very one that was shown as long as nobody changed it."""
        chosen = self.time()
        if not self.is_another():
            return self._local
        return self._local.replace(hour=chosen.hour(), minute=chosen.minute(), second=0, microsecond=0)

    def is_another(self) -> bool:
        """Whether somebody set another time than was shown."""
        chosen = self.time()
        return (chosen.hour(), chosen.minute()) != (self._local.hour, self._local.minute)
