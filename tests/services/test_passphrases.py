"""A passphrase is changed by who knows it; who forgot theirs gets new keys, and their notes back from a coordinator."""

import pytest

from tests.centers import handed_over, note, worked_center
from tests.changed_keys import SECOND, WORDS, consent, kit_b, second_coordinator, signed_in
from tests.store.stores import raw
from tests.support import PASSPHRASE, quick_keys
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.progress import Cancelled
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.session_facts import NewSession
from wellnessdesk.services import (
    audit,
    begun_sessions,
    flags,
    leaving,
    note_addenda,
    note_returns,
    opening,
    passphrases,
    people,
    resealing,
    sessions,
    telling,
)
from wellnessdesk.services.resealing import Resealed
from wellnessdesk.store import sealed
from wellnessdesk.vault.errors import NotForThisKey, WrongPassphrase

NEW = "another set of random words"


@pytest.fixture(autouse=True)
def _quick():
    with quick_keys():
        yield


@pytest.fixture
def day(tmp_path):
    made = worked_center(tmp_path / "day")
    yield made
    made.center.admin.close()


def shell(center, statement, *values):
    connection = raw(center.admin.store.path, center.admin.keys.store_key)
    found = connection.execute(statement, values).fetchall()
    connection.close()
    return found


def whole(desk):
    verdict = audit.verify(desk)
    assert verdict.sound, verdict


# ------------------------------------------------------------------------------------------------ one's own passphrase


@pytest.mark.parametrize("name", ["Pia Peer", "Cora Coordinator", "Ada Admin", "Frank Desk"])
def test_everybody_changes_their_own_and_reads_on(day, name):
    center = day.center
    passphrases.change_passphrase(center.desks[name], PASSPHRASE, NEW)
    with pytest.raises(WrongPassphrase), signed_in(center, name):
        pass
    with signed_in(center, name, NEW) as desk:
        if name in ("Pia Peer", "Cora Coordinator"):
            assert sessions.read_note(desk, day.signed)
        passphrases.change_passphrase(desk, NEW, PASSPHRASE)
    with signed_in(center, name):
        pass
    whole(center.coordinator)
    whole(center.admin)


def test_the_old_one_is_asked_for_and_the_new_one_judged(center):
    with pytest.raises(WrongPassphrase):
        passphrases.change_passphrase(center.peer, "not the old one", NEW)
    with pytest.raises(Problem, match="at least 10"):
        passphrases.change_passphrase(center.peer, PASSPHRASE, "short")
    with signed_in(center, "Pia Peer"):
        pass


def test_a_passphrase_somebody_saw_does_not_come_back_with_an_old_header(center):
    old = {path: path.read_bytes() for path in center.folder.glob("keys*")}
    passphrases.change_passphrase(center.peer, PASSPHRASE, NEW)
    center.admin.close()
    for path, data in old.items():
        path.write_bytes(data)
    with pytest.raises(Problem, match="changed outside the program"):
        opening.sign_in(center.folder, center.peer.person.id, PASSPHRASE, center.clock)
    center.admin.store.reopen(center.admin.keys.store_key)


# ------------------------------------------------------------------------------------------------- who forgot theirs


def test_with_a_coordinators_consent_the_notes_come_back_at_once(day):
    center, otto = day.center, day.center.desks["Otto Other"].person.id
    done = passphrases.new_passphrase(center.admin, center.peer.person.id, NEW, consent(center))
    assert done == Resealed(done=1, spoiled=0)
    assert passphrases.new_passphrase(center.admin, otto, NEW, consent(center)) == Resealed(1, 0)
    with signed_in(center, "Pia Peer", NEW) as peer:
        assert "zebrafinch" in sessions.read_note(peer, day.signed).body.text
    with signed_in(center, "Otto Other", NEW) as peer:
        assert "zebrafinch" in sessions.read_draft(peer, day.draft).text
        sessions.sign(peer, day.draft, note())
    with signed_in(center, "Cora Coordinator") as cora:
        assert resealing.to_reseal(cora) == []
        assert sessions.read_note(cora, day.signed)
        whole(cora)
    whole(center.admin)
    by = shell(center, "SELECT DISTINCT actor FROM audit WHERE action = 'note.reseal'")
    assert by == [(center.coordinator.person.id,)]


def test_addenda_and_comments_come_back_too(day):
    center = day.center
    note_returns.give_back(center.coordinator, day.signed, "Which folder?")
    for text in ("The red one.", "The second red one."):
        note_addenda.add(center.peer, day.signed, text)
    note_addenda.add(center.coordinator, day.signed, "I saw it.")
    shell(center, "UPDATE sealed SET blob = x'00' WHERE kind = 'addendum' AND version = 2")
    done = passphrases.new_passphrase(center.admin, center.peer.person.id, NEW, consent(center))
    assert done == Resealed(done=3, spoiled=2)  # the one that was spoiled, and the one chained to it
    with signed_in(center, "Pia Peer", NEW) as peer:
        read = sessions.read_note(peer, day.signed)
        assert [one.text for one in read.addenda] == ["The red one.", "", ""]
        assert [one.comment for one in read.returns] == ["Which folder?"]


def test_what_was_said_of_one_of_a_group_comes_back_too(day):
    center, now = day.center, day.center.clock.now()
    group = begun_sessions.begin(center.peer, NewSession(students=(1, 4), started_at=now, place="library"))
    telling.told(center.peer, group.id)
    sessions.sign(center.peer, group.id, note(remarks=((4, "asked for the red folder"),)))
    assert passphrases.new_passphrase(center.admin, center.peer.person.id, NEW, consent(center)) == Resealed(3, 0)
    with signed_in(center, "Pia Peer", NEW) as peer:
        assert sessions.read_note(peer, group.id).remarks == ((4, "asked for the red folder"),)
    with signed_in(center, "Cora Coordinator") as cora:
        whole(cora)


@pytest.fixture
def two(day):
    """A note of Pia Peer's about a group, in which Otto Other was the second peer, with an addendum and a comment."""
    center, now = day.center, day.center.clock.now()
    day.two = begun_sessions.begin(center.peer, NewSession(
        students=(1, 4), started_at=now, place="library", second_peer_id=center.desks["Otto Other"].person.id)).id
    telling.told(center.peer, day.two)
    sessions.sign(center.peer, day.two, note(text="two zebrafinches", remarks=((4, "asked for the red folder"),)))
    note_returns.give_back(center.coordinator, day.two, "Which folder?")
    note_addenda.add(center.peer, day.two, "The red one.")
    return day


def test_the_second_peer_gets_their_copies_back_and_the_log_agrees(two):
    center, otto = two.center, two.center.desks["Otto Other"].person.id
    assert sessions.read_note(center.desks["Otto Other"], two.two).body.text == "two zebrafinches"
    assert passphrases.new_passphrase(center.admin, otto, NEW) is None
    with signed_in(center, "Otto Other", NEW) as peer, pytest.raises(NotForThisKey):
        sessions.read_note(peer, two.two)
    with signed_in(center, "Cora Coordinator") as cora:
        assert [(one.person.name, one.sessions) for one in resealing.to_reseal(cora)] == [("Otto Other", 2)]
        assert resealing.reseal(cora, otto) == Resealed(done=5, spoiled=0)  # a draft; note, remark, addendum, comment
        whole(cora)
    with signed_in(center, "Otto Other", NEW) as peer:
        read = sessions.read_note(peer, two.two)
        assert (read.body.text, read.remarks) == ("two zebrafinches", ((4, "asked for the red folder"),))
        assert [one.text for one in read.addenda] == ["The red one."]
        assert [one.comment for one in read.returns] == ["Which folder?"]
    assert sessions.read_note(center.peer, two.two).body.text == "two zebrafinches"
    passphrases.new_passphrase(center.admin, center.peer.person.id, NEW, consent(center))
    with signed_in(center, "Otto Other", NEW) as peer:
        assert sessions.read_note(peer, two.two).addenda[0].text == "The red one."
    with signed_in(center, "Cora Coordinator") as cora:
        whole(cora)


def test_a_draft_of_somebody_else_is_not_opened_to_the_second_peer(day):
    center, now = day.center, day.center.clock.now()
    otto = center.desks["Otto Other"].person.id
    session = begun_sessions.begin(center.peer, NewSession(students=(4,), started_at=now, second_peer_id=otto)).id
    sessions.save_draft(center.peer, session, note())
    before = shell(center, "SELECT blob FROM sealed WHERE kind = 'draft' AND record = ?", str(session))
    assert passphrases.new_passphrase(center.admin, otto, NEW, consent(center)) == Resealed(1, 0)
    assert shell(center, "SELECT blob FROM sealed WHERE kind = 'draft' AND record = ?", str(session)) == before


@pytest.mark.parametrize("claim", ["a row", "a row and an entry of their own"])
def test_nobody_becomes_the_second_peer_by_a_row_and_a_forgotten_passphrase(two, claim):
    """Whoever writes SQL can name themselves; the log, which the one who wrote the note signed, says who it was."""
    center = two.center
    other = people.add(center.admin, opening.Newcomer(name="Mallory Peer", role=Role.PEER, passphrase=WORDS))
    shell(center, "UPDATE sessions SET second_peer_id = ? WHERE id = ?", other.id, two.two)
    if claim != "a row":
        with signed_in(center, "Mallory Peer", WORDS) as mallory, mallory.change("sessions") as change:
            facts = begun_sessions.facts_of(change.tx, sessions.sessions.get(change.tx, two.two))
            change.record_sealed("session.change", f"session:{two.two}", facts)
    assert passphrases.new_passphrase(center.admin, other.id, NEW, consent(center)) == Resealed(done=0, spoiled=1)
    with signed_in(center, "Mallory Peer", NEW) as mallory, pytest.raises(NotForThisKey):
        sessions.read_note(mallory, two.two)
    with signed_in(center, "Cora Coordinator") as cora:
        assert "is not as entry" in audit.verify(cora).finding


def test_addenda_that_were_sealed_anew_are_as_the_log_says(day):
    center = day.center
    note_returns.give_back(center.coordinator, day.signed, "Which folder?")
    note_addenda.add(center.peer, day.signed, "The red one.")
    assert passphrases.new_passphrase(center.admin, center.peer.person.id, NEW, consent(center)) == Resealed(3, 0)
    with signed_in(center, "Cora Coordinator") as cora:
        whole(cora)


def test_without_it_they_wait_and_are_offered_to_coordinators(day):
    center = day.center
    assert passphrases.new_passphrase(center.admin, center.peer.person.id, NEW) is None
    with signed_in(center, "Pia Peer", NEW) as peer, pytest.raises(NotForThisKey):
        sessions.read_note(peer, day.signed)
    with signed_in(center, "Cora Coordinator") as cora:
        assert sessions.read_note(cora, day.signed)  # coordinators always could
        assert [(one.person.name, one.sessions) for one in resealing.to_reseal(cora)] == [("Pia Peer", 1)]
        assert resealing.reseal(cora, center.peer.person.id) == Resealed(1, 0)
        assert resealing.to_reseal(cora) == []
        with pytest.raises(Problem, match="already"):
            resealing.reseal(cora, center.peer.person.id)
        whole(cora)
    with signed_in(center, "Pia Peer", NEW) as peer:
        assert sessions.read_note(peer, day.signed)


def test_flags_are_left_as_they_are_and_can_be_read_by_coordinators(day):
    before = shell(day.center, "SELECT blob FROM sealed WHERE kind = 'flag'")
    passphrases.new_passphrase(day.center.admin, day.center.peer.person.id, NEW, consent(day.center))
    assert shell(day.center, "SELECT blob FROM sealed WHERE kind = 'flag'") == before
    with signed_in(day.center, "Cora Coordinator") as cora:
        assert flags.acknowledge(cora, day.flag).raised_by == "Pia Peer"
        whole(cora)


def test_a_note_that_was_spoiled_keeps_no_other_closed(day):
    center = day.center
    second = handed_over(center, 4, center.peer)
    sessions.sign(center.peer, second, note())
    shell(center, "UPDATE sealed SET blob = zeroblob(900) WHERE record = ?", str(day.signed))
    done = passphrases.new_passphrase(center.admin, center.peer.person.id, NEW, consent(center))
    assert done == Resealed(done=1, spoiled=1)
    with signed_in(center, "Pia Peer", NEW) as peer:
        assert sessions.read_note(peer, second)


class Stop:
    def report(self, done, total):
        pass

    def check_cancelled(self):
        raise Cancelled


def test_it_can_be_stopped_and_goes_on_the_next_time(day, monkeypatch):
    center = day.center
    others = [handed_over(center, student, center.peer) for student in (4, 5)]
    for session in others:
        sessions.sign(center.peer, session, note())
    assert passphrases.new_passphrase(center.admin, center.peer.person.id, NEW, consent(center), Stop()) is None
    monkeypatch.setattr(resealing, "_AT_ONCE", 1)

    class StopAfterOne(Stop):
        def check_cancelled(self):
            if self.asked:
                raise Cancelled
            self.asked = True
        asked = False

    with signed_in(center, "Cora Coordinator") as cora:
        with pytest.raises(Cancelled):
            resealing.reseal(cora, center.peer.person.id, StopAfterOne())
        assert [one.sessions for one in resealing.to_reseal(cora)] == [2]
        assert resealing.reseal(cora, center.peer.person.id) == Resealed(2, 0)
        whole(cora)


def test_a_note_exchanged_before_it_is_sealed_anew_is_still_missed(day):
    """Whoever has the author's old keys and the store can put another in its place; the log knows the one signed."""
    center, peer = day.center, day.center.peer
    with peer.reading() as tx:
        place = sessions.binding("note", sessions.sessions.get(tx, day.signed))
    blob = sessions.sealing.seal(peer.keys, place, note(text="nothing happened").plain())
    with peer.store.transaction() as tx:
        sealed.put(tx, "note", str(day.signed), 1, blob)
    passphrases.new_passphrase(center.admin, peer.person.id, NEW, consent(center))
    with signed_in(center, "Cora Coordinator") as cora:
        verdict = audit.verify(cora)
        assert verdict.whole
        assert "is not there as it was signed" in verdict.finding


def test_a_coordinator_who_forgot_needs_another_or_the_principal(center):
    session = handed_over(center, 1, center.peer)
    sessions.sign(center.peer, session, note())
    with pytest.raises(Problem, match="must agree"):
        passphrases.new_passphrase(center.admin, center.coordinator.person.id, NEW)
    assert passphrases.new_passphrase(center.admin, center.coordinator.person.id, NEW, kit_b(center)) is None
    with signed_in(center, "Cora Coordinator", NEW) as cora:
        assert sessions.read_note(cora, session)
        whole(cora)
    second_coordinator_by(center)
    other = people.Consent(second_id(center), WORDS)
    assert passphrases.new_passphrase(center.admin, center.coordinator.person.id, PASSPHRASE, other) == Resealed(0, 0)
    with signed_in(center, "Cora Coordinator") as cora:
        assert sessions.read_note(cora, session)
        whole(cora)


def second_coordinator_by(center):
    people.add(center.admin, opening.Newcomer(name=SECOND, role=Role.COORDINATOR, passphrase=WORDS), kit_b(center))


def second_id(center):
    return next(one.id for one in people.everybody(center.admin) if one.name == SECOND)


def test_what_will_not_do_is_said(center):
    admin = center.admin
    with pytest.raises(Problem, match="change your own"):
        passphrases.new_passphrase(admin, admin.person.id, NEW)
    with pytest.raises(Problem, match="at least 10"):
        passphrases.new_passphrase(admin, center.peer.person.id, "short")
    with pytest.raises(Problem, match="cannot sign in any more"):
        passphrases.new_passphrase(admin, "nobody", NEW)
    with pytest.raises(Problem, match="can sign in already"):
        passphrases.reactivate(admin, center.peer.person.id, Role.PEER, NEW)
    with pytest.raises(WrongPassphrase):
        passphrases.new_passphrase(admin, center.peer.person.id, NEW, consent(center, "not hers"))
    with signed_in(center, "Pia Peer"):
        pass


# --------------------------------------------------------------------------------------------------------- coming back


def test_who_left_comes_back_with_new_keys_and_their_notes(day):
    center, gone = day.center, day.center.peer.person.id
    leaving.deactivate(center.admin, gone)
    with pytest.raises(Problem, match="cannot sign in any more"):
        passphrases.new_passphrase(center.admin, gone, NEW)
    done = passphrases.reactivate(center.admin, gone, Role.PEER, NEW, consent(center))
    assert done == Resealed(1, 0)
    with signed_in(center, "Pia Peer", NEW) as peer:
        assert sessions.read_note(peer, day.signed)
    with signed_in(center, "Cora Coordinator") as cora:
        whole(cora)


def test_a_coordinator_comes_back_as_somebody_else_only_with_consent(center):
    second = second_coordinator(center)
    leaving.deactivate(center.admin, second.id, consent(center))
    with pytest.raises(Problem, match="must agree"):
        passphrases.reactivate(center.admin, second.id, Role.FRONT_DESK, NEW)
    passphrases.reactivate(center.admin, second.id, Role.FRONT_DESK, NEW, consent(center))
    with signed_in(center, SECOND, NEW) as desk:
        assert (desk.person.role, desk.keys.role_privates) == (Role.FRONT_DESK, {})
    with signed_in(center, "Cora Coordinator") as cora:
        whole(cora)


def test_a_name_taken_meanwhile_is_told(center):
    leaving.deactivate(center.admin, center.peer.person.id)
    with center.admin.store.transaction() as tx:
        people.people.add(tx, people.Person("x", "Pia  PEER", Role.PEER), center.clock.now())
    with pytest.raises(Problem, match="Add a middle initial"):
        passphrases.reactivate(center.admin, center.peer.person.id, Role.PEER, NEW)


def test_the_list_of_who_waits_can_be_spoiled_and_nothing_else_is(day):
    center = day.center
    passphrases.new_passphrase(center.admin, center.peer.person.id, NEW)
    for spoiled in ("[]", '{"x": 1, "y": [1], "z": ["a", "b"]}', '{"nobody": [0, 9]}', "no json"):
        shell(center, "UPDATE settings SET value = ? WHERE key = 'people.reseal'", spoiled)
        with signed_in(center, "Cora Coordinator") as cora:
            assert resealing.to_reseal(cora) == []
