"""The environment is made and brought up to date when something needs it, and left alone otherwise."""

import os
from pathlib import Path

import pytest

import _environment

PYPROJECT = """
[build-system]
requires = ["hatchling"]
[project]
name = "wellnessdesk"
dependencies = ["{dependency}"]
[tool.hatch.version]
path = "wellnessdesk/__init__.py"
[tool.ruff]
line-length = {length}
"""


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project whose environment was made and whose Python starts."""
    venv = tmp_path / ".venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "lib" / "python3.11" / "site-packages").mkdir(parents=True)
    (venv / "pyvenv.cfg").write_text("version = 3.11.2\n")
    monkeypatch.setattr(_environment, "ROOT", tmp_path)
    monkeypatch.setattr(_environment, "VENV", venv)
    monkeypatch.setattr(_environment, "TRANSLATIONS", tmp_path / "translations")
    monkeypatch.setattr(_environment, "_STAMP", venv / "stamp")
    monkeypatch.setattr(_environment, "install_qt_libraries", lambda site_packages: None)
    describe(tmp_path)
    return tmp_path


@pytest.fixture
def python(project, programs, monkeypatch):
    """A stand-in for the environment's Python: what it was asked to do, without its start."""
    programs.add("python")
    monkeypatch.setattr(_environment, "program", lambda name: programs.folder / name)
    quick = ("python -c ", "python -m compileall -q wellnessdesk")  # at every start, done before they are noticed
    return lambda: [command for command in programs.commands() if command not in quick]


def describe(folder: Path, dependency: str = "babel>=2", length: int = 110) -> None:
    (folder / "pyproject.toml").write_text(PYPROJECT.format(dependency=dependency, length=length))


def test_packages_are_installed_once(python):
    _environment.ensure()
    _environment.ensure()

    assert python() == ["python -m pip install --quiet --editable .[dev]"]


def test_a_new_need_of_the_project_installs_again(project, python):
    _environment.ensure()
    describe(project, dependency="babel>=3")
    _environment.ensure()

    assert len(python()) == 2


def test_another_python_installs_again(project, python):
    _environment.ensure()
    (project / ".venv" / "pyvenv.cfg").write_text("version = 3.12.1\n")
    _environment.ensure()

    assert len(python()) == 2


def test_a_new_setting_of_a_linter_installs_nothing(project, python):
    _environment.ensure()
    describe(project, length=88)
    _environment.ensure()

    assert len(python()) == 1


def test_a_failed_installation_is_not_taken_for_done(python, programs):
    programs.add("python", (0, ""), (1, "no network"))

    with pytest.raises(_environment.Trouble, match="pip could not install"):
        _environment.ensure()
    assert not _environment._STAMP.exists()


def test_translations_are_compiled_when_they_changed(project, python):
    source = project / "translations" / "es" / "LC_MESSAGES" / "wellnessdesk.po"
    source.parent.mkdir(parents=True)
    source.touch()
    _environment.ensure()
    source.with_suffix(".mo").touch()
    _environment.ensure()
    os.utime(source, (2**33, 2**33))
    _environment.ensure()

    assert python().count("python installers/translations.py compile") == 2


def test_an_environment_whose_python_is_gone_is_made_anew(project, programs, monkeypatch):
    (project / ".venv" / "bin" / "python").symlink_to("/no/such/python3.11")
    programs.add("base")
    monkeypatch.setattr(_environment.sys, "executable", str(programs.folder / "base"))
    monkeypatch.setattr(_environment, "_install_project", lambda: None)
    monkeypatch.setattr(_environment, "_compile_program", lambda: None)

    _environment.ensure()

    assert programs.commands() == [f"base -m venv --clear {project / '.venv'}"]


def test_a_python_without_ensurepip_gets_debians_package_first(project, programs, monkeypatch):
    wanted = []
    programs.add("base")
    monkeypatch.setattr(_environment.sys, "executable", str(programs.folder / "base"))
    monkeypatch.setattr(_environment.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(_environment, "install", lambda packages, purpose: wanted.extend(packages))
    monkeypatch.setattr(_environment, "_install_project", lambda: None)
    monkeypatch.setattr(_environment, "_compile_program", lambda: None)

    _environment.ensure()

    assert wanted == [f"python3.{_environment.sys.version_info.minor}-venv"]
