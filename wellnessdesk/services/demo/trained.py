"""What the peers of a made-up center were trained in and signed; the one who came last has not finished yet."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from wellnessdesk.domain import agreements as agreement_rules
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.agreements import Paper
from wellnessdesk.domain.meetings import THERE, Attendance
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.training import Completion, How, Module, Seat, TrainingClass, of_entry
from wellnessdesk.services import agreements, caregiver_papers, peer_marks
from wellnessdesk.services.demo.dice import dice
from wellnessdesk.services.demo.facts import DemoFacts
from wellnessdesk.services.demo.rows import Chain
from wellnessdesk.services.desk import Desk
from wellnessdesk.store import agreements as agreement_rows
from wellnessdesk.store import sealed
from wellnessdesk.store import training as training_rows
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import sealing

_BACK, _SIGNED = 80, 40
"""So many school days ago the first class was, and everybody signed."""
_LATER = ("crisis_intervention", "mediation", "group_facilitation", "trauma_informed", "substance_use")
"""What the newest peer has not had."""
_AFTER_SCHOOL, _PAPER = 15, "caregiver_consent"


class Trained:
    """Writes all of it as the coordinator `who` (a key of the facts) and as the peers themselves."""

    def __init__(self, tx: Transaction, facts: DemoFacts, seed: int, desks: Mapping[str, Desk], who: str,
                 chain: Chain) -> None:
        self._tx, self._facts, self._who, self._chain, self._desks = tx, facts, who, chain, desks
        self._roll = dice(seed, "trained")
        self._peers = [person.key for person in facts.people if person.role is Role.PEER]
        self._first = max(0, len(facts.plan.days) - _BACK)

    def fill(self) -> None:
        """Classes one after the other, then signatures and papers."""
        for place, entry in enumerate(catalogues.training_modules()):
            at = self._at(self._first + 2 * place)
            if at < self._facts.now:
                self._teach(of_entry(entry), at)
        at = self._at(max(0, len(self._facts.plan.days) - _SIGNED))
        if at < self._facts.now:
            self._sign(at)

    def _teach(self, module: Module, at: datetime) -> None:
        there = self._peers[:-1] if module.id in _LATER else self._peers
        if not there:  # the only one
            return
        desk = self._desks[self._who]
        day = desk.center.day(at)
        seats = tuple(Seat(person=self._desks[key].person.id, minutes=module.minutes, state=Attendance.LATE
                           if self._roll.random() < 0.1 else Attendance.PRESENT) for key in there)
        held = TrainingClass(module=module.id, day=day, minutes=module.minutes, place="", led_by=desk.person.name,
                             seats=tuple(sorted(seats, key=lambda seat: seat.person)))
        number = training_rows.add_class(self._tx, held, at, desk.person.id)
        made = training_rows.get_class(self._tx, number) or held
        earned = [Completion(id=self._opaque(), person=seat.person, module=module.id, version=1, day=day, how=How.CLASS,
                             by=desk.person.id, class_id=number, lapses_on=module.lapses_on(day))
                  for seat in made.seats if seat.state in THERE]
        training_rows.add_completions(self._tx, earned)
        self._log(at, self._who, "class.add", f"class:{number}", [peer_marks.of(made), *map(peer_marks.of, earned)])

    def _sign(self, at: datetime) -> None:
        texts = agreement_rules.in_force(agreement_rules.all_texts([]), self._desks[self._who].center.day(at))
        for place, key in enumerate(self._peers):
            desk, when = self._desks[key], at + timedelta(minutes=3 * place)
            for kind, text in texts.items():
                words = [] if place else [text]
                for one in words:
                    agreement_rows.add_text(self._tx, one, when, desk.person.id)
                made = replace(agreements.signature(desk, text, desk.person.name, when), id=self._opaque())
                agreement_rows.add(self._tx, made)
                self._log(when, key, "agreement.sign", f"agreement:{made.id}",
                          [f"kind:{kind}", *map(peer_marks.of, words), peer_marks.of(made)])
            self._paper(desk, when)

    def _paper(self, desk: Desk, at: datetime) -> None:
        coordinator = self._desks[self._who]
        one = Paper(id=self._opaque(), person=desk.person.id, kind=_PAPER, of_age=False, day=desk.center.day(at),
                    kept_at=at, kept_by=coordinator.person.id)
        agreement_rows.add_paper(self._tx, one)
        sealed.add(self._tx, caregiver_papers.PAPER, one.id, 1, sealing.seal(
            coordinator.keys, caregiver_papers.binding(one), {"signed_by": "A caregiver"}, to_author=False))
        self._log(at + timedelta(minutes=1), self._who, "paper.keep", f"paper:{one.id}",
                  [f"person:{one.person}", peer_marks.of(one)])

    def _log(self, at: datetime, who: str, action: str, subject: str, words: Sequence[str]) -> None:
        self._chain.add(at, who, action, subject, " ".join(words))

    def _at(self, number: int) -> datetime:
        midnights = self._facts.plan.midnights
        return midnights[min(number, len(midnights) - 1)] + timedelta(hours=_AFTER_SCHOOL)

    def _opaque(self) -> str:
        return f"{self._roll.getrandbits(128):032x}"
