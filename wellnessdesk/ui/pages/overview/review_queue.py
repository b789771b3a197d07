"""The order in which a coordinator goes through the notes: forward and back, and on to the next one not decided on."""

from collections.abc import Sequence

from wellnessdesk.domain.sessions import NoteState, Session


class ReviewQueue:
    """Made when the review begins. What was decided on stays in it, so that one can go back to it."""

    def __init__(self, sessions: Sequence[Session], first: Session | None = None) -> None:
        self._sessions = list(sessions)
        self._decided: dict[int, NoteState] = {}
        ids = [session.id for session in self._sessions]
        self._at = ids.index(first.id) if first is not None and first.id in ids else 0

    @property
    def current(self) -> Session | None:
        """The note under review; None when there never was one."""
        return self._sessions[self._at] if self._sessions else None

    @property
    def place(self) -> int:
        """Its number, from 1."""
        return self._at + 1

    @property
    def total(self) -> int:
        """How many notes the review began with, and joined it."""
        return len(self._sessions)

    @property
    def cosigned(self) -> int:
        """How many of them were co-signed in this review."""
        return list(self._decided.values()).count(NoteState.COSIGNED)

    @property
    def decided(self) -> int:
        """How many of them were co-signed or given back."""
        return len(self._decided)

    def step(self, places: int) -> bool:
        """Go forward or back; false at either end."""
        to = self._at + places
        if not 0 <= to < len(self._sessions):
            return False
        self._at = to
        return True

    def decide(self, session: Session) -> Session | None:
        """Keep the note as it is now, co-signed or given back, and go to the next one not decided on (or the first left
        behind); None: all are."""
        ids = [each.id for each in self._sessions]
        self._sessions[ids.index(session.id)] = session
        self._decided[session.id] = session.note
        order = [*range(self._at + 1, len(ids)), *range(self._at)]
        following = next((at for at in order if ids[at] not in self._decided), None)
        if following is None:
            return None
        self._at = following
        return self.current

    def join(self, sessions: Sequence[Session]) -> None:
        """Put notes that were signed meanwhile at the end; one that was given back and is answered waits again."""
        known = {session.id: at for at, session in enumerate(self._sessions)}
        for session in sessions:
            if session.id not in known:
                self._sessions.append(session)
            elif self._decided.get(session.id) is NoteState.RETURNED:
                del self._decided[session.id]
                self._sessions[known[session.id]] = session
