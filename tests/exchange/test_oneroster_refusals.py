"""A file that is no roster, or means harm, is refused with a plain sentence before it can cost time or memory."""

import io
import os
import struct
import tracemalloc
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from tests.exchange.rosters import MANIFEST, TODAY, user, users_csv, write_folder, write_zip
from wellnessdesk.domain.roster import RosterUnreadable
from wellnessdesk.exchange import archive, csv_lines, csv_table, oneroster, oneroster_lookups
from wellnessdesk.exchange.findings import Findings

USERS = users_csv(user())


def refusal(path):
    """The sentence a path is refused with."""
    with pytest.raises(RosterUnreadable) as told:
        oneroster.read(path, today=TODAY)
    return str(told.value)


def test_a_path_where_nothing_is(tmp_path):
    assert refusal(tmp_path / "gone.zip").startswith("gone.zip is not there any more.")


@pytest.mark.parametrize("name", ["r.zip", "r.csv", "r"])
def test_an_empty_file(tmp_path, name):
    (tmp_path / name).touch()
    assert refusal(tmp_path / name) == f"{name} is empty. Export the roster again."


@pytest.mark.parametrize("content", [b"hello", b"\x89PNG\r\n\x1a\n", b"%PDF-1.7", b"PK"])
def test_a_file_of_another_kind(tmp_path, content):
    (tmp_path / "r.zip").write_bytes(content)
    assert "neither a zip file, nor a folder, nor a CSV or Excel file" in refusal(tmp_path / "r.zip")


def test_a_csv_that_is_no_text_at_all(tmp_path):
    (tmp_path / "r.csv").write_bytes(bytes(range(256)) * 100)
    assert "lacks what a roster needs" in refusal(tmp_path / "r.csv")


def test_a_pipe_does_not_keep_us_waiting(tmp_path):
    os.mkfifo(tmp_path / "r.csv")
    assert "is not a roster" in refusal(tmp_path / "r.csv")


def test_a_file_this_account_may_not_read(tmp_path, monkeypatch):
    path = write_zip(tmp_path / "r.zip", {"users.csv": USERS})

    def forbid(*_args, **_more):  # root may read everything, so the bits of the file would not do
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", forbid)
    assert refusal(path) == "This account may not read r.zip."


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that fails to be read, as Linux has")
def test_a_drive_that_fails(tmp_path):
    folder = write_folder(tmp_path / "f", {"manifest.csv": MANIFEST})
    (folder / "users.csv").symlink_to("/proc/self/mem")
    assert refusal(folder) == "users.csv could not be read. It may be damaged, or its drive was removed."


def test_a_zip_or_folder_without_users(tmp_path):
    assert "There is no users.csv in r.zip." in refusal(write_zip(tmp_path / "r.zip", {"orgs.csv": "x"}))
    assert "There is no users.csv in f." in refusal(write_folder(tmp_path / "f", {"notes.txt": "x"}))
    assert "There is no users.csv in e.zip." in refusal(write_zip(tmp_path / "e.zip", {}))


def test_a_users_file_without_anything(tmp_path):
    for content in ("", "\n \n,,,\n", "\ufeff"):
        path = write_zip(tmp_path / "r.zip", {"users.csv": content})
        assert refusal(path) == "users.csv is empty. Export the roster again."


def test_two_rosters_in_one(tmp_path):
    both = {"a/users.csv": USERS, "b/users.csv": USERS}
    assert "more than one roster" in refusal(write_zip(tmp_path / "r.zip", both))
    twice = {"Users.csv": USERS, "users.csv": USERS}
    assert "more than one roster" in refusal(write_zip(tmp_path / "r.zip", twice))


@pytest.mark.parametrize(
    "name",
    ["../users.csv", "a/../../users.csv", "/etc/users.csv", "..\\users.csv", "C:\\users.csv", "a/../x/", "\\\\h\\x"],
)
def test_a_path_that_climbs_out_of_the_zip(tmp_path, name):
    path = write_zip(tmp_path / "r.zip", {"users.csv": USERS, name: "x"})
    assert "wants to lie outside of it" in refusal(path)
    assert list(tmp_path.rglob("*")) == [path]


def _patched(path, offset, code):
    """The zip with a field of each local header and directory entry replaced (its place in the latter is later)."""
    data = bytearray(path.read_bytes())
    for mark, shift in ((b"PK\x03\x04", 0), (b"PK\x01\x02", 2)):
        place = data.find(mark)
        while place >= 0:
            data[place + offset + shift : place + offset + shift + len(code)] = code
            place = data.find(mark, place + 4)
    path.write_bytes(data)
    return path


def test_a_zip_with_a_password(tmp_path):
    path = _patched(write_zip(tmp_path / "r.zip", {"users.csv": USERS}), 6, b"\x01\x00")
    assert refusal(path) == "r.zip is locked with a password. Unpack it first, then choose the folder."


def test_a_zip_packed_in_an_unusual_way(tmp_path):
    with zipfile.ZipFile(tmp_path / "r.zip", "w", zipfile.ZIP_LZMA) as made:
        made.writestr("users.csv", USERS)
    assert "packed in an unusual way" in refusal(tmp_path / "r.zip")


def test_a_zip_bomb_is_known_by_its_ratio(tmp_path):
    path = write_zip(tmp_path / "r.zip", {"users.csv": USERS + "\0" * (2 * archive.RATIO_COUNTS_FROM)})
    assert refusal(path) == "users.csv is far too large for a roster. Check that it is the right file."


def test_a_bomb_among_files_nobody_reads_does_no_harm(tmp_path):
    files = {"users.csv": USERS, "lineItems.csv": "\0" * (2 * archive.RATIO_COUNTS_FROM)}
    assert len(oneroster.read(write_zip(tmp_path / "r.zip", files), today=TODAY).students) == 1


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path, monkeypatch):
    files = {"users.csv": USERS}
    monkeypatch.setattr(archive, "MAX_FILE_BYTES", len(USERS))
    for path in (write_zip(tmp_path / "r.zip", files), write_folder(tmp_path / "f", files)):
        assert len(oneroster.read(path, today=TODAY).students) == 1
    monkeypatch.setattr(archive, "MAX_FILE_BYTES", len(USERS) - 1)
    for path in (tmp_path / "r.zip", tmp_path / "f", tmp_path / "f" / "users.csv"):
        assert "far too large" in refusal(path)


def test_a_file_of_two_gigabytes_is_refused_at_once(tmp_path):
    with (tmp_path / "r.csv").open("wb") as sparse:
        sparse.truncate(2 * 2**30)
    assert "far too large" in refusal(tmp_path / "r.csv")


def test_a_file_that_grows_while_it_is_read_stops_at_the_limit(tmp_path, monkeypatch):
    folder = write_folder(tmp_path / "f", {"manifest.csv": MANIFEST, "users.csv": USERS})
    monkeypatch.setattr(archive, "MAX_FILE_BYTES", 300_000)

    class Grower:
        def report(self, done, total):
            (folder / "users.csv").write_text(USERS + "\n" * 400_000)

        def check_cancelled(self):
            """Nobody cancels."""

    with pytest.raises(RosterUnreadable, match="far too large"):
        oneroster.read(folder, Grower(), today=TODAY)


def test_a_zip_that_lies_about_its_size_is_damaged_not_obeyed(tmp_path):
    path = write_zip(tmp_path / "r.zip", {"users.csv": USERS * 100})
    assert refusal(_patched(path, 22, struct.pack("<I", 300))) == (
        "users.csv is damaged. Copy it again, or ask for a new export."
    )


def test_far_too_many_files(tmp_path):
    files = {f"{number}.csv": "" for number in range(archive.MAX_MEMBERS)}
    assert "far too many files" in refusal(write_zip(tmp_path / "r.zip", {**files, "users.csv": USERS}))


def test_a_directory_that_would_fill_the_memory_is_not_even_read(tmp_path):
    with zipfile.ZipFile(tmp_path / "r.zip", "w") as made:
        made.writestr("users.csv", USERS)
        for number in range(archive.MAX_READ_AT_ONCE // 1000):
            made.writestr(f"{number}-" + "x" * 1000, "")
    tracemalloc.start()
    told = refusal(tmp_path / "r.zip")
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert told.startswith("r.zip holds far too many files")
    assert peak < 4 * archive.MAX_READ_AT_ONCE


def test_a_file_without_a_name_is_passed_by(tmp_path):
    path = write_zip(tmp_path / "r.zip", {"users.csv": USERS, "qqqq": ""})
    path.write_bytes(path.read_bytes().replace(b"qqqq", b"\0qqq"))
    assert len(oneroster.read(path, today=TODAY).students) == 1


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_zip_that_was_cut_off(tmp_path, share):
    path = write_zip(tmp_path / "r.zip", {"users.csv": USERS})
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    assert refusal(path) == "r.zip is damaged. Copy it again, or ask for a new export."


def test_a_zip_with_damaged_content(tmp_path):
    path = write_zip(tmp_path / "r.zip", {"users.csv": users_csv(*(user(number) for number in range(500)))})
    data = bytearray(path.read_bytes())
    data[200:260] = bytes(60)
    path.write_bytes(data)
    assert "users.csv is damaged" in refusal(path)


def test_a_spreadsheet_is_told_what_to_choose_instead(tmp_path):
    sheet = write_zip(tmp_path / "students.xlsx", {"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"})
    assert "Choose a OneRoster export" in refusal(sheet)


@pytest.mark.parametrize(("name", "head", "line"), [
    ("users.csv", "sourcedId,role,givenName,familyName", "u{n},student,A,B"),
    ("orgs.csv", "sourcedId,name,type", "o{n},Oak,school"), ("roles.csv", "userSourcedId,role", "u{n},student"),
    ("demographics.csv", "sourcedId,birthDate", "u{n},2010-01-01")])
def test_a_table_with_more_lines_than_there_are_people_is_refused_early(name, head, line):
    tables = {table.name: table for table in (oneroster.USERS, *oneroster_lookups.TABLES)}
    assert tables[name].most < csv_lines.MAX_LINES
    few = replace(tables[name], most=3)
    lines = "\n".join([head, *(line.format(n=n) for n in range(4))])
    with pytest.raises(RosterUnreadable, match=f"{name} has more lines than any roster"):
        list(csv_table.CsvTable(io.BufferedReader(io.BytesIO(lines.encode())), few, name, Findings()))
