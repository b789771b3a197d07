"""Each role's keys, tried on every row of every table: nobody reads a word that is not theirs.

And what whoever holds the store key can write beside the records: substituted keys, forged and old directories.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.applied import open_round
from tests.centers import CLOSING_WORDS, FLAG_WORDS, OWN_WORDS, SECRET_WORDS
from tests.faults import scene_care, scene_meeting
from tests.faults.scene import ACTS, HOLD_WORDS, set_up
from tests.shell import everything, rows
from tests.support import PASSPHRASE, SECOND_PEER, quick_keys
from wellnessdesk.domain.people import Role
from wellnessdesk.services import application_ratings, applications, emergencies, opening
from wellnessdesk.vault import header_file, primitives
from wellnessdesk.vault.directory import SignedDirectory, sign_directory
from wellnessdesk.vault.errors import VaultProblem

EMERGENCY_WORDS = "dunlin plover"
APPLIED = {"application": "larkspur campion", "recommendation": "vetch lupine", "interview": "sorbus willow"}
WORDS = {"note": SECRET_WORDS, "flag": FLAG_WORDS, "flag step": CLOSING_WORDS, "agenda item": OWN_WORDS,
         "hold": HOLD_WORDS, "emergency": EMERGENCY_WORDS, **APPLIED,
         **scene_care.WORDS, **scene_meeting.WORDS}
ALL_WORDS = {*WORDS.values(), scene_meeting.BROUGHT}
READS = {
    "Frank Desk": set(), "Ada Admin": set(),
    "Pia Peer": {SECRET_WORDS, FLAG_WORDS, scene_meeting.BROUGHT,
                 *(WORDS[kind] for kind in ("participant", "addendum", "return", "action"))},
    SECOND_PEER: {SECRET_WORDS, WORDS["participant"]}, "Cora Coordinator": ALL_WORDS,
}
"""Pia signed notes, was given one back and added to it, raised flags, brought something to supervision and took
something on. Otto has a draft, and was the second peer with a group. The coordinator is the control: their keys find
every word."""


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    made = set_up(tmp_path_factory.mktemp("matrix") / "center").stage(tmp_path_factory.mktemp("staged") / "center")
    for act in ("close a flag", "place a hold", "try kit A", "keep a place", "set the lock", "read a note",
                "give a note back", "add to a note", "co-sign a note", "write a bundle", "sign a group's note",
                "take a step of a referral", "correct a contact", "write down a disclosure", "bring to supervision",
                "write in a meeting", "take something on", "add to the minutes"):
        ACTS[act](made)
    with quick_keys():
        emergencies.grant(made.center.coordinator, emergencies.NewSubstitute(
            name="Sam Substitute", passphrase=PASSPHRASE, until=made.center.clock.now() + timedelta(hours=4),
            reason=EMERGENCY_WORDS))
    _apply(made.center)
    for desk in made.center.desks.values():
        desk.keys.header = made.center.coordinator.keys.header
    yield made
    made.center.admin.close()


def _apply(center):
    """An application, with what was said of it."""
    one = applications.enter(center.coordinator, open_round(center).id, {"why": APPLIED["application"]}, name="Robin")
    application_ratings.recommend(center.coordinator, one.id, "Ms. Rivera", 3, APPLIED["recommendation"])
    application_ratings.note_interview(center.coordinator, one.id, APPLIED["interview"])


def test_nobody_reads_a_word_that_is_not_theirs(scene, figure):
    found = {name: everything(scene.center.desks[name]) for name in READS}
    read = {name: {word for word in ALL_WORDS if word.encode() in text} for name, text in found.items()}
    tables = rows(scene.center.admin)
    tried = len(READS) * sum(map(len, tables.values()))
    wrong = sum(len(read[name] ^ READS[name]) for name in READS)
    figure("each role's keys on every row of every table", tried, wrong)
    assert read == READS
    assert {row["kind"] for row in tables["sealed"]} == {*WORDS, "draft"}
    assert len([name for name, its_rows in tables.items() if its_rows]) >= 15


def written_by_who_holds_the_store_key(scene):
    """Headers with a good MAC, made without the root key: whatever of the directory they change."""
    header, directory = scene.center.front.keys.header, scene.center.front.keys.directory
    mine = primitives.new_key()
    for entry in directory.entries:
        for change in ({"box": primitives.box_public(mine)}, {"sign": primitives.sign_public(mine)},
                       {"role": Role.ADMINISTRATOR}, {"role": Role.COORDINATOR}, {"active": not entry.active}):
            if replace(entry, **change) != entry:
                yield header.next(directory=sign_directory(
                    directory.with_entry(replace(entry, **change)), mine, header.directory.by_center))
    document = directory.whole()
    for signature in (bytes(64), header.directory.by_center):
        yield header.next(directory=SignedDirectory(document, signature, header.directory.by_center))


def written_by_an_administrator(scene):
    """Headers signed with the root key, whose readers are not those a coordinator agreed to."""
    keys = scene.center.admin.keys
    mine = primitives.box_public(primitives.new_key())
    directory, header = keys.directory, keys.header
    changed = [replace(directory, role_keys=(mine,)), replace(directory, role_keys=(*directory.role_keys, mine)),
               replace(directory, recovery_b=mine), replace(directory, recovery_a=mine)]
    changed += [directory.with_entry(replace(entry, box=mine)) for entry in directory.entries
                if entry.role is Role.COORDINATOR]
    changed += [directory.with_entry(replace(entry, role=Role.COORDINATOR)) for entry in directory.entries
                if entry.role is not Role.COORDINATOR]
    for one in changed:
        yield header.next(directory=sign_directory(one, keys.root_seed, header.directory.by_center))


def let_in(scene, header):
    """Who gets in through a header somebody wrote."""
    folder, key = scene.center.folder, scene.center.admin.keys.store_key
    before = {name: (folder / name).read_bytes() for name in header_file.NAMES}
    header_file.write(folder, header, key)
    inside = []
    for desk in (scene.center.peer, scene.center.coordinator):
        try:
            opening.sign_in(folder, desk.person.id, PASSPHRASE, scene.center.clock).close()
            inside.append(desk.person.name)
        except VaultProblem:
            pass
    for name, data in before.items():
        (folder / name).write_bytes(data)
    return inside


def test_substituted_keys_forged_and_old_directories_are_refused(scene, figure):
    old = scene.center.admin.keys.header
    ACTS["add a person"](scene)
    ours = scene.center.admin.keys.header
    for desk in scene.center.desks.values():
        desk.keys.header = ours
    forged = [*written_by_who_holds_the_store_key(scene), *written_by_an_administrator(scene),
              replace(old, generation=ours.generation + 1)]
    inside = [let_in(scene, header) for header in forged]
    figure("substituted keys, forged and old directories", len(forged), sum(map(bool, inside)))
    assert not any(inside)
    assert len(let_in(scene, ours.next())) == 2  # the control: the true one lets both in
