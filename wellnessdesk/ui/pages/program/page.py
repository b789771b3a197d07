"""My path: a Wellness Peer's hours, pathways, signatures and papers, the most pressing in one glance."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.agreements import ToSign, kind_label
from wellnessdesk.domain.hours import Entry, Line, Source, State, in_hours
from wellnessdesk.domain.pathways import Standing
from wellnessdesk.domain.statements import Statement
from wellnessdesk.domain.statements import kind_label as statement_label
from wellnessdesk.services import agreements, hours, pathways, portfolio
from wellnessdesk.ui.kit import messages, pdf_files
from wellnessdesk.ui.kit.buttons import ButtonRow, MenuEntry, button, menu_button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.hours_dialog import HoursDialog
from wellnessdesk.ui.kit.ledger import by_kind, ledger_table
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.kit.parts import Badge, Card, EmptyState, StatTile, clear
from wellnessdesk.ui.kit.pathway_card import PathwayCard
from wellnessdesk.ui.kit.self_rating import SelfRatingCard
from wellnessdesk.ui.kit.sign_dialog import SignDialog
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.program.exams_card import ExamsCard
from wellnessdesk.ui.pages.program.facts import Facts, gather


class ProgramPage(Page):
    """Tiles, pathways, the ledger, signatures and papers. `choose_pdf` can be set by tests."""

    features = frozenset({"hours", "pathways", "statements", "training", "agreements", "clearance", "supervision",
                          "sessions", "peer_facts", "self_ratings", "exams"})

    def __init__(self, context: PageContext) -> None:
        super().__init__(_("My path"), _("What you have done, and where it can lead."))
        self._context, self._desk, self._tasks = context, context.desk, context.tasks
        self.choose_pdf: Callable[[str], Path | None] = lambda name: pdf_files.ask(self, _("Save as PDF"), name)
        self.tiles = {"hours": StatTile(_("My hours"), "clock"), "aim": StatTile(_("Next aim"), "up"),
                      "lapsing": StatTile(_("Signatures and trainings"), "sign"),
                      "meeting": StatTile(_("Next supervision"), "supervision")}
        self._pathways, self._to_sign, self._papers = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        self._choose = QHBoxLayout()
        self.table = ledger_table(_("My hours"))
        self.table.setObjectName("program.ledger")
        self.table.current_changed.connect(lambda _line: self._offer())
        self.correct_button = button(_("Correct…"), self.correct)
        self.take_back_button = button(_("Take back"), self.take_back)
        self.correct_button.setObjectName("program.correct")
        self.take_back_button.setObjectName("program.take_back")
        self.enter_button = button(_("Enter hours"), self.enter, icon="add", role="primary")
        self.enter_button.setObjectName("program.enter")
        self.add_action(self.enter_button)
        self.self_rating = SelfRatingCard(context)
        self.exams = ExamsCard(context, self.refresh)
        self._lay_out()
        self._offer()

    def refresh(self) -> None:
        """Ask for everything."""
        desk = self._desk
        self.self_rating.refresh()
        self._tasks.latest("program.facts", lambda: gather(desk), self._show, owner=self)

    def focus_first(self) -> None:
        """To what a peer comes here to do."""
        self.enter_button.setFocus()

    def enter(self) -> None:
        """Hours that no record of the program tells."""
        self._ask(None)

    def correct(self) -> None:
        """The line that is chosen."""
        line = self.table.current()
        if line is not None and line.open:
            self._ask(line)

    def take_back(self) -> None:
        """The chosen entry, while it waits."""
        line, desk = self.table.current(), self._desk
        if line is not None and _waits(line):
            self._tasks.run(lambda: hours.withdraw(desk, line.id),
                            lambda _none: messages.say(self, _("Taken back.")), owner=self)

    def _ask(self, line: Line | None) -> None:
        desk = self._desk
        HoursDialog(self, self._context, desk.person.id, lambda entry: hours.enter(desk, entry), self._entered,
                    line).open()

    def _entered(self, _entry: Entry) -> None:
        messages.say(self, _("Kept. It counts as soon as a coordinator has approved it."))

    def _offer(self) -> None:
        line = self.table.current()
        self.correct_button.setEnabled(line is not None and line.open)
        self.take_back_button.setEnabled(line is not None and _waits(line))

    def _show(self, facts: Facts) -> None:
        totals, waiting = facts.ledger.totals, facts.waiting
        waits = ngettext("{n} entry waits", "{n} entries wait", waiting).format(n=formats.number(waiting))
        self.tiles["hours"].show_figure(in_hours(totals.of()), " · ".join(
            part for part in (by_kind(totals), waits if waiting else "") if part))
        aim, which = facts.aim()
        self.tiles["aim"].show_figure(aim or "–", which or _("choose a pathway below"))
        self.tiles["lapsing"].show_figure(*facts.lapsing())
        self.tiles["meeting"].show_figure(*facts.next_meeting())
        self._show_pathways(facts)
        self._show_to_sign(facts)
        self._show_papers(facts)
        self.exams.show_offers(facts.exams)
        self.table.set_records(facts.ledger.lines)
        self._offer()

    def _show_pathways(self, facts: Facts) -> None:
        clear(self._pathways)
        clear(self._choose)
        self._choose.addWidget(label(_("My pathways"), "heading"), 1)
        if facts.to_choose:
            self._choose.addWidget(menu_button(_("Choose a pathway"), [
                MenuEntry(f"program.choose.{one.id}", str(one.label), partial(self._start, one.id))
                for one in facts.to_choose], name="program.choose", icon="add"))
        for one in facts.pathways:
            leave = button(_("Not mine any more"), partial(self._stop, one), role="quiet")
            leave.setObjectName(f"program.leave.{one.pathway.id}")
            self._pathways.addWidget(PathwayCard(one, leave))
        if not facts.pathways:
            self._pathways.addWidget(EmptyState(_("No pathway yet"), _(
                "Choose one to see how far your hours take you: what is missing, and where to get it."), "up"))

    def _show_to_sign(self, facts: Facts) -> None:
        clear(self._to_sign)
        for one in facts.to_sign:
            self._to_sign.addWidget(self._agreement(one))

    def _agreement(self, one: ToSign) -> QWidget:
        until = one.signed.lapses_on if one.signed and one.counts else None
        told = _("until {day}").format(day=formats.date(until)) if until else (
            _("signed") if one.counts else _("to sign"))
        sign = button(_("Read and sign") if not one.counts else _("Sign anew"), partial(self._sign, one),
                      role="secondary" if not one.counts else "quiet")
        sign.setObjectName(f"program.sign.{one.text.kind}")
        parts = [sign]
        if one.signed is not None and one.signed.holds:
            save = button(_("PDF…"), partial(self._print_agreement, one), role="quiet")
            save.setObjectName(f"program.agreement.{one.text.kind}")
            parts.append(save)
        return _line(kind_label(one.text.kind), Badge(told, "ok" if one.counts else "flag"), *parts)

    def _show_papers(self, facts: Facts) -> None:
        clear(self._papers)
        for one in facts.statements:
            save = button(_("PDF…"), partial(self._print, one))
            save.setObjectName(f"program.paper.{one.kind}")
            self._papers.addWidget(_line(f"{statement_label(one.kind)} · {one.body.partition(chr(10))[0]}", Badge(
                formats.date(self._desk.center.day(one.at)), "ok", "ok"), save))
        if not facts.statements:
            self._papers.addWidget(label(_("Ask your coordinator for a letter of your hours, a certificate or your "
                                           "portfolio: they sign it, and you save it here."), "muted", wrap=True))

    def _start(self, pathway: str) -> None:
        desk = self._desk
        self.enter_button.setFocus()  # what was pressed is made anew: the page would jump to what comes next
        self._tasks.run(lambda: pathways.start(desk, pathway), owner=self)

    def _stop(self, one: Standing) -> None:
        desk = self._desk
        self.enter_button.setFocus()
        self._tasks.run(lambda: pathways.stop(desk, one.pathway.id), lambda _none: messages.say(
            self, _("“{what}” is not among your pathways any more.").format(what=one.pathway.label),
            undo=lambda: self._start(one.pathway.id)), owner=self)

    def _sign(self, one: ToSign) -> None:
        SignDialog(self, self._context, one, self.refresh).open()

    def _print(self, one: Statement) -> None:
        desk = self._desk
        self._save_pdf(statement_label(one.kind), lambda: portfolio.print_statement(desk, one.id))

    def _print_agreement(self, one: ToSign) -> None:
        desk, signed = self._desk, one.signed
        if signed is not None:
            self._save_pdf(kind_label(one.text.kind), lambda: agreements.print_signed(desk, signed.id))

    def _save_pdf(self, name: str, make: Callable[[], bytes]) -> None:
        file = self.choose_pdf(name)
        if file is not None:
            self._tasks.run(lambda: pdf_files.write(file, make()), lambda saved: messages.say(
                self, _("Saved as {file}.").format(file=saved.name)), owner=self)

    def _lay_out(self) -> None:
        tiles = QHBoxLayout()
        tiles.setSpacing(12)
        for tile in self.tiles.values():
            tiles.addWidget(tile, 1)
        self.add(tiles)
        self.add(self._choose)
        self._pathways.setSpacing(12)
        self.add(self._pathways)
        ledger = Card(_("My hours"))
        ledger.add(self.table)
        ledger.add(ButtonRow(self.correct_button, self.take_back_button))
        self.add(ledger)
        self.add(self.exams)
        self.add(self.self_rating)
        for title, column in ((_("What I signed"), self._to_sign), (_("My letters, certificates and portfolio"),
                                                                    self._papers)):
            column.setSpacing(8)
            card = Card(title)
            card.add(column)
            self.add(card)
        self.add_stretch()


def _waits(line: Line) -> bool:
    return line.source is Source.ENTRY and line.state is State.WAITING


def _line(title: str, badge: Badge, *buttons: QWidget) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(label(title, wrap=True), 1)
    row.addWidget(badge)
    for each in buttons:
        row.addWidget(each)
    return line
