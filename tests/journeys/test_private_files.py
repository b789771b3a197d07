"""Whatever the program makes is its account's alone, in an account that would give everybody every right."""

import subprocess
import sys

from tests.programs import ROOT, run

CARELESS = "import os, runpy, sys; os.umask(0); sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], {}, '__main__')"
SESSION = ROOT / "tests" / "journeys" / "short_session.py"
OPEN_NOW = """
import os, subprocess, sys, time
os.umask(0)
store, profile = sys.argv[1:]
started = subprocess.Popen([sys.executable, "-m", "wellnessdesk", "--store", store, "--profile", profile],
                           stderr=subprocess.DEVNULL)
until = time.monotonic() + 40
while not os.path.exists(os.path.join(store, "open.bell")) and time.monotonic() < until:
    time.sleep(0.05)
for name in ("open.lock", "open.bell"):
    print(name, oct(os.stat(os.path.join(store, name)).st_mode & 0o777))
started.kill()
started.wait()
"""


def laid_open(folder):
    """What others may look into, or write to."""
    return {str(path.relative_to(folder)): oct(path.stat().st_mode & 0o777)
            for path in folder.rglob("*") if path.stat().st_mode & 0o077}


def test_a_session_with_its_store_settings_log_and_bundle(tmp_path):
    done = run(sys.executable, "-c", CARELESS, SESSION, tmp_path, PYTHONPATH=str(ROOT), limit=100)

    assert done.returncode == 0, done.stderr
    made = [path.name for path in tmp_path.rglob("*")]
    assert {"center.db", "keys.json", "keys-copy.json"} <= set(made)
    assert any(name.endswith(".age") for name in made)
    assert laid_open(tmp_path) == {}


def test_the_locks_of_an_open_window(tmp_path):
    done = run(sys.executable, "-c", OPEN_NOW, tmp_path / "center", tmp_path / "profile")

    assert done.stdout == "open.lock 0o600\nopen.bell 0o600\n", done.stderr


def test_the_control_such_an_account_lays_files_open(tmp_path):
    subprocess.run([sys.executable, "-c", "import os, sys; os.umask(0); open(sys.argv[1], 'w').close()",
                    str(tmp_path / "file")], check=True)

    assert laid_open(tmp_path) == {"file": "0o666"}
