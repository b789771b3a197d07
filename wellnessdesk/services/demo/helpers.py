"""Who can help in a made-up town, the referrals under way there, and what was said with caregivers."""

import random
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from wellnessdesk.base.paths import resource
from wellnessdesk.domain.audit import words
from wellnessdesk.domain.contacts import Entry, RuleKind
from wellnessdesk.domain.contacts import Mark as ContactMark
from wellnessdesk.domain.referrals import ENDED, Facts, Mark, Status, Step, StepKind, after, due_after
from wellnessdesk.domain.resources import Resource, fingerprint, tidied
from wellnessdesk.services import calendar, caregivers, chains, contacts, referrals
from wellnessdesk.services.demo.dice import dice
from wellnessdesk.services.demo.facts import DemoFacts
from wellnessdesk.services.demo.rows import Chain
from wellnessdesk.services.desk import Desk
from wellnessdesk.store import contacts as contact_rows
from wellnessdesk.store import referrals as referral_rows
from wellnessdesk.store import resources as resource_rows
from wellnessdesk.store import sealed
from wellnessdesk.store.contacts import RuleMark
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import sealing

_MOST, _ONE_IN = 24, 60
"""Referrals: one in so many students, at most so many."""
_LIVES = (
    "consent send hand_over accept attend close", "consent send accept", "consent send", "", "consent",
    "consent send decline close", "consent send accept attend", "consent send decline", "revoke",
)
"""What happens to one referral after another, each step two school days after the one before."""


class Helpers:
    """Writes all of it as the coordinator `who` (a key of the facts), whose desk this is."""

    def __init__(self, tx: Transaction, facts: DemoFacts, seed: int, desk: Desk, who: str, chain: Chain) -> None:
        self._tx, self._facts, self._desk, self._who, self._chain = tx, facts, desk, who, chain
        self._roll = dice(seed, "helpers")
        with resource("demo", "helpers.toml").open("rb") as file:
            self._told: dict[str, Any] = tomllib.load(file)
        self._days, self._midnights = facts.plan.days, facts.plan.midnights

    def fill(self) -> None:
        """The directory, then referrals in every status, contacts and rules."""
        entries = list(self._directory())
        number = max(len(_LIVES), min(_MOST, len(self._facts.students) // _ONE_IN))
        chosen = self._roll.sample(range(1, len(self._facts.students) + 1), min(number, len(self._facts.students)))
        for place, student in enumerate(chosen):
            self._refer(student, entries, _LIVES[place % len(_LIVES)].split())
        for place, student in enumerate(chosen[: number // 2]):
            self._call(student, place)

    def _directory(self) -> Iterator[Resource]:
        for raw in self._told["directory"]:
            checked = self._facts.today - timedelta(days=raw["checked"])
            entry = tidied(Resource(**{**{name: value for name, value in raw.items() if name != "checked"},
                                       "languages": tuple(raw["languages"]), "verified": checked,
                                       "supports": tuple(raw.get("supports", ()))}))
            kept = replace(entry, id=resource_rows.add(self._tx, entry))
            self._chain.add(self._at(0, 8), self._who, "resource.save", f"resource:{kept.id}", fingerprint(kept))
            yield kept

    def _refer(self, student: int, entries: list[Resource], life: list[str]) -> None:
        kind, why, purpose = self._roll.choice(self._told["referrals"]["texts"])
        helper = next(entry for entry in entries if entry.kind == kind)
        facts = Facts(student=student, kind=kind, resource=helper.id, why=why, purpose=purpose)
        begun = max(0, len(self._days) - 1 - self._roll.randrange(3, 38))
        taken = [StepKind.DRAFT, *map(StepKind, life)]
        mark = Mark(id=_opaque(self._roll), kind=kind, status=Status.DRAFT, day=self._days[begun], due=None, steps=0)
        for place, step in enumerate(taken):
            number = begun + 2 * place
            if number < len(self._days) and self._at(number, 10 + place) < self._facts.now:
                mark = self._step(mark, step, facts, number, place)

    def _step(self, mark: Mark, kind: StepKind, facts: Facts, number: int, place: int) -> Mark:
        day, at = self._days[number], self._at(number, 10 + place)
        step = self._said(kind, day, facts)
        status = after(mark.status, kind)
        kept = replace(mark, status=status, steps=mark.steps + 1, ended=status in ENDED,
                       due=due_after(calendar.shipped(), mark if mark.steps else None, step, facts, day))
        _version, blob = chains.append(self._desk, self._tx, referrals.REFERRAL, mark.id, referrals.body_of(step, at))
        if not mark.steps:
            referral_rows.add(self._tx, kept, sealing.blind(self._desk.keys, str(facts.student), mark.id, blob))
        referral_rows.put(self._tx, kept, day)
        action = "referral.draft" if kind is StepKind.DRAFT else "referral.step"
        self._chain.add_sealed(at, self._who, words(action, f"referral:{mark.id}", referrals.step_as(kept, blob)))
        return kept

    def _said(self, kind: StepKind, day: date, facts: Facts) -> Step:
        told = self._told["referrals"]
        texts = {StepKind.ACCEPT: told["accepted"], StepKind.ATTEND: told["attended"],
                 StepKind.CLOSE: self._roll.choice(told["closed"]), StepKind.DECLINE: told["declined"],
                 StepKind.REVOKE: told["revoked"]}
        who = {StepKind.CONSENT: "student", StepKind.HAND_OVER: self._desk.person.name}.get(kind, "")
        how = {StepKind.CONSENT: "in_person", StepKind.SEND: "phone"}.get(kind, "")
        return Step(kind=kind, day=day, who=who, how=how, words=texts.get(kind, ""),
                    facts=facts if kind is StepKind.DRAFT else None)

    def _call(self, student: int, place: int) -> None:
        family = contact_rows.family(self._tx, student)
        number = max(0, len(self._days) - 2 - self._roll.randrange(2, 30))
        day, at = self._days[number], self._at(number, 14)
        entry = Entry(student=student, caregiver=family[0].id, channel="phone", language=family[0].language,
                      spoke=self._desk.person.name, summary=self._roll.choice(self._told["contacts"]["texts"]))
        mark = ContactMark(id=_opaque(self._roll), day=day, steps=1)
        _version, blob = chains.append(self._desk, self._tx, contacts.CONTACT, mark.id, contacts.body_of(entry, at))
        contact_rows.add(self._tx, mark, sealing.blind(self._desk.keys, str(student), mark.id, blob))
        self._chain.add_sealed(at, self._who, words("contact.write", f"contact:{mark.id}",
                                                    contacts.written_as(mark, blob)))
        if place < len(self._told["contacts"]["rules"]):
            kind, reason = self._told["contacts"]["rules"][place]
            self._rule(student, family[-1].id, kind, reason, at + timedelta(minutes=5))

    def _rule(self, student: int, caregiver: int, kind: str, reason: str, at: datetime) -> None:
        mark = RuleMark(_opaque(self._roll), student, caregiver, kind, self._desk.person.id, ended=False)
        blob = sealing.seal(self._desk.keys, caregivers.binding(mark.id, student), {"reason": reason}, to_author=False)
        contact_rows.add_rule(self._tx, mark.id, student, caregiver, RuleKind(kind), mark.set_by, at)
        sealed.add(self._tx, caregivers.RULE, mark.id, 1, blob)
        self._chain.add(at, self._who, "rule.set", f"rule:{mark.id}", caregivers.set_as(mark, blob))

    def _at(self, number: int, hour: int) -> datetime:
        return self._midnights[number] + timedelta(hours=min(hour, 16))


def _opaque(roll: random.Random) -> str:
    return f"{roll.getrandbits(128):032x}"
