"""How long a month's tables are held against all that left of its school year."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench.measure import Figure, figure, in_turns, note
from tests.bench.stores import BenchStore
from wellnessdesk.domain.bundles import Span
from wellnessdesk.domain.people import Role
from wellnessdesk.services import bundle_periods, bundles, district, recipients

BUNDLES = 99
"""Of the year, at most."""


def disclosure_check(store: BenchStore) -> Iterator[Figure]:
    """A month that leaves again, after its year's other months, its terms and the year: read, proven, compared."""
    with store.copy() as folder, tempfile.TemporaryDirectory() as target:
        desk = store.sign_in(folder, Role.COORDINATOR)
        _identity, public = district.new_key_pair()
        to = recipients.add(desk, "Bench District", public, compared=True).id
        offered = bundle_periods.offered(desk)
        year = next(period for period in offered if period.span is Span.YEAR)
        within = sorted((one for one in offered if year.first <= one.first and one.last <= year.last),
                        key=lambda one: (one.last, one.last - one.first))
        for period in within[:BUNDLES]:
            bundles.write(desk, to, period, purpose="bench", folder=Path(target))
        month = [period for period in within[:BUNDLES] if period.span is Span.MONTH][-1]
        told: list[float] = []
        ones, _floors = in_turns(3, lambda: bundles.preview(desk, to, month, _Heard(told)))
        note(f"{len(within[:BUNDLES])} bundles of the year; progress was told {len(told)} times")
        if not told:
            raise AssertionError("progress was never told")
        desk.close()
    yield figure("disclosure.check", store.visits, ones)


class _Heard:
    """What a progress bar would show."""

    def __init__(self, told: list[float]) -> None:
        self._told = told

    def report(self, done: int, total: int) -> None:
        """One more."""
        self._told.append(done / total)

    def check_cancelled(self) -> None:
        """Nobody does."""
