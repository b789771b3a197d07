"""What a person takes out of a roster's plan."""

from datetime import date

from wellnessdesk.domain.caregivers import Family, RosterCaregiver, Tie, Told
from wellnessdesk.domain.roster import KnownStudent, LookAlike, RosterFile, RosterKind, RosterStudent, plan
from wellnessdesk.domain.roster_choices import Choices, chosen, inactive_line, merged, pair_of
from wellnessdesk.domain.timetables import Told as ClassesTold
from wellnessdesk.exchange import look_alikes

BORN = date(2010, 5, 4)
JON = KnownStudent(id=1, sourced_id="old", given="Jon", family="Smith", birth_date=BORN, active=False)
MIA = KnownStudent(id=2, sourced_id="m", given="Mia", family="Lee", birth_date=BORN)


def new(number, given, family="Smith", **facts):
    return RosterStudent(sourced_id=number, given=given, family=family, birth_date=BORN, **facts)


def planned(*students, known=(JON, MIA), **more):
    roster = RosterFile(kind=RosterKind.BULK, students=students, **more)
    return plan(known, roster, Family(), {}, look_alikes.find)


def test_names_are_alike_however_they_are_written():
    for given, family in (("John", "Smith"), ("Jon", "Smyth"), ("SMITH", "JON"), ("Jón", "Smith"), ("Jon", "Smith-Lee"),
                          ("Jon", "Smith Hernández")):
        assert look_alikes.alike(new("x", given, family), JON), (given, family)
    for given, family in (("Maria", "Lopez"), ("Ann", "Smith"), ("Jon", ""), ("", "")):
        assert not look_alikes.alike(new("x", given, family), JON), (given, family)
    assert look_alikes.alike(new("x", "Jonathan"), JON)
    assert look_alikes.alike(JON, new("x", "Jonathan"))
    assert not look_alikes.alike(new("x", "Albert"), new("y", "Alexander")), "both may be called Al"
    assert look_alikes.alike(new("x", "Robert", "Smith", preferred_given="Jon"), JON)


def test_only_somebody_born_on_the_same_day_looks_alike():
    assert planned(new("a", "John")).look_alikes
    other_day = RosterStudent(sourced_id="a", given="John", family="Smith", birth_date=date(2010, 5, 5))
    assert not planned(other_day).look_alikes
    assert not planned(RosterStudent(sourced_id="a", given="John", family="Smith")).look_alikes


def test_a_birthday_that_half_the_school_has_tells_nothing():
    crowd = [KnownStudent(id=n, given="Jon", family="Smith", birth_date=BORN) for n in range(500)]
    assert planned(new("a", "Jon"), known=crowd).look_alikes == ()


def test_one_person_is_changed_and_not_added_and_comes_back():
    whole = planned(new("a", "John"), new("m", "Mia", "Lee"))
    same = Choices().decide(whole, [("a", 1)], same=True)
    after = merged(whole, same)
    assert (after.adds, after.reactivated) == ((), (JON,))
    assert {fact.field: fact.new for fact in after.changes[0].fields} == {"sourced_id": "a", "given": "John"}


def test_one_person_does_not_become_inactive():
    here = KnownStudent(id=1, sourced_id="old", given="Jon", family="Smith", birth_date=BORN)
    whole = planned(new("a", "John"), known=(here,))
    assert whole.becoming_inactive == (here,)
    assert merged(whole, Choices(same=frozenset({("a", 1)}))).becoming_inactive == ()


def test_one_person_is_the_same_as_one_other_at_most():
    whole = planned(new("a", "John"), new("b", "Jonn"), known=(JON,))
    pairs = [pair_of(one) for one in whole.look_alikes]
    assert pairs == [("a", 1), ("b", 1)]
    assert Choices().undecided(whole) == 2
    first = Choices().decide(whole, [("a", 1)], same=True)
    assert (first.same, first.apart, first.undecided(whole)) == ({("a", 1)}, {("b", 1)}, 0)
    second = first.decide(whole, [("b", 1)], same=True)
    assert (second.same, second.apart) == ({("b", 1)}, {("a", 1)})
    assert second.decide(whole, pairs, same=False).same == frozenset()


def test_what_hangs_on_a_student_left_out_stays_out_too():
    told = Told((RosterCaregiver(sourced_id="p", given="Rosa"), RosterCaregiver(sourced_id="q", given="Luis")), (),
                (Tie("a", "p"), Tie("m", "q")), whole=True)
    classes = ClassesTold({"a": (("1", "Art"),), "m": (("1", "Art"),)}, {}, whole=True)
    whole = planned(new("a", "Zoe", "Garcia"), new("m", "Mia", "Lee"), caregivers=told, classes=classes)
    left = chosen(whole, Choices(frozenset({("add", "a")})))
    assert left.adds == ()
    assert [one.sourced_id for one in left.caregivers.adds] == ["q"]
    assert [one.student for one in left.classes] == ["m"]
    without = chosen(whole, Choices(frozenset({("caregiver", "q"), ("classes", "m")})))
    assert [one.tie.caregiver for one in without.caregivers.ties] == ["p"]
    assert [one.student for one in without.classes] == ["a"]


def test_nothing_left_out_is_the_whole_plan():
    whole = planned(new("a", "Zoe", "Garcia"))
    assert chosen(whole, Choices()) is whole


def test_the_warning_of_many_becoming_inactive_counts_anew_once_it_is_decided_who_is_who():
    here = [KnownStudent(id=number, sourced_id=f"s{number}", given="Ana") for number in range(1, 5)]
    theirs = tuple(RosterStudent(sourced_id=f"s{number}", given="Ana") for number in (1, 12, 13))
    made = plan(here, RosterFile(kind=RosterKind.BULK, students=theirs),
                alike=lambda adds, gone: tuple(map(LookAlike, adds, gone)))
    assert "3 of 4 active students" in made.warnings[0]
    pairs = [pair_of(one) for one in made.look_alikes]
    assert "3 of 4" in chosen(made, Choices(apart=frozenset(pairs))).warnings[0]
    assert chosen(made, Choices(same=frozenset(pairs))).warnings == ()
    out = frozenset({inactive_line(made.becoming_inactive[-1])})
    assert chosen(made, Choices(left_out=out)).warnings == ()
