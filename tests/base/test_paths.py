"""Everything of an isolated profile lies in it, and nobody else on the computer can look into it."""

import sys

from wellnessdesk.base import paths


def test_an_isolated_profile_holds_settings_log_and_stores(tmp_path):
    paths.isolate(tmp_path / "own")
    assert paths.isolated() == tmp_path / "own"
    assert paths.profile() == tmp_path / "own"
    assert (tmp_path / "own").stat().st_mode & 0o777 == 0o700
    for place in (paths.log_file(), paths.default_store()):
        assert place.is_relative_to(tmp_path / "own")


def test_else_they_lie_where_the_system_says(account):
    paths.isolate(None)
    assert paths.isolated() is None
    for place in (paths.profile(), paths.default_store()):
        assert place.is_relative_to(account)
        assert paths.APP_ID in place.parts
    assert paths.profile() != paths.default_store()
    assert not paths.default_store().exists()  # a center is made by the person, not by looking for it


def test_the_shipped_resources_are_found():
    assert paths.resource("catalogues").is_dir()
    assert list(paths.resource("icons").glob("*.svg"))


def test_a_frozen_program_finds_them_beside_itself(tmp_path, monkeypatch):
    (tmp_path / "resources" / "icons").mkdir(parents=True)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.resource("icons") == tmp_path / "resources" / "icons"
