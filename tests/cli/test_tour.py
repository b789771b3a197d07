"""`wellnessdesk tour`: the whole of it once, judged from outside; and what it says when a step does not work."""

import argparse
import json
import re
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from tests.demos import demo_center
from tests.faults.figures import FULL
from tests.programs import files_below, holds, program, run
from wellnessdesk.base import process, settings
from wellnessdesk.base.clock import SystemClock
from wellnessdesk.cli import tour, tour_scenes
from wellnessdesk.cli.tour_stage import State
from wellnessdesk.domain.people import ROLES_OF_PEOPLE, Role
from wellnessdesk.services import demo, sessions
from wellnessdesk.services.demo.making import facts_of
from wellnessdesk.ui.kit import messages

ROSTER = Path(__file__).parents[1] / "data" / "oneroster" / "v1p1_full.zip"
STEPS = ["first run", "sign in", "add a person", "import a roster", "read any table", "take the import back",
         "check a student in", "hand over and check out",
         "write a note", "raise a red flag", "sign the note", "mark a session", "how a peer is",
         "begin a group session", "write it", "sign the group's note", "coordinator needed",
         "start the kiosk", "check in at the kiosk", "end the kiosk", "look at the charts",
         "find a student in spite of a slip", "a card that nobody has", "a teacher calls", "a pass slip",
         "a district begins",
         "acknowledge the flag", "decide on the flag step by step", "a handoff page", "find a closed flag",
         "the center's own red flags", "read and co-sign notes", "build and print the agenda", "why an item is there",
         "a rule is changed", "the load of the center", "export a bundle",
         "what a district may receive", "rows for an evaluation", "one student's records as a bundle",
         "closed and opened again",
         "the district signs in", "a center is known", "bundles come in", "what was received", "schools together",
         "figures go out", "the district's keys",
         "a student's page", "a parent's request",
         "the directory", "a referral", "a caregiver under a rule",
         "bring something to supervision", "prepare the meeting", "hold the meeting", "sign the minutes",
         "look at the year of supervision", "what a peer took on and attended",
         "what else was said", "several at once, and somebody without a name", "rest, and set right",
         "the closing sweep", "the room's limits",
         "a coordinator in somebody else's session", "nobody is here", "back after the lock", "emergency access",
         "somebody stands in", "emergency access ends",
         "book an appointment", "move it by keyboard", "move it with all that follow",
         "a day, a month", "remind and print slips", "shifts and peers",
         "the school calendar", "a class for everybody", "who is cleared", "practice and an exam",
         "new words to sign", "a peer signs and takes an exam",
         "how I see myself", "where each peer stands", "when who is there", "double impact", "a peer leaves",
         "where I stand", "hours of my own", "what waits", "a signed portfolio",
         "an applicant writes here", "judged and decided", "the audit log",
         "one student's record", "nothing is due",
         "keys and roles", "somebody leaves, stopped half-way", "somebody leaves", "what is due, and a legal hold",
         "records are destroyed", "recovery kits", "backups", "settings", "restore: sign out first",
         "restore in the place of this center", "restore on another computer", "this computer's secret is gone",
         "an administrator forgot their passphrase", "an older copy"]
PAPERS = {"pass-slip.pdf": "Signature", "handoff.pdf": "They do not want to go home today",
          "resource-card.pdf": "Quién puede ayudar",
          "referral-slip.pdf": "Would like to talk with a counselor.", "letter.pdf": "Estimada familia de",
          "student-record.pdf": "Rosa Delgado, mother",
          "audit-log.pdf": "Reviewed what somebody did who stood in.", "disclosure-log.pdf": "Dr. Maya Lin",
          "certificate.pdf": "Sessions and their notes", "minutes.pdf": "The assembly is on Thursday."}
FRICTIONLESS = Path(sys.executable).with_name("frictionless")
CLOSELY, LIMIT = (("--closely",), 1780) if FULL else ((), 1380)
TYPED = ("Felt alone", "chess club", "Ask Ms. Lee")


@pytest.mark.timeout(LIMIT + 20)
def test_the_tour(tmp_path, subtests):
    out, scratch = tmp_path / "out", tmp_path / "tmp"
    scratch.mkdir()

    done = program("tour", "--out", out, "--roster", ROSTER, *CLOSELY, limit=LIMIT, TMPDIR=str(scratch))

    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    report = json.loads((out / "tour.json").read_text())
    with subtests.test("the report"):
        judge_report(report, out)
    with subtests.test("the pictures"):
        judge_pictures(report, out)
    with subtests.test("the agenda"):
        judge_agenda(out / "agenda.pdf")
    with subtests.test("what else is printed"):
        for name, words in PAPERS.items():
            assert words in " ".join(read_pdf(out / name).split()), name
    with subtests.test("the bundle, with nothing of ours"):
        judge_bundle(out, tmp_path / "opened")
    with subtests.test("nothing of a note in any file"):
        judge_secrecy(out)
    with subtests.test("nothing left elsewhere"):
        assert not list(scratch.iterdir())


def judge_report(report, out):
    assert (report["ok"], report["failed"]) == (True, "")
    assert [step["name"] for step in report["steps"]] == STEPS
    assert all(step["checked"] and step["milliseconds"] > 0 for step in report["steps"])
    assert sorted(report["files"]) == sorted(path.name for path in out.iterdir() if path.is_file())
    assert sorted(path.name for path in (out / "district").iterdir()) == ["figures.csv", "report.pdf", "totals.csv"]


def judge_pictures(report, out):
    taken = [name for step in report["steps"] for name in step["pictures"]]
    pictures = sorted(path.name for path in out.glob("*.png"))
    assert [int(name[:3]) for name in pictures] == list(range(1, len(pictures) + 1))
    assert len(pictures) >= 200
    assert set(taken) <= set(pictures)
    sizes = {name: size_of(out / name) for name in pictures}
    close = {name for name in pictures if name.endswith("-dark-2x.png")}
    assert len(close) > (100 if FULL else 20)
    assert {name: sizes[name] for name in close if sizes[name] != (2560, 1600)} == {}
    assert {name: sizes[name] for name in set(pictures) - close if sizes[name] != (1280, 800)} == {}
    for words in ("dark", "spanish", "crisis-card", "what-leaves", "recovery-words", "coordinator-needed",
                  "all-records-get-a-new-key", "about-to-lock", "who-has-looked", "not-the-newest-records"):
        assert any(words in name for name in pictures), words


def size_of(path):
    """Width and height of a PNG; an all but empty picture is none."""
    data = path.read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert len(data) > 4000
    return struct.unpack(">II", data[16:24])


def read_pdf(path):
    return subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout


def judge_agenda(path):
    text = read_pdf(path)
    pages = text.rstrip("\f").split("\f")
    facts = facts_of(demo.Size(), SystemClock())
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page
        assert f"{facts.center} · printed " in page
        assert re.search(r"Audit head \d+:[0-9a-f]{12}\n", page)
    assert re.search(r"\b[A-ZÁÉÍÓÚÑ]\. [A-ZÁÉÍÓÚÑ]\. · [FSN]-\w+", text)
    assert re.search(r"printed \w{3} \d{1,2}, \d{4}", text)
    plain = " ".join(text.split()).casefold()
    names = {f"{given} {student.family}".casefold() for student in facts.students
             for given in (student.given, student.preferred_given) if given}
    assert len(names) > 2500
    assert not {name for name in names if name in plain}


def judge_bundle(out, folder):
    folder.mkdir()
    (bundle,) = out.glob("*.age")
    steps = [("age", "--decrypt", "--identity", out / "district-key.txt", "--output", "bundle.zip", bundle),
             ("unzip", "-q", "bundle.zip"), (FRICTIONLESS, "validate", "datapackage.json")]
    for step in steps:
        done = run(*step, folder=folder)
        assert done.returncode == 0, done.stdout + done.stderr
    center = (out / "allowed_signers").read_text().split()[0]
    verify = ("ssh-keygen", "-Y", "verify", "-f", out / "allowed_signers", "-I", center, "-n",
              "bundle@wellnessdesk.org", "-s", "datapackage.json.sig")
    manifest = (folder / "datapackage.json").read_text()
    assert run(*verify, said=manifest, folder=folder).returncode == 0
    assert run(*verify, said=manifest + " ", folder=folder).returncode != 0  # the control
    told = program("bundle", "verify", bundle, "--identity", out / "district-key.txt", "--allowed-signers",
                   out / "allowed_signers")
    assert (told.returncode, told.stderr) == (0, "")
    (folder / "bundle.zip").unlink()
    said = "".join(path.read_text() for path in folder.iterdir())
    assert not [words for words in TYPED if words in said]


def judge_secrecy(out):
    assert all(words in tour_scenes._WORDS + "Ask Ms. Lee" for words in TYPED)
    assert [(path.name, words) for path in files_below(out) for words in TYPED if holds(path, words)] == []
    assert holds(out / "tour.json", "sign the note")  # the control


@pytest.fixture
def state(tmp_path):
    """The tour at the administrator's turn, in a small center."""
    out, scratch = tmp_path / "out", tmp_path / "scratch"
    out.mkdir()
    made = demo_center(scratch / "demo")
    people = {role.value: [made.first(role).id, made.first(role).name, made.first(role).passphrase]
              for role in ROLES_OF_PEOPLE}
    return State(out=str(out), scratch=str(scratch), roster="", language="en", scene=1, people=people)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_its_pictures_have_the_theme_of_whoever_asks_for_them(state, monkeypatch, theme):
    """As they have their language: its own profile has no settings yet."""
    seen = []
    monkeypatch.setattr(tour, "SCENES", [("look", lambda _stage: seen.append(settings.load().theme))])
    monkeypatch.setattr(tour, "leave", lambda code: code)
    state.theme, state.scene = theme, 0
    state.save()

    assert tour.run(argparse.Namespace(resume=state.file, out=None, roster=None)) == 0
    assert seen == [theme]


@pytest.mark.parametrize("content", [b"", b"not a roster", b"PK\x03\x04 broken"])
def test_it_stops_where_a_roster_cannot_be_read(state, tmp_path, content):
    roster = tmp_path / "roster.csv"
    roster.write_bytes(content)
    state.roster = str(roster)
    state.save()

    done = program("tour", "--resume", state.file)

    report = json.loads((tmp_path / "out" / "tour.json").read_text())
    assert done.returncode == 1
    assert done.stderr.startswith("The tour stopped. administrator: import a roster: ")
    assert report["ok"] is False
    assert report["failed"] in done.stderr
    assert [step["name"] for step in report["steps"]] == ["sign in", "add a person"]
    assert not Path(state.scratch).exists()


@pytest.fixture
def perform(state, qapp, monkeypatch):
    """Plays a scene of the test's own in this process; what went wrong."""
    monkeypatch.setattr(process, "harden", lambda: None)  # a test runner stays open to its tools
    monkeypatch.setattr("wellnessdesk.cli.tour_stage.hush_screen", lambda: None)
    before = sys.excepthook

    def play(scene):
        wrong = tour._perform(lambda stage: (stage.open(Path(state.scratch) / "demo"), scene(stage)), state)
        assert sys.excepthook is sys.__excepthook__
        return wrong

    yield play
    sys.excepthook = before


def test_a_step_whose_result_is_not_in_the_store_fails(perform, state):
    def scene(stage):
        stage.sign_in(Role.PEER)
        with stage.step("sign the note"):
            stage.check(0 in {one.id for one in stage.ask(sessions.mine)}, "the note is signed")

    assert perform(scene) == "sign the note: the note is signed"
    assert state.steps == []


def test_a_step_that_works_is_written_down(perform, state):
    def scene(stage):
        with stage.step("look"):
            stage.driver.shot("Who is there?")
            stage.sign_in(Role.ADMINISTRATOR)

    assert perform(scene) == ""
    (step,) = state.steps
    assert (step["name"], step["pictures"], step["checked"]) == ("look", ["001-who-is-there.png"], True)
    assert size_of(Path(state.out) / "001-who-is-there.png") == (1280, 800)


def test_a_message_nobody_asked_for_fails_the_step(perform):
    def scene(stage):
        with stage.step("a step"):
            messages.problem(stage.program.frame, "The disk is full.")

    assert perform(scene) == "a step: That did not work: The disk is full."


def test_a_mistake_behind_the_window_fails_the_step(perform):
    def scene(stage):
        with stage.step("a step"):
            stage.program.tasks.run(lambda: 1 // 0, owner=None)

    assert perform(scene).startswith("a step: The program made a mistake")


def test_a_mistake_in_the_scene_itself_is_told_without_its_words(perform):
    def scene(stage):
        with stage.step("a step"):
            raise ValueError("the secret marmalade")

    assert perform(scene).startswith("a step: ValueError /")


def test_a_service_that_refuses_fails_the_step(perform):
    def scene(stage):
        stage.sign_in(Role.FRONT_DESK)
        with stage.step("a step"):
            stage.ask(sessions.to_review)

    assert perform(scene).startswith("a step: You cannot do this")


@pytest.mark.parametrize("inside", ["some.age", "tour.json"])
def test_a_tour_is_not_laid_over_another(call, tmp_path, inside):
    (tmp_path / inside).touch()

    said = call("tour", "--out", tmp_path)

    assert (said.code, said.err) == (1, "This folder already holds a tour. Choose an empty one.\n")
    assert [path.name for path in tmp_path.iterdir()] == [inside]


def test_what_is_not_there_is_said_at_once(call, tmp_path):
    (tmp_path / "file").touch()

    said = call("tour", "--out", tmp_path / "out", "--roster", tmp_path / "nowhere.zip")
    assert (said.code, said.err) == (1, "There is no roster file at this place.\n")
    said = call("tour", "--out", tmp_path / "file" / "out")
    assert (said.code, said.err) == (1, "The pictures cannot be kept there. Choose another folder.\n")


def test_a_demo_that_cannot_be_made_leaves_nothing(call, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(demo, "make", lambda *_arguments: shutil.disk_usage("/nowhere"))

    assert call("tour", "--out", tmp_path / "out").code == 1
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
