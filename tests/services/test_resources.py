"""The directory at a real center: kept, taken back, imported, exported, printed, recorded."""

import subprocess
from dataclasses import replace

import pytest

from wellnessdesk.base.errors import Problem
from wellnessdesk.domain.resources import Resource
from wellnessdesk.services import resources
from wellnessdesk.store import audit_log
from wellnessdesk.store.audit_log import Sought

ROOTS = Resource(kind="family", name="New Roots", phone="555-0101", languages=("es",), cost="free")


def actions(desk):
    with desk.reading() as tx:
        found, _further = audit_log.backwards(tx, Sought(), None, 5)
    return [one.entry.action for one in found]


def words_of(pdf):
    read = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, check=True, capture_output=True)
    return read.stdout.decode()


def test_an_entry_is_kept_for_everybody_and_recorded(center):
    kept, done = resources.save(center.coordinator, replace(ROOTS, name="  New   Roots "))
    assert kept == replace(ROOTS, id=kept.id)
    assert resources.directory(center.peer) == [kept]
    assert actions(center.coordinator)[0] == "resource.save"
    assert done.added == (kept.id,)


def test_a_change_is_taken_back_and_a_new_entry_is_retired_by_it(center):
    desk = center.coordinator
    kept, added = resources.save(desk, ROOTS)
    _new, changed = resources.save(desk, replace(kept, phone="555-0102"))
    resources.take_back(desk, changed)
    assert resources.directory(desk) == [kept]
    resources.take_back(desk, added)
    assert resources.directory(desk) == [replace(kept, active=False)]


def test_checked_today_retired_and_back(center):
    desk = center.coordinator
    kept, _done = resources.save(desk, ROOTS)
    checked, done = resources.checked(desk, kept.id)
    assert checked.verified == desk.today()
    resources.take_back(desk, done)
    assert resources.directory(desk)[0].verified is None
    assert not resources.retire(desk, kept.id)[0].active
    assert resources.bring_back(desk, kept.id)[0].active


def test_what_cannot_be_kept_is_a_sentence_and_nothing_is_written(center):
    with pytest.raises(Problem, match="Give it a name"):
        resources.save(center.coordinator, replace(ROOTS, name=" \u202e"))
    with pytest.raises(Problem, match="not there any more"):
        resources.save(center.coordinator, replace(ROOTS, id=99))
    with pytest.raises(Problem, match="not there any more"):
        resources.retire(center.coordinator, 99)
    assert resources.directory(center.coordinator) == []


def test_a_file_is_looked_at_taken_and_taken_back(center, tmp_path):
    desk = center.coordinator
    kept, _done = resources.save(desk, ROOTS)
    file = resources.export(desk, tmp_path / "directory")
    file.write_text(file.read_text("utf-8-sig").replace("555-0101", "555-0199") + "Other,health\n", "utf-8")
    seen = resources.preview(desk, file)
    assert [one.name for one in seen.adds] == ["Other"]
    assert [new.phone for _old, new in seen.changes] == ["555-0199"]
    assert resources.directory(desk) == [kept]

    done = resources.accept(desk, seen)
    assert {one.name: one.phone for one in resources.directory(desk)} == {"New Roots": "555-0199", "Other": ""}
    resources.take_back(desk, done)
    assert [one for one in resources.directory(desk) if one.active] == [kept]
    assert actions(desk)[:3] == ["resource.take_back", "resource.import", "resource.export"]


def test_a_preview_that_is_out_of_date_is_not_written(center, tmp_path):
    desk = center.coordinator
    kept, _done = resources.save(desk, ROOTS)
    file = tmp_path / "d.csv"
    file.write_text("name,phone\nNew Roots,1\n")
    seen = resources.preview(desk, file)
    resources.checked(desk, kept.id)
    with pytest.raises(Problem, match="in the meantime"):
        resources.accept(desk, seen)
    assert resources.directory(desk)[0].phone == "555-0101"


def test_a_file_that_cannot_be_written_is_a_sentence(center, tmp_path):
    with pytest.raises(Problem, match="could not be saved"):
        resources.export(center.coordinator, tmp_path / "nowhere" / "x.csv")


@pytest.mark.parametrize(("language", "title"), [("en", "Who can help"), ("es", "Quién puede ayudar")])
def test_a_card_is_printed_in_the_language_that_was_chosen_and_the_log_says_not_which(center, language, title):
    kept, _done = resources.save(center.coordinator, replace(ROOTS, about="Talks <b>with</b> families"))
    pdf = resources.card(center.peer, [kept.id, kept.id], language)
    text = words_of(pdf)
    assert title in text
    assert "New Roots" in text
    assert "555-0101" in text
    assert "Talks <b>with</b> families" in text
    assert text.count("New Roots") == 1
    assert actions(center.coordinator)[0] == "sealed"


def test_a_card_of_nothing_or_of_everything_is_refused(center):
    for ids in ([], range(61)):
        with pytest.raises(Problem, match="Choose from 1 to 60"):
            resources.card(center.peer, ids)
    with pytest.raises(Problem, match="not there any more"):
        resources.card(center.peer, [5])


def test_sixty_entries_fit_on_pages(center):
    ids = [resources.save(center.coordinator, replace(ROOTS, name=f"N{n}", about="words " * 90))[0].id
           for n in range(60)]
    assert words_of(resources.card(center.front, ids)).count("\f") > 10
