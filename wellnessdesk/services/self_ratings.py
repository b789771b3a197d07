"""Self-ratings of Wellness Peers: each peer's own, and numbers without names for coordinators (`domain.self_ratings`).

The log says that somebody gave theirs, never what; the counts change in the same transaction. Whoever holds the key of
the store and kept two copies of the file, from before and after a single answer, could subtract: no program that counts
at all can prevent that. So the screen shows no number of an open round, and the log keeps no fingerprint of counts.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import self_ratings as rules
from wellnessdesk.domain.catalogues import self_rating_items
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.domain.self_ratings import CHANGE, FEWEST, Moment, Rating, Round
from wellnessdesk.reports import double_impact as report
from wellnessdesk.services.desk import Act, Desk, act
from wellnessdesk.store import people, sealed
from wellnessdesk.store import self_ratings as rows
from wellnessdesk.store.self_ratings import RatingRow
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import primitives, sealing
from wellnessdesk.vault.errors import Tampered, VaultProblem
from wellnessdesk.vault.sealing import Binding

SELF_RATING = "self rating"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a peer is asked now, and whether they answered it already."""

    year: int
    moment: Moment
    given: bool


@dataclass(frozen=True, slots=True)
class Impact:
    """What a coordinator sees of a school year; `peers` are those who are here."""

    year: int
    peers: int
    start: Round
    end: Round
    change: Round


@act("self_ratings.own")
def asked(desk: Desk) -> Asked | None:
    """What the peer is asked on this day; None where nothing is, or the round was closed."""
    year, moment = rules.school_year(desk.today()), rules.moment_on(desk.today())
    with desk.reading() as tx:
        if moment is None or rows.name(year, moment) in rows.closed(tx):
            return None
        mine_now = rows.of_person(tx, desk.person.id)
    return Asked(year, moment, any((one.year, one.moment) == (year, moment) for one in mine_now))


@act("self_ratings.own")
def mine(desk: Desk) -> list[Rating]:
    """One's own, the newest first; one that does not open any more says so."""
    with desk.reading() as tx:
        return [_opened(desk, tx, row) for row in rows.of_person(tx, desk.person.id)]


@act("self_ratings.own")
def give(desk: Desk, answers: Mapping[str, int]) -> Rating:
    """Keep what a peer says of themselves now, sealed to them alone, and count it. What they said before in the same
    round goes. Raises `Problem` for nothing, outside a round, and where the former one does not open any more.
    """
    said, now = rules.tidy(answers), asked(desk)
    fault = rules.wrong(said) if now is not None else _("Nothing is asked now: the round is closed.")
    if fault or now is None:
        raise Problem(fault)
    with desk.change("self_ratings") as change:
        if rows.name(now.year, now.moment) in rows.closed(change.tx):
            raise Problem(_("Nothing is asked now: the round is closed."))
        theirs = [_opened(desk, change.tx, row) for row in rows.of_person(change.tx, desk.person.id)
                  if row.year == now.year]
        before = next((one for one in theirs if one.moment is now.moment), None)
        if now.moment is Moment.START and any(one.moment is Moment.END for one in theirs):
            raise Problem(_("You said already how it is at the end. The beginning stays as it was."))
        if before is not None:
            _take_back(change, before)
        first = next((one.answers for one in theirs if one.moment is Moment.START), {})
        made = Rating(id=uuid.uuid4().hex, person=desk.person.id, year=now.year, moment=now.moment, answers=said,
                      change=rules.change(first, said) if now.moment is Moment.END else {})
        _keep(desk, change, made, before.id if before is not None else "")
        return made


@act("self_ratings.see")
def years(desk: Desk) -> list[int]:
    """The school years of which something is counted, and this one; the newest first."""
    with desk.reading() as tx:
        found = {year for year, _what, _item in rows.counts(tx)}
    return sorted({*found, rules.school_year(desk.today())}, reverse=True)


@act("self_ratings.see")
def look(desk: Desk, year: int) -> Impact:
    """What may be seen of a year. Nothing of an open round."""
    with desk.reading() as tx:
        start, end = (_round(tx, year, moment.value, moment) for moment in Moment)
        return Impact(year, len(people.in_role(tx, Role.PEER)), start, end, _round(tx, year, CHANGE, Moment.END))


@act("self_ratings.close")
def close(desk: Desk, year: int, moment: Moment) -> None:
    """From now on nobody answers in this round, and its numbers are shown. Raises `Problem` below `FEWEST` people."""
    with desk.change("self_ratings") as change:
        if rows.name(year, moment) in rows.closed(change.tx):
            raise Problem(_("This round is closed already."))
        if rows.given(change.tx, year, moment) < FEWEST:
            raise Problem(rules.few())
        rows.close(change.tx, year, moment)
        change.record("self_rating.close", f"self_ratings:{rows.name(year, moment)}")


@act("self_ratings.see")
def save(desk: Desk, year: int, paper: Paper = Paper.LETTER) -> bytes:
    """What may be seen as PDF; recorded."""
    found = look(desk, year)
    with desk.change() as change:
        head = change.record("self_rating.print", "center", str(year))
    return report.impact_pdf(
        found.year, found.peers, (found.start, found.end, found.change), center=desk.center, by=desk.person.name,
        head=head.short(), printed_at=desk.local(desk.clock.now()), paper=paper)


def binding(row: RatingRow | Rating) -> Binding:
    """Where what was said belongs."""
    return Binding(SELF_RATING, row.id, 1, author=row.person)


def told_as(row: RatingRow | Rating, day: date, blob: bytes) -> str:
    """What the log keeps: the round, the day by which it may go, and the fingerprint of the sealed record."""
    return f"{row.year} {row.moment.value} {day.isoformat()} {primitives.digest(blob).hex()}"


def _keep(desk: Desk, change: Act, made: Rating, before: str) -> None:
    row = RatingRow(id=made.id, person=made.person, year=made.year, moment=made.moment,
                    at=datetime.combine(desk.today(), time(12), tzinfo=UTC))
    blob = sealing.seal_own(desk.keys, binding(made), made.plain())
    rows.add(change.tx, row)
    sealed.add(change.tx, SELF_RATING, row.id, 1, blob)
    _count(change.tx, made, 1)
    change.record("self_rating.give", f"self_rating:{made.id}",
                  f"{told_as(made, row.at.date(), blob)} {before}".strip())


def _take_back(change: Act, before: Rating) -> None:
    if before.problem:
        raise Problem(_("What you said before was closed for a passphrase that you have no more. It stays counted, and "
                        "cannot be changed."))
    _count(change.tx, before, -1)
    sealed.remove(change.tx, SELF_RATING, before.id)
    rows.remove(change.tx, before.id)


def _count(tx: Transaction, one: Rating, by: int) -> None:
    rows.count(tx, one.year, one.moment.value, rules.counted(one.answers), by)
    if one.moment is Moment.END:
        rows.count(tx, one.year, CHANGE, rules.counted(one.change), by)


def _round(tx: Transaction, year: int, what: str, moment: Moment) -> Round:
    number = rows.given(tx, year, moment)
    if rows.name(year, moment) not in rows.closed(tx):
        return Round(what, number)
    counts = rows.counts(tx)
    return Round(what, number, True, tuple(
        rules.shown(entry.id, counts.get((year, what, entry.id), {})) for entry in self_rating_items()))


def _opened(desk: Desk, tx: Transaction, row: RatingRow) -> Rating:
    told = Rating(id=row.id, person=row.person, year=row.year, moment=row.moment)
    try:
        found = sealing.unseal(desk.keys, binding(row), sealed.get(tx, SELF_RATING, row.id, 1) or b"")
        if found.signer != row.person:
            raise Tampered
        answers, moved = rules.from_plain(found.body)
    except (VaultProblem, ValueError) as problem:
        return Rating(id=row.id, person=row.person, year=row.year, moment=row.moment,
                      problem=str(problem if isinstance(problem, VaultProblem) else Tampered()))
    return Rating(id=told.id, person=told.person, year=told.year, moment=told.moment, answers=answers, change=moved)
