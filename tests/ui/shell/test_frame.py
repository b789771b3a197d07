"""The window itself: its size is remembered, nothing else of anybody; menus; what it does when settings are strange."""

import json
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from wellnessdesk import __version__
from wellnessdesk.base import paths, settings
from wellnessdesk.domain.people import Role
from wellnessdesk.services import students, visits
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.shell import frame as frames


@pytest.fixture
def screen(monkeypatch):
    """A screen of any size; 1920x1080 unless told otherwise."""

    def of(width, height):
        room = SimpleNamespace(availableSize=lambda: QSize(width, height))
        monkeypatch.setattr(frames, "QGuiApplication", SimpleNamespace(primaryScreen=lambda: room))

    of(1920, 1080)
    return of


@pytest.fixture
def frame(qtbot, screen):
    def make():
        made = frames.Frame()
        qtbot.addWidget(made)
        return made

    return make


def file():
    return paths.profile() / "settings.json"


def size(of):
    return of.width(), of.height()


def test_the_first_time_it_has_its_own_size(frame):
    assert size(frame()) == (1280, 800)


def test_the_size_is_remembered(frame):
    one = frame()
    one.resize(1100, 700)
    one.close()

    assert size(frame()) == (1100, 700)


def test_a_size_of_a_larger_screen_fits_into_this_one(frame, screen):
    settings.save(settings.Settings(window=(2500, 1400)))
    screen(1366, 768)

    assert size(frame()) == (1366, 768)


@pytest.mark.parametrize("content", [
    b"", b"{", b"[]", b'{"window": "large", "theme": 3, "language": null}', b'{"window": [1, 2, 3]}', b"\xff\xfe",
    b'{"window": [true, false]}', b'{"window": [1280.5, 800]}',
])  # fmt: skip
def test_strange_settings_are_as_good_as_none(frame, content):
    file().write_bytes(content)

    assert size(frame()) == (1280, 800)
    assert settings.load() == settings.Settings()


def test_a_window_too_small_to_see_is_made_larger(frame):
    settings.save(settings.Settings(window=(-5, 0)))

    assert size(frame()) >= (1000, 680)


def test_settings_that_cannot_be_kept_stop_nobody(frame, tmp_path):
    (tmp_path / "file").touch()
    paths.isolate(tmp_path / "file" / "profile")

    assert frame().close()


def test_the_settings_hold_nothing_about_people(at_desk):
    shown = at_desk(Role.FRONT_DESK)
    student = shown.ask(students.search, "nunez")[0]
    shown.ask(visits.check_in, student.id, reason="talk_with_peer", origin="walk_in")
    shown.frame.set_language("es")
    shown.frame.set_dark(True)
    shown.frame.close()

    assert set(json.loads(file().read_text())) == {"discreet", "language", "theme", "window"}
    said = file().read_text() + (paths.log_file().read_text() if paths.log_file().exists() else "")
    assert not [word for word in ("Frank", "Desk", "Núñez", "Nunez", "Oak") if word in said]
    assert {path.name for path in paths.profile().iterdir()} <= {"settings.json", "wellnessdesk.log"}


def test_the_focus_goes_where_a_screen_wants_it(frame, qtbot):
    shown = frame()
    shown.show()
    shown.activateWindow()
    screen = QWidget()
    column, one, two = QVBoxLayout(screen), QLineEdit(), QLineEdit()
    column.addWidget(one)
    column.addWidget(two)
    two.setFocus()

    shown.show_screen(screen)

    qtbot.waitUntil(two.hasFocus)


def test_a_screen_that_goes_is_gone(frame, qtbot):
    shown = frame()
    old = QLabel("old")
    shown.show_screen(old, "A title")
    assert shown.windowTitle() == "A title – WellnessDesk"

    with qtbot.waitSignal(old.destroyed):
        shown.show_screen(QLabel("new"))

    assert shown.windowTitle() == "WellnessDesk"


def test_what_was_asked_for_after_painting_is_done_once_and_after_it(frame, qtbot):
    shown, painted = frame(), []

    class Screen(QLabel):
        def paintEvent(self, event):
            painted.append("painted")
            super().paintEvent(event)

    shown.show_screen(Screen("text"))
    shown.when_painted(lambda: painted.append("asked for"))
    assert painted == []
    shown.show()
    qtbot.waitUntil(lambda: "asked for" in painted)
    shown.repaint()
    qtbot.wait(30)

    assert painted.index("asked for") > painted.index("painted")
    assert painted.count("asked for") == 1


def test_menus_without_anybody_signed_in(frame):
    shown = frame()

    entries = [[action.text() for action in menu.menu().actions()] for menu in shown.menuBar().actions()]
    assert entries == [["&Quit"], ["&Language", "&Dark mode"], ["&About WellnessDesk"]]


def test_about_tells_the_version(frame):
    shown = frame()
    about = shown.menuBar().actions()[2].menu().actions()[0]
    with messages.answering() as said:
        about.trigger()

    assert f"Version {__version__}" in said[0]


def test_quit_closes(frame, qtbot):
    shown = frame()
    shown.show()
    with qtbot.waitSignal(shown.closing):
        shown.menuBar().actions()[0].menu().actions()[0].trigger()

    assert not shown.isVisible()
