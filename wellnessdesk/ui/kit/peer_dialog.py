"""How one Wellness Peer is, for a coordinator: why they are brought up, and what they told in wellbeing checks."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.supervision import Why
from wellnessdesk.domain.wellbeing import Check
from wellnessdesk.services import wellbeing
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.parts import separator
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.kit.wellbeing import Checks

_WIDTH = 620


class PeerDialog(Dialog):
    """The checks are read only when that is asked for: each reading is recorded."""

    def __init__(self, parent: QWidget, context: PageContext, person: str, name: str, why: Sequence[Why]) -> None:
        super().__init__(parent, name, width=_WIDTH)
        self._context, self._person = context, person
        self._read = button(_("Read the wellbeing checks"), self._ask, icon="heart",
                            tooltip=_("That you read them is written down"))
        self._read.setObjectName("peer.read")
        self._checks = QVBoxLayout()
        close = button(_("Close"), self.accept, role="primary")
        close.setObjectName("peer.close")
        self.body.addWidget(label(name, "heading", wrap=True))
        for one in why:
            self.body.addWidget(label(one.fact or one.private, wrap=True))
        if not why:
            self.body.addWidget(label(_("Within all limits."), "muted"))
        self.body.addWidget(separator())
        self.body.addLayout(self._checks)
        self.body.addWidget(ButtonRow(close, self._read))

    def _ask(self) -> None:
        desk, person = self._context.desk, self._person
        self._read.setEnabled(False)
        self._context.tasks.run(lambda: wellbeing.of_peer(desk, person), self._show, owner=self)

    def _show(self, checks: list[Check]) -> None:
        self._read.hide()
        self._checks.addWidget(Checks(self._context.desk, checks, _WIDTH - 44))
