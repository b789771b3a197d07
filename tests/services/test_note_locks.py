"""A draft of somebody who left is locked, never signed: coordinators read it, and it says that nobody signed it."""

import pytest

from tests.centers import handed_over, note
from tests.changed_keys import signed_in
from tests.retained import shell
from tests.support import quick_keys
from wellnessdesk.base.errors import Denied, Problem
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.sessions import NoteState
from wellnessdesk.services import audit, leaving, note_addenda, note_locks, sessions


@pytest.fixture(autouse=True)
def _quick():
    with quick_keys():
        yield


@pytest.fixture
def draft(center):
    made = handed_over(center, 1, center.peer)
    sessions.save_draft(center.peer, made, note(text="half a zebrafinch"))
    return made


def test_a_draft_is_locked_only_when_its_author_has_left(center, draft):
    with pytest.raises(Problem, match="Pia Peer can still sign"):
        note_locks.lock(center.coordinator, draft)
    leaving.deactivate(center.admin, center.peer.person.id)
    with signed_in(center, "Cora Coordinator") as cora:
        assert note_locks.lock(cora, draft).note is NoteState.LOCKED
        read = sessions.read_note(cora, draft)
        assert (read.body.text, read.signer) == ("half a zebrafinch", "")
        made = note_addenda.add(cora, draft, "The other half was told to me.")
        assert [one.text for one in sessions.read_note(cora, draft).addenda] == [made.text]
        assert draft not in [one.id for one in sessions.to_review(cora)]
        verdict = audit.verify(cora)
        assert verdict.sound, verdict
        with pytest.raises(Problem, match="no draft"):
            note_locks.lock(cora, draft)
        with pytest.raises(Problem, match="not waiting for review"):
            sessions.cosign(cora, draft)


def test_who_has_another_role_now_has_left_as_a_peer(center, draft):
    leaving.change_role(center.admin, center.peer.person.id, Role.FRONT_DESK)
    assert note_locks.lock(center.coordinator, draft).note is NoteState.LOCKED


@pytest.mark.parametrize("state", ["to write", "signed"])
def test_what_is_no_draft_is_not_locked(center, state):
    session = handed_over(center, 1, center.peer)
    if state == "signed":
        sessions.sign(center.peer, session, note())
    leaving.change_role(center.admin, center.peer.person.id, Role.FRONT_DESK)
    with pytest.raises(Problem, match="no draft"):
        note_locks.lock(center.coordinator, session)


def test_a_peer_reads_no_draft_through_this(center, draft):
    shell(center, "UPDATE sessions SET note = 'locked'")
    with pytest.raises(Problem, match="no signed note"):
        sessions.read_note(center.peer, draft)
    with pytest.raises(Denied):
        note_locks.lock(center.peer, draft)


@pytest.mark.parametrize("how", [
    "UPDATE sessions SET note = 'draft' WHERE note = 'locked'", "UPDATE sealed SET blob = x'00' WHERE kind = 'draft'",
    "DELETE FROM sealed WHERE kind = 'draft'"])
def test_the_log_notices_a_lock_that_was_undone_or_another_draft(center, draft, how):
    leaving.change_role(center.admin, center.peer.person.id, Role.FRONT_DESK)
    note_locks.lock(center.coordinator, draft)
    assert audit.verify(center.admin).sound
    shell(center, how)
    assert not audit.verify(center.admin).sound


def test_the_log_notices_a_draft_that_nobody_locked(center, draft):
    shell(center, "UPDATE sessions SET note = 'locked'")
    assert not audit.verify(center.admin).sound
