"""Looking at the log: newest first, a page at a time however long it is, narrowed down, sealed to coordinators."""

import subprocess
from dataclasses import replace
from datetime import date

import pytest

from tests.centers import first, worked_center
from tests.store.stores import raw
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.progress import Cancelled
from wellnessdesk.domain.anchors import Anchored, AnchorKind
from wellnessdesk.domain.audit_log import Kind, Wanted
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.services import sessions, visits
from wellnessdesk.services.audit import log
from wellnessdesk.store import audit_log as store_log


@pytest.fixture
def day(tmp_path):
    made = worked_center(tmp_path / "center")
    yield made
    made.center.admin.close()


@pytest.fixture
def cora(day):
    return day.center.coordinator


@pytest.fixture
def ada(day):
    return day.center.admin


def everything(desk, wanted=log.EVERYTHING, most=100):
    """All lines, page by page."""
    lines, before = [], None
    while True:
        page = log.page(desk, wanted, before, most)
        lines += page.lines
        before = page.before
        if before is None:
            return lines


def texts(desk, **wanted):
    return [line.text for line in everything(desk, Wanted(**wanted))]


def shell(day, statement, *values):
    connection = raw(day.center.admin.store.path, day.center.admin.keys.store_key)
    found = connection.execute(statement, values).fetchall()
    connection.close()
    return found


def pdf_text(data, tmp_path):
    file = tmp_path / "log.pdf"
    file.write_bytes(data)
    return subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout


class Stopping:
    def report(self, done, total):
        pass

    def check_cancelled(self):
        raise Cancelled


def test_the_newest_entry_comes_first_with_who_and_when(day, cora):
    lines = log.page(cora).lines
    assert [line.sequence for line in lines] == list(range(len(lines), 0, -1))
    assert lines[0].text == f"Checked a student in (visit {day.waiting})."
    assert lines[0].who == "Frank Desk"
    assert lines[0].at == day.center.clock.now()
    assert lines[-1].text == "Created the center."


def test_sealed_entries_are_words_to_coordinators_and_closed_to_administrators(day, cora, ada):
    sealed = [line for line in everything(cora) if line.sealed]
    assert [(line.who, line.text) for line in sealed] == [
        ("Pia Peer", "Raised a red flag."),
        ("Pia Peer", f"Wrote at the note of session {day.signed}."),
        ("Otto Other", f"Wrote at the note of session {day.draft}."),
        ("Otto Other", "Told a student what is shared, and with whom."),
        ("Pia Peer", "Told a student what is shared, and with whom.")]
    closed = [line for line in everything(ada) if line.sealed]
    assert {(line.who, line.text, line.kind) for line in closed} == {
        ("", "An entry only coordinators can read.", Kind.SEALED)}
    assert [line.sequence for line in closed] == [line.sequence for line in sealed]


def test_it_is_narrowed_down_by_person_sealed_entries_too(day, cora, ada):
    pia = day.center.peer.person.id
    found = everything(cora, Wanted(person=pia))
    assert {line.who for line in found} == {"Pia Peer"}
    assert sum(line.sealed for line in found) == 3
    assert not [line for line in everything(ada, Wanted(person=pia)) if line.sealed]  # nobody may join it to her


def test_it_is_narrowed_down_by_kind(day, cora, ada):
    assert texts(cora, kind=Kind.FLAGS) == ["Raised a red flag."]
    assert texts(ada, kind=Kind.FLAGS) == []
    assert set(texts(ada, kind=Kind.SEALED)) == {"An entry only coordinators can read."}
    assert {line.kind for line in everything(cora, Wanted(kind=Kind.VISITS))} == {Kind.VISITS}
    both = everything(cora, Wanted(kind=Kind.NOTES, person=day.center.peer.person.id))
    assert [line.text for line in both] == [f"Signed the note of session {day.signed}.",
                                            f"Wrote at the note of session {day.signed}."]


def test_it_is_narrowed_down_by_days_of_the_center(day, cora):
    """At 11 in the evening in Los Angeles it is another day in Greenwich."""
    day.center.clock.advance(hours=13)
    visits.check_out(day.center.front, day.waiting)
    today, tomorrow = date(2026, 9, 14), date(2026, 9, 15)
    assert texts(cora, first=today, last=today)[0].startswith("Checked a student out")
    assert texts(cora, first=tomorrow) == []
    assert len(texts(cora, last=today)) == len(everything(cora))
    assert texts(cora, last=date(2026, 9, 13)) == []


@pytest.mark.parametrize(("span", "most"), [(1, 100), (3, 2), (1000, 1), (4, 4)])
def test_page_by_page_it_is_the_same_log(day, cora, monkeypatch, span, most):
    whole = everything(cora)
    narrowed = everything(cora, Wanted(kind=Kind.NOTES))
    monkeypatch.setattr(store_log, "SPAN", span)
    assert everything(cora, most=most) == whole
    assert everything(cora, Wanted(kind=Kind.NOTES), most) == narrowed


def test_a_page_looks_at_a_bounded_part_of_the_log_however_little_is_there(day, cora, monkeypatch):
    monkeypatch.setattr(store_log, "SPAN", 2)
    page = log.page(cora, Wanted(kind=Kind.CENTER))
    assert page.lines == ()
    assert page.before == everything(cora)[0].sequence - 1


@pytest.mark.parametrize(("column", "value"), [
    ("at", "never"), ("at", 2**62), ("actor", b"\xff\xfe"), ("action", b"\xff"), ("subject", 5), ("detail", b"\xff"),
    ("hash", "text"), ("signature", 7)])
def test_one_spoiled_cell_hides_nothing_else(day, cora, column, value):
    number = len(everything(cora))
    shell(day, f"UPDATE audit SET {column} = ? WHERE sequence = 5", value)  # noqa: S608 - this file's own names
    shell(day, f"UPDATE audit SET {column} = ? WHERE action = 'sealed'", value)  # noqa: S608
    lines = everything(cora)
    assert len(lines) == number
    assert all(line.text for line in lines)


def test_a_sealed_entry_that_was_changed_says_so(day, cora):
    (one, other) = [row[0] for row in shell(day, "SELECT sequence FROM audit WHERE action = 'sealed' LIMIT 2")]
    shell(day, "UPDATE audit SET signature = (SELECT signature FROM audit WHERE sequence = ?) WHERE sequence = ?",
          other, one)
    changed = next(line for line in everything(cora) if line.sequence == one)
    assert (changed.who, changed.text) == ("", "This entry does not match its seal. Verify the log.")


def test_opening_a_note_is_there_at_once(day, cora):
    sessions.read_note(cora, day.signed)
    line = log.page(cora).lines[0]
    assert (line.who, line.text) == ("Cora Coordinator", f"Opened the note of session {day.signed}.")


def test_whom_one_can_choose_and_how_the_anchor_stands(day, ada):
    assert {person.name for person in log.persons(ada)} == set(day.center.desks)
    assert log.anchored(ada) == Anchored(kind=AnchorKind.DEMO)


# ------------------------------------------------------------------------------------------------------- as PDF


@pytest.mark.parametrize("paper", Paper)
def test_what_is_wanted_is_saved_as_pdf_and_recorded(day, cora, tmp_path, paper):
    text = pdf_text(log.export(cora, Wanted(kind=Kind.VISITS), paper), tmp_path)
    assert "Checked a student in (visit 1)." in text
    assert "Raised a red flag" not in text
    assert "5 entries · Visits" in text
    assert "saved by Cora Coordinator, Sep 14, 2026" in text
    assert "Page 1 of 1" in text
    last = log.page(cora).lines[0]
    assert (last.who, last.text) == ("Cora Coordinator", "Saved 5 entries of the audit log as PDF.")
    assert f"Audit head {last.sequence}:" in text
    size = subprocess.run(["pdfinfo", tmp_path / "log.pdf"], capture_output=True, text=True, check=True).stdout
    assert ("A4" in size) is (paper is Paper.A4)


def test_an_administrator_saves_no_word_of_a_sealed_entry(day, ada, tmp_path):
    text = pdf_text(log.export(ada), tmp_path)
    assert "An entry only coordinators can read." in text
    assert "Raised" not in text
    assert "Wrote at" not in text


def test_every_word_of_what_was_asked_for_stands_on_it(day, cora, tmp_path):
    wanted = Wanted(person=cora.person.id, first=date(2026, 9, 1), last=date(2026, 9, 30))
    sessions.read_note(cora, day.signed)
    text = pdf_text(log.export(cora, wanted), tmp_path)
    assert "1 entry · Cora Coordinator · Sep 1, 2026 to Sep 30, 2026" in text
    for narrowed, said in ((Wanted(first=date(2026, 9, 1)), "from Sep 1, 2026 on"),
                           (Wanted(last=date(2026, 9, 30)), "until Sep 30, 2026"),
                           (Wanted(first=date(2026, 9, 14), last=date(2026, 9, 14)), "· Sep 14, 2026\n")):
        assert said in pdf_text(log.export(cora, narrowed), tmp_path)
    entry = shell(day, "SELECT detail FROM audit WHERE action = 'audit.export' ORDER BY sequence LIMIT 1")[0][0]
    assert entry == f"1 person:{cora.person.id} from:2026-09-01 to:2026-09-30"


def test_nothing_and_too_much_are_told_and_not_recorded(day, cora, monkeypatch):
    before = len(everything(cora))
    with pytest.raises(Problem, match="no entry to save"):
        log.export(cora, Wanted(last=date(2020, 1, 1)))
    monkeypatch.setattr(log, "MOST_EXPORTED", 3)
    with pytest.raises(Problem, match="more than 3 entries"):
        log.export(cora)
    assert len(everything(cora)) == before


def test_a_text_that_somebody_made_endless_does_not_keep_the_log_from_being_saved(day, cora, tmp_path):
    shell(day, "UPDATE audit SET action = ? WHERE sequence = 3", "many words " * 10_000)
    shell(day, "UPDATE audit SET detail = ? WHERE sequence = 1", "word" * 10_000)
    assert len(pdf_text(log.export(cora), tmp_path)) < 10_000


def test_a_long_look_can_be_stopped(day, cora, monkeypatch):
    monkeypatch.setattr(store_log, "SPAN", 2)
    with pytest.raises(Cancelled):
        log.export(cora, progress=Stopping())


def test_several_pages_are_numbered(day, cora, tmp_path):
    for _time in range(30):
        visit = visits.check_in(day.center.front, 4, reason=first("visit_reasons"), origin=first("visit_origins"))
        visits.check_out(day.center.front, visit.id)
    text = pdf_text(log.export(replace(cora)), tmp_path)
    assert "Page 3 of 3" in text
    assert text.count("Audit log") >= 3
