"""What belongs to a visit goes with it, and those without a name with the month: the figures stay."""

import pytest

from tests.retained import counted, old_center, shell
from tests.support import PASSPHRASE
from wellnessdesk.domain.bundles import Period
from wellnessdesk.services import audit, bundle_tables, destruction, retention, visit_corrections, visits

WALK_IN = {"reason": "take_a_break", "origin": "walk_in"}


def figures(center):
    with center.admin.reading() as tx:
        return [table.counts for period in (Period.month(2026, 9), Period.month(2026, 10))
                for table in bundle_tables.tables(tx, period, center.admin.today())]


@pytest.fixture
def center(tmp_path, monkeypatch):
    """Seven years ago: corrections, a return to the queue, and somebody without a name; today another one."""
    check_in = visits.check_in

    def with_a_trail(desk, student, **named):
        visit = check_in(desk, student, **named)
        visit_corrections.correct(desk, visit.id, {"origin": "self"})
        visits.drop_in(desk, **WALK_IN)
        visits.rest(desk, visit.id)
        return visits.to_queue(desk, visit.id)

    with monkeypatch.context() as patch:
        patch.setattr(visits, "check_in", with_a_trail)
        made = old_center(tmp_path / "center").center
    yield made
    made.admin.close()


def test_everything_of_old_visits_goes_and_the_figures_stay(center):
    before = figures(center)
    kept = counted(center, "drop_ins", "visit_corrections")
    assert audit.verify(center.coordinator).sound

    destruction.destroy(center.coordinator, retention.preview(center.coordinator), PASSPHRASE)

    assert figures(center) == before
    assert counted(center, "visits", "drop_ins", "visit_corrections") == [1, 1, 2]
    assert kept > [5, 10]
    assert audit.verify(center.coordinator).sound


@pytest.mark.parametrize("statement", ["DELETE FROM drop_ins", "DELETE FROM visit_corrections"])
def test_only_what_went_with_a_month_may_be_missing(center, statement):
    destruction.destroy(center.coordinator, retention.preview(center.coordinator), PASSPHRASE)
    shell(center, statement)
    assert not audit.verify(center.coordinator).sound
