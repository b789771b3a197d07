"""Who applied to become a Wellness Peer in a made-up center: one round that is decided, and one that is open."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from wellnessdesk.domain.applications import (
    Application,
    Came,
    Cycle,
    Interview,
    Rating,
    Recommendation,
    State,
    shipped_criteria,
)
from wellnessdesk.domain.people import Role
from wellnessdesk.services import application_marks as marks
from wellnessdesk.services import applications
from wellnessdesk.services.demo.dice import dice
from wellnessdesk.services.demo.facts import DemoFacts
from wellnessdesk.services.demo.rows import Chain
from wellnessdesk.services.desk import Desk
from wellnessdesk.store import applications as rows
from wellnessdesk.store import sealed
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import sealing

_FEWEST, _DECIDED, _PLACES = 12, 9, 3
"""With fewer students there are no rounds; so many applied in the decided one, for so many places."""
_BACK, _LONG, _OPEN = 70, 12, 4
"""So many school days ago the first round opened, for so many; so many ago the one that is open."""
_ANSWERS = {
    "why": ("A friend listened to me last year when I needed it. I would like to do that for somebody else.",
            "I think school is easier when somebody your own age asks how you are, and means it.",
            "I want to learn how to help without telling people what to do."),
    "listened": ("A teammate was upset after a game. I sat with her and asked what it was like. She talked; I did not "
                 "say much.",
                 "My cousin moved here and knew nobody. I asked questions and showed him around.",
                 "Somebody in my class cried. I asked if I should stay or get a teacher, and did what they wanted."),
    "hard": ("I walk home the long way and listen to music.", "I talk to my grandmother.",
             "I write it down, and sometimes I draw it."),
    "brings": ("I speak Spanish at home.", "I look after my two brothers every afternoon.", "I am on the debate team."),
    "time": ("Tuesdays and Thursdays. On Mondays I work.", "Every day but Friday.", "At lunch, and after practice.")}
_SAID = ("Calm, asks good questions, and thinks before speaking.", "Warm. Still looks for quick answers.",
         "Knows when to fetch an adult; told of an example without names.")


class Applied:
    """Writes both rounds as the coordinators of the facts."""

    def __init__(self, tx: Transaction, facts: DemoFacts, seed: int, desks: Mapping[str, Desk], chain: Chain) -> None:
        self._tx, self._facts, self._chain, self._desks = tx, facts, chain, desks
        self._roll = dice(seed, "applied")
        self._raters = [person.key for person in facts.people if person.role is Role.COORDINATOR]
        peers = {person.student for person in facts.people}
        self._students = [place for place, student in enumerate(facts.students, 1) if student.number not in peers]
        self._criteria = shipped_criteria()

    def fill(self) -> None:
        """The decided round first."""
        if len(self._students) < _FEWEST or len(self._facts.plan.days) < _BACK:
            return
        who = self._roll.sample(self._students, _FEWEST)
        self._decided(who[:_DECIDED], self._at(-_BACK))
        self._open(who[_DECIDED:], self._at(-_OPEN))

    def _decided(self, who: Sequence[int], at: datetime) -> None:
        first = self._day(at)
        cycle = self._round(at, Cycle(title=first.strftime("%Y"), opens=first, closes=first + timedelta(days=_LONG),
                                      decides=first + timedelta(days=2 * _LONG), places=_PLACES,
                                      criteria=self._criteria))
        made = [self._applies(cycle, student, Came.KIOSK, State.SENT, at + timedelta(hours=n))
                for n, student in enumerate(who, 1)]
        judged = at + timedelta(days=_LONG + 1)
        for n, one in enumerate(made):
            self._judge(one, n, judged + timedelta(minutes=20 * n))
        decided = at + timedelta(days=_LONG + 8)
        states = [State.CHOSEN] * _PLACES + [State.WAITING] * 2
        by = self._raters[0]
        words = []
        for n, one in enumerate(made):
            new = replace(one, state=states[n] if n < len(states) else State.NOT_NOW,
                          decided_by=self._desks[by].person.id)
            rows.change(self._tx, one.id, state=new.state.value, decided_by=new.decided_by, decided_at=decided)
            words.append(marks.of(self._tx, new))
        self._chain.add(decided, by, "application.decide", "applications", " ".join(words))

    def _open(self, who: Sequence[int], at: datetime) -> None:
        first = self._day(at)
        cycle = self._round(at, Cycle(title=f"{first.year + 1}", opens=first, closes=first + timedelta(days=3 * _LONG),
                                      decides=first + timedelta(days=5 * _LONG), places=_PLACES,
                                      criteria=self._criteria))
        for n, student in enumerate(who, 1):
            self._applies(cycle, student, Came.KIOSK, State.SENT, at + timedelta(hours=n))

    def _round(self, at: datetime, wanted: Cycle) -> Cycle:
        by = self._raters[0]
        cycle = replace(wanted, id=rows.put_cycle(self._tx, wanted, at, self._desks[by].person.id))
        self._chain.add(at, by, "cycle.save", f"cycle:{cycle.id}", marks.of(self._tx, cycle))
        return cycle

    def _applies(self, cycle: Cycle, student: int, came: Came, state: State, at: datetime) -> Application:
        by = self._raters[0]
        one = Application(id=self._opaque(), cycle=cycle.id, student=student, name="", came=came, state=state, at=at,
                          entered_by=self._desks[by].person.id)
        rows.add(self._tx, one)
        applications.put(self._desks[by], self._tx, one, dict(self._answers()),
                         met=[each.id for each in self._criteria.requirements if self._roll.random() < 0.9])
        self._chain.add(at, by, "application.enter", f"application:{one.id}", marks.of(self._tx, one))
        return one

    def _answers(self) -> Iterator[tuple[str, str]]:
        return ((question, self._roll.choice(texts)) for question, texts in _ANSWERS.items())

    def _judge(self, one: Application, place: int, at: datetime) -> None:
        """The first who applied are the best; now and then raters are far apart."""
        for number, key in enumerate(self._raters[:2]):
            good = 4 - place // 3
            scores = {skill.id: max(1, min(4, good - (self._roll.random() < 0.4) - (
                2 if number and self._roll.random() < 0.08 else 0))) for skill in self._criteria.skills}
            rating = Rating(application=one.id, rater=self._desks[key].person.id, scores=scores,
                            at=at + timedelta(minutes=number))
            rows.put_rating(self._tx, rating)
            self._chain.add(at + timedelta(minutes=number), key, "application.rate", f"application:{one.id}",
                            marks.of(self._tx, rating))
        desk = self._desks[self._raters[0]]
        noted = Interview(id=self._opaque(), application=one.id, author=desk.person.id, author_name="", at=at)
        rows.add_interview(self._tx, noted)
        self._seal(desk, marks.INTERVIEW, noted, {"words": _SAID[place % len(_SAID)]}, "application.interview", at)
        if place % 2 == 0:
            said = Recommendation(id=self._opaque(), application=one.id, strength=4 - place // 4, at=at,
                                  entered_by=desk.person.id)
            rows.add_recommendation(self._tx, said)
            self._seal(desk, marks.RECOMMENDATION, said, {"who": "Ms. Alvarez", "words": "Others trust them."},
                       "application.recommend", at)

    def _seal(self, desk: Desk, kind: str, one: Interview | Recommendation, body: dict[str, object], action: str,
              at: datetime) -> None:
        sealed.add(self._tx, kind, one.id, 1, sealing.seal(desk.keys, applications.beside(kind, one), body,
                                                           to_author=False))
        self._chain.add(at + timedelta(minutes=3), self._raters[0], action, f"application:{one.application}",
                        marks.of(self._tx, one))

    def _at(self, number: int) -> datetime:
        return self._facts.plan.midnights[number] + timedelta(hours=10)

    def _day(self, at: datetime) -> date:
        return self._desks[self._raters[0]].center.day(at)

    def _opaque(self) -> str:
        return f"{self._roll.getrandbits(128):032x}"
