"""The one test that needs Java and 450 MB of Python packages: the district's questions on Spark. Only `test --full`."""

import shutil
import subprocess

from _environment import call, program
from _system import Trouble, install, say

_TEST = "tests/services/district/test_spark.py"


def run() -> int:
    """Install what is missing and run it. With a network: Spark's parts speak to each other over the loopback."""
    try:
        if shutil.which("java") is None:
            install(["default-jre-headless"], "Java, for the test on Spark")
        _install_spark()
    except Trouble as trouble:
        say(str(trouble))
        return 1
    return call(program("python"), "-m", "pytest", _TEST, environment={"WELLNESSDESK_SPARK": "1"})


def _install_spark() -> None:
    python = program("python")
    if subprocess.call([python, "-c", "import pyspark"], stderr=subprocess.DEVNULL) == 0:
        return
    say("Installing Spark, once.")
    if call(python, "-m", "pip", "install", "--quiet", "--editable", ".[spark]") != 0:
        raise Trouble("pip could not install Spark. Its own message stands above.")
