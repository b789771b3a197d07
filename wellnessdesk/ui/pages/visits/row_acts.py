"""What can be done with the visit of one row, wherever that is asked for: its icon, its menu, a button or a key."""

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from wellnessdesk.domain.peers import PeerChoice
from wellnessdesk.domain.visits import Stage, Visit
from wellnessdesk.services import peers
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.pages.visits.acts import Acts
from wellnessdesk.ui.pages.visits.menus import peers_menu
from wellnessdesk.ui.pages.visits.rows import Row
from wellnessdesk.ui.pages.visits.slip_dialog import SlipDialog
from wellnessdesk.ui.pages.visits.windows import Windows


class RowActs:
    """For one page; `place_of` says where on the screen a menu for a row belongs."""

    def __init__(self, context: PageContext, page: QWidget, acts: Acts, windows: Windows,
                 place_of: Callable[[Row], QPoint]) -> None:
        self._context, self._page, self._acts, self._windows, self._place_of = context, page, acts, windows, place_of

    def usual(self, row: Row) -> None:
        """The one thing usually done with a visit in this stage."""
        usual = {Stage.WAITING: self.hand_over, Stage.WITH_PEER: self.check_out, Stage.RESTING: self.check_out,
                 Stage.LEFT: self.undo}
        usual[row.visit.stage](row)

    def hand_over(self, row: Row) -> None:
        """Ask to whom, and hand over."""
        desk, visit = self._context.desk, row.visit

        def show(choices: tuple[PeerChoice, ...]) -> None:
            peers_menu(self._page, row.full_name, choices, lambda peer: self._acts.hand_over(visit, peer),
                       self._place_of(row))

        self._context.tasks.latest("visits.peers", lambda: peers.choices(desk, visit.id), show, owner=self._page)

    def check_out(self, row: Row) -> None:
        """The student leaves."""
        self._acts.check_out(row.visit)

    def rest(self, row: Row) -> None:
        """Let them rest."""
        self._acts.rest(row.visit)

    def to_queue(self, row: Row) -> None:
        """Back to those who wait."""
        self._acts.to_queue(row.visit)

    def undo(self, row: Row) -> None:
        """Take back the last step."""
        self._acts.undo(row.visit)

    def merge(self, row: Row, other: Visit) -> None:
        """Make one visit of this and the `other`."""
        self._acts.merge(row.visit, other)

    def correct(self, row: Row) -> None:
        """Set facts right."""
        self._windows.correct(row.visit)

    def slip(self, row: Row) -> None:
        """Print a pass slip."""
        self.slip_of(row.visit)

    def slip_of(self, visit: Visit) -> None:
        """The same for a visit that stands in no row."""
        SlipDialog(self._page, self._context, visit).open()

    def open_page(self, row: Row) -> None:
        """Go to the student's page."""
        self._context.show_student(row.visit.student_id)
