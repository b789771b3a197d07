"""Hours of everybody: what waits comes first, then a peer's ledger, pathways and signed papers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.hours import Entry, Ledger, Line, PeerHours, in_hours
from wellnessdesk.domain.pathways import Asks, Pathway, Progress, Standing
from wellnessdesk.domain.statements import Kind, Statement, kind_label
from wellnessdesk.services import hours, pathways, portfolio, statements
from wellnessdesk.services.desk import Desk
from wellnessdesk.services.hours import Waiting
from wellnessdesk.services.pathways import Reminder
from wellnessdesk.ui.kit import messages, pdf_files
from wellnessdesk.ui.kit.buttons import ButtonRow, MenuEntry, button, menu_button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.day_dialog import DayDialog
from wellnessdesk.ui.kit.hours_dialog import HoursDialog
from wellnessdesk.ui.kit.layouts import scrolling
from wellnessdesk.ui.kit.ledger import by_kind, ledger_table, what
from wellnessdesk.ui.kit.parts import Badge, Banner, Card, EmptyState, clear
from wellnessdesk.ui.kit.pathway_card import PathwayCard
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.kit.words_dialog import WordsDialog
from wellnessdesk.ui.pages.peers.rules_card import RulesCard
from wellnessdesk.ui.pages.peers.sign_dialog import SignStatementDialog

_PEERS_WIDTH = 300
_ROW, _MOST_ROWS = 43, 5
"""Of what waits: a row in pixels, and so many without scrolling."""


@dataclass(frozen=True, slots=True)
class Everybody:
    """What the part shows of all peers."""

    peers: tuple[PeerHours, ...]
    waiting: Waiting
    reminders: tuple[Reminder, ...]


@dataclass(frozen=True, slots=True)
class One:
    """What it shows of the peer who is chosen."""

    ledger: Ledger
    pathways: tuple[Standing, ...]
    to_choose: tuple[Pathway, ...]
    statements: tuple[Statement, ...]


def gather(desk: Desk) -> Everybody:
    """Ask for what is shown of everybody."""
    return Everybody(tuple(hours.everybody(desk)), hours.waiting(desk), tuple(pathways.reminders(desk)))


def of_one(desk: Desk, person: str) -> One:
    """Ask for what is shown of one."""
    chosen = pathways.of(desk, person)
    taken = {one.pathway.id for one in chosen}
    return One(hours.of(desk, person), tuple(chosen), tuple(each for each in pathways.there(desk)
                                                            if each.id not in taken),
               tuple(statements.of_person(desk, person)))


class HoursPart(QWidget):
    """Asks for itself when it is shown. `choose_pdf` can be set by tests."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context, self._desk, self._tasks = context, context.desk, context.tasks
        self.choose_pdf: Callable[[str], Path | None] = lambda name: pdf_files.ask(self, _("Save as PDF"), name)
        self._one: One | None = None
        self._names: dict[str, str] = {}
        self.peers = self._peers_table()
        self.peers.current_changed.connect(lambda _one: self._ask_one())
        self.ledger = ledger_table(_("Hours"))
        self.ledger.setObjectName("hours.ledger")
        self.ledger.current_changed.connect(lambda _line: self._offer())
        self.reminders = Banner(tone="flag")
        self._approve = button(_("Approve"), self.approve, role="primary", icon="ok")
        self._decline = button(_("Decline…"), self.decline)
        self._correct = button(_("Correct…"), self.correct)
        for key, made in (("approve", self._approve), ("decline", self._decline), ("correct", self._correct)):
            made.setObjectName(f"hours.{key}")
        self.waiting = self._waiting_table()
        self._waiting_card = Card(_("Waiting for you"))
        self._head, self._paths, self._papers = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        self.rules = RulesCard(context)
        self._lay_out()

    def refresh(self) -> None:
        """Ask for everybody, and for the one who is chosen."""
        desk = self._desk
        self.rules.refresh()
        self._tasks.latest("hours.everybody", lambda: gather(desk), self._show, owner=self)

    def approve(self) -> None:
        """What is selected among the waiting; nothing selected: all of it."""
        desk, chosen = self._desk, [one.id for one in self.waiting.selected()]
        wanted = chosen or [one.id for one in self._all_waiting()]
        if wanted:
            said = ngettext("{n} entry is approved.", "{n} entries are approved.", len(wanted)).format(
                n=formats.number(len(wanted)))
            self._tasks.run(lambda: hours.approve(desk, wanted), lambda _none: messages.say(
                self, said, undo=lambda: self._undo(wanted)), owner=self)

    def decline(self) -> None:
        """The one that is selected, with an answer."""
        one, desk = self.waiting.current(), self._desk
        if one is not None:
            WordsDialog(self, self._tasks, _("Decline hours"), _("The peer reads your answer."), _("Decline"),
                        lambda words: hours.decline(desk, one.id, words), lambda _none: self.refresh()).open()

    def correct(self) -> None:
        """The chosen line of the ledger."""
        line = self.ledger.current()
        if line is not None and line.open:
            self._enter(line)

    def _approve_what(self) -> None:
        """Nothing selected: everything."""
        text = _("Approve") if self.waiting.selected() else _("Approve all")
        self._approve.setText(text)
        self._approve.setAccessibleName(text)

    def _undo(self, ids: Sequence[str]) -> None:
        desk = self._desk
        self._tasks.run(lambda: hours.undo(desk, ids), owner=self)

    def _all_waiting(self) -> list[Line]:
        model = self.waiting.records_model
        return [model.record(row) for row in range(model.rowCount())]

    def _show(self, found: Everybody) -> None:
        self._names = dict(found.waiting.names)
        self.reminders.say(_("Renewals") if found.reminders else "", "\n".join(
            f"{one.name}: {one.words}" for one in found.reminders), "flag")
        self.waiting.set_records(found.waiting.lines)
        self.waiting.setFixedHeight(_ROW * (1 + min(len(found.waiting.lines), _MOST_ROWS)) + 4)
        self._approve_what()
        self._waiting_card.setVisible(bool(found.waiting.lines))
        chosen = self.peers.current()
        self.peers.set_records(list(found.peers))
        if chosen is None:
            self.peers.selectRow(0)
        else:
            self._ask_one()

    def _ask_one(self) -> None:
        one, desk = self.peers.current(), self._desk
        if one is not None:
            self._tasks.latest("hours.one", lambda: of_one(desk, one.person.id), self._show_one, owner=self)

    def _show_one(self, one: One) -> None:
        self._one = one
        self.ledger.set_records(one.ledger.lines)
        self._show_head(one)
        self._show_paths(one)
        self._show_papers(one)
        self._offer()

    def _show_head(self, one: One) -> None:
        clear(self._head)
        totals = one.ledger.totals
        self._head.addWidget(label(one.ledger.person.name, "heading"))
        self._head.addWidget(label(_("{n} hours in all").format(n=in_hours(totals.of())) + (
            f" · {by_kind(totals)}" if totals.sums else ""), "muted", wrap=True))

    def _show_paths(self, one: One) -> None:
        clear(self._paths)
        for each in one.pathways:
            certify = button(_("Certified…"), partial(self._certify, each))
            certify.setObjectName(f"hours.certify.{each.pathway.id}")
            self._paths.addWidget(PathwayCard(each, certify, do=self._fact_buttons))
        if one.to_choose and one.ledger.person.active:
            add = menu_button(_("Put on a pathway"), [
                MenuEntry(f"hours.start.{each.id}", str(each.label), partial(self._start, each.id))
                for each in one.to_choose], name="hours.start", icon="add")
            self._paths.addWidget(ButtonRow(add))

    def _fact_buttons(self, one: Standing, progress: Progress) -> Sequence[QPushButton]:
        if progress.requirement.asks is not Asks.FACT:
            return ()
        made = button(_("Take back"), partial(self._set_fact, one, progress, None), role="quiet") if progress.met \
            else button(_("Seen…"), partial(self._ask_fact, one, progress))
        made.setObjectName(f"hours.fact.{one.pathway.id}.{progress.requirement.id}")
        return (made,)

    def _show_papers(self, one: One) -> None:
        clear(self._papers)
        for each in one.statements:
            self._papers.addWidget(self._paper(each))
        if not one.statements:
            self._papers.addWidget(label(_("Nothing was signed yet."), "muted"))

    def _paper(self, one: Statement) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label(f"{kind_label(one.kind)} · {formats.date(self._desk.center.day(one.at))}"), 1)
        if not one.stands:
            row.addWidget(Badge(_("ended") if one.holds else _("does not fit its words"), "muted" if one.holds
                                else "danger"))
            return line
        for text, name, do in ((_("PDF…"), "pdf", partial(self._print, one)), (_("End"), "end",
                                                                               partial(self._end, one))):
            made = button(text, do, role="secondary" if name == "pdf" else "quiet")
            made.setObjectName(f"hours.paper.{name}")
            row.addWidget(made)
        return line

    def _enter(self, line: Line | None = None) -> None:
        one, desk = self.peers.current(), self._desk
        if one is not None:
            HoursDialog(self, self._context, one.person.id, lambda entry: hours.enter_for(desk, entry), self._entered,
                        line).open()

    def _entered(self, _entry: Entry) -> None:
        messages.say(self, _("Kept, and approved: it counts."))

    def _start(self, pathway: str) -> None:
        one, desk = self.peers.current(), self._desk
        if one is not None:
            self._tasks.run(lambda: pathways.start_for(desk, one.person.id, pathway), owner=self)

    def _ask_fact(self, one: Standing, progress: Progress) -> None:
        desk, person, which = self._desk, one.on.person, progress.requirement
        DayDialog(self, self._tasks, str(which.label), _("Save"), desk.today(),
                  lambda day: pathways.set_fact(desk, person, one.pathway.id, which.id, day),
                  _("Since which day? Write down only what you have seen.")).open()

    def _set_fact(self, one: Standing, progress: Progress, _day: None) -> None:
        desk, person = self._desk, one.on.person
        self._tasks.run(lambda: pathways.set_fact(desk, person, one.pathway.id, progress.requirement.id, None),
                        owner=self)

    def _certify(self, one: Standing) -> None:
        desk, person = self._desk, one.on.person
        DayDialog(self, self._tasks, _("Certified, or renewed last"), _("Save"), desk.today(),
                  lambda day: pathways.certify(desk, person, one.pathway.id, day),
                  _("From this day on the time until the renewal runs.")).open()

    def _sign(self, kind: Kind) -> None:
        one = self._one
        if one is not None:
            first = min((line.day for line in one.ledger.lines), default=self._desk.today())
            person = one.ledger.person
            SignStatementDialog(self, self._context, kind, (person.id, person.name), first,
                                lambda _made: messages.say(self, _("Signed. Save it as PDF below."))).open()

    def _print(self, one: Statement) -> None:
        desk, file = self._desk, self.choose_pdf(kind_label(one.kind))
        if file is not None:
            self._tasks.run(lambda: pdf_files.write(file, portfolio.print_statement(desk, one.id)),
                            lambda saved: messages.say(self, _("Saved as {file}.").format(file=saved.name)),
                            owner=self)

    def _end(self, one: Statement) -> None:
        desk = self._desk
        if messages.confirm(self, _("End this statement?"), _(
                "The paper that is out stays out. Whoever asks the center hears that it does not stand by it any "
                "more."), _("End it")):
            self._tasks.run(lambda: statements.end(desk, one.id), owner=self)

    def _offer(self) -> None:
        line = self.ledger.current()
        self._correct.setEnabled(line is not None and line.open)

    def _lay_out(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(14)
        self._waiting_card.add(self.waiting)
        self._waiting_card.add(ButtonRow(self._approve, self._decline))
        self._waiting_card.hide()
        enter = button(_("Enter hours"), self._enter, icon="add")
        letter, whole = button(_("Letter…"), partial(self._sign, Kind.HOURS)), button(
            _("Portfolio…"), partial(self._sign, Kind.PORTFOLIO))
        for key, made in (("enter", enter), ("letter", letter), ("portfolio", whole)):
            made.setObjectName(f"hours.{key}")
        person = Card()
        person.add(self._head)
        person.add(self.ledger)
        person.add(ButtonRow(enter, self._correct))
        papers = Card(_("Signed papers"), letter, whole)
        papers.add(self._papers)
        for part in (self.reminders, self._waiting_card, person):
            column.addWidget(part)
        self._paths.setSpacing(12)
        column.addLayout(self._paths)
        column.addWidget(papers)
        column.addWidget(self.rules)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        self.peers.setFixedWidth(_PEERS_WIDTH)
        row.addWidget(self.peers)
        row.addWidget(scrolling(body, "hours.body"), 1)

    def _peers_table(self) -> RecordTable[PeerHours]:
        columns = [
            Column[PeerHours](title=_("Name"), text=lambda one: one.person.name if one.person.active else _(
                "{name} (left)").format(name=one.person.name), strong=True, stretch=True),
            Column[PeerHours](title=_("Hours"), text=lambda one: in_hours(one.totals.of()), align="right", width=76,
                              sort=lambda one: one.totals.of())]
        made = RecordTable[PeerHours](_("Hours of everybody"), columns, lambda one: one.person.id, empty=EmptyState(
            _("Nobody yet"), _("An administrator adds Wellness Peers under People."), "group"))
        made.setObjectName("hours.peers")
        return made

    def _waiting_table(self) -> RecordTable[Line]:
        columns = [
            Column[Line](title=_("Name"), text=lambda one: self._names.get(one.person, ""), strong=True,
                         width=190),
            Column[Line](title=_("Day"), text=lambda one: formats.date(one.day), sort=lambda one: one.day, width=112),
            Column[Line](title=_("What"), text=what, stretch=True),
            Column[Line](title=_("Hours"), text=lambda one: in_hours(one.minutes), align="right", width=70)]
        made = RecordTable[Line](_("Waiting for you"), columns, lambda one: one.key, many=True)
        made.setObjectName("hours.waiting")
        made.current_changed.connect(lambda _line: self._approve_what())
        return made
