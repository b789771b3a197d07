"""Bundles that somebody asks a second person to approve: look at what would leave, then approve or refuse."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QFrame, QScrollArea, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import access
from wellnessdesk.domain.bundle_words import kind_label
from wellnessdesk.domain.bundles import Bundle, Kind, Outcome, Request
from wellnessdesk.domain.people import Role
from wellnessdesk.services import bundle_approval, bundle_packets, bundle_rows, bundles
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.fields import TextField
from wellnessdesk.ui.kit.packet_preview import PacketPreview
from wellnessdesk.ui.kit.palette import Tone
from wellnessdesk.ui.kit.parts import Banner, Card, EmptyState
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.bundles.long_work import in_background
from wellnessdesk.ui.pages.bundles.own_copy import OwnCopy, became_of_it
from wellnessdesk.ui.pages.bundles.preview import PreviewPart
from wellnessdesk.ui.pages.bundles.rows_preview import RowsPreviewPart
from wellnessdesk.ui.pages.bundles.wording import moment, period_of

_WIDE, _TALL = 1060, 430


class ApprovalsPart(QWidget):
    """The setting, where it is one's own to set, and everything that was asked for."""

    def __init__(self, context: PageContext, changed: Callable[[], object], choose_folder: Callable[[], Path | None],
                 choose_copy_folder: Callable[[], Path | None]) -> None:
        super().__init__()
        self._context, self._changed, self._choose_folder = context, changed, choose_folder
        self._desk, self._tasks = context.desk, context.tasks
        self._names: Mapping[str, str] = {}
        self.wanted = QCheckBox(_("Nothing leaves before a second person has approved it"))
        self.wanted.setObjectName("approvals.wanted")
        self.wanted.setEnabled(access.allowed(self._desk.person.role, "bundles.set_approval"))
        self.wanted.clicked.connect(self._set_wanted)
        self.table = self._table()
        self.look = button(_("Look at it…"), self._look, role="primary", icon="search")
        self.look.setObjectName("approvals.look")
        self.look.setEnabled(False)
        self.write = button(_("Write it…"), self._write, role="primary", icon="export")
        self.write.setObjectName("approvals.write")
        self.write.hide()
        self.own_copy = OwnCopy(choose_copy_folder, "approvals.owncopy")
        self.own_copy.hide()
        room = self.own_copy.sizePolicy()  # kept for it, or the table would jump under the pointer
        room.setRetainSizeWhenHidden(access.allowed(self._desk.person.role, "bundles.write"))
        self.own_copy.setSizePolicy(room)
        self.about = label(_("Choose a request to read what it is for."), "muted", wrap=True)
        self.table.current_changed.connect(self._show_selected)
        self.table.opened.connect(lambda _one: self._look())
        rule = Card(_("Approval by a second person"))
        rule.add(self.wanted)
        rule.add(label(_("The administrator sets this. Whoever asks cannot approve it themselves."), "muted",
                       wrap=True))
        listed = Card(_("Asked for"), self.write, self.look)
        listed.add(self.table, 1)
        listed.add(self.about)
        listed.add(self.own_copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(rule)
        column.addWidget(listed, 1)

    def show_facts(self, wanted: bool, requests: Sequence[Request], names: Mapping[str, str]) -> None:
        """Show these, with the names of whom they name; the one selected stays so."""
        self.wanted.setChecked(wanted)
        self._names = names
        self.table.set_records(requests)

    def _show_selected(self, request: Request | None) -> None:
        """One button and one line are always there, or the table would jump under the pointer."""
        role = self._desk.person.role
        writable = (request is not None and request.outcome is Outcome.APPROVED and not request.bundle
                    and access.allowed(role, "bundles.write"))
        self.look.setEnabled(request is not None and request.outcome is Outcome.WAITING and _may_look(role, request))
        self.look.setVisible(not writable)
        self.write.setVisible(writable)
        self.own_copy.setVisible(writable)
        self.about.setText(" · ".join(self._about(request)) if request is not None else
                           _("Choose a request to read what it is for."))

    def _set_wanted(self, wanted: bool) -> None:
        desk = self._desk
        self._tasks.run(lambda: bundle_approval.ask_for(desk, wanted), lambda _none: self._changed(), owner=self)

    def _look(self) -> None:
        request, desk = self.table.current(), self._desk
        if request is None or request.outcome is not Outcome.WAITING or not _may_look(desk.person.role, request):
            return
        if request.asked.kind is Kind.PACKET:
            self._tasks.run(lambda: bundle_packets.look(desk, request),
                            lambda shown: self._decide(request, shown.seen, _sections(shown)), owner=self)
            return
        if request.asked.kind is Kind.ROWS:
            in_background(self._tasks, desk,
                          lambda progress, at_store: bundle_rows.look(desk, request, progress, at_store),
                          lambda shown: self._decide(request, shown.seen, RowsPreviewPart(shown)), parent=self,
                          title=_("Counting…"))
            return
        self._tasks.run_with_progress(
            lambda progress: bundles.look(desk, request, progress),
            lambda shown: self._decide(request, shown.seen, PreviewPart(shown)), parent=self,
            title=_("Making sure that no small group can be found out"))

    def _decide(self, request: Request, seen: str, shown: QWidget) -> None:
        about = "\n".join([self._asked(request), *self._about(request)])
        DecideDialog(self, self._context, request, about, seen, shown, self._changed).open()

    def _write(self) -> None:
        """As it was asked for: nobody has to enter or decide anything once more."""
        request, desk = self.table.current(), self._desk
        if request is None or (folder := self._choose_folder()) is None:
            return
        title, own = _("Writing the bundle"), self.own_copy.folder()
        if request.asked.kind is Kind.PACKET:
            self._tasks.run(lambda: bundle_packets.write_approved(desk, request, folder=folder, own_copy=own),
                            lambda bundle: self._written(bundle, own), owner=self)
        elif request.asked.kind is Kind.ROWS:
            in_background(self._tasks, desk, lambda progress, at_store: bundle_rows.write_approved(
                desk, request, folder=folder, own_copy=own, progress=progress, at_store=at_store),
                lambda bundle: self._written(bundle, own), parent=self, title=title)
        else:
            self._tasks.run_with_progress(
                lambda progress: bundles.write_approved(desk, request, folder=folder, own_copy=own, progress=progress),
                lambda bundle: self._written(bundle, own), parent=self, title=title)

    def _written(self, bundle: Bundle, own: Path | None) -> None:
        said = [_("{file} is written. Its receipt is under History.").format(file=bundle.file_name)]
        if own is not None:
            said.append(_("Our own copy: {what}").format(what=became_of_it(bundle, own)))
        messages.say(self, "\n".join(said))
        self._changed()

    def _name(self, key: str) -> str:
        return self._names.get(key, "")

    def _district(self, request: Request) -> str:
        return self._name(request.asked.recipient)

    def _asked(self, request: Request) -> str:
        """For whom, who asked, and since when it waits."""
        return _("For {district}, asked by {person} on {day}").format(
            district=self._district(request), person=self._name(request.asked_by),
            day=moment(self._desk, request.asked_at))

    def _about(self, request: Request) -> Iterator[str]:
        """What for, on whose word, until when, and what was answered by whom."""
        asked = request.asked
        yield _("Purpose: {purpose}").format(purpose=asked.purpose)
        if asked.authority:
            yield _("Authority: {authority}").format(authority=asked.authority)
        if asked.ends_on is not None:
            yield _("Until {day}").format(day=formats.date(asked.ends_on))
        if request.decided_at is not None:
            yield _("Decided by {person} on {day}").format(
                person=self._name(request.decided_by), day=moment(self._desk, request.decided_at))
        if request.answer:
            yield _("Answer: {answer}").format(answer=request.answer)

    def _table(self) -> RecordTable[Request]:
        desk, role = self._desk, self._desk.person.role
        columns = [
            Column[Request](title=_("Asked"), text=lambda one: formats.date(desk.local(one.asked_at).date()),
                            sort=lambda one: one.asked_at),
            Column[Request](title=_("Asked by"), text=lambda one: self._name(one.asked_by), width=150),
            Column[Request](title=_("District"), text=self._district, tooltip=self._district, stretch=True),
            Column[Request](title=_("What it is"), text=lambda one: kind_label(one.asked.kind), width=200),
            Column[Request](title=_("Period"), text=self._period, strong=True),
            Column[Request](title=_("Status"), text=lambda one: outcome_label(one, role), badge=True, tone=_tone,
                            width=175 if access.allowed(role, "packets.make") else 210),
        ]
        empty = EmptyState(_("Nothing was asked for yet"),
                           _("Where a second person approves bundles, each request stands here."), "ok")
        return RecordTable[Request](_("Asked for"), columns, lambda one: one.id, empty=empty)

    def _period(self, request: Request) -> str:
        return period_of(self._desk, request.asked.kind, request.asked.period, request.asked_at)


class DecideDialog(Dialog):
    """What would leave, and what it is `about`; whoever asked may take it back, everybody else decides."""

    def __init__(self, parent: QWidget, context: PageContext, request: Request, about: str, seen: str, shown: QWidget,
                 changed: Callable[[], object]) -> None:
        super().__init__(parent, _("A bundle to approve"), width=_WIDE)
        self._desk, self._tasks, self._changed = context.desk, context.tasks, changed
        self._request, self._seen = request, seen
        self.problem = Banner(tone="flag")
        self.answer = TextField(max_length=300, placeholder=_("Why not, if you refuse it"))
        self.approve = button(_("Approve"), lambda: self._decide(Outcome.APPROVED), role="primary")
        self.refuse = button(_("Refuse"), lambda: self._decide(Outcome.REFUSED))
        self.withdraw = button(_("Take it back"), self._withdraw)
        self.later = button(_("Close"), self.reject)
        for widget, name in ((self.answer, "answer"), (self.approve, "approve"), (self.refuse, "refuse"),
                             (self.withdraw, "withdraw"), (self.later, "close")):
            widget.setObjectName(f"decide.{name}")
        self._lay_out(about, shown, own=request.asked_by == self._desk.person.id)

    def _decide(self, outcome: Outcome) -> None:
        desk, request, seen, answer = self._desk, self._request, self._seen, self.answer.value()
        self._tasks.run(lambda: bundle_approval.decide(desk, request.id, outcome, seen, answer), self._decided,
                        self._failed, owner=self)

    def _withdraw(self) -> None:
        desk, request = self._desk, self._request
        self._tasks.run(lambda: bundle_approval.withdraw(desk, request.id), self._decided, self._failed, owner=self)

    def _decided(self, _none: object) -> None:
        self.accept()
        self._changed()

    def _failed(self, error: Exception) -> None:
        if isinstance(error, Problem):
            self.problem.say(_("This was not done"), str(error), "flag")
        else:
            messages.failure(self, error)

    def _lay_out(self, about: str, shown: QWidget, *, own: bool) -> None:
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(shown)
        scroll.setMinimumHeight(_TALL)
        acts = (self.withdraw,) if own else (self.approve, self.refuse)
        for part in (label(_("A bundle to approve"), "heading"), label(about, wrap=True), scroll, self.problem,
                     *(() if own else (self.answer,)), ButtonRow(*acts, self.later)):
            self.body.addWidget(part)


def _sections(shown: bundle_packets.PacketPreview) -> PacketPreview:
    part = PacketPreview()
    part.show_sections(shown.name, shown.sections)
    return part


def outcome_label(request: Request, role: Role) -> str:
    """What became of a request, or who has to look at it where that is not for this role."""
    if request.bundle:
        return _("Approved and written")
    if request.outcome is Outcome.WAITING and not _may_look(role, request):
        return _("A coordinator has to look")
    return {
        Outcome.WAITING: _("Waiting"), Outcome.APPROVED: _("Approved"), Outcome.REFUSED: _("Refused"),
        Outcome.WITHDRAWN: _("Taken back"),
    }[request.outcome]


def _tone(request: Request) -> Tone:
    """What there is still to do stands out."""
    if request.outcome is Outcome.WAITING:
        return "flag"
    return "ok" if request.outcome is Outcome.APPROVED and not request.bundle else "muted"


def _may_look(role: Role, request: Request) -> bool:
    return request.asked.kind is not Kind.PACKET or access.allowed(role, "packets.make")
