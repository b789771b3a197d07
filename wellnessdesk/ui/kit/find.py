"""A search box that asks for itself: what is typed goes to the worker, and its answer comes back as rows."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from wellnessdesk.ui.kit.search import SearchBox, SearchRow
from wellnessdesk.ui.kit.tasks import Tasks


@dataclass(frozen=True, slots=True)
class Answer:
    """What the box shows: rows, or what is said where there are none."""

    rows: tuple[SearchRow, ...]
    nothing: str


class FindBox(SearchBox):
    """`ask(query)` runs on the worker; `read(what it gave)` makes the answer."""

    def __init__(self, tasks: Tasks, key: Hashable, ask: Callable[[str], Any], read: Callable[[Any], Answer], *,
                 name: str) -> None:
        super().__init__(name, placeholder=name, large=False)
        self._tasks, self._task, self._ask, self._read = tasks, key, ask, read
        self.searched.connect(self._look_up)

    def _look_up(self, query: str) -> None:
        if query:
            self._tasks.latest(self._task, lambda: self._ask(query), lambda found: self._show(query, found), owner=self)

    def _show(self, query: str, found: Any) -> None:
        answer = self._read(found)
        self.set_results(query, answer.rows, answer.nothing)
