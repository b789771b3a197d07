"""Why a legal hold was placed, and why somebody stood in: the reasons go when their time is over, as the log says."""

from datetime import timedelta

import pytest

from tests.centers import fresh_center
from tests.store.stores import raw
from tests.support import PASSPHRASE, quick_keys
from wellnessdesk.domain.retention import Records
from wellnessdesk.services import audit, destruction, emergencies, retention
from wellnessdesk.services.emergencies import NewSubstitute

JOSE, ANNA = 1, 2
YEARS = 365 * 6


@pytest.fixture
def center(tmp_path):
    """A hold that was lifted, one in force, and somebody who stood in: reviewed, years ago."""
    with quick_keys():
        made = fresh_center(tmp_path / "center")
        lifted = retention.place_hold(made.coordinator, JOSE, "The letter of a lawyer")
        retention.lift_hold(made.coordinator, lifted.id)
        let_in = emergencies.grant(made.coordinator, NewSubstitute(
            name="Sub Stitute", passphrase="a long passphrase of hers", until=made.clock.now() + timedelta(hours=8),
            reason="Cora is ill"))
        emergencies.end(made.coordinator, let_in.id)
        emergencies.review(made.coordinator, let_in.id)
        yield made
        made.admin.close()


def going(center):
    return {line.records: line.going for line in retention.preview(center.coordinator).lines if line.going}


def destroy(center):
    return destruction.destroy(center.coordinator, retention.preview(center.coordinator), PASSPHRASE)


def sealed_kinds(center):
    connection = raw(center.coordinator.store.path, center.coordinator.keys.store_key)
    kinds = {row[0] for row in connection.execute("SELECT kind FROM sealed")}
    connection.close()
    return kinds


def test_they_are_previewed_and_destroyed_when_their_time_is_over_and_the_log_stays_sound(center):
    assert going(center) == {}
    center.clock.advance(days=YEARS)
    assert going(center) == {Records.HOLDS: 1, Records.EMERGENCIES: 1}
    assert {"hold", "emergency"} <= sealed_kinds(center)
    made = destroy(center)
    assert {line.records: line.number for line in made.lines} == {Records.HOLDS: 1, Records.EMERGENCIES: 1}
    assert not {"hold", "emergency"} & sealed_kinds(center)
    assert retention.holds(center.coordinator) == []
    assert audit.verify(center.coordinator).sound
    assert going(center) == {}
    assert destruction.certificate(center.coordinator, made.id).startswith(b"%PDF")


def test_that_somebody_stood_in_stays_and_the_page_says_what_became_of_the_reason(center):
    center.clock.advance(days=YEARS)
    destroy(center)
    (one,) = emergencies.everything(center.coordinator)
    assert (one.name, one.reason) == ("Sub Stitute", "It was destroyed when its time was over.")
    assert emergencies.to_review(center.coordinator) == []


def test_a_hold_in_force_keeps_its_reason_and_a_student_who_is_on_hold_again_the_former_one_too(center):
    center.clock.advance(days=YEARS)
    retention.place_hold(center.coordinator, JOSE, "Another letter")
    assert going(center) == {}
    again = next(one for one in retention.holds(center.coordinator) if one.lifted_at is None)
    retention.lift_hold(center.coordinator, again.id)
    assert going(center) == {Records.HOLDS: 1, Records.EMERGENCIES: 1}
    destroy(center)
    assert [one.reason for one in retention.holds(center.coordinator)] == ["Another letter"]


def test_one_that_nobody_reviewed_keeps_its_reason(tmp_path):
    with quick_keys():
        made = fresh_center(tmp_path / "center")
        let_in = emergencies.grant(made.coordinator, NewSubstitute(
            name="Sub Stitute", passphrase="a long passphrase of hers", until=made.clock.now() + timedelta(hours=8),
            reason="Cora is ill"))
        emergencies.end(made.coordinator, let_in.id)
    made.clock.advance(days=YEARS)
    assert going(made) == {}
    made.admin.close()


@pytest.mark.parametrize(("statement", "said"), [
    ("DELETE FROM sealed WHERE kind = 'emergency'", "emergency access"),
    ("DELETE FROM legal_holds", "legal holds"),
])
def test_a_reason_that_sql_took_away_is_found(center, statement, said):
    connection = raw(center.coordinator.store.path, center.coordinator.keys.store_key)
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute(statement)
    connection.close()
    assert said in audit.verify(center.coordinator).finding
    (one,) = emergencies.everything(center.coordinator)
    assert one.reason != "It was destroyed when its time was over."
