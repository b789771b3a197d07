"""The architecture is a test: the contracts hold, each of them can fail, the sources keep the house rules."""

import ast
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted((ROOT / "wellnessdesk").rglob("*.py"))
LINES_OF_A_MODULE = 500

SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
CONTRACTS = {contract["name"].split(":")[0]: contract for contract in SETTINGS["contracts"]}
LAYERS = CONTRACTS["Layers"]["layers"]

# (importing module, what it imports, the contract that must break); modules that do not exist are made
FORBIDDEN = [
    ("domain.students", "wellnessdesk.store.engine", "Layers"),
    ("base.clock", "wellnessdesk.domain.students", "Layers"),
    ("services.students", "wellnessdesk.ui.shell.main_window", "Layers"),
    ("store.students", "wellnessdesk.vault.sealing", "Layers"),
    ("reports.agenda", "wellnessdesk.exchange.oneroster", "Layers"),
    ("app", "wellnessdesk.cli.demo", "Layers"),
    ("ui.pages.students.page", "wellnessdesk.store.students", "The interface reaches records"),
    ("ui.kit.tables", "wellnessdesk.vault.sealing", "The interface reaches records"),
    ("ui.kit.tables", "wellnessdesk.ui.pages.students.page", "Inside the interface"),
    ("ui.pages.students.page", "wellnessdesk.ui.shell.main_window", "Inside the interface"),
    ("ui.pages.students.page", "wellnessdesk.ui.pages.visits.page", "Pages do not know each other"),
    ("services.students", "PySide6.QtCore", "Qt only in ui and app"),
    ("cli.demo", "PySide6.QtWidgets", "Qt only in ui and app"),
    ("services.students", "sqlalchemy", "The database driver only"),
    ("ui.pages.students.page", "sqlalchemy.orm", "The database driver only"),
    ("vault.sealing", "sqlcipher3", "The database driver only"),
    ("services.students", "wellnessdesk.store.rows.students", "Mapped rows are private"),
    ("services.students", "wellnessdesk.store.district.rows", "Mapped rows are private"),
]  # fmt: skip


def test_every_contract_is_kept():
    checked = lint(ROOT)

    assert checked.returncode == 0, checked.stdout


def test_the_smallest_project_of_this_shape_keeps_every_contract(tmp_path):
    """The control of the controls below: what breaks there is the one import that was added."""
    skeleton(tmp_path)

    assert lint(tmp_path).returncode == 0


@pytest.mark.parametrize(("importer", "imported", "contract"), FORBIDDEN)
def test_a_forbidden_import_is_caught(tmp_path, importer, imported, contract):
    skeleton(tmp_path)
    write(tmp_path, importer, f"import {imported}\n")

    assert broken(lint(tmp_path).stdout) == {name(contract)}


def test_a_cycle_between_neighbours_is_caught(tmp_path):
    skeleton(tmp_path)
    write(tmp_path, "domain.visits", "import wellnessdesk.domain.students\n")
    write(tmp_path, "domain.students", "import wellnessdesk.domain.visits\n")

    assert broken(lint(tmp_path).stdout) == {name("No cycles")}


def test_a_room_that_no_layer_names_is_caught(tmp_path):
    skeleton(tmp_path)
    write(tmp_path, "helpers.odds_and_ends", "")

    assert broken(lint(tmp_path).stdout) == {name("Layers")}


def test_every_contract_has_a_control_that_breaks_it():
    tried = {name(contract) for _importer, _imported, contract in FORBIDDEN} | {name("No cycles")}

    assert tried == {contract["name"] for contract in SETTINGS["contracts"]}


def test_domain_imports_the_standard_library_and_base_alone():
    graph = grimp.build_graph("wellnessdesk", include_external_packages=True, cache_dir=None)
    modules = graph.find_descendants("wellnessdesk.domain") | {"wellnessdesk.domain"}
    imported = {other for module in modules for other in graph.find_modules_directly_imported_by(module)}
    ours = ("wellnessdesk.domain", "wellnessdesk.base")

    assert {other for other in imported if not other.startswith(ours)} <= sys.stdlib_module_names


def test_no_module_has_too_many_lives():
    lines = {str(path): len(text(path).splitlines()) for path in SOURCES}

    assert not {path: count for path, count in lines.items() if count > LINES_OF_A_MODULE}


def test_every_module_says_what_it_is_for():
    silent = [str(path) for path in SOURCES if not ast.get_docstring(ast.parse(text(path)))]

    assert not silent


def test_texts_are_translated_as_they_stand_and_not_before_they_are_shown():
    callers = [path for path in SOURCES if path.name != "i18n.py"]  # which defines what the others call
    faults = [f"{path}:{fault}" for path in callers for fault in translation_faults(text(path))]

    assert not faults


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("def f(name):\n    return _(f'Hello {name}')", "2: not a plain text"),
        ("def f(name):\n    return _('Hello {}'.format(name))", "2: not a plain text"),
        ("def f(text):\n    return _(text)", "2: not a plain text"),
        ("def f(n):\n    return ngettext('one', f'{n} many', n)", "2: not a plain text"),
        ("def f(name):\n    return i18n._('Hello %s' % name)", "2: not a plain text"),
        ("TITLE = _('Students')", "1: translated while the module is imported"),
        ("class Page:\n    title = _('Students')", "2: translated while the module is imported"),
        ("def f(title=_('Students')):\n    return title", "1: translated while the module is imported"),
        ("def f(name):\n    return _('Hello {name}').format(name=name)", None),
        ("def f(n):\n    return ngettext('{n} day', '{n} days', n).format(n=n)", None),
        ("TITLES = {'students': lambda: _('Students')}", None),
    ],
)
def test_a_text_that_cannot_be_translated_is_caught(source, fault):
    assert list(translation_faults(source)) == ([fault] if fault else [])


def translation_faults(source: str) -> Iterator[str]:
    """Calls of `_` and `ngettext` that gettext cannot extract, or that run before the language is known."""
    tree = ast.parse(source)
    late = {id(inner) for function in ast.walk(tree) for inner in run_later(function)}
    for call in ast.walk(tree):
        count = translated_arguments(call)
        if not count:
            continue
        if not all(is_plain(argument) for argument in call.args[:count]):
            yield f"{call.lineno}: not a plain text"
        elif id(call) not in late:
            yield f"{call.lineno}: translated while the module is imported"


def translated_arguments(node: ast.AST) -> int:
    """How many of its first arguments a call translates."""
    if not isinstance(node, ast.Call):
        return 0
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    return {"_": 1, "ngettext": 2}.get(called, 0)


def is_plain(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def run_later(node: ast.AST) -> Iterator[ast.AST]:
    """What stands in a function's body; its defaults and decorators run at once."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        for statement in node.body:
            yield from ast.walk(statement)
    elif isinstance(node, ast.Lambda):
        yield from ast.walk(node.body)


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run our contracts over the package that lies in `folder`."""
    program = Path(sys.executable).with_name("lint-imports")
    command = [program, "--no-logo", "--no-cache", "--config", ROOT / "pyproject.toml"]
    environment = os.environ | {"PYTHONPATH": str(folder), "COLUMNS": "500"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def broken(output: str) -> set[str]:
    return {line.removesuffix(" BROKEN").strip() for line in output.splitlines() if line.endswith(" BROKEN")}


def name(start: str) -> str:
    return next(contract["name"] for contract in SETTINGS["contracts"] if contract["name"].startswith(start))


def skeleton(folder: Path) -> None:
    """The least that has our shape: every layer, and the modules that the controls let import each other."""
    named = [importer for importer, _imported, _contract in FORBIDDEN]
    named += [imported.removeprefix("wellnessdesk.") for _importer, imported, _contract in FORBIDDEN
              if imported.startswith("wellnessdesk.")]
    rooms = [room.strip() for layer in LAYERS for room in layer.split("|")]
    packages = {module.split(".")[0] for module in named if "." in module}
    for module in {*named, *rooms} - packages:
        write(folder, module, "")


def write(folder: Path, module: str, source: str) -> None:
    """Write a module and the packages it lies in."""
    path = folder.joinpath("wellnessdesk", *module.split("."))
    path.parent.mkdir(parents=True, exist_ok=True)
    for parent in path.relative_to(folder).parents:
        if parent.name:
            (folder / parent / "__init__.py").touch()
    path.with_suffix(".py").write_text(source, encoding="utf-8")


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
