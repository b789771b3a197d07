"""A student's timeline for a coordinator: what happened with them, whatever feature it belongs to.

A feature puts its events on the timeline by one line in `SOURCES`: a function of the desk, the transaction and what was
already opened of the student (`WholeFile`), which gives events in any order.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain import appointments as appointment_rules
from wellnessdesk.domain import catalogues, timeline
from wellnessdesk.domain.calendar import time as clock_time
from wellnessdesk.domain.contacts import channel_label
from wellnessdesk.domain.disclosures import ground_label
from wellnessdesk.domain.flags import status_label, urgency_label
from wellnessdesk.domain.referrals import status_label as referral_label
from wellnessdesk.domain.sessions import SIGNED_STATES, NoteState, Session
from wellnessdesk.domain.student_file import WholeFile
from wellnessdesk.domain.timeline import Event, EventKind
from wellnessdesk.services import contacts, referrals
from wellnessdesk.services.desk import Desk
from wellnessdesk.store import appointments
from wellnessdesk.store import contacts as contact_rows
from wellnessdesk.store.transaction import Transaction

Source = Callable[[Desk, Transaction, WholeFile], Iterable[Event]]
_READABLE = frozenset({*SIGNED_STATES, NoteState.LOCKED})


def events(desk: Desk, tx: Transaction, file: WholeFile) -> tuple[Event, ...]:
    """Everything, the newest first, inside a transaction of the caller, who has recorded that the record is opened."""
    found = [event for source in SOURCES for event in source(desk, tx, file)]
    return tuple(sorted(found, key=lambda event: event.at, reverse=True))


def line(*parts: str) -> str:
    """Facts of an event one after another; empty ones are left out."""
    return " · ".join(part for part in parts if part)


def _visits(desk: Desk, _tx: Transaction, file: WholeFile) -> Iterator[Event]:
    for stay in file.stays:
        arrived = desk.local(stay.arrived_at)
        start, left = formats.time(arrived), formats.time(desk.local(stay.left_at)) if stay.left_at else ""
        times = _("{start} to {end}").format(start=start, end=left) if left else _("since {start}").format(start=start)
        yield Event(kind=EventKind.VISIT, key=f"visit:{stay.id}", at=_plain(arrived), what=_("Visit"),
                    more=line(times, catalogues.label("visit_reasons", stay.reason) if stay.reason else "", stay.peer))


def _appointments(_desk: Desk, tx: Transaction, file: WholeFile) -> Iterator[Event]:
    for one in appointments.ever_of(tx, file.student.id):
        service = catalogues.label("service_options", one.service) if one.service else ""
        with_peer = _("with {name}").format(name=one.peer) if one.peer else ""
        yield Event(kind=EventKind.APPOINTMENT, key=f"appointment:{one.id}", what=_("Appointment"),
                    at=datetime.combine(one.day, time(one.starts // 60, one.starts % 60)),
                    more=line(clock_time(one.starts), appointment_rules.state_label(one.state), service, with_peer))


def _sessions(desk: Desk, _tx: Transaction, file: WholeFile) -> Iterator[Event]:
    for session in file.sessions:
        service = catalogues.label("service_options", session.service) if session.service else ""
        yield Event(kind=EventKind.SESSION, key=f"session:{session.id}", at=_plain(desk.local(session.started_at)),
                    what=timeline.said_of_session(session), urgent=session.note is NoteState.RETURNED,
                    more=line(timeline.said_of_note(session), _said_of_addenda(session), service),
                    opens=f"session:{session.id}" if session.note in _READABLE else "")


def _flags(desk: Desk, _tx: Transaction, file: WholeFile) -> Iterator[Event]:
    for story in file.flags:
        flag = story.flag
        yield Event(kind=EventKind.FLAG, key=f"flag:{flag.mark.id}", at=_plain(desk.local(flag.mark.raised_at)),
                    what=_("Red flag: {kind}").format(kind=catalogues.label("red_flags", flag.kind)),
                    more=line(urgency_label(flag.mark.urgency), status_label(flag.mark.status),
                              story.closing.outcome if story.closing is not None else ""),
                    urgent=flag.mark.closed_at is None, opens=f"flag:{flag.mark.id}")


def _papers(_desk: Desk, _tx: Transaction, file: WholeFile) -> Iterator[Event]:
    for told in file.acknowledged:
        yield Event(kind=EventKind.PAPER, key=f"told:{told.kind}:{told.version}:{told.day}", at=_midnight(told.day),
                    what=catalogues.label("acknowledgements", told.kind),
                    more=_("Recorded by {name}").format(name=told.by))
    for one in file.disclosures:
        yield Event(kind=EventKind.PAPER, key=f"disclosure:{one.id}", at=_midnight(one.day), wrong=bool(one.problem),
                    what=_("Disclosed to {name}").format(name=one.recipient or "–"),
                    more=one.problem or line(one.what, ground_label(one.ground)))


def _holds(desk: Desk, _tx: Transaction, file: WholeFile) -> Iterator[Event]:
    for hold in file.holds:
        yield Event(kind=EventKind.PAPER, key=f"hold:{hold.id}", at=_plain(desk.local(hold.placed_at)),
                    what=_("Legal hold placed"), more=hold.reason)
        if hold.lifted_at is not None:
            yield Event(kind=EventKind.PAPER, key=f"lifted:{hold.id}", at=_plain(desk.local(hold.lifted_at)),
                        what=_("Legal hold lifted"), more=hold.lifted_by)


def _referrals(desk: Desk, tx: Transaction, file: WholeFile) -> Iterator[Event]:
    today = desk.today()
    for one in referrals.about(desk, tx, file.student.id):
        yield Event(kind=EventKind.REFERRAL, key=f"referral:{one.mark.id}", at=_midnight(one.mark.day),
                    what=_("Referral to {name}").format(name=one.to or "–"), wrong=bool(one.problem),
                    more=one.problem or line(referral_label(one.mark.status), one.outcome),
                    urgent=one.mark.overdue(today))


def _contacts(desk: Desk, tx: Transaction, file: WholeFile) -> Iterator[Event]:
    names = {one.id: one.name for one in contact_rows.family(tx, file.student.id)}
    for one in contacts.about(desk, tx, file.student.id):
        entry = one.entry
        yield Event(kind=EventKind.CAREGIVER, key=f"contact:{one.mark.id}", at=_midnight(one.mark.day),
                    what=_("Contact with {name}").format(name=names.get(entry.caregiver, "") or entry.who or "–"),
                    wrong=bool(one.problem),
                    more=one.problem or line(channel_label(entry.channel) if entry.channel else "", entry.summary))


SOURCES: tuple[Source, ...] = (_visits, _appointments, _sessions, _flags, _referrals, _contacts, _papers, _holds)
"""Who puts events on a timeline. A new feature adds a line."""


def _said_of_addenda(session: Session) -> str:
    if not session.addenda:
        return ""
    return ngettext("{n} addendum", "{n} addenda", session.addenda).format(n=formats.number(session.addenda))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min)


def _plain(local: datetime) -> datetime:
    return local.replace(tzinfo=None)
