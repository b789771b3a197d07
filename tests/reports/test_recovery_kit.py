"""A kit on paper: read back with pdftotext, its code scanned as a person would scan it, one page whatever it says."""

import subprocess
from datetime import date

import pytest

from wellnessdesk.base import formats, i18n
from wellnessdesk.domain.recovery import KitName, Paper, Sheet
from wellnessdesk.reports.recovery_kit import kit_pdf
from wellnessdesk.vault import recovery

STORE = "0f3c9a7712ab34cd56ef0f3c9a7712ab"
DAY = date(2026, 11, 24)


@pytest.fixture(params=["en", "es"])
def language(request):
    i18n.set_language(request.param)
    yield request.param
    i18n.set_language("en")


@pytest.fixture(params=list(KitName))
def kit(request):
    return recovery.new_kit(request.param)


def sheet(kit, **other):
    return Sheet(**{"kit": KitName(kit.name), "words": tuple(kit.words), "code": kit.code(STORE), "mark": kit.mark,
                    "center": "Oak Wellness Center", "school": "Oak High School", "printed_on": DAY, **other})


@pytest.fixture
def printed(tmp_path):
    """The pages of a kit as text; `printed.scan()` reads the code off the picture of the page."""
    file = tmp_path / "kit.pdf"

    def pages(made, paper=Paper.LETTER):
        file.write_bytes(kit_pdf(made, paper))
        read = subprocess.run(["pdftotext", "-layout", file, "-"], check=True, capture_output=True, text=True)
        return read.stdout.split("\f")[:-1]

    def scan():
        subprocess.run(["pdftoppm", "-r", "150", "-png", "-singlefile", file, tmp_path / "page"], check=True)
        read = subprocess.run(["zbarimg", "--quiet", "--raw", tmp_path / "page.png"], check=True, capture_output=True,
                              text=True)
        return read.stdout

    def size():
        told = subprocess.run(["pdfinfo", file], check=True, capture_output=True, text=True).stdout
        return next(line for line in told.splitlines() if line.startswith("Page size"))

    pages.scan, pages.size = scan, size
    return pages


def test_the_words_are_on_one_page_in_order_and_with_their_numbers(printed, kit, language):
    (page,) = printed(sheet(kit))
    found = page.split()
    for number, word in enumerate(kit.words, 1):
        assert word == found[found.index(f"{number}.") + 1]
        found = found[found.index(f"{number}.") + 2:]


def test_what_is_copied_from_the_page_is_the_kit(printed, kit):
    (page,) = printed(sheet(kit))
    lines = [line for line in page.splitlines() if line.strip()[:1].isdigit() and any(w in line for w in kit.words)]
    assert recovery.from_words(kit.name, "\n".join(lines[:6])) == kit


def test_the_code_is_scanned_back_to_the_kit(printed, kit, language):
    printed(sheet(kit))
    assert recovery.from_code(kit.name, printed.scan(), STORE) == kit


def test_it_says_whose_it_is_what_it_opens_and_what_to_do(printed, kit, language):
    (page,) = printed(sheet(kit))
    flowing = " ".join(page.split())
    for said in (i18n._("What it opens"), i18n._("What stays closed"), i18n._("What to do"), i18n._("The 24 words"),
                 kit.mark, formats.date(DAY), "Oak Wellness Center", "Oak High School",
                 i18n._("Recovery kit {letter}").format(letter=KitName(kit.name).letter)):
        assert said in flowing


def test_the_two_kits_do_not_say_the_same(printed):
    (a,) = printed(sheet(recovery.new_kit(KitName.A)))
    (b,) = printed(sheet(recovery.new_kit(KitName.B)))
    assert "school safe" in a
    assert "principal" not in a
    assert "For the principal" in b


@pytest.mark.parametrize(("paper", "size"), [(Paper.LETTER, "612 x 792"), (Paper.A4, "595.276 x 841.89")])
def test_it_is_one_page_on_either_paper_however_long_the_names_are(printed, kit, paper, size):
    long = "Saint Bartholomew and Guadalupe Consolidated Independent " * 5
    (page,) = printed(sheet(kit, center=long, school=long), paper)
    assert "Consolidated" in page
    assert size in printed.size()
    assert recovery.from_code(kit.name, printed.scan(), STORE) == kit


def test_a_made_up_center_says_so(printed, kit):
    (page,) = printed(sheet(kit, demo=True))
    assert "Demo center" in page
    assert "Secret" not in page


def test_what_a_center_is_called_is_never_markup(printed, kit):
    (page,) = printed(sheet(kit, center="<b>Oak</b> & Elm"))
    assert "<b>Oak</b> & Elm" in page
