"""The center says on which paper supervision is printed; spoiled, it is Letter, and noticed."""

import pytest

from tests.reports import read_back
from tests.retained import shell
from wellnessdesk.domain.meetings import Attendance
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.services import audit, meetings, minutes, papers, supervision


def test_letter_is_usual_and_everything_of_a_meeting_follows_what_is_set(center, tmp_path):
    cora, file = center.coordinator, tmp_path / "paper.pdf"
    at = supervision.build(cora).meeting.id
    meetings.begin(cora, at)
    for seat in meetings.look(cora, at).seats:
        meetings.attend(cora, at, seat.person, Attendance.PRESENT)
    minutes.sign(cora, at)
    for paper, told in ((Paper.LETTER, "letter"), (Paper.A4, "A4")):
        if paper is Paper.A4:
            papers.set_size(center.admin, paper)
        assert papers.size(cora) is paper
        for printed in (supervision.print_agenda, minutes.print_minutes, minutes.print_sign_in):
            file.write_bytes(printed(cora, at))
            assert read_back.paper(file) == told
    assert audit.verify(cora).sound


@pytest.mark.parametrize("kept", ["\"legal\"", "5", "null", "[]"])
def test_what_was_spoiled_is_letter_and_is_noticed(center, kept):
    papers.set_size(center.coordinator, Paper.A4)
    shell(center, "UPDATE settings SET value = ? WHERE key = 'paper'", kept)
    assert papers.size(center.admin) is Paper.LETTER
    assert "paper" in audit.verify(center.coordinator).finding
