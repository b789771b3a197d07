"""What is said of students leaves nobody alone, and the figures of the report are those of the rows."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellnessdesk.domain.k_anonymity import Alike, K, alike, withheld

NOTHING = ("", "")
traits = st.tuples(st.sampled_from(["9", "10", "11", "12"]), st.sampled_from(["en", "es", "vi", "", "zh"]))


def everybody(*groups):
    """Students from 1, so many of each (grade, language)."""
    spread = [its for its, size in groups for _one in range(size)]
    return dict(enumerate(spread, 1))


@given(st.lists(traits, max_size=120), st.integers(2, 20))
def test_nobody_is_in_a_class_that_is_too_small(found, k):
    students = dict(enumerate(found))
    said = withheld(students, k)
    sizes = Counter(said.values())
    assert said.keys() == students.keys()
    assert all(size >= k for size in sizes.values()) or set(sizes) == {NOTHING}
    assert not (len(students) >= k and any(size < k for size in sizes.values()))


@given(st.lists(traits, max_size=120))
def test_what_is_said_is_true_and_the_same_each_time(found):
    students = dict(enumerate(found))
    said = withheld(students)
    assert all(said[one][place] in ("", its[place]) for one, its in students.items() for place in (0, 1))
    assert withheld(dict(reversed(students.items()))) == said


def test_the_last_trait_goes_first_and_large_classes_stay():
    said = withheld(everybody((("9", "es"), 40), (("9", "vi"), 3), (("9", "zh"), 9), (("10", "es"), K)))
    assert Counter(said.values()) == {("9", "es"): 40, ("9", ""): 12, ("10", "es"): K}


def test_who_is_left_over_is_joined_by_the_next_smallest_class():
    said = withheld(everybody((("9", "es"), 40), (("10", "es"), 20), (("11", "vi"), 2)))
    assert Counter(said.values()) == {("9", "es"): 40, NOTHING: 22}


def test_nothing_is_said_of_ten_students():
    assert set(withheld(everybody((("9", "es"), K - 1))).values()) == {NOTHING}


def test_no_student_is_no_trouble():
    assert withheld({}) == {}


def test_the_figures_of_classes():
    classes = [frozenset(range(20)), frozenset(range(5)), frozenset(), frozenset({19, 20})]
    assert alike("visits", ("week",), classes) == Alike(
        table="visits", known=("week",), classes=3, smallest=2, students=21, few=7)


@pytest.mark.parametrize("classes", [[], [frozenset()]])
def test_the_figures_of_nothing(classes):
    assert alike("visits", ("week",), classes) == Alike(
        table="visits", known=("week",), classes=0, smallest=0, students=0, few=0)
