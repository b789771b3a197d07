"""Mapped classes, one module a feature. Private to the store."""

from wellnessdesk.store.rows.audit import AuditRow
from wellnessdesk.store.rows.base import Base
from wellnessdesk.store.rows.bundles import BundleRow, RecipientRow
from wellnessdesk.store.rows.center import CenterRow
from wellnessdesk.store.rows.flags import FlagRow
from wellnessdesk.store.rows.people import PersonRow
from wellnessdesk.store.rows.sealed import SealedRow
from wellnessdesk.store.rows.sessions import SessionRow
from wellnessdesk.store.rows.students import StudentRow
from wellnessdesk.store.rows.supervision import AgendaItemRow, AgendaRow
from wellnessdesk.store.rows.visits import VisitRow

__all__ = ["AgendaItemRow", "AgendaRow", "AuditRow", "Base", "BundleRow", "CenterRow", "FlagRow", "PersonRow",
           "RecipientRow", "SealedRow", "SessionRow", "StudentRow", "VisitRow"]
