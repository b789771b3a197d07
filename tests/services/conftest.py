"""What the tests of services share: a small center of its own for each."""

import pytest

from tests.centers import fresh_center


@pytest.fixture
def center(tmp_path):
    made = fresh_center(tmp_path / "center")
    yield made
    made.admin.close()
