"""Raising a red flag: how soon, about what, and go. Enter alone is enough."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.flags import Urgency
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.choices import Choice, ChoiceCards, ChoiceList
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.fields import NoteField
from wellnessdesk.ui.kit.forms import Field
from wellnessdesk.ui.kit.texts import label

NO_KIND = "other"
"""The kind of a flag raised in two actions, without saying what it is about."""
_ICONS = {Urgency.IMMEDIATE: "crisis", Urgency.SAME_DAY: "today", Urgency.NEXT_SUPERVISION: "supervision"}
_WIDTH = 760


@dataclass(frozen=True, slots=True)
class NewFlag:
    """What was told of: how soon an adult must act, what kind of worry, a few words if they wish; of a group, about
    which student."""

    urgency: Urgency
    kind: str
    words: str
    student: int | None = None


class FlagDialog(Dialog):
    """Opens ready to be confirmed as "Right now": who is unsure gets an adult at once.

    The kind is not asked for. Once it is chosen, the urgency follows it, unless the peer chose that themselves.
    """

    def __init__(self, parent: QWidget, student: str, group: Sequence[tuple[int, str]] = ()) -> None:
        super().__init__(parent, _("Raise a red flag"), width=_WIDTH)
        self.setObjectName("flag.dialog")
        self._who = ChoiceList([Choice(str(number), name) for number, name in group], placeholder=_("Choose"))
        self._who_field = Field(_("Which student is it about?"), self._who)
        self._who_field.setVisible(bool(group))
        self._urgency_chosen = False
        self._urgency = self._make_urgency()
        self._kind = ChoiceList(
            [Choice(flag.id, str(flag.label)) for flag in catalogues.red_flags_in_use()],
            placeholder=_("Choose it, or leave it to the adult"),
        )
        self._signs = label("", "muted", wrap=True, small=True)
        self._words = NoteField(lines=2, most_lines=5)
        self._confirm = button(_("Raise the flag"), self.accept, icon="flag", role="primary")
        self._cancel = button(_("Cancel"), self.reject)
        self._kind.changed.connect(self._follow_kind)
        self._name_parts()
        self._lay_out(student)
        self._confirm.setDefault(True)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):  # Enter alone begins a new line in the words
            QShortcut(QKeySequence(keys), self, self.accept)
        self._urgency.card(Urgency.IMMEDIATE).setFocus(Qt.FocusReason.TabFocusReason)

    def flag(self) -> NewFlag:
        """What was chosen."""
        urgency = Urgency(self._urgency.value() or Urgency.IMMEDIATE)
        chosen = self._who.value()
        return NewFlag(urgency, self._kind.value() or NO_KIND, self._words.value(), int(chosen) if chosen else None)

    def accept(self) -> None:
        """Raise it; in a group only once it is clear about whom."""
        if self._who.count() and self._who.value() is None:
            self._who_field.set_error(_("Choose the student."))
            self._who_field.focus()
            return
        super().accept()

    def _make_urgency(self) -> ChoiceCards:
        about = {entry.id: entry for entry in catalogues.urgencies()}
        choices = [
            Choice(urgency, str(about[urgency].label), _ICONS[urgency], str(about[urgency].about))
            for urgency in Urgency
        ]
        cards = ChoiceCards(_("How soon does an adult have to know?"), choices, columns=3, upright=True)
        cards.set_value(Urgency.IMMEDIATE)
        for urgency in Urgency:
            cards.card(urgency).clicked.connect(self._urgency_was_chosen)
        return cards

    def _urgency_was_chosen(self) -> None:
        self._urgency_chosen = True

    def _follow_kind(self) -> None:
        kind = catalogues.red_flags().get(self._kind.value() or "")
        if kind is None:
            return
        self._signs.setText(str(kind.signs))
        self._signs.show()
        if not self._urgency_chosen:
            self._urgency.set_value(kind.urgency)

    def _name_parts(self) -> None:
        self._who.setObjectName("flag.who")
        self._urgency.setObjectName("flag.urgency")
        for urgency in Urgency:
            self._urgency.card(urgency).setObjectName(f"flag.urgency.{urgency}")
        self._kind.setObjectName("flag.kind")
        self._words.setObjectName("flag.words")
        self._confirm.setObjectName("flag.confirm")
        self._cancel.setObjectName("flag.cancel")

    def _lay_out(self, student: str) -> None:
        column = self.body
        column.setSpacing(16)
        titles = QVBoxLayout()
        titles.setSpacing(2)
        titles.addWidget(label(_("Raise a red flag"), "title", wrap=True))
        about = _("About {name}. You do not have to be sure. When in doubt, raise it.").format(name=student)
        titles.addWidget(label(about, "muted", wrap=True))
        column.addLayout(titles)
        column.addWidget(self._who_field)
        column.addWidget(Field(_("How soon does an adult have to know?"), self._urgency))
        kind = QVBoxLayout()
        kind.setSpacing(5)
        kind.addWidget(Field(_("What is it about?"), self._kind, optional=True))
        kind.addWidget(self._signs)
        self._signs.hide()
        column.addLayout(kind)
        column.addWidget(
            Field(
                _("What should the adult know first?"),
                self._words,
                hint=_("A few words, as the student said them. Do not ask for details."),
                optional=True,
            )
        )
        column.addWidget(ButtonRow(self._confirm, self._cancel))
