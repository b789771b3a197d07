"""What is said of the anchor, in each of its states, and of a log."""

from datetime import UTC, datetime

import pytest

from tests.support import make_center
from wellnessdesk.domain.anchors import Anchored, AnchorKind
from wellnessdesk.domain.audit import GENESIS, Head, Verdict
from wellnessdesk.ui.pages.audit.wording import anchor_said, moment, verdict_said

AT = datetime(2026, 9, 14, 17, 0, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path):
    made = make_center(tmp_path / "center").coordinator
    yield made
    made.close()


@pytest.mark.parametrize(("state", "said", "tone"), [
    ({"kind": AnchorKind.DEMO}, "A demo center is not remembered", "info"),
    ({"kind": AnchorKind.NONE}, "no keyring, so an older copy of the records would not be noticed", "flag"),
    ({"kind": AnchorKind.KEYRING}, "Nothing of this log is remembered yet", "info"),
    ({"kind": AnchorKind.KEYRING, "sequence": 1042, "at": AT}, "up to entry 1,042 (Sep 14, 2026, 10:00 AM)", "ok"),
    ({"kind": AnchorKind.KEYRING, "failed": True}, "does not answer", "flag"),
    ({"kind": AnchorKind.KEYRING, "failed": True, "sequence": 7, "at": AT}, "does not answer", "flag")])
def test_each_state_has_its_sentence_and_tone(desk, state, said, tone):
    text, more, shown = anchor_said(desk, Anchored(**state))
    assert said in text
    assert shown == tone
    if state.get("failed") and state.get("sequence"):
        assert more == ("This computer remembers the log up to entry 7 (Sep 14, 2026, 10:00 AM). "
                        "It is tried again by itself.")


def test_a_moment_nobody_can_read_is_a_dash(desk):
    assert moment(desk, None) == "–"
    assert moment(desk, AT) == "Sep 14, 2026, 10:00 AM"


def test_one_sealed_entry_is_one(desk):
    text, more, tone = verdict_said(Verdict(1, Head(1, GENESIS), unchecked=1))
    assert text.startswith("The log is whole: its 1 entry is in its place")
    assert more == "1 entry is sealed: what it says, and the flags, only a coordinator can check."
    assert tone == "ok"
