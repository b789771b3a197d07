"""The heart of the work in the real windows, person after person at one computer: a session with a red flag, from
raising to closing, with a referral, a call home and a handoff page; a group; a note given back and corrected; and a
friend of the peer's, whose record is closed to them and who is nowhere to be seen.
"""

import pytest

from tests.centers import handed_over, note
from tests.families import ROSA, add_families
from tests.journeys.test_flag_life import acknowledge_inside, banner, decide, hand_over
from tests.journeys.test_passing_on import dialog, take
from tests.journeys.test_returned_note import answer, give_back
from tests.support import make_center
from wellnessdesk.domain.flags import FlagStatus
from wellnessdesk.domain.peers import ConflictKind
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.referrals import Status
from wellnessdesk.domain.sessions import NoteState
from wellnessdesk.services import (
    audit,
    contacts,
    disclosures,
    ended_flags,
    flags,
    note_search,
    peers,
    referrals,
    sessions,
    visits,
)
from wellnessdesk.ui.kit.refer import ReferDialog
from wellnessdesk.ui.pages.overview.handoff_dialog import HandoffDialog
from wellnessdesk.ui.pages.students.contact_dialogs import ContactDialog

JOSE, ANNA, MINH = 1, 2, 3
WORDS, WHY, FRIEND = "quicksilver lighthouse", "periwinkle anvil", "marmalade"
GROUP = "The group talked about new classes."


@pytest.fixture
def center(tmp_path):
    """Anna is a friend of Pia Peer's: that was declared after Pia had written a note about her."""
    made = make_center(tmp_path / "center")
    add_families(made)
    earlier = handed_over(made, ANNA, made.peer)
    sessions.sign(made.peer, earlier, note(text=f"talked about {FRIEND}"))
    sessions.cosign(made.coordinator, earlier)
    visits.check_out(made.front, visits.queue(made.front).with_peer[-1].id)
    peers.declare(made.coordinator, made.peer.person.id, ANNA, ConflictKind.FRIEND)
    made.admin.close()
    return made


def peer_raises_the_flag(shown):
    shown.keys("Ctrl+Shift+F")
    shown.drive.type("flag.words", WORDS)
    shown.keys("Ctrl+Return")
    assert shown.reads("Stay with them. Fetch an adult now.")


def an_adult_comes(shown):
    """The front desk learns that somebody is needed, and no more; the coordinator takes it on beside them."""
    assert banner(shown).startswith("Coordinator needed now")
    assert not any(WORDS in text for text in shown.texts())
    acknowledge_inside(shown)
    assert banner(shown) == ""


def coordinator_refers_from_the_flag(shown):
    shown.drive.click("overview.read")
    assert shown.reads(WORDS)
    shown.drive.click("flag.refer")
    here = dialog(shown, ReferDialog)
    here.kind.set_value("counseling")
    shown.drive.type("refer.to", "Valley Counseling")
    shown.drive.type("refer.why", WHY)
    shown.drive.type("refer.purpose", "Would like to talk about sleep.")
    shown.drive.click("refer.save")
    shown.drive.click("nav.referrals")
    shown.screen.page.under_way.selectRow(0)
    shown.drive.settle()
    take(shown, "consent", who="student", how="in_person")
    take(shown, "send", how="phone")


def coordinator_calls_home(shown):
    shown.screen.show_student(JOSE)
    shown.drive.settle()
    shown.drive.click("caregiver.contact")
    here = dialog(shown, ContactDialog)
    here.caregiver.set_value(str(ROSA))
    here.channel.set_value("phone")
    shown.drive.type("contact.summary", "She comes at two.")
    shown.drive.click("contact.save")


def coordinator_hands_over_and_closes(shown, folder):
    shown.drive.click("nav.overview")  # the flag is still open where one left it
    decide(shown, "disposition", "Walked over with him.")
    decide(shown, "caregiver", "He asked for it.", "yes")
    shown.drive.click("flag.handoff")
    here = dialog(shown, HandoffDialog)
    here.choose_file, here.show_file = lambda name: folder / name, lambda _file: None
    shown.drive.type("handoff.recipient", "Mr. Ortiz")
    shown.drive.type("handoff.stayed", "The peer")
    shown.drive.click("act.go")
    assert [file.read_bytes()[:4] for file in folder.glob("Handoff*.pdf")] == [b"%PDF"]
    decide(shown, "report", "", "no")
    decide(shown, "outcome", "Back in class.")
    shown.drive.click("flag.close")


def closed_with_all_that_belongs_to_it(shown):
    assert shown.ask(flags.not_closed) == []
    (story,) = shown.ask(ended_flags.find, ended_flags.Wanted(student="jose", words="class")).stories
    assert (story.flag.mark.status, story.closing.outcome) == (FlagStatus.CLOSED, "Back in class.")
    (sent,) = shown.ask(referrals.over)
    assert (sent.mark.status, sent.facts.flag, sent.outcome) == (Status.CLOSED, story.flag.mark.id, "Back in class.")
    assert [one.entry.summary for one in shown.ask(contacts.of_student, JOSE)] == ["She comes at two."]
    assert {one.recipient for one in shown.ask(disclosures.of_student, JOSE)} == {"Mr. Ortiz", "Valley Counseling"}


def peer_writes_about_a_group(shown):
    shown.drive.click("note.back")  # from the note with José, where the flag was raised
    shown.drive.click("myday.new")
    for name in ("José Núñez", "Minh Nguyễn"):
        shown.drive.type("picker.search", name)
        shown.drive.enter()
    shown.drive.choose("session.place", "library")
    shown.drive.choose("session.service", "support_groups")
    shown.drive.click("act.go")
    if shown.drive.has("telling.done"):
        shown.drive.click("telling.done")
    shown.drive.click("note.topics.school_work")
    shown.drive.click("note.offers.listened")
    shown.drive.click(f"group.about.{MINH}")
    shown.drive.type(f"group.remark.{MINH}", "Offered to bring a game.")
    shown.drive.type("note.text", GROUP)
    shown.drive.click("note.redflag.nothing")
    with shown.drive.answering():
        shown.drive.click("note.sign")
    made = max(one.id for one in shown.ask(sessions.mine))
    read = shown.ask(sessions.read_note, made)
    assert (read.body.text, read.remarks) == (GROUP, ((MINH, "Offered to bring a game."),))
    return made


def peer_finds_nothing_of_a_friend(shown):
    """Neither in what is to be done, nor by name, nor by the words of their own earlier note."""
    assert not any("Anna" in text for text in shown.texts())
    shown.drive.click("myday.new")
    shown.drive.type("picker.search", "Anna O'Neil")
    shown.drive.enter()
    assert not shown.drive.has("picker.listed")
    assert any("cannot" in text or "closed" in text for text in shown.texts())
    shown.keys("Escape", "Escape")
    while not shown.ask(note_search.read_on):
        pass
    assert shown.ask(note_search.find, FRIEND).notes == ()
    assert [one.session.student for one in shown.ask(note_search.find, "talked").notes] == [""]  # the group alone


def coordinator_cosigns(shown, session):
    shown.tab_to("overview.review")
    shown.keys("Space")
    assert shown.reads("Biology, fourth period.")
    shown.keys("Return")
    assert shown.ask(sessions.read_note, session).session.note is NoteState.COSIGNED


@pytest.mark.timeout(300)
def test_the_heart_of_the_work(sit_down, center, tmp_path):
    hand_over(center, sit_down(Role.FRONT_DESK))
    peer_raises_the_flag(sit_down(Role.PEER))
    center.clock.advance(minutes=4)
    an_adult_comes(sit_down(Role.FRONT_DESK))

    shown = sit_down(Role.COORDINATOR)
    coordinator_refers_from_the_flag(shown)
    coordinator_calls_home(shown)
    coordinator_hands_over_and_closes(shown, tmp_path)
    closed_with_all_that_belongs_to_it(shown)

    center.clock.advance(minutes=30)
    shown = sit_down(Role.PEER)
    group = peer_writes_about_a_group(shown)
    center.clock.advance(minutes=5)
    give_back(sit_down(Role.COORDINATOR), group)
    shown = sit_down(Role.PEER)
    assert shown.reads("Which class was it?")  # they come back to the note that they signed
    shown.drive.click("note.back")
    answer(shown, group)
    shown.drive.click("note.back")
    peer_finds_nothing_of_a_friend(shown)

    shown = sit_down(Role.COORDINATOR)
    coordinator_cosigns(shown, group)
    verdict = shown.ask(audit.verify)
    assert verdict.sound, verdict
