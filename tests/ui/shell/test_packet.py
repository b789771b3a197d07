"""A parent's request, in the window: asked, each note decided on, read as it leaves, saved, and in the log."""

import pytest

from tests.families import LUIS, add_families
from tests.support import make_center
from wellnessdesk.domain.contacts import RuleKind
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.sessions import NoteBody, RedFlagCheck
from wellnessdesk.domain.student_file import Contact
from wellnessdesk.services import caregivers, disclosures, sessions, telling, visits
from wellnessdesk.ui.kit.packet_dialog import PacketDialog

JOSE = 1


@pytest.fixture
def center(tmp_path):
    made = make_center(tmp_path / "center")
    for text in ("Lunch with Anna O'Neil.", "Only quicksilver."):
        visit = visits.check_in(made.front, JOSE, reason="talk_with_peer", origin="walk_in")
        visits.hand_over(made.front, visit.id, made.peer.person.id)
        session = sessions.mine(made.peer)[0]
        telling.told(made.peer, session.id)
        made.clock.advance(minutes=20)
        sessions.sign(made.peer, session.id, NoteBody(
            service="peer_counseling", topics=("friends",), offers=("listened",), text=text,
            red_flag=RedFlagCheck.NOTHING))
        visits.check_out(made.front, visit.id)
    made.admin.close()
    return made


@pytest.fixture
def asking(at_desk):
    """The dialog at its first step."""
    shown = at_desk(Role.COORDINATOR)
    shown.screen.show_student(JOSE)
    shown.drive.settle()
    shown.drive.click("student.more")
    shown.drive.pick("student.more.menu", "student.packet")
    shown.dialog = shown.drive.find("packet.next").window()
    assert isinstance(shown.dialog, PacketDialog)
    return shown


def ask(shown):
    shown.drive.type("packet.recipient", "Rosa Núñez, mother")
    shown.drive.choose("packet.ground", "family")
    shown.drive.type("packet.purpose", "She asked for it")
    shown.drive.click("packet.next")


def test_nothing_is_opened_before_it_is_known_who_asks(asking):
    asking.drive.click("packet.next")
    assert asking.dialog._steps.currentIndex() == 0
    assert "Choose on which ground they receive it." in asking.texts(asking.dialog)


def test_each_note_is_decided_on_before_anything_is_shown(asking):
    ask(asking)
    assert asking.dialog._steps.currentIndex() == 1
    asking.drive.click("packet.next")
    assert "Not everything is decided yet" in asking.texts(asking.dialog)
    asking.drive.click("packet.include")
    asking.dialog.items.selectRow(1)
    asking.drive.settle()
    asking.drive.click("packet.withhold")
    asking.drive.click("packet.next")
    assert asking.dialog._steps.currentIndex() == 1  # a ground is missing
    asking.drive.choose("packet.withhold.ground", "minor_consent")
    asking.drive.click("packet.next")
    assert asking.dialog._steps.currentIndex() == 2
    shown = asking.texts(asking.dialog.preview)
    assert "Lunch with [another student]." in shown
    assert not any("quicksilver" in text for text in shown)


def test_it_is_saved_and_in_the_log_and_nothing_stays(asking, tmp_path):
    ask(asking)
    asking.drive.click("packet.rest")
    asking.drive.click("packet.next")
    asking.dialog.choose_file = lambda name: tmp_path / f"{name}.pdf"
    asking.drive.click("packet.next")
    (file,) = tmp_path.glob("Student record*.pdf")
    assert file.read_bytes().startswith(b"%PDF")
    assert [line.recipient for line in asking.ask(disclosures.of_student, JOSE)] == ["Rosa Núñez, mother"]
    assert (asking.dialog._draft, asking.dialog._decisions) == (None, {})


def test_how_somebody_is_kept_safe_is_never_included_along_with_the_rest(center, at_desk):
    center.admin.store.reopen(center.admin.keys.store_key)
    add_families(center)
    caregivers.set_rule(center.coordinator, JOSE, LUIS, RuleKind.DO_NOT_CONTACT, "periwinkle")
    center.admin.close()
    shown = at_desk(Role.COORDINATOR)
    shown.screen.show_student(JOSE)
    shown.drive.settle()
    shown.drive.click("student.more")
    shown.drive.pick("student.more.menu", "student.packet")
    shown.dialog = shown.drive.find("packet.next").window()
    assert "Luis Núñez: Do not contact" in shown.texts(shown.dialog.request)
    assert "periwinkle" not in " ".join(shown.texts(shown.dialog.request))
    ask(shown)
    assert not shown.dialog.review.care.isVisible()
    shown.drive.click("packet.rest")
    shown.drive.click("packet.next")
    assert "Not everything is decided yet" in shown.texts(shown.dialog)
    assert shown.dialog.review.item.key.startswith("rule:")
    assert shown.dialog.review.care.isVisible()
    shown.drive.click("packet.withhold")
    shown.drive.choose("packet.withhold.ground", "court_order")
    shown.drive.click("packet.next")
    assert shown.dialog._steps.currentIndex() == 2
    texts = shown.texts(shown.dialog.preview)
    assert any("34 CFR 99.4" in text for text in texts)
    assert not any("periwinkle" in text for text in texts)


def test_a_name_can_be_let_stand(asking):
    ask(asking)
    asking.drive.click("packet.hide.7.11")
    assert "Lunch with Anna O'Neil." in asking.texts(asking.dialog.review)
    asking.drive.click("packet.rest")
    asking.drive.click("packet.next")


def test_thinking_better_of_it_writes_nothing_down(asking):
    ask(asking)
    asking.drive.press_keys("Escape")
    assert asking.ask(disclosures.of_student, JOSE) == []


def test_the_language_follows_the_caregiver_until_somebody_chooses_another(asking, tmp_path):
    request = asking.dialog.request
    request.show_contacts((Contact(name="Rosa Núñez", relation="mother", language="es"),))
    assert request.reader_language() == "en"
    asking.drive.choose("packet.ground", "family")
    assert request.reader_language() == "es"
    asking.drive.choose("packet.ground", "transfer")
    assert request.reader_language() == "en"
    ask(asking)
    asking.drive.click("packet.rest")
    asking.drive.click("packet.next")
    shown = asking.texts(asking.dialog.preview)
    assert "Visitas" in shown
    assert "Visits" not in shown
    assert "Only quicksilver." in shown
    asking.dialog.choose_file = lambda name: tmp_path / f"{name}.pdf"
    asking.drive.click("packet.next")
    assert len(list(tmp_path.glob("Student record*.pdf"))) == 1  # the windows go on in their own language


def test_a_language_that_was_chosen_stays(asking):
    asking.drive.choose("packet.language", "es")
    ask(asking)
    assert asking.dialog.request.reader_language() == "es"
