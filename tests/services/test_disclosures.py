"""The disclosure log: written by hand and by each identified print, sealed, and no change of it unnoticed."""

import subprocess
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.retained import old_center
from tests.store.stores import raw
from tests.support import PASSPHRASE
from tests.test_sql_shell import everything as all_bytes
from wellnessdesk.base.errors import Problem
from wellnessdesk.domain.disclosures import Ground, NewDisclosure, Way, ground_label, wrong
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.domain.retention import Records
from wellnessdesk.services import audit, destruction, disclosures, looked, retention
from wellnessdesk.services.audit import log

TO = "Dr. Periwinkle, county clinic"
WHY = "tangerine: a referral the family agreed to"
TODAY = date(2026, 9, 14)
NEW = NewDisclosure(day=TODAY, recipient=TO, ground=Ground.CONSENT, purpose=WHY, what="dates of the visits")


@pytest.fixture
def cora(center):
    return center.coordinator


def shell(center, statement, *values):
    connection = raw(center.admin.store.path, center.admin.keys.store_key)
    found = connection.execute(statement, values).fetchall()
    connection.close()
    return found


def pdf_text(data, tmp_path):
    file = tmp_path / "saved.pdf"
    file.write_bytes(data)
    return subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, text=True, check=True).stdout


def test_who_why_when_and_what_are_written_down(center, cora):
    disclosures.record(cora, 2, replace(NEW, day=TODAY - timedelta(days=3)))
    made = disclosures.record(cora, 1, NEW)
    assert disclosures.of_student(cora, 1) == [made]
    assert (made.recipient, made.ground, made.purpose, made.what) == (TO, Ground.CONSENT, WHY, "dates of the visits")
    assert (made.day, made.by, made.way, made.problem) == (TODAY, "Cora Coordinator", Way.BY_HAND, "")
    assert made.at == center.clock.now()


def test_the_newest_day_comes_first(cora):
    for days in (3, 0, 7):
        disclosures.record(cora, 1, replace(NEW, day=TODAY - timedelta(days=days)))
    assert [TODAY - line.day for line in disclosures.of_student(cora, 1)] == [timedelta(days=days)
                                                                             for days in (0, 3, 7)]


@pytest.mark.parametrize(("changes", "field", "said"), [
    ({"recipient": "  "}, "recipient", "who received it"), ({"recipient": "x" * 201}, "recipient", "under 200"),
    ({"purpose": ""}, "purpose", "what they need it for"), ({"purpose": "x" * 601}, "purpose", "under 600"),
    ({"purpose": " ", "ground": Ground.EMERGENCY}, "purpose", "what the threat was"),
    ({"what": ""}, "what", "what was told or given"), ({"what": "x" * 601}, "what", "under 600"),
    ({"day": TODAY + timedelta(days=1)}, "day", "has not come yet")])
def test_what_the_law_asks_for_must_be_there(cora, changes, field, said):
    new = replace(NEW, **changes)
    assert said in wrong(new, TODAY)[field]
    before = log.page(cora).lines
    with pytest.raises(Problem, match=said):
        disclosures.record(cora, 1, new)
    assert log.page(cora).lines == before


def test_every_ground_has_words_and_nobody_is_no_student(cora):
    assert len({ground_label(ground) for ground in Ground}) == len(Ground)
    with pytest.raises(Problem, match="not on the roster"):
        disclosures.record(cora, 999, NEW)


@pytest.mark.parametrize(("name", "reads"), [
    ("Cora Coordinator", True), ("Ada Admin", False), ("Frank Desk", False), ("Pia Peer", False)])
def test_to_whom_and_why_only_coordinators_can_read(center, cora, name, reads):
    disclosures.record(cora, 1, NEW)
    found = all_bytes(center.desks[name])
    assert (b"Periwinkle" in found) is reads
    assert (b"tangerine" in found) is reads


def test_it_is_recorded_without_a_name_and_the_record_s_opening_sealed(center, cora):
    disclosures.record(cora, 1, NEW)
    disclosures.of_student(cora, 1)
    disclosures.of_student(cora, 1)
    texts = [line.text for line in log.page(cora).lines[:3]]
    assert texts[:2] == ["Opened a student's record.", "Recorded a disclosure of a student's records."]
    clear = " ".join(str(row) for row in shell(center, "SELECT subject, detail FROM audit WHERE action != 'sealed'"))
    assert "Periwinkle" not in clear
    assert "student:1" not in clear


# -------------------------------------------------------------------------------------------------- noticed


def verdict(desk):
    return audit.verify(desk)


@pytest.mark.parametrize(("statement", "said"), [
    ("DELETE FROM disclosures WHERE student_id = 1", "not there as it was written"),
    ("UPDATE disclosures SET student_id = 3 WHERE student_id = 1", "not there as it was written"),
    ("UPDATE disclosures SET day = '2020-01-01' WHERE student_id = 1", "not there as it was written"),
    ("UPDATE disclosures SET kind = 'disclosure_log' WHERE student_id = 1", "not there as it was written"),
    ("UPDATE disclosures SET by = (SELECT id FROM people WHERE role = 'administrator')", "not there as it was written"),
    ("DELETE FROM sealed WHERE kind = 'disclosure'", "not there as it was written"),
    ("UPDATE sealed SET blob = zeroblob(900) WHERE kind = 'disclosure'", "not there as it was written"),
    ("INSERT INTO disclosures SELECT 'x', 1, day, at, by, kind FROM disclosures LIMIT 1", "that no entry wrote")])
@pytest.mark.parametrize("name", ["Cora Coordinator", "Ada Admin"])
def test_what_sql_changes_of_it_is_found_by_a_verification(center, cora, statement, said, name):
    disclosures.record(cora, 1, NEW)
    disclosures.record(cora, 2, NEW)
    assert verdict(center.desks[name]).sound
    shell(center, statement)
    assert said in verdict(center.desks[name]).finding


def test_an_entry_about_a_line_of_before_does_not_make_it_another(center, cora):
    """Else a coordinator could write the line again, otherwise, and record it again."""
    made = disclosures.record(cora, 1, NEW)
    with cora.change() as change:
        change.record("disclosure.record", f"disclosure:{made.id}", "00")
    assert verdict(cora).sound


@pytest.mark.parametrize("statement", [
    "UPDATE disclosures SET student_id = 1", "DELETE FROM sealed WHERE kind = 'disclosure'",
    "UPDATE sealed SET blob = 'words' WHERE kind = 'disclosure'",
    "UPDATE disclosures SET by = (SELECT id FROM people WHERE role = 'administrator'), student_id = 1"])
def test_a_line_that_does_not_match_its_seal_is_still_a_line(center, cora, statement, tmp_path):
    disclosures.record(cora, 2, NEW)
    shell(center, statement)
    (line,) = disclosures.of_student(cora, 1) or disclosures.of_student(cora, 2)
    assert "does not match its seal" in line.problem
    assert line.recipient == ""
    assert "does not match" in pdf_text(disclosures.save_log(cora, line.student_id, NEW), tmp_path)


def test_a_way_of_a_later_version_counts_as_by_hand(center, cora):
    disclosures.record(cora, 1, NEW)
    shell(center, "UPDATE disclosures SET kind = 'by_pigeon'")
    assert disclosures.of_student(cora, 1)[0].way is Way.BY_HAND


def test_what_was_destroyed_with_its_period_is_not_missing(tmp_path):
    old = old_center(tmp_path / "old", days=28)
    cora = old.center.coordinator
    disclosures.record(cora, 1, replace(NEW, day=cora.today()))
    old.center.clock.advance(days=365 * 9)
    for _round in range(2):  # the visits first: the log stays as long as they do
        shown = retention.preview(cora)
        if shown.going:
            destruction.destroy(cora, shown, PASSPHRASE)
    assert not disclosures.of_student(cora, 1)
    assert any(line.records is Records.DISCLOSURES for made in destruction.destructions(cora) for line in made.lines)
    assert verdict(cora).sound


# -------------------------------------------------------------------------------------------------- on paper


@pytest.mark.parametrize("paper", Paper)
def test_the_log_on_paper_names_the_student_and_itself(cora, tmp_path, paper):
    disclosures.record(cora, 1, NEW)
    asked = replace(NEW, recipient="Ms. Núñez, mother", ground=Ground.FAMILY, purpose="asked to see it", what="")
    text = " ".join(pdf_text(disclosures.save_log(cora, 1, asked, paper), tmp_path).split())
    for word in ("José Núñez", "Number 200001", "Periwinkle", "tangerine", "34 CFR 99.30", "Ms. Núñez, mother",
                 "The disclosure log, as PDF", "Names a student. Keep it locked away.", "Page 1 of 1"):
        assert word in text
    first, second = disclosures.of_student(cora, 1)
    assert (first.way, first.recipient) == (Way.LOG, "Ms. Núñez, mother")
    assert second.recipient == TO
    assert "Saved a student's disclosure log as PDF." in [line.text for line in log.page(cora).lines[:3]]


def test_the_longest_line_fits_on_a_page(cora, tmp_path):
    for text in ("w" * 600, "many words " * 54):
        disclosures.record(cora, 1, replace(NEW, recipient="r" * 200, purpose=text, what=text))
    assert "Page 1 of" in pdf_text(disclosures.save_log(cora, 1, NEW, Paper.A4), tmp_path)


def test_a_print_without_a_recipient_is_not_made(cora):
    before = log.page(cora).lines
    with pytest.raises(Problem, match="who received it"):
        disclosures.save_log(cora, 1, replace(NEW, recipient=""))
    assert log.page(cora).lines == before


def test_who_has_looked_on_paper_is_a_disclosure_too(cora, tmp_path):
    text = " ".join(pdf_text(looked.save(cora, 1, replace(NEW, what="")), tmp_path).split())
    assert "Who has looked at this record José Núñez" in text
    assert "Cora Coordinator Opened a student's record." in text
    (line,) = disclosures.of_student(cora, 1)
    assert (line.way, line.recipient, line.what) == (Way.LOOKED, TO, "Who has looked at the record, as PDF")
    assert verdict(cora).sound
