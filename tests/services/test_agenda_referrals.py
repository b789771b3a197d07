"""Overdue referrals follow the red flags on an agenda: by kind and initials, until somebody did the next step."""

import pytest

from tests.centers import worked_center
from wellnessdesk.domain.referrals import Facts, Step, StepKind
from wellnessdesk.domain.supervision import ItemKind, Section
from wellnessdesk.services import referrals, supervision

WHY = "xylophone meadow"


@pytest.fixture
def day(tmp_path):
    made = worked_center(tmp_path / "center")
    yield made
    made.center.admin.close()


def refer(cora, *, urgent=False):
    made = referrals.draft(cora, Facts(student=1, kind="counseling", to="Valley Youth", why=WHY, purpose="sleep",
                                       urgent=urgent))
    take(cora, made.id, StepKind.CONSENT, who="student", how="in_person")
    take(cora, made.id, StepKind.SEND, how="phone")
    return made


def take(cora, made, kind, **more):
    referrals.step(cora, made, Step(kind=kind, day=cora.today(), **more))


def those_of(agenda):
    return [item for item in agenda.items if item.kind is ItemKind.REFERRAL]


def test_only_an_overdue_one_is_on_the_agenda_and_only_red_flags_come_before_it(day):
    cora = day.center.coordinator
    refer(cora)
    urgent = refer(cora, urgent=True)
    assert those_of(supervision.build(cora)) == []
    assert supervision.news(cora) == 0
    day.center.clock.advance(days=2)
    assert supervision.news(cora) == 1

    agenda = supervision.build(cora)

    (item,) = those_of(agenda)
    assert list(dict.fromkeys(one.section for one in agenda.items))[:2] == [Section.FLAGS, Section.REFERRALS]
    assert (item.section, item.ref, item.who) == (Section.REFERRALS, urgent.id, f"J. N. · R-{urgent.id[:6]}")
    assert (item.title, item.name) == ("Referral: Counseling and mental health", "José Núñez")
    assert item.reason == "Sent, to Valley Youth; was due Tuesday"
    assert supervision.news(cora) == 0
    assert WHY not in str(agenda)


def test_what_happened_since_stands_there_and_it_leaves_the_next_agenda(day):
    cora = day.center.coordinator
    made = refer(cora, urgent=True)
    day.center.clock.advance(days=2)
    supervision.build(cora)
    take(cora, made.id, StepKind.ACCEPT)
    (item,) = those_of(supervision.read(cora))
    assert item.reason.startswith("Accepted, to Valley Youth; due ")
    assert those_of(supervision.build(cora)) == []
    take(cora, made.id, StepKind.CLOSE, words="well")
    assert supervision.news(cora) == 0


def test_one_left_open_is_carried_over_and_its_ticks_and_minutes_stay(day):
    cora = day.center.coordinator
    made = refer(cora, urgent=True)
    day.center.clock.advance(days=2)
    meeting = supervision.build(cora).meeting.id
    supervision.set_minutes(cora, meeting, ItemKind.REFERRAL, made.id, 9)
    supervision.tick(cora, meeting, ItemKind.REFERRAL, made.id, done=True)
    (item,) = those_of(supervision.build(cora))
    assert (item.minutes, item.done) == (9, True)
    supervision.tick(cora, meeting, ItemKind.REFERRAL, made.id, done=False)
    day.center.clock.advance(days=7)
    (item,) = those_of(supervision.build(cora))
    assert (item.carried, item.minutes) == (1, 9)


def test_one_whose_seals_do_not_hold_is_on_the_agenda_and_says_so(day):
    cora = day.center.coordinator
    made = refer(cora, urgent=True)
    day.center.clock.advance(days=2)
    with day.center.admin.store.transaction() as tx:
        tx.session.connection().exec_driver_sql("UPDATE sealed SET blob = x'00' WHERE kind = 'referral'")
    (item,) = those_of(supervision.build(cora))
    assert (item.ref, item.name, item.who) == (made.id, "", f"R-{made.id[:6]}")
    assert "changed" in item.reason
    assert supervision.print_agenda(cora).startswith(b"%PDF")


def test_the_paper_names_nobody(day):
    cora = day.center.coordinator
    refer(cora, urgent=True)
    day.center.clock.advance(days=2)
    (item,) = those_of(supervision.build(cora))
    assert "José" not in item.title + item.reason + item.who
