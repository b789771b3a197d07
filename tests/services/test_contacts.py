"""Caregivers: rules that stop a call, the log of what was said, letters; who may, what is kept, what leaks."""

import subprocess
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.centers import fresh_center
from tests.families import LUIS, MAEVE, ROSA, add_families
from wellnessdesk.base.errors import Denied, Problem
from wellnessdesk.domain.contacts import Entry, RuleKind
from wellnessdesk.domain.student_facts import Audience, Facts
from wellnessdesk.services import caregivers, contacts, letters, student_facts
from wellnessdesk.services.audit import judge
from wellnessdesk.services.caregivers import RuleStands
from wellnessdesk.services.letters import NewLetter

SAID, WHY = "talked about tangerine dreams", "marmalade court order"
ENTRY = Entry(student=1, caregiver=ROSA, channel="phone", language="español", interpreter="Ms. Paz", spoke="Cora",
              summary=SAID)


@pytest.fixture
def center(tmp_path):
    made = fresh_center(tmp_path / "center")
    add_families(made)
    yield made
    made.admin.close()


def everything_in(center):
    with center.admin.reading() as tx:
        tables = [row[0] for row in tx.session.connection().exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type='table'")]
        return "\n".join(str(tuple(row)) for table in tables
                         for row in tx.session.connection().exec_driver_sql(f"SELECT * FROM {table}"))  # noqa: S608


def sql(center, statement):
    with center.admin.store.transaction() as tx:
        tx.session.connection().exec_driver_sql(statement)


# ---- the log


def test_a_contact_is_written_and_corrected_and_both_stay(center):
    desk = center.coordinator
    made = contacts.write(desk, ENTRY)
    center.clock.advance(minutes=5)
    contacts.correct(desk, made.mark.id, replace(ENTRY, summary="it was about school", reached="message"))
    (one,) = contacts.of_student(desk, 1)
    assert (one.entry.summary, one.entry.reached, one.corrected) == ("it was about school", "message", True)
    assert [version.entry.summary for version in one.versions] == [SAID, "it was about school"]
    assert {version.by for version in one.versions} == {"Cora Coordinator"}
    assert contacts.of_student(desk, 2) == []
    assert judge.verify(desk).sound


def test_contacts_stand_the_newest_first_by_their_day(center):
    desk = center.coordinator
    contacts.write(desk, replace(ENTRY, summary="today"))
    contacts.write(desk, replace(ENTRY, summary="last week"), desk.today() - timedelta(days=7))
    assert [one.entry.summary for one in contacts.of_student(desk, 1)] == ["today", "last week"]


@pytest.mark.parametrize(("changes", "sentence"), [
    ({"summary": " \u202e\x07"}, "what was said"), ({"channel": "pigeon"}, "Choose how"), ({"spoke": ""}, "who of the"),
    ({"caregiver": 0}, "with whom"), ({"reached": "?"}, "whether you reached"), ({"student": 0}, "Choose the student"),
    ({"student": 99}, "not on the roster"), ({"summary": "x" * 1_000_000}, "under 4,000"),
])
def test_what_a_contact_lacks_is_said_and_nothing_is_written(center, changes, sentence):
    with pytest.raises(Problem, match=sentence):
        contacts.write(center.coordinator, replace(ENTRY, **changes))
    with pytest.raises(Problem, match="still to come"):
        contacts.write(center.coordinator, ENTRY, center.coordinator.today() + timedelta(days=1))
    assert contacts.of_student(center.coordinator, 1) == []


def test_a_contact_stays_with_its_student(center):
    made = contacts.write(center.coordinator, ENTRY)
    with pytest.raises(Problem, match="stays with its student"):
        contacts.correct(center.coordinator, made.mark.id, replace(ENTRY, student=2))
    with pytest.raises(Problem, match="not there any more"):
        contacts.correct(center.coordinator, "nothing", ENTRY)


@pytest.mark.parametrize("role", ["front", "peer", "admin"])
def test_nobody_else_reads_or_writes_the_log(center, role):
    desk = getattr(center, role)
    for act in (lambda: contacts.of_student(desk, 1), lambda: contacts.write(desk, ENTRY),
                lambda: caregivers.family(desk, 1), lambda: caregivers.acknowledge(desk, 1, ROSA),
                lambda: letters.preview(desk, NewLetter(student=1, caregiver=ROSA, template="thanks"))):
        with pytest.raises(Denied):
            act()


def test_whoever_has_the_key_of_the_store_reads_neither_what_was_said_nor_why_a_rule_holds(center):
    contacts.write(center.coordinator, ENTRY)
    caregivers.set_rule(center.coordinator, 1, LUIS, RuleKind.SAFETY, WHY)
    shown = everything_in(center)
    assert SAID not in shown
    assert WHY not in shown
    assert "Ms. Paz" not in shown


@pytest.mark.parametrize("statement", [
    "DELETE FROM caregiver_contacts", "UPDATE caregiver_contacts SET day='2026-01-01'",
    "UPDATE caregiver_contacts SET steps=1", "DELETE FROM sealed WHERE kind='caregiver contact' AND version=2",
    "DELETE FROM contact_rules", "UPDATE contact_rules SET rule='ask_first'", "UPDATE contact_rules SET caregiver_id=1",
    "UPDATE contact_rules SET ended_at=1, ended_by=set_by", "UPDATE contact_rules SET student_id=2",
])
def test_what_sql_does_to_contacts_and_rules_is_noticed(center, statement):
    desk = center.coordinator
    made = contacts.write(desk, ENTRY)
    contacts.correct(desk, made.mark.id, ENTRY)
    caregivers.set_rule(desk, 1, LUIS, RuleKind.DO_NOT_CONTACT, WHY)
    assert judge.verify(desk).sound
    sql(center, statement)
    assert judge.verify(desk).finding


def test_one_contact_that_was_spoiled_hides_no_other(center):
    desk = center.coordinator
    one, _other = contacts.write(desk, ENTRY), contacts.write(desk, replace(ENTRY, summary="other"))
    sql(center, f"UPDATE sealed SET version=3 WHERE record='{one.mark.id}'")  # noqa: S608
    assert [found.entry.summary for found in contacts.of_student(desk, 1)] == ["other"]
    two = contacts.write(desk, replace(ENTRY, summary="two"))
    sql(center, f"UPDATE caregiver_contacts SET steps=2, day=x'ff' WHERE id='{two.mark.id}'")  # noqa: S608
    found = contacts.of_student(desk, 1)
    assert [bool(one.problem) for one in found] == [False, True]
    with pytest.raises(Problem):
        contacts.correct(desk, two.mark.id, ENTRY)


# ---- rules


def test_where_a_rule_holds_no_number_is_given_before_it_was_read(center):
    desk = center.coordinator
    caregivers.set_rule(desk, 1, LUIS, RuleKind.DO_NOT_CONTACT, WHY)
    luis, rosa = caregivers.family(desk, 1).caregivers
    assert (luis.name, luis.covered, luis.phone, luis.sms, luis.rules[0].reason) == ("Luis Núñez", True, "", "", WHY)
    assert (rosa.covered, rosa.phone) == (False, "555-0101")

    luis = caregivers.acknowledge(desk, 1, LUIS).caregivers[0]
    assert (luis.covered, luis.phone, luis.rules[0].kind) == (False, "555-0102", RuleKind.DO_NOT_CONTACT)
    caregivers.set_rule(desk, 1, None, RuleKind.ASK_FIRST, "later")
    assert all(one.covered for one in caregivers.family(desk, 1).caregivers)
    assert not any(one.covered for one in caregivers.family(desk, 2).caregivers)


def test_the_front_desk_sees_what_holds_and_neither_why_nor_a_number(center):
    caregivers.set_rule(center.coordinator, 1, LUIS, RuleKind.SAFETY, WHY)
    ((name, rule),) = caregivers.in_force(center.front, 1)
    assert (name, rule.kind, rule.reason) == ("Luis Núñez", RuleKind.SAFETY, "")
    assert caregivers.in_force(center.front, 2) == ()
    with pytest.raises(Denied):
        caregivers.in_force(center.peer, 1)
    with pytest.raises(Denied):
        caregivers.in_force(center.admin, 1)


def test_a_rule_is_ended_and_stays_on_the_list(center):
    desk = center.coordinator
    caregivers.set_rule(desk, 1, LUIS, RuleKind.ASK_FIRST, WHY)
    with pytest.raises(Problem, match="holds already"):
        caregivers.set_rule(desk, 1, LUIS, RuleKind.ASK_FIRST, "again")
    (rule,) = caregivers.family(desk, 1).rules
    caregivers.end_rule(desk, rule.id)
    with pytest.raises(Problem, match="any more"):
        caregivers.end_rule(desk, rule.id)
    found = caregivers.family(desk, 1)
    assert (found.caregivers[0].covered, found.rules[0].reason) == (False, WHY)
    assert found.rules[0].ended_at is not None
    assert caregivers.in_force(center.front, 1) == ()
    assert judge.verify(desk).sound


@pytest.mark.parametrize(("caregiver", "kind", "reason", "sentence"), [
    (MAEVE, RuleKind.SAFETY, "x", "not there any more"), (ROSA, "later", "x", "what holds"),
    (ROSA, RuleKind.SAFETY, " ", "Write why"), (ROSA, RuleKind.SAFETY, "x" * 5_000, "under"),
])
def test_what_a_rule_lacks_is_said(center, caregiver, kind, reason, sentence):
    with pytest.raises(Problem, match=sentence):
        caregivers.set_rule(center.coordinator, 1, caregiver, kind, reason)
    assert caregivers.family(center.coordinator, 1).rules == ()


def test_a_rule_whose_reason_was_spoiled_holds_all_the_same(center):
    caregivers.set_rule(center.coordinator, 1, LUIS, RuleKind.SAFETY, WHY)
    sql(center, "UPDATE sealed SET blob=x'00' WHERE kind='contact rule'")
    sql(center, "UPDATE contact_rules SET rule='nonsense'")
    (rule,) = caregivers.family(center.coordinator, 1).rules
    assert rule.kind is RuleKind.DO_NOT_CONTACT
    assert rule.reason
    assert WHY not in rule.reason


# ---- letters


def words_of(pdf):
    read = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, check=True, capture_output=True)
    return " ".join(read.stdout.decode().split())


@pytest.mark.parametrize("template", ["invitation", "consent", "thanks", "contact"])
@pytest.mark.parametrize(("language", "greeting"), [("en", "Dear Rosa Núñez,"), ("es", "Estimada familia de José")])
def test_a_letter_is_what_was_shown_and_is_logged_as_a_contact(center, template, language, greeting):
    desk = center.coordinator
    new = NewLetter(student=1, caregiver=ROSA, template=template, language=language, words="See you {soon}.")
    shown = letters.preview(desk, new)
    assert shown[0].startswith(greeting)
    assert "See you {soon}." in shown
    assert contacts.of_student(desk, 1) == []
    text = words_of(letters.save(desk, new))
    for paragraph in shown:
        assert " ".join(paragraph.split()) in text
    (one,) = contacts.of_student(desk, 1)
    assert (one.entry.channel, one.entry.caregiver, one.entry.spoke) == ("letter", ROSA, "Cora Coordinator")
    assert judge.verify(desk).sound


def test_no_letter_goes_to_whom_a_rule_covers(center):
    desk = center.coordinator
    caregivers.set_rule(desk, 1, ROSA, RuleKind.DO_NOT_CONTACT, WHY)
    new = NewLetter(student=1, caregiver=ROSA, template="thanks")
    for act in (letters.preview, letters.save):
        with pytest.raises(RuleStands, match="Do not contact"):
            act(desk, new)
    assert contacts.of_student(desk, 1) == []
    caregivers.acknowledge(desk, 1, ROSA)
    assert letters.save(desk, new).startswith(b"%PDF")


def test_a_letter_uses_the_preferred_name_only_where_the_student_wishes_it(center):
    desk = center.coordinator
    new = NewLetter(student=1, caregiver=ROSA, template="thanks")
    student_facts.save(desk, 1, Facts(preferred="Zoe", audiences=frozenset({Audience.CENTER})))
    assert "Zoe" not in " ".join(letters.preview(desk, new))
    student_facts.save(desk, 1, Facts(preferred="Zoe", audiences=frozenset({Audience.CAREGIVERS})))
    assert "Zoe Núñez" in " ".join(letters.preview(desk, new))


@pytest.mark.parametrize(("changes", "sentence"), [
    ({"template": "love"}, "not in the center's list"), ({"language": "xx"}, "not in the center's list"),
    ({"words": "x" * 2_000}, "under"), ({"caregiver": MAEVE}, "not there any more"),
])
def test_a_letter_that_cannot_be_made_is_a_sentence(center, changes, sentence):
    with pytest.raises(Problem, match=sentence):
        letters.save(center.coordinator, replace(NewLetter(student=1, caregiver=ROSA, template="thanks"), **changes))
    assert contacts.of_student(center.coordinator, 1) == []
