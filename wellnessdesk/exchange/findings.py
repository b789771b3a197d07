"""What the person should be told about a file that is read: lines not taken, and remarks on what was."""

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.roster import LineNote, LineNotTaken, RosterUnreadable

# A file with more bad lines than this was exported wrongly, and one sentence says more than a list.
MAX_NOT_TAKEN = 20_000
MAX_NOTES = 5_000


class Findings:
    """Collects what is found while reading. Reasons name nobody: they may end up in a log."""

    def __init__(self) -> None:
        self.not_taken: list[LineNotTaken] = []
        self.notes: list[LineNote] = []

    def refuse(self, file: str, line: int, reason: str, sourced_id: str | None = None) -> None:
        """Note that a line is not taken. Raises `RosterUnreadable` when there are far too many."""
        self.not_taken.append(LineNotTaken(file, line, reason, sourced_id))
        if len(self.not_taken) > MAX_NOT_TAKEN:
            first = self.not_taken[0]
            raise RosterUnreadable(
                _(
                    "More than {n} lines could not be taken, so this file was exported wrongly. "
                    "The first is line {line} of {file}: {reason}"
                ).format(n=MAX_NOT_TAKEN, line=first.line, file=first.file, reason=first.reason)
            )

    def note(self, file: str, line: int | None, text: str) -> None:
        """Remark on a line that is taken, or on a whole file."""
        if len(self.notes) < MAX_NOTES:
            self.notes.append(LineNote(file, line, text))
        elif len(self.notes) == MAX_NOTES:
            self.notes.append(LineNote(file, None, _("There are more remarks than can be listed.")))
