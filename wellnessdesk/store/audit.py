"""The audit chain: appended in the same transaction as the change, verified link by link."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, LargeBinary, Row, cast, insert, select

from wellnessdesk.base.clock import Clock
from wellnessdesk.base.i18n import _
from wellnessdesk.base.progress import NO_PROGRESS, Progress
from wellnessdesk.domain.audit import GENESIS, Entry, Head, Verdict, link
from wellnessdesk.store.rows import AuditRow
from wellnessdesk.store.rows.base import to_ms
from wellnessdesk.store.transaction import Transaction

Sign = Callable[[bytes], bytes]
"""Signs an entry's hash with the actor's key (64 bytes, or sealed); handed in by services: the store knows no keys."""
Check = Callable[[Entry], str]
"""Says what is wrong with an entry that is in its place, its signature for instance; empty when nothing is."""

_PAGE = 5_000
_LOWEST = -(2**63)
_ADD = insert(AuditRow.__table__)  # type: ignore[arg-type]
_HEAD = select(AuditRow.sequence, AuditRow.hash).order_by(AuditRow.sequence.desc()).limit(1)
"""Every change asks both: made once, and not anew for each."""


def append(
    tx: Transaction, clock: Clock, sign: Sign, *, actor: str, action: str, subject: str, detail: str = ""
) -> Head:
    """Add one entry to the chain and return the new head. `subject` and `detail` name nobody."""
    last = head(tx)
    at_ms = to_ms(clock.now())
    sequence = last.sequence + 1
    made = link(last.hash, sequence, at_ms, actor, action, subject, detail)
    tx.session.execute(_ADD, {"sequence": sequence, "at": at_ms, "actor": actor, "action": action, "subject": subject,
                              "detail": detail, "hash": made, "signature": sign(made)})
    return Head(sequence, made)


def head(tx: Transaction) -> Head:
    """The newest link; number 0 for an empty chain."""
    row = tx.session.execute(_HEAD).first()
    return Head(row.sequence, row.hash) if row else Head(0, GENESIS)


def verify(tx: Transaction, check: Check, progress: Progress = NO_PROGRESS) -> Verdict:
    """Walk the whole chain: no number missing, every hash following from the last, every entry passing `check`.

    A chain without its first entry, the making of the center, is broken too. What was cut off at the end is not
    noticed here: for that a head must be remembered elsewhere (SECURITY.md C).
    """
    last, total = Head(0, GENESIS), head(tx).sequence
    while page := _page_after(tx, last.sequence or _LOWEST):
        progress.check_cancelled()
        for row in page:
            reason = _fault(last, row, check)
            if reason:
                return Verdict(last.sequence, last, last.sequence + 1, reason)
            last = Head(row.sequence, row.hash)
        progress.report(last.sequence, total)
    return Verdict(last.sequence, last) if total else Verdict(0, last, 1, _missing(1))


def _page_after(tx: Transaction, sequence: int) -> list[Row[Any]]:
    """Rows as bytes: whoever changed one need not have kept to the types of the columns, nor to UTF-8."""
    kept = (AuditRow.at, AuditRow.actor, AuditRow.action, AuditRow.subject, AuditRow.detail, AuditRow.hash,
            AuditRow.signature)
    columns: list[ColumnElement[Any]] = [cast(column, LargeBinary).label(column.key) for column in kept]
    return list(tx.session.execute(select(AuditRow.sequence, *columns).where(AuditRow.sequence > sequence)
                                   .order_by(AuditRow.sequence).limit(_PAGE)))


def _fault(last: Head, row: Row[Any], check: Check) -> str:
    if row.sequence != last.sequence + 1:
        return _missing(last.sequence + 1)
    try:
        at_ms = int(row.at)
        entry = Entry(sequence=row.sequence, actor=row.actor.decode(), action=row.action.decode(),
                      subject=row.subject.decode(), detail=row.detail.decode(), hash=row.hash, signature=row.signature)
    except (ValueError, TypeError, AttributeError):
        return _changed(row.sequence)
    if row.hash != link(last.hash, row.sequence, at_ms, entry.actor, entry.action, entry.subject, entry.detail):
        return _changed(row.sequence)
    return check(entry)


def _changed(number: int) -> str:
    return _("Entry {number} was changed.").format(number=number)


def _missing(number: int) -> str:
    return _("Entry {number} is missing.").format(number=number)
