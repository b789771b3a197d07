"""Only real files are read, and what is written is its owner's alone."""

import os

import pytest

from wellnessdesk.base import files, log, paths, settings


def test_a_file_is_read_up_to_its_limit(tmp_path):
    (tmp_path / "a").write_bytes(b"12345")
    assert files.read(tmp_path / "a", 5) == b"12345"
    with pytest.raises(files.NotAFile):
        files.read(tmp_path / "a", 4)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("instead", [
    os.mkfifo, lambda path: path.mkdir(), lambda path: path.symlink_to("/dev/zero")])
def test_nothing_else_is_read_and_nobody_waits(tmp_path, instead):
    instead(tmp_path / "a")
    with pytest.raises(OSError):  # noqa: PT011 - which one, the system decides
        files.read(tmp_path / "a", 100)


def test_a_new_file_takes_the_place_of_a_link_and_leaves_its_target(tmp_path):
    (tmp_path / "victim").write_text("precious")
    (tmp_path / "a").symlink_to(tmp_path / "victim")
    with pytest.raises(FileExistsError):
        files.create(tmp_path / "a")
    files.write_anew(tmp_path / "a", b"new")
    assert (tmp_path / "victim").read_text() == "precious"
    assert (tmp_path / "a").read_bytes() == b"new"


def modes(*paths):
    return [path.stat().st_mode & 0o777 for path in paths]


@pytest.fixture
def careless():
    """An account that gives everybody every right."""
    before = os.umask(0)
    yield
    os.umask(before)


def test_a_folder_and_what_was_missing_above_it_are_their_owners_alone(tmp_path, careless):
    (tmp_path / "theirs").mkdir(mode=0o755)

    files.make_folder(tmp_path / "theirs" / "a" / "b")
    files.make_folder(tmp_path / "theirs" / "a" / "b")

    assert modes(tmp_path / "theirs", tmp_path / "theirs" / "a", tmp_path / "theirs" / "a" / "b") == [
        0o755, 0o700, 0o700]


def test_a_file_where_the_folder_should_be_is_told(tmp_path):
    (tmp_path / "a").touch()
    with pytest.raises(FileExistsError):
        files.make_folder(tmp_path / "a")
    with pytest.raises(OSError):  # noqa: PT011 - which one, the system decides
        files.make_folder(tmp_path / "a" / "b")


def test_what_a_copy_laid_open_is_shut_again(tmp_path, careless):
    (tmp_path / "center").mkdir(mode=0o777)
    (tmp_path / "a").touch(mode=0o644)
    (tmp_path / "mine").touch(mode=0o400)
    (tmp_path / "elsewhere").touch(mode=0o666)
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")

    files.shut_to_others(*(tmp_path / name for name in ("center", "a", "mine", "link", "gone")))

    assert modes(*(tmp_path / name for name in ("center", "a", "mine", "elsewhere"))) == [0o700, 0o600, 0o400, 0o666]


def test_log_and_settings_are_their_owners_alone_whatever_the_umask():
    before = os.umask(0)
    try:
        settings.save(settings.Settings(theme="dark"))
        log.start()
        log.event("something")
    finally:
        os.umask(before)
    assert {one.name: one.stat().st_mode & 0o777 for one in paths.profile().iterdir() if one.is_file()} == {
        "settings.json": 0o600, "wellnessdesk.log": 0o600}
