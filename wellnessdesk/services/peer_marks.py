"""What the audit log keeps of the rows of the peer program: a fingerprint of each, by which a row changed in SQL shows.

A detail is words; those of the form `kind:id=fingerprint` say how a row stands from then on, `kind:id=` that it went.
"""

import hashlib
import json
from collections.abc import Iterator
from functools import singledispatch
from typing import Any

from wellnessdesk.domain import exams as exam_rules
from wellnessdesk.domain.agreements import Agreement, AgreementText, Paper
from wellnessdesk.domain.clearance import Override
from wellnessdesk.domain.exams import Attempt, Bank
from wellnessdesk.domain.hours import Entry
from wellnessdesk.domain.pathways import OnPathway
from wellnessdesk.domain.peer_facts import PeerFacts
from wellnessdesk.domain.practice import Practice
from wellnessdesk.domain.statements import Statement
from wellnessdesk.domain.training import Completion, Module, TrainingClass
from wellnessdesk.store import (
    agreements,
    clearance,
    departures,
    exams,
    hours,
    pathways,
    peer_facts,
    settings,
    statements,
    training,
)
from wellnessdesk.store.departures import InterviewRow
from wellnessdesk.store.transaction import Transaction

Told = tuple[str, list[object]]


def of(row: object) -> str:
    """The word for a row as it stands now."""
    name, told = _told(row)
    return f"{name}={_print(told)}"


def gone(row: object) -> str:
    """The word for a row that was taken away."""
    return f"{_told(row)[0]}="


def of_setting(key: str, value: object) -> str:
    """The word for what a center decided."""
    return f"setting:{key}={_print(value)}"


def gate(*, on: bool) -> str:
    """What the log keeps of whether the gate is on."""
    return f"{'on' if on else 'off'} {of_setting(clearance.GATE, on)}"


def all_rows(tx: Transaction) -> Iterator[str]:
    """The words for everything there is."""
    tables: tuple[list[Any], ...] = (
        training.modules(tx), training.classes(tx), training.completions(tx), agreements.texts(tx),
        agreements.everything(tx), agreements.papers(tx), clearance.overrides(tx), exams.practice(tx), exams.banks(tx),
        exams.attempts(tx), statements.everything(tx), hours.entries(tx), list(peer_facts.everything(tx).values()),
        pathways.everything(tx), departures.everything(tx))
    for rows in tables:
        yield from map(of, rows)
    for key in (clearance.GATE, clearance.RULES, pathways.OWN, departures.ASKED):
        value = settings.get(tx, key)
        if value is not None:
            yield of_setting(key, value)


def _print(told: object) -> str:
    whole = json.dumps(told, sort_keys=True, default=str, ensure_ascii=False).encode()
    return hashlib.blake2b(whole, digest_size=16).hexdigest()


@singledispatch
def _told(row: object) -> Told:
    """The name of a row and what of it counts."""
    raise TypeError(type(row))


@_told.register
def _module(row: Module) -> Told:
    return f"module:{row.id}:{row.version}", [
        row.title, row.minutes, row.delivery, row.competency, row.track, row.lapses_months,
        row.prerequisites, row.since, row.until, row.source]


@_told.register
def _class(row: TrainingClass) -> Told:
    seats = sorted([seat.person, seat.state.value, seat.minutes] for seat in row.seats)
    return f"class:{row.id}", [row.module, row.version, row.day, row.minutes, row.place, row.led_by, seats]


@_told.register
def _completion(row: Completion) -> Told:
    return f"completion:{row.id}", [row.person, row.module, row.version, row.day, row.how, row.class_id,
                                    row.by, row.lapses_on, row.revoked_at is not None]


@_told.register
def _text(row: AgreementText) -> Told:
    return f"text:{row.kind}:{row.version}", [row.en, row.es, row.term_months, row.since]


@_told.register
def _agreement(row: Agreement) -> Told:
    return f"agreement:{row.id}", [row.kind, row.version, row.language, row.person, row.name, row.signature,
                                   row.lapses_on, row.ended_at is not None]


@_told.register
def _paper(row: Paper) -> Told:
    return f"paper:{row.id}", [row.person, row.kind, row.of_age, row.day, row.kept_by,
                               row.ended_at is not None]


@_told.register
def _override(row: Override) -> Told:
    return f"override:{row.id}", [row.person, row.service, row.since, row.until, row.by,
                                  row.ended_at is not None]


@_told.register
def _statement(row: Statement) -> Told:
    return f"statement:{row.id}", [row.kind, row.person, row.text, row.signature, row.by,
                                   row.ended_at is not None]


@_told.register
def _entry(row: Entry) -> Told:
    return f"hours:{row.id}", [row.person, row.kind, row.day, row.minutes, row.competency, row.activity,
                               row.words, row.about, row.replaces, row.state, row.decided_by, row.answer]


@_told.register
def _practice(row: Practice) -> Told:
    return f"practice:{row.id}", [row.person, row.observer, row.scenario, row.day, row.rating,
                                  row.ended_at is not None]


@_told.register
def _bank(row: Bank) -> Told:
    return f"bank:{row.id}:{row.version}", [row.title.en, row.module, row.asked, row.pass_percent,
                                            exam_rules.to_plain(row), row.ended_at is not None]


@_told.register
def _attempt(row: Attempt) -> Told:
    return f"attempt:{row.id}", [row.bank, row.version, row.person, row.out_of, row.score, row.passed,
                                 row.ended_at is not None]


@_told.register
def _facts(row: PeerFacts) -> Told:
    return f"facts:{row.person}", [row.languages, row.born, row.graduates]


@_told.register
def _pathway(row: OnPathway) -> Told:
    return f"pathway:{row.person}:{row.pathway}", [row.since, dict(row.facts), row.certified_on, row.ended]


@_told.register
def _interview(row: InterviewRow) -> Told:
    """Its day stands in the name: those of before a month may be destroyed."""
    return f"exit:{row.at.date().isoformat()}:{row.id}", [row.person, row.by]
