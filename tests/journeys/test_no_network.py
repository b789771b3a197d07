"""The program opens no network connection: seen from outside, and where there is no network at all."""

import shutil
import sys

import pytest

from tests.programs import ROOT, run

SESSION = ROOT / "tests" / "journeys" / "short_session.py"
REACHING_OUT = "import socket; socket.socket(socket.AF_INET).close(); socket.socket(socket.AF_INET6).close()"


@pytest.fixture
def traced(tmp_path):
    """Runs a Python program under strace; every socket it asked for."""
    if shutil.which("strace") is None:
        pytest.skip("there is no strace here")
    log = tmp_path / "strace.log"
    if run("strace", "-f", "-o", log, "true").returncode != 0:
        pytest.skip("this account may not trace programs")

    def trace(*arguments):
        command = ("strace", "-f", "-qq", "-e", "trace=socket", "-o", log, sys.executable, *arguments)
        done = run(*command, limit=110, PYTHONPATH=str(ROOT))
        assert done.returncode == 0, done.stderr
        return done.stdout, [line for line in log.read_text().splitlines() if "socket(" in line]

    return trace


def test_a_session_asks_for_no_internet_socket(traced, tmp_path):
    said, sockets = traced(SESSION, tmp_path)

    assert said.endswith(".age\n")
    assert [line for line in sockets if "AF_INET" in line] == []


def test_the_control_sees_a_program_that_does(traced):
    _said, sockets = traced("-c", REACHING_OUT)

    assert any("AF_INET," in line for line in sockets)
    assert any("AF_INET6," in line for line in sockets)


def test_a_session_works_where_there_is_no_network(tmp_path):
    if shutil.which("unshare") is None or run("unshare", "-rn", "true").returncode != 0:
        pytest.skip("this account may not make a network of its own")

    done = run("unshare", "-rn", sys.executable, SESSION, tmp_path, PYTHONPATH=str(ROOT))

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith(".age\n")
