"""What is kept of a bundle of rows reads back as it was, and what somebody spoiled is refused."""

import pytest

from wellnessdesk.domain.coarse import Grain
from wellnessdesk.domain.k_anonymity import Alike
from wellnessdesk.domain.rows_held import RowsHeld, said
from wellnessdesk.exchange import held_bodies

ALIKE = Alike(table="visits", known=("week", "grade"), classes=3, smallest=2, students=40, few=5)
HELD = RowsHeld(grain=Grain.MONTH, rows={"visits": 1200, "sessions": 4, "students": 40}, report=(ALIKE,))


@pytest.mark.parametrize("held", [HELD, RowsHeld(grain=Grain.WEEK, rows={}, report=())])
def test_it_reads_back_as_it_was(held):
    assert held_bodies.held(held_bodies.body(held)) == held


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"grain":"day","rows":{},"report":[]}',
                                  '{"grain":"week","rows":{"visits":"x"},"report":[]}',
                                  '{"grain":"week","rows":{},"report":[{"known":[],"more":1}]}',
                                  '{"grain":"week","rows":["visits"],"report":[]}'])
def test_what_is_spoiled_is_refused(text):
    with pytest.raises((ValueError, KeyError, TypeError)):
        held_bodies.held(text)


def test_it_is_said_in_words():
    assert said(HELD) == (("Visits", "1,200"), ("Sessions", "4"), ("Students", "40"), ("Days", "By month"),
                          ("Smallest group alike", "2"))
