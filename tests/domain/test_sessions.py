"""A note survives being made plain, says what it lacks, and is late a day after its session."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellnessdesk.domain.sessions import (
    NoteBody,
    NoteState,
    RedFlagCheck,
    Session,
    missing_to_sign,
    note_from_plain,
)

NOW = datetime(2026, 9, 14, 17, 0, tzinfo=UTC)
SESSION = Session(id=1, visit_id=1, student_id=1, student="José Núñez", initials="J. N.", peer_id="p", peer="Pia",
                  service="", tier=0, day=date(2026, 9, 14), started_at=NOW, ended_at=None, note=NoteState.TO_WRITE)
WHOLE = NoteBody(service="tutoring", topics=("tests",), offers=("listened",), red_flag=RedFlagCheck.NOTHING)
WORDS = st.text(max_size=12)


BODIES = st.builds(
    NoteBody, service=WORDS, topics=st.tuples(WORDS), offers=st.tuples(), strengths=st.tuples(WORDS, WORDS),
    next_step=WORDS, text=WORDS, follow_up=st.booleans(), red_flag=st.sampled_from(RedFlagCheck))


@given(BODIES)
def test_a_note_comes_back_from_its_plain_form(body):
    assert note_from_plain(body.plain()) == body


def test_a_part_of_a_later_version_is_passed_over_and_a_missing_one_is_empty():
    read = note_from_plain({"text": "x", "mood": "from a later version"})
    assert read == NoteBody(text="x")
    assert read.red_flag is RedFlagCheck.UNASKED


def test_an_answer_nobody_knows_is_an_error():
    with pytest.raises(ValueError, match="perhaps"):
        note_from_plain({"red_flag": "perhaps"})


@pytest.mark.parametrize("raw", [
    {"text": 5}, {"text": None}, {"text": ["a"]}, {"next_step": [[]]}, {"wishes": True}, {"mediation": {}},
    {"topics": "tests"}, {"offers": 5}, {"follow_up": "yes"}, {"service": []}, {"text": "\ud800"}, {"agreed": [1]}])
def test_what_is_no_note_is_an_error_whoever_wrote_it(raw):
    with pytest.raises(ValueError, match="no part of a note|surrogates"):
        note_from_plain(WHOLE.plain() | raw)


def test_a_remark_that_is_none_is_passed_over():
    remarks = [[1, "asked"], [None, "x"], ["2", "x"], [3, 4], [5], "x", {}]
    assert note_from_plain({"remarks": remarks}).remarks == ((1, "asked"),)
    assert note_from_plain({"remarks": 5}).remarks == ()


def test_a_whole_note_lacks_nothing():
    assert missing_to_sign(WHOLE) == []
    assert len(missing_to_sign(NoteBody(text="only words"))) == 4


@pytest.mark.parametrize("answer", [RedFlagCheck.NOTHING, RedFlagCheck.RAISED])
def test_either_answer_to_the_red_flag_question_will_do(answer):
    assert missing_to_sign(replace(WHOLE, red_flag=answer)) == []


@pytest.mark.parametrize(("ended", "signed", "now", "late"), [
    (None, None, 23, False), (None, None, 25, True), (2, None, 25, False), (2, None, 27, True), (1, 20, 999, False),
    (1, 26, 27, True), (0, None, 24, False)])
def test_a_note_is_late_a_day_after_the_session_ended(ended, signed, now, late):
    session = replace(SESSION, ended_at=NOW + timedelta(hours=ended) if ended is not None else None,
                      signed_at=NOW + timedelta(hours=signed) if signed is not None else None)
    assert session.late(NOW + timedelta(hours=now)) is late
