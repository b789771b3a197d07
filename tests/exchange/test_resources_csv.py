"""The directory as CSV: there and back, in spreadsheets, from other people's lists."""

import csv
import io
from datetime import date

import pytest

from wellnessdesk.base import i18n
from wellnessdesk.domain.resources import Resource
from wellnessdesk.exchange import resources_csv
from wellnessdesk.exchange.resources_csv import MOST_BYTES, MOST_LINES, UnreadableDirectory

ONE = Resource(kind="health", name="=cmd()", about="'Ohana care", for_whom="-teens", languages=("es", "Mixteco"),
               cost="medi_cal", cost_note="+ fees", contact="@desk", phone="+1 555", email="a@b.example",
               web="https://a.example", address="1, \"A\" Street", hours="9-5", supports=("lgbtq", "foster"),
               verified=date(2026, 9, 1))
OTHER = Resource(name="Señor Ñandú", active=False)


def read(tmp_path, data):
    file = tmp_path / "directory.csv"
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    return resources_csv.read(file)


def reasons(refused):
    return [(one.line, one.reason) for one in refused]


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_is_written_is_read_back_in_either_language(tmp_path, language):
    i18n.set_language(language)
    data = resources_csv.text([ONE, OTHER])
    i18n.set_language("en")
    taken, refused = read(tmp_path, data)
    assert refused == []
    assert [line.resource for line in taken] == [ONE, OTHER]
    assert taken[0].columns >= {"name", "kind", "active", "verified"}


def test_no_cell_can_be_taken_for_a_formula():
    rows = list(csv.reader(io.StringIO(resources_csv.text([ONE]).decode("utf-8-sig"))))
    assert rows[1][0] == "'=cmd()"
    assert not any(cell[:1] in tuple("=+-@") for row in rows for cell in row)


def test_other_peoples_headers_cases_and_dates(tmp_path):
    taken, refused = read(tmp_path, "Nombre;TELÉFONO;Tipo;Idiomas;Last verified;Fax\n"
                                    "Casa;555;Crisis help;español, English;9/1/2026;1\n\nB;2;Ayuda para familias;;;\n")
    assert refused == []
    one, other = (line.resource for line in taken)
    assert (one.name, one.phone, one.kind, one.languages, one.verified) == (
        "Casa", "555", "crisis", ("es", "en"), date(2026, 9, 1))
    assert (other.kind, other.languages, other.verified) == ("family", (), None)
    assert taken[0].columns == {"name", "phone", "kind", "languages", "verified"}
    assert [line.line for line in taken] == [2, 4]


def test_lines_that_are_none_say_why(tmp_path):
    taken, refused = read(tmp_path, 'name,kind,verified\nA,magic,\nB,,soon\n,health,\nC,"health,\nD,,13/13/2026\n')
    assert [line.resource.name for line in taken] == []
    assert reasons(refused) == [
        (2, "“magic” is not in the list of this column."), (3, "“soon” is no date. Write it as 2026-11-26."),
        (4, "It has no name."), (5, "A quotation mark is opened and never closed."),
        (6, "“13/13/2026” is no date. Write it as 2026-11-26.")]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"phone,kind\n1,2\n", b"\x00\xff" * 40])
def test_what_is_no_directory_is_refused_in_a_sentence(tmp_path, data):
    with pytest.raises(UnreadableDirectory, match="name"):
        read(tmp_path, data)


def test_what_is_too_large_or_not_there_is_refused(tmp_path):
    with pytest.raises(UnreadableDirectory, match="larger"):
        read(tmp_path, b"name\n" + b"x" * MOST_BYTES)
    with pytest.raises(UnreadableDirectory, match="lines"):
        read(tmp_path, "name\n" + "x\n" * (MOST_LINES + 1))
    with pytest.raises(UnreadableDirectory, match="cannot be read"):
        resources_csv.read(tmp_path / "nothing.csv")


def test_latin_1_and_control_characters_are_repaired(tmp_path):
    taken, _refused = read(tmp_path, "name\nCl\xednica \x07del\u202e Valle\n".encode("cp1252", "replace"))
    assert taken[0].resource.name.startswith("Clínica del")
