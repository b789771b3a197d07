"""What may be said at check-in beside the reason: folded away until somebody wants it, reached by keyboard."""

from typing import TypeVar

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.visits import FEELINGS, Facts
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.choices import Choice, ChoiceList
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.visits.words import feeling_label, pass_label

T = TypeVar("T")
_NOTHING = ""
_LETTERS, _NARROWEST = 9, 34


class FactsFields(QWidget):
    """Pass, feeling, language and what helps. Every answer can be taken back; none is asked for."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._passes = {True: _toggle(_("Yes"), pass_label(True), f"{name}.pass.yes"),
                        False: _toggle(_("No"), pass_label(False), f"{name}.pass.no")}
        self._feelings = {feeling: _toggle(str(feeling), feeling_label(feeling), f"{name}.feeling.{feeling}")
                          for feeling in FEELINGS}
        self._language = catalogue_list("languages", _("Nothing said"), f"{name}.language")
        self._access = catalogue_list("access_needs", _("Nothing said"), f"{name}.access")
        for buttons in (list(self._passes.values()), list(self._feelings.values())):
            _at_most_one(buttons)
        self._lay_out()

    def value(self) -> Facts:
        """What was said."""
        return Facts(has_pass=_chosen(self._passes), feeling=_chosen(self._feelings),
                     language=self._language.value() or "", access=self._access.value() or "")

    def set_value(self, facts: Facts) -> None:
        """Show what was said."""
        for value, each in self._passes.items():
            each.setChecked(facts.has_pass is value)
        for feeling, each in self._feelings.items():
            each.setChecked(facts.feeling == feeling)
        self._language.set_value(facts.language)
        self._access.set_value(facts.access)

    def focus_first(self) -> None:
        """To the pass."""
        self._passes[True].setFocus()

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(6)
        grid.setHorizontalSpacing(10)
        grid.setColumnStretch(1, 1)
        rows: tuple[tuple[str, QWidget], ...] = (
            (_("Pass"), _in_a_row(list(self._passes.values()))),
            (_("Feeling"), _in_a_row(list(self._feelings.values()))),
            (_("Language"), self._language), (_("What helps"), self._access))
        for place, (title, part) in enumerate(rows):
            grid.addWidget(label(title, "strong", wrap=True), place, 0)
            grid.addWidget(part, place, 1)
            if not part.accessibleName():
                part.setAccessibleName(title)


def catalogue_list(name: str, nothing: str, object_name: str) -> ChoiceList:
    """A list of a catalogue's entries, which may also be left open."""
    entries = [Choice(entry.id, str(entry.label)) for entry in catalogues.load(name)]
    made = ChoiceList([Choice(_NOTHING, nothing), *entries])
    made.setObjectName(object_name)
    made.setSizeAdjustPolicy(ChoiceList.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(_LETTERS)  # the longest language would be wider than the panel
    return made


def _toggle(text: str, meaning: str, name: str) -> QPushButton:
    made = button(text, checkable=True, tooltip=meaning)
    made.setAccessibleName(meaning)
    made.setObjectName(name)
    return made


def _at_most_one(buttons: list[QPushButton]) -> None:
    """As radio buttons, but what is on can be put off again."""
    def put_others_off(on: bool, chosen: QPushButton) -> None:
        for other in buttons if on else ():
            if other is not chosen:
                other.setChecked(False)

    for each in buttons:
        each.toggled.connect(lambda on, each=each: put_others_off(on, each))


def _chosen(buttons: dict[T, QPushButton]) -> T | None:
    return next((value for value, each in buttons.items() if each.isChecked()), None)


def _in_a_row(buttons: list[QPushButton]) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(4)
    for each in buttons:
        each.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        each.setMinimumWidth(_NARROWEST)
        row.addWidget(each, 1)
    return holder
