"""HiGHS, a solver of linear and whole-number programs (Huangfu and Hall 2018). The optional part `solver` installs it.

Most of what is asked is a flow, whose best corners are whole numbers: so each question goes to the simplex method,
which goes on from the last answer, and only where that gives fractions to branch and bound.
"""

from collections.abc import Iterable, Mapping, Sequence

import highspy
import numpy

from wellnessdesk.exchange.disclosure.knowledge import ANY, Bounds, Row, Witness, holds

_CLOSE = 1e-6


class _Silent(highspy.Highs):
    """Without what it calls back: to ask for that prints who made HiGHS, onto what a program may be reading."""

    def enableCallbacks(self) -> None:
        self.silent()


class Highs:
    """A solver of one part (`solver.Solver`)."""

    def __init__(self, bounds: Sequence[Bounds], rows: Sequence[Row], truth: Witness) -> None:
        self._bounds, self._rows, self._truth = list(bounds), rows, truth
        self._model = _model(bounds, rows)
        self._aim: int | None = None

    def bound(self, one: int, bounds: Bounds) -> None:
        """Let a number lie between these from now on."""
        self._bounds[one] = bounds
        self._model.changeColBounds(one, *map(float, bounds))

    def extreme(self, one: int, *, up: bool) -> Witness | None:
        """The witness in which this number is greatest (or least)."""
        if self._aim is not None:
            self._model.changeColCost(self._aim, 0.0)
        self._aim = one
        self._model.changeColCost(one, -1.0 if up else 1.0)
        return _solved(self._model, self._bounds, self._rows)

    def cover(self, one: int, wanted: Bounds, prices: Mapping[int, Bounds]) -> frozenset[int]:
        """The shown numbers that move when it does not cost much: each unit of a move costs the number's size."""
        bounds, rows, costs = list(self._bounds), list(self._rows), [0.0] * len(self._bounds)
        for number, loose in prices.items():
            value = self._truth[number]
            up = len(bounds)
            rows.append(Row(((number, 1), (up, -1), (up + 1, 1)), value, value))
            bounds[number] = loose
            bounds += [(0, max(loose[1] - value, 0)), (0, max(value - loose[0], 0))]
            costs += [float(value)] * 2
        bounds[one] = wanted
        found = _solved(_model(bounds, rows, costs), bounds, rows)
        return frozenset(number for number in prices if found[number] != self._truth[number]) if found else frozenset()


def _model(bounds: Sequence[Bounds], rows: Sequence[Row], costs: Sequence[float] = ()) -> _Silent:
    made = highspy.HighsLp()
    made.num_col_, made.num_row_ = len(bounds), len(rows)
    made.col_cost_ = numpy.array(costs or [0.0] * len(bounds), dtype=float)
    made.col_lower_, made.col_upper_ = _pair(bounds)
    made.row_lower_, made.row_upper_ = _pair((_far(row.low), _far(row.high)) for row in rows)
    made.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    made.a_matrix_.start_ = numpy.cumsum([0, *(len(row.terms) for row in rows)])
    made.a_matrix_.index_ = numpy.array([one for row in rows for one, _sign in row.terms], dtype=numpy.int32)
    made.a_matrix_.value_ = numpy.array([sign for row in rows for _one, sign in row.terms], dtype=float)
    model = _Silent()  # type: ignore[no-untyped-call]
    model.setOptionValue("threads", 1)
    model.passModel(made)
    return model


def _pair(bounds: Iterable[tuple[float, float]]) -> tuple[numpy.ndarray, numpy.ndarray]:
    both = numpy.array(list(bounds), dtype=float).reshape(-1, 2)
    return both[:, 0].copy(), both[:, 1].copy()


def _far(limit: int) -> float:
    return float("inf") if limit > ANY // 2 else -float("inf") if limit < -ANY // 2 else float(limit)


def _solved(model: _Silent, bounds: Sequence[Bounds], rows: Sequence[Row]) -> Witness | None:
    """The best whole numbers; `None` where there are none, or where what is found does not hold exactly."""
    model.run()
    if model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    found = model.getSolution().col_value
    whole = [round(value) for value in found]
    if any(abs(value - exact) > _CLOSE for value, exact in zip(found, whole, strict=True)):
        whole = _branched(model, len(bounds))
    return whole if whole and holds(whole, bounds, rows) else None


def _branched(model: _Silent, wide: int) -> list[int]:
    every = numpy.arange(wide, dtype=numpy.int32)
    model.changeColsIntegrality(wide, every, numpy.full(wide, highspy.HighsVarType.kInteger))
    model.run()
    best = model.getModelStatus() == highspy.HighsModelStatus.kOptimal
    found = [round(value) for value in model.getSolution().col_value] if best else []
    model.changeColsIntegrality(wide, every, numpy.full(wide, highspy.HighsVarType.kContinuous))
    return found
