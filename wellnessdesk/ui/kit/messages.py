"""The only place of message boxes: a problem, a bug, a question before something is done, and passing messages."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from wellnessdesk.base import log
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.ui.kit.buttons import ButtonRow, Role, button
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.icons import IconLabel
from wellnessdesk.ui.kit.palette import Tone
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.kit.toast import Toast

Reply = Callable[["Message"], bool]
"""Answers a message instead of a person: true presses its action, false cancels. The message is on the screen."""

_replies: list[Reply] = []
_bugs_shown: set[str] = set()


class Message(Dialog):
    """A message box. `title`, `text` and `action` are what it shows."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        text: str,
        *,
        action: str,
        icon: str = "info",
        tone: Tone = "info",
        role: Role = "primary",
        cancel: bool = False,
    ) -> None:
        super().__init__(parent, title)
        self.title, self.text, self.action = title, text, action
        self.setAccessibleDescription(text)
        self._act = button(action, self.accept, role=role)
        self._cancel = button(_("Cancel"), self.reject)
        texts = QVBoxLayout()
        texts.setSpacing(6)
        texts.addWidget(label(title, "heading", wrap=True))
        texts.addWidget(label(text, wrap=True, selectable=not cancel))
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(IconLabel(icon, tone, 28), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        self.body.addLayout(row)
        self.body.addWidget(ButtonRow(self._act, self._cancel) if cancel else ButtonRow(self._act))
        first = self._cancel if cancel and role == "danger-primary" else self._act
        first.setDefault(True)
        first.setFocus()


def problem(parent: QWidget | None, error: Problem | str) -> None:
    """The world failed: say what, in the error's own words."""
    _show(Message(parent, _("That did not work"), str(error), action=_("OK"), icon="warning", tone="flag"))


def bug(parent: QWidget | None, error: BaseException) -> None:
    """The program failed: log it without any content, and say so; the same bug again is only a passing message."""
    name = log.bug(error)
    title = _("The program made a mistake")
    if name in _bugs_shown and parent is not None:
        say(parent, title, tone="flag")
        return
    _bugs_shown.add(name)
    text = _(
        "This is a fault in WellnessDesk, not something you did. What was saved before is safe; check whether "
        "your last step was taken.\n\nIf it happens again, tell whoever looks after the program: {name}"
    ).format(name=name)
    _show(Message(parent, title, text, action=_("OK"), icon="warning", tone="danger"))


def failure(parent: QWidget | None, error: BaseException) -> None:
    """Show any exception as what it is: a problem or a bug."""
    if isinstance(error, Problem):
        problem(parent, error)
    else:
        bug(parent, error)


def confirm(
    parent: QWidget | None, question: str, what_will_happen: str, action_label: str, danger: bool = False
) -> bool:
    """Ask once before something is done; the button says what it does. With `danger`, Enter cancels."""
    role: Role = "danger-primary" if danger else "primary"
    tone: Tone = "danger" if danger else "accent"
    icon = "warning" if danger else "help"
    return _show(
        Message(parent, question, what_will_happen, action=action_label, icon=icon, tone=tone, role=role, cancel=True)
    )


def notice(parent: QWidget | None, title: str, text: str) -> None:
    """Tell something that must be read before going on. For what need not, use `say`."""
    _show(Message(parent, title, text, action=_("OK"), icon="info", tone="info"))


def say(parent: QWidget, text: str, *, undo: Callable[[], object] | None = None, tone: Tone = "ok") -> None:
    """Say in passing that something was done, without stopping anybody; with `undo`, offer to take it back."""
    Toast(parent.window(), text, {"ok": "ok", "info": "info"}.get(tone, "warning"), undo)


@contextmanager
def answering(reply: Reply | bool = True) -> Iterator[list[str]]:
    """For tests and the tour: answer the messages shown meanwhile. Gives the list of their titles and texts."""
    shown: list[str] = []

    def answer(message: Message) -> bool:
        shown.append(f"{message.title}\n{message.text}")
        return reply if isinstance(reply, bool) else reply(message)

    _replies.append(answer)
    try:
        yield shown
    finally:
        _replies.remove(answer)


def watch_for_bugs() -> None:
    """Show what nobody caught, wherever it was raised, as a bug."""

    def show(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, Exception):
            failure(QApplication.activeWindow(), error)
        else:
            sys.__excepthook__(kind, error, trace)

    sys.excepthook = show


def _show(message: Message) -> bool:
    try:
        if not _replies:
            return message.exec() == QDialog.DialogCode.Accepted
        message.open()
        QApplication.processEvents()
        accepted = _replies[-1](message)
        message.done(int(accepted))
        return accepted
    finally:
        message.deleteLater()
