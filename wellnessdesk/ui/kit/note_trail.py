"""What stands below every signed note: addenda and a coordinator's comments, each with its author and time."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.note_trail import Addendum, NoteReturn
from wellnessdesk.domain.sessions import SignedNote
from wellnessdesk.services import note_addenda
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit.parts import separator
from wellnessdesk.ui.kit.tasks import Tasks
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.kit.words_dialog import WordsDialog


def trail(desk: Desk, note: SignedNote) -> list[QWidget]:
    """The parts to put below a note, in the order of time; none where nothing was added."""
    links: list[Addendum | NoteReturn] = sorted([*note.addenda, *note.returns], key=lambda link: link.at)
    return [separator(), *(_link(desk, link) for link in links)] if links else []


def add_to_note(parent: QWidget, desk: Desk, tasks: Tasks, session_id: int,
                done: Callable[[Addendum], object]) -> WordsDialog:
    """The dialog in which something is added to a signed note, shown."""
    made = WordsDialog(
        parent, tasks, _("Add to the note"),
        _("The note itself stays as it is. What you add stands below it, with your name and the time, and cannot be "
          "changed later."),
        _("Add and sign"), lambda words: note_addenda.add(desk, session_id, words), done)
    made.open()
    return made


def _link(desk: Desk, link: Addendum | NoteReturn) -> QWidget:
    comment = isinstance(link, NoteReturn)
    at = desk.local(link.at)
    name = _("Given back by {name}, {day}, {time}") if comment else _("Added by {name}, {day}, {time}")
    head = name.format(name=link.by, day=formats.date(at.date()), time=formats.time(at))
    text = link.comment if isinstance(link, NoteReturn) else link.text
    body = label(link.problem or text, "danger" if link.problem else "", wrap=True, selectable=not link.problem)
    body.setAccessibleName(f"{head}: {body.text()}")
    body.setObjectName("note.comment" if comment else "note.addendum")
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    column.addWidget(label(head, "flag" if comment else "muted", wrap=True, small=True))
    column.addWidget(body)
    return made
