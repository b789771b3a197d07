"""The chain notices whatever was done to it: deletion, change, exchange, insertion, forgery, spoiled types."""

import pytest
from sqlalchemy import text

from tests.store.stores import NOW, new_store, raw
from wellnessdesk.base.clock import FixedClock
from wellnessdesk.base.progress import Cancelled
from wellnessdesk.domain.audit import GENESIS, Head, link, unsigned
from wellnessdesk.store import audit
from wellnessdesk.store.rows.base import to_ms
from wellnessdesk.vault import primitives

SEEDS = {"pia": bytes([1]) * 32, "cora": bytes([2]) * 32}
LENGTH = 12


def signed_by(entry):
    known = entry.actor in SEEDS
    if known and primitives.signed_by(primitives.sign_public(SEEDS[entry.actor]), entry.hash, entry.signature):
        return ""
    return unsigned(entry.sequence)


def append(tx, clock, actor="pia", seed=None, **words):
    entry = {"action": "visit.check_in", "subject": "visit:1", "detail": "", **words}
    return audit.append(tx, clock, primitives.signer(seed or SEEDS[actor]), actor=actor, **entry)


@pytest.fixture
def store(tmp_path):
    made, clock = new_store(tmp_path), FixedClock(NOW)
    with made.transaction() as tx:
        for number in range(LENGTH):
            clock.advance(minutes=1)
            append(tx, clock, "pia" if number % 2 else "cora", subject=f"visit:{number}")
    yield made
    made.close()


def verdict(store, judge=signed_by):
    with store.reading() as tx:
        return audit.verify(tx, judge)


def shell(store, *statements):
    connection = raw(store.path)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def test_an_untouched_chain_is_whole(store):
    found = verdict(store)
    assert found.whole
    assert found.entries == LENGTH
    with store.reading() as tx:
        assert audit.head(tx) == found.head
    assert found.head.short() == f"12:{found.head.hash.hex()[:12]}"


def test_each_entry_follows_from_the_one_before(tmp_path):
    store, clock = new_store(tmp_path), FixedClock(NOW)
    with store.transaction() as tx:
        assert audit.head(tx) == Head(0, GENESIS)
        one = append(tx, clock)
        two = append(tx, clock, detail="ñ")
    ms = to_ms(NOW)
    assert one == Head(1, link(GENESIS, 1, ms, "pia", "visit.check_in", "visit:1", ""))
    assert two == Head(2, link(one.hash, 2, ms, "pia", "visit.check_in", "visit:1", "ñ"))
    store.close()


def test_no_two_entries_can_be_told_as_one_another(store):
    """The parts are a JSON list: moving a letter from one column to the next makes another hash."""
    assert link(GENESIS, 1, 0, "ab", "c", "", "") != link(GENESIS, 1, 0, "a", "bc", "", "")
    assert link(GENESIS, 1, 0, "a", "b", '","', "") != link(GENESIS, 1, 0, "a", "b", "", '","')


TAMPERING = {
    "the first deleted": ("DELETE FROM audit WHERE sequence = 1", 1, "missing"),
    "one in the middle deleted": ("DELETE FROM audit WHERE sequence = 5", 5, "missing"),
    "the middle cut out": ("DELETE FROM audit WHERE sequence BETWEEN 4 AND 9", 4, "missing"),
    "all deleted": ("DELETE FROM audit", 1, "missing"),
    "a time changed": ("UPDATE audit SET at = at + 1 WHERE sequence = 7", 7, "changed"),
    "an actor changed": ("UPDATE audit SET actor = 'cora' WHERE sequence = 6", 6, "changed"),
    "an action changed": ("UPDATE audit SET action = 'note.read' WHERE sequence = 3", 3, "changed"),
    "a subject changed": ("UPDATE audit SET subject = 'visit:99' WHERE sequence = 3", 3, "changed"),
    "a detail added": ("UPDATE audit SET detail = 'x' WHERE sequence = 12", 12, "changed"),
    "a hash changed": ("UPDATE audit SET hash = zeroblob(32) WHERE sequence = 2", 2, "changed"),
    "a signature removed": ("UPDATE audit SET signature = zeroblob(64) WHERE sequence = 4", 4, "signature"),
    "a signature copied": (
        "UPDATE audit SET signature = (SELECT signature FROM audit WHERE sequence = 2) WHERE sequence = 4",
        4, "signature"),
    "two exchanged": (
        "UPDATE audit SET sequence = CASE sequence WHEN 3 THEN -4 WHEN 4 THEN -3 ELSE sequence END"
        " WHERE sequence IN (3, 4);UPDATE audit SET sequence = -sequence WHERE sequence < 0", 3, "changed"),
    "one inserted": (
        "UPDATE audit SET sequence = -(sequence + 1) WHERE sequence > 6;"
        "UPDATE audit SET sequence = -sequence WHERE sequence < 0;"
        "INSERT INTO audit SELECT 7, at, actor, action, subject, detail, hash, signature FROM audit WHERE sequence = 6",
        7, "changed"),
    "a time out of the calendar": ("UPDATE audit SET at = 9000000000000000 WHERE sequence = 5", 5, "changed"),
    "a time that is a word": ("UPDATE audit SET at = 'noon' WHERE sequence = 5", 5, "changed"),
    "an actor that is no text": ("UPDATE audit SET actor = x'ff00' WHERE sequence = 5", 5, "changed"),
    "a hash that is a text": ("UPDATE audit SET hash = 'abc' WHERE sequence = 5", 5, "changed"),
    "a signature that is a text": ("UPDATE audit SET signature = 'abc' WHERE sequence = 5", 5, "signature"),
    "a detail that is no UTF-8": ("UPDATE audit SET detail = cast(x'ff' AS text) WHERE sequence = 5", 5, "changed"),
    "a signature that is no UTF-8": (
        "UPDATE audit SET signature = cast(x'ff' AS text) WHERE sequence = 5", 5, "signature"),
    "one before the first": ("INSERT INTO audit VALUES (-5, 1, '', 'x', '', '', x'00', x'00')", 1, "missing"),
    "one far after the last": ("UPDATE audit SET sequence = 9223372036854775807 WHERE sequence = 12", 12, "missing"),
}


@pytest.mark.parametrize("kind", TAMPERING)
def test_tampering_is_noticed_where_it_was_done(store, kind):
    statements, at, word = TAMPERING[kind]
    shell(store, *statements.split(";"))
    found = verdict(store)
    assert not found.whole
    assert found.broken_at == at
    assert word in found.reason
    assert found.entries == at - 1


def test_the_control_the_same_shell_that_changes_nothing_breaks_nothing(store):
    shell(store, "UPDATE audit SET detail = detail")
    assert verdict(store).whole


def test_an_entry_in_somebody_elses_name_is_refused(store):
    with store.transaction() as tx:
        append(tx, FixedClock(NOW), "cora", seed=SEEDS["pia"])
    found = verdict(store)
    assert found.broken_at == LENGTH + 1
    assert "does not bear its author's signature" in found.reason


def test_an_entry_of_nobody_in_the_directory_is_refused(store):
    with store.transaction() as tx:
        append(tx, FixedClock(NOW), "stranger", seed=bytes(32))
    assert verdict(store).broken_at == LENGTH + 1


def test_whoever_rewrites_the_end_needs_every_signature_after_it(store):
    """Pia can rewrite her own last entry, but not Cora's after it."""
    with store.reading() as tx:
        last = tx.session.execute(text("SELECT hash, at, actor FROM audit WHERE sequence = 9")).one()
    made = link(last.hash, 10, 0, "pia", "visit.check_in", "visit:77", "")
    connection = raw(store.path)
    connection.execute("UPDATE audit SET at = 0, actor = 'pia', subject = 'visit:77', hash = ?, signature = ?"
                       " WHERE sequence = 10", (made, primitives.sign(SEEDS["pia"], made)))
    connection.close()
    assert verdict(store).broken_at == 11


def test_a_change_and_its_entry_stand_or_fall_together(store):
    def change():
        with store.transaction() as tx:
            append(tx, FixedClock(NOW))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change()
    assert verdict(store).entries == LENGTH


def test_the_clock_is_recorded_and_never_used_for_order(store):
    with store.transaction() as tx:
        append(tx, FixedClock(NOW.replace(year=2016)))
        append(tx, FixedClock(NOW.replace(year=2036)))
    assert verdict(store).entries == LENGTH + 2


class Watcher:
    """Notes how far the work said it was, and stops it when told to."""

    def __init__(self, stop=False):
        self.seen, self.stop = [], stop

    def report(self, done, total):
        self.seen.append((done, total))

    def check_cancelled(self):
        if self.stop:
            raise Cancelled


def test_a_long_walk_goes_page_by_page_says_how_far_it_is_and_can_be_stopped(store, monkeypatch):
    monkeypatch.setattr(audit, "_PAGE", 5)
    watcher = Watcher()
    with store.reading() as tx:
        assert audit.verify(tx, signed_by, watcher).whole
    assert watcher.seen == [(5, 12), (10, 12), (12, 12)]
    with pytest.raises(Cancelled), store.reading() as tx:
        audit.verify(tx, signed_by, Watcher(stop=True))


@pytest.mark.parametrize(("statement", "said"), [
    ("DELETE FROM audit WHERE sequence = 5", "Entry 5 is missing."),
    ("DELETE FROM audit WHERE sequence = 1", "Entry 1 is missing."),
    ("DELETE FROM audit", "Entry 1 is missing."),
    ("UPDATE audit SET detail = 'x' WHERE sequence = 5", "Entry 5 was changed."),
    ("UPDATE audit SET actor = x'ff' WHERE sequence = 5", "Entry 5 was changed.")])
def test_the_first_entry_that_is_wrong_is_named_and_the_head_before_it_is_told(store, statement, said):
    with store.reading() as tx:
        marks = [GENESIS, *tx.session.execute(text("SELECT hash FROM audit ORDER BY sequence")).scalars()]
    shell(store, statement)
    found = verdict(store)
    assert found.reason == said
    assert found.broken_at == int(said.split()[1])
    assert found.head == Head(found.broken_at - 1, marks[found.broken_at - 1])


def test_whoever_checks_is_told_the_number_of_each_entry_and_a_detail_may_be_left_out(store):
    with store.transaction() as tx:
        audit.append(tx, FixedClock(NOW), primitives.signer(SEEDS["pia"]), actor="pia", action="x", subject="y")
    told = []
    assert verdict(store, lambda entry: told.append((entry.sequence, entry.detail)) or "").whole
    assert told == [(number, "") for number in range(1, LENGTH + 2)]
