"""A handoff page says what the adult who takes over needs, on one page; it is kept with the flag and disclosed."""

import subprocess
from dataclasses import replace

import pytest

from tests.centers import handed_over
from tests.shell import rows
from wellnessdesk.base.errors import Denied, Problem
from wellnessdesk.domain.disclosures import Ground, NewDisclosure
from wellnessdesk.domain.flags import Urgency
from wellnessdesk.domain.handoff import LONGEST_WORDS, Handoff
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.services import audit, disclosures, flags, handoff
from wellnessdesk.services.flag_steps import StepProblem

FILLED = Handoff(said="Said that nothing matters any more.", stayed="Pia Peer and Ms. Lee", back="After lunch, room 12",
                 card=True, plan=True)


@pytest.fixture
def flag(center):
    session = handed_over(center, 1, center.peer)
    mark = flags.raise_flag(center.peer, session, kind="self_harm", urgency=Urgency.IMMEDIATE, words="gave things away")
    center.clock.advance(minutes=3)
    flags.acknowledge(center.coordinator, mark.id)
    return mark.id


def new(center, **changes):
    given = {"day": center.front.today(), "recipient": "Mr. Ortiz, counselor", "ground": Ground.OFFICIAL,
             "purpose": "To take over", "what": "A handoff page"}
    return NewDisclosure(**(given | changes))


def pages(pdf, tmp_path):
    file = tmp_path / "page.pdf"
    file.write_bytes(pdf)
    told = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout
    return [" ".join(page.split()) for page in told.split("\f") if page.strip()]


@pytest.mark.parametrize("paper", Paper)
def test_it_says_all_an_adult_needs_on_one_page(center, flag, tmp_path, paper):
    (page,) = pages(handoff.save(center.coordinator, flag, FILLED, new(center), paper=paper), tmp_path)
    for words in ("José Núñez", "Self-harm or suicide", FILLED.said, FILLED.stayed, "Cora Coordinator", "10:03 AM",
                  FILLED.back, "988", "Last verified", "A plan made by a clinician exists: ask the counselor."):
        assert words in page
    assert "gave things away" not in page  # only what was put on the page


def test_it_is_made_in_spanish_while_the_program_speaks_english(center, flag, tmp_path):
    (page,) = pages(handoff.save(center.coordinator, flag, FILLED, new(center), language="es"), tmp_path)
    for words in ("Hoja de entrega", "Autolesión o suicidio", "Llama al 988"):
        assert words in page


def test_the_longest_words_still_fit_on_one_page(center, flag, tmp_path):
    long = Handoff(said="wW " * (LONGEST_WORDS // 3), stayed="W" * 120, back="i\n" * (LONGEST_WORDS // 2))
    assert len(pages(handoff.save(center.coordinator, flag, long, new(center)), tmp_path)) == 1


def test_lines_not_checked_for_half_a_year_say_so(center, flag, tmp_path):
    (page,) = pages(handoff.save(center.coordinator, flag, FILLED, new(center)), tmp_path)
    assert "Check it before you rely on it." in page


def test_it_is_a_line_of_the_disclosure_log_and_stands_in_the_flags_life(center, flag):
    handoff.save(center.coordinator, flag, FILLED, new(center))
    (page,) = flags.life(center.coordinator, flag).handed
    assert (page.filled, page.to, page.by, page.at) == (
        FILLED, "Mr. Ortiz, counselor", "Cora Coordinator", center.clock.now())
    (line,) = disclosures.of_student(center.coordinator, 1)
    assert (line.recipient, line.purpose, line.what) == ("Mr. Ortiz, counselor", "To take over", "A handoff page")
    other = flags.raise_about(center.coordinator, 1, kind="eating", urgency=Urgency.SAME_DAY).id
    assert flags.life(center.coordinator, other).handed == ()
    assert handoff.proposed(center.coordinator, flag) == replace(FILLED, said="gave things away")
    assert audit.verify(center.coordinator).sound


def test_nothing_of_a_page_leads_from_the_student_to_the_flag(center, flag):
    """Its line names the student in the clear: beside it nothing of the flag may be written or told."""
    before = rows(center.front)
    handoff.save(center.coordinator, flag, FILLED, new(center))
    after = rows(center.front)
    assert after["flags"] == before["flags"]
    added = {table: len(after[table]) - len(before[table]) for table in after if after[table] != before[table]}
    assert added == {"disclosures": 1, "sealed": 1, "audit": 1}
    (sealed,) = [row for row in after["sealed"] if row not in before["sealed"]]
    assert (after["audit"][-1]["action"], sealed["kind"]) == ("disclosure.record", "disclosure")
    assert "by_hand" in after["disclosures"][-1].values()
    assert not any(flag in str(row) for row in (after["disclosures"][-1], after["audit"][-1], sealed))


@pytest.mark.parametrize(("filled", "fields"), [
    (Handoff(), {"said", "stayed"}), (Handoff(said="x" * 901, stayed="y"), {"said"}),
    (Handoff(said="x", stayed="y" * 121, back="z" * 901), {"stayed", "back"})])
def test_what_is_missing_is_said_and_nothing_goes_out(center, flag, filled, fields):
    with pytest.raises(StepProblem) as told:
        handoff.save(center.coordinator, flag, filled, new(center))
    assert set(told.value.found) == fields
    with pytest.raises(Problem, match="who received it"):
        handoff.save(center.coordinator, flag, FILLED, new(center, recipient=" "))
    assert disclosures.of_student(center.coordinator, 1) == []
    assert flags.life(center.coordinator, flag).handed == ()


def test_only_a_coordinator_makes_one_and_only_of_a_flag_that_an_adult_has(center, flag):
    for role in (Role.FRONT_DESK, Role.PEER, Role.ADMINISTRATOR):
        with pytest.raises(Denied):
            handoff.save(center.desk(role), flag, FILLED, new(center))
    flags.withdraw(center.coordinator, flag, "A mistake.")
    with pytest.raises(Problem, match="withdrawn"):
        handoff.save(center.coordinator, flag, FILLED, new(center))
