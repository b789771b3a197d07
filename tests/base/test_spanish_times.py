"""A time in Spanish ends in a period of its own: "1:07 p.m."."""

import pytest

from wellnessdesk.base import i18n
from wellnessdesk.base.i18n import _


@pytest.mark.parametrize("message", [
    "Arrived {arrived}, left {left}.", "You are checked in since {time}. Please take a seat.",
    "{center} · printed {date}, {time}. Cut apart; shred what is left over."])
def test_no_sentence_ends_a_time_with_two_periods(message):
    i18n.set_language("es")
    try:
        said = _(message).format(arrived="1:00 p.m.", left="1:07 p.m.", time="1:07 p.m.", date="20 nov", center="C")
    finally:
        i18n.set_language("en")
    assert "1:07 p.m." in said
    assert ".." not in said
