"""What My day shows, asked for in one go: sessions, the comments of notes that came back, flags an adult has."""

from collections.abc import Mapping
from dataclasses import dataclass

from wellnessdesk.domain.flags import FlagMark
from wellnessdesk.domain.sessions import NoteState, Session
from wellnessdesk.services import note_returns, raised_flags, sessions
from wellnessdesk.services.desk import Desk


@dataclass(frozen=True, slots=True)
class Mine:
    """`comments` are by session: what the coordinator asks for."""

    sessions: tuple[Session, ...]
    comments: Mapping[int, str]
    answered: tuple[FlagMark, ...]


def read(desk: Desk) -> Mine:
    """On the worker."""
    mine = sessions.mine(desk)
    back = [one.id for one in mine if one.note is NoteState.RETURNED and one.peer_id == desk.person.id]
    found = {number: note_returns.comment_of(desk, number) for number in back}
    comments = {number: comment.comment or comment.problem for number, comment in found.items() if comment is not None}
    return Mine(tuple(mine), comments, tuple(raised_flags.answered(desk)))
