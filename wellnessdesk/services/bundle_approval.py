"""Approval of bundles by a second person, where the center asks for it: what was looked at is what may leave."""

import hashlib
import json
import uuid
from datetime import UTC, date, datetime, time, timedelta

from wellnessdesk.base.errors import Denied, Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import access, bundle_words
from wellnessdesk.domain.bundles import Asked, Kind, Outcome, Request
from wellnessdesk.services import recipients
from wellnessdesk.services.desk import Act, Desk, act
from wellnessdesk.store import bundle_requests, people, retention, settings
from wellnessdesk.store.transaction import Transaction

KEY = "bundles.second_person"
_LONGEST = 600


@act("bundles.recipients")
def asked_for(desk: Desk) -> bool:
    """Whether a second person approves every bundle before it leaves."""
    with desk.reading() as tx:
        return is_asked_for(tx)


@act("bundles.set_approval")
def ask_for(desk: Desk, wanted: bool) -> None:
    """Decide that. The administrator's to set: whoever exports must not let themselves off."""
    with desk.change("bundles") as change:
        settings.put(change.tx, KEY, wanted)
        change.record("approval.set", "center", detail(wanted))


@act("bundles.approve")
def requests(desk: Desk) -> list[Request]:
    """All requests, the newest first."""
    with desk.reading() as tx:
        return bundle_requests.everything(tx)


@act("bundles.approve")
def names(desk: Desk) -> dict[str, str]:
    """The names of whom requests name, by id: districts, and who asked and decided."""
    with desk.reading() as tx:
        return people.names(tx) | {one.id: one.name for one in recipients.known(tx)}


def changed() -> str:
    """What to say where the figures are not those that a second person was asked about."""
    return _("The figures have changed since this was asked for. It has to be asked for again.")


@act("bundles.write")
def request(desk: Desk, asked: Asked, shown: str) -> Request:
    """Ask a second person for a bundle whose tables have the hash `shown`. Raises `Problem` for what is missing."""
    with desk.change("bundles") as change:
        return ask(desk, change, asked, shown)


@act("bundles.approve")
def decide(desk: Desk, request_id: str, outcome: Outcome, shown: str, answer: str = "") -> None:
    """Approve or refuse what was looked at, whose hash is `shown`.

    Raises `Denied` for whoever asked or may not read it, `Problem` for a request that is not waiting, for other figures
    than those of the request, and for a refusal without a word why.
    """
    desk.require_no_substitute()
    if outcome is Outcome.REFUSED and not answer.strip():
        raise Problem(_("Say in a few words why not."))
    with desk.change("bundles") as change:
        waiting = _waiting(change.tx, request_id)
        if waiting.asked.kind is Kind.PACKET:
            access.require(desk.person.role, "packets.make")  # nobody approves what they may not read
        if waiting.asked_by == desk.person.id:
            raise Denied(_("Somebody else has to look at it: you asked for it yourself."))
        if outcome is Outcome.APPROVED and shown != waiting.shown:
            raise Problem(changed())
        bundle_requests.decide(change.tx, request_id, outcome, answer.strip()[:_LONGEST], change.now, desk.person.id)
        change.record("approval.decide", f"request:{request_id}", outcome.value)


@act("bundles.write")
def withdraw(desk: Desk, request_id: str) -> None:
    """Take back a request that nobody has decided yet. Raises `Problem` for any other."""
    with desk.change("bundles") as change:
        _waiting(change.tx, request_id)
        _take_back(desk, change, request_id)


def take_back_packets(desk: Desk, change: Act, until: date) -> None:
    """Take back, as records of students up to a day are destroyed, what was asked about one until then.

    Of whom it is, is sealed: while a student is on hold, all of it stays.
    """
    if retention.held_students(change.tx):
        return
    for one in bundle_requests.open_packets(change.tx, datetime.combine(until + timedelta(days=1), time(), UTC)):
        _take_back(desk, change, one)


def ask(desk: Desk, change: Act, asked: Asked, shown: str) -> Request:
    """The same within a change of the caller."""
    desk.require_no_substitute()
    asked = asked.tidied()
    if missing := bundle_words.wrong(asked, desk.today()):
        raise Problem(missing)
    recipients.require_may_receive(recipients.get(change.tx, asked.recipient), asked.kind, desk.today())
    made = Request(id=uuid.uuid4().hex, asked=asked, shown=shown, asked_by=desk.person.id, asked_at=desk.clock.now())
    bundle_requests.add(change.tx, made)
    change.record("approval.ask", f"request:{made.id}", mark(made))
    return made


def require(tx: Transaction, asked: Asked, shown: str) -> Request | None:
    """The approval that a bundle may leave on; None where the center asks for none. Raises `Problem` without one."""
    if not is_asked_for(tx):
        return None
    found = next((one for one in bundle_requests.everything(tx) if one.outcome is Outcome.APPROVED and not one.bundle
                  and one.asked == asked and one.shown == shown), None)
    if found is None:
        raise Problem(_("A second person has to approve this bundle first, with these figures and this purpose."))
    return found


def require_open(tx: Transaction, request_id: str) -> None:
    """Raise `Problem` for a request that was refused, taken back or used."""
    found = next((one for one in bundle_requests.everything(tx) if one.id == request_id), None)
    if found is None or found.bundle or found.outcome not in (Outcome.WAITING, Outcome.APPROVED):
        raise Problem(_("This is decided already. Look at the list again."))


def mark(request: Request) -> str:
    """The hash of what is asked for, by whom, and what was shown, as the log says it: who approves approves all of it.
    """
    asked = request.asked
    said = [request.asked_by, request.shown, asked.recipient, asked.kind, asked.period.code, asked.purpose,
            asked.authority, str(asked.ends_on or ""), asked.about]
    return "sha256:" + hashlib.sha256(json.dumps(said).encode()).hexdigest()


def is_asked_for(tx: Transaction) -> bool:
    """The setting; nobody is asked where nothing was decided."""
    return settings.get(tx, KEY) is True


def detail(decided: object) -> str:
    """What the log keeps of the setting."""
    return "on" if decided is True else "off"


def _take_back(desk: Desk, change: Act, request_id: str) -> None:
    bundle_requests.decide(change.tx, request_id, Outcome.WITHDRAWN, "", change.now, desk.person.id)
    change.record("approval.decide", f"request:{request_id}", Outcome.WITHDRAWN.value)


def _waiting(tx: Transaction, request_id: str) -> Request:
    found = next((one for one in bundle_requests.everything(tx) if one.id == request_id), None)
    if found is None or found.outcome is not Outcome.WAITING:
        raise Problem(_("This is decided already. Look at the list again."))
    return found
