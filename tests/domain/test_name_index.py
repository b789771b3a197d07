"""The sorted index finds exactly what `names.matches` says, and knows the short forms of both languages."""

from hypothesis import given
from hypothesis import strategies as st

from wellnessdesk.domain.name_index import NameIndex, first, short_forms
from wellnessdesk.domain.names import matches, search_key, ways

NAMES = st.text(alphabet="abnoé'- ", max_size=8)


@given(st.lists(st.tuples(NAMES, NAMES), max_size=6), NAMES)
def test_the_index_finds_whom_the_rule_of_names_finds(people, query):
    keys = [search_key(given=one, family=other) for one, other in people]
    index = NameIndex(key.split() for key in keys)
    found = set()
    for way in ways(query):
        found |= set.intersection(*map(index.places, way)) if way else set(range(len(keys)))
    assert found == {place for place, key in enumerate(keys) if matches(query, key)}


def test_results_come_in_the_order_of_the_records():
    index = NameIndex([["zoe"], ["zack"], ["ann", "zed"]])
    assert first(index.places("z"), 2) == [0, 1]
    assert index.beginnings(2) == ("an", "za", "ze", "zo")


def test_short_forms_lead_to_the_name_and_back():
    assert {"bob", "rob"} <= set(short_forms(["robert"]))
    assert {"jose"} <= set(short_forms(["pepe"]))
    assert {"lupe", "lupita"} <= set(short_forms(["guadalupe"]))
    assert {"guadalupe"} <= set(short_forms(["lupe"]))
    assert "maricarmen" in set(short_forms(["maria del carmen"]))
    assert list(short_forms(["nobody"])) == []
