"""Whatever bytes arrive, reading ends soon, in a roster or in a plain refusal.."""

import io
import time
import tracemalloc
import zipfile
from dataclasses import fields, is_dataclass

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.exchange.rosters import COLUMNS, MANIFEST, ORGS, TODAY, user, users_csv
from wellnessdesk.domain.roster import LineNotTaken, RosterFile, RosterKind, RosterStudent, RosterUnreadable, plan
from wellnessdesk.exchange import oneroster

SECONDS = 2
MEGABYTES = 200

_CELLS = st.sampled_from(
    ["", '"', '""', "\n", "\r", "\0", ",", ";", "student", "tobedeleted", "u1", "o1", "2009-13-45", "\ufeff", "Ａ"]
) | st.text(max_size=12)
_LINES = st.lists(_CELLS, max_size=20).map(",".join)
_HEADERS = {
    "manifest.csv": "propertyName,value",
    "orgs.csv": "sourcedId,name,type",
    "roles.csv": "userSourcedId,role",
    "demographics.csv": "sourcedId,birthDate",
    "academicSessions.csv": "sourcedId,startDate,endDate",
    "classes.csv": "sourcedId,title,periods,termSourcedIds",
    "enrollments.csv": "classSourcedId,userSourcedId,role,endDate",
    "users.csv": ",".join(COLUMNS),
}
_GOOD_LINE = users_csv(user()).splitlines()[1]
_ENCODINGS = st.sampled_from(["utf-8", "utf-16", "utf-16-le", "cp1252"])


@st.composite
def _tables(draw, name="users.csv"):
    """The bytes of a table: sheer noise, or its header with lines of good and bad cells in some encoding."""
    if draw(st.integers(0, 3)) == 3:
        return draw(st.binary(max_size=300))
    lines = [_HEADERS[name], *draw(st.lists(_LINES | st.just(_GOOD_LINE), max_size=8))]
    return draw(st.sampled_from(["\n", "\r\n", "\r"])).join(lines).encode(draw(_ENCODINGS), "replace")


@st.composite
def _zips(draw):
    """A zip of odd tables, whole or with bytes changed, cut or put in."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", draw(st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]))) as made:
        for name in sorted(draw(st.sets(st.sampled_from(sorted(_HEADERS)))) | {"users.csv"}):
            made.writestr(name, draw(_tables(name)))
    zipped = bytearray(data.getvalue())
    for _change in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, len(zipped)))
        zipped[place : place + draw(st.integers(0, 4))] = draw(st.binary(max_size=4))
    return bytes(zipped)


def _read_or_refuse(read, path):
    """The roster, or the sentence it is refused with."""
    try:
        return read(path, today=TODAY)
    except RosterUnreadable as refusal:
        return str(refusal)


def _holds(read, path, content):
    """The one property: a roster that can be shown, stored and planned, or a sentence; in time."""
    path.write_bytes(content)
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.reset_peak()
    began = time.process_time()
    roster = _read_or_refuse(read, path)
    if not isinstance(roster, str):
        assert isinstance(roster, RosterFile)
        "".join(_texts(roster)).encode()  # half a character (a lone surrogate) cannot be stored
        assert all(line.line >= 1 and line.reason for line in roster.not_taken)
        assert all(student.sourced_id for student in (*roster.students, *roster.role_unsaid))
        assert len({student.sourced_id for student in roster.students}) == len(roster.students)
        plan([], roster)
    assert roster
    assert time.process_time() - began <= SECONDS
    assert tracemalloc.get_traced_memory()[1] - held < MEGABYTES * 1_000_000  # 0 where nobody traces


def _texts(thing):
    """Every text in a record, however deep."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, dict):
        yield from _texts([*thing.keys(), *thing.values()])
    elif isinstance(thing, (list, tuple, frozenset)):
        for one in thing:
            yield from _texts(one)
    elif is_dataclass(thing):
        yield from _texts([getattr(thing, field.name) for field in fields(thing)])


def _fuzz(read, path, contents, examples):
    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck), print_blob=False)
    @given(contents)
    def holds(content):
        _holds(read, path, content)

    return _traced(holds)


def _traced(run):
    """With every piece of memory counted, so that `_holds` sees how much an input took."""

    def traced(*arguments):
        tracemalloc.start()
        try:
            run(*arguments)
        finally:
            tracemalloc.stop()

    return traced


def test_any_bytes_in_a_csv_give_a_roster_or_a_refusal(tmp_path):
    _fuzz(oneroster.read, tmp_path / "r.csv", _tables() | st.binary(max_size=2000), 300)()


def test_any_bytes_in_a_zip_give_a_roster_or_a_refusal(tmp_path):
    _fuzz(oneroster.read, tmp_path / "r.zip", _zips(), 400)()


@pytest.mark.parametrize(
    ("result", "error"),
    [
        (KeyError("another exception"), KeyError),
        (RosterUnreadable(), AssertionError),
        (None, AssertionError),
        (RosterFile(kind=RosterKind.BULK, students=(RosterStudent(sourced_id="u", given="\udc80"),)), UnicodeError),
        (RosterFile(kind=RosterKind.BULK, students=(RosterStudent(sourced_id=""),)), AssertionError),
        (RosterFile(kind=RosterKind.BULK, students=(RosterStudent(sourced_id="u"),) * 2), AssertionError),
        (RosterFile(kind=RosterKind.BULK, not_taken=(LineNotTaken("users.csv", 0, "why"),)), AssertionError),
    ],
)
def test_the_fuzzing_itself_can_fail(tmp_path, result, error):
    def reader(path, today):
        if isinstance(result, Exception):
            raise result
        return result

    with pytest.raises(error):
        _fuzz(reader, tmp_path / "r.csv", st.binary(max_size=4), 5)()


def test_a_reader_that_is_too_slow_fails_too(tmp_path):
    with pytest.raises(AssertionError):
        _holds(_dawdle, tmp_path / "r.csv", b"")


def _dawdle(path, today):
    end = time.process_time() + SECONDS + 0.1
    while time.process_time() < end:
        pass
    return RosterFile(kind=RosterKind.BULK)


def test_a_reader_that_takes_too_much_memory_fails_too(tmp_path):
    def greedy(path, today):
        return RosterFile(kind=RosterKind.BULK, source=str(len(bytearray(MEGABYTES * 1_000_000 + 1))))

    with pytest.raises(AssertionError):
        _traced(_holds)(greedy, tmp_path / "r.csv", b"")


def test_a_fault_on_rare_input_is_found(tmp_path):
    def careless(path, today):
        if b"tobedeleted" in path.read_bytes():
            raise KeyError("tobedeleted")
        return oneroster.read(path, today=today)

    with pytest.raises(KeyError):
        _fuzz(careless, tmp_path / "r.csv", _tables(), 300)()


_HEADER = ",".join(COLUMNS) + "\n"
_MEAN = {
    "one endless line": "x" * 8_000_000,
    "endless cells": _HEADER + "u1," + "," * 4_000_000,
    "a quotation mark on every line": _HEADER + '"\n' * 200_000,
    "an open quotation mark on every line": _HEADER + 'u,"\n' * 200_000,
    "a quotation mark and nothing after": _HEADER + '"' + "x\n" * 200_000,
    "blank lines": _HEADER + "\n" * 200_000,
    "lines without a role": _HEADER + "u\n" * 200_000,
    "a header of a hundred thousand columns": "sourcedIdd," * 100_000 + "\n",
    "a header over a thousand lines": '"a\n",' * 1000,
    "empty bytes": "\0" * 4_000_000,
    "marks of direction": _HEADER + "\u202e" * 1_000_000,
}


@pytest.mark.parametrize("text", _MEAN.values(), ids=_MEAN.keys())
def test_mean_files_take_neither_time_nor_memory(tmp_path, text):
    content = text.encode()
    path = tmp_path / "r.csv"
    _holds(oneroster.read, path, content)
    tracemalloc.start()
    _read_or_refuse(oneroster.read, path)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < MEGABYTES * 1_000_000


def test_the_strategies_also_make_rosters_that_can_be_read(tmp_path):
    """A fuzz that only ever sees refusals would prove little."""
    seen = set()

    @settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
    @given(_zips())
    @example(b"")
    def look(content):
        (tmp_path / "r.zip").write_bytes(content)
        roster = _read_or_refuse(oneroster.read, tmp_path / "r.zip")
        seen.add(roster if isinstance(roster, str) else len(roster.students) > 0)

    look()
    assert True in seen
    assert len(seen) > 5


def test_the_good_tables_of_the_fuzz_are_good(tmp_path):
    with zipfile.ZipFile(tmp_path / "r.zip", "w") as made:
        for name, text in {"manifest.csv": MANIFEST, "orgs.csv": ORGS, "users.csv": users_csv(user())}.items():
            made.writestr(name, text)
    assert len(oneroster.read(tmp_path / "r.zip", today=TODAY).students) == 1
