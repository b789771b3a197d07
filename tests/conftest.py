"""What every test gets without asking: an account of its own, English, no keyring, a screen nobody sees.

No test can reach the settings, the stores, the keyring or the buses of the person who runs it.
"""

import gc
import logging
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import PasswordDeleteError
from PySide6.QtCore import QCoreApplication, QTranslator

from tests.environment import environment_kept
from wellnessdesk.base import i18n, paths
from wellnessdesk.ui.kit import garbage

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything can start Qt

_OUTSIDE = (
    "DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY", "GNOME_KEYRING_CONTROL", "SSH_AUTH_SOCK",
)  # fmt: skip
_ROOMS = {
    "HOME": "", "USERPROFILE": "", "APPDATA": "config", "LOCALAPPDATA": "data",
    "XDG_CONFIG_HOME": "config", "XDG_DATA_HOME": "data", "XDG_CACHE_HOME": "cache",
    "XDG_STATE_HOME": "state", "XDG_RUNTIME_DIR": "run",
}  # fmt: skip
_SPEECH = {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "LANGUAGE": "en"}


gc.disable()  # xdist has threads of its own, on which no widget may end (see ui/kit/garbage.py)


class MemoryKeyring(KeyringBackend):
    """A keyring that forgets, for tests of what is done with a working one."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.secrets: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.secrets.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.secrets[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.secrets.pop((service, username), None) is None:
            raise PasswordDeleteError(username)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """The figures of the long tests, one line each; a worker of xdist has no standard output of its own for them."""
    for name, value in report.user_properties if report.when == "call" else ():
        if name == "figure":
            sys.stdout.write(f"\n{value}\n")
            sys.stdout.flush()


def pytest_runtest_logfinish() -> None:
    """Between two tests, with what they made let go, is the time to collect."""
    garbage.collect_due()


@pytest.fixture(scope="session", autouse=True)
def _account_of_the_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """For what is made once for many tests: as strange to the real account as a single test is."""
    with pytest.MonkeyPatch.context() as patch:
        _move_in(patch, tmp_path_factory.mktemp("account"))
        yield
    paths.isolate(None)


@pytest.fixture(autouse=True)
def account(
    _account_of_the_run: None, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """The folder that is this test's whole account: home, settings, stores, log."""
    folder = tmp_path_factory.mktemp("account")
    _move_in(monkeypatch, folder)
    mask = os.umask(0o022)
    with environment_kept():
        yield folder
    os.umask(mask)
    _close_log()
    i18n.set_language("en")
    _let_qt_speak_english()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def memory_keyring(account: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryKeyring]:
    """A working keyring for this test; without it this is a computer that has none.

    A lock waits for it however busy the computer is: else what the test counts on is not remembered once in a while.
    """
    monkeypatch.setattr("wellnessdesk.services.anchors._PATIENCE_SECONDS", 30.0)
    backend = MemoryKeyring()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(NoKeyring())


def _move_in(patch: pytest.MonkeyPatch, folder: Path) -> None:
    for name, room in _ROOMS.items():
        (folder / room).mkdir(mode=0o700, exist_ok=True)
        patch.setenv(name, str(folder / room))
    for name in _OUTSIDE:
        patch.delenv(name, raising=False)
    for name, value in _SPEECH.items():
        patch.setenv(name, value)
    patch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={folder / 'no-bus'}")
    patch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    keyring.set_keyring(NoKeyring())
    paths.isolate(folder / "profile")
    i18n.set_language("en")


def _let_qt_speak_english() -> None:
    """One application serves all tests; what the last one taught it goes with it."""
    app = QCoreApplication.instance()
    translator = app.property("translator") if app is not None else None
    if app is not None and isinstance(translator, QTranslator):
        app.removeTranslator(translator)
        app.setProperty("translator", None)


def _close_log() -> None:
    """The log's file lies in the account that goes away with the test."""
    logger = logging.getLogger("wellnessdesk")
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
        handler.close()
    logger.propagate = True  # else pytest adds a handler of its own, and the log takes itself for started
