"""Destroying what is due: the keys and bytes are gone, the figures stay, the log explains exactly what is missing."""

import json
import multiprocessing
import os
import signal
import subprocess
import time
from datetime import date

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from tests.centers import fresh_center
from tests.kiosks import NUMBERS, begun
from tests.retained import DAYS, counted, old_center, shell
from tests.store.stores import raw
from tests.support import PASSPHRASE, open_as
from wellnessdesk.base.errors import Denied, Problem
from wellnessdesk.base.progress import Cancelled
from wellnessdesk.domain.bundles import Period
from wellnessdesk.domain.disclosures import Ground, NewDisclosure
from wellnessdesk.domain.retention import Records
from wellnessdesk.services import (
    adult_calls,
    audit,
    bundle_periods,
    bundle_tables,
    bundles,
    destruction,
    disclosures,
    kiosk,
    recipients,
    retention,
)
from wellnessdesk.services.destruction import WrongPassphrase
from wellnessdesk.vault import agefile

MONTHS = (Period.month(2026, 9), Period.month(2026, 10))
PAGE, RESERVE = 4096, 80


@pytest.fixture
def old(tmp_path):
    made = old_center(tmp_path / "center")
    yield made
    made.center.admin.close()


@pytest.fixture
def center(old):
    return old.center


def destroy(center, **named):
    desk = center.coordinator
    return destruction.destroy(desk, retention.preview(desk), PASSPHRASE, **named)


def figures(center):
    with center.coordinator.reading() as tx:
        return [bundle_tables.tables(tx, month, center.coordinator.today()) for month in MONTHS]


def numbers(made):
    return {line.records: line.number for line in made.lines}


class StopAfter:
    """A person who presses Cancel once so many parts of the destruction are under way."""

    def __init__(self, parts):
        self.left, self.total = parts, None

    def report(self, _done, total):
        self.total = total

    def check_cancelled(self):
        if self.total is not None:
            self.left -= 1
        if self.left < 0:
            raise Cancelled


def test_everything_due_goes_and_the_rest_stays(old):
    center = old.center
    made = destroy(center)
    assert numbers(made) == {Records.DRAFTS: 1, Records.SESSIONS: 3, Records.FLAGS: 1, Records.AGENDAS: 1,
                             Records.VISITS: 7}
    assert counted(center, "visits", "sessions", "sealed", "flags", "meetings", "meeting_items") == [1, 0, 0, 0, 0, 0]
    assert not retention.preview(center.coordinator).going
    (kept,) = destruction.destructions(center.admin)
    assert (kept.by, kept.lines, kept.decided.by) == ("Cora Coordinator", made.lines, "")


def test_the_bundles_figures_are_the_same_before_and_after(center):
    before, months = figures(center), bundle_periods.offered(center.coordinator)
    assert sum(sum(line) for line in before[0][0].counts) == 4
    destroy(center)
    assert figures(center) == before
    assert set(MONTHS) <= set(bundle_periods.offered(center.coordinator)) <= set(months)
    to = recipients.add(center.coordinator, "Oak District", agefile.generate()[1], compared=True)
    assert bundles.preview(center.coordinator, to.id, MONTHS[0]).tables


def test_the_figures_stay_the_same_where_a_hold_or_a_session_keeps_some_and_lets_them_go_later(center):
    """Students are counted once a month: nobody may be counted as gone and as still there."""
    before = figures(center)
    retention.set_period(center.admin, Records.DISCLOSURES, 20)
    retention.set_period(center.admin, Records.SESSIONS, 20)
    hold = retention.place_hold(center.coordinator, 3, "x")
    assert numbers(destroy(center)) == {Records.DRAFTS: 1, Records.VISITS: 3}
    assert figures(center) == before
    retention.lift_hold(center.coordinator, hold.id)
    assert numbers(destroy(center)) == {Records.FLAGS: 1, Records.AGENDAS: 1, Records.VISITS: 1}
    assert figures(center) == before
    retention.set_period(center.admin, Records.SESSIONS, 5)
    assert numbers(destroy(center)) == {Records.SESSIONS: 3, Records.VISITS: 3}
    assert figures(center) == before


def test_the_control_without_kept_counts_the_figures_differ(center):
    before = figures(center)
    destroy(center)
    shell(center, "DELETE FROM kept_counts")
    assert figures(center) != before


def test_everything_about_a_held_student_stays(old):
    center = old.center
    retention.place_hold(center.coordinator, 1, "x")
    made = destroy(center)
    assert numbers(made) == {Records.DRAFTS: 1, Records.SESSIONS: 2, Records.VISITS: 5}
    assert made.holds == 1
    assert shell(center, "SELECT DISTINCT student_id FROM visits ORDER BY 1") == [(1,), (5,)]
    assert shell(center, "SELECT student_id FROM sessions") == [(1,)]
    assert {row[0] for row in shell(center, "SELECT kind FROM sealed")} == {
        "note", "flag", "flag step", "agenda item", "hold"}
    assert audit.verify(center.coordinator).sound


def test_an_item_carried_over_to_an_agenda_that_stays_keeps_its_words(center):
    shell(center, "INSERT INTO meetings SELECT '2033-09-05.1', group_id, '2033-09-05', starts, minutes, state, why,"
                  " built_at, built_by, begun_at, begun_by, ended_at, signed_at, signed_by, papers FROM meetings")
    shell(center, "INSERT INTO meeting_items (meeting_id, position, section, kind, ref, minutes, carried, state,"
                  " written, seconds) SELECT '2033-09-05.1', 0, section, kind, ref, 1, 1, 'open', 0, 0"
                  " FROM meeting_items WHERE kind = 'own'")
    destroy(center)
    assert counted(center, "meetings", "meeting_items", "sealed") == [1, 1, 1]


def test_a_draft_that_went_leaves_nothing_to_write(old):
    center = old.center
    retention.set_period(center.admin, Records.DISCLOSURES, 20)
    retention.set_period(center.admin, Records.SESSIONS, 20)
    destroy(center)
    assert shell(center, "SELECT note FROM sessions WHERE id = ?", old.draft) == [("not_needed",)]


def test_the_disclosure_log_stays_as_long_as_the_records_of_its_student(center):
    _first, second = (disclosures.record(center.coordinator, student, NewDisclosure(
        day=date(2026, 9, 20), recipient="x", ground=Ground.COURT, purpose="x", what="x")).id for student in (1, 5))
    (line,) = [one for one in retention.preview(center.coordinator).lines if one.records is Records.DISCLOSURES]
    assert (line.going, line.waiting) == (1, 1)
    assert numbers(destroy(center))[Records.DISCLOSURES] == 1
    assert shell(center, "SELECT id FROM disclosures") == [(second,)]
    assert shell(center, "SELECT record FROM sealed") == [(second,)]


def test_calls_for_an_adult_go_with_their_visits_and_nameless_ones_with_those_of_their_days(tmp_path):
    """One that nobody answered stays: an adult may still be waited for."""
    day = fresh_center(tmp_path / "center")
    desk = begun(day)
    for number in (NUMBERS[1], ""):
        kiosk.call_adult(desk, number)
    adult_calls.answer(day.front)
    kiosk.call_adult(desk)
    desk.close()
    day.clock.advance(days=DAYS)
    assert numbers(destroy(day))[Records.VISITS] == 1
    assert shell(day, "SELECT id FROM adult_calls") == [(3,)]
    assert audit.verify(day.coordinator).sound
    shell(day, "DELETE FROM adult_calls")
    assert not audit.verify(day.coordinator).sound
    day.admin.close()


def test_nameless_calls_stay_while_somebody_is_on_hold(tmp_path):
    day = fresh_center(tmp_path / "center")
    desk = begun(day)
    for number in (NUMBERS[1], ""):
        kiosk.call_adult(desk, number)
    adult_calls.answer(day.front)
    desk.close()
    day.clock.advance(days=DAYS)
    retention.place_hold(day.coordinator, 2, "x")
    destroy(day)
    assert shell(day, "SELECT id FROM adult_calls") == [(2,)]
    assert audit.verify(day.coordinator).sound
    day.admin.close()


def test_the_log_is_whole_and_sound_and_longer_than_before(center):
    before = audit.verify(center.coordinator).entries
    made = destroy(center)
    for desk in (center.coordinator, center.admin):
        verdict = audit.verify(desk)
        assert verdict.sound
        assert verdict.entries == before + made.parts


@pytest.mark.parametrize("statement", [
    "DELETE FROM sealed WHERE kind = 'note'", "DELETE FROM sealed WHERE kind = 'flag'", "DELETE FROM flags",
    "UPDATE sessions SET note = 'not_needed' WHERE note = 'signed'"])
def test_only_what_the_entry_names_may_be_missing(center, statement):
    """A record that stayed, deleted behind a real destruction's back, is still missed."""
    retention.place_hold(center.coordinator, 1, "x")
    destroy(center)
    assert audit.verify(center.coordinator).sound
    shell(center, statement)
    assert "entry" in audit.verify(center.coordinator).finding


@pytest.mark.parametrize("name", ["front", "peer", "admin"])
def test_nobody_else_destroys_nor_writes_the_entry_that_would_hide_it(old, name):
    desk = getattr(old.center, name)
    shown = retention.preview(old.center.coordinator)
    with pytest.raises(Denied):
        destruction.destroy(desk, shown, PASSPHRASE)
    number, names = max(old.signed), json.dumps({"records": "sessions", "names": "1-999"})
    with desk.change() as change:
        change.record("retention.destroy", "destruction:x", names)
    shell(old.center, "DELETE FROM sealed WHERE kind = 'note' AND record = ?", str(number))
    verdict = audit.verify(old.center.coordinator)
    assert (verdict.whole, "author can have made" in verdict.reason) == (False, True)
    with pytest.raises(Denied):
        destruction.certificate(old.center.front, "x")


def test_the_passphrase_is_the_coordinators_own(center):
    shown, before = retention.preview(center.coordinator), counted(center, "visits", "audit")
    with pytest.raises(WrongPassphrase):
        destruction.destroy(center.coordinator, shown, "not the passphrase")
    assert counted(center, "visits", "audit") == before


@pytest.mark.parametrize("change", ["hold", "period", "visit"])
def test_nothing_goes_that_was_not_shown(center, change):
    shown = retention.preview(center.coordinator)
    if change == "hold":
        retention.place_hold(center.coordinator, 1, "x")
    elif change == "period":
        retention.set_period(center.admin, Records.AGENDAS, 1)
    else:
        shell(center, "UPDATE visits SET day = '2026-09-14' WHERE student_id = 5")
    with pytest.raises(Problem, match="has changed since"):
        destruction.destroy(center.coordinator, shown, PASSPHRASE)
    assert counted(center, "destructions") == [0]


@pytest.mark.parametrize("spoil", [
    "DELETE FROM legal_holds", "UPDATE legal_holds SET student_id = 2",
    "UPDATE audit SET detail = 'x' WHERE sequence = 3", "DELETE FROM sealed WHERE kind = 'note'",
    """INSERT INTO settings (key, value) VALUES ('retention.periods', '{"periods": {"visits": 1}}')"""])
def test_nothing_goes_while_the_log_and_the_records_do_not_fit_or_a_hold_was_moved(center, spoil):
    """Whoever has an SQL shell cannot lift a hold or shorten a period, and let a coordinator do the rest."""
    retention.place_hold(center.coordinator, 1, "x")
    shell(center, spoil)
    before = counted(center, "visits", "sessions", "flags")
    with pytest.raises(Problem):
        destroy(center)
    assert counted(center, "visits", "sessions", "flags") == before


def test_stopped_before_anything_went_it_is_as_if_never_begun(center):
    with pytest.raises(Cancelled):
        destroy(center, progress=StopAfter(0))
    assert counted(center, "destructions", "visits") == [0, 8]


def test_stopped_half_way_what_went_is_accounted_for_and_the_rest_can_follow(center):
    before = figures(center)
    stopped = destroy(center, progress=StopAfter(4))
    assert list(numbers(stopped)) == [Records.DRAFTS, Records.SESSIONS, Records.FLAGS, Records.AGENDAS]
    center.clock.advance(minutes=1)
    made = destroy(center)
    assert numbers(made) == {Records.VISITS: 7}
    assert audit.verify(center.coordinator).sound
    assert figures(center) == before
    assert [one.lines for one in destruction.destructions(center.coordinator)] == [made.lines, stopped.lines]


def _destroy_in_a_child(center, pipe):
    class Tell:
        def report(self, done, total):
            os.write(pipe, b".")

        def check_cancelled(self):
            pass

    destruction.destroy(center.coordinator, retention.preview(center.coordinator), PASSPHRASE, Tell())


@pytest.mark.parametrize("ticks", [1, 2, 3, 4, 5, 6, 7])
def test_killed_at_any_moment_each_part_is_wholly_gone_or_untouched(tmp_path, ticks):
    old = old_center(tmp_path / "center")
    center, before = old.center, figures(old.center)
    everything = destroyed_and_left(center)
    center.admin.close()
    reading, writing = os.pipe()
    child = multiprocessing.get_context("fork").Process(target=_reopened_and_destroy, args=(center, writing))
    child.start()
    os.close(writing)
    for _tick in range(ticks):
        os.read(reading, 1)
    time.sleep(ticks / 2000)
    os.kill(child.pid, signal.SIGKILL)
    child.join()
    os.close(reading)
    assert child.exitcode == -signal.SIGKILL
    desk = open_as(center, "Cora Coordinator")
    for other in center.desks.values():
        other.store = desk.store
    assert audit.verify(desk).sound
    assert figures(center) == before
    assert destroyed_and_left(center) == everything
    desk.close()


def _reopened_and_destroy(center, pipe):
    desk = open_as(center, "Cora Coordinator")
    for other in center.desks.values():
        other.store = desk.store
    _destroy_in_a_child(center, pipe)
    signal.pause()  # whoever is done waits to be killed, or a slow computer would find it ended


def destroyed_and_left(center):
    """For each class how many there are, wherever they are: in the store, or on certificates."""
    found = {Records.SESSIONS: counted(center, "sessions")[0], Records.VISITS: counted(center, "visits")[0],
             Records.FLAGS: counted(center, "flags")[0], Records.AGENDAS: counted(center, "meetings")[0]}
    for made in destruction.destructions(center.coordinator):
        for line in made.lines:
            if line.records in found:
                found[line.records] += line.number
    return found


def pages(path, key):
    """Every page of the file, decrypted: SQLCipher 4 is AES-256-CBC with the IV at the end of each page."""
    data = path.read_bytes()
    plain = bytearray()
    for at in range(0, len(data), PAGE):
        page = data[at:at + PAGE]
        begin = 16 if at == 0 else 0
        iv = page[PAGE - RESERVE:PAGE - RESERVE + 16]
        opener = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
        plain += opener.update(page[begin:PAGE - RESERVE]) + opener.finalize()
    return bytes(plain)


def pieces(blobs):
    """Strings of 40 bytes out of sealed records, from all over them."""
    return [blob[at:at + 40] for blob in blobs for at in range(0, len(blob) - 40, 120)]


def found_in_the_file(center, wanted):
    data = pages(center.admin.store.path, center.admin.keys.store_key)
    return [piece for piece in wanted if piece in data]


def test_no_byte_of_a_destroyed_note_is_left_in_the_file(center):
    blobs = [row[0] for row in shell(center, "SELECT blob FROM sealed")]
    wanted = pieces(blobs)
    assert len(found_in_the_file(center, wanted)) > len(wanted) * 0.9  # the control: a few lie across two pages
    destroy(center)
    assert found_in_the_file(center, wanted) == []
    assert sorted(path.name for path in center.folder.iterdir() if "journal" in path.name) == []


def test_the_control_without_secure_delete_the_bytes_stay(center):
    """All rows at once: of some, SQLite would move what is left together, by chance over the bytes of those that went.
    """
    wanted = pieces([row[0] for row in shell(center, "SELECT blob FROM sealed")])
    connection = raw(center.admin.store.path, center.admin.keys.store_key)
    connection.execute("PRAGMA secure_delete = OFF")
    connection.execute("DELETE FROM sealed")
    connection.close()
    assert len(found_in_the_file(center, wanted)) > len(wanted) * 0.9


def read_pdf(data, tmp_path):
    file = tmp_path / "certificate.pdf"
    file.write_bytes(data)
    return subprocess.run(["pdftotext", "-layout", file, "-"], check=True, capture_output=True, text=True).stdout


def add_backup(center, name, days, state="good"):
    at = round(center.clock.now().timestamp() * 1000) - days * 86_400_000
    shell(center, "INSERT INTO backups VALUES (?, ?, 'daily', '/media/stick', ?, 9, 'h', 1, NULL, ?, '')",
          name, at, f"{name}.wdbackup", state)


def test_the_certificate_says_what_went_by_whom_and_which_backup_still_holds_it(center, tmp_path):
    add_backup(center, "older", 3)
    add_backup(center, "newest", 1)
    add_backup(center, "broken", 0.5, "failed")
    retention.set_period(center.admin, Records.AGENDAS, 4)
    made = destroy(center)
    add_backup(center, "after", -1)
    data = destruction.certificate(center.coordinator, made.id)
    text = " ".join(read_pdf(data, tmp_path).split())
    for part in ("Cora Coordinator", "Ada Admin", "newest.wdbackup", "/media/stick", "Visits 7",
                 "Supervision meetings 1", "4 years after the end", "March 2034", f"{made.parts} signed entries"):
        assert part in text
    assert "after.wdbackup" not in text
    assert "Núñez" not in text
    assert destruction.certificate(center.admin, made.id)
    assert audit.verify(center.coordinator).sound


def test_a_certificate_that_is_not_as_it_was_signed_is_not_printed(center):
    made = destroy(center)
    facts = shell(center, "SELECT facts FROM destructions")[0][0]
    shell(center, "UPDATE destructions SET facts = ?", facts.replace('"visits", 7', '"visits", 2'))
    with pytest.raises(Problem, match="not as the audit log says"):
        destruction.certificate(center.coordinator, made.id)
    with pytest.raises(Problem, match="not as the audit log says"):
        destruction.certificate(center.coordinator, "nothing")
    shell(center, "UPDATE destructions SET facts = 'spoiled'")
    assert destruction.destructions(center.admin) == []
