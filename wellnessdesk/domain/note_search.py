"""What a search of notes finds."""

from dataclasses import dataclass

from wellnessdesk.domain.sessions import NoteBody, Session


@dataclass(frozen=True, slots=True)
class FoundNote:
    """A note that says what was searched for. `marks` are the (first, last + 1) places of it in `snippet`."""

    session: Session
    snippet: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The notes found, newest first. Until `whole`, the index is still being made and some may be missing."""

    notes: tuple[FoundNote, ...]
    whole: bool


def words(note: NoteBody) -> str:
    """What of a note can be searched: all that the peer wrote in their own or the student's words."""
    alone = (text for _student, text in note.remarks)
    return "\n".join(part for part in (note.text, note.next_step, note.mediation, note.wishes, *alone) if part)


def unmarked(text: str, begin: str, end: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A snippet on one line without the signs around what was found, and where that stood."""
    plain, marks = "", []
    for place, part in enumerate(" ".join(text.split(" ")).replace("\n", " ").split(begin)):
        found, _end, rest = part.partition(end) if place else ("", "", part)
        if found:
            marks.append((len(plain), len(plain) + len(found)))
        plain += found + rest
    return plain, tuple(marks)
