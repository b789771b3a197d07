"""What the peers of a made-up center were trained in and signed; the one who came last has not finished yet."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from wellnessdesk.domain import agreements as agreement_rules
from wellnessdesk.domain import catalogues
from wellnessdesk.domain import exams as exam_rules
from wellnessdesk.domain.agreements import Paper
from wellnessdesk.domain.exams import Attempt, Bank
from wellnessdesk.domain.meetings import THERE, Attendance
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.practice import Practice
from wellnessdesk.domain.training import Completion, How, Module, Seat, TrainingClass, of_entry
from wellnessdesk.services import agreements, caregiver_papers, exams, peer_marks, practice, question_banks
from wellnessdesk.services.demo.dice import dice
from wellnessdesk.services.demo.facts import DemoFacts
from wellnessdesk.services.demo.rows import Chain
from wellnessdesk.services.desk import Desk
from wellnessdesk.store import agreements as agreement_rows
from wellnessdesk.store import exams as exam_store
from wellnessdesk.store import sealed
from wellnessdesk.store import training as training_rows
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import sealing

_BACK, _SIGNED = 80, 40
"""So many school days ago the first class was, and everybody signed."""
_LATER = ("crisis_intervention", "mediation", "group_facilitation", "trauma_informed", "substance_use")
"""What the newest peer has not had."""
_PLAYED, _EXAM = 38, 20
"""So many school days ago the first role play was watched, and the exam was taken."""
_SAID = {2: "Good start. Next time, wait a little longer before you answer.",
         3: "You said back what you heard, and named the limits clearly.",
         4: "Calm and warm. You could show this to the others."}
_BANK = "competency"
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
            if at < self._facts.now and entry.id != "competency_exam":
                self._teach(of_entry(entry), at)
        at = self._at(max(0, len(self._facts.plan.days) - _SIGNED))
        if at < self._facts.now:
            self._sign(at)
        self._play()
        at = self._at(max(0, len(self._facts.plan.days) - _EXAM))
        if at < self._facts.now:
            self._examine(at)

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

    def _play(self) -> None:
        """Everybody plays three scenes, the newest peer one; somebody's first was not good enough yet."""
        for place, key in enumerate(self._peers):
            for turn, scene in enumerate(catalogues.scenarios().ids()[:1 if key == self._peers[-1] else 3]):
                at = self._at(max(0, len(self._facts.plan.days) - _PLAYED + 3 * turn)) + timedelta(minutes=20 * place)
                if at < self._facts.now:
                    short = not turn and self._roll.random() < 0.3
                    self._watch(self._desks[key], scene, 2 if short else 3 + place % 2, at)

    def _watch(self, desk: Desk, scene: str, rating: int, at: datetime) -> None:
        coordinator = self._desks[self._who]
        one = Practice(id=self._opaque(), person=desk.person.id, observer=coordinator.person.id, scenario=scene,
                       day=desk.center.day(at), rating=rating, at=at)
        exam_store.add_practice(self._tx, one)
        sealed.add(self._tx, practice.PRACTICE, one.id, 1, sealing.seal_for(
            coordinator.keys, practice.binding(one), {"text": _SAID[rating]}))
        self._log(at, self._who, "practice.add", f"practice:{one.id}", [f"person:{one.person}", peer_marks.of(one)])

    def _examine(self, at: datetime) -> None:
        """All but the newest have passed the exam; what they took wrong differs."""
        bank = next(one for one in question_banks.all_banks(self._tx) if one.id == _BANK)
        for place, key in enumerate(self._peers[:-1]):
            desk, when = self._desks[key], at + timedelta(minutes=30 * place)
            words = [] if place else [bank]
            for one in words:
                exam_store.add_bank(self._tx, one, when, desk.person.id)
            drawn = tuple(one.id for one in bank.questions)
            begun = Attempt(id=self._opaque(), bank=bank.id, version=bank.version, person=desk.person.id, begun_at=when,
                            out_of=len(drawn), questions=drawn)
            exam_store.begin_attempt(self._tx, begun)
            self._log(when, key, "exam.begin", f"attempt:{begun.id}",
                      [*map(peer_marks.of, words), peer_marks.of(begun)])
            self._pass(desk, key, bank, begun, when + timedelta(minutes=15))

    def _pass(self, desk: Desk, key: str, bank: Bank, begun: Attempt, at: datetime) -> None:
        wrong = self._roll.randrange(3)
        answers = {one.id: tuple(sorted(one.right)) if number >= wrong else ("c",)
                   for number, one in enumerate(bank.questions)}
        right = exam_rules.score(bank, begun.questions, answers)
        done = replace(begun, answers=answers, ended_at=at, score=right,
                       passed=exam_rules.passes(bank, right, begun.out_of))
        exam_store.end_attempt(self._tx, done)
        exams.keep(desk, self._tx, done)
        module = next(of_entry(one) for one in catalogues.training_modules() if one.id == bank.module)
        earned = Completion(id=self._opaque(), person=desk.person.id, module=module.id, version=1,
                            day=desk.center.day(at), how=How.EXAM, by=desk.person.id,
                            lapses_on=module.lapses_on(desk.center.day(at)))
        training_rows.add_completions(self._tx, [earned])
        self._log(at, key, "exam.finish", f"attempt:{done.id}", [peer_marks.of(done), peer_marks.of(earned)])

    def _log(self, at: datetime, who: str, action: str, subject: str, words: Sequence[str]) -> None:
        self._chain.add(at, who, action, subject, " ".join(words))

    def _at(self, number: int) -> datetime:
        midnights = self._facts.plan.midnights
        return midnights[min(number, len(midnights) - 1)] + timedelta(hours=_AFTER_SCHOOL)

    def _opaque(self) -> str:
        return f"{self._roll.getrandbits(128):032x}"
