"""The frame of every act: change and audit entry together or neither, told to listeners only once it is committed."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.engine.default import DefaultDialect

from tests.centers import first
from wellnessdesk.base.errors import Denied
from wellnessdesk.services import audit, calendar, students, visits
from wellnessdesk.services.changes import Change, Changes
from wellnessdesk.services.desk import act
from wellnessdesk.store import audit as chain
from wellnessdesk.store import visits as visit_rows
from wellnessdesk.store.errors import Unconfirmed
from wellnessdesk.vault import header_file


def head(desk):
    with desk.reading() as tx:
        return chain.head(tx).sequence


def add_visit(change, desk):
    return visit_rows.add(change.tx, student_id=1, day=desk.today(), arrived_at=change.now, origin="walk_in",
                          reason="x")


def visits_of(desk):
    with desk.reading() as tx:
        return visit_rows.still_here(tx, desk.today())


def test_a_change_without_an_audit_entry_is_a_bug_and_is_not_kept(center):
    before = head(center.front)

    def forget():
        with center.front.change("visits") as change:
            add_visit(change, center.front)

    with pytest.raises(AssertionError, match="without an audit entry"):
        forget()
    assert visits_of(center.front) == []
    assert head(center.front) == before


def test_an_exception_after_the_entry_leaves_neither_change_nor_entry(center):
    before = head(center.front)

    def fail():
        with center.front.change("visits") as change:
            add_visit(change, center.front)
            change.record("visit.check_in", "visit:1")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert visits_of(center.front) == []
    assert head(center.front) == before
    assert audit.verify(center.admin).whole


def test_only_an_autosave_may_go_unrecorded(center):
    before = head(center.front)
    with center.front.change("visits", audited=False) as change:
        add_visit(change, center.front)
    assert len(visits_of(center.front)) == 1
    assert head(center.front) == before


def test_listeners_hear_of_a_change_after_it_is_committed_and_not_of_one_that_failed(center):
    heard = []
    center.front.changes.listen(lambda change: heard.append((change, len(visits_of(center.front)))))
    visits.check_in(center.front, 1, reason=first("visit_reasons"), origin=first("visit_origins"))
    with pytest.raises(visits.AlreadyHere):
        visits.check_in(center.front, 1, reason=first("visit_reasons"), origin=first("visit_origins"))
    assert heard == [(Change(frozenset({"visits", "appointments"}), center.front.person.id), 1)]


def test_everybody_who_listens_is_told():
    changes, heard = Changes(), []
    changes.listen(heard.append)
    changes.listen(heard.append)
    changes.announce(Change(frozenset({"flags"}), "p"))
    assert len(heard) == 2


def test_what_was_kept_in_memory_goes_with_the_change_that_makes_it_stale(center):
    assert students.search(center.front, "jose")
    assert "students" in center.front.cache
    with center.front.change("visits") as change:
        change.record("x", "y")
    assert "students" in center.front.cache
    with center.front.change("students") as change:
        change.record("x", "y")
    assert "students" not in center.front.cache


def test_every_entry_is_signed_by_who_sits_at_the_desk(center):
    before = head(center.front)
    for desk in center.desks.values():
        with desk.change() as change:
            change.record("bundle.write", "bundle:1")  # settled by whoever signs in
    for desk in (center.peer, center.coordinator):
        with desk.change() as change:
            change.record_sealed("note.read", "session:1")
    verdict = audit.verify(center.coordinator)
    assert verdict.whole
    assert verdict.entries == before + len(center.desks) + 2


def test_an_entry_signed_with_another_persons_key_is_found(center):
    center.front.keys.identity = center.peer.keys.identity
    with center.front.change() as change:
        change.record("visit.check_in", "visit:1")
    verdict = audit.verify(center.admin)
    assert verdict.broken_at == verdict.entries + 1
    assert "author's signature" in verdict.reason


def test_the_day_is_the_centers_own(center):
    center.clock.moment = datetime(2026, 9, 15, 4, 30, tzinfo=UTC)  # still the evening before in Los Angeles
    assert center.front.today() == date(2026, 9, 14)
    assert center.front.local(center.clock.now()).hour == 21


def test_neither_keys_nor_what_is_kept_in_memory_show_in_an_error_report(center):
    students.search(center.front, "jose")
    shown = repr(center.front)
    assert "José" not in shown
    assert repr(center.front.keys.store_key) not in shown


def test_an_act_is_denied_before_it_begins(center):
    ran = []

    @act("people.add")
    def add(desk, what):
        ran.append(what)

    with pytest.raises(Denied):
        add(center.front, "x")
    assert ran == []
    add(center.admin, "x")
    assert ran == ["x"]
    assert add.__name__ == "add"


def folder_cannot_be_synced(center, monkeypatch, times):
    """After the commit is in the file, the disk refuses to say that the folder is on it."""
    calendar.whole(center.front)  # a check-in asks for it first, in a reading of its own, and then knows it
    commit, sync, left, first_time = DefaultDialect.do_commit, header_file.sync_folder, [times], [True]

    def failing_commit(self, connection):
        commit(self, connection)
        if first_time and first_time.pop():
            raise OSError(5, "Input/output error")

    def failing_sync(folder):
        if left[0]:
            left[0] -= 1
            raise OSError(5, "Input/output error")
        sync(folder)

    monkeypatch.setattr(DefaultDialect, "do_commit", failing_commit)
    monkeypatch.setattr(header_file, "sync_folder", failing_sync)


def test_what_is_in_the_file_all_the_same_is_not_called_unsaved(center, monkeypatch):
    heard = []
    center.front.changes.listen(heard.append)
    folder_cannot_be_synced(center, monkeypatch, 0)
    visit = visits.check_in(center.front, 1, reason=first("visit_reasons"), origin=first("visit_origins"))
    monkeypatch.undo()
    assert [one.id for one in visits.queue(center.front).waiting] == [visit.id]
    assert len(heard) == 1


def test_where_the_disk_will_not_confirm_it_that_is_said(center, monkeypatch):
    folder_cannot_be_synced(center, monkeypatch, 1)
    with pytest.raises(Unconfirmed, match="Look whether it is there"):
        visits.check_in(center.front, 1, reason=first("visit_reasons"), origin=first("visit_origins"))
    monkeypatch.undo()
    assert len(visits.queue(center.front).waiting) == 1
