"""A visit is without a Wellness Peer or began a session: what that tells of a bundle, whatever is done at the desk."""

from datetime import timedelta

import pytest

from tests.centers import fresh_center
from wellnessdesk.domain.bundles import Period
from wellnessdesk.domain.session_facts import NewSession
from wellnessdesk.exchange.disclosure import knowledge
from wellnessdesk.services import (
    begun_sessions,
    bundle_tables,
    bundles,
    district,
    recipients,
    visit_corrections,
    visit_merges,
    visits,
)
from wellnessdesk.vault import agefile

SEPTEMBER = Period.month(2026, 9)
WITHOUT = 8


@pytest.fixture
def center(tmp_path):
    made = fresh_center(tmp_path / "center")
    yield made
    made.admin.close()


def come(center, student, *, peer):
    """A student comes and leaves again, seven minutes later."""
    visit = visits.check_in(center.front, student, reason="take_a_break", origin="walk_in")
    if peer:
        visits.hand_over(center.front, visit.id, center.peer.person.id)
    center.clock.advance(minutes=7)
    return visits.check_out(center.front, visit.id)


def numbers(tables, counted):
    """What is told of it: {(column, code) or none: number}."""
    return {tuple((column.name, key) for column, key in zip(
        table.layout.dimensions, table.layout.key(place), strict=True) if key is not None): table.at(place)
        for table in tables if table.layout.counted == counted for place in table.places()}


def beside(center):
    """How many more sessions than visits with a Wellness Peer there are, in all and by grade and origin."""
    with center.coordinator.reading() as tx:
        tables = bundle_tables.tables(tx, SEPTEMBER, center.coordinator.today())
    came, met = numbers(tables, "visits"), numbers(tables, "sessions")
    without = came[("waited", "not_recorded"),]
    least = [sum(max(0, came[key] - met[key]) for key in came.keys() & met.keys() if [name for name, _code in key] == [
        column]) for column in ("grade", "origin")]
    assert max(least) <= without
    return met[()] - (came[()] - without)


def test_a_visit_with_a_peer_is_one_session_whatever_is_done_at_the_desk(center):
    first = come(center, 1, peer=True)
    come(center, 2, peer=False)
    visits.drop_in(center.front, reason="take_a_break", origin="walk_in")
    assert beside(center) == 0
    again = come(center, 1, peer=True)
    visit_corrections.correct(center.front, first.id, {"arrived_at": first.arrived_at - timedelta(minutes=3)})
    visits.undo(center.front, again.id)
    visits.undo(center.front, again.id)
    assert beside(center) == 0
    visits.check_out(center.front, again.id)
    visit_merges.merge(center.front, first.id, again.id)
    assert beside(center) == 0


def test_there_may_be_sessions_beside_but_never_fewer(center):
    visit = visits.check_in(center.front, 1, reason="take_a_break", origin="walk_in")
    visits.hand_over(center.front, visit.id, center.peer.person.id)
    visits.to_queue(center.front, visit.id)
    assert beside(center) == 1
    visits.hand_over(center.front, visit.id, center.desks["Otto Other"].person.id)
    assert beside(center) == 1
    now = center.clock.now()
    center.clock.advance(minutes=30)
    begun_sessions.begin(center.peer, NewSession(students=(2, 3), started_at=now, ended_at=now + timedelta(minutes=9)))
    assert beside(center) == 2


def found(center, folder):
    """Write the bundle of a month; what it leaves of the visits without a peer: (least, most)."""
    identity, public = agefile.generate()
    to = recipients.add(center.coordinator, "Oak District", public, compared=True)
    made = bundles.write(center.coordinator, to.id, SEPTEMBER, purpose="x", folder=folder)
    tables = district.open_bundle(folder / made.file_name, identity).tables
    came, met = numbers(tables, "visits"), numbers(tables, "sessions")
    assert came[("waited", "not_recorded"),].why == "small"
    return (1, 10) if met[()].value is None else (max(1, came[()].value - met[()].value), 10)


@pytest.mark.parametrize("together", [True, False])
def test_a_few_visits_without_a_peer_are_found_out_unless_sessions_are_held_against_visits(
        center, tmp_path, monkeypatch, together):
    for one in range(20):
        come(center, 1 + one % 3, peer=one >= WITHOUT)
    center.clock.advance(days=30)
    if not together:
        monkeypatch.setattr(knowledge, "OFTEN_EQUAL", ())
        monkeypatch.setattr(knowledge._World, "_without", lambda *_world: None)
    assert found(center, tmp_path) == ((1, 10) if together else (WITHOUT, 10))
