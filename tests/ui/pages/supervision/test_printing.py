"""The agenda on paper: a file under a sensible name, whole or not at all, and nobody's name in it."""

import subprocess

import pytest

from tests.support import NAMES, STUDENTS
from wellnessdesk.domain.people import Role
from wellnessdesk.store import audit
from wellnessdesk.ui.kit import messages


@pytest.fixture
def at(supervision_page, tmp_path):
    """An agenda of a flag and a note, and a folder to print to."""
    here = supervision_page
    here.flag("nun")
    here.note("woj")
    here.click("supervision.build")
    here.file = tmp_path / "out" / "agenda.pdf"
    here.file.parent.mkdir()
    here.page.choose_file = lambda _proposal: here.file
    return here


def read(file):
    return subprocess.run(["pdftotext", "-layout", file, "-"], check=True, capture_output=True, text=True).stdout


def test_the_pdf_has_initials_only(at):
    at.click("supervision.print")

    text = read(at.file)
    for given, family, _grade in STUDENTS:
        assert family not in text
        assert given not in text
    assert NAMES[Role.PEER] not in text
    assert "J. N. · F-" in text
    assert "Ł. W. · S-" in text
    assert "Note to review, by P. P." in text


def test_the_foot_has_page_number_center_date_and_audit_head(at):
    at.click("supervision.print")

    with at.desk.reading() as tx:
        head = audit.head(tx).short()
    text = read(at.file)
    for part in ("Page 1 of 1", "Oak Wellness Center", "Sep 14, 2026", head, "Oak High School", "Demo center"):
        assert part in text


def test_where_it_is_is_said_and_the_folder_can_be_opened(at):
    opened = []
    at.page.open_folder = opened.append

    at.click("supervision.print")
    assert str(at.file) in at.texts()
    at.click("supervision.open_folder")

    assert opened == [at.file.parent]


def test_thinking_better_of_it_writes_nothing(at):
    at.page.choose_file = lambda _proposal: None

    at.click("supervision.print")

    assert list(at.file.parent.iterdir()) == []
    assert not at.shows("supervision.open_folder")


def test_a_folder_that_vanished_is_told_and_leaves_nothing_behind(at):
    at.file.parent.rmdir()

    with messages.answering() as shown:
        at.click("supervision.print")

    assert "could not be saved there" in shown[0]
    assert not at.file.parent.exists()
    assert not at.shows("supervision.open_folder")


def test_a_file_that_cannot_be_replaced_stays_as_it_was_and_no_draft_is_left(at):
    at.file.mkdir()  # no file can take its place, whoever runs this

    with messages.answering() as shown:
        at.click("supervision.print")

    assert "could not be saved there" in shown[0]
    assert [path.name for path in at.file.parent.iterdir()] == ["agenda.pdf"]


def test_printing_again_replaces_the_file(at):
    at.click("supervision.print")
    first = at.file.read_bytes()
    at.page.build()
    at.write("supervision.own", "Room for October")
    at.click("supervision.add")

    at.click("supervision.print")

    assert at.file.read_bytes() != first
    assert "Room for October" in read(at.file)


def test_only_the_person_who_printed_it_can_read_the_file(at):
    at.click("supervision.print")

    assert at.file.stat().st_mode & 0o077 == 0


def test_the_file_is_named_after_its_week(at):
    proposed = []
    at.page.choose_file = proposed.append

    at.click("supervision.print")

    assert proposed == ["Supervision agenda 2026-09-14"]
