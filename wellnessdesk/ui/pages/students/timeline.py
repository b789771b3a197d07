"""What there is of a student as rows, the newest first: each says when, what, and a line more."""

from dataclasses import dataclass
from datetime import datetime

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues, timeline
from wellnessdesk.domain.sessions import SIGNED_STATES, Session
from wellnessdesk.domain.student_file import Stay
from wellnessdesk.domain.timeline import Event, EventKind
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit.palette import Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line. `opens` names the record behind it (`session:5`), empty where nothing can be opened."""

    key: str
    order: datetime
    when: str
    what: str
    detail: str
    tone: Tone = "ink"
    opens: str = ""


def of_stays(desk: Desk, stays: tuple[Stay, ...]) -> list[Row]:
    """Visits alone."""
    return [_stay(desk, stay) for stay in stays]


def of_sessions(desk: Desk, sessions: tuple[Session, ...]) -> list[Row]:
    """Sessions alone."""
    return [_session(desk, session) for session in sessions]


def of_events(events: tuple[Event, ...], kind: EventKind | None) -> list[Row]:
    """Events of every kind, or of one."""
    return [Row(key=event.key, order=event.at, when=formats.date(event.at.date()), what=event.what, detail=event.more,
                tone="danger" if event.wrong else "flag" if event.urgent else "ink", opens=event.opens)
            for event in events if kind is None or event.kind is kind]


def _stay(desk: Desk, stay: Stay) -> Row:
    arrived = desk.local(stay.arrived_at)
    left = formats.time(desk.local(stay.left_at)) if stay.left_at is not None else ""
    times = _("{start} to {end}").format(start=formats.time(arrived), end=left) if left else _("since {start}").format(
        start=formats.time(arrived))
    return Row(key=f"visit:{stay.id}", order=arrived, when=formats.date(stay.day), what=_("Visit"), detail=times)


def _session(desk: Desk, session: Session) -> Row:
    service = catalogues.label("service_options", session.service) if session.service else ""
    return Row(key=f"session:{session.id}", order=desk.local(session.started_at), when=formats.date(session.day),
               what=timeline.said_of_session(session),
               detail=" · ".join(part for part in (service, timeline.said_of_note(session)) if part),
               opens=f"session:{session.id}" if session.note in SIGNED_STATES else "")
