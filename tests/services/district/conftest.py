"""A district that bundles come to."""

import pytest

from tests.districts import Sender, known_district


@pytest.fixture
def desk(tmp_path):
    """An open district that knows one center."""
    made = known_district(tmp_path / "district")
    yield made
    made.close()


@pytest.fixture
def center(desk, tmp_path):
    """That center."""
    return Sender(desk, tmp_path / "stick")
