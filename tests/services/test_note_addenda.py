"""Addenda: what is set right stands below the note, which stays as it was; nothing of it can be moved or left out."""

import pytest

from tests.centers import handed_over, note
from tests.retained import old_center, shell
from tests.support import PASSPHRASE, SECOND_PEER
from wellnessdesk.base.errors import Denied, Problem
from wellnessdesk.domain.disclosures import Ground
from wellnessdesk.domain.peers import ConflictKind
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.sessions import NoteState
from wellnessdesk.services import (
    audit,
    destruction,
    note_addenda,
    note_search,
    packets,
    peers,
    retention,
    sessions,
)
from wellnessdesk.vault.errors import Tampered


@pytest.fixture
def signed(center):
    made = handed_over(center, 1, center.peer)
    sessions.sign(center.peer, made, note())
    center.clock.advance(hours=1)
    return made


def added(desk, session):
    return [(one.by, one.text, one.problem) for one in sessions.read_note(desk, session).addenda]


def sound(center):
    verdict = audit.verify(center.coordinator)
    assert verdict.sound, verdict


def test_author_and_coordinator_add_and_both_read_all_of_it_with_its_time(center, signed):
    note_addenda.add(center.peer, signed, " It was the red folder. \x07")
    center.clock.advance(minutes=5)
    made = note_addenda.add(center.coordinator, signed, "I called the teacher.")
    assert (made.number, made.at) == (2, center.clock.now())
    expected = [("Pia Peer", "It was the red folder.", ""), ("Cora Coordinator", "I called the teacher.", "")]
    for desk in (center.peer, center.coordinator):
        assert added(desk, signed) == expected
        assert sessions.read_note(desk, signed).body == note()
    sound(center)


def test_what_the_author_adds_waits_for_review_and_what_a_coordinator_adds_does_not(center, signed):
    sessions.cosign(center.coordinator, signed)
    note_addenda.add(center.coordinator, signed, "x")
    assert sessions.to_review(center.coordinator) == []
    note_addenda.add(center.peer, signed, "y")
    (waiting,) = sessions.to_review(center.coordinator)
    assert (waiting.id, waiting.note, waiting.addenda, waiting.answered) == (signed, NoteState.SIGNED, 2, False)
    assert sessions.cosign(center.coordinator, signed).note is NoteState.COSIGNED
    sound(center)


def test_only_a_signed_note_is_added_to_and_only_ones_own(center, signed):
    for desk in (center.desks[SECOND_PEER],):
        with pytest.raises(Denied, match="another Wellness Peer"):
            note_addenda.add(desk, signed, "x")
    unsigned = handed_over(center, 2, center.peer)
    with pytest.raises(Problem, match="Write it in the note itself"):
        note_addenda.add(center.peer, unsigned, "x")
    with pytest.raises(Problem, match="only its author"):
        note_addenda.add(center.coordinator, unsigned, "x")


@pytest.mark.parametrize(("text", "said"), [("  ", "Write what is to be added"), ("x" * 2**20, "too long")])
def test_nothing_or_a_pasted_book_is_told_and_nothing_is_kept(center, signed, text, said):
    with pytest.raises(Problem, match=said):
        note_addenda.add(center.peer, signed, text)
    assert added(center.coordinator, signed) == []


def test_signs_that_turn_or_command_a_screen_are_not_kept_and_every_writing_is(center, signed):
    made = note_addenda.add(center.peer, signed, "\u202eabc\x00 שלום \u2066مرحبا\u2069\r\nend\x1b")
    assert made.text == "abc שלום مرحبا\nend"
    assert [one.text for one in sessions.read_note(center.coordinator, signed).addenda] == [made.text]


def test_addenda_stand_in_their_order_when_the_clock_was_set_back(center, signed):
    note_addenda.add(center.peer, signed, "first")
    center.clock.advance(days=-3)
    note_addenda.add(center.peer, signed, "second")
    assert [one.text for one in sessions.read_note(center.coordinator, signed).addenda] == ["first", "second"]
    sound(center)


def test_a_record_that_was_closed_to_the_author_since_is_closed_to_addenda_too(center, signed):
    peers.declare(center.coordinator, center.peer.person.id, 1, next(iter(ConflictKind)))
    with pytest.raises(Problem, match="closed to you"):
        note_addenda.add(center.peer, signed, "x")


def test_a_note_whose_time_is_over_is_added_to_only_under_a_legal_hold(tmp_path):
    old = old_center(tmp_path / "center")
    desk = old.center.coordinator
    with pytest.raises(Problem, match="to be destroyed.*place a legal hold"):
        note_addenda.add(desk, old.signed[0], "x")
    retention.place_hold(desk, 1, "A parent asked")
    assert note_addenda.add(desk, old.signed[0], "x").number == 1
    old.center.admin.close()


def test_of_a_session_that_was_destroyed_it_is_said(center):
    with pytest.raises(Problem, match="destroyed when its time was over"):
        note_addenda.add(center.coordinator, 999, "x")


def test_addenda_are_destroyed_with_their_note(tmp_path):
    old = old_center(tmp_path / "center", days=30)
    center = old.center
    note_addenda.add(center.coordinator, old.signed[0], "tangerine anvil")
    center.clock.advance(days=365 * 7)
    destruction.destroy(center.coordinator, retention.preview(center.coordinator), PASSPHRASE)
    assert shell(center, "SELECT count(*) FROM note_addenda") == [(0,)]
    assert shell(center, "SELECT count(*) FROM sealed WHERE kind = 'addendum'") == [(0,)]
    sound(center)
    center.admin.close()


def test_an_addendum_is_found_by_its_words_and_only_after_it_was_written(center, signed):
    while not note_search.read_on(center.coordinator):
        pass
    assert note_search.find(center.coordinator, "armadillo").notes == ()
    note_addenda.add(center.coordinator, signed, "An armadillo, not a zebrafinch.")
    while not note_search.read_on(center.coordinator):
        pass
    assert [one.session.id for one in note_search.find(center.coordinator, "armadillo").notes] == [signed]
    assert [one.session.id for one in note_search.find(center.coordinator, "marmalade").notes] == [signed]
    while not note_search.read_on(center.peer):
        pass
    assert [one.session.id for one in note_search.find(center.peer, "armadillo").notes] == [signed]


def test_a_packet_has_it_with_the_names_of_others_found_and_without_who_wrote_it(center, signed):
    note_addenda.add(center.peer, signed, "Anna was there, too.")
    (item,) = packets.prepare(center.coordinator, 1, Ground.FAMILY).items
    part = item.parts[-1]
    assert (part.text, [part.text[hit.start:hit.end] for hit in part.hits]) == ("Anna was there, too.", ["Anna"])
    assert "Added later" in part.name
    assert "Pia" not in part.name


SPOILED = {
    "the words of another": "UPDATE sealed SET blob = (SELECT blob FROM sealed WHERE kind = 'addendum' AND version = 2)"
                            " WHERE kind = 'addendum' AND version = 1",
    "no seal at all": "UPDATE sealed SET blob = x'00' WHERE kind = 'addendum' AND version = 1",
    "another moment": "UPDATE note_addenda SET at = at - 60000 WHERE number = 1",
    "another author": "UPDATE note_addenda SET by = (SELECT id FROM people WHERE name = 'Otto Other') WHERE number = 1",
    "gone": "DELETE FROM sealed WHERE kind = 'addendum' AND version = 1",
}


@pytest.mark.parametrize("how", SPOILED)
def test_an_addendum_that_was_tampered_with_says_so_and_does_not_hide_the_note(center, signed, how):
    for text in ("first", "second"):
        note_addenda.add(center.peer, signed, text)
    shell(center, SPOILED[how])
    read = sessions.read_note(center.coordinator, signed)
    assert read.body == note()
    assert (read.addenda[0].text, bool(read.addenda[0].problem)) == ("", True)
    with pytest.raises(Tampered):
        packets.prepare(center.coordinator, 1, Ground.FAMILY)


LEFT_OUT = {
    "the newest": ["DELETE FROM note_addenda WHERE number = 2", "DELETE FROM sealed WHERE kind = 'addendum' "
                   "AND version = 2"],
    "spoiled": ["UPDATE sealed SET blob = x'00' WHERE kind = 'addendum' AND version = 2"],
    "its row": ["DELETE FROM note_addenda WHERE number = 2"],
    "one more": ["INSERT INTO note_addenda SELECT session_id, 3, at, by FROM note_addenda WHERE number = 2"],
    "its state": ["UPDATE sessions SET note = 'cosigned'"],
}


@pytest.mark.parametrize("what", LEFT_OUT)
def test_the_log_notices_what_was_left_out_or_put_back(center, signed, what):
    for text in ("first", "second"):
        note_addenda.add(center.peer, signed, text)
    sound(center)
    for statement in LEFT_OUT[what]:
        shell(center, statement)
    assert not audit.verify(center.coordinator).sound


def test_addenda_of_the_front_desk_and_the_administrator_there_are_none(center, signed):
    for role in (Role.FRONT_DESK, Role.ADMINISTRATOR):
        with pytest.raises(Denied):
            note_addenda.add(center.desk(role), signed, "x")
