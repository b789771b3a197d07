"""Numbers put together, in words. That they give nobody away: `tests/services/district/test_nobody_found_out.py`."""

from wellnessdesk.domain.rollup import School, Total, kind_hint, missing_label


def test_no_more_missing_schools_are_named_than_there_is_room_for():
    schools = [School(center=name, name=name) for name in "ABC"]

    assert missing_label(schools) == "Nothing for this table and period came from: A, B, C"
    assert missing_label(schools, 2).endswith(": A, B, …")
    assert missing_label([]) == missing_label([], 2) == ""


def test_a_trend_of_terms_says_of_which_schools_it_is():
    assert "same first and last day" in kind_hint("term")
    assert kind_hint("month") == ""


def test_a_total_is_read_as_a_number_an_interval_or_a_floor():
    def said(low, high):
        return Total(low=low, high=high, schools=2, bundles=2, blank=1).said()

    assert said(1234, 1234) == "1,234"
    assert said(120, 138) == "120–138"
    assert said(120, None) == "120 or more"
