"""Mutation testing: each line that guards the center is spoiled in turn, and the unit tests must notice."""

import json

from _environment import ROOT, call, program
from _system import Trouble, say

MUTMUT = "mutmut>=3.8,<4"
FLOOR = 85
"""Percent of the mutants that the tests must notice (`tool.mutmut` in pyproject.toml says of which modules)."""
_STATS = ROOT / "mutants" / "mutmut-cicd-stats.json"


def run(arguments: list[str]) -> int:
    """Install mutmut into the environment, run it, and hold its score against the floor; 0 when it is reached.

    `arguments` go to `mutmut run`, for instance the names of mutants. What was found out before is not tried again.
    """
    if not program("mutmut").exists() and call(program("python"), "-m", "pip", "install", "--quiet", MUTMUT) != 0:
        raise Trouble("pip could not install mutmut. Its own message stands above.")
    if code := call(program("mutmut"), "run", *arguments):
        return code
    call(program("mutmut"), "results")
    if code := call(program("mutmut"), "export-cicd-stats"):
        return code
    stats = json.loads(_STATS.read_text(encoding="utf-8"))
    noticed = stats["killed"] + stats["timeout"] + stats.get("segfault", 0)
    percent = 100 * noticed / max(1, noticed + stats["survived"] + stats["no_tests"] + stats["suspicious"])
    say(f"mutants: tried {stats['total']}, survived {stats['survived']}, noticed {percent:.1f} %; at least {FLOOR} %.")
    return int(percent < FLOOR)
