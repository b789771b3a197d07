"""Sessions worth talking about: marked, long, beyond their service's time, or often with the same student."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.names import initials
from wellnessdesk.domain.session_marks import MarkRow
from wellnessdesk.domain.supervision import Audience, Item, ItemKind, Section, Why
from wellnessdesk.services import session_marks
from wellnessdesk.services.agenda_lately import Lately
from wellnessdesk.services.desk import Desk
from wellnessdesk.services.supervision_groups import Scope
from wellnessdesk.store import load, people, sessions
from wellnessdesk.store.load import Met
from wellnessdesk.store.transaction import Transaction


def worth(lately: Lately, scope: Scope, left: Iterable[str] = ()) -> set[int]:
    """The sessions that belong on an agenda: marked ones, and those since the last meeting that a rule brings up.

    `left` are those the last agenda left open; they stay while a rule brings them up.
    """
    kept, repeated = {int(ref) for ref in left}, _repeated(lately)
    found = {one.id for one in lately.met if scope.has(one) and (one.day >= lately.since or one.id in kept)
             and not _settled(lately, one) and _rules_of(lately, one, repeated)}
    return found | set(lately.marked)


def in_scope(tx: Transaction, scope: Scope, found: Collection[int]) -> set[int]:
    """Those of the sessions that are of a group: a marked one may be of any peer, and of any day."""
    return {one.id for one in sessions.of_ids(tx, sorted(found)) if scope.has(one)}


def items(desk: Desk, tx: Transaction, lately: Lately, ids: Collection[int]) -> list[Item]:
    """Items of sessions, with why each is there: none any more where what it was for is settled."""
    there = {one.id: one for one in sessions.of_ids(tx, sorted(ids))}
    known = {one.id: one for one in lately.met}
    met = known | {one.id: one for one in load.met_of(tx, sorted(set(there) - set(known)))}
    repeated, names = _repeated(lately), people.names(tx)
    made = []
    for session in there.values():
        why = [_marked(desk, tx, row, names) for row in lately.marked.get(session.id, ())]
        if session.id in met:
            why += _rules_of(lately, met[session.id], repeated)
        peer = _initials(session.peer)
        made.append(Item(
            section=Section.SESSIONS, kind=ItemKind.SESSION, ref=str(session.id),
            title=_("Session of {peer}: {service}").format(
                peer=peer, service=catalogues.label("service_options", session.service) if session.service else
                _("kind not said yet")),
            reason="; ".join([_when(desk, session.started_at), *(one.fact for one in why)]),
            who=f"{session.initials} · S-{session.id}" if session.initials else f"S-{session.id}", name=session.who,
            minutes=max((lately.rules[one.rule].minutes for one in why), default=3), why=tuple(why),
            audience=Audience.GROUP))
    return made


def _marked(desk: Desk, tx: Transaction, row: MarkRow, names: dict[str, str]) -> Why:
    one = session_marks.opened(desk, tx, row, names)
    said = one.problem or (_("“{words}”").format(words=one.words) if one.words else "")
    return Why("session_marked", _("marked by {name}").format(name=_initials(one.by_name)), said)


def _rules_of(lately: Lately, one: Met, repeated: dict[int, int]) -> list[Why]:
    minutes = round(one.took.total_seconds() / 60)
    option = catalogues.service_options().get(one.service)
    found = [_often(lately, repeated[one.id])] if one.id in repeated else []
    if option is not None and minutes > option.minutes + lately.rules["session_over"].limit:
        return [*found, Why("session_over", _("{time}, usually {usual}; limit {limit} more").format(
            time=formats.minutes(minutes), usual=formats.minutes(option.minutes),
            limit=formats.minutes(lately.rules["session_over"].limit)))]
    if minutes >= lately.rules["session_long"].limit:
        return [*found, Why("session_long", _("{time}; long from {limit} on").format(
            time=formats.minutes(minutes), limit=formats.minutes(lately.rules["session_long"].limit)))]
    return found


def _repeated(lately: Lately) -> dict[int, int]:
    """The last session of each peer with a student whom they met too often, and how often that was."""
    rule = lately.rules["session_repeated"]
    with_student = [one for one in lately.within(rule.id) if one.student_id is not None]
    times = Counter((one.peer_id, one.student_id) for one in with_student)
    last = {(one.peer_id, one.student_id): one.id for one in with_student}
    return {last[pair]: count for pair, count in times.items() if count >= rule.limit}


def _often(lately: Lately, times: int) -> Why:
    rule = lately.rules["session_repeated"]
    return Why(rule.id, ngettext(
        "{n} session with the same student in {days} days; limit {limit}",
        "{n} sessions with the same student in {days} days; limit {limit}", times).format(
            n=formats.number(times), days=formats.number(rule.days), limit=formats.number(rule.limit)))


def _settled(lately: Lately, one: Met) -> bool:
    built = lately.talked_sessions.get(str(one.id))
    return built is not None and one.ended_at <= built


def _initials(name: str) -> str:
    words = name.split()
    return initials(words[0], words[-1] if len(words) > 1 else "") if words else ""


def _when(desk: Desk, moment: datetime) -> str:
    day = desk.local(moment).date()
    near = abs((desk.today() - day).days) < 7
    return formats.weekday(day) if near else formats.date(day)
