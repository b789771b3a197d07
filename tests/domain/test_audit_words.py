"""Every action of the log has a sentence and a kind, in both languages, whatever stands in its detail."""

import string

import pytest

from wellnessdesk.base import i18n
from wellnessdesk.domain import audit_words
from wellnessdesk.domain.audit import ACTS, SEALED_ACTS
from wellnessdesk.domain.audit_log import Kind, kind_label
from wellnessdesk.domain.audit_words import Told

NAMES = {"cora": "Cora Coordinator", "pia": "Pia Peer"}
EVERY = sorted({*ACTS, *SEALED_ACTS})
DETAILS = ("", "?", "coordinator agreed:cora", "adds 3, changes 1, inactive 2, reactivated 0, not taken 0",
           "12 kind:visits",
           '{"records": "visits", "n": 7}', '{"records": "nothing"}', "[]", "remembered:1042:9f found:1030:7a", "peer",
           "session:5", "a {b} c")


def said(action, subject="visit:12", detail=""):
    return audit_words.sentence(action, Told(subject, detail, NAMES))


@pytest.mark.parametrize("action", EVERY)
def test_every_action_has_a_sentence_of_its_own(action):
    assert "no words for" not in said(action)
    assert len({said(action), *(said(other) for other in EVERY if other != action)}) == len(EVERY)


@pytest.mark.parametrize("action", EVERY)
@pytest.mark.parametrize("language", ["en", "es"])
def test_whatever_an_entry_holds_it_is_one_finished_sentence(action, language):
    i18n.set_language(language)
    for subject in ("", "visit:12", "person:pia", "person:nobody", "agenda:2026-09-14", "agenda:soon", "kit:A"):
        for detail in DETAILS:
            text = said(action, subject, detail)
            assert text[0] in string.ascii_uppercase + "ÁÉÍÓÚÑ"
            assert text.endswith(".")
            assert "\n" not in text


def test_no_two_languages_say_the_same():
    english = {action: said(action) for action in EVERY}
    i18n.set_language("es")
    assert [action for action in EVERY if said(action) == english[action]] == []


@pytest.mark.parametrize(("action", "subject", "detail", "text"), [
    ("people.add", "person:pia", "peer", "Added Pia Peer (Wellness Peer)."),
    ("people.add", "person:x", "coordinator agreed:cora", "Added somebody (Coordinator). Cora Coordinator agreed."),
    ("people.change_role", "person:pia", "peer coordinator agreed:cora",
     "Changed the role of Pia Peer from Wellness Peer to Coordinator. Cora Coordinator agreed."),
    ("emergency.grant", "emergency:x", "person:pia until:2026-09-14T17:00 agreed:cora",
     "Let Pia Peer stand in for a coordinator for a time. Cora Coordinator agreed."),
    ("people.deactivate", "person:pia", "peer", "Ended the access of Pia Peer."),
    ("roster.accept", "roster", "adds 3, changes 1, inactive 2, reactivated 0, not taken 0",
     "Took in a roster: 3 new, 1 changed, 2 no longer active."),
    ("visit.check_in", "visit:12", "", "Checked a student in (visit 12)."),
    ("note.read", "session:7", "", "Opened the note of session 7."),
    ("agenda.print", "agenda:2026-09-14", "", "Printed the agenda of Sep 14, 2026 (initials only)."),
    ("kit.drill", "kit:B", "", "Tried recovery kit B: it opens what it should."),
    ("retention.set", "retention:visits", "", "Set how long records stay: Visits."),
    ("retention.destroy", "destruction:x", '{"records": "visits", "n": 1200}',
     "Destroyed 1,200 records for good: Visits."),
    ("audit.accept_older", "center:x", "remembered:1042:9f found:1030:7a",
     "Confirmed an older copy of the records: this computer remembered entry 1042, the copy went to entry 1030."),
    ("audit.export", "audit", "1 person:cora", "Saved 1 entry of the audit log as PDF."),
    ("later.thing", "", "", "Did something this version has no words for (later.thing)."),
])
def test_it_says_what_was_done(action, subject, detail, text):
    assert said(action, subject, detail) == text


def test_every_kind_has_a_name_and_every_action_a_kind():
    assert len({kind_label(kind) for kind in Kind}) == len(Kind)
    of = {kind: audit_words.actions_of(kind) for kind in Kind}
    assert set(EVERY) <= frozenset().union(*of.values())
    assert of[Kind.SEALED] == frozenset()
    assert all(audit_words.kind(action) is kind for kind, actions in of.items() for action in actions)
    assert audit_words.kind("later.thing") is Kind.CENTER


def test_a_series_that_moved_is_told_from_one_appointment():
    assert said("appointment.move", "appointment:5", "5") == "Moved an appointment (number 5)."
    assert said("appointment.move", "appointment:5", "5 6 7") == (
        "Moved 3 appointments of a series (the first is number 5).")
