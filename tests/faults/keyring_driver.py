"""Run under `dbus-run-session`: does to a real gnome-keyring what can happen to one, and prints what a person is told.

Usage: python -m tests.faults.keyring_driver FOLDER. One JSON object on standard output: case -> [kind, sentence
or result].
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import keyring
import secretstorage

from tests.support import NAMES, PASSPHRASE, quick_keys
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.paths import APP_ID
from wellnessdesk.domain.people import Role
from wellnessdesk.services import backups, locking, opening, restore, secret_back
from wellnessdesk.services.opening import NewCenter, Newcomer
from wellnessdesk.vault import header_file, keyring_secret

TOLD: dict[str, list[str]] = {}


def main() -> None:
    if sys.argv[2:] == ["outside"]:
        outside(Path(sys.argv[1]))
        return
    folder = Path(sys.argv[1]) / "center"
    daemon = start()
    try:
        drive(folder, daemon.pid)
    finally:
        os.kill(daemon.pid, signal.SIGCONT)
        daemon.terminate()
        daemon.wait(10)
    sys.stdout.write(json.dumps(TOLD))


def start() -> subprocess.Popen[bytes]:
    """A keyring daemon with its login keyring unlocked."""
    daemon = subprocess.Popen(["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
                              stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert daemon.stdin is not None
    daemon.stdin.write(b"the account's own password")
    daemon.stdin.close()
    for _attempt in range(100):
        if keyring_secret.works():
            return daemon
        time.sleep(0.1)
    daemon.terminate()
    raise SystemExit("the keyring does not start")


def drive(folder: Path, daemon: int) -> None:
    TOLD["backend"] = [type(keyring.get_keyring()).__module__, ""]
    store, kit, backup = create(folder)
    secret = keyring.get_password(APP_ID, store) or ""
    tell("used", lambda: [name for _id, name in opening.door(folder).names])
    tell("signed in", lambda: sign_in(folder))

    older_copy(folder)

    keyring.delete_password(APP_ID, store)
    tell("emptied", lambda: opening.door(folder))
    tell("emptied, signing in", lambda: sign_in(folder))
    tell("brought back with kit A", lambda: restore.restore(backup, kit, folder))
    tell("brought back, signing in", lambda: sign_in(folder))
    TOLD["the same secret"] = [str(keyring.get_password(APP_ID, store) == secret), ""]
    keyring.set_password(APP_ID, store, "c29tZXRoaW5nIGVsc2U=")
    tell("replaced", lambda: opening.door(folder))
    tell("replaced, signing in", lambda: sign_in(folder))
    tell("brought back without a backup", lambda: secret_back.bring_back(folder, kit))
    TOLD["the same secret again"] = [str(keyring.get_password(APP_ID, store) == secret), ""]
    tell("put back", lambda: sign_in(folder))

    without_a_session(folder)

    keyring_secret._LIMIT_SECONDS = 2.0
    os.kill(daemon, signal.SIGSTOP)
    tell("silent", lambda: opening.door(folder))
    os.kill(daemon, signal.SIGCONT)
    secretstorage.get_default_collection(secretstorage.dbus_init()).lock()
    tell("locked", lambda: opening.door(folder))
    tell("locked, signing in", lambda: sign_in(folder))
    tell("a locked keyring is not taken for one that works", keyring_secret.works)


def without_a_session(folder: Path) -> None:
    """The same account from where no desktop session, and so no keyring, is in reach: a program of its own."""
    environment = {name: value for name, value in os.environ.items() if name != "DBUS_SESSION_BUS_ADDRESS"}
    done = subprocess.run([sys.executable, "-m", "tests.faults.keyring_driver", str(folder), "outside"], text=True,
                          env=environment, stdout=subprocess.PIPE, check=True)
    TOLD.update(json.loads(done.stdout))


def outside(folder: Path) -> None:
    tell("missing", lambda: opening.door(folder))
    tell("missing, signing in", lambda: sign_in(folder))
    sys.stdout.write(json.dumps(TOLD))


def create(folder: Path) -> tuple[str, str, Path]:
    """A center that trusts this keyring: its id, the words of kit A, a backup of it."""
    people = tuple(Newcomer(name=NAMES[role], role=role, passphrase=PASSPHRASE)
                   for role in (Role.ADMINISTRATOR, Role.COORDINATOR))
    with quick_keys():
        created = opening.create(folder, NewCenter(name="Oak", school="Oak High", time_zone="America/Los_Angeles",
                                                   people=people))
    (made,) = backups.make(created.desk)
    created.desk.close()
    TOLD["created"] = [str(created.uses_keyring), ""]
    return header_file.read(folder).header.anchors.store, " ".join(created.words_a), Path(made.folder) / made.name


def older_copy(folder: Path) -> None:
    """Two changes, and then the files from before them."""
    kept = shutil.copytree(folder, folder.with_name("older"))
    ada = opening.find(folder, NAMES[Role.ADMINISTRATOR])
    desk = opening.sign_in(folder, ada, PASSPHRASE)
    for minutes in (5, 10):
        locking.set_minutes(desk, {Role.FRONT_DESK: minutes})
    newest = shutil.copytree(folder, folder.with_name("newest"))
    desk.close()
    for path in kept.iterdir():
        shutil.copy(path, folder)
    tell("an older copy", lambda: sign_in(folder))
    for path in newest.iterdir():
        shutil.copy(path, folder)
    tell("the newest copy", lambda: sign_in(folder))


def sign_in(folder: Path) -> str:
    desk = opening.sign_in(folder, opening.find(folder, NAMES[Role.COORDINATOR]), PASSPHRASE)
    desk.close()
    return desk.person.name


def tell(case: str, act: Callable[[], object]) -> None:
    try:
        TOLD[case] = ["", str(act())]
    except Problem as problem:
        TOLD[case] = [type(problem).__name__, str(problem)]


if __name__ == "__main__":
    main()
