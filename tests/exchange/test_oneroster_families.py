"""Caregivers with their contacts, and the classes of students, as a OneRoster export tells them."""

import pytest

from tests.exchange.rosters import COLUMNS, PASSWORD, TODAY, noted, read_users, refused, user, users_csv, write_zip
from wellnessdesk.domain.caregivers import RosterCaregiver, Tie
from wellnessdesk.domain.timetables import Told
from wellnessdesk.exchange import oneroster

CLASSES = "sourcedId,title,periods,termSourcedIds\nc1,Algebra,1,t1\nc2,Biology,\"2,Period 03\",t1\nc3,Art,,t1\n"
TERMS = "sourcedId,startDate,endDate\nt0,2026-01-05,2026-06-05\nt1,2026-08-10,2026-12-18\nt2,2027-01-04,2027-06-04\n"


def parent(number=9, **cells):
    return user(number, **{"role": "parent", "givenName": "Rosa", "familyName": "Ruiz", "grades": "", **cells})


def enrolled(*lines):
    return "classSourcedId,userSourcedId,role,status,beginDate,endDate\n" + "".join(f"{line}\n" for line in lines)


def classes_of(folder, *lines, classes=CLASSES, terms=TERMS, users=None, **files):
    text = {"classes": classes, "academicSessions": terms, "enrollments": enrolled(*lines)}
    return read_users(folder, users or [user()], **{**text, **files})


def test_a_caregiver_is_taken_with_the_ways_to_reach_them(tmp_path):
    roster = read_users(tmp_path, [user(), parent(email="rosa@example.org", phone="(555) 010-2000", sms="555 0102000",
                                                  agentSourcedIds="u1")])
    assert roster.caregivers.caregivers == (RosterCaregiver(
        sourced_id="u9", given="Rosa", family="Ruiz", email="rosa@example.org", phone="(555) 010-2000",
        sms="555 0102000", unsaid=frozenset({"language"})),)
    assert roster.caregivers.ties == (Tie("u1", "u9", "parent"),)
    assert roster.caregivers.whole


@pytest.mark.parametrize(("of_student", "of_caregiver"), [("u9", ""), ("", "u1"), ("u9", "u1"), ("t7,u9", "u1,u1")])
def test_whoever_of_the_two_names_the_other_they_belong_together_once(tmp_path, of_student, of_caregiver):
    roster = read_users(tmp_path, [user(agentSourcedIds=of_student), parent(agentSourcedIds=of_caregiver),
                                   user(7, sourcedId="t7", role="teacher")])
    assert roster.caregivers.ties == (Tie("u1", "u9", "parent"),)
    assert noted(roster) == []


def test_the_language_and_the_relation_stand_where_an_export_has_them(tmp_path):
    columns = (*COLUMNS, "preferredLanguage", "Relationship")
    users = users_csv(user(), parent(preferredLanguage="Spanish", Relationship="Grandmother", agentSourcedIds="u1"),
                      columns=columns)
    roster = read_users(tmp_path, users)
    assert roster.caregivers.caregivers[0].language == "es"
    assert roster.caregivers.ties == (Tie("u1", "u9", "grandmother"),)


@pytest.mark.parametrize(("cell", "language"), [
    ("Spanish", "es"), ("español", "es"), ("es-MX", "es"), ("EN", "en"), ("Vietnamese", "vi"), ("vietnamita", "vi"),
    ("spa", "es"), ("01", "es"), ("Klingon of the north", "Klingon of the north"), ("", "")])
def test_a_language_is_known_by_its_name_and_its_code(tmp_path, cell, language):
    users = users_csv(user(), parent(language=cell, agentSourcedIds="u1"), columns=(*COLUMNS, "language"))
    assert read_users(tmp_path, users).caregivers.caregivers[0].language == language


def test_roles_of_1_2_make_caregivers_too(tmp_path):
    columns = ("sourcedId", "givenName", "familyName", "agentSourcedIds")
    roster = read_users(tmp_path, users_csv(user(agentSourcedIds="u9"), parent(), columns=columns),
                        roles="userSourcedId,role\nu1,student\nu9,Guardian\n")
    assert roster.caregivers.ties == (Tie("u1", "u9", "guardian"),)


def test_a_caregiver_without_a_name_is_told_and_a_second_line_of_one_too(tmp_path):
    roster = read_users(tmp_path, [user(), parent(), parent(), parent(8, givenName="", familyName="")])
    assert refused(roster) == [(4, "The id is that of an earlier line, which was taken."), (5, "The name is missing.")]


def test_an_agent_who_is_not_in_the_file_is_told_once_for_all(tmp_path):
    roster = read_users(tmp_path, [user(agentSourcedIds="x1,x2"), user(2, agentSourcedIds="x3")])
    assert noted(roster) == [
        (None, "3 agents of students could not be taken or are not in the file. They were left out.")]
    assert not roster.caregivers.whole, "an export that ties nobody does not tell of caregivers"


def test_a_students_own_contacts_and_every_password_stay_out(tmp_path):
    roster = read_users(tmp_path, [user(email="ana@school.org", phone="555-1111", sms="555-2222"), parent()])
    kept = repr(roster)
    assert PASSWORD not in kept
    assert "ana@school.org" not in kept
    assert "555-" not in kept


def test_the_classes_of_a_student_stand_by_period(tmp_path):
    roster = classes_of(tmp_path, "c1,u1,student", "c2,u1,student", "c1,t1,teacher")
    assert roster.classes == Told({"u1": (("1", "Algebra"), ("2", "Biology"), ("3", "Biology"))}, {}, whole=True)
    assert noted(roster) == [(None, "1 class says no period, so it is not known when it is.")]


@pytest.mark.parametrize("cell", ["1", "01", "P1", "Period 1", "per. 1", "1st"])
def test_a_period_is_the_same_however_it_is_written(tmp_path, cell):
    roster = classes_of(tmp_path, "c1,u1,student", classes=f"sourcedId,title,periods\nc1,Algebra,{cell}\n")
    assert roster.classes.classes == {"u1": (("1", "Algebra"),)}


def test_of_two_classes_in_one_period_the_one_that_is_on_now_counts(tmp_path):
    classes = "sourcedId,title,periods,termSourcedIds\nc1,Spring,1,t2\nc2,Fall,1,t1\nc3,Last year,1,t0\n"
    roster = classes_of(tmp_path, "c1,u1,student", "c2,u1,student", "c3,u1,student", classes=classes)
    assert roster.classes.classes == {"u1": (("1", "Fall"),)}


@pytest.mark.parametrize("line", ["c1,u1,student,tobedeleted", "c1,u1,student,active,2026-08-10,2026-09-01"])
def test_an_enrollment_that_is_over_gives_no_class(tmp_path, line):
    assert classes_of(tmp_path, line).classes.classes == {}


def test_a_class_that_was_deleted_is_passed_over(tmp_path):
    roster = classes_of(tmp_path, "c1,u1,student", classes="sourcedId,title,periods,status\nc1,Art,1,tobedeleted\n")
    assert roster.classes.classes == {}
    assert refused(roster) == []


def test_enrollments_that_cannot_be_taken_are_told(tmp_path):
    roster = classes_of(tmp_path, "c9,u1,student", ",u1,student", "c1,u5,student", "c1,u6,student",
                        "c1,t7,student", users=[user(), user(7, sourcedId="t7", role="teacher")])
    assert refused(roster) == [(2, "The class of this line is not in classes.csv."),
                               (3, "The id of the person or of the class is missing.")]
    assert [text for line, text in noted(roster) if "users.csv" in text] == [
        "2 lines are of people who are not in users.csv. They were left out.",
        "1 line calls somebody a student who is none in users.csv. It was left out."]


def test_thousands_of_lines_with_one_fault_are_not_listed_one_by_one(tmp_path):
    roster = classes_of(tmp_path, *(f"x{number},u1,student" for number in range(30_000)))
    assert len(refused(roster)) == 100
    assert (None, "The classes of 29900 further lines are not in classes.csv.") in noted(roster)


def test_a_delta_says_what_has_ended_and_need_not_repeat_the_rest(tmp_path):
    manifest = "propertyName,value\nfile.users,delta\n"
    roster = classes_of(tmp_path, "c1,u1,student,tobedeleted", "c2,u1,student", "c7,u1,student", "c1,u8,student",
                        manifest=manifest)
    assert roster.classes == Told({"u1": (("2", "Biology"), ("3", "Biology"))}, {"u1": (("1", "Algebra"),)})
    assert refused(roster) == []


def test_enrollments_may_be_a_delta_though_the_students_are_all(tmp_path):
    manifest = "propertyName,value\nfile.users,bulk\nfile.enrollments,Delta\n"
    roster = classes_of(tmp_path, "c1,u1,student", manifest=manifest)
    assert not roster.classes.whole
    assert roster.classes.classes == {"u1": (("1", "Algebra"),)}


def test_without_classes_nothing_is_said_of_them(tmp_path):
    assert read_users(tmp_path, [user()]).classes == Told()
    assert classes_of(tmp_path, "c1,u1,student", classes=None).classes == Told()


def test_files_of_classes_are_found_in_a_zip_whatever_their_case(tmp_path):
    files = {"users.csv": users_csv(user()), "CLASSES.csv": CLASSES, "Enrollments.csv": enrolled("c1,u1,student"),
             "academicSessions.csv": TERMS}
    roster = oneroster.read(write_zip(tmp_path / "r.zip", files), today=TODAY)
    assert roster.classes.classes == {"u1": (("1", "Algebra"),)}


def test_a_name_like_a_formula_is_plain_text_and_that_is_told(tmp_path):
    roster = read_users(tmp_path, [user(givenName="=1+1"), parent(familyName="@SUM(A1)", agentSourcedIds="u1")])
    assert roster.students[0].given == "=1+1"
    assert [line for line, text in noted(roster) if "formula" in text] == [2, 3]
