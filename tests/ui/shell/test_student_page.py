"""A student's page in the window: reached from anywhere, as much as the role needs, and nothing stays behind."""

import pytest

from tests.support import make_center
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.sessions import NoteBody, RedFlagCheck
from wellnessdesk.domain.student_facts import Audience, Facts
from wellnessdesk.services import sessions, student_facts, telling, visits

NOTE = NoteBody(service="peer_counseling", topics=("friends",), offers=("listened",), text="quicksilver lighthouse",
                red_flag=RedFlagCheck.NOTHING)
JOSE = 1


@pytest.fixture
def center(tmp_path):
    made = make_center(tmp_path / "center")
    visit = visits.check_in(made.front, JOSE, reason="talk_with_peer", origin="walk_in")
    made.clock.advance(minutes=2)
    visits.hand_over(made.front, visit.id, made.peer.person.id)
    made.clock.advance(minutes=18)
    (session,) = sessions.mine(made.peer)
    telling.told(made.peer, session.id)
    sessions.sign(made.peer, session.id, NOTE)
    visits.check_out(made.front, visit.id)
    student_facts.save(made.front, JOSE, Facts(preferred="Alex", pronouns="they/them", language="Spanish"))
    made.admin.close()
    return made


def rows(shown):
    return [(row.what, row.detail) for row in shown.screen.page.table.records_model.records()]


def test_control_k_finds_a_student_and_opens_their_page(at_desk):
    shown = at_desk(Role.FRONT_DESK)
    shown.keys("Ctrl+K")
    shown.drive.type("find.student", "nunes")  # in spite of the slip
    shown.drive.enter()
    assert shown.reads("Alex Núñez (they/them)")
    assert rows(shown) == [("Visit", "10:00 AM to 10:20 AM")]
    assert not shown.drive.has("student.contacts")


def test_the_way_back_leads_where_one_was_and_nothing_stays(at_desk):
    shown = at_desk(Role.COORDINATOR)
    shown.drive.click("nav.audit")
    shown.screen.show_student(JOSE)
    shown.drive.settle()
    page = shown.screen.page
    assert shown.screen.place().page == "audit"
    shown.drive.click("student.back")
    assert shown.screen.key_shown == "audit"
    assert page.student_id is None
    assert page.table.records_model.records() == ()


def test_a_coordinator_reads_the_whole_and_a_note_of_it(at_desk):
    shown = at_desk(Role.COORDINATOR)
    shown.screen.show_student(JOSE)
    shown.drive.settle()
    assert [what for what, _detail in rows(shown)] == [
        "Session with Pia Peer", "Visit", "What is shared, and with whom"]
    assert "Talk" in rows(shown)[1][1]
    shown.screen.page.table.selectRow(0)
    shown.screen.page.table.setFocus()
    shown.keys("Return")
    dialog = shown.drive.find("studentnote.close").window()
    assert "quicksilver lighthouse" in shown.texts(dialog)


def test_a_timeline_is_narrowed_to_a_kind_with_the_keyboard(at_desk):
    shown = at_desk(Role.COORDINATOR)
    shown.screen.show_student(JOSE)
    shown.drive.settle()
    shown.keys("Ctrl+F")
    assert shown.focused() == "student.kind"
    shown.keys("Down", "Down")
    assert [what for what, _detail in rows(shown)] == ["Session with Pia Peer"]
    shown.keys("Home")
    assert len(rows(shown)) == 3


def test_a_note_is_added_to_from_the_students_page(at_desk):
    shown = at_desk(Role.COORDINATOR)
    shown.screen.show_student(JOSE)
    shown.drive.settle()
    shown.screen.page.table.selectRow(0)
    shown.screen.page.table.setFocus()
    shown.keys("Return")
    shown.drive.click("studentnote.add")
    shown.drive.type("words.text", "I spoke with the teacher.")
    shown.drive.click("words.go")
    dialog = shown.drive.find("studentnote.close").window()
    assert "I spoke with the teacher." in shown.texts(dialog)


def test_facts_are_changed_from_the_page_and_shown_at_once(at_desk):
    shown = at_desk(Role.FRONT_DESK)
    shown.screen.show_student(JOSE)
    shown.drive.settle()
    shown.drive.click("student.edit")
    shown.drive.type("facts.access_needs", "A quiet corner")
    shown.drive.type("facts.card", "12")
    shown.drive.click("facts.save")
    assert shown.reads("A quiet corner") is False
    shown.drive.type("facts.card", "345")
    shown.drive.click("facts.save")
    assert shown.reads("A quiet corner")
    known = shown.ask(student_facts.of_student, JOSE)
    assert (known.facts.card, known.facts.audiences) == ("12345", frozenset({Audience.CENTER}))


def test_what_is_done_now_and_then_is_reached_with_the_keyboard(at_desk):
    shown = at_desk(Role.COORDINATOR)
    shown.screen.show_student(JOSE)
    shown.drive.settle()
    shown.drive.focus("student.more")
    shown.keys("Space")
    assert shown.focused() == "student.more.menu"
    shown.keys("Down", "Return")
    assert shown.drive.has("facts.save")


def test_an_acknowledgement_is_recorded_by_its_button(at_desk):
    shown = at_desk(Role.FRONT_DESK)
    shown.screen.show_student(JOSE)
    shown.drive.settle()
    shown.drive.click("student.acknowledge.taking_part")
    kinds = [one.kind for one in shown.ask(student_facts.of_student, JOSE).acknowledged]
    assert sorted(kinds) == ["taking_part", "what_is_shared"]  # a peer told them the other before
    assert not shown.drive.has("student.acknowledge.taking_part")


def test_a_peer_sees_their_own_sessions_and_changes_nothing(at_desk):
    shown = at_desk(Role.PEER)
    shown.screen.show_student(JOSE)
    shown.drive.settle()
    assert rows(shown) == [("Session with Pia Peer", "Peer counseling · note signed")]
    assert not shown.drive.has("student.edit")


def test_a_peer_who_was_never_with_them_is_sent_back(at_desk):
    shown = at_desk(Role.PEER)
    with shown.drive.answering() as said:
        shown.screen.show_student(2)
        shown.drive.settle()
    assert "never with you" in said[0]
    assert shown.screen.key_shown == "myday"


def test_from_the_note_being_written_a_peer_gets_to_the_page_and_back(start, tmp_path):
    made = make_center(tmp_path / "another")
    visit = visits.check_in(made.front, JOSE, reason="talk_with_peer", origin="walk_in")
    visits.hand_over(made.front, visit.id, made.peer.person.id)
    (session,) = sessions.mine(made.peer)
    made.admin.close()
    shown = start(made.folder, made.clock)
    shown.sign_in(Role.PEER)
    shown.drive.click(f"myday.session.{session.id}")
    shown.drive.type("note.text", "half a sen")
    shown.drive.click("note.about")
    assert shown.reads("José Núñez")
    assert rows(shown) == [("Session with Pia Peer", "note being written")]
    shown.drive.click("student.back")
    assert shown.drive.find("note.text").toPlainText() == "half a sen"
