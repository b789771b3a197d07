"""An agenda of five hundred items in the window: prepared, reordered, held and signed like one of five."""

from dataclasses import replace
from datetime import date
from unittest import mock

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from wellnessdesk.domain.meetings import Attendance, meeting_id
from wellnessdesk.domain.own_items import About
from wellnessdesk.domain.supervision import ItemState
from wellnessdesk.services import meetings, minutes, own_items, supervision
from wellnessdesk.store import supervision as rows
from wellnessdesk.store.supervision import StoredItem
from wellnessdesk.ui.pages.supervision import view

NOW = meeting_id(1, date(2026, 9, 14))
MANY = 500
LONG = "of which there is so much to be said that it needs a second line " * 2


@pytest.fixture
def at(supervision_page):
    """Five hundred own items, every third a long one, written past the service that adds one at a time."""
    supervision.build(supervision_page.desk)
    desk = supervision_page.desk
    with desk.change("supervision") as change:
        items = []
        for number in range(MANY):
            own_items.keep(desk, change.tx, str(number), About.TOPIC, f"Topic {number} {LONG if number % 3 else ''}")
            items.append(StoredItem(section="own", kind="own", ref=str(number), minutes=3, carried=0, state="open"))
        change.record("agenda.build", f"agenda:{NOW}", str(MANY))
        rows.put(change.tx, replace(rows.get(change.tx, NOW), items=tuple(items)))
    supervision_page.refresh()
    return supervision_page


def order(at):
    return [item.ref for item in supervision.read(at.desk, NOW).items]


def test_it_is_reordered_held_and_signed(at):
    first, *_between, last = at.view.agenda_model.items()
    for item in (last, first):
        at.view.select(view.key_of(item))
    assert at.view.rowViewportPosition(0) == 0  # the heading of its part comes with it
    at.view.focus_first()
    with mock.patch.object(view, "line_height", side_effect=view.line_height) as laid_out:
        for _press in range(5):
            QTest.keyClick(at.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
        at.tasks.wait_idle(60)  # each wording of so many takes a while on a busy computer
    assert laid_out.call_count < 20  # not five hundred lines for each press
    assert order(at)[:7] == ["1", "2", "3", "4", "5", "0", "6"]
    found = [at.view.rowHeight(line) for line in range(MANY + 1)]
    at.view.resizeRowsToContents()
    assert found == [at.view.rowHeight(line) for line in range(MANY + 1)]

    at.click("supervision.hold")
    items = at.find("hold.items")
    items.setCurrentRow(MANY - 1)
    at.find("hold.wall").setChecked(False)
    at.write("hold.outcome", "The last word.")
    at.click("hold.everybody")
    at.click("hold.talked")
    at.page.acts.held.reject()
    at.settle()
    assert {seat.state for seat in meetings.look(at.desk, NOW).seats} == {Attendance.PRESENT}
    last = minutes.sign(at.desk, NOW).items[-1]
    assert (last.item.ref, last.item.state, last.words.outcome) == (str(MANY - 1), ItemState.TALKED, "The last word.")
