"""The dialog in which an entry of the directory is written or changed."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.resources import LONGEST, Done, Resource, field_label, tidied, wrong
from wellnessdesk.services import resources
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.choices import Choice, ChoiceCards, ChoiceList
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.fields import NoteField, TextField
from wellnessdesk.ui.kit.forms import Field, Form
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.texts import label

_WIDTH = 720
_HEIGHT = 460
_LINES = ("name", "phone", "email", "web", "contact", "cost_note")


class ResourceDialog(Dialog):
    """Stays open until it is saved or cancelled; nothing typed is lost by a refusal."""

    def __init__(self, parent: QWidget, context: PageContext, resource: Resource,
                 done: Callable[[Resource, Done], object]) -> None:
        title = _("Change an entry") if resource.id else _("Add somebody who can help")
        super().__init__(parent, title, width=_WIDTH)
        self._desk, self._tasks, self._before, self._done = context.desk, context.tasks, resource, done
        self._fields: dict[str, Field] = {}
        self.lines = {name: TextField(getattr(resource, name), max_length=2 * LONGEST) for name in _LINES}
        self.texts = {name: NoteField(getattr(resource, name), lines=2, most_lines=5)
                      for name in ("about", "for_whom", "address", "hours")}
        self.kind = ChoiceList(_choices("resource_kinds"), placeholder=_("Choose"))
        self.kind.set_value(resource.kind if resource.id else None)
        self.cost = ChoiceList([Choice("", _("Not known")), *_choices("resource_costs")])
        self.cost.set_value(resource.cost)
        self.languages = TextField("; ".join(map(formats.language_name, resource.languages)), max_length=2 * LONGEST)
        self.supports = ChoiceCards(field_label("supports"), _choices("identity_supports"), columns=2, many=True)
        self.supports.set_values(resource.supports)
        self.problem = Banner(tone="flag")
        self.save = button(_("Save"), self._save, role="primary")
        self.save.setObjectName("resource.save")
        self._lay_out()
        self.lines["name"].setFocus()

    def entered(self) -> Resource:
        """What stands in the fields."""
        typed: dict[str, str] = {name: field.value() for name, field in self.lines.items()}
        typed |= {name: field.value() for name, field in self.texts.items()}
        languages = tuple(part.strip() for part in self.languages.value().replace(",", ";").split(";"))
        new = Resource(id=self._before.id, kind=self.kind.value() or "", cost=self.cost.value() or "",
                       languages=languages, supports=self.supports.values(), active=self._before.active,
                       verified=self._before.verified, **typed)
        return tidied(new)

    def _save(self) -> None:
        self.problem.say("")
        self._form.clear_errors()
        desk, new = self._desk, self.entered()
        for name, sentence in wrong(new, desk.today()).items():
            self._fields[name].set_error(sentence)
        if not self._form.show_errors():
            self.save.setEnabled(False)
            self._tasks.run(lambda: resources.save(desk, new), self._saved, self._failed, owner=self)

    def _saved(self, kept: tuple[Resource, Done]) -> None:
        self.accept()
        self._done(*kept)

    def _failed(self, error: Exception) -> None:
        self.save.setEnabled(True)
        if isinstance(error, Problem):
            self.problem.say(_("Nothing was saved"), str(error), "flag")
        else:
            messages.failure(self, error)

    def _lay_out(self) -> None:
        self._form = Form(width=_WIDTH)
        self._form.setContentsMargins(0, 0, 10, 0)
        self._form.row(self._field("name", self.lines["name"]), self._field("kind", self.kind))
        self._form.row(self._field("about", self.texts["about"]), self._field("for_whom", self.texts["for_whom"]))
        self._form.row(self._field("phone", self.lines["phone"]), self._field("email", self.lines["email"]))
        self._form.row(self._field("web", self.lines["web"]), self._field(
            "contact", self.lines["contact"], _("For instance: ask for Ms. Reyes, room 12.")))
        self._form.row(self._field("cost", self.cost), self._field("cost_note", self.lines["cost_note"]))
        self._form.row(self._field("address", self.texts["address"]), self._field("hours", self.texts["hours"]))
        self._form.row(self._field("languages", self.languages, _("For instance: English; Spanish; Tagalog.")))
        self._form.row(self._field("supports", self.supports, _("About the agency, never about a student.")))
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFixedHeight(_HEIGHT)
        scroll.viewport().setAutoFillBackground(False)
        self._form.setAutoFillBackground(False)
        scroll.setWidget(self._form)
        for part in (label(self.windowTitle(), "heading"), self.problem, scroll,
                     ButtonRow(self.save, button(_("Cancel"), self.reject))):
            self.body.addWidget(part)

    def _field(self, key: str, editor: QWidget, hint: str = "") -> Field:
        editor.setObjectName(f"resource.{key}")
        self._fields[key] = Field(field_label(key), editor, hint=hint)
        return self._fields[key]


def _choices(catalogue: str) -> list[Choice]:
    return [Choice(entry.id, str(entry.label)) for entry in catalogues.load(catalogue)]
