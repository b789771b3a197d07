"""Who asked for a student's record, on which ground and for what."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from wellnessdesk.base.i18n import LANGUAGES, _, language
from wellnessdesk.domain.contacts import Rule, rule_label
from wellnessdesk.domain.disclosures import LONGEST_NAME, Ground, NewDisclosure, ground_label, wrong
from wellnessdesk.domain.packets import GROUNDS, language_for
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.domain.student_file import Contact
from wellnessdesk.ui.kit.choices import Choice, ChoiceList
from wellnessdesk.ui.kit.fields import NoteField, TextField
from wellnessdesk.ui.kit.forms import Field, Form
from wellnessdesk.ui.kit.parts import Banner

_WIDTH = 956


class PacketRequest(Form):
    """The first step of a packet: what the disclosure log will say, and in which language it is read.

    The language follows who asks, until somebody chooses another. Where somebody is `given` already, who receives it
    and why are not asked again, and nothing is printed here.
    """

    def __init__(self, today: date, given: tuple[str, str] | None = None) -> None:
        super().__init__(width=_WIDTH)
        self._today = today
        self._contacts: tuple[Contact, ...] = ()
        self._proposed = language()
        self.recipient, self.purpose = TextField(max_length=LONGEST_NAME), NoteField(lines=2, most_lines=4)
        self._ground = ChoiceList([Choice(one, ground_label(one)) for one in GROUNDS],
                                  placeholder=_("Choose the ground"))
        self._paper = ChoiceList([Choice(Paper.LETTER, _("Letter")), Choice(Paper.A4, _("A4"))])
        self._language = ChoiceList([Choice(code, name) for code, name in LANGUAGES.items()])
        self._language.set_value(self._proposed)
        for editor, name in ((self.recipient, "recipient"), (self.purpose, "purpose"), (self._ground, "ground"),
                             (self._paper, "paper"), (self._language, "language")):
            editor.setObjectName(f"packet.{name}")
        whom = "" if given else _("A name, and whom they act for: the parent, the other school.")
        self._wrong = {"recipient": Field(_("Who receives it"), self.recipient, hint=whom),
                       "ground": Field(_("On which ground"), self._ground, hint=_(
                           "A parent reads the preferred name only if the student wishes it to caregivers, too.")),
                       "purpose": Field(_("Why"), self.purpose)}
        self.rules = Banner(tone="flag")
        self.add(self.rules)
        self.row(self._wrong["recipient"], Field(_("Language"), self._language))
        self._paper_field = Field(_("Size of paper"), self._paper)
        self.row(self._wrong["ground"], self._paper_field)
        self.row(self._wrong["purpose"])
        self.first: QWidget = self.recipient if given is None else self._ground
        if given is not None:
            self.recipient.setText(given[0])
            self.purpose.setPlainText(given[1])
            self.recipient.setReadOnly(True)
            self.purpose.setReadOnly(True)
            self._paper_field.hide()
        self.recipient.textChanged.connect(lambda _text: self._propose())
        self._ground.changed.connect(lambda *_what: self._propose())

    def show_contacts(self, contacts: tuple[Contact, ...]) -> None:
        """Whose languages are proposed."""
        self._contacts = contacts
        self._propose()

    def show_rules(self, rules: Sequence[tuple[str, Rule]]) -> None:
        """What holds before anybody is in contact with home: (whom it is about, the rule)."""
        lines = [_("{name}: {rule}").format(name=name or _("All caregivers"), rule=rule_label(rule.kind))
                 for name, rule in rules]
        self.rules.say(_("Rules hold for this family. Read them before you give anything out.") if lines else "",
                       "\n".join(lines), "flag")

    def _propose(self) -> None:
        if self._language.value() == self._proposed:
            self._proposed = language_for(self.ground(), self.recipient.value(), self._contacts, language())
            self._language.set_value(self._proposed)

    def reader_language(self) -> str:
        """The language chosen."""
        return self._language.value() or language()

    def ground(self) -> Ground:
        """The ground chosen."""
        return Ground(self._ground.value() or Ground.OTHER)

    def paper(self) -> Paper:
        """The size of paper."""
        return Paper(self._paper.value() or Paper.LETTER)

    def entered(self) -> NewDisclosure:
        """What stands in the fields; what goes is said by the packet itself."""
        return NewDisclosure(day=self._today, recipient=self.recipient.value(), ground=self.ground(),
                             purpose=self.purpose.value(), what="")

    def valid(self) -> bool:
        """Whether everything is there; what is missing is said at its field."""
        self.clear_errors()
        if self._ground.value() is None:
            self._wrong["ground"].set_error(_("Choose on which ground they receive it."))
        for name, sentence in wrong(self.entered(), self._today).items():
            if name in self._wrong:
                self._wrong[name].set_error(sentence)
        return not self.show_errors()
