"""`wellnessdesk tour`: the real windows through a whole day, with pictures, an agenda and a bundle to look at.

Each scene is one sign-in. Locking replaces the process, as it always does; the next process goes on from a state file.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from wellnessdesk.base import files, i18n, log, paths, process, settings
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.cli.console import fail, leave, say
from wellnessdesk.cli.tour_scenes import SCENES, Scene
from wellnessdesk.cli.tour_stage import NotInStore, Stage, State, Unexpected
from wellnessdesk.domain.people import ROLES_OF_PEOPLE
from wellnessdesk.services import demo
from wellnessdesk.ui.tour import screens
from wellnessdesk.ui.tour.driver import Lost


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said after `tour`."""
    parser.add_argument("--out", type=Path, metavar="DIR", help=_("folder for pictures, agenda and bundle"))
    parser.add_argument("--roster", type=Path, metavar="FILE", help=_("import this roster on top of the demo center"))
    parser.add_argument("--closely", action="store_true", help=_("every picture also in the other theme, at 2x"))
    parser.add_argument("--resume", type=Path, help=argparse.SUPPRESS)


def run(arguments: argparse.Namespace) -> int:
    """0 only if every step's result was found in the store."""
    if arguments.resume is None and arguments.out is None:
        return fail(_("Say where the pictures go: --out DIR"), 2)
    state = _resumed(arguments.resume) if arguments.resume else _begin(arguments)
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or sys.platform in ("win32", "darwin")):
        os.environ |= screens.environment(Path(state.scratch))
    paths.isolate(Path(state.scratch) / "profile")
    settings.save(settings.Settings(theme=state.theme))
    i18n.set_language(state.language)
    return leave(_play(state))


def _begin(arguments: argparse.Namespace) -> State:
    if arguments.roster is not None and not arguments.roster.exists():
        raise Problem(_("There is no roster file at this place."))
    out = arguments.out.resolve()
    try:
        files.make_folder(out)
    except OSError as error:
        raise Problem(_("The pictures cannot be kept there. Choose another folder.")) from error
    if any(out.glob("*.age")) or (out / "tour.json").exists():
        raise Problem(_("This folder already holds a tour. Choose an empty one."))
    scratch = Path(tempfile.mkdtemp(prefix="wellnessdesk-tour-"))
    # The tour's throwaway centers leave nothing in the keyring of whoever runs it.
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
    say(_("Making a demo center …"))
    try:
        made = demo.make(scratch / "demo", demo.Size())
    except BaseException:
        shutil.rmtree(scratch, ignore_errors=True)
        raise
    roster = str(arguments.roster.resolve()) if arguments.roster is not None else ""
    state = State(out=str(out), scratch=str(scratch), roster=roster, language=i18n.language(),
                  theme=settings.load().theme, closely=arguments.closely)
    state.ahead_seconds = (made.now - datetime.now(UTC)).total_seconds()
    state.people = {role.value: [made.first(role).id, made.first(role).name, made.first(role).passphrase]
                    for role in ROLES_OF_PEOPLE}
    return state


def _resumed(path: Path) -> State:
    return State(**json.loads(path.read_text(encoding="utf-8")))


def _play(state: State) -> int:
    try:
        while state.scene < len(SCENES):
            title, scene = SCENES[state.scene]
            state.scene += 1
            if wrong := _perform(scene, state):
                return _finish(state, failed=f"{title}: {wrong}")
    except BaseException:  # Ctrl+C: nothing made up stays behind
        shutil.rmtree(state.scratch, ignore_errors=True)
        raise
    return _finish(state)


def _perform(scene: Scene, state: State) -> str:
    """Play a scene; what went wrong at which step, empty when all was as it should be."""
    stage = Stage(state, relaunch=_go_on)
    try:
        scene(stage)
    except (Lost, NotInStore, Unexpected, TimeoutError, Problem) as error:
        return f"{stage.at}: {error}"
    except Exception as error:  # noqa: BLE001 - a mistake of the program is a result of the tour too
        return f"{stage.at}: {log.bug(error)}"
    finally:
        stage.close()
    return ""


def _go_on(state: State) -> None:
    """Replace this process by the next one."""
    state.save()
    arguments = ["tour", "--resume", str(state.file)]
    if os.name == "posix":
        process.replace(*arguments)
    sys.exit(subprocess.call([*process.program(), *arguments]))  # noqa: S603 - our own program


def _finish(state: State, failed: str = "") -> int:
    out = Path(state.out)
    files = sorted(path.name for path in out.iterdir() if path.is_file())
    report = {"ok": not failed, "failed": failed, "steps": state.steps, "files": [*files, "tour.json"],
              "finished": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())}
    (out / "tour.json").write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    shutil.rmtree(state.scratch, ignore_errors=True)
    if failed:
        return fail(_("The tour stopped. {what}").format(what=failed))
    say(_("The tour is done: {n} pictures, the agenda and the bundle are in {folder}").format(
        n=state.pictures, folder=state.out))
    return 0
