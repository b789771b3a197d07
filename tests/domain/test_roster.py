"""The preview of a roster says what would change, no more and no less, and never takes away what the center knows."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellnessdesk.domain.roster import (
    FACTS,
    FieldChange,
    KnownStudent,
    LineNotTaken,
    RosterFile,
    RosterKind,
    RosterStudent,
    fact_label,
    plan,
)


def bulk(*students, **more):
    return RosterFile(kind=RosterKind.BULK, students=students, **more)


def delta(*students, **more):
    return RosterFile(kind=RosterKind.DELTA, students=students, **more)


def known(number, **facts):
    return KnownStudent(id=number, **{"sourced_id": f"s{number}", "given": "Ana", "family": "Ruiz", **facts})


def listed(number, **facts):
    return RosterStudent(**{"sourced_id": f"s{number}", "given": "Ana", "family": "Ruiz", **facts})


def apply(center, roster, preview):
    """What a service does with a plan, on plain records."""
    after = {student.id: student for student in center}
    for change in preview.changes:
        new = {fact.field: fact.new for fact in change.fields}
        after[change.known.id] = replace(after[change.known.id], **new)
    for student in preview.becoming_inactive:
        after[student.id] = replace(after[student.id], active=False)
    for student in preview.reactivated:
        after[student.id] = replace(after[student.id], active=True)
    for number, student in enumerate(preview.adds, start=1 + max(after, default=0)):
        after[number] = KnownStudent(id=number, **{fact: getattr(student, fact) for fact in FACTS})
    return list(after.values())


def test_a_student_nobody_knows_is_added():
    preview = plan([], bulk(listed(1)))
    assert preview.adds == (listed(1),)
    assert not preview.changes_nothing


def test_a_student_who_is_as_the_roster_says_is_unchanged():
    preview = plan([known(1)], bulk(listed(1)))
    assert preview.changes_nothing
    assert preview.unchanged == 1


def test_a_change_tells_the_fact_with_its_old_and_its_new_value():
    born = date(2010, 5, 1)
    preview = plan([known(1, grade="9")], bulk(listed(1, grade="10", birth_date=born)))
    (change,) = preview.changes
    assert change.known.id == 1
    assert change.fields == (FieldChange("grade", "9", "10"), FieldChange("birth_date", None, born))
    assert preview.unchanged == 0


def test_what_the_roster_does_not_speak_of_stays_as_it_is():
    here = known(1, middle="Jane", school="Oak", grade="9")
    preview = plan([here], bulk(listed(1, unsaid=frozenset({"middle", "school", "grade"}))))
    assert preview.changes_nothing


def test_what_the_roster_says_is_empty_becomes_empty():
    preview = plan([known(1, middle="Jane", preferred_given="Max")], bulk(listed(1)))
    assert preview.changes[0].fields == (FieldChange("middle", "Jane", ""), FieldChange("preferred_given", "Max", ""))


def test_a_roster_never_takes_away_a_student_number_or_a_birth_date():
    here = known(1, student_number="100", birth_date=date(2010, 5, 1))
    assert plan([here], bulk(listed(1))).changes_nothing


def test_a_preferred_name_the_center_keeps_itself_is_left_alone():
    assert plan([known(1, preferred_given=None)], bulk(listed(1, preferred_given="Other"))).changes_nothing


def test_absence_from_a_full_roster_makes_inactive():
    here = [known(1), known(2), known(3), known(4)]
    preview = plan(here, bulk(listed(1), listed(2), listed(3)))
    assert preview.becoming_inactive == (here[3],)
    assert preview.warnings == ()


def test_absence_from_a_delta_says_nothing():
    assert plan([known(1), known(2)], delta(listed(1))).changes_nothing


def test_a_student_entered_by_hand_does_not_become_inactive_by_absence():
    assert plan([known(1, sourced_id=None)], bulk()).becoming_inactive == ()


def test_a_student_who_is_inactive_already_is_not_told_again():
    assert plan([known(1, active=False)], bulk()).changes_nothing


def test_a_student_whose_line_could_not_be_taken_is_not_absent():
    line = LineNotTaken("users.csv", 7, "The name is missing.", "s2")
    preview = plan([known(1), known(2)], bulk(listed(1), not_taken=(line,)))
    assert preview.becoming_inactive == ()
    assert preview.not_taken == (line,)


def test_a_line_without_an_id_is_warned_of_when_others_become_inactive():
    lines = (LineNotTaken("users.csv", 7, "The id is missing.", ""), LineNotTaken("orgs.csv", 2, "No name.", None))
    here = [known(1), known(2), known(3)]
    (warning,) = plan(here, bulk(listed(1), listed(2), not_taken=lines)).warnings
    assert warning.startswith("1 line without an id")
    assert plan(here[:2], bulk(listed(1), listed(2), not_taken=lines)).warnings == ()


@pytest.mark.parametrize("roster", [bulk, delta])
def test_to_be_deleted_makes_inactive_and_its_blanks_change_nothing(roster):
    preview = plan([known(1, grade="9")], roster(RosterStudent(sourced_id="s1", active=False, to_delete=True)))
    assert [student.id for student in preview.becoming_inactive] == [1]
    assert preview.changes == ()


def test_somebody_gone_whom_the_center_never_had_is_passed_over():
    preview = plan([], delta(listed(1, active=False), listed(2, to_delete=True, active=False)))
    assert preview.changes_nothing
    assert preview.passed_over == 2


def test_an_inactive_student_who_is_on_the_roster_again_is_reactivated():
    here = known(1, active=False)
    preview = plan([here], bulk(listed(1)))
    assert preview.reactivated == (here,)
    assert preview.unchanged == 0


def test_a_student_with_a_new_roster_id_is_known_by_the_student_number():
    preview = plan([known(1, student_number="77")], bulk(listed(9, student_number="77")))
    assert preview.adds == ()
    assert preview.becoming_inactive == ()
    assert preview.changes[0].fields == (FieldChange("sourced_id", "s1", "s9"),)


def test_a_student_entered_by_hand_is_known_by_the_student_number():
    preview = plan([known(1, sourced_id=None, student_number="77")], delta(listed(9, student_number="77")))
    assert preview.changes[0].fields == (FieldChange("sourced_id", None, "s9"),)


def test_the_roster_id_counts_before_the_student_number():
    here = [known(1, student_number="77"), known(2, student_number="88")]
    preview = plan(here, bulk(listed(1, student_number="88"), listed(2, student_number="77")))
    assert [(change.known.id, change.fields[0].new) for change in preview.changes] == [(1, "88"), (2, "77")]


def test_a_number_that_several_have_tells_nobody_apart():
    here = [known(1, student_number="0"), known(2, student_number="0")]
    assert len(plan(here, delta(listed(9, student_number="0"))).adds) == 1
    both = delta(listed(8, student_number="5"), listed(9, student_number="5"))
    assert len(plan([known(1, student_number="5")], both).adds) == 2


def test_a_number_that_several_of_the_roster_have_stays_undecided_when_one_of_them_is_known():
    here = [known(1), known(2, sourced_id=None, student_number="5")]
    both = delta(listed(1, student_number="5"), listed(9, student_number="5"))
    assert len(plan(here, both).adds) == 1


def test_a_known_student_who_is_listed_is_nobody_elses_by_number():
    here = known(1, student_number="5")
    preview = plan([here], delta(listed(9, student_number="5"), role_unsaid=(listed(1, student_number="5"),)))
    assert len(preview.adds) == 1
    assert preview.changes == ()


@pytest.mark.parametrize(
    "other",
    [
        {"given": "Bo", "family": "Lee"},
        {"birth_date": date(2011, 1, 1)},
    ],
)
def test_a_number_given_to_somebody_else_does_not_hand_over_a_history(other):
    here = known(1, student_number="77", birth_date=date(2010, 5, 1) if "birth_date" in other else None)
    preview = plan([here], delta(listed(9, student_number="77", **other)))
    assert len(preview.adds) == 1
    assert preview.changes == ()
    assert "student number of somebody else" in preview.warnings[0]


def test_people_whose_role_is_unsaid_are_touched_only_when_they_are_known_students():
    here = [known(1, grade="9"), known(2), known(3, active=False)]
    nameless = RosterStudent(sourced_id="s2", active=False, to_delete=True)
    preview = plan(here, delta(role_unsaid=(listed(1, grade="10"), nameless, listed(3), listed(4))))
    assert [change.known.id for change in preview.changes] == [1]
    assert [student.id for student in preview.becoming_inactive] == [2]
    assert preview.adds == preview.reactivated == ()
    assert preview.warnings[0].startswith("1 person is new")


def test_a_full_roster_that_would_empty_the_center_is_warned_of():
    here = [known(number) for number in range(1, 6)]
    (warning,) = plan(here, bulk(listed(1), listed(2))).warnings
    assert "3 of 5 active students" in warning
    assert plan(here, bulk(listed(1), listed(2), listed(3))).warnings == ()
    gone = [listed(number, active=False) for number in (1, 2, 3)]
    assert plan(here, bulk(*gone, listed(4), listed(5))).warnings


def test_every_fact_has_a_name_for_people():
    assert len({fact_label(fact) for fact in FACTS}) == len(FACTS)


_WORDS = st.sampled_from(["", "a", "b"])
_FACT_VALUES = {
    "student_number": st.sampled_from(["", "1", "2", "3"]),
    "given": _WORDS,
    "middle": _WORDS,
    "family": _WORDS,
    "grade": _WORDS,
    "school": _WORDS,
    "birth_date": st.sampled_from([None, date(2010, 5, 1), date(2011, 6, 2)]),
    "active": st.booleans(),
}
_IDS = st.sampled_from([f"s{number}" for number in range(8)])
_KNOWN = st.builds(
    KnownStudent,
    id=st.integers(1, 10_000),
    sourced_id=st.none() | _IDS,
    preferred_given=st.none() | _WORDS,
    **_FACT_VALUES,
)
_LISTED = st.builds(
    RosterStudent,
    sourced_id=_IDS,
    preferred_given=_WORDS,
    to_delete=st.booleans(),
    unsaid=st.frozensets(st.sampled_from(["middle", "preferred_given", "grade", "school"])),
    **_FACT_VALUES,
)


@st.composite
def _centers_and_rosters(draw):
    center = draw(st.lists(_KNOWN, max_size=6, unique_by=(lambda s: s.id, lambda s: s.sourced_id or f"hand {s.id}")))
    people = draw(st.lists(_LISTED, max_size=6, unique_by=lambda student: student.sourced_id))
    cut = draw(st.integers(0, len(people)))
    kind = draw(st.sampled_from(RosterKind))
    lost = tuple(LineNotTaken("users.csv", 2, "…", one) for one in draw(st.lists(_IDS | st.just(""), max_size=2)))
    roster = RosterFile(kind=kind, students=tuple(people[:cut]), role_unsaid=tuple(people[cut:]), not_taken=lost)
    return center, roster


@given(_centers_and_rosters())
def test_applying_a_plan_leaves_nothing_to_do(case):
    center, roster = case
    after = apply(center, roster, plan(center, roster))
    assert plan(after, roster).changes_nothing


@given(_centers_and_rosters())
def test_nobody_is_deleted_and_nobody_is_two_people(case):
    center, roster = case
    preview = plan(center, roster)
    after = apply(center, roster, preview)
    assert {student.id for student in center} <= {student.id for student in after}
    ids = [student.sourced_id for student in after if student.sourced_id]
    assert len(ids) == len(set(ids))
    touched = [change.known.id for change in preview.changes]
    assert len(touched) == len(set(touched))


@given(_centers_and_rosters())
def test_a_delta_touches_only_who_is_listed(case):
    center, roster = case
    roster = replace(roster, kind=RosterKind.DELTA)
    ids = {student.sourced_id for student in (*roster.students, *roster.role_unsaid)}
    numbers = {student.student_number for student in roster.students}
    preview = plan(center, roster)
    for student in (*(change.known for change in preview.changes), *preview.becoming_inactive, *preview.reactivated):
        assert student.sourced_id in ids or student.student_number in numbers
