"""Finding notes: everybody what they may read, made in slices, without a trace in the log, gone with the desk."""

import gc
import weakref

import pytest

from tests.centers import handed_over, note
from tests.retained import old_center
from tests.store.stores import raw
from tests.support import PASSPHRASE, SECOND_PEER, quick_keys
from wellnessdesk.base.errors import Denied
from wellnessdesk.domain.people import Role
from wellnessdesk.services import (
    audit,
    begun_sessions,
    destruction,
    leaving,
    note_addenda,
    note_locks,
    note_search,
    retention,
    sessions,
    telling,
)
from wellnessdesk.store import sessions as store_sessions
from wellnessdesk.vault import sealing


@pytest.fixture
def notes(center):
    """Two notes of the first peer and one of the second, oldest first."""
    other = center.desks[SECOND_PEER]
    return [signed(center, 1, center.peer, "The zebrafinch sang."), signed(center, 2, other, "A zebrafinch again."),
            signed(center, 3, center.peer, "No bird at all.", next_step="Draw a zebrafinch.")]


def signed(center, student, peer, text, **more):
    number = handed_over(center, student, peer)
    sessions.sign(peer, number, note(text=text, **more))
    return number


def read_all(desk):
    for _slice in range(1000):
        if note_search.read_on(desk):
            return
    raise AssertionError("it never ends")


def found(desk, query):
    return [one.session.id for one in note_search.find(desk, query).notes]


def test_a_coordinator_finds_all_notes_the_newest_first(center, notes):
    read_all(center.coordinator)
    assert found(center.coordinator, "zebraf") == notes[::-1]
    assert found(center.coordinator, "marmalade") == []


def test_a_peer_finds_only_their_own(center, notes):
    other = center.desks[SECOND_PEER]
    for desk, own in ((center.peer, [notes[2], notes[0]]), (other, [notes[1]])):
        read_all(desk)
        assert found(desk, "zebrafinch") == own
        assert len(desk.cache[note_search._INDEX]._known) == len(own), "no word of another's note is even kept"


def test_what_is_found_says_whose_note_it_is_and_where_the_words_stand(center, notes):
    read_all(center.coordinator)
    (one,) = note_search.find(center.coordinator, "draw").notes
    assert (one.session.student, one.session.peer) == ("Minh Nguyễn", "Pia Peer")
    assert [one.snippet[first:end] for first, end in one.marks] == ["Draw"]


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.ADMINISTRATOR])
def test_nobody_else_searches(center, notes, role):
    for act in (note_search.read_on, lambda desk: note_search.find(desk, "zebrafinch")):
        with pytest.raises(Denied):
            act(center.desk(role))


def test_drafts_are_not_searched(center):
    number = handed_over(center, 1, center.peer)
    sessions.save_draft(center.peer, number, note(text="zebrafinch"))
    read_all(center.peer)
    assert found(center.peer, "zebrafinch") == []


def test_a_draft_that_was_locked_is_searched_with_what_was_added_by_coordinators_alone(center):
    other = center.desks[SECOND_PEER]
    number = handed_over(center, 1, center.peer)
    sessions.save_draft(center.peer, number, note(text="half a zebrafinch"))
    read_all(center.coordinator)
    with quick_keys():
        leaving.change_role(center.admin, center.peer.person.id, Role.FRONT_DESK)
    note_locks.lock(center.coordinator, number)
    for desk, finds in ((center.coordinator, [number]), (other, [])):
        read_all(desk)
        assert found(desk, "zebrafinch") == finds
    note_addenda.add(center.coordinator, number, "The other half is a marmalade jar.")
    read_all(center.coordinator)
    assert found(center.coordinator, "marmalade") == [number]
    shown = sessions.read_note(center.coordinator, number)
    assert (shown.body.text, shown.signer) == ("half a zebrafinch", "")


def test_what_is_about_one_of_a_group_is_found_in_the_groups_note_by_who_may_read_it(center):
    other = center.desks[SECOND_PEER]
    made = begun_sessions.begin(center.peer, begun_sessions.NewSession(
        students=(1, 2), started_at=center.clock.now(), place="library")).id
    telling.told(center.peer, made)
    sessions.sign(center.peer, made, note(text="a calm group", remarks=((2, "asked for the tangerine"),)))
    for desk, finds in ((center.coordinator, [made]), (center.peer, [made]), (other, [])):
        read_all(desk)
        assert found(desk, "tangerine") == finds
        assert found(desk, "calm") == finds


def test_it_is_made_in_slices_and_says_when_it_is_whole(center, notes, monkeypatch):
    monkeypatch.setattr(note_search, "_LIST", 2)
    monkeypatch.setattr(note_search, "_FETCH", 2)
    monkeypatch.setattr(note_search, "_TAKE", 1)
    desk, steps = center.coordinator, 0
    assert not note_search.find(desk, "zebrafinch").whole
    monkeypatch.setattr(note_search.time, "perf_counter", iter(range(1000)).__next__)  # a second for each look at it
    while not note_search.read_on(desk, seconds=0.5):
        steps += 1
        assert steps < 50
    monkeypatch.undo()
    assert steps == 6, "two lists, two fetches and three notes, and the last of the seven says that all is there"
    assert note_search.find(desk, "zebrafinch").whole
    assert found(desk, "zebrafinch") == notes[::-1]


def test_the_newest_notes_can_be_found_first(center, notes, monkeypatch):
    monkeypatch.setattr(note_search, "_TAKE", 1)
    desk = center.coordinator
    while not found(desk, "zebrafinch"):
        assert not note_search.read_on(desk, seconds=0.000001)
    assert found(desk, "zebrafinch") == notes[2:]


def test_a_note_signed_meanwhile_is_found(center, notes):
    read_all(center.peer)
    newest = signed(center, 4, center.peer, "Another zebrafinch.")
    assert not note_search.find(center.peer, "zebrafinch").whole
    read_all(center.peer)
    assert found(center.peer, "zebrafinch") == [newest, notes[2], notes[0]]


def test_destroyed_notes_are_found_no_more_and_their_words_are_gone(tmp_path):
    old = old_center(tmp_path / "old")
    desk = old.center.coordinator
    read_all(desk)
    assert set(found(desk, "talked")) == set(old.signed)
    destruction.destroy(desk, retention.preview(desk), PASSPHRASE)
    assert found(desk, "talked") == []
    read_all(desk)
    assert not desk.cache[note_search._INDEX]._known
    old.center.admin.close()


def test_a_note_that_was_tampered_with_hides_no_other(center, notes):
    store = raw(center.admin.store.path, center.admin.keys.store_key)
    store.execute("UPDATE sealed SET blob = x'00' WHERE kind = 'note' AND record = ?", (str(notes[1]),))
    store.close()
    read_all(center.coordinator)
    assert found(center.coordinator, "zebrafinch") == [notes[2], notes[0]]


def exchanged(center, session, blob):
    store = raw(center.admin.store.path, center.admin.keys.store_key)
    (before,) = store.execute("SELECT blob FROM sealed WHERE kind = 'note' AND record = ?", (str(session),)).fetchone()
    store.execute("UPDATE sealed SET blob = ? WHERE kind = 'note' AND record = ?", (blob, str(session)))
    store.close()
    return before


def written_by_another(center, notes, monkeypatch, number=None, raw=None):
    """A note in the name of its author: sealed with the public keys alone, signed with a key that is not theirs."""
    with center.coordinator.reading() as tx:
        (one,) = store_sessions.sealed_notes(tx, [number or notes[1]])
    with monkeypatch.context() as patch:
        patch.setattr(sealing.primitives, "sign", lambda _seed, _data: bytes(64))
        return sealing.seal(center.desks[SECOND_PEER].keys, sessions.binding(sessions.NOTE, one),
                            note(text="A zebrafinch never was.").plain() | (raw or {}))


def test_a_note_its_author_did_not_sign_is_never_shown(center, notes, monkeypatch):
    exchanged(center, notes[1], written_by_another(center, notes, monkeypatch))
    read_all(center.coordinator)
    index = center.coordinator.cache[note_search._INDEX]
    assert [session for session, _words in index.find("never", 5)] == [notes[1]], "it was taken in: it was peeked at"
    assert found(center.coordinator, "never") == []
    assert found(center.coordinator, "zebrafinch") == [notes[2], notes[0]]


def test_forged_notes_do_not_crowd_out_the_true_ones(center, notes, monkeypatch):
    for number in notes[1:]:
        exchanged(center, number, written_by_another(center, notes, monkeypatch, number))
    read_all(center.coordinator)
    assert [one.session.id for one in note_search.find(center.coordinator, "zebrafinch", limit=1).notes] == [notes[0]]


@pytest.mark.parametrize("raw", [{"text": 5}, {"text": ["a"]}, {"wishes": None}, {"remarks": [[None, "x"]]}])
def test_a_forged_note_of_no_form_at_all_stops_no_search(center, notes, monkeypatch, raw):
    exchanged(center, notes[1], written_by_another(center, notes, monkeypatch, notes[1], raw))
    read_all(center.coordinator)
    assert found(center.coordinator, "zebrafinch") == [notes[2], notes[0]]


def test_words_of_a_forged_note_are_not_shown_either_after_the_true_one_was_put_back(center, notes, monkeypatch):
    true = exchanged(center, notes[1], written_by_another(center, notes, monkeypatch))
    read_all(center.coordinator)
    exchanged(center, notes[1], true)
    assert found(center.coordinator, "never") == []


def test_the_log_says_once_a_sitting_that_somebody_searched_and_each_note_that_was_opened(center, notes):
    before = audit.verify(center.coordinator).entries
    read_all(center.coordinator)
    assert audit.verify(center.coordinator).entries == before
    for typed in ("zebra", "zebrafinch"):
        found(center.coordinator, typed)
    assert audit.verify(center.coordinator).entries == before + 1
    sessions.read_note(center.coordinator, notes[0])
    assert audit.verify(center.coordinator).entries == before + 2


def test_the_index_goes_with_the_desk(center, notes):
    read_all(center.peer)
    index = weakref.ref(center.peer.cache[note_search._INDEX])
    center.peer.close()
    gc.collect()
    assert index() is None
