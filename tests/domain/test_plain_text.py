"""What is pasted stays legible: no sign that nobody sees, no turned direction, and an end."""

import pytest

from wellnessdesk.base.errors import Problem
from wellnessdesk.domain import plain_text


@pytest.mark.parametrize(("typed", "kept"), [
    ("  plain \n", "plain"), ("two\r\nlines\rthree", "two\nlines\nthree"), ("a\x00b\x07c\x1bd\x7fe\x9ff", "abcdef"),
    ("left \u202eright\u202c", "left right"),
    ("\u2066x\u2069 עברית العربية", "x עברית العربية"), ("tab\tstays", "tab\tstays"),
    ("\x02marked\x03", "marked"), ("🦩 ñandú", "🦩 ñandú")])
def test_signs_nobody_can_see_go_and_words_of_any_script_stay(typed, kept):
    assert plain_text.clean(typed) == kept


def test_nothing_and_too_much_are_told():
    assert plain_text.required(" x ", 1, "missing") == "x"
    with pytest.raises(Problem, match="^missing$"):
        plain_text.required(" \x00\n", 5, "missing")
    with pytest.raises(Problem, match="1,048,576 characters. Keep it under 5; what you wrote is still here"):
        plain_text.required("x" * 2**20, 5, "missing")
