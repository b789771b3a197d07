"""The inbox: what is looked at gets its verdict, what is taken is taken whole."""

import pytest

from tests.districts import Sender, line, new_district, words
from tests.exchange.bundles import tables
from wellnessdesk.domain.district import Verdict
from wellnessdesk.services.district import centers, inbox, received


@pytest.fixture
def desk(tmp_path):
    """An open district that knows one center."""
    made = new_district(tmp_path / "district")
    centers.add(made, line(), "Wellness Center", "Núñez High", words=words())
    yield made
    made.close()


@pytest.fixture
def center(desk, tmp_path):
    """That center."""
    return Sender(desk, tmp_path / "stick")


def verdicts(desk, *paths):
    return [one.verdict for one in inbox.look(desk, paths)]


def test_a_bundle_is_looked_at_taken_and_listed(desk, center):
    path = center.send()

    (looked,) = inbox.look(desk, [path])
    (taken,) = inbox.take(desk, [looked])

    assert looked.verdict is Verdict.GOOD
    assert [one.id for one in received.listed(desk)] == [taken.id]
    assert received.tables(desk, taken.id) == tuple(tables())
    assert verdicts(desk, path) == [Verdict.REPLAY]


def test_a_folder_is_judged_in_the_order_of_its_numbers(desk, center):
    for number in (3, 1, 2):
        center.send(f"{9 - number}.age")

    assert verdicts(desk, center.folder) == [Verdict.GOOD] * 3
    assert len(inbox.take(desk, inbox.look(desk, [center.folder]))) == 3
