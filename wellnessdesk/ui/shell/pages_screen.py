"""The screen of whoever is signed in: the list of pages at the left, the page, and what stands above it."""

from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import places
from wellnessdesk.services.changes import Change
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.page import MARGIN, Page
from wellnessdesk.ui.kit.parts import separator
from wellnessdesk.ui.kit.tasks import Tasks
from wellnessdesk.ui.kit.toast import Toast
from wellnessdesk.ui.shell import page_list
from wellnessdesk.ui.shell.page_list import PageList, Place

_NAVIGATION_WIDTH = 216
_ROOMY = 10
"""With more pages than that they stand closer, so that all fit into a window of 800 pixels."""
_TICK_MS = 15_000


class PagesScreen(QWidget):
    """Lives from sign-in to lock. Makes each page when it is first shown, and asks it anew after a change of its own.

    Whoever derives calls `lay_out` when its parts are there, then goes to a page; `context()` is what pages are given.
    """

    lock_asked = Signal()

    def __init__(self, shown: Sequence[Place], tasks: Tasks, *, seldom: Collection[str] = ()) -> None:
        super().__init__()
        self._tasks = tasks
        self._places = tuple(shown)
        self.dense = len(self._places) > _ROOMY
        self._pages: dict[str, Page] = {}
        self._stale: set[str] = set()
        self._list = PageList(self._places, seldom, dense=self.dense)
        self._list.chosen.connect(self.go_to)
        self._stack = QStackedWidget()
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def context(self) -> Any:
        """What every page is given."""
        raise NotImplementedError

    @property
    def page(self) -> Page:
        """The page that is shown."""
        shown = self._stack.currentWidget()
        assert isinstance(shown, Page)  # noqa: S101 - only pages are ever put in
        return shown

    @property
    def key_shown(self) -> str:
        """The key of the page that is shown."""
        return next((key for key, page in self._pages.items() if page is self._stack.currentWidget()), "")

    def go_to(self, key: str) -> None:
        """Show a page; what changed since it was last shown is asked for anew."""
        if key not in self._list:
            return
        if self._pages and key != self.key_shown:
            self.leave_page()
        new = key not in self._pages
        if new:
            self._pages[key] = self.make(next(place for place in self._places if place.key == key))
            self._stack.addWidget(self._pages[key])
        self._stack.setCurrentWidget(self._pages[key])
        self._list.mark(key)
        self.follow(key)
        if new or key in self._stale:
            self._stale.discard(key)
            call(self.page, "refresh")
        call(self.page, "focus_first")

    def go_to_place(self, place: places.Place) -> None:
        """Back to where the person was; what is not there any more is passed over."""
        if place.unfolded:
            self._list.unfold(True)
        self.go_to(place.page)
        if self.key_shown == place.page and place.detail:
            call(self.page, "go_to_place", place.detail)

    def place(self) -> places.Place:
        """Where the person is: the page, and what the page says of itself."""
        return places.Place(self.key_shown, call(self.page, "place") or "", self._list.unfolded)

    @property
    def in_front(self) -> Any:
        """What is shown in front of the pages, where there is such a thing."""
        return None

    def show_in_front(self, shown: Any) -> None:
        """Show that again, in a screen made anew."""

    @property
    def unsaved(self) -> bool:
        """Whether a page holds something that could not be kept."""
        return any(getattr(page, "unsaved", False) for page in self._pages.values())

    def leave(self) -> None:
        """Before lock or close: let every page keep what was half-typed."""
        for page in self._pages.values():
            call(page, "leave")

    def leave_page(self) -> None:
        """The page that is shown goes; so do the messages that told of it."""
        call(self.page, "leave")
        for toast in self.window().findChildren(Toast):
            toast.leave()

    def make(self, place: Place) -> Page:
        """The page of a place."""
        return place.make(self.context())

    def follow(self, key: str) -> None:
        """Another page is shown: what stands around it follows."""

    def tick(self) -> None:
        """Some seconds have passed."""
        call(self.page, "tick")

    def on_change(self, change: Change) -> None:
        """Something was written: pages that show such things are asked anew, the others when they are next shown."""
        for key, page in self._pages.items():
            if change.features & getattr(page, "features", frozenset()):
                self._stale.add(key)
        shown = self.key_shown
        if shown in self._stale:
            self._stale.discard(shown)
            call(self.page, "refresh")

    def page_actions(self) -> list[QAction]:
        """The pages, for the File menu; also what makes their shortcuts work."""
        return [self.action(place.title(), page_list.keys(number), lambda key=place.key: self.go_to(key))
                for number, place in enumerate(self._places, 1)]

    def action(self, text: str, keys: str, act: Any) -> QAction:
        """An entry of the File menu."""
        made = QAction(text, self)
        if keys:
            made.setShortcut(QKeySequence(keys))
        made.triggered.connect(lambda _checked=False: act())
        return made

    def lock_button(self) -> QPushButton:
        """Locks the program."""
        made = self.foot_button(_("Lock"), self.lock_asked.emit, "lock", _("Lock the program (Ctrl+L)"))
        made.setObjectName("nav.lock")
        return made

    def foot_button(self, text: str, act: Any, icon: str, tooltip: str) -> QPushButton:
        """A button below the list of pages."""
        made = button(text, act, icon=icon, role="nav", tooltip=tooltip)
        made.setProperty("dense", self.dense)
        return made

    def lay_out(self, above: Sequence[QWidget], head: Sequence[QWidget], foot: Sequence[QWidget]) -> None:
        """`above` stands above the page, `head` and `foot` above and below the list of pages."""
        main = QVBoxLayout()
        main.setContentsMargins(0, 0, 0, 0)
        main.setSpacing(0)
        around = QVBoxLayout()
        around.setContentsMargins(MARGIN, 12, MARGIN, 0)
        around.setSpacing(8)
        for part in above:
            around.addWidget(part)
        main.addLayout(around)
        main.addWidget(self._stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._navigation(head, foot))
        row.addLayout(main, 1)

    def _tick(self) -> None:
        if self._tasks.ended:  # the screen is on its way out, and outlives its work by a moment
            self._timer.stop()
            return
        self.tick()

    def _navigation(self, head: Sequence[QWidget], foot: Sequence[QWidget]) -> QWidget:
        column = QWidget()
        column.setObjectName("Navigation")
        column.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column.setFixedWidth(_NAVIGATION_WIDTH)
        rows = QVBoxLayout(column)
        rows.setContentsMargins(12, 18, 12, 14)
        rows.setSpacing(1 if self.dense else 4)
        for part in head:
            rows.addWidget(part)
        rows.addSpacing(10)
        rows.addWidget(self._list, 1)
        rows.addWidget(separator())
        rows.addSpacing(6)
        for part in foot:
            rows.addWidget(part)
        return column


def call(page: Page, name: str, *given: str) -> Any:
    """Ask something of a page that it may or may not do (`refresh`, `tick`, `leave`, `focus_first`, `place`…)."""
    method = getattr(page, name, None)
    return method(*given) if method is not None else None
