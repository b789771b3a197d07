"""Names are found however they are typed, and shortened whatever their script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellnessdesk.domain.names import fold, initials, matches, search_key


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("José  Núñez", "jose nunez"),
        ("Jose\u0301", "jose"),
        ("Łukasz Đặng", "lukasz dang"),
        ("Ærø Straße", "aero strasse"),
        ("ÞÓRA İPEK", "thora ipek"),
        ("O'Neil", "oneil"),
        ("O’Neil", "oneil"),
        ("ONeil", "oneil"),
        ("García-López", "garcia lopez"),
        ("  Kim \t Lee\n", "kim lee"),
        ("Ｊｏｅ", "joe"),
        ("क्षितिज", "कषितिज"),
        ("😀", ""),
    ],
)
def test_folding_leaves_letters_without_case_accents_and_apostrophes(written, folded):
    assert fold(written) == folded


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("query", ["O'Neil", "ONeil", "o neil", "oneil", "O’NEIL", "o'n", "o n", "a o neil", "oneil a"])
@pytest.mark.parametrize("family", ["O'Neil", "ONeil", "O Neil", "O-Neil"])
def test_an_apostrophe_a_hyphen_or_a_space_in_a_name_makes_no_difference(query, family):
    assert matches(query, search_key(given="Anna", family=family))


@pytest.mark.parametrize(
    "query", ["mar", "gar mar", "mar gar", "lopez", "jose g", "majo", "MAJO LO", "garcialopez", "m j g l", ""]
)
def test_the_beginnings_of_a_students_names_find_them_in_any_order(query):
    assert matches(query, search_key(preferred="Majo", given="María José", family="García-López"))


def test_each_part_of_a_name_is_found_by_itself():
    assert matches("neil", search_key(given="Anna", family="O'Neil"))
    assert matches("lopez", search_key(given="Ana", family="García-López"))


@pytest.mark.parametrize("query", ["aria", "gar x", "opez", "marg", "majo garcia maria pedro"])
def test_what_begins_no_name_finds_nobody(query):
    assert not matches(query, search_key(preferred="Majo", given="María José", family="García-López"))


def test_the_middle_name_is_found_too():
    assert matches("jane", search_key(given="Mary", middle="Jane", family="Jones"))


def test_a_key_of_empty_names_is_found_only_by_an_empty_query():
    key = search_key(given="", family=" ")
    assert matches("", key)
    assert not matches("a", key)


_NAMES = st.text(min_size=1, max_size=20)


@given(given=_NAMES, family=_NAMES, preferred=st.text(max_size=20))
def test_a_student_is_found_by_each_of_their_names_as_written(given, family, preferred):
    key = search_key(given=given, family=family, preferred=preferred)
    for query in (given, family, preferred, f"{given} {family}", f"{family}, {given}"):
        assert matches(query, key)


@pytest.mark.parametrize(
    ("given", "family", "short"),
    [
        ("Jean", "Rock", "J. R."),
        ("jean-luc", "o'Neil", "J. O."),
        ("e\u0301lan", "'Aisha", "É. A."),
        ("小龙", "李", "小. 李."),
        ("محمد", "علي", "م. ع."),
        ("क्षितिज", "शर्मा", "क्षि. श."),
        ("\u1112\u1161\u11ab", "김", "한. 김."),
        ("👩🏽‍🚀", "Lee", "👩🏽‍🚀. L."),
        ("🇺🇸", "Lee", "🇺🇸. L."),
        ("", "Cher", "C."),
        ("", "", ""),
    ],
)
def test_initials_take_the_first_letter_whole(given, family, short):
    assert initials(given, family) == short


@given(st.text(max_size=20), st.text(max_size=20))
def test_initials_never_fail(given, family):
    assert isinstance(initials(given, family), str)
