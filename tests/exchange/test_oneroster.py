"""Whole OneRoster exports are read for what they say: 1.1 and 1.2, full and delta, zip, folder and single file."""

from datetime import date
from pathlib import Path

import pytest

from tests.exchange.rosters import (
    MANIFEST,
    ORGS,
    PASSWORD,
    TODAY,
    noted,
    read_users,
    refused,
    user,
    users_csv,
    write_folder,
    write_zip,
)
from wellnessdesk.base.progress import Cancelled
from wellnessdesk.domain.roster import KnownStudent, RosterKind, RosterStudent, RosterUnreadable, plan
from wellnessdesk.exchange import oneroster

DATA = Path(__file__).parents[1] / "data" / "oneroster"


def test_a_full_export_of_1_1_gives_its_students_and_counts_the_others():
    roster = oneroster.read(DATA / "v1p1_full.zip", today=TODAY)
    assert (roster.kind, roster.version, roster.source) == (RosterKind.BULK, "1.1", "Made-up SIS")
    assert (len(roster.caregivers.caregivers), roster.staff) == (1, 2)
    assert [student.given for student in roster.students] == ["Mary", "José", "Anna"]
    assert roster.students[0] == RosterStudent(
        sourced_id="u-2",
        student_number="100002",
        given="Mary",
        middle="Jane",
        family="Jones",
        grade="9",
        school="Oak High School",
        birth_date=date(2012, 2, 29),
        unsaid=frozenset({"preferred_given"}),
    )
    assert roster.students[2].birth_date == date(2009, 3, 14)
    assert roster.not_taken == roster.notes == ()


def test_an_organization_of_an_odd_type_serves_as_a_school():
    roster = oneroster.read(DATA / "v1p1_full.zip", today=TODAY)
    assert roster.students[1].school == "History Department"
    assert roster.schools == {"org-s1": "Oak High School", "org-x": "History Department"}


def test_a_full_export_of_1_2_takes_roles_schools_and_preferred_names_from_where_1_2_has_them():
    roster = oneroster.read(DATA / "v1p2_full.zip", today=TODAY)
    assert (roster.kind, roster.version, roster.source) == (RosterKind.BULK, "1.2", "made-up-sis")
    assert (len(roster.caregivers.caregivers), roster.staff) == (1, 1)
    mary, lukasz, kim, gone = roster.students
    assert (mary.preferred_given, mary.birth_date) == ("Max", date(2011, 11, 30))
    assert lukasz.school == "Elm Middle School"  # of the two, the primary role's
    assert kim.active  # an aide, but a student too
    assert not gone.active  # the role ended last year
    assert gone.unsaid == frozenset()
    assert roster.not_taken == roster.notes == ()


def test_the_same_person_is_still_a_student_before_the_role_begins_and_until_it_ends():
    before = oneroster.read(DATA / "v1p2_full.zip", today=date(2026, 8, 1))
    assert before.students[0].active
    after = oneroster.read(DATA / "v1p2_full.zip", today=date(2027, 6, 5))
    assert not after.students[0].active


def test_a_delta_tells_students_from_people_of_whom_it_does_not_say_what_they_are():
    roster = oneroster.read(DATA / "v1p2_delta", today=TODAY)
    assert (roster.kind, roster.version) == (RosterKind.DELTA, "1.2")
    assert [student.sourced_id for student in roster.students] == ["u-7"]
    assert [(student.sourced_id, student.to_delete) for student in roster.role_unsaid] == [
        ("u-2", False),
        ("u-4", True),
        ("u-8", False),
    ]
    (line,) = roster.not_taken
    assert (line.file, line.line, line.sourced_id) == ("roles.csv", 3, "u-5")


def test_a_full_export_and_then_its_delta_bring_the_center_up_to_date():
    full = oneroster.read(DATA / "v1p2_full.zip", today=TODAY)
    added = plan([], full).adds
    assert [student.sourced_id for student in added] == ["u-2", "u-4", "u-5"]
    center = [
        KnownStudent(
            id=number,
            sourced_id=student.sourced_id,
            given=student.given,
            family=student.family,
            middle=student.middle,
            grade=student.grade,
        )
        for number, student in enumerate(added)
    ]
    preview = plan(center, oneroster.read(DATA / "v1p2_delta", today=TODAY))
    assert [student.given for student in preview.adds] == ["Zara"]
    assert {fact.field: fact.new for fact in preview.changes[0].fields} == {"family": "Jones-Brown", "grade": "11"}
    assert [student.given for student in preview.becoming_inactive] == ["Łukasz"]
    assert preview.unchanged == 0


@pytest.mark.parametrize("folder", ["", "roster/", "a/b/"])
def test_a_zip_may_have_inner_folders(tmp_path, folder):
    path = write_zip(tmp_path / "r.zip", {"users.csv": users_csv(user()), "orgs.csv": ORGS}, folder)
    (student,) = oneroster.read(path, today=TODAY).students
    assert student.school == "Oak High School"


@pytest.mark.parametrize("inner", ["", "inner"])
def test_a_folder_is_read_like_a_zip(tmp_path, inner):
    write_folder(tmp_path / "r" / inner, {"Users.CSV": users_csv(user()), "ORGS.csv": ORGS})
    (student,) = oneroster.read(tmp_path / "r", today=TODAY).students
    assert student.school == "Oak High School"


def test_what_a_mac_adds_to_a_zip_is_passed_by(tmp_path):
    files = {"r/users.csv": users_csv(user()), "__MACOSX/users.csv": b"\0\1", "__MACOSX/r/._users.csv": b"\0\1"}
    assert len(oneroster.read(write_zip(tmp_path / "r.zip", files), today=TODAY).students) == 1


def test_one_users_file_alone_is_enough_when_it_tells_roles(tmp_path):
    path = tmp_path / "my students.csv"
    path.write_text(users_csv(user(), user(2, sourcedId="")))
    roster = oneroster.read(path, today=TODAY)
    assert len(roster.students) == 1
    assert roster.not_taken[0].file == "my students.csv"
    assert roster.students[0].unsaid >= {"school"}


def test_the_real_name_of_a_file_stands_in_what_is_told(tmp_path):
    path = write_zip(tmp_path / "r.zip", {"USERS.csv": users_csv(user(sourcedId=""))})
    assert oneroster.read(path, today=TODAY).not_taken[0].file == "USERS.csv"


@pytest.mark.parametrize(
    ("manifest", "kind"),
    [
        ("file.users,bulk", RosterKind.BULK),
        ("File.Users , DELTA", RosterKind.DELTA),
        ("file.users,delta", RosterKind.DELTA),
    ],
)
def test_the_manifest_says_whether_the_roster_is_full(tmp_path, manifest, kind):
    roster = read_users(tmp_path, [user()], manifest="propertyName,value\n" + manifest)
    assert roster.kind is kind
    assert roster.notes == ()


@pytest.mark.parametrize("manifest", [None, "", "propertyName,value\n", "propertyName,value\nfile.users,absent\n", "x"])
def test_a_roster_that_does_not_say_what_it_is_counts_as_full_and_that_is_told(tmp_path, manifest):
    roster = read_users(tmp_path, [user()], manifest=manifest)
    assert roster.kind is RosterKind.BULK
    assert any("read as the full roster" in text for _line, text in noted(roster))


def test_parents_and_teachers_among_the_users_are_counted_and_not_an_error(tmp_path):
    roles = ["parent", "guardian", "Relative", "teacher", "administrator", "aide", "proctor", "site Administrator"]
    roster = read_users(tmp_path, [user(number, role=role) for number, role in enumerate(roles)])
    assert (roster.students, len(roster.caregivers.caregivers), roster.staff) == ((), 3, 5)
    assert roster.not_taken == ()


def test_a_student_with_a_further_role_is_a_student(tmp_path):
    roster = read_users(tmp_path, [user(1, role="aide,student"), user(2, role="Student")])
    assert len(roster.students) == 2
    assert roster.staff == 0


def test_an_unknown_or_missing_role_is_told(tmp_path):
    roster = read_users(tmp_path, [user(1, role="wizard"), user(2, role=""), user(3)])
    assert refused(roster) == [
        (2, "The role is none that OneRoster knows."),
        (3, "The role is missing: it is not said whether this is a student."),
    ]
    assert [student.sourced_id for student in roster.students] == ["u3"]


def test_a_role_of_somebody_who_is_not_listed_is_told(tmp_path):
    roles = "userSourcedId,role\nu1,student\nu9,student\n,student\n"
    columns = ("sourcedId", "givenName", "familyName")
    roster = read_users(tmp_path, users_csv(user(), columns=columns), roles=roles)
    assert len(roster.students) == 1
    assert [(line.file, line.line) for line in roster.not_taken] == [("roles.csv", 4), ("roles.csv", 3)]


@pytest.mark.parametrize(
    ("end", "active"), [("6/30/27", True), ("9/14/2026", True), ("2026-09-13", False), ("?", True)]
)
def test_a_role_lasts_through_its_last_day(tmp_path, end, active):
    roles = f"userSourcedId,role,endDate\nu1,student,{end}\n"
    (student,) = read_users(tmp_path, [user()], roles=roles).students
    assert student.active is active


@pytest.mark.parametrize("first", ["primary,o2", "secondary,o1"])
def test_of_two_schools_the_primary_role_tells_whichever_comes_first(tmp_path, first):
    second = ({"primary,o2", "secondary,o1"} - {first}).pop()
    roles = f"userSourcedId,role,roleType,orgSourcedId\nu1,student,{first}\nu1,student,{second}\n"
    columns = ("sourcedId", "givenName", "familyName")
    (student,) = read_users(tmp_path, users_csv(user(), columns=columns), roles=roles).students
    assert student.school == "Elm Middle School"


def test_a_student_whose_roles_were_all_deleted_is_inactive(tmp_path):
    roles = "userSourcedId,role,status\nu1,student,tobedeleted\n"
    columns = ("sourcedId", "givenName", "familyName")
    (student,) = read_users(tmp_path, users_csv(user(), columns=columns), roles=roles).students
    assert not student.active
    assert not student.to_delete


def test_passwords_emails_and_telephones_are_kept_nowhere(tmp_path):
    contact = {"email": "ana@mail.example", "phone": "5550199", "sms": "5550199"}
    text = users_csv(user(**contact), user(2, givenName="", familyName="", **contact)).replace("password", " Pass Word")
    broken = f'u3,active,"{PASSWORD},{PASSWORD}\nu4,{PASSWORD}\n'
    roster = read_users(tmp_path, text + broken)
    assert len(roster.students) == 1
    assert [line.line for line in roster.not_taken] == [3, 4, 5]
    for secret in (PASSWORD, "mail.example", "5550199"):
        assert secret not in repr(roster)


class _Watcher:
    def __init__(self, stop_after=None):
        self.reports = []
        self._stop_after = stop_after

    def report(self, done, total):
        self.reports.append((done, total))

    def check_cancelled(self):
        if self._stop_after is not None and len(self.reports) > self._stop_after:
            raise Cancelled


def _large(tmp_path):
    users = [user(number, givenName="A" * 100) for number in range(3000)]
    return write_zip(tmp_path / "r.zip", {"manifest.csv": MANIFEST, "users.csv": users_csv(*users)})


def test_progress_is_reported_and_ends_at_the_end(tmp_path):
    watcher = _Watcher()
    assert len(oneroster.read(_large(tmp_path), watcher, today=TODAY).students) == 3000
    done = [done for done, _total in watcher.reports]
    assert len(done) > 5
    assert done == sorted(done)
    assert watcher.reports[-1][0] == watcher.reports[-1][1]


def test_reading_can_be_cancelled(tmp_path):
    watcher = _Watcher(stop_after=3)
    with pytest.raises(Cancelled):
        oneroster.read(_large(tmp_path), watcher, today=TODAY)
    assert len(watcher.reports) == 4


def test_a_roster_that_vanishes_while_it_is_read_is_said_plainly(tmp_path):
    folder = write_folder(tmp_path / "r", {"manifest.csv": MANIFEST, "users.csv": users_csv(user())})

    class Vandal(_Watcher):
        def report(self, done, total):
            (folder / "users.csv").unlink(missing_ok=True)

    with pytest.raises(RosterUnreadable, match=r"users\.csv is not there any more"):
        oneroster.read(folder, Vandal(), today=TODAY)
