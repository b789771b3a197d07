"""What a made-up center was told by a few of its students: pronouns, languages, needs, cards, acknowledgements."""

from datetime import datetime

from wellnessdesk.domain import catalogues
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.student_facts import Audience, Facts, written_as
from wellnessdesk.services.demo.dice import dice
from wellnessdesk.services.demo.facts import DemoFacts
from wellnessdesk.services.demo.rows import Chain
from wellnessdesk.services.demo.telling import Known
from wellnessdesk.store import student_facts
from wellnessdesk.store.transaction import Transaction

_ONE_IN = 25
_PRONOUNS = ("", "", "", "she/her", "he/him", "they/them")
_LANGUAGES = ("", "", "Spanish", "Spanish", "Tagalog", "Vietnamese", "Mixtec")
_NEEDS = ("", "", "", "", "Step-free way in", "Large print", "A quiet corner")


def fill(tx: Transaction, facts: DemoFacts, seed: int, ids: dict[str, str], chain: Chain, at: datetime) -> Known:
    """Write the facts of one student in so many, as the front desk entered them at `at`, and the log's entries."""
    made: Known = {}
    roll = dice(seed, "known")
    front = next(person.key for person in facts.people if person.role is Role.FRONT_DESK)
    students = sorted(roll.sample(range(1, len(facts.students) + 1), max(3, len(facts.students) // _ONE_IN)))
    for place, student in enumerate(students):
        wide = roll.random() < 0.3
        known = Facts(
            preferred=facts.students[student - 1].preferred_given or "", pronouns=roll.choice(_PRONOUNS),
            language=roll.choice(_LANGUAGES), access_needs=roll.choice(_NEEDS), card=f"04{700_000 + place * 37:08}",
            audiences=frozenset({Audience.CENTER, Audience.SLIPS} if wide else {Audience.CENTER}))
        student_facts.put(tx, student, known)
        for entry in catalogues.acknowledgements():
            if roll.random() < 0.6:
                student_facts.acknowledge(tx, student, entry.id, entry.version, at.date(), ids[front])
        made[student] = student_facts.get(tx, student), student_facts.acknowledged(tx, student)
        chain.add_sealed(at, front, f"student.facts student:{student} {written_as(*made[student])}")
    return made
