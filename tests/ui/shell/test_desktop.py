"""The desktop's own lock and the computer's sleep lock the program: on a real bus, with logind played by a process."""

import json
import os
import queue
import subprocess
import sys
import threading
import time
from itertools import count
from unittest import mock

import pytest
from PySide6.QtCore import Qt
from PySide6.QtDBus import QDBusConnection
from PySide6.QtGui import QGuiApplication

from tests.programs import ROOT, UNSEEN
from tests.support import NAMES, PASSPHRASE
from wellnessdesk.domain.people import Role
from wellnessdesk.services import opening
from wellnessdesk.ui.shell import desktop
from wellnessdesk.ui.shell.desktop import Desktop
from wellnessdesk.ui.tour.driver import pause

HERE = ROOT / "tests" / "ui" / "shell"
NUMBERS = count(1)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="logind is Linux's")


class Logind:
    """A process that plays logind on a private bus, and what it said."""

    def __init__(self, address):
        self._process = subprocess.Popen([sys.executable, HERE / "logind.py", address], stdin=subprocess.PIPE,
                                         stdout=subprocess.PIPE, text=True)
        self._lines = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        self.heard("ready")

    def _read(self):
        for line in self._process.stdout:
            self._lines.put(line.strip())

    def heard(self, line, seconds=20):
        """Waits until it has said this line."""
        until = time.monotonic() + seconds
        while True:
            said = self._lines.get(timeout=max(0.01, until - time.monotonic()))
            if said == line:
                return

    def says_nothing(self, seconds=0.2):
        time.sleep(seconds)
        return self._lines.empty()

    def tells(self, command):
        """Sends a signal over the bus."""
        self._process.stdin.write(f"{command}\n")
        self._process.stdin.flush()
        self.heard("done")

    def end(self):
        self._process.stdin.close()
        self._process.wait(10)
        self._reader.join(10)
        self._process.stdout.close()


@pytest.fixture
def address():
    """A bus that nobody else is on."""
    with subprocess.Popen(["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address"],
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as daemon:
        yield daemon.stdout.readline().strip()
        daemon.terminate()


@pytest.fixture
def logind(address):
    made = Logind(address)
    yield made
    made.end()


@pytest.fixture
def connect(address):
    """Connections of their own to the private bus."""
    names = []

    def run():
        names.append(f"test-{next(NUMBERS)}")
        made = QDBusConnection.connectToBus(address, names[-1])
        assert made.isConnected()
        return made

    yield run
    for name in names:
        QDBusConnection.disconnectFromBus(name)


@pytest.fixture
def told(qapp, connect, logind):
    """The desktop listened to; what it told."""
    listener, heard = Desktop(None, connect(), connect()), []
    listener.locked.connect(lambda: heard.append("locked"))
    listener.sleeps.connect(lambda: heard.append("sleeps"))
    yield heard
    listener.deleteLater()


def settle():
    pause(150)


@pytest.mark.parametrize(("command", "expected"), [
    ("sleep", ["sleeps"]), ("wake", []), ("lock", ["locked"]),
    *((f"org.{name}.ScreenSaver", ["locked"]) for name in ("freedesktop", "gnome", "cinnamon", "mate", "xfce")),
    ("org.gnome.ScreenSaver off", []), ("org.elsewhere.ScreenSaver", []),
])
def test_what_comes_over_the_bus(told, logind, command, expected):
    logind.tells(command)
    settle()

    assert told == expected


def test_sleep_is_delayed_until_the_program_is_gone(qapp, connect, logind):
    listener = Desktop(None, connect(), None)
    logind.heard("inhibit sleep delay")
    assert logind.says_nothing()

    listener._delay.clear()

    logind.heard("released")
    listener.deleteLater()


def test_where_there_is_no_logind_there_is_no_delay_and_nothing_to_wait_for(qapp, connect):
    start = time.monotonic()
    listener = Desktop(None, connect(), None)

    assert listener._delay == []
    assert time.monotonic() - start < 2
    listener.deleteLater()


def test_a_suspended_application_is_locked_on_every_system(qapp):
    listener, heard = Desktop(None, None, None), []
    listener.sleeps.connect(lambda: heard.append("sleeps"))

    QGuiApplication.instance().applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
    assert heard == []
    QGuiApplication.instance().applicationStateChanged.emit(Qt.ApplicationState.ApplicationSuspended)

    assert heard == ["sleeps"]
    listener.deleteLater()


@pytest.mark.parametrize(("system", "session", "asked"), [
    (None, None, ["system"]), ("unix:path=/a", "unix:path=/b", ["system", "session"]),
    ("tcp:host=10.0.0.1,port=1", "tcp:host=10.0.0.1,port=1", []), ("unix:path=/a", "autolaunch:", ["system"]),
])
def test_only_buses_of_this_computer_are_spoken_to(qapp, monkeypatch, system, session, asked):
    called = []
    for name, address in (("DBUS_SYSTEM_BUS_ADDRESS", system), ("DBUS_SESSION_BUS_ADDRESS", session)):
        monkeypatch.delenv(name, raising=False)
        if address:
            monkeypatch.setenv(name, address)
    for name in ("system", "session"):
        monkeypatch.setattr(QDBusConnection, f"{name}Bus", lambda name=name: called.append(name))

    desktop.watch(None).deleteLater()

    assert called == asked


def test_other_systems_have_no_such_buses(qapp, monkeypatch):
    monkeypatch.setattr(desktop.sys, "platform", "win32")
    monkeypatch.setattr(QDBusConnection, "systemBus", mock.Mock(side_effect=AssertionError))

    desktop.watch(None).deleteLater()


# ---- what the program does then


@pytest.fixture
def at_sleep(at_desk, connect, logind, monkeypatch):
    """Somebody signed in where the private bus is the system's and the session's."""
    def run(role):
        monkeypatch.setattr(desktop, "watch", lambda parent: Desktop(parent, connect(), connect()))
        shown = at_desk(role)
        shown.drive.settle()
        logind.heard("inhibit sleep delay")
        return shown

    return run


@pytest.mark.parametrize("command", ["sleep", "lock", "org.gnome.ScreenSaver"])
def test_it_locks_for_whoever_is_there(at_sleep, center, logind, command):
    shown = at_sleep(Role.COORDINATOR)
    person = shown.program.desk.person.id

    logind.tells(command)
    shown.drive.wait(lambda: shown.program.desk is None, "locked")

    assert (shown.relaunched, shown.prepared_for) == ([center.folder], [person])
    assert shown.texts() == []


def test_long_work_comes_to_its_end_behind_a_locked_screen(at_sleep, logind):
    shown = at_sleep(Role.COORDINATOR)
    with mock.patch.object(type(shown.program.tasks), "in_long_work", True):
        logind.tells("lock")
        settle()
        assert shown.relaunched == []

    shown.program.unattended.idle.tick()

    assert len(shown.relaunched) == 1


def test_sleep_does_not_wait_for_long_work(at_sleep, logind):
    shown = at_sleep(Role.COORDINATOR)
    with mock.patch.object(type(shown.program.tasks), "in_long_work", True):
        logind.tells("sleep")
        shown.drive.wait(lambda: shown.program.desk is None, "locked")

    assert len(shown.relaunched) == 1


def test_before_anybody_has_signed_in_nothing_is_asked_of_the_bus(at_center, logind):
    assert logind.says_nothing()
    assert at_center.program.unattended._desktop is None


SITE = """
import json, os, sys
if os.environ.get("WATCH_FILE") and "--person" in sys.orig_argv:
    from wellnessdesk import app

    def now_usable(self):
        with open(os.environ["WATCH_FILE"] + ".new", "w") as file:
            file.write(json.dumps({"pid": os.getpid(), "person": sys.orig_argv[-1]}))
        os.rename(os.environ["WATCH_FILE"] + ".new", os.environ["WATCH_FILE"])

    app.Program.now_usable = now_usable
"""


def test_for_real_the_process_is_replaced_and_then_the_computer_may_sleep(center, tmp_path, address, logind):
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook" / "sitecustomize.py").write_text(SITE)
    watch = tmp_path / "watch.json"
    person = opening.find(center.folder, NAMES[Role.COORDINATOR])
    environment = os.environ | UNSEEN | {
        "WATCH_FILE": str(watch), "DBUS_SYSTEM_BUS_ADDRESS": address,
        "PYTHONPATH": f"{tmp_path / 'hook'}{os.pathsep}{ROOT}"}
    command = [sys.executable, HERE / "lock_for_real.py", center.folder, tmp_path / "profile"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                          env=environment) as started:
        try:
            started.stdin.write(f"{person}\n{PASSPHRASE}\nwait\n")
            started.stdin.flush()
            logind.heard("inhibit sleep delay", 40)
            logind.tells("sleep")
            logind.heard("released", 40)
            until = time.monotonic() + 40
            while not watch.exists():
                assert time.monotonic() < until
                time.sleep(0.05)
        finally:
            started.kill()

    assert json.loads(watch.read_text()) == {"pid": started.pid, "person": person}
