"""The wellbeing check: when it is offered, who reads it, and that an agenda says only that somebody asks for a talk."""

import json

import pytest

from tests.centers import fresh_center
from tests.store.stores import raw
from tests.support import SECOND_PEER
from wellnessdesk.base.errors import Denied, Problem
from wellnessdesk.domain.supervision import Audience, ItemKind, Section
from wellnessdesk.domain.wellbeing import Told
from wellnessdesk.services import audit, supervision, wellbeing
from wellnessdesk.vault import sealing
from wellnessdesk.vault.errors import VaultProblem

DAY = 24 * 60
WORDS = "amber heron"
TOLD = Told(answers={"lately": 2, "carrying": 1, "support": 4}, words=WORDS, talk=True)


@pytest.fixture
def center(tmp_path):
    made = fresh_center(tmp_path / "center")
    yield made
    made.admin.close()


def of_peers(center):
    return {item.ref: item for item in supervision.build(center.coordinator).items if item.kind is ItemKind.PEER}


def test_it_is_offered_every_two_weeks_and_skipping_puts_it_off_as_long(center):
    assert wellbeing.due(center.peer)
    wellbeing.tell(center.peer, TOLD)
    assert not wellbeing.due(center.peer)
    assert wellbeing.due(center.desks[SECOND_PEER])
    center.clock.advance(minutes=13 * DAY)
    assert not wellbeing.due(center.peer)
    center.clock.advance(minutes=DAY)
    assert wellbeing.due(center.peer)
    wellbeing.skip(center.peer)
    assert not wellbeing.due(center.peer)
    assert len(wellbeing.mine(center.peer)) == 1


def test_its_author_and_coordinators_read_it_and_nobody_else(center):
    made = wellbeing.tell(center.peer, TOLD)
    assert [check.told for check in wellbeing.mine(center.peer)] == [TOLD]
    assert [check.told for check in wellbeing.of_peer(center.coordinator, center.peer.person.id)] == [TOLD]
    assert wellbeing.mine(center.desks[SECOND_PEER]) == []
    for desk in (center.desks[SECOND_PEER], center.front, center.admin):
        with pytest.raises(Denied):
            wellbeing.of_peer(desk, center.peer.person.id)
        with desk.reading() as tx, pytest.raises(VaultProblem):
            sealing.unseal(desk.keys, wellbeing.binding(made),
                           wellbeing.sealed.get(tx, wellbeing.WELLBEING, made.id, 1))


def test_nothing_that_was_told_lies_in_the_clear(center):
    wellbeing.tell(center.peer, TOLD)
    wellbeing.of_peer(center.coordinator, center.peer.person.id)
    of_peers(center)
    connection = raw(center.front.store.path, center.front.keys.store_key)
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    dump = b"\n".join(str(row).encode() + b"".join(cell for cell in row if isinstance(cell, bytes))
                      for table in tables for row in connection.execute(f"SELECT * FROM {table}"))  # noqa: S608
    connection.close()
    assert center.peer.person.id.encode() in dump
    assert WORDS.encode() not in dump
    assert b"carrying" not in dump


def test_a_check_that_asks_for_a_talk_stands_on_the_agenda_without_its_words(center):
    wellbeing.tell(center.peer, TOLD)
    item = of_peers(center)[center.peer.person.id]
    assert (item.section, item.name, item.audience) == (Section.PEERS, "Pia Peer", Audience.PAPER)
    assert [why.rule for why in item.why] == ["peer_talk"]
    assert "talk" in item.why[0].private
    assert "wellbeing" not in item.title + item.reason + item.who
    assert WORDS not in repr(item)


def test_once_talked_about_it_is_asked_for_no_more_until_the_next_check(center):
    cora, pia = center.coordinator, center.peer.person.id
    wellbeing.tell(center.peer, TOLD)
    of_peers(center)
    supervision.tick(cora, supervision.read(cora).meeting.id, ItemKind.PEER, pia, done=True)
    center.clock.advance(minutes=7 * DAY)
    assert of_peers(center) == {}
    wellbeing.tell(center.peer, TOLD)
    assert pia in of_peers(center)


def test_one_that_asks_for_nothing_stands_nowhere(center):
    wellbeing.tell(center.peer, Told(answers={"lately": 5}))
    assert of_peers(center) == {}


@pytest.mark.parametrize("told", [Told(), Told(words="  \n"), Told(answers={"nothing of ours": 3}),
                                  Told(answers={"lately": 6})])
def test_an_empty_check_is_refused_and_nothing_is_kept(center, told):
    with pytest.raises(Problem, match="skip it"):
        wellbeing.tell(center.peer, told)
    assert wellbeing.mine(center.peer) == []
    assert wellbeing.due(center.peer)


def test_too_many_words_are_refused(center):
    with pytest.raises(Problem, match="2000"):
        wellbeing.tell(center.peer, Told(words="x" * 2001))


@pytest.mark.parametrize("statement", ["DELETE FROM wellbeing_checks", "UPDATE wellbeing_checks SET at = at - 9e8",
                                       "UPDATE sealed SET blob = x'00' WHERE kind = 'wellbeing'"])
def test_a_check_changed_behind_the_log_is_found(center, statement):
    wellbeing.tell(center.peer, TOLD)
    assert audit.verify(center.coordinator).sound
    connection = raw(center.front.store.path, center.front.keys.store_key)
    assert connection.execute(statement).rowcount == 1
    connection.close()
    assert "wellbeing check" in audit.verify(center.coordinator).finding


def test_a_spoiled_check_says_so_and_still_asks_for_a_talk(center):
    wellbeing.tell(center.peer, Told(answers={"lately": 5}))
    connection = raw(center.front.store.path, center.front.keys.store_key)
    connection.execute("UPDATE sealed SET blob = x'00' WHERE kind = 'wellbeing'")
    connection.close()
    assert wellbeing.mine(center.peer)[0].problem
    assert center.peer.person.id in of_peers(center)


def test_a_day_to_come_puts_nothing_off(center):
    center.clock.advance(minutes=90 * DAY)
    wellbeing.skip(center.peer)
    center.clock.advance(minutes=-60 * DAY)  # a clock that was set wrong, and set right
    assert wellbeing.due(center.peer)
    wellbeing.skip(center.peer)
    assert not wellbeing.due(center.peer)


def asked(center):
    """What SQL sees of when each peer was asked last."""
    connection = raw(center.front.store.path, center.front.keys.store_key)
    found = connection.execute("SELECT value FROM settings WHERE key = 'wellbeing.asked'").fetchone()
    connection.close()
    return json.loads(found[0]) if found else {}


def test_who_skipped_it_nobody_is_told(center):
    """Neither by another day, nor by a longer value, nor by one that only skipping changes; nor can others open it."""
    otto = center.desks[SECOND_PEER]
    wellbeing.skip(center.peer)
    assert set(asked(center)) == {center.peer.person.id, otto.person.id}  # of who was not asked yet, too
    assert wellbeing.due(otto)
    wellbeing.tell(otto, TOLD)
    kept = asked(center)
    assert set(kept) == {center.peer.person.id, otto.person.id}
    assert len({len(value) for value in kept.values()}) == 1
    assert "2026" not in str(kept)
    assert not wellbeing.due(center.peer)
    connection = raw(center.front.store.path, center.front.keys.store_key)
    swapped = json.dumps(dict(zip(kept, reversed(kept.values()), strict=True)))
    connection.execute("UPDATE settings SET value = ? WHERE key = 'wellbeing.asked'", (swapped,))
    connection.close()
    assert wellbeing.due(center.peer)


@pytest.mark.parametrize("spoiled", ["7", '"x"', '{"PIA": 3}', '{"PIA": "!"}', '{"PIA": "AAAA"}'])
def test_what_sql_wrote_there_instead_is_no_answer(center, spoiled):
    wellbeing.skip(center.peer)
    connection = raw(center.front.store.path, center.front.keys.store_key)
    connection.execute("UPDATE settings SET value = ? WHERE key = 'wellbeing.asked'",
                       (spoiled.replace("PIA", center.peer.person.id),))
    connection.close()
    assert wellbeing.due(center.peer)
    wellbeing.skip(center.peer)
    assert not wellbeing.due(center.peer)
