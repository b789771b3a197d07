"""Bundles that a second person is asked to approve, as named queries."""

from datetime import datetime

from sqlalchemy import insert, or_, select, update

from wellnessdesk.domain.bundles import Asked, BundleState, Kind, Outcome, Period, Request
from wellnessdesk.store import sealed
from wellnessdesk.store.rows import BundleRequestRow, BundleRow
from wellnessdesk.store.transaction import Transaction

SEALED = "bundle request"
"""The kind under which it is sealed whose records are asked for, and what was decided on each entry."""
OPEN = BundleRequestRow.outcome.in_((Outcome.WAITING.value, Outcome.APPROVED.value)) & or_(
    BundleRequestRow.bundle_id.is_(None),
    BundleRequestRow.bundle_id.not_in(select(BundleRow.id).where(BundleRow.state == BundleState.WRITTEN.value)))
"""It may still become a bundle: what is sealed with it is needed just so long."""


def add(tx: Transaction, request: Request) -> None:
    """Write a new request."""
    asked = request.asked
    tx.session.execute(insert(BundleRequestRow).values(
        id=request.id, recipient_id=asked.recipient, kind=asked.kind.value, period=asked.period.code,
        purpose=asked.purpose, authority=asked.authority, ends_on=asked.ends_on, about=asked.about,
        tables_seen=request.shown, asked_at=request.asked_at, asked_by=request.asked_by, outcome=request.outcome.value,
        answer=""))


def decide(tx: Transaction, request: str, outcome: Outcome, answer: str, at: datetime, by: str) -> None:
    """Somebody decided, or it was taken back; what is not to leave is not kept."""
    tx.session.execute(update(BundleRequestRow).where(BundleRequestRow.id == request).values(
        outcome=outcome.value, answer=answer, decided_at=at, decided_by=by))
    if outcome is not Outcome.APPROVED:
        sealed.remove(tx, SEALED, request)


def use(tx: Transaction, request: str, bundle: str) -> None:
    """The bundle that was approved is being written."""
    tx.session.execute(update(BundleRequestRow).where(BundleRequestRow.id == request).values(bundle_id=bundle))


def written(tx: Transaction, bundle: str) -> None:
    """The bundle is there: what was sealed with the request for it is not kept."""
    for request in tx.session.scalars(select(BundleRequestRow.id).where(BundleRequestRow.bundle_id == bundle)):
        sealed.remove(tx, SEALED, request)


def open_packets(tx: Transaction, before: datetime) -> list[str]:
    """The requests for one student's records that were asked before then and may still become a bundle."""
    return list(tx.session.scalars(select(BundleRequestRow.id).where(
        OPEN, BundleRequestRow.kind == Kind.PACKET.value, BundleRequestRow.asked_at < before)))


def everything(tx: Transaction) -> list[Request]:
    """All requests, the newest first; one whose bundle was abandoned can be used again."""
    rows = tx.session.execute(
        select(BundleRequestRow, BundleRow.state).outerjoin(BundleRow, BundleRow.id == BundleRequestRow.bundle_id)
        .order_by(BundleRequestRow.asked_at.desc(), BundleRequestRow.id))
    return [_request(row, "" if state == BundleState.ABANDONED.value else row.bundle_id or "") for row, state in rows]


def _request(row: BundleRequestRow, bundle: str) -> Request:
    asked = Asked(recipient=row.recipient_id, kind=Kind(row.kind), period=Period.of(row.period), purpose=row.purpose,
                  authority=row.authority, ends_on=row.ends_on, about=row.about)
    return Request(id=row.id, asked=asked, shown=row.tables_seen, asked_by=row.asked_by, asked_at=row.asked_at,
                   outcome=Outcome(row.outcome), decided_by=row.decided_by or "", decided_at=row.decided_at,
                   answer=row.answer, bundle=bundle)
