"""Any CSV or Excel table of students: its headers recognized, its lines read as a mapping says."""

import time
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.exchange.rosters import TODAY, noted, refused, user, users_csv
from tests.exchange.test_oneroster_fuzz import _holds, _traced
from tests.exchange.workbooks import as_excel_writes, repacked, workbook
from wellnessdesk.base.progress import Cancelled
from wellnessdesk.domain.caregivers import RosterCaregiver, Tie
from wellnessdesk.domain.roster import KnownStudent, RosterKind, RosterUnreadable, plan
from wellnessdesk.domain.sheet_mapping import FACTS, SheetMapping, fact_label, remember, remembered
from wellnessdesk.exchange import sheet_roster, sheets
from wellnessdesk.exchange.findings import Findings
from wellnessdesk.services import roster_check

AERIES = ("STU.SC,STU.ID,STU.LN,STU.FN,STU.MN,STU.GR,STU.BD,STU.PG,STU.TL,STU.PEM,STU.CL,STU.TG,STU.NA\n"
          "20,100234,Núñez,José,,9,05/04/2011,Rosa Núñez,(805) 555-0100,rosa@example.org,Spanish,,x\n"
          "20,100235,O'Neil,Anna,Mary,10,2010-03-14,,,,English,I,x\n")
POWERSCHOOL = ("Student_Number\tLast_Name\tFirst_Name\tGrade_Level\tDOB\tEnroll_Status\tStudent_Web_Password\t"
               "SchoolID\n"
               "7001\tTran\tMinh\t11\t1/2/2010\t0\thunter2\t3\n7002\tBrown\tAaliyah\t12\t1/2/2009\t2\thunter3\t3\n")
CAMPUS = ("student.studentNumber,student.lastName,student.firstName,student.nickname,student.grade,student.birthdate,"
          "sch.name,contacts.relationship\n5501,Wójcik,Łukasz,Luke,12,2008-12-01,Oak High School,\n")
ENGLISH = ("Student ID,Name,Grade,Guardian 1 Name,Guardian 1 Phone,Guardian 1 Relationship,Guardian 2 Name\n"
           "1,\"García, Zoë Ana\",K,Ana García,555,Mother,Luis García\n2,Bo Li,10,,,,\n")


def look(path):
    with sheets.opened(path, Findings()) as sheet:
        return sheet.header


def written(folder, text, name="students.csv"):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def read(folder, text, **more):
    path = written(folder, text)
    mapping = more.pop("mapping", None) or sheets.recognized(look(path))
    return sheet_roster.read(path, mapping, today=TODAY, **more)


def test_an_export_of_aeries_is_read_as_it_comes(tmp_path):
    roster = read(tmp_path, AERIES)
    jose, anna = roster.students
    assert (jose.student_number, jose.given, jose.family, jose.grade, jose.birth_date, jose.school, jose.active) == (
        "100234", "José", "Núñez", "9", date(2011, 5, 4), "20", True)
    assert (anna.middle, anna.active) == ("Mary", False)
    assert roster.caregivers.caregivers == (RosterCaregiver(
        sourced_id="number:100234#1", given="Rosa", family="Núñez", phone="(805) 555-0100", email="rosa@example.org",
        language="es", unsaid=frozenset({"sms"})),)
    assert roster.caregivers.ties == (Tie("number:100234", "number:100234#1"),)
    assert refused(roster) == noted(roster) == []


def test_an_export_of_powerschool_is_read_and_its_passwords_are_not(tmp_path):
    roster = read(tmp_path, POWERSCHOOL)
    assert [(one.given, one.grade, one.active) for one in roster.students] == [
        ("Minh", "11", True), ("Aaliyah", "12", False)]
    assert "hunter" not in repr(roster)
    assert "Student_Web_Password" not in sheets.recognized(look(written(tmp_path, POWERSCHOOL))).columns.values()


def test_an_export_of_infinite_campus_is_read(tmp_path):
    (student,) = read(tmp_path, CAMPUS).students
    assert (student.given, student.preferred_given, student.school) == ("Łukasz", "Luke", "Oak High School")


def test_names_in_one_cell_are_parted_and_two_caregivers_taken(tmp_path):
    roster = read(tmp_path, ENGLISH)
    assert [(one.given, one.family, one.grade) for one in roster.students] == [("Zoë Ana", "García", "K"),
                                                                              ("Bo", "Li", "10")]
    assert [(one.given, one.phone) for one in roster.caregivers.caregivers] == [("Ana", "555"), ("Luis", "")]
    assert roster.caregivers.ties[0].relation == "mother"


def test_a_title_above_the_header_is_passed_over(tmp_path):
    roster = read(tmp_path, "Oak High School\nStudents as of 9/14/2026\n\n" + ENGLISH)
    assert len(roster.students) == 2


def test_a_student_on_several_lines_has_several_caregivers(tmp_path):
    roster = read(tmp_path, "Student ID,First Name,Last Name,Contact Name,Contact Phone\n"
                            "1,Bo,Li,Mei Li,1\n1,Bo,Li,Jun Li,2\n1,Bo,Li,Mei Li,3\n1,Al,Ho,X Y,4\n")
    assert len(roster.students) == 1
    assert [one.given for one in roster.caregivers.caregivers] == ["Mei", "Jun"]
    assert refused(roster) == [(5, "The number is that of line 2, which was taken.")]


def test_caregivers_of_one_student_may_stand_far_apart(tmp_path):
    others = "".join(f"{n},N,F{n},P{n} F{n},{n}\n" for n in range(100, 140))
    roster = read(tmp_path, "Student ID,First Name,Last Name,Contact Name,Contact Phone\n"
                            f"1,Bo,Li,Mei Li,1\n{others}1,Bo,Li,Jun Li,2\n")
    mine = [tie.caregiver for tie in roster.caregivers.ties if tie.student == "number:1"]
    assert [one.given for one in roster.caregivers.caregivers if one.sourced_id in mine] == ["Mei", "Jun"]
    assert len(mine) == 2


def test_a_student_with_a_crowd_of_caregivers_has_the_first_of_them(tmp_path):
    crowd = "".join(f"1,Bo,Li,P{n} F,{n}\n" for n in range(25))
    roster = read(tmp_path, f"Student ID,First Name,Last Name,Contact Name,Contact Phone\n{crowd}")
    assert len(roster.caregivers.caregivers) == 20
    assert noted(roster)[0] == (22, "The student has far too many caregivers. This one was left out.")


@pytest.mark.parametrize("above", ["Roster of Oak High\n\n", "Oak High, as of 9/1/2026, all grades\n", "sep=;\n"])
def test_a_title_above_the_header_does_not_hide_the_sign_between_cells(tmp_path, above):
    roster = read(tmp_path, f'{above}Student ID;Last, First;Grade\n1;"Núñez, José";9\n2;"Li, Bo";10\n')
    assert [(one.given, one.family) for one in roster.students] == [("José", "Núñez"), ("Bo", "Li")]


def test_what_keeps_excel_from_taking_zeros_away_is_no_part_of_a_cell(tmp_path):
    roster = read(tmp_path, 'Student ID,First Name,Last Name,DOB\n="00123",="Bo",Li,="2011-01-02"\n')
    (bo,) = roster.students
    assert (bo.student_number, bo.given, bo.birth_date) == ("00123", "Bo", date(2011, 1, 2))
    assert noted(roster) == []


def test_a_name_of_signs_that_nobody_sees_is_none(tmp_path):
    roster = read(tmp_path, "Student ID,First Name,Last Name\n1,\u200b,\u2060\u200d\n2,\u200bBo\u00ad,\u200fLi\n"
                            "3,\U0001f468\u200d\U0001f469,X\n")
    assert refused(roster) == [(2, "The name is missing.")]
    assert [one.given for one in roster.students] == ["Bo", "\U0001f468\u200d\U0001f469"]


def test_lines_that_cannot_be_taken_are_told(tmp_path):
    roster = read(tmp_path, "Student ID,First Name,Last Name,DOB\n,Bo,Li,\n2,,,\n3,Al,Ho,1/1/2030\n4,Su,Ng,,,extra\n"
                            f"5,{'x' * 300},Y,\n6,=1+1,Z,\n")
    assert refused(roster) == [
        (2, "The student number is missing."), (3, "The name is missing."),
        (5, "The line has more cells than the header, perhaps from a comma without quotation marks."),
        (6, "A name or number is far too long.")]
    assert [line for line, _text in noted(roster)] == [4, 7]
    assert [one.given for one in roster.students] == ["Al", "=1+1"]


def test_only_the_first_lines_are_read_for_a_sample(tmp_path):
    text = "Student ID,First Name,Last Name\n" + "".join(f"{n},A,B\n" for n in range(50))
    assert len(read(tmp_path, text, lines=10).students) == 10


def test_a_table_of_some_students_makes_nobody_inactive(tmp_path):
    path = written(tmp_path, ENGLISH)
    mapping = sheets.recognized(look(path))
    partly = SheetMapping(mapping.columns, whole=False)
    assert sheet_roster.read(path, partly, today=TODAY).kind is RosterKind.DELTA
    assert sheet_roster.read(path, mapping, today=TODAY).kind is RosterKind.BULK


def test_without_a_number_or_a_name_nothing_can_be_read(tmp_path):
    path = written(tmp_path, "Favorite color,Shoe size\nred,41\n")
    mapping = sheets.recognized(look(path))
    assert mapping.columns == {}
    with pytest.raises(RosterUnreadable, match=r"students.csv are these: Student number, First name, Last name"):
        sheet_roster.read(path, mapping, today=TODAY)


def test_one_table_after_another_changes_nothing_and_the_roster_id_stays(tmp_path):
    roster = read(tmp_path, ENGLISH)
    known = [KnownStudent(id=n, sourced_id=f"sis-{n}", student_number=one.student_number, given=one.given,
                          family=one.family, grade=one.grade) for n, one in enumerate(roster.students)]
    preview = plan(known, roster)
    assert (preview.adds, preview.changes, preview.becoming_inactive) == ((), (), ())


@pytest.mark.parametrize(("name", "text", "sheet"), [
    ("a.csv", users_csv(user()), False), ("a.csv", ENGLISH, True), ("a.tsv", POWERSCHOOL, True),
    ("a.zip", b"PK", False), ("a.xlsx", b"no workbook", False), ("a.csv", b"", False)])
def test_a_table_is_told_from_a_oneroster_export(tmp_path, name, text, sheet):
    path = written(tmp_path, text, name)
    if text == b"":
        with pytest.raises(RosterUnreadable):
            sheets.is_sheet(path)
    else:
        assert sheets.is_sheet(path) is sheet
    assert not sheets.is_sheet(tmp_path)


def test_headers_are_recognized_however_they_are_written():
    header = ("[1]Student_Number", "FRIST NAME", "last-name", "Pref. First Name", "Date Of Birth", "Student Email",
              "Counselor Name", "Teacher", "grade level")
    assert sheets.recognized(header).columns == {
        "student_number": "[1]Student_Number", "given": "FRIST NAME", "family": "last-name",
        "preferred_given": "Pref. First Name", "birth_date": "Date Of Birth", "grade": "grade level"}


def test_columns_of_one_name_and_of_none_are_told_apart(tmp_path):
    assert look(written(tmp_path, "Name,,Name,ID,\n1,2,3,4,5\n")) == ("Name", "Column 2", "Name (2)", "ID", "Column 5")


def test_every_fact_has_a_name_and_headers_to_be_known_by():
    assert all(fact_label(fact) for fact in FACTS)
    assert set(sheets._aliases()) == set(FACTS)
    assert len({fact_label(fact) for fact in FACTS}) == len(FACTS)


def test_a_mapping_is_remembered_for_files_of_its_kind():
    header = ("A", "B", "C")
    kept = remember(None, header, SheetMapping({"student_number": "B", "full_name": "A"}, whole=False))
    assert remembered(kept, header) == SheetMapping({"student_number": "B", "full_name": "A"}, whole=False)
    assert remembered(kept, ("B", "A", "D")) is not None, "all its columns are there"
    assert remembered(kept, ("A", "C")) is None
    again = remember(kept, header, SheetMapping({"student_number": "C"}))
    assert len(again) == 1
    for number in range(40):
        again = remember(again, (str(number),), SheetMapping())
    assert len(again) == 12


@pytest.mark.parametrize("spoiled", [None, 7, "x", {}, [1], [{"header": 1, "columns": {}}], [{"header": []}]])
def test_a_spoiled_memory_is_none(spoiled):
    assert remembered(spoiled, ("A",)) is None


def test_an_excel_workbook_is_read_like_a_csv_file(tmp_path):
    header = ("Student ID", "First Name", "Last Name", "Grade", "Birthdate", "Home Phone")
    path = workbook(tmp_path / "r.xlsx", header, (100234, "José", "Núñez", 9, datetime(2011, 5, 4), None),  # noqa: DTZ001
                    (), (100235.0, "Łukasz", "Wójcik", "10", "3/14/2010", "#N/A"), title_rows=[("Oak High",), ()])
    assert sheets.is_sheet(path)
    roster = sheet_roster.read(path, sheets.recognized(look(path)), today=TODAY)
    assert [(one.student_number, one.given, one.grade, one.birth_date) for one in roster.students] == [
        ("100234", "José", "9", date(2011, 5, 4)), ("100235", "Łukasz", "10", date(2010, 3, 14))]
    assert roster.caregivers.caregivers == ()
    assert refused(roster) == []


def test_a_line_of_a_workbook_is_told_by_its_row(tmp_path):
    path = workbook(tmp_path / "r.xlsx", ("Student ID", "First Name", "Last Name"), (), (None, "Bo", "Li"))
    assert refused(sheet_roster.read(path, sheets.recognized(look(path)), today=TODAY)) == [
        (3, "The student number is missing.")]


def test_the_sheet_of_the_students_is_read_whatever_stands_before_it(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Student ID", "First Name", "Last Name", "what was hidden"])
    book.active.append([9, "No", "Body"])
    book.active.sheet_state = "hidden"
    book.create_sheet("Cover").append(["Report of 9/1/2026, all grades"])
    students = book.create_sheet("Students")
    for row in (["Student ID", "First Name", "Last Name"], [1, "Bo", "Li"]):
        students.append(row)
    book.active = 1
    book.save(tmp_path / "r.xlsx")
    found = roster_check.check(tmp_path / "r.xlsx")
    assert [(one.given, one.family) for one in found.students] == [("Bo", "Li")]


def cells(path):
    with sheets.opened(path, Findings()) as sheet:
        return [sheet.header, *((record.line, *record.cells) for record in sheet)]


def test_cells_that_name_their_texts_by_number_are_read_as_excel_shows_them(tmp_path):
    texts = ("<t>Student ID</t>", "<t>Name</t>", "<t>Born</t>",
             '<r><t>Núñez, </t></r><r><t xml:space="preserve">Jo </t></r>', "<t>田中</t><rPh><t>タナカ</t></rPh>",
             "<t/>")
    heads = "".join(f'<c r="{letter}2" t="s"><v>{number}</v></c>' for number, letter in enumerate("ABC"))
    path = as_excel_writes(tmp_path / "r.xlsx", (
        f'<row r="2">{heads}</row>'
        '<row r="3"><c r="A3"><v>100234</v></c><c r="B3" t="s"><v>3</v></c><c r="C3" s="1"><v>40667</v></c></row>'
        '<row><c><v>1.00235E5</v></c><c t="s"><v>4</v></c><c t="d"><v>2011-05-04T00:00:00</v></c></row>'
        '<row r="9"><c r="A9" t="str"><f>A1</f><v>7</v></c><c r="C9" t="e"><v>#N/A</v></c>'
        '<c r="D9" t="b"><v>1</v></c></row>'
        '<row r="10"><c r="B10" t="s"><v>5</v></c><c r="C10" s="1"><v>1e300</v></c></row>'), texts)
    assert cells(path) == [
        ("Student ID", "Name", "Born"), (3, "100234", "Núñez, Jo ", "2011-05-04"), (4, "100235", "田中", "2011-05-04"),
        (9, "7", "", "", "True")]


@pytest.mark.parametrize("cell", [
    '<c t="s"><v>1</v></c>', '<c t="s"><v>-1</v></c>', '<c><v>many</v></c>', '<c r="ÅÄ1"><v>1</v></c>',
    '<c r="AAAA1"><v>1</v></c>'])
def test_cells_that_cannot_be_are_a_damaged_file(tmp_path, cell):
    path = as_excel_writes(tmp_path / "r.xlsx", f"<row>{cell}</row>", ["<t>Student ID</t>"])
    with pytest.raises(RosterUnreadable, match="damaged"):
        look(path)


@pytest.mark.parametrize("number", ["-1", "½", "x", "1.5"])
def test_rows_that_cannot_be_are_a_damaged_file(tmp_path, number):
    path = as_excel_writes(tmp_path / "r.xlsx", f'<row r="{number}"><c><v>1</v></c></row>')
    with pytest.raises(RosterUnreadable, match="damaged"):
        look(path)


class Watch:
    """Counts what it is told, and asks to stop after so many questions."""

    def __init__(self, patience):
        self.patience, self.told = patience, []

    def report(self, done, total):
        self.told.append((done, total))

    def check_cancelled(self):
        self.patience -= 1
        if self.patience < 0:
            raise Cancelled


LONG = ['<row><c t="inlineStr"><is><t>Student ID</t></is></c><c t="inlineStr"><is><t>Name</t></is></c></row>',
        *(f'<row><c><v>{number}</v></c><c t="inlineStr"><is><t>Bo Li {number}</t></is></c></row>'
          for number in range(20_000))]


@pytest.mark.parametrize("patience", [0, 4, 8, 20])
def test_reading_a_workbook_can_be_stopped_at_any_moment(tmp_path, patience):
    path = as_excel_writes(tmp_path / "r.xlsx", "".join(LONG), [f"<t>{number}</t>" for number in range(30_000)])
    mapping = SheetMapping({"student_number": "Student ID", "full_name": "Name"})
    with pytest.raises(Cancelled):
        sheet_roster.read(path, mapping, Watch(patience), today=TODAY)


def test_reading_a_workbook_tells_how_far_it_is(tmp_path):
    path = as_excel_writes(tmp_path / "r.xlsx", "".join(LONG))
    watch = Watch(10_000)
    roster = sheet_roster.read(path, SheetMapping({"student_number": "Student ID", "full_name": "Name"}), watch,
                               today=TODAY)
    assert len(roster.students) == 20_000
    assert watch.told == sorted(watch.told)
    assert watch.told[-1] == (100, 100)
    assert len({done for done, _total in watch.told}) > 10


def test_a_first_look_does_not_wait_for_the_end_of_a_workbook(tmp_path):
    path = as_excel_writes(tmp_path / "r.xlsx", "".join(LONG))
    watch = Watch(10_000)
    with sheets.opened(path, Findings(), watch) as sheet:
        assert sheet.header == ("Student ID", "Name")
    assert watch.told[-1][0] < 20


def _sheet(rows):
    return ('<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            f"<sheetData>{rows}</sheetData></worksheet>")


MEAN_BOOKS = {
    "bomb": {"strings": b"<sst>" + b" " * 30_000_000},
    "doctype": {"sheet": '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><worksheet/>'},
    "no xml": {"sheet": "hello"},
    "gap": {"sheet": _sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>ID</t></is></c></row>'
                            '<row r="1048576"><c r="A1048576"><v>1</v></c></row>')},
    "wide": {"sheet": _sheet("".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, 500)))},
    "odd cells": {"sheet": _sheet('<row r="1"><c r="A1" t="s"><v>99</v></c><c r="?" t="zz"><v>x</v></c></row>')},
    "book": {"book": "<workbook/>"},
    "one endless row": {"sheet": _sheet('<row r="1">' + "<c><v>1</v></c>" * 200_000 + "</row>")},
    "one endless cell": {"sheet": _sheet('<row><c t="inlineStr"><is><t>' + "x y " * 500_000 + "</t></is></c></row>")},
    "much beside the rows": {"sheet": _sheet("<row/>" + "<row/><x/>" * 250_000)},
    "links": {"xl/worksheets/_rels/sheet1.xml.rels": b"<Relationships>" + b"<Relationship/>" * 250_000},
    "sheets": {"book": "<workbook><sheets>" + "<sheet/>" * 20_000 + "</sheets></workbook>"},
    "doctype in utf-16": {"sheet": '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a><worksheet/>'.encode("utf-16")},
    "styles": {"xl/styles.xml": b"<styleSheet>" + b" " * 5_000_000},
}


@pytest.mark.parametrize("members", MEAN_BOOKS.values(), ids=MEAN_BOOKS.keys())
def test_mean_workbooks_are_refused_or_read_and_take_little(tmp_path, members):
    path = workbook(tmp_path / "r.xlsx", ("ID", "Name"), (1, "Bo Li"))
    repacked(path, **members)

    def reading(path, today):
        return sheet_roster.read(path, SheetMapping({"student_number": "ID", "full_name": "Name"}), today=today)

    _holds(reading, path, path.read_bytes())
    _traced(_holds)(reading, path, path.read_bytes())


@pytest.mark.parametrize("key", ["one endless row", "one endless cell", "much beside the rows", "sheets",
                                 "doctype in utf-16"])
def test_a_part_that_would_fill_the_memory_is_refused_before_it_is_kept(tmp_path, key):
    path = workbook(tmp_path / "r.xlsx", ("Student ID", "Name"), (1, "Bo Li"))
    repacked(path, **MEAN_BOOKS[key])
    with pytest.raises(RosterUnreadable, match=r"far too large for a roster|r\.xlsx is damaged"):
        roster_check.check(path)


@pytest.mark.parametrize(("name", "content", "told"), [
    ("r.xls", b"\xd0\xcf\x11\xe0" * 99, "r.xls is an old Excel file"),
    ("r.csv", b"\xd0\xcf\x11\xe0" * 99, "r.csv is an old Excel file"),
    ("r.xls", b"<html><table>", "no Excel file inside"), ("r.xlsx", b"Student ID,Name", "no Excel file inside")])
def test_what_is_no_workbook_is_told_how_to_become_one(tmp_path, name, content, told):
    with pytest.raises(RosterUnreadable, match=told) as refusal:
        roster_check.check(written(tmp_path, content, name))
    assert "save it as XLSX or CSV" in str(refusal.value)


@pytest.mark.parametrize("text", [users_csv(), "Student ID,First Name,Last Name\n", users_csv(user(role="teacher"))])
def test_a_full_roster_without_a_student_is_not_taken_at_its_word(tmp_path, text):
    with pytest.raises(RosterUnreadable, match="it would make every student inactive"):
        roster_check.check(written(tmp_path, text))


def test_a_misspelled_users_file_is_no_table_of_another_kind(tmp_path):
    path = written(tmp_path, "sourceId,role,givenName,familyName\nu1,student,Bo,Li\n")
    assert [one.sourced_id for one in roster_check.check(path).students] == ["u1"]
    assert sheets.is_sheet(written(tmp_path, "Source ID,First Name,Last Name\n1,Bo,Li\n"))


@pytest.mark.parametrize("name", ["r.csv", "r.xlsx", "r.zip"])
def test_a_file_of_two_gigabytes_is_refused_at_once(tmp_path, name):
    with (tmp_path / name).open("wb") as sparse:
        sparse.write(b"PK\x03\x04" if name != "r.csv" else b"Student ID,Name\n")
        sparse.truncate(2 * 2**30)
    began = time.process_time()
    with pytest.raises(RosterUnreadable):
        roster_check.check(tmp_path / name)
    assert time.process_time() - began < 1


def test_a_workbook_whose_parts_climb_out_writes_nothing(tmp_path):
    path = workbook(tmp_path / "r.xlsx", ("ID", "Name"), (1, "Bo Li"))
    repacked(path, **{"../evil.csv": b"x"})
    before = set(tmp_path.parent.rglob("*"))
    assert len(roster_check.check(path).students) == 1
    assert set(tmp_path.parent.rglob("*")) == before


_CELL = st.sampled_from(["", '"', "\n", "\0", ",", "Student ID", "First Name", "Last Name", "Núñez, José", "=1+1"])
_TEXTS = st.lists(st.lists(_CELL | st.text(max_size=8), max_size=9).map(",".join), max_size=9).map("\n".join)


def _as_recognized(path, today):
    return sheet_roster.read(path, sheets.recognized(look(path)), today=today)


def _any_mapping(path, today):
    header = look(path)
    columns = dict(zip(FACTS, (*header, *header, *header), strict=False))
    return sheet_roster.read(path, SheetMapping(columns), today=today)


@pytest.mark.parametrize("reader", [_as_recognized, _any_mapping])
def test_any_bytes_in_a_table_give_a_roster_or_a_refusal(tmp_path, reader):
    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), print_blob=False)
    @given(_TEXTS.map(str.encode) | st.binary(max_size=400))
    def holds(content):
        _holds(reader, tmp_path / "r.csv", content)

    _traced(holds)()


def test_any_bytes_in_a_workbook_give_a_roster_or_a_refusal(tmp_path):
    whole = workbook(tmp_path / "whole.xlsx", ("Student ID", "Name"), (1, "Bo Li"), (2, "Al Ho")).read_bytes()

    @settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), print_blob=False)
    @given(st.integers(0, len(whole)), st.binary(max_size=6), st.integers(0, 40))
    def holds(place, put_in, taken):
        _holds(_as_recognized, tmp_path / "r.xlsx", whole[:place] + put_in + whole[place + taken :])

    _traced(holds)()
