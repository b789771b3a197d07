"""The open flags, one row each: who, what, how urgent, the clock, and what to do about it."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.flags import Flag, FlagStatus, urgency_label
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit import theme
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.icons import IconLabel
from wellnessdesk.ui.kit.parts import Badge, separator
from wellnessdesk.ui.kit.texts import breakable, label
from wellnessdesk.ui.pages.overview import wording

_UP_AND_DOWN = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class FlagRow(QWidget):
    """One open flag with its buttons: acknowledge it, or read it and go on with it."""

    def __init__(self, flag: Flag, desk: Desk, *, of: int = 1, answer: Callable[[], object],
                 read: Callable[[], object]) -> None:
        super().__init__()
        self.flag = flag
        self._clock_icon = IconLabel("clock", "flag", 16)
        self._clock = label("", wrap=True)
        self.answer = button(_("Acknowledge"), answer, role="row", tooltip=_("I have it: this stops the clock"))
        self.answer.setObjectName("overview.acknowledge")
        self._waiting = flag.mark.status is FlagStatus.RAISED
        self.answer.setParent(self)
        self.answer.setVisible(self._waiting)
        self.read = button(_("Read") if self._waiting else _("Go on"), read, icon="open", role="row",
                           tooltip="" if self._waiting else _("Read it, and write down what you decide"))
        self.read.setObjectName("overview.read")
        for each in self.buttons:
            each.setAccessibleName(f"{each.text()}, {flag.student}")
        self._lay_out(desk, of)
        self.show_time(desk.clock.now())

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """What can be done, the more pressing first."""
        return (self.answer, self.read) if self._waiting else (self.read,)

    def show_time(self, now: datetime) -> None:
        """Move the clock on."""
        said = wording.clock(self.flag.mark, now)
        self._clock.setText(said.text)
        self._clock_icon.set_icon(said.icon, said.tone)
        theme.restyle(self._clock, tone=f"strong-{said.tone}" if said.tone == "danger" else said.tone)
        self.setAccessibleName(f"{self.flag.student}, {urgency_label(self.flag.mark.urgency)}, {said.text}")

    def _lay_out(self, desk: Desk, of: int) -> None:
        flag = self.flag
        tone, icon = wording.urgency_look(flag.mark)
        what = f"{flag.student} · {catalogues.label('red_flags', flag.kind)}"
        raised = _("{moment}, by {peer}").format(
            peer=flag.raised_by, moment=wording.moment(desk, flag.mark.raised_at))
        if of > 1:
            raised = _("{raised} · {n} open flags of this student").format(raised=raised, n=formats.number(of))
        clock = QHBoxLayout()
        clock.setSpacing(6)
        clock.addWidget(self._clock_icon)
        clock.addWidget(self._clock, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for each in self.buttons:
            buttons.addWidget(each)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(label(breakable(what), "strong", wrap=True), 1)
        head.addWidget(Badge(urgency_label(flag.mark.urgency), tone, icon), 0, Qt.AlignmentFlag.AlignTop)
        grid = QGridLayout(self)
        grid.setContentsMargins(2, 10, 6, 12)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(0, 1)
        grid.addLayout(head, 0, 0, 1, 2)
        grid.addLayout(clock, 1, 0)
        grid.addWidget(label(breakable(raised), "muted", wrap=True, small=True), 2, 0)
        grid.addLayout(buttons, 1, 1, 2, 1, Qt.AlignmentFlag.AlignBottom)


class FlagList(QScrollArea):
    """The rows. Tab goes to one row only; up and down go to the others."""

    acknowledge_asked = Signal(str)
    read_asked = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._rows: list[FlagRow] = []
        self.setObjectName("overview.flags")
        self.setAccessibleName(_("Open flags"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)

    def rows(self) -> tuple[FlagRow, ...]:
        """The rows from top to bottom."""
        return tuple(self._rows)

    def set_flags(self, flags: Sequence[Flag]) -> None:
        """Show these flags; the focus stays with the flag it was on, and the scrolling where it was."""
        if [row.flag for row in self._rows] == list(flags):
            return
        focused, place = self._focused(), self.verticalScrollBar().value()
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        of = Counter(flag.student_id for flag in flags if flag.student_id)
        self._rows = [self._row(flag, of[flag.student_id]) for flag in flags]
        for number, row in enumerate(self._rows):
            if number:
                column.addWidget(separator())
            column.addWidget(row)
        column.addStretch(1)
        self._mark_most_pressing()
        self.setWidget(body)
        body.setAutoFillBackground(False)  # the card's ground shows through; Qt would fill it
        self._let_tab_reach(0)
        self.verticalScrollBar().setValue(place)
        self._focus_again(focused)

    def tick(self, now: datetime) -> None:
        """Move the clocks on."""
        for row in self._rows:
            row.show_time(now)

    def focus_first(self) -> bool:
        """Go to the most pressing flag; false if there is none."""
        if self._rows:
            self._rows[0].buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)
        return bool(self._rows)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = _UP_AND_DOWN.get(Qt.Key(event.key()))
            if step is not None:
                self._step(watched, step)
                return True
        elif event.type() == QEvent.Type.FocusIn:
            self._let_tab_reach(self._place(watched)[0])
        return super().eventFilter(watched, event)

    def _row(self, flag: Flag, of: int) -> FlagRow:
        row = FlagRow(flag, self._desk, of=of, answer=lambda: self.acknowledge_asked.emit(flag.mark.id),
                      read=lambda: self.read_asked.emit(flag.mark.id))
        for each in row.buttons:
            each.installEventFilter(self)
        return row

    def _mark_most_pressing(self) -> None:
        """The first flag that waits for an adult has the page's primary button."""
        waiting = [row for row in self._rows if row.flag.mark.status is FlagStatus.RAISED]
        for row in waiting[:1]:
            theme.restyle(row.answer, role="primary")

    def _step(self, watched: QObject, step: int) -> None:
        at, which = self._place(watched)
        to = at + step
        if 0 <= to < len(self._rows):
            self._rows[to].buttons[min(which, len(self._rows[to].buttons) - 1)].setFocus(Qt.FocusReason.TabFocusReason)
            self.ensureWidgetVisible(self._rows[to])

    def _place(self, watched: QObject) -> tuple[int, int]:
        """The row and the place in it of a button."""
        return next((at, row.buttons.index(each)) for at, row in enumerate(self._rows)
                    for each in row.buttons if each is watched)

    def _let_tab_reach(self, at: int) -> None:
        for number, row in enumerate(self._rows):
            for each in row.buttons:
                each.setFocusPolicy(
                    Qt.FocusPolicy.StrongFocus if number == at else Qt.FocusPolicy.ClickFocus)

    def _focused(self) -> str | None:
        return next((row.flag.mark.id for row in self._rows if any(each.hasFocus() for each in row.buttons)), None)

    def _focus_again(self, flag_id: str | None) -> None:
        """To the button that only reads: what the other one does has changed."""
        for row in self._rows:
            if row.flag.mark.id == flag_id:
                row.read.setFocus(Qt.FocusReason.OtherFocusReason)
