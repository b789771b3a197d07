"""A peer leaves: everything that is to be done, in one list, each with where it stands. In any order, and over days."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.peer_roster import PeerRoster, PeerStanding
from wellnessdesk.services import departures, peer_roster, shifts
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.icons import IconLabel
from wellnessdesk.ui.kit.open_work import OpenWorkDialog
from wellnessdesk.ui.kit.parts import Banner, separator
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.peers.exit_dialog import ExitDialog, ReadDialog

_WIDTH, _ICON = 640, 20
T = TypeVar("T")


class Step(QWidget):
    """One thing to be done: a sign whether it is, its name, a line on where it stands, and what to press."""

    def __init__(self, title: str, *buttons: QPushButton) -> None:
        super().__init__()
        self._sign = IconLabel("info", "muted", _ICON)
        self._said = label("", "muted", wrap=True, small=True)
        texts = QVBoxLayout()
        texts.setSpacing(1)
        texts.addWidget(label(title, "strong"))
        texts.addWidget(self._said)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._sign)
        row.addLayout(texts, 1)
        for each in buttons:
            row.addWidget(each)

    def say(self, text: str, *, done: bool) -> None:
        """Where it stands."""
        self._sign.set_icon("ok" if done else "waiting", "ok" if done else "muted")
        self._said.setText(text)


class LeaveDialog(Dialog):
    """Stays open while things are done. `to_hours` leads to their hours and portfolio, where there is such a part."""

    def __init__(self, parent: QWidget, context: PageContext, one: PeerStanding,
                 to_hours: Callable[[], object] | None) -> None:
        super().__init__(parent, _("{name} leaves").format(name=one.person.name), width=_WIDTH)
        self._context, self._one = context, one
        self.problem = Banner(tone="flag")
        self._ask = self._button("ask", _("Ask an administrator"), self._toggle_asked)
        self._work = self._button("work", _("Hand on…"), self._hand_on)
        self._shifts = self._button("shifts", _("Take them away"), self._end_shifts)
        self._write = self._button("write", _("Write it down…"), self._write_down)
        self._read = self._button("read", _("Read…"), self._read_them)
        hours = self._button("hours", _("Open…"), lambda: self._leave_to(to_hours))
        self.access = Step(_("Access"), self._ask)
        self.work = Step(_("Notes and appointments"), self._work)
        self.shifts = Step(_("Shifts"), self._shifts)
        self.interview = Step(_("Exit interview"), self._read, self._write)
        self.portfolio = Step(_("Hours letter and portfolio"), hours)
        self.portfolio.say(_("What they did here counts: give it to them before they go."), done=False)
        self.portfolio.setVisible(to_hours is not None)
        self._lay_out()
        self._show_one(one)

    def refresh(self) -> None:
        """Ask where everything stands."""
        desk = self._context.desk
        self._context.tasks.latest("peers.leave", lambda: peer_roster.look(desk), self._show, owner=self)

    def _lay_out(self) -> None:
        self.body.addWidget(label(self.windowTitle(), "heading", wrap=True))
        self.body.addWidget(label(_("In any order, and over days. Everything they did stays, with their name on it."),
                                  "muted", wrap=True))
        self.body.addWidget(self.problem)
        for number, step in enumerate((self.access, self.work, self.shifts, self.interview, self.portfolio)):
            if number:
                self.body.addWidget(separator())
            self.body.addWidget(step)
        close = button(_("Close"), self.accept, role="primary")
        close.setObjectName("leave.close")
        self.body.addWidget(ButtonRow(close))

    def _show(self, found: PeerRoster) -> None:
        one = found.find(self._one.person.id)
        if one is not None:
            self._show_one(one)

    def _show_one(self, one: PeerStanding) -> None:
        self._one = one
        gone, asked = not one.person.active, one.leaves_since
        self.access.say(_access(one), done=gone)
        self._ask.setVisible(not gone)
        self._ask.setText(_("Take it back") if asked else _("Ask an administrator"))
        self.work.say(_work(one), done=one.open_work == 0)
        self._work.setVisible(one.open_work > 0 and (gone or asked is not None))
        self.shifts.say(ngettext("{n} shift to come", "{n} shifts to come", one.shifts).format(
            n=formats.number(one.shifts)) if one.shifts else _("None to come."), done=one.shifts == 0)
        self._shifts.setVisible(one.shifts > 0)
        self.interview.say(ngettext("{n} is kept.", "{n} are kept.", one.interviews).format(
            n=formats.number(one.interviews)) if one.interviews else _(
                "Optional, and can be written down later. Only coordinators read it."), done=one.interviews > 0)
        self._read.setVisible(one.interviews > 0)

    def _toggle_asked(self) -> None:
        desk, person = self._context.desk, self._one.person.id
        act = departures.withdraw if self._one.leaves_since else departures.ask
        self._run(lambda: act(desk, person))

    def _end_shifts(self) -> None:
        desk, person = self._context.desk, self._one.person.id
        self._run(lambda: shifts.remove_all(desk, person))

    def _hand_on(self) -> None:
        dialog = OpenWorkDialog(self, self._context, lambda session: self._context.show_session(session.id))
        dialog.finished.connect(lambda _result: self.refresh())
        dialog.open()

    def _write_down(self) -> None:
        ExitDialog(self, self._context, self._one.person, self.refresh).open()

    def _read_them(self) -> None:
        desk, person = self._context.desk, self._one.person
        self._context.tasks.run(lambda: departures.interviews(desk, person.id),
                                lambda found: ReadDialog(self, desk, person, found).open(), owner=self)

    def _leave_to(self, there: Callable[[], object] | None) -> None:
        self.accept()
        if there is not None:
            there()

    def _run(self, work: Callable[[], T]) -> None:
        self.problem.say("")
        self._context.tasks.run(work, lambda _done: self.refresh(), self._failed, owner=self)

    def _failed(self, error: Exception) -> None:
        self.refresh()
        if isinstance(error, Problem):
            self.problem.say(_("That did not work"), str(error), "flag")
        else:
            messages.failure(self, error)

    def _button(self, key: str, text: str, act: Callable[[], object]) -> QPushButton:
        made = button(text, partial(act))
        made.setObjectName(f"leave.{key}")
        return made


def _access(one: PeerStanding) -> str:
    if not one.person.active:
        return _("They cannot sign in any more.")
    if one.leaves_since is not None:
        return _("Asked on {day}: an administrator ends it under People.").format(day=formats.date(one.leaves_since))
    return _("They can sign in. An administrator ends that, and gives all records a new key.")


def _work(one: PeerStanding) -> str:
    if one.open_work == 0:
        return _("Nothing is open.")
    said = ngettext("{n} thing is open.", "{n} things are open.", one.open_work).format(
        n=formats.number(one.open_work))
    if one.person.active and one.leaves_since is None:
        return _("{open} They can finish it while they are here; once an administrator is asked, you hand it on."
                 ).format(open=said)
    return said
