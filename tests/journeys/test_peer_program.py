"""The life of a Wellness Peer through the real windows, a sign-in for each person: an application written here, rated,
decided and answered; an account; refused at the first hand-over with all that is missing; trained, tested, signed;
the first cleared session; and a certificate.
"""

import pytest
from PySide6.QtWidgets import QMenu

from tests.applied import ANSWERS, WORD
from tests.journeys.test_main_job import first_chip
from tests.reports.read_back import words
from tests.support import PASSPHRASE, make_center, quick_keys
from tests.windows import end
from wellnessdesk.domain.agreements import kinds
from wellnessdesk.domain.hours import Kind
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.sessions import NoteState
from wellnessdesk.services import (
    application_ratings,
    audit,
    hours,
    opening,
    peers,
    people,
    sessions,
    statements,
    visits,
)
from wellnessdesk.services.consents import Consent
from wellnessdesk.services.opening import Newcomer
from wellnessdesk.store import students

ANNA = 2
NAME, SECOND = "Anna O'Neil", "Carl Second"
NEW_HERE = "7"
EXAM = """\
id,topic,question,a,b,answer
q1,red_flags,A friend says they want to die. What do you do?,I stay and fetch an adult,I keep it secret,a
"""


@pytest.fixture
def center(tmp_path):
    """With a second coordinator."""
    with quick_keys():
        made = make_center(tmp_path / "center")
        people.add(made.admin, Newcomer(name=SECOND, role=Role.COORDINATOR, passphrase=PASSPHRASE),
                   Consent(made.coordinator.person.id, PASSPHRASE))
        with made.admin.reading() as tx:
            made.number = students.get(tx, ANNA).student_number
        made.admin.close()
        yield made


def rates(shown, points):
    shown.screen.page.table.selectRow(0)
    shown.drive.settle()
    for skill in ("listening", "goals"):
        shown.drive.click(f"rating.{skill}.{points}")


def applicant_writes(shown, number):
    shown.drive.click("applications.hand_over")
    shown.drive.type("kiosk.number", number)
    shown.drive.enter()
    shown.drive.type("apply.word", WORD)
    shown.drive.enter()
    for question, answer in ANSWERS.items():
        shown.drive.type(f"apply.answer.{question}", answer)
    shown.drive.click("apply.send")
    shown.drive.click("kiosk.done")
    shown.drive.click("apply.staff")
    shown.drive.type("apply.leave.passphrase", PASSPHRASE)
    shown.drive.click("apply.leave.go")


@pytest.fixture
def sit(start, center):
    """Lets somebody of this name sign in, once whoever sat there has locked."""
    open_now = []

    def run(name):
        while open_now:
            shown = open_now.pop()
            shown.keys("Ctrl+L")
            end(shown)
        shown = start(center.folder, center.clock)
        open_now.append(shown)
        shown.program.choose(opening.find(center.folder, name))
        shown.drive.type("signin.passphrase", PASSPHRASE)
        shown.drive.enter()
        return shown

    return run


def decides(shown, folder):
    shown.drive.click("applications.tab.rank")
    page = shown.screen.page
    page.rank.table.selectRow(0)
    shown.drive.click("rank.chosen")
    page.choose_pdf = lambda name: folder / f"{name}.pdf"
    page.rank.table.selectRow(0)
    page.save_letters("en", False)
    shown.drive.settle()
    assert "you have been chosen" in words(folder / "Letters.pdf")


def is_chosen(sit, center, folder):
    """A round, one application, two who rate it, a decision with its letter."""
    shown = sit("Cora Coordinator")
    shown.drive.click("nav.settings")
    shown.drive.click("settings.clearance")
    shown.drive.click("nav.applications")
    shown.drive.click("applications.first")
    shown.drive.type("round.title", "Spring")
    shown.drive.click("act.go")
    applicant_writes(shown, center.number)
    rates(shown, 4)

    shown = sit(SECOND)
    shown.drive.click("nav.applications")
    rates(shown, 2)
    (row,) = shown.ask(application_ratings.ranking, 1).rows
    assert (row.raters, row.apart) == (2, ("listening", "goals"))
    decides(shown, folder)


def gets_an_account(sit):
    shown = sit("Ada Admin")
    shown.drive.click("nav.people")
    shown.drive.click("people.accounts")
    assert shown.drive.find("people.name").text() == NAME
    shown.drive.type("people.passphrase", PASSPHRASE)
    shown.drive.type("people.again", PASSPHRASE)
    shown.drive.click("people.save")
    assert not shown.drive.has("people.accounts")


def menu_of_peers(shown):
    """At the front desk, of who waits; the action of the new peer, where it stands in the menu."""
    shown.tab_to("queue.waiting")
    shown.keys("Home", "Ctrl+H")
    menu = shown.focus
    assert isinstance(menu, QMenu)
    return menu, next(action for action in menu.actions() if NAME in action.text())


def is_refused_first(shown):
    """José is new at the school; the newest peer stands in the menu, and all that is missing beside."""
    shown.write("nun")
    shown.keys("Return", NEW_HERE, "Return")
    (waiting,) = shown.ask(visits.queue).waiting
    assert waiting.reason == "new_here"
    menu, hers = menu_of_peers(shown)
    assert not hers.isEnabled()
    assert hers.text() == f"{NAME}\tnot cleared yet"
    for lacked in ("“My role and its limits” (in class)", "“Code of ethics” (the peer signs on My day)",
                   "“Caregiver's consent” (a coordinator records it on Training)"):
        assert lacked in hers.toolTip(), hers.toolTip()
    menu.close()
    shown.drive.settle()


def is_trained(shown, anna, folder):
    """A class, what she learned elsewhere, an exam to be taken, and the paper of her mother."""
    drive, page = shown.drive, go_to_training(shown)
    for module, how in (("role_and_scope", "training.add_class"), ("confidentiality", "training.carry_in")):
        page.matrix.choose(anna, module)
        drive.click(how)
        if how == "training.add_class":
            drive.click("class.go")
    drive.hide_toasts()
    drive.click("training.tab.exams")
    bank = folder / "first_week.csv"
    bank.write_text(EXAM, encoding="utf-8")
    page.acts.choose_bank = lambda: bank
    drive.click("training.import")
    drive.find("bank.module").set_value("red_flags")
    drive.click("act.go")
    drive.click("training.tab.clearance")
    page.table.select(anna)
    drive.settle()
    drive.click("training.paper.caregiver_consent")
    drive.type("paper.who", "Mrs. O'Neil")
    drive.click("act.go")


def go_to_training(shown):
    shown.drive.click("nav.training")
    return shown.screen.page


def signs_and_is_tested(shown):
    """Everything there is to sign, and the exam."""
    for kind in kinds():
        shown.drive.click(f"standing.sign.{kind}")
        shown.drive.type("sign.name", NAME)
        shown.drive.type("sign.passphrase", PASSPHRASE)
        shown.drive.click("sign.go")
    shown.drive.click("standing.exam.first_week")
    cards = shown.drive.find("exam.choices")
    cards.card("a").click()
    shown.drive.settle()
    shown.drive.click("exam.next")
    shown.drive.click("exam.close")


def takes_him(shown):
    """The same menu, a while later: now she can be chosen."""
    menu, hers = menu_of_peers(shown)
    assert hers.isEnabled(), hers.toolTip()
    menu.setActiveAction(hers)
    shown.keys("Return")
    (with_peer,) = shown.ask(visits.queue).with_peer
    assert with_peer.peer == NAME


def writes_the_first_note(shown):
    (session,) = shown.ask(sessions.mine)
    shown.drive.click(f"myday.session.{session.id}")
    shown.drive.click("telling.done")
    shown.drive.choose("note.service", "orientation")
    for group in ("topics", "offers"):
        shown.drive.click(f"note.{group}.{first_chip(shown, group)}")
    shown.drive.click("note.redflag.nothing")
    shown.drive.type("note.text", "We walked around the school.")
    with shown.drive.answering():
        shown.drive.click("note.sign")
    (signed,) = shown.ask(sessions.mine)
    assert signed.note is NoteState.SIGNED


def is_certified(shown, anna, folder):
    """By exam, as the paper says; OpenSSH alone finds the signature good."""
    page = go_to_training(shown)
    page.matrix.choose(anna, "red_flags")
    page.acts.choose_pdf = lambda name: folder / f"{name}.pdf"
    shown.drive.click("training.certificate")
    shown.drive.type("certificate.passphrase", PASSPHRASE)
    shown.drive.click("act.go")
    shown.drive.wait(lambda: (folder / f"{NAME}.pdf").exists(), "the certificate")
    told = words(folder / f"{NAME}.pdf")
    for part in (NAME, "Red flags", "1 of 1 question right"):
        assert part in told, told
    (made,) = shown.ask(statements.of_person, anna)
    return made


@pytest.mark.timeout(300)
def test_from_an_application_to_the_first_cleared_session_and_a_certificate(sit, center, tmp_path):
    is_chosen(sit, center, tmp_path)
    gets_an_account(sit)
    front = sit("Frank Desk")
    is_refused_first(front)
    shown = sit("Cora Coordinator")
    anna = next(one.person.id for one in shown.ask(people.peers) if one.person.name == NAME)
    is_trained(shown, anna, tmp_path)

    shown = sit(NAME)
    assert shown.program.desk.person.role is Role.PEER
    assert shown.ask(peers.own_closed) == 1
    signs_and_is_tested(shown)
    takes_him(sit("Frank Desk"))
    writes_the_first_note(sit(NAME))

    center.clock.advance(minutes=30)
    shown = sit(SECOND)
    made = is_certified(shown, anna, tmp_path)
    assert made.holds
    assert shown.ask(hours.of, anna).totals.of(Kind.TRAINING) > 0
    assert shown.ask(audit.verify).sound
