"""Three weeks of supervision through the real windows: held and signed, not held, held again; what it left on paper."""

import pytest

from tests.centers import FLAG_WORDS, note
from tests.reports.read_back import bookmarks, pages, pictures, words
from tests.support import STUDENTS, open_as
from wellnessdesk.domain.flags import Urgency
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.sessions import RedFlagCheck
from wellnessdesk.services import audit, flags, people, sessions, supervision_actions, telling, visits

JOSE = 1
OUTCOME, TASK, OWN, CORRECTION = "She stayed with him.", "Ask how it went", "New sofa", "It was a Tuesday."


@pytest.fixture
def morning(center):
    """A red flag and a note to review, both about José, by the first peer."""
    front = open_as(center, "Frank Desk")
    visit = visits.check_in(front, JOSE, reason="talk_with_peer", origin="walk_in")
    peer = next(one.person for one in people.peers(front) if one.person.name == "Pia Peer")
    visits.hand_over(front, visit.id, peer.id)
    front.store.close()
    desk = open_as(center, "Pia Peer")
    (session,) = sessions.mine(desk)
    telling.told(desk, session.id)
    flags.raise_flag(desk, session.id, kind="eating", urgency=Urgency.SAME_DAY, words=FLAG_WORDS)
    sessions.sign(desk, session.id, note(red_flag=RedFlagCheck.RAISED))
    desk.store.close()
    return peer


class Coordinator:
    """Hands at the supervision page of a window, and a folder for what is printed."""

    def __init__(self, shown, folder):
        self.shown, self.drive, self.folder = shown, shown.drive, folder
        self.drive.click("nav.supervision")
        self.page = shown.screen.page
        self.page.choose_file = lambda name: folder / f"{name}.pdf"

    def write(self, name, text):
        self.drive.focus(name)
        self.shown.write(text)

    def print(self, name="supervision.print"):
        """Print, and give the file."""
        before = set(self.folder.glob("*.pdf"))
        self.drive.click(name)
        self.drive.wait(lambda: set(self.folder.glob("*.pdf")) > before, "the PDF", 60)
        self.drive.settle()
        (made,) = set(self.folder.glob("*.pdf")) - before
        return made

    def sign(self):
        """Everybody is there; the minutes are signed."""
        self.drive.click("hold.everybody")
        with self.drive.answering():
            self.drive.click("hold.sign")
        self.drive.settle()


def first_week(at, peer):
    """Built, something of one's own, printed; held: an outcome, an action, one item put off; signed and printed."""
    at.drive.click("supervision.build")
    at.write("supervision.own", OWN)
    at.drive.click("supervision.add")
    agenda = at.print()
    at.drive.click("supervision.hold")
    at.drive.click("hold.wall")
    at.write("hold.outcome", OUTCOME)
    at.drive.choose("hold.who", peer.id)
    at.write("hold.what", TASK)
    at.drive.click("hold.add")
    at.drive.click("hold.talked")
    at.drive.settle()
    at.drive.find("hold.items").setCurrentRow(1)
    at.write("hold.put_off", "No time")
    at.drive.click("hold.defer")
    at.sign()
    at.page.show_meeting("2026-09-14.1")
    at.drive.settle()
    return agenda, at.print()


def second_week(at):
    """The first minutes are corrected; an agenda is built, and then nobody can lead."""
    at.page.show_meeting("2026-09-14.1")
    at.drive.settle()
    at.write("minutes.more", CORRECTION)
    at.drive.click("minutes.add")
    at.drive.settle()
    assert at.shown.reads(CORRECTION)
    at.page.show_meeting("")
    at.drive.settle()
    at.drive.click("supervision.build")
    at.drive.click("supervision.miss")
    at.drive.choose("meeting.why", "leader_away")
    at.drive.click("meeting.go")
    at.drive.settle()


def third_week(at):
    """What waited is carried over; it is talked about, and signed. Then the year on paper."""
    at.drive.click("supervision.build")
    agenda = at.print()
    at.drive.click("supervision.hold")
    at.drive.click("hold.wall")
    at.drive.click("hold.talked")
    at.sign()
    at.drive.click("supervision.tab.year")
    at.drive.settle()
    return agenda, at.print("year.save_figures"), at.print("year.save_minutes")


@pytest.mark.timeout(300)
def test_three_weeks_of_supervision(sit_down, center, morning, tmp_path):
    folder = tmp_path / "papers"
    folder.mkdir()
    agenda, signed = first_week(Coordinator(sit_down(Role.COORDINATOR), folder), morning)
    told = words(agenda)
    assert "J. N. · F-" in told
    assert "J. N. · S-" in told
    assert OWN in told
    assert f"Outcome: {OUTCOME}" in words(signed)
    assert f"P. P.: {TASK}" in words(signed)

    peer = sit_down(Role.PEER)
    assert peer.reads(TASK)
    assert [one.text for one in peer.ask(supervision_actions.mine)] == [TASK]

    center.clock.advance(days=7)
    second_week(Coordinator(sit_down(Role.COORDINATOR), folder))
    center.clock.advance(days=7)
    coordinator = sit_down(Role.COORDINATOR)
    later, figures, minutes = third_week(Coordinator(coordinator, folder))

    told = words(later)
    assert "carried over 2 times" in told  # over the meeting that was not held, too
    assert TASK in told
    assert "Taken on Sep 14, 2026" in told
    told = words(figures)
    for part in ("67%", "Nobody could lead it", "Pia Peer", "Cora Coordinator (leads)"):
        assert part in told
    told = words(minutes)
    for part in (OUTCOME, CORRECTION, "Not held: Nobody could lead it", "No time"):
        assert part in told
    assert [title for title, _page in bookmarks(minutes) if "·" in title] == [
        "Sep 14, 2026 · Supervision", "Sep 28, 2026 · Supervision"]
    for paper in folder.glob("*.pdf"):
        read = words(paper)
        assert FLAG_WORDS not in read
        assert not [family for _given, family, _grade in STUDENTS if family in read]
        assert len(pictures(paper, tmp_path)) == pages(paper)
    verdict = coordinator.ask(audit.verify)
    assert verdict.sound, verdict
