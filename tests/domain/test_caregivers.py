"""What a roster would do to caregivers and classes: planned without a store."""

import pytest

from wellnessdesk.base import i18n
from wellnessdesk.domain import caregivers, timetables
from wellnessdesk.domain.caregivers import (
    FACTS,
    Family,
    KnownCaregiver,
    KnownTie,
    RosterCaregiver,
    Tie,
    Told,
    fact_label,
)
from wellnessdesk.domain.students import Listed

PEOPLE = {"s1": Listed(1, "Ana Ruiz"), "new": Listed(None, "Bo Li")}
ROSA = KnownCaregiver(id=7, sourced_id="p1", given="Rosa", family="Ruiz", phone="555", language="es")


def told(*people, ties=(), **more):
    return Told(tuple(people), ties=tuple(ties), **more)


def rosa(**facts):
    return RosterCaregiver(sourced_id="p1", **{"given": "Rosa", "family": "Ruiz", "phone": "555", "language": "es",
                                               **facts})


def test_a_new_caregiver_comes_with_whoever_they_belong_to():
    plan = caregivers.plan(told(rosa(), ties=[Tie("s1", "p1", "parent"), Tie("new", "p1")]), Family(), PEOPLE)
    assert [one.sourced_id for one in plan.adds] == ["p1"]
    assert [(one.student_id, one.caregiver_id, one.student, one.caregiver) for one in plan.ties] == [
        (1, None, "Ana Ruiz", "Rosa Ruiz"), (None, None, "Bo Li", "Rosa Ruiz")]


@pytest.mark.parametrize("tie", [[], [Tie("stranger", "p1")]])
def test_a_caregiver_of_nobody_here_stays_out(tie):
    plan = caregivers.plan(told(rosa(), ties=tie), Family(), PEOPLE)
    assert plan.empty
    assert plan.strays == 1


def test_facts_are_told_old_and_new_and_a_name_is_never_taken_away():
    plan = caregivers.plan(told(rosa(given="", phone="", language="en", unsaid=frozenset({"sms"}))),
                           Family((ROSA,)), PEOPLE)
    (change,) = plan.changes
    told_of = [(fact.field, fact.old, fact.new) for fact in change.facts]
    assert told_of == [("phone", "555", ""), ("language", "es", "en")]


def test_what_the_roster_does_not_speak_of_stays():
    assert caregivers.plan(told(rosa(phone="", unsaid=frozenset({"phone"}))), Family((ROSA,)), PEOPLE).empty


def test_only_a_full_roster_makes_anybody_inactive_or_parts_them():
    here = Family((ROSA, KnownCaregiver(id=8, given="By", family="Hand")), (KnownTie(1, 7, "parent"), KnownTie(1, 8)))
    other = RosterCaregiver(sourced_id="p2", given="Luis")
    new = told(other, ties=[Tie("s1", "p2")])
    assert caregivers.plan(new, here, PEOPLE).gone == caregivers.plan(new, here, PEOPLE).untied == ()
    whole = caregivers.plan(told(other, ties=[Tie("s1", "p2")], whole=True), here, PEOPLE)
    assert whole.gone == (ROSA,)
    assert [(one.tie, one.student, one.caregiver) for one in whole.untied] == [
        (KnownTie(1, 7, "parent"), "Ana Ruiz", "Rosa Ruiz")], "whoever was entered by hand stays"


def test_students_who_are_not_listed_keep_their_caregivers():
    here = Family((ROSA,), (KnownTie(99, 7),))
    plan = caregivers.plan(told(rosa(), ties=[Tie("s1", "p1")], whole=True), here, PEOPLE)
    assert plan.untied == ()


def test_a_deleted_caregiver_becomes_inactive_and_may_come_back():
    assert caregivers.plan(told(rosa(active=False)), Family((ROSA,)), PEOPLE).gone == (ROSA,)
    gone = KnownCaregiver(id=7, sourced_id="p1", given="Rosa", family="Ruiz", phone="555", language="es", active=False)
    (back,) = caregivers.plan(told(rosa()), Family((gone,)), PEOPLE).changes
    assert (back.back, back.facts) == (True, ())
    assert caregivers.plan(told(rosa(active=False)), Family(), PEOPLE).empty


def test_another_relation_is_a_change_and_none_is_not():
    here = Family((ROSA,), (KnownTie(1, 7, "parent"),))
    assert caregivers.plan(told(rosa(), ties=[Tie("s1", "p1")]), here, PEOPLE).empty
    (tie,) = caregivers.plan(told(rosa(), ties=[Tie("s1", "p1", "aunt")]), here, PEOPLE).ties
    assert (tie.tie.relation, tie.caregiver_id) == ("aunt", 7)


def test_somebody_of_whom_it_is_not_said_what_they_are_is_changed_when_known():
    plan = caregivers.plan(Told(unsaid=(rosa(phone="777"), RosterCaregiver(sourced_id="x"))), Family((ROSA,)), PEOPLE)
    assert len(plan.changes) == 1
    assert plan.adds == ()


def test_every_fact_has_a_name():
    assert len({fact_label(fact) for fact in FACTS}) == len(FACTS)


@pytest.mark.parametrize(("whole", "new"), [
    (True, ()), (False, (("1", "Algebra"), ("2", "Art")))])
def test_a_full_roster_without_classes_of_a_student_empties_them_a_delta_does_not(whole, new):
    known = {1: (("1", "Algebra"), ("2", "Art"))}
    changes = timetables.plan(timetables.Told({}, {}, whole=whole), known, PEOPLE)
    assert [(one.id, one.new) for one in changes] == ([(1, ())] if whole else [])
    assert (known[1] if not changes else changes[0].new) == new


def test_a_delta_puts_classes_beside_those_that_have_not_ended():
    known = {1: (("1", "Algebra"), ("2", "Art"))}
    more = timetables.Told({"s1": (("3", "Band"),), "stranger": (("1", "X"),)}, {"s1": (("2", "Art"),)})
    (change,) = timetables.plan(more, known, PEOPLE)
    assert (change.old, change.new) == (known[1], (("1", "Algebra"), ("3", "Band")))


def test_how_somebody_is_related_is_said_in_the_language_in_use_where_the_word_is_known():
    i18n.set_language("es")
    try:
        assert caregivers.relation_label("Mother") == "madre"
        assert caregivers.relation_label("parent") == "madre o padre"
        assert caregivers.relation_label("step-aunt") == "step-aunt"
    finally:
        i18n.set_language("en")
