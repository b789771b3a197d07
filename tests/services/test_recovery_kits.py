"""A lost paper is replaced by a fresh kit, and opens nothing that is written from then on."""

import pytest

from tests.centers import handed_over, note
from tests.changed_keys import consent, kit_b, signed_in
from tests.support import quick_keys
from wellnessdesk.base.errors import Denied, Problem
from wellnessdesk.base.progress import Cancelled
from wellnessdesk.domain.recovery import KitName
from wellnessdesk.services import audit, people, recovery, recovery_kits, sessions
from wellnessdesk.services.people import KitWords
from wellnessdesk.vault import header_file, kits
from wellnessdesk.vault.kits import WrongKit
from wellnessdesk.vault.recovery import from_words


@pytest.fixture(autouse=True)
def _quick():
    with quick_keys():
        yield


def test_a_new_kit_a_opens_the_center_and_the_lost_one_does_not(center):
    old_key, lost = center.admin.keys.store_key, " ".join(center.created.words_a)
    words = recovery_kits.replace_kit(center.admin, KitName.A, consent(center))
    header = header_file.read(center.folder).header
    opened = kits.open_a(header, from_words(KitName.A, " ".join(words)))
    assert opened.store_key == center.admin.keys.store_key != old_key
    with pytest.raises(WrongKit):
        kits.open_a(header, from_words(KitName.A, lost))
    assert recovery.drill(center.admin, KitName.A, " ".join(words)).last_by == "Ada Admin"
    with pytest.raises(WrongKit):
        recovery.drill(center.admin, KitName.A, lost)
    assert recovery.sheet(center.admin, KitName.A, words).startswith(b"%PDF")
    with signed_in(center, "Cora Coordinator") as cora:
        assert audit.verify(cora).sound


def test_a_new_kit_b_stands_in_for_coordinators_and_the_lost_one_does_not(center):
    session = handed_over(center, 1, center.peer)
    sessions.sign(center.peer, session, note())
    lost = kit_b(center)
    words = recovery_kits.replace_kit(center.admin, KitName.B, consent(center))
    assert center.admin.keys.directory.epoch == 2
    new = people.Newcomer(name="Carla Second", role=people.Role.COORDINATOR, passphrase="four plain random words")
    with pytest.raises(WrongKit):
        people.add(center.admin, new, lost)
    people.add(center.admin, new, KitWords(" ".join(words)))
    with signed_in(center, "Carla Second", "four plain random words") as desk:
        assert sessions.read_note(desk, session)
        assert audit.verify(desk).sound


def test_the_quarter_of_a_fresh_kit_begins_when_it_is_made(center):
    center.clock.advance(days=100)
    assert [one.kit for one in recovery.due_here(center.admin)] == [KitName.A]
    recovery_kits.replace_kit(center.admin, KitName.A, consent(center))
    assert recovery.due_here(center.admin) == []
    center.clock.advance(days=100)
    assert [one.kit for one in recovery.due_here(center.admin)] == [KitName.A]


def test_nobody_makes_a_kit_alone(center):
    for name in KitName:
        with pytest.raises(Problem, match="Only a coordinator"):
            recovery_kits.replace_kit(center.admin, name, people.Consent(center.peer.person.id, "a quiet blue river"))
        with pytest.raises(Denied):
            recovery_kits.replace_kit(center.coordinator, name, consent(center))


def test_with_kit_b_the_principal_agrees_to_a_new_kit_a(center):
    assert len(recovery_kits.replace_kit(center.admin, KitName.A, kit_b(center))) == 24


def test_stopped_no_kit_was_made(center):
    class Stop:
        def report(self, done, total):
            pass

        def check_cancelled(self):
            raise Cancelled

    with pytest.raises(Cancelled):
        recovery_kits.replace_kit(center.admin, KitName.A, consent(center), Stop())
    assert recovery.drill(center.admin, KitName.A, " ".join(center.created.words_a))
