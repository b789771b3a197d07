"""How one Wellness Peer is, for a coordinator: why they are brought up, and what they told in wellbeing checks."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.supervision import Why
from wellnessdesk.domain.wellbeing import Check
from wellnessdesk.services import wellbeing
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.parts import separator
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.kit.wellbeing import check_lines

_WIDTH, _MOST_HEIGHT = 620, 340


class PeerDialog(Dialog):
    """The checks are read only when that is asked for: each reading is recorded."""

    def __init__(self, parent: QWidget, context: PageContext, person: str, name: str, why: Sequence[Why]) -> None:
        super().__init__(parent, name, width=_WIDTH)
        self._context, self._person = context, person
        self._read = button(_("Read the wellbeing checks"), self._ask, icon="heart",
                            tooltip=_("That you read them is written down"))
        self._read.setObjectName("peer.read")
        self._lines = QWidget()
        self._column = QVBoxLayout(self._lines)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(16)
        self._around = QScrollArea()
        self._around.setWidgetResizable(True)
        self._around.setFrameShape(QScrollArea.Shape.NoFrame)
        self._around.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._around.setWidget(self._lines)
        self._around.hide()
        close = button(_("Close"), self.accept, role="primary")
        close.setObjectName("peer.close")
        self.body.addWidget(label(name, "heading", wrap=True))
        for one in why:
            self.body.addWidget(label(one.fact or one.private, wrap=True))
        if not why:
            self.body.addWidget(label(_("Within all limits."), "muted"))
        for part in (separator(), self._around, ButtonRow(close, self._read)):
            self.body.addWidget(part)

    def _ask(self) -> None:
        desk, person = self._context.desk, self._person
        self._read.setEnabled(False)
        self._context.tasks.run(lambda: wellbeing.of_peer(desk, person), self._show, owner=self)

    def _show(self, checks: list[Check]) -> None:
        self._read.hide()
        self._around.show()
        for check in checks:
            self._column.addWidget(check_lines(self._context.desk, check))
        if not checks:
            self._column.addWidget(label(_("None was filled in yet."), "muted"))
        self._column.addStretch(1)
        self._around.setFixedHeight(min(_MOST_HEIGHT, self._lines.sizeHint().height()))
