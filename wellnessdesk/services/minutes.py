"""The minutes of a supervision meeting: signed once, then locked; what is set right is added below. On paper, too."""

from datetime import UTC, datetime

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import plain_text
from wellnessdesk.domain.meetings import Attendance, Meeting, MeetingState
from wellnessdesk.domain.minutes import Addendum, Minutes, Seat, Sitting, said_from, said_plain
from wellnessdesk.reports import minutes as report
from wellnessdesk.reports import sign_in_sheet
from wellnessdesk.services import chains, meetings, papers, supervision_actions, supervision_groups
from wellnessdesk.services.desk import Act, Desk, act
from wellnessdesk.store import audit, people, sealed
from wellnessdesk.store import meetings as rows
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import primitives
from wellnessdesk.vault.errors import Tampered, VaultProblem

MINUTES = "minutes"
_ACTS = ("supervision.sign",)
_LONGEST = 8_000


@act("supervision.sign")
def sign(desk: Desk, meeting: str) -> Minutes:
    """Close a meeting: its minutes are sealed and signed, and never change again. What is still open is carried over.

    Raises `Problem` while somebody's attendance is not known.
    """
    with desk.change("supervision") as change:
        at = meetings.going_on(desk, change.tx, meeting)
        held = meetings.sitting(desk, change.tx, at.id)
        if held.missing:
            raise Problem(held.missing)
        _version, blob = chains.append(desk, change.tx, MINUTES, at.id, _body(change.now, held))
        meetings.forget_words(change.tx, at)
        rows.change(change.tx, at.id, state=MeetingState.SIGNED.value, ended_at=change.now, signed_at=change.now,
                    signed_by=desk.person.id, papers=1)
        change.record("minutes.sign", f"meeting:{at.id}", primitives.digest(blob).hex())
        supervision_actions.record(change, at)
        return _read(desk, change.tx, at.id)


@act("supervision.sign")
def add(desk: Desk, meeting: str, text: str) -> Minutes:
    """Set signed minutes right, or complete them: what is added stands below, with name and time. Raises `Problem`."""
    words = plain_text.required(text, _LONGEST, _("Write what is to be added."))
    with desk.change("supervision") as change:
        at = _signed(desk, change.tx, meeting)
        version, blob = chains.append(desk, change.tx, MINUTES, at.id, {"text": words, "at": _ms(change.now)})
        rows.change(change.tx, at.id, papers=version)
        change.record("minutes.add", f"meeting:{at.id}", primitives.digest(blob).hex())
        return _read(desk, change.tx, at.id)


@act("supervision.read")
def read(desk: Desk, meeting: str) -> Minutes:
    """Signed minutes with everything added to them. Raises `Problem` where none are signed."""
    with desk.reading() as tx:
        return _read(desk, tx, meeting)


@act("supervision.print")
def print_minutes(desk: Desk, meeting: str) -> bytes:
    """Signed minutes as PDF: initials and ids only, no remarks. Recorded. Raises `Problem` for spoiled ones."""
    with desk.change() as change:
        found = _read(desk, change.tx, meeting)
        if found.problem:
            raise Problem(found.problem)
        change.record("minutes.print", f"meeting:{found.meeting.id}")
        printed, paper = _printed(desk, change), papers.kept(change.tx)
    return report.minutes_pdf(found, center=desk.center, printed_at=printed[0], audit_head=printed[1],
                              local=desk.local, paper=paper)


@act("supervision.print")
def print_sign_in(desk: Desk, meeting: str) -> bytes:
    """The sheet on which everybody who is there signs, as PDF. Recorded."""
    with desk.change() as change:
        at = supervision_groups.meeting(desk, change.tx, meeting)
        if at is None:
            raise Problem(_("There is no such meeting. Look at the groups and their days."))
        seats = meetings.seats(change.tx, at)
        change.record("sign_in.print", f"meeting:{at.id}")
        printed, paper = _printed(desk, change), papers.kept(change.tx)
    return sign_in_sheet.sign_in_pdf(at, seats, center=desk.center, printed_at=printed[0], audit_head=printed[1],
                                     paper=paper)


def _printed(desk: Desk, change: Act) -> tuple[datetime, str]:
    return desk.local(desk.clock.now()), audit.head(change.tx).short()


def _signed(desk: Desk, tx: Transaction, meeting: str) -> Meeting:
    at = supervision_groups.meeting(desk, tx, meeting)
    if at is None or at.state is not MeetingState.SIGNED:
        raise Problem(_("The minutes of this meeting are not signed yet."))
    return at


def _read(desk: Desk, tx: Transaction, meeting: str) -> Minutes:
    return of(desk, tx, _signed(desk, tx, meeting), people.names(tx))


def of(desk: Desk, tx: Transaction, at: Meeting, names: dict[str, str]) -> Minutes:
    """The minutes of a meeting that is signed, inside a transaction of the caller. Raises `Tampered` where nobody is
    known to have signed them; what is spoiled otherwise comes as a problem."""
    then = rows.times(tx, at.id)
    if then.signed_at is None or then.begun_at is None:
        raise Tampered
    found = Minutes(meeting=at, signed_at=then.signed_at, signed_by=names.get(then.signed_by, ""),
                    begun_at=then.begun_at)
    try:
        return _opened(desk, tx, found, names)
    except (VaultProblem, ValueError, KeyError, TypeError) as problem:
        return Minutes(meeting=at, signed_at=then.signed_at, signed_by=found.signed_by, begun_at=then.begun_at,
                       problem=str(problem) if isinstance(problem, VaultProblem) else str(Tampered()))


def _opened(desk: Desk, tx: Transaction, found: Minutes, names: dict[str, str]) -> Minutes:
    at = found.meeting
    blobs = sealed.versions(tx, MINUTES, at.id)
    if len(blobs) != at.papers:  # the last ones were taken away
        raise Tampered
    first, *more = chains.opened(desk, MINUTES, at.id, blobs, _ACTS)
    seats, items = first.body["seats"], first.body["items"]
    if not isinstance(seats, list) or not isinstance(items, list):
        raise Tampered
    added = tuple(Addendum(_from_ms(one.body["at"]), names.get(one.signer, ""), str(one.body["text"])) for one in more)
    return Minutes(
        meeting=at, signed_at=_from_ms(first.body["at"]), signed_by=names.get(first.signer, ""),
        begun_at=_from_ms(first.body["begun"]), added=added,
        seats=tuple(Seat(str(one["person"]), names.get(str(one["person"]), ""), bool(one["leads"]),
                         Attendance(str(one["state"])), int(one["minutes"])) for one in seats),
        items=tuple(said_from(one, at, names) for one in items))


def _body(now: datetime, held: Sitting) -> dict[str, object]:
    return {"at": _ms(now), "begun": _ms(held.begun_at or now),
            "seats": [{"person": seat.person, "leads": seat.leads, "state": seat.state.value,
                       "minutes": seat.minutes} for seat in held.seats if seat.state],
            "items": [said_plain(said) for said in held.items]}


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def _from_ms(value: object) -> datetime:
    if not isinstance(value, int):
        raise Tampered
    return datetime.fromtimestamp(value / 1000, tz=UTC)
