"""Self-ratings: each peer's own, numbers without names for coordinators, one look a round, what the log may tell."""

from datetime import UTC, datetime

import pytest

from tests.centers import fresh_center
from tests.store.stores import raw
from tests.support import SECOND_PEER
from wellnessdesk.base.errors import Denied, Problem
from wellnessdesk.domain import double_impact as words
from wellnessdesk.domain import self_ratings as rules
from wellnessdesk.domain.self_ratings import FEWEST, NOT_SAID, Moment
from wellnessdesk.services import audit, self_ratings
from wellnessdesk.services.self_ratings import SELF_RATING
from wellnessdesk.store import sealed
from wellnessdesk.store import self_ratings as rows
from wellnessdesk.vault import sealing
from wellnessdesk.vault.errors import VaultProblem

DAY = 24 * 60
FALL = {"listening": 2, "stress": 3, "goals": 4}
SPRING = {"listening": 4, "stress": 3, "confidence": 5}


@pytest.fixture
def center(tmp_path):
    made = fresh_center(tmp_path / "center")
    yield made
    made.admin.close()


@pytest.fixture
def few(monkeypatch):
    """Two people are enough, for a center that has no more."""
    monkeypatch.setattr(rules, "FEWEST", 2)
    monkeypatch.setattr(self_ratings, "FEWEST", 2)


def counts(center, what, item):
    with center.coordinator.reading() as tx:
        return rows.counts(tx).get((2026, what, item), {})


def to_spring(center):
    center.clock.advance(minutes=220 * DAY)


def shell(center, statement):
    connection = raw(center.admin.store.path, center.admin.keys.store_key)
    connection.execute(statement)
    connection.commit()
    connection.close()


def test_the_change_is_counted_from_the_peers_own_beginning(center):
    assert self_ratings.asked(center.peer) == self_ratings.Asked(2026, Moment.START, False)
    self_ratings.give(center.peer, FALL | {"unknown": 3, "feeling": 9})
    assert counts(center, "start", "listening") == {2: 1}
    assert counts(center, "start", "feeling") == {NOT_SAID: 1}
    to_spring(center)
    made = self_ratings.give(center.peer, SPRING)

    assert made.change == {"listening": 2, "stress": 0}
    assert [one.answers for one in self_ratings.mine(center.peer)] == [SPRING, FALL]
    assert (counts(center, "change", "listening"), counts(center, "change", "goals")) == ({2: 1}, {NOT_SAID: 1})
    assert audit.verify(center.coordinator).sound


def test_saying_it_anew_takes_the_old_counts_back(center):
    self_ratings.give(center.peer, FALL)
    self_ratings.give(center.desks[SECOND_PEER], FALL)
    self_ratings.give(center.peer, {"listening": 5})

    assert counts(center, "start", "listening") == {2: 1, 5: 1}
    assert counts(center, "start", "goals") == {4: 1, NOT_SAID: 1}
    assert len(self_ratings.mine(center.peer)) == 1
    assert audit.verify(center.admin).sound


def test_nobody_else_opens_it_and_nothing_lies_in_the_clear(center):
    made = self_ratings.give(center.peer, FALL)
    for desk in (center.desks[SECOND_PEER], center.front, center.admin, center.coordinator):
        with desk.reading() as tx:
            blob = sealed.get(tx, SELF_RATING, made.id, 1)
        with pytest.raises(VaultProblem):
            sealing.unseal(desk.keys, self_ratings.binding(made), blob)
    assert self_ratings.mine(center.desks[SECOND_PEER]) == []
    for desk in (center.front, center.admin, center.coordinator):
        with pytest.raises(Denied):
            self_ratings.mine(desk)


def test_of_few_people_and_of_an_open_round_nothing_is_shown(center):
    self_ratings.give(center.peer, FALL)
    found = self_ratings.look(center.coordinator, 2026)
    assert (found.start.given, found.start.items, found.start.closed) == (1, (), False)
    assert str(FEWEST) in found.start.why
    with pytest.raises(Problem, match="11"):
        self_ratings.close(center.coordinator, 2026, Moment.START)
    assert self_ratings.save(center.coordinator, 2026).startswith(b"%PDF")


@pytest.mark.usefixtures("few")
def test_a_round_is_looked_at_once_and_answers_nobody_any_more(center):
    self_ratings.give(center.peer, FALL)
    self_ratings.give(center.desks[SECOND_PEER], FALL | {"listening": 5})
    assert self_ratings.look(center.coordinator, 2026).start.items == ()
    self_ratings.close(center.coordinator, 2026, Moment.START)

    shown = {one.id: one for one in self_ratings.look(center.coordinator, 2026).start.items}
    assert dict(shown["listening"].counts) == {2: 1, 5: 1}
    assert shown["listening"].mean == 3.5
    assert not shown["stress"].counts
    assert "same answer" in shown["stress"].why
    assert not shown["feeling"].counts
    assert self_ratings.asked(center.peer) is None
    with pytest.raises(Problem, match="closed"):
        self_ratings.give(center.peer, FALL)
    with pytest.raises(Problem, match="closed already"):
        self_ratings.close(center.coordinator, 2026, Moment.START)
    assert self_ratings.save(center.coordinator, 2026).startswith(b"%PDF")
    assert audit.verify(center.coordinator).sound
    shell(center, f"DELETE FROM settings WHERE key = '{rows.CLOSED}'")  # noqa: S608 - of this test
    assert "self-ratings" in audit.verify(center.coordinator).finding


@pytest.mark.parametrize("spoil", [
    "UPDATE self_rating_counts SET count = count + 1", "DELETE FROM self_ratings",
    "UPDATE self_ratings SET year = 2025", "UPDATE self_ratings SET moment = 'end'"])
def test_what_was_changed_in_the_file_is_noticed(center, spoil):
    self_ratings.give(center.peer, FALL)
    shell(center, spoil)
    assert audit.verify(center.admin).finding


def test_the_log_says_that_it_was_given_and_no_answer(center):
    self_ratings.give(center.peer, FALL)
    connection = raw(center.admin.store.path, center.admin.keys.store_key)
    ((subject, detail),) = connection.execute(
        "SELECT subject, detail FROM audit WHERE action = 'self_rating.give'").fetchall()
    connection.close()
    assert not any(item in subject + detail for item in FALL)
    assert detail.startswith("2026 start 2026-09-14 ")


def test_in_winter_nothing_is_asked_and_nothing_is_refused(center):
    with pytest.raises(Problem, match="at least"):
        self_ratings.give(center.peer, {"listening": 0})
    center.clock.advance(minutes=120 * DAY)
    assert self_ratings.asked(center.peer) is None
    with pytest.raises(Problem, match="closed"):
        self_ratings.give(center.peer, FALL)


def test_one_that_does_not_open_any_more_stays_counted(center):
    self_ratings.give(center.peer, FALL)
    shell(center, "UPDATE sealed SET blob = x'00' WHERE kind = 'self rating'")
    assert self_ratings.mine(center.peer)[0].problem
    with pytest.raises(Problem, match="cannot be changed"):
        self_ratings.give(center.peer, SPRING)
    assert counts(center, "start", "listening") == {2: 1}


def test_items_are_shown_from_eleven_people_on():
    assert not rules.shown("goals", {1: 5, 2: 5, NOT_SAID: 30}).counts
    assert rules.shown("goals", {1: 5, 2: 6, NOT_SAID: 30}).said == 11
    assert not rules.shown("goals", {3: 20}).counts


def test_words_of_a_round_name_what_is_left_out():
    one = rules.Round("change", 12, True, (rules.Item("goals", {-1: 3, 0: 4, 2: 5}), rules.Item("stress", why="few")))
    assert words.lines(one)[0][1:] == ("3", "4", "5", "0.6")
    assert words.lines(one)[1][1:] == ("–", "–", "–", "–")
    assert words.reasons(one) == ["I know what helps me when I am stressed, and do it.: few"]
    assert rules.moment_on(datetime(2026, 1, 5, tzinfo=UTC).date()) is None
