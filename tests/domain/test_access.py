"""What nobody declared is denied, and over a single session its own peer and the coordinators decide."""

import pytest

from wellnessdesk.base.errors import Denied
from wellnessdesk.domain import access
from wellnessdesk.domain.people import Role


@pytest.mark.parametrize("role", Role)
def test_an_act_nobody_declared_is_denied_to_everybody(role):
    assert not access.allowed(role, "visits.erase_everything")
    with pytest.raises(Denied):
        access.require(role, "visits.erase_everything")


def test_who_may_is_let_through_and_who_may_not_is_stopped():
    assert access.require(Role.FRONT_DESK, "visits.check_in") is None
    with pytest.raises(Denied, match="^You cannot do this with the name you signed in with. Ask your"):
        access.require(Role.PEER, "visits.check_in")


@pytest.mark.parametrize(("person", "role", "may"), [
    ("pia", Role.PEER, True), ("otto", Role.PEER, False), ("cora", Role.COORDINATOR, True),
    ("ada", Role.ADMINISTRATOR, False), ("frank", Role.FRONT_DESK, False)])
def test_a_session_belongs_to_its_peer_and_the_coordinators(person, role, may):
    if may:
        assert access.require_own_session(person, role, "pia") is None
    else:
        with pytest.raises(Denied, match="^This session belongs to another Wellness Peer.$"):
            access.require_own_session(person, role, "pia")


def test_no_role_may_read_what_only_coordinators_read():
    for act in ("flags.open", "flags.close", "sessions.cosign", "supervision.read"):
        assert access.POLICY[act] == {Role.COORDINATOR}


def test_administrators_have_no_act_that_opens_a_note_or_a_flag():
    theirs = {act for act, roles in access.POLICY.items() if Role.ADMINISTRATOR in roles}
    assert not [act for act in theirs if act.startswith(("sessions.", "supervision."))]
    assert {act for act in theirs if act.startswith("flags.")} == {"flags.adult_needed"}


def test_a_peer_opens_only_students_they_have_been_with():
    assert access.require_own_student(1) is None
    with pytest.raises(Denied, match="^This student was never with you"):
        access.require_own_student(0)
