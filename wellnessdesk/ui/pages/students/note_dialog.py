"""One signed note, read in front of a student's page. Opening it was recorded."""

from dataclasses import replace

from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import access, note_words
from wellnessdesk.domain.note_trail import Addendum
from wellnessdesk.domain.sessions import SignedNote
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.note_trail import add_to_note, trail
from wellnessdesk.ui.kit.parts import Badge
from wellnessdesk.ui.kit.print_note import PrintNote
from wellnessdesk.ui.kit.texts import label

_WIDTH, _HEIGHT = 620, 420


class NoteDialog(Dialog):
    """Every part of the note under its name."""

    def __init__(self, parent: QWidget, context: PageContext, note: SignedNote) -> None:
        super().__init__(parent, _("Note of the session"), width=_WIDTH)
        desk = context.desk
        self._context, self._note, self._page = context, note, parent
        self.printing: PrintNote | None = None
        started = desk.local(note.session.started_at)
        close = button(_("Close"), self.accept, role="primary")
        close.setObjectName("studentnote.close")
        self.body.addWidget(label(note.session.who, "heading", wrap=True))
        self.body.addWidget(label(_("{day}, {time}, with {peer}").format(
            day=formats.date_long(started.date()), time=formats.time(started), peer=note.session.peer), "muted",
            wrap=True))
        if not note.signer:
            self.body.addWidget(Badge(_("Not signed by its author"), "flag", "lock"))
        self.body.addWidget(_parts(desk, note))
        self.body.addWidget(ButtonRow(close, *self._acts()))
        close.setDefault(True)
        close.setFocus()


    def _acts(self) -> list[QPushButton]:
        """Add to it, and, for who may, give it out."""
        acts = [("note_addenda.add", _("Add to the note…"), "note", self._add, "studentnote.add"),
                ("note_print.save", _("Give out…"), "print", self._give_out, "studentnote.print")]
        made = []
        for act, text, icon, do, name in acts:
            if access.allowed(self._context.desk.person.role, act):
                made.append(button(text, do, icon=icon))
                made[-1].setObjectName(name)
        return made

    def _add(self) -> None:
        self.accept()
        add_to_note(self._page, self._context.desk, self._context.tasks, self._note.session.id, self._show_with)

    def _show_with(self, added: Addendum) -> None:
        NoteDialog(self._page, self._context, replace(self._note, addenda=(*self._note.addenda, added))).open()

    def _give_out(self) -> None:
        self.printing = PrintNote(self, self._context, self._note)


def _parts(desk: Desk, note: SignedNote) -> QScrollArea:
    body = QWidget()
    column = QVBoxLayout(body)
    column.setContentsMargins(0, 0, 8, 0)
    column.setSpacing(4)
    column.addWidget(label(note_words.red_flag(note.body), "strong", wrap=True))
    for name, text in note_words.parts(note.body):
        column.addSpacing(6)
        column.addWidget(label(name, "muted", small=True))
        column.addWidget(label(text or _("Nothing written"), "" if text else "muted", wrap=True, selectable=bool(text)))
    for part in trail(desk, note):
        column.addSpacing(6)
        column.addWidget(part)
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
