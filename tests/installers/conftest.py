"""Stand-ins for the programs that set-up starts: scripts that write down how they were called."""

import json
import sys
from pathlib import Path

import pytest

_SCRIPT = """#!{python}
import json, os, pathlib, sys
folder = pathlib.Path({folder!r})
calls = folder / "calls.jsonl"
name = {name!r}
seen = {{"argv": [name, *sys.argv[1:]], "cwd": os.getcwd(), "environment": dict(os.environ)}}
with calls.open("a") as file:
    file.write(json.dumps(seen) + "\\n")
answers = json.loads((folder / (name + ".answers")).read_text())
done = sum(json.loads(line)["argv"][0] == name for line in calls.read_text().splitlines())
code, text = answers[min(done, len(answers)) - 1]
print(text)
sys.exit(code)
"""


class Programs:
    """A folder of stand-ins, and what they were asked to do."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def add(self, name: str, *answers: tuple[int, str]) -> None:
        """A program that gives one (exit code, output) after the other, the last one for ever."""
        script = self.folder / name
        source = _SCRIPT.format(python=sys.executable, folder=str(self.folder), name=name)
        script.write_text(source, encoding="utf-8")
        script.chmod(0o755)
        (self.folder / f"{name}.answers").write_text(json.dumps(answers or [(0, "")]), encoding="utf-8")

    def calls(self) -> list[dict]:
        """Every call so far: argv, cwd and environment."""
        file = self.folder / "calls.jsonl"
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []

    def commands(self) -> list[str]:
        """The command lines so far."""
        return [" ".join(call["argv"]) for call in self.calls()]


@pytest.fixture
def programs(tmp_path: Path) -> Programs:
    """An empty folder for stand-ins."""
    folder = tmp_path / "programs"
    folder.mkdir()
    return Programs(folder)
