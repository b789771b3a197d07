"""Where everything of a chart stands: boxes, lines and words, the same for the window and for paper.

Lengths are in the pen's own unit (pixels or points), y grows downward. `line` is the height of a line of small text.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Literal

from wellnessdesk.domain.charts import ChartSpec, Kind, Row

_FULLEST = 0.7
"""The shade of the fullest field of a grid: any darker, and no color of words could be read on all of them."""
_SHADES = (1.0, 0.45)
"""Of the first row and the second."""
_UNSURE = 0.3
"""From what a number is at least up to what it is at most."""
_LETTER = 0.62
"""The width of a letter beside the height of its line, at most."""


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle; `shade` from 0 (the ground) to 1 (the accent)."""

    x: float
    y: float
    width: float
    height: float
    shade: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line from left to right."""

    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class Words:
    """A text in a frame of one line's height: whoever draws it shortens what is too long. `on` is the shade below."""

    x: float
    y: float
    width: float
    text: str
    align: Literal["left", "center", "right"] = "center"
    on: float = 0


Shape = Box | Rule | Words


def height(spec: ChartSpec, line: float) -> float:
    """How high a chart wants to be."""
    if spec.kind is Kind.COLUMNS:
        return line * 14
    if spec.kind is Kind.BARS:
        return line * 1.9 * max(1, len(spec.labels))
    return line * (1.6 + 2.1 * len(spec.rows))


def shapes(spec: ChartSpec, width: float, line: float) -> list[Shape]:
    """Everything to be drawn, in this order, in a frame of this width and of `height`."""
    draw = {Kind.COLUMNS: _columns, Kind.BARS: _bars, Kind.GRID: _grid}[spec.kind]
    return list(draw(spec, width, line))


def _columns(spec: ChartSpec, width: float, line: float) -> Iterator[Shape]:
    top, left = line * (3.2 if len(spec.rows) > 1 else 1.6), line * 3.4
    bottom = height(spec, line) - line * 1.5
    highest = _round_up(spec.most)
    yield from _legend(spec, width, line)
    for part in range(5):
        y = bottom - (bottom - top) * part / 4
        yield Rule(left, y, width - left)
        if highest >= 4 or part in (0, 4):
            yield Words(0, y - line / 2, left - line * 0.5, spec.said(highest * part / 4), "right")
    step = (width - left) / max(1, len(spec.labels))
    for place, label in enumerate(spec.labels):
        yield Words(left + step * place, bottom + line * 0.35, step, label)
        for number, row in enumerate(spec.rows):
            yield from _column(spec, row, place, number, left + step * place, step, top, bottom, highest, line)


def _column(spec: ChartSpec, row: Row, place: int, number: int, x: float, step: float, top: float, bottom: float,
            highest: float, line: float) -> Iterator[Shape]:
    value, reach = row.values[place], row.reach[place]
    if value is None or reach is None:
        return
    wide = step * 0.72 / len(spec.rows)
    tall, taller = ((bottom - top) * up / highest for up in (value, reach))
    at = x + step * 0.14 + wide * number
    if taller > tall:
        yield Box(at, bottom - taller, wide * 0.94, taller - tall, _UNSURE)
    yield Box(at, bottom - tall, wide * 0.94, tall, _SHADES[number % 2])
    said = spec.said_at(row, place)
    if len(spec.rows) == 1 and (not row.highs or len(said) * line * _LETTER <= step):
        yield Words(x, bottom - taller - line * 1.1, step, said)


def _legend(spec: ChartSpec, width: float, line: float) -> Iterator[Shape]:
    if len(spec.rows) > 1:
        each = width / len(spec.rows)
        for number, row in enumerate(spec.rows):
            yield Box(each * number, line * 0.15, line * 0.7, line * 0.7, _SHADES[number % 2])
            yield Words(each * number + line, 0, each - line * 1.5, row.name, "left")


def _bars(spec: ChartSpec, width: float, line: float) -> Iterator[Shape]:
    row = spec.rows[0]
    said = [spec.said_at(row, place) for place in range(len(spec.labels))]
    ends = line * 3.6 if not row.highs else max(line * 3.6, line * _LETTER * max(map(len, said), default=0))
    left, step = width * 0.36, line * 1.9
    room = width - left - line * 0.4 - ends
    for place, label in enumerate(spec.labels):
        y = step * place
        long, longer = (room * (to[place] or 0) / (spec.most or 1) for to in (row.values, row.reach))
        yield Words(0, y + line * 0.45, left - line * 0.6, label, "right")
        if longer > long:
            yield Box(left + long, y + line * 0.2, longer - long, line * 1.5, _UNSURE)
        yield Box(left, y + line * 0.2, max(long, line * 0.1), line * 1.5, _SHADES[0])
        yield Words(left + longer + line * 0.4, y + line * 0.45, ends, said[place], "left")


def _grid(spec: ChartSpec, width: float, line: float) -> Iterator[Shape]:
    left, head, tall, gap = line * 6.2, line * 1.6, line * 2.1, line * 0.12
    step = (width - left) / max(1, len(spec.labels))
    for place, label in enumerate(spec.labels):
        yield Words(left + step * place, line * 0.3, step, label)
    for number, row in enumerate(spec.rows):
        y = head + tall * number
        yield Words(0, y + line * 0.55, left - line * 0.5, row.name, "right")
        for place, value in enumerate(row.values):
            share = (value or 0) / (spec.most or 1)
            shade = 0.06 + (_FULLEST - 0.06) * share if value else 0.03
            yield Box(left + step * place + gap, y + gap, step - 2 * gap, tall - 2 * gap, shade)
            if value:
                yield Words(left + step * place, y + line * 0.55, step, spec.said(value), on=shade)


def _round_up(value: float) -> float:
    """The next number that falls into four steps of a round number each."""
    steps = (unit * factor for unit in (10**power for power in count()) for factor in (1, 1.5, 2, 2.5, 3, 5, 7.5))
    return float(next(4 * step for step in steps if step == int(step) and 4 * step >= value))
