"""The environment of the process: what a test puts there, as `tour` does, would be inherited by every later program."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

_PYTESTS_OWN = "PYTEST_CURRENT_TEST"


@contextmanager
def environment_kept() -> Iterator[None]:
    """Afterwards it is as it was before."""
    before = dict(os.environ)
    try:
        yield
    finally:
        for name in os.environ.keys() - before.keys() - {_PYTESTS_OWN}:
            del os.environ[name]
        os.environ.update({name: value for name, value in before.items() if name != _PYTESTS_OWN})
