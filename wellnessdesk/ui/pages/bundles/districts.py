"""The districts that may receive bundles, their keys in words, and the line by which they know this center."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.bundle_words import kind_label
from wellnessdesk.domain.bundles import Kind, Recipient
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.palette import Tone
from wellnessdesk.ui.kit.parts import Card, EmptyState
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.kit.texts import label


class DistrictsPart(QWidget):
    """The table and the two things to be done with it."""

    def __init__(self, add: Callable[[], object], give_line: Callable[[], object],
                 open_keys: Callable[[Recipient], object], open_terms: Callable[[Recipient], object]) -> None:
        super().__init__()
        self.setObjectName("export.districts")
        self.table = _table()
        self.add = button(_("Add district…"), add, icon="add", role="primary")
        self.add.setObjectName("districts.add")
        self.line = button(_("Give the district this line…"), give_line, icon="sign")
        self.line.setObjectName("districts.line")
        self.keys = button(_("Keys…"), lambda: self._open_current(open_keys), icon="key")
        self.keys.setObjectName("districts.keys")
        self.terms = button(_("What they may receive…"), lambda: self._open_current(open_terms), icon="export")
        self.terms.setObjectName("districts.terms")
        self.table.opened.connect(open_keys)
        self.table.current_changed.connect(self._show_possible)
        self._show_possible(None)
        self._about = Card(_("How the district knows that a bundle is yours"), self.line)
        self._about.add(label(_("Every bundle is signed by the center. Give each district, once, the line with which "
                                "it can check the signature."), wrap=True))
        listed = Card(_("Who may receive bundles"), self.keys, self.terms, self.add)
        listed.add(self.table, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(listed, 1)
        column.addWidget(self._about)

    def show_recipients(self, recipients: Sequence[Recipient]) -> None:
        """Show these; the one selected stays so."""
        self.table.set_records(recipients)

    def _show_possible(self, one: Recipient | None) -> None:
        self.keys.setEnabled(one is not None)
        self.terms.setEnabled(one is not None and one.revoked_at is None)

    def _open_current(self, act: Callable[[Recipient], object]) -> None:
        if (current := self.table.current()) is not None:
            act(current)


def _receives(one: Recipient) -> str:
    """The kinds, and until when."""
    kinds = ", ".join(map(kind_label, one.kinds)) if len(one.kinds) < len(Kind) else _("All kinds")
    if one.valid_until is None:
        return kinds
    return _("{kinds}, until {day}").format(kinds=kinds, day=formats.date(one.valid_until))


def _status(one: Recipient) -> str:
    if one.revoked_at is not None:
        return _("Nothing more")
    return _("In use") if one.keys_in_force else _("Compare the words")


def _tone(one: Recipient) -> Tone:
    if one.revoked_at is not None:
        return "muted"
    return "ok" if one.keys_in_force else "flag"


def _table() -> RecordTable[Recipient]:
    columns = [
        Column[Recipient](title=_("District"), text=lambda one: one.name, strong=True, stretch=True),
        Column[Recipient](title=_("May receive"), text=_receives, width=220, tooltip=_receives),
        Column[Recipient](title=_("Its key in six words"), text=lambda one: one.fingerprint, width=300,
                          tooltip=lambda one: one.keys[0].age_key if one.keys else ""),
        Column[Recipient](title=_("Status"), text=_status, badge=True, width=190, tone=_tone),
    ]
    empty = EmptyState(_("No district yet"),
                       _("Ask the district's data office for its public key (it begins with age1), then add it here."),
                       "key")
    return RecordTable[Recipient](_("Districts"), columns, lambda one: one.id, empty=empty)
