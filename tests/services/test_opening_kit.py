"""The only administrator forgot their passphrase: kit A gives them a new one, and nobody else."""

import pytest

from tests.centers import fresh_center
from tests.changed_keys import signed_in
from tests.support import PASSPHRASE, quick_keys
from wellnessdesk.base.errors import Problem
from wellnessdesk.services import audit, leaving, opening, opening_kit, people
from wellnessdesk.vault import header_file
from wellnessdesk.vault.errors import BadWords, DirectoryForged, WrongPassphrase
from wellnessdesk.vault.kits import WrongKit

NEW = "another set of random words"


@pytest.fixture(autouse=True)
def _quick():
    with quick_keys():
        yield


@pytest.fixture
def center(tmp_path):
    made = fresh_center(tmp_path / "center")
    yield made
    made.admin.close()


def words(center, kit="a"):
    return " ".join(getattr(center.created, f"words_{kit}"))


def test_an_administrator_comes_in_again_with_the_paper(center):
    center.admin.store.close()
    desk = opening_kit.new_passphrase(center.folder, words(center), center.admin.person.id, NEW, center.clock)
    assert desk.person.name == "Ada Admin"
    leaving.change_role(desk, center.peer.person.id, people.Role.FRONT_DESK)
    assert audit.verify(desk).sound
    desk.close()
    with pytest.raises(WrongPassphrase):
        opening.sign_in(center.folder, center.admin.person.id, PASSPHRASE, center.clock)
    center.admin.store.reopen(center.admin.keys.store_key)
    with signed_in(center, "Ada Admin", NEW) as admin:
        assert admin.keys.root_seed == center.admin.keys.root_seed
    with signed_in(center, "Cora Coordinator") as cora:
        assert audit.verify(cora).sound


@pytest.mark.parametrize(("kit", "kind"), [("a", Problem), ("b", WrongKit)])
def test_it_is_for_administrators_and_with_kit_a_alone(center, kit, kind):
    who = center.coordinator if kit == "a" else center.admin
    with pytest.raises(kind):
        opening_kit.new_passphrase(center.folder, words(center, kit), who.person.id, NEW, center.clock)
    with pytest.raises(BadWords):
        opening_kit.new_passphrase(center.folder, "no words of ours", center.admin.person.id, NEW, center.clock)
    with pytest.raises(Problem, match="at least 10"):
        opening_kit.new_passphrase(center.folder, words(center), center.admin.person.id, "short", center.clock)
    with signed_in(center, "Ada Admin"):
        pass


def test_beside_an_old_header_nothing_is_given(center):
    old = {name: (center.folder / name).read_bytes() for name in header_file.NAMES}
    leaving.change_role(center.admin, center.peer.person.id, people.Role.FRONT_DESK)
    for name, data in old.items():
        (center.folder / name).write_bytes(data)
    with pytest.raises(DirectoryForged):
        opening_kit.new_passphrase(center.folder, words(center), center.admin.person.id, NEW, center.clock)
