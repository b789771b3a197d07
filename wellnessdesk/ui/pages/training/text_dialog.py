"""New words of an agreement, in both languages: from that day on everybody signs again."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.agreements import LONGEST_TERM, AgreementText, kind_label
from wellnessdesk.services import agreements
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.fields import NoteField
from wellnessdesk.ui.kit.forms import Field
from wellnessdesk.ui.kit.keep_dialog import KeepDialog
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.pickers import DateField, NumberField

_WIDTH = 900


class TextDialog(KeepDialog):
    """Both languages beside each other, so that they say the same."""

    def __init__(self, parent: QWidget, context: PageContext, text: AgreementText,
                 done: Callable[[AgreementText], object]) -> None:
        super().__init__(parent, context, _("New words of “{what}”").format(what=kind_label(text.kind)), _("Save"),
                         width=_WIDTH)
        self._text, self._done = text, done
        self.en, self.es = NoteField(lines=12), NoteField(lines=12)
        self.en.setPlainText(text.en)
        self.es.setPlainText(text.es)
        self.since = DateField(context.desk.today())
        self.term = NumberField(text.term_months or 0, 0, LONGEST_TERM)
        self.term.setSpecialValueText(_("never"))
        for name in ("en", "es", "since", "term"):
            getattr(self, name).setObjectName(f"words.{name}")
        self.form.setMaximumWidth(_WIDTH)
        self.fields = {"en": Field(_("Words in English"), self.en), "es": Field(_("Words in Spanish"), self.es),
                       "since": Field(_("From"), self.since),
                       "term_months": Field(_("Renewed after (months)"), self.term)}
        self._warning = Banner(tone="flag")
        self._warning.say(_("From that day on, every peer signs again"),
                          _("Until they have, nobody is cleared for a service that asks for it. Tell them first."),
                          "flag")
        self.form.row(self.fields["en"], self.fields["es"])
        self.form.row(self.fields["since"], self.fields["term_months"])
        self.form.add(self._warning)
        self.lay_out(_("Markdown: a line that begins with “- ” is a point; an empty line begins a paragraph."))

    def act(self) -> None:
        """Keep them."""
        made = replace(self._text, en=self.en.value(), es=self.es.value(), since=self.since.value(),
                       term_months=self.term.value() or None)
        desk = self.desk
        self.run(lambda _progress: agreements.save_text(desk, made), self._done)
