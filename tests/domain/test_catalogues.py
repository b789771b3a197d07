"""The catalogues that are shipped are whole, and a wrong one is refused in words that name the place."""

import datetime as dt
import re

import pytest

from wellnessdesk.base import i18n
from wellnessdesk.base.paths import resource
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.catalogues import CatalogueProblem, Text

HEAD = '[catalogue]\nsource = "here"\nlast_verified = 2026-01-31\n'
REASON = ('[[entry]]\nid = "rest"\nlabel = { en = "Rest", es = "Descanso" }\n'
          'about = { en = "a", es = "b" }\nminutes = 5\nservices = []\n')


@pytest.fixture
def spanish():
    before = i18n.language()
    i18n.set_language("es")
    yield
    i18n.set_language(before)


def texts(entry):
    values = (getattr(entry, name) for cls in type(entry).__mro__ for name in getattr(cls, "__slots__", ()))
    return [value for value in values if isinstance(value, Text)]


def refusal(tmp_path, body, kind=catalogues.VisitReason, name="visit_reasons.toml"):
    path = tmp_path / name
    path.write_text(body, encoding="utf-8")
    with pytest.raises(CatalogueProblem) as caught:
        catalogues.read(path, kind)
    assert name in str(caught.value)
    return str(caught.value)


def test_every_file_of_the_folder_is_a_catalogue_and_the_other_way_round():
    others = {"school_calendar", "pathways"}  # of a form of their own
    assert {path.stem for path in resource("catalogues").glob("*.toml")} == {*catalogues.NAMES, *others}


@pytest.mark.parametrize("name", catalogues.NAMES)
def test_every_entry_has_both_languages_a_source_and_a_plain_id(name):
    catalogue = catalogues.load(name)
    assert catalogue.entries
    assert len(set(catalogue.ids())) == len(catalogue.entries)
    for entry in catalogue:
        assert re.fullmatch(r"[a-z0-9_]+", entry.id)
        assert len(entry.source) > 10
        assert dt.date(2023, 1, 1) < entry.last_verified
        for text in texts(entry):
            assert text.en.strip() == text.en
            assert text.es.strip() == text.es


@pytest.mark.parametrize("name", ["topics", "offers", "strengths", "visit_reasons", "red_flags"])
def test_labels_are_translated_and_tell_entries_apart(name):
    labels = [entry.label for entry in catalogues.load(name)]
    assert all(text.en != text.es for text in labels)
    assert len({text.en for text in labels}) == len({text.es for text in labels}) == len(labels)


def test_there_are_ten_service_options_and_none_needs_a_clinician():
    options = catalogues.service_options()
    assert len(options.entries) == 10
    assert {option.tier for option in options} == {1, 2}
    assert options.get("peer_counseling").needs_note


def test_the_words_a_peer_writes_with_are_not_clinical():
    clinical = re.compile(r"depres|anxi|trauma|disorder|symptom|diagn|ansied|trastorn|síntoma", re.IGNORECASE)
    for name in ("topics", "offers", "strengths", "visit_reasons"):
        for entry in catalogues.load(name):
            assert not any(clinical.search(text.en + text.es) for text in texts(entry)), entry.id


def test_self_harm_is_immediate_and_immediate_means_ten_minutes():
    assert catalogues.red_flags().get("self_harm").urgency == "immediate"
    assert catalogues.urgencies().get("immediate").minutes == 10


def test_the_crisis_card_has_the_three_lines_of_the_domain():
    lines = {line.id: line for line in catalogues.crisis_lines()}
    assert (lines["lifeline_988"].call, lines["crisis_text_line"].text_to) == ("988", "741741")
    assert (lines["teen_line"].call, lines["teen_line"].text_to) == ("800-852-8336", "839863")
    for line in lines.values():
        for number in filter(None, (line.call, line.text_to)):
            assert number in line.how.en
            assert number in line.how.es


def test_bell_times_follow_each_other_and_have_one_lunch():
    periods = catalogues.bell_times().entries
    assert all(one.end <= following.start for one, following in zip(periods, periods[1:], strict=False))
    assert [period.kind for period in periods].count("lunch") == 1


def test_no_grade_belongs_to_two_bands():
    grades = [grade for band in catalogues.grade_bands() for grade in band.grades]
    assert len(grades) == len(set(grades))


def test_a_label_follows_the_language_and_an_unknown_id_stands_for_itself(spanish):
    assert catalogues.label("visit_reasons", "take_a_break") == "Tomar un descanso"
    assert catalogues.label("visit_reasons", "not_there_any_more") == "not_there_any_more"
    i18n.set_language("en")
    assert catalogues.label("visit_reasons", "take_a_break") == "Take a break"


def test_an_entry_is_stale_after_180_days():
    line = catalogues.crisis_lines().entries[0]
    assert not catalogues.stale(line, line.last_verified + dt.timedelta(days=180))
    assert catalogues.stale(line, line.last_verified + dt.timedelta(days=181))


def test_an_entry_takes_source_and_date_from_its_file_unless_it_has_its_own(tmp_path):
    path = tmp_path / "visit_reasons.toml"
    own = REASON.replace("rest", "own") + 'source = "there"\nlast_verified = 2026-02-01\n'
    path.write_text(HEAD + REASON + own, encoding="utf-8")
    first, second = catalogues.read(path, catalogues.VisitReason)
    assert (first.source, first.last_verified) == ("here", dt.date(2026, 1, 31))
    assert (second.source, second.last_verified) == ("there", dt.date(2026, 2, 1))


@pytest.mark.parametrize(("body", "said"), [
    (HEAD + REASON.replace(', es = "Descanso"', ""), ["rest", "label", "Spanish"]),
    (HEAD + REASON.replace("Descanso", " "), ["rest", "label", "Spanish"]),
    (HEAD + REASON.replace("minutes = 5", ""), ["rest", "minutes", "whole number"]),
    (HEAD + REASON.replace("minutes = 5", "minutes = true"), ["rest", "minutes", "whole number"]),
    (HEAD + REASON.replace("minutes = 5", "minutes = 0"), ["rest", "minutes", "at least 1"]),
    (HEAD + REASON + "colour = 3\n", ["rest", "colour", "not known"]),
    (HEAD + REASON + REASON, ["line 11", "rest", "twice"]),
    (HEAD + REASON.replace("rest", "own") + REASON.replace("= 5", "= 0"), ["line 11, in the entry “rest”"]),
    (HEAD.replace('"here"', '""') + REASON, ["rest", "source"]),
    (HEAD.replace("2026-01-31", '"soon"') + REASON, ["rest", "last_verified", "date"]),
    (HEAD, ["[[entry]]"]),
    (REASON, ["[catalogue]"]),
    (HEAD + "[[entry]\n", ["TOML"]),
])
def test_a_wrong_catalogue_is_refused_and_the_place_is_named(tmp_path, body, said):
    message = refusal(tmp_path, body)
    assert all(word in message for word in said), message


def test_a_missing_catalogue_is_a_plain_sentence(tmp_path):
    with pytest.raises(CatalogueProblem, match=r"topics\.toml.*missing"):
        catalogues.read(tmp_path / "topics.toml", catalogues.Entry)


def test_values_outside_their_choices_are_refused(tmp_path):
    prompt = HEAD + '[[entry]]\nid = "x"\nlabel = { en = "a", es = "b" }\nkind = "perhaps"\n'
    assert "does_not" in refusal(tmp_path, prompt, catalogues.ScopePrompt, "scope_prompts.toml")
    bell = HEAD + ('[[entry]]\nid = "x"\nlabel = { en = "a", es = "b" }\nkind = "class"\n'
                   "start = 09:00:00\nend = 08:00:00\n")
    assert "before it begins" in refusal(tmp_path, bell, catalogues.BellPeriod, "bell_times.toml")


def test_a_rule_that_names_a_module_that_is_not_there_is_told_with_file_and_line(tmp_path):
    for name in ("clearance_rules", "training_modules", "agreement_texts"):
        body = resource("catalogues", f"{name}.toml").read_text(encoding="utf-8")
        (tmp_path / f"{name}.toml").write_text(body, encoding="utf-8")
    body = (tmp_path / "clearance_rules.toml").read_text(encoding="utf-8").replace('"mediation"]', '"ghost"]', 1)
    line = body[:body.index('id = "conflict_mediation"')].count("\n") + 1
    said = refusal(tmp_path, body, catalogues.ClearanceRule, "clearance_rules.toml")
    assert f"“clearance_rules.toml” cannot be used: line {line}, in the entry “conflict_mediation”: “ghost”" in said


def test_a_red_flag_of_an_unknown_urgency_is_refused(tmp_path):
    for name in ("red_flags", "urgencies"):
        body = resource("catalogues", f"{name}.toml").read_text(encoding="utf-8")
        (tmp_path / f"{name}.toml").write_text(body, encoding="utf-8")
    body = (tmp_path / "red_flags.toml").read_text(encoding="utf-8").replace('"same_day"', '"whenever"', 1)
    assert "urgency" in refusal(tmp_path, body, catalogues.RedFlag, "red_flags.toml")
