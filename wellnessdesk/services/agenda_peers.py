"""How the Wellness Peers are: many sessions or hours, heavy ones in a row, missed supervision, a wish to talk, and
what they lack to be with students.

One item a peer, whatever the reasons: the row of an agenda says in the clear that a peer is talked about, and not why.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.agenda_rules import Rule
from wellnessdesk.domain.clearance import Override, service_label
from wellnessdesk.domain.names import initials
from wellnessdesk.domain.people import Person, Role
from wellnessdesk.domain.supervision import Item, ItemKind, Section, Why, reason_of
from wellnessdesk.services import agenda_clearance, opened_flags, wellbeing
from wellnessdesk.services import sessions as notes
from wellnessdesk.services.agenda_lately import Lately
from wellnessdesk.services.desk import Desk
from wellnessdesk.store import clearance, flags, load, people, sessions
from wellnessdesk.store.load import Met
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault.errors import VaultProblem

_CHECKS_BACK = timedelta(days=60)
_HOUR = timedelta(hours=1)


def reasons(desk: Desk, tx: Transaction, lately: Lately) -> dict[str, tuple[Why, ...]]:
    """Why active peers belong on an agenda, by person; who gives no reason is left out."""
    how, lacking = how_they_are(desk, tx, lately), agenda_clearance.reasons(desk, tx, lately)
    return {person: how.get(person, ()) + lacking.get(person, ()) for person in (how | lacking)}


def how_they_are(desk: Desk, tx: Transaction, lately: Lately, part: float = 1) -> dict[str, tuple[Why, ...]]:
    """The reasons that lie in how they are, and in what was decided about them.

    With a `part` below 1 also who comes that close to the limits of sessions and hours.
    """
    here = [person.id for person in people.in_role(tx, Role.PEER)]
    away = load.missed(tx, lately.days("peer_missed"))
    talks = wellbeing.asks_for_talk(desk, tx, desk.clock.now() - _CHECKS_BACK)
    allowed = [one for one in clearance.overrides(tx, since=lately.today) if one.stands(lately.today)]
    runs = _runs(desk, tx, lately, here)
    found = {person: (*_talk(lately, person, talks), *_heavy(lately.rules["peer_heavy"], runs.get(person, 0)),
                      *_load(lately, person, part), *_missed(lately.rules["peer_missed"], away.get(person, 0)),
                      *_exceptions(allowed, person))
             for person in here}
    return {person: why for person, why in found.items() if why}


def item(lately: Lately, person: Person, why: tuple[Why, ...]) -> Item:
    """The item of a peer; without a reason any more it says so."""
    given, _space, family = person.name.rpartition(" ")
    short = initials(given or family, family if given else "")
    return Item(
        section=Section.PEERS, kind=ItemKind.PEER, ref=person.id, who=short, name=person.name,
        title=_("Wellness Peer {initials}").format(initials=short),
        reason=reason_of(why) or (_("to talk with alone") if why else _("within all limits again")),
        minutes=max((lately.rules[one.rule].minutes for one in why), default=3), why=why)


def _talk(lately: Lately, person: str, talks: dict[str, datetime]) -> list[Why]:
    asked, built = talks.get(person), lately.talked_peers.get(person)
    if asked is None or (built is not None and asked <= built):
        return []
    return [Why("peer_talk", "", _("asks for a talk in the wellbeing check"))]


def _load(lately: Lately, person: str, part: float) -> list[Why]:
    found = []
    rule, theirs = lately.rules["peer_load"], _of(lately.within("peer_load"), person)
    if len(theirs) >= part * rule.limit:
        found.append(Why(rule.id, ngettext("{n} session in {days} days; limit {limit}",
                                           "{n} sessions in {days} days; limit {limit}", len(theirs)).format(
            n=formats.number(len(theirs)), days=formats.number(rule.days), limit=formats.number(rule.limit))))
    rule = lately.rules["peer_hours"]
    took = sum((one.took for one in _of(lately.within(rule.id), person)), timedelta())
    if took >= part * rule.limit * _HOUR:
        found.append(Why(rule.id, _("{time} with students in {days} days; limit {limit}").format(
            time=formats.minutes(round(took.total_seconds() / 60)), days=formats.number(rule.days),
            limit=formats.minutes(60 * rule.limit))))
    return found


def _heavy(rule: Rule, run: int) -> list[Why]:
    return [Why(rule.id, ngettext("{n} heavy session in a row; limit {limit}",
                                  "{n} heavy sessions in a row; limit {limit}", run).format(
        n=formats.number(run), limit=formats.number(rule.limit)))] if run >= rule.limit else []


def _missed(rule: Rule, times: int) -> list[Why]:
    return [Why(rule.id, ngettext("missed supervision once in {days} days",
                                  "missed supervision {n} times in {days} days", times).format(
        n=formats.number(times), days=formats.number(rule.days)))] if times >= rule.limit else []


def _exceptions(allowed: Collection[Override], person: str) -> list[Why]:
    """What they give without being cleared; why is a coordinator's to read, on Training."""
    return [Why("peer_exception", _("exception: gives “{service}” without being cleared, until {day}").format(
        service=service_label(one.service), day=formats.date(one.until))) for one in allowed if one.person == person]


def _of(met: Collection[Met], person: str) -> list[Met]:
    return [one for one in met if person in (one.peer_id, one.second_peer_id)]


def _runs(desk: Desk, tx: Transaction, lately: Lately, here: Collection[str]) -> dict[str, int]:
    """The longest row of heavy sessions of each peer within the rule's days, where they had enough to be too many."""
    rule = lately.rules["peer_heavy"]
    theirs = {person: _of(lately.within(rule.id), person) for person in here}
    many = {person: met for person, met in theirs.items() if len(met) >= rule.limit}
    heavy = _heavy_ones(desk, tx, lately, {one.id: one for met in many.values() for one in met})
    return {person: _longest([one.id in heavy for one in met]) for person, met in many.items()}


def _heavy_ones(desk: Desk, tx: Transaction, lately: Lately, met: dict[int, Met]) -> set[int]:
    """Those in which a red flag was raised, and those whose signed note names a heavy topic."""
    if not met:
        return set()
    raised = opened_flags.several(desk, tx, flags.raised_or_open(tx, lately.days("peer_heavy")))
    found = {one.session_id for one in raised if one.session_id in met}
    topics = {entry.id for entry in catalogues.topics() if entry.heavy}
    for note in sessions.sealed_notes(tx, sorted(set(met) - found)):
        try:
            if topics & set(notes.open_sealed(desk, note).topics):
                found.add(note.id)
        except VaultProblem:  # whoever opens it is told; an agenda is built all the same
            continue
    return {one for one in found if one is not None}


def _longest(row: list[bool]) -> int:
    longest = run = 0
    for heavy in row:
        run = run + 1 if heavy else 0
        longest = max(longest, run)
    return longest
