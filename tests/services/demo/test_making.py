"""A made-up center is a real one: all come in, notes and flags open, the log holds; a stopped one leaves nothing."""

from datetime import UTC, datetime

import pytest

from tests.store.stores import raw
from tests.support import quick_keys
from wellnessdesk.base.clock import FixedClock
from wellnessdesk.base.progress import Cancelled
from wellnessdesk.domain.people import ROLES_OF_PEOPLE, Role
from wellnessdesk.services import audit, demo, flags, opening, sessions
from wellnessdesk.services.opening import CenterExists
from wellnessdesk.store import session_students
from wellnessdesk.vault import sealed_entries

SIZE = demo.Size(students=60, visits=400, notes=120, seed=5)
NOW = datetime(2026, 9, 17, 22, 0, tzinfo=UTC)


def make(folder, size=SIZE, **how):
    with quick_keys():
        return demo.make(folder, size, clock=FixedClock(NOW), **how)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return make(tmp_path_factory.mktemp("demo") / "center")


def sign_in(made, role):
    one = made.first(role)
    return opening.sign_in(made.folder, one.id, one.passphrase, FixedClock(made.now))


def rows(made, query):
    desk = sign_in(made, Role.ADMINISTRATOR)
    connection = raw(desk.store.path, desk.keys.store_key)
    found = connection.execute(query).fetchall()
    connection.close()
    desk.close()
    return found


def test_everybody_of_it_comes_in_with_the_passphrase_it_says(made):
    for role in ROLES_OF_PEOPLE:
        desk = sign_in(made, role)
        assert desk.person.role is role
        assert desk.center.demo
        desk.close()


def test_its_log_is_whole_every_note_opens_and_every_flag_has_its_raiser(made):
    cora = sign_in(made, Role.COORDINATOR)
    verdict = audit.verify(cora)
    assert (verdict.whole, verdict.reason, verdict.finding, verdict.unchecked) == (True, "", "", 0)
    assert verdict.entries > 900
    waiting = sessions.to_review(cora)
    assert waiting
    for session in waiting:
        assert sessions.read_note(cora, session.id).body.service == session.service
    assert all(flag.student and flag.raised_by for flag in flags.not_closed(cora))
    cora.close()


def test_its_flags_lead_to_nobody_either(made):
    joined = rows(made, "SELECT a.actor, a.subject, a.action FROM flags f JOIN audit a ON a.at = f.raised_at")
    assert len(joined) >= 2
    assert ("", "", "sealed") in joined
    assert {row for row in joined if row[2] in ("sealed", "flag.raise")} == {("", "", "sealed")}


def test_its_sealed_entries_say_what_they_hide_to_coordinators(made):
    cora = sign_in(made, Role.COORDINATOR)
    details = rows(made, "SELECT detail FROM audit WHERE action = 'sealed'")
    known = {row[0] for row in rows(made, "SELECT id FROM flags")}
    said = [sealed_entries.words(cora.keys, detail) for (detail,) in details]
    raised = [words.split()[1] for words in said if words.startswith("flag.raise ")]
    assert {subject.removeprefix("flag:") for subject in raised} == known
    assert {words.split()[0] for words in said} <= {
        "flag.raise", "note.read", "session.add", "student.facts", "student.told", "referral.draft", "referral.step",
        "contact.write", "mark.set"}
    cora.close()


def test_the_same_seed_makes_the_same_facts_and_other_keys(made, tmp_path):
    again, other = make(tmp_path / "again"), make(tmp_path / "other", demo.Size(students=60, visits=400, notes=120))
    facts = "SELECT student_id, arrived_at, reason, peer_id FROM visits ORDER BY id"
    assert rows(again, facts) == rows(made, facts)
    assert rows(other, facts) != rows(made, facts)
    assert [one.passphrase for one in again.people] == [one.passphrase for one in made.people]
    assert again.words_a != made.words_a
    assert rows(again, "SELECT blob FROM sealed") != rows(made, "SELECT blob FROM sealed")


def test_it_is_never_made_over_another_center(made):
    with pytest.raises(CenterExists):
        make(made.folder)


def test_stopped_half_way_it_leaves_nothing(tmp_path):
    class Stop:
        asked = 0

        def report(self, done, total):
            pass

        def check_cancelled(self):
            self.asked += 1
            if self.asked == 20:
                raise Cancelled

    with pytest.raises(Cancelled):
        make(tmp_path / "center", progress=Stop())
    assert not (tmp_path / "center").exists()


def test_there_are_groups_and_each_is_as_the_log_says(made):
    cora = sign_in(made, Role.COORDINATOR)
    with cora.reading() as tx:
        groups = session_students.in_groups(tx)
    note = sessions.read_note(cora, min(groups))
    assert len(note.participants) == len(groups[min(groups)]) >= 3
    assert len(note.remarks) == 1
    assert audit.verify(cora).sound
    cora.close()
