"""What there is of a student as rows, the newest first: each says when, what, and a line more."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.disclosures import ground_label
from wellnessdesk.domain.flags import status_label, urgency_label
from wellnessdesk.domain.retention import Hold
from wellnessdesk.domain.sessions import SIGNED_STATES, NoteState, Session
from wellnessdesk.domain.student_file import FlagStory, Stay, WholeFile
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit.palette import Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line. `session` is the one whose note can be read, `flag` one to read; `order` is a local moment."""

    key: str
    order: datetime
    when: str
    what: str
    detail: str
    tone: Tone = "ink"
    session: int | None = None
    flag: str = ""


def of_stays(desk: Desk, stays: tuple[Stay, ...]) -> list[Row]:
    """Visits alone."""
    return [_stay(desk, stay) for stay in stays]


def of_sessions(desk: Desk, sessions: tuple[Session, ...]) -> list[Row]:
    """Sessions alone."""
    return [_session(desk, session) for session in sessions]


def of_everything(desk: Desk, file: WholeFile) -> list[Row]:
    """All of it in one list."""
    rows = [*of_stays(desk, file.stays), *of_sessions(desk, file.sessions),
            *(_flag(desk, story) for story in file.flags), *(row for hold in file.holds for row in _hold(desk, hold))]
    rows += [Row(key=f"disclosure:{one.id}", order=_of_day(one.day), when=formats.date(one.day),
                 what=_("Disclosed to {name}").format(name=one.recipient or "–"),
                 detail=one.problem or f"{one.what} · {ground_label(one.ground)}",
                 tone="danger" if one.problem else "ink") for one in file.disclosures]
    rows += [Row(key=f"told:{one.kind}:{one.version}:{one.day}", order=_of_day(one.day), when=formats.date(one.day),
                 what=catalogues.label("acknowledgements", one.kind),
                 detail=_("Recorded by {name}").format(name=one.by)) for one in file.acknowledged]
    return sorted(rows, key=lambda row: row.order, reverse=True)


def _stay(desk: Desk, stay: Stay) -> Row:
    arrived = desk.local(stay.arrived_at)
    left = formats.time(desk.local(stay.left_at)) if stay.left_at is not None else ""
    times = _("{start} to {end}").format(start=formats.time(arrived), end=left) if left else _("since {start}").format(
        start=formats.time(arrived))
    reason = catalogues.label("visit_reasons", stay.reason) if stay.reason else ""
    return Row(key=f"visit:{stay.id}", order=_plain(arrived), when=formats.date(stay.day), what=_("Visit"),
               detail=" · ".join(part for part in (times, reason, stay.peer) if part))


def _session(desk: Desk, session: Session) -> Row:
    started = desk.local(session.started_at)
    signed = session.note in SIGNED_STATES
    service = catalogues.label("service_options", session.service) if session.service else ""
    return Row(key=f"session:{session.id}", order=_plain(started), when=formats.date(session.day),
               what=_("Session with {name}").format(name=session.peer),
               detail=" · ".join(part for part in (service, _note_said(session.note)) if part),
               session=session.id if signed else None)


def _note_said(state: NoteState) -> str:
    return {
        NoteState.NOT_NEEDED: _("no note"), NoteState.TO_WRITE: _("note not written yet"),
        NoteState.DRAFT: _("note being written"), NoteState.SIGNED: _("note signed"),
        NoteState.COSIGNED: _("note co-signed"),
    }[state]


def _flag(desk: Desk, story: FlagStory) -> Row:
    flag, raised = story.flag, desk.local(story.flag.mark.raised_at)
    ended = story.closing.outcome if story.closing is not None else ""
    parts = (urgency_label(flag.mark.urgency), status_label(flag.mark.status), ended)
    return Row(key=f"flag:{flag.mark.id}", order=_plain(raised), when=formats.date(raised.date()),
               what=_("Red flag: {kind}").format(kind=catalogues.label("red_flags", flag.kind)),
               detail=" · ".join(part for part in parts if part), tone="ink" if story.closing else "flag",
               flag=flag.mark.id)


def _hold(desk: Desk, hold: Hold) -> Iterator[Row]:
    placed = desk.local(hold.placed_at)
    yield Row(key=f"hold:{hold.id}", order=_plain(placed), when=formats.date(placed.date()),
              what=_("Legal hold placed"), detail=hold.reason)
    if hold.lifted_at is not None:
        lifted = desk.local(hold.lifted_at)
        yield Row(key=f"lifted:{hold.id}", order=_plain(lifted), when=formats.date(lifted.date()),
                  what=_("Legal hold lifted"), detail=hold.lifted_by)


def _of_day(day: date) -> datetime:
    return datetime.combine(day, time.min)


def _plain(local: datetime) -> datetime:
    return local.replace(tzinfo=None)
