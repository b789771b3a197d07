"""The rules of supervision at this center: which numbers hold, and a coordinator changes them."""

import hashlib
import json

from wellnessdesk.domain import agenda_rules
from wellnessdesk.domain.agenda_rules import Rule, Rules
from wellnessdesk.domain.catalogues import supervision_rules
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.services.flag_steps import StepProblem
from wellnessdesk.store import settings
from wellnessdesk.store.transaction import Transaction

KEY = "supervision.rules"


@act("supervision.rules")
def rules(desk: Desk) -> Rules:
    """All rules with the numbers that hold."""
    with desk.reading() as tx:
        return kept(tx)


@act("supervision.set_rules")
def save(desk: Desk, rule: Rule) -> Rules:
    """Keep other numbers of a rule; they hold for every agenda built from now on. Raises `StepProblem` for numbers out
    of bounds, and says which."""
    found = agenda_rules.wrong(rule)
    if found:
        raise StepProblem(found)
    return _keep(desk, rule)


@act("supervision.set_rules")
def as_shipped(desk: Desk, rule: str) -> Rules:
    """Back to the numbers that are shipped. Raises `KeyError` for a rule there is not."""
    entry = supervision_rules().get(rule)
    if entry is None:
        raise KeyError(rule)
    return _keep(desk, agenda_rules.of_entry(entry))


def kept(tx: Transaction) -> Rules:
    """The rules that hold, inside a transaction of the caller."""
    return agenda_rules.overlaid(settings.get(tx, KEY))


def detail(decided: object) -> str:
    """What the audit log keeps: the digest of all the center decided, so that nobody changes it behind the log."""
    return hashlib.blake2b(json.dumps(decided, sort_keys=True).encode(), digest_size=16).hexdigest()


def _keep(desk: Desk, rule: Rule) -> Rules:
    """Only what differs from what is shipped: a later program's better numbers reach whoever changed nothing."""
    shipped = {entry.id: agenda_rules.of_entry(entry) for entry in supervision_rules()}
    with desk.change("supervision", "supervision_rules") as change:
        now = [rule if one.id == rule.id else one for one in kept(change.tx).all()]
        settings.put(change.tx, KEY, {"rules": [one.plain() for one in now if one != shipped[one.id]]})
        change.record("rules.set", "center", detail(settings.get(change.tx, KEY)))
    return Rules(now)
