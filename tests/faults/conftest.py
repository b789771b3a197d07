"""What the long tests say of themselves."""

import pytest


@pytest.fixture
def figure(record_property):
    """Says `name: tried N, lost M` on the run's own standard output (tests/conftest.py prints it)."""
    def say(name: str, tried: int, lost: int) -> None:
        record_property("figure", f"{name}: tried {tried}, lost {lost}")

    return say
