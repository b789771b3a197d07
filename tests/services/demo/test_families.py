"""Every made-up student has classes and somebody to call; the same every time."""

from datetime import date

from wellnessdesk.services.demo import families, names

STUDENTS = names.roster(5, 300, date(2026, 9, 17), "Arroyo Vista High School")


def test_everybody_has_six_classes_each_in_a_period_of_its_own():
    rows = list(families.classes(5, STUDENTS))
    assert len(rows) == 6 * 300
    assert len({(row["student_id"], row["period"]) for row in rows}) == len(rows)
    assert {row["period"] for row in rows} == set("123456")


def test_everybody_has_one_or_two_caregivers_who_can_be_reached():
    pairs = list(families.caregivers(5, STUDENTS))
    assert {tie["student_id"] for _one, tie in pairs} == set(range(1, 301))
    assert [one["id"] for one, _tie in pairs] == [tie["caregiver_id"] for _one, tie in pairs]
    assert 300 < len(pairs) < 600
    assert all(str(one["phone"]).startswith("(805) 555-01") for one, _tie in pairs), "numbers kept for fiction"
    assert all(not one["email"] or str(one["email"]).endswith("@example.org") for one, _tie in pairs)
    assert {tie["relation"] for _one, tie in pairs} == {"parent", "guardian", "relative"}


def test_they_are_the_same_every_time():
    assert list(families.caregivers(5, STUDENTS)) == list(families.caregivers(5, STUDENTS))
    assert list(families.classes(5, STUDENTS)) == list(families.classes(5, STUDENTS))
    assert list(families.classes(5, STUDENTS)) != list(families.classes(6, STUDENTS))
