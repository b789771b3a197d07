"""A note on paper: with its addenda, in the disclosure log, and without what is said of one of a group alone."""

import subprocess
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.centers import handed_over, note
from tests.retained import shell
from wellnessdesk.base.errors import Problem
from wellnessdesk.domain.disclosures import Ground, NewDisclosure, Way
from wellnessdesk.domain.session_facts import NewSession
from wellnessdesk.services import (
    audit,
    begun_sessions,
    disclosures,
    note_addenda,
    note_print,
    note_returns,
    sessions,
    telling,
)
from wellnessdesk.vault.errors import Tampered


def wanted(center, **changes):
    return replace(NewDisclosure(day=center.coordinator.today(), recipient="Rosa Delgado, mother", ground=Ground.FAMILY,
                                 purpose="She asked for it.", what=""), **changes)


def text_of(pdf, tmp_path):
    file = tmp_path / "note.pdf"
    file.write_bytes(pdf)
    return subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout


def test_the_note_is_on_paper_with_all_that_was_added_and_in_the_disclosure_log(center, tmp_path):
    session = handed_over(center, 1, center.peer)
    sessions.sign(center.peer, session, note())
    note_returns.give_back(center.coordinator, session, "A comment to the author.")
    center.clock.advance(minutes=10)
    note_addenda.add(center.peer, session, "It was the red folder.\nThe second one.")
    pdf = note_print.save(center.coordinator, session, wanted(center))
    told = " ".join(text_of(pdf, tmp_path).split())
    for part in ("José Núñez", "zebrafinch marmalade", "Added by Pia Peer, Sep 14, 2026, 10:10 AM", "the red folder.",
                 "The second one.", "Signed by Pia Peer", "For Rosa Delgado, mother", "She asked for it.", "1 of 1"):
        assert part in told
    assert "A comment to the author" not in told
    (line,) = disclosures.of_student(center.coordinator, 1)
    assert (line.way, line.recipient, line.what) == (
        Way.NOTE, "Rosa Delgado, mother", "A note with what was added to it, as PDF")
    assert audit.verify(center.coordinator).sound


def test_without_a_purpose_nothing_leaves_and_nothing_is_written_down(center):
    session = handed_over(center, 1, center.peer)
    sessions.sign(center.peer, session, note())
    with pytest.raises(Problem, match="Write why"):
        note_print.save(center.coordinator, session, wanted(center, purpose=" "))
    assert disclosures.of_student(center.coordinator, 1) == []


def test_a_note_that_was_tampered_with_is_not_given_out(center):
    session = handed_over(center, 1, center.peer)
    sessions.sign(center.peer, session, note())
    note_addenda.add(center.peer, session, "x")
    shell(center, "UPDATE sealed SET blob = x'00' WHERE kind = 'addendum'")
    with pytest.raises(Tampered):
        note_print.save(center.coordinator, session, wanted(center))
    assert disclosures.of_student(center.coordinator, 1) == []


def test_a_groups_note_names_nobody_of_the_group_and_is_in_everybodys_log(center, tmp_path):
    now = center.clock.now()
    made = begun_sessions.begin(center.peer, NewSession(
        students=(1, 2), started_at=now - timedelta(minutes=20), ended_at=now, origin="informal", place="library"))
    telling.told(center.peer, made.id)
    sessions.sign(center.peer, made.id, note(remarks=((1, "He led it quietly."),)))
    told = text_of(note_print.save(center.coordinator, made.id, wanted(center)), tmp_path)
    assert "Group of 2 students" in told
    for hidden in ("Núñez", "O'Neil", "led it quietly"):
        assert hidden not in told
    for student in (1, 2):
        assert [line.way for line in disclosures.of_student(center.coordinator, student)] == [Way.NOTE]
