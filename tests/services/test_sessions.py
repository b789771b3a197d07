"""Notes: drafts are the peer's own, a signature locks, coordinators read and co-sign, and every opening is recorded."""

from datetime import timedelta

import pytest

from tests.centers import handed_over, note
from tests.store.stores import raw
from tests.support import SECOND_PEER
from wellnessdesk.base.errors import Denied, Problem
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.disclosures import Ground
from wellnessdesk.domain.sessions import NoteBody, NoteState, RedFlagCheck
from wellnessdesk.domain.timeline import said_of_note
from wellnessdesk.services import audit, packets, sessions, student_pages
from wellnessdesk.services.sessions import NoteIncomplete, NoteLocked
from wellnessdesk.vault import sealed_entries, sealing
from wellnessdesk.vault.errors import Tampered


@pytest.fixture
def session(center):
    return handed_over(center, 1, center.peer)


def log(center, since=0):
    connection = raw(center.front.store.path, center.front.keys.store_key)
    found = connection.execute("SELECT sequence, action, subject, detail, actor FROM audit WHERE sequence > ?",
                               (since,)).fetchall()
    connection.close()
    return found


def test_a_draft_comes_back_as_it_was_written(center, session):
    body = NoteBody(text="Ñandú 🦩 half a", topics=("tests",), strengths=("a", "b"), follow_up=True)
    assert sessions.read_draft(center.peer, session) is None
    sessions.save_draft(center.peer, session, body)
    sessions.save_draft(center.peer, session, note())
    assert sessions.read_draft(center.peer, session) == note()
    sessions.save_draft(center.peer, session, body)
    assert sessions.read_draft(center.peer, session) == body
    assert sessions.mine(center.peer)[0].note is NoteState.DRAFT


def test_autosaves_are_recorded_once_a_sitting_and_only_coordinators_can_read_that(center, session):
    before = len(log(center))
    for _time in range(3):
        sessions.save_draft(center.peer, session, note())
    (entry,) = log(center, before)
    assert entry[1:3] == ("sealed", "")
    assert sealed_entries.words(center.coordinator.keys, entry[3]) == f"note.draft session:{session}"
    center.peer.sittings.clear()  # the next sitting
    sessions.save_draft(center.peer, session, note())
    assert len(log(center, before)) == 2


def test_a_signed_note_is_read_by_its_author_and_the_coordinators(center, session):
    signed = sessions.sign(center.peer, session, note())
    assert (signed.note, signed.signed_at) == (NoteState.SIGNED, center.clock.now())
    for desk in (center.peer, center.coordinator):
        read = sessions.read_note(desk, session)
        assert (read.body, read.signer, read.session.student) == (note(), "Pia Peer", "José Núñez")


def test_the_kind_of_session_and_its_tier_stand_beside_the_note(center, session):
    option = next(one for one in catalogues.service_options() if one.tier == 2)
    signed = sessions.sign(center.peer, session, note(service=option.id))
    assert (signed.service, signed.tier) == (option.id, 2)


def test_signing_ends_a_session_that_was_still_going_on_and_drops_the_draft(center, session):
    sessions.save_draft(center.peer, session, note())
    center.clock.advance(minutes=9)
    assert sessions.sign(center.peer, session, note()).ended_at == center.clock.now()
    assert sessions.read_draft(center.peer, session) is None


def test_a_signed_note_is_locked(center, session):
    sessions.sign(center.peer, session, note())
    with pytest.raises(NoteLocked, match="signed and cannot be changed"):
        sessions.sign(center.peer, session, note(text="something else"))
    with pytest.raises(NoteLocked):
        sessions.save_draft(center.peer, session, note(text="something else"))
    assert sessions.read_note(center.peer, session).body == note()


@pytest.mark.parametrize(("gap", "said"), [
    ({"service": ""}, "what kind of session"), ({"topics": ()}, "at least one topic"),
    ({"offers": ()}, "what you offered"), ({"red_flag": RedFlagCheck.UNASKED}, "red-flag question")])
def test_an_incomplete_note_is_not_signed_and_says_what_is_missing(center, session, gap, said):
    with pytest.raises(NoteIncomplete, match=said):
        sessions.sign(center.peer, session, note(**gap))
    assert sessions.mine(center.peer)[0].note is NoteState.TO_WRITE


def test_everything_that_is_missing_is_said_at_once(center, session):
    with pytest.raises(NoteIncomplete) as told:
        sessions.sign(center.peer, session, NoteBody())
    assert len(str(told.value).splitlines()) == 4


def test_another_peers_session_is_not_touched(center, session):
    other = center.desks[SECOND_PEER]
    for tried in (lambda: sessions.save_draft(other, session, note()), lambda: sessions.read_draft(other, session),
                  lambda: sessions.sign(other, session, note()), lambda: sessions.read_note(other, session)):
        with pytest.raises(Denied, match="another Wellness Peer"):
            tried()
    assert sessions.mine(other) == []
    assert sessions.mine(center.peer)[0].note is NoteState.TO_WRITE


def test_a_session_that_is_gone_and_a_note_that_is_not_there_are_told(center, session):
    with pytest.raises(Problem, match="not there any more"):
        sessions.read_draft(center.peer, 999)
    with pytest.raises(Problem, match="no signed note"):
        sessions.read_note(center.coordinator, session)


def test_every_opening_of_a_note_is_recorded_for_coordinators_to_read(center, session):
    """In the clear, the entry after "took on a flag" would say whose flag it was."""
    sessions.sign(center.peer, session, note())
    for desk in (center.coordinator, center.peer):
        before = len(log(center))
        sessions.read_note(desk, session)
        (entry,) = log(center, before)
        assert (entry[1], entry[2], entry[4]) == ("sealed", "", "")
        assert sealed_entries.words(center.coordinator.keys, entry[3]) == f"note.read session:{session}"


def test_coordinators_review_the_oldest_first_and_each_once(center):
    made = []
    for student in (1, 2):
        made.append(handed_over(center, student, center.peer))
        center.clock.advance(minutes=5)
        sessions.sign(center.peer, made[-1], note())
    assert [one.id for one in sessions.to_review(center.coordinator)] == made
    reviewed = sessions.cosign(center.coordinator, made[0])
    assert (reviewed.note, reviewed.reviewed_at) == (NoteState.COSIGNED, center.clock.now())
    assert [one.id for one in sessions.to_review(center.coordinator)] == made[1:]


def test_a_second_press_co_signs_nothing_more(center, session):
    sessions.sign(center.peer, session, note())
    reviewed = sessions.cosign(center.coordinator, session)
    before = len(log(center))
    center.clock.advance(minutes=1)
    assert sessions.cosign(center.coordinator, session) == reviewed
    assert len(log(center)) == before


def test_a_note_not_signed_is_not_co_signed(center, session):
    with pytest.raises(Problem, match="not waiting for review"):
        sessions.cosign(center.coordinator, session)


def test_the_log_names_by_its_fingerprint_what_was_signed_and_co_signed(center, session):
    sessions.sign(center.peer, session, note())
    sessions.cosign(center.coordinator, session)
    marks = {action: detail for _n, action, _subject, detail, _actor in log(center) if action.startswith("note.")}
    assert marks["note.sign"] == marks["note.cosign"]
    assert len(marks["note.sign"]) == 64
    assert audit.verify(center.coordinator).whole


def test_unsigned_notes_stay_on_the_peers_list_and_signed_ones_only_for_the_day(center, session):
    other = handed_over(center, 2, center.peer)
    sessions.sign(center.peer, other, note())
    assert {one.id for one in sessions.mine(center.peer)} == {session, other}
    center.clock.advance(days=1)
    assert [one.id for one in sessions.mine(center.peer)] == [session]
    assert sessions.mine(center.peer)[0].late(center.clock.now() + timedelta(hours=1))


def seal_anew(center, session, body, keys=None):
    """What somebody with the author's keys and an SQL shell can put in the note's place."""
    with center.peer.reading() as tx:
        place = sessions.binding(sessions.NOTE, sessions._session(tx, session))
    blob = sealing.seal(keys or center.peer.keys, place, body)
    connection = raw(center.front.store.path, center.front.keys.store_key)
    connection.execute("UPDATE sealed SET blob = ? WHERE kind = 'note'", (blob,))
    connection.close()


def test_a_note_in_the_authors_place_by_another_hand_is_not_shown(center, session):
    sessions.sign(center.peer, session, note())
    seal_anew(center, session, note().plain(), keys=center.desks[SECOND_PEER].keys)
    with pytest.raises(Tampered):
        sessions.read_note(center.coordinator, session)


def test_a_note_of_another_shape_is_not_shown(center, session):
    sessions.sign(center.peer, session, note())
    seal_anew(center, session, {"red_flag": "perhaps"})
    with pytest.raises(Tampered):
        sessions.read_note(center.coordinator, session)


def test_a_draft_that_somebody_else_put_there_is_not_shown_to_its_author_to_sign(center, session):
    """Whoever holds the store's key can seal one to the author's public key, and sign it as themselves."""
    sessions.save_draft(center.peer, session, note())
    with center.front.reading() as tx:
        place = sessions.binding(sessions.DRAFT, sessions._session(tx, session))
        blob = sealing.seal_for(center.front.keys, place, note(text="He said he will hurt her.").plain())
    connection = raw(center.front.store.path, center.front.keys.store_key)
    connection.execute("UPDATE sealed SET blob = ? WHERE kind = 'draft'", (blob,))
    connection.close()
    with pytest.raises(Tampered):
        sessions.read_draft(center.peer, session)


def test_a_state_that_sql_made_up_is_told_and_hides_nothing_else(center, session):
    sessions.sign(center.peer, session, note())
    center.clock.advance(minutes=30)
    other = handed_over(center, 2, center.peer)
    for student, one in ((1, session), (2, other)):
        connection = raw(center.front.store.path, center.front.keys.store_key)
        connection.execute("UPDATE sessions SET note = 'cosined' WHERE id = ?", (one,))
        connection.close()
        file = student_pages.for_coordinator(center.coordinator, student)
        assert {each.id: each.note for each in file.sessions}[one] is NoteState.UNKNOWN
        assert "note changed outside the program" in " ".join(said_of_note(each) for each in file.sessions)
        with pytest.raises(Problem, match="changed outside the program"):
            sessions.read_note(center.coordinator, one)
        with pytest.raises(Problem, match="changed outside the program"):
            sessions.sign(center.peer, one, note())
        with pytest.raises(Problem, match="changed outside the program"):
            packets.prepare(center.coordinator, student, Ground.FAMILY)
        assert not audit.verify(center.coordinator).sound


def test_verifying_finds_a_state_that_sql_made_up_of_a_note_nobody_signed(center, session):
    connection = raw(center.front.store.path, center.front.keys.store_key)
    connection.execute("UPDATE sessions SET note = '' WHERE id = ?", (session,))
    connection.close()
    assert f"session {session} was changed outside" in audit.verify(center.coordinator).finding
