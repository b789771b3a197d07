"""Applications from a file: which column is what, then what would be taken, line by line; nothing is written before."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QFormLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.application_import import Look, Preview, targets
from wellnessdesk.domain.applications import Cycle
from wellnessdesk.services import application_import
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.choices import Choice, ChoiceList
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.palette import Tone
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.kit.texts import label

_WIDTH, _HEIGHT, _LONGEST = 860, 250, 44
_NONE = ""


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    what: str
    name: str
    tone: Tone
    icon: str


class ImportDialog(Dialog):
    """The preview follows the columns at once."""

    def __init__(self, parent: QWidget, context: PageContext, cycle: Cycle, path: Path, look: Look,
                 done: Callable[[int], object]) -> None:
        super().__init__(parent, _("Applications from a file"), width=_WIDTH)
        self._desk, self._tasks, self._cycle, self._path, self._done = (
            context.desk, context.tasks, cycle, path, done)
        self._lists: dict[str, ChoiceList] = {}
        self._seen: Preview | None = None
        self.problem = Banner(tone="flag")
        self._summary = label("", "strong", wrap=True)
        self.table = _table()
        self.table.setFixedHeight(_HEIGHT)
        self.take = button(_("Take these"), self._take, role="primary")
        self.take.setObjectName("import.take")
        cancel = button(_("Cancel"), self.reject)
        cancel.setObjectName("import.cancel")
        self.body.addWidget(label(self.windowTitle(), "heading"))
        self.body.addWidget(label(_("Say which column holds what. Nothing is written yet."), "muted", wrap=True))
        self.body.addLayout(self._mapping(look))
        for part in (self.problem, self._summary, self.table, ButtonRow(self.take, cancel)):
            self.body.addWidget(part)
        self._look()

    def columns(self) -> Mapping[str, str]:
        """What was said."""
        return {target: name for target, chosen in self._lists.items() if (name := chosen.value())}

    def _mapping(self, look: Look) -> QFormLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(4)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for target, name in targets(self._cycle):
            made = ChoiceList([Choice(_NONE, "–"), *(Choice(each, _short(each)) for each in look.header)])
            made.setObjectName(f"import.{target}")
            made.setAccessibleName(name)
            made.set_value(look.proposed.get(target, _NONE))
            made.changed.connect(self._look)
            self._lists[target] = made
            form.addRow(label(_short(name)), made)
        return form

    def _look(self) -> None:
        desk, number, path, columns = self._desk, self._cycle.id, self._path, self.columns()
        self.take.setEnabled(False)
        self._tasks.latest("applications.preview", lambda: application_import.preview(desk, number, path, columns),
                           self._show, self._failed, owner=self)

    def _show(self, seen: Preview) -> None:
        self._seen = seen
        self.problem.say("")
        left = len(seen.not_taken)
        self._summary.setText(", ".join((
            ngettext("{n} application", "{n} applications", len(seen.lines)).format(n=formats.number(len(seen.lines))),
            ngettext("{n} line left out", "{n} lines left out", left).format(n=formats.number(left)))) + ".")
        lines = [_Line(one.line, _("Left out"), one.reason, "flag", "warning") for one in seen.not_taken]
        lines += [_Line(one.line, _("On the roster") if one.student is not None else _("By name"), one.name,
                        "ok" if one.student is not None else "info", "ok" if one.student is not None else "info")
                  for one in seen.lines]
        self.table.set_records(lines)
        self.take.setEnabled(bool(seen.lines))

    def _take(self) -> None:
        desk, seen, columns = self._desk, self._seen, self.columns()
        if seen is not None and self.take.isEnabled():
            self.take.setEnabled(False)
            self._tasks.run(lambda: application_import.accept(desk, seen, columns), self._taken, self._failed,
                            owner=self)

    def _taken(self, number: int) -> None:
        self.accept()
        self._done(number)

    def _failed(self, error: Exception) -> None:
        self.table.set_records([])
        self._summary.setText("")
        if isinstance(error, Problem):
            self.problem.say(_("Nothing was taken"), str(error), "flag")
        else:
            messages.failure(self, error)


def _table() -> RecordTable[_Line]:
    columns = [Column[_Line](title=_("Line"), text=lambda one: formats.number(one.number), align="right", width=64,
                             sort=lambda one: one.number),
               Column[_Line](title=_("What"), text=lambda one: one.what, tone=lambda one: one.tone, badge=True,
                             icon=lambda one: one.icon, width=150),
               Column[_Line](title=_("Name, or why not"), text=lambda one: one.name, tooltip=lambda one: one.name,
                             stretch=True)]
    return RecordTable[_Line](_("Lines of the file"), columns, lambda one: one.number)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
