"""Run as a process of its own: somebody is at the front desk, Ctrl+U, and the coordinator comes back to their page.

    python -m tests.bench.switch FOLDER PERSON PASSPHRASE NEXT-PERSON NEXT-PASSPHRASE

Prints the milliseconds that the machine took: from Ctrl+U until the sign-in of the fresh process was painted, and from
Enter in the passphrase until the page was. The time in which a person types is not in it, nor is what the program loads
behind the sign-in meanwhile (half a second). The fresh process is the program
as anybody starts it; a hook of Python's own (`sitecustomize`) lets it be watched and typed into.
"""

import json
import os
import sys
import tempfile
import time
from pathlib import Path

from wellnessdesk import app
from wellnessdesk.base import paths
from wellnessdesk.ui.tour.driver import Driver

_NOTES = "WELLNESSDESK_BENCH_SWITCH"
_HOOK = f"""
import os, sys
if os.environ.get("{_NOTES}") and "--store" in sys.orig_argv:
    from tests.bench import switch
    switch.watch()
"""


def leave(folder: Path, scratch: Path, notes: dict[str, object], person: str, passphrase: str) -> None:
    """The first process: sign in, and press Ctrl+U."""

    class Driven(app.Program):
        def now_usable(self) -> None:
            super().now_usable()
            drive = Driver(self.frame, self.tasks)
            drive.settle()
            _submit(self, person, passphrase)
            drive.settle()
            os.environ[_NOTES] = json.dumps(notes | {"left": time.monotonic()})
            drive.press_keys("Ctrl+U")

    app.Program = Driven  # type: ignore[misc]
    paths.isolate(scratch / "profile")
    app.run(folder)


def watch() -> None:
    """In the fresh process: take the time when the sign-in is painted, sign in, take it when the page is."""
    notes = json.loads(os.environ[_NOTES])
    usable, show = app.Program.now_usable, app.Program._show_main
    times = [notes["left"]]

    def now_usable(program: app.Program) -> None:
        times.append(time.monotonic())
        usable(program)
        program.load(lambda: times.append(_submit(program, notes["person"], notes["passphrase"])))

    def show_main(program: app.Program, *place: object) -> None:
        show(program, *place)
        program.frame.when_painted(arrived)

    def arrived() -> None:
        left, painted, submitted = times
        sys.stdout.write(json.dumps([(painted - left) * 1000, (time.monotonic() - submitted) * 1000]) + "\n")
        sys.stdout.flush()
        os._exit(0)

    app.Program.now_usable, app.Program._show_main = now_usable, show_main  # type: ignore[method-assign]


def _submit(program: app.Program, person: str, passphrase: str) -> float:
    """Choose a name, fill in the passphrase, press Enter; when that was."""
    program.choose(person)
    screen = program.frame.centralWidget()
    screen._passphrase.edit.setText(passphrase)
    start = time.monotonic()
    screen._submit()
    return start


if __name__ == "__main__":
    center, who, typed, then, then_typed = sys.argv[1:6]
    with tempfile.TemporaryDirectory() as holder:
        hook = Path(holder) / "hook"
        hook.mkdir()
        (hook / "sitecustomize.py").write_text(_HOOK)
        os.environ["PYTHONPATH"] = f"{hook}{os.pathsep}{Path(__file__).resolve().parents[2]}"
        leave(Path(center), Path(holder), {"person": then, "passphrase": then_typed}, who, typed)
