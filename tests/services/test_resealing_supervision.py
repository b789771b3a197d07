"""Who got new keys reads again what they brought to supervision and took on there; the log bears it out."""

from datetime import date, timedelta

import pytest

from tests.changed_keys import consent, signed_in
from tests.store.stores import raw
from tests.support import make_center, quick_keys
from wellnessdesk.domain.meetings import Attendance, meeting_id
from wellnessdesk.domain.own_items import About
from wellnessdesk.domain.supervision import ItemKind
from wellnessdesk.services import (
    audit,
    meetings,
    minutes,
    own_items,
    passphrases,
    resealing,
    supervision,
    supervision_actions,
    supervision_groups,
)
from wellnessdesk.services.resealing import Resealed

MONDAY = date(2026, 9, 14)
NOW, NEXT = (meeting_id(1, MONDAY + timedelta(weeks=weeks)) for weeks in (0, 1))
NEW = "another set of random words"
BROUGHT, TASK = "canary brought", "canary task"


@pytest.fixture(autouse=True)
def _quick():
    with quick_keys():
        yield


@pytest.fixture
def center(tmp_path):
    """A peer who brought something and took something on, and had no session yet."""
    made = make_center(tmp_path / "center")
    cora, pia = made.coordinator, made.peer
    supervision_groups.add(cora, supervision_groups.proposed(cora))
    supervision.build(cora, NOW)
    own_items.bring(pia, NOW, About.TOPIC, BROUGHT)
    meetings.begin(cora, NOW)
    ref = own_items.brought(pia)[0].item.ref
    supervision_actions.add(cora, NOW, ItemKind.OWN, ref, pia.person.id, TASK)
    yield made
    made.admin.close()


def sign(center):
    """From then on the log tells of what was taken on."""
    for seat in meetings.look(center.coordinator, NOW).seats:
        meetings.attend(center.coordinator, NOW, seat.person, Attendance.PRESENT)
    minutes.sign(center.coordinator, NOW)


def change(center, statement):
    connection = raw(center.admin.store.path, center.admin.keys.store_key)
    connection.execute(statement)
    connection.close()


def read_by_peer(center):
    """(what they brought, what they took on), as the peer with the new keys reads it."""
    with signed_in(center, "Pia Peer", NEW) as pia:
        (brought,), (action,) = own_items.brought(pia), supervision_actions.mine(pia)
        return brought.item.text or brought.item.problem, action.text or action.problem


def test_until_a_coordinator_opens_it_they_cannot_read_it_and_it_is_offered(center):
    assert passphrases.new_passphrase(center.admin, center.peer.person.id, NEW) is None
    assert all("canary" not in text for text in read_by_peer(center))
    with signed_in(center, "Cora Coordinator") as cora:
        assert [(one.person.name, one.sessions) for one in resealing.to_reseal(cora)] == [("Pia Peer", 0)]
        assert resealing.reseal(cora, center.peer.person.id) == Resealed(2, 0)
        assert resealing.to_reseal(cora) == []
        assert audit.verify(cora).sound
    assert read_by_peer(center) == (BROUGHT, TASK)


def test_with_a_coordinator_beside_it_is_done_at_once(center):
    assert passphrases.new_passphrase(center.admin, center.peer.person.id, NEW, consent(center)) == Resealed(2, 0)
    assert read_by_peer(center) == (BROUGHT, TASK)
    with signed_in(center, "Cora Coordinator") as cora:
        assert audit.verify(cora).sound


@pytest.mark.parametrize("statement", [
    "UPDATE sealed SET blob = zeroblob(3000) WHERE kind = 'action'",
    "UPDATE supervision_actions SET owner_id = (SELECT id FROM people WHERE name = 'Otto Other')",
])
def test_what_is_not_theirs_or_spoiled_is_not_sealed_to_anybody(center, statement):
    sign(center)
    change(center, statement)
    for name in ("Pia Peer", "Otto Other"):
        passphrases.new_passphrase(center.admin, center.desks[name].person.id, NEW, consent(center))
    for name in ("Pia Peer", "Otto Other"):
        with signed_in(center, name, NEW) as desk:
            assert all(one.problem for one in supervision_actions.mine(desk))
    with signed_in(center, "Cora Coordinator") as cora:
        assert "action" in audit.verify(cora).finding


def test_an_older_seal_put_back_is_found(center):
    sign(center)
    change(center, "CREATE TABLE kept AS SELECT * FROM sealed WHERE kind = 'action'")
    passphrases.new_passphrase(center.admin, center.peer.person.id, NEW, consent(center))
    change(center, "UPDATE sealed SET blob = (SELECT blob FROM kept) WHERE kind = 'action'")
    change(center, "DROP TABLE kept")
    with signed_in(center, "Cora Coordinator") as cora:
        assert "action" in audit.verify(cora).finding
