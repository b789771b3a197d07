"""Bundles that a second person is asked to approve, as named queries."""

from datetime import datetime

from sqlalchemy import insert, select, update

from wellnessdesk.domain.bundles import Asked, BundleState, Kind, Outcome, Period, Request
from wellnessdesk.store.rows import BundleRequestRow, BundleRow
from wellnessdesk.store.transaction import Transaction


def add(tx: Transaction, request: Request) -> None:
    """Write a new request."""
    asked = request.asked
    tx.session.execute(insert(BundleRequestRow).values(
        id=request.id, recipient_id=asked.recipient, kind=asked.kind.value, period=asked.period.code,
        purpose=asked.purpose, authority=asked.authority, ends_on=asked.ends_on, about=asked.about,
        tables_seen=request.shown, asked_at=request.asked_at, asked_by=request.asked_by, outcome=request.outcome.value,
        answer=""))


def decide(tx: Transaction, request: str, outcome: Outcome, answer: str, at: datetime, by: str) -> None:
    """Somebody decided, or whoever asked took it back."""
    tx.session.execute(update(BundleRequestRow).where(BundleRequestRow.id == request).values(
        outcome=outcome.value, answer=answer, decided_at=at, decided_by=by))


def use(tx: Transaction, request: str, bundle: str) -> None:
    """The bundle that was approved is being written."""
    tx.session.execute(update(BundleRequestRow).where(BundleRequestRow.id == request).values(bundle_id=bundle))


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
