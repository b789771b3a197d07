"""The grid as something to work with: a cursor for the keyboard, blocks that are dragged, empty time that is booked.

Arrows move the cursor, Enter opens or books, M picks an appointment up and Enter puts it down, Space goes to the next
of those at the same time.
"""

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.appointments import Appointment, State
from wellnessdesk.domain.calendar import time
from wellnessdesk.ui.kit import spoken
from wellnessdesk.ui.kit.texts import plain_tooltip
from wellnessdesk.ui.pages.appointments import wording
from wellnessdesk.ui.pages.appointments.grid import STEP, Block, Column, Grid
from wellnessdesk.ui.pages.appointments.painter import HEADER, Geometry, Marks, paint, paint_header

_LEAST_PER_MINUTE = 0.9
_FAR = 6
"""Pixels: what the mouse moves less is a click."""
_SNAP = 5
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MOVES = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -STEP), Qt.Key.Key_Down: (0, STEP)}


class GridView(QAbstractScrollArea):
    """Shows one grid; `editable` where the person may book."""

    booked_at = Signal(object, int)
    """A column and a minute: something is to be booked there."""
    opened = Signal(object)
    """An appointment."""
    moved = Signal(object, object, int)
    """An appointment, the column and the minute it is to go to."""
    turned = Signal(int)
    """The cursor went out at the left (-1) or the right (1)."""

    def __init__(self, name: str, *, editable: bool) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        self.grid = Grid()
        self._editable = editable
        self._now: int | None = None
        self._cursor = (0, 10 * 60)
        self._chosen: int | None = None
        self._carried: tuple[Block, int, int] | None = None
        self._pressed: tuple[QPointF, Block | None] | None = None
        self._hovered: tuple[int, int] | None = None

    def show_grid(self, grid: Grid, now: int | None) -> None:
        """Show another grid; the cursor stays where it is, and what was carried is put down."""
        self.grid, self._now, self._carried = grid, now, None
        self._cursor = self._inside(*self._cursor)
        if self._chosen is not None and grid.place_of(self._chosen) is None:
            self._chosen = None
        self._set_scrolling()
        self.viewport().update()

    def set_now(self, now: int | None) -> None:
        """Time went by."""
        self._now = now
        self.viewport().update()

    @property
    def cursor_place(self) -> tuple[Column, int]:
        """The column and minute of the cursor."""
        return self.grid.columns[self._cursor[0]], self._cursor[1]

    @property
    def chosen(self) -> Appointment | None:
        """The appointment at the cursor."""
        block = self.grid.place_of(self._chosen) if self._chosen is not None else None
        return block.appointment if block is not None else None

    def go_to(self, column: int, minute: int) -> None:
        """Put the cursor somewhere, and choose what is there."""
        self._cursor = self._inside(column, minute)
        there = self.grid.at(*self._cursor)
        self._chosen = there[0].appointment.id if there else None
        self._scroll_to_cursor()
        self._tell()
        self.viewport().update()

    # ---- drawing

    def geometry_of(self) -> Geometry:
        """Where everything stands."""
        room = (self.viewport().height() - HEADER - 8) / max(1, self.grid.last - self.grid.first)
        return Geometry(self.grid, self.viewport().width(), max(_LEAST_PER_MINUTE, room))

    def paintEvent(self, event: QPaintEvent) -> None:
        geometry, painter = self.geometry_of(), QPainter(self.viewport())
        painter.save()
        painter.translate(0, -self.verticalScrollBar().value())
        paint(painter, geometry, Marks(
            cursor=self._cursor if self.hasFocus() and self.grid.columns else None, chosen=self._chosen,
            carried=self._carried, now=self._now, hovered=self._hovered if self._editable else None))
        painter.restore()
        paint_header(painter, geometry)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_scrolling()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._tell()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    # ---- keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if not self.grid.columns or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in _MOVES:
            self._step(*_MOVES[key])
        elif key in _ENTER:
            self._enter()
        elif key == Qt.Key.Key_Space:
            self._choose_next()
        elif key == Qt.Key.Key_M:
            self._pick_up()
        elif key == Qt.Key.Key_Escape and self._carried is not None:
            self._carried = None
            self.viewport().update()
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.go_to(self._cursor[0], self.grid.first if key == Qt.Key.Key_Home else self.grid.last - STEP)
        else:
            super().keyPressEvent(event)

    def _step(self, columns: int, minutes: int) -> None:
        if self._carried is not None:
            block, column, minute = self._carried
            self._carry(block, column + columns, minute + minutes)
            return
        column = self._cursor[0] + columns
        if not 0 <= column < len(self.grid.columns):
            self._cursor = (len(self.grid.columns) - 1 if columns < 0 else 0, self._cursor[1])
            self.turned.emit(columns)
        else:
            self.go_to(column, self._cursor[1] // STEP * STEP + minutes)

    def _enter(self) -> None:
        if self._carried is not None:
            self._put_down()
        elif self.chosen is not None:
            self.opened.emit(self.chosen)
        elif self._editable:
            self.booked_at.emit(*self.cursor_place)

    def _choose_next(self) -> None:
        there = self.grid.at(*self._cursor)
        places = [one.appointment.id for one in there]
        if places:
            before = places.index(self._chosen) if self._chosen in places else -1
            self._chosen = places[(before + 1) % len(places)]
            self._tell()
            self.viewport().update()

    def _pick_up(self) -> None:
        block = self.grid.place_of(self._chosen) if self._chosen is not None else None
        if self._editable and block is not None and block.appointment.state is State.BOOKED:
            self._carried = (block, block.column, block.starts)
            spoken.announce(self, _("Picked up. Arrows move it, Enter puts it down, Escape leaves it."))
            self.viewport().update()

    def _carry(self, block: Block, column: int, minute: int) -> None:
        last = self.grid.last - (block.ends - block.starts)
        column = min(max(column, 0), len(self.grid.columns) - 1)
        self._carried = (block, column, min(max(minute, self.grid.first), last))
        self._cursor = self._inside(self._carried[1], self._carried[2])
        self._scroll_to_cursor()
        where = self.grid.columns[self._carried[1]]
        spoken.announce(self, f"{where.title}, {time(self._carried[2])}")
        self.viewport().update()

    def _put_down(self) -> None:
        if self._carried is None:
            return
        block, column, minute = self._carried
        self._carried = None
        if (column, minute) != (block.column, block.starts):
            self.moved.emit(block.appointment, self.grid.columns[column], minute)
        self.viewport().update()

    # ---- mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._place(event.position())
        if event.button() != Qt.MouseButton.LeftButton or place is None:
            return
        block = self._block_at(event.position())
        self._pressed = (event.position(), block)
        self.go_to(*place)
        if block is not None:
            self._chosen = block.appointment.id

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            self._hover(event.position())
            return
        start, block = self._pressed
        place = self._place(event.position())
        may = self._editable and block is not None and block.appointment.state is State.BOOKED
        far = self._carried is not None or (event.position() - start).manhattanLength() >= _FAR
        if may and far and place is not None and block is not None:
            grasp = int((start.y() - event.position().y()) / self.geometry_of().per_minute)
            self._carry(block, place[0], (block.starts - grasp) // _SNAP * _SNAP)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        if pressed is None:
            return
        if self._carried is not None:
            self._put_down()
        elif pressed[1] is not None:
            self.opened.emit(pressed[1].appointment)
        elif self._editable:
            column, minute = self._cursor
            self.booked_at.emit(self.grid.columns[column], minute // STEP * STEP)

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = None
        self.viewport().update()
        super().leaveEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            block = self._block_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), plain_tooltip(wording.facts(block.appointment)) if block else "",
                              self.viewport())
            return True
        return super().viewportEvent(event)

    def _hover(self, position: QPointF) -> None:
        place, block = self._place(position), self._block_at(position)
        hovered = (place[0], place[1] // STEP * STEP) if place is not None and block is None else None
        shape = Qt.CursorShape.PointingHandCursor if block is not None else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        if hovered != self._hovered:
            self._hovered = hovered
            self.viewport().update()

    # ---- places

    def _place(self, position: QPointF) -> tuple[int, int] | None:
        return None if position.y() < HEADER else self.geometry_of().place(self._whole(position))

    def _block_at(self, position: QPointF) -> Block | None:
        geometry, point = self.geometry_of(), self._whole(position)
        hit = [one for one in self.grid.blocks if geometry.block(one).contains(point)]
        return hit[-1] if hit and position.y() >= HEADER else None

    def _whole(self, position: QPointF) -> QPointF:
        return position + QPointF(0, self.verticalScrollBar().value())

    def _inside(self, column: int, minute: int) -> tuple[int, int]:
        return (min(max(column, 0), max(0, len(self.grid.columns) - 1)),
                min(max(minute, self.grid.first), self.grid.last - STEP))

    def _set_scrolling(self) -> None:
        height = self.geometry_of().height
        self.verticalScrollBar().setPageStep(self.viewport().height())
        self.verticalScrollBar().setSingleStep(30)
        self.verticalScrollBar().setRange(0, max(0, height - self.viewport().height()))

    def _scroll_to_cursor(self) -> None:
        y, bar = self.geometry_of().y(self._cursor[1]), self.verticalScrollBar()
        if y - bar.value() < HEADER + 10:
            bar.setValue(int(y) - HEADER - 30)
        elif y - bar.value() > self.viewport().height() - 40:
            bar.setValue(int(y) - self.viewport().height() + 60)

    def _tell(self) -> None:
        """What a screen reader says of where the cursor is."""
        if not self.grid.columns:
            return
        column, minute = self.cursor_place
        there = wording.spoken(self.chosen) if self.chosen is not None else _("free")
        day = f"{formats.weekday(column.day)} {formats.date_short(column.day)}"
        text = f"{column.title}, {day}, {time(minute)}: {there}"
        self.setAccessibleDescription(text)
        spoken.announce(self, text)


def block_rect(view: GridView, appointment_id: int) -> QRectF:
    """Where an appointment stands in the viewport, for the mouse of a test or tour; empty where it is not shown."""
    block = view.grid.place_of(appointment_id)
    if block is None:
        return QRectF()
    return view.geometry_of().block(block).translated(0, -view.verticalScrollBar().value())


def slot_point(view: GridView, column: int, minute: int) -> QPointF:
    """Where a minute of a column stands in the viewport, in the middle of the column."""
    where = view.geometry_of().slot(column, minute, minute + STEP).center()
    return where - QPointF(0, view.verticalScrollBar().value())

