"""Destroying what is due, part by part, and the certificate of it.

A part is a class of record and a month: its rows, the sealed bodies with their keys, what stays as counts, the signed
entry that names what went, and the certificate's facts are one transaction. Whenever it ends, by the person, a crash or
the power, a part is wholly destroyed and accounted for, or untouched.
"""

import json
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.base.progress import NO_PROGRESS, Cancelled, Progress
from wellnessdesk.domain import access, destroyed
from wellnessdesk.domain import retention as rules
from wellnessdesk.domain.audit import Head
from wellnessdesk.domain.destroyed import WithVisits
from wellnessdesk.domain.retention import Beside, Destruction, Gone, LastBackup, Preview, Records
from wellnessdesk.reports import destruction as report
from wellnessdesk.services import audit, bundle_approval, opening_keys
from wellnessdesk.services import retention as holds_and_periods
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import people, retention, roster_state, shredding, shredding_leavers, shredding_week
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import primitives, unlock
from wellnessdesk.vault.errors import WrongPassphrase as WrongPassphrase  # the page tells it at its own field

_FEATURES = {
    Records.DRAFTS: ("sessions",), Records.SESSIONS: ("sessions", "notes"), Records.FLAGS: ("flags",),
    Records.REFERRALS: ("referrals",), Records.CONTACTS: ("contacts",),
    Records.AGENDAS: ("supervision",), Records.VISITS: ("visits", "appointments", "bundles"),
    Records.DISCLOSURES: ("disclosures",), Records.HOLDS: (), Records.EMERGENCIES: ("emergencies",),
    Records.PEERS: ("training", "peers", "clearance", "practice", "exams", "agreements"),
    Records.APPLICATIONS: ("applications",),
}


@act("retention.destroy")
def destroy(desk: Desk, shown: Preview, passphrase: str, progress: Progress = NO_PROGRESS) -> Destruction:
    """Destroy for good what was `shown`. The coordinator confirms with their own passphrase.

    Raises `WrongPassphrase`; `Problem` when the audit log is not sound (then nothing may go that could show why), when
    a hold was tampered with, or when what is due is not what was shown any more. Stopped half-way it gives what was
    destroyed until then; stopped before that it raises `Cancelled`.
    """
    desk.require_no_substitute()
    unlock.unlock(opening_keys.at_desk(desk), desk.person.id, passphrase, desk.keys.device_secret)
    if not audit.verify(desk, progress).sound:
        raise Problem(_("Nothing was destroyed: the audit log and the records do not fit together. Look at the audit "
                        "page first; what is destroyed now could be what explains it."))
    if holds_and_periods.preview(desk) != shown:
        raise Problem(_("What is due has changed since you looked. Nothing was destroyed; look at it again."))
    begun = _begin(desk, shown)
    parts = [(line.records, first, min(last, line.until)) for line in shown.going if line.oldest and line.newest
             for first, last in _months(line.oldest, line.newest)]
    done = begun
    try:
        for number, part in enumerate(parts):
            progress.report(number, len(parts))
            progress.check_cancelled()
            done = _destroy_part(desk, done, *part)
    except Cancelled:
        if not done.parts:
            raise
    return done


@act("retention.see")
def destructions(desk: Desk) -> list[Destruction]:
    """All destructions there were, the newest first."""
    with desk.reading() as tx:
        return [_with_names(tx, made) for id_, facts in retention.destructions(tx) if (made := _legible(id_, facts))]


@act("retention.certificate")
def certificate(desk: Desk, destruction_id: str) -> bytes:
    """The certificate of a destruction as PDF; printing it is recorded.

    Raises `Problem` when what it would say is not what a coordinator signed in the audit log.
    """
    with desk.change() as change:
        facts = dict(retention.destructions(change.tx)).get(destruction_id)
        entry = retention.last_entry(change.tx, _subject(destruction_id))
        if facts is None or entry is None or not _borne_out(desk, entry, facts):
            raise Problem(_("This destruction is not as the audit log says. Verify the log on the audit page."))
        made = _with_names(change.tx, _from_facts(destruction_id, facts))
        change.record("retention.certificate", _subject(destruction_id))
    return report.certificate_pdf(
        made, center=desk.center, entry=Head(entry.sequence, entry.hash).short(),
        printed_at=desk.local(desk.clock.now()))


def _begin(desk: Desk, shown: Preview) -> Destruction:
    now = desk.clock.now()
    with desk.reading() as tx:
        holds_and_periods.require_legible_holds(desk, tx)
        return Destruction(id=uuid.uuid4().hex, at=now, by=desk.person.id, lines=(),
                           decided=holds_and_periods.decided(tx), holds=shown.holds,
                           backup=retention.last_backup(tx, now), parts=0)


def _destroy_part(desk: Desk, so_far: Destruction, records: Records, first: date, last: date) -> Destruction:
    """One transaction; a month with nothing to destroy leaves no entry."""
    with desk.change("retention", *_FEATURES[records], audited=False) as change:
        shredded = shredding.shred(change.tx, records, first, last)
        if shredded is None:
            return so_far
        gone, names = shredded
        also = WithVisits()
        if records is Records.VISITS:
            also = _with_visits(change.tx, last)
            bundle_approval.take_back_packets(desk, change, last)
        after = replace(so_far, lines=_plus(so_far.lines, gone), parts=so_far.parts + 1,
                        beside=so_far.beside.plus(also.counted))
        facts = _facts(after)
        retention.put_destruction(change.tx, after.id, after.at, desk.person.id, facts)
        change.record("retention.destroy", _subject(after.id), destroyed.detail(gone, names, facts, also))
        return after


def _with_visits(tx: Transaction, until: date) -> WithVisits:
    """Destroy what goes with the visits of `until` and before, and is of no class of its own."""
    appointments, conflicts = shredding_week.shred(tx, until), shredding_leavers.conflicts(tx, until)
    caregivers = shredding_leavers.families(tx)
    return WithVisits(appointments=appointments, conflicts=conflicts, caregivers=caregivers or 0,
                      roster="" if caregivers is None else roster_state.fingerprint(tx))


def _months(oldest: date, newest: date) -> Iterator[tuple[date, date]]:
    """The first and last day of each month from that of `oldest` to that of `newest`."""
    first = oldest.replace(day=1)
    while first <= newest:
        following = (first + timedelta(days=31)).replace(day=1)
        yield first, following - timedelta(days=1)
        first = following


def _plus(lines: tuple[Gone, ...], gone: Gone) -> tuple[Gone, ...]:
    if not any(line.records is gone.records for line in lines):
        return (*lines, gone)
    return tuple(line.plus(gone) if line.records is gone.records else line for line in lines)


def _subject(destruction_id: str) -> str:
    return f"destruction:{destruction_id}"


def _borne_out(desk: Desk, entry: retention.Told, facts: str) -> bool:
    person = desk.keys.directory.entry(entry.actor)
    then = person.in_force(entry.sequence) if person is not None else None
    told = destroyed.told(entry.detail)
    return (then is not None and primitives.signed_by(then[1], entry.hash, entry.signature)
            and access.allowed(then[0], "retention.destroy")
            and told is not None and told.facts == destroyed.fingerprint(facts))


def _facts(made: Destruction) -> str:
    backup = made.backup
    return json.dumps({
        "at": made.at.isoformat(), "by": made.by, "holds": made.holds, "parts": made.parts,
        "decided": made.decided.plain(),
        "lines": [[line.records.value, line.number, line.oldest.isoformat(), line.newest.isoformat()]
                  for line in made.lines],
        "beside": [made.beside.appointments, made.beside.caregivers, made.beside.conflicts],
        "backup": [backup.name, backup.folder, backup.made_at.isoformat()] if backup else None,
    }, ensure_ascii=False)


def _from_facts(destruction_id: str, facts: str) -> Destruction:
    raw = json.loads(facts)
    lines = tuple(Gone(Records(name), number, date.fromisoformat(oldest), date.fromisoformat(newest))
                  for name, number, oldest, newest in raw["lines"])
    backup = raw["backup"]
    return Destruction(
        id=destruction_id, at=datetime.fromisoformat(raw["at"]), by=raw["by"], lines=lines,
        decided=rules.decided_from(raw["decided"]), holds=raw["holds"], parts=raw["parts"],
        beside=Beside(*map(int, raw.get("beside", ()))),
        backup=LastBackup(backup[0], backup[1], datetime.fromisoformat(backup[2])) if backup else None)


def _legible(destruction_id: str, facts: str) -> Destruction | None:
    """None for what somebody spoiled: one spoiled row must not hide the others."""
    try:
        return _from_facts(destruction_id, facts)
    except (ValueError, TypeError, KeyError, IndexError):
        return None


def _with_names(tx: Transaction, made: Destruction) -> Destruction:
    """With the names of people in the place of their ids."""
    by, set_by = (people.get(tx, who) if who else None for who in (made.by, made.decided.by))
    return replace(made, by=by.name if by else "",
                   decided=replace(made.decided, by=set_by.name if set_by else ""))
