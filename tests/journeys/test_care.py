"""A peer marks a session and says how they are; the coordinator finds both, reads what they may, changes a rule."""

import pytest
from PySide6.QtWidgets import QApplication, QDialog

from tests.centers import worked_center
from tests.windows import windows
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.supervision import ItemKind
from wellnessdesk.services import session_marks, supervision, supervision_load, supervision_rules, visits, wellbeing
from wellnessdesk.ui.pages.supervision.model import key_of

WORDS, HOW = "velvet otter", "amber heron"


@pytest.fixture
def day(tmp_path):
    made = worked_center(tmp_path / "center")
    visits.check_out(made.center.front, visits.queue(made.center.front).with_peer[-1].id)
    made.center.admin.close()
    return made


@pytest.fixture
def start(qapp, day):
    with windows(qapp) as begin:
        def as_role(role):
            shown = begin(day.center.folder, day.center.clock)
            shown.sign_in(role)
            shown.drive.settle()
            return shown

        yield as_role


def dialog():
    return next(one for one in reversed(QApplication.topLevelWidgets()) if isinstance(one, QDialog) and one.isVisible())


def reads(shown, text):
    return any(text in said for said in shown.texts(dialog()))


def marked(shown, day):
    """Two actions from My day: the key, and the button."""
    shown.screen.page._day.focus_session(day.signed)
    shown.keys("Ctrl+M")
    shown.drive.type("words.text", WORDS)
    shown.drive.click("words.go")
    assert shown.ask(session_marks.own, day.signed).words == WORDS


def told(shown):
    drive = shown.drive
    assert drive.find("wellbeing.answer").isVisible()
    drive.click("wellbeing.answer")
    assert reads(shown, "Only you and the coordinators can read this")
    dialog()._scales["lately"].set_value("2")
    drive.type("wellbeing.words", HOW)
    drive.click("wellbeing.talk")
    drive.click("act.go")
    (check,) = shown.ask(wellbeing.mine)
    assert (check.told.answers, check.told.words, check.told.talk) == ({"lately": 2}, HOW, True)
    assert not shown.screen.page.wellbeing.isVisible()


def agenda_item(shown, kind):
    view = shown.screen.page._view
    item = next(one for one in view.agenda_model.items() if one.kind is kind)
    view.select(key_of(item))
    shown.drive.settle()
    return item


def test_from_my_day_to_the_agenda_and_back_to_the_note(start, day):
    shown = start(Role.PEER)
    marked(shown, day)
    told(shown)
    shown.program.shut()

    shown = start(Role.COORDINATOR)
    drive = shown.drive
    assert [near.person.name for near in shown.ask(supervision_load.look).load.near] == ["Pia Peer"]
    drive.click("nav.supervision")
    drive.click("supervision.build")
    agenda_item(shown, ItemKind.SESSION)
    assert WORDS in drive.find("supervision.why").text()
    peer = agenda_item(shown, ItemKind.PEER)
    assert "asks for a talk" in drive.find("supervision.why").text()
    assert HOW not in " ".join(shown.texts())

    shown.screen.page._view.opened.emit(peer)
    drive.settle()
    assert not reads(shown, HOW)
    drive.click("peer.read")
    assert reads(shown, HOW)
    drive.click("peer.close")

    shown.screen.page._view.opened.emit(agenda_item(shown, ItemKind.SESSION))
    drive.settle()
    assert shown.screen.key_shown == "overview"
    assert drive.find("review.note").isVisible()


def test_nothing_of_a_peer_nor_the_words_of_a_mark_stand_on_the_wall(start, day):
    shown = start(Role.PEER)
    marked(shown, day)
    told(shown)
    shown.program.shut()

    shown = start(Role.COORDINATOR)
    shown.drive.click("nav.supervision")
    shown.drive.click("supervision.build")
    shown.drive.click("supervision.hold")
    shown.drive.settle()
    items = dialog()._list
    for place in range(items.count()):
        items.setCurrentRow(place)
        shown.drive.settle()
        seen = " ".join([*shown.texts(dialog()), *(items.item(at).text() for at in range(items.count()))])
        assert not any(words in seen for words in (WORDS, HOW, "asks for a talk", "Wellness Peer P."))
        assert "Pia Peer" not in items.item(place).text()
    shown.drive.click("hold.leave")


def test_a_coordinator_changes_a_rule_and_goes_back_to_what_is_shipped(start):
    shown = start(Role.COORDINATOR)
    shown.screen.go_to("settings")
    shown.drive.settle()
    table = shown.drive.find("settings.rules")
    rule = next(one for one in table.records_model.records() if one.id == "peer_load")
    table.opened.emit(rule)
    shown.drive.settle()
    shown.drive.find("rule.limit").setValue(5)
    shown.drive.click("act.go")
    assert shown.ask(supervision_rules.rules)["peer_load"].limit == 5
    table.opened.emit(next(one for one in table.records_model.records() if one.id == "peer_load"))
    shown.drive.settle()
    shown.drive.click("rule.back")
    assert shown.ask(supervision_rules.rules)["peer_load"] == rule


def test_a_check_can_be_skipped_and_is_not_asked_again_at_once(start):
    shown = start(Role.PEER)
    shown.drive.click("wellbeing.skip")
    assert not shown.ask(wellbeing.due)
    assert not shown.screen.page.wellbeing.isVisible()
    shown.drive.click("myday.how")
    assert dialog().windowTitle() == "How are you?"
    shown.drive.click("act.cancel")


def test_the_overviews_tiles_lead_to_their_places(start):
    shown = start(Role.COORDINATOR)
    assert shown.ask(supervision.read) is None
    shown.drive.click("overview.tile.supervision")
    assert shown.screen.key_shown == "supervision"
    shown.screen.go_to("overview")
    shown.drive.settle()
    shown.drive.click("overview.tile.peers")
    assert dialog().windowTitle() == "Peers to look after"
    shown.drive.click("nearlimits.close")
    shown.drive.click("overview.tile.load")
    assert shown.screen.key_shown == "settings"
