"""One appointment: its facts, and what can be done with it."""

from collections.abc import Callable

from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.appointments import Appointment, State, span, state_label
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.palette import Tone
from wellnessdesk.ui.kit.parts import Badge
from wellnessdesk.ui.kit.texts import label

_TONES: dict[State, Tone] = {State.BOOKED: "accent", State.ARRIVED: "ok", State.MISSED: "flag",
                             State.CALLED_OFF: "muted"}


class DetailsDialog(Dialog):
    """`act(what)` is called after the dialog has closed: change, miss, call_off, call_off_series, restore, slip."""

    def __init__(self, parent: QWidget, one: Appointment, act: Callable[[str], object] | None, *, begun: bool) -> None:
        super().__init__(parent, one.student, width=500)
        self._act = act
        self.body.addWidget(label(one.student, "heading", wrap=True))
        self.body.addWidget(Badge(state_label(one.state), _TONES[one.state]))
        self.body.addLayout(_facts(one))
        if act is not None and one.state is State.BOOKED:
            self._lay_out_booked(one, begun)
        elif act is not None and one.state in (State.MISSED, State.CALLED_OFF):
            self._lay_out(self._button("restore", _("Let it stand again"), "undo", primary=True))
        else:
            self._lay_out()

    def _lay_out_booked(self, one: Appointment, begun: bool) -> None:
        call_off = self._button("call_off", _("Call off"), "close")
        more = [self._button("miss", _("Did not come"), "warning")] if begun else [
            self._button("slip", _("Print slip"), "print")]
        series = [self._button("call_off_series", _("Call off with all that follow"), "close")] if one.series else []
        for each in series:
            self.body.addWidget(each)
        self._lay_out(self._button("change", _("Change…"), "appointment", primary=True), call_off, *more)

    def _lay_out(self, *buttons: QPushButton) -> None:
        close = button(_("Close"), self.reject)
        close.setObjectName("details.close")
        row = list(buttons)
        self.body.addWidget(ButtonRow(row[0], *row[1:], left=(close,)) if row else ButtonRow(close))
        (row[0] if row else close).setFocus()

    def _button(self, what: str, text: str, icon: str, *, primary: bool = False) -> QPushButton:
        made = button(text, lambda: self._do(what), icon=icon, role="primary" if primary else "secondary")
        made.setObjectName(f"details.{what}")
        made.setDefault(primary)
        return made

    def _do(self, what: str) -> None:
        self.accept()
        if self._act is not None:
            self._act(what)


def _facts(one: Appointment) -> QGridLayout:
    lines = [
        (_("When"), f"{formats.date_long(one.day)}\n{span(one.starts, one.ends)}"),
        (_("With"), one.peer or _("Whoever is free")), (_("Room"), one.room),
        (_("Service"), catalogues.label("service_options", one.service) if one.service else ""),
        (_("Grade"), one.grade), (_("Repeats"), _("Every week") if one.series else "")]
    grid = QGridLayout()
    grid.setColumnStretch(1, 1)
    grid.setHorizontalSpacing(18)
    grid.setVerticalSpacing(6)
    for row, (name, text) in enumerate((name, text) for name, text in lines if text):
        grid.addWidget(label(name, "muted"), row, 0)
        grid.addWidget(label(text, wrap=True), row, 1)
    return grid
