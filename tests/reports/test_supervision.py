"""The agenda on paper: everything on it, nothing cut off, every page told apart."""

import re
import subprocess
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.reports import read_back
from wellnessdesk.base import i18n
from wellnessdesk.domain.center import Center
from wellnessdesk.domain.meetings import Meeting
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.domain.supervision import Agenda, Audience, Item, ItemKind, ItemState, Section
from wellnessdesk.reports.supervision import agenda_pdf

CENTER = Center(id="c", name="Oak Wellness Center", school="Oak High School", time_zone="America/Los_Angeles")
PRINTED = datetime(2026, 9, 14, 9, 30, tzinfo=ZoneInfo("America/Los_Angeles"))
MEETING = Meeting(id="2026-09-14.1", group=1, name="Supervision", day=date(2026, 9, 14), starts=900, minutes=60,
                  room="Library")
FLAG = Item(section=Section.FLAGS, kind=ItemKind.FLAG, ref="f", title="Self-harm or suicide", reason="Raised Monday",
            who="J. N. · F-5bd6b8", name="José Núñez", minutes=5, urgent=True)
OWN = Item(section=Section.OWN, kind=ItemKind.OWN, ref="o", title="Room for October", reason="Added by a coordinator")


@pytest.fixture
def render(tmp_path):
    """Print an agenda of these items and read the pages back."""

    def pages(*items, center=CENTER, head="1042:9f3a61c07d22", paper=Paper.LETTER):
        agenda = Agenda(meeting=MEETING, built_at=PRINTED, built_by="Cora", items=tuple(items))
        file = tmp_path / "agenda.pdf"
        file.write_bytes(agenda_pdf(agenda, center=center, printed_at=PRINTED, audit_head=head, paper=paper))
        read = subprocess.run(["pdftotext", "-layout", file, "-"], check=True, capture_output=True, text=True)
        pages.file = file
        return read.stdout.split("\f")[:-1]

    return pages


def notes(count):
    return [Item(section=Section.NOTES_TO_REVIEW, kind=ItemKind.NOTE, ref=str(n), title="Note to review, by P. P.",
                 reason="Session Monday; signed, not reviewed", who=f"A. B. · S-{n}", name="Anna Brown", minutes=1)
            for n in range(1, count + 1)]


def test_an_item_has_its_title_reason_initials_and_minutes_and_no_name(render):
    (page,) = render(FLAG)

    for part in ("Red flags", "Self-harm or suicide", "Right now", "Raised Monday", "J. N. · F-5bd6b8", "5 min"):
        assert part in page
    assert "José" not in page


def test_of_a_concern_only_that_there_is_one_is_printed(render):
    (page,) = render(replace(OWN, section=Section.CONCERNS, title="canary", reason="canary",
                             audience=Audience.COORDINATORS))

    assert "A concern about boundaries or scope" in page
    assert "canary" not in page


def test_every_page_is_numbered_and_has_its_foot(render):
    pages = render(*notes(60))

    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page
        assert "Oak Wellness Center · printed Sep 14, 2026, 9:30 AM" in page
        assert "Audit head 1042:9f3a61c07d22" in page


def test_a_section_says_its_name_again_on_every_page_it_runs_on_to(render):
    pages = render(*notes(60))

    assert all("Notes to review" in page for page in pages)
    assert all("Supervision agenda" in page for page in pages)


def test_no_item_is_lost_between_pages(render):
    pages = render(FLAG, *notes(120), OWN)

    found = re.findall(r"S-(\d+)", "".join(pages))
    assert [int(number) for number in found] == list(range(1, 121))


def test_a_heading_never_stands_alone_at_the_foot_of_a_page(render):
    for count in range(14, 22):
        for page in render(*notes(count), OWN):
            if "Also to talk about" in page:
                assert "Room for October" in page


@pytest.mark.parametrize("words", ["Ж" * 2000, "ЖЖЖЖЖ " * 333, "Ж" * 700])
@pytest.mark.parametrize("who", ["", "J. N. · F-5bd6b8"])
def test_a_very_long_item_is_printed_whole(render, words, who):
    pages = render(*notes(9), replace(OWN, title=words, who=who), *notes(2))

    assert "".join(pages).count("Ж") == words.count("Ж")


def test_names_of_200_letters_wrap_in_head_and_foot(render):
    (page,) = render(FLAG, center=replace(CENTER, name="N" * 200, school="S" * 200))

    assert page.count("N") >= 200
    assert page.count("S") >= 200
    assert "Page 1 of 1" in page


def test_what_looks_like_markup_is_printed_as_it_was_typed(render):
    (page,) = render(replace(OWN, title="<b>Room</b> & <October>"))

    assert "<b>Room</b> & <October>" in page


def test_done_and_carried_over_are_said_in_words(render):
    (page,) = render(replace(FLAG, state=ItemState.TALKED, carried=2))

    assert "Done" in page
    assert "carried over 2 times" in page


def test_the_time_counts_what_is_still_open(render):
    (page,) = render(FLAG, replace(OWN, state=ItemState.TALKED))

    assert "2 items, 5 min set aside" in page


def test_a_section_that_was_parted_goes_on_under_its_name(render):
    (page,) = render(FLAG, OWN, replace(FLAG, ref="g"))

    assert "Red flags, continued" in page


def test_an_empty_agenda_has_one_friendly_page(render):
    (page,) = render()

    assert "Nothing is waiting. Use the time for good news." in page


def test_a_made_up_center_is_marked_on_every_page_and_a_real_one_is_not(render):
    marked = render(*notes(40), center=replace(CENTER, demo=True))

    assert all("Demo center: everybody in it is made up." in page for page in marked)
    assert "Demo center" not in render(FLAG)[0]


def test_it_is_letter_and_says_its_language_and_title(render):
    render(FLAG)

    told = subprocess.run(["pdfinfo", render.file], check=True, capture_output=True, text=True).stdout
    assert "(letter)" in told
    assert "Supervision agenda, Sep 14, 2026" in told
    assert b"/Lang (en)" in render.file.read_bytes()


@pytest.mark.parametrize("paper", Paper)
def test_500_items_with_long_names_are_all_there_on_either_paper(render, paper):
    items = [replace(one, title="Ж" * 200, who=f"W. {'Q' * 40} · S-{one.ref}") for one in notes(500)]
    pages = render(*items, center=replace(CENTER, name="N" * 200), paper=paper)

    text = "".join(pages)
    assert text.count("Ж") == 200 * 500
    assert text.count("Q") == 40 * 500
    assert all(page.count("N") >= 200 for page in pages)
    assert read_back.paper(render.file) == ("A4" if paper is Paper.A4 else "letter")


def test_its_bookmarks_are_its_sections_with_their_pages(render):
    render(FLAG, *notes(60), OWN)

    found = read_back.bookmarks(render.file)
    assert [words for words, _page in found] == [
        "Supervision agenda", "Red flags", "Notes to review", "Also to talk about"]
    assert found[0][1] == found[1][1] == 1
    assert found[-1][1] == read_back.pages(render.file)


def test_it_is_in_the_language_in_use(render):
    i18n.set_language("es")

    (page,) = render(FLAG)

    assert "lunes, 14 de septiembre de 2026" in page
    assert b"/Lang (es)" in render.file.read_bytes()


def test_boxes_are_drawn_and_a_ticked_one_has_more_ink(render):
    """The bundled font has no sign for them."""
    ticked = _ink_of_boxes(render, replace(FLAG, state=ItemState.TALKED))
    still_open = _ink_of_boxes(render, FLAG)
    assert not set("☐☑□\ufffd") & set(render(FLAG)[0])

    assert ticked > still_open + 20


def _ink_of_boxes(render, item):
    """The dark dots in the strip of the page where the boxes stand."""
    render(item)
    strip = ["-x", "82", "-y", "215", "-W", "10", "-H", "45"]  # at 100 dots an inch, below the titles
    picture = subprocess.run(["pdftoppm", "-r", "100", "-gray", *strip, render.file], check=True, capture_output=True)
    return sum(dot < 160 for dot in picture.stdout[-10 * 45:])
