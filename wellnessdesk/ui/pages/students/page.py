"""A student's page: the front desk sees visits, a peer their own sessions, a coordinator everything."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.referrals import Facts as ReferralFacts
from wellnessdesk.domain.sessions import Session
from wellnessdesk.domain.student_facts import Acknowledged, Audience, Facts, pronouns_for
from wellnessdesk.domain.student_file import DeskFile, PeerFile, WholeFile
from wellnessdesk.domain.students import Student, told_apart
from wellnessdesk.domain.timeline import Event
from wellnessdesk.services import caregivers, sessions, student_facts, student_pages
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import MenuEntry, button, menu_button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.packet_dialog import PacketDialog
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.kit.parts import Card, EmptyState
from wellnessdesk.ui.kit.refer import ReferDialog
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.pages.students import timeline
from wellnessdesk.ui.pages.students.caregivers_card import RulesCard
from wellnessdesk.ui.pages.students.facts_card import AcknowledgedCard, NamedCard, facts_lines
from wellnessdesk.ui.pages.students.facts_dialog import FactsDialog
from wellnessdesk.ui.pages.students.family import FamilyPart
from wellnessdesk.ui.pages.students.kinds import KindFilter
from wellnessdesk.ui.pages.students.note_dialog import NoteDialog
from wellnessdesk.ui.pages.students.timeline import Row

_SIDE_WIDTH = 320
File = DeskFile | PeerFile | WholeFile


class StudentPage(Page):
    """Shows one student at a time; whoever goes away leaves nothing of them behind."""

    left = Signal()
    features = frozenset({"students", "visits", "sessions", "flags", "disclosures", "retention", "appointments",
                          "contacts", "referrals"})

    def __init__(self, context: PageContext) -> None:
        super().__init__(_("Student"), scroll=False)
        self._context, self._desk, self._tasks = context, context.desk, context.tasks
        self._role = context.desk.person.role
        self.student_id: int | None = None
        self._known: tuple[Student, Facts] | None = None
        self._name = ""
        self.table = _table(self._role)
        self.table.opened.connect(self._open)
        self._events: tuple[Event, ...] = ()
        self.kinds = KindFilter(self)
        self.kinds.changed.connect(self._show_events)
        self._facts = NamedCard(_("What the center knows"), "student.facts")
        self._told = AcknowledgedCard(self._acknowledge)
        self.family = FamilyPart(self, context) if self._role is Role.COORDINATOR else None
        self._rules = RulesCard()
        self._back = button(_("Back"), self.left.emit, icon="back", role="quiet", shortcut="Alt+Left")
        self._back.setObjectName("student.back")
        self._edit = button(_("Change facts…"), self._change_facts, icon="note")
        self._edit.setObjectName("student.edit")
        self._refer = button(_("Refer…"), self._begin_referral, icon="next")
        self._refer.setObjectName("student.refer")
        self._own: Sequence[Session] = ()
        self._flag = button(_("Raise a red flag…"), self._raise_flag, icon="flag",
                            tooltip=_("Something an adult must know (Ctrl+Shift+F)"))
        self._flag.setObjectName("student.flag")
        self._lay_out()

    def show_student(self, student_id: int) -> None:
        """Open a student's record: that is recorded."""
        self.forget()
        self.student_id = student_id
        self.refresh()

    def refresh(self) -> None:
        """Ask for everything anew."""
        if self.student_id is not None:
            desk, student = self._desk, self.student_id
            asks: dict[Role, Callable[[Desk, int], File]] = {
                Role.PEER: student_pages.for_peer, Role.COORDINATOR: student_pages.for_coordinator}
            ask = asks.get(self._role, student_pages.for_desk)
            self._tasks.latest("student.page", lambda: ask(desk, student), self._show, self._failed, owner=self)

    def focus_first(self) -> None:
        """The list."""
        self.table.setFocus()

    def forget(self) -> None:
        """Nothing of a student stays on the screen."""
        self.student_id = self._known = None
        self._own, self._name, self._events = (), "", ()
        self.kinds.show_events(())
        self.table.set_records([])
        self._facts.clear()
        self._rules.show_rules(())
        if self.family is not None:
            self.family.forget()
        self._told.clear()
        self.set_title(_("Student"))

    def leave(self) -> None:
        """Somebody goes to another page, or locks."""
        self.forget()

    def _show(self, file: File) -> None:
        if isinstance(file, PeerFile):
            self._show_to_peer(file)
            return
        self._known = (file.student, file.facts)
        self._show_known(file.student, file.facts, file.acknowledged)
        if isinstance(file, WholeFile):
            if self.family is not None:
                self.family.show_student(file.student.id)
            self._events = file.events
            self.kinds.show_events(file.events)
            self._show_events()
        else:
            self._show_rows(timeline.of_stays(self._desk, file.stays))
            self._ask_rules(file.student.id)

    def _show_to_peer(self, file: PeerFile) -> None:
        self._name = file.name
        self.set_title(_with_pronouns(file.name, file.pronouns), _("What you need to know for your session."))
        facts = Facts(language=file.language, access_needs=file.access_needs, pronouns=file.pronouns)
        self._facts.show_lines(facts_lines(facts, whole=False), _("Nothing was added for this student."))
        self._own = file.sessions
        self._show_rows(timeline.of_sessions(self._desk, file.sessions))

    def _show_known(self, student: Student, facts: Facts, acknowledged: tuple[Acknowledged, ...]) -> None:
        self._name = student.name
        gone = "" if student.active else _("not on the roster any more")
        self.set_title(_with_pronouns(student.name, pronouns_for(facts, Audience.CENTER)),
                       " · ".join(part for part in (told_apart(student), gone) if part))
        self._facts.show_lines(facts_lines(facts, whole=True), _("Nothing was added for this student."))
        self._told.show_given(acknowledged)

    def _show_events(self) -> None:
        """Those of the kind that is chosen."""
        self._show_rows(timeline.of_events(self._events, self.kinds.kind()))

    def _ask_rules(self, student: int) -> None:
        """Whoever may call home must know what holds before; why, only coordinators know."""
        desk = self._desk
        self._tasks.latest("student.rules", lambda: caregivers.in_force(desk, student), self._rules.show_rules,
                           owner=self)

    def _show_rows(self, rows: Sequence[Row]) -> None:
        self.table.set_records(rows)

    def _failed(self, error: Exception) -> None:
        messages.failure(self, error)
        self.left.emit()

    def _open(self, row: Row) -> None:
        """The note of a session, in front of the page (each opening is recorded), or a flag with its whole life."""
        desk, (kind, _colon, name) = self._desk, row.opens.partition(":")
        if kind == "session":
            self._tasks.latest("student.note", lambda: sessions.read_note(desk, int(name)),
                               lambda note: NoteDialog(self, self._context, note).open(), owner=self)
        elif kind == "flag":
            self._context.show_flag(name)

    def _change_facts(self) -> None:
        if self._known is not None:
            FactsDialog(self, self._context, *self._known, lambda _known: messages.say(self, _("Saved."))).open()

    def _give_out(self) -> None:
        if self._known is not None:
            PacketDialog(self, self._context, self._known[0]).open()

    def _begin_referral(self) -> None:
        """A peer drafts it from their newest session with this student; a coordinator goes on with it."""
        if self.student_id is not None:
            last = next((one.id for one in self._own if one.student_id == self.student_id), 0)
            ReferDialog(self, self._context, ReferralFacts(student=self.student_id, session=last), self._name,
                        lambda _mark: messages.say(self, _referred(self._role))).open()

    @property
    def student_named(self) -> tuple[int, str] | None:
        """Whose page this is, for a red flag about them."""
        return (self._known[0].id, self._known[0].name) if self._known is not None else None

    def _raise_flag(self) -> None:
        if self.student_named is not None:
            self._context.raise_flag(*self.student_named)

    def _acknowledge(self, kind: str) -> None:
        if self.student_id is not None:
            desk, student = self._desk, self.student_id
            self._tasks.run(lambda: student_facts.acknowledge(desk, student, kind), owner=self)

    def _add_actions(self) -> None:
        """What is done now and then stands behind a word, so that a long name and what is below it have their room."""
        self.add_action(self._back)
        if self._role is not Role.FRONT_DESK:
            self.add_action(self._refer)
        if self._role is Role.COORDINATOR:
            self.add_action(self._flag)
            self.add_action(menu_button(_("More"), [
                MenuEntry("student.edit", _("Change facts…"), self._change_facts, "note"),
                MenuEntry("student.packet", _("Give out the record…"), self._give_out, "export")], name="student.more"))
        elif self._role is not Role.PEER:
            self.add_action(self._edit)

    def _lay_out(self) -> None:
        peer = self._role is Role.PEER
        self._add_actions()
        QShortcut(QKeySequence("Escape"), self,
                  context=Qt.ShortcutContext.WidgetWithChildrenShortcut).activated.connect(self.left)
        cards = [*([] if self._role is not Role.FRONT_DESK else [self._rules]),
                 *([self.family.card] if self.family is not None else []), self._facts,
                 *([] if peer else [self._told])]
        row = QHBoxLayout()
        row.setSpacing(16)
        column = QVBoxLayout()
        column.setSpacing(10)
        if self._role is Role.COORDINATOR:
            column.addWidget(self.kinds)
        column.addWidget(self.table, 1)
        row.addLayout(column, 1)
        row.addWidget(_side(cards))
        self.add(row, 1)


def _with_pronouns(name: str, pronouns: str) -> str:
    return _("{name} ({pronouns})").format(name=name, pronouns=pronouns) if pronouns else name


def _referred(role: Role) -> str:
    if role is Role.PEER:
        return _("Your draft waits for a coordinator. They ask the student, and send it.")
    return _("Kept as a draft on the page Referrals.")


class _AsHighAsItsCards(QWidget):
    """Qt guesses the height from texts that are not wrapped yet, and would press the cards together."""

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            layout = self.layout()
            self.setMinimumHeight(layout.totalHeightForWidth(self.width()) if layout is not None else 0)
        return handled


def _side(cards: Sequence[Card]) -> QScrollArea:
    body = _AsHighAsItsCards()
    column = QVBoxLayout(body)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    for card in cards:
        column.addWidget(card)
    column.addStretch(1)
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFixedWidth(_SIDE_WIDTH)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(body)
    area.viewport().setAutoFillBackground(False)
    body.setAutoFillBackground(False)
    return area


def _table(role: Role) -> RecordTable[Row]:
    columns = [
        Column[Row](title=_("When"), text=lambda row: row.when, width=128),
        Column[Row](title=_("What"), text=lambda row: row.what, strong=True, width=224, tone=lambda row: row.tone,
                    tooltip=lambda row: row.what),
        Column[Row](title=_("More"), text=lambda row: row.detail, stretch=True, tooltip=lambda row: row.detail),
    ]
    empty = EmptyState(_("Nothing is here yet"), _("Visits of this student stand here, the newest first."), "today")
    made = RecordTable[Row](_("Sessions") if role is Role.PEER else _("Timeline"), columns, lambda row: row.key,
                            empty=empty, sortable=False)
    made.setObjectName("student.timeline")
    return made
