"""Buttons and keys that mean whoever is chosen in the lists: do it, or say whom to choose first."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.visits import Stage, Visit
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.pages.visits.columns import Columns
from wellnessdesk.ui.pages.visits.row_acts import RowActs
from wellnessdesk.ui.pages.visits.rows import Row


class Chosen:
    """For the lists of one page."""

    def __init__(self, page: QWidget, columns: Columns, acts: RowActs) -> None:
        self._page, self._columns, self._acts = page, columns, acts

    def hand_over(self) -> None:
        """From outside the lists also for who has waited longest: the menu says who it is."""
        row = self._columns.current()
        if row is None and self._columns.keyboard_is_here():
            self._say(_("First choose who is handed over, in “Waiting”."))
            return
        row = row or self._columns.first_waiting()
        if row is not None and row.visit.stage in (Stage.WAITING, Stage.RESTING):
            self._acts.hand_over(row)
        else:
            self._say(_("Only somebody who waits can be handed over."))

    def check_out(self) -> None:
        """Check them out."""
        self._do(self._acts.check_out, _("First choose who leaves, in “Waiting” or “With a peer”."),
                 Stage.WAITING, Stage.WITH_PEER, Stage.RESTING)

    def rest(self) -> None:
        """Let them rest."""
        self._do(self._acts.rest, _first_choose(), Stage.WAITING, Stage.WITH_PEER)

    def to_queue(self) -> None:
        """Back to those who wait."""
        self._do(self._acts.to_queue, _first_choose(), Stage.WITH_PEER, Stage.RESTING)

    def correct(self) -> None:
        """Set facts of their visit right."""
        self._do(self._acts.correct, _first_choose(), *Stage)

    def slip(self, left_last: Visit | None) -> None:
        """Print a pass slip; where nobody is chosen, that of whoever left last."""
        row = self._columns.current()
        visit = row.visit if row is not None else left_last
        if visit is not None:
            self._acts.slip_of(visit)
        else:
            self._say(_("First choose whose slip it is."))

    def _do(self, act: Callable[[Row], None], else_say: str, *stages: Stage) -> None:
        row = self._columns.current()
        if row is not None and row.visit.stage in stages:
            act(row)
        else:
            self._say(else_say)

    def _say(self, text: str) -> None:
        messages.say(self._page, text, tone="info")


def _first_choose() -> str:
    return _("First choose with whom, in one of the lists.")
