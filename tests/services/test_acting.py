"""An adult inside somebody's session: by their own passphrase, with their own rights, under their own name."""

import pytest

from tests.centers import FLAG_WORDS, handed_over
from tests.store.stores import raw
from tests.support import NAMES, PASSPHRASE
from wellnessdesk.base.errors import Denied, Problem
from wellnessdesk.domain.flags import FlagStatus, Urgency
from wellnessdesk.domain.people import Role
from wellnessdesk.services import acting, audit, flags, opening, sessions
from wellnessdesk.services.acting import WrongPassphrase
from wellnessdesk.vault.errors import UnknownPerson

HOSTS = (Role.PEER, Role.FRONT_DESK)


@pytest.fixture
def flag(center):
    session = handed_over(center, 1, center.peer)
    return flags.raise_flag(center.peer, session, kind="self_harm", urgency=Urgency.IMMEDIATE, words=FLAG_WORDS).id


@pytest.fixture
def who(center):
    return lambda role: opening.find(center.folder, NAMES[role])


@pytest.mark.parametrize("role", HOSTS)
def test_a_coordinator_acknowledges_a_flag_and_the_session_goes_on(center, flag, who, role):
    host = center.desk(role)
    told = []
    host.changes.listen(told.append)

    adult = acting.as_person(host, who(Role.COORDINATOR), PASSPHRASE)
    taken = flags.acknowledge(adult, flag)

    assert (taken.mark.status, taken.words) == (FlagStatus.ACKNOWLEDGED, FLAG_WORDS)
    assert flags.adult_needed(host) == []
    assert [(change.features, change.by) for change in told] == [({"flags"}, adult.person.id)]
    assert host.person.role is role
    with pytest.raises(Denied):
        flags.not_closed(host)


def test_the_log_bears_the_adults_name_and_signature(center, flag, who):
    adult = acting.as_person(center.peer, who(Role.COORDINATOR), PASSPHRASE)
    flags.acknowledge(adult, flag)

    assert audit.verify(center.coordinator).sound
    connection = raw(center.front.store.path, center.front.keys.store_key)
    newest = connection.execute("SELECT actor, action FROM audit ORDER BY sequence DESC LIMIT 1").fetchone()
    connection.close()
    assert newest == (who(Role.COORDINATOR), "flag.acknowledge")


def test_an_administrator_has_an_administrators_rights_there_and_no_more(center, flag, who):
    adult = acting.as_person(center.peer, who(Role.ADMINISTRATOR), PASSPHRASE)

    with pytest.raises(Denied):
        flags.acknowledge(adult, flag)
    with pytest.raises(Denied):
        sessions.mine(adult)


@pytest.mark.parametrize("role", HOSTS)
def test_somebody_who_is_no_adult_cannot_step_in(center, who, role):
    with pytest.raises(Problem, match="Only a coordinator or an administrator"):
        acting.as_person(center.coordinator, who(role), PASSPHRASE)


def test_a_wrong_passphrase_opens_nothing(center, who):
    with pytest.raises(WrongPassphrase):
        acting.as_person(center.peer, who(Role.COORDINATOR), "not the passphrase")
    with pytest.raises(UnknownPerson):
        acting.as_person(center.peer, "nobody", PASSPHRASE)


def test_who_can_step_in(center):
    assert [person.name for person in acting.coordinators(center.peer)] == [NAMES[Role.COORDINATOR]]
    assert acting.coordinators(center.coordinator) == []
