"""A scanned card: its student is checked in, or it is said why not; a card nobody has can be given to somebody."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from wellnessdesk.domain.students import Student
from wellnessdesk.services import students
from wellnessdesk.services.students import Found
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.student_search import standing
from wellnessdesk.ui.pages.visits.card_dialog import CardDialog


class Cards:
    """For one page; `check_in` opens the check-in of a student."""

    def __init__(self, context: PageContext, page: QWidget, check_in: Callable[[Student], object]) -> None:
        self._context, self._page, self._check_in = context, page, check_in

    def take(self, number: str) -> None:
        """Look up whose it is; a second card before the answer takes the place of the first."""
        desk = self._context.desk
        self._context.tasks.latest("visits.card", lambda: students.by_card(desk, number),
                                   lambda found: self._read(number, found), owner=self._page)

    def _read(self, number: str, found: Found | None) -> None:
        if found is None:
            CardDialog(self._page, self._context, number, self._check_in).open()
            return
        why_not = standing(self._context.desk, found)
        if why_not:
            messages.say(self._page, f"{found.student.name}: {why_not}", tone="info")
        else:
            self._check_in(found.student)
