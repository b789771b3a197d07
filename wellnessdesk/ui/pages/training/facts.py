"""Everything the page shows, asked at once."""

from collections.abc import Mapping
from dataclasses import dataclass

from wellnessdesk.domain import agreements as agreement_rules
from wellnessdesk.domain import training as training_rules
from wellnessdesk.domain.agreements import AgreementText, Paper, ToSign
from wellnessdesk.domain.clearance import ANY, Clearance, Override, Rule
from wellnessdesk.domain.exams import Attempt, Bank
from wellnessdesk.domain.people import Person
from wellnessdesk.domain.practice import Practice
from wellnessdesk.domain.training import Matrix, Module
from wellnessdesk.services import (
    agreements,
    caregiver_papers,
    clearance,
    exams,
    practice,
    question_banks,
    training,
)
from wellnessdesk.services.clearance import Cleared
from wellnessdesk.services.desk import Desk


@dataclass(frozen=True, slots=True)
class Standing:
    """One peer: where they stand with each service, what they signed, their papers, and exceptions that count."""

    peer: Person
    services: tuple[Clearance, ...]
    signed: tuple[ToSign, ...]
    papers: tuple[Paper, ...]
    overrides: Mapping[str, Override]

    @property
    def cleared(self) -> int:
        """For how many services they are cleared."""
        return sum(one.cleared for one in self.services if one.service != ANY)


@dataclass(frozen=True, slots=True)
class Curriculum:
    """What holds today or later: modules, agreements, and what each service asks."""

    modules: tuple[Module, ...]
    texts: tuple[AgreementText, ...]
    rules: Mapping[str, Rule]


@dataclass(frozen=True, slots=True)
class Facts:
    """The matrix, everybody's standing, practice and exams, the curriculum; `names` of everybody there was."""

    matrix: Matrix
    cleared: Cleared
    peers: tuple[Standing, ...]
    practice: tuple[Practice, ...]
    banks: tuple[Bank, ...]
    attempts: tuple[tuple[Attempt, Bank], ...]
    curriculum: Curriculum
    names: Mapping[str, str]


def gather(desk: Desk) -> Facts:
    """Ask for all of it."""
    cleared, signed, today = clearance.everybody(desk), agreements.of_peers(desk), desk.today()
    allowed = [one for one in clearance.overrides(desk) if one.stands(today)]
    standing = tuple(Standing(
        peer=peer, services=tuple(cleared.found[peer.id, service] for service in cleared.services),
        signed=tuple(signed.get(peer.id, ())),
        papers=tuple(one for one in caregiver_papers.of_peer(desk, peer.id) if one.ended_at is None),
        overrides={one.service: one for one in reversed(allowed) if one.person == peer.id}) for peer in cleared.peers)
    return Facts(training.matrix(desk), cleared, standing, tuple(practice.everything(desk)),
                 tuple(question_banks.everything(desk)), tuple(exams.attempts(desk)), _curriculum(desk),
                 practice.names(desk))


def _curriculum(desk: Desk) -> Curriculum:
    """What holds today, and below it what was decided for a day to come."""
    today, versions, texts = desk.today(), training.versions(desk), agreements.texts(desk)
    in_force = training_rules.in_force(versions, today)
    signed = tuple(agreement_rules.in_force(texts, today).values())
    return Curriculum((*in_force, *(one for one in versions if one.since > today)),
                      (*signed, *(one for one in texts if one.since > today)), clearance.rules_there(desk))
