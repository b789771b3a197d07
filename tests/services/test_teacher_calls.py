"""A teacher hears two times and nothing else; a slip says no more, with the name the student chose for slips."""

import subprocess

import pytest

from wellnessdesk.base import i18n
from wellnessdesk.base.errors import Denied, Problem
from wellnessdesk.domain.center import Center
from wellnessdesk.domain.pass_slips import PassSlip, SlipSize
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.student_facts import Audience, Facts
from wellnessdesk.reports import pass_slip as report
from wellnessdesk.services import audit, looked, pass_slips, student_facts, teacher_calls, visits

JOSE = 1


def stay(center, minutes=13, *, leave=True):
    visit = visits.check_in(center.front, JOSE, reason="talk_with_peer", origin="walk_in")
    center.clock.advance(minutes=minutes)
    return visits.check_out(center.front, visit.id) if leave else visit


def text_of(pdf, tmp_path):
    file = tmp_path / "slip.pdf"
    file.write_bytes(pdf)
    return subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout


def test_the_answer_is_todays_times_in_order(center):
    first = stay(center)
    center.clock.advance(minutes=30)
    second = stay(center, leave=False)
    answer = teacher_calls.answer(center.front, JOSE)
    assert answer.student == "José Núñez"
    assert answer.times == ((first.arrived_at, first.left_at), (second.arrived_at, None))
    assert not {"reason", "origin", "peer"} & set(teacher_calls.Answer.__slots__)


def test_another_day_says_nothing(center):
    stay(center)
    center.clock.advance(minutes=24 * 60)
    assert teacher_calls.answer(center.front, JOSE).times == ()


def test_that_somebody_asked_is_recorded_for_coordinators(center):
    teacher_calls.answer(center.front, JOSE)
    lines = looked.at(center.coordinator, JOSE).lines
    assert ("Frank Desk", "Told a teacher when a student was here today.") in [(one.who, one.text) for one in lines]
    assert audit.verify(center.coordinator).sound
    with pytest.raises(Problem):
        teacher_calls.answer(center.front, 999)


@pytest.mark.parametrize("role", [Role.PEER, Role.ADMINISTRATOR])
def test_who_does_not_answer_the_phone_cannot_ask(center, role):
    with pytest.raises(Denied):
        teacher_calls.answer(center.desk(role), JOSE)


@pytest.mark.parametrize("size", SlipSize)
def test_a_slip_has_name_and_times_and_no_reason(center, size, tmp_path):
    visit = stay(center)
    text = text_of(pass_slips.save(center.front, visit.id, size), tmp_path)
    for word in ("José Núñez", "10:00 AM", "10:13 AM", "Oak Wellness Center", "Frank Desk"):
        assert word in " ".join(text.split())
    assert "Talk" not in text
    assert pass_slips.size(center.front) is size
    assert audit.verify(center.coordinator).sound


@pytest.mark.parametrize(("audiences", "name"), [
    ({Audience.CENTER}, "José Núñez"), ({Audience.CENTER, Audience.SLIPS}, "Alex Núñez (they/them)")])
def test_the_name_on_a_slip_is_the_one_the_student_chose_for_slips(center, audiences, name, tmp_path):
    student_facts.save(center.front, JOSE, Facts(preferred="Alex", pronouns="they/them",
                                                 audiences=frozenset(audiences)))
    text = text_of(pass_slips.save(center.front, stay(center).id, SlipSize.CARD), tmp_path)
    assert name in text
    assert ("Alex" in text) is ("Alex" in name)


def test_who_is_still_here_has_a_line_to_write_the_time_on(center, tmp_path):
    visit = stay(center, leave=False)
    assert "________" in text_of(pass_slips.save(center.front, visit.id, SlipSize.A6), tmp_path)
    with pytest.raises(Problem):
        pass_slips.save(center.front, 999, SlipSize.A6)


@pytest.mark.parametrize("size", SlipSize)
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_long_name_stays_on_one_slip(size, language, center, tmp_path):
    i18n.set_language(language)
    now = center.front.local(center.clock.now())
    slip = PassSlip(name="Wolfeschlegelsteinhausenbergerdorff " * 4, pronouns="they/them", arrived=now, left=now)
    where = Center(id="x", name="A very long name of a wellness center " * 3, school="S " * 60, time_zone="UTC")
    text = text_of(report.slip_pdf(slip, center=where, by="Somebody " * 12, size=size), tmp_path)
    assert text.count("\f") == 1
    assert {"en": "Signature", "es": "Firma"}[language] in text
