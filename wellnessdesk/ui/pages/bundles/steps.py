"""The steps before the preview: which kind, who it is for, which days, what for and on whose word."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.bundle_words import period_label, wrong
from wellnessdesk.domain.bundles import Asked, Bundle, BundleState, Kind, Period, Recipient
from wellnessdesk.domain.coarse import Grain
from wellnessdesk.domain.students import Student
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.choices import Choice, ChoiceList
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.fields import TextField
from wellnessdesk.ui.kit.forms import Field, Form
from wellnessdesk.ui.kit.parts import Banner, Card
from wellnessdesk.ui.kit.pickers import DateField
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.bundles.kinds import KindPart
from wellnessdesk.ui.pages.bundles.one_student import OneStudent
from wellnessdesk.ui.pages.bundles.own_copy import OwnCopy

_WIDE = 1200
_A_YEAR = timedelta(days=365)
"""How long an evaluation is proposed to last."""


class _Beside(QWidget):
    """A list with a button beside it, to stand in one field."""

    changed = Signal()

    def __init__(self, chosen: ChoiceList, beside: QWidget) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(chosen, 1)
        row.addWidget(beside)
        chosen.changed.connect(self.changed)
        self.setFocusProxy(chosen)


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictActs:
    """What the steps ask of the page: to add a district, to open one's terms or keys, to choose a folder."""

    add: Callable[[], object]
    open_terms: Callable[[Recipient], object]
    open_keys: Callable[[Recipient], object]
    choose_folder: Callable[[], Path | None]
    choose_copy_folder: Callable[[], Path | None]


class Steps(Card):
    """`changed` when what would leave is another bundle than before; the purpose does not change the tables."""

    changed = Signal()

    def __init__(self, context: PageContext, acts: DistrictActs) -> None:
        super().__init__()
        self._desk = desk = context.desk
        self.student = OneStudent(context)
        self.kind = KindPart(tuple(Kind), desk.today, acts.open_terms, acts.open_keys)
        self.own_copy = OwnCopy(acts.choose_copy_folder, "export.owncopy")
        self.recipient = ChoiceList([], placeholder=_("Choose the district"))
        self.month = ChoiceList([], placeholder=_("Choose the days"))
        self.purpose = TextField()
        self.authority = TextField()
        self.add_district = button(_("Add district…"), acts.add)
        self.grain = ChoiceList([Choice(Grain.WEEK, _("Weeks")), Choice(Grain.MONTH, _("Months"))])
        self.ends = DateField(desk.today() + _A_YEAR)
        self.again = Banner(tone="info")
        self._key = label("", "muted", wrap=True, small=True)
        self._recipients: dict[str, Recipient] = {}
        self._history: Sequence[Bundle] = ()
        self._asked: tuple[str | None, ...] = ()
        for widget, name in ((self.recipient, "recipient"), (self.month, "month"), (self.purpose, "purpose"),
                             (self.authority, "authority"), (self.grain, "grain"), (self.ends, "ends")):
            widget.setObjectName(f"export.{name}")
        self.add_district.setObjectName("export.adddistrict")
        self._form = self._lay_out()
        self.kind.changed.connect(self._look)
        self.recipient.changed.connect(self._look)
        self.month.changed.connect(self._look)
        self.grain.changed.connect(self._look)

    def show_facts(self, recipients: Sequence[Recipient], months: Sequence[Period], history: Sequence[Bundle]) -> None:
        """Offer these; what was chosen stays, and what there is only one of is chosen already."""
        self._recipients = {one.id: one for one in recipients}
        self._history = history
        only = recipients[0].id if len(recipients) == 1 else ""
        newest = months[0].code if months else ""
        _fill(self.recipient, [(one.id, one.name) for one in recipients], only)
        _fill(self.month, [(period.code, period_label(period)) for period in months], newest)
        self._look()

    def chosen(self) -> Asked | None:
        """Which bundle, without what for; None, said at the field, while something is missing or may not be had."""
        recipient, month = self.chosen_recipient(), self.month.value()
        if month is None:
            self._month_field.set_error(_("Choose a period."))
            self._form.show_errors()
        if recipient is None or month is None:
            return None
        kind = self.kind.value()
        return Asked(recipient=recipient.id, kind=kind, period=Period.of(month), purpose="",
                     about=self.grain.value() or "" if kind is Kind.ROWS else "")

    def stated(self) -> Asked | None:
        """All of it; None, said at the field, while something is missing."""
        asked = self.chosen()
        if asked is None or not self.stated_purpose():
            return None
        whole = replace(asked, purpose=self.purpose.value(), authority=self.authority.value(),
                        ends_on=self.ends.value() if asked.kind is Kind.ROWS else None)
        if missing := wrong(whole, self._desk.today()):
            field = self._ends_field if whole.authority else self._authority_field
            field.set_error(missing)
            field.focus()
            return None
        return whole

    def chosen_recipient(self) -> Recipient | None:
        """To whom; None, said at the field, while nobody is chosen or they may not have this kind."""
        known = self._recipients.get(self.recipient.value() or "")
        if known is None:
            self._recipient_field.set_error(_("Choose the district this bundle is for."))
            self._form.show_errors()
        elif self.kind.refused.accessibleName():
            self.kind.focus_refusal()
            return None
        return known

    def chosen_student(self) -> Student | None:
        """Whose records; None, said at the field, while nobody is chosen."""
        if self.student.student is None:
            self._student_field.set_error(_("Choose the student whose records are asked for."))
            self._student_field.focus()
        return self.student.student

    def stated_purpose(self) -> str:
        """What the district needs it for; empty, said at the field, while that is missing."""
        if not self.purpose.value():
            self._purpose_field.set_error(
                _("Say what the district needs it for. It stands in the bundle and in the log."))
            self._purpose_field.focus()
        return self.purpose.value()

    def choose_recipient(self, recipient: str) -> None:
        """Choose the district that was just added."""
        self.recipient.set_value(recipient)

    def _look(self) -> None:
        known = self._recipients.get(self.recipient.value() or "")
        self._key.setText(_("Its key in six words: {words}").format(words=known.fingerprint) if known else "")
        self._key.setVisible(known is not None)
        self.kind.show_recipient(known)
        one, rows = self.kind.value() is Kind.PACKET, self.kind.value() is Kind.ROWS
        self._rows.setVisible(rows)
        self._month_field.setVisible(not one)
        self._student_field.setVisible(one)
        self.purpose.setPlaceholderText(_example(self.kind.value()))
        self.authority.setPlaceholderText(_("For instance: agreement of July 2026, approved by the board") if rows else
                                          _("If there is one. For instance: agreement of July 2026"))
        if not one:
            self.student.clear()
        self._tell_of_earlier()
        asked = (self.kind.value(), self.recipient.value(), self.month.value(), self.grain.value())
        if asked != self._asked:
            self._asked = asked
            self.changed.emit()

    def _tell_of_earlier(self) -> None:
        to = self._recipients.get(self.recipient.value() or "")
        earlier = next((one for one in self._history if to is not None and to.follows(one.recipient)
                        and one.kind is self.kind.value() is not Kind.PACKET and one.period == self.month.value()
                        and one.state is BundleState.WRITTEN), None)
        if earlier is None:
            self.again.say("")
            return
        about = _("Number {number}, written on {day}. A new one replaces it.").format(
            number=formats.number(earlier.sequence), day=formats.date(self._desk.local(earlier.written_at).date()))
        self.again.say(_("There is already a bundle of this period for this district"), about, "info")

    def _lay_out(self) -> Form:
        form = Form(width=_WIDE)
        self._recipient_field = Field(_("Who is it for?"), _Beside(self.recipient, self.add_district))
        self._month_field = Field(_("Which days?"), self.month)
        self._purpose_field = Field(_("What for?"), self.purpose)
        form.row(Field(_("What leaves?"), self.kind))
        self._student_field = Field(_("Whose records?"), self.student)
        form.row(self._recipient_field, self._month_field, self._student_field)
        form.add(self._key)
        self._authority_field = Field(_("On whose word?"), self.authority)
        form.row(self._purpose_field, self._authority_field)
        self._ends_field = Field(_("Until which day may they keep it?"), self.ends)
        grain = Field(_("How exact are the days?"), self.grain)
        self._rows = QWidget()
        row = QHBoxLayout(self._rows)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(grain, 1)
        row.addWidget(self._ends_field, 1)
        form.add(self._rows)
        form.add(self.own_copy)
        form.add(self.again)
        self.add(form)
        return form


def _example(kind: Kind) -> str:
    return {
        Kind.AGGREGATE: _("For instance: monthly report to the county"),
        Kind.ROWS: _("For instance: what helps after a break"),
        Kind.PACKET: _("For instance: subpoena of October 5. No student's name"),
    }[kind]


def _fill(chosen: ChoiceList, entries: Sequence[tuple[str, str]], otherwise: str) -> None:
    before = chosen.value()
    keys = [key for key, _title in entries]
    chosen.blockSignals(True)
    chosen.clear()
    for key, title in entries:
        chosen.addItem(title, key)
    chosen.set_value(before if before in keys else otherwise or None)
    chosen.blockSignals(False)
