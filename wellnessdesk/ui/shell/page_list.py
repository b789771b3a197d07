"""The list of pages at the left: those of every day, and the seldom ones folded away under one entry, in place."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.people import Role
from wellnessdesk.ui.kit.buttons import button, describe
from wellnessdesk.ui.kit.icons import icon
from wellnessdesk.ui.kit.layouts import scrolling
from wellnessdesk.ui.kit.page import Page

MORE_KEYS = "Ctrl+0"


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the navigation; `title` is a function, because the language may change.

    For the roles in `seldom` it is folded away under More. The order is that of the numbers (Ctrl+1 to 9): a page keeps
    its number, folded away or not.
    """

    key: str
    title: Callable[[], str]
    icon: str
    roles: frozenset[Role]
    make: Callable[[Any], Page]
    """Gives the page its context."""
    seldom: frozenset[Role] = frozenset()


class PageList(QWidget):
    """Scrolls where a window is too low for all the pages. The page that is shown is always in sight, folded or not.

    `seldom` are the keys of the pages that are folded away.
    """

    chosen = Signal(str)
    """The key of the page that the person wants to see."""

    def __init__(self, places: Sequence[Place], seldom: Collection[str], *, dense: bool) -> None:
        super().__init__()
        self._dense = dense
        self._buttons: dict[str, QPushButton] = {}
        self._seldom = seldom
        self._unfolded = False
        pages = QWidget()
        self._rows = QVBoxLayout(pages)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(1 if dense else 4)
        self._more = button(_("More"), lambda: self.unfold(not self._unfolded), icon="unfold", role="nav")
        self._more.setObjectName("nav.more")
        self._put_in(places)
        self._area: QScrollArea = scrolling(pages, "NavigationScroll")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._area)
        self.unfold(False)

    @property
    def unfolded(self) -> bool:
        """Whether the seldom pages are in sight too."""
        return self._unfolded

    def __contains__(self, key: str) -> bool:
        return key in self._buttons

    def mark(self, key: str) -> None:
        """Show which page is shown, also where its entry is folded away."""
        self._buttons[key].setChecked(True)
        self._show_entries()
        self._area.ensureWidgetVisible(self._buttons[key])

    def unfold(self, on: bool) -> None:
        """Bring the seldom pages into sight, or fold them away again."""
        self._unfolded = on
        self._more.setIcon(icon("fold" if on else "unfold", "muted"))
        describe(self._more, _("Fold the seldom pages away again") if on else _("Pages for now and then"), MORE_KEYS)
        self._show_entries()

    def _put_in(self, places: Sequence[Place]) -> None:
        for number, place in enumerate(places, 1):
            self._buttons[place.key] = self._entry(place, number)
        often = [key for key in self._buttons if key not in self._seldom]
        folded = [key for key in self._buttons if key in self._seldom]
        for made in (*(self._buttons[key] for key in often), self._more, *(self._buttons[key] for key in folded)):
            made.setProperty("dense", self._dense)
            self._rows.addWidget(made)
        self._rows.addStretch(1)

    def _entry(self, place: Place, number: int) -> QPushButton:
        tooltip = _("{page} (Ctrl+{number})").format(page=place.title(), number=number) if keys(number) else ""
        made = button(place.title(), lambda: self.chosen.emit(place.key), icon=place.icon, role="nav", checkable=True,
                      tooltip=tooltip)
        made.setObjectName(f"nav.{place.key}")
        made.setProperty("folded", place.key in self._seldom)
        made.setAutoExclusive(True)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return made

    def _show_entries(self) -> None:
        self._more.setVisible(bool(self._seldom))
        for key in self._seldom:
            self._buttons[key].setVisible(self._unfolded or self._buttons[key].isChecked())


def keys(number: int) -> str:
    """What leads to the page of this number; there are nine digits."""
    return f"Ctrl+{number}" if number <= 9 else ""
