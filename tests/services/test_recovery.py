"""Kits really open what they should: their paper, the drill each quarter, and what is said when they do not."""

import subprocess

import pytest

from tests.store.stores import raw
from tests.support import NAMES, PASSPHRASE
from wellnessdesk.base.errors import Denied
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.recovery import KitName, Paper
from wellnessdesk.services import audit, opening, recovery
from wellnessdesk.services.recovery import BadWords, WrongKit
from wellnessdesk.store import settings
from wellnessdesk.vault import header_file, kits
from wellnessdesk.vault import recovery as paper
from wellnessdesk.vault.header import GrantKind

A, B = KitName.A, KitName.B


def words(center, kit):
    return center.created.words_a if kit is A else center.created.words_b


def typed(center, kit):
    return " ".join(words(center, kit))


def newest(center):
    connection = raw(center.admin.store.path, center.admin.keys.store_key)
    entry = connection.execute(
        "SELECT actor, action, subject, detail FROM audit ORDER BY sequence DESC LIMIT 1").fetchone()
    connection.close()
    return entry


def shown(desk, kit):
    return next(drill for drill in recovery.drills(desk) if drill.kit is kit)


# ---- the paper


@pytest.mark.parametrize("kit", [A, B])
def test_the_paper_bears_the_words_and_is_recorded(center, kit, tmp_path):
    file = tmp_path / "kit.pdf"
    file.write_bytes(recovery.sheet(center.admin, kit, words(center, kit), Paper.A4))
    text = subprocess.run(["pdftotext", file, "-"], check=True, capture_output=True, text=True).stdout
    assert all(word in text.split() for word in words(center, kit))
    mark = shown(center.admin, kit).mark
    assert mark in text
    assert newest(center) == (center.admin.person.id, "kit.print", f"kit:{kit.letter}", mark)
    assert audit.verify(center.admin).whole


def test_no_paper_is_made_of_words_that_open_nothing(center):
    with pytest.raises(WrongKit):
        recovery.sheet(center.admin, A, words(center, B))
    with pytest.raises(BadWords):
        recovery.sheet(center.admin, A, words(center, A)[:23])
    assert newest(center)[1] != "kit.print"


# ---- the drill


def test_a_new_centers_kits_are_tried_after_a_quarter(center):
    for drill in recovery.drills(center.coordinator):
        assert (drill.last_on, drill.last_by, drill.due) == (None, "", False)
    assert recovery.due_here(center.admin) == []
    center.clock.advance(days=89)
    assert not shown(center.admin, A).due
    center.clock.advance(days=1)
    assert [drill.kit for drill in recovery.due_here(center.admin)] == [A]
    assert [drill.kit for drill in recovery.due_here(center.coordinator)] == [B]


@pytest.mark.parametrize(("kit", "role"), [(A, Role.ADMINISTRATOR), (B, Role.COORDINATOR)])
def test_a_drill_is_recorded_and_asked_for_again_after_a_quarter(center, kit, role):
    desk = center.desk(role)
    center.clock.advance(days=100)
    done = recovery.drill(desk, kit, typed(center, kit))
    assert (done.last_on, done.last_by, done.due) == (desk.today(), NAMES[role], False)
    assert done == shown(desk, kit)
    assert newest(center) == (desk.person.id, "kit.drill", f"kit:{kit.letter}", done.mark)
    other = B if kit is A else A
    assert shown(desk, other).due
    center.clock.advance(days=90)
    assert shown(desk, kit).due


def test_both_drills_are_kept(center):
    recovery.drill(center.admin, A, typed(center, A))
    recovery.drill(center.coordinator, B, typed(center, B))
    assert [drill.last_by for drill in recovery.drills(center.admin)] == ["Ada Admin", "Cora Coordinator"]


def test_the_code_off_the_paper_does_as_well(center):
    kit = paper.from_words(A, typed(center, A))
    assert recovery.drill(center.admin, A, kit.code(center.admin.center.id).lower()).last_on == center.admin.today()


@pytest.mark.parametrize(("kit", "role"), [(B, Role.ADMINISTRATOR), (A, Role.COORDINATOR)])
def test_nobody_tries_the_kit_that_is_not_theirs(center, kit, role):
    with pytest.raises(Denied):
        recovery.drill(center.desk(role), kit, typed(center, kit))


def test_the_other_kit_and_mistyped_words_are_told(center):
    with pytest.raises(WrongKit, match="says kit A"):
        recovery.drill(center.admin, A, typed(center, B))
    wrong = words(center, A).copy()
    wrong[6] = wrong[6] + "x"
    with pytest.raises(BadWords, match="Word 7"):
        recovery.drill(center.admin, A, " ".join(wrong))
    assert shown(center.admin, A).last_on is None


@pytest.mark.parametrize("kind", [GrantKind.STORE, GrantKind.ROOT, GrantKind.DEVICE])
def test_a_kit_whose_grants_are_gone_fails_the_drill(center, kind):
    header = header_file.read(center.folder).header
    kept = tuple(grant for grant in header.grants if (grant.kind, grant.holder) != (kind, "kit-a"))
    header_file.write(center.folder, header.next(grants=kept), center.admin.keys.store_key)
    with pytest.raises(kits.KitOpensNothing, match="Make a new kit"):
        recovery.drill(center.admin, A, typed(center, A))


def test_another_device_secret_behind_the_kit_fails_the_drill(center):
    center.admin.keys.device_secret = bytes(32)
    with pytest.raises(kits.KitOpensNothing):
        recovery.drill(center.admin, A, typed(center, A))


@pytest.mark.parametrize("kept", [None, 7, {"kit-a": 7}, {"kit-a": {}}, {"kit-a": {"on": "2026-09-14", "mark": "X"}},
                                  {"kit-a": {"mark": "MARK"}}, {"kit-a": {"mark": "MARK", "on": "soon", "by": "x"}},
                                  {"kit-a": {"mark": "MARK", "on": "2026-09-14"}}])  # fmt: skip
def test_what_is_kept_of_another_kit_or_is_no_drill_does_not_count(center, kept):
    mark = shown(center.admin, A).mark
    if isinstance(kept, dict) and isinstance(kept["kit-a"], dict) and kept["kit-a"].get("mark") == "MARK":
        kept["kit-a"]["mark"] = mark
    with center.admin.store.transaction() as tx:
        settings.put(tx, "recovery.drills", kept)
    assert shown(center.admin, A).last_on is None


def test_a_drill_outlives_the_session(center):
    recovery.drill(center.admin, A, typed(center, A))
    center.admin.close()
    desk = opening.sign_in(center.folder, center.admin.person.id, PASSPHRASE, center.clock)
    assert shown(desk, A).last_by == "Ada Admin"
    desk.close()
