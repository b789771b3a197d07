"""A month: how full each day is, and the first appointments of it. Arrows move, Enter goes to the week of the day."""

import datetime as dt
from collections import defaultdict

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.appointments import Appointment, State
from wellnessdesk.domain.calendar import time
from wellnessdesk.ui.kit import palette, spoken, theme
from wellnessdesk.ui.pages.appointments import wording
from wellnessdesk.ui.pages.appointments.grid import Facts

_HEADER, _LINE, _PAD = 28, 17, 6
_WEEK = 7
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MOVES = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -_WEEK, Qt.Key.Key_Down: _WEEK}
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_WRAPPED = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)


def weeks_of(day: dt.date) -> list[dt.date]:
    """The Mondays of the weeks that have a day of the month of `day`."""
    first = day.replace(day=1)
    monday = first - dt.timedelta(days=first.weekday())
    found = []
    while monday <= day or monday.month == day.month:
        found.append(monday)
        monday += dt.timedelta(days=_WEEK)
    return found


class MonthView(QWidget):
    """Seven columns and as many rows as the month has weeks."""

    opened = Signal(object)
    """A day."""
    turned = Signal(object)
    """The cursor went to a day of another month."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Month"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(360)
        self._facts: Facts | None = None
        self._by_day: dict[dt.date, list[Appointment]] = {}
        self._day = dt.date(2000, 1, 1)
        self._weeks: list[dt.date] = []

    def show_month(self, facts: Facts, day: dt.date) -> None:
        """Show the month of a day, with the cursor on it."""
        self._facts, self._day, self._weeks = facts, day, weeks_of(day)
        by_day: dict[dt.date, list[Appointment]] = defaultdict(list)
        for one in facts.appointments:
            if one.state is not State.CALLED_OFF:
                by_day[one.day].append(one)
        self._by_day = dict(by_day)
        self.update()

    def cell(self, day: dt.date) -> QRect:
        """Where a day stands."""
        days = (day - self._weeks[0]).days
        row, column = divmod(days, _WEEK)
        width, height = self.width() / _WEEK, (self.height() - _HEADER) / len(self._weeks)
        left, top = round(column * width), _HEADER + round(row * height)
        return QRect(left, top, round((column + 1) * width) - left, _HEADER + round((row + 1) * height) - top)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._facts is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("size_small", semibold=True))
        for number in range(_WEEK):
            day = self._weeks[0] + dt.timedelta(days=number)
            self._write(painter, self.cell(day).adjusted(_PAD, 0, -_PAD, 0), formats.weekday(day), "muted", _HEADER)
        for monday in self._weeks:
            for number in range(_WEEK):
                self._paint_day(painter, self._facts, monday + dt.timedelta(days=number))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _ENTER:
            self.opened.emit(self._day)
        elif key in _MOVES:
            self._go_to(self._day + dt.timedelta(days=_MOVES[key]))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        days = (monday + dt.timedelta(days=number) for monday in self._weeks for number in range(_WEEK))
        day = next((day for day in days if self.cell(day).contains(point)), None)
        if day is not None:
            self.opened.emit(day)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._tell()

    def _go_to(self, day: dt.date) -> None:
        turned, self._day = (day.year, day.month) != (self._day.year, self._day.month), day
        if turned:
            self.turned.emit(day)
        self._tell()
        self.update()

    def _tell(self) -> None:
        spoken.announce(self, f"{formats.date_long(self._day)}: {self._count(self._day)}")

    def _count(self, day: dt.date) -> str:
        number = len(self._by_day.get(day, []))
        return _appointments(number).format(n=formats.number(number))

    def _paint_day(self, painter: QPainter, facts: Facts, day: dt.date) -> None:
        cell, holds = self.cell(day), facts.calendar.day(day)
        painter.fillRect(cell, palette.color("page" if holds.closed else "surface"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(palette.color("line"), 1))
        painter.drawRect(QRectF(cell).adjusted(0.5, 0.5, 0.5, 0.5))
        other = day.month != self._day.month
        inside = cell.adjusted(_PAD, 4, -_PAD, -4)
        self._paint_number(painter, inside, day, facts.today, other)
        painter.setFont(theme.font("size_small"))
        note = (holds.closed if day.weekday() < 5 else "") or holds.special
        if note and not self._by_day.get(day):
            painter.setPen(palette.color("flag"))
            painter.drawText(inside.adjusted(0, _LINE + 4, 0, 0), _WRAPPED, note)
        elif note:
            self._write(painter, inside.adjusted(32, 0, 0, 0), note, "flag")
        self._paint_lines(painter, inside.adjusted(0, _LINE + 4, 0, 0), self._by_day.get(day, []))
        if day == self._day and self.hasFocus():
            painter.setPen(QPen(palette.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(cell).adjusted(2, 2, -2, -2), 4, 4)

    def _paint_number(self, painter: QPainter, inside: QRect, day: dt.date, today: dt.date, other: bool) -> None:
        painter.setFont(theme.font(semibold=True))
        ink = "muted" if other else "ink"
        if day == today:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color("accent"))
            painter.drawRoundedRect(QRectF(inside.left() - 2, inside.top() - 1, 26, _LINE + 3), 9, 9)
            ink = "on_accent"
        painter.setPen(palette.color(ink))
        painter.drawText(QRect(inside.left() - 2, inside.top() - 1, 26, _LINE + 3), Qt.AlignmentFlag.AlignCenter,
                         str(day.day))

    def _paint_lines(self, painter: QPainter, inside: QRect, there: list[Appointment]) -> None:
        room = max(1, inside.height() // _LINE)
        shown = there if len(there) <= room else there[:room - 1]
        for number, one in enumerate(shown):
            line = inside.translated(0, number * _LINE)
            missed = one.state is State.MISSED
            self._write(painter, line, f"{time(one.starts)} {wording.short_name(one)}", "flag" if missed else "ink")
        if len(shown) < len(there):
            more = len(there) - len(shown)
            text = ngettext("{n} more", "{n} more", more) if shown else _appointments(more)
            below = inside.translated(0, len(shown) * _LINE)
            self._write(painter, below, text.format(n=formats.number(more)), "accent")

    def _write(self, painter: QPainter, where: QRect, text: str, token: str, height: int = _LINE) -> None:
        top = 0 if height == _HEADER else where.top()
        painter.setPen(palette.color(token))
        painter.drawText(QRect(where.left(), top, where.width(), height), _LEFT, painter.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideRight, where.width()))


def _appointments(number: int) -> str:
    return ngettext("{n} appointment", "{n} appointments", number)
