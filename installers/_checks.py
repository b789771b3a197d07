"""What is checked beside the tests: style, architecture, types, translations, and the tests' coverage."""

import tomllib

from _environment import ROOT, call, program
from _system import say


def static() -> int:
    """Run every static check, also after one has failed; gives the first exit code that is not 0."""
    python = program("python")
    checks = {
        "style (ruff)": (python, "-m", "ruff", "check", "."),
        "architecture (import-linter)": (program("lint-imports"), "--no-logo"),
        "types (mypy)": (python, "-m", "mypy"),
        "translations": (python, "installers/translations.py", "check"),
    }
    codes = {}
    for name, command in checks.items():
        say(f"Checking {name}.")
        codes[name] = call(*command)
    return _verdict(codes)


def coverage() -> int:
    """Hold the coverage just measured against the floors in pyproject.toml; gives 0 when all are reached."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    codes = {}
    for files, floor in project["tool"]["wellnessdesk"]["coverage-floors"].items():
        say(f"Checking that the tests reach {floor} % of {files}.")
        report = ("-m", "coverage", "report", f"--include={files}", f"--fail-under={floor}")
        codes[f"coverage of {files}"] = call(program("python"), *report)
    return _verdict(codes)


def _verdict(codes: dict[str, int]) -> int:
    failed = [name for name, code in codes.items() if code]
    if failed:
        say(f"Not passed: {', '.join(failed)}.")
    return next((code for code in codes.values() if code), 0)
