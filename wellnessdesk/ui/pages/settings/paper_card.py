"""The paper that agendas, minutes and sign-in sheets are printed on."""

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.services import papers
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.choices import Choice, ChoiceList
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.forms import Field, Form
from wellnessdesk.ui.kit.parts import Card
from wellnessdesk.ui.kit.texts import label

_WIDTH, _FIELD_WIDTH = 640, 294


class PaperCard(Card):
    """One choice and Save."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(_("Paper"))
        self._desk, self._tasks = context.desk, context.tasks
        self._saved: Paper | None = None
        self.paper = ChoiceList([Choice(Paper.LETTER, _("Letter")), Choice(Paper.A4, _("A4"))])
        self.paper.setObjectName("settings.paper.size")
        self.paper.setMaximumWidth(_FIELD_WIDTH)
        self.paper.changed.connect(self._look)
        self._save = button(_("Save"), self.save, role="primary")
        self._save.setObjectName("settings.paper.save")
        self._save.setEnabled(False)
        self.setMaximumWidth(_WIDTH)
        self.add(label(_("For agendas, minutes and sign-in sheets of supervision. Other papers ask for it each time."),
                       wrap=True))
        form = Form(width=_WIDTH)
        form.row(Field(_("Print on"), self.paper))
        self.add(form)
        self.add(ButtonRow(self._save))

    def refresh(self) -> None:
        """Ask what holds."""
        desk = self._desk
        self._tasks.latest("settings.paper", lambda: papers.size(desk), self._show, owner=self)

    def save(self) -> None:
        """Set it."""
        desk, wanted = self._desk, self._wanted()
        self._save.setEnabled(False)
        self._tasks.run(lambda: papers.set_size(desk, wanted), lambda _none: self._after_saving(wanted),
                        self._not_saved, owner=self)

    def _wanted(self) -> Paper:
        return Paper(self.paper.value() or Paper.LETTER)

    def _show(self, paper: Paper) -> None:
        unsaved = self._saved is not None and self._wanted() is not self._saved
        self._saved = paper
        if not unsaved:
            self.paper.set_value(paper)
        self._look()

    def _look(self) -> None:
        self._save.setEnabled(self._saved is not None and self._wanted() is not self._saved)

    def _after_saving(self, paper: Paper) -> None:
        self._saved = paper
        self._look()
        messages.say(self, _("Saved. It holds from now on."))

    def _not_saved(self, error: Exception) -> None:
        self._look()
        messages.failure(self, error)
