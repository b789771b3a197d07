"""What real exports get wrong is forgiven or told with its line, and the rest of the file is taken all the same."""

from datetime import date

import pytest

from tests.exchange.rosters import COLUMNS, MANIFEST, ORGS, noted, read_users, refused, user, users_csv
from wellnessdesk.domain.roster import RosterUnreadable
from wellnessdesk.exchange import csv_lines, findings, oneroster

HEADER = users_csv().strip()


def only(roster):
    """The one student of a roster from which nothing was refused."""
    assert roster.not_taken == ()
    (student,) = roster.students
    return student


# --- the header


@pytest.mark.parametrize("change", [str.upper, str.lower, " {} ".format, lambda name: f"{name[:2]}_{name[2:]}"])
def test_case_spaces_and_underscores_in_a_header_do_not_matter(tmp_path, change):
    roster = read_users(tmp_path, users_csv(user()).replace(HEADER, ",".join(map(change, COLUMNS))))
    assert only(roster).family == "Ruiz"
    assert roster.notes == ()


def test_a_misspelled_header_is_read_and_the_reading_told(tmp_path):
    text = users_csv(user()).replace("sourcedId", "sourceId", 1).replace("familyName", "Famly Name")
    roster = read_users(tmp_path, text)
    assert only(roster).family == "Ruiz"
    assert noted(roster) == [
        (1, "The column “sourceId” was read as “sourcedId”."),
        (1, "The column “Famly Name” was read as “familyName”."),
    ]


def test_a_column_of_the_standard_is_never_taken_for_a_misspelling_of_another(tmp_path):
    text = users_csv(user()).replace("middleName", "preferredMiddleName").replace("grades", "metadata.gradeHistory")
    student = only(read_users(tmp_path, text))
    assert {"middle", "preferred_given", "grade"} <= student.unsaid


def test_columns_may_be_missing_strange_and_in_any_order(tmp_path):
    text = 'familyName,metadata.bus,role,givenName,sourcedId\nRuiz,"7, north",student,Ana,u1\n'
    student = only(read_users(tmp_path, text))
    assert (student.sourced_id, student.given, student.family) == ("u1", "Ana", "Ruiz")


@pytest.mark.parametrize("name", ["sourcedId", "givenName", "familyName"])
def test_a_header_without_what_is_needed_is_named(tmp_path, name):
    with pytest.raises(RosterUnreadable, match=rf"users\.csv lacks .*: {name}\."):
        read_users(tmp_path, users_csv(user()).replace(name, "xyz", 1))


def test_a_file_that_never_tells_roles_is_refused_with_what_to_do(tmp_path):
    with pytest.raises(RosterUnreadable, match=r"no column role.*Choose the whole folder"):
        read_users(tmp_path, users_csv(user(), columns=("sourcedId", "givenName", "familyName")))


def test_a_table_beside_the_users_that_cannot_be_used_is_remarked_on_only(tmp_path):
    roster = read_users(tmp_path, [user()], orgs="nothing,here\n1,2\n", demographics="")
    assert only(roster).school == ""
    assert [note.text for note in roster.notes if note.line is None] == [
        "orgs.csv lacks what a roster needs in its first line: sourcedId, name.",
        "demographics.csv is empty. Export the roster again.",
    ]


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_other_signs_between_cells_are_recognized(tmp_path, delimiter):
    text = users_csv(user(orgSourcedIds="")).replace(",", delimiter)
    assert only(read_users(tmp_path, text)).family == "Ruiz"


# --- the encoding


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "cp1252"])
def test_names_survive_any_usual_encoding(tmp_path, encoding):
    text = users_csv(user(givenName="José", familyName="Núñez-Böhm"))
    student = only(read_users(tmp_path, text.encode(encoding)))
    assert (student.given, student.family) == ("José", "Núñez-Böhm")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
def test_names_beyond_western_europe_survive_unicode(tmp_path, encoding):
    text = users_csv(user(givenName="Łukasz", familyName="Đặng 李"))
    student = only(read_users(tmp_path, text.encode(encoding)))
    assert (student.given, student.family) == ("Łukasz", "Đặng 李")


def test_a_line_that_is_not_utf_8_does_not_spoil_the_lines_that_are(tmp_path):
    western = users_csv(user(2, familyName="O’Neil")).splitlines()[1].encode("cp1252")
    roster = read_users(tmp_path, users_csv(user(givenName="Đặng")).encode() + western + b"\n")
    assert [student.given for student in roster.students] == ["Đặng", "Ana"]
    assert roster.students[1].family == "O’Neil"
    ((line, text),) = noted(roster)
    assert line == 3
    assert "not all UTF-8" in text


def test_nul_bytes_are_left_out_and_told(tmp_path):
    roster = read_users(tmp_path, users_csv(user()).replace("Ana", "A\0na").encode() + b"\0")
    assert only(roster).given == "Ana"
    assert "NUL" in noted(roster)[0][1]


# --- lines


def test_lines_that_are_too_short_are_told_and_taken_when_the_name_is_there(tmp_path):
    lines = users_csv(user(), user(2)).splitlines()
    taken = ",".join(lines[1].split(",")[:12])
    cut_off = ",".join(lines[2].split(",")[:8])
    roster = read_users(tmp_path, "\n".join([lines[0], taken, cut_off]))
    (student,) = roster.students
    assert student.unsaid == {"preferred_given", "grade"}
    assert noted(roster) == [(2, "The line is short. What is there was taken.")]
    assert refused(roster) == [(3, "The line is too short: the name is cut off.")]


def test_a_line_with_too_many_cells_is_not_taken_but_empty_ones_do_no_harm(tmp_path):
    good, bad = users_csv(user(), user(2)).splitlines()[1:]
    roster = read_users(tmp_path, "\n".join([HEADER, good + ",,,", bad.replace("Ruiz", "Ruiz, Jr.")]))
    assert [student.sourced_id for student in roster.students] == ["u1"]
    assert refused(roster)[0][0] == 3
    assert "more cells than the header" in refused(roster)[0][1]


def test_a_quoted_line_break_is_part_of_the_cell_and_lines_are_counted_as_in_the_file(tmp_path):
    users = [user(1, middleName="Mary\nJane"), user(2, sourcedId=""), user(3, givenName="A\r\nB\nC"), user(4, role="")]
    roster = read_users(tmp_path, users)
    assert [(student.given, student.middle) for student in roster.students] == [("Ana", "Mary Jane"), ("A B C", "")]
    assert [line for line, _reason in refused(roster)] == [4, 8]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", ["", "\n", "\n\n,,,\n \n\x1a"])
def test_any_line_end_will_do_and_the_last_line_needs_none(tmp_path, end, last):
    text = users_csv(user(), user(2, sourcedId=""), user(3), end=end).removesuffix(end) + last.replace("\n", end)
    roster = read_users(tmp_path, text)
    assert [student.sourced_id for student in roster.students] == ["u1", "u3"]
    assert refused(roster) == [(3, "The id is missing.")]


def test_blank_lines_before_the_header_and_between_lines_are_passed_by(tmp_path):
    first, second = users_csv(user(), user(2, sourcedId="")).splitlines()[1:]
    roster = read_users(tmp_path, "\n".join(["", " ", HEADER, "", first, ",,", second, ""]))
    assert len(roster.students) == 1
    assert refused(roster) == [(7, "The id is missing.")]


def test_a_quotation_mark_that_is_never_closed_costs_its_own_line_only(tmp_path):
    lines = users_csv(*(user(number) for number in range(1, 40))).splitlines()
    lines[2] = lines[2].replace("Ana", '"Ana')
    roster = read_users(tmp_path, "\n".join(lines))
    assert len(roster.students) == 38
    (line,) = roster.not_taken
    assert (line.line, line.sourced_id) == (3, "u2")
    assert "never closed" in line.reason


def test_a_stray_quotation_mark_that_runs_into_another_costs_its_own_line_only(tmp_path):
    lines = users_csv(user(1), user(2), user(3), user(4, orgSourcedIds="o1,o2"), user(5)).splitlines()
    lines[1] = lines[1].replace("Ruiz", '"Ruiz')
    roster = read_users(tmp_path, "\n".join(lines))
    assert [student.sourced_id for student in roster.students] == ["u2", "u3", "u4", "u5"]
    assert [(line.line, line.sourced_id) for line in roster.not_taken] == [(2, "u1")]


def test_a_quotation_mark_inside_a_name_is_part_of_it(tmp_path):
    lines = users_csv(user(), user(2)).splitlines()
    lines[1] = lines[1].replace("Ana", 'Ana "Annie"')
    roster = read_users(tmp_path, "\n".join(lines))
    assert [student.given for student in roster.students] == ['Ana "Annie"', "Ana"]


def test_a_line_longer_than_any_roster_has_is_told_and_the_next_is_read(tmp_path):
    huge = "x" * (3 * csv_lines.MAX_LINE_LENGTH)
    roster = read_users(tmp_path, users_csv(user(1, email=huge), user(2)))
    assert [student.sourced_id for student in roster.students] == ["u2"]
    assert refused(roster) == [(2, "The line is far too long for a roster.")]


def test_a_cell_longer_than_any_name_is_told(tmp_path):
    roster = read_users(tmp_path, [user(1, familyName="x" * 256), user(2, familyName="x" * 255)])
    assert [student.sourced_id for student in roster.students] == ["u2"]
    assert refused(roster) == [(2, "A name or number is far too long.")]


def test_two_students_with_one_id_the_first_is_taken_the_second_told(tmp_path):
    roster = read_users(tmp_path, [user(1, givenName="First"), user(2), user(1, givenName="Second")])
    assert [student.given for student in roster.students] == ["First", "Ana"]
    assert refused(roster) == [(4, "The id is that of line 2, which was taken.")]


def test_a_student_without_any_name_is_told_and_with_one_name_taken(tmp_path):
    roster = read_users(tmp_path, [user(1, givenName=" ", familyName=""), user(2, familyName="")])
    assert [student.sourced_id for student in roster.students] == ["u2"]
    assert refused(roster) == [(2, "The name is missing.")]


def test_when_nearly_nothing_can_be_taken_one_sentence_says_so(tmp_path):
    lines = [HEADER, *["u,x"] * (findings.MAX_NOT_TAKEN + 1)]
    with pytest.raises(RosterUnreadable, match=r"The first is line 2 of users\.csv: The role is missing"):
        read_users(tmp_path, "\n".join(lines))


def test_remarks_come_to_an_end(tmp_path):
    users = [user(number, grades="9,10") for number in range(findings.MAX_NOTES + 5)]
    roster = read_users(tmp_path, users)
    assert len(roster.students) == len(users)
    assert len(roster.notes) == findings.MAX_NOTES + 1
    assert roster.notes[-1].line is None


def test_a_file_of_more_lines_than_any_roster_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(csv_lines, "MAX_LINES", 5)
    users = [user(number) for number in range(5)]
    assert len(read_users(tmp_path, users[:4]).students) == 4
    with pytest.raises(RosterUnreadable, match=r"users\.csv has more lines than any roster"):
        read_users(tmp_path, users)


# --- cells


@pytest.mark.parametrize("enabled", ["TRUE", "true", "True", "1", "yes", "Y", ""])
@pytest.mark.parametrize("status", ["active", "ACTIVE", "", " "])
def test_a_student_is_active_unless_the_status_says_otherwise(tmp_path, enabled, status):
    roster = read_users(tmp_path, [user(enabledUser=enabled, status=status)])
    assert only(roster).active
    assert roster.notes == ()


@pytest.mark.parametrize("enabled", ["FALSE", "false", "0", "no"])
def test_a_student_without_access_to_school_systems_counts_as_active_and_that_is_told(tmp_path, enabled):
    roster = read_users(tmp_path, [user(enabledUser=enabled)])
    assert only(roster).active
    ((line, text),) = noted(roster)
    assert line is None
    assert text.startswith("1 student has no access")


@pytest.mark.parametrize("status", ["tobedeleted", "ToBeDeleted", "to be deleted", "TO_BE_DELETED"])
def test_to_be_deleted_needs_nothing_but_the_id(tmp_path, status):
    blank = dict.fromkeys(("givenName", "familyName", "orgSourcedIds", "grades"), "")
    users = [user(1, status=status), user(2, status=status, **blank), user(3, status=status, role="")]
    roster = read_users(tmp_path, users)
    assert roster.not_taken == ()
    assert all(student.to_delete and not student.active for student in (*roster.students, *roster.role_unsaid))
    assert [student.sourced_id for student in roster.role_unsaid] == ["u3"]


def test_a_status_of_inactive_is_inactive(tmp_path):
    student = only(read_users(tmp_path, [user(status="Inactive")]))
    assert not student.active
    assert not student.to_delete


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2009-05-01", date(2009, 5, 1)),
        ("2009-05-01T18:25:43.511Z", date(2009, 5, 1)),
        ("2009-05-01 00:00:00", date(2009, 5, 1)),
        ("20090501", date(2009, 5, 1)),
        ("2009/5/1", date(2009, 5, 1)),
        ("05/01/2009", date(2009, 5, 1)),
        ("5/1/2009 12:00:00 AM", date(2009, 5, 1)),
        ("5-1-09", date(2009, 5, 1)),
        ("12/31/98", date(1998, 12, 31)),
        ("", None),
    ],
)
def test_iso_and_local_dates_of_birth_are_read(tmp_path, cell, day):
    roster = read_users(tmp_path, [user()], demographics=f"sourcedId,birthDate\nu1,{cell}\n")
    assert only(roster).birth_date == day
    assert roster.notes == ()


@pytest.mark.parametrize("cell", ["soon", "13/32/2009", "2009-02-30", "2009-5/1", "2026-09-15", "1899-12-31", "200911"])
def test_a_date_of_birth_that_cannot_be_is_left_out_and_told(tmp_path, cell):
    roster = read_users(tmp_path, [user()], demographics=f"userSourcedId,birthDate\nu1,{cell}\n")
    assert only(roster).birth_date is None
    ((line, text),) = noted(roster)
    assert line == 2
    assert text.startswith("The date of birth")


def test_birth_dates_are_judged_by_todays_date_when_none_is_given(tmp_path):
    read_users(tmp_path, [user()], demographics="sourcedId,birthDate\nu1,2010-01-01\n")
    assert only(oneroster.read(tmp_path / "export")).birth_date == date(2010, 1, 1)


@pytest.mark.parametrize(
    ("cell", "grade"),
    [("09", "9"), ("12", "12"), ("KG", "K"), ("PK", "PK"), ("0", "0"), ("", ""), ("Other", "Other")],
)
def test_grades_are_written_as_people_write_them(tmp_path, cell, grade):
    assert only(read_users(tmp_path, [user(grades=cell)])).grade == grade


def test_of_several_grades_the_first_is_taken_and_that_is_told(tmp_path):
    roster = read_users(tmp_path, [user(grades="09, 10,11")])
    assert only(roster).grade == "9"
    assert noted(roster) == [(2, "The line has several grades. The first was taken.")]


@pytest.mark.parametrize(
    ("cell", "school"),
    [
        ("o2,o1", "Elm Middle School"),
        ("d1, o1", "Oak High School"),
        ("nowhere;o1", "Oak High School"),
        ("d1", "Oak District"),
    ],
)
def test_of_several_organizations_the_first_school_is_taken(tmp_path, cell, school):
    roster = read_users(tmp_path, [user(orgSourcedIds=cell)])
    assert only(roster).school == school
    assert roster.notes == ()


def test_a_school_that_is_not_listed_is_told_once_and_says_nothing(tmp_path):
    roster = read_users(tmp_path, [user(1, orgSourcedIds="o9"), user(2, orgSourcedIds="o9"), user(3, orgSourcedIds="")])
    assert ["school" in student.unsaid for student in roster.students] == [True, True, True]
    ((line, text),) = noted(roster)
    assert line == 2
    assert text.startswith("The school is not in orgs.csv")


@pytest.mark.parametrize(
    "name",
    ["=HYPERLINK(1)", "@SUM(A1)", "محمد", "שרה לוי", "👩🏽‍🚀 Nova", "李小龙", "X Æ A-12", "O’Neil", "علی‌رضا"],
)
def test_unusual_names_are_kept_as_they_are(tmp_path, name):
    assert only(read_users(tmp_path, [user(givenName=name)])).given == name


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("  Ana \t María\u00a0José ", "Ana María José"),
        ("Jose\u0301", "José"),
        ("A\x07na\x1b[31m", "A na [31m"),
        ("\u202eanA\u202c", "anA"),
        ("\ufeffAna", "Ana"),
    ],
)
def test_blanks_accents_and_control_signs_are_put_in_order(tmp_path, cell, name):
    assert only(read_users(tmp_path, [user(givenName=cell)])).given == name


def test_everything_is_told_in_the_file_it_concerns(tmp_path):
    roster = read_users(
        tmp_path,
        [user()],
        orgs='sourcedId,name,type\n,Nameless,school\no1,"Oak\n',
        roles="userSourcedId,role\n,student\n",
        demographics="sourcedId,birthDate\nu1,never\nu1,2010-01-01,x\n",
    )
    assert [(line.file, line.line, line.sourced_id) for line in roster.not_taken] == [
        ("orgs.csv", 2, None),
        ("orgs.csv", 3, None),
        ("roles.csv", 2, None),
        ("demographics.csv", 3, None),
    ]
    assert ("demographics.csv", 2) in [(note.file, note.line) for note in roster.notes]


def test_the_name_of_a_school_is_no_novel(tmp_path):
    manifest = MANIFEST + "source.systemName," + "Y" * 100_000 + "\n"
    orgs = ORGS.replace("Oak High School", "X" * 100_000)
    roster = read_users(tmp_path, [user()], orgs=orgs, manifest=manifest)
    assert refused(roster) == [(2, "A name or number is far too long.")]
    assert [one.school for one in roster.students] == [""]
    assert len(roster.source) <= 60
