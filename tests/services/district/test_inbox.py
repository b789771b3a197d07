"""The inbox: what is looked at gets its verdict, what is taken is taken whole."""

import os
import signal
from pathlib import Path

import pytest

from tests.districts import PASSPHRASE, Sender, line, words
from tests.exchange.bundles import tables
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.progress import Cancelled
from wellnessdesk.domain.district import Verdict
from wellnessdesk.services.district import centers, inbox, received
from wellnessdesk.services.district.desk import DistrictDesk
from wellnessdesk.services.district.opened import Unreadable


def verdicts(desk, *paths):
    return [one.verdict for one in inbox.look(desk, paths)]


def test_a_bundle_is_looked_at_taken_and_listed(desk, center):
    path = center.send()

    (looked,) = inbox.look(desk, [path])
    (taken,) = inbox.take(desk, [looked])

    assert looked.verdict is Verdict.GOOD
    assert [one.id for one in received.listed(desk)] == [taken.id]
    assert received.tables(desk, taken.id) == tuple(tables())
    assert verdicts(desk, path) == [Verdict.REPLAY]


def test_a_folder_is_judged_in_the_order_of_its_numbers(desk, center):
    for number in (3, 1, 2):
        center.send(f"{9 - number}.age")

    assert verdicts(desk, center.folder) == [Verdict.GOOD] * 3
    assert len(inbox.take(desk, inbox.look(desk, [center.folder]))) == 3


def test_a_folder_without_a_bundle_is_not_taken_for_delivered(desk, center, tmp_path, monkeypatch):
    path = center.send()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "bundle.zip").touch()

    with pytest.raises(inbox.NoBundle, match=r"no bundle in .*other\. A bundle's name ends in \.age\."):
        inbox.look(desk, [path, tmp_path / "other"])
    monkeypatch.setattr(Path, "iterdir", lambda _folder: (_ for _ in ()).throw(PermissionError))
    with pytest.raises(Unreadable, match="cannot be read"):
        inbox.look(desk, [center.folder])


@pytest.mark.parametrize("ending", [".AGE", ".Age"])
def test_an_ending_may_be_written_in_capitals(desk, center, ending):
    center.send(f"one{ending}")

    assert verdicts(desk, center.folder) == [Verdict.GOOD]


def test_one_bad_file_and_nothing_is_taken(desk, center):
    center.send()
    (center.folder / "bad.age").write_bytes(b"age-encryption.org/v1\n")

    looked = inbox.look(desk, [center.folder])
    with pytest.raises(inbox.NotTaken):
        inbox.take(desk, looked)

    assert sorted(one.verdict for one in looked) == [Verdict.GOOD, Verdict.NOT_A_BUNDLE]
    assert received.listed(desk) == []


def test_stopped_in_the_middle_nothing_is_taken(desk, center):
    for _number in range(3):
        center.send()

    class Stopped:
        turns = 0

        def report(self, done, total):
            self.turns = done

        def check_cancelled(self):
            if self.turns == 2:
                raise Cancelled

    looked = inbox.look(desk, [center.folder])
    with pytest.raises(Cancelled):
        inbox.take(desk, looked, Stopped())

    assert received.listed(desk) == []


def test_what_is_wrong_with_one_gets_its_verdict(desk, center, tmp_path):
    other = Sender(desk, tmp_path / "other", center="another-center")
    forger = Sender(desk, tmp_path / "forger", seed=bytes(32))
    center.send(keep=False)
    cases = {
        Verdict.UNREADABLE: tmp_path / "nowhere.age",
        Verdict.UNKNOWN_CENTER: other.send(),
        Verdict.FORGED: forger.send(),
        Verdict.OTHER_RECIPIENT: center.send(keep=False, recipient_keys=("some other words",)),
    }

    assert dict(zip(cases, verdicts(desk, *cases.values()), strict=True)) == {one: one for one in cases}


def test_a_gap_is_taken_only_with_a_reason_which_is_kept(desk, center):
    center.send(), center.send()
    late = center.send()
    looked = inbox.look(desk, [late])

    assert looked[0].verdict is Verdict.GAP
    assert "1 to 2" in looked[0].sentence
    with pytest.raises(inbox.NotTaken):
        inbox.take(desk, looked)
    with pytest.raises(Problem, match="for the record"):
        inbox.take(desk, looked, despite={Verdict.GAP})
    (taken,) = inbox.take(desk, looked, despite={Verdict.GAP}, reason="the stick was lost")
    assert (taken.despite, taken.reason) == ("gap", "the stick was lost")
    assert len(inbox.take(desk, inbox.look(desk, [center.folder / one.name for one in center.folder.iterdir()
                                                  if one != late]))) == 2


def test_a_fork_that_the_center_explained_goes_on_from_there(desk, center):
    first = center.send()
    inbox.take(desk, inbox.look(desk, [first]))
    before = center.sequence, center.previous
    inbox.take(desk, inbox.look(desk, [center.send()]))
    center.sequence, center.previous = before
    again = inbox.look(desk, [center.send(id="again", audit_sequence=150)])

    assert again[0].verdict is Verdict.FORK
    inbox.take(desk, again, despite={Verdict.FORK}, reason="a backup was restored")
    assert verdicts(desk, center.send()) == [Verdict.GOOD]
    assert [one.counts for one in received.listed(desk) if one.sequence == 2 and one.displaced] == [False]


def test_what_cannot_be_explained_is_never_taken(desk, tmp_path):
    forged = inbox.look(desk, [Sender(desk, tmp_path / "forger", seed=bytes(32)).send()])

    with pytest.raises(inbox.NotTaken):
        inbox.take(desk, forged, despite=set(Verdict), reason="trust me")


def test_a_file_that_was_changed_after_the_look_is_not_taken(desk, center):
    path, other = center.send(keep=False), center.send(id="other")
    looked = inbox.look(desk, [path])
    path.write_bytes(other.read_bytes())

    with pytest.raises(inbox.NotTaken, match="has changed"):
        inbox.take(desk, looked)


def test_a_center_that_was_ended_is_unknown(desk, center):
    centers.end(desk, center.center)

    assert verdicts(desk, center.send()) == [Verdict.UNKNOWN_CENTER]
    centers.add(desk, line(), "Wellness Center", words=words())
    assert verdicts(desk, center.send(keep=False)) == [Verdict.GAP]


def test_without_the_right_words_no_center_is_trusted(desk):
    with pytest.raises(centers.WordsDiffer):
        centers.add(desk, line("new", bytes(32)), "New", words=words())
    assert [one.id for one in centers.listed(desk)] == [centers.look(desk, line()).id]


def test_killed_in_the_middle_nothing_is_half_taken(desk, center):
    """A child takes three bundles and dies by the signal when two are written."""
    for _number in range(3):
        center.send()
    looked = inbox.look(desk, [center.folder])
    desk.close()
    child = os.fork()
    if child == 0:
        class Deadly:
            def report(self, done, _total):
                if done == 2:
                    os.kill(os.getpid(), signal.SIGKILL)

            def check_cancelled(self):
                pass

        inbox.take(DistrictDesk.open(desk.folder, PASSPHRASE), looked, Deadly())
        os._exit(0)
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1])

    again = DistrictDesk.open(desk.folder, PASSPHRASE)
    assert received.listed(again) == []
    assert len(inbox.take(again, looked)) == 3
    again.close()
