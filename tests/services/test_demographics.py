"""Students tell about themselves at the kiosk: once a school year, counted by month, and nothing leads to a person."""

from datetime import date

import pytest

from tests.centers import fresh_center
from tests.kiosks import NUMBERS, begun
from tests.store.stores import raw
from tests.support import PASSPHRASE
from wellnessdesk.base.errors import Problem
from wellnessdesk.domain import demographics as rules
from wellnessdesk.services import audit, demographics, destruction, retention, visits
from wellnessdesk.store import demographics as rows


@pytest.fixture
def center(tmp_path):
    made = fresh_center(tmp_path / "center")
    demographics.set_on(made.coordinator, on=True)
    return made


def counted(center, category="gender"):
    with center.coordinator.reading() as tx:
        found = rows.counts(tx, date(2026, 1, 1), date(2027, 12, 31))
    return {(one.month, one.option): one.n for one in found if one.category == category}


def test_nobody_is_asked_until_the_center_turns_it_on(tmp_path):
    center = fresh_center(tmp_path / "center")
    desk = begun(center)
    assert not demographics.asks(desk, NUMBERS[1])
    with pytest.raises(Problem, match="nothing to answer"):
        demographics.give(desk, NUMBERS[1], {})
    demographics.set_on(center.coordinator, on=True)
    assert demographics.is_on(center.admin)
    assert demographics.asks(desk, NUMBERS[1])


def test_answers_are_counted_by_month_and_what_is_left_open_is_declined(center):
    desk = begun(center)
    demographics.give(desk, NUMBERS[1], {"gender": "female"})
    demographics.give(desk, NUMBERS[2], {"gender": "female", "race": "asian"})
    center.clock.advance(days=30)
    demographics.give(desk, NUMBERS[3], {})
    assert counted(center) == {("2026-09", "female"): 2, ("2026-10", rules.DECLINED): 1}
    assert counted(center, "race") == {("2026-09", "asian"): 1, ("2026-09", rules.DECLINED): 1,
                                       ("2026-10", rules.DECLINED): 1}
    with center.coordinator.reading() as tx:
        assert {one.month for one in rows.counts(tx, date(2026, 10, 5), date(2026, 10, 6))} == {"2026-10"}
    assert audit.verify(center.coordinator).sound


def test_a_student_is_asked_once_a_school_year(center):
    desk = begun(center)
    demographics.give(desk, NUMBERS[1], {})
    assert not demographics.asks(desk, NUMBERS[1])
    with pytest.raises(Problem, match="nothing to answer"):
        demographics.give(desk, NUMBERS[1], {})
    center.clock.advance(days=365)
    assert demographics.asks(desk, NUMBERS[1])
    demographics.give(desk, NUMBERS[1], {})
    connection = raw(center.admin.store.path, center.admin.keys.store_key)
    assert connection.execute("SELECT student_id, school_year FROM demographic_asked").fetchall() == [(1, 2027)]
    connection.close()


def test_that_a_student_was_asked_goes_with_their_last_record_and_the_counts_stay(center):
    desk = begun(center)
    for student in (1, 2):
        demographics.give(desk, NUMBERS[student], {"gender": "female"})
        made = visits.check_in(center.front, student, reason="talk_with_peer", origin="walk_in")
        visits.check_out(center.front, made.id)
    connection = raw(center.admin.store.path, center.admin.keys.store_key)
    connection.execute("UPDATE students SET active = 0 WHERE id = 1")
    connection.commit()
    center.clock.advance(days=9 * 365)
    destruction.destroy(center.coordinator, retention.preview(center.coordinator), PASSPHRASE)
    assert connection.execute("SELECT student_id FROM demographic_asked").fetchall() == [(2,)]
    connection.close()
    assert counted(center) == {("2026-09", "female"): 2}


@pytest.mark.parametrize("answers", [{"gender": "asian"}, {"shoe": "big"}, {"race": ""}])
def test_what_cannot_be_chosen_is_refused_and_not_counted(center, answers):
    with pytest.raises(Problem, match="Choose one"):
        demographics.give(begun(center), NUMBERS[1], answers)
    assert counted(center) == {}


def test_every_question_has_options_and_every_option_a_question():
    assert all(rules.options(one) for one in rules.categories())
    assert date.fromisoformat(rules.set_id()) >= date(2026, 11, 27)


@pytest.mark.parametrize("statement", [
    "UPDATE demographic_counts SET n = n + 1", "DELETE FROM demographic_counts WHERE category = 'race'",
    "UPDATE settings SET value = 'false' WHERE key = 'demographics.on'"])
def test_what_was_changed_behind_the_log_is_found(center, statement):
    demographics.give(begun(center), NUMBERS[1], {})
    connection = raw(center.admin.store.path, center.admin.keys.store_key)
    connection.execute(statement)
    connection.close()
    assert "themselves" in audit.verify(center.coordinator).finding
