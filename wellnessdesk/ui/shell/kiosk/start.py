"""Before the kiosk starts: what it means, and on which screen."""

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.choices import Choice, ChoiceList
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.forms import Form
from wellnessdesk.ui.kit.texts import label

_WIDTH = 520


class StartDialog(Dialog):
    """Calls `start(name of the screen)`."""

    def __init__(self, parent: QWidget, start: Callable[[str], object]) -> None:
        super().__init__(parent, _("Start the kiosk"), width=_WIDTH)
        self._start = start
        screens = QGuiApplication.screens()
        self._screen = ChoiceList([Choice(one.name(), _screen_name(number, one.size().width(), one.size().height()))
                                   for number, one in enumerate(screens, 1)])
        self._screen.setObjectName("kiosk.start.screen")
        go = button(_("Start the kiosk"), self._go, icon="kiosk", role="primary")
        go.setObjectName("kiosk.start.go")
        cancel = button(_("Cancel"), self.reject)
        cancel.setObjectName("kiosk.start.cancel")
        self.body.addWidget(label(self.windowTitle(), "heading", wrap=True))
        self.body.addWidget(label(_("You are signed out, and students check themselves in here with their card or "
                                    "number. They see nobody's name but their own first name, and no record."),
                                  wrap=True))
        self.body.addWidget(label(_("The kiosk ends only when somebody of the staff signs in over it: press Esc, or "
                                    "the lock in its corner."), wrap=True))
        if len(screens) > 1:
            form = Form(width=_WIDTH)
            form.field(_("Screen"), self._screen)
            self.body.addWidget(form)
        self.body.addWidget(ButtonRow(go, cancel))
        go.setDefault(True)
        go.setFocus()

    def _go(self) -> None:
        self.accept()
        self._start(self._screen.value() or "")


def _screen_name(number: int, width: int, height: int) -> str:
    return _("Screen {number} ({width} × {height})").format(number=number, width=width, height=height)
