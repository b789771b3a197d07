"""A school's own pathways: taken in from a TOML file, saved as a sample, removed."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.pathways import Pathway
from wellnessdesk.services import pathways
from wellnessdesk.services.pathways import RuleFile
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.parts import Banner, Card, clear
from wellnessdesk.ui.kit.texts import label


class RulesCard(Card):
    """`choose_open` and `choose_save` can be set by tests."""

    def __init__(self, context: PageContext) -> None:
        take_in, sample = button(_("Take in a file…"), self.take_in, icon="import"), button(
            _("Save a sample…"), self.save_sample, role="quiet")
        take_in.setObjectName("rules.take_in")
        sample.setObjectName("rules.sample")
        super().__init__(_("Pathways of our own"), take_in, sample)
        self._desk, self._tasks = context.desk, context.tasks
        self.choose_open: Callable[[], Path | None] = lambda: _path(QFileDialog.getOpenFileName(
            self, _("Take in a file…"), "", "TOML (*.toml)"))
        self.choose_save: Callable[[], Path | None] = lambda: _path(QFileDialog.getSaveFileName(
            self, _("Save a sample…"), "pathways.toml", "TOML (*.toml)"))
        self.problem = Banner(tone="flag")
        self._lines = QVBoxLayout()
        self.add(self.problem)
        self.add(self._lines)

    def refresh(self) -> None:
        """Ask which there are."""
        desk = self._desk
        self._tasks.latest("pathways.files", lambda: pathways.own_files(desk), self._show, owner=self)

    def take_in(self) -> None:
        """From a file; what is wrong in it is told with its line, and nothing is taken."""
        file, desk = self.choose_open(), self._desk
        if file is not None:
            self.problem.say("")
            self._tasks.run(lambda: pathways.take_in(desk, file.name, _read(file)), self._taken, self._failed,
                            owner=self)

    def save_sample(self) -> None:
        """The program's own, to see how one is written."""
        file, desk = self.choose_save(), self._desk
        if file is not None:
            self._tasks.run(lambda: _write(file, pathways.sample(desk)), lambda name: messages.say(
                self, _("Saved as {file}.").format(file=name)), self._failed, owner=self)

    def _taken(self, found: Sequence[Pathway]) -> None:
        self.refresh()
        messages.say(self, _("Taken in: {what}.").format(what=", ".join(str(one.label) for one in found)))

    def _failed(self, error: Exception) -> None:
        if isinstance(error, Problem):
            self.problem.say(_("Nothing was taken"), str(error), "flag")
        else:
            messages.failure(self, error)

    def _show(self, files: Sequence[RuleFile]) -> None:
        clear(self._lines)
        for one in files:
            self._lines.addWidget(self._line(one))
        if not files:
            self._lines.addWidget(label(_("None yet. A sample shows how a rule set is written."), "muted", wrap=True))

    def _line(self, one: RuleFile) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        said = one.problem or f"{one.name} · {', '.join(one.labels)}"
        row.addWidget(label(said, "flag" if one.problem else "", wrap=True), 1)
        remove = button(_("Remove"), partial(self._remove, one.name), role="quiet")
        remove.setObjectName("rules.remove")
        row.addWidget(remove)
        return line

    def _remove(self, name: str) -> None:
        desk = self._desk
        if messages.confirm(self, _("Remove “{file}”?").format(file=name), _(
                "Who is on one of its pathways does not see it any more, until it is taken in again."), _("Remove")):
            self._tasks.run(lambda: pathways.remove(desk, name), lambda _none: self.refresh(), self._failed,
                            owner=self)


def _path(chosen: tuple[str, str]) -> Path | None:
    return Path(chosen[0]) if chosen[0] else None


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError:
        raise Problem(_("This file cannot be read.")) from None
    except UnicodeDecodeError:
        raise Problem(_("“{file}” is no text in UTF-8.").format(file=file.name)) from None


def _write(file: Path, text: str) -> str:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError:
        raise Problem(_("The file could not be saved there. Choose another folder, or make room on the disk."))\
            from None
    return file.name
