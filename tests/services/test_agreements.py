"""Agreements are signed with name and passphrase, verified by ssh-keygen, printed, ended; papers are sealed."""

import shutil
import subprocess
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from tests.centers import fresh_center
from tests.support import PASSPHRASE
from tests.trained import PAPER, sign_all
from wellnessdesk.base.errors import Problem
from wellnessdesk.domain import agreements as rules
from wellnessdesk.services import agreements, caregiver_papers
from wellnessdesk.services.agreements import WrongPassphrase
from wellnessdesk.services.flag_steps import StepProblem
from wellnessdesk.store import sealed
from wellnessdesk.vault import sshsig

ETHICS = "code_of_ethics"
PDF = b"%PDF-1.4 walnut harbor"


@pytest.fixture
def center(tmp_path):
    return fresh_center(tmp_path / "center")


def signed(center, kind=ETHICS):
    return agreements.sign(center.peer, kind, "pia  peer", PASSPHRASE)


def mine(center, kind=ETHICS):
    return next(one for one in agreements.mine(center.peer) if one.text.kind == kind)


def test_what_is_signed_counts_until_its_term_is_over(center):
    assert not mine(center).counts
    signed(center)
    assert mine(center).counts
    assert mine(center).signed.lapses_on == rules.lapses_on(mine(center).text, center.peer.today())
    center.clock.advance(days=366)
    assert not mine(center).counts


def test_another_name_or_a_wrong_passphrase_signs_nothing(center):
    with pytest.raises(Problem, match="Type your own name as it stands here: Pia Peer"):
        agreements.sign(center.peer, ETHICS, "Otto Other", PASSPHRASE)
    with pytest.raises(WrongPassphrase):
        agreements.sign(center.peer, ETHICS, "Pia Peer", "another")
    with pytest.raises(Problem, match="no such agreement"):
        agreements.sign(center.peer, "ghost", "Pia Peer", PASSPHRASE)
    assert not mine(center).counts


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")
def test_ssh_keygen_verifies_the_signature_over_the_exact_words(center, tmp_path):
    one = signed(center)
    words = mine(center).text
    data = rules.statement(words, language=one.language, person=one.person, name=one.name, at=one.at,
                           center=center.peer.center.id)
    key = center.peer.keys.directory.entry(one.person).sign
    (tmp_path / "allowed").write_text(sshsig.allowed_signers_line("pia", key, rules.NAMESPACE) + "\n")
    (tmp_path / "sig").write_text(one.signature)

    def verified(what):
        command = ["ssh-keygen", "-Y", "verify", "-f", "allowed", "-I", "pia", "-n", rules.NAMESPACE, "-s", "sig"]
        return subprocess.run(command, input=what, cwd=tmp_path, capture_output=True, check=False).returncode == 0

    assert verified(data)
    assert not verified(data.replace(b"ethics", b"ethicz"))


def test_new_words_are_signed_anew_and_the_old_signature_still_fits_its_own(center):
    one = signed(center)
    later = center.coordinator.today() + timedelta(days=3)
    agreements.save_text(center.coordinator, replace(mine(center).text, en="New", es="Nuevo", since=later))
    assert mine(center).counts
    center.clock.advance(days=3)
    assert not mine(center).counts
    assert agreements.print_signed(center.coordinator, one.id).startswith(b"%PDF")
    signed(center)
    assert mine(center).counts


@pytest.mark.parametrize(("changes", "field"), [({"en": ""}, "en"), ({"es": " "}, "es"), ({"term_months": 0},
                         "term_months"), ({"since": None}, "since"), ({"kind": "ghost"}, "kind")])
def test_words_that_will_not_do_are_told_at_their_field(center, changes, field):
    found = mine(center).text
    wanted = replace(found, since=center.coordinator.today() + timedelta(days=1))
    wanted = replace(wanted, **{name: found.since if value is None else value for name, value in changes.items()})
    with pytest.raises(StepProblem) as caught:
        agreements.save_text(center.coordinator, wanted)
    assert set(caught.value.found) == {field}


@pytest.mark.parametrize("statement", ["UPDATE agreement_texts SET en = 'I promise nothing'",
                                       "UPDATE agreements SET name = 'Otto Other'",
                                       "UPDATE agreements SET signature = 'x'"])
def test_a_signature_that_does_not_fit_its_words_is_shown_as_such_and_not_printed(center, statement):
    one = signed(center)
    with center.coordinator.store.transaction() as tx:
        tx.session.execute(text(statement))
    assert not agreements.of_peers(center.coordinator)[center.peer.person.id][1].signed.holds
    with pytest.raises(Problem, match="does not fit the words"):
        agreements.print_signed(center.coordinator, one.id)


def test_a_peer_prints_their_own_and_nobody_elses(center):
    one = signed(center)
    assert agreements.print_signed(center.peer, one.id).startswith(b"%PDF")
    with pytest.raises(Problem, match="not there any more"):
        agreements.print_signed(center.desks["Otto Other"], one.id)


def test_a_signature_that_is_ended_does_not_count(center):
    sign_all(center.peer)
    agreements.end(center.coordinator, mine(center).signed.id)
    assert [one.text.kind for one in agreements.mine(center.peer) if not one.counts] == [ETHICS]
    with pytest.raises(Problem, match="already"):
        agreements.end(center.coordinator, "ghost")


def test_a_caregivers_paper_is_kept_with_its_scan_and_who_signed_is_sealed(center):
    peer, today = center.peer.person.id, center.coordinator.today()
    made = caregiver_papers.keep(center.coordinator, peer, PAPER, today, "Marigold Anvil", PDF)
    (one,) = caregiver_papers.of_peer(center.coordinator, peer)
    assert (one.signed_by, one.scan_name, one.of_age) == ("Marigold Anvil", "scan.pdf", False)
    assert caregiver_papers.open_scan(center.coordinator, made.id)[1] == PDF
    with center.front.reading() as tx:
        blob = sealed.get(tx, caregiver_papers.PAPER, made.id, 1)
    assert b"Marigold" not in blob
    assert b"walnut" not in blob
    caregiver_papers.end(center.coordinator, made.id)
    assert caregiver_papers.of_peer(center.coordinator, peer)[0].ended_at is not None
    with pytest.raises(Problem, match="already"):
        caregiver_papers.end(center.coordinator, made.id)


@pytest.mark.parametrize(("changes", "says"), [
    ({"signed_by": " "}, "Write who signed"), ({"kind": "ghost"}, "not in the list"), ({"days": 1}, "still to come"),
    ({"scan": b"MZ\x90"}, "PDF, PNG or JPEG"), ({"scan": b"%PDF-" + bytes(4 * 1024 * 1024)}, "too large")])
def test_a_paper_that_will_not_do_is_refused(center, changes, says):
    values = {"kind": PAPER, "days": 0, "signed_by": "X", "scan": b""} | changes
    with pytest.raises(Problem, match=says):
        caregiver_papers.keep(center.coordinator, center.peer.person.id, values["kind"],
                              center.coordinator.today() + timedelta(days=values["days"]), values["signed_by"],
                              values["scan"])


def test_who_is_of_age_needs_no_paper_and_a_spoiled_seal_says_so(center):
    made = caregiver_papers.of_age(center.coordinator, center.peer.person.id, PAPER)
    assert made.of_age
    with center.coordinator.store.transaction() as tx:
        tx.session.execute(text("UPDATE sealed SET blob = x'00' WHERE kind = 'caregiver paper'"))
    assert caregiver_papers.of_peer(center.coordinator, center.peer.person.id)[0].problem
