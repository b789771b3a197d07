"""The gate: what counts for each peer, put together from training, agreements, supervision and overrides.

Pieces that `peers` asks at every door, inside a transaction of the caller.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from wellnessdesk.domain import agreements as agreement_rules
from wellnessdesk.domain import clearance as rules
from wellnessdesk.domain import training as training_rules
from wellnessdesk.domain.calendar import SchoolCalendar
from wellnessdesk.domain.clearance import ANY, Clearance, Held, Rule, Terms
from wellnessdesk.domain.people import Person
from wellnessdesk.services import calendar
from wellnessdesk.services.desk import Desk
from wellnessdesk.store import agreements, clearance, exams, settings, training
from wellnessdesk.store.transaction import Transaction

K = TypeVar("K")
_NOBODY = Held()
_FARTHEST = timedelta(days=365)
"""No supervision counts that is longer ago, however few school days there were."""


@dataclass(frozen=True, slots=True)
class Gate:
    """What holds on a day, and what everybody has."""

    terms: Terms
    held: Mapping[str, Held]

    def of(self, person: str, service: str) -> Clearance:
        """Where a peer stands with a service."""
        return rules.clearance(self.terms, self.held.get(person, _NOBODY), person, service)

    def why_not(self, peer: Person, services: Collection[str]) -> str:
        """Why a peer cannot be put on any of these services, as a sentence; none: on being with students at all."""
        return rules.why_not(peer.name, rules.best([self.of(peer.id, one) for one in services or (ANY,)]))


def asked(desk: Desk, tx: Transaction, day: date, person: str = "") -> Gate | None:
    """The gate as it stands on a day, for everybody or for one; None where the center has not turned it on."""
    return load(desk, tx, day, person) if clearance.is_on(tx) else None


def load(desk: Desk, tx: Transaction, day: date, person: str = "") -> Gate:
    """The same, whether it is asked or not. Supervision is judged by what was attended until now."""
    now = min(day, desk.today())
    decided = rules_of(tx)
    texts = agreement_rules.in_force(agreement_rules.all_texts(agreements.texts(tx)), day)
    modules = training_rules.in_force(training_rules.all_versions(training.modules(tx)), day)
    wanted = {rule.supervision_days for rule in decided.values() if rule.supervision_days}
    terms = Terms(day=day, rules=decided, versions={kind: text.version for kind, text in texts.items()},
                  titles={one.id: one.label for one in modules}, since=_since(calendar.kept(tx), now, wanted))
    return Gate(terms, _held(tx, now, person))


def rules_of(tx: Transaction) -> dict[str, Rule]:
    """What each service needs at this center."""
    return rules.overlaid(settings.get(tx, clearance.RULES))


def _held(tx: Transaction, now: date, person: str) -> dict[str, Held]:
    modules = _longest((one, module, lapses) for one, module, lapses in training.counting(tx, person))
    signed = _longest((one, (kind, version), lapses) for one, kind, version, lapses in
                      agreements.counting(tx, person))
    papers: dict[str, set[str]] = {}
    for one, kind in agreements.papers_counting(tx, person):
        papers.setdefault(one, set()).add(kind)
    allowed: dict[str, list[tuple[str, date, date]]] = {}
    for each in clearance.overrides(tx, since=now):
        allowed.setdefault(each.person, []).append((each.service, each.since, each.until))
    attended = training.last_supervision(tx, now)
    rated: dict[str, list[int]] = {}
    for one, rating in exams.ratings(tx, person):
        rated.setdefault(one, []).append(rating)
    return {one: Held(modules=modules.get(one, {}), agreements=signed.get(one, {}),
                      papers=frozenset(papers.get(one, ())), attended=attended.get(one),
                      overrides=tuple(allowed.get(one, ())), practice=tuple(rated.get(one, ())))
            for one in modules.keys() | signed.keys() | papers.keys() | allowed.keys() | attended.keys() | rated.keys()}


def _longest(rows: Iterable[tuple[str, K, date | None]]) -> dict[str, dict[K, date | None]]:
    """For each person and thing, the day on which the last of several lapses; None where one stays."""
    found: dict[str, dict[K, date | None]] = {}
    for person, what, lapses in rows:
        theirs = found.setdefault(person, {})
        before = theirs.get(what, date.min)
        theirs[what] = None if lapses is None or before is None else max(lapses, before)
    return found


def _since(kept: SchoolCalendar, now: date, wanted: Collection[int]) -> dict[int, date]:
    """The first day of the last so many school days, today among them: holidays take no clearance away."""
    found, day, count, most = dict[int, date](), now, 0, max(wanted, default=0)
    while count < most and now - day < _FARTHEST:
        if not kept.day(day).closed:
            count += 1
            if count in wanted:
                found[count] = day
        day -= timedelta(days=1)
    return {one: found.get(one, day) for one in wanted}
