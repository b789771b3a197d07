"""The weekly supervision: build the agenda, put it in order, tick it off, print it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.supervision import Agenda, Item, week_of
from wellnessdesk.services import supervision
from wellnessdesk.ui.kit import messages, pdf_files
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.fields import TextField
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.kit.parts import Banner, EmptyState
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.supervision.budget import Budget
from wellnessdesk.ui.pages.supervision.model import key_of
from wellnessdesk.ui.pages.supervision.moves import Moves
from wellnessdesk.ui.pages.supervision.view import AgendaView
from wellnessdesk.ui.pages.supervision.weeks import WeekChooser

_LONGEST_OWN = 2_000
_NONE_YET, _NONE_WAS, _AGENDA = range(3)


class SupervisionPage(Page):
    """`choose_file` and `open_folder` may be replaced by a test or the tour, which have nobody to ask."""

    features = frozenset({"supervision", "referrals", "flags", "sessions"})

    def __init__(self, context: PageContext) -> None:
        super().__init__(_("Supervision"), scroll=False)
        self._context = context
        self._chosen: date | None = None
        self._agenda: Agenda | None = None
        self._news = 0
        self.choose_file: Callable[[str], Path | None] = lambda name: pdf_files.ask(self, _("Save the agenda"), name)
        self.open_folder: Callable[[Path], object] = pdf_files.show
        self._saved_in = Path()
        self._moves = Moves()
        self._weeks = WeekChooser()
        self._budget = Budget()
        self._view = AgendaView()
        self._own = TextField(placeholder=_("Add something of your own. It is printed: initials, no names."),
                              max_length=_LONGEST_OWN)
        self._make_buttons()
        self._saved = Banner("", "", "ok", self._open, self._forget_saved, icon="ok")
        self._lay_out()
        self._connect()
        self._show_week()

    @property
    def week(self) -> date:
        """The Monday of the week on the screen."""
        return self._chosen or self._this_week()

    def refresh(self) -> None:
        """Read the week's agenda anew, and whether something is missing on it; the selected item stays selected."""
        desk, week = self._context.desk, self.week
        may_change = week >= self._this_week()
        self._context.tasks.latest(
            "supervision.read",
            lambda: (supervision.read(desk, week), supervision.news(desk, week) if may_change else 0),
            lambda found: self._show(week, *found), owner=self)

    def focus_first(self) -> None:
        """To the agenda; without one, to what makes it."""
        if self._agenda is not None:
            self._view.focus_first()
        else:
            self._build.setFocus()

    def show_week(self, week: date) -> None:
        """Show another week."""
        self._chosen = None if week == self._this_week() else week
        self._show(self.week, None, 0, read=False)
        self.refresh()

    def build(self) -> None:
        """Build the agenda from what happened; one already there keeps its order, minutes and ticks."""
        desk, week = self._context.desk, self.week
        self._context.tasks.run(lambda: supervision.build(desk, week), self._after_build, owner=self)

    def add_own(self) -> None:
        """Add what was typed."""
        agenda, words = self._agenda, self._own.value()
        if agenda is None or not words:
            self._own.setFocus()
            return
        desk = self._context.desk
        self._context.tasks.run(lambda: supervision.add_own(desk, agenda.week, words), self._after_add, owner=self)

    def print_agenda(self) -> None:
        """Ask where to, and write the agenda there as a PDF."""
        agenda = self._agenda
        name = _("Supervision agenda {week}").format(week=agenda.week.isoformat()) if agenda else ""
        file = self.choose_file(name) if agenda else None
        if agenda is not None and file is not None:
            desk = self._context.desk
            self._context.tasks.run(lambda: pdf_files.write(file, supervision.print_agenda(desk, agenda.week)),
                                    self._after_print, owner=self)

    def _tick(self, item: Item, done: bool) -> None:
        desk, week = self._context.desk, self.week
        self._change(lambda: supervision.tick(desk, week, item.kind, item.ref, done=done))

    def _set_minutes(self, item: Item, minutes: int) -> None:
        desk, week = self._context.desk, self.week
        self._change(lambda: supervision.set_minutes(desk, week, item.kind, item.ref, minutes))

    def _move(self, item: Item, places: int) -> None:
        if self._agenda is not None:
            self._agenda = self._moves.add(self._agenda, item, places)
            self._view.set_agenda(self._agenda, self._news)
            self._keep_next_move()

    def _keep_next_move(self) -> None:
        move = self._moves.next()
        if move is not None:
            desk, (kind, ref) = self._context.desk, move.key
            self._context.tasks.run(lambda: supervision.move(desk, move.week, kind, ref, move.places),
                                    lambda _agenda: self._after_move(), self._move_failed, owner=self)

    def _after_move(self) -> None:
        self._moves.kept()
        if self._moves.idle:
            self.refresh()
        self._keep_next_move()

    def _move_failed(self, error: Exception) -> None:
        self._moves.forget()
        self._change_failed(error)

    def _change(self, work: Callable[[], object]) -> None:
        """A change to the agenda; kept or not, what is shown afterwards is what is kept."""
        self._context.tasks.run(work, lambda _answer: self.refresh(), self._change_failed, owner=self)

    def _change_failed(self, error: Exception) -> None:
        messages.failure(self, error)
        self.refresh()

    def _after_build(self, agenda: Agenda) -> None:
        self._show(agenda.week, agenda, 0)
        self.focus_first()
        count = len(agenda.items)
        messages.say(self, ngettext("The agenda has {n} item.", "The agenda has {n} items.", count).format(
            n=formats.number(count)))

    def _after_add(self, agenda: Agenda) -> None:
        self._own.clear()
        self._show(agenda.week, agenda, self._news)
        self._view.select(key_of(agenda.items[-1]))

    def _after_print(self, file: Path) -> None:
        self._saved_in = file.parent
        self._saved.say(_("The agenda is saved."), str(file), "ok", "ok")

    def _show(self, week: date, agenda: Agenda | None, news: int, *, read: bool = True) -> None:
        """Show the agenda of a week, unless another week was chosen meanwhile."""
        if week != self.week or not self._moves.idle:
            return  # another week is on the screen by now, or newer moves, which are followed by another look
        self._agenda = agenda
        self._show_news(news)
        self._show_week()
        self._view.set_agenda(agenda, news)
        self._budget.show_minutes(agenda.minutes if agenda else 0)
        if agenda is not None:
            self._body.setCurrentIndex(_AGENDA)
        elif read:
            self._body.setCurrentIndex(_NONE_WAS if week < self._this_week() else _NONE_YET)

    def _show_news(self, news: int) -> None:
        if news != self._news:  # a screen reader reads the banner aloud each time it is set
            self._news = news
            self._since_built.say(ngettext(
                "{n} new item since it was built", "{n} new items since it was built", news).format(
                    n=formats.number(news)) if news else "", "", "info", "info")

    def _show_week(self) -> None:
        agenda, this_week = self._agenda, self._this_week()
        self._weeks.show_week(self.week, this_week)
        for part in (self._print, self._budget):
            part.setVisible(agenda is not None)
        self._rebuild.setVisible(agenda is not None and self.week >= this_week and not self._news)

    def _this_week(self) -> date:
        return week_of(self._context.desk.today())

    def _connect(self) -> None:
        self._weeks.chosen.connect(self.show_week)
        self._view.moved.connect(self._move)
        self._view.agenda_model.ticked.connect(self._tick)
        self._view.agenda_model.minutes_set.connect(self._set_minutes)
        self._own.returnPressed.connect(self.add_own)

    def _make_buttons(self) -> None:
        self._build = button(_("Build agenda"), self.build, icon="supervision", role="primary")
        self._build.setObjectName("supervision.build")
        self._rebuild, in_banner = self._rebuild_button(), self._rebuild_button()  # one of them is on the screen
        self._since_built = Banner("", "", "info", in_banner)
        self._print = button(_("Print to PDF"), self.print_agenda, icon="print", role="primary", shortcut="Ctrl+P")
        self._print.setObjectName("supervision.print")
        self._add = button(_("Add"), self.add_own, icon="add")
        self._add.setObjectName("supervision.add")
        self._own.setObjectName("supervision.own")
        self._own.setAccessibleName(_("Your own item"))
        self._open = button(_("Open folder"), lambda: self.open_folder(self._saved_in), icon="folder")
        self._open.setObjectName("supervision.open_folder")
        self._forget_saved = button(_("Close message"), lambda: self._saved.say(""), icon="close", role="quiet",
                                    icon_only=True)

    def _rebuild_button(self) -> QPushButton:
        made = button(_("Build again"), self.build, icon="undo",
                      tooltip=_("Adds what happened since. Order, minutes and ticks stay."))
        made.setObjectName("supervision.rebuild")
        return made

    def _lay_out(self) -> None:
        self.add_action(self._rebuild)
        self.add_action(self._print)
        head = QHBoxLayout()
        head.addWidget(self._weeks)
        head.addStretch(1)
        head.addWidget(self._budget)
        self._body = QStackedWidget()
        self._body.addWidget(EmptyState(
            _("No agenda for this week yet"),
            _("It builds itself: overdue referrals, open flags, notes not signed, notes to review, and what was "
              "carried over."),
            "supervision", self._build))
        self._body.addWidget(EmptyState(_("No agenda was built for this week"), "", "supervision"))
        self._body.addWidget(self._agenda_part())
        self.add(self._saved)
        self.add(head)
        self.add(self._since_built)
        self.add(self._body, 1)

    def _agenda_part(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        own = QHBoxLayout()
        own.setSpacing(8)
        own.addWidget(self._own, 1)
        own.addWidget(self._add)
        column.addWidget(self._view, 1)
        column.addLayout(own)
        column.addWidget(label(_("Space ticks. F2 or a digit sets the minutes. Ctrl+↑ and Ctrl+↓ move, or drag."),
                               "muted", wrap=True, small=True))
        return part
