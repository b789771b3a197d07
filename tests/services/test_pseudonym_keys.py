"""A recipient's key for pseudonyms stays whoever comes and goes: next month's rows go on with the same ones."""

import pytest

from tests.changed_keys import SECOND, WORDS, consent, second_coordinator, signed_in
from tests.support import make_center, quick_keys
from wellnessdesk.domain.bundles import Kind
from wellnessdesk.services import audit, leaving, pseudonym_keys, recipients
from wellnessdesk.services.consents import Consent
from wellnessdesk.vault import agefile
from wellnessdesk.vault.errors import NotForThisKey

YEAR = 2026


@pytest.fixture(autouse=True)
def _quick():
    with quick_keys():
        yield


@pytest.fixture
def center(tmp_path):
    made = make_center(tmp_path / "center")
    yield made
    made.admin.close()


def test_it_survives_a_new_key_of_the_coordinators_and_the_leaving_of_who_made_it(center):
    to = recipients.add(center.coordinator, "Valley Research", agefile.generate()[1], compared=True,
                        kinds=(Kind.ROWS,)).id
    key = pseudonym_keys.key_for(center.coordinator, to, YEAR)
    second_coordinator(center)
    leaving.new_epoch(center.admin, consent(center))
    with signed_in(center, SECOND, WORDS) as carla:
        assert pseudonym_keys.key_for(carla, to, YEAR) == key
        second = carla.person.id
    leaving.deactivate(center.admin, center.coordinator.person.id, Consent(second, WORDS))
    with signed_in(center, SECOND, WORDS) as carla:
        assert pseudonym_keys.key_for(carla, to, YEAR) == key
        assert audit.verify(carla).sound
    with pytest.raises(NotForThisKey):
        pseudonym_keys.key_for(center.admin, to, YEAR)
