"""Who stood in for a coordinator, until when and why; and what they did, until a coordinator has looked at it."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import audit_words
from wellnessdesk.domain.emergencies import Deed, Emergency
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.palette import Tone
from wellnessdesk.ui.kit.parts import Card, EmptyState
from wellnessdesk.ui.kit.row_delegate import ROW_HEIGHT
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.kit.texts import label

_HEADER, _ROWS = 58, 3
_NO_LIMIT = 16_777_215
"""Qt's own QWIDGETSIZE_MAX."""


class EmergencyList(QWidget):
    """`grant()` lets somebody in, `end(one)` ends it, `review(one)` says that it was looked at (coordinators only)."""

    def __init__(self, desk: Desk, grant: Callable[[], object] | None, end: Callable[[Emergency], object],
                 review: Callable[[Emergency], object] | None) -> None:
        super().__init__()
        self._desk, self._may_review, self._may_change = desk, review is not None, grant is not None
        self.table = self._make_table()
        self.grant = button(_("Let somebody stand in…"), grant, icon="adult")
        self.grant.setObjectName("emergency.grant")
        self.grant.setVisible(grant is not None)
        self.end = button(_("End now…"), lambda: self._with_current(end), icon="lock")
        self.end.setObjectName("emergency.end")
        self.review = button(_("I have looked at it"), lambda: self._with_current(review), icon="ok")
        self.review.setObjectName("emergency.review")
        self._reason = label("", wrap=True, selectable=True)
        self.deeds = self._make_deeds()
        self._chosen = Card(" ", self.end, self.review)
        self._chosen.add(self._reason)
        self._chosen.add(self.deeds, 1)
        self._chosen.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        card = Card(_("Who stood in for a coordinator"), self.grant)
        card.add(self.table, 1)
        column.addWidget(card, 1)
        column.addWidget(self._chosen, 2 if self._may_review else 0)
        self.table.current_changed.connect(self._show_current)

    def show_emergencies(self, found: Sequence[Emergency]) -> None:
        """Show these. What is to be looked at first is selected, unless something is."""
        self.table.set_records(found)
        if self.table.current() is None:
            wanted = next((one for one in found if one.reviewed_at is None), None)
            if wanted is not None:
                self.table.select(wanted.id)
        self._show_current(self.table.current())

    def show_deeds(self, deeds: Sequence[Deed]) -> None:
        """What the selected one did."""
        self.deeds.set_records(list(reversed(deeds)))

    def focus_first(self) -> None:
        """To what is next to do."""
        for part in (self.end, self.review, self.table):
            if part.isVisibleTo(self):
                part.setFocus()
                return

    def _with_current(self, act: Callable[[Emergency], object] | None) -> None:
        one = self.table.current()
        if one is not None and act is not None:
            act(one)

    def _show_current(self, one: Emergency | None) -> None:
        self._chosen.setVisible(one is not None)
        self._share_room(chosen=one is not None)
        if one is None:
            return
        self._chosen.heading.setText(_("What {name} did").format(name=one.name) if self._may_review else one.name)
        self._reason.setText(_("Why: {reason}").format(reason=one.reason) if one.reason else
                             _("Only coordinators can read why, and what was done."))
        self.deeds.setVisible(self._may_review)
        self.end.setVisible(self._may_change and not one.ended)
        self.review.setVisible(self._may_review and self._may_change and one.ended and one.reviewed_at is None)

    def _share_room(self, *, chosen: bool) -> None:
        """What they did needs the room, as long as it is shown."""
        rows = min(self.table.records_model.rowCount(), _ROWS)
        narrow = self._may_review and chosen
        self.table.setMaximumHeight(_HEADER + rows * ROW_HEIGHT if narrow else _NO_LIMIT)

    def _make_table(self) -> RecordTable[Emergency]:
        columns = [
            Column[Emergency](title=_("Name"), text=lambda one: one.name, strong=True, stretch=True),
            Column[Emergency](title=_("Until"), text=lambda one: self._moment(one.until), width=200,
                              sort=lambda one: one.until),
            Column[Emergency](title=_("Let in by"), text=lambda one: one.granted_by, width=170),
            Column[Emergency](title=_("Status"), text=lambda one: self._status(one)[0], badge=True, width=330,
                              icon=lambda one: self._status(one)[2], tone=lambda one: self._status(one)[1]),
        ]
        empty = EmptyState(
            _("Nobody has stood in"),
            _("When no coordinator can come, a substitute can read and act as one, for some hours. Every coordinator "
              "is shown what they did."), "adult")
        return RecordTable[Emergency](_("Emergency access"), columns, lambda one: one.id, empty=empty)

    def _make_deeds(self) -> RecordTable[Deed]:
        columns = [
            Column[Deed](title=_("When"), text=lambda one: self._moment(one.at), width=200,
                         sort=lambda one: one.sequence),
            Column[Deed](title=_("What"), text=_said, tooltip=_said, stretch=True),
        ]
        empty = EmptyState(_("Nothing yet"), _("They have not looked at or changed anything."), "ok")
        return RecordTable[Deed](_("What they did"), columns, lambda one: one.sequence, empty=empty)

    def _moment(self, at: datetime | None) -> str:
        if at is None:
            return ""
        here = self._desk.local(at)
        return _("{date}, {time}").format(date=formats.date(here.date()), time=formats.time(here))

    def _status(self, one: Emergency) -> tuple[str, Tone, str]:
        if one.reviewed_at is not None:
            day = formats.date(self._desk.local(one.reviewed_at).date())
            return _("Looked at by {name}, {date}").format(name=one.reviewed_by, date=day), "ok", "ok"
        if one.ended:
            return _("Over: to be looked at"), "flag", "show"
        if one.stands(self._desk.clock.now()):
            return _("Stands in now"), "info", "adult"
        return _("Time is over: end it"), "flag", "warning"


def _said(deed: Deed) -> str:
    return audit_words.sentence(deed.action, audit_words.Told(deed.subject, "", {}))
