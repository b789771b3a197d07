"""All tables of a bundle: what they count, that their totals agree, and that no code is left out."""

from collections import defaultdict
from datetime import date

import pytest

from tests.centers import first, worked_center
from tests.kiosks import NUMBERS, begun
from tests.store.stores import raw
from wellnessdesk.base.errors import Problem
from wellnessdesk.domain import catalogues, measures
from wellnessdesk.domain import demographics as rules
from wellnessdesk.domain.bundles import Period
from wellnessdesk.domain.flags import Closing, Urgency
from wellnessdesk.domain.peer_facts import PeerFacts
from wellnessdesk.domain.rollup import ADD_UP
from wellnessdesk.exchange.disclosure.knowledge import require_fitting
from wellnessdesk.services import (
    bundle_periods,
    bundle_tables,
    bundles,
    demographics,
    district,
    flags,
    peer_facts,
    recipients,
    visits,
)
from wellnessdesk.store import demographics as answers
from wellnessdesk.store import kept_counts, roster_imports
from wellnessdesk.vault import agefile

SEPTEMBER, OCTOBER = Period.month(2026, 9), Period.month(2026, 10)
THEN, NOW = "2025-07-01", rules.set_id()
SUMMER = Period.term(date(2026, 8, 17), date(2026, 9, 30))


@pytest.fixture
def day(tmp_path):
    made = worked_center(tmp_path / "center")
    yield made
    made.center.admin.close()


@pytest.fixture
def center(day):
    return day.center


def told(center, period=SEPTEMBER):
    """The tables by name."""
    with center.coordinator.reading() as tx:
        return {one.layout.name: one for one in bundle_tables.tables(tx, period, center.coordinator.today())}


def shown(table):
    """What is not zero, by row and column."""
    layout = table.layout
    return {(*key, *([across] if across else [])): count
            for key, line in zip(layout.row_keys, table.counts, strict=True)
            for across, count in zip(layout.column_keys, line, strict=True) if count}


def test_a_bundle_tells_of_everything_that_a_district_asks_for(center):
    assert list(told(center)) == [
        "visits_by_reason", "visits_by_origin", "visits_by_language", "visits_by_wait", "students_by_grade",
        "students_by_language", "enrolled_by_grade", "enrolled_by_language", "peers_by_grade", "sessions_by_service",
        "sessions_by_grade", "sessions_by_language", "sessions_by_origin", "flags_by_urgency", "flags_closed",
        "referrals_by_kind", "referrals_completed", "supervision_meetings", "supervision_attendance",
        "training_hours"]


def test_what_counts_the_same_has_the_same_total(center):
    visits.drop_in(center.front, reason="take_a_break", origin="walk_in")
    totals = defaultdict(set)
    for table in told(center).values():
        totals[table.layout.counted].add(table.at((None, None)))
    assert [list(totals[counted]) for counted in ("visits", "students", "sessions")] == [[4], [3], [2]]
    assert all(len(found) == 1 for found in totals.values())
    require_fitting(list(told(center).values()))


def test_every_event_may_be_added_over_time_and_nothing_else(center):
    demographics.set_on(center.coordinator, on=True)
    demographics.give(begun(center), NUMBERS[1], {})
    counted = {table.layout.counted for table in told(center).values()}
    assert {one for one in counted if measures.kind_of(one) is measures.Kind.EVENTS} == ADD_UP
    assert counted - ADD_UP == measures.PERSONS | measures.STANDING


def test_a_code_that_nobody_chose_is_a_row_of_zero_and_one_that_is_unknown_counts_under_the_last(center):
    connection = raw(center.admin.store.path, center.admin.keys.store_key)
    connection.execute("UPDATE visits SET reason = 'no longer used', origin = '?' WHERE id = 1")
    connection.execute("UPDATE sessions SET service = 'no longer used'")
    connection.close()
    tables = told(center)
    assert [key for (key,) in tables["visits_by_reason"].layout.row_keys] == list(catalogues.visit_reasons().ids())
    assert shown(tables["visits_by_origin"])["other",] == 1
    assert sum(n for (reason, _grade), n in shown(tables["visits_by_reason"]).items() if reason == "other") == 1
    assert shown(tables["sessions_by_service"]) == {("other", "0"): 2}
    assert ("hmn",) in tables["visits_by_language"].layout.row_keys


def test_what_was_destroyed_before_these_counts_were_kept_is_not_recorded(center):
    with center.coordinator.store.transaction() as tx:
        kept_counts.add(tx, SEPTEMBER.first, kept_counts.VISITS, [(("09", "walk_in", "group"), 5)])
        kept_counts.add(tx, SEPTEMBER.first, kept_counts.STUDENTS, [(("09",), 4)])
        kept_counts.add(tx, SEPTEMBER.first, kept_counts.SESSIONS, [(("tutoring", 1), 3)])
        kept_counts.add(tx, SEPTEMBER.first, kept_counts.FLAGS, [(("immediate", "closed"), 2)])
    before, tables = told(center, OCTOBER), told(center)
    assert {name: tables[name].at((None, None)) for name in (
        "visits_by_language", "visits_by_wait", "students_by_language", "sessions_by_grade", "sessions_by_origin")} == {
            "visits_by_language": 8, "visits_by_wait": 8, "students_by_language": 7, "sessions_by_grade": 5,
            "sessions_by_origin": 5}
    assert shown(tables["sessions_by_origin"])["not_recorded",] >= 3
    assert shown(tables["flags_by_urgency"]) == {("immediate", "later"): 2, ("same_day", "later"): 1}
    assert not shown(before["visits_by_language"])


def test_flags_at_different_steps_are_counted_together(day):
    center = day.center
    flags.raise_flag(center.peer, day.signed, kind=first("red_flags"), urgency=Urgency.SAME_DAY)
    center.clock.advance(days=2)
    flags.acknowledge(center.coordinator, day.flag)
    assert shown(told(center)["flags_by_urgency"]) == {("same_day", "later"): 2}


def test_a_flag_is_told_where_it_was_raised_and_where_it_was_closed_and_does_not_move(day):
    center = day.center
    september = told(center)
    assert shown(september["flags_by_urgency"]) == {("same_day", "later"): 1}
    assert not shown(september["flags_closed"])
    center.clock.advance(days=28)
    flags.acknowledge(center.coordinator, day.flag)
    flags.close(center.coordinator, day.flag, Closing(
        disposition="x", notify_caregiver=True, notify_reason="x", outcome="x", reported=False))
    assert told(center) == september
    assert shown(told(center, OCTOBER)["flags_closed"]) == {("same_day", "in_30_days"): 1}
    assert not shown(told(center, OCTOBER)["flags_by_urgency"])


class TestTheRoster:
    def test_stands_beside_who_came_as_long_as_it_is_of_the_same_school_year(self, center):
        tables = told(center)
        assert tables["enrolled_by_grade"].at((None, None)) > tables["students_by_grade"].at((None, None)) == 3
        assert tables["enrolled_by_grade"].layout.rows == tables["students_by_grade"].layout.rows
        assert tables["enrolled_by_language"].layout.rows == tables["students_by_language"].layout.rows
        assert "enrolled_by_grade" in told(center, Period.school_year(2026))
        assert not {"enrolled_by_grade", "enrolled_by_language", "peers_by_grade"} & told(
            center, Period.month(2026, 6)).keys()

    def test_is_that_of_the_last_import(self, center):
        with center.coordinator.store.transaction() as tx:
            roster_imports.add(tx, center.clock.now(), center.admin.person.id, "oneroster", "{}", "")
        center.clock.advance(days=300)  # the year is over, and no other roster has come
        assert "enrolled_by_grade" in told(center)
        assert "enrolled_by_grade" not in told(center, Period.month(2027, 7))

    def test_peers_are_in_the_grade_that_follows_from_when_they_graduate(self, center):
        peers = [center.peer, center.desks["Otto Other"]]
        for peer, graduates in zip(peers, (date(2028, 6, 9), date(2027, 1, 20)), strict=True):
            peer_facts.save(center.coordinator, PeerFacts(person=peer.person.id, graduates=graduates))
        found = shown(told(center)["peers_by_grade"])
        assert (found["11",], found["12",]) == (1, 1)
        peer_facts.save(center.coordinator, PeerFacts(person=peers[0].person.id))
        assert shown(told(center)["peers_by_grade"]) == {("12",): 1, ("other",): found.get(("other",), 0) + 1}


class TestWhatStudentsSaid:
    @pytest.fixture(autouse=True)
    def counted(self, center):
        with center.coordinator.store.transaction() as tx:
            for month, set_id, gender in (("2026-08", THEN, "an older word"), ("2026-09", THEN, "female"),
                                          ("2026-09", NOW, "female"), ("2026-09", NOW, "declined")):
                answers.add(tx, month, set_id, {"gender": gender, "race": "declined"})

    def test_is_a_table_a_question_by_the_day_of_the_options(self, center):
        tables = told(center)
        asked = [name for name in tables if name.startswith("asked_by_")]
        assert asked == [f"asked_by_{one}" for one in catalogues.load("demographic_categories").ids()]
        gender = tables["asked_by_gender"]
        assert shown(gender) == {("female", THEN): 1, ("female", NOW): 1, ("declined", NOW): 1}
        assert {tables[name].at((None, None)) for name in ("asked_by_gender", "asked_by_race")} == {3}
        assert ("nonbinary",) in gender.layout.row_keys
        assert gender.layout.rows[0].labels[-1] == ("declined", "I would rather not say")
        august = told(center, Period.month(2026, 8))["asked_by_gender"]
        assert shown(august) == {("an older word",): 1}
        assert "Jul 1, 2025" in august.layout.description

    def test_a_question_that_was_not_among_the_options_is_as_one_left_open(self, center):
        """All questions of a set have the same total, or the tables would contradict each other."""
        assert shown(told(center)["asked_by_military"]) == {("declined", THEN): 1, ("declined", NOW): 2}

    def test_a_set_of_options_that_somebody_spoiled_is_told_in_a_sentence(self, center):
        with center.coordinator.store.transaction() as tx:
            answers.add(tx, "2026-09", "autumn", {"gender": "female"})
        with pytest.raises(Problem, match="changed outside the program"):
            told(center)

    def test_leaves_with_all_the_others_and_is_read_again(self, center, tmp_path):
        identity, public = agefile.generate()
        to = recipients.add(center.coordinator, "Oak District", public, compared=True)
        center.clock.advance(days=30)
        bundle = bundles.write(center.coordinator, to.id, SEPTEMBER, purpose="x", folder=tmp_path)
        opened = district.open_bundle(tmp_path / bundle.file_name, identity)
        assert [table.layout for table in opened.tables] == [table.layout for table in told(center).values()]

    def test_of_a_term_is_that_of_the_months_that_begin_in_it(self, center):
        assert told(center, SUMMER)["asked_by_gender"].at((None, None)) == 3
        assert told(center, Period.month(2026, 8))["asked_by_gender"].at((None, None)) == 1
        assert "asked_by_gender" not in told(center, OCTOBER)


def test_once_records_are_destroyed_only_months_of_them_are_offered(center):
    center.clock.advance(days=400)
    year = Period.school_year(2026)
    assert year in bundle_periods.offered(center.coordinator)
    with center.coordinator.store.transaction() as tx:
        bundle_periods.require(tx, year, center.coordinator.today())
        kept_counts.add(tx, SEPTEMBER.first, kept_counts.STUDENTS, [(("09",), 4)])
    assert year not in bundle_periods.offered(center.coordinator)
    assert SEPTEMBER in bundle_periods.offered(center.coordinator)
    with center.coordinator.reading() as tx, pytest.raises(Problem, match="choose a month"):
        bundle_periods.require(tx, year, center.coordinator.today())
