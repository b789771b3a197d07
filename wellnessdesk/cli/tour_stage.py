"""What a scene of the tour stands on: the program, its driver, the log of steps, and the look into the store."""

import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from wellnessdesk import app
from wellnessdesk.base import log, process
from wellnessdesk.base.clock import ShiftedClock
from wellnessdesk.cli.console import say
from wellnessdesk.domain.kiosk import Handed
from wellnessdesk.domain.people import Role
from wellnessdesk.services.desk import Desk
from wellnessdesk.services.district.desk import DistrictDesk
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.shell import idle
from wellnessdesk.ui.tour.driver import Driver, Lost, hush_screen

T = TypeVar("T")
_WINDOW = (1280, 800)
STATE = "state.json"
NEW_PASSPHRASE = "seven quiet paper boats"  # noqa: S105 - of throwaway people


@dataclass
class State:
    """All that the next process must know. Lies in the scratch folder, which is taken away at the end."""

    out: str
    scratch: str
    roster: str
    language: str
    theme: str = "light"
    closely: bool = False
    """Whether every screen is also looked at closely; else those of the front desk and the roster are."""
    ahead_seconds: float = 0.0
    scene: int = 0
    pictures: int = 0
    person: str = ""
    """Who locked: the sign-in is prepared for them."""
    people: dict[str, list[str]] = field(default_factory=dict)
    steps: list[dict[str, object]] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)

    @property
    def file(self) -> Path:
        """Where the state lies."""
        return Path(self.scratch) / STATE

    def save(self) -> None:
        """Write the state for the next process, readable by this account alone."""
        with os.fdopen(os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump(asdict(self), file)


class NotInStore(Exception):
    """A step was done in the window, and its result is not in the store."""


class Unexpected(Exception):
    """A message came up that the step did not ask for, or the program made a mistake."""


class Stage:
    """One scene: the program at one center, from its first screen to the lock."""

    def __init__(self, state: State, relaunch: Callable[[State], None]) -> None:
        self.state = state
        self.out = Path(state.out)
        self.at = ""
        """The step that is being taken."""
        self._relaunch = relaunch
        self._program: app.Program | app.District | None = None
        self._driver: Driver | None = None
        self._folder = Path()
        self._handed: Handed | None = None
        self._shots: list[str] = []
        self._surprises: list[str] = []
        self._answers = ExitStack()
        self._later = timedelta()
        self._idle_seconds = 0.0
        self._closely = False

    @property
    def driver(self) -> Driver:
        """The hands and eyes."""
        if self._driver is None:
            raise Lost("no window is open")
        return self._driver

    @property
    def program(self) -> app.Program:
        """The center's program that is driven."""
        if not isinstance(self._program, app.Program):
            raise Lost("no window is open")
        return self._program

    @property
    def running(self) -> "app.Program | app.District":
        """The program that is driven, a center's or a district's."""
        if self._program is None:
            raise Lost("no window is open")
        return self._program

    @property
    def screen(self) -> Any:
        """What the window shows."""
        return self.running.frame.centralWidget()

    @property
    def page(self) -> Any:
        """The page that is shown, for what a person does in a file dialog."""
        return self.screen.page

    @property
    def desk(self) -> Desk:
        """Who is signed in; for looking into the store with `ask`."""
        desk = self.program.desk
        if not isinstance(desk, Desk):
            raise Lost("nobody is signed in")
        return desk

    @property
    def demo(self) -> Path:
        """Where the demo center lies."""
        return self.scratch("demo")

    @property
    def clock(self) -> ShiftedClock:
        """The time of the facts, or so much later."""
        return ShiftedClock(timedelta(seconds=self.state.ahead_seconds) + self._later)

    def scratch(self, name: str) -> Path:
        """A place that goes with the tour."""
        return Path(self.state.scratch) / name

    def open(self, folder: Path, *, later: timedelta = timedelta(), restore: bool = False,
             closely: bool = False) -> None:
        """Start the program on a center, at the time of its facts or `later`; with `restore` where one is restored.

        With `closely` each of its screens is also taken on a sharp screen, in the other theme.
        """
        self._folder, self._later, self._closely = folder, later, closely or self.state.closely
        self._set_up()
        self._begin()
        self.program.start(self.state.person, restore=restore)
        self.program.frame.resize(*_WINDOW)
        self.driver.settle()

    def open_district(self) -> None:
        """Start the program at the tour's district: its first start, or its door."""
        self._closely = self.state.closely
        self._set_up()
        program = app.District(self.scratch("district"), relaunch=self._left, clock=self.clock, seconds=self._seconds)
        self._program = program
        self._drive(program.frame)
        program.start()
        program.frame.resize(*_WINDOW)
        self.driver.settle()

    def show_kiosk(self) -> None:
        """Go on as the process that becomes the kiosk would, with what the one before handed on."""
        handed = self._handed
        if handed is None:
            raise Lost("nobody started the kiosk")
        self.program.frame.close()
        self._begin()
        self.program.start_as_kiosk(handed)
        self.driver.wait(lambda: type(self.program.kiosk_window).__name__ == "KioskWindow", "the kiosk")
        window = self.program.kiosk_window
        window.resize(*_WINDOW)
        self._drive(window)
        self.driver.settle()

    def leave_kiosk(self, role: Role) -> None:
        """End it by the passphrase of the first person of a role, who started it."""
        self.driver.type("kiosk.leave.passphrase", self.state.people[role.value][2])
        self.driver.click("kiosk.leave.go")
        self._drive(self.program.frame)
        self.driver.wait(lambda: self.program.desk is not None, "signed in from the kiosk")
        self.program.frame.resize(*_WINDOW)
        self.driver.settle()

    def _set_up(self) -> None:
        process.harden()
        app.make_application()
        hush_screen()
        sys.excepthook = lambda _kind, error, _trace: self._surprises.append(log.bug(error))
        self._answers.enter_context(messages.answering(self._put_away))

    def _begin(self) -> None:
        self._program = app.Program(self._folder, relaunch=self._left, clock=self.clock, seconds=self._seconds)
        self._drive(self._program.frame)

    def _drive(self, window: Any) -> None:
        self._driver = Driver(window, self.running.tasks, self._picture)
        self._driver.closely = self._closely

    def sign_in(self, role: Role) -> None:
        """Pick the first person of a role and type their passphrase."""
        person, _name, passphrase = self.state.people[role.value]
        self.program.choose(person)
        self.enter(passphrase)

    def enter(self, passphrase: str, name: str = "") -> None:
        """Sign in whoever is chosen, or who types their name."""
        if name:
            self.driver.type("signin.name", name)
        self.driver.type("signin.passphrase", passphrase)
        self.driver.enter()
        self.driver.wait(lambda: self.program.desk is not None, "signed in")
        self.driver.settle()

    def lock(self, keys: str = "Ctrl+L") -> None:
        """Lock, or with Ctrl+U switch: the program closes the store, and the tour goes on in a new process."""
        self.driver.press_keys(keys)
        self.go_on()

    def go_on(self) -> None:
        """Once the program has closed the store and would start anew."""
        self.driver.wait(lambda: self.running.desk is None, "locked")
        self._relaunch(self.state)

    def let_pass(self, seconds: float) -> None:
        """Nobody touches anything for so long."""
        self._idle_seconds += seconds
        self.driver.settle()

    def other_looks(self, title: str) -> None:
        """The same screen dark and in Spanish."""
        frame, closely = self.running.frame, self.driver.closely
        self.driver.closely = False  # it was looked at closely as it usually is
        if not closely:
            frame.set_dark(True)
            self.driver.shot(f"{title}, dark")
            frame.set_dark(self.state.theme == "dark")
        frame.set_language("es")
        self.driver.settle()
        self.driver.shot(f"{title}, Spanish")
        frame.set_language(self.state.language)
        self.driver.settle()
        self.driver.closely = closely

    def close(self) -> None:
        """Close the program, if it is still open."""
        self._answers.close()
        sys.excepthook = sys.__excepthook__
        if self._program is not None:
            self._program.shut()
            self._program.frame.close()

    def ask(self, question: Callable[[Desk], T]) -> T:
        """Ask a service on the worker, as a page would."""
        desk = self.desk
        return self._answer(lambda: question(desk))

    def ask_district(self, question: Callable[[DistrictDesk], T]) -> T:
        """The same of the district's, at its desk."""
        desk = self.running.desk
        return self._answer(lambda: question(desk))

    def _answer(self, work: Callable[[], T]) -> T:
        answers: list[T] = []
        errors: list[Exception] = []
        self.running.tasks.run(work, answers.append, errors.append, owner=None)
        self.driver.settle()
        if errors:
            raise errors[0]
        return answers[0]

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """One step: timed, with the pictures taken in it; counts as done when its checks held."""
        before, start = self.state.pictures, time.perf_counter()
        self._shots = []
        self.at = name
        try:
            yield
            self.driver.settle()
        finally:
            self._tell_surprises()
        self.state.steps.append({
            "name": name, "milliseconds": round((time.perf_counter() - start) * 1000), "pictures": self._shots,
            "checked": True})
        say(f"  {name} ({self.state.pictures - before})")

    def check(self, holds: bool, what: str) -> None:
        """The result of a step must be in the store."""
        if not holds:
            raise NotInStore(what)

    def _left(self, _folder: Path, person: str = "", *, kiosk: Handed | None = None, **_how: bool) -> None:
        self.state.person, self._handed = person, kiosk

    def _seconds(self) -> float:
        return idle.seconds() + self._idle_seconds

    def _put_away(self, message: messages.Message) -> bool:
        """Nobody is there to press a button: an unexpected message must not stop the tour for ever."""
        self._surprises.append(f"{message.title}: {message.text}")
        return False

    def _tell_surprises(self) -> None:
        if self._surprises:
            raise Unexpected("; ".join(self._surprises))

    def _picture(self, title: str) -> Path:
        self.state.pictures += 1
        slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
        name = f"{self.state.pictures:03d}-{slug}.png"
        self._shots.append(name)
        return self.out / name
