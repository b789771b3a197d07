"""The second half of `leaking_day`: a group, its note given back, a student passed on, a caregiver called."""

from pathlib import Path

from tests.families import ROSA
from tests.faults.leaking_words import FIRST, WORDS
from tests.support import PASSPHRASE
from tests.windows import Shown
from wellnessdesk.cli.tour_students import decide_on_all
from wellnessdesk.domain.bundles import Kind
from wellnessdesk.domain.contacts import RuleKind
from wellnessdesk.domain.disclosures import Ground
from wellnessdesk.domain.flags import FlagStatus
from wellnessdesk.domain.sessions import NoteState
from wellnessdesk.services import (
    bundle_history,
    caregivers,
    contacts,
    disclosures,
    emergencies,
    flags,
    note_search,
    referrals,
    sessions,
    wellbeing,
)
from wellnessdesk.ui.kit import spelling

JOSE = 1


def group(shown: Shown) -> int:
    """The peer with two students: a note written together, something of one of them alone, a flag. The session."""
    drive = shown.drive
    drive.click("note.back")  # the peer comes back to where they were
    drive.click("myday.new")
    for name in ("José Núñez", "Anna O'Neil"):
        drive.type("picker.search", name)
        drive.enter()
    drive.choose("session.place", "library")
    drive.choose("session.service", "support_groups")
    drive.click("act.go")
    session = max(one.id for one in shown.ask(sessions.mine))
    drive.click("telling.done")
    drive.click("note.topics.school_work")
    drive.click("note.offers.listened")
    drive.click(f"group.about.{JOSE}")
    drive.type(f"group.remark.{JOSE}", WORDS["remark"])
    drive.click("note.together")
    drive.type("together.text", WORDS["together"])
    drive.type("together.next_step", WORDS["next step"])
    drive.type("together.wishes", WORDS["wishes"])
    drive.click("together.agreed.partly")
    drive.wait(lambda: _misspelled(FIRST["wishes"]), "the spell check has answered")
    drive.click("together.back")
    drive.press_keys("Ctrl+Shift+F")
    drive.choose("flag.who", str(JOSE))
    drive.type("flag.words", WORDS["flag by mistake"])
    drive.click("flag.confirm")
    drive.click("crisis.back")
    with drive.answering():
        drive.click("note.sign")
    assert shown.ask(sessions.read_note, session).remarks == ((JOSE, WORDS["remark"]),)
    return session


def give_back_and_withdraw(shown: Shown, out: Path, session: int) -> None:
    """The coordinator gives the group's note back; of its flag there is a handoff page, and then it was a mistake."""
    drive = shown.drive
    (flag,) = shown.ask(flags.not_closed)
    drive.click("nav.overview")
    shown.screen.page.show_flag(flag.mark.id)
    drive.settle()
    drive.click("flag.acknowledge")
    drive.click("flag.handoff")
    page = drive.find("handoff.recipient").window()
    page.choose_file, page.show_file = (lambda _name: out / "handoff.pdf"), lambda _file: True
    drive.type("handoff.recipient", "Ms. Ortiz, counselor")
    drive.type("handoff.stayed", "The Wellness Peer")
    drive.type("handoff.said", WORDS["handoff"])
    drive.click("act.go")
    drive.click("flag.withdraw")
    drive.type("withdraw.reason", WORDS["withdrawal"])
    drive.click("act.go")
    assert shown.ask(flags.life, flag.mark.id).flag.mark.status is FlagStatus.WITHDRAWN
    drive.click("nav.overview")
    drive.click("overview.review")
    drive.click("review.return")
    drive.type("words.text", WORDS["return"])
    drive.click("words.go")
    assert shown.ask(sessions.read_note, session).session.note is NoteState.RETURNED


def answer_and_refer(shown: Shown) -> None:
    """The peer adds to the note, marks it for supervision, says how they are, and drafts a referral from the morning's
    session."""
    drive = shown.drive
    drive.find("note.comment")  # the peer comes back to the note
    drive.click("note.add")
    drive.type("words.text", WORDS["addendum"])
    drive.click("words.go")
    drive.click("mark.session")
    drive.type("words.text", WORDS["mark"])
    drive.click("words.go")
    drive.click("note.back")
    drive.click("wellbeing.answer")
    drive.type("wellbeing.words", WORDS["how I am"])
    drive.click("wellbeing.talk")
    drive.click("act.go")
    assert [check.told.words for check in shown.ask(wellbeing.mine)] == [WORDS["how I am"]]
    shown.screen.show_student(JOSE)
    drive.settle()
    drive.click("student.refer")
    drive.choose("refer.kind", "counseling")
    drive.type("refer.to", "Valley Counseling")
    drive.type("refer.why", WORDS["referral"])
    drive.type("refer.purpose", WORDS["for the helper"])
    drive.click("refer.save")


def add_and_pass_on(shown: Shown, out: Path, session: int) -> None:
    """The coordinator adds to the note and co-signs, sends the referral, speaks with a mother under a rule, gives the
    note out, finds it again by its words, and lets somebody stand in."""
    drive = shown.drive
    drive.click("nav.overview")
    drive.click("overview.review")
    drive.click("review.add")
    drive.type("words.text", WORDS["another addendum"])
    drive.click("words.go")
    drive.click("review.cosign")
    assert len(shown.ask(sessions.read_note, session).addenda) == 2
    _send(shown, out)
    _call(shown, out)
    _find(shown, out)
    _let_in(shown)


def _send(shown: Shown, out: Path) -> None:
    drive = shown.drive
    drive.click("nav.referrals")
    shown.screen.page.under_way.selectRow(0)
    drive.settle()
    drive.click("referrals.consent")
    drive.find("step.who").set_value("student")
    drive.find("step.how").set_value("in_person")
    drive.type("step.words", WORDS["referral step"])
    drive.click("step.save")
    shown.screen.page.choose_pdf = lambda _name: out / "slip.pdf"
    drive.click("referrals.send")
    drive.find("step.how").set_value("slip")
    drive.click("step.save")
    assert shown.ask(referrals.under_way)[0].steps[1].words == WORDS["referral step"]
    assert (out / "slip.pdf").exists()


def _call(shown: Shown, out: Path) -> None:
    drive = shown.drive
    shown.screen.show_student(JOSE)
    drive.settle()
    drive.click("caregiver.rule")
    drive.choose("rule.caregiver", str(ROSA))
    drive.find("rule.set").window().kind.set_value(RuleKind.ASK_FIRST)
    drive.type("rule.reason", WORDS["rule"])
    drive.click("rule.set")
    drive.click(f"caregiver.read.{ROSA}")
    drive.click("rule.read")
    drive.click("caregiver.contact")
    drive.choose("contact.channel", "phone")
    drive.type("contact.summary", WORDS["contact"])
    drive.click("contact.save")
    drive.click("caregiver.log")
    drive.click("contact.correct")
    drive.type("contact.summary", WORDS["corrected contact"])
    drive.click("contact.save")
    drive.click(f"caregiver.letter.{ROSA}")
    letter = drive.find("letter.save").window()
    drive.type("letter.words", WORDS["letter"])
    letter.choose_file = lambda _name: out / "letter.pdf"
    drive.click("letter.save")
    assert (out / "letter.pdf").exists()
    assert [rule.reason for rule in shown.ask(caregivers.family, JOSE).rules] == [WORDS["rule"]]
    assert len(shown.ask(contacts.of_student, JOSE)) == 2


def _find(shown: Shown, out: Path) -> None:
    """What is found, and what is not; and it is given out."""
    drive = shown.drive
    drive.click("nav.overview")
    drive.wait(lambda: shown.ask(note_search.find, "canaryremark").whole, "the notes can be searched")
    drive.type("overview.find", WORDS["finding"])
    for _letter in WORDS["finding"]:
        shown.keys("Backspace")
    drive.type("overview.find", FIRST["together"])
    drive.enter()
    drive.click("reading.print")
    shown.screen.page._reading.printing.choose_file = lambda _name: out / "note.pdf"
    drive.type("disclosure.recipient", "Rosa Núñez, mother")
    drive.choose("disclosure.ground", Ground.FAMILY.value)
    drive.type("disclosure.purpose", WORDS["disclosure"])
    drive.click("disclosure.save")
    assert [one.purpose for one in shown.ask(disclosures.of_student, JOSE)][0] == WORDS["disclosure"]


def give_out_as_bundle(shown: Shown, out: Path) -> None:
    """All that is there of a student, to whoever got the counts."""
    drive = shown.drive
    drive.click("export.another")
    drive.click("export.kind.packet")
    drive.click("export.mayhave")
    drive.click("terms.packet")
    drive.click("terms.save")
    drive.type("export.student", "nun")
    drive.enter()
    drive.type("export.purpose", WORDS["packet"])
    drive.click("export.preview")
    drive.choose("packet.ground", Ground.COURT.value)
    drive.click("packet.next")
    decide_on_all(drive)
    shown.screen.page.choose_folder = lambda: out
    drive.click("packet.next")
    assert [one.kind for one in shown.ask(bundle_history.history)] == [Kind.PACKET, Kind.AGGREGATE]


def _let_in(shown: Shown) -> None:
    drive = shown.drive
    drive.click("nav.people")
    drive.click("people.tab.emergency")
    drive.click("emergency.grant")
    drive.type("emergency.name", "Sam Substitute")
    drive.type("emergency.passphrase", PASSPHRASE)
    drive.type("emergency.again", PASSPHRASE)
    drive.type("emergency.reason", WORDS["substitute"])
    drive.click("act.go")
    assert [one.reason for one in shown.ask(emergencies.to_review)] == [WORDS["substitute"]]


def _misspelled(word: str) -> bool:
    """Looked up without asking: a question puts off what waits to be asked."""
    speller = spelling._speller
    assert speller is not None
    return word in speller._wrong
