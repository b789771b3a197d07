"""One entry of a packet: read as it would leave, each found name hidden or not, included or withheld."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.packets import Decision, Item, Part, proposed
from wellnessdesk.domain.redaction import Hit, without
from wellnessdesk.ui.kit.choices import Choice, ChoiceCards, ChoiceList
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.texts import label

_INCLUDE, _WITHHOLD = "include", "withhold"


class ItemReview(QWidget):
    """Shows one item at a time; tells of every decision and of every name hidden or shown."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._item: Item | None = None
        self._hidden: set[tuple[int, Hit]] = set()
        self._shown: dict[int, QLabel] = {}
        self._title = label("", "heading", wrap=True)
        self.care = Banner(tone="flag")
        self._texts = QScrollArea()
        self._texts.setAccessibleName(_("As it would leave"))
        self._texts.setFrameShape(QFrame.Shape.NoFrame)
        self._texts.setWidgetResizable(True)
        self._texts.viewport().setAutoFillBackground(False)
        self.choice = ChoiceCards(_("Include or withhold"), [
            Choice(_INCLUDE, _("Include"), "ok"), Choice(_WITHHOLD, _("Withhold"), "hide")], columns=2)
        for key in (_INCLUDE, _WITHHOLD):
            self.choice.card(key).setObjectName(f"packet.{key}")
        self.ground = ChoiceList([Choice(entry.id, str(entry.label))
                                  for entry in catalogues.load("withholding_grounds")],
                                 placeholder=_("Choose the legal ground"))
        self.ground.setObjectName("packet.withhold.ground")
        self.ground.setAccessibleName(_("Legal ground"))
        self.choice.changed.connect(self._decided)
        self.ground.changed.connect(self.changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._title)
        column.addWidget(self.care)
        column.addWidget(self._texts, 1)
        column.addWidget(self.choice)
        column.addWidget(self.ground)

    def show_item(self, item: Item, decision: Decision | None) -> None:
        """Show an item with what was decided on it; what is proposed to be hidden where nothing was."""
        self._item = None  # nothing shown from here on is a decision
        self._hidden = set((decision if decision is not None and decision.include else proposed(item)).hidden)
        self._title.setText(item.title)
        self.care.say(_("This is about somebody's safety. Think of who will read it.") if item.careful else "",
                      tone="flag")
        self.choice.set_value(None if decision is None else _INCLUDE if decision.include else _WITHHOLD)
        self.ground.set_value(decision.ground if decision is not None and decision.ground else None)
        self.ground.setVisible(self.choice.value() == _WITHHOLD)
        self._item = item
        self._show_texts()

    @property
    def item(self) -> Item | None:
        """What is shown."""
        return self._item

    def decision(self) -> Decision | None:
        """What is decided now; None for nothing yet."""
        chosen = self.choice.value()
        if chosen is None:
            return None
        if chosen == _WITHHOLD:
            return Decision(include=False, ground=self.ground.value() or "")
        return Decision(include=True, hidden=frozenset(self._hidden))

    def clear(self) -> None:
        """Show nothing, and keep nothing."""
        self._item = None
        self._title.clear()
        self.care.say("")
        self._hidden.clear()
        self._shown.clear()
        self._texts.setWidget(QWidget())

    def _decided(self) -> None:
        self.ground.setVisible(self.choice.value() == _WITHHOLD)
        if self._item is not None:
            self.changed.emit()

    def _show_texts(self) -> None:
        self._shown.clear()
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(4)
        for number, part in enumerate(self._item.parts if self._item is not None else ()):
            if part.text:
                if part.name:
                    column.addWidget(label(part.name, "muted", small=True))
                self._shown[number] = label(self._as_it_leaves(number, part), wrap=True, selectable=True)
                column.addWidget(self._shown[number])
                for hit in part.hits:
                    column.addWidget(self._toggle(number, hit, part.text[hit.start : hit.end]))
        column.addStretch(1)
        body.setAutoFillBackground(False)
        self._texts.setWidget(body)

    def _as_it_leaves(self, number: int, part: Part) -> str:
        return without(part.text, [hit for place, hit in self._hidden if place == number])

    def _toggle(self, number: int, hit: Hit, name: str) -> QCheckBox:
        made = QCheckBox(_("Put {instead} for “{name}”").format(instead=hit.instead, name=name))
        made.setObjectName(f"packet.hide.{number}.{hit.start}")
        made.setChecked((number, hit) in self._hidden)
        made.toggled.connect(lambda on: self._hide(number, hit, on))
        return made

    def _hide(self, number: int, hit: Hit, on: bool) -> None:
        (self._hidden.add if on else self._hidden.discard)((number, hit))
        if self._item is not None:
            self._shown[number].setText(self._as_it_leaves(number, self._item.parts[number]))
        if self.choice.value() == _INCLUDE:
            self.changed.emit()
