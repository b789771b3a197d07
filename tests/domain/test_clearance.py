"""What is missing for a service, in sentences; what lapses; what an exception lets through."""

from datetime import date, timedelta

import pytest

from wellnessdesk.domain import clearance as rules
from wellnessdesk.domain.clearance import ANY, Held, Need, Rule, Terms

DAY = date(2026, 9, 14)
VERSIONS = {"confidentiality": "2026-08"}


def terms(day=DAY, **wanted):
    found = {ANY: Rule(service=ANY), "tutoring": Rule(service="tutoring")}
    found |= wanted
    return Terms(day=day, rules=found, versions=VERSIONS, titles={"m": "Listening", "n": "Crisis"},
                 since={10: DAY - timedelta(days=14), 20: DAY - timedelta(days=28)})


def needs(**what):
    return terms(tutoring=Rule(service="tutoring", **what))


def lacking(found, held, service="tutoring"):
    return [(one.need, one.id or one.days, one.lapsed) for one in rules.missing(found, held, service)]


def test_who_has_everything_lacks_nothing():
    held = Held(modules={"m": None}, agreements={("confidentiality", "2026-08"): DAY + timedelta(days=1)},
                papers=frozenset({"p"}), attended=DAY - timedelta(days=14))
    asked = needs(modules=("m",), agreements=("confidentiality",), papers=("p",), supervision_days=10)
    assert lacking(asked, held) == []
    assert rules.clearance(asked, held, "pia", "tutoring").cleared


def test_everything_that_is_missing_is_named_in_one_sentence():
    asked = needs(modules=("m", "n"), agreements=("confidentiality",), papers=("caregiver_consent",),
                  supervision_days=10)
    said = rules.why_not("Pia", rules.clearance(asked, Held(modules={"n": DAY}), "pia", "tutoring"))
    assert "Pia is not cleared for “Tutoring” yet" in said
    for part in ("“Listening” (in class)", "“Crisis” lapsed on", "under “Confidentiality” (the peer signs on My day)",
                 "Caregiver's consent", "within the last 10 school days"):
        assert part in said


@pytest.mark.parametrize(("lapses", "counts"), [(DAY - timedelta(days=1), False), (DAY, False),
                                                (DAY + timedelta(days=1), True), (None, True)])
def test_what_lapses_on_a_day_does_not_count_on_it(lapses, counts):
    assert (lacking(needs(modules=("m",)), Held(modules={"m": lapses})) == []) is counts
    signed = Held(agreements={("confidentiality", "2026-08"): lapses})
    assert (lacking(needs(agreements=("confidentiality",)), signed) == []) is counts


def test_a_signature_under_an_older_version_does_not_count():
    held = Held(agreements={("confidentiality", "2025-08"): None})
    assert lacking(needs(agreements=("confidentiality",)), held) == [(Need.AGREEMENT, "confidentiality", None)]


def test_supervision_is_asked_once_by_the_stricter_of_two_rules():
    found = terms(tutoring=Rule(service="tutoring", supervision_days=20), **{ANY: Rule(service=ANY,
                                                                                      supervision_days=10)})
    assert lacking(found, Held()) == [(Need.SUPERVISION, 10, None)]
    assert lacking(found, Held(attended=DAY - timedelta(days=20))) == [(Need.SUPERVISION, 10, None)]


def test_what_holds_for_every_contact_holds_for_every_service():
    found = terms(**{ANY: Rule(service=ANY, modules=("m",))})
    assert lacking(found, Held()) == lacking(found, Held(), ANY) == [(Need.MODULE, "m", None)]


def test_an_exception_counts_for_its_service_and_its_days_and_does_not_hide_what_is_missing():
    asked = needs(modules=("m",))
    held = Held(overrides=(("tutoring", DAY, DAY + timedelta(days=3)), (ANY, DAY, DAY)))
    one = rules.clearance(asked, held, "pia", "tutoring")
    assert one.cleared
    assert one.until == DAY + timedelta(days=3)
    assert [lacks.id for lacks in one.missing] == ["m"]
    late = rules.clearance(terms(DAY + timedelta(days=4), tutoring=asked.rules["tutoring"]), held, "pia", "tutoring")
    assert not late.cleared
    only_any = Held(overrides=((ANY, DAY, DAY),))
    assert not rules.clearance(asked, only_any, "pia", "tutoring").cleared


def test_of_several_services_the_one_that_lacks_least_is_told():
    found = terms(tutoring=Rule(service="tutoring", modules=("m",)), el_groups=Rule(service="el_groups",
                                                                                   modules=("m", "n")))
    told = [rules.clearance(found, Held(), "pia", one) for one in ("el_groups", "tutoring")]
    assert rules.best(told).service == "tutoring"


def test_what_lapses_soon_comes_first_first_and_only_what_a_rule_names():
    found = needs(modules=("m", "n"), agreements=("confidentiality",))
    held = Held(modules={"m": DAY + timedelta(days=9), "n": DAY + timedelta(days=60), "x": DAY + timedelta(days=1)},
                agreements={("confidentiality", "2026-08"): DAY + timedelta(days=2)})
    assert [one.id for one, _day in rules.soon(found, held, 30)] == ["confidentiality", "m"]


def test_a_rule_that_names_what_is_not_there_is_refused_by_name():
    assert "ghost" in rules.wrong_rule(Rule(service="tutoring", modules=("ghost",)), ["m"], [])
    assert "ghost" in rules.wrong_rule(Rule(service="tutoring", agreements=("ghost",)), [], ["confidentiality"])
    assert "ghost" in rules.wrong_rule(Rule(service="tutoring", papers=("ghost",)), [], [])
    assert rules.wrong_rule(Rule(service="tutoring", supervision_days=101), [], [])
    assert rules.wrong_rule(Rule(service="tutoring", modules=("m",), supervision_days=100), ["m"], []) == ""


@pytest.mark.parametrize("spoiled", [None, [], {"tutoring": 3}, {"tutoring": {"modules": "x"}},
                                     {"tutoring": {"modules": [1], "agreements": [], "papers": [],
                                                   "supervision_days": 0}},
                                     {"tutoring": {"modules": [], "agreements": [], "papers": [],
                                                   "supervision_days": True}}])
def test_a_spoiled_setting_leaves_the_rules_as_they_are_shipped(spoiled):
    found = rules.overlaid(spoiled)
    assert found["tutoring"].modules == ("peer_tutoring",)
    assert found["tutoring"].shipped


def test_a_rule_of_the_center_comes_back_as_it_was_kept():
    rule = Rule(service="tutoring", modules=("boundaries",), supervision_days=5)
    assert rules.overlaid({"tutoring": rule.plain()})["tutoring"] == rule
