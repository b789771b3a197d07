"""What narrows the directory down: words, kind, language, cost, whom it is a home for."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.resources import Resource, Wanted
from wellnessdesk.ui.kit.choices import Choice, ChoiceList
from wellnessdesk.ui.kit.fields import TextField
from wellnessdesk.ui.kit.icons import icon

_ALL = ""


class Filters(QWidget):
    """One line of lists below the search; `wanted` says what is asked for."""

    changed = Signal()

    def __init__(self, *, retired: bool) -> None:
        super().__init__()
        self.words = TextField(placeholder=_("Search: a name, a need, a street"), clearable=True)
        self.words.setObjectName("resources.search")
        self.words.setAccessibleName(_("Search the directory"))
        self.words.addAction(icon("search", "muted"), TextField.ActionPosition.LeadingPosition)
        self.kind = _list("resources.kind", _("Any kind of help"), _choices("resource_kinds"))
        self.language = _list("resources.language", _("Any language"), [])
        self.cost = _list("resources.cost", _("Any cost"), _choices("resource_costs"))
        self.support = _list("resources.support", _("For everybody"), _choices("identity_supports"))
        self.retired = QCheckBox(_("Retired too"))
        self.retired.setObjectName("resources.retired")
        self.retired.setVisible(retired)
        self._lay_out()
        self.words.textChanged.connect(lambda: self.changed.emit())
        self.retired.toggled.connect(lambda: self.changed.emit())
        for each in (self.kind, self.language, self.cost, self.support):
            each.changed.connect(self.changed)

    def wanted(self) -> Wanted:
        """What is looked for."""
        return Wanted(words=self.words.value(), kind=self.kind.value() or "", language=self.language.value() or "",
                      cost=self.cost.value() or "", support=self.support.value() or "",
                      retired=self.retired.isChecked())

    def offer_languages(self, directory: Sequence[Resource]) -> None:
        """Only languages that somebody in the directory speaks; the chosen one stays chosen."""
        codes = sorted({code for one in directory for code in one.languages}, key=formats.language_name)
        before = self.language.value()
        if [self.language.itemData(place) for place in range(1, self.language.count())] == codes:
            return
        self.language.blockSignals(True)
        self.language.clear()
        self.language.addItem(_("Any language"), _ALL)
        for code in codes:
            self.language.addItem(formats.language_name(code), code)
        self.language.set_value(before if before in codes else _ALL)
        self.language.blockSignals(False)

    def clear(self) -> None:
        """Look for everything again."""
        self.words.clear()
        for each in (self.kind, self.language, self.cost, self.support):
            each.set_value(_ALL)

    def _lay_out(self) -> None:
        lists = QHBoxLayout()
        lists.setSpacing(8)
        for each in (self.kind, self.language, self.cost, self.support):
            lists.addWidget(each, 1)
        lists.addWidget(self.retired)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.words)
        column.addLayout(lists)


def _list(name: str, everything: str, choices: Sequence[Choice]) -> ChoiceList:
    made = ChoiceList([Choice(_ALL, everything), *choices])
    made.setObjectName(name)
    made.setAccessibleName(everything)
    made.setMinimumContentsLength(8)
    made.setSizeAdjustPolicy(ChoiceList.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return made


def _choices(catalogue: str) -> list[Choice]:
    return [Choice(entry.id, str(entry.label)) for entry in catalogues.load(catalogue)]
