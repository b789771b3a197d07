"""The center's own facts: where a name is used, cards, what was acknowledged; nobody puts older ones back unseen."""

import datetime as dt
from dataclasses import replace

import pytest

from tests.retained import shell
from wellnessdesk.base.errors import Problem
from wellnessdesk.domain.student_facts import Audience, Facts, name_for, pronouns_for
from wellnessdesk.services import audit, student_facts, student_records, students, visits
from wellnessdesk.store import student_facts as rows
from wellnessdesk.store import students as student_rows

ALEX = Facts(preferred="Alex", pronouns="they/them", language="Spanish", access_needs="Step-free way in",
             card="0412345678", audiences=frozenset({Audience.CENTER, Audience.SLIPS}))


def test_facts_come_back_as_they_were_written(center):
    known = student_facts.save(center.front, 1, ALEX)
    assert known.facts == ALEX == student_facts.of_student(center.front, 1).facts
    assert known.student.name == "Alex Núñez"
    assert [one.name for one in students.search(center.front, "alex")] == ["Alex Núñez"]
    assert [one.name for one in students.search(center.front, "jos")] == ["Alex Núñez"]


@pytest.mark.parametrize(("audience", "name", "pronouns"), [
    (Audience.CENTER, "Alex Núñez", "they/them"), (Audience.SLIPS, "Alex Núñez", "they/them"),
    (Audience.CAREGIVERS, "José Núñez", ""), (Audience.PACKETS, "José Núñez", "")])
def test_a_name_is_used_only_where_the_student_wishes_it(center, audience, name, pronouns):
    known = student_facts.save(center.front, 1, ALEX)
    assert name_for(known.student, known.facts, audience) == name
    assert pronouns_for(known.facts, audience) == pronouns


def test_outside_the_center_the_legal_name_is_the_default(center):
    student = students.search(center.front, "jos")[0]
    facts = Facts(preferred="Alex")
    assert [name_for(student, facts, audience) for audience in Audience][1:] == ["José Núñez"] * 3


@pytest.mark.parametrize("on_the_roster", ["", "Lexi"])
def test_who_does_not_wish_the_name_in_the_center_is_shown_by_the_legal_one(center, on_the_roster):
    shell(center, "UPDATE students SET roster_preferred = ? WHERE id = 1", on_the_roster)
    known = student_facts.save(center.front, 1, replace(ALEX, audiences=frozenset({Audience.CAREGIVERS})))
    assert known.student.name == "José Núñez" == name_for(known.student, known.facts, Audience.CENTER)
    assert known.facts.preferred == "Alex"
    assert name_for(known.student, known.facts, Audience.CAREGIVERS) == "Alex Núñez"


def test_a_new_legal_name_replaces_the_old_one_that_was_shown(center):
    shell(center, "UPDATE students SET roster_preferred = 'Lexi' WHERE id = 1")
    student_facts.save(center.front, 1, replace(ALEX, audiences=frozenset()))
    with center.admin.change("students") as change:
        student_rows.change_many(change.tx, [{"id": 1, "given": "Alexandra"}])
        change.record("roster.accept", "roster")
    assert student_facts.of_student(center.front, 1).student.name == "Alexandra Núñez"


def test_an_audience_that_cannot_be_read_is_none(center):
    student_facts.save(center.front, 1, ALEX)
    shell(center, "UPDATE student_facts SET audiences = 'spoiled' WHERE student_id = 1")
    assert student_facts.of_student(center.front, 1).facts.audiences == frozenset()


@pytest.mark.parametrize("wrong", [{"preferred": "x" * 61}, {"card": "1234"}, {"card": "12345a"}, {"card": "٣٣٣٣٣٣"},
                                   {"access_needs": "x" * 301}])
def test_what_is_too_long_or_no_card_is_refused(center, wrong):
    with pytest.raises(Problem):
        student_facts.save(center.front, 1, replace(ALEX, **wrong))
    assert student_facts.of_student(center.front, 1).facts == Facts()


def test_a_card_is_one_students_and_can_be_replaced(center):
    assert students.by_card(center.front, "0412345678") is None
    student_facts.assign_card(center.front, 1, "0412 345-678")
    assert students.by_card(center.front, "0412345678").student.id == 1
    with pytest.raises(student_facts.CardTaken, match="José Núñez"):
        student_facts.assign_card(center.front, 3, "0412345678")
    student_facts.assign_card(center.front, 1, "99999")
    assert students.by_card(center.front, "0412345678") is None
    student_facts.assign_card(center.front, 3, "0412345678")
    assert students.by_card(center.front, "0412345678").student.id == 3


def test_a_card_comes_before_a_student_number_that_reads_the_same(center):
    student_facts.assign_card(center.front, 1, "200003")
    assert students.by_card(center.front, "200003").student.id == 1


def test_what_is_acknowledged_is_there_with_its_version_day_and_witness(center):
    assert student_facts.missing(student_facts.of_student(center.front, 1).acknowledged) == [
        "what_is_shared", "taking_part", "caregiver_consent"]
    student_facts.acknowledge(center.front, 1, "what_is_shared")
    known = student_facts.acknowledge(center.front, 1, "what_is_shared")
    (one,) = known.acknowledged
    assert (one.kind, one.version, one.by) == ("what_is_shared", "2026-08", "Frank Desk")
    assert one.day == center.front.today()
    assert student_facts.missing(known.acknowledged) == ["taking_part", "caregiver_consent"]
    with pytest.raises(Problem):
        student_facts.acknowledge(center.front, 1, "not_there")
    with pytest.raises(Problem):
        student_facts.acknowledge(center.front, 999, "taking_part")


def test_the_log_keeps_that_facts_changed_and_names_nobody_in_the_clear(center):
    student_facts.save(center.front, 1, ALEX)
    with center.front.reading() as tx:
        last = tx.session.connection().exec_driver_sql(
            "SELECT actor, action, subject, detail FROM audit ORDER BY sequence DESC LIMIT 1").one()
    assert last[:3] == ("", "sealed", "")
    assert "Alex" not in last[3]
    assert audit.verify(center.coordinator).sound


@pytest.mark.parametrize("statement", [
    "UPDATE students SET preferred_given = 'Max' WHERE id = 3",
    "UPDATE student_facts SET audiences = '{\"name\": \"Alex\", \"where\": [\"caregivers\"]}' WHERE student_id = 1",
    "UPDATE student_facts SET pronouns = '' WHERE student_id = 1",
    "DELETE FROM student_facts WHERE student_id = 1",
    "DELETE FROM acknowledgements",
    "INSERT INTO student_facts VALUES (2, '', '', '', NULL, '{}')",
    "UPDATE acknowledgements SET version = '2020-01'"])
def test_a_verification_notices_facts_that_nobody_wrote(center, statement):
    student_facts.save(center.front, 1, ALEX)
    student_facts.acknowledge(center.front, 1, "taking_part")
    assert audit.verify(center.coordinator).sound
    shell(center, statement)
    assert audit.verify(center.coordinator).sound is ("id = 3" in statement)  # the list's copy alone tells nothing


def test_facts_of_who_left_go_with_the_last_visit(center):
    front = center.front
    student_facts.save(front, 1, ALEX)
    student_facts.acknowledge(front, 3, "taking_part")
    visit = visits.check_in(front, 1, reason="talk_with_peer", origin="walk_in")
    shell(center, "UPDATE students SET active = 0 WHERE id IN (1, 3)")
    with front.change("students") as change:
        rows.remove_of_who_left(change.tx)
        change.record("roster.accept", "roster")
    with front.reading() as tx:
        assert [student for student, _facts, _told in rows.everything(tx)] == [1]
    shell(center, "DELETE FROM visits WHERE id = ?", visit.id)
    with front.change("students") as change:
        rows.remove_of_who_left(change.tx)
        change.record("roster.accept", "roster")
    with front.reading() as tx:
        assert list(rows.everything(tx)) == []
        assert student_records.there(tx, 1).name == "José Núñez"


def test_no_day_of_an_acknowledgement_is_in_the_future(center):
    assert student_facts.acknowledge(center.front, 1, "taking_part").acknowledged[0].day <= dt.date(2033, 9, 12)
