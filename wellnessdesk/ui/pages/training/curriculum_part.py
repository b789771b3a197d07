"""What is taught, what is signed, and what each service asks: in the versions that hold now, to be changed here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.agreements import AgreementText, kind_label
from wellnessdesk.domain.clearance import Rule, service_label
from wellnessdesk.domain.training import Module
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.kit.texts import label

R = TypeVar("R")

_SIGNED_HEIGHT = 190


@dataclass(frozen=True, slots=True)
class Acts:
    """What is done with what is chosen; a module that is None is a new one."""

    module: Callable[[Module | None], object]
    text: Callable[[AgreementText], object]
    rule: Callable[[Rule], object]
    shipped: Callable[[Rule], object]


class CurriculumPart(QWidget):
    """Modules at the left; agreements and rules at the right."""

    def __init__(self, acts: Acts) -> None:
        super().__init__()
        self._acts = acts
        self._today = date.min
        self.modules, self.texts, self.rules = self._module_table(), self._text_table(), self._rule_table()
        for table, go in ((self.modules, acts.module), (self.texts, acts.text), (self.rules, acts.rule)):
            table.opened.connect(go)
        self._new = button(_("New module…"), lambda: acts.module(None), icon="add")
        self._version = button(_("Change…"), lambda: _with(self.modules, acts.module))
        self._words = button(_("New words…"), lambda: _with(self.texts, acts.text))
        self._rule = button(_("Change…"), lambda: _with(self.rules, acts.rule))
        self._shipped = button(_("As shipped"), lambda: _with(self.rules, acts.shipped))
        for name, made in (("new", self._new), ("module", self._version), ("words", self._words), ("rule", self._rule),
                           ("shipped", self._shipped)):
            made.setObjectName(f"curriculum.{name}")
        for table in (self.modules, self.texts, self.rules):
            table.current_changed.connect(lambda _one: self._enable())
        self._lay_out()

    def show_all(self, modules: Sequence[Module], texts: Sequence[AgreementText], rules: Mapping[str, Rule],
                 today: date) -> None:
        """Show what holds today, and what is to come."""
        self._today = today
        self.modules.set_records(modules)
        self.texts.set_records(texts)
        self.rules.set_records(list(rules.values()))
        self._enable()

    def _enable(self) -> None:
        self._version.setEnabled(self.modules.current() is not None)
        self._words.setEnabled(self.texts.current() is not None)
        rule = self.rules.current()
        self._rule.setEnabled(rule is not None)
        self._shipped.setEnabled(rule is not None and not rule.shipped)

    def _module_table(self) -> RecordTable[Module]:
        columns = [
            Column[Module](title=_("Module"), text=lambda one: one.label, strong=True, stretch=True),
            Column[Module](title=_("Takes"), width=104, text=lambda one: formats.minutes(one.minutes),
                           sort=lambda one: one.minutes),
            Column[Module](title=_("Lapses after"), width=104, text=lambda one: _lapses(one.lapses_months),
                           sort=lambda one: one.lapses_months or 0),
            Column[Module](title=_("Version"), width=76, text=lambda one: formats.number(one.version),
                           tooltip=self._from),
        ]
        made = RecordTable[Module](_("Modules"), columns, lambda one: (one.id, one.version))
        made.setObjectName("curriculum.modules")
        return made

    def _text_table(self) -> RecordTable[AgreementText]:
        columns = [
            Column[AgreementText](title=_("Agreement"), text=lambda one: kind_label(one.kind), strong=True,
                                  stretch=True),
            Column[AgreementText](title=_("Renewed after"), width=116, text=lambda one: _lapses(one.term_months)),
            Column[AgreementText](title=_("Since"), width=110, text=lambda one: formats.date(one.since)),
        ]
        made = RecordTable[AgreementText](_("Agreements"), columns, lambda one: (one.kind, one.version))
        made.setObjectName("curriculum.texts")
        made.setFixedHeight(_SIGNED_HEIGHT)
        return made

    def _rule_table(self) -> RecordTable[Rule]:
        columns = [
            Column[Rule](title=_("What each service asks"), text=lambda one: service_label(one.service), strong=True,
                         stretch=True, tooltip=_asks),
            Column[Rule](title=_("Modules"), width=80, text=lambda one: formats.number(len(one.modules))),
            Column[Rule](title=_("Practice"), width=80, text=lambda one: formats.number(one.practice)),
            Column[Rule](title=_("From"), width=90, text=lambda one: _("shipped") if one.shipped else _("center")),
        ]
        made = RecordTable[Rule](_("What each service asks"), columns, lambda one: one.service, sortable=False)
        made.setObjectName("curriculum.rules")
        return made

    def _from(self, one: Module) -> str:
        return _("from {day} on").format(day=formats.date(one.since)) if one.since > self._today else ""

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(20)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(4)
            row.addLayout(column, 7 if column is left else 6)
        left.addWidget(label(_("What is taught"), "heading"))
        left.addWidget(self.modules, 1)
        left.addWidget(ButtonRow(self._version, self._new))
        right.addWidget(label(_("What is signed"), "heading"))
        right.addWidget(self.texts)
        right.addWidget(ButtonRow(self._words))
        right.addWidget(label(_("What each service asks"), "heading"))
        right.addWidget(self.rules, 1)
        right.addWidget(ButtonRow(self._rule, self._shipped))


def _with(table: RecordTable[R], go: Callable[[R], object]) -> None:
    one = table.current()
    if one is not None:
        go(one)


def _lapses(months: int | None) -> str:
    return ngettext("{n} month", "{n} months", months).format(n=months) if months else _("never")


def _asks(one: Rule) -> str:
    """How much of everything."""
    return _("{modules} modules, {agreements} agreements, {papers} papers").format(
        modules=len(one.modules), agreements=len(one.agreements), papers=len(one.papers))
