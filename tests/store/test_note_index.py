"""The full-text index in memory: accents and case, beginnings of words, odd queries, and never a file."""

import pytest
from sqlcipher3 import dbapi2

from wellnessdesk.store.note_index import BEGIN, END, NoteIndex

NOTES = [
    (9, "José se sintió solo. Vamos a hablar con su hermana.", 0),
    (7, "They ate LUNCH alone; a friend came along.", 0),
    (3, "Lunchtime was hard.\nAsk Ms. Lee about the chess club.", 0),
]


@pytest.fixture
def index():
    made = NoteIndex()
    made.add(NOTES)
    return made


def found(index, text, limit=10):
    return [session for session, _snippet in index.find(text, limit)]


@pytest.mark.parametrize(("text", "sessions"), [
    ("lunch", [7, 3]),
    ("LUN", [7, 3]),
    ("jose", [9]),
    ("sintio", [9]),
    ("José hermana", [9]),
    ("club chess", [3]),
    ("lunch chess", [3]),
    ("unch", []),
    ("a", [9, 7]),
    ("", []),
    ("   ", []),
])
def test_what_is_found_the_newest_first(index, text, sessions):
    assert found(index, text) == sessions


@pytest.mark.parametrize("text", ['"', "lunch OR", "NOT", "lunch*", "(", "words:lunch", "NEAR(a b)", "-", "''--", "💡"])
def test_signs_of_the_query_language_are_but_signs(index, text):
    assert set(found(index, text)) <= {9, 7, 3}


def test_signs_between_words_part_them_and_no_more(index):
    assert found(index, "ms.lee") == found(index, "(ms) lee!") == [3]


def test_as_many_as_asked_for(index):
    assert found(index, "lunch", limit=1) == [7]


def test_each_word_found_is_marked_in_a_snippet(index):
    ((_session, snippet),) = index.find("hermana", 10)
    assert f"{BEGIN}hermana{END}" in snippet


def test_a_note_cannot_put_marks_of_its_own():
    index = NoteIndex()
    index.add([(1, f"a {BEGIN}false{END} mark", 0)])
    ((_session, snippet),) = index.find("mark", 10)
    assert snippet.count(BEGIN) == snippet.count(END) == 1


def test_a_note_can_be_added_later_and_others_let_go(index):
    index.add([(8, "lunch again", 0)])
    assert found(index, "lunch") == [8, 7, 3]
    index.keep_only({8, 3})
    assert found(index, "lunch") == [8, 3]
    assert (index.holds(8, 0), index.holds(7, 0)) == (True, False)


def test_it_has_no_file_and_opens_none(index, tmp_path):
    assert {row[2] for row in index._connection.execute("PRAGMA database_list")} == {""}
    assert index._connection.execute("PRAGMA temp_store").fetchone() == (2,)
    with pytest.raises(dbapi2.DatabaseError, match="not authorized|prohibited|authorization"):
        index._connection.execute("ATTACH ? AS other", (str(tmp_path / "leak.db"),))
    assert list(tmp_path.iterdir()) == []


def test_a_note_with_an_addendum_takes_the_place_of_the_one_without(index):
    index.add([(7, "They ate dinner. An armadillo.", 1)])
    assert (index.holds(7, 0), index.holds(7, 1)) == (False, True)
    assert (found(index, "lunch"), found(index, "armadillo")) == ([3], [7])


def test_it_says_whether_it_has_a_note_with_these_words_or_with_their_beginning(index):
    whole = NOTES[1][1]
    assert index.agrees(7, whole)
    assert index.agrees(7, f"{whole}\nAdded since.")
    assert not index.agrees(7, whole[1:])
    assert not index.agrees(7, "")
    assert not index.agrees(8, whole)
