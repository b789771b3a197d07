"""The caregivers' card on a student's page: whom to call, and what holds before anybody does."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.caregivers import relation_label
from wellnessdesk.domain.contacts import Caregiver, Contact, Rule, rule_label
from wellnessdesk.services.caregivers import Family
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.icons import IconLabel
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.students.facts_card import NamedCard

Act = Callable[[str, int], object]


class RulesCard(NamedCard):
    """For the front desk: what holds before anybody calls home. Hidden where nothing does."""

    def __init__(self) -> None:
        super().__init__(_("Before you call home"), "student.rules")
        self.hide()

    def show_rules(self, rules: Sequence[tuple[str, Rule]]) -> None:
        """Show these: whom each is about, and what holds."""
        column = QVBoxLayout()
        for name, rule in rules:
            column.addLayout(_rule_line(rule, name or _("All caregivers")))
        if rules:
            column.addWidget(label(_("A coordinator knows more."), "muted", small=True, wrap=True))
        self.replace(column)
        self.setVisible(bool(rules))


class CaregiversCard(NamedCard):
    """For coordinators. `act(key, caregiver)`: `read`, `contact`, `letter`, `rule`, `log`; 0 where none is meant."""

    def __init__(self, act: Act) -> None:
        super().__init__(_("Caregivers"), "student.contacts")
        self._act = act

    def show_family(self, family: Family, contacts: Sequence[Contact]) -> None:
        """Show each with what holds; where a rule was not read yet, that instead of the ways to reach them."""
        column = QVBoxLayout()
        for one in family.caregivers:
            self._add(column, one)
        if not family.caregivers:
            column.addWidget(label(_("The roster names no caregiver."), "muted", wrap=True))
            _add_rules_of_all(column, family)
        if contacts:
            said = ngettext("{n} contact, the last {date}", "{n} contacts, the last {date}", len(contacts)).format(
                n=formats.number(len(contacts)), date=formats.date_short(contacts[0].mark.day))
            self._add_button(column, "log", 0, said, "book")
        self._add_button(column, "contact", 0, _("Write down a contact…"), "phone")
        self._add_button(column, "rule", 0, _("Rules for calls…"), "lock")
        self.replace(column)

    def _add(self, column: QVBoxLayout, one: Caregiver) -> None:
        head = " · ".join(part for part in (relation_label(one.relation), formats.language_name(one.language)) if part)
        if head:
            column.addWidget(label(head, "muted", small=True, wrap=True))
        column.addWidget(label(one.name, "strong", wrap=True, selectable=True))
        for rule in one.rules:
            column.addLayout(_rule_line(rule))
        if one.covered:
            self._add_button(column, "read", one.id, _("Read it, then see the number…"), "show")
        else:
            ways = "\n".join(dict.fromkeys(way for way in (one.phone, one.sms, one.email) if way))
            column.addWidget(label(ways or _("No number is known."), "" if ways else "muted", wrap=True,
                                   selectable=True))
            self._add_button(column, "letter", one.id, _("Letter…"), "print")
        column.addSpacing(6)

    def _add_button(self, column: QVBoxLayout, key: str, caregiver: int, text: str, icon: str) -> None:
        made = button(text, lambda: self._act(key, caregiver), icon=icon, role="row")
        made.setObjectName(f"caregiver.{key}{f'.{caregiver}' if caregiver else ''}")
        column.addSpacing(4)
        column.addWidget(made)


def _add_rules_of_all(column: QVBoxLayout, family: Family) -> None:
    for rule in family.rules:
        if rule.ended_at is None:
            column.addLayout(_rule_line(rule))


def _rule_line(rule: Rule, name: str = "") -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(6)
    row.addWidget(IconLabel("warning", "danger", 16))
    said = _("{name}: {rule}").format(name=name, rule=rule_label(rule.kind)) if name else rule_label(rule.kind)
    row.addWidget(label(said, "danger", wrap=True), 1)
    return row
