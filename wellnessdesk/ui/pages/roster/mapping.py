"""Any table of students: which column is which fact, beside its first lines as they will be read."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QRadioButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import caregivers
from wellnessdesk.domain.roster import RosterFile, RosterStudent, name_of
from wellnessdesk.domain.sheet_mapping import CAREGIVER_FACTS, FACTS, SheetLook, SheetMapping, fact_label
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.choices import Choice, ChoiceList
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.kit.texts import label

_LEFT = 384
_LONGEST = 26
"""Letters of a header that are shown; the rest is in the tooltip."""
_NONE = ""


class MappingPart(QWidget):
    """Lists to unfold at the left, the sample at the right, and what to do with it below."""

    def __init__(self, ask: Callable[[SheetMapping], object], go_on: Callable[[], object],
                 leave: Callable[[], object]) -> None:
        super().__init__()
        self._ask = ask
        self._look = SheetLook((), SheetMapping())
        self._lists: dict[str, ChoiceList] = {}
        self._sample: QWidget = QWidget()
        self.told = Banner()
        self.whole = QRadioButton(_("All students of the school: who is missing becomes inactive"))
        self.some = QRadioButton(_("Only some: nobody becomes inactive"))
        self.go_on = button(_("Look at the changes"), go_on, icon="next", role="primary")
        self.back = button(_("Back"), leave)
        for widget, name in ((self.go_on, "goon"), (self.back, "back"), (self.whole, "whole"), (self.some, "some")):
            widget.setObjectName(f"mapping.{name}")
            widget.setAccessibleName(widget.text())
        self._kinds = QButtonGroup(self)
        self._kinds.addButton(self.whole)
        self._kinds.addButton(self.some)
        self._scroll = QScrollArea()
        self._right = QVBoxLayout()
        self._problems = label("", "flag", wrap=True)
        self._lay_out()

    def show_look(self, look: SheetLook) -> None:
        """A file's columns, and what they were taken for."""
        self._look = look
        self._lists.clear()
        (self.whole if look.proposed.whole else self.some).setChecked(True)
        self._scroll.setWidget(self._form(look))
        if look.remembered:
            self.told.say(_("A file of this kind was imported before. Its columns are read as you said then."),
                          tone="ok")
        elif not look.proposed.columns:
            self.told.say(_("No column was recognized"), _(
                "The first line must name the columns. If it is a student already, write the names above it first."),
                "flag")
        else:
            known = len(look.proposed.columns)
            self.told.say(_("{known} of {all} columns were recognized by their names. Please check the lines.").format(
                known=formats.number(known), all=formats.number(len(look.header))))
        self._changed()

    def mapping(self) -> SheetMapping:
        """What was said."""
        columns = {fact: name for fact, chosen in self._lists.items() if (name := chosen.value())}
        return SheetMapping(columns, whole=self.whole.isChecked())

    def look(self) -> SheetLook:
        """The file's columns with what was said of them, to be remembered."""
        return SheetLook(self._look.header, self.mapping(), remembered=True)

    def show_sample(self, found: RosterFile) -> None:
        """The first lines as they will be read."""
        self._put(_sample_table(found))
        self._problems.setText("\n".join(_("Line {line} is not taken: {reason}").format(
            line=formats.number(one.line), reason=one.reason) for one in found.not_taken[:3]))
        self._problems.setVisible(bool(found.not_taken))

    def show_problem(self, sentence: str) -> None:
        """The lines cannot be read so."""
        self._put(label(sentence, "flag", wrap=True))
        self._problems.hide()

    def show_busy(self, busy: bool) -> None:
        """While the whole file is being read."""
        self.setEnabled(not busy)

    def focus_first(self) -> None:
        """The first list."""
        self._lists[FACTS[0]].setFocus(Qt.FocusReason.OtherFocusReason)

    def _changed(self) -> None:
        mapping = self.mapping()
        missing = mapping.missing()
        self.go_on.setEnabled(not missing)
        if missing:
            text = _("Say which columns are these, for without them no student can be read: {facts}.")
            self.show_problem(text.format(facts=", ".join(missing)))
        else:
            self._ask(mapping)

    def _form(self, look: SheetLook) -> QWidget:
        body = QWidget()
        body.setObjectName("PageBody")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(8)
        own = [fact for fact in FACTS if fact not in CAREGIVER_FACTS]
        for title, facts in ((_("Student"), own), (_("Caregivers"), CAREGIVER_FACTS)):
            column.addWidget(label(title, "heading"))
            form = QFormLayout()
            form.setHorizontalSpacing(12)
            form.setVerticalSpacing(6)
            form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
            for fact in facts:
                form.addRow(label(fact_label(fact), wrap=True), self._list(fact, look))
            column.addLayout(form)
        column.addStretch(1)
        return body

    def _list(self, fact: str, look: SheetLook) -> ChoiceList:
        choices = [Choice(_NONE, "–"), *(Choice(name, _short(name)) for name in look.header)]
        made = ChoiceList(choices)
        made.setObjectName(f"mapping.{fact}")
        made.setAccessibleName(fact_label(fact))
        made.setSizeAdjustPolicy(ChoiceList.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made.setMinimumContentsLength(7)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        made.set_value(look.proposed.columns.get(fact, _NONE))
        made.changed.connect(self._changed)
        self._lists[fact] = made
        return made

    def _put(self, widget: QWidget) -> None:
        self._right.replaceWidget(self._sample, widget)
        self._sample.setParent(None)
        self._sample.deleteLater()
        self._sample = widget

    def _lay_out(self) -> None:
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setObjectName("PageScroll")
        self._scroll.setFixedWidth(_LEFT)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._right.setSpacing(8)
        self._right.addWidget(label(_("The first lines, as they will be read"), "heading", wrap=True))
        self._right.addWidget(self._sample, 1)
        self._right.addWidget(self._problems)
        self._right.addWidget(label(_("This file holds"), "strong"))
        self._right.addWidget(self.whole)
        self._right.addWidget(self.some)
        middle = QHBoxLayout()
        middle.setSpacing(20)
        middle.addWidget(self._scroll)
        middle.addLayout(self._right, 1)
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(label(_("Nothing is written yet."), "muted"), 1)
        bar.addWidget(self.back)
        bar.addWidget(self.go_on)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self.told)
        column.addLayout(middle, 1)
        column.addLayout(bar)


def _sample_table(found: RosterFile) -> RecordTable[RosterStudent]:
    family = {one.sourced_id: one for one in found.caregivers.caregivers}
    whose: dict[str, list[str]] = {}
    for tie in found.caregivers.ties:
        one = family[tie.caregiver]
        said = (caregivers.name_of(one), caregivers.relation_label(tie.relation), one.phone or one.sms, one.email,
                one.language)
        whose.setdefault(tie.student, []).append(", ".join(part for part in said if part))
    more = [
        Column[RosterStudent](title=_("Preferred name"), text=lambda one: one.preferred_given),
        Column[RosterStudent](title=_("Grade"), text=lambda one: one.grade),
        Column[RosterStudent](title=_("Student number"), text=lambda one: one.student_number),
        Column[RosterStudent](title=_("Date of birth"),
                              text=lambda one: formats.date(one.birth_date) if one.birth_date else ""),
        Column[RosterStudent](title=_("School"), text=lambda one: one.school),
        Column[RosterStudent](title=_("Status"), text=lambda one: "" if one.active else _("Inactive"),
                              tone=lambda _one: "flag"),
        Column[RosterStudent](title=_("Caregivers"), text=lambda one: "; ".join(whose.get(one.sourced_id, ())),
                              tooltip=lambda one: "\n".join(whose.get(one.sourced_id, ())), width=260),
    ]
    shown = [column for column in more if any(column.text(one) for one in found.students)]
    columns = [Column[RosterStudent](title=_("Name"), text=name_of, strong=True, width=190), *shown]
    table = RecordTable[RosterStudent](_("The first lines, as they will be read"), columns, lambda one: one.sourced_id,
                                       sortable=False)
    table.set_records(found.students)
    return table


def _short(header: str) -> str:
    return header if len(header) <= _LONGEST else header[: _LONGEST - 1] + "…"
