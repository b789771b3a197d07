"""What the audit log keeps of applications: a fingerprint of each row, by which one changed in SQL shows.

As in `peer_marks`, a detail is words: `kind:id=fingerprint` says how a row stands from then on, `kind:id=` that it
went.
What belongs to an application has its id in front, so that it goes with it.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence

from wellnessdesk.domain.applications import Application, Cycle, Interview, Rating, Recommendation, State
from wellnessdesk.store import applications, sealed
from wellnessdesk.store.transaction import Transaction

APPLICATION, RECOMMENDATION, INTERVIEW = "application", "recommendation", "interview"
"""The kinds of what is sealed."""
Row = Cycle | Application | Recommendation | Interview | Rating


def of(tx: Transaction, row: Row) -> str:
    """The word for a row, and for what is sealed of it, as they stand now."""
    kind = {Application: APPLICATION, Recommendation: RECOMMENDATION, Interview: INTERVIEW}.get(type(row))
    blob = sealed.get(tx, kind, row.id, 1) if kind and not isinstance(row, Cycle | Rating) else None
    return f"{name(row)}={_print(row, blob or b'')}"


def gone(row: Row) -> str:
    """The word for a row that was taken away."""
    return f"{name(row)}="


def name(row: Row) -> str:
    """By what a row is known."""
    match row:
        case Cycle():
            return f"cycle:{row.id}"
        case Application():
            return f"application:{row.id}"
        case Rating():
            return f"rating:{row.application}:{row.rater}"
        case Recommendation():
            return f"recommendation:{row.application}:{row.id}"
        case Interview():
            return f"interview:{row.application}:{row.id}"


def all_rows(tx: Transaction) -> Iterator[str]:
    """The words for everything there is."""
    rows: list[Cycle | Rating] = [*applications.cycles(tx), *applications.ratings(tx)]
    for plain in rows:
        yield f"{name(plain)}={_print(plain, b'')}"
    yield from _with_seals(tx, APPLICATION, applications.everything(tx))
    yield from _with_seals(tx, RECOMMENDATION, applications.recommendations(tx))
    yield from _with_seals(tx, INTERVIEW, applications.interviews(tx))


def _with_seals(tx: Transaction, kind: str, rows: Sequence[Application | Recommendation | Interview]) -> Iterator[str]:
    blobs = sealed.versions_of(tx, kind, [one.id for one in rows])
    for one in rows:
        yield f"{name(one)}={_print(one, next(iter(blobs.get(one.id, [])), b''))}"


def _print(row: Row, blob: bytes) -> str:
    told = json.dumps(_told(row), sort_keys=True, default=str, ensure_ascii=False).encode()
    draft = isinstance(row, Application) and row.state is State.DRAFT  # changes every few seconds
    return hashlib.blake2b(told + (b"" if draft else blob), digest_size=16).hexdigest()


def _told(row: Row) -> list[object]:
    match row:
        case Cycle():
            return [row.title, row.opens, row.closes, row.decides, row.places, row.criteria.plain(),
                    row.ended_at is not None]
        case Application():
            return [row.cycle, row.student, "" if row.student else row.name, row.came, row.state, row.entered_by,
                    row.decided_by, row.person]
        case Rating():
            return [row.plain()]
        case Recommendation():
            return [row.strength, row.entered_by]
        case Interview():
            return [row.author]
