"""Letters of hours and portfolios: what the records say is signed, holds in the code on the paper, and reads well."""

import subprocess
from datetime import timedelta

import pytest

from tests import trained
from tests.centers import fresh_center
from tests.reports import read_back
from tests.support import PASSPHRASE
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import speaking
from wellnessdesk.domain import statements as rules
from wellnessdesk.domain.hours import Entry
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.services import hours, papers, pathways, portfolio, statements


@pytest.fixture(scope="module")
def center(tmp_path_factory):
    made = fresh_center(tmp_path_factory.mktemp("portfolio") / "center")
    made.clock.advance(days=30)
    trained.hold(made, made.peer, minutes=90)
    hours.enter_for(made.coordinator, Entry(person=made.peer.person.id, minutes=150, activity="outreach",
                                            day=made.coordinator.today() - timedelta(days=3)))
    pathways.start(made.peer, "cwc1")
    return made


def letter(center, first=30, last=0):
    today = center.coordinator.today()
    return portfolio.issue_letter(center.coordinator, center.peer.person.id, today - timedelta(days=first),
                                  today - timedelta(days=last), PASSPHRASE)


def printed(center, one, tmp_path):
    (tmp_path / "one.pdf").write_bytes(portfolio.print_statement(center.peer, one.id))
    return tmp_path / "one.pdf"


def test_a_letter_states_hours_by_kind_and_competency(center, tmp_path):
    one = letter(center)
    assert one.body.splitlines()[1:] == ["Field: 2.5 hours", "Training: 1.5 hours", "In all: 4 hours",
                                         "Safety: 1.5 hours", "Culture and belonging: 2.5 hours"]
    file = printed(center, one, tmp_path)
    told = read_back.words(file)
    assert "Pia Peer served at Oak Wellness Center as a Wellness Peer" in told
    assert "In all 4 hours" in told
    assert (read_back.pages(file), read_back.paper(file)) == (1, "letter")
    assert [words for words, _page in read_back.bookmarks(file)] == ["Letter of hours", "How anybody can verify this"]


def test_the_code_on_a_portfolio_is_verified_by_ssh_keygen(center, tmp_path):
    one = portfolio.issue_portfolio(center.coordinator, center.peer.person.id, PASSPHRASE)
    file = printed(center, one, tmp_path)
    subprocess.run(["pdftoppm", "-r", "150", "-png", "-singlefile", file, tmp_path / "page"], check=True)
    read = subprocess.run(["zbarimg", "--raw", "--quiet", "--oneshot", tmp_path / "page.png"], capture_output=True,
                          check=True).stdout.decode()
    assert "Trainings completed: 1" in read
    (tmp_path / "code.txt").write_text(read)
    words = subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, text=True, check=True).stdout
    key = words[words.index("center namespaces="):].partition("Fingerprint")[0]
    (tmp_path / "center.key").write_text(" ".join(key.split()) + "\n")
    script = "set -e\n" + "\n".join(rules.steps(one))
    assert subprocess.run(["sh", "-c", script], cwd=tmp_path, capture_output=True, check=False).returncode == 0


def test_a_portfolio_shows_what_was_done_learned_and_aimed_at(center, tmp_path):
    one = portfolio.issue_portfolio(center.coordinator, center.peer.person.id, PASSPHRASE)
    file = printed(center, one, tmp_path)
    told = read_back.words(file)
    assert "Outreach, tabling, campaign 2.5 hours" in told
    assert "Red flags" in told
    assert "2.5 of 150 hours" in told
    assert [words for words, _page in read_back.bookmarks(file)] == [
        "Portfolio", "How anybody can verify this", "What I did", "What it was good for", "Trainings",
        "On the way to: Certified Wellness Coach I"]


def test_in_spanish_on_a4(center, tmp_path):
    papers.set_size(center.coordinator, Paper.A4)
    with speaking("es"):
        file = printed(center, letter(center), tmp_path)
    told = read_back.words(file)
    assert "Carta de horas" in told
    assert "2,5 horas" in told or "2.5 horas" in told
    assert read_back.paper(file) == "A4"
    papers.set_size(center.coordinator, Paper.LETTER)


def test_without_hours_or_with_days_the_wrong_way_round_nothing_is_signed(center):
    before = statements.mine(center.peer)
    with pytest.raises(Problem, match="no hours in these days"):
        letter(center, 30, 20)
    with pytest.raises(Problem, match="ends before it begins"):
        letter(center, 0, 20)
    with pytest.raises(portfolio.WrongPassphrase):
        portfolio.issue_portfolio(center.coordinator, center.peer.person.id, "another")
    assert statements.mine(center.peer) == before
