"""A student's timeline: everything that happened with them at the center, as events in the order of time."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.sessions import NoteState, Session


class EventKind(StrEnum):
    """What an event is about; a timeline can be narrowed to some of these."""

    VISIT = "visit"
    APPOINTMENT = "appointment"
    SESSION = "session"
    """Sessions with their notes, one to one and in groups."""
    FLAG = "flag"
    REFERRAL = "referral"
    CAREGIVER = "caregiver"
    PAPER = "paper"
    """What was acknowledged, disclosed, or put on hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event, worded. `at` is in the center's own time, at midnight for what only has a day; `urgent` asks to be
    looked at. `opens` names the record behind it, as the log would (`session:5`), empty where there is none to open."""

    kind: EventKind
    key: str
    at: datetime
    what: str
    more: str = ""
    urgent: bool = False
    wrong: bool = False
    """It does not match its seal."""
    opens: str = ""


def label(kind: EventKind) -> str:
    """The kind as a person reads it above a list."""
    return {
        EventKind.VISIT: _("Visits"), EventKind.APPOINTMENT: _("Appointments"), EventKind.SESSION: _("Sessions"),
        EventKind.FLAG: _("Red flags"), EventKind.REFERRAL: _("Referrals"), EventKind.CAREGIVER: _("Caregivers"),
        EventKind.PAPER: _("Papers"),
    }[kind]


def said_of_session(session: Session) -> str:
    """With whom a session was, for a line of a timeline."""
    if session.student_id is None:
        return _("{group} with {name}").format(group=session.who, name=session.peer)
    return _("Session with {name}").format(name=session.peer)


def said_of_note(session: Session) -> str:
    """How far the note of a session is."""
    return {
        NoteState.NOT_NEEDED: _("no note"), NoteState.TO_WRITE: _("note not written yet"),
        NoteState.DRAFT: _("note being written"), NoteState.SIGNED: _("note signed"),
        NoteState.RETURNED: _("note given back to its author"), NoteState.COSIGNED: _("note co-signed"),
        NoteState.LOCKED: _("draft locked, not signed"),
        NoteState.UNKNOWN: _("note changed outside the program"),
    }[session.note]
