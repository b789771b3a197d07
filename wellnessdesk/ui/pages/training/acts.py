"""What is done on the training page, one dialog or service each; the page shows what comes of it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.agreements import AgreementText
from wellnessdesk.domain.clearance import Override, Rule
from wellnessdesk.domain.exams import Bank
from wellnessdesk.domain.practice import Practice
from wellnessdesk.domain.statements import Statement
from wellnessdesk.domain.training import Completion, Module
from wellnessdesk.services import (
    agreements,
    caregiver_papers,
    clearance,
    portfolio,
    practice,
    question_banks,
    training,
)
from wellnessdesk.services.question_banks import Checked
from wellnessdesk.ui.kit import messages, pdf_files
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.pages.training.bank_dialog import BankDialog, MistakesDialog
from wellnessdesk.ui.pages.training.begin_card import to_learn
from wellnessdesk.ui.pages.training.certificate_dialog import CertificateDialog
from wellnessdesk.ui.pages.training.facts import Facts, Standing
from wellnessdesk.ui.pages.training.module_dialog import ModuleDialog
from wellnessdesk.ui.pages.training.override_dialog import OverrideDialog
from wellnessdesk.ui.pages.training.paper_dialog import PaperDialog
from wellnessdesk.ui.pages.training.practice_dialog import PracticeDialog
from wellnessdesk.ui.pages.training.rule_dialog import RuleDialog
from wellnessdesk.ui.pages.training.several_dialogs import ExceptionsDialog, LearnedDialog
from wellnessdesk.ui.pages.training.text_dialog import TextDialog


class TrainingActs:
    """`facts` are what the page shows now. The three choosers can be set by tests."""

    def __init__(self, page: QWidget, context: PageContext, facts: Callable[[], Facts | None],
                 refresh: Callable[[], object]) -> None:
        self._page, self._context, self._desk, self._tasks = page, context, context.desk, context.tasks
        self._facts, self._refresh = facts, refresh
        self.choose_pdf: Callable[[str], Path | None] = lambda name: pdf_files.ask(page, _("Save as PDF"), name)
        self.choose_bank: Callable[[], Path | None] = self._ask_bank
        self.choose_scan: Callable[[str], Path | None] = self._ask_scan

    def for_peer(self, one: Standing, what: str, which: str) -> None:
        """What `Details` asks for."""
        desk, peer = self._desk, one.peer
        if what == "allow":
            found = next(each for each in one.services if each.service == which)
            OverrideDialog(self._page, self._context, peer.name, found, lambda _made: self._refresh()).open()
        elif what == "paper":
            PaperDialog(self._page, self._context, peer, which, lambda _kept: self._refresh()).open()
        elif what == "print":
            self._save(peer.name, lambda: agreements.print_signed(desk, which))
        elif what == "scan":
            self._save_scan(peer.name, which)
        elif what == "unsign":
            if messages.confirm(self._page, _("End this signature?"),
                                _("It does not count any more, and the peer signs again. What was signed stays."),
                                _("End it")):
                self._run(lambda: agreements.end(desk, which))
        elif what == "unpaper":
            if messages.confirm(self._page, _("End this paper?"),
                                _("It does not count any more. What is kept of it stays."), _("End it")):
                self._run(lambda: caregiver_papers.end(desk, which))
        else:
            services = {"end": lambda: clearance.end_override(desk, which),
                        "of_age": lambda: caregiver_papers.of_age(desk, peer.id, which)}
            self._run(services[what])

    def enter_practice(self, person: str) -> None:
        """For one peer, or one to be chosen."""
        facts, desk = self._facts(), self._desk

        def kept(made: Practice) -> None:
            messages.say(self._page, _("The practice is kept."), undo=lambda: self._run(
                lambda: practice.end(desk, made.id)))

        if facts is not None:
            PracticeDialog(self._page, self._context, facts.matrix.peers, person, kept).open()

    def end_practice(self, one: Practice) -> None:
        """It was entered by mistake."""
        desk = self._desk
        self._run(lambda: practice.end(desk, one.id))

    def import_bank(self) -> None:
        """From a file: its mistakes, or what holds for the whole exam."""
        desk, file = self._desk, self.choose_bank()
        if file is not None:
            self._tasks.run(lambda: question_banks.check(desk, file), self._checked, owner=self._page)

    def _checked(self, checked: Checked) -> None:
        facts = self._facts()
        if checked.mistakes:
            MistakesDialog(self._page, checked.mistakes).open()
        elif facts is not None:
            BankDialog(self._page, self._context, checked, facts.matrix.modules, self._taken).open()

    def _taken(self, bank: Bank) -> None:
        messages.say(self._page, _("“{what}” is asked from now on, in version {n}.").format(
            what=bank.title, n=bank.version))

    def end_bank(self, bank: Bank) -> None:
        """Asked first: peers cannot begin it any more."""
        desk = self._desk
        if messages.confirm(self._page, _("Ask “{what}” no more?").format(what=bank.title),
                            _("Attempts stay, and one that goes on can be finished."), _("Ask it no more")):
            self._run(lambda: question_banks.end(desk, bank.id))

    def module(self, module: Module | None) -> None:
        """A new one, or the next version."""
        facts = self._facts()
        if facts is not None:
            ModuleDialog(self._page, self._context, module, facts.matrix.modules,
                         lambda made: self._say(_("“{what}” is kept.").format(what=made.label))).open()

    def text(self, text: AgreementText) -> None:
        """New words of an agreement."""
        TextDialog(self._page, self._context, text, lambda made: self._say(
            _("The new words hold from {day} on.").format(day=formats.date(made.since)))).open()

    def rule(self, rule: Rule) -> None:
        """What a service asks."""
        facts = self._facts()
        if facts is not None:
            RuleDialog(self._page, self._context, rule, facts.matrix.modules,
                       lambda _none: self._say(_("The rule is kept."))).open()

    def as_shipped(self, rule: Rule) -> None:
        """The center's own goes, and can be had again."""
        desk = self._desk
        self._tasks.run(lambda: clearance.as_shipped(desk, rule.service), lambda _none: messages.say(
            self._page, _("The rule is as shipped."), undo=lambda: self._run(lambda: clearance.set_rule(desk, rule))),
            owner=self._page)

    def learned(self) -> None:
        """What several peers learned elsewhere."""
        facts, desk = self._facts(), self._desk

        def kept(made: list[Completion]) -> None:
            said = ngettext("{n} is recorded.", "{n} are recorded.", len(made)).format(n=len(made))
            messages.say(self._page, said, undo=lambda: self._run(
                lambda: training.revoke_many(desk, [one.id for one in made])))

        if facts is not None:
            LearnedDialog(self._page, self._context, facts.matrix.peers, facts.matrix.modules,
                          to_learn(facts.cleared), kept).open()

    def exceptions(self) -> None:
        """For several peers, in the first days."""
        facts = self._facts()

        def kept(made: list[Override]) -> None:
            self._say(ngettext("{n} exception is allowed.", "{n} exceptions are allowed.", len(made)).format(
                n=len(made)))

        if facts is not None:
            ExceptionsDialog(self._page, self._context, facts.matrix.peers, facts.cleared.services, kept).open()

    def certificate(self, name: str, what: str, completion: str) -> None:
        """Sign one, then save it as PDF."""
        def signed(made: Statement) -> None:
            desk = self._desk
            self._save(name, lambda: portfolio.print_statement(desk, made.id))

        CertificateDialog(self._page, self._context, name, what, completion, signed).open()

    def _save(self, name: str, make: Callable[[], bytes]) -> None:
        file = self.choose_pdf(name)
        if file is not None:
            self._tasks.run(lambda: pdf_files.write(file, make()),
                            lambda saved: self._say(_("Saved as {file}.").format(file=saved.name)), owner=self._page)

    def _save_scan(self, name: str, paper: str) -> None:
        desk, file = self._desk, self.choose_scan(name)
        if file is not None:
            self._tasks.run(lambda: _write(file, *caregiver_papers.open_scan(desk, paper)),
                            lambda saved: self._say(_("Saved as {file}.").format(file=saved.name)), owner=self._page)

    def _run(self, work: Callable[[], object]) -> None:
        self._tasks.run(work, owner=self._page)

    def _say(self, text: str) -> None:
        messages.say(self._page, text)

    def _ask_bank(self) -> Path | None:
        name, _filter = QFileDialog.getOpenFileName(self._page, _("Import an exam"), str(Path.home()),
                                                    _("Question banks (*.toml *.csv)"))
        return Path(name) if name else None

    def _ask_scan(self, name: str) -> Path | None:
        chosen, _filter = QFileDialog.getSaveFileName(self._page, _("Save the scan"), str(Path.home() / name))
        return Path(chosen) if chosen else None


def _write(file: Path, name: str, scan: bytes) -> Path:
    """With the ending of what it is."""
    target = file.with_suffix(Path(name).suffix)
    try:
        target.touch(mode=0o600)
        target.write_bytes(scan)
    except OSError:
        raise Problem(_("The file could not be saved there. Choose another folder, or make room on the disk.")) \
            from None
    return target
