"""Which kind of bundle: cards, each with what it holds; and why a recipient may not have the one chosen."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.bundle_words import kind_label, may_not_receive
from wellnessdesk.domain.bundles import Kind, Recipient
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.choices import Choice, ChoiceCards
from wellnessdesk.ui.kit.parts import Banner

_ICONS = {Kind.AGGREGATE: "charts", Kind.ROWS: "note", Kind.PACKET: "person"}


def kind_choices(kinds: Sequence[Kind]) -> list[Choice]:
    """A card for each kind."""
    return [Choice(kind, kind_label(kind), _ICONS[kind], kind_about(kind)) for kind in kinds]


def kind_about(kind: Kind) -> str:
    """What a kind of bundle holds."""
    return {
        Kind.AGGREGATE: _("How many, never who. Small counts are blank."),
        Kind.ROWS: _("A line for each visit, under made-up numbers. For an approved study."),
        Kind.PACKET: _("What the center wrote about one student, by name."),
    }[kind]


class KindPart(QWidget):
    """Tells of another choice. A kind that the recipient may not have can be chosen, to read why not."""

    changed = Signal()

    def __init__(self, kinds: Sequence[Kind], today: Callable[[], date], open_terms: Callable[[Recipient], object],
                 open_keys: Callable[[Recipient], object]) -> None:
        super().__init__()
        self._kinds, self._today = tuple(kinds), today
        self._recipient: Recipient | None = None
        self._remedy: Callable[[], object] = lambda: None
        self._open_terms, self._open_keys = open_terms, open_keys
        self.cards = ChoiceCards(_("What leaves?"), kind_choices(kinds))
        self.cards.set_value(kinds[0])
        for kind in kinds:
            self.cards.card(kind).setObjectName(f"export.kind.{kind}")
        self.change = button("", lambda: self._remedy())
        self.change.setObjectName("export.mayhave")
        self.refused = Banner("", "", "flag", self.change)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.cards)
        column.addWidget(self.refused)
        self.setFocusProxy(self.cards)
        self.cards.changed.connect(self._chosen)

    def value(self) -> Kind:
        """The kind chosen."""
        return Kind(self.cards.value() or self._kinds[0])

    def show_recipient(self, recipient: Recipient | None) -> None:
        """Say of each kind whether this recipient may have it."""
        self._recipient = recipient
        for kind in self._kinds:
            refused = recipient is not None and may_not_receive(recipient, kind, self._today())
            self.cards.card(kind).say(_("Not for {name}.").format(name=recipient.name) if recipient and refused
                                      else kind_about(kind))
        self._tell()

    def focus_refusal(self) -> None:
        """To what can be done about it."""
        (self.change if self.change.isVisible() else self.cards).setFocus()

    def _chosen(self) -> None:
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        known = self._recipient
        why = may_not_receive(known, self.value(), self._today()) if known is not None else ""
        self.refused.say(why, tone="flag")
        if known is None or not why:
            return
        self.change.setVisible(known.revoked_at is None)
        if known.valid_on(self._today()) and self.value() in known.kinds:
            self._offer(_("Keys…"), self._open_keys, known)
        else:
            self._offer(_("What they may receive…"), self._open_terms, known)

    def _offer(self, words: str, act: Callable[[Recipient], object], recipient: Recipient) -> None:
        self.change.setText(words)
        self.change.setAccessibleName(words)
        self._remedy = lambda: act(recipient)
