"""Mapped classes, one module a feature. Private to the store."""

from sqlalchemy.orm import configure_mappers

from wellnessdesk.store.rows.agreements import AgreementRow, AgreementTextRow, CaregiverPaperRow
from wellnessdesk.store.rows.applications import (
    ApplicationRow,
    CycleRow,
    InterviewRow,
    RatingRow,
    RecommendationRow,
)
from wellnessdesk.store.rows.appointments import AppointmentRow, ShiftRow
from wellnessdesk.store.rows.audit import AuditRow
from wellnessdesk.store.rows.backups import BackupRow
from wellnessdesk.store.rows.base import Base
from wellnessdesk.store.rows.bundles import (
    BundleCountsRow,
    BundleRequestRow,
    BundleRow,
    BundleTableRow,
    PseudonymKeyRow,
    RecipientKeyRow,
    RecipientRow,
)
from wellnessdesk.store.rows.caregivers import CaregiverContactRow, ContactRuleRow
from wellnessdesk.store.rows.center import CenterRow
from wellnessdesk.store.rows.clearance import ClearanceOverrideRow
from wellnessdesk.store.rows.demographics import DemographicAskedRow, DemographicCountRow
from wellnessdesk.store.rows.disclosures import DisclosureRow
from wellnessdesk.store.rows.emergencies import EmergencyRow
from wellnessdesk.store.rows.exams import ExamAttemptRow, PracticeRow, QuestionBankRow
from wellnessdesk.store.rows.flags import FlagRow
from wellnessdesk.store.rows.hours import HourEntryRow, PathwayRow, StatementRow
from wellnessdesk.store.rows.peers import (
    ConflictRow,
    ExitInterviewRow,
    PeerFactsRow,
    PeerServiceRow,
    SelfRatingCountRow,
    SelfRatingRow,
)
from wellnessdesk.store.rows.people import PersonRow
from wellnessdesk.store.rows.places import PlaceRow
from wellnessdesk.store.rows.referrals import ReferralRow, ResourceRow
from wellnessdesk.store.rows.retention import DestructionRow, KeptCountRow, LegalHoldRow
from wellnessdesk.store.rows.sealed import SealedRow
from wellnessdesk.store.rows.sessions import NoteAddendumRow, NoteReturnRow, SessionRow, SessionStudentRow
from wellnessdesk.store.rows.settings import SettingRow
from wellnessdesk.store.rows.students import (
    AcknowledgementRow,
    CaregiverRow,
    RosterImportRow,
    StudentCaregiverRow,
    StudentClassRow,
    StudentFactsRow,
    StudentRow,
)
from wellnessdesk.store.rows.supervision import (
    MeetingAttendanceRow,
    MeetingItemRow,
    MeetingRow,
    SessionMarkRow,
    SupervisionActionRow,
    SupervisionGroupRow,
    SupervisionMemberRow,
    WellbeingCheckRow,
)
from wellnessdesk.store.rows.training import ClassAttendanceRow, ClassRow, CompletionRow, ModuleRow
from wellnessdesk.store.rows.visits import AdultCallRow, DropInRow, VisitCorrectionRow, VisitRow

__all__ = ["AcknowledgementRow", "AdultCallRow", "AgreementRow", "AgreementTextRow", "ApplicationRow",
           "AppointmentRow", "AuditRow", "BackupRow", "Base", "BundleCountsRow", "BundleRequestRow", "BundleRow",
           "BundleTableRow", "CaregiverContactRow", "CaregiverPaperRow", "CaregiverRow", "CenterRow",
           "ClassAttendanceRow", "ClassRow", "ClearanceOverrideRow", "CompletionRow", "ConflictRow", "ContactRuleRow",
           "CycleRow", "DemographicAskedRow", "DemographicCountRow", "DestructionRow", "DisclosureRow", "DropInRow",
           "EmergencyRow", "ExamAttemptRow", "ExitInterviewRow", "FlagRow", "HourEntryRow", "InterviewRow",
           "KeptCountRow", "LegalHoldRow", "MeetingAttendanceRow", "MeetingItemRow", "MeetingRow", "ModuleRow",
           "NoteAddendumRow", "NoteReturnRow", "PathwayRow", "PeerFactsRow", "PeerServiceRow", "PersonRow",
           "PlaceRow", "PracticeRow", "PseudonymKeyRow", "QuestionBankRow", "RatingRow", "RecipientKeyRow",
           "RecipientRow", "RecommendationRow", "ReferralRow", "ResourceRow", "RosterImportRow", "SealedRow",
           "SelfRatingCountRow", "SelfRatingRow", "SessionMarkRow", "SessionRow", "SessionStudentRow", "SettingRow",
           "ShiftRow", "StatementRow", "StudentCaregiverRow", "StudentClassRow", "StudentFactsRow", "StudentRow",
           "SupervisionActionRow", "SupervisionGroupRow", "SupervisionMemberRow", "VisitCorrectionRow", "VisitRow",
           "WellbeingCheckRow"]

configure_mappers()  # else the first query does it, and somebody who has just signed in waits
