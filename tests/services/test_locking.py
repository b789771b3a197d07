"""The minutes until the lock: sensible without anybody's doing, set by administrators, within what is allowed."""

import pytest

from tests.store.stores import raw
from wellnessdesk.base.errors import Denied, Problem
from wellnessdesk.domain import locking as rules
from wellnessdesk.domain.people import Role
from wellnessdesk.services import audit, locking
from wellnessdesk.store import settings

USUAL = {Role.FRONT_DESK: 15, Role.PEER: 4, Role.COORDINATOR: 4, Role.ADMINISTRATOR: 4}


def test_everybody_is_told_the_usual_minutes(center):
    for desk in center.desks.values():
        assert locking.minutes(desk) == USUAL


def test_what_the_administrator_sets_holds_and_the_rest_stays(center):
    locking.set_minutes(center.admin, {Role.PEER: 3})
    locking.set_minutes(center.admin, {Role.FRONT_DESK: 10})

    assert locking.minutes(center.peer) == {**USUAL, Role.PEER: 3, Role.FRONT_DESK: 10}
    assert audit.verify(center.coordinator).sound
    connection = raw(center.front.store.path, center.front.keys.store_key)
    last = connection.execute("SELECT action, detail FROM audit ORDER BY sequence DESC LIMIT 1").fetchone()
    connection.close()
    assert last == ("lock.set", "front_desk:10 peer:3 coordinator:4 administrator:4")


@pytest.mark.parametrize(("role", "number"), [
    (Role.PEER, 2), (Role.PEER, 6), (Role.COORDINATOR, 15), (Role.FRONT_DESK, 16), (Role.FRONT_DESK, 0)])
def test_longer_or_shorter_than_allowed_is_refused(center, role, number):
    with pytest.raises(Problem, match="3 to 5 minutes"):
        locking.set_minutes(center.admin, {role: number})

    assert locking.minutes(center.admin) == USUAL


def test_nobody_else_sets_them(center):
    with pytest.raises(Denied):
        locking.set_minutes(center.front, {Role.FRONT_DESK: 3})


@pytest.mark.parametrize("written", [{"peer": 600}, {"peer": "4"}, {"peer": True}, ["peer"], "soon", 7])
def test_what_somebody_wrote_into_the_store_does_not_keep_the_program_open(center, written):
    with center.admin.store.transaction() as tx:
        settings.put(tx, locking.KEY, written)

    assert locking.minutes(center.peer) == USUAL


@pytest.mark.parametrize(("minutes", "discreet", "holds"), [
    (15, True, 15), (15, False, 5), (4, False, 4), (5, True, 5)])
def test_longer_minutes_count_only_while_no_names_can_be_read(minutes, discreet, holds):
    assert rules.limit(minutes, discreet=discreet) == holds
