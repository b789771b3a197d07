"""Referrals for coordinators: the overdue first, each with what is to be done next."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.referrals import Facts, Referral, StepKind, status_label
from wellnessdesk.services import referrals
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit import messages, pdf_files
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.kit.parts import EmptyState
from wellnessdesk.ui.kit.refer import ReferDialog
from wellnessdesk.ui.kit.segments import Segments
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.pages.referrals import details, wording
from wellnessdesk.ui.pages.referrals.details import Details
from wellnessdesk.ui.pages.referrals.step_dialog import StepDialog


@dataclass(frozen=True, slots=True)
class _Facts:
    under_way: list[Referral]
    over: list[Referral]


class ReferralsPage(Page):
    """`choose_pdf` can be set by tests."""

    features = frozenset({"referrals", "resources"})

    def __init__(self, context: PageContext) -> None:
        super().__init__(_("Referrals"), scroll=False)
        self._context, self._desk, self._tasks = context, context.desk, context.tasks
        self.choose_pdf: Callable[[str], Path | None] = lambda name: pdf_files.ask(self, _("Save as PDF"), name)
        self._select = ""
        self.under_way = self._make_table("under_way", EmptyState(
            _("No referral is under way"), _("When a student needs more than a Wellness Peer can give, begin one here "
                                             "or on the student's page."), "next"))
        self.over = self._make_table("over", EmptyState(
            _("None is over yet"), _("Referrals that were closed or revoked in the last year stand here."), "ok"))
        self.details = Details(self._act)
        self._segments = Segments("referrals")
        self._segments.add("under_way", _("Under way"), "next", self.under_way)
        self._segments.add("over", _("Over"), "ok", self.over)
        self._lay_out()
        self._segments.changed.connect(lambda _key: self._show_current())
        for table in (self.under_way, self.over):
            table.current_changed.connect(lambda _one: self._show_current())
        self._show_current()

    def refresh(self) -> None:
        """Ask for them anew; who is selected stays so."""
        desk = self._desk
        self._tasks.latest("referrals.all", lambda: _gather(desk), self._show, owner=self)

    def focus_first(self) -> None:
        """The list."""
        self._table().setFocus()

    def leave(self) -> None:
        """Nobody who comes by reads what was selected."""
        for table in (self.under_way, self.over):
            table.clearSelection()

    def place(self) -> str:
        """The part that is shown."""
        return self._segments.shown()

    def go_to_place(self, detail: str) -> None:
        """Back to that part."""
        self._segments.turn_to(detail)

    def begin(self) -> None:
        """A new draft."""
        ReferDialog(self, self._context, Facts(), "", self._drafted).open()

    def _drafted(self, mark: object) -> None:
        self._select = getattr(getattr(mark, "mark", mark), "id", "")
        messages.say(self, _("Kept as a draft. Next: write down who agreed."))
        self.refresh()

    def _act(self, key: str) -> None:
        one = self._table().current()
        if one is None:
            return
        if key == details.STUDENT:
            self._context.show_student(one.facts.student)
        elif key == details.SLIP:
            self._save_slip(one)
        elif key == StepKind.CHANGE:
            desk = self._desk
            ReferDialog(self, self._context, one.facts, one.student, lambda _kept: messages.say(self, _("Saved.")),
                        save=lambda facts: referrals.change_draft(desk, one.mark.id, facts)).open()
        else:
            StepDialog(self, self._context, one, StepKind(key), self._stepped).open()

    def _stepped(self, found: Referral) -> None:
        last = found.steps[-1]
        self._select = found.mark.id
        messages.say(self, _("Written down. The referral is “{status}”.").format(
            status=status_label(found.mark.status)))
        if last.kind is StepKind.SEND and last.how == "slip":
            self._save_slip(found)

    def _save_slip(self, one: Referral) -> None:
        desk, file = self._desk, self.choose_pdf(_("Referral slip"))
        if file is not None:
            self._tasks.run_with_progress(
                lambda _progress: pdf_files.write(file, referrals.slip(desk, one.mark.id)),
                lambda saved: messages.say(self, _("Saved as {file}. It is in the disclosure log.").format(
                    file=saved.name)), title=_("Saving the slip"), parent=self)

    def _show(self, facts: _Facts) -> None:
        self.under_way.set_records(facts.under_way)
        self.over.set_records(facts.over)
        today = self._desk.today()
        late = sum(one.mark.overdue(today) for one in facts.under_way)
        told = ngettext("{n} under way.", "{n} under way.", len(facts.under_way)).format(
            n=formats.number(len(facts.under_way)))
        if late:
            told += " " + ngettext("{n} is overdue.", "{n} are overdue.", late).format(n=formats.number(late))
        self.set_title(_("Referrals"), told)
        if self._select and (self.under_way.select(self._select) or self.over.select(self._select)):
            self._select = ""
        self._show_current()

    def _show_current(self) -> None:
        self.details.show_referral(self._table().current(), self._desk.today())

    def _table(self) -> RecordTable[Referral]:
        return self.over if self._segments.shown() == "over" else self.under_way

    def _lay_out(self) -> None:
        new = button(_("New referral"), self.begin, icon="add", role="primary")
        new.setObjectName("referrals.new")
        self.add_action(new)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self._segments, 1)
        row.addWidget(self.details)
        self.add(row, 1)

    def _make_table(self, name: str, empty: EmptyState) -> RecordTable[Referral]:
        today = self._desk.today()
        columns = [
            Column[Referral](title=_("Student"), text=lambda one: one.student or "–", strong=True, stretch=True,
                             tooltip=lambda one: one.problem or one.student),
            Column[Referral](title=_("Referred to"), text=_to, stretch=True, tooltip=_to),
            Column[Referral](title=_("Status"), text=lambda one: status_label(one.mark.status), badge=True, width=136,
                             tone=lambda one: wording.STATUS_TONES[one.mark.status],
                             icon=lambda one: wording.STATUS_ICONS[one.mark.status],
                             sort=lambda one: list(wording.STATUS_TONES).index(one.mark.status)),
        ]
        if name == "under_way":
            columns.append(Column[Referral](
                title=_("Next by"), text=lambda one: wording.due(one, today), width=132,
                tone=lambda one: "danger" if one.mark.overdue(today) else "ink",
                sort=lambda one: one.mark.due or one.mark.day))
        else:
            columns.append(Column[Referral](title=_("Begun"), text=lambda one: formats.date_short(one.mark.day),
                                            width=100, sort=lambda one: one.mark.day))
        made = RecordTable[Referral](_("Referrals"), columns, lambda one: one.mark.id, empty=empty)
        made.setObjectName(f"referrals.{name}")
        return made


def _to(one: Referral) -> str:
    return one.to or catalogues.label("resource_kinds", one.mark.kind)


def _gather(desk: Desk) -> _Facts:
    return _Facts(referrals.under_way(desk), referrals.over(desk))
