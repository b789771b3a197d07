"""The paper that agendas, minutes and sign-in sheets are printed on."""

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.services import papers
from wellnessdesk.ui.kit.buttons import ButtonRow
from wellnessdesk.ui.kit.choices import Choice, ChoiceList
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.forms import Field, Form
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.settings.saved_card import WIDTH, SavedCard

_FIELD_WIDTH = 294


class PaperCard(SavedCard):
    """One choice and Save."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, _("Paper"), "paper")
        self._saved: Paper | None = None
        self.paper = ChoiceList([Choice(Paper.LETTER, _("Letter")), Choice(Paper.A4, _("A4"))])
        self.paper.setObjectName("settings.paper.size")
        self.paper.setMaximumWidth(_FIELD_WIDTH)
        self.paper.changed.connect(self.look)
        self.add(label(_("For agendas, minutes and sign-in sheets of supervision. Other papers ask for it each time."),
                       wrap=True))
        form = Form(width=WIDTH)
        form.row(Field(_("Print on"), self.paper))
        self.add(form)
        self.add(ButtonRow(self.save_button))

    def refresh(self) -> None:
        """Ask what holds."""
        desk = self.desk
        self.tasks.latest("settings.paper", lambda: papers.size(desk), self._show, owner=self)

    def unsaved(self) -> bool:
        return self._saved is not None and self._wanted() is not self._saved

    def save(self) -> None:
        """Set it."""
        desk, wanted = self.desk, self._wanted()
        self.send(lambda: papers.set_size(desk, wanted), lambda: self._remember(wanted))

    def _remember(self, paper: Paper) -> None:
        self._saved = paper

    def _wanted(self) -> Paper:
        return Paper(self.paper.value() or Paper.LETTER)

    def _show(self, paper: Paper) -> None:
        unsaved = self.unsaved()
        self._saved = paper
        if not unsaved:
            self.paper.set_value(paper)
        self.look()
