"""A student's record for a parent: nobody else is named, each note is decided on, and it goes out with its line."""

import subprocess
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.centers import fresh_center
from wellnessdesk.base.errors import Denied, Problem
from wellnessdesk.domain import packets as rules
from wellnessdesk.domain.disclosures import Ground, NewDisclosure
from wellnessdesk.domain.flags import Closing, Urgency
from wellnessdesk.domain.handoff import Handoff
from wellnessdesk.domain.packets import Decision
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.domain.session_facts import NewSession
from wellnessdesk.domain.sessions import NoteBody, RedFlagCheck
from wellnessdesk.domain.student_facts import Audience, Facts
from wellnessdesk.domain.student_file import Contact
from wellnessdesk.services import (
    audit,
    begun_sessions,
    disclosures,
    flags,
    handoff,
    looked,
    packets,
    sessions,
    student_facts,
    telling,
    visits,
)

JOSE = 1
FIRST = "We talked about lunch with Anna O'Neil. Alex felt calm after Otto came by."
SECOND = "Only quicksilver lighthouse."


@pytest.fixture
def center(tmp_path):
    made = fresh_center(tmp_path / "center")
    noted(made)
    yield made
    made.admin.close()


def noted(made):
    """Two notes of a student, the first of which names others, and a flag that was closed."""
    student_facts.save(made.front, JOSE, Facts(preferred="Alex", pronouns="they/them", language="Spanish",
                                               audiences=frozenset({Audience.CENTER, Audience.PACKETS})))
    for text in (FIRST, SECOND):
        visit = visits.check_in(made.front, JOSE, reason="talk_with_peer", origin="walk_in")
        visits.hand_over(made.front, visit.id, made.peer.person.id)
        session = sessions.mine(made.peer)[0]
        telling.told(made.peer, session.id)
        made.clock.advance(minutes=15)
        sessions.sign(made.peer, session.id, NoteBody(
            service="peer_counseling", topics=("friends",), offers=("listened",), text=text,
            red_flag=RedFlagCheck.NOTHING))
        visits.check_out(made.front, visit.id)
    mark = flags.raise_flag(made.peer, session.id, kind="self_harm", urgency=Urgency.SAME_DAY, words="about Anna")
    flags.acknowledge(made.coordinator, mark.id)
    flags.close(made.coordinator, mark.id, Closing(disposition="Talked", notify_caregiver=True, notify_reason="Safety",
                                                   outcome="Harbor seal", reported=False))


def asked(center, ground=Ground.FAMILY):
    return NewDisclosure(day=center.front.today(), recipient="Rosa Núñez, mother", ground=ground,
                         purpose="She asked for it", what="")


def text_of(pdf, tmp_path):
    file = tmp_path / "packet.pdf"
    file.write_bytes(pdf)
    told = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(told.split())


def include_all(draft):
    return {item.key: rules.proposed(item) for item in draft.items}


def test_what_the_center_keeps_and_earlier_lines_of_the_log_name_nobody_either(center, tmp_path):
    student_facts.save(center.front, JOSE, Facts(
        preferred="Alex", access_needs="Alex reads slowly, Anna O'Neil reads aloud",
        audiences=frozenset({Audience.CENTER})))
    before = replace(asked(center), purpose="For the counselor of Alex", recipient="Anna Ortiz, counselor")
    for new in (before, asked(center)):
        draft = packets.prepare(center.coordinator, JOSE, new.ground)
        text = text_of(packets.save(center.coordinator, JOSE, new, include_all(draft)), tmp_path)
    assert "José reads slowly, [another student] reads aloud" in text
    assert "For the counselor of José" in text
    assert "Anna Ortiz, counselor" in text  # with whom it was shared stands there by name
    assert "Alex" not in text


def test_nobody_else_is_named_and_the_preferred_name_is_kept_from_a_parent(center, tmp_path):
    draft = packets.prepare(center.coordinator, JOSE, Ground.FAMILY)
    assert draft.name == "José Núñez"
    text = text_of(packets.save(center.coordinator, JOSE, asked(center), include_all(draft)), tmp_path)
    for word in ("Anna", "O'Neil", "Alex", "they/them", "Otto", "Pia"):
        assert word not in text
    for word in ("lunch with [another student]. José felt calm after [another student] came by", SECOND,
                 "about [another student]", "Harbor seal", "Wellness Peer 1", "José Núñez", "Rosa Núñez, mother",
                 "Spanish", "Visits"):
        assert word in text


def test_another_school_reads_the_name_the_student_chose_for_packets(center, tmp_path):
    draft = packets.prepare(center.coordinator, JOSE, Ground.TRANSFER)
    assert draft.name == "Alex Núñez"
    text = text_of(packets.save(center.coordinator, JOSE, asked(center, Ground.TRANSFER), include_all(draft)), tmp_path)
    assert "Alex felt calm" in text
    assert "they/them" in text


def test_a_note_that_is_withheld_stays_out_and_its_ground_is_in(center, tmp_path):
    draft = packets.prepare(center.coordinator, JOSE, Ground.FAMILY)
    decisions = include_all(draft)
    decisions[draft.items[1].key] = Decision(include=False, ground="minor_consent")
    text = text_of(packets.save(center.coordinator, JOSE, asked(center), decisions), tmp_path)
    assert "quicksilver" not in text
    assert "123115(a)" in text
    assert "2 entries; 1 withheld" in text


def test_a_flag_that_is_withheld_does_not_say_in_the_log_to_whom_it_was_handed_over(center, tmp_path):
    (flag,) = [key for key in include_all(packets.prepare(center.coordinator, JOSE, Ground.FAMILY)) if "flag" in key]
    handoff.save(center.coordinator, flag.removeprefix("flag:"), Handoff(said="Was afraid", stayed="The nurse"),
                 replace(asked(center, Ground.OFFICIAL), recipient="Ms. Ortiz, counselor", what="A page"))
    decisions = include_all(packets.prepare(center.coordinator, JOSE, Ground.FAMILY))
    assert "Ms. Ortiz" in text_of(packets.save(center.coordinator, JOSE, asked(center), decisions), tmp_path)
    decisions[flag] = Decision(include=False, ground="another_student")
    text = text_of(packets.save(center.coordinator, JOSE, asked(center), decisions), tmp_path)
    assert "Ortiz" not in text
    assert "It belongs to something that is withheld." in text


def test_it_goes_out_with_its_line_and_its_entries(center, tmp_path):
    draft = packets.prepare(center.coordinator, JOSE, Ground.FAMILY)
    decisions = include_all(draft)
    decisions[draft.items[0].key] = Decision(include=False, ground="another_student")
    packets.save(center.coordinator, JOSE, asked(center), decisions, Paper.A4)
    (line,) = disclosures.of_student(center.coordinator, JOSE)
    assert (line.recipient, line.ground, line.way) == ("Rosa Núñez, mother", Ground.FAMILY, "packet")
    assert line.what.startswith("The student's record as PDF, with 2 entries")
    assert audit.verify(center.coordinator).sound
    told = [one.text for one in looked.at(center.coordinator, JOSE).lines]
    assert sum("Opened the note" in text for text in told) == 2


def test_a_packet_that_cannot_be_made_was_not_given_out(center, monkeypatch):
    decisions = include_all(packets.prepare(center.coordinator, JOSE, Ground.FAMILY))
    monkeypatch.setattr(packets.report, "packet_pdf", lambda *_args, **_kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        packets.save(center.coordinator, JOSE, asked(center), decisions)
    assert not disclosures.of_student(center.coordinator, JOSE)


def test_what_leaves_is_what_was_shown(center, tmp_path):
    draft = packets.prepare(center.coordinator, JOSE, Ground.FAMILY)
    decisions = include_all(draft)
    shown = rules.sections(draft, decisions)
    text = text_of(packets.save(center.coordinator, JOSE, asked(center), decisions), tmp_path)
    for section in shown:
        assert section.title in text
        for _name, words in section.texts:
            assert " ".join(words.split()) in text


def test_a_name_the_coordinator_lets_stand_stands_there(center, tmp_path):
    draft = packets.prepare(center.coordinator, JOSE, Ground.FAMILY)
    decisions = include_all(draft) | {draft.items[0].key: Decision(include=True)}
    assert "Anna O'Neil" in text_of(packets.save(center.coordinator, JOSE, asked(center), decisions), tmp_path)


@pytest.mark.parametrize("spoil", [
    lambda decisions, first: decisions.pop(first),
    lambda decisions, first: decisions.update({"session:999": Decision(True)}),
    lambda decisions, first: decisions.update({first: Decision(include=False)})])
def test_nothing_goes_out_half_decided(center, spoil):
    draft = packets.prepare(center.coordinator, JOSE, Ground.FAMILY)
    decisions = include_all(draft)
    spoil(decisions, draft.items[0].key)
    with pytest.raises(Problem, match="Look through it again"):
        packets.save(center.coordinator, JOSE, asked(center), decisions)
    assert disclosures.of_student(center.coordinator, JOSE) == []


def test_without_a_recipient_nothing_goes_out(center):
    draft = packets.prepare(center.coordinator, JOSE, Ground.FAMILY)
    with pytest.raises(Problem):
        packets.save(center.coordinator, JOSE, NewDisclosure(
            day=center.front.today(), recipient="", ground=Ground.FAMILY, purpose="x", what=""), include_all(draft))
    assert disclosures.of_student(center.coordinator, JOSE) == []


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.PEER, Role.ADMINISTRATOR])
def test_only_a_coordinator_makes_one(center, role):
    with pytest.raises(Denied):
        packets.prepare(center.desk(role), JOSE, Ground.FAMILY)


def test_of_who_never_came_there_is_a_packet_too(center, tmp_path):
    draft = packets.prepare(center.coordinator, 2, Ground.FAMILY)
    text = text_of(packets.save(center.coordinator, 2, asked(center), {}), tmp_path)
    assert draft.items == ()
    assert "There is no visit." in text


def test_a_packet_speaks_the_language_of_who_asks_and_the_log_that_of_the_center(center, tmp_path):
    draft = packets.prepare(center.coordinator, JOSE, Ground.FAMILY, "es")
    assert draft.items[0].title.startswith("Nota del")
    pdf = packets.save(center.coordinator, JOSE, asked(center), include_all(draft), language="es")
    text = text_of(pdf, tmp_path)
    assert "Visitas" in text
    assert "[otro estudiante]" in text or "[otra persona estudiante]" in text
    assert SECOND in text  # what was written stays as it was written
    assert "Visits" not in text
    assert "Anna" not in text
    (line,) = disclosures.of_student(center.coordinator, JOSE)
    assert line.what.startswith("The student's record as PDF")


@pytest.mark.parametrize(("ground", "recipient", "languages", "proposed"), [
    (Ground.FAMILY, "Rosa Núñez, mother", ["es", "es"], "es"), (Ground.FAMILY, "", ["es"], "es"),
    (Ground.FAMILY, "rosa nunez-smith", ["es", "en"], "es"),
    (Ground.FAMILY, "the Núñez-Smith family", ["es", "en"], "en"),
    (Ground.FAMILY, "John Núñez, father", ["es", "en"], "en"), (Ground.FAMILY, "Rosa", ["Vietnamese"], "en"),
    (Ground.FAMILY, "Rosa", ["Español"], "es"), (Ground.TRANSFER, "Rosa", ["es"], "en"), (Ground.FAMILY, "", [], "en")])
def test_the_language_of_the_caregiver_who_asks_is_proposed(ground, recipient, languages, proposed):
    contacts = [Contact(name=name, relation="", language=language)
                for name, language in zip(("Rosa Núñez", "John Smith"), languages, strict=False)]
    assert rules.language_for(ground, recipient, contacts, "en") == proposed


def test_a_groups_note_is_in_the_packet_of_each_and_what_is_about_one_alone_in_theirs_only(center):
    now = center.clock.now()
    group = begun_sessions.begin(center.peer, NewSession(students=(JOSE, 2), started_at=now - timedelta(minutes=30),
                                                         ended_at=now, place="library"))
    telling.told(center.peer, group.id)
    sessions.sign(center.peer, group.id, NoteBody(
        service="support_groups", topics=("friends",), offers=("listened",), text="A calm group.",
        red_flag=RedFlagCheck.NOTHING, remarks=((JOSE, "Spoke of the tall ship."), (2, "Was quiet as an owl."))))
    said = {student: [part.text for item in packets.prepare(center.coordinator, student, Ground.FAMILY).items
                      if item.key == f"session:{group.id}" for part in item.parts] for student in (JOSE, 2)}
    assert "A calm group." in said[JOSE]
    assert "A calm group." in said[2]
    assert "Spoke of the tall ship." in said[JOSE]
    assert "Spoke of the tall ship." not in said[2]
    assert "Was quiet as an owl." in said[2]
    assert "Was quiet as an owl." not in said[JOSE]
