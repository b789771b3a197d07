"""Mapped classes, one module a feature. Private to the store."""

from sqlalchemy.orm import configure_mappers

from wellnessdesk.store.rows.audit import AuditRow
from wellnessdesk.store.rows.backups import BackupRow
from wellnessdesk.store.rows.base import Base
from wellnessdesk.store.rows.bundles import BundleRow, RecipientRow
from wellnessdesk.store.rows.center import CenterRow
from wellnessdesk.store.rows.disclosures import DisclosureRow
from wellnessdesk.store.rows.emergencies import EmergencyRow
from wellnessdesk.store.rows.flags import FlagRow
from wellnessdesk.store.rows.people import PersonRow
from wellnessdesk.store.rows.places import PlaceRow
from wellnessdesk.store.rows.retention import DestructionRow, KeptCountRow, LegalHoldRow
from wellnessdesk.store.rows.sealed import SealedRow
from wellnessdesk.store.rows.sessions import SessionRow
from wellnessdesk.store.rows.settings import SettingRow
from wellnessdesk.store.rows.students import StudentRow
from wellnessdesk.store.rows.supervision import AgendaItemRow, AgendaRow
from wellnessdesk.store.rows.visits import VisitRow

__all__ = ["AgendaItemRow", "AgendaRow", "AuditRow", "BackupRow", "Base", "BundleRow", "CenterRow", "DestructionRow",
           "DisclosureRow", "EmergencyRow", "FlagRow", "KeptCountRow", "LegalHoldRow", "PersonRow", "PlaceRow",
           "RecipientRow", "SealedRow", "SessionRow", "SettingRow", "StudentRow", "VisitRow"]

configure_mappers()  # else the first query does it, and somebody who has just signed in waits
