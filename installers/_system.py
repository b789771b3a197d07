"""What the computer itself must have: programs and shared libraries, installed through apt where missing."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

APT_OPTIONS = (
    "--yes",
    "--no-install-recommends",
    "-o", "APT::Get::AllowUnauthenticated=false",
    "-o", "Acquire::AllowInsecureRepositories=false",
    "-o", "DPkg::Lock::Timeout=120",
)

TEST_PROGRAMS = {
    "age": "age",
    "age-keygen": "age",
    "ssh-keygen": "openssh-client",
    "unzip": "unzip",
    "pdftotext": "poppler-utils",
    "pdftoppm": "poppler-utils",
    "pdfinfo": "poppler-utils",
    "zbarimg": "zbar-tools",
    "strace": "strace",
    "soffice": "libreoffice-calc-nogui",
    "Rscript": "r-base-core",
    # dbus-x11 brings dbus-run-session, and is the one session bus that does not bring all of systemd
    "dbus-run-session": "dbus-x11",
    "dbus-daemon": "dbus-x11",
    "gnome-keyring-daemon": "gnome-keyring",
}
"""The off-the-shelf programs that the tests hold ours against, and the Debian package of each."""

_NO_NETWORK = (("unshare", "--net"), ("unshare", "--map-current-user", "--net"))
"""As root, and for everybody else where the system lets them (Linux): the program starts with no interface but a dead
loopback; what is no network (sockets in the file system, as a session bus has them) goes on."""
_ODD_LIBRARIES = {"libglib-2.0.so.0": "libglib2.0-0", "libgthread-2.0.so.0": "libglib2.0-0"}
_QT_LIBRARIES = ("libQt6Core", "libQt6Gui", "libQt6Widgets", "libQt6Svg", "libQt6PrintSupport", "libQt6Test")


class Trouble(Exception):
    """Set-up cannot go on; the text says why and what to do."""


def say(sentence: str) -> None:
    """Tell the person at the terminal."""
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


def install_test_programs() -> None:
    """Install those of `TEST_PROGRAMS` that are missing; where that cannot be done, say so and go on."""
    missing = [program for program in TEST_PROGRAMS if shutil.which(program) is None]
    if not missing:
        return
    try:
        install({TEST_PROGRAMS[program] for program in missing}, "programs that the tests use")
    except Trouble as trouble:
        say(f"{trouble}\nThe tests that need these programs will fail: {', '.join(missing)}.")


def without_network() -> list[str]:
    """The words that start a program where there is no network, so that no test can lean on one.

    No words, and a sentence, where the system does not let this account take it away.
    """
    for words in _NO_NETWORK if shutil.which("unshare") else ():
        if _quietly([*words, "true"]) is None:
            return list(words)
    say("This system takes no network away from a program of this account, so the tests run with it.")
    return []


def install_qt_libraries(site_packages: Path) -> None:
    """Install the shared libraries that Qt lacks for the screens of this session; `ldd` tells which."""
    missing = missing_libraries(_qt_files(site_packages, os.environ))
    if not missing:
        return
    install({package_of(library) for library in missing}, "libraries that Qt needs")
    if left := missing_libraries(_qt_files(site_packages, os.environ)):
        raise Trouble(f"Qt still lacks these libraries: {', '.join(left)}. Install them, then try again.")


def package_of(library: str) -> str:
    """The Debian package of a library, by the rule of Debian Policy 8.1: `libX11.so.6` gives `libx11-6`."""
    if library in _ODD_LIBRARIES:
        return _ODD_LIBRARIES[library]
    name, version = library.lower().replace("_", "-").split(".so.", maxsplit=1)
    return f"{name}-{version}" if name[-1].isdigit() else f"{name}{version}"


def missing_libraries(files: Iterable[Path]) -> list[str]:
    """The names of the shared libraries that the loader does not find for `files`."""
    if not sys.platform.startswith("linux") or shutil.which("ldd") is None:
        return []
    found = subprocess.run(["ldd", *files], capture_output=True, text=True, check=False)
    return sorted(set(re.findall(r"(\S+\.so\S*) => not found", found.stdout)))


def install(packages: Iterable[str], purpose: str) -> None:
    """Install Debian packages; raises `Trouble` where that cannot be done."""
    names = sorted(set(packages))
    say(f"Installing {purpose}: {', '.join(names)}.")
    apt = _apt(names)
    if _quietly([*apt, "install", *APT_OPTIONS, *names]) is None:
        return
    say("That did not work. Refreshing the list of packages and trying once more.")
    _quietly([*apt, "update", *APT_OPTIONS])
    if (output := _quietly([*apt, "install", *APT_OPTIONS, *names])) is not None:
        raise Trouble(f"{_tail(output)}\napt-get could not install: {' '.join(names)}.")


def _apt(names: list[str]) -> list[str]:
    """The words that start apt-get with the right to install."""
    command = ["env", "DEBIAN_FRONTEND=noninteractive", "LC_ALL=C.UTF-8", "apt-get"]
    if shutil.which("apt-get") is None:
        raise Trouble(f"There is no apt-get here. Please install what your system calls: {', '.join(names)}.")
    if os.geteuid() == 0:
        return command
    if shutil.which("sudo") is None:
        raise Trouble(f"This needs an administrator. Please run as root: apt-get install {' '.join(names)}")
    return ["sudo", *command] if sys.stdin.isatty() else ["sudo", "-n", *command]


def _quietly(command: list[str]) -> str | None:
    """Run a command without its chatter: None when it succeeded, else what it printed."""
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", check=False
    )
    return None if done.returncode == 0 else done.stdout


def _tail(output: str) -> str:
    return "\n".join(output.strip().splitlines()[-8:])


def _qt_files(site_packages: Path, environment: Mapping[str, str]) -> list[Path]:
    """Qt's own libraries and the screens it may open here. Qt names the wrong library when one is missing."""
    screens = ["offscreen"]
    screens += ["xcb"] if environment.get("DISPLAY") else []
    screens += ["wayland"] if environment.get("WAYLAND_DISPLAY") else []
    qt = site_packages / "PySide6" / "Qt"
    files = [qt / "lib" / f"{name}.so.6" for name in _QT_LIBRARIES]
    files += [qt / "plugins" / "platforms" / f"libq{name}.so" for name in screens]
    return [file for file in files if file.exists()]
