"""The chain of a center's bundles: what follows, and what does not."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from wellnessdesk.domain.district import CODES, Chain, Receipt, Verdict, contradicted, in_force

NOW = datetime(2026, 11, 27, tzinfo=UTC)


def one(number, **changes):
    """The bundle of a month that follows from the one before."""
    made = Receipt(
        id=f"id{number}", center_id="c", center="Center", school="School", kind="aggregate",
        period=f"2026-{number:02d}",
        first_day=date(2026, 1, 1), last_day=date(2026, 1, 31), version=1, sequence=number,
        previous=f"hash{number - 1}" if number > 1 else "", hash=f"hash{number}", size=1, supersedes="",
        audit_sequence=10 * number, audit_head="", purpose="", authority="", created=NOW, program="", demo=False,
        file_name="", taken_at=NOW)
    return replace(made, **changes)


THREE = [one(1), one(2), one(3)]


@pytest.mark.parametrize(("taken", "new", "verdict"), [
    ([], one(1), Verdict.GOOD),
    (THREE, one(4), Verdict.GOOD),
    ([one(1), one(3)], one(2), Verdict.GOOD),
    (THREE, one(5), Verdict.GAP),
    ([], one(2), Verdict.GAP),
    (THREE, one(2), Verdict.REPLAY),
    (THREE, one(9, hash="hash2"), Verdict.REPLAY),
    (THREE, one(9, id="id2"), Verdict.REPLAY),
    (THREE, one(2, id="x", hash="x"), Verdict.FORK),
    (THREE, one(4, previous="x"), Verdict.FORK),
    (THREE, one(4, previous=""), Verdict.FORK),
    ([one(1), one(3)], one(2, hash="x"), Verdict.FORK),
    ([], one(1, previous="x"), Verdict.FORK),
    (THREE, one(4, audit_sequence=25), Verdict.OLDER_COPY),
    ([one(1), one(3)], one(2, audit_sequence=35), Verdict.OLDER_COPY),
    ([one(1), one(3, supersedes="id2")], one(2), Verdict.SUPERSEDED),
    ([one(1), one(3, period="2026-02")], one(2), Verdict.SUPERSEDED),
    ([one(1), one(3, period="2026-02")], one(2, kind="rows"), Verdict.GOOD),
])
def test_each_bundle_gets_its_verdict(taken, new, verdict):
    assert Chain(list(taken)).judge(new) is verdict


def test_each_verdict_has_a_code_of_its_own_and_none_is_the_command_lines():
    assert set(CODES) == set(Verdict)
    assert len(set(CODES.values())) == len(CODES)
    assert 2 not in CODES.values()


def test_what_is_missing_is_named():
    assert Chain(THREE).missing_before(one(7)) == (4, 6)


def test_another_second_bundle_puts_the_chain_after_it_aside():
    assert contradicted(THREE, one(2, id="x", hash="x", audit_sequence=15)) == {"id2", "id3"}
    assert contradicted(THREE, one(4)) == set()


def test_after_it_the_new_branch_goes_on():
    fork = one(2, id="x", hash="x", audit_sequence=15)
    chain = Chain([THREE[0], *(replace(old, displaced=True) for old in THREE[1:]), fork])

    assert chain.judge(one(3, id="y", hash="y", previous="x", audit_sequence=20)) is Verdict.GOOD


def test_the_last_bundle_of_a_period_counts():
    assert in_force([one(1), one(2), one(3, period="2026-02")]) == {"id1", "id3"}
    assert in_force([one(1), one(2, kind="rows"), one(3, kind="rows", supersedes="id2")]) == {"id1", "id3"}


def test_what_left_the_chain_counts_only_where_nothing_else_is():
    gone = one(3, displaced=True)
    assert in_force([one(1), gone]) == {"id1", "id3"}
    assert in_force([one(1), gone, one(2, period="2026-03")]) == {"id1", "id2"}
