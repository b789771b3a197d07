"""The bytes that are chained: the same for the same entry for ever, different for every other."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from wellnessdesk.domain.audit import GENESIS, Head, Verdict, link, may_write, words
from wellnessdesk.domain.people import Role

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
ENTRIES = st.tuples(st.integers(1, 2**40), st.integers(0, 2**45), TEXTS, TEXTS, TEXTS, TEXTS)


def test_the_hash_of_an_entry_is_fixed_for_ever():
    """A change of format would break every chain there is; this one is written down."""
    made = link(GENESIS, 7, 1789405200000, "pia", "visit.check_in", "visit:12", 'ñ "')
    assert made.hex() == "36f277c73e0079dd880fabf1a10d3153ea12e042e64be40352d6a1e0367665ec"
    plain = '[7,1789405200000,"pia","visit.check_in","visit:12","ñ \\""]'
    assert made == hashlib.blake2b(bytes(32) + plain.encode(), digest_size=32).digest()


@given(ENTRIES, ENTRIES)
def test_different_entries_have_different_hashes(one, other):
    assert (link(GENESIS, *one) == link(GENESIS, *other)) is (one == other)


@given(ENTRIES)
def test_the_same_entry_elsewhere_in_the_chain_has_another_hash(entry):
    assert link(GENESIS, *entry) != link(link(GENESIS, *entry), *entry)


def test_a_head_is_printed_short():
    assert Head(1042, bytes.fromhex("9f3a61c07d22") + bytes(26)).short() == "1042:9f3a61c07d22"


def test_a_verdict_is_whole_when_nothing_broke():
    assert Verdict(3, Head(3, GENESIS)).whole
    assert not Verdict(2, Head(2, GENESIS), 3, "Entry 3 is missing.").whole


def test_a_whole_chain_whose_records_differ_is_not_sound():
    assert Verdict(3, Head(3, GENESIS)).sound
    differs = Verdict(3, Head(3, GENESIS), finding="A flag is gone.")
    assert (differs.whole, differs.sound) == (True, False)
    assert not Verdict(2, Head(2, GENESIS), 3, "Entry 3 is missing.").sound


def test_the_log_is_no_way_past_the_policy():
    assert may_write(Role.PEER, "note.sign")
    assert not may_write(Role.FRONT_DESK, "note.sign")
    assert may_write(Role.PEER, "flag.raise", sealed=True)
    assert not may_write(Role.PEER, "flag.raise")  # it would tell in the clear who raised it
    assert not may_write(Role.COORDINATOR, "note.cosign", sealed=True)
    assert not may_write(Role.ADMINISTRATOR, "anything")


def test_a_sealed_entry_is_one_line():
    assert words("note.read", "session:1") == "note.read session:1"
    assert words("flag.raise", "flag:x", "same_day:00") == "flag.raise flag:x same_day:00"
