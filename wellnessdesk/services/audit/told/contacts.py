"""What the audit log tells of contacts with caregivers, under its seals, and of the rules before a call."""

from dataclasses import dataclass, field
from typing import ClassVar

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.destroyed import Destroyed
from wellnessdesk.domain.retention import Records
from wellnessdesk.services.audit.told.gatherer import Deed, Gatherer, Made
from wellnessdesk.services.caregivers import RULE, set_as
from wellnessdesk.services.contacts import CONTACT, written_as
from wellnessdesk.store import contacts, sealed
from wellnessdesk.store.transaction import Transaction


@dataclass(slots=True)
class ToldOfContacts(Gatherer):
    """The newest version of each contact: its day, how often it was written, and the digest of the last."""

    for_coordinators: ClassVar[bool] = True
    _newest: dict[str, Made] = field(default_factory=dict)

    def add(self, deed: Deed) -> None:
        if deed.action == "contact.write":
            self._newest[deed.subject.removeprefix("contact:")] = Made(deed.number, deed.detail)

    def destroy(self, gone: Destroyed) -> None:
        if gone.records is Records.CONTACTS:
            self._newest = gone.spared(self._newest)

    def differs(self, tx: Transaction) -> str:
        left = dict(self._newest)
        for mark in contacts.everything(tx):
            told = left.pop(mark.id, None)
            if told is None:
                return _("There is a contact with a caregiver that no entry wrote.")
            if written_as(mark, sealed.get(tx, CONTACT, mark.id, mark.steps) or b"") != told.mark:
                return _not_as_written(told)
        return next((_not_as_written(told) for told in left.values()), "")


@dataclass(slots=True)
class ToldOfRules(Gatherer):
    """Each rule as its entry set it, and whether it was ended: a rule taken out in the store alone could harm somebody.

    Rules that ended may be gone once contacts were destroyed.
    """

    _rules: dict[str, Made] = field(default_factory=dict)
    _may_be_gone: set[str] = field(default_factory=set)

    def add(self, deed: Deed) -> None:
        rule = deed.subject.removeprefix("rule:")
        if deed.action == "rule.set":
            self._rules.setdefault(rule, Made(deed.number, deed.detail, "set"))
        elif deed.action == "rule.end" and rule in self._rules:
            self._rules[rule].state = "ended"

    def destroy(self, gone: Destroyed) -> None:
        if gone.records is Records.CONTACTS:
            self._may_be_gone.update(rule for rule, told in self._rules.items() if told.state == "ended")

    def differs(self, tx: Transaction) -> str:
        left = dict(self._rules)
        for mark in contacts.rule_marks(tx):
            told, blob = left.pop(mark.id, None), sealed.get(tx, RULE, mark.id, 1) or b""
            if told is None or set_as(mark, blob) != told.mark or mark.ended != (told.state == "ended"):
                return _rule_differs()
        return _rule_differs() if set(left) - self._may_be_gone else ""


def _rule_differs() -> str:
    return _("What holds before a caregiver is called is not as the log says. Ask before you call anybody.")


def _not_as_written(told: Made) -> str:
    return _("The contact with a caregiver that entry {number} wrote is not there as it was written.").format(
        number=told.number)
