"""Run as a process of its own: a demo center, a check-in through the window, and a bundle. Says which file it wrote.

    python short_session.py FOLDER
"""

import json
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

from tests.support import quick_keys
from wellnessdesk import app
from wellnessdesk.base import paths
from wellnessdesk.cli.main import main
from wellnessdesk.services import bundle_periods, bundles, district, opening, recipients, visits
from wellnessdesk.ui.tour.driver import Driver

folder = Path(sys.argv[1])
center = folder / "center"


def make_center():
    """The people of a new demo center, by role."""
    said = StringIO()
    size = ("--students", "40", "--visits", "200", "--notes", "20")
    with quick_keys(), redirect_stdout(said):
        assert main(["--profile", str(folder / "profile"), "demo", "--store", str(center), *size, "--json"]) == 0
    return {one["role"]: one for one in json.loads(said.getvalue())["people"]}


def sit_down(who):
    """The program with somebody signed in, and hands to use it with."""
    program = app.Program(center, relaunch=lambda _folder, _person: None)
    drive = Driver(program.frame, program.tasks)
    program.start()
    drive.settle()
    program.choose(opening.find(center, who["name"]))
    drive.type("signin.passphrase", who["passphrase"])
    drive.enter()
    return program, drive


def check_in(who):
    """By keyboard, at the front desk; how many wait then."""
    program, drive = sit_down(who)
    drive.type("checkin.search", "a")
    drive.enter()
    drive.enter()
    counted = []
    program.tasks.run(lambda: len(visits.queue(program.desk).waiting), counted.append, owner=None)
    drive.settle()
    drive.press_keys("Ctrl+L")
    return counted[0]


def write_bundle(who):
    """The newest whole month for a district; the file."""
    program, drive = sit_down(who)
    desk, written = program.desk, []

    def write():
        _identity, public = district.new_key_pair()
        recipient = recipients.add(desk, "Harbor Unified", public, compared=True)
        return bundles.write(desk, recipient.id, bundle_periods.offered(desk)[0], purpose="Report", folder=folder)

    program.tasks.run(write, written.append, owner=None)
    drive.settle()
    drive.press_keys("Ctrl+L")
    return folder / written[0].file_name


paths.isolate(folder / "profile")
app.make_application()
people = make_center()
assert check_in(people["front_desk"]) > 0
made = write_bundle(people["coordinator"])
assert made.read_bytes().startswith(b"age-encryption.org")
sys.stdout.write(f"{made.name}\n")
