"""The program as a process: starting, starting twice, what it has loaded when it is painted, and the lock for real."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication

from tests.demos import demo_center
from tests.memory import Memory
from tests.programs import COMMAND, ROOT, UNSEEN, files_below, program, run
from tests.support import NAMES, PASSPHRASE, make_center, quick_keys
from wellnessdesk import app
from wellnessdesk.app import bell
from wellnessdesk.base import i18n, lettering, paths, process
from wellnessdesk.base.errors import Problem
from wellnessdesk.domain.people import Role
from wellnessdesk.services import opening, sessions, visits
from wellnessdesk.services.opening import NewCenter, Newcomer
from wellnessdesk.ui.kit import messages

SCRIPTS = ROOT / "tests" / "ui" / "shell"
OPEN = "This center is already open on this computer. Use the window that is open."
IN_FRONT = "This center is already open on this computer. Its window is in front now."
LATE = ("sqlalchemy", "sqlcipher3", "alembic", "keyring", "reportlab", "babel", "wellnessdesk.services",
        "wellnessdesk.store", "wellnessdesk.ui.pages")
LIGHT = {"wellnessdesk.store", "wellnessdesk.store.errors"}
"""Sentences and nothing else: the sign-in tells some of them."""
SITE = """
import ctypes, json, os, sys
if os.environ.get("WATCH_FILE"):
    from wellnessdesk import app

    def now_usable(self, before=app.Program.now_usable):
        with open(os.environ["WATCH_FILE"], "a") as file:
            shown = type(self.frame.centralWidget()).__name__
            file.write(json.dumps({"pid": os.getpid(), "screen": shown, "arguments": sys.orig_argv[1:],
                                   "seen": ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), "mask": os.umask(0o77)}) + "\\n")
        before(self)

    app.Program.now_usable = now_usable
"""
BACK = """
import json, os, sys
if os.environ.get("WATCH_FILE") and "--person" in sys.orig_argv:
    from PySide6.QtCore import QTimer
    from wellnessdesk import app
    from wellnessdesk.ui.tour.driver import Driver

    def come_back(self):
        drive = Driver(self.frame, self.tasks)
        drive.type("signin.passphrase", os.environ["PASSPHRASE"])
        drive.enter()
        place = self.frame.centralWidget().place()
        seen = {"person": self.desk.person.id, "page": place.page, "detail": place.detail,
                "text": drive.find("note.text").toPlainText()}
        with open(os.environ["WATCH_FILE"] + ".new", "w") as file:
            file.write(json.dumps(seen))
        os.rename(os.environ["WATCH_FILE"] + ".new", os.environ["WATCH_FILE"])

    app.Program.now_usable = lambda self: QTimer.singleShot(0, lambda: come_back(self))
"""
"""In the process that took over: sign in with nothing but the passphrase, and tell where that leads."""

KIOSK = """
import json, os, sys
if os.environ.get("WATCH_FILE") and "--kiosk" in sys.orig_argv:
    from wellnessdesk.app import kiosk

    def opened(self, desk, handed, before=kiosk.Kiosk._opened):
        before(self, desk, handed)
        with open(os.environ["WATCH_FILE"] + ".new", "w") as file:
            file.write(json.dumps({"pid": os.getpid(), "window": type(self.window).__name__,
                                   "arguments": sys.orig_argv[1:]}))
        os.rename(os.environ["WATCH_FILE"] + ".new", os.environ["WATCH_FILE"])

    kiosk.Kiosk._opened = opened
"""


@pytest.fixture
def center(tmp_path):
    made = make_center(tmp_path / "center")
    made.admin.close()
    return made


@pytest.fixture
def typed_names(tmp_path):
    """A center that is no demo, on a computer without a keyring (or with one, if the test has one)."""
    people = tuple(Newcomer(name=NAMES[role], role=role, passphrase=PASSPHRASE)
                   for role in (Role.ADMINISTRATOR, Role.COORDINATOR))
    with quick_keys():
        made = opening.create(tmp_path / "center", NewCenter(
            name="Oak Wellness Center", school="Oak High School", time_zone="America/Los_Angeles", people=people))
    made.desk.close()
    return tmp_path / "center"


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.exists() else {}


# ---- starting


@pytest.mark.parametrize("kind", ["nothing", "demo"])
def test_it_leaves_after_its_first_window_and_has_touched_nothing(tmp_path, account, kind):
    store = tmp_path / "center"
    if kind == "demo":
        demo_center(store)
    before, outside = contents(store), files_below(account)

    done = program("--store", store, "--profile", tmp_path / "profile", "--exit-after-first-window", folder=tmp_path)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert contents(store) == before
    assert files_below(account) == outside
    assert {path.name for path in files_below(tmp_path / "profile")} <= {"settings.json"}
    assert {path.name for path in tmp_path.iterdir()} == {"center", "profile"}


def test_the_default_store_lies_in_the_profile(tmp_path, account):
    outside = files_below(account)

    done = program("--profile", tmp_path / "profile", "--exit-after-first-window")

    assert done.returncode == 0
    assert (tmp_path / "profile" / "data" / "center").is_dir()
    assert files_below(account) == outside


@pytest.mark.parametrize("kind", ["welcome", "demo", "typed names", "keyring"])
def test_the_first_screen_is_painted_before_the_slow_half_is_loaded(tmp_path, kind, request):
    if kind == "keyring":
        request.getfixturevalue("memory_keyring")
    if kind in ("typed names", "keyring"):
        request.getfixturevalue("typed_names")
    elif kind == "demo":
        demo_center(tmp_path / "center")

    done = run(sys.executable, SCRIPTS / "modules_at_first_paint.py", tmp_path / "center", tmp_path / "profile")

    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert [name for name in seen["painted"] if name.startswith(LATE) and name not in LIGHT] == []
    if kind == "keyring":
        assert "keyring" in seen["usable"]  # the control: it is loaded before the names can be shown
    else:
        assert seen["usable"] == seen["painted"]


def test_the_rest_is_loaded_behind_the_first_screen(qapp, center, qtbot):
    shown = app.Program(center.folder, relaunch=lambda _folder, _person: None)
    qtbot.addWidget(shown.frame)
    loaded = []
    shown.rooms = loaded.append
    shown.start()

    qtbot.waitUntil(lambda: bool(loaded))

    assert loaded == ["wellnessdesk.ui.shell.main_window"]
    shown.shut()


def test_without_a_screen_it_says_what_can_be_done(tmp_path):
    done = program("--store", tmp_path / "center", QT_QPA_PLATFORM="")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == ("There is no screen here to open a window on. To see the program in pictures, use: "
                           "wellnessdesk tour --out DIR\n")
    assert not (tmp_path / "center").exists()


# ---- once on a computer


@contextmanager
def running(store, profile, *more, **environment):
    """The program at its sign-in, in a process of its own."""
    with subprocess.Popen([*COMMAND, "--store", store, "--profile", profile, *more], stderr=subprocess.DEVNULL,
                          env=os.environ | UNSEEN | environment) as started:
        try:
            wait_until(lambda: (store / "open.lock").exists())
            yield started
        finally:
            started.kill()


def wait_until(holds, seconds=30):
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.02)


FORWARD = """
import os
from wellnessdesk.ui.shell.frame import Frame

def come_forward(self, before=Frame.come_forward):
    before(self)
    with open(os.environ["WATCH_FILE"], "a") as file:
        file.write("came\\n")

if os.environ.get("WATCH_FILE"):
    Frame.come_forward = come_forward
"""


def test_a_second_start_brings_the_first_to_the_front_and_is_0(center, tmp_path):
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook" / "sitecustomize.py").write_text(FORWARD)
    came = tmp_path / "came"
    hooked = {"WATCH_FILE": str(came), "PYTHONPATH": str(tmp_path / "hook")}
    with running(center.folder, tmp_path / "one", **hooked) as first:
        wait_until((center.folder / bell.NAME).exists)
        for times in (1, 2):
            done = program("--store", center.folder, "--profile", tmp_path / "two")
            assert (done.returncode, done.stdout, done.stderr) == (0, f"{IN_FRONT}\n", "")
            assert came.read_text() == "came\n" * times
        assert first.poll() is None

        other = program("--store", tmp_path / "other", "--profile", tmp_path / "two", "--exit-after-first-window")
        assert (other.returncode, other.stdout) == (0, "")  # another center is another matter
        assert came.read_text() == "came\n" * 2


def test_where_the_first_does_not_answer_the_second_says_so_and_is_1(center, tmp_path):
    with running(center.folder, tmp_path / "one") as first:
        os.kill(first.pid, signal.SIGSTOP)
        done = program("--store", center.folder, "--profile", tmp_path / "two", "--exit-after-first-window")

    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"{OPEN}\n")


def test_it_says_so_in_a_window(center, tmp_path, qapp, monkeypatch):
    monkeypatch.setattr(process, "harden", lambda: None)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(bell, "ring", lambda _folder: False)
    with running(center.folder, tmp_path / "one"), messages.answering() as said, pytest.raises(Problem, match=OPEN):
        app.run(center.folder)

    assert said == [f"That did not work\n{OPEN}"]


def test_after_a_crash_it_starts_again(center, tmp_path):
    with running(center.folder, tmp_path / "one") as started:
        os.kill(started.pid, signal.SIGKILL)
        started.wait(timeout=10)
        assert (center.folder / "open.lock").exists()

        done = program("--store", center.folder, "--profile", tmp_path / "two", "--exit-after-first-window")

    assert done.returncode == 0


def test_a_center_laid_open_by_a_copy_is_shut_again_and_another_folder_is_left_alone(center, tmp_path):
    center.folder.chmod(0o755)
    for file in center.folder.iterdir():
        file.chmod(0o644)
    empty = tmp_path / "empty"
    empty.mkdir(mode=0o755)

    for folder in (center.folder, empty):
        assert program("--store", folder, "--profile", tmp_path / "one", "--exit-after-first-window").returncode == 0

    assert {path.stat().st_mode & 0o777 for path in center.folder.iterdir()} == {0o600}
    assert (center.folder.stat().st_mode & 0o777, empty.stat().st_mode & 0o777) == (0o700, 0o755)


# ---- the process


def test_no_core_dump_and_no_eyes_of_other_programs():
    look = ("import resource, ctypes; from wellnessdesk.base import process; process.harden();"
            "print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))")

    assert run(sys.executable, "-c", look).stdout == "(0, 0) 0\n"


def test_a_fresh_start_imports_nothing_from_the_folder_it_is_in(tmp_path):
    (tmp_path / "argparse.py").write_text("raise SystemExit(66)")
    (tmp_path / "wellnessdesk").mkdir()
    (tmp_path / "wellnessdesk" / "__init__.py").write_text("raise SystemExit(66)")

    assert run(*process.program(), "--version", folder=tmp_path).stdout.startswith("WellnessDesk ")
    assert run(*COMMAND, "--version", folder=tmp_path).returncode == 66  # the control


def test_a_fresh_start_goes_on_at_the_same_place_in_the_same_language(tmp_path, monkeypatch):
    started = []
    monkeypatch.setattr(process, "replace", lambda *arguments: started.append(arguments))
    i18n.set_language("es")
    paths.isolate(tmp_path / "profile")

    app.relaunch(tmp_path / "center")
    app.relaunch(tmp_path / "center", "somebody")

    anew = ("--store", str(tmp_path / "center"), "--lang", "es", "--profile", str(tmp_path / "profile"))
    assert started == [anew, (*anew, "--person", "somebody")]


def test_a_frozen_program_is_its_own_interpreter(monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)

    assert process.program() == [sys.executable]


def test_texts_of_qt_itself_follow_the_language(qapp):
    i18n.set_language("es")
    app.make_application()
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancelar"

    i18n.set_language("en")
    app.make_application()
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"


def test_papers_are_written_with_the_letters_of_the_desktop(qapp, monkeypatch):
    monkeypatch.setattr(lettering, "_in_use", [lettering._Nobody()])
    app.make_application()
    assert [(letter.words, letter.known) for letter in lettering.line("é", False)] == [("é", True)]


# ---- the lock, for real


@contextmanager
def signed_in(center, tmp_path, hook, watch):
    """A process of its own in which the coordinator has signed in, and the secrets that its memory may hold."""
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook" / "sitecustomize.py").write_text(hook)
    person = opening.find(center.folder, NAMES[Role.COORDINATOR])
    command = [sys.executable, str(SCRIPTS / "lock_for_real.py"), str(center.folder), str(tmp_path / "profile")]
    environment = os.environ | UNSEEN | {
        "WATCH_FILE": str(watch), "PYTHONPATH": f"{tmp_path / 'hook'}{os.pathsep}{ROOT}"}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                          env=environment) as started:
        try:
            tell(started, f"{person}\n{PASSPHRASE}")
            secrets = {name: bytes.fromhex(text) for name, text in json.loads(started.stdout.readline()).items()}
            yield started, secrets | {"passphrase": PASSPHRASE.encode()}
        finally:
            started.kill()


def tell(started, words):
    started.stdin.write(f"{words}\n")
    started.stdin.flush()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads the memory through /proc")
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() != 0, reason="only root may look into a hardened process")
def test_the_lock_leaves_no_key_in_memory(center, tmp_path):
    watch, person = tmp_path / "watch.jsonl", opening.find(center.folder, NAMES[Role.COORDINATOR])
    with signed_in(center, tmp_path, SITE, watch) as (started, secrets):
        secrets["store in hex"] = secrets["store"].hex().encode()
        secrets["passphrase as Qt keeps it"] = PASSPHRASE.encode("utf-16-le")
        memory = Memory(started.pid)
        before = memory.copies(secrets)
        tell(started, "lock")
        wait_until(lambda: watch.exists() and watch.read_text().count("\n") == 2)
        after = memory.copies(secrets)
        limits = Path(f"/proc/{started.pid}/limits").read_text()

    first, second = (json.loads(line) for line in watch.read_text().splitlines())
    if not before["store"]:
        pytest.skip("this root may not read the memory of other processes")  # then the test would prove nothing
    assert before["sign"]
    assert after == dict.fromkeys(secrets, 0)
    assert first["pid"] == second["pid"] == started.pid
    assert first["screen"] == second["screen"] == "SignInScreen"
    assert second["arguments"] == ["-P", "-m", "wellnessdesk", "--store", str(center.folder), "--lang", "en",
                                   "--profile", str(tmp_path / "profile"), "--person", person]
    assert "Max core file size        0                    0" in limits
    assert (second["seen"], second["mask"]) == (0, 0o077)  # the exec undid the first of the two


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads the memory through /proc")
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() != 0, reason="only root may look into a hardened process")
def test_the_kiosks_process_holds_the_store_key_and_nothing_of_whoever_started_it(center, tmp_path):
    watch = tmp_path / "watch"
    with signed_in(center, tmp_path, KIOSK, watch) as (started, secrets):
        memory = Memory(started.pid)
        before = memory.copies(secrets)
        tell(started, "kiosk")
        wait_until(watch.exists)
        after = memory.copies(secrets)

    if not before["store"]:
        pytest.skip("this root may not read the memory of other processes")  # then the test would prove nothing
    assert before["sign"]
    assert after.pop("store")  # it works at the same records
    assert after == dict.fromkeys(after, 0)
    assert json.loads(watch.read_text()) == {"pid": started.pid, "window": "KioskWindow", "arguments": [
        "-P", "-m", "wellnessdesk", "--store", str(center.folder), "--lang", "en", "--profile",
        str(tmp_path / "profile"), "--kiosk"]}


def test_without_what_a_session_hands_on_there_is_no_kiosk(center):
    done = run(*COMMAND, "--store", str(center.folder), "--kiosk")
    assert (done.returncode, done.stderr.strip()) == (
        1, "The kiosk is started from the window, by somebody who has signed in.")


def test_after_the_lock_one_is_back_at_the_half_written_note(tmp_path):
    center = make_center(tmp_path / "center")
    visit = visits.check_in(center.front, 1, reason="talk_with_peer", origin="walk_in")
    visits.hand_over(center.front, visit.id, center.peer.person.id)
    session = sessions.mine(center.peer)[0].id
    center.admin.close()
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook" / "sitecustomize.py").write_text(BACK)
    watch = tmp_path / "watch.json"
    person = center.peer.person.id
    command = [sys.executable, str(SCRIPTS / "lock_for_real.py"), str(center.folder), str(tmp_path / "profile"),
               str(session)]
    environment = os.environ | UNSEEN | {
        "WATCH_FILE": str(watch), "PASSPHRASE": PASSPHRASE, "PYTHONPATH": f"{tmp_path / 'hook'}{os.pathsep}{ROOT}"}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                          env=environment) as started:
        try:
            started.stdin.write(f"{person}\n{PASSPHRASE}\nlock\n")
            started.stdin.flush()
            wait_until(watch.exists)
        finally:
            started.kill()

    assert json.loads(watch.read_text()) == {
        "person": person, "page": "myday", "detail": f"session:{session}", "text": "half a sentence about"}
