"""Making a bundle: the steps, then what would leave, then the file."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.bundles import Asked, Bundle, Kind
from wellnessdesk.services import bundle_approval, bundle_rows, bundles
from wellnessdesk.services.bundle_rows import RowsPreview
from wellnessdesk.services.bundles import Preview
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.bundles.long_work import in_background
from wellnessdesk.ui.pages.bundles.packet_bundle import PacketBundleDialog, PacketOrder
from wellnessdesk.ui.pages.bundles.preview import PreviewPart
from wellnessdesk.ui.pages.bundles.result import ResultCard
from wellnessdesk.ui.pages.bundles.rows_preview import RowsPreviewPart
from wellnessdesk.ui.pages.bundles.steps import DistrictActs, Steps

_PREVIEW = "export.preview"


class ExportPart(QWidget):
    """The steps scroll together with the tables; what can be done next always stands below."""

    def __init__(self, context: PageContext, acts: DistrictActs, history_changed: Callable[[], object]) -> None:
        super().__init__()
        self._context, self._desk, self._tasks = context, context.desk, context.tasks
        self._choose_folder, self._history_changed = acts.choose_folder, history_changed
        self.steps = Steps(context, acts)
        self.preview: PreviewPart | RowsPreviewPart | None = None
        self.result: ResultCard | None = None
        self.problem = Banner(tone="flag")
        self.hint = label("", "muted", wrap=True)
        self._busy = QProgressBar(textVisible=False, minimum=0, maximum=0)
        self.show_button = button(_("Show what leaves"), self.ask_preview, role="primary")
        self.write_button = button(_("Write bundle…"), self._write, role="primary")
        self.ask_button = button(_("Ask for approval"), self._ask_for_approval, role="primary")
        self.ask_button.setObjectName("export.askapproval")
        self.needs_approval = False
        self.next_button = button(_("Make another bundle"), self._begin_again, role="primary")
        self.show_button.setObjectName(_PREVIEW)
        self.write_button.setObjectName("export.write")
        self.next_button.setObjectName("export.another")
        self._lay_out()
        self.steps.changed.connect(self._drop_preview)
        self._show_stage()

    def show_rule(self, needs_approval: bool) -> None:
        """Whether a second person is asked first: then a copy for the own kit is chosen when it is written."""
        self.needs_approval = needs_approval
        self.steps.own_copy.setVisible(not needs_approval)

    def refresh_preview(self) -> None:
        """Ask for the tables anew, if they are on the screen: what is shown must be what leaves."""
        if self.preview is not None:
            self.ask_preview()

    def ask_preview(self) -> None:
        """Show what would leave."""
        if self.steps.kind.value() is Kind.PACKET:
            self._go_through_records()
            return
        asked = self.steps.chosen()
        if asked is None:
            return
        desk = self._desk
        self._show_busy(True, _("Counting…"))
        if asked.kind is Kind.ROWS:
            in_background(
                self._tasks, desk, lambda progress, at_store: bundle_rows.preview(desk, asked, progress, at_store),
                lambda shown: self._show_preview(shown, asked), self._show_failure, parent=self, title=_("Counting…"),
                cancelled=self._stop)
        else:
            self._tasks.run_with_progress(
                lambda progress: bundles.preview(desk, asked.recipient, asked.period, progress),
                lambda shown: self._show_preview(shown, asked), self._show_failure, parent=self,
                title=_("Making sure that no small group can be found out"), cancelled=self._stop)

    def _stop(self) -> None:
        self._show_busy(False)

    def _go_through_records(self) -> None:
        recipient = self.steps.chosen_recipient()
        student = self.steps.chosen_student() if recipient is not None else None
        purpose = self.steps.stated_purpose() if student is not None else ""
        if recipient is None or student is None or not purpose:
            return
        own = self.steps.own_copy.folder()
        order = PacketOrder(recipient=recipient, purpose=purpose, authority=self.steps.authority.value(), own_copy=own,
                            needs_approval=self.needs_approval)
        PacketBundleDialog(self, self._context, student, order, self._choose_folder,
                           lambda bundle, folder: self._show_written(bundle, folder, own),
                           self._show_asked).open()

    def focus_first(self) -> None:
        """The first step."""
        self.steps.kind.setFocus(Qt.FocusReason.OtherFocusReason)

    def _write(self) -> None:
        asked = self._whole_order()
        folder = self._choose_folder() if asked is not None else None
        if asked is None or folder is None or self.preview is None:
            return
        desk, own, shown = self._desk, self.steps.own_copy.folder(), self.preview.shown
        self.problem.say("")
        self._show_busy(True, _("Encrypting and writing…"))
        if isinstance(shown, RowsPreview):
            rows = shown
            in_background(
                self._tasks, desk, lambda progress, at_store: bundle_rows.write(
                    desk, asked, folder=folder, shown=rows, own_copy=own, progress=progress, at_store=at_store),
                lambda bundle: self._show_written(bundle, folder, own), self._show_not_written, parent=self,
                title=_("Writing the bundle"), cancelled=self._stop)
        else:
            counts = shown
            self._tasks.run_with_progress(
                lambda progress: bundles.write(
                    desk, asked.recipient, asked.period, purpose=asked.purpose, folder=folder,
                    authority=asked.authority, shown=counts, own_copy=own, progress=progress),
                lambda bundle: self._show_written(bundle, folder, own), self._show_not_written, parent=self,
                title=_("Writing the bundle"), cancelled=self._stop)

    def _ask_for_approval(self) -> None:
        asked, desk = self._whole_order(), self._desk
        if asked is None or self.preview is None:
            return
        seen = self.preview.shown.seen
        self._tasks.run(lambda: bundle_approval.request(desk, asked, seen), self._show_asked, self._show_failure,
                        owner=self)

    def _whole_order(self) -> Asked | None:
        """What was looked at, with what for; what is missing is said at its field, which is brought into sight."""
        asked = self.steps.stated()
        if asked is None:
            QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(self.steps.purpose, 0, 60))
        return asked

    def _show_asked(self, _request: object) -> None:
        self._drop_preview()
        self._begin_again()
        messages.say(self, _("Asked. Once somebody has approved it, write it under Approval."))
        self._history_changed()

    def _show_preview(self, shown: Preview | RowsPreview, asked: Asked) -> None:
        self._show_busy(False)
        if self.steps.chosen() != asked:
            return
        if self.preview is not None and self.preview.shown == shown:
            return
        first = self.preview is None
        self._drop_preview()
        self.preview = RowsPreviewPart(shown) if isinstance(shown, RowsPreview) else PreviewPart(shown)
        self._column.insertWidget(1, self.preview)
        self._show_stage()
        leads_on = self.ask_button if self.needs_approval else self.write_button
        leads_on.setFocus(Qt.FocusReason.OtherFocusReason)
        if first:
            QTimer.singleShot(0, self.preview, self._scroll_to_preview)

    def _show_written(self, bundle: Bundle, folder: Path, own: Path | None) -> None:
        self._show_busy(False)
        self._drop_preview()
        self.result = ResultCard(self._context, bundle, folder, own)
        self._column.insertWidget(1, self.result)
        self._show_stage()
        self.next_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._scroll.verticalScrollBar().setValue(0)
        messages.say(self, _("{file} is written.").format(file=bundle.file_name))
        self._history_changed()

    def _show_not_written(self, error: Exception) -> None:
        self._show_failure(error)
        self._history_changed()  # which also tells of bundles that were begun and never left

    def _show_failure(self, error: Exception) -> None:
        self._show_busy(False)
        if isinstance(error, Problem):
            self.problem.say(_("No bundle was written"), str(error), "flag")
        else:
            messages.failure(self, error)

    def _begin_again(self) -> None:
        if self.result is not None:
            self.result.hide()
            self.result.deleteLater()
            self.result = None
        self.steps.purpose.clear()
        self.steps.authority.clear()
        self.steps.student.clear()
        self._show_stage()
        self.focus_first()

    def _drop_preview(self) -> None:
        self.problem.say("")
        if self.preview is not None:
            self.preview.hide()
            self.preview.deleteLater()
            self.preview = None
        self._show_stage()

    def _show_stage(self) -> None:
        """Steps, preview or result: which buttons there are, and which of them leads on."""
        done, ready = self.result is not None, self.preview is not None
        self.steps.setVisible(not done)
        self.show_button.setVisible(not done and not ready)
        self.write_button.setVisible(not done and ready and not self.needs_approval)
        self.ask_button.setVisible(not done and ready and self.needs_approval)
        self.next_button.setVisible(done)
        one = self.steps.kind.value() is Kind.PACKET
        self.show_button.setText(_("Go through the records…") if one else _("Show what leaves"))
        self.show_button.setAccessibleName(self.show_button.text())
        before = _("Nothing leaves before you have seen it.")
        after = (_("Look through the tables. Then ask a second person to approve them.") if self.needs_approval else
                 _("Look through the tables. Then choose a folder or a stick for the file."))
        self.hint.setText("" if done else after if ready else before)

    def _show_busy(self, busy: bool, what: str = "") -> None:
        self.steps.setEnabled(not busy)
        for each in (self.show_button, self.ask_button, self.write_button):
            each.setEnabled(not busy)
        self._busy.setVisible(busy)
        if busy:
            self.hint.setText(what)
        else:
            self._show_stage()

    def _scroll_to_preview(self) -> None:
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)  # else nobody knows yet where it is
        if self.preview is not None:
            self._scroll.verticalScrollBar().setValue(self.preview.y())

    def _lay_out(self) -> None:
        body = QWidget()
        body.setObjectName("PageBody")
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(16)
        self._column.addWidget(self.steps)
        self._column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setObjectName("PageScroll")
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(body)
        self._busy.setFixedWidth(160)
        self._busy.hide()
        bar = QHBoxLayout()
        bar.setSpacing(12)
        bar.addWidget(self._busy)
        bar.addWidget(self.hint, 1)
        for each in (self.show_button, self.write_button, self.ask_button, self.next_button):
            bar.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self._scroll, 1)
        column.addWidget(self.problem)
        column.addLayout(bar)
