"""Choosing among a few: big cards with an icon and a word, or a list to unfold."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QGridLayout,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from wellnessdesk.ui.kit import theme
from wellnessdesk.ui.kit.buttons import CardButton


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: `key` is what the program keeps, the rest is what the person sees."""

    key: str
    title: str
    icon: str = ""
    detail: str = ""


class ChoiceCards(QWidget):
    """Cards of which one (or, with `many`, any number) is on. Arrow keys move inside, Tab leaves."""

    changed = Signal()

    def __init__(
        self,
        name: str,
        choices: Sequence[Choice],
        *,
        columns: int = 3,
        many: bool = False,
        upright: bool = False,
    ) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._many = many
        self._group = QButtonGroup(self)
        self._group.setExclusive(not many)
        self._cards: dict[str, CardButton] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(10)
        for place, choice in enumerate(choices):
            grid.addWidget(self._card(choice, upright), place // columns, place % columns)
        for column in range(columns):
            grid.setColumnStretch(column, 1)
        self._group.buttonToggled.connect(lambda: self.changed.emit())
        self._enter_at_first_on()

    def value(self) -> str | None:
        """The key of the card that is on; None if there is none. For cards of which one is on."""
        return next(iter(self.values()), None)

    def values(self) -> tuple[str, ...]:
        """The keys of all cards that are on, in reading order."""
        return tuple(key for key, card in self._cards.items() if card.isChecked())

    def set_values(self, keys: Iterable[str]) -> None:
        """Turn exactly these cards on."""
        wanted = set(keys)
        self._group.setExclusive(False)  # an exclusive group refuses to have none on
        for key, card in self._cards.items():
            card.setChecked(key in wanted)
        self._group.setExclusive(not self._many)
        self._enter_at_first_on()

    def set_value(self, key: str | None) -> None:
        """Turn one card on, or none."""
        self.set_values(() if key is None else (key,))

    def card(self, key: str) -> CardButton:
        """The card itself, for a shortcut or a tooltip."""
        return self._cards[key]

    def set_invalid(self, invalid: bool) -> None:
        """Mark all cards as wrong, or no longer."""
        for card in self._cards.values():
            theme.restyle(card, invalid=invalid)

    def _enter_at_first_on(self) -> None:
        """Tab comes to the card that is on, as with any group of radio buttons, or to the first."""
        cards = self._cards.values()
        entry = next((card for card in cards if card.isChecked()), next(iter(cards), None))
        for card in cards:
            card.setFocusPolicy(Qt.FocusPolicy.StrongFocus if card is entry else Qt.FocusPolicy.ClickFocus)
        if entry is not None:
            self.setFocusProxy(entry)

    def _card(self, choice: Choice, upright: bool) -> CardButton:
        card = CardButton(choice.title, choice.detail, choice.icon, upright=upright)
        card.setCheckable(True)
        self._group.addButton(card)
        self._cards[choice.key] = card
        return card


class ChoiceList(QComboBox):
    """A list to unfold, for more than about six choices."""

    changed = Signal()

    def __init__(self, choices: Sequence[Choice], *, placeholder: str = "") -> None:
        super().__init__()
        self.setView(QListView())  # the default view is a menu, which takes no delegate
        self.setItemDelegate(_RoomyDelegate(self))
        self.setPlaceholderText(placeholder)
        for choice in choices:
            self.addItem(choice.title, choice.key)
        self.setCurrentIndex(-1 if placeholder else 0)
        self.currentIndexChanged.connect(lambda: self.changed.emit())

    def value(self) -> str | None:
        """The key chosen; None while there is only the placeholder."""
        key = self.currentData()
        return None if key is None else str(key)

    def set_value(self, key: str | None) -> None:
        """Choose by key; None goes back to the placeholder."""
        self.setCurrentIndex(-1 if key is None else self.findData(key))


class _RoomyDelegate(QStyledItemDelegate):
    """Rows tall enough to hit; padding in the style sheet would make them overlap."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return super().sizeHint(option, index).expandedTo(QSize(0, 32))
