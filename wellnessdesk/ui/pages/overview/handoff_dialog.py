"""The handoff page of a flag: what the adult who takes over reads, for whom and why; then it opens to be printed."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from wellnessdesk.base.i18n import LANGUAGES, _, language
from wellnessdesk.base.progress import Progress
from wellnessdesk.domain.disclosures import Ground, NewDisclosure, ground_label
from wellnessdesk.domain.disclosures import wrong as wrong_disclosure
from wellnessdesk.domain.flags import Flag
from wellnessdesk.domain.handoff import Handoff, cleaned, wrong
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.services import handoff
from wellnessdesk.ui.kit import messages, pdf_files
from wellnessdesk.ui.kit.act_dialog import ActDialog
from wellnessdesk.ui.kit.choices import Choice, ChoiceCards, ChoiceList
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.fields import NoteField, TextField
from wellnessdesk.ui.kit.forms import Field

_CARD, _PLAN = "card", "plan"


class HandoffDialog(ActDialog):
    """Filled in with what is known. `choose_file` and `show_file` can be set by tests."""

    def __init__(self, parent: QWidget, context: PageContext, flag: Flag) -> None:
        super().__init__(parent, context, _("Handoff page"), _("Save and open…"), width=720)
        self._page, self._flag = parent, flag
        self.choose_file: Callable[[str], Path | None] = lambda name: pdf_files.ask(self, _("Save as PDF"), name)
        self.show_file: Callable[[Path], object] = pdf_files.show
        self._said, self._back = NoteField(lines=2, most_lines=4), NoteField(lines=2, most_lines=4)
        self._stayed, self._recipient = TextField(), TextField()
        self._purpose = TextField(_("Keeping the student safe"), max_length=600)
        self._ground = ChoiceList([Choice(one, ground_label(one)) for one in Ground])
        self._ground.set_value(Ground.OFFICIAL)
        self._known = ChoiceCards(_("What else the adult should know"), [
            Choice(_CARD, _("Crisis card given"), "crisis"),
            Choice(_PLAN, _("A clinician made a plan"), "shield", _("The page says: ask the counselor."))],
            columns=2, many=True)
        self._paper = ChoiceList([Choice(Paper.LETTER, _("Letter")), Choice(Paper.A4, _("A4"))])
        self._language = ChoiceList([Choice(code, name) for code, name in LANGUAGES.items()])
        self._language.set_value(language())
        self._fields: dict[str, Field] = {}
        self._lay_out()
        desk, number = self.desk, flag.mark.id
        context.tasks.latest("overview.handoff", lambda: handoff.proposed(desk, number), self._propose, owner=self)

    def valid(self) -> bool:
        """Whether nothing is missing; what is, is said at its field."""
        found = wrong(self._filled()) | wrong_disclosure(self._new(), self.desk.today())
        for name, field in self._fields.items():
            field.set_error(found.get(name, ""))
        return not self.form.show_errors()

    def act(self) -> None:
        file = self.choose_file(_("Handoff {day}").format(day=self.desk.today().isoformat()))
        if file is None:
            return
        desk, flag, filled, new = self.desk, self._flag.mark.id, self._filled(), self._new()
        paper, spoken = Paper(self._paper.value() or Paper.LETTER), self._language.value() or "en"

        def work(_progress: Progress) -> Path:
            return pdf_files.write(file, handoff.save(desk, flag, filled, new, paper=paper, language=spoken))

        self.run(work, self._saved)

    def _saved(self, file: Path) -> None:
        self.show_file(file)
        messages.say(self._page, _("Saved as {name}.").format(name=file.name))

    def _propose(self, filled: Handoff) -> None:
        """Only into what nobody wrote into yet."""
        for field, text in ((self._said, filled.said), (self._back, filled.back)):
            if not field.value():
                field.setPlainText(text)
        if not self._stayed.value():
            self._stayed.setText(filled.stayed)
        if not self._known.values():
            self._known.set_values(key for key, on in ((_CARD, filled.card), (_PLAN, filled.plan)) if on)

    def _filled(self) -> Handoff:
        known = self._known.values()
        return cleaned(Handoff(said=self._said.value(), stayed=self._stayed.value(), back=self._back.value(),
                               card=_CARD in known, plan=_PLAN in known))

    def _new(self) -> NewDisclosure:
        return NewDisclosure(day=self.desk.today(), recipient=self._recipient.value(), purpose=self._purpose.value(),
                             ground=Ground(self._ground.value() or Ground.OFFICIAL), what=_("A handoff page, as PDF"))

    def _lay_out(self) -> None:
        form = self.form
        form.row(self._field("recipient", _("Who takes over"), self._recipient),
                 self._field("stayed", _("Who stayed with the student"), self._stayed))
        form.row(self._field("said", _("What was said"), self._said))
        form.row(self._field("back", _("Back to class: when, where to, with whom"), self._back, optional=True))
        form.add(self._known)
        form.row(self._field("purpose", _("Why they receive it"), self._purpose),
                 self._field("ground", _("On which ground"), self._ground))
        form.row(self._field("paper", _("Size of paper"), self._paper),
                 self._field("language", _("Language"), self._language))
        form.setMaximumWidth(680)
        self._known.setObjectName("handoff.known")
        for key in (_CARD, _PLAN):
            self._known.card(key).setObjectName(f"handoff.{key}")
        self.lay_out(_("One page for the adult who takes over. It names the student, so it is written into the "
                       "student's disclosure log. It is no safety plan."))

    def _field(self, key: str, name: str, editor: QWidget, *, optional: bool = False) -> Field:
        editor.setObjectName(f"handoff.{key}")
        self._fields[key] = Field(name, editor, optional=optional)
        return self._fields[key]
