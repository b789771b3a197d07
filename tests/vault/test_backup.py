"""A backup in one file: opens with kit A of its center, and says exactly what is wrong when it does not."""

import json
import os
import random
import shutil
import stat
import struct
import subprocess
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.vault import founded as center
from wellnessdesk.base.progress import Cancelled
from wellnessdesk.domain.audit import Head
from wellnessdesk.domain.backups import Content, Facts, Reason
from wellnessdesk.vault import backup, backup_problems, header_file, primitives, recovery
from wellnessdesk.vault.backup import Keys
from wellnessdesk.vault.backup_problems import (
    BackupAltered,
    BackupDamaged,
    BackupNewer,
    BackupProblem,
    BackupUnreadable,
    NotABackup,
)
from wellnessdesk.vault.errors import VaultProblem
from wellnessdesk.vault.kits import WrongKit
from wellnessdesk.vault.recovery import KIT_A, KIT_B

FRESH = bytes(range(32))
DATABASE = random.Random(5).randbytes(3_000_000)
PROBLEMS = [BackupDamaged, NotABackup, BackupAltered, BackupUnreadable, BackupNewer]


def facts(**changes):
    content = Content(revision="0002", head=Head(7, bytes(range(32))),
                      tables=(("audit", 7, "ab" * 32), ("visits", 3, "cd" * 32)))
    made = Facts(store=center.header().anchors.store, center="Oak Wellness Center", school="Oak High School",
                 zone="America/Los_Angeles", made_at=datetime(2026, 9, 14, 17, tzinfo=UTC), reason=Reason.DAILY,
                 content=content)
    return replace(made, **changes)


def keys():
    return Keys(FRESH, center.keys(center.ADMIN).store_key)


@pytest.fixture
def kit():
    return center.founded().kit_a


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    folder = tmp_path_factory.mktemp("backup")
    (folder / "fresh.db").write_bytes(DATABASE)
    backup.write(folder / "a.wdbackup", facts(), center.header(), folder / "fresh.db", keys())
    return folder / "a.wdbackup"


@pytest.fixture
def file(template, tmp_path):
    return shutil.copy(template, tmp_path / "a.wdbackup")


def rewritten(file, **changes):
    """The backup with some of its manifest changed and the digest made anew, as anybody could."""
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(members[backup.MANIFEST])
    body, version = manifest["body"] | changes.pop("body", {}), changes.pop("version", 1)
    for name, data in changes.pop("members", {}).items():
        members[name] = data
        body[name] = backup.hashlib.sha256(data).hexdigest()
    digest = primitives.digest(primitives.canonical({"format": backup.FORMAT, "version": version, "body": body}))
    manifest |= {"version": version, "body": body, "digest": backup.encode(digest), **changes}
    members[backup.MANIFEST] = json.dumps(manifest).encode()
    with zipfile.ZipFile(file, "w") as archive:
        for name in (backup.MANIFEST, backup.HEADER, backup.STORE):
            archive.writestr(name, members[name])
    return file


def whole(file, kit, target):
    """Open it to the last byte."""
    opened = backup.open_with_kit(backup.look(file), kit)
    backup.extract(opened, target)
    return opened


def test_with_kit_a_everything_comes_back(file, kit, tmp_path):
    opened = whole(file, kit, tmp_path / "out.db")

    assert (tmp_path / "out.db").read_bytes() == DATABASE
    assert stat.S_IMODE((tmp_path / "out.db").stat().st_mode) == 0o600
    assert opened.facts == facts()
    assert opened.header == center.header()
    assert opened.keys == keys()
    assert opened.kit.root_seed == center.keys(center.ADMIN).root_seed
    assert "bytes" not in repr(opened.keys)
    assert FRESH.hex() not in repr(opened) + str(opened.keys)


def test_whoever_just_made_it_opens_it_with_the_keys_it_was_made_with(file):
    opened = backup.open_with_keys(backup.look(file), keys())
    assert (opened.facts, opened.kit) == (facts(), None)
    for wrong in (Keys(bytes(32), keys().store), Keys(FRESH, bytes(32))):
        with pytest.raises(BackupAltered):
            backup.open_with_keys(backup.look(file), wrong)


def test_without_a_key_it_tells_its_center_and_its_day_and_no_more(file):
    found = backup.look(file)
    assert (found.store, found.made_at, found.revision) == (facts().store, facts().made_at, "0002")
    data = file.read_bytes()  # long words: three letters come up in so much base64 by chance
    for told in (b"Oak Well", b"visits", b"daily", b"Los_Angeles", FRESH, keys().store):
        assert told not in data


def test_it_is_its_owners_alone_and_never_written_over_another(file, tmp_path):
    (tmp_path / "fresh.db").write_bytes(DATABASE)
    with pytest.raises(FileExistsError):
        backup.write(file, facts(), center.header(), tmp_path / "fresh.db", keys())
    backup.write(tmp_path / "b.wdbackup", facts(), center.header(), tmp_path / "fresh.db", keys())
    assert stat.S_IMODE((tmp_path / "b.wdbackup").stat().st_mode) == 0o600


def test_any_unzip_takes_it_apart(file, tmp_path):
    subprocess.run(["python3", "-m", "zipfile", "-e", str(file), str(tmp_path / "out")], check=True)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["backup.json", "center.db", "keys.json"]
    assert header_file.parse((tmp_path / "out" / "keys.json").read_bytes()).header == center.header()


def test_another_kit_is_told_with_the_mark_of_the_right_one(file, kit):
    found = backup.look(file)
    with pytest.raises(WrongKit, match=f"bears the mark {kit.mark}"):
        backup.open_with_kit(found, recovery.new_kit(KIT_A))
    with pytest.raises(WrongKit, match="Take the paper that says kit A"):
        backup.open_with_kit(found, recovery.Kit(KIT_B, center.founded().kit_b.private))


def came_out(file, kit, target):
    """The facts of what opened to the last byte, or what kind of problem there was."""
    try:
        found = whole(file, kit, target).facts
    except VaultProblem as problem:
        return type(problem)
    assert target.read_bytes() == DATABASE
    return found


@pytest.mark.parametrize("data", [b"", b"P", b"PK\x03\x04", b"%PDF-1.7 and so on", os.urandom(500)])
def test_another_file_is_no_backup(tmp_path, data):
    (tmp_path / "a").write_bytes(data)
    with pytest.raises(NotABackup):
        backup.look(tmp_path / "a")


def test_another_zip_is_no_backup(tmp_path):
    for compression, name in ((zipfile.ZIP_STORED, "users.csv"), (zipfile.ZIP_DEFLATED, backup.MANIFEST)):
        with zipfile.ZipFile(tmp_path / "a", "w", compression) as archive:
            archive.writestr(name, b"0" * 1000)
        with pytest.raises(NotABackup):
            backup.look(tmp_path / "a")


@pytest.mark.timeout(20)
def test_a_pipe_and_a_folder_are_no_backups_and_a_missing_file_is_told(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path):
        with pytest.raises(NotABackup):
            backup.look(path)
    with pytest.raises(BackupUnreadable):
        backup.look(tmp_path / "nothing")


def test_what_is_cut_off_anywhere_is_damaged(file, kit, tmp_path):
    data = file.read_bytes()
    dice = random.Random(3)
    for length in [30, 41, 500, 3_000, len(data) - 400, len(data) // 2, *(dice.randrange(42, len(data) - 1_000)
                                                                         for _number in range(40))]:
        file.write_bytes(data[:length])
        with pytest.raises(BackupProblem):
            whole(file, kit, tmp_path / "out.db")
        (tmp_path / "out.db").unlink(missing_ok=True)


def test_a_flipped_bit_is_told_or_does_not_matter(file, kit, tmp_path):
    """What does not matter: times and checksums that zip keeps and we do not use."""
    data = file.read_bytes()
    dice = random.Random(4)
    head = backup.look(file).start
    places = [*dice.sample(range(head), 250), *(dice.randrange(head, len(data)) for _number in range(30))]
    refused = 0
    for place in places:
        spoiled = bytearray(data)
        spoiled[place] ^= 1 << dice.randrange(8)
        file.write_bytes(spoiled)
        found = came_out(file, kit, tmp_path / "out.db")
        assert found in (facts(), *PROBLEMS)
        refused += found in PROBLEMS
        (tmp_path / "out.db").unlink(missing_ok=True)
    assert refused > len(places) * 0.9


def test_what_stands_after_the_end_is_no_part_of_it(file):
    with file.open("ab") as out:
        out.write(bytes(2_000))
    with pytest.raises(BackupDamaged):
        backup.look(file)


def test_a_newer_one_is_told_even_where_nothing_else_can_be_read(file):
    rewritten(file, version=2, body={"something": "new"})
    with pytest.raises(BackupNewer, match="Install that version"):
        backup.look(file)


@pytest.mark.parametrize("changes", [
    {"body": {"made_at": "yesterday"}}, {"body": {"made_at": "2026-09-14T17:00:00"}},
    {"body": {backup.HEADER: "00" * 32}}, {"version": "1"}, {"version": None}, {"mac": "?"}, {"mac": None},
    {"format": "other"}, {"body": {"store": 7}}, {"members": {backup.HEADER: b"{}"}},
])
def test_a_manifest_of_another_shape_is_damaged(file, changes):
    rewritten(file, **changes)
    with pytest.raises(BackupDamaged):
        backup.look(file)


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"7", b"[" * 100_000, b'{"version": 1, "body": []}', b"\xff"])
def test_what_is_no_manifest_at_all_is_damaged(file, data):
    with zipfile.ZipFile(file, "w") as archive:
        for name in (backup.MANIFEST, backup.HEADER, backup.STORE):
            archive.writestr(name, data)
    with pytest.raises(BackupDamaged):
        backup.look(file)


def test_a_body_that_is_no_dictionary_is_damaged(file):
    body = ["something"]
    sealed = primitives.canonical({"format": backup.FORMAT, "version": 1, "body": body})
    manifest = {"format": backup.FORMAT, "version": 1, "body": body, "mac": "",
                "digest": backup.encode(primitives.digest(sealed))}
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(backup.MANIFEST, json.dumps(manifest))
        archive.writestr(backup.HEADER, b"")
        archive.writestr(backup.STORE, b"")
    with pytest.raises(BackupDamaged):
        backup.look(file)


def test_absurd_sizes_are_refused_before_anything_is_read(file):
    data = bytearray(file.read_bytes())
    for size in (300 * 1024, 2**31, 2**32 - 1):
        struct.pack_into("<II", data, 18, size, size)
        file.write_bytes(data)
        with pytest.raises(BackupProblem):
            backup.look(file)


def test_a_center_of_more_than_2_gb_has_longer_numbers(file, kit, tmp_path, monkeypatch):
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 1_000_000)
    (tmp_path / "fresh.db").write_bytes(DATABASE)
    backup.write(tmp_path / "b.wdbackup", facts(), center.header(), tmp_path / "fresh.db", keys())
    start = backup.look(tmp_path / "b.wdbackup").start
    assert (tmp_path / "b.wdbackup").read_bytes()[start - 20:start - 16] == b"\x01\x00\x10\x00"
    whole(tmp_path / "b.wdbackup", kit, tmp_path / "out.db")
    assert (tmp_path / "out.db").read_bytes() == DATABASE


@pytest.mark.parametrize("changes", [
    {"body": {"store": "0" * 32}}, {"body": {"made_at": "2027-01-01T00:00:00+00:00"}}, {"body": {"revision": "0001"}},
    {"body": {"key": "AAAA"}}, {"body": {"key": "?"}}, {"body": {"facts": "AAAA"}}, {"body": {backup.STORE: "00" * 32}},
    {"mac": backup.encode(bytes(32))},
])
def test_what_was_changed_by_somebody_without_the_keys_is_told(file, kit, changes):
    rewritten(file, **changes)
    with pytest.raises(BackupAltered):
        backup.open_with_kit(backup.look(file), kit)


def test_records_put_in_by_a_forger_who_seals_to_the_kit_are_refused(file, kit, tmp_path):
    """Kit A's public key is no secret, and neither is the header: the store key is what a forger has not."""
    (tmp_path / "forged.db").write_bytes(b"forged" * 1000)
    backup.write(tmp_path / "b", facts(), center.header(), tmp_path / "forged.db", Keys(FRESH, bytes(32)))
    honest = header_file.parse(center.header().to_bytes(keys().store))
    assert honest.header == center.header()
    rewritten(tmp_path / "b", members={backup.HEADER: center.header().to_bytes(keys().store)})
    with pytest.raises(BackupAltered):
        backup.open_with_kit(backup.look(tmp_path / "b"), kit)


def test_a_header_written_by_another_hand_is_refused(kit, tmp_path):
    (tmp_path / "fresh.db").write_bytes(DATABASE)
    changed = replace(center.header(), generation=99)
    backup.write(tmp_path / "a", facts(), changed, tmp_path / "fresh.db", keys())
    made = backup.look(tmp_path / "a")
    foreign = replace(made, header=replace(made.header, mac=bytes(32)))
    with pytest.raises(BackupAltered):
        backup.open_with_kit(foreign, kit)
    forged = replace(center.header(), directory=replace(center.header().directory, by_root=bytes(64)))
    with pytest.raises(BackupAltered):
        backup.open_with_kit(replace(made, header=replace(made.header, header=forged)), kit)


def test_the_id_in_the_clear_is_the_centers(kit, tmp_path):
    (tmp_path / "fresh.db").write_bytes(DATABASE)
    backup.write(tmp_path / "a", facts(store="0" * 32), center.header(), tmp_path / "fresh.db", keys())
    with pytest.raises(BackupAltered):
        backup.open_with_kit(backup.look(tmp_path / "a"), kit)


class Stopped:
    """Nobody wants it any more."""

    def report(self, done, total):
        raise AssertionError

    def check_cancelled(self):
        raise Cancelled


def test_taking_it_out_can_be_stopped_and_says_how_far_it_is(file, kit, tmp_path):
    opened, seen = backup.open_with_kit(backup.look(file), kit), []
    with pytest.raises(Cancelled):
        backup.extract(opened, tmp_path / "out.db", Stopped())
    (tmp_path / "out.db").unlink()

    class Watched(Stopped):
        def report(self, done, total):
            seen.append((done, total))

        def check_cancelled(self):
            pass

    backup.extract(opened, tmp_path / "out.db", Watched())
    assert seen[-1] == (len(DATABASE), len(DATABASE))
    assert len(seen) == 3


def test_a_file_that_is_gone_in_the_middle_is_told(file, kit, tmp_path):
    opened = backup.open_with_kit(backup.look(file), kit)
    file.unlink()
    with pytest.raises(BackupUnreadable):
        backup.extract(opened, tmp_path / "out.db")


def test_no_two_problems_say_the_same():
    kinds = [kind for kind in vars(backup_problems).values()
             if isinstance(kind, type) and issubclass(kind, BackupProblem)]
    assert len(kinds) > 6
    assert len({str(kind()) for kind in kinds} - {str(VaultProblem())}) == len(kinds) - 1


def test_the_seal_over_it_needs_both_keys():
    mine = backup._mac(keys(), {"a": "b"})
    for other in (Keys(FRESH, bytes(32)), Keys(bytes(32), keys().store)):
        assert backup._mac(other, {"a": "b"}) != mine


def zipped(path, large=""):
    """An archive of the right members, one of them a byte too large."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name in (backup.MANIFEST, backup.HEADER, backup.STORE):
            archive.writestr(name, bytes(backup._LARGEST[name] + 1 if name == large else 100))
    return path


@pytest.mark.parametrize("large", [backup.MANIFEST, backup.HEADER])
def test_no_member_is_larger_than_it_may_be(tmp_path, large):
    with zipped(tmp_path / "a", large).open("rb") as file, pytest.raises(BackupDamaged):
        backup._places(file)


def test_no_member_ends_beyond_the_file(tmp_path):
    with zipped(tmp_path / "a").open("rb") as file:
        start, size = backup._places(file)[backup.STORE]
    os.truncate(tmp_path / "a", start + size - 1)
    with (tmp_path / "a").open("rb") as file, pytest.raises(BackupDamaged):
        backup._places(file)
