"""Run as a process of its own: signs in, tells which secrets it holds, waits for a line, and locks with Ctrl+L.

    python lock_for_real.py STORE PROFILE [SESSION]    standard input: person's id, passphrase, then any line to lock,
    or `wait` to let something else lock it, or `kiosk` to become one

With SESSION (a number) it first opens the note of that session and types half a sentence.
"""

import json
import sys
from pathlib import Path

from PySide6.QtCore import QTimer

from wellnessdesk import app
from wellnessdesk.base import paths
from wellnessdesk.ui.tour.driver import Driver

folder, profile = Path(sys.argv[1]), Path(sys.argv[2])
person, passphrase = (sys.stdin.readline().rstrip("\n") for _line in range(2))


class Driven(app.Program):
    """Signs in as soon as it is there."""

    def start(self, person="", *, restore=False):
        super().start(person, restore=restore)
        QTimer.singleShot(0, self.go)

    def go(self):
        drive = Driver(self.frame, self.tasks)
        self.choose(person)
        drive.type("signin.passphrase", passphrase)
        drive.enter()
        if len(sys.argv) > 3:
            drive.click(f"myday.session.{sys.argv[3]}")
            drive.type("note.text", "half a sentence about")
        keys = self.desk.keys
        secrets = {"store": keys.store_key, "box": keys.identity.box_private, "sign": keys.identity.sign_seed}
        sys.stdout.write(json.dumps({name: secret.hex() for name, secret in secrets.items()}) + "\n")
        sys.stdout.flush()
        then = sys.stdin.readline()
        if then == "kiosk\n":
            drive.click("nav.kiosk")
            drive.click("kiosk.start.go")
        elif then != "wait\n":
            drive.press_keys("Ctrl+L")


app.Program = Driven
paths.isolate(profile)
app.run(folder)
