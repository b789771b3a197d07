"""What the log keeps of a destruction names just what went, and is read back as it was written."""

from datetime import date

import pytest

from wellnessdesk.domain.destroyed import Names, WithVisits, detail, fingerprint, runs, told
from wellnessdesk.domain.retention import Gone, Records

GONE = Gone(Records.VISITS, 3, date(2026, 9, 14), date(2026, 9, 30))


def test_it_is_read_back_as_it_was_written():
    also = WithVisits(appointments=("7", "8"), conflicts=("p/4",), roster="abc")
    found = told(detail(GONE, ["1", "2", "5"], "the facts", also))
    assert (found.records, found.days, found.month) == (Records.VISITS, (GONE.oldest, GONE.newest), "2026-09")
    assert [name in found.names for name in "12345"] == [True, True, False, False, True]
    assert ("8" in found.appointments, "9" in found.appointments) == (True, False)
    assert ("p/4" in found.conflicts, "p/5" in found.conflicts) == (True, False)
    assert (found.roster, found.facts) == ("abc", fingerprint("the facts"))
    assert found.spared({"1": "gone", "3": "stays"}) == {"3": "stays"}


def test_what_went_alone_names_nothing_else():
    plain = detail(GONE, ["1"], "", WithVisits())
    assert "appointments" not in plain
    assert "roster" not in plain
    assert "7" not in told(plain).appointments


@pytest.mark.parametrize("text", ["", "x", "[]", "7", "{}", '{"records": "x", "names": "1"}',
                                  '{"records": "visits", "names": "1", "from": "x", "to": "x"}'])
def test_what_is_no_such_detail_destroyed_nothing(text):
    assert told(text) is None


@pytest.mark.parametrize(("names", "written"), [
    (["3", "1", "2", "9"], "1-3 9"), ([], ""), (["b", "a"], "a b"), (["1", "x"], "1 x"), (["5"], "5")])
def test_numbers_that_follow_each_other_are_written_as_runs(names, written):
    assert runs(names) == written
    assert all(name in Names(written) for name in names)
    assert "4" not in Names(written)
