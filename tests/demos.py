"""Made-up centers in a few milliseconds: one is made once a run, every test works on its own copy."""

import atexit
import functools
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from tests.support import quick_keys
from wellnessdesk.domain.people import Role
from wellnessdesk.services import demo, opening
from wellnessdesk.services.demo import Demo
from wellnessdesk.services.desk import Desk

SIZE = demo.Size(students=120, visits=600, notes=120)


def demo_center(folder: Path) -> Demo:
    """A small demo center of its own in `folder`."""
    made = _template()
    shutil.copytree(made.folder, folder)
    return replace(made, folder=folder)


def desk_of(made: Demo, role: Role) -> Desk:
    """The first person of a role, signed in; to be closed."""
    who = made.first(role)
    return opening.sign_in(made.folder, who.id, who.passphrase)


@functools.cache
def _template() -> Demo:
    folder = Path(tempfile.mkdtemp(prefix="wellnessdesk-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with quick_keys():
        return demo.make(folder / "center", SIZE)
