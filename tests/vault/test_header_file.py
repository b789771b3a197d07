"""Two copies: either one opens the center, a full disk changes neither, and every kind of damage has its own name."""

import errno
import os

import pytest

from tests.limits import no_file_beyond
from tests.vault.founded import ADMIN, as_read, header, keys
from wellnessdesk.vault import header_file
from wellnessdesk.vault.errors import HeaderDamaged, NewerStore, NotAStore
from wellnessdesk.vault.header_file import NAMES, STORE_DRAFT, STORE_NAME

ONE, TWO = NAMES


@pytest.fixture
def folder(tmp_path):
    header_file.write(tmp_path, header(), keys(ADMIN).store_key)
    return tmp_path


def put_records(folder):
    (folder / STORE_NAME).write_bytes(os.urandom(4096))


def test_what_is_written_is_read_and_nobody_else_may_read_it(folder):
    assert header_file.exists(folder)
    assert header_file.read(folder).header == header()
    assert [(folder / name).stat().st_mode & 0o777 for name in NAMES] == [0o600, 0o600]
    assert sorted(path.name for path in folder.iterdir()) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("damage", [
    lambda path: path.unlink(), lambda path: path.write_bytes(b""), lambda path: path.write_bytes(b"\0" * 900),
    lambda path: path.write_bytes(path.read_bytes()[:700]), lambda path: (path.unlink(), path.mkdir())])
def test_one_damaged_copy_does_not_matter(folder, name, damage):
    damage(folder / name)
    assert header_file.read(folder).header == header()


def test_the_newer_copy_counts(folder):
    later = header().next()
    (folder / TWO).write_bytes(later.to_bytes(keys(ADMIN).store_key))
    assert header_file.read(folder).header == later


@pytest.mark.parametrize("damage", [
    lambda path: path.unlink(), lambda path: path.write_bytes(b""), lambda path: path.write_bytes(b"x" * 9000),
    lambda path: path.write_bytes(path.read_bytes()[:700])])
def test_beside_records_two_damaged_copies_are_never_called_an_empty_folder(folder, damage):
    """"Create a new center" would be the worst advice of all."""
    put_records(folder)
    for name in NAMES:
        damage(folder / name)
    with pytest.raises(HeaderDamaged, match="key file of this center is damaged"):
        header_file.read(folder)


def test_damage_is_told_even_without_the_records(folder):
    (folder / ONE).unlink()
    data = (folder / TWO).read_bytes()
    (folder / TWO).write_bytes(data.replace(b'"generation":1', b'"generation":7'))
    with pytest.raises(HeaderDamaged):
        header_file.read(folder)


@pytest.mark.parametrize("content", [None, b"", b"SQLite format 3\0" + bytes(4000)])
def test_a_folder_without_a_center_is_none(tmp_path, content):
    if content is not None:
        (tmp_path / STORE_NAME).write_bytes(content)
    assert not header_file.exists(tmp_path)
    with pytest.raises(NotAStore):
        header_file.read(tmp_path)


def test_a_foreign_file_of_that_name_is_not_a_center(tmp_path):
    (tmp_path / ONE).write_text('{"keys": "of another program"}')
    with pytest.raises(NotAStore):
        header_file.read(tmp_path)


def test_a_newer_copy_is_not_passed_over_for_an_older_one(folder, monkeypatch):
    monkeypatch.setattr("wellnessdesk.vault.header.VERSION", 2)
    data = header().next().to_bytes(keys(ADMIN).store_key)
    monkeypatch.undo()
    (folder / TWO).write_bytes(data)
    with pytest.raises(NewerStore):
        header_file.read(folder)


def test_a_disk_that_is_full_leaves_both_copies_as_they_were(folder):
    before = [(folder / name).read_bytes() for name in NAMES]

    with no_file_beyond(2000), pytest.raises(OSError, match="too large") as refused:
        header_file.write(folder, header().next(), keys(ADMIN).store_key)

    assert refused.value.errno == errno.EFBIG
    assert [(folder / name).read_bytes() for name in NAMES] == before
    assert sorted(path.name for path in folder.iterdir()) == sorted(NAMES)


def test_where_a_folder_cannot_be_synced_nothing_is_tried(monkeypatch, tmp_path):
    """Windows has no way to sync a folder; its renames are journaled."""
    monkeypatch.setattr(header_file.os, "name", "nt")
    monkeypatch.setattr(header_file.os, "open", lambda *_: pytest.fail("opened a folder"))
    header_file.sync_folder(tmp_path)


def test_keys_beside_the_draft_of_records_are_of_a_center_that_was_never_finished(folder):
    (folder / STORE_DRAFT).touch()
    assert not header_file.exists(folder)
    put_records(folder)
    assert header_file.exists(folder)


def test_copies_that_differ_are_both_offered_the_newer_first(folder):
    assert len(header_file.copies(folder)) == 1
    later = header().next()
    (folder / TWO).write_bytes(later.to_bytes(keys(ADMIN).store_key))
    assert [one.header for one in header_file.copies(folder)] == [later, header()]


def test_what_is_staged_counts_only_when_it_is_put_in_place(folder):
    later = header().next()
    assert header_file.staged(folder) is None
    header_file.stage(folder, later, keys(ADMIN).store_key)
    assert header_file.read(folder).header == header()
    assert header_file.staged(folder).header == later
    (folder / f"{ONE}.new").write_bytes(b"cut off")
    assert header_file.staged(folder).header == later
    (folder / f"{ONE}.new").unlink()
    header_file.put_in_place(folder)
    assert header_file.read(folder).header == later
    assert sorted(path.name for path in folder.iterdir()) == sorted(NAMES)


def test_what_is_discarded_is_gone(folder):
    header_file.stage(folder, header().next(), keys(ADMIN).store_key)
    header_file.discard(folder)
    assert sorted(path.name for path in folder.iterdir()) == sorted(NAMES)


def test_when_the_renaming_fails_no_draft_is_left(folder, monkeypatch):
    def refuse(*_args):
        raise OSError(errno.EIO, "no")

    monkeypatch.setattr(header_file.Path, "replace", refuse)
    with pytest.raises(OSError, match="no"):
        header_file.write(folder, header().next(), keys(ADMIN).store_key)
    assert sorted(path.name for path in folder.iterdir()) == sorted(NAMES)


def test_drafts_are_new_files_of_ours_whatever_lay_there(folder, tmp_path_factory):
    victim = tmp_path_factory.mktemp("else") / "victim"
    victim.write_text("precious")
    (folder / f"{ONE}.new").symlink_to(victim)
    (folder / f"{TWO}.new").touch(mode=0o666)
    header_file.write(folder, header().next(), keys(ADMIN).store_key)
    assert victim.read_text() == "precious"
    assert [(folder / name).lstat().st_mode & 0o7777 for name in NAMES] == [0o600, 0o600]
    assert not (folder / ONE).is_symlink()


@pytest.mark.timeout(20)
@pytest.mark.parametrize("instead", [os.mkfifo, lambda path: path.symlink_to("/dev/zero")])
def test_what_is_no_file_keeps_nobody_waiting(folder, instead):
    (folder / ONE).unlink()
    instead(folder / ONE)
    assert header_file.read(folder).header == header()


# ------------------------------------------------------------------------- a header that goes with another store


def key():
    return keys(ADMIN).store_key


def database(path, start):
    path.write_bytes(bytes([start]) * 8192)
    return path


def test_staged_for_another_store_it_counts_as_soon_as_that_is_in_its_place(tmp_path):
    header_file.write(tmp_path, header(), key())
    database(tmp_path / STORE_NAME, 1)
    after = header().next()
    header_file.stage(tmp_path, after, key(), database(tmp_path / "coming.db", 2))
    assert header_file.read(tmp_path).header == header()
    (tmp_path / "coming.db").replace(tmp_path / STORE_NAME)
    assert header_file.read(tmp_path).header == after
    assert header_file.read(tmp_path).header.authentic(key(), header_file.read(tmp_path).mac)
    header_file.put_in_place(tmp_path)
    assert header_file.read(tmp_path).header == after
    assert sorted(path.name for path in tmp_path.iterdir()) == [STORE_NAME, *sorted(NAMES)]


def test_one_whole_staged_copy_is_enough_and_damage_in_the_other_is_no_matter(tmp_path):
    header_file.write(tmp_path, header(), key())
    after = header().next()
    for name in NAMES:
        header_file.stage(tmp_path, after, key(), database(tmp_path / STORE_NAME, 3))
        for spoiled in (b"", b"[]", b"[" * 100_000, b"{}"):
            (tmp_path / f"{name}.new").write_bytes(spoiled)
            assert header_file.read(tmp_path).header == after


def test_staged_without_a_store_it_never_counts_by_itself(tmp_path):
    header_file.write(tmp_path, header(), key())
    header_file.stage(tmp_path, header().next(), key())
    assert header_file.read(tmp_path).header == header()  # no store yet
    database(tmp_path / STORE_NAME, 4)
    assert header_file.read(tmp_path).header == header()


def test_a_store_that_cannot_be_read_goes_with_nothing(tmp_path):
    with pytest.raises(OSError):  # noqa: PT011 - which one, the system decides
        header_file.stage(tmp_path, header(), key(), tmp_path / "nothing.db")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", header_file.NAMES)
def test_only_two_whole_copies_of_one_header_are_both_it(folder, name):
    read = header_file.read(folder)
    assert header_file.both_are(folder, read)
    assert not header_file.both_are(folder, as_read(read.header.next()))
    (folder / name).write_bytes((folder / name).read_bytes()[:-9])
    assert not header_file.both_are(folder, read)
    (folder / name).unlink()
    assert not header_file.both_are(folder, read)


def test_records_that_never_took_their_place_are_taken_away_with_their_journal(folder):
    for name in (header_file.STORE_NEXT, f"{header_file.STORE_NEXT}-journal"):
        (folder / name).write_bytes(b"x")
        header_file.discard_next(folder)
        assert sorted(path.name for path in folder.iterdir()) == sorted(NAMES)
    header_file.discard_next(folder)  # where there are none, nothing happens
    (folder / header_file.STORE_NEXT).mkdir()
    header_file.discard_next(folder)  # nor where they cannot be taken away
