"""A note on its way through review, by keyboard alone: given back, corrected by its author, co-signed, given out."""

import subprocess

import pytest

from tests.centers import note
from tests.support import open_as
from wellnessdesk.domain.disclosures import Ground, Way
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.sessions import NoteState
from wellnessdesk.services import audit, disclosures, note_returns, people, sessions, telling, visits

JOSE = 1


@pytest.fixture
def signed(center):
    """A note of the first peer about José waits for review; its session's number."""
    front = open_as(center, "Frank Desk")
    visit = visits.check_in(front, JOSE, reason="talk_with_peer", origin="walk_in")
    peer = next(one.person for one in people.peers(front) if one.person.name == "Pia Peer")
    visits.hand_over(front, visit.id, peer.id)
    front.store.close()
    desk = open_as(center, "Pia Peer")
    (session,) = sessions.mine(desk)
    telling.told(desk, session.id)
    sessions.sign(desk, session.id, note())
    desk.store.close()
    return session.id


def give_back(shown, session):
    """The coordinator reads the first note and gives it back: Space, R, a sentence, Ctrl+Enter."""
    shown.tab_to("overview.review")
    shown.keys("Space", "R")
    shown.write("Which class was it?")
    shown.keys("Ctrl+Return")
    assert shown.ask(sessions.to_review) == []
    assert shown.ask(note_returns.comment_of, session).comment == "Which class was it?"


def answer(shown, session):
    """The peer finds it under My day with the comment, opens it, and adds to it."""
    assert shown.reads("“Which class was it?”")
    shown.tab_to(f"myday.session.{session}")
    shown.keys("Return")
    shown.tab_to("note.add")
    shown.keys("Space")
    shown.write("Biology, fourth period.")
    shown.keys("Ctrl+Return")
    assert shown.reads("Biology, fourth period.")


def cosign_and_give_out(shown, session, path):
    """The coordinator sees that it is answered, reads question and answer, co-signs; then finds it and gives it out."""
    shown.tab_to("overview.review")
    shown.keys("Space")
    for words in ("Answered", "Which class was it?", "Biology, fourth period."):
        assert shown.reads(words)
    shown.keys("Return")
    assert shown.ask(sessions.read_note, session).session.note is NoteState.COSIGNED

    shown.screen.show_student(JOSE)
    shown.drive.settle()
    shown.tab_to("student.timeline")
    while (row := shown.screen.page.table.current()) is None or row.opens != f"session:{session}":
        shown.keys("Down")
    shown.keys("Return")
    dialog = shown.drive.find("studentnote.print").window()
    shown.drive.click("studentnote.print")
    dialog.printing.choose_file = lambda _name: path
    shown.drive.type("disclosure.recipient", "Rosa Delgado, mother")
    shown.drive.choose("disclosure.ground", Ground.FAMILY.value)
    shown.drive.type("disclosure.purpose", "She asked for it.")
    shown.drive.click("disclosure.save")


@pytest.mark.timeout(180)
def test_a_note_is_given_back_corrected_cosigned_and_given_out(sit_down, center, signed, tmp_path):
    give_back(sit_down(Role.COORDINATOR), signed)
    center.clock.advance(minutes=20)
    answer(sit_down(Role.PEER), signed)
    center.clock.advance(minutes=20)
    coordinator = sit_down(Role.COORDINATOR)
    cosign_and_give_out(coordinator, signed, tmp_path / "note.pdf")

    (line,) = [one for one in coordinator.ask(disclosures.of_student, JOSE) if one.way is Way.NOTE]
    assert line.recipient == "Rosa Delgado, mother"
    verdict = coordinator.ask(audit.verify)
    assert verdict.sound, verdict
    printed = subprocess.run(["pdftotext", tmp_path / "note.pdf", "-"], capture_output=True, text=True, check=True)
    assert "Biology, fourth period." in printed.stdout
