"""Coming in: what is said at the desk, the day's number, the class missed, groups, and somebody without a name."""

import pytest

from tests.store.stores import raw
from wellnessdesk.base.errors import Problem
from wellnessdesk.domain.bundles import Period
from wellnessdesk.domain.visits import Facts, Limits
from wellnessdesk.services import arrivals, audit, bundle_tables, capacity, visits

WALK_IN = {"reason": "take_a_break", "origin": "walk_in"}


def shell(center, statement, *values):
    connection = raw(center.front.store.path, center.front.keys.store_key)
    found = connection.execute(statement, values).fetchall()
    connection.close()
    return found


def check_in(center, student=1, **named):
    return visits.check_in(center.front, student, **WALK_IN, **named)


def test_what_is_said_at_the_desk_is_kept(center):
    facts = Facts(has_pass=False, feeling=2, language="es", access="quiet")
    visit = check_in(center, facts=facts)
    assert visits.queue(center.front).waiting == (visit,)
    assert visit.facts == facts
    assert check_in(center, 3).facts == Facts()


@pytest.mark.parametrize("feeling", [0, 6, -1])
def test_a_feeling_is_one_of_five(center, feeling):
    with pytest.raises(Problem, match="1 to 5"):
        check_in(center, facts=Facts(feeling=feeling))
    assert visits.queue(center.front).waiting == ()


def test_numbers_begin_at_one_each_day_and_follow_the_arrivals(center):
    assert [check_in(center, student).number for student in (1, 3, 4)] == [1, 2, 3]
    visits.check_out(center.front, 1)
    assert check_in(center, 1).number == 4
    center.clock.advance(days=1)
    assert check_in(center, 3).number == 1


@pytest.mark.parametrize(("minutes", "period", "missed"), [
    (0, "2", "Biology"), (29, "break", ""), (43, "3", ""), (60, "3", ""), (-10 * 60, "", "")])
def test_the_class_that_is_missed_comes_from_bell_times_and_roster(center, minutes, period, missed):
    """It is 10:00, in period 2."""
    shell(center, "INSERT INTO student_classes VALUES (1, '2', 'Biology')")
    center.clock.advance(minutes=minutes)
    visit = check_in(center)
    assert (visit.period, visit.missed) == (period, missed)


def test_what_the_center_knows_of_a_student_stands_beside_the_visit(center):
    shell(center, "INSERT INTO student_facts VALUES (1, '', 'vi', 'quiet', NULL, '')")
    check_in(center)
    (visit,) = visits.queue(center.front).waiting
    assert (visit.known_language, visit.known_access, visit.facts) == ("vi", "quiet", Facts())


def test_a_group_comes_in_together_and_who_is_here_stays_as_they_are(center):
    before = check_in(center, 3)
    group = visits.check_in_group(center.front, [1, 3, 4, 1], reason="group", origin="appointment")
    assert ([one.student_id for one in group.visits], group.already_here) == ([1, 4], ("Minh Nguyễn",))
    parties = {one.party for one in group.visits}
    assert len(parties) == 1
    assert None not in parties
    assert visits.queue(center.front).waiting == (before, *group.visits)
    assert [one.number for one in group.visits] == [2, 3]
    assert audit.verify(center.admin).sound


@pytest.mark.parametrize("students", [[], [1, 99], list(range(1, arrivals.MOST_AT_ONCE + 2))])
def test_a_group_is_checked_in_whole_or_not_at_all(center, students):
    with pytest.raises(Problem):
        visits.check_in_group(center.front, students, **WALK_IN)
    assert visits.queue(center.front).here == ()


def reasons(center, column="other"):
    today = center.front.today()
    with center.front.reading() as tx:
        (table, origins, *_rest) = bundle_tables.tables(tx, Period.month(today.year, today.month), today)
    place = table.layout.column_keys.index(column)
    return {key: line[place] for (key,), line in zip(table.layout.row_keys, table.counts, strict=True) if line[place]}


def test_somebody_without_a_name_is_counted_and_no_more(center):
    made = visits.drop_in(center.front, **WALK_IN)
    assert visits.queue(center.front).drop_ins == 1
    assert shell(center, "SELECT count(*) FROM visits") == [(0,)]
    assert reasons(center) == {"take_a_break": 1}
    assert audit.verify(center.admin).sound
    visits.undo_drop_in(center.front, made)
    assert (visits.queue(center.front).drop_ins, reasons(center)) == (0, {})
    assert audit.verify(center.admin).sound
    with pytest.raises(Problem, match="not there any more"):
        visits.undo_drop_in(center.front, made)


@pytest.mark.parametrize("statement", [
    "DELETE FROM drop_ins", "INSERT INTO drop_ins VALUES (7, '2026-09-14', 0, 'walk_in', 'other')"])
def test_the_judge_sees_a_drop_in_added_or_taken_past_the_program(center, statement):
    visits.drop_in(center.front, **WALK_IN)
    shell(center, statement)
    assert not audit.verify(center.admin).sound


def test_yesterdays_are_not_todays(center):
    visits.drop_in(center.front, **WALK_IN)
    center.clock.advance(days=1)
    assert visits.queue(center.front).drop_ins == 0


def test_the_rooms_limits_stand_in_the_queue_and_are_set_by_who_runs_the_center(center):
    assert visits.queue(center.front).limits == Limits(0, 60)
    capacity.set_limits(center.coordinator, Limits(20, 45))
    assert visits.queue(center.front).limits == capacity.limits(center.admin) == Limits(20, 45)
    assert audit.verify(center.admin).sound
    shell(center, "UPDATE settings SET value = '{\"capacity\": 90, \"minutes\": 45}' WHERE key = ?", capacity.KEY)
    assert audit.verify(center.admin).finding == "The limits of the room are not as the log says."


@pytest.mark.parametrize("limits", [Limits(-1, 10), Limits(201, 10), Limits(10, -1), Limits(10, 481)])
def test_no_room_has_such_limits(center, limits):
    with pytest.raises(Problem, match="up to 200 students"):
        capacity.set_limits(center.admin, limits)


@pytest.mark.parametrize("value", ['{"capacity": "x", "minutes": 9999}', "[]", "7", '{"capacity": true}'])
def test_spoiled_limits_count_as_the_usual_ones(center, value):
    shell(center, "INSERT INTO settings VALUES (?, ?)", capacity.KEY, value)
    assert capacity.limits(center.front) == Limits(0, 60)


