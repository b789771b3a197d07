"""The search box that finds students: who begins so at once, whose name is nearly that a moment later."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.base.progress import Cancelled
from wellnessdesk.domain.peers import not_with
from wellnessdesk.domain.students import digits_apart, told_apart
from wellnessdesk.services import students
from wellnessdesk.services.desk import Desk
from wellnessdesk.services.students import Found, How
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.search import SearchBox, SearchRow


class StudentSearch(SearchBox):
    """Each row's key is its `Student`. Says of everybody whether they are here already, or not on the roster any more.

    `quiet` keeps the box silent, for where something else says why nobody is found. With `plain` it does not say who is
    here: that is recorded where it is asked. With `arriving` it also says with which peers somebody cannot be.
    """

    def __init__(self, context: PageContext, name: str, *, placeholder: str = "", nothing_found: str = "",
                 large: bool = True, plain: bool = False, arriving: bool = False) -> None:
        nothing = nothing_found or _("Nobody on the roster is called that. Try fewer letters.")
        super().__init__(name, placeholder=placeholder or _("Name or number"), nothing_found=nothing, large=large)
        self._desk, self._tasks = context.desk, context.tasks
        self._sought = ""
        self.quiet, self._plain, self._arriving = False, plain, arriving
        self.searched.connect(self._look_up)

    def _look_up(self, query: str) -> None:
        desk, self._sought = self._desk, query
        if query:
            self._tasks.latest(self, lambda: students.find(desk, query), lambda found: self._show(query, found),
                               owner=self)

    def _show(self, query: str, found: list[Found]) -> None:
        if self.quiet:
            return
        more = students.worth_looking_for_similar(query, len(found))
        self.set_results(query, self._rows(found), _("Looking for similar names…") if more else "")
        if more and query == self.query():
            desk, wanted = self._desk, _Wanted(query, lambda: self._sought)
            self._tasks.latest(self, lambda: students.find_similar(desk, query, progress=wanted),
                               lambda similar: self._show_similar(query, found, similar), owner=self)

    def _show_similar(self, query: str, found: list[Found], similar: list[Found]) -> None:
        there = {one.student.id for one in found}
        more = [one for one in similar if one.student.id not in there]
        self.add_results(query, self._rows([*found, *more])[len(found) :])

    def _rows(self, found: Sequence[Found]) -> list[SearchRow]:
        digits = digits_apart(one.student for one in found)
        return [SearchRow(one.student, one.student.name, told_apart(one.student, digits[one.student.id]), "person",
                          standing(self._desk, replace(one, here_since=None) if self._plain else one),
                          warning=not_with(one.not_with) if self._arriving else "") for one in found]


def standing(desk: Desk, found: Found) -> str:
    """What must be known before somebody is checked in; of a name that is only similar, that."""
    if found.here_since is not None:
        return _("already here since {time}").format(time=formats.time(desk.local(found.here_since)))
    if not found.student.active:
        return _("not on the roster any more")
    return _("similar name") if found.how is How.SIMILAR else ""


class _Wanted:
    """Stops looking for similar names as soon as something else is searched for."""

    def __init__(self, query: str, sought: Callable[[], str]) -> None:
        self._query, self._sought = query, sought

    def report(self, done: int, total: int) -> None:
        """Too quick to tell."""

    def check_cancelled(self) -> None:
        """Raise `Cancelled` if the answer is of no use any more."""
        if self._sought() != self._query:
            raise Cancelled
