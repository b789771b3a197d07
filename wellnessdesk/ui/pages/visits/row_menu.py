"""The menu of a row: everything that can be done with its visit."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.visits import Stage, Visit
from wellnessdesk.ui.kit import icons
from wellnessdesk.ui.pages.visits.menus import titled_menu
from wellnessdesk.ui.pages.visits.row_acts import RowActs
from wellnessdesk.ui.pages.visits.rows import Row

_ANY = frozenset(Stage)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of the menu, and the stages in which it stands there. `text` may end with its key, after a tab."""

    icon: str
    text: str
    act: Callable[[Row], None]
    stages: frozenset[Stage] = _ANY


def row_menu(parent: QWidget, row: Row, place: QPoint, acts: RowActs, other: Visit | None) -> None:
    """All that can be done with a visit. `other` is another one of this student today."""
    menu = titled_menu(parent, "queue.menu", row.full_name)
    _add(menu, row, _steps(acts))
    menu.addSeparator()
    _add(menu, row, _more(row, acts, other))
    menu.popup(place)


def _add(menu: QMenu, row: Row, entries: Iterator[_Entry]) -> None:
    for entry in entries:
        if row.visit.stage in entry.stages:
            menu.addAction(icons.icon(entry.icon), entry.text, partial(entry.act, row))


def _steps(acts: RowActs) -> Iterator[_Entry]:
    yield _Entry("hand-over", _("Hand over…") + "\tCtrl+H", acts.hand_over, frozenset({Stage.WAITING, Stage.RESTING}))
    yield _Entry("check-out", _("Check out") + "\tCtrl+O", acts.check_out, _ANY - {Stage.LEFT})
    yield _Entry("calm", _("Let rest") + "\tCtrl+R", acts.rest, frozenset({Stage.WAITING, Stage.WITH_PEER}))
    yield _Entry("waiting", _("Back to the queue") + "\tCtrl+B", acts.to_queue,
                 frozenset({Stage.WITH_PEER, Stage.RESTING}))


def _more(row: Row, acts: RowActs, other: Visit | None) -> Iterator[_Entry]:
    yield _Entry("note", _("Set right…") + "\tCtrl+E", acts.correct)
    if other is not None:
        yield _Entry("recovery", _("Merge with the other visit of today…"), lambda row: acts.merge(row, other))
    yield _Entry("print", _("Pass slip…") + "\tCtrl+P", acts.slip)
    yield _Entry("person", _("Open the student's page"), acts.open_page)
    yield _Entry("undo", _undo_text(row.visit.stage), acts.undo)


def _undo_text(stage: Stage) -> str:
    return {
        Stage.WAITING: _("Take back the check-in…"),
        Stage.WITH_PEER: _("Take back the last step"),
        Stage.RESTING: _("Take back the last step"),
        Stage.LEFT: _("Take back the check-out"),
    }[stage]
