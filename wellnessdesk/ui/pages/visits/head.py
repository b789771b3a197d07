"""What stands beside the title of Today: how full the room is, the closing sweep, a teacher's call, discreet, undo."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QPushButton

from wellnessdesk.base import formats, settings
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.visits import Queue
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.icons import icon
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.kit.parts import Badge
from wellnessdesk.ui.pages.visits.shortcuts import quick_button
from wellnessdesk.ui.pages.visits.teacher_call import TeacherCallDialog


class Head(QObject):
    """Puts itself beside the title of `page`."""

    sweep_asked = Signal()
    undo_asked = Signal()
    discreet_changed = Signal()

    def __init__(self, page: Page, context: PageContext) -> None:
        super().__init__(page)
        self._room = Badge("", "muted", "group")
        self._room.setObjectName("queue.room")
        self._sweep = quick_button("queue.sweep", _("Closing sweep…"), self.sweep_asked.emit, icon="check-out",
                                   shortcut="Ctrl+Shift+O", tooltip=_("Everybody who was never checked out"))
        call = quick_button(
            "queue.call", _("A teacher calls"), lambda: TeacherCallDialog(page, context).open(), icon="phone",
            shortcut="Ctrl+T", tooltip=_("Say when a student came and left today, and nothing else"))
        self._discreet = self._make_discreet()
        self._undo = quick_button("queue.undo", _("Undo"), self.undo_asked.emit, icon="undo", shortcut="Ctrl+Z",
                                  tooltip=_("Take back the last step"))
        for part in (self._room, self._sweep, call, self._discreet, self._undo):
            page.add_action(part)

    @property
    def discreet(self) -> bool:
        """Whether names are short and reasons hidden."""
        return self._discreet.isChecked()

    def show_room(self, queue: Queue) -> None:
        """How full the room is: in words, with an icon, and only then in a color."""
        here, capacity = len(queue.here), queue.limits.capacity
        if not capacity:
            text = ngettext("{n} in the room", "{n} in the room", here).format(n=formats.number(here))
        else:
            text = _("{n} of {capacity} in the room").format(n=formats.number(here), capacity=formats.number(capacity))
        full = bool(capacity) and here >= capacity
        text = _("Full: {text}").format(text=text) if full else text
        self._room.show_status(text, "danger" if full else "muted", "warning" if full else "group")

    def show_overdue(self, overdue: int) -> None:
        """How many were never checked out."""
        self._sweep.setText(_("Closing sweep · {n}").format(n=formats.number(overdue)) if overdue
                            else _("Closing sweep…"))
        self._sweep.setIcon(icon("warning" if overdue else "check-out", "flag" if overdue else "ink"))

    def show_can_undo(self, can: bool) -> None:
        """Whether there is a step to take back."""
        self._undo.setEnabled(can)

    def _make_discreet(self) -> QPushButton:
        made = quick_button("queue.discreet", _("Discreet: on"), None, icon="hide", checkable=True, shortcut="Ctrl+D",
                            tooltip=_("Hides reasons and shortens names, so that people passing by cannot read them"))
        on = settings.load().discreet
        made.setChecked(on)
        _say_mode(made, on)
        made.toggled.connect(self._be_discreet)
        made.setAccessibleName(_("Discreet"))
        return made

    def _be_discreet(self, on: bool) -> None:
        _say_mode(self._discreet, on)
        settings.save(replace(settings.load(), discreet=on))
        self.discreet_changed.emit()


def _say_mode(button: QPushButton, on: bool) -> None:
    button.setText(_("Discreet: on") if on else _("Discreet: off"))
    button.setIcon(icon("hide" if on else "show", "ink", "accent"))
