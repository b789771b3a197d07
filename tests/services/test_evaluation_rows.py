"""Rows for an evaluation: every visit and session once, coarse, under pseudonyms; and only what was counted leaves."""

import csv
import io
import subprocess
import threading
import zipfile
from datetime import date

import pytest
import sqlcipher3
from sqlalchemy import literal, null, select
from sqlalchemy.dialects import sqlite

from tests.centers import fresh_center
from wellnessdesk.base.progress import Cancelled
from wellnessdesk.domain.coarse import Grain, bracket, bracket_of_steps
from wellnessdesk.domain.pseudonyms import pseudonym
from wellnessdesk.exchange import row_csv
from wellnessdesk.exchange.zip_stream import zipped
from wellnessdesk.services import evaluation_rows, visits
from wellnessdesk.services.evaluation_rows import Changed, Coarse, Reading
from wellnessdesk.services.evaluation_tables import sources
from wellnessdesk.store import engine, evaluation
from wellnessdesk.store.errors import StoreAltered
from wellnessdesk.store.evaluation import MARK, NEXT, Day, Place
from wellnessdesk.vault import agefile

KEY = bytes(range(32))


@pytest.fixture(scope="module")
def center(tmp_path_factory):
    made = fresh_center(tmp_path_factory.mktemp("evaluation") / "center")
    for student in (1, 2, 3, 1):
        visit = visits.check_in(made.front, student, reason="take_a_break", origin="walk_in")
        made.clock.advance(minutes=20)
        visits.check_out(made.front, visit.id)
    yield made
    made.admin.close()


def reading(center, grain=Grain.WEEK, **more):
    day = center.front.today()
    return Reading(desk=center.coordinator, first=day.replace(day=1), last=day, grain=grain, **more)


def who(student):
    return pseudonym(KEY, student)


def left(found, counted):
    return {layout.name: (layout, b"".join(part() for part in parts))
            for layout, parts in evaluation_rows.bodies(found, counted, who)}


def rows(data):
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


@pytest.mark.parametrize("grain", Grain)
def test_every_visit_is_there_once_and_no_more_exact_than_asked(center, grain):
    counted = evaluation_rows.count(reading(center, grain))
    made = left(reading(center, grain), counted)
    found = rows(made["visits"][1])
    day = center.front.today()
    when = f"{day:%Y-%m}" if grain is Grain.MONTH else date.fromisocalendar(*day.isocalendar()[:2], 1).isoformat()
    assert sorted(row["student"] for row in found) == sorted(map(who, (1, 1, 2, 3)))
    assert {(row[grain.value], row["reason"], row["origin"], row["waited"], row["stayed"]) for row in found} == {
        (when, "take_a_break", "walk_in", "", "15_to_29")}
    assert counted.rows == {"visits": 4, "sessions": 0, "students": 3}


@pytest.mark.parametrize("grain", Grain)
def test_rows_that_are_looked_at_before_are_rows_that_leave(center, grain):
    counted = evaluation_rows.count(reading(center, grain))
    made = left(reading(center, grain), counted)
    for sample in evaluation_rows.samples(counted, grain):
        file = [tuple(row.values())[1:] for row in rows(made[sample.layout.name][1])]
        assert len(file) == sample.rows
        assert sorted(sample.first) == sorted(file)  # so few that all are shown


def test_of_many_rows_a_few_are_looked_at(center, monkeypatch):
    monkeypatch.setattr(evaluation_rows, "_SHOWN", 2)
    few = evaluation_rows.count(reading(center))
    monkeypatch.undo()
    whole = evaluation_rows.count(reading(center))
    assert [(one.rows, len(one.first)) for one in evaluation_rows.samples(few, Grain.WEEK)] == [(4, 2), (0, 0), (3, 2)]
    assert few.hash == whole.hash


def test_nothing_is_said_of_three_students_and_the_report_says_who_is_alone(center):
    counted = evaluation_rows.count(reading(center))
    made = left(reading(center), counted)
    assert {(row["grade"], row["language"]) for row in rows(made["students"][1])} == {("", "")}
    assert counted.withheld == 3
    week = next(row for row in rows(made["k_anonymity"][1]) if (row["file"], row["known"]) == ("visits", "week"))
    assert (week["classes"], week["smallest"], week["students"], week["few"]) == ("1", "3", "3", "3")


def test_the_files_are_of_their_layouts(center):
    counted = evaluation_rows.count(reading(center))
    for layout, data in left(reading(center), counted).values():
        checking = row_csv.Checking(layout, data.count(b"\r\n") - 1)
        checking.write(data)
        checking.close()


def test_the_same_data_gives_the_same_bytes(center):
    one, other = (evaluation_rows.count(reading(center)) for _turn in range(2))
    assert one == other
    assert left(reading(center), one) == left(reading(center), other)


def test_slices_of_any_length_come_to_the_same(center, monkeypatch):
    whole = evaluation_rows.count(reading(center))
    monkeypatch.setattr(evaluation, "SLICE", 1)
    asked = []

    def at_store(piece):
        asked.append(piece)
        return piece()

    assert evaluation_rows.count(reading(center, at_store=at_store)) == whole
    assert len(asked) > 4


def test_what_was_not_counted_does_not_leave(center):
    counted = evaluation_rows.count(reading(center, Grain.MONTH))
    with pytest.raises(Changed):
        left(reading(center), counted)


def test_a_code_that_the_program_never_wrote_moves_nobodys_facts(center):
    day = center.front.today()
    other = Coarse("2026-09", (Day(day.isoformat(), 2, "1, 2", f"a{MARK}b{NEXT}c{MARK}d{NEXT}e"),))
    with pytest.raises(StoreAltered):
        other.facts()


def test_a_slice_is_read_by_a_statement_that_was_prepared_once(center):
    asked = []
    with center.coordinator.store.raw() as raw:
        raw.set_authorizer(lambda action, *_rest: asked.append(action) or sqlcipher3.SQLITE_OK)
    try:
        for day in ("2020-01-01", "2021-01-01", "2022-01-01"):
            asked.clear()
            with center.coordinator.reading() as tx:
                assert evaluation.visits(tx, Place(day, 0), center.front.today())
    finally:
        with center.coordinator.store.raw() as raw:
            raw.set_authorizer(engine._authorize)
    assert asked == [sqlcipher3.SQLITE_TRANSACTION]  # the end of it: the driver prepares that anew each time


def test_it_can_be_stopped(center):
    class Stopped:
        def report(self, done, total):
            raise AssertionError

        def check_cancelled(self):
            raise Cancelled

    with pytest.raises(Cancelled):
        evaluation_rows.count(reading(center, progress=Stopped()))


def test_stopped_in_the_middle_of_leaving_no_thread_goes_on(center, monkeypatch):
    class StoppedLater:
        left = 3

        def report(self, done, total):
            self.left -= 1

        def check_cancelled(self):
            if not self.left:
                raise Cancelled

    monkeypatch.setattr(evaluation, "SLICE", 1)
    counted = evaluation_rows.count(reading(center))
    found = evaluation_rows.bodies(reading(center, progress=StoppedLater()), counted, who)
    target = io.BytesIO()
    with pytest.raises(Cancelled):
        agefile.encrypt_stream(zipped((layout.file_name, parts) for layout, parts in found), target,
                               [agefile.generate()[1]])
    assert not any(thread.name.startswith("squeezing") for thread in threading.enumerate())


def test_streamed_through_zip_and_age_the_district_opens_it(center, tmp_path):
    secret, public = agefile.generate()
    (tmp_path / "key.txt").write_text(secret)
    counted = evaluation_rows.count(reading(center))
    files = ((layout.file_name, parts) for layout, parts in evaluation_rows.bodies(reading(center), counted, who))
    with (tmp_path / "made.age").open("wb") as target:
        agefile.encrypt_stream(zipped(files), target, [public])
    subprocess.run(["age", "-d", "-i", "key.txt", "-o", "made.zip", "made.age"], cwd=tmp_path, check=True)
    with zipfile.ZipFile(tmp_path / "made.zip") as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["visits.csv", "sessions.csv", "students.csv", "k_anonymity.csv"]


def test_no_name_of_anybody_and_no_exact_day_is_in_it(center):
    counted = evaluation_rows.count(reading(center))
    whole = b"".join(data for _layout, data in left(reading(center), counted).values()).decode()
    for word in ("José", "Núñez", "Neil", "Nguy"):
        assert word not in whole
    day = center.front.today()
    assert day.weekday() == 0 or day.isoformat() not in whole


def test_every_fact_of_a_table_has_its_column():
    for grain in Grain:
        for source in sources(grain):
            assert len(source.layout.columns) == 2 + len(source.known)


@pytest.mark.parametrize("ms", [None, -10**7, -300_001, -300_000, -1, 0, 299_999, 300_000, 899_999, 900_000, 1_799_999,
                                1_800_000, 3_599_999, 3_600_000, 10**10])
def test_the_steps_that_the_store_counts_are_the_bracket_of_the_time(ms):
    asked = select(evaluation._steps(literal(1_000), null() if ms is None else literal(1_000 + ms)))
    said = str(asked.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}))
    [(begun,)] = sqlcipher3.connect(":memory:").execute(said)
    assert bracket_of_steps(str(begun)) == bracket(ms)
