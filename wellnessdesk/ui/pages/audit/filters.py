"""What the log is narrowed down to: a person, a kind of act, days."""

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.audit_log import Kind, Wanted, kind_label
from wellnessdesk.domain.people import Person
from wellnessdesk.ui.kit.choices import Choice, ChoiceList
from wellnessdesk.ui.kit.forms import named_filter
from wellnessdesk.ui.kit.pickers import DateField

_ALL, _TODAY, _WEEK, _MONTH, _CHOSEN = "", "today", "week", "month", "chosen"
_NAME = 200
_BACK = {_TODAY: 0, _WEEK: 6, _MONTH: 29}


class Filters(QWidget):
    """Emits `changed` when something else is wanted."""

    changed = Signal()

    def __init__(self, today: date, *, coordinator: bool) -> None:
        super().__init__()
        self._today = today
        kinds = [kind for kind in Kind if kind is not Kind.SEALED or not coordinator]
        self.person = ChoiceList([Choice(_ALL, _("Everybody"))])
        self.kind = ChoiceList([Choice(_ALL, _("Everything")), *(Choice(kind, kind_label(kind)) for kind in kinds)])
        self.days = ChoiceList([
            Choice(_ALL, _("All days")), Choice(_TODAY, _("Today")), Choice(_WEEK, _("Last 7 days")),
            Choice(_MONTH, _("Last 30 days")), Choice(_CHOSEN, _("Choose days…"))])
        self.first, self.last = DateField(today, latest=today), DateField(today, latest=today)
        self._chosen = QWidget()
        self.person.setMinimumWidth(_NAME)
        self._lay_out()
        for choice in (self.person, self.kind, self.days):
            choice.changed.connect(self._on_change)
        for field in (self.first, self.last):
            field.dateChanged.connect(lambda _day: self.changed.emit())

    def show_persons(self, persons: Sequence[Person]) -> None:
        """Who can be chosen; the one chosen stays so."""
        if self.person.count() == len(persons) + 1:
            return
        chosen = self.person.value()
        self.person.blockSignals(True)
        self.person.clear()
        self.person.addItem(_("Everybody"), _ALL)
        for one in persons:
            self.person.addItem(one.name, one.id)
        self.person.set_value(chosen)
        self.person.blockSignals(False)

    def wanted(self) -> Wanted:
        """What is wanted now; days the wrong way round are put right."""
        kind, first, last = self.kind.value(), *self._days()
        return Wanted(person=self.person.value() or None, kind=Kind(kind) if kind else None, first=first, last=last)

    @property
    def narrowed(self) -> bool:
        """Whether anything less than everything is wanted."""
        return self.wanted() != Wanted()

    def _days(self) -> tuple[date | None, date | None]:
        chosen = self.days.value()
        if chosen in _BACK:
            return self._today - timedelta(days=_BACK[chosen]), None
        if chosen == _CHOSEN:
            first, last = sorted([self.first.value(), self.last.value()])
            return first, last
        return None, None

    def _on_change(self) -> None:
        self._chosen.setVisible(self.days.value() == _CHOSEN)
        self.changed.emit()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for name, choice in ((_("Who"), self.person), (_("What"), self.kind), (_("When"), self.days)):
            row.addLayout(named_filter(name, choice))
        days = QHBoxLayout(self._chosen)
        days.setContentsMargins(0, 0, 0, 0)
        days.setSpacing(12)
        for name, field in ((_("From"), self.first), (_("To"), self.last)):
            days.addLayout(named_filter(name, field))
        self._chosen.hide()
        row.addWidget(self._chosen)
        row.addStretch(1)
        named: dict[str, QWidget] = {"person": self.person, "kind": self.kind, "days": self.days, "first": self.first,
                                     "last": self.last}
        for name, widget in named.items():
            widget.setObjectName(f"audit.{name}")
