"""A group goes with everything of it when it is due, and stays whole while one of its students is on hold."""

from datetime import timedelta

import pytest

from tests.centers import fresh_center, note
from tests.store.stores import raw
from tests.support import PASSPHRASE
from wellnessdesk.domain.session_facts import NewSession
from wellnessdesk.services import audit, begun_sessions, destruction, retention, sessions, telling

TABLES = ("sessions", "session_students", "sealed")


@pytest.fixture
def center(tmp_path):
    made = fresh_center(tmp_path / "center")
    now = made.clock.now()
    group = begun_sessions.begin(made.peer, NewSession(
        students=(1, 2), started_at=now - timedelta(minutes=30), ended_at=now, place="library"))
    telling.told(made.peer, group.id)
    sessions.sign(made.peer, group.id, note(remarks=((1, "about one"), (2, "about another"))))
    made.clock.advance(days=365 * 12)
    yield made
    made.admin.close()


def counts(center):
    connection = raw(center.front.store.path, center.front.keys.store_key)
    found = {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - ours
             for table in TABLES}
    connection.close()
    return found


def test_it_goes_with_who_came_and_what_was_said_of_each(center):
    assert counts(center) == {"sessions": 1, "session_students": 2, "sealed": 3}
    destruction.destroy(center.coordinator, retention.preview(center.coordinator), PASSPHRASE)
    assert counts(center) == {"sessions": 0, "session_students": 0, "sealed": 0}
    assert audit.verify(center.coordinator).sound


def test_one_student_on_hold_keeps_it_whole(center):
    retention.place_hold(center.coordinator, 2, "asked by the district")
    before = counts(center)
    destruction.destroy(center.coordinator, retention.preview(center.coordinator), PASSPHRASE)
    assert counts(center) == before
    assert audit.verify(center.coordinator).sound
