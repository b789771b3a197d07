"""The wheel carries all that the program needs away from its checkout."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("wellnessdesk", "resources", "installers")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A copy of the project without anything made by set-up, and the names in the wheel built from it."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    for part in PARTS:
        shutil.copytree(ROOT / part, source / part, ignore=shutil.ignore_patterns("*.mo", "__pycache__"))
    for file in ROOT.glob("*.*"):
        if file.is_file():
            shutil.copy(file, source)
    shutil.copy(ROOT / "LICENSE", source)
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*build, "--wheel-dir", folder, source], check=True)
    [wheel] = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return source, set(archive.namelist())


def test_every_module_and_every_resource_is_in_the_wheel(built):
    source, names = built
    modules = {path.relative_to(source).as_posix() for path in (source / "wellnessdesk").rglob("*.py")}
    resources = [path for path in (source / "resources").rglob("*") if path.is_file()]

    assert modules <= names
    assert {f"wellnessdesk/{path.relative_to(source).as_posix()}" for path in resources} <= names


def test_every_translation_is_in_the_wheel_compiled(built):
    source, names = built
    compiled = [path.with_suffix(".mo") for path in (source / "resources").rglob("*.po")]

    assert {f"wellnessdesk/{path.relative_to(source).as_posix()}" for path in compiled} <= names


def test_the_licence_travels_and_the_tests_and_installers_do_not(built):
    _source, names = built

    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if name.startswith(("tests", "installers", "resources"))]
