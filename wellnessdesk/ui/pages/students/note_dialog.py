"""One signed note, read in front of a student's page. Opening it was recorded."""

from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import note_words
from wellnessdesk.domain.sessions import SignedNote
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.texts import label

_WIDTH, _HEIGHT = 620, 420


class NoteDialog(Dialog):
    """Every part of the note under its name."""

    def __init__(self, parent: QWidget, desk: Desk, note: SignedNote) -> None:
        super().__init__(parent, _("Note of the session"), width=_WIDTH)
        started = desk.local(note.session.started_at)
        close = button(_("Close"), self.accept, role="primary")
        close.setObjectName("studentnote.close")
        self.body.addWidget(label(note.session.who, "heading", wrap=True))
        self.body.addWidget(label(_("{day}, {time}, with {peer}").format(
            day=formats.date_long(started.date()), time=formats.time(started), peer=note.session.peer), "muted",
            wrap=True))
        self.body.addWidget(_parts(note))
        self.body.addWidget(ButtonRow(close))
        close.setDefault(True)
        close.setFocus()


def _parts(note: SignedNote) -> QScrollArea:
    body = QWidget()
    column = QVBoxLayout(body)
    column.setContentsMargins(0, 0, 8, 0)
    column.setSpacing(4)
    column.addWidget(label(note_words.red_flag(note.body), "strong", wrap=True))
    for name, text in note_words.parts(note.body):
        column.addSpacing(6)
        column.addWidget(label(name, "muted", small=True))
        column.addWidget(label(text or _("Nothing written"), "" if text else "muted", wrap=True, selectable=bool(text)))
    column.addStretch(1)
    area = QScrollArea()
    area.setAccessibleName(_("The note"))
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFixedHeight(_HEIGHT)
    area.setWidget(body)
    area.viewport().setAutoFillBackground(False)
    body.setAutoFillBackground(False)
    return area
