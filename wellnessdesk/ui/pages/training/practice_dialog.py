"""A role play that the coordinator watched: who played what, and how it went."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.people import Person
from wellnessdesk.domain.practice import LEAST, MOST, Practice, rating_label
from wellnessdesk.services import practice
from wellnessdesk.ui.kit.choices import Choice, ChoiceCards, ChoiceList
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.fields import NoteField
from wellnessdesk.ui.kit.forms import Field
from wellnessdesk.ui.kit.keep_dialog import KeepDialog
from wellnessdesk.ui.kit.pickers import DateField
from wellnessdesk.ui.kit.texts import label


class PracticeDialog(KeepDialog):
    """The scene is told below its name, to be read out before it begins."""

    def __init__(self, parent: QWidget, context: PageContext, peers: Sequence[Person], person: str,
                 done: Callable[[Practice], object]) -> None:
        super().__init__(parent, context, _("Observed practice"), _("Save"))
        self._done = done
        self.peer = ChoiceList([Choice(one.id, one.name) for one in peers], placeholder=_("Choose who"))
        self.scenario = ChoiceList([Choice(one.id, str(one.label)) for one in catalogues.scenarios()])
        self.day = DateField(context.desk.today(), latest=context.desk.today())
        self.rating = ChoiceCards(_("How it went"), [Choice(str(one), str(one), detail=rating_label(one))
                                                     for one in range(LEAST, MOST + 1)], columns=4)
        self.words = NoteField(lines=3)
        self._about = label("", "muted", wrap=True)
        for name in ("peer", "scenario", "day", "rating", "words"):
            getattr(self, name).setObjectName(f"practice.{name}")
        if person:
            self.peer.set_value(person)
        self.scenario.changed.connect(self._tell_scene)
        self._tell_scene()
        self._peer = Field(_("Who played"), self.peer)
        self.form.row(self._peer, Field(_("Day"), self.day))
        self.form.field(_("What was played"), self.scenario)
        self.form.add(self._about)
        self._rating = self.form.field(_("How it went"), self.rating)
        self.form.field(_("What you saw, and what to try next"), self.words, optional=True,
                        hint=_("The peer and coordinators read this, nobody else."))
        self.lay_out()

    def valid(self) -> bool:
        """Who, and how it went, are nothing to guess."""
        self.form.clear_errors()
        if self.peer.value() is None:
            self._peer.set_error(_("Choose who played."))
        if self.rating.value() is None:
            self._rating.set_error(_("Say how it went."))
        return not self.form.show_errors()

    def act(self) -> None:
        """Keep it."""
        who, what, day = self.peer.value() or "", self.scenario.value() or "", self.day.value()
        rating, words, desk = int(self.rating.value() or 0), self.words.value(), self.desk
        self.run(lambda _progress: practice.add(desk, who, what, day, rating, words), self._done)

    def _tell_scene(self) -> None:
        entry = catalogues.scenarios().get(self.scenario.value() or "")
        self._about.setText(str(entry.about) if entry else "")
