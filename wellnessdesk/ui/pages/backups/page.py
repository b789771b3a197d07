"""Backups: how well the center is backed up, where backups go, what became of each, and the way to restore one."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog

from wellnessdesk.base.i18n import _
from wellnessdesk.base.progress import Progress
from wellnessdesk.domain.backups import Backup, Folder, Health
from wellnessdesk.services import backups
from wellnessdesk.services.backups import BackupFailed
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.kit.parts import Banner, Card, EmptyState
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.pages.backups import wording
from wellnessdesk.ui.pages.backups.folders import FoldersCard


@dataclass(frozen=True, slots=True)
class _Facts:
    health: Health
    folders: list[Folder]
    history: list[Backup]


class BackupsPage(Page):
    """For administrators. Emits `restore_asked`; `choose_folder` can be set by tests."""

    features = frozenset({"backups"})
    restore_asked = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__(_("Backups"), _("Copies of the whole center, encrypted. Each is restored once, to prove that "
                                         "it works."), scroll=False)
        self._desk, self._tasks = context.desk, context.tasks
        self.choose_folder: Callable[[], Path | None] = self._ask_for_folder
        self._restore = button(_("Restore…"), self._ask_to_restore, icon="undo")
        self._restore.setObjectName("backups.restore")
        self._now = button(_("Back up now"), self.back_up, icon="backup", role="primary")
        self._now.setObjectName("backups.now")
        self.add_action(self._restore)
        self.add_action(self._now)
        self.light = Banner()
        self.folders = FoldersCard(lambda: self.choose_folder(), self._change_folders)
        self.table = _table(self._desk)
        history = Card(_("The newest backups"))
        history.add(self.table, 1)
        self.add(self.light)
        self.add(self.folders)
        self.add(history, 1)

    def refresh(self) -> None:
        """Ask how things stand; a folder on a share may take a moment to answer."""
        desk = self._desk
        self._tasks.latest("backups.facts", lambda: _facts(desk), self._show, owner=self)

    def focus_first(self) -> None:
        """To what is done here most."""
        self._now.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Time goes by and sticks come and go while nobody looks."""
        super().showEvent(event)
        self.refresh()

    def back_up(self) -> None:
        """Make one now, with its progress."""
        desk = self._desk

        def work(progress: Progress) -> list[Backup]:
            return backups.make(desk, progress)

        self._tasks.run_with_progress(work, self._made, self._failed, title=_("Making a backup, and restoring it to "
                                                                              "prove it"), parent=self)

    def _made(self, made: list[Backup]) -> None:
        failed = next((one for one in made if one.finding), None)
        if failed is not None:
            messages.problem(self, failed.finding)
        else:
            messages.say(self, _("The backup is made and verified."))

    def _failed(self, error: Exception) -> None:
        if isinstance(error, BackupFailed):
            self.refresh()
        messages.failure(self, error)

    def _show(self, facts: _Facts) -> None:
        health = facts.health
        detail = "\n".join(part for part in (wording.last_restore(self._desk, health), health.what_to_do) if part)
        self.light.say(health.text, detail, wording.TONES[health.light], wording.ICONS[health.light])
        self.folders.show_folders(facts.folders)
        self.table.set_records(facts.history)

    def _change_folders(self, paths: list[Path]) -> None:
        desk = self._desk
        self._tasks.run(lambda: backups.set_folders(desk, paths), lambda _folders: messages.say(
            self, _("From now on backups go there.")), owner=self)

    def _ask_for_folder(self) -> Path | None:
        name = QFileDialog.getExistingDirectory(self, _("Choose a folder for backups: on a stick or a share"))
        return Path(name) if name else None

    def _ask_to_restore(self) -> None:
        if messages.confirm(self, _("Restore from a backup?"),
                            _("You are signed out first. Then you choose a backup and type the words of kit A, and see "
                              "what would be lost, before anything is changed."), _("Sign out and go on")):
            self.restore_asked.emit()


def _facts(desk: Desk) -> _Facts:
    return _Facts(backups.health(desk), backups.folders(desk), backups.history(desk))


def _table(desk: Desk) -> RecordTable[Backup]:
    columns = [
        Column[Backup](title=_("When"), text=lambda one: wording.begun(wording.when(desk, one.made_at)), width=200,
                       strong=True, sort=lambda one: one.made_at),
        Column[Backup](title=_("Why"), text=wording.reason, width=230, tone=lambda _one: "muted"),
        Column[Backup](title=_("Folder"), text=lambda one: one.folder, tooltip=lambda one: one.folder, stretch=True),
        Column[Backup](title=_("Size"), text=wording.size, align="right", width=90, sort=lambda one: one.size),
        Column[Backup](title=_("State"), text=wording.outcome, tone=wording.outcome_tone, icon=wording.outcome_icon,
                       tooltip=wording.explained, badge=True, width=140),
    ]
    empty = EmptyState(_("No backup yet"), _("The first one is made by itself, a moment after somebody signs in. Or "
                                             "press “Back up now”."), "backup")
    return RecordTable[Backup](_("The newest backups"), columns, lambda one: one.id, empty=empty)
