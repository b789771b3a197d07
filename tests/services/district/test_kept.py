"""Bundles that no roll-up counts: verified, in the chain, kept as they came, and opened for whoever needs the files."""

import random
import shutil
import stat
from dataclasses import replace
from datetime import date

import pytest
from alembic import command

from tests.exchange.test_row_csv import FILE, LAYOUT
from tests.limits import no_file_beyond
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.progress import Cancelled
from wellnessdesk.domain.district import Verdict
from wellnessdesk.services.district import inbox, kept, received, rollup
from wellnessdesk.store import district as records
from wellnessdesk.store import migrate

TABLE = (LAYOUT, FILE)


def kept_files(desk):
    folder = kept.place(desk.folder, "x").parent
    return sorted(folder.iterdir()) if folder.exists() else []


def take(desk, *paths):
    return inbox.take(desk, inbox.look(desk, paths))


def test_all_kinds_stand_in_one_chain_and_only_counts_are_counted(desk, center):
    paths = [center.send(), center.send_rows(TABLE), center.send_packet(), center.send()]

    assert [one.verdict for one in inbox.look(desk, [paths[0], paths[2], paths[3]])] == [
        Verdict.GOOD, Verdict.GAP, Verdict.GAP]
    taken = take(desk, *paths)

    assert [(one.kind, one.purpose) for one in taken] == [
        (kind, "Yearly evaluation") for kind in ("aggregate", "rows", "packet", "aggregate")]
    assert [one.schools for one in rollup.spells(desk)] == [1, 1]
    assert {one.hash for one in taken[1:3]} == {one.stem for one in kept_files(desk)}
    assert [one.verdict for one in inbox.look(desk, paths)] == [Verdict.REPLAY] * 4


def test_rows_tell_until_when_and_how_many_and_are_opened_to_a_folder(desk, center, tmp_path):
    path = center.send_rows(TABLE)
    (taken,) = take(desk, path)
    path.unlink()

    held = received.held(desk, taken.id)
    out = received.unpack(desk, taken.id, tmp_path)

    assert (held.rows, held.ends_on, held.tables) == (((LAYOUT.title, 2),), date(2027, 8, 31), ())
    assert out == tmp_path / path.stem
    assert stat.S_IMODE(out.stat().st_mode) == 0o700
    assert (out / LAYOUT.file_name).read_bytes() == FILE
    with pytest.raises(Problem, match="already there"):
        received.unpack(desk, taken.id, tmp_path)


def test_what_came_before_dates_were_kept_has_its_date_once_it_is_opened(desk, center):
    """As d0001 had it: the bundle is locked while the records are brought up to date."""
    counts, rows = take(desk, center.send(), center.send_rows(TABLE))
    for revision, step in (("d0001", command.downgrade), ("d0002", command.upgrade)):
        with desk.store._engine.begin() as connection:
            step(migrate.config(connection, records.KIND), revision)
    assert [(one.ends_on, one.past(date(2099, 1, 1))) for one in received.listed(desk)] == [(None, False)] * 2

    assert received.held(desk, rows.id).ends_on == date(2027, 8, 31)
    received.held(desk, counts.id)

    found, other = received.listed(desk)
    assert (found, other.ends_on) == (replace(rows, counts=True), None)


def test_rows_are_past_their_day_from_the_next_one_on(desk, center):
    (taken,) = take(desk, center.send_rows(TABLE, ends_on=date(2026, 9, 30)))

    assert [taken.past(date(2026, *day)) for day in ((9, 30), (10, 1))] == [False, True]


def test_what_a_bundle_holds_is_deleted_and_its_record_stays(desk, center, tmp_path):
    path = center.send_rows(TABLE, ends_on=date(2026, 9, 30))
    rows, packet = take(desk, path, center.send_packet())

    gone = received.delete(desk, rows.id)

    assert (gone, gone.past(date(2099, 1, 1))) == (replace(rows, counts=True, deleted_at=desk.now()), False)
    assert [one.id for one in received.listed(desk)] == [packet.id, rows.id]
    assert [one.stem for one in kept_files(desk)] == [packet.hash]
    assert received.held(desk, rows.id) == received.Held()
    for act in (received.delete, lambda *words: received.unpack(*words, tmp_path)):
        with pytest.raises(Problem, match="was deleted on"):
            act(desk, rows.id)
    assert [one.verdict for one in inbox.look(desk, [path])] == [Verdict.REPLAY]
    assert [one.verdict for one in inbox.look(desk, [center.send_packet()])] == [Verdict.GOOD]


def test_counts_stay(desk, center):
    (counts,) = take(desk, center.send())

    with pytest.raises(Problem, match="about nobody"):
        received.delete(desk, counts.id)


def test_what_cannot_be_deleted_is_not_told_to_be(desk, center, tmp_path):
    (packet,) = take(desk, center.send_packet())
    place = kept.place(desk.folder, packet.hash)
    whole = place.read_bytes()
    place.unlink()
    place.mkdir()

    with pytest.raises(Problem, match="could not be deleted"):
        received.delete(desk, packet.id)
    place.rmdir()
    place.write_bytes(whole)
    assert received.listed(desk)[0].deleted_at is None
    assert (received.unpack(desk, packet.id, tmp_path) / "record.pdf").exists()


def test_a_file_that_is_gone_already_is_deleted(desk, center):
    (packet,) = take(desk, center.send_packet())
    kept.place(desk.folder, packet.hash).unlink()

    assert received.delete(desk, packet.id).deleted_at == desk.now()


def test_a_packet_and_counts_are_opened_to_a_folder_too(desk, center, tmp_path):
    counts, packet = take(desk, center.send(), center.send_packet(b"%PDF-1.4 hers"))

    assert (received.unpack(desk, packet.id, tmp_path) / "record.pdf").read_bytes() == b"%PDF-1.4 hers"
    assert (received.unpack(desk, counts.id, tmp_path) / "visits_by_reason.csv").exists()
    assert received.tables(desk, packet.id) == ()


def test_nothing_is_kept_of_what_was_not_taken(desk, center):
    looked = inbox.look(desk, [center.send_rows(TABLE), center.send()])

    class Stopped:
        turns = 0

        def report(self, done, _total):
            self.turns = done

        def check_cancelled(self):
            if self.turns == 1:
                raise Cancelled

    with pytest.raises(Cancelled):
        inbox.take(desk, looked, Stopped())
    assert (kept_files(desk), received.listed(desk)) == ([], [])


def test_a_full_disk_takes_nothing(desk, center):
    looked = inbox.look(desk, [center.send_packet(b"%PDF-1.4" + random.Random(7).randbytes(50_000))])

    with no_file_beyond(1_000), pytest.raises(Problem, match=r"room|kept"):
        inbox.take(desk, looked)

    assert (kept_files(desk), received.listed(desk)) == ([], [])


def test_what_was_put_in_the_place_of_a_kept_file_is_not_opened(desk, center, tmp_path):
    first, second = take(desk, center.send_packet(), center.send_packet(b"%PDF-1.4 another"))
    shutil.copy(kept.place(desk.folder, first.hash), kept.place(desk.folder, second.hash))

    with pytest.raises(Problem, match="has changed"):
        received.unpack(desk, second.id, tmp_path / "out")
    kept.place(desk.folder, second.hash).unlink()
    with pytest.raises(Problem, match="cannot be read"):
        received.held(desk, second.id)
    assert list((tmp_path / "out").iterdir()) == []


def test_a_file_that_changes_while_it_is_kept_is_not_taken(tmp_path):
    (tmp_path / "other").write_bytes(b"something else")

    with pytest.raises(kept.FileChanged), kept.Keeping(tmp_path) as keeping:
        keeping.keep(tmp_path / "other", "0" * 64)
    assert list(kept.place(tmp_path, "x").parent.iterdir()) == []
