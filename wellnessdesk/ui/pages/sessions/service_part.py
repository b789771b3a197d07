"""What the note of some services asks beside the usual: how a mediation ended, a subject, the theme of a group."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.sessions import NoteBody
from wellnessdesk.ui.kit.choices import Choice, ChoiceList
from wellnessdesk.ui.kit.forms import Field
from wellnessdesk.ui.pages.sessions.words_field import WordsField

_MOST_MEDIATION = 4_000


class ServicePart(QWidget):
    """Shows the part of the service that is chosen; what was entered for another one comes back with it."""

    changed = Signal()

    def __init__(self, body: NoteBody) -> None:
        super().__init__()
        self._lists = {
            "mediated": choice_list("mediation_outcomes", body.mediated),
            "subject": choice_list("tutoring_subjects", body.subject),
            "theme": choice_list("group_themes", body.theme),
        }
        self.mediation = WordsField(body.mediation, lines=3, most=_MOST_MEDIATION)
        self._fields = {
            "mediation": [Field(_("How did it end?"), self._lists["mediated"], optional=True),
                          Field(_("What did they agree on?"), self.mediation, optional=True,
                                hint=_("In their words: who does what, until when. No names of others."))],
            "subject": [Field(_("Which subject?"), self._lists["subject"], optional=True)],
            "theme": [Field(_("What was the theme?"), self._lists["theme"], optional=True)],
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        for fields in self._fields.values():
            for field in fields:
                column.addWidget(field)
        for name, editor in self._lists.items():
            editor.setObjectName(f"note.{name}")
            editor.changed.connect(self.changed)
        self.mediation.setObjectName("note.mediation")
        self.mediation.textChanged.connect(self.changed)
        self.show_for(body.service)

    def show_for(self, service: str) -> None:
        """The part of this service, if it has one."""
        option = catalogues.service_options().get(service)
        part = option.part if option else ""
        for name, fields in self._fields.items():
            for field in fields:
                field.setVisible(name == part)
        self._part = part
        self.setVisible(bool(part))

    def values(self) -> dict[str, str]:
        """What stands in the part that is shown, by the names of `NoteBody`."""
        listed = {"mediation": ("mediated",), "subject": ("subject",), "theme": ("theme",)}.get(self._part, ())
        found = {name: self._lists[name].value() or "" for name in listed}
        return found | {"mediation": self.mediation.value()} if self._part == "mediation" else found


def choice_list(catalogue: str, chosen: str) -> ChoiceList:
    """A list of a catalogue with a line for nothing; what was chosen stays even if it is no longer in there."""
    made = ChoiceList([Choice("", _("Not said")), *choices(catalogue, chosen)])
    made.set_value(chosen)
    return made


def choices(catalogue: str, *chosen: str) -> list[Choice]:
    """The entries of a catalogue; what a draft has chosen stays even if the catalogue no longer has it."""
    entries = catalogues.load(catalogue)
    known = [Choice(entry.id, str(entry.label)) for entry in entries]
    return known + [Choice(key, key) for key in chosen if key and entries.get(key) is None]
