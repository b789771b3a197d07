"""Minutes and the sign-in sheet on paper: everything on them, nobody's name but those who sign, nothing cut off."""

import subprocess
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.reports import read_back
from wellnessdesk.base import i18n
from wellnessdesk.domain.center import Center
from wellnessdesk.domain.meetings import Attendance, Meeting, MeetingState
from wellnessdesk.domain.minutes import Action, Addendum, Minutes, Said, Seat, Words
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.domain.supervision import Audience, Item, ItemKind, ItemState, Section
from wellnessdesk.reports.minutes import minutes_pdf
from wellnessdesk.reports.sign_in_sheet import sign_in_pdf

CENTER = Center(id="c", name="Oak Wellness Center", school="Oak High School", time_zone="America/Los_Angeles")
AT = datetime(2026, 9, 14, 9, 30, tzinfo=ZoneInfo("America/Los_Angeles"))
MEETING = Meeting(id="2026-09-14.1", group=1, name="Monday group", day=date(2026, 9, 14), starts=900, minutes=60,
                  room="Library", state=MeetingState.SIGNED)
ITEM = Item(section=Section.FLAGS, kind=ItemKind.FLAG, ref="f", title="Self-harm or suicide", reason="Raised Monday",
            who="J. N. · F-5bd6b8", name="José Núñez", state=ItemState.TALKED, seconds=200)
ACTION = Action(id="a", meeting=MEETING.id, day=MEETING.day, kind=ItemKind.FLAG, ref="f", owner="pia",
                owner_name="Pia Peer", text="Ask for the room", due=date(2026, 9, 18))
SAID = Said(ITEM, Words(outcome="It helped.", decision="Go on.", put_off="", remark="canary"), (ACTION,))
SEATS = (Seat("cora", "Cora Coordinator", True, Attendance.PRESENT, 60),
         Seat("pia", "Pia Peer", False, Attendance.LATE, 45))
MINUTES = Minutes(meeting=MEETING, signed_at=AT, signed_by="Cora Coordinator", begun_at=AT, seats=SEATS, items=(SAID,),
                  added=(Addendum(AT, "Cora Coordinator", "It was Tuesday."),))


@pytest.fixture
def pages(tmp_path):
    def read(pdf):
        file = tmp_path / "paper.pdf"
        file.write_bytes(pdf)
        found = subprocess.run(["pdftotext", "-layout", file, "-"], check=True, capture_output=True, text=True)
        return found.stdout.split("\f")[:-1]

    return read


def minutes(found=MINUTES, paper=Paper.LETTER):
    return minutes_pdf(found, center=CENTER, printed_at=AT, audit_head="7:abc", local=lambda moment: moment,
                       paper=paper)


def sheet(seats=SEATS, meeting=MEETING, paper=Paper.LETTER):
    return sign_in_pdf(meeting, seats, center=CENTER, printed_at=AT, audit_head="7:abc", paper=paper)


def test_minutes_say_who_was_there_what_came_out_of_it_and_who_takes_on_what(pages):
    (page,) = pages(minutes())
    for part in ("Monday, September 14, 2026", "Monday group", "Library", "signed by C. C.", "C. C. (leads)", "Late",
                 "45 min", "Red flags", "Self-harm or suicide", "J. N. · F-5bd6b8", "Talked through", "3 min",
                 "Outcome: It helped.", "Decision: Go on.", "P. P.: Ask for the room", "by Sep 18, 2026",
                 "It was Tuesday.", "Page 1 of 1", "Audit head 7:abc"):
        assert part in page


def test_minutes_have_no_name_and_no_remark(pages):
    text = "".join(pages(minutes()))
    for word in ("José", "Núñez", "Pia", "Coordinator,", "canary"):
        assert word not in text


def test_of_what_is_for_coordinators_alone_only_what_kind_of_thing_it_is_is_printed(pages):
    concern = replace(ITEM, section=Section.CONCERNS, kind=ItemKind.OWN, title="canary title", reason="canary reason",
                      who="", audience=Audience.COORDINATORS, state=ItemState.OPEN)
    text = "".join(pages(minutes(replace(MINUTES, items=(Said(concern, Words(outcome="canary outcome"), (
        replace(ACTION, text="canary action"),)),)))))
    assert "A concern about boundaries or scope" in text
    assert "canary" not in text


def test_why_an_item_waits_is_printed_as_long_as_it_waits(pages):
    waits = Said(replace(ITEM, state=ItemState.DEFERRED), Words(put_off="No time"))
    assert "Put off: No time" in "".join(pages(minutes(replace(MINUTES, items=(waits,)))))
    talked = replace(waits, item=replace(waits.item, state=ItemState.TALKED))
    assert "No time" not in "".join(pages(minutes(replace(MINUTES, items=(talked,)))))


@pytest.mark.parametrize("words", ["Ж" * 4000, "ЖЖЖЖЖ " * 660, "\n".join("Ж" * 30 for _line in range(120))])
def test_long_words_are_printed_whole(pages, words):
    long = Words(outcome=words, decision=words)
    text = "".join(pages(minutes(replace(MINUTES, items=(SAID, Said(ITEM, long))))))
    assert text.count("Ж") == 2 * words.count("Ж")


@pytest.mark.parametrize("paper", Paper)
def test_500_items_are_all_there(pages, paper):
    items = tuple(Said(replace(ITEM, ref=str(n), who=f"A. B. · S-{n}")) for n in range(500))
    text = "".join(pages(minutes(replace(MINUTES, items=items), paper)))
    assert all(f"S-{n}\n" in text or f"S-{n} " in text for n in range(500))


def test_what_looks_like_markup_is_printed_as_it_was_typed(pages):
    (page,) = pages(minutes(replace(MINUTES, items=(Said(ITEM, Words(outcome="<b>x</b> & <y>")),))))
    assert "<b>x</b> & <y>" in page


def test_the_sheet_has_a_line_for_everybody_and_for_guests(pages):
    (page,) = pages(sheet())
    for part in ("Cora Coordinator (leads)", "Pia Peer", "Signature", "3:00 PM", "Library"):
        assert part in page


@pytest.mark.parametrize("paper", Paper)
def test_names_of_200_letters_wrap_on_the_sheet(pages, paper):
    text = "".join(pages(sheet((replace(SEATS[0], name="N" * 200),), replace(MEETING, name="G" * 200), paper)))
    assert text.count("N") >= 200
    assert text.count("G") >= 200


@pytest.mark.parametrize("paper", Paper)
def test_names_of_200_letters_wrap_in_the_minutes(pages, paper):
    long = replace(MINUTES, meeting=replace(MEETING, name="G" * 200, room="R" * 200), signed_by=f"{'Q' * 200} X")
    text = "".join(pages(minutes(long, paper)))
    assert text.count("G") >= 200
    assert text.count("R") >= 200
    assert "Q. X." in text  # initials only


@pytest.mark.parametrize(("made", "title"), [(minutes, "Supervision minutes"), (sheet, "Sign-in sheet")])
@pytest.mark.parametrize("paper", Paper)
def test_title_language_paper_and_bookmarks_are_in_the_file(pages, tmp_path, made, title, paper):
    pages(made(paper=paper))
    file = tmp_path / "paper.pdf"
    told = subprocess.run(["pdfinfo", file], check=True, capture_output=True, text=True).stdout
    assert f"{title}, Sep 14, 2026" in told
    assert b"/Lang (en)" in file.read_bytes()
    assert read_back.paper(file) == ("A4" if paper is Paper.A4 else "letter")
    assert read_back.bookmarks(file)[0] == (title, 1)


def test_a_long_section_begins_where_the_one_before_ends_and_has_one_bookmark(pages, tmp_path):
    items = tuple(Said(replace(ITEM, ref=str(n))) for n in range(90))
    first = pages(minutes(replace(MINUTES, items=items)))[0]
    assert "Self-harm or suicide" in first
    found = read_back.bookmarks(tmp_path / "paper.pdf")
    assert found == [("Supervision minutes", 1), ("Red flags", 1)]


def test_they_are_in_the_language_in_use(pages, tmp_path):
    i18n.set_language("es")
    assert "lunes, 14 de septiembre de 2026" in "".join(pages(minutes()))
    assert "Firma" in "".join(pages(sheet()))
    assert b"/Lang (es)" in (tmp_path / "paper.pdf").read_bytes()
