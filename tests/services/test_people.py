"""People are added whole: keys, directory, records and log together, or none of them."""

import contextlib
from dataclasses import replace

import pytest

from tests.centers import first, handed_over, note
from tests.limits import no_file_beyond
from tests.powercut import PowerCut, power_cut
from tests.store.stores import raw
from tests.support import NAMES, PASSPHRASE, SECOND_PEER, quick_keys
from wellnessdesk.base.errors import Problem
from wellnessdesk.domain.people import Role
from wellnessdesk.services import audit, key_changes, opening, people, sessions, visits
from wellnessdesk.services.opening import Newcomer
from wellnessdesk.services.people import Consent
from wellnessdesk.store.errors import DiskFull
from wellnessdesk.vault import header_file
from wellnessdesk.vault.errors import WrongPassphrase

WORDS = "four plain random words"


@pytest.fixture(autouse=True)
def _quick():
    with quick_keys():
        yield


def newcomer(role=Role.PEER, name="Nina New", passphrase=WORDS):
    return Newcomer(name=name, role=role, passphrase=passphrase)


def consent(center, passphrase=PASSPHRASE, of="Cora Coordinator"):
    return Consent(center.desks[of].person.id, passphrase)


def come_in(center, name="Nina New"):
    center.admin.close()
    return opening.sign_in(center.folder, opening.find(center.folder, name), WORDS, center.clock)


def everything(center):
    """All files as they are now."""
    return {path.name: path.read_bytes() for path in center.folder.iterdir()}


def shown(center):
    return [person.name for person in people.everybody(center.admin)]


@pytest.mark.parametrize("role", [Role.PEER, Role.FRONT_DESK, Role.ADMINISTRATOR])
def test_who_was_added_can_come_in_with_their_own_passphrase(center, role):
    added = people.add(center.admin, newcomer(role, "  Nina   New "))
    assert added.name == "Nina New"
    assert added in people.everybody(center.admin)
    desk = come_in(center)
    assert desk.person == added
    desk.close()


def test_a_new_coordinator_reads_what_was_written_before_they_came(center):
    session = handed_over(center, 1, center.peer)
    sessions.sign(center.peer, session, note())
    people.add(center.admin, newcomer(Role.COORDINATOR), consent(center))
    desk = come_in(center)
    assert "zebrafinch" in sessions.read_note(desk, session).body.text
    assert audit.verify(desk).whole
    desk.close()


def test_two_can_be_added_one_after_the_other(center):
    people.add(center.admin, newcomer(name="One"))
    people.add(center.admin, newcomer(name="Two"))
    for name in ("One", "Two"):
        come_in(center, name).close()


@pytest.mark.parametrize(("new", "said"), [
    (newcomer(name="  "), "Enter a name"), (newcomer(name="PIA peer"), "already sign in"),
    (newcomer(name="Pia\u00a0 Peer"), "already sign in"), (newcomer(passphrase="short"), "at least 10"),
    (newcomer(Role.COORDINATOR), "must agree")])
def test_what_will_not_do_is_said_and_nothing_is_changed(center, new, said):
    before = everything(center)
    with pytest.raises(Problem, match=said):
        people.add(center.admin, new)
    assert everything(center) == before


def test_a_coordinator_agrees_with_their_own_passphrase_and_nobody_else_can(center):
    before = everything(center)
    with pytest.raises(WrongPassphrase):
        people.add(center.admin, newcomer(Role.COORDINATOR), consent(center, "not hers at all"))
    for other in ("Ada Admin", "Pia Peer"):
        with pytest.raises(Problem, match="Only a coordinator"):
            people.add(center.admin, newcomer(Role.COORDINATOR), consent(center, of=other))
    assert everything(center) == before


def test_the_log_says_who_added_whom_and_who_agreed(center):
    added = people.add(center.admin, newcomer(Role.COORDINATOR), consent(center))
    connection = raw(center.admin.store.path, center.admin.keys.store_key)
    entry = connection.execute("SELECT actor, subject, detail FROM audit ORDER BY sequence DESC LIMIT 1").fetchone()
    connection.close()
    assert entry == (center.admin.person.id, f"person:{added.id}",
                     f"coordinator agreed:{center.coordinator.person.id}")


def test_when_the_records_cannot_be_written_the_keys_are_put_back(center, monkeypatch):
    before = shown(center)
    header = header_file.read(center.folder).header

    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(key_changes.centers, "set_directory_serial", full)
    with pytest.raises(DiskFull):
        people.add(center.admin, newcomer())
    monkeypatch.undo()
    assert header_file.read(center.folder).header == header
    assert shown(center) == before
    people.add(center.admin, newcomer())  # and it can be done again
    come_in(center).close()


def test_when_the_keys_cannot_be_written_nobody_was_added(center):
    before = everything(center)
    with no_file_beyond(3000), pytest.raises(DiskFull):
        people.add(center.admin, newcomer())
    assert everything(center) == before
    assert "Nina New" not in shown(center)


@pytest.mark.parametrize("error", [KeyboardInterrupt, ZeroDivisionError])
def test_whatever_interrupts_the_last_step_nobody_was_added(center, monkeypatch, error):
    before = everything(center)

    def interrupted(*_args):
        raise error

    monkeypatch.setattr(key_changes.centers, "set_directory_serial", interrupted)
    with pytest.raises(error):
        people.add(center.admin, newcomer())
    monkeypatch.undo()
    assert everything(center) == before
    assert "Nina New" not in shown(center)


def test_what_breaks_after_the_commit_leaves_somebody_who_was_added(center):
    def broken(_change):
        raise ZeroDivisionError

    center.admin.changes.listen(broken)
    with pytest.raises(ZeroDivisionError):
        people.add(center.admin, newcomer())
    come_in(center).close()


@pytest.mark.parametrize("role", [Role.PEER, Role.COORDINATOR])
@pytest.mark.parametrize("number", range(11))
@pytest.mark.parametrize("settle", [True, False])
def test_after_a_power_cut_somebody_was_added_whole_or_not_at_all(center, monkeypatch, number, role, settle):
    agreed = consent(center) if role is Role.COORDINATOR else None
    power_cut(monkeypatch, number)
    monkeypatch.setattr(key_changes, "_follow_the_records", lambda *_args: None)
    with contextlib.suppress(PowerCut):
        people.add(center.admin, newcomer(role), agreed)
        monkeypatch.undo()
        power_cut(monkeypatch, max(number - 6, 0))
        header_file.put_in_place(center.folder)
    monkeypatch.undo()
    center.admin.close()
    desk = opening.sign_in(center.folder, center.admin.person.id, PASSPHRASE, center.clock, settle=settle)
    names = {person.id for person in people.everybody(desk)}
    assert {entry.person for entry in desk.keys.directory.entries} == names
    assert {slot.person for slot in desk.keys.header.slots} == names
    added = "Nina New" in shown(replace(center, desks={**center.desks, NAMES[Role.ADMINISTRATOR]: desk}))
    desk.close()
    if settle:
        assert [path.name for path in center.folder.glob("*.new")] == []
        assert header_file.read(center.folder).header == desk.keys.header
        if added:
            opening.sign_in(center.folder, opening.find(center.folder, "Nina New"), WORDS, center.clock).close()
    assert added is (number > 5)


def test_keys_that_were_staged_by_somebody_else_are_removed_never_used(center):
    """Without the store key, of another center, older, or with a forged list of people."""
    center.admin.close()
    header = header_file.read(center.folder).header
    key = center.admin.keys.store_key
    forged = replace(header.directory, by_root=bytes(64))
    for staged, under in ((header.next(), bytes(32)), (replace(header, generation=0), key),
                          (header.next(anchors=replace(header.anchors, store="another")), key),
                          (header.next(directory=forged), key)):
        header_file.stage(center.folder, staged, under)
        desk = opening.sign_in(center.folder, center.admin.person.id, PASSPHRASE, center.clock, settle=True)
        assert desk.keys.header == header
        desk.close()
        assert [path.name for path in center.folder.glob("*.new")] == []


def test_peers_are_offered_the_free_ones_first(center):
    assert [(choice.person.name, choice.with_students) for choice in people.peers(center.front)] == [
        (SECOND_PEER, 0), (NAMES[Role.PEER], 0)]
    handed_over(center, 1, center.desks[SECOND_PEER])
    assert [(choice.person.name, choice.with_students) for choice in people.peers(center.front)] == [
        (NAMES[Role.PEER], 0), (SECOND_PEER, 1)]


def test_a_visit_goes_to_peers_only(center):
    visit = visits.check_in(center.front, 1, reason=first("visit_reasons"), origin=first("visit_origins"))
    for somebody in (center.coordinator.person.id, "nobody"):
        with pytest.raises(Problem, match="cannot take students"):
            visits.hand_over(center.front, visit.id, somebody)


def test_a_name_commands_no_terminal_and_turns_no_writing_around(center):
    assert people.add(center.admin, newcomer(name="Ni\x1b[2Jna\u202e\x07  New")).name == "Ni[2Jna New"
    with pytest.raises(Problem, match="Enter a name"):
        people.add(center.admin, newcomer(name="\u202e\x1b"))
