"""What a Wellness Peer does and does not do, in sight while the note is written."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.ui.kit.icons import IconLabel
from wellnessdesk.ui.kit.palette import Tone
from wellnessdesk.ui.kit.parts import Card
from wellnessdesk.ui.kit.texts import label


class ScopeCard(Card):
    """The prompts of the catalogue `scope_prompts`."""

    def __init__(self) -> None:
        super().__init__(margin=16)
        self.setObjectName("Card")
        self.setAccessibleName(_("What a peer does and does not do"))
        self.body.setSpacing(7)
        self._add_group(_("What a peer does"), "does", "ok", "ok")
        self.body.addSpacing(8)
        self._add_group(_("What a peer does not do"), "does_not", "close", "muted")
        self.body.addStretch(1)

    def _add_group(self, title: str, kind: str, icon: str, tone: Tone) -> None:
        self.add(label(title, "strong", wrap=True))
        for prompt in catalogues.scope_prompts():
            if prompt.kind == kind:
                self.add(pointed(str(prompt.label), icon, tone))


def pointed(text: str, icon: str, tone: Tone, *, small: bool = True) -> QLayout:
    """A sentence behind an icon instead of a bullet."""
    mark = QVBoxLayout()
    mark.setContentsMargins(0, 2, 0, 0)  # on the middle of the first line
    mark.addWidget(IconLabel(icon, tone, 16), 0, Qt.AlignmentFlag.AlignTop)
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addLayout(mark)
    row.addWidget(label(text, wrap=True, small=small), 1)
    return row
