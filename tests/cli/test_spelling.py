"""The spell check as a process: English and Spanish together, a line for a line, and it ends with its input."""

import json
import subprocess

import pytest

from wellnessdesk.base import process


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    command = [*process.program(), "--profile", str(tmp_path_factory.mktemp("spelling") / "profile"), "spelling"]

    def ask(*questions):
        lines = "".join(json.dumps(one) + "\n" for one in questions)
        done = subprocess.run(command, input=lines, capture_output=True, text=True, timeout=60, check=True)
        assert done.stderr == ""
        return [json.loads(line) for line in done.stdout.splitlines()]
    return ask


def test_a_word_is_right_when_one_of_the_languages_knows_it(asked):
    (answer,) = asked({"words": ["friend", "amistad", "canción", "dímelo", "Helo", "recieve", "cancion"]})
    assert answer["wrong"] == ["Helo", "recieve", "cancion"]


def test_what_may_be_meant_comes_from_both_languages(asked):
    english, spanish = asked({"word": "recieve"}, {"word": "cancion"})
    assert "receive" in english["suggestions"]
    assert "canción" in spanish["suggestions"]
    assert len(english["suggestions"]) <= 6
