"""A caregiver's paper: who signed it and when, and its scan, which is sealed to the coordinators."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.agreements import LONGEST_NAME, MOST_SCAN, Paper
from wellnessdesk.domain.people import Person
from wellnessdesk.services import caregiver_papers
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.fields import TextField
from wellnessdesk.ui.kit.forms import Field
from wellnessdesk.ui.kit.keep_dialog import KeepDialog
from wellnessdesk.ui.kit.pickers import DateField
from wellnessdesk.ui.kit.texts import label


class PaperDialog(KeepDialog):
    """`choose_scan` can be set by tests."""

    def __init__(self, parent: QWidget, context: PageContext, peer: Person, kind: str,
                 done: Callable[[Paper], object]) -> None:
        super().__init__(parent, context, _("A paper for {name}").format(name=peer.name), _("Record it"))
        self._peer, self._kind, self._done, self.fields = peer, kind, done, {}
        self.choose_scan: Callable[[], Path | None] = self._ask
        self.scan: Path | None = None
        self.who = TextField("", max_length=LONGEST_NAME)
        self.day = DateField(context.desk.today(), latest=context.desk.today())
        self._named = label(_("No scan chosen: the paper itself stays in the school's file."), "muted", wrap=True)
        pick = button(_("Choose scan…"), self.pick)
        for name, made in (("who", self.who), ("day", self.day), ("scan", pick)):
            made.setObjectName(f"paper.{name}")
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(pick)
        row.addWidget(self._named, 1)
        self.form.row(Field(_("Who signed it"), self.who, hint=_("Only coordinators read this.")),
                      Field(_("Day"), self.day))
        self.form.add(row)
        self.form.add(label(_("PDF, PNG or JPEG, at most {n} MB. It is sealed; opening it again is recorded.").format(
            n=formats.number(MOST_SCAN // 1024 // 1024)), "muted", small=True, wrap=True))
        self.lay_out()

    def pick(self) -> None:
        """Let them choose a file; how large it is stands beside it."""
        file = self.choose_scan()
        if file is not None:
            self.scan = file
            size = file.stat().st_size if file.exists() else 0
            self._named.setText(_("{file} ({n} KB)").format(file=file.name, n=formats.number(max(1, size // 1024))))

    def act(self) -> None:
        """Keep it."""
        desk, peer, kind, day, who, file = (self.desk, self._peer.id, self._kind, self.day.value(), self.who.value(),
                                            self.scan)
        self.run(lambda _progress: caregiver_papers.keep(desk, peer, kind, day, who, _read(file)), self._done)

    def _ask(self) -> Path | None:
        name, _filter = QFileDialog.getOpenFileName(self, _("Choose a scan"), str(Path.home()),
                                                    _("Scans (*.pdf *.png *.jpg *.jpeg)"))
        return Path(name) if name else None


def _read(file: Path | None) -> bytes:
    """No more of it than tells that it is too large."""
    if file is None:
        return b""
    try:
        with file.open("rb") as scan:
            return scan.read(MOST_SCAN + 1)
    except OSError:
        raise Problem(_("This file cannot be opened.")) from None
