"""Export: make a bundle, the districts that may receive one, and every bundle there was."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import access
from wellnessdesk.domain.bundles import Bundle, Period, Recipient, Request
from wellnessdesk.services import bundle_approval, bundle_history, bundle_periods, recipients
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.kit.parts import EmptyState
from wellnessdesk.ui.kit.segments import Segments
from wellnessdesk.ui.pages.bundles.approvals import ApprovalsPart
from wellnessdesk.ui.pages.bundles.district_dialogs import AddDistrictDialog, SignersDialog
from wellnessdesk.ui.pages.bundles.district_keys import DistrictDialog
from wellnessdesk.ui.pages.bundles.district_terms import TermsDialog
from wellnessdesk.ui.pages.bundles.districts import DistrictsPart
from wellnessdesk.ui.pages.bundles.export import ExportPart
from wellnessdesk.ui.pages.bundles.history import HistoryPart
from wellnessdesk.ui.pages.bundles.steps import DistrictActs


@dataclass(frozen=True, slots=True)
class _Facts:
    recipients: list[Recipient]
    months: list[Period]
    history: list[Bundle]
    approval: bool
    requests: list[Request]
    names: dict[str, str]


class BundlesPage(Page):
    """An administrator sees the districts and the history; only a coordinator sees tables and makes bundles."""

    features = frozenset({"bundles", "visits", "sessions", "flags", "students"})

    def __init__(self, context: PageContext) -> None:
        super().__init__(_("Export"), _("What leaves the center, in one encrypted file."), scroll=False)
        self._context, self._desk, self._tasks = context, context.desk, context.tasks
        self.choose_folder: Callable[[], Path | None] = lambda: self._ask_for_folder(
            _("Choose a folder or a stick for the bundle"))
        self.choose_copy_folder: Callable[[], Path | None] = lambda: self._ask_for_folder(
            _("Choose a folder for the center's own copy"))
        self._new_recipient = ""
        self._segments = Segments("export")
        self.districts = DistrictsPart(self.add_district, self._ask_for_line, self.open_keys, self.open_terms)
        self.history = HistoryPart(context)
        self.export = self._make_export(context)
        self._segments.add("districts", _("Districts"), "center", self.districts)
        self.approvals = ApprovalsPart(context, self.refresh, lambda: self.choose_folder(),
                                       lambda: self.choose_copy_folder())
        self._segments.add("approvals", _("Approval"), "ok", self.approvals)
        self._segments.add("history", _("History"), "clock", self.history)
        self.add(self._segments, 1)

    def refresh(self) -> None:
        """Ask for everything the page shows, in one call."""
        desk, may_export = self._desk, self.export is not None
        self._tasks.latest("export.facts", lambda: _facts(desk, may_export), self._show_facts, owner=self)

    def focus_first(self) -> None:
        """The first step of a bundle, or the part that is shown."""
        if self.export is not None and self.export.isVisible():
            self.export.focus_first()
        else:
            self._segments.focus_first()

    def place(self) -> str:
        """The part that is shown."""
        return self._segments.shown()

    def go_to_place(self, detail: str) -> None:
        """Back to that part."""
        self._segments.turn_to(detail)

    def add_district(self) -> None:
        """Ask for a district's name and key."""
        AddDistrictDialog(self, self._context, self._show_added).open()

    def open_keys(self, recipient: Recipient) -> None:
        """The keys of a district, and what can be done with them."""
        DistrictDialog(self, self._context, recipient, self.refresh).open()

    def open_terms(self, recipient: Recipient) -> None:
        """What a district may receive, and from when until when."""
        TermsDialog(self, self._context, recipient, self.refresh).open()

    def _make_export(self, context: PageContext) -> ExportPart | None:
        """The part of a coordinator, behind what there is to do before it can be used."""
        if not access.allowed(self._desk.person.role, "bundles.preview"):
            return None
        acts = DistrictActs(add=self.add_district, open_terms=self.open_terms, open_keys=self.open_keys,
                            choose_folder=lambda: self.choose_folder(),
                            choose_copy_folder=lambda: self.choose_copy_folder())
        made = ExportPart(context, acts, self.refresh)
        add = button(_("Add district…"), self.add_district, icon="add", role="primary")
        add.setObjectName("export.adddistrict")
        self._new = QStackedWidget()
        for part in (
            QWidget(),
            EmptyState(_("Who receives the figures?"), _("Ask the district's data office for its public key (it begins "
                       "with age1), and add the district first."), "export", add),
            EmptyState(_("There is nothing to export yet"),
                       _("As soon as the first visit is recorded, its month can be chosen here."), "export"),
            made,
        ):
            self._new.addWidget(part)
        self._segments.add("new", _("New bundle"), "export", self._new)
        return made

    def _show_facts(self, facts: _Facts) -> None:
        self.districts.show_recipients(facts.recipients)
        self.history.show_history(facts.history)
        self.approvals.show_facts(facts.approval, facts.requests, facts.names)
        if self.export is None:
            return
        self.export.show_rule(facts.approval)
        self._new.setCurrentIndex(1 if not facts.recipients else 3 if facts.months else 2)
        self.export.steps.show_facts(facts.recipients, facts.months, facts.history)
        if self._new_recipient:
            self.export.steps.choose_recipient(self._new_recipient)
            self._new_recipient = ""
        self.export.refresh_preview()

    def _show_added(self, recipient: Recipient) -> None:
        self._new_recipient = recipient.id
        self.refresh()
        messages.say(self, _("{district} can receive bundles now. Give them the line to check yours with.").format(
            district=recipient.name))

    def _ask_for_line(self) -> None:
        desk = self._desk
        self._tasks.run(lambda: (recipients.allowed_signers(desk), recipients.signing_words(desk),
                                 recipients.signing_fingerprint(desk)), self._show_line, owner=self)

    def _show_line(self, answer: tuple[str, str, str]) -> None:
        line, words, fingerprint = answer
        SignersDialog(self, line.strip(), words, fingerprint).open()

    def _ask_for_folder(self, title: str) -> Path | None:
        name = QFileDialog.getExistingDirectory(self, title)
        return Path(name) if name else None


def _facts(desk: Desk, may_export: bool) -> _Facts:
    months = bundle_periods.offered(desk) if may_export else []
    return _Facts(recipients.everybody(desk), months, bundle_history.history(desk),
                  bundle_approval.asked_for(desk), bundle_approval.requests(desk), bundle_approval.names(desk))
