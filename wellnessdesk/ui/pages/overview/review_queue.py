"""The order in which a coordinator goes through the notes: forward and back, and on to the next one not co-signed."""

from collections.abc import Sequence

from wellnessdesk.domain.sessions import Session


class ReviewQueue:
    """Made when the review begins. Co-signed notes stay in it, so that one can go back to them."""

    def __init__(self, sessions: Sequence[Session], first: Session | None = None) -> None:
        self._sessions = list(sessions)
        self._cosigned: set[int] = set()
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
        return len(self._cosigned)

    def is_cosigned(self, session: Session) -> bool:
        """Whether it was co-signed in this review."""
        return session.id in self._cosigned

    def step(self, places: int) -> bool:
        """Go forward or back; false at either end."""
        to = self._at + places
        if not 0 <= to < len(self._sessions):
            return False
        self._at = to
        return True

    def cosign(self, session: Session) -> Session | None:
        """Keep the co-signed version, go to the next note not co-signed (or the first left behind); None: all are."""
        ids = [each.id for each in self._sessions]
        self._sessions[ids.index(session.id)] = session
        self._cosigned.add(session.id)
        order = [*range(self._at + 1, len(ids)), *range(self._at)]
        following = next((at for at in order if ids[at] not in self._cosigned), None)
        if following is None:
            return None
        self._at = following
        return self.current

    def join(self, sessions: Sequence[Session]) -> None:
        """Put notes that were signed meanwhile at the end."""
        known = {session.id for session in self._sessions}
        self._sessions += [session for session in sessions if session.id not in known]
