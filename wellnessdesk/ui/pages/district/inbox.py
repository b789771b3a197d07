"""Inbox: files and folders are dropped or chosen, each bundle gets its verdict in a line, the good ones are taken."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.district import CAN_BE_TAKEN, Receipt, Verdict
from wellnessdesk.services.district import inbox
from wellnessdesk.services.district.desk import FEATURE
from wellnessdesk.services.district.inbox import Looked
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.drop_place import DropPlace
from wellnessdesk.ui.kit.layouts import stacked
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.district.context import DistrictContext
from wellnessdesk.ui.pages.district.take_despite import TakeDespiteDialog
from wellnessdesk.ui.pages.district.wording import period, place, verdict_icon, verdict_label, verdict_tone

_BETWEEN = "\0"
"""What no path contains."""


class InboxPage(Page):
    """`choose_files` and `choose_folder` can be set by tests."""

    features = frozenset({FEATURE})

    def __init__(self, context: DistrictContext) -> None:
        super().__init__(_("Inbox"), _("Bundles that centers sent or brought. You see each before it is taken."),
                         scroll=False)
        self._context, self._desk, self._tasks = context, context.desk, context.tasks
        self.choose_files: Callable[[], list[Path]] = self._ask_for_files
        self.choose_folder: Callable[[], list[Path]] = self._ask_for_folder
        self._looked: Sequence[Looked] = ()
        self.drop = self._make_drop()
        self.drop.dropped.connect(self.look)
        self.table = _table()
        self.table.current_changed.connect(self._show_current)
        self.about = Banner()
        self.counted = label("", "muted", wrap=True)
        self._again = button(_("Look at others"), self.begin_again, icon="back")
        self._despite = button(_("Take it all the same…"), self._take_despite)
        self._take = button("", self.take, icon="ok", role="primary")
        for made, key in ((self._again, "again"), (self._despite, "despite"), (self._take, "take")):
            made.setObjectName(f"inbox.{key}")
        self._parts = QStackedWidget()
        self._parts.addWidget(self.drop)
        self._parts.addWidget(stacked((self.table, 1), self.about, self._bar()))
        self.add(self._parts, 1)

    def focus_first(self) -> None:
        """What is next to do."""
        first = self._first if self._parts.currentWidget() is self.drop else self._take
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def look(self, paths: Sequence[Path]) -> None:
        """Give each bundle in these files and folders its verdict."""
        desk = self._desk
        if paths:
            self._tasks.run_with_progress(lambda progress: inbox.look(desk, paths, progress), self._show,
                                          title=_("Looking at the bundles"), parent=self)

    def take(self) -> None:
        """Take all the good ones, or none."""
        desk, good = self._desk, self._good()
        self._tasks.run_with_progress(lambda progress: inbox.take(desk, good, progress), self._taken, self._not_taken,
                                      title=_("Taking the bundles"), parent=self)

    def begin_again(self) -> None:
        """Back to where files are dropped."""
        self._looked = ()
        self._parts.setCurrentWidget(self.drop)
        self.focus_first()

    def place(self) -> str:
        """The files that are shown."""
        return _BETWEEN.join(str(one.path) for one in self._looked)

    def go_to_place(self, detail: str) -> None:
        """Look at them again: what is said of them may be in another language now."""
        self.look([Path(name) for name in detail.split(_BETWEEN)])

    def _take_despite(self) -> None:
        chosen = self.table.current()
        if chosen is not None:
            TakeDespiteDialog(self, self._context, chosen, lambda taken: self._taken([taken])).open()

    def _taken(self, taken: Sequence[Receipt]) -> None:
        messages.say(self, ngettext("{n} bundle was taken.", "{n} bundles were taken.", len(taken)).format(
            n=formats.number(len(taken))))
        gone = {one.file_name for one in taken}
        left = [one.path for one in self._looked if one.path.name not in gone]
        if left:
            self.look(left)
        else:
            self.begin_again()

    def _not_taken(self, error: Exception) -> None:
        if isinstance(error, Problem):
            self.about.say(_("Nothing was taken"), str(error), "flag")
        else:
            messages.failure(self, error)

    def _show(self, looked: Sequence[Looked]) -> None:
        self._looked = looked
        self._parts.setCurrentIndex(1)
        self.table.clearSelection()
        self.table.set_records(looked)
        good = len(self._good())
        self.counted.setText(_("{good} of {all} can be taken.").format(
            good=formats.number(good), all=formats.number(len(looked))))
        self._take.setText(ngettext("Take {n} bundle", "Take {n} bundles", good).format(n=formats.number(good)))
        self._take.setEnabled(bool(good))
        worst = next((one for one in looked if one.verdict is not Verdict.GOOD), next(iter(looked), None))
        if worst is not None:
            self.table.select(worst.path)
        self._show_current(self.table.current())
        self.focus_first()

    def _show_current(self, one: Looked | None) -> None:
        self._despite.setVisible(one is not None and one.verdict in CAN_BE_TAKEN)
        if one is None:
            self.about.say("")
        else:
            tone = verdict_tone(one.verdict)
            self.about.say(one.path.name, one.sentence, "info" if tone == "muted" else tone)

    def _good(self) -> list[Looked]:
        return [one for one in self._looked if one.verdict is Verdict.GOOD]

    def _make_drop(self) -> DropPlace:
        self._first = button(_("Choose files…"), lambda: self.look(self.choose_files()), icon="import", role="primary")
        folder = button(_("Choose a folder or stick…"), lambda: self.look(self.choose_folder()), icon="folder")
        self._first.setObjectName("inbox.files")
        folder.setObjectName("inbox.folder")
        texts = (label(_("Drop bundles here, or choose them"), "heading", wrap=True),
                 label(_("Files that end in .age, as the centers wrote them; or a folder with many."), wrap=True),
                 label(_("Nothing is taken before you have seen what each one is."), "muted", wrap=True))
        made = DropPlace(_("Inbox"), texts, (self._first, folder), many=True)
        made.setObjectName("inbox.drop")
        return made

    def _bar(self) -> QWidget:
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.counted, 1)
        for each in (self._again, self._despite, self._take):
            row.addWidget(each)
        return bar

    def _ask_for_files(self) -> list[Path]:
        names, _filter = QFileDialog.getOpenFileNames(self, _("Choose the bundles"), "", _("Bundles (*.age)"))
        return [Path(name) for name in names]

    def _ask_for_folder(self) -> list[Path]:
        name = QFileDialog.getExistingDirectory(self, _("Choose a folder or stick with bundles"))
        return [Path(name)] if name else []


def _table() -> RecordTable[Looked]:
    columns = [
        Column[Looked](title=_("Verdict"), text=lambda one: verdict_label(one.verdict), badge=True, width=180,
                       icon=lambda one: verdict_icon(one.verdict), tone=lambda one: verdict_tone(one.verdict)),
        Column[Looked](title=_("Center"), text=lambda one: place(one.receipt), strong=True, width=260,
                       tooltip=lambda one: place(one.receipt)),
        Column[Looked](title=_("Period"), text=lambda one: period(one.receipt.period) if one.receipt else "–",
                       sort=lambda one: one.receipt.first_day.isoformat() if one.receipt else "", width=150),
        Column[Looked](title=_("What it is"), text=lambda one: one.sentence, tooltip=lambda one: one.sentence,
                       stretch=True),
    ]
    return RecordTable[Looked](_("Bundles that were looked at"), columns, lambda one: one.path)
