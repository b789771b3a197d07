"""Find in my notes: by what they say."""

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.note_search import Found
from wellnessdesk.services import note_search
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.find import Answer, FindBox
from wellnessdesk.ui.kit.search import SearchRow
from wellnessdesk.ui.pages.sessions import wording


def find_box(context: PageContext) -> FindBox:
    """The box; it gives the number of the session whose note was chosen."""
    desk = context.desk

    def read(found: Found) -> Answer:
        rows = tuple(SearchRow(one.session.id, one.session.who, one.snippet, "note", marks=one.marks,
                               note=wording.day_name(one.session.day, desk.today())) for one in found.notes)
        return Answer(rows, _("No note of yours says that.") if found.whole
                      else _("Not all notes are read yet. One moment."))

    made = FindBox(context.tasks, "sessions.find", lambda query: note_search.find(desk, query), read,
                   name=_("Find in my notes…"))
    made.edit.setObjectName("myday.find")
    return made
