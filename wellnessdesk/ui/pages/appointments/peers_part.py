"""What each Wellness Peer may give, and whose records are closed to them: kept by the coordinator."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.peers import Conflict, ConflictKind, Services, kind_label
from wellnessdesk.domain.students import Student
from wellnessdesk.services import peers, students
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.choices import Choice, ChoiceList
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.parts import Banner, Card, EmptyState
from wellnessdesk.ui.kit.search import SearchBox, SearchRow
from wellnessdesk.ui.kit.tables import Column, RecordTable, RowAction
from wellnessdesk.ui.kit.texts import label

_WIDTH = 640


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerLine:
    """A peer with what is kept of them."""

    id: str
    name: str
    services: Services
    conflicts: tuple[Conflict, ...]


def lines(desk: Desk, named: Sequence[tuple[str, str]]) -> list[PeerLine]:
    """What is kept of each of these peers (id, name)."""
    kept = peers.services(desk)
    return [PeerLine(id=id_, name=name, services=kept.get(id_), conflicts=tuple(peers.conflicts(desk, id_)))
            for id_, name in named]


class PeersPart(QWidget):
    """The list; each line opens two dialogs."""

    def __init__(self, services: Callable[[PeerLine], object], conflicts: Callable[[PeerLine], object]) -> None:
        super().__init__()
        self.table = _table()
        self.table.setObjectName("peers.table")
        self._services = button(_("Services…"), lambda: self._do(services), icon="heart")
        self._conflicts = button(_("Closed records…"), lambda: self._do(conflicts), icon="lock")
        self._services.setObjectName("peers.services")
        self._conflicts.setObjectName("peers.conflicts")
        self.table.opened.connect(services)
        self.table.current_changed.connect(lambda line: self._look(line is not None))
        card = Card(_("What each peer may do"), self._services, self._conflicts)
        card.add(label(_("The front desk can hand a student over, and book, only with a peer who gives the service and "
                         "to whom the student's record is not closed."), "muted", wrap=True))
        card.add(self.table, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card, 1)
        self._look(False)

    def show_lines(self, found: Sequence[PeerLine]) -> None:
        """Show these."""
        self.table.set_records(found)

    def _do(self, act: Callable[[PeerLine], object]) -> None:
        line = self.table.current()
        if line is not None:
            act(line)

    def _look(self, chosen: bool) -> None:
        self._services.setEnabled(chosen)
        self._conflicts.setEnabled(chosen)


class ServicesDialog(Dialog):
    """A tick for each service option; or no list: then the peer may give all."""

    def __init__(self, parent: QWidget, context: PageContext, line: PeerLine) -> None:
        super().__init__(parent, _("Services of {name}").format(name=line.name), width=_WIDTH)
        self._context, self._line, self._page = context, line, parent
        self.everything = QCheckBox(_("May give every service (no list is kept)"))
        self.everything.setObjectName("services.everything")
        self.everything.setChecked(line.services is None)
        self.boxes = {one.id: QCheckBox(str(one.label)) for one in catalogues.service_options()}
        grid = QGridLayout()
        for id_, box in self.boxes.items():
            box.setObjectName(f"services.{id_}")
            box.setChecked(line.services is None or id_ in line.services)
            grid.addWidget(box, grid.rowCount(), 0)
        self.everything.toggled.connect(self._look)
        save = button(_("Save"), self.save, role="primary")
        save.setObjectName("services.save")
        save.setDefault(True)
        self.body.addWidget(label(self.windowTitle(), "heading", wrap=True))
        self.body.addWidget(self.everything)
        self.body.addLayout(grid)
        cancel = button(_("Cancel"), self.reject)
        cancel.setObjectName("services.cancel")
        self.body.addWidget(ButtonRow(save, cancel))
        self._look(self.everything.isChecked())

    def save(self) -> None:
        """Keep the list."""
        ticked = frozenset(id_ for id_, box in self.boxes.items() if box.isChecked())
        wanted = None if self.everything.isChecked() else ticked
        desk, line = self._context.desk, self._line
        page = self._page
        self._context.tasks.run(lambda: peers.set_services(desk, line.id, wanted),
                                lambda _none: messages.say(page, _("Saved.")), owner=page)
        self.accept()

    def _look(self, everything: bool) -> None:
        for box in self.boxes.values():
            box.setEnabled(not everything)


class ConflictsDialog(Dialog):
    """Whose records are closed to a peer; one more, or one open again."""

    def __init__(self, parent: QWidget, context: PageContext, line: PeerLine) -> None:
        super().__init__(parent, _("Records closed to {name}").format(name=line.name), width=_WIDTH)
        self._desk, self._tasks, self._line = context.desk, context.tasks, line
        self.kind = ChoiceList([Choice(one.value, kind_label(one)) for one in ConflictKind])
        self.kind.set_value(ConflictKind.FRIEND.value)
        self.kind.setObjectName("conflicts.kind")
        self.kind.setAccessibleName(_("Why"))
        self.search = SearchBox(_("Student"), placeholder=_("Name or student number"),
                                nothing_found=_("Nobody on the roster is called that"), large=False)
        self.search.edit.setObjectName("conflicts.student")
        self.search.searched.connect(self._search)
        self.search.chosen.connect(self._close_to)
        self.problem = Banner(tone="flag")
        self.table = _conflicts_table(self._open_again)
        self.table.setObjectName("conflicts.table")
        self.table.setMinimumHeight(220)
        close = button(_("Close"), self.accept, role="primary")
        close.setObjectName("conflicts.done")
        self.body.addWidget(label(self.windowTitle(), "heading", wrap=True))
        self.body.addWidget(label(_("A peer never sees their own record, a friend's or a relative's. Choose why, then "
                                    "the student."), "muted", wrap=True))
        for part in (self.kind, self.search, self.problem, self.table, ButtonRow(close)):
            self.body.addWidget(part)
        self.table.set_records(line.conflicts)

    def _search(self, query: str) -> None:
        desk = self._desk
        self._tasks.latest("peers.students", lambda: students.search(desk, query),
                           lambda found: self.search.set_results(query, [_row(one) for one in found]), owner=self)

    def _close_to(self, student: Student) -> None:
        desk, peer, kind = self._desk, self._line.id, ConflictKind(self.kind.value() or "")
        self.search.clear()
        self._run(lambda: peers.declare(desk, peer, student.id, kind))

    def _open_again(self, conflict: Conflict) -> None:
        desk, peer = self._desk, self._line.id
        if messages.confirm(self, _("Open this record again?"),
                            _("{peer} can then be with {student} again.").format(
                                peer=self._line.name, student=conflict.student), _("Open again")):
            self._run(lambda: peers.withdraw(desk, peer, conflict.student_id))

    def _run(self, work: Callable[[], object]) -> None:
        desk, peer = self._desk, self._line.id

        def both() -> list[Conflict]:
            work()
            return peers.conflicts(desk, peer)

        self.problem.say("")
        self._tasks.run(both, self.table.set_records, self._failed, owner=self)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, Problem):
            self.problem.say(_("That did not work"), str(error), "flag")
        else:
            messages.failure(self, error)


def services_text(services: Services) -> str:
    """What a peer may give, in a line."""
    if services is None:
        return _("Every service")
    named = [str(one.label) for one in catalogues.service_options() if one.id in services]
    return ", ".join(named) or _("None")


def _closed(line: PeerLine) -> str:
    number = len(line.conflicts)
    return ngettext("{n} record", "{n} records", number).format(n=formats.number(number)) if number else "–"


def _table() -> RecordTable[PeerLine]:
    return RecordTable(_("What each peer may do"), [
        Column[PeerLine](title=_("Wellness Peer"), text=lambda one: one.name, strong=True),
        Column[PeerLine](title=_("Services"), text=lambda one: services_text(one.services), stretch=True,
                         tooltip=lambda one: services_text(one.services)),
        Column[PeerLine](title=_("Closed to them"), text=_closed),
    ], lambda one: one.id, empty=EmptyState(
        _("No Wellness Peers yet"), _("An administrator adds them under People."), "people"))


def _conflicts_table(open_again: Callable[[Conflict], object]) -> RecordTable[Conflict]:
    return RecordTable(_("Closed records"), [
        Column[Conflict](title=_("Student"), text=lambda one: one.student, strong=True, stretch=True),
        Column[Conflict](title=_("Why"), text=lambda one: kind_label(one.kind)),
        Column[Conflict](title=_("Declared by"), text=lambda one: one.declared_by),
    ], lambda one: one.student_id, empty=EmptyState(_("No record is closed to this peer"), icon="lock"),
        row_action=RowAction(_("Open again"), "undo", open_again))


def _row(student: Student) -> SearchRow:
    grade = _("Grade {grade}").format(grade=student.grade) if student.grade else ""
    return SearchRow(student, student.name, " · ".join(part for part in (grade, f"…{student.hint}") if part), "person")
