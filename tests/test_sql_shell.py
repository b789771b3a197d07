"""What somebody sees who signs in, takes the store key, and opens the file with an SQL shell of their own.

They hold every key of their role and know every format. They read metadata (who came, when, that a session has a
note, that a flag was raised and when); no word of a note or flag, nor whose flag it is or who raised it.
"""

from dataclasses import replace

import pytest

from tests.centers import (
    CLOSING_WORDS,
    FLAG_WORDS,
    OWN_WORDS,
    SECRET_WORDS,
    first,
    fresh_center,
    handed_over,
    note,
    worked_center,
)
from tests.shell import everything, held, opened, rows
from tests.store.stores import raw
from tests.support import PASSPHRASE
from wellnessdesk.domain.flags import Closing, Urgency
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.session_facts import NewSession
from wellnessdesk.services import audit, begun_sessions, flags, opening, sessions, supervision
from wellnessdesk.vault import header_file, primitives, sealing
from wellnessdesk.vault.directory import encode, sign_directory
from wellnessdesk.vault.errors import DirectoryForged, Tampered

WORDS = {SECRET_WORDS, FLAG_WORDS, CLOSING_WORDS, OWN_WORDS}
READS = {
    "Frank Desk": set(), "Ada Admin": set(), "Otto Other": {SECRET_WORDS, FLAG_WORDS},  # their own draft and flag
    "Pia Peer": {SECRET_WORDS, FLAG_WORDS}, "Cora Coordinator": WORDS,
}
OUTSIDERS = ("Frank Desk", "Ada Admin")


@pytest.fixture
def day(tmp_path):
    """A day with a closed flag of Pia's, an open one of Otto's, and an agenda with an item of the coordinator's."""
    made = worked_center(tmp_path / "center")
    cora, otto = made.center.coordinator, made.center.desks["Otto Other"]
    made.center.clock.advance(minutes=7)
    flags.acknowledge(cora, made.flag)
    flags.close(cora, made.flag, Closing(disposition=CLOSING_WORDS, notify_caregiver=False, notify_reason="x",
                                         outcome="x", reported=False))
    supervision.build(cora)
    supervision.add_own(cora, supervision.read(cora).meeting.id, OWN_WORDS)
    made.center.clock.advance(minutes=7)
    flags.raise_flag(otto, made.draft, kind=first("red_flags"), urgency=Urgency.IMMEDIATE, words=FLAG_WORDS)
    yield made
    made.center.admin.close()


@pytest.mark.parametrize("name", READS)
def test_each_reads_the_words_of_their_own_and_no_others(day, name):
    """The coordinator and the authors are the control: the same search, with their keys, finds the words."""
    found = everything(day.center.desks[name])
    assert {word for word in WORDS if word.encode() in found} == READS[name]
    assert "José".encode() in found  # the roster is in the clear to all who hold the store key


def test_a_peer_opens_their_own_records_and_not_another_peers(day):
    records = {(row["kind"], row["record"]): row for row in rows(day.center.peer)["sealed"]}
    readable = {name: {key[0] for key, row in records.items() if list(opened(day.center.desks[name], row))}
                for name in READS}
    assert readable == {
        "Frank Desk": set(), "Ada Admin": set(), "Pia Peer": {"note", "flag"}, "Otto Other": {"draft", "flag"},
        "Cora Coordinator": {"note", "draft", "flag", "flag step", "agenda item"}}
    mine = list(opened(day.center.peer, records["flag", day.flag]))
    assert len(mine) == 1
    assert not list(opened(day.center.desks["Otto Other"], records["flag", day.flag]))


TIMES = {"at", "day", "week", "raised_at", "acknowledged_at", "closed_at", "built_at", "row_number", "sequence"}


def about(table_rows, flag):
    """Every row that names a flag, without its times."""
    for table, its_rows in table_rows.items():
        for row in its_rows:
            if any(isinstance(value, str) and flag in value for value in row.values()):
                yield table, {name: value for name, value in row.items() if name not in TIMES}


@pytest.mark.parametrize("name", OUTSIDERS)
def test_no_row_about_a_flag_names_its_student_its_session_or_its_raiser(day, name):
    table_rows = rows(day.center.desks[name])
    raisers = {day.center.desks[peer].person.id for peer in ("Pia Peer", "Otto Other")}
    assert len(table_rows["flags"]) == 2
    for flag in table_rows["flags"]:
        found = list(about(table_rows, flag["id"]))
        assert {table for table, _row in found} >= {"flags", "sealed"}
        for table, row in found:
            assert not {"student_id", "session_id", "visit_id", "peer_id"} & set(row), table
            texts = " ".join(str(value) for value in row.values())
            assert "session:" not in texts
            assert not any(raiser in texts for raiser in raisers)


@pytest.mark.parametrize("name", OUTSIDERS)
def test_the_moment_a_flag_was_raised_leads_to_nobody(day, name):
    """The log has an entry of that very moment. It says neither what was done, nor to what, nor by whom."""
    table_rows = rows(day.center.desks[name])
    for flag in table_rows["flags"]:
        same = [row for row in table_rows["audit"] if row["at"] == flag["raised_at"]]
        assert [(row["actor"], row["action"], row["subject"]) for row in same] == [("", "sealed", "")]
        others = [row for table in ("visits", "sessions") for row in table_rows[table]
                  if flag["raised_at"] in row.values()]
        assert others == []


def test_sealed_entries_of_drafts_flags_and_sessions_cannot_be_told_apart(day):
    begun_sessions.begin(day.center.peer, NewSession(students=(4, 5), started_at=day.center.clock.now(), place="gym"))
    sealed = [row for row in rows(day.center.front)["audit"] if row["action"] == "sealed"]
    assert len(sealed) == 7  # two drafts, two flags, two who were told what is shared, one session
    assert len({(len(row["detail"]), len(row["signature"]), row["actor"], row["subject"]) for row in sealed}) == 1


def test_a_sealed_record_does_not_lie_beside_the_one_written_before_it(day):
    for _time in range(6):
        flags.raise_flag(day.center.peer, day.signed, kind=first("red_flags"), urgency=Urgency.SAME_DAY)
    its_rows = rows(day.center.front)["sealed"]
    numbers = [row["row_number"] for row in its_rows]
    assert max(numbers) > 2**40
    assert len({b - a for a, b in zip(sorted(numbers), sorted(numbers)[1:], strict=False)}) == len(numbers) - 1


@pytest.mark.parametrize("name", ["Frank Desk", "Ada Admin", "Otto Other"])
def test_nobody_but_a_coordinator_can_compute_the_blind_index_of_a_student(day, name):
    flag = next(row for row in rows(day.center.front)["flags"] if row["student_index"])
    desk = day.center.desks[name]
    blob = next(row["blob"] for row in rows(desk)["sealed"] if (row["kind"], row["record"]) == ("flag", flag["id"]))

    def guesses(keys):
        parts = [[str(student), flag["id"], encode(primitives.digest(blob))] for student in range(1, 8)]
        return {primitives.mac(key, primitives.canonical(part)) for key in keys for part in parts}

    assert flag["student_index"] not in guesses(held(desk))
    assert flag["student_index"] in guesses(held(day.center.coordinator))  # the control
    assert flag["student_index"] == sealing.blind(day.center.coordinator.keys, "1", flag["id"], blob)


# --------------------------------------------------------------------------------- what a shell can write, not read


def swap(desk, one, other):
    """Exchange two sealed records, given as (kind, record)."""
    connection = raw(desk.store.path, desk.keys.store_key)
    blobs = [connection.execute("SELECT blob FROM sealed WHERE kind = ? AND record = ?", place).fetchone()[0]
             for place in (one, other)]
    for blob, place in zip(blobs, (other, one), strict=True):
        connection.execute("UPDATE sealed SET blob = ? WHERE kind = ? AND record = ?", (blob, *place))
    connection.close()


def write(desk, statement, *values):
    connection = raw(desk.store.path, desk.keys.store_key)
    assert connection.execute(statement, values).rowcount == 1
    connection.close()


@pytest.fixture
def two_notes(tmp_path):
    """Two signed notes of one peer, about two students."""
    center = fresh_center(tmp_path / "center")
    made = [handed_over(center, student, center.peer) for student in (1, 2)]
    for session in made:
        sessions.sign(center.peer, session, note())
    yield center, *made
    center.admin.close()


def test_notes_put_in_each_others_place_are_not_shown(two_notes):
    center, one, other = two_notes
    swap(center.front, ("note", str(one)), ("note", str(other)))
    for session in (one, other):
        for desk in (center.coordinator, center.peer):
            with pytest.raises(Tampered):
                sessions.read_note(desk, session)


@pytest.mark.parametrize(("column", "value"), [("student_id", 3), ("peer_id", "Otto Other")])
def test_a_note_given_to_another_student_or_peer_is_not_shown(two_notes, column, value):
    center, one, _other = two_notes
    given = center.desks[value].person.id if column == "peer_id" else value
    write(center.front, f"UPDATE sessions SET {column} = ? WHERE id = ?", given, one)  # noqa: S608 - of this test
    with pytest.raises(Tampered):
        sessions.read_note(center.coordinator, one)
    with pytest.raises(Tampered):
        sessions.cosign(center.coordinator, one)


def test_a_draft_is_not_taken_for_a_signed_note(day):
    desk, otto = day.center.front, day.center.desks["Otto Other"]
    write(desk, "UPDATE sealed SET kind = 'note', version = 1 WHERE kind = 'draft' AND record = ?", str(day.draft))
    write(desk, "UPDATE sessions SET note = 'signed' WHERE id = ?", day.draft)
    for reader in (otto, day.center.coordinator):
        with pytest.raises(Tampered):
            sessions.read_note(reader, day.draft)


def test_a_note_the_author_seals_anew_opens_but_the_log_tells_on_it(two_notes):
    """Its own author can make a seal that fits. What was signed, and co-signed, was another."""
    center, one, _other = two_notes
    session = sessions.cosign(center.coordinator, one)
    blob = sealing.seal(center.peer.keys, sessions.binding("note", session), note(text="nothing happened").plain())
    write(center.peer, "UPDATE sealed SET blob = ? WHERE kind = 'note' AND record = ?", blob, str(one))

    assert sessions.read_note(center.coordinator, one).body.text == "nothing happened"
    verdict = audit.verify(center.coordinator)
    assert (verdict.whole, verdict.sound) == (True, False)
    assert "is not there as it was signed" in verdict.finding


def test_a_note_that_was_deleted_is_missed(two_notes):
    center, one, _other = two_notes
    assert audit.verify(center.coordinator).sound
    write(center.front, "DELETE FROM sealed WHERE kind = 'note' AND record = ?", str(one))
    assert not audit.verify(center.coordinator).sound


def test_flags_put_in_each_others_place_are_told_and_hide_no_other(day):
    ids = [row["id"] for row in rows(day.center.front)["flags"]]
    third = flags.raise_flag(day.center.peer, day.signed, kind=first("red_flags"), urgency=Urgency.IMMEDIATE)
    swap(day.center.front, ("flag", ids[0]), ("flag", ids[1]))

    shown = {flag.mark.id: flag for flag in flags.not_closed(day.center.coordinator)}

    assert shown[third.id].student == "José Núñez"
    spoiled = next(flag for key, flag in shown.items() if key != third.id)
    assert (spoiled.student, spoiled.student_id) == ("", 0)
    assert "does not match its seal" in spoiled.words


def forged_header(admin, **changes):
    """The header an administrator can write with the root key and the store key alone."""
    directory = replace(admin.keys.directory, **changes)
    signed = sign_directory(directory, admin.keys.root_seed, admin.keys.header.directory.by_center)
    return admin.keys.header.next(directory=signed)


def forgeries(admin):
    mine = primitives.box_public(primitives.new_key())
    directory = admin.keys.directory
    cora = next(entry for entry in directory.entries if entry.role is Role.COORDINATOR)
    others = tuple(entry for entry in directory.entries if entry is not cora)
    yield forged_header(admin, role_keys=(mine,))
    yield forged_header(admin, entries=(*others, replace(cora, box=mine)))
    yield forged_header(admin, recovery_b=mine)
    yield forged_header(admin, entries=(replace(cora, role=Role.PEER, box=mine), *directory.entries))


@pytest.mark.parametrize("number", range(4))
def test_a_readers_key_exchanged_in_the_directory_lets_nobody_sign_in(day, number):
    admin = day.center.admin
    header_file.write(day.center.folder, list(forgeries(admin))[number], admin.keys.store_key)
    with pytest.raises(DirectoryForged):
        opening.sign_in(day.center.folder, day.center.peer.person.id, PASSPHRASE, day.center.clock)


@pytest.mark.parametrize("number", range(4))
def test_a_readers_key_exchanged_under_an_open_session_stops_the_sealing_and_nothing_is_saved(day, number):
    peer = day.center.peer
    session = handed_over(day.center, 5, peer)
    before = rows(day.center.admin)
    peer.keys.header = list(forgeries(day.center.admin))[number]
    with pytest.raises(DirectoryForged):
        sessions.save_draft(peer, session, note())
    with pytest.raises(DirectoryForged):
        flags.raise_flag(peer, session, kind=first("red_flags"), urgency=Urgency.SAME_DAY)
    assert rows(day.center.admin) == before
