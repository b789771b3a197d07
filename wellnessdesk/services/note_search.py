"""Finding notes by what they say. The index holds what the person signed in may read, and lives as long as their desk:
for a coordinator that is also the drafts that were locked.

It is made after sign-in, some milliseconds at a time: whatever else is asked for meanwhile goes between. Its notes are
only peeked at; those that a search finds are opened in full, and what their authors did not sign is not shown.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from wellnessdesk.domain.note_search import Found, FoundNote, unmarked, words
from wellnessdesk.domain.note_trail import TrailMark
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.sessions import NoteBody, SealedNote, Session
from wellnessdesk.services import note_trail, participants
from wellnessdesk.services import sessions as notes
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import note_trail as trail_rows
from wellnessdesk.store import sealed, session_students, sessions
from wellnessdesk.store.note_index import BEGIN, END, NoteIndex
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault.errors import VaultProblem

SLICE_SECONDS = 0.016
_LIST, _FETCH, _TAKE = 4_000, 256, 32
"""How many are listed, how many fetched, and how many taken in, in one go: some milliseconds each."""
_INDEX, _WALK = "note index", "notes"
"""Where both are kept; a change of the feature `notes` drops the walk, so that the notes are gone through again."""

_SITTING = "notes"


@dataclass(slots=True)
class _Walk:
    """How far the notes were gone through: all are listed, then fetched and opened, the newest first."""

    listed: set[int] = field(default_factory=set)
    locked: set[int] = field(default_factory=set)
    """Those of them that are drafts."""
    last_listed: str | None = ""
    """Where the list goes on; None when it is whole."""
    to_take: list[int] = field(default_factory=list)
    """Not fetched yet, the next ones last."""
    fetched: list["_Lying"] = field(default_factory=list)
    """Not taken in yet, the next ones last."""
    added_to: set[int] = field(default_factory=set)
    """The notes that have addenda: few."""

    @property
    def whole(self) -> bool:
        """Whether every note was seen."""
        return self.last_listed is None and not self.to_take and not self.fetched


@act("note_search.read_on")
def read_on(desk: Desk, seconds: float = SLICE_SECONDS) -> bool:
    """Take more notes into the index, for about so long; whether all are in it now.

    A note that does not open (destroyed keys, another's, tampered with) is left out: who opens it is told why.
    """
    walk, index, until = _walk(desk), _index(desk), time.perf_counter() + seconds
    while not walk.whole:
        if walk.last_listed is not None:
            _list_some(desk, walk, index)
        elif walk.fetched:
            _take_some(desk, walk, index)
        else:
            _fetch_some(desk, walk)
        if time.perf_counter() >= until:  # only now: on however slow a computer it goes on by a step
            break
    return walk.whole


@act("note_search.find")
def find(desk: Desk, query: str, limit: int = 20) -> Found:
    """Notes with words that begin with those of `query`, in any order, newest session first.

    That somebody searched is recorded once a sitting, sealed, without the words; opening what was found is `read_note`.
    """
    if _SITTING not in desk.sittings:
        with desk.change() as change:
            change.record_sealed("note.search", _SITTING)
        desk.sittings.add(_SITTING)
    with desk.reading() as tx:
        hits = _hits(desk, tx, query, limit)
        there = {session.id: session for session in sessions.of_ids(tx, list(hits))}
    return Found(tuple(_found(there[number], snippet) for number, snippet in hits.items()), _walk(desk).whole)


def _hits(desk: Desk, tx: Transaction, query: str, limit: int) -> dict[int, str]:
    """The newest notes found that are true, with what the index shows of each: ever more are looked at until there are
    enough, for forged ones must not crowd them out."""
    index, most = _index(desk), limit
    while True:
        hits = dict(index.find(query, most))
        true = _true(desk, tx, index, list(hits))
        if len(true) >= limit or len(hits) < most:
            return {number: hits[number] for number in [one for one in hits if one in true][:limit]}
        most *= 4


def _true(desk: Desk, tx: Transaction, index: NoteIndex, found: list[int]) -> set[int]:
    """Those of the notes found that say what the index has of them, signed by who is said to have written them."""
    return {one.note.id for one in _lying(desk, tx, _walk(desk), found)
            if index.agrees(one.note.id, _words_of(desk, notes.open_sealed, one))}


def _list_some(desk: Desk, walk: _Walk, index: NoteIndex) -> None:
    with desk.reading() as tx:
        if desk.person.role is Role.COORDINATOR:
            names = sealed.names(tx, notes.NOTE, walk.last_listed or "", _LIST)
            walk.last_listed = names[-1] if len(names) == _LIST else None
            walk.listed.update(int(name) for name in names)
            if walk.last_listed is None:
                walk.locked.update(sessions.locked(tx))
                walk.listed |= walk.locked
        else:
            walk.listed, walk.last_listed = set(sessions.with_note_of(tx, desk.person.id)), None
        addenda = trail_rows.counts_of_addenda(tx) if walk.last_listed is None else {}
    if walk.last_listed is None:
        walk.added_to = set(addenda)
        index.keep_only(walk.listed)
        walk.to_take = sorted(number for number in walk.listed if not index.holds(number, addenda.get(number, 0)))


def _fetch_some(desk: Desk, walk: _Walk) -> None:
    walk.to_take, some = walk.to_take[:-_FETCH], walk.to_take[-_FETCH:]
    with desk.reading() as tx:
        walk.fetched = sorted(_lying(desk, tx, walk, some), key=lambda one: one.note.id)


def _take_some(desk: Desk, walk: _Walk, index: NoteIndex) -> None:
    """The next notes. A second thread for it was measured and won nothing: half of the work is Python's."""
    walk.fetched, some = walk.fetched[:-_TAKE], walk.fetched[-_TAKE:]
    index.add([(one.note.id, _words_of(desk, notes.peek_sealed, one), len(one.added)) for one in reversed(some)])


@dataclass(frozen=True, slots=True)
class _Lying:
    """A note as it lies in the store. `alone` is what one about a group says of single students: sealed apart, and
    opened; `added` are its addenda."""

    note: SealedNote
    alone: str
    added: Sequence[tuple[TrailMark, bytes]]


def _lying(desk: Desk, tx: Transaction, walk: _Walk, some: Sequence[int]) -> list[_Lying]:
    locked, with_more = ([one for one in some if one in which] for which in (walk.locked, walk.added_to))
    found = [*sessions.sealed_notes(tx, some), *(sessions.locked_drafts(tx, locked) if locked else ())]
    groups = [note.id for note in found if note.student_id is None]
    alone = {one.id: _alone(desk, tx, one) for one in sessions.of_ids(tx, groups)} if groups else {}
    addenda = trail_rows.sealed_addenda(tx, with_more) if with_more else {}
    return [_Lying(note, alone.get(note.id, ""), addenda.get(note.id, ())) for note in found]


def _alone(desk: Desk, tx: Transaction, session: Session) -> str:
    try:
        found = participants.remarks(desk, tx, session, session_students.of_session(tx, session.id))
    except VaultProblem:
        return ""
    return "\n".join(words for _student, words in found)


def _words_of(desk: Desk, opened_by: Callable[[Desk, SealedNote], NoteBody], lying: _Lying) -> str:
    note = lying.note
    try:
        said = words(opened_by(desk, note))
    except VaultProblem:
        return ""
    links = note_trail.opened(desk, note_trail.ADDENDUM, note, note.blob, lying.added)
    return "\n".join(part for part in (said, lying.alone, *(link.text for link in links)) if part)


def _found(session: Session, snippet: str) -> FoundNote:
    return FoundNote(session, *unmarked(snippet, BEGIN, END))


def _index(desk: Desk) -> NoteIndex:
    found = desk.cache.get(_INDEX)
    if not isinstance(found, NoteIndex):
        found = desk.cache[_INDEX] = NoteIndex()
    return found


def _walk(desk: Desk) -> _Walk:
    found = desk.cache.get(_WALK)
    if not isinstance(found, _Walk):
        found = desk.cache[_WALK] = _Walk()
    return found
