"""Set-up installs from the system exactly what is missing, safely, and says so plainly where it cannot."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import _system

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="apt and ldd are of Linux")


@pytest.fixture
def bare(programs, monkeypatch):
    """A computer with a root account, the stand-ins and `env`, and nothing else."""
    (programs.folder / "env").symlink_to(shutil.which("env"))
    monkeypatch.setenv("PATH", str(programs.folder))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    return programs


def test_the_network_is_taken_away_by_the_first_way_that_works(bare):
    bare.add("true")
    bare.add("unshare", (1, "Operation not permitted"), (0, ""))

    assert _system.without_network() == ["unshare", "--map-current-user", "--net"]
    assert bare.commands() == ["unshare --net true", "unshare --map-current-user --net true"]


@pytest.mark.parametrize("there", [True, False])
def test_where_the_network_stays_it_is_said(bare, capsys, there):
    if there:
        bare.add("unshare", (1, "Operation not permitted"))

    assert _system.without_network() == []
    assert "the tests run with it" in capsys.readouterr().out


@pytest.mark.skipif(_system.without_network() == [], reason="this account may not take the network away")
def test_what_is_started_so_reaches_no_network():
    reach = "import socket; socket.create_connection(('127.0.0.1', 9), 2)"
    done = subprocess.run([*_system.without_network(), sys.executable, "-c", reach], capture_output=True, text=True,
                          check=False)
    assert "Network is unreachable" in done.stderr
    names = subprocess.run([*_system.without_network(), "cat", "/proc/net/dev"], capture_output=True, text=True,
                           check=True).stdout
    assert [line.split(":")[0].strip() for line in names.splitlines() if ":" in line] == ["lo"]


@pytest.mark.parametrize(
    ("library", "package"),
    [
        ("libEGL.so.1", "libegl1"),
        ("libX11.so.6", "libx11-6"),
        ("libdbus-1.so.3", "libdbus-1-3"),
        ("libglib-2.0.so.0", "libglib2.0-0"),
        ("libgssapi_krb5.so.2", "libgssapi-krb5-2"),
        ("libxcb-icccm.so.4", "libxcb-icccm4"),
        ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
    ],
)
def test_a_library_is_found_in_its_debian_package(library, package):
    assert _system.package_of(library) == package


def test_the_loader_says_which_libraries_are_missing(bare):
    bare.add("ldd", (1, "\tlibc.so.6 => /lib/libc.so.6\n" + "\tlibEGL.so.1 => not found\n" * 2))

    assert _system.missing_libraries([Path("libqoffscreen.so")]) == ["libEGL.so.1"]


@pytest.mark.skipif(shutil.which("ldd") is None, reason="needs the real ldd")
def test_nothing_is_missing_for_a_program_that_runs():
    assert _system.missing_libraries([Path(sys.executable).resolve()]) == []


def test_packages_are_installed_once_each_and_only_authenticated(bare):
    bare.add("apt-get")

    _system.install(["unzip", "age", "age"], "programs")

    [command] = bare.commands()
    assert command.endswith(" age unzip")
    assert "AllowUnauthenticated=false" in command
    assert "--allow-unauthenticated" not in command
    assert bare.calls()[0]["environment"]["DEBIAN_FRONTEND"] == "noninteractive"


def test_a_failure_is_tried_once_more_with_a_fresh_list_of_packages(bare):
    bare.add("apt-get", (100, "E: Unable to locate package age"), (0, ""), (0, ""))

    _system.install(["age"], "programs")

    assert [command.split()[1] for command in bare.commands()] == ["install", "update", "install"]


def test_a_second_failure_ends_it_with_what_apt_said(bare):
    bare.add("apt-get", (100, "E: No space left on device"))

    with pytest.raises(_system.Trouble, match=r"No space left on device\napt-get could not install: age\."):
        _system.install(["age"], "programs")


def test_without_apt_the_person_is_told_what_to_install(bare):
    with pytest.raises(_system.Trouble, match="no apt-get here.*age"):
        _system.install(["age"], "programs")


def test_without_root_and_sudo_the_person_gets_the_command_to_run(bare, monkeypatch):
    bare.add("apt-get")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    with pytest.raises(_system.Trouble, match="run as root: apt-get install age"):
        _system.install(["age"], "programs")
    assert not bare.calls()


def test_without_a_terminal_sudo_is_not_left_waiting_for_a_password(bare, monkeypatch):
    bare.add("apt-get")
    bare.add("sudo")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    _system.install(["age"], "programs")

    assert bare.commands()[0].startswith("sudo -n env ")


def test_only_the_missing_test_programs_are_installed(bare):
    bare.add("apt-get")
    for program in _system.TEST_PROGRAMS:
        if _system.TEST_PROGRAMS[program] != "poppler-utils":
            bare.add(program)

    _system.install_test_programs()

    assert [command.split()[-1] for command in bare.commands()] == ["poppler-utils"]


def test_nothing_is_asked_of_apt_when_every_program_is_there(bare):
    bare.add("apt-get")
    for program in _system.TEST_PROGRAMS:
        bare.add(program)

    _system.install_test_programs()

    assert not bare.calls()


def test_missing_test_programs_do_not_stop_a_person_without_root(bare, monkeypatch, capsys):
    bare.add("apt-get")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    _system.install_test_programs()

    assert "will fail: age, age-keygen, ssh-keygen" in capsys.readouterr().out


@pytest.fixture
def site_packages(tmp_path):
    """As much of an installed PySide6 as the probe looks for."""
    platforms = tmp_path / "PySide6" / "Qt" / "plugins" / "platforms"
    platforms.mkdir(parents=True)
    for screen in ("offscreen", "xcb", "wayland"):
        (platforms / f"libq{screen}.so").touch()
    return tmp_path


def test_qts_missing_libraries_are_installed_and_looked_for_again(bare, site_packages):
    bare.add("apt-get")
    bare.add("ldd", (1, "\tlibEGL.so.1 => not found"), (0, "\tlibEGL.so.1 => /lib/libEGL.so.1"))

    _system.install_qt_libraries(site_packages)

    assert [command.split()[0] for command in bare.commands()] == ["ldd", "apt-get", "ldd"]
    assert bare.commands()[1].endswith(" libegl1")


def test_a_library_that_stays_missing_is_named(bare, site_packages):
    bare.add("apt-get")
    bare.add("ldd", (1, "\tlibodd.so.7 => not found"))

    with pytest.raises(_system.Trouble, match=r"Qt still lacks these libraries: libodd\.so\.7"):
        _system.install_qt_libraries(site_packages)


@pytest.mark.parametrize(
    ("screen", "asked_for"),
    [
        ({}, {"offscreen"}),
        ({"DISPLAY": ":0"}, {"offscreen", "xcb"}),
        ({"WAYLAND_DISPLAY": "wayland-0"}, {"offscreen", "wayland"}),
    ],
)
def test_only_the_screens_of_this_session_are_looked_at(bare, site_packages, monkeypatch, screen, asked_for):
    bare.add("ldd")
    for name, value in screen.items():
        monkeypatch.setenv(name, value)

    _system.install_qt_libraries(site_packages)

    [call] = bare.calls()
    assert {Path(file).stem.removeprefix("libq") for file in call["argv"][1:]} == asked_for
