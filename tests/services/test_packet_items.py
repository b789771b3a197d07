"""What stands in a packet beside signed notes and flags: referrals, contacts with caregivers, rules, locked drafts."""

import subprocess
from dataclasses import replace

import pytest

from tests.applied import open_round, sent_here
from tests.centers import fresh_center, handed_over, note
from tests.changed_keys import signed_in
from tests.families import LUIS, ROSA, add_families
from tests.support import quick_keys
from wellnessdesk.domain import packets as rules
from wellnessdesk.domain.contacts import Entry, RuleKind
from wellnessdesk.domain.disclosures import Ground, NewDisclosure
from wellnessdesk.domain.packets import Decision
from wellnessdesk.domain.referrals import Facts, Step, StepKind
from wellnessdesk.services import (
    application_ratings,
    audit,
    begun_sessions,
    caregivers,
    contacts,
    disclosures,
    leaving,
    note_locks,
    packets,
    referrals,
    sessions,
)
from wellnessdesk.services.audit import log
from wellnessdesk.store import sealed
from wellnessdesk.vault.errors import Tampered

JOSE, ANNA = 1, 2
WHY, SAFETY = "cannot sleep since the move, as Anna O'Neil said", "a court order of May"
ENTRY = Entry(student=JOSE, caregiver=ROSA, channel="phone", language="es", interpreter="Ms. Paz", spoke="Pia Peer",
              reached="yes", summary="She worries about Anna O'Neil too.")


@pytest.fixture
def center(tmp_path):
    made = fresh_center(tmp_path / "center")
    add_families(made)
    yield made
    made.admin.close()


def refer(desk, student=JOSE):
    made = referrals.draft(desk, Facts(student=student, kind="counseling", to="Valley Youth", why=WHY, purpose="sleep"))
    referrals.step(desk, made.id, Step(kind=StepKind.CONSENT, day=desk.today(), who="student", how="in_person"))
    return made.id


def items(desk, student=JOSE):
    return {item.key: item for item in packets.prepare(desk, student, Ground.FAMILY).items}


def texts(item):
    return {part.name: part.text for part in item.parts}


def applied(center):
    """José wrote a form; staff recommended him, somebody rated and interviewed him."""
    open_round(center)
    form = sent_here(center, "200001", why="Anna O'Neil helped me once")
    application_ratings.recommend(center.coordinator, form, "Ms. Rivera", 4, "kind to Anna O'Neil")
    application_ratings.note_interview(center.coordinator, form, "spoke of his brother")
    application_ratings.rate(center.coordinator, form, {"listening": 4})
    return form


def test_an_application_is_in_the_packet_with_what_was_said_of_it_and_no_rater(center):
    form = applied(center)
    found = {key: item for key, item in items(center.coordinator).items() if "session" not in key}
    (recommended,) = [item for key, item in found.items() if key.startswith("recommendation:")]
    (held,) = [item for key, item in found.items() if key.startswith("interview:")]
    said = as_proposed(found[f"application:{form}"])
    assert said["Round"] == "Spring"
    assert "[another student] helped me once" in said.values()
    assert "4 of 4 points" in said.values()
    assert "Cora" not in repr(said)
    assert as_proposed(recommended) == {"By": "Ms. Rivera", "How strongly": "highly recommended",
                                        "What was said": "kind to [another student]"}
    assert as_proposed(held) == {"What was said": "spoke of his brother"}
    assert audit.verify(center.coordinator).sound
    assert "Opened an application" in repr(log.page(center.coordinator).lines)
    with center.coordinator.store.transaction() as tx:
        sealed.remove(tx, "recommendation", recommended.key.partition(":")[2])
    with pytest.raises(Tampered):
        items(center.coordinator)


def as_proposed(item):
    (section,) = [one for one in rules.sections(
        replace(EMPTY, items=(item,)), {item.key: rules.proposed(item)}) if one.title == item.title]
    return dict(section.texts)


EMPTY = rules.Draft(student=None, name="", facts=(), items=())


def test_a_referral_is_in_the_packet_with_its_steps_and_nobody_else_is_named(center):
    made = refer(center.coordinator)
    refer(center.coordinator, ANNA)
    referrals.step(center.coordinator, made, Step(kind=StepKind.SEND, day=center.coordinator.today(), how="phone"))
    found = {key: item for key, item in items(center.coordinator).items() if key.startswith("referral:")}
    assert list(found) == [f"referral:{made}"]
    said = as_proposed(found[f"referral:{made}"])
    assert said["To whom"] == "Valley Youth"
    assert said["Why"] == "cannot sleep since the move, as [another student] said"
    assert said["What the helper was told"] == "sleep"
    assert {name.split(": ")[1]: text for name, text in said.items() if ": " in name} == {
        "Drafted": "–", "Agreed to": "The student · In person", "Sent": "By telephone"}


def test_the_log_in_a_packet_names_no_helper_of_a_referral_that_is_withheld_from_it(center):
    made = refer(center.coordinator)
    referrals.step(center.coordinator, made, Step(kind=StepKind.SEND, day=center.coordinator.today(), how="phone"))
    draft = packets.prepare(center.coordinator, JOSE, Ground.FAMILY)
    given = {item.key: rules.proposed(item) for item in draft.items}
    kept = given | {f"referral:{made}": Decision(include=False, ground="minor_consent")}

    def log_with(decisions):
        return rules.sections(draft, decisions)[-1].rows

    ((day, to, why, what),) = log_with(given)
    assert (to, what) == ("Valley Youth", "A referral: name, grade and what it is for")
    assert "sleep" in why
    assert log_with(kept) == ((day, "Withheld", "It belongs to something that is withheld.", "–"),)


def test_nor_where_the_line_was_written_by_hand_or_does_not_say_what_it_was_written_with(center):
    made = refer(center.coordinator)
    for to, what in (("  valley youth ", "What the student said"), ("Rosa Núñez, mother", "The calendar")):
        disclosures.record(center.coordinator, JOSE, NewDisclosure(
            day=center.coordinator.today(), recipient=to, ground=Ground.CONSENT, purpose="sleep", what=what))
    draft = packets.prepare(center.coordinator, JOSE, Ground.FAMILY)
    decisions = {f"referral:{made}": Decision(include=False, ground="minor_consent")}
    assert {to for _day, to, _why, _what in rules.sections(draft, decisions)[-1].rows} == {
        "Withheld", "Rosa Núñez, mother"}


def test_a_contact_is_in_the_packet_as_it_stands_and_as_it_stood(center):
    made = contacts.write(center.coordinator, ENTRY)
    center.clock.advance(minutes=5)
    contacts.correct(center.coordinator, made.mark.id, replace(ENTRY, summary="She worries.", reached="message"))
    contacts.write(center.coordinator, replace(ENTRY, student=ANNA, caregiver=0, who="aunt"))
    found = {key: item for key, item in items(center.coordinator).items() if key.startswith("contact:")}
    assert list(found) == [f"contact:{made.mark.id}"]
    said = as_proposed(found[f"contact:{made.mark.id}"])
    assert (said["With whom"], said["What was said"]) == ("Rosa Núñez", "She worries.")
    assert said["How"] == "By telephone · Left a message"
    assert said["Who spoke"] == "[another student]"
    (before,) = [text for name, text in said.items() if name.startswith("Until ")]
    assert before.endswith("She worries about [another student] too.")


def test_a_contact_rule_is_in_the_packet_and_asks_for_a_decision_of_its_own(center):
    caregivers.set_rule(center.coordinator, JOSE, LUIS, RuleKind.DO_NOT_CONTACT, SAFETY)
    caregivers.set_rule(center.coordinator, JOSE, None, RuleKind.ASK_FIRST, "all of them")
    (one, every) = [item for key, item in items(center.coordinator).items() if key.startswith("rule:")]
    first, second = sorted((texts(one), texts(every)), key=lambda told: told["For whom"])
    assert (first["For whom"], second["For whom"]) == ("All caregivers", "Luis Núñez")
    assert (second["What holds"], second["Why"], second["Until"]) == ("Do not contact", SAFETY, "")
    assert one.careful
    assert every.careful
    caregivers.end_rule(center.coordinator, one.key.removeprefix("rule:"))
    assert texts(items(center.coordinator)[one.key])["Until"] == "Sep 14, 2026"


def test_what_is_withheld_is_not_on_the_paper_and_its_ground_is(center, tmp_path):
    refer(center.coordinator)
    contacts.write(center.coordinator, ENTRY)
    caregivers.set_rule(center.coordinator, JOSE, LUIS, RuleKind.SAFETY, SAFETY)
    draft = packets.prepare(center.coordinator, JOSE, Ground.FAMILY)
    decisions = {item.key: rules.proposed(item) for item in draft.items}
    [rule] = [key for key in decisions if key.startswith("rule:")]
    decisions[rule] = Decision(include=False, ground="court_order")
    new = NewDisclosure(day=center.front.today(), recipient="Luis Núñez, father", ground=Ground.FAMILY,
                        purpose="He asked", what="")
    file = tmp_path / "packet.pdf"
    file.write_bytes(packets.save(center.coordinator, JOSE, new, decisions))
    words = " ".join(subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True,
                                    check=True).stdout.split())
    assert "Valley Youth" in words
    assert "She worries about [another student] too." in words
    assert "34 CFR 99.4" in words
    assert SAFETY not in words
    assert "Anna" not in words
    assert "Pia" not in words
    told = [line.text for line in log.page(center.coordinator).lines]
    assert any("Withheld a part of a student's record: A court order" in text for text in told)
    assert audit.verify(center.coordinator).sound


@pytest.mark.parametrize("kind", ["referral", "caregiver contact"])
def test_what_is_not_as_it_was_sealed_stops_the_packet(center, kind):
    refer(center.coordinator)
    made = contacts.write(center.coordinator, ENTRY)
    contacts.correct(center.coordinator, made.mark.id, replace(ENTRY, summary="She worries."))
    with center.admin.store.transaction() as tx:
        tx.session.connection().exec_driver_sql(
            f"UPDATE sealed SET blob = blob || x'00' WHERE kind = '{kind}' AND version = "  # noqa: S608
            f"(SELECT max(version) FROM sealed WHERE kind = '{kind}')")
    with pytest.raises(Tampered):
        packets.prepare(center.coordinator, JOSE, Ground.FAMILY)


def test_the_draft_of_somebody_who_left_is_in_the_packet_and_says_that_nobody_signed_it(center):
    made = handed_over(center, JOSE, center.peer)
    sessions.save_draft(center.peer, made, note(text="half a zebrafinch"))
    assert items(center.coordinator) == {}  # its author still writes
    with quick_keys():
        leaving.deactivate(center.admin, center.peer.person.id)
    with signed_in(center, "Cora Coordinator") as cora:
        note_locks.lock(cora, made)
        item = items(cora)[f"session:{made}"]
    assert item.title.endswith("signed by nobody")
    assert "half a zebrafinch" in texts(item).values()


def test_a_locked_draft_about_a_group_tells_each_what_is_about_them_alone(center):
    now = center.clock.now()
    group = begun_sessions.begin(center.peer, begun_sessions.NewSession(
        students=(JOSE, ANNA), started_at=now, place="library"))
    sessions.save_draft(center.peer, group.id, note(text="calm", remarks=((JOSE, "tall ship"), (ANNA, "an owl"))))
    with quick_keys():
        leaving.deactivate(center.admin, center.peer.person.id)
    with signed_in(center, "Cora Coordinator") as cora:
        note_locks.lock(cora, group.id)
        for student, own, others in ((JOSE, "tall ship", "an owl"), (ANNA, "an owl", "tall ship")):
            said = texts(items(cora, student)[f"session:{group.id}"]).values()
            assert own in said
            assert others not in said
