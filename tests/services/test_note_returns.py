"""A note given back: its author reads why, answers with an addendum, and it waits for review again."""

import pytest

from tests.centers import handed_over, note
from tests.retained import shell
from tests.support import SECOND_PEER
from wellnessdesk.base.errors import Denied, Problem
from wellnessdesk.domain.peers import ConflictKind
from wellnessdesk.domain.sessions import NoteState
from wellnessdesk.services import audit, leaving, note_addenda, note_returns, peers, sessions


@pytest.fixture
def signed(center):
    made = handed_over(center, 1, center.peer)
    sessions.sign(center.peer, made, note())
    center.clock.advance(minutes=30)
    return made


def sound(center):
    verdict = audit.verify(center.coordinator)
    assert verdict.sound, verdict


def test_a_returned_note_waits_for_its_author_who_reads_the_comment_and_answers(center, signed):
    assert note_returns.give_back(center.coordinator, signed, "Which class was it?").note is NoteState.RETURNED
    assert sessions.to_review(center.coordinator) == []
    for desk in (center.peer, center.coordinator):
        comment = note_returns.comment_of(desk, signed)
        assert (comment.by, comment.comment, comment.at) == (
            "Cora Coordinator", "Which class was it?", center.clock.now())
    sound(center)
    center.clock.advance(minutes=10)
    note_addenda.add(center.peer, signed, "Biology.")
    (again,) = sessions.to_review(center.coordinator)
    assert (again.id, again.answered, again.addenda, again.returns) == (signed, True, 1, 1)
    read = sessions.read_note(center.coordinator, signed)
    assert [one.text for one in read.addenda] == ["Biology."]
    assert [(one.comment, one.answered_at) for one in read.returns] == [("Which class was it?", center.clock.now())]
    assert note_returns.comment_of(center.peer, signed) is None
    sessions.cosign(center.coordinator, signed)
    sound(center)


def test_a_note_is_given_back_as_often_as_it_takes_and_each_comment_stays(center, signed):
    for round_ in ("one", "two", "three"):
        note_returns.give_back(center.coordinator, signed, round_)
        assert note_returns.comment_of(center.peer, signed).comment == round_
        note_addenda.add(center.peer, signed, f"answer {round_}")
    read = sessions.read_note(center.peer, signed)
    assert [one.comment for one in read.returns] == ["one", "two", "three"]
    assert all(one.answered_at for one in read.returns)
    sound(center)


def test_a_pasted_book_is_refused_and_signs_that_turn_a_screen_are_not_kept(center, signed):
    with pytest.raises(Problem, match="too long"):
        note_returns.give_back(center.coordinator, signed, "x" * 2**20)
    assert note_returns.comment_of(center.coordinator, signed) is None
    note_returns.give_back(center.coordinator, signed, "\u202eWhich\x00 class?\u2069")
    assert note_returns.comment_of(center.peer, signed).comment == "Which class?"


def test_only_what_waits_for_review_is_given_back_and_not_twice(center, signed):
    note_returns.give_back(center.coordinator, signed, "x")
    with pytest.raises(Problem, match="not waiting for review"):
        note_returns.give_back(center.coordinator, signed, "x")
    unsigned = handed_over(center, 2, center.peer)
    with pytest.raises(Problem, match="not waiting for review"):
        note_returns.give_back(center.coordinator, unsigned, "x")
    with pytest.raises(Problem, match="not there any more"):
        note_returns.give_back(center.coordinator, 999, "x")


@pytest.mark.parametrize(("text", "said"), [(" ", "Write what the author"), ("x" * 2001, "too long")])
def test_a_comment_says_something_and_not_too_much(center, signed, text, said):
    with pytest.raises(Problem, match=said):
        note_returns.give_back(center.coordinator, signed, text)


def test_a_coordinator_who_sees_it_otherwise_cosigns_it_without_an_answer(center, signed):
    note_returns.give_back(center.coordinator, signed, "x")
    assert sessions.cosign(center.coordinator, signed).note is NoteState.COSIGNED
    assert note_returns.comment_of(center.peer, signed) is None
    sound(center)


def test_what_a_coordinator_adds_meanwhile_is_no_answer(center, signed):
    note_returns.give_back(center.coordinator, signed, "x")
    note_addenda.add(center.coordinator, signed, "y")
    assert note_returns.comment_of(center.peer, signed).comment == "x"
    sound(center)


def test_nobody_else_reads_the_comment(center, signed):
    note_returns.give_back(center.coordinator, signed, "x")
    with pytest.raises(Denied, match="another Wellness Peer"):
        note_returns.comment_of(center.desks[SECOND_PEER], signed)
    for desk in (center.front, center.admin):
        with pytest.raises(Denied):
            note_returns.comment_of(desk, signed)


def test_whoever_cannot_answer_gets_nothing_back(center, signed):
    peers.declare(center.coordinator, center.peer.person.id, 1, next(iter(ConflictKind)))
    with pytest.raises(Problem, match="closed to Pia Peer"):
        note_returns.give_back(center.coordinator, signed, "x")
    leaving.deactivate(center.admin, center.peer.person.id)
    with pytest.raises(Problem, match="Pia Peer cannot answer any more"):
        note_returns.give_back(center.coordinator, signed, "x")


LEFT_OUT = {
    "the comment": ["DELETE FROM note_returns", "DELETE FROM sealed WHERE kind = 'return'"],
    "its state": ["UPDATE sessions SET note = 'signed' WHERE note = 'returned'"],
    "its answer": ["UPDATE note_returns SET answered_at = at"],
    "its words": ["UPDATE sealed SET blob = x'00' WHERE kind = 'return'"],
}


@pytest.mark.parametrize("what", LEFT_OUT)
def test_the_log_notices_a_return_that_was_taken_out_or_answered_past_the_program(center, signed, what):
    note_returns.give_back(center.coordinator, signed, "x")
    sound(center)
    for statement in LEFT_OUT[what]:
        shell(center, statement)
    assert not audit.verify(center.coordinator).sound
