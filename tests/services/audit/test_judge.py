"""The log of a whole day, verified by a coordinator and by an administrator, and spoiled in every way they can tell."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.centers import DECIDED, first, fresh_center, handed_over, note, worked_center
from tests.store.stores import raw
from wellnessdesk import services
from wellnessdesk.base.progress import Cancelled
from wellnessdesk.domain.access import POLICY
from wellnessdesk.domain.audit import ACTS, GENESIS, SEALED_ACTS, link
from wellnessdesk.domain.flags import Urgency
from wellnessdesk.services import audit, flags, sessions
from wellnessdesk.store import audit as chain
from wellnessdesk.vault import primitives, sealed_entries


@pytest.fixture
def center(tmp_path):
    made = worked_center(tmp_path / "center").center
    yield made
    made.admin.close()


def shell(center, statement, *values):
    connection = raw(center.admin.store.path, center.admin.keys.store_key)
    found = connection.execute(statement, values).fetchall()
    connection.close()
    return found


def sealed_numbers(center):
    return [row[0] for row in shell(center, "SELECT sequence FROM audit WHERE action = 'sealed' ORDER BY sequence")]


def test_a_day_is_whole_for_both_who_may_look(center):
    one, other = audit.verify(center.coordinator), audit.verify(center.admin)
    assert replace(other, unchecked=0) == one
    assert other.unchecked == 5
    assert one.sound
    assert one.entries > 8
    assert len(sealed_numbers(center)) == 5


@pytest.mark.parametrize("who", ["coordinator", "admin"])
def test_a_sealed_entry_cannot_be_deleted_or_changed_unseen(center, who):
    number = sealed_numbers(center)[1]
    shell(center, "UPDATE audit SET detail = '' WHERE sequence = ?", number)
    verdict = audit.verify(getattr(center, who))
    assert (verdict.broken_at, "changed" in verdict.reason) == (number, True)
    shell(center, "DELETE FROM audit WHERE sequence = ?", number)
    assert audit.verify(getattr(center, who)).broken_at == number


def test_a_sealed_signature_that_was_exchanged_is_seen_by_coordinators(center):
    """An administrator cannot open it. That entry's place in the chain is all they can vouch for, and it holds."""
    one, other = sealed_numbers(center)[:2]
    shell(center, "UPDATE audit SET signature = (SELECT signature FROM audit WHERE sequence = ?) WHERE sequence = ?",
          one, other)
    assert audit.verify(center.coordinator).broken_at == other
    assert audit.verify(center.admin).whole


def append_raw(center, actor, action, detail, sign):
    number, last = shell(center, "SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1")[0]
    made = link(last, number + 1, 0, actor, action, "", detail)
    shell(center, "INSERT INTO audit VALUES (?, 0, ?, ?, '', ?, ?, ?)", number + 1, actor, action, detail, made,
          sign(made))
    return number + 1


def test_nobody_writes_an_entry_in_another_persons_name(center):
    seed = center.front.keys.identity.sign_seed
    number = append_raw(center, center.coordinator.person.id, "note.read", "", lambda made: primitives.sign(seed, made))
    assert audit.verify(center.coordinator).broken_at == number


def test_a_stranger_writes_no_entry_at_all(center):
    for actor in ("stranger", ""):
        number = append_raw(center, actor, "sealed", "", lambda made: primitives.sign(bytes(32), made))
        assert audit.verify(center.coordinator).broken_at == number
        shell(center, "DELETE FROM audit WHERE sequence = ?", number)


@pytest.mark.parametrize(("who", "words", "theirs"), [
    ("peer", "note.read session:1", True), ("coordinator", "note.read session:1", True),
    ("peer", "flag.raise flag:x", True), ("peer", "note.draft session:1 ", True),
    ("front", "note.read session:1", False), ("admin", "flag.raise flag:x", False),
    ("coordinator", "note.draft session:1", False), ("coordinator", "flag.close flag:x", False),
    ("peer", "anything", False), ("peer", "", False)])
def test_a_sealed_entry_records_what_its_author_may_do_and_nothing_else(center, who, words, theirs):
    detail, sign = sealed_entries.close(getattr(center, who).keys, words)
    number = append_raw(center, "", "sealed", detail, sign)
    verdict = audit.verify(center.coordinator)
    assert verdict.broken_at == (None if theirs else number)
    assert theirs or "its author can have made" in verdict.reason
    assert audit.verify(center.admin).unchecked == 6


def test_a_sealed_entry_that_does_not_open_is_nobodys(center):
    _detail, sign = sealed_entries.close(center.peer.keys, "note.read session:1")
    number = append_raw(center, "", "sealed", "no words", sign)
    assert audit.verify(center.coordinator).broken_at == number


@pytest.mark.parametrize("who", ["coordinator", "admin"])
def test_a_clear_entry_is_not_written_anew_as_nobodys(center, who):
    """Whoever holds the store key could else cut one out, and sign all that follow as sealed entries of their own."""
    detail, sign = sealed_entries.close(center.peer.keys, "note.read session:1")
    number = append_raw(center, "", "visit.check_in", detail, sign)
    assert audit.verify(getattr(center, who)).broken_at == number


def test_a_clear_entry_records_what_its_author_may_do_and_nothing_else(center):
    for who, action in (("front", "note.cosign"), ("front", "flag.close"), ("peer", "people.add"), ("admin", "x"),
                        ("coordinator", "note.read"), ("peer", "sealed")):
        seed = getattr(center, who).keys.identity.sign_seed
        number = append_raw(center, getattr(center, who).person.id, action, "", primitives.signer(seed))
        verdict = audit.verify(center.admin)
        assert (verdict.broken_at, "its author can have made" in verdict.reason) == (number, True)
        shell(center, "DELETE FROM audit WHERE sequence = ?", number)


def test_every_action_the_program_records_has_its_act_in_the_table():
    """An action missing there would break every log it is written to."""
    code = "".join(path.read_text() for path in Path(services.__file__).parent.rglob("*.py"))
    clear = set(re.findall(r'\brecord\(\s*"([a-z_.]+)"', code))
    clear |= {  # named by what happened
              "bundle.write", "bundle.abandon", "backup.make", "roster.accept", "action.reseal",
              "item.reseal", "training.reseal", "peer.leaves", "peer.stays"}
    assert clear == set(ACTS)
    assert set(re.findall(r'\brecord_sealed\(\s*"([a-z_.]+)"', code)) == set(SEALED_ACTS)
    assert set(ACTS.values()) | set(SEALED_ACTS.values()) <= set(POLICY)


@pytest.fixture
def day(tmp_path):
    """A day with a raised flag, one taken on, one closed; a note signed, one co-signed."""
    made = worked_center(tmp_path / "day")
    cora, peer = made.center.coordinator, made.center.peer
    for decided in (False, True):
        flag = flags.raise_flag(peer, made.signed, kind=first("red_flags"), urgency=Urgency.IMMEDIATE, words="w")
        flags.acknowledge(cora, flag.id)
        if decided:
            flags.close(cora, flag.id, DECIDED)
    other = handed_over(made.center, 4, peer)
    sessions.sign(peer, other, note())
    sessions.cosign(cora, other)
    yield made.center
    made.center.admin.close()


CHANGES = {
    "a flag closed": "UPDATE flags SET status = 'closed', acknowledged_at = 1, closed_at = 1 WHERE status = 'raised'",
    "a flag off the list": "UPDATE flags SET closed_at = 1 WHERE status = 'acknowledged'",
    "a flag nobody is called for": "UPDATE flags SET acknowledged_at = 1 WHERE status = 'raised'",
    "a flag raised again": "UPDATE flags SET status = 'raised', acknowledged_at = NULL WHERE status = 'acknowledged'",
    "a flag less urgent": "UPDATE flags SET urgency = 'same_day' WHERE status = 'acknowledged'",
    "a flag deleted": "DELETE FROM flags WHERE status = 'raised'",
    "all flags deleted": "DELETE FROM flags",
    "what a flag says deleted": "DELETE FROM sealed WHERE kind = 'flag'",
    "what a flag says changed": "UPDATE sealed SET blob = zeroblob(99) WHERE kind = 'flag'",
    "a flag from nowhere": "INSERT INTO flags (id, urgency, status, day, raised_at)"
                           " VALUES ('x', 'same_day', 'raised', '2026-09-14', 1)",
    "a note co-signed": "UPDATE sessions SET note = 'cosigned' WHERE note = 'signed'",
    "a note to review again": "UPDATE sessions SET note = 'signed' WHERE note = 'cosigned'",
    "a note not needed": "UPDATE sessions SET note = 'not_needed' WHERE note = 'signed'",
    "a note nobody signed": "UPDATE sessions SET note = 'signed' WHERE note = 'draft'",
    "a note that is a text": "UPDATE sealed SET blob = 'text' WHERE kind = 'note'",
}


@pytest.mark.parametrize("kind", CHANGES)
def test_a_record_that_is_not_as_the_log_says_is_told_of_a_whole_chain(day, kind):
    assert audit.verify(day.coordinator).sound
    shell(day, CHANGES[kind])
    verdict = audit.verify(day.coordinator)
    assert (verdict.whole, verdict.sound) == (True, False)
    assert re.search("flag" if "flag" in kind else "note", verdict.finding)
    by_admin = audit.verify(day.admin).finding
    if "flag" not in kind:
        assert by_admin == verdict.finding
    else:
        assert ("A sealed text" in by_admin) == (kind in ALONE)  # does not know which were raised


ALONE = {"a flag closed", "a flag deleted", "all flags deleted", "what a flag says deleted", "a flag from nowhere"}
"""What leaves a sealed text without its flag, or a flag without its text: anybody can count these."""


def test_entries_about_records_that_never_were_change_nothing(day):
    """A flag taken on that nobody raised, a note signed for no session."""
    seed = day.coordinator.keys.identity.sign_seed
    append_raw(day, day.coordinator.person.id, "flag.acknowledge", "", primitives.signer(seed))
    assert audit.verify(day.coordinator).sound
    seed = day.peer.keys.identity.sign_seed
    append_raw(day, day.peer.person.id, "note.sign", "", primitives.signer(seed))
    assert "is not there as it was signed" in audit.verify(day.coordinator).finding


def test_the_whole_log_gone_is_not_an_empty_log(center):
    shell(center, "DELETE FROM audit")
    assert audit.verify(center.admin).broken_at == 1


def test_a_chain_begun_anew_by_whoever_holds_the_store_key_is_not_taken_for_the_old_one(center):
    """It links up, but no entry of it bears the signature of its author."""
    shell(center, "DELETE FROM audit")
    made = link(GENESIS, 1, 0, center.admin.person.id, "center.create", "", "")
    shell(center, "INSERT INTO audit VALUES (1, 0, ?, 'center.create', '', '', ?, ?)", center.admin.person.id, made,
          primitives.sign(center.front.keys.identity.sign_seed, made))
    assert audit.verify(center.admin).broken_at == 1


def test_what_was_cut_off_at_the_end_is_the_one_thing_not_noticed_here(center):
    """For that, a head must be remembered elsewhere: on printed agendas, in bundles, later in the keyring."""
    before = audit.verify(center.admin)
    shell(center, "DELETE FROM audit WHERE sequence = ?", before.entries)
    after = audit.verify(center.admin)
    assert after.whole
    assert after.head != before.head


def test_a_long_verification_can_be_stopped(center):
    class Stop:
        def report(self, done, total):
            pass

        def check_cancelled(self):
            raise Cancelled

    with pytest.raises(Cancelled):
        audit.verify(center.admin, Stop())


def test_the_making_of_a_center_is_the_first_entry(tmp_path):
    made = fresh_center(tmp_path / "center")
    with made.admin.reading() as tx:
        assert chain.head(tx).sequence > 0
    assert shell(made, "SELECT sequence, subject FROM audit WHERE action = 'center.create'") == [
        (1, f"center:{made.admin.center.id}")]
    made.admin.close()
