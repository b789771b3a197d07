"""What peers lack to be with students, and what of theirs lapses soon, as reasons to talk about them in supervision."""

from collections.abc import Sequence
from datetime import date

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain import clearance as rules
from wellnessdesk.domain.clearance import ANY, Held, Missing
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.supervision import Why
from wellnessdesk.services import clearance_gate
from wellnessdesk.services.agenda_lately import Lately
from wellnessdesk.services.desk import Desk
from wellnessdesk.store import clearance, people
from wellnessdesk.store.transaction import Transaction

RULE = "peer_clearance"


def reasons(desk: Desk, tx: Transaction, lately: Lately) -> dict[str, tuple[Why, ...]]:
    """By person. What they lack only where the gate is on: before that nobody is stopped."""
    gate, on, days = clearance_gate.load(desk, tx, lately.today), clearance.is_on(tx), lately.rules[RULE].limit
    found = {}
    for one in people.in_role(tx, Role.PEER):
        stand, held = gate.of(one.id, ANY), gate.held.get(one.id, Held())
        facts = (_lacks(stand.missing) if on and not stand.cleared else "", _lapses(rules.soon(gate.terms, held, days)))
        found[one.id] = tuple(Why(RULE, fact) for fact in facts if fact)
    return {person: why for person, why in found.items() if why}


def _lacks(missing: Sequence[Missing]) -> str:
    return _("not cleared to be with students: {what} missing").format(what=rules.in_short(missing))


def _lapses(soon: Sequence[tuple[Missing, date]]) -> str:
    if not soon:
        return ""
    first, day = soon[0]
    return ngettext("“{what}” lapses on {day}", "{n} trainings or signatures lapse, the first on {day}",
                    len(soon)).format(what=first.title, day=formats.date(day), n=formats.number(len(soon)))
