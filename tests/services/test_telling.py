"""No note is signed about a student who was not told what is shared, and with whom."""

import pytest

from tests.centers import handed_over, note
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.sessions import NoteState
from wellnessdesk.services import audit, sessions, student_facts, telling, untold
from wellnessdesk.services.sessions import NoteIncomplete


def test_a_note_waits_until_the_student_was_told(center):
    session = handed_over(center, 1, center.peer, told=False)
    assert [one.student for one in telling.to_tell(center.peer, session)] == ["José Núñez"]
    with pytest.raises(NoteIncomplete, match="Tell José Núñez first"):
        sessions.sign(center.peer, session, note())
    telling.told(center.peer, session)
    assert sessions.sign(center.peer, session, note()).note is NoteState.SIGNED


def test_who_told_them_and_which_version_stands_with_the_student(center):
    session = handed_over(center, 1, center.peer)
    (told,) = student_facts.of_student(center.coordinator, 1).acknowledged
    assert (told.kind, told.version, told.by) == (untold.KIND, untold.version(), "Pia Peer")
    assert telling.told(center.peer, session) == ()
    assert len(student_facts.of_student(center.coordinator, 1).acknowledged) == 1
    assert audit.verify(center.coordinator).sound


def test_the_desk_may_have_told_them(center):
    student_facts.acknowledge(center.front, 1, untold.KIND)
    session = handed_over(center, 1, center.peer, told=False)
    assert telling.to_tell(center.peer, session) == ()


def test_a_new_version_is_told_anew(center, monkeypatch):
    handed_over(center, 1, center.peer)
    monkeypatch.setattr(untold, "version", lambda: "2027-08")
    session = handed_over(center, 2, center.peer, told=False)
    assert [one.student_id for one in telling.told(center.peer, session)] == [2]
    assert telling.to_tell(center.peer, 1) != ()


def test_the_text_of_the_version_in_force_is_there_in_both_languages():
    points = [one for one in catalogues.disclosure_points() if one.version == untold.version()]
    assert len(points) >= 3
