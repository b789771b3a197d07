"""From a round to a peer: an applicant writes here, two coordinators rate, one decides and writes, an account is made.

Through the real windows, a sign-in for each person.
"""

import pytest

from tests.applied import ANSWERS, WORD
from tests.reports.read_back import words
from tests.support import PASSPHRASE, make_center, quick_keys
from tests.windows import end
from wellnessdesk.domain.people import Role
from wellnessdesk.services import application_ratings, audit, opening, peers, people
from wellnessdesk.services.consents import Consent
from wellnessdesk.services.opening import Newcomer
from wellnessdesk.store import students

ANNA = 2
SECOND = "Carl Second"


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


def test_from_a_round_to_the_account_of_who_was_chosen(sit, center, tmp_path):
    shown = sit("Cora Coordinator")
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
    decides(shown, tmp_path)

    shown = sit("Ada Admin")
    shown.drive.click("nav.people")
    shown.drive.click("people.accounts")
    assert shown.drive.find("people.name").text() == "Anna O'Neil"
    shown.drive.type("people.passphrase", PASSPHRASE)
    shown.drive.type("people.again", PASSPHRASE)
    shown.drive.click("people.save")
    assert not shown.drive.has("people.accounts")

    shown = sit("Anna O'Neil")
    assert shown.program.desk.person.role is Role.PEER
    assert shown.ask(peers.own_closed) == 1
    shown = sit(SECOND)
    assert shown.ask(audit.verify).sound


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
