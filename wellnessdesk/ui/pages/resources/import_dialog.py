"""What a CSV file would change in the directory, before anything is changed."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.resources import Done, Preview, Resource, differing, field_label
from wellnessdesk.services import resources
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.palette import Tone
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.kit.texts import label

_WIDTH = 860
_HEIGHT = 340


@dataclass(frozen=True)
class _Line:
    number: int
    what: str
    name: str
    detail: str
    tone: Tone
    icon: str


class ImportDialog(Dialog):
    """The lines of a file; nothing is written until its button is pressed."""

    def __init__(self, parent: QWidget, context: PageContext, seen: Preview, done: Callable[[Done], object]) -> None:
        super().__init__(parent, _("Entries from a file"), width=_WIDTH)
        self._desk, self._tasks, self._seen, self._done = context.desk, context.tasks, seen, done
        self.problem = Banner(tone="flag")
        self.table = _table()
        self.table.setFixedHeight(_HEIGHT)
        self.table.set_records(_lines(seen))
        self.take = button(_("Take these"), self._take, role="primary")
        self.take.setObjectName("resources.take")
        self.take.setEnabled(not seen.empty)
        for part in (label(self.windowTitle(), "heading"), label(summary(seen), wrap=True), self.problem, self.table,
                     ButtonRow(self.take, button(_("Cancel"), self.reject))):
            self.body.addWidget(part)

    def _take(self) -> None:
        desk, seen = self._desk, self._seen
        self.take.setEnabled(False)
        self._tasks.run(lambda: resources.accept(desk, seen), self._taken, self._failed, owner=self)

    def _taken(self, done: Done) -> None:
        self.accept()
        self._done(done)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, Problem):
            self.problem.say(_("Nothing was taken"), str(error), "flag")
        else:
            messages.failure(self, error)


def summary(seen: Preview) -> str:
    """How much is new, how much changes, and what stays out."""
    parts = [ngettext("{n} new", "{n} new", len(seen.adds)).format(n=formats.number(len(seen.adds))),
             ngettext("{n} changed", "{n} changed", len(seen.changes)).format(n=formats.number(len(seen.changes))),
             ngettext("{n} as before", "{n} as before", seen.same).format(n=formats.number(seen.same)),
             ngettext("{n} line left out", "{n} lines left out", len(seen.not_taken)).format(
                 n=formats.number(len(seen.not_taken)))]
    return ", ".join(parts) + "."


def _lines(seen: Preview) -> list[_Line]:
    lines = [_Line(0, _("Left out"), _("Line {n}").format(n=formats.number(one.line)), one.reason, "flag", "warning")
             for one in seen.not_taken]
    lines += [_Line(0, _("Changes"), old.name, _difference(old, new), "info", "note") for old, new in seen.changes]
    lines += [_Line(0, _("New"), one.name, catalogues.label("resource_kinds", one.kind), "ok", "add")
              for one in seen.adds]
    return [_Line(number, line.what, line.name, line.detail, line.tone, line.icon)
            for number, line in enumerate(lines)]


def _difference(old: Resource, new: Resource) -> str:
    """Each field that changes, with what stands there now and then."""
    return "; ".join(_("{field}: {old} → {new}").format(field=field_label(name), old=_shown(old, name),
                                                      new=_shown(new, name)) for name in differing(old, new))


def _shown(one: Resource, name: str) -> str:
    value = getattr(one, name)
    if name in ("kind", "cost", "supports"):
        listed = {"kind": "resource_kinds", "cost": "resource_costs", "supports": "identity_supports"}[name]
        ids = value if isinstance(value, tuple) else (value,)
        return ", ".join(catalogues.label(listed, each) for each in ids if each) or "–"
    if name == "active":
        return _("no") if value else _("yes")
    if name == "languages":
        return ", ".join(map(formats.language_name, value)) or "–"
    return formats.date(value) if name == "verified" and value else str(value or "–")


def _table() -> RecordTable[_Line]:
    columns = [Column[_Line](title=_("What"), text=lambda one: one.what, tone=lambda one: one.tone, badge=True,
                             icon=lambda one: one.icon, width=120),
               Column[_Line](title=_("Name"), text=lambda one: one.name, strong=True, width=240),
               Column[_Line](title=_("More"), text=lambda one: one.detail, tooltip=lambda one: one.detail,
                             stretch=True)]
    return RecordTable[_Line](_("Lines of the file"), columns, lambda one: one.number)
