"""Ranking the applicants of a round: 50, 500 and 5,000, each rated by three on eight skills."""

import uuid
from collections.abc import Iterator

from tests.bench.measure import Figure, figure, in_turns, note
from tests.bench.stores import BenchStore
from wellnessdesk.domain.applications import Cycle, Rating, shipped_criteria
from wellnessdesk.domain.people import Person, Role
from wellnessdesk.services import application_ratings, applications
from wellnessdesk.services.desk import Desk
from wellnessdesk.store import bulk, people

_MANY, _GROWTH, _RATERS = 500, (50, 500, 5_000), 3


def rank(store: BenchStore) -> Iterator[Figure]:
    """Five hundred, through the service, from rows to the ranking; and how it grows."""
    for many in _GROWTH:
        with store.copy() as folder:
            desk = store.sign_in(folder, Role.COORDINATOR)
            number = _round(desk, many)
            values, _floors = in_turns(12, lambda desk=desk, number=number: application_ratings.ranking(desk, number))
            assert len(application_ratings.ranking(desk, number).rows) == many
            note(f"applications.rank: {many} applicants, {sorted(values)[len(values) // 2]:.0f} ms")
            desk.close()
        if many == _MANY:
            yield figure("applications.rank", store.visits, values)


def _round(desk: Desk, many: int) -> int:
    today = desk.today()
    criteria = shipped_criteria()
    cycle = applications.save_cycle(desk, Cycle(title="Bench", opens=today.replace(year=2030),
                                                closes=today.replace(year=2030), decides=today.replace(year=2030),
                                                places=15, criteria=criteria))
    with desk.store.transaction() as tx:
        raters = [Person(uuid.uuid4().hex, f"Bench Rater {one}", Role.COORDINATOR) for one in range(_RATERS)]
        for rater in raters:
            people.add(tx, rater, desk.clock.now())
        ids = [uuid.uuid4().hex for _one in range(many)]
        bulk.add(tx, "applications", [{
            "id": one, "cycle_id": cycle.id, "student_id": None, "name": f"Applicant Number {place}", "came": "file",
            "state": "sent", "at": desk.clock.now(), "entered_by": desk.person.id, "decided_at": None,
            "decided_by": None, "person_id": None} for place, one in enumerate(ids)])
        bulk.add(tx, "application_ratings", [{
            "application_id": one, "rater_id": rater.id, "at": desk.clock.now(), "scores": Rating(
                application=one, rater=rater.id, scores={
                    skill.id: 1 + (place + number + turn) % 4 for number, skill in enumerate(criteria.skills)}).plain()}
            for place, one in enumerate(ids) for turn, rater in enumerate(raters)])
    return cycle.id
