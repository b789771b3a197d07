"""A list of which some are chosen: all of them until somebody takes a tick away."""

from collections.abc import Callable, Mapping

from wellnessdesk.base.i18n import _
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.parts import Card
from wellnessdesk.ui.kit.tables import Column, RecordTable

_BOX = 60

Entry = tuple[str, str, str]
"""Key, title, what is said beside it."""


class TickCard(Card):
    """`key` begins the object names. `changed` is called after each decision."""

    def __init__(self, key: str, title: str, heading: str, beside: str, changed: Callable[[], object]) -> None:
        self._all = button(_("All"), lambda: self._set(True), role="row")
        self._none = button(_("None"), lambda: self._set(False), role="row")
        self._all.setObjectName(f"{key}.all")
        self._none.setObjectName(f"{key}.none")
        super().__init__(title, self._all, self._none)
        self._changed = changed
        self._left_out: set[str] = set()
        self._entries: list[Entry] = []
        columns = [
            Column[Entry](title="", text=self._said, width=_BOX, ticked=lambda one: one[0] not in self._left_out),
            Column[Entry](title=heading, text=lambda one: one[1], strong=True, stretch=True),
            *([Column[Entry](title=beside, text=lambda one: one[2], width=110, align="right")] if beside else [])]
        self.table = RecordTable[Entry](title, columns, lambda one: one[0], many=True, sortable=False)
        self.table.setObjectName(f"{key}.table")
        self.table.ticked.connect(self._turn)
        self.add(self.table, 1)

    def show_entries(self, found: Mapping[str, tuple[str, str]]) -> None:
        """These can be chosen; what was left out before stays so."""
        self._entries = [(key, *words) for key, words in found.items()]
        self.table.set_records(self._entries)

    def chosen(self) -> list[str]:
        """The keys with a tick."""
        return [key for key, *_words in self._entries if key not in self._left_out]

    def whole(self) -> bool:
        """Whether none was left out."""
        return len(self.chosen()) == len(self._entries)

    def _said(self, one: Entry) -> str:
        return _("Left out") if one[0] in self._left_out else _("Chosen")

    def _turn(self, found: list[Entry]) -> None:
        keys = {key for key, *_words in found}
        self._left_out = self._left_out - keys if keys & self._left_out else self._left_out | keys
        self._tell()

    def _set(self, chosen: bool) -> None:
        self._left_out = set() if chosen else {key for key, *_words in self._entries}
        self._tell()

    def _tell(self) -> None:
        self.table.show_ticks()
        self._changed()
