"""What of a period may leave is worked out from what is true now and what was when others left; both are kept whole."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.centers import fresh_center
from tests.demos import demo_center, desk_of
from tests.store.stores import raw
from wellnessdesk.base.errors import Problem
from wellnessdesk.domain.bundles import BundleState, Period
from wellnessdesk.domain.measures import Kind, kind_of
from wellnessdesk.domain.people import Role
from wellnessdesk.exchange.disclosure import together
from wellnessdesk.services import (
    audit,
    bundle_history,
    bundle_suppression,
    bundle_tables,
    bundles,
    recipients,
    visits,
)
from wellnessdesk.services.bundle_writing import BundleNotWritten
from wellnessdesk.store.transaction import open_store
from wellnessdesk.vault import agefile, header_file

AUGUST, SEPTEMBER, OCTOBER = (Period.month(2026, month) for month in (8, 9, 10))
AUTUMN = Period.term(date(2026, 8, 17), date(2026, 9, 30))
YEAR = Period.school_year(2026)


@pytest.fixture
def center(tmp_path):
    made = fresh_center(tmp_path / "center")
    for student in (1, 2, 3):
        visits.check_in(made.front, student, reason="take_a_break", origin="walk_in")
    made.clock.advance(days=400)
    yield made
    made.admin.close()


@pytest.fixture
def to(center):
    return recipients.add(center.coordinator, "Oak District", agefile.generate()[1], compared=True)


@pytest.fixture
def term(monkeypatch):
    """A school calendar with one term that begins in the middle of August."""
    monkeypatch.setattr("wellnessdesk.services.bundle_periods.terms", lambda _tx: [AUTUMN])


def write(center, to, folder, period=SEPTEMBER):
    return bundles.write(center.coordinator, to.id, period, purpose="x", folder=folder)


def facts(center, period):
    with center.coordinator.reading() as tx:
        return bundle_suppression.facts(tx, period, center.coordinator.today())


def told(found):
    return {Period.term(*one.days).code: one.told for one in found.counted}


def correct(center):
    """One visit had another origin."""
    with center.coordinator.store.transaction() as tx:
        tx.session.execute(text("UPDATE visits SET origin = 'referred' WHERE id = 1"))


def origins(counted):
    return next(table for table in counted.tables if table.layout.name == "visits_by_origin").counts


def test_a_month_by_itself_needs_nothing_but_its_own_figures(center, to, tmp_path):
    write(center, to, tmp_path, OCTOBER)
    assert told(facts(center, SEPTEMBER)) == {"2026-09-01--2026-09-30": True}


def test_the_figures_of_all_that_hangs_together_are_needed_and_of_the_days_between(center, to, tmp_path, term):
    for period in (SEPTEMBER, AUTUMN):
        write(center, to, tmp_path, period)
    found = facts(center, YEAR)
    assert found.counted[0].days == (YEAR.first, YEAR.last)
    assert told(found) == {
        "2026-07-01--2027-06-30": True, "2026-09-01--2026-09-30": True, "2026-08-17--2026-09-30": True,
        "2026-07-01--2026-08-16": False, "2026-08-17--2026-08-31": False, "2026-10-01--2027-06-30": False}
    assert [one.period for one in found.earlier] == [SEPTEMBER, AUTUMN]


def test_a_month_that_nobody_told_of_is_looked_at_once_others_tell_of_its_days(center, to, tmp_path, term):
    write(center, to, tmp_path, AUTUMN)
    assert told(facts(center, SEPTEMBER))["2026-08-17--2026-08-31"] is False
    months = told(facts(center, Period.term(date(2026, 8, 1), date(2026, 9, 30))))
    assert months["2026-08-01--2026-08-16"] is False
    assert "2026-08-01--2026-08-31" not in months  # no bundle ends with August: nobody can tell it from September
    write(center, to, tmp_path, SEPTEMBER)
    months = told(facts(center, Period.term(date(2026, 8, 1), date(2026, 9, 30))))
    assert months["2026-08-01--2026-08-31"] is False


def test_what_was_true_when_a_bundle_left_is_kept_though_it_is_corrected_later(center, to, tmp_path):
    write(center, to, tmp_path)
    before = facts(center, SEPTEMBER).counted
    correct(center)
    found = facts(center, SEPTEMBER)
    assert [origins(one) for one in found.earlier[0].counted] == [origins(one) for one in before]
    assert origins(found.counted[0]) != origins(before[0])
    write(center, to, tmp_path)
    assert [origins(one.counted[0]) for one in facts(center, SEPTEMBER).earlier] == [
        origins(before[0]), origins(found.counted[0])]


def test_nothing_is_kept_of_a_bundle_that_did_not_leave(center, to, tmp_path):
    with pytest.raises(BundleNotWritten):
        write(center, to, tmp_path / "gone")
    assert facts(center, SEPTEMBER).earlier == ()
    assert audit.verify(center.coordinator).finding == ""


def test_true_counts_leave_in_no_file(center, to, tmp_path):
    made = write(center, to, tmp_path)
    with center.coordinator.reading() as tx:
        kept = bundle_history.tables_of(tx, made.id)
    assert not {cell.value for table in kept for line in table.cells for cell in line} & set(range(1, 11))


def while_proving(monkeypatch, act):
    real = together.publish

    def slow(*arguments):
        act()
        return real(*arguments)

    monkeypatch.setattr(together, "publish", slow)


def test_others_go_on_working_while_the_proof_is_looked_for(center, to, monkeypatch):
    other = open_store(center.folder / header_file.STORE_NAME, center.admin.keys.store_key)

    def somebody_comes():
        with other.transaction() as tx:
            tx.session.execute(text("UPDATE visits SET reason = reason WHERE id = 1"))

    while_proving(monkeypatch, somebody_comes)
    assert bundles.preview(center.coordinator, to.id, SEPTEMBER).tables
    other.close()


def test_figures_that_change_while_the_proof_is_looked_for_do_not_leave(center, to, tmp_path, monkeypatch):
    while_proving(monkeypatch, lambda: correct(center))
    with pytest.raises(Problem, match="figures have changed"):
        write(center, to, tmp_path)
    assert not list(tmp_path.glob("*.age*"))
    assert [one.state for one in bundle_history.history(center.coordinator)] == [BundleState.ABANDONED]


@pytest.mark.parametrize("spoiled", [
    "UPDATE bundle_counts SET body = '[]'", "UPDATE bundle_counts SET body = '{'",
    "UPDATE bundle_counts SET body = replace(body, '\"counts\":[[', '\"counts\":[[7')"])
def test_counts_that_somebody_spoiled_stop_the_next_bundle_and_are_found_by_the_log(center, to, tmp_path, spoiled):
    write(center, to, tmp_path)
    connection = raw(center.admin.store.path, center.admin.keys.store_key)
    assert connection.execute(spoiled).rowcount
    connection.close()
    with pytest.raises(Problem, match="changed outside the program"):
        bundles.preview(center.coordinator, to.id, SEPTEMBER)
    assert "not as the log says" in audit.verify(center.coordinator).finding


def test_events_of_any_days_are_the_sum_of_those_of_their_parts(tmp_path: Path):
    """What the proof stands on: else it would not know that the months of a year add up to it."""
    desk = desk_of(demo_center(tmp_path / "demo"), Role.COORDINATOR)
    with desk.reading() as tx:
        first, last = (date.fromisoformat(day) for day in tx.session.execute(
            text("SELECT min(day), max(day) FROM visits")).one())
        cuts = [first, *(day for day in (date(first.year, first.month, 16), date(last.year, last.month, 1),
                                         date(last.year, last.month, 9)) if first < day <= last)]
        ends = [*(date.fromordinal(day.toordinal() - 1) for day in cuts[1:]), last]
        parts, whole = ([_events(bundle_tables.tables(tx, Period.term(*days), desk.today())) for days in cut]
                        for cut in (zip(cuts, ends, strict=True), [(first, last)]))
    desk.close()
    assert len(parts) > 1
    assert whole[0].total() > 100
    assert [sum(parts, Counter())] == whole


def _events(tables):
    return +Counter({(table.layout.name, table.layout.key(place)): table.at(place) for table in tables
                     for place in table.places() if kind_of(table.layout.counted) is Kind.EVENTS})
