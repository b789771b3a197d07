"""What of a note can be searched, and where in a snippet the words stand that were found."""

import pytest

from wellnessdesk.domain.note_search import unmarked, words
from wellnessdesk.domain.sessions import NoteBody


def test_the_words_of_the_peer_and_of_the_student_are_searched_and_no_ids():
    body = NoteBody(text="A hard week.", next_step="Write to Ms. Lee.", topics=("friends",), service="tutoring")
    assert words(body) == "A hard week.\nWrite to Ms. Lee."
    assert words(NoteBody()) == ""


@pytest.mark.parametrize(("text", "plain", "found"), [
    ("nothing", "nothing", []),
    ("<lunch>", "lunch", ["lunch"]),
    ("…at <lunch> with\n<friends>.", "…at lunch with friends.", ["lunch", "friends"]),
    ("", "", []),
])
def test_marks_are_places_in_the_plain_text(text, plain, found):
    got, marks = unmarked(text, "<", ">")
    assert got == plain
    assert [got[first:end] for first, end in marks] == found
