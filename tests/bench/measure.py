"""Medians of many runs, beside a floor measured in the same run, the two in turns."""

import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Figure:
    """One line of the benchmark. `ratio` is median over floor."""

    name: str
    visits: int
    median: float
    p95: float
    unit: str
    n: int
    floor: float | None = None
    ratio: float | None = None


def emit(figure: Figure) -> None:
    """One JSON line to standard output."""
    sys.stdout.write(json.dumps(asdict(figure)) + "\n")
    sys.stdout.flush()


def note(text: str) -> None:
    """What is not a figure goes to standard error."""
    sys.stderr.write(f"{text}\n")


def timed(call: Callable[[], object]) -> float:
    """Milliseconds of one call."""
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


def in_turns(n: int, one: Callable[[], object], floor: Callable[[], object] | None = None) -> tuple[list, list]:
    """Milliseconds of `n` runs of each, alternating, so that a busy moment hits both."""
    ones, floors = [], []
    for _turn in range(n):
        ones.append(timed(one))
        if floor is not None:
            floors.append(timed(floor))
    return ones, floors


def figure(name: str, visits: int, values: list[float], floors: list[float] | None = None, unit: str = "ms") -> Figure:
    """Summed up."""
    median = statistics.median(values)
    floor = statistics.median(floors) if floors else None
    return Figure(name, visits, round(median, 3), round(_p95(values), 3), unit, len(values),
                  round(floor, 3) if floor else None, round(median / floor, 2) if floor else None)


def _p95(values: list[float]) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
