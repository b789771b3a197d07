"""`wellnessdesk audit verify`: a whole chain, a broken one, and who may ask."""

import io
import json

import pytest

from tests.demos import demo_center, desk_of
from tests.programs import program
from wellnessdesk.domain.people import Role
from wellnessdesk.store.engine import connect
from wellnessdesk.vault import header_file


@pytest.fixture
def made(tmp_path):
    return demo_center(tmp_path / "center")


@pytest.fixture
def verify(call, made, monkeypatch):
    """Asks as the first person of a role, the passphrase from a pipe."""

    def run(*more, role=Role.ADMINISTRATOR, name=None, passphrase=None):
        who = made.first(role)
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{passphrase or who.passphrase}\n"))
        return call("audit", "verify", "--store", made.folder, "--person", name or who.name, *more)

    return run


def spoil(made, *statements):
    """What somebody with the store's key and SQL can do."""
    desk = desk_of(made, Role.FRONT_DESK)
    key = desk.keys.store_key
    desk.close()
    store = connect(made.folder / header_file.STORE_NAME, key)
    for statement in statements:
        store.execute(statement)
    store.close()


def test_a_damaged_store_is_told_in_one_sentence_and_nothing_else(made):
    """SQLCipher would write three lines of its own before it."""
    with (made.folder / header_file.STORE_NAME).open("r+b") as file:
        file.seek(100)
        file.write(bytes(8))
    who = made.first(Role.ADMINISTRATOR)

    done = program("audit", "verify", "--store", made.folder, "--person", who.name, said=who.passphrase)

    assert done.returncode == 1
    assert done.stderr == ("The center's records are damaged and cannot be opened. Nothing was changed. "
                           "Ask your administrator to restore the last backup.\n")


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.COORDINATOR])
def test_a_whole_chain(verify, role):
    said = verify(role=role)

    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("The audit log is whole: ")
    assert " entries, head " in said.out


def test_the_same_for_a_script(verify):
    said = verify("--json")

    told = json.loads(said.out)
    assert (said.code, said.err) == (0, "")
    assert (told["whole"], told["broken_at"], told["reason"]) == (True, None, "")
    assert told["entries"] > 1000
    assert told["head"] in verify().out


@pytest.mark.parametrize(("statement", "reason"), [
    ("DELETE FROM audit WHERE sequence = 40", "Entry 40 is missing."),
    ("UPDATE audit SET actor = 'somebody else' WHERE sequence = 40", "Entry 40 was changed."),
    ("UPDATE audit SET signature = zeroblob(64) WHERE sequence = 40", "Entry 40 does not bear its author's signature."),
])  # fmt: skip
def test_a_broken_chain_is_3_and_says_where(made, verify, statement, reason):
    spoil(made, statement)

    said = verify()
    assert (said.code, said.out, said.err) == (3, "", f"The audit log is broken at entry 40. {reason}\n")
    said = verify("--json")
    told = json.loads(said.out)
    assert (said.code, said.err) == (3, "")
    assert (told["whole"], told["broken_at"], told["reason"]) == (False, 40, reason)


def test_who_cannot_open_sealed_entries_is_told_how_many_went_unchecked(verify):
    by_admin, by_cora = verify(), verify(role=Role.COORDINATOR)
    assert "sealed: what" in by_admin.out
    assert "sealed" not in by_cora.out
    counted = [json.loads(verify("--json", role=role).out)["unchecked"]
               for role in (Role.ADMINISTRATOR, Role.COORDINATOR)]
    assert counted[0] > 0
    assert f" {counted[0]} entr" in by_admin.out
    assert counted[1] == 0


def test_a_whole_chain_whose_flags_are_gone_is_3_and_says_what_differs(made, verify):
    spoil(made, "DELETE FROM flags")

    said = verify(role=Role.COORDINATOR)
    assert (said.code, said.out) == (3, "")
    assert said.err.startswith("The audit log is whole: ")
    assert "is not there as it was raised" in said.err
    said = verify("--json", role=Role.COORDINATOR)
    told = json.loads(said.out)
    assert (said.code, told["whole"], told["reason"]) == (3, True, "")
    assert "is not there as it was raised" in told["finding"]
    by_admin = verify()  # who cannot know which flags there were, but that their texts are left over
    assert (by_admin.code, "belongs to no record" in by_admin.err) == (3, True)


def test_with_the_passphrase_from_a_real_pipe(made):
    who = made.first(Role.COORDINATOR)

    done = program("audit", "verify", "--store", made.folder, "--person", who.name, said=f"{who.passphrase}\n")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("The audit log is whole: ")
    assert who.passphrase not in done.stdout


def test_the_name_as_people_write_it(made, verify):
    assert verify(name=made.first(Role.ADMINISTRATOR).name.upper()).code == 0


@pytest.mark.parametrize(("asked", "sentence"), [
    ({"passphrase": "not this one"}, "That passphrase does not fit this name. Check Caps Lock and try again.\n"),
    ({"name": "Nobody At All"}, "Nobody of that name can sign in here. "
                                "Type your name as your administrator entered it.\n"),
    ({"role": Role.FRONT_DESK}, "You cannot do this with the name you signed in with. "
                                "Ask your coordinator or administrator.\n"),
    ({"role": Role.PEER}, "You cannot do this with the name you signed in with. "
                          "Ask your coordinator or administrator.\n"),
])  # fmt: skip
def test_who_may_not_ask_is_told_so(verify, asked, sentence):
    said = verify(**asked)

    assert (said.code, said.out, said.err) == (1, "", sentence)


def test_where_there_is_no_center(call, tmp_path):
    said = call("audit", "verify", "--store", tmp_path / "nowhere", "--person", "Ada")

    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("This folder does not hold a WellnessDesk center.")
    assert not (tmp_path / "nowhere").exists()
