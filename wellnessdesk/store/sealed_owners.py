"""Which record each sealed one belongs to, and which of them stand alone."""

from typing import Any

from sqlalchemy import ColumnElement, String, cast, literal, select

from wellnessdesk.domain.flags import FlagStatus
from wellnessdesk.domain.sessions import NoteState
from wellnessdesk.domain.supervision import ItemKind
from wellnessdesk.store.rows import (
    AgendaItemRow,
    DisclosureRow,
    EmergencyRow,
    FlagRow,
    LegalHoldRow,
    SealedRow,
    SessionRow,
)
from wellnessdesk.store.transaction import Transaction

_ALL = literal(value=True)
_OWNERS: dict[str, tuple[Any, ColumnElement[bool]]] = {
    "note": (SessionRow.id, SessionRow.note.in_((NoteState.SIGNED.value, NoteState.COSIGNED.value))),
    "draft": (SessionRow.id, SessionRow.note == NoteState.DRAFT.value),
    "flag": (FlagRow.id, _ALL),
    "flag closing": (FlagRow.id, FlagRow.status == FlagStatus.CLOSED.value),
    "agenda item": (AgendaItemRow.ref, AgendaItemRow.kind == ItemKind.OWN.value),
    "hold": (LegalHoldRow.id, _ALL),
    "emergency": (EmergencyRow.id, _ALL),
    "disclosure": (DisclosureRow.id, _ALL),
}
"""Kind -> the number or id that its sealed records carry as `record`, and which of those rows have one."""


def stray(tx: Transaction) -> bool:
    """Whether a sealed record is there that nothing owns, such as the draft of a note signed since."""
    if tx.session.execute(select(SealedRow.id).where(SealedRow.kind.not_in(_OWNERS)).limit(1)).first():
        return True
    return any(tx.session.execute(
        select(SealedRow.id).where(SealedRow.kind == kind, SealedRow.record.not_in(_names(kind))).limit(1)).first()
               for kind in _OWNERS)


def missing(tx: Transaction) -> bool:
    """Whether something that has a sealed record has lost it."""
    return any(tx.session.execute(
        select(owner).where(which, cast(owner, String).not_in(
            select(SealedRow.record).where(SealedRow.kind == kind))).limit(1)).first()
               for kind, (owner, which) in _OWNERS.items())


def _names(kind: str) -> Any:
    owner, which = _OWNERS[kind]
    return select(cast(owner, String)).where(which)
