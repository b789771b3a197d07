"""A new center: the welcome, three steps in which nothing is lost, the words that must be written down, the demo."""

import subprocess

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QLineEdit

from tests.demos import SIZE
from tests.limits import no_file_beyond
from tests.support import quick_keys
from wellnessdesk.base.progress import Cancelled
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.recovery import KitName
from wellnessdesk.services import demo, opening, people
from wellnessdesk.ui.kit import messages, pdf_files
from wellnessdesk.ui.kit.progress import ProgressDialog

PASSPHRASE = "seven quiet paper boats"
GOOD = {
    "firstrun.center": "Harbor Wellness Center", "firstrun.school": "Harbor High School",
    "firstrun.admin.name": "Ana Ortega", "firstrun.admin.passphrase": PASSPHRASE, "firstrun.admin.again": PASSPHRASE,
    "firstrun.coordinator.name": "Daniel Kim", "firstrun.coordinator.passphrase": "a tall green window",
    "firstrun.coordinator.again": "a tall green window",
}  # fmt: skip
STEPS = (["firstrun.center", "firstrun.school"],
         ["firstrun.admin.name", "firstrun.admin.passphrase", "firstrun.admin.again"],
         ["firstrun.coordinator.name", "firstrun.coordinator.passphrase", "firstrun.coordinator.again"])
TITLES = ("Create your center", "The first administrator", "The first coordinator")


@pytest.fixture(autouse=True)
def quickly():
    with quick_keys():
        yield


@pytest.fixture
def welcome(start, tmp_path):
    """The program where there is no center yet."""
    return start(tmp_path / "new")


@pytest.fixture
def first_run(welcome):
    welcome.drive.click("welcome.create")
    return welcome


def fill(shown, step, **other):
    """Type a step's fields."""
    for name in STEPS[step]:
        field = shown.field(name)
        field.clear()
        shown.drive.type(name, other.get(name.removeprefix("firstrun.").replace(".", "_"), GOOD[name]))


def go_on(shown):
    shown.drive.click("firstrun.next")


def reach(shown, step):
    for before in range(step):
        fill(shown, before)
        go_on(shown)
    assert shown.reads(TITLES[step])


def written(shown):
    """What stands in the fields, shown or not."""
    fields = {field.objectName(): field.text() for field in shown.screen.findChildren(QLineEdit)}
    return {name: text for name, text in fields.items() if name in GOOD}


def created(shown):
    """All three steps, up to the words."""
    reach(shown, 2)
    fill(shown, 2)
    go_on(shown)
    shown.drive.wait(lambda: shown.drive.has("recovery.next"), "the words")


# ---- the welcome


def test_where_there_is_no_center_there_are_two_ways_to_begin(welcome):
    assert welcome.reads("Welcome to WellnessDesk")
    assert welcome.drive.has("welcome.create")
    assert welcome.drive.has("welcome.demo")
    assert welcome.focused() == "welcome.create"
    assert welcome.frame.windowTitle() == "WellnessDesk"


def test_nothing_is_written_before_it_was_asked_for(first_run, tmp_path):
    reach(first_run, 2)

    assert not (tmp_path / "new").exists()


# ---- the three steps


@pytest.mark.parametrize(("step", "field", "value", "sentence"), [
    (0, "center", "", "Enter the name of the center."), (0, "center", "   ", "Enter the name of the center."),
    (0, "school", "", "Enter the name of the school."),
    (1, "admin_name", "", "Enter a name."),
    (1, "admin_passphrase", "short", "Use at least 10 characters. Four random words work well."),
    (1, "admin_passphrase", "aaaaaaaaaaaa", "Use more different characters."),
    (1, "admin_again", "seven quiet paper ships", "The two passphrases are not the same."),
    (2, "coordinator_name", "", "Enter a name."),
    (2, "coordinator_passphrase", "", "Use at least 10 characters. Four random words work well."),
    (2, "coordinator_again", "", "The two passphrases are not the same."),
    (2, "coordinator_name", "ana  ORTEGA", "Use another person, or add a middle initial: the administrator must not be "
                                            "able to read notes."),
])  # fmt: skip
def test_what_is_wrong_is_told_at_its_field(first_run, tmp_path, step, field, value, sentence):
    reach(first_run, step)
    fill(first_run, step, **{field: value})

    go_on(first_run)

    assert first_run.reads(sentence)
    assert first_run.reads(TITLES[step])
    assert first_run.focused() == f"firstrun.{field.replace('_', '.')}"
    assert not (tmp_path / "new").exists()
    first_run.drive.type(f"firstrun.{field.replace('_', '.')}", "x")
    assert not first_run.reads(sentence)


def test_every_step_begins_at_its_first_field(first_run):
    for step in range(3):
        assert first_run.focused() == STEPS[step][0]
        fill(first_run, step)
        if step < 2:
            go_on(first_run)


def test_going_back_loses_nothing(first_run):
    reach(first_run, 2)
    fill(first_run, 2)
    for _step in range(3):
        first_run.drive.click("firstrun.back")
    assert first_run.drive.has("welcome.create")

    first_run.drive.click("welcome.create")

    assert first_run.reads(TITLES[0])
    assert written(first_run) == GOOD


def test_another_language_loses_nothing(first_run):
    reach(first_run, 1)
    fill(first_run, 1)
    first_run.drive.find("firstrun.admin.name")

    first_run.frame.set_language("es")
    first_run.drive.settle()

    assert {name: text for name, text in written(first_run).items() if text} == {
        name: GOOD[name] for name in STEPS[0] + STEPS[1]}
    assert first_run.drive.has("firstrun.admin.name")
    assert not first_run.drive.has("firstrun.center")


def test_the_time_zone_is_kept_too(first_run, tmp_path):
    zone = first_run.drive.find("firstrun.zone", QComboBox)
    assert zone.currentData() == "America/Los_Angeles"
    first_run.drive.choose("firstrun.zone", "America/Denver")
    first_run.frame.set_language("es")
    first_run.drive.settle()
    assert first_run.drive.find("firstrun.zone", QComboBox).currentData() == "America/Denver"
    first_run.frame.set_language("en")
    first_run.drive.settle()

    created(first_run)
    first_run.print_kits(tmp_path)
    first_run.read_back()
    first_run.drive.type("signin.name", "Ana Ortega")
    first_run.drive.type("signin.passphrase", PASSPHRASE)
    first_run.drive.enter()
    assert first_run.program.desk.center.time_zone == "America/Denver"


def test_with_the_keyboard_alone(welcome):
    welcome.keys("Space")
    for step, names in enumerate(STEPS):
        for name in names:
            for _hop in range(6):
                if welcome.focused() == name:
                    break
                welcome.keys("Tab")
            assert welcome.focused() == name
            QTest.keyClicks(welcome.field(name), GOOD[name])
        for _hop in range(6):
            welcome.keys("Tab")
            if welcome.focused() == "firstrun.next":
                break
        welcome.keys("Space")
        if step == 2:
            welcome.drive.wait(lambda: welcome.drive.has("recovery.next"), "the words")


# ---- the words


def test_a_center_is_made_with_its_first_two_people(first_run, tmp_path):
    created(first_run)
    first_run.print_kits(tmp_path)
    first_run.read_back()

    assert first_run.drive.has("signin.name")
    first_run.drive.type("signin.name", "ana ortega")
    first_run.drive.type("signin.passphrase", PASSPHRASE)
    first_run.drive.enter()
    found = {(person.name, person.role) for person in first_run.ask(people.everybody)}
    assert found == {("Ana Ortega", Role.ADMINISTRATOR), ("Daniel Kim", Role.COORDINATOR)}
    assert first_run.program.desk.center.name == "Harbor Wellness Center"
    assert opening.exists(tmp_path / "new")


def test_both_kits_must_be_saved_and_printed(first_run, tmp_path, monkeypatch):
    created(first_run)
    monkeypatch.setattr(pdf_files, "ask", lambda _parent, title, _name: tmp_path / f"{title}.pdf")
    on = first_run.drive.find("recovery.next", QAbstractButton)
    words = [text for text in first_run.texts() if text.split(". ")[0].isdigit()]
    assert [text.split(". ")[0] for text in words] == [str(number) for number in range(1, 25)] * 2
    assert first_run.reads("This computer has no keyring")
    for letter in "ab":
        assert not on.isEnabled()
        assert not first_run.drive.find(f"recovery.tick.{letter}").isEnabled()
        first_run.drive.click(f"recovery.save.{letter}")
        assert first_run.reads(f"Saved as Recovery kit {letter.upper()}.pdf")
        assert not on.isEnabled()
        first_run.drive.click(f"recovery.tick.{letter}")
    assert on.isEnabled()
    first_run.drive.click("recovery.tick.a")
    assert not on.isEnabled()


def test_the_saved_pages_are_for_their_owner_alone_and_bear_the_words(first_run, tmp_path):
    created(first_run)
    first_run.screen.kit(KitName.A).save(tmp_path / "kit")
    first_run.drive.settle()

    file = tmp_path / "kit.pdf"
    assert file.stat().st_mode & 0o777 == 0o600
    text = subprocess.run(["pdftotext", file, "-"], check=True, capture_output=True, text=True).stdout
    assert set(first_run.screen.kit(KitName.A).words) <= set(text.split())
    assert "Harbor Wellness Center" in text


def test_saving_elsewhere_or_nowhere_leaves_nothing_behind(first_run, tmp_path, monkeypatch):
    created(first_run)
    files = iter([None, tmp_path / "one.pdf", tmp_path / "two.pdf"])
    monkeypatch.setattr(pdf_files, "ask", lambda *_given: next(files))
    before = set(tmp_path.iterdir())

    for _time in range(3):
        first_run.drive.click("recovery.save.a")

    assert set(tmp_path.iterdir()) - before == {tmp_path / "two.pdf"}


def test_where_a_page_cannot_be_saved_it_says_so(first_run, tmp_path):
    created(first_run)
    with messages.answering() as said:
        first_run.screen.kit(KitName.B).save(tmp_path / "no such folder" / "kit.pdf")
        first_run.drive.settle()

    assert "could not be saved there" in said[0]
    assert first_run.drive.find("recovery.save.b").isEnabled()
    assert not first_run.drive.find("recovery.tick.b").isEnabled()


def test_the_file_is_opened_to_be_printed_or_it_says_how(first_run, tmp_path, monkeypatch):
    created(first_run)
    opened, works = [], iter([True, False])
    monkeypatch.setattr(pdf_files, "show", lambda file: opened.append(file) or next(works))
    first_run.screen.kit(KitName.A).save(tmp_path / "kit.pdf")
    first_run.drive.settle()

    first_run.drive.click("recovery.open.a")
    with messages.answering() as said:
        first_run.drive.click("recovery.open.a")

    assert opened == [tmp_path / "kit.pdf"] * 2
    assert "another computer you trust" in said[0]


def test_two_words_of_each_kit_are_asked_back_and_a_wrong_one_is_named(first_run, tmp_path):
    created(first_run)
    first_run.print_kits(tmp_path)
    asked = [first_run.field(f"recovery.word.{letter}.{place}") for letter in "ab" for place in (1, 2)]
    assert len({field.accessibleName() for field in asked}) == 4
    assert first_run.focus is asked[0]
    assert not [text for text in first_run.texts() if text.split(". ")[0].isdigit()]

    first_run.drive.type("recovery.word.a.1", " " + first_run.screen.kit(KitName.A).words[
        asked[0].property("number") - 1].upper())
    first_run.drive.type("recovery.word.b.2", "zzz")
    first_run.drive.click("recovery.done")

    number = asked[3].property("number")
    assert first_run.reads(f"This is not word {number} of kit B. Look at the paper again.")
    assert not first_run.reads(f"This is not word {asked[0].property('number')} of kit A. Look at the paper again.")
    assert first_run.program.opened is not None
    first_run.drive.click("recovery.back")
    assert first_run.reads("Print these two kits now")
    assert [text for text in first_run.texts() if text.split(". ")[0].isdigit()]


def test_in_the_end_the_files_are_deleted_unless_somebody_wants_them(first_run, tmp_path):
    created(first_run)
    first_run.print_kits(tmp_path)
    (tmp_path / "kit-b.pdf").write_bytes(b"something else by that name now")
    first_run.read_back()

    assert first_run.drive.has("signin.name")
    assert not (tmp_path / "kit-a.pdf").exists()
    assert (tmp_path / "kit-b.pdf").exists()


def test_the_files_stay_where_that_is_wanted(first_run, tmp_path):
    created(first_run)
    first_run.print_kits(tmp_path)
    first_run.drive.click("recovery.delete")
    first_run.read_back()

    assert (tmp_path / "kit-a.pdf").exists()


def test_the_words_are_read_back_with_the_keyboard_alone(first_run, tmp_path):
    created(first_run)
    first_run.print_kits(tmp_path)
    for kit, letter in zip(KitName, "ab", strict=True):
        for place in (1, 2):
            field = first_run.tab_to(f"recovery.word.{letter}.{place}")
            first_run.write(first_run.screen.kit(kit).words[field.property("number") - 1])
    first_run.keys("Return")

    assert first_run.drive.has("signin.name")


def test_the_words_are_those_of_the_center(first_run, monkeypatch):
    real, results = opening.create, []
    monkeypatch.setattr(opening, "create", lambda *given, **named: results.append(real(*given, **named)) or results[0])

    created(first_run)

    (made,) = results
    shown = [text.split(". ")[1] for text in first_run.texts() if text.split(". ")[0].isdigit()]
    assert shown == [*made.words_a, *made.words_b]


def test_with_a_keyring_nothing_is_said_of_one(memory_keyring, first_run):
    created(first_run)

    assert not first_run.reads("This computer has no keyring")


def test_another_language_shows_the_same_words_again(first_run):
    created(first_run)
    before = [text for text in first_run.texts() if text.split(". ")[0].isdigit()]

    first_run.frame.set_language("es")
    first_run.drive.settle()

    assert [text for text in first_run.texts() if text.split(". ")[0].isdigit()] == before
    assert not first_run.drive.find("recovery.tick.a", QCheckBox).isChecked()


def test_the_window_is_not_closed_over_the_words_by_mistake(first_run):
    created(first_run)

    with messages.answering(False) as asked:
        assert not first_run.frame.close()
    assert asked[0].startswith("Have you written the words down?")
    assert first_run.drive.has("recovery.next")
    with messages.answering(True):
        assert first_run.frame.close()


def test_while_the_center_is_made_nothing_can_come_between(first_run):
    reach(first_run, 2)
    fill(first_run, 2)
    button = first_run.drive.find("firstrun.next", QAbstractButton)

    QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    assert not button.isEnabled()
    assert not first_run.drive.find("firstrun.back", QAbstractButton).isEnabled()
    assert not first_run.frame.menuBar().isEnabled()
    assert not first_run.frame.close()
    first_run.drive.wait(lambda: first_run.drive.has("recovery.next"), "the words")
    assert first_run.frame.menuBar().isEnabled()


def test_a_full_disk_loses_nothing_that_was_entered(first_run, tmp_path):
    reach(first_run, 2)
    fill(first_run, 2)

    with no_file_beyond(2000), messages.answering() as said:
        go_on(first_run)

    assert said == ["That did not work\nThe disk is full or cannot be written to, so this was not saved. "
                    "What you entered is still here. Make room on the disk, then try again."]
    assert written(first_run) == GOOD
    assert not (tmp_path / "new").exists()
    go_on(first_run)
    first_run.drive.wait(lambda: first_run.drive.has("recovery.next"), "the words")


# ---- the demo


@pytest.fixture
def small_demo(monkeypatch):
    """Demo centers as small as a test likes them."""
    real = demo.make
    monkeypatch.setattr(demo, "make", lambda folder, _size, *, progress: real(folder, SIZE, progress=progress))


def test_a_demo_lies_beside_the_center_to_be_and_starts_anew(welcome, small_demo, tmp_path):
    welcome.drive.click("welcome.demo")

    assert welcome.relaunched == [tmp_path / "demo"]
    assert opening.door(tmp_path / "demo").demo
    assert not (tmp_path / "new").exists()


def test_a_demo_that_is_there_is_opened(welcome, real_center, tmp_path):
    real_center("demo")

    welcome.drive.click("welcome.demo")

    assert welcome.relaunched == [tmp_path / "demo"]


def test_a_demo_that_cannot_be_made_leaves_the_welcome_and_the_place_of_the_center(welcome, monkeypatch, tmp_path):
    def cancelled(*_arguments, **_named):
        raise Cancelled

    monkeypatch.setattr(demo, "make", cancelled)
    welcome.drive.click("welcome.demo")
    assert welcome.relaunched == []

    welcome.drive.click("welcome.create")
    created(welcome)
    assert opening.exists(tmp_path / "new")
    assert not (tmp_path / "demo").exists()


def test_making_a_demo_shows_how_far_it_is(welcome, monkeypatch):
    shown = []

    def slow(_folder, _size, *, progress):
        while not shown:
            progress.report(1, 4)
            progress.check_cancelled()

    monkeypatch.setattr(demo, "make", slow)
    QTest.mouseClick(welcome.drive.find("welcome.demo"), Qt.MouseButton.LeftButton)
    welcome.drive.wait(lambda: bool(welcome.frame.findChildren(ProgressDialog)), "progress")
    assert welcome.reads("Making the demo center")
    shown.append(True)
    welcome.drive.settle()
    assert len(welcome.relaunched) == 1


def test_where_the_demo_itself_is_broken_another_is_made(start, small_demo, tmp_path):
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "center.db").write_bytes(b"not ours at all")
    shown = start(tmp_path / "demo")

    shown.drive.click("welcome.demo")

    assert shown.relaunched == [tmp_path / "demo-2"]
