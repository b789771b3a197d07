"""The command line in this process: quick, with what it said and its exit code."""

from dataclasses import dataclass

import pytest

from tests.services.district.conftest import center, desk  # noqa: F401 - the fixtures
from wellnessdesk.base import process
from wellnessdesk.cli.main import main


@dataclass
class Said:
    """What one call said."""

    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def hardened(monkeypatch):
    """How often this process would have closed itself to the tools of a test runner."""
    calls = []
    monkeypatch.setattr(process, "harden", lambda: calls.append(1))
    return calls


@pytest.fixture
def call(capsys):
    """Calls `wellnessdesk ARGUMENTS` in this process."""

    def run(*arguments):
        capsys.readouterr()
        try:
            code = main([str(word) for word in arguments])
        except SystemExit as leaving:
            code = leaving.code
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return run
