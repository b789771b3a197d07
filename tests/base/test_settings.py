"""Settings come back as they were saved; whatever else the file holds falls back to what the program ships with."""

import json

import pytest

from wellnessdesk.base import paths, settings
from wellnessdesk.base.settings import Settings

DEFAULTS = Settings()


def put(content):
    (paths.profile() / "settings.json").write_text(content if isinstance(content, str) else json.dumps(content))


def test_what_was_saved_is_read():
    chosen = Settings(language="es", theme="dark", window=(900, 700))
    settings.save(chosen)
    assert settings.load() == chosen


def test_what_is_there_already_is_not_written_again(monkeypatch):
    chosen = Settings(theme="dark")
    settings.save(chosen)
    written = []
    monkeypatch.setattr(settings.files, "write_anew", lambda path, data: written.append(path))
    settings.save(chosen)
    assert written == []
    settings.save(DEFAULTS)
    assert len(written) == 1


def test_on_the_first_start_there_are_none():
    assert settings.load() == DEFAULTS


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '"dark"', "\0\0", "{}"])
def test_a_file_that_is_no_settings_is_passed_over(content):
    put(content)
    assert settings.load() == DEFAULTS


@pytest.mark.parametrize("spoiled", [
    {"theme": 5}, {"language": None}, {"window": "wide"}, {"window": [1]}, {"window": [1, "x"]}, {"window": [1, 2, 3]},
    {"window": [1.5, 2.5]}, {"unknown": 1}])
def test_one_spoiled_value_costs_only_itself(spoiled):
    put({"theme": "dark", **spoiled})
    read = settings.load()
    assert read.theme == ("light" if "theme" in spoiled else "dark")
    assert (read.language, read.window) == (DEFAULTS.language, DEFAULTS.window)


def test_where_they_cannot_be_written_they_are_only_not_remembered():
    (paths.profile() / "settings.new").mkdir()
    settings.save(Settings(theme="dark"))
    assert settings.load() == DEFAULTS


def test_they_are_written_whole_or_not_at_all():
    settings.save(Settings(theme="dark"))
    assert [path.name for path in paths.profile().iterdir()] == ["settings.json"]
