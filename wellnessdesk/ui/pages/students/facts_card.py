"""What the center itself knows of a student, at the side of the page; and what was acknowledged, or is still to be."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.catalogues import Acknowledgement
from wellnessdesk.domain.student_facts import Acknowledged, Audience, Facts, audience_label
from wellnessdesk.services import student_facts
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.icons import IconLabel
from wellnessdesk.ui.kit.parts import Card
from wellnessdesk.ui.kit.texts import label

Named = tuple[tuple[str, str], ...]


class NamedCard(Card):
    """A heading and lines, each with its name above; what nobody wrote is left out."""

    def __init__(self, title: str, name: str) -> None:
        super().__init__(title, margin=16)
        self._shown = QWidget()
        self._name = name
        self._shown.setObjectName(name)  # the card keeps its own, by which it is drawn
        self.body.setSpacing(8)
        self.add(self._shown)

    def show_lines(self, lines: Named, nothing: str) -> None:
        """Show these, or a sentence where all are empty."""
        column = QVBoxLayout()
        there = [(name, text) for name, text in lines if text]
        for name, text in there:
            if name:
                column.addWidget(label(name, "muted", small=True, wrap=True))
            column.addWidget(label(text, wrap=True, selectable=True))
        if not there:
            column.addWidget(label(nothing, "muted", wrap=True))
        self.replace(column)

    def clear(self) -> None:
        """Nothing of anybody stays on the screen."""
        self.replace(QVBoxLayout())

    def replace(self, column: QVBoxLayout) -> None:
        """Show something else below the heading."""
        self.body.removeWidget(self._shown)
        self._shown.setParent(None)
        self._shown.deleteLater()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        self._shown = QWidget()
        self._shown.setObjectName(self._name)
        self._shown.setLayout(column)
        self.add(self._shown)
        self._shown.show()
        self.updateGeometry()


class AcknowledgedCard(NamedCard):
    """Every entry of the list: recorded, with its day; or a button to record it."""

    def __init__(self, record: Callable[[str], object]) -> None:
        super().__init__(_("Told and agreed"), "student.acknowledged")
        self._record = record

    def show_given(self, given: tuple[Acknowledged, ...]) -> None:
        """Show what was acknowledged in its newest version, and what is missing."""
        missing = set(student_facts.missing(given))
        column = QVBoxLayout()
        for entry in catalogues.acknowledgements():
            newest = next((one for one in given if one.kind == entry.id and one.version == entry.version), None)
            line = _line(entry, newest)
            if entry.id in missing:
                line.addWidget(self._button(entry))
            column.addLayout(line)
        self.replace(column)

    def _button(self, entry: Acknowledgement) -> QPushButton:
        made = button(_("Record"), lambda: self._record(entry.id), role="row", tooltip=str(entry.about))
        made.setObjectName(f"student.acknowledge.{entry.id}")
        return made


def _line(entry: Acknowledgement, given: Acknowledged | None) -> QHBoxLayout:
    """What it is about; where it is recorded, when, by whom and in which version."""
    texts = QVBoxLayout()
    texts.setSpacing(0)
    title = label(str(entry.label), wrap=True)
    title.setToolTip(str(entry.about))
    texts.addWidget(title)
    if given is not None:
        said = _("{date}, {name}, version {version}").format(
            date=formats.date(given.day), name=given.by, version=given.version)
        texts.addWidget(label(said, "muted", small=True, wrap=True))
    line = QHBoxLayout()
    line.setSpacing(8)
    line.addWidget(IconLabel("ok" if given else "waiting", "ok" if given else "muted", 16))
    line.addLayout(texts, 1)
    return line


def facts_lines(facts: Facts, *, whole: bool) -> Named:
    """The facts as lines; `whole` also says where names are used, and the card."""
    where = ", ".join(audience_label(one) for one in Audience if one in facts.audiences)
    card = _("ends in {digits}").format(digits=facts.card[-4:]) if facts.card else ""
    return (
        (_("Preferred name"), facts.preferred if whole else ""),
        (_("Pronouns"), facts.pronouns),
        (_("Used"), (where or _("nowhere")) if whole and (facts.preferred or facts.pronouns) else ""),
        (_("Language"), facts.language),
        (_("Access needs"), facts.access_needs),
        (_("Card"), card if whole else ""),
    )
