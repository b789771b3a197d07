"""The scenes of the peer program: a class for everybody, who is cleared, practice, exams, new words; a peer signs."""

from pathlib import Path

from wellnessdesk.cli.tour_stage import Stage
from wellnessdesk.domain.people import Role
from wellnessdesk.services import agreements, clearance, exams, question_banks, training

_QUIZ = """\
id,topic,question,a,b,c,answer
q1,confidentiality,A friend asks who came here today. What do you say?,The names,Nothing about anybody,Ask me later,z
q2,role_and_scope,Somebody wants you to decide for them. What do you do?,Listen and ask what they want,Decide quickly,,a
"""


def training_and_clearance(stage: Stage) -> None:
    """A coordinator at the training page."""
    stage.open(stage.demo)
    drive = stage.driver
    stage.sign_in(Role.COORDINATOR)
    with stage.step("a class for everybody"):
        drive.click("nav.training")
        drive.shot("training: who has what")
        stage.other_looks("training")
        drive.click("training.add_class")
        drive.type("class.led_by", "Ms. Rivera")
        drive.shot("training: a class for the whole group")
        before = len(stage.ask(training.classes))
        drive.click("class.go")
        stage.check(len(stage.ask(training.classes)) == before + 1, "the class is kept")
        drive.hide_toasts()
    with stage.step("who is cleared"):
        drive.click("training.tab.clearance")
        found = stage.ask(clearance.everybody)
        one = next(one for one in found.found.values() if not one.cleared and one.service != "any")
        _choose(stage, one.person)
        drive.shot("clearance: what is missing, and where to get it")
        stage.other_looks("clearance")
        _choose(stage, one.person)
        drive.click(f"training.allow.{one.service}")
        drive.type("override.reason", "Two peers are ill this week; Ms. Rivera sits beside.")
        drive.shot("clearance: an exception with its reason")
        drive.click("override.go")
        stage.check(len(stage.ask(clearance.overrides)) == 1, "the exception is kept")
        drive.hide_toasts()
    with stage.step("practice and an exam"):
        _practice_and_exam(stage)
    with stage.step("new words to sign"):
        _new_words(stage)
    stage.lock()


def a_peer_signs(stage: Stage) -> None:
    """At My day a peer signs the new words with their passphrase, and takes the quiz."""
    stage.open(stage.demo)
    drive = stage.driver
    stage.sign_in(Role.PEER)
    _person, name, passphrase = stage.state.people[Role.PEER.value]
    with stage.step("a peer signs and takes an exam"):
        drive.go_to_my_day()
        drive.click("standing.sign.code_of_ethics")
        drive.type("sign.name", name)
        drive.type("sign.passphrase", passphrase)
        drive.shot("My day: new words to sign")
        drive.click("sign.go")
        signed = [one.text.kind for one in stage.ask(agreements.mine) if one.counts]
        stage.check("code_of_ethics" in signed, "the new words are signed")
        drive.hide_toasts()
        drive.click("standing.exam.first_week")
        drive.press_keys("2")
        drive.shot("My day: an exam, a question at a time")
        drive.click("exam.next")
        drive.press_keys("1")
        drive.click("exam.next")
        drive.shot("My day: how the exam ended")
        drive.click("exam.close")
        stage.check(stage.ask(exams.mine)[-1].last is not None, "the attempt is kept")
    stage.lock()


def _practice_and_exam(stage: Stage) -> None:
    drive = stage.driver
    drive.click("training.tab.practice")
    drive.click("training.add_practice")
    peers = stage.ask(training.matrix).peers
    drive.choose("practice.peer", peers[-1].id)
    drive.find("practice.rating").set_value("3")
    drive.type("practice.words", "You waited, and let them find the word themselves.")
    drive.shot("training: a role play that was watched")
    drive.click("act.go")
    drive.hide_toasts()
    drive.find("training.practice").selectRow(0)
    drive.settle()
    drive.shot("training: practice of everybody")
    file = Path(stage.state.scratch) / "first_week.csv"
    file.write_text(_QUIZ, encoding="utf-8")
    stage.page.acts.choose_bank = lambda: file
    drive.click("training.tab.exams")
    drive.click("training.import")
    drive.shot("training: a question bank with a mistake")
    drive.click("bank.close")
    file.write_text(_QUIZ.replace(",z\n", ",b\n"), encoding="utf-8")
    drive.click("training.import")
    drive.shot("training: an exam is imported")
    drive.click("act.go")
    drive.hide_toasts()
    drive.shot("training: exams and attempts")
    stage.check(len(stage.ask(question_banks.everything)) == 2, "the exam is imported")


def _new_words(stage: Stage) -> None:
    drive = stage.driver
    drive.click("training.tab.curriculum")
    drive.shot("training: the curriculum")
    stage.other_looks("curriculum")
    stage.page.curriculum.texts.select(next(
        (one.kind, one.version) for one in stage.ask(agreements.texts) if one.kind == "code_of_ethics"))
    drive.click("curriculum.words")
    drive.find("words.en").appendPlainText("- I speak kindly of everybody here.")
    drive.find("words.es").appendPlainText("- Hablo con amabilidad de todas las personas de aquí.")
    drive.shot("training: new words of an agreement")
    drive.click("act.go")
    drive.hide_toasts()
    stage.page.curriculum.rules.select("peer_counseling")
    drive.click("curriculum.rule")
    drive.shot("training: what a service asks")
    drive.click("act.cancel")


def _choose(stage: Stage, person: str) -> None:
    """Another language makes the page anew, with nobody chosen."""
    stage.page.table.select(person)
    stage.driver.settle()
