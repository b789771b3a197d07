"""With the last visits of who left go their family, their classes, and whose record was closed to whom."""

import subprocess

import pytest

from tests.centers import first
from tests.retained import DAYS, counted, old_center, shell
from tests.support import PASSPHRASE, SECOND_PEER, quick_keys
from wellnessdesk.base.errors import Problem
from wellnessdesk.domain.caregivers import KnownTie
from wellnessdesk.domain.contacts import RuleKind
from wellnessdesk.domain.peers import ConflictKind
from wellnessdesk.domain.retention import Beside
from wellnessdesk.domain.roster_imports import state_detail
from wellnessdesk.services import audit, destruction, leaving, peers, retention, roster, visits
from wellnessdesk.services.caregivers import set_rule
from wellnessdesk.store import caregivers, roster_imports, roster_state, students, timetables

LEFT, STAYS, LATELY = 1, 5, 4
"""Students: one who left long ago, one who stays, one who left after a visit that stays."""
ALONE, SHARED, RULED = 1, 2, 3
"""Caregivers: of who left alone, also of who stays, and one whom a rule says not to call."""


def family(number):
    return {"id": number, "sourced_id": f"c{number}", "given": "Rosa", "family": "Ruiz", "email": "", "phone": "555",
            "sms": "", "language": "es", "active": True}


def take_roster(center):
    """As an import leaves it: families and classes, two students who left, and what would undo it."""
    with center.coordinator.change("students") as change:
        tx = change.tx
        caregivers.add_many(tx, [family(number) for number in (ALONE, SHARED, RULED)])
        ties = [(LEFT, ALONE), (LEFT, SHARED), (STAYS, SHARED), (LEFT, RULED), (LATELY, RULED)]
        caregivers.tie_many(tx, [KnownTie(student, caregiver, "parent") for student, caregiver in ties])
        timetables.put(tx, dict.fromkeys((LEFT, STAYS, LATELY), (("1", "Algebra"),)))
        students.change_many(tx, [{"id": LEFT, "active": False}])
        roster_imports.add(tx, change.now, center.coordinator.person.id, "roster.zip", "{}", '{"of": "Rosa Ruiz"}')
        change.record("roster.accept", "roster", state_detail(roster_state.fingerprint(tx)))


@pytest.fixture
def center(tmp_path):
    """Seven years after the roster and the conflicts; a peer has left meanwhile."""
    with quick_keys():
        made = old_center(tmp_path / "center").center
        take_roster(made)
        gone, there = made.desks[SECOND_PEER].person, made.peer.person
        for peer, student in ((gone, STAYS), (gone, LATELY), (there, STAYS), (there, LEFT)):
            peers.declare(made.coordinator, peer.id, student, ConflictKind.FRIEND)
        leaving.deactivate(made.admin, gone.id)
        made.coordinator.keys.header = made.admin.keys.header
        made.clock.advance(days=DAYS)
        visits.check_in(made.front, LATELY, reason=first("visit_reasons"), origin=first("visit_origins"))
        with made.coordinator.change("students") as change:
            students.change_many(change.tx, [{"id": LATELY, "active": False}])
            change.record("roster.accept", "roster", state_detail(roster_state.fingerprint(change.tx)))
        yield made
        made.admin.close()


def destroy(center):
    return destruction.destroy(center.coordinator, retention.preview(center.coordinator), PASSPHRASE)


def sound(center):
    return audit.verify(center.coordinator).finding


def test_who_left_leaves_no_family_and_no_class(center):
    assert sound(center) == ""
    destroy(center)
    assert shell(center, "SELECT id FROM caregivers ORDER BY id") == [(SHARED,), (RULED,)]
    assert shell(center, "SELECT student_id, caregiver_id FROM student_caregivers ORDER BY 1") == [
        (LATELY, RULED), (STAYS, SHARED)]
    assert shell(center, "SELECT student_id FROM student_classes ORDER BY 1") == [(LATELY,), (STAYS,)]
    assert sound(center) == ""


def test_a_caregiver_of_whom_a_rule_is_kept_stays(center):
    set_rule(center.coordinator, LEFT, ALONE, RuleKind.ASK_FIRST, "They moved apart.")
    destroy(center)
    assert shell(center, "SELECT id FROM caregivers WHERE id = 1") == [(ALONE,)]


def test_conflicts_go_with_the_peer_or_the_student_who_left_and_stay_for_who_is_still_here(center):
    destroy(center)
    kept = shell(center, "SELECT name, student_id FROM conflicts JOIN people ON people.id = peer_id")
    assert kept == [("Pia Peer", STAYS)]
    assert sound(center) == ""


def test_while_a_student_is_on_hold_family_and_conflicts_stay(center):
    retention.place_hold(center.coordinator, LEFT, "a lawsuit")
    destroy(center)
    assert counted(center, "caregivers", "student_caregivers", "student_classes") == [3, 5, 3]
    assert shell(center, "SELECT student_id FROM conflicts ORDER BY 1") == [(LEFT,), (STAYS,)]
    assert sound(center) == ""


def test_what_would_undo_the_last_import_names_them_and_goes(center):
    destroy(center)
    assert shell(center, "SELECT undo FROM roster_imports") == [("",)]
    with pytest.raises(Problem, match="not after records it wrote were destroyed"):
        roster.undo(center.admin, roster.last_import(center.admin).id)


def test_the_certificate_counts_them(center, tmp_path):
    made = destroy(center)
    assert made.beside == Beside(appointments=0, caregivers=1, conflicts=3)
    assert destruction.destructions(center.admin)[0].beside == made.beside
    (tmp_path / "c.pdf").write_bytes(destruction.certificate(center.coordinator, made.id))
    said = subprocess.run(["pdftotext", "-layout", tmp_path / "c.pdf", "-"], capture_output=True, text=True, check=True)
    words = " ".join(said.stdout.split())
    assert "1 caregiver of students who left" in words
    assert "3 conflicts of interest, where the peer or the student left" in words
    assert "appointment" not in words


@pytest.mark.parametrize(("statement", "said"), [
    ("DELETE FROM conflicts WHERE student_id = 5", "Whose records are closed"),
    ("DELETE FROM student_caregivers", "not as the last import left them"),
    ("INSERT INTO student_classes VALUES (1, '1', 'Algebra')", "not as the last import left them"),
])
def test_only_what_went_may_be_missing_and_nothing_comes_back(center, statement, said):
    destroy(center)
    shell(center, statement)
    assert said in sound(center)
