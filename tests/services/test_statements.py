"""Statements are signed with a passphrase, hold in the code on the paper, are verified by ssh-keygen, and end."""

import subprocess

import pytest

from tests.centers import fresh_center
from tests.reports import read_back
from tests.store.stores import raw
from tests.support import PASSPHRASE
from wellnessdesk.base.errors import Denied, Problem
from wellnessdesk.domain import statements as rules
from wellnessdesk.domain.statements import Kind
from wellnessdesk.services import audit, portfolio, statements
from wellnessdesk.services.statements import WrongPassphrase

BODY = "Field hours: 120.5\nTraining hours: 18\nJosé Ñandú, 李"


@pytest.fixture(scope="module")
def center(tmp_path_factory):
    return fresh_center(tmp_path_factory.mktemp("statements") / "center")


@pytest.fixture(scope="module")
def made(center):
    return statements.issue(center.coordinator, Kind.HOURS, center.peer.person.id, BODY, PASSPHRASE)


def shell(center, statement, *values):
    connection = raw(center.admin.store.path, center.admin.keys.store_key)
    connection.execute(statement, values)
    connection.commit()
    connection.close()


def scanned(file, folder):
    """What a scanner reads from the code on the page."""
    subprocess.run(["pdftoppm", "-r", "150", "-png", "-singlefile", file, folder / "page"], check=True)
    told = subprocess.run(["zbarimg", "--raw", "--quiet", "--oneshot", folder / "page.png"], capture_output=True,
                          check=True)
    return told.stdout.decode()


def test_a_statement_says_who_what_and_when_and_both_who_may_see_it(center, made):
    assert made.text.startswith(f"WellnessDesk statement: hours {made.id}\ncenter: ")
    assert "about: Pia Peer\n" in made.text
    assert made.body == BODY
    assert made.stands
    assert made in statements.of_person(center.coordinator, center.peer.person.id)
    assert made in statements.mine(center.peer)
    assert statements.mine(center.desks["Otto Other"]) == []


def test_the_code_on_the_paper_holds_what_ssh_keygen_verifies(center, made, tmp_path):
    (tmp_path / "one.pdf").write_bytes(portfolio.print_statement(center.coordinator, made.id))
    told = scanned(tmp_path / "one.pdf", tmp_path)
    assert rules.taken_apart(told) == (made.text, made.signature)
    # as somebody does who has nothing but the paper
    (tmp_path / "code.txt").write_text(told)
    words = subprocess.run(["pdftotext", "-raw", tmp_path / "one.pdf", "-"], capture_output=True, text=True,
                           check=True).stdout
    key = words[words.index("center namespaces="):].partition("Fingerprint")[0]
    (tmp_path / "center.key").write_text(" ".join(key.split()) + "\n")

    def verified():
        script = "set -e\n" + "\n".join(rules.steps(made))
        return subprocess.run(["sh", "-c", script], cwd=tmp_path, capture_output=True, check=False).returncode == 0

    assert verified()
    (tmp_path / "code.txt").write_text(told.replace("120.5", "420.5"))
    assert not verified()


def test_the_paper_says_in_plain_words_how_to_verify_it(center, made, tmp_path):
    (tmp_path / "one.pdf").write_bytes(portfolio.print_statement(center.peer, made.id))
    told = read_back.words(tmp_path / "one.pdf")
    assert "How anybody can verify this" in told
    assert "ssh-keygen -Y verify" in told
    assert "18" in told
    assert read_back.pages(tmp_path / "one.pdf") == 1


def test_nobody_else_prints_it(center, made):
    with pytest.raises(Problem, match="not there any more"):
        portfolio.print_statement(center.desks["Otto Other"], made.id)
    with pytest.raises(Denied):
        statements.issue(center.admin, Kind.HOURS, center.peer.person.id, BODY, PASSPHRASE)


def test_a_certificate_is_framed_on_one_page_and_its_code_holds_what_was_signed(center, tmp_path):
    body = "Has completed the training “Red flags” (version 1, 90 minutes).\nIn class, on September 14, 2026."
    made = statements.issue(center.coordinator, Kind.CERTIFICATE, center.peer.person.id, body, PASSPHRASE)
    (tmp_path / "one.pdf").write_bytes(portfolio.print_statement(center.peer, made.id))
    told = read_back.words(tmp_path / "one.pdf")
    for part in ("Certificate", "Pia Peer", *body.split("\n"), "Cora Coordinator", "Coordinator · signed on"):
        assert part in told
    assert read_back.pages(tmp_path / "one.pdf") == 1
    assert rules.taken_apart(scanned(tmp_path / "one.pdf", tmp_path)) == (made.text, made.signature)


@pytest.mark.parametrize(("who", "body", "sentence"), [
    ("peer", " \n", "nothing to state"), ("peer", "x" * 701, "too much"),
    ("peer", "-----BEGIN SSH SIGNATURE-----", "cannot be stated"), ("front", BODY, "about Wellness Peers")])
def test_what_cannot_be_stated_is_said(center, who, body, sentence):
    with pytest.raises(Problem, match=sentence):
        statements.issue(center.coordinator, Kind.HOURS, getattr(center, who).person.id, body, PASSPHRASE)


def test_a_wrong_passphrase_signs_nothing(center, made):
    before = statements.mine(center.peer)
    with pytest.raises(WrongPassphrase):
        statements.issue(center.coordinator, Kind.HOURS, center.peer.person.id, BODY, "another")
    assert made in before
    assert statements.mine(center.peer) == before


def test_one_that_is_ended_stays_and_is_not_printed_any_more(center):
    other = statements.issue(center.coordinator, Kind.CERTIFICATE, center.peer.person.id, BODY, PASSPHRASE)
    statements.end(center.coordinator, other.id)
    found = next(one for one in statements.mine(center.peer) if one.id == other.id)
    assert (found.stands, found.ended_by) == (False, center.coordinator.person.id)
    with pytest.raises(Problem, match="does not stand by"):
        portfolio.print_statement(center.peer, other.id)
    with pytest.raises(Problem, match="already"):
        statements.end(center.coordinator, other.id)
    assert audit.verify(center.coordinator).sound


@pytest.mark.parametrize("statement", ["UPDATE statements SET text = replace(text, '120.5', '420.5') WHERE id = ?",
                                       "UPDATE statements SET by = person_id WHERE id = ?",
                                       "UPDATE statements SET kind = 'portfolio' WHERE id = ?"])
def test_one_that_was_changed_behind_the_log_is_told_and_not_printed(center, made, statement):
    shell(center, statement, made.id)
    try:
        assert not next(one for one in statements.mine(center.peer) if one.id == made.id).holds
        with pytest.raises(Problem, match="does not fit the words"):
            portfolio.print_statement(center.peer, made.id)
        assert "stated about peers" in audit.verify(center.coordinator).finding
    finally:
        shell(center, "UPDATE statements SET text = ?, by = ?, kind = ? WHERE id = ?", made.text, made.by, "hours",
              made.id)
