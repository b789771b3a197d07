"""The directory of who can help: what fits a search, what cannot be kept, and what a file would change."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from wellnessdesk.base import i18n
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.resources import (
    LONGEST,
    FileLine,
    Resource,
    Wanted,
    compared,
    cost_text,
    differing,
    field_label,
    fingerprint,
    found,
    joined_cost,
    languages_text,
    parted_cost,
    tidied,
    wrong,
)

TODAY = date(2026, 11, 26)
CLINIC = Resource(id=1, kind="health", name="Clínica del Valle", about="Check-ups and shots", languages=("es", "en"),
                  cost="sliding", cost_note="from $5", phone="555-0101", verified=TODAY - timedelta(days=180))
CENTER = Resource(id=2, kind="identity", name="Rainbow House", for_whom="ages 13 to 19", languages=("en",), cost="free",
                  supports=("lgbtq", "black"), address="12 Main Street", verified=TODAY - timedelta(days=181))
GONE = Resource(id=3, kind="legal", name="Old Aid", active=False)
ALL = (CLINIC, CENTER, GONE)


@pytest.mark.parametrize(("wanted", "ids"), [
    (Wanted(), [1, 2]),
    (Wanted(retired=True), [1, 3, 2]),
    (Wanted(words="clinica"), [1]),
    (Wanted(words="valle clin"), [1]),
    (Wanted(words="main str"), [2]),
    (Wanted(words="lgbt"), [2]),
    (Wanted(kind="health"), [1]),
    (Wanted(language="es"), [1]),
    (Wanted(cost="free"), [2]),
    (Wanted(support="black"), [2]),
    (Wanted(kind="health", cost="free"), []),
    (Wanted(words="aid"), []),
    (Wanted(words="aid", retired=True), [3]),
])
def test_what_fits_is_found_by_name(wanted, ids):
    assert [one.id for one in found(ALL, wanted)] == ids


def test_amber_begins_after_180_days_and_what_was_never_checked_is_amber():
    assert not CLINIC.stale(TODAY)
    assert CENTER.stale(TODAY)
    assert GONE.stale(TODAY)


def test_what_was_typed_is_tidied_and_languages_become_codes():
    typed = Resource(name="  A \u202e\x07 name ", languages=("Spanish", "español", " ", "Mixteco"),
                     supports=("lgbtq", "lgbtq"))
    kept = tidied(typed)
    assert (kept.name, kept.languages, kept.supports) == ("A name", ("es", "Mixteco"), ("lgbtq",))


@pytest.mark.parametrize(("changes", "field"), [
    ({"name": ""}, "name"), ({"name": "x" * (LONGEST + 1)}, "name"), ({"kind": "magic"}, "kind"),
    ({"kind": ""}, "kind"), ({"cost": "magic"}, "cost"), ({"supports": ("magic",)}, "supports"),
    ({"email": "nobody"}, "email"), ({"verified": TODAY + timedelta(days=1)}, "verified"),
])
def test_what_cannot_be_kept_is_told_by_its_field(changes, field):
    assert wrong(CLINIC, TODAY) == {}
    assert list(wrong(replace(CLINIC, **changes), TODAY)) == [field]


def test_cost_and_its_note_are_one_text_in_the_store():
    assert parted_cost(joined_cost(CLINIC)) == ("sliding", "from $5")
    assert parted_cost(joined_cost(CENTER)) == ("free", "")
    assert parted_cost(joined_cost(replace(GONE, cost_note="ask: them"))) == ("", "ask: them")
    assert cost_text(CLINIC) == "By income. from $5"


def test_languages_are_named_in_the_language_in_use():
    assert languages_text(CLINIC) == "Spanish, English"
    i18n.set_language("es")
    assert languages_text(CLINIC) == "español, inglés"


def line(number, resource, *columns):
    return FileLine(number, resource, frozenset(columns))


def test_a_file_adds_changes_and_leaves_what_it_has_no_column_for():
    seen = compared(ALL, [
        line(2, Resource(name="New Roots", kind="family"), "name", "kind"),
        line(3, Resource(name="clinica del valle", phone="555-9999"), "name", "phone"),
        line(4, Resource(name="Rainbow House", phone=""), "name", "phone")], TODAY)

    assert [one.name for one in seen.adds] == ["New Roots"]
    ((old, new),) = seen.changes
    assert (old, new.phone, new.cost_note, new.id) == (CLINIC, "555-9999", "from $5", 1)
    assert differing(old, new) == ["name", "phone"]
    assert (seen.same, seen.not_taken, seen.empty) == (1, (), False)


def test_a_line_that_cannot_be_taken_says_why():
    twins = (*ALL, replace(CENTER, id=4))
    seen = compared(twins, [
        line(2, Resource(name="New Roots", kind="family"), "name"), line(3, Resource(name="New  roots"), "name"),
        line(4, Resource(name="Rainbow House"), "name"),
        line(5, Resource(name="x", email="x"), "name", "email")], TODAY)

    assert [(one.line, one.reason.partition(".")[0]) for one in seen.not_taken] == [
        (3, "The same name stands in the file twice"), (4, "The directory has several entries of this name"),
        (5, "Email: An email address has an @ in it")]


def test_every_field_has_a_name_and_every_state_a_fingerprint_of_its_own():
    names = [field for field in Resource.__dataclass_fields__ if field != "id"]
    assert len({field_label(name) for name in names}) == len(names)
    assert len({fingerprint(one) for one in (*ALL, replace(CLINIC, phone="555-0102"))}) == 4
    assert fingerprint(CLINIC) == fingerprint(replace(CLINIC))


@pytest.mark.parametrize("name", ["resource_kinds", "resource_costs", "identity_supports"])
def test_the_lists_are_there_in_both_languages(name):
    for entry in catalogues.load(name):
        assert entry.label.en
        assert entry.label.es
