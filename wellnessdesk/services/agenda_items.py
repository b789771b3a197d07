"""The wording of agenda items: what each one is, whom it is about, and why it is on the agenda."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.flags import Flag, FlagMark, FlagStatus, Urgency
from wellnessdesk.domain.minutes import Action
from wellnessdesk.domain.names import initials, short
from wellnessdesk.domain.own_items import audience_of, section_of
from wellnessdesk.domain.referrals import Referral, status_label
from wellnessdesk.domain.sessions import NoteState, Session
from wellnessdesk.domain.supervision import Audience, Item, ItemKind, Section, Why
from wellnessdesk.services import (
    agenda_agreements,
    agenda_peers,
    agenda_sessions,
    opened_actions,
    opened_flags,
    own_items,
)
from wellnessdesk.services import referrals as referral_acts
from wellnessdesk.services.agenda_lately import Lately
from wellnessdesk.services.desk import Desk
from wellnessdesk.services.supervision_groups import Scope
from wellnessdesk.store import flags, meetings, people, referrals, sessions, students
from wellnessdesk.store.meetings import ActionMark
from wellnessdesk.store.transaction import Transaction

_FOR_ALL = (ItemKind.NOTE, ItemKind.SESSION)


def unfinished(tx: Transaction) -> list[Session]:
    """The sessions whose notes are not signed, not answered or not reviewed."""
    return [*sessions.unwritten(tx), *sessions.returned(tx), *sessions.to_review(tx)]


def waiting_actions(desk: Desk, tx: Transaction, scope: Scope) -> list[ActionMark]:
    """What was taken on in earlier meetings of a group and is not done. What a group that meets no more left behind
    goes to where its owner is."""
    left = [mark for mark in meetings.left_by_ended(tx, desk.today()) if scope.has_peer(mark.owner)]
    return [*meetings.left_for(tx, scope.group, scope.day), *left]


@dataclass(frozen=True)
class Writer:
    """Writes items as seen by the coordinator at this desk, inside one transaction."""

    desk: Desk
    tx: Transaction
    now: datetime
    lately: Lately

    def fresh(self, scope: Scope, left: Iterable[str] = ()) -> list[Item]:
        """Everything the facts put on an agenda: overdue referrals, flags open or raised since, sessions and peers that
        a rule brings up, notes not signed, not answered, not reviewed. `left` are the sessions left open last time."""
        items = self._of_students() if scope.whole else []
        items += [self.action(mark) for mark in waiting_actions(self.desk, self.tx, scope)]
        items += [self.note(session) for session in unfinished(self.tx) if scope.has(session)]
        found = agenda_sessions.in_scope(self.tx, scope, agenda_sessions.worth(self.lately, scope, left))
        items += agenda_sessions.items(self.desk, self.tx, self.lately, found)
        items += [item for item in self._of_peers() if scope.has_peer(item.ref)]
        return items + agenda_agreements.items(self.tx, self.lately, scope)

    def _of_students(self) -> list[Item]:
        overdue = referrals.are_overdue(self.tx, self.desk.today())
        items = [self.referral(one) for one in referral_acts.all_opened(self.desk, self.tx, overdue)]
        marks = flags.raised_or_open(self.tx, self.lately.since)
        return items + [self.flag(flag) for flag in opened_flags.several(self.desk, self.tx, marks)]

    def _of_peers(self, refs: Iterable[str] | None = None) -> list[Item]:
        """Of all with a reason; of these people with or without one."""
        why = self._why_of_peers
        there = filter(None, (people.get(self.tx, ref) for ref in (why if refs is None else refs)))
        return [agenda_peers.item(self.lately, person, why.get(person.id, ())) for person in there]

    @cached_property
    def _why_of_peers(self) -> dict[str, tuple[Why, ...]]:
        """Asked once: it opens notes and checks."""
        return agenda_peers.reasons(self.desk, self.tx, self.lately)

    def again(self, items: Iterable[tuple[ItemKind, str]]) -> dict[tuple[ItemKind, str], Item]:
        """The present wording of items, each by its kind and ref, that are already on an agenda. Those of which what
        they pointed to is gone are left out. Each table is asked once for the many; own items and actions are few."""
        refs: dict[ItemKind, list[str]] = {kind: [] for kind in ItemKind}
        for kind, ref in items:
            refs[kind].append(ref)
        marks = flags.of_ids(self.tx, refs[ItemKind.FLAG])
        sent = filter(None, (referrals.get(self.tx, ref) for ref in refs[ItemKind.REFERRAL]))
        taken = filter(None, (meetings.action(self.tx, ref) for ref in refs[ItemKind.ACTION]))
        found = [self.flag(flag) for flag in opened_flags.several(self.desk, self.tx, marks)]
        found += [self.referral(one) for one in referral_acts.all_opened(self.desk, self.tx, list(sent))]
        found += [self.note(one) for one in sessions.of_ids(self.tx, [int(ref) for ref in refs[ItemKind.NOTE]])]
        found += [*map(self.action, taken), *map(self.own, refs[ItemKind.OWN])]
        found += agenda_sessions.items(self.desk, self.tx, self.lately, [int(ref) for ref in refs[ItemKind.SESSION]])
        found += self._of_peers(refs[ItemKind.PEER]) if refs[ItemKind.PEER] else []
        found += [agenda_agreements.again(self.tx, self.lately)] if refs[ItemKind.AGREEMENT] else []
        return {(item.kind, item.ref): item for item in found}

    def flag(self, flag: Flag) -> Item:
        """A red flag, with its times."""
        mark = flag.mark
        return self._by_rule(
            "flag_open", self._flag_reason(mark), section=Section.FLAGS, kind=ItemKind.FLAG, ref=mark.id,
            title=catalogues.label("red_flags", flag.kind), who=f"{flag.initials} · F-{mark.id[:6]}", name=flag.student,
            urgent=mark.urgency is Urgency.IMMEDIATE and not mark.ended)

    def referral(self, one: Referral) -> Item:
        """A referral, by its kind; one whose seals do not hold says so."""
        student = students.get(self.tx, one.facts.student)
        who = f"{initials(student.given, student.family)} · " if student else ""
        return self._by_rule(
            "referral_overdue", one.problem or self._referral_reason(one), section=Section.REFERRALS,
            kind=ItemKind.REFERRAL, ref=one.mark.id, who=f"{who}R-{one.mark.id[:6]}", name=one.student,
            title=_("Referral: {kind}").format(kind=catalogues.label("resource_kinds", one.mark.kind)))

    def note(self, session: Session) -> Item:
        """A note that is not written, or not reviewed."""
        unwritten = session.note in (NoteState.TO_WRITE, NoteState.DRAFT, NoteState.RETURNED)
        section, rule = (Section.NOTES_TO_WRITE, "note_unsigned") if unwritten else (
            Section.NOTES_TO_REVIEW, "note_review")
        return self._by_rule(
            rule, self._note_reason(session), section=section, kind=ItemKind.NOTE, ref=str(session.id),
            title=self._note_title(session), who=f"{session.initials} · S-{session.id}", name=session.who,
            audience=Audience.GROUP)

    def action(self, mark: ActionMark) -> Item:
        """What somebody took on in an earlier meeting."""
        one = opened_actions.opened(self.desk, self.tx, mark, people.names(self.tx))
        taken = _("Taken on {day}").format(day=self._near(one.day))
        due = "" if one.due is None or one.done else (
            _("overdue since {day}") if one.overdue(self.desk.today()) else _("until {day}")).format(
                day=self._near(one.due))
        reason = ", ".join(part for part in (taken, due, _("done") if one.done else "") if part)
        return self._by_rule(
            "action_open", reason, section=Section.ACTIONS, kind=ItemKind.ACTION, ref=mark.id,
            title=one.problem or one.text, who=short(one.owner_name), audience=self._audience_of(one))

    def _audience_of(self, one: Action, before: frozenset[str] = frozenset()) -> Audience:
        """Of what somebody took on about an item: no more than may see the item. It may itself be an action."""
        if one.problem or one.id in before:
            return Audience.COORDINATORS
        if one.kind is ItemKind.OWN:
            own = own_items.opened(self.desk, self.tx, one.ref)
            return Audience.COORDINATORS if own.problem else audience_of(own.about)
        mark = meetings.action(self.tx, one.ref) if one.kind is ItemKind.ACTION else None
        if mark is not None:
            return self._audience_of(opened_actions.opened(self.desk, self.tx, mark, {}), before | {one.id})
        return Audience.GROUP if one.kind in _FOR_ALL else Audience.PAPER

    def own(self, ref: str) -> Item:
        """What a coordinator or a Wellness Peer brought; what is spoiled says so, for nothing takes it away."""
        one = own_items.opened(self.desk, self.tx, ref)
        author = people.names(self.tx).get(one.author, "") if one.author else ""
        return Item(section=section_of(one.about), kind=ItemKind.OWN, ref=ref, title=one.problem or one.text,
                    reason=_("Brought by {who}").format(who=short(author)) if author else _("Added by a coordinator"),
                    minutes=own_items.MINUTES, audience=audience_of(one.about))

    def _by_rule(self, rule: str, reason: str, **parts: Any) -> Item:
        return Item(reason=reason, minutes=self.lately.rules[rule].minutes, why=(Why(rule, reason),), **parts)

    def _flag_reason(self, mark: FlagMark) -> str:
        raised = _("Raised {day}").format(day=self._day(mark.raised_at))
        if mark.status is FlagStatus.WITHDRAWN:
            return _("{raised}, withdrawn: it was a mistake").format(raised=raised)
        if mark.status is FlagStatus.RAISED:
            return _("{raised}, no adult has acknowledged it").format(raised=raised)
        after = formats.minutes(mark.minutes_to_acknowledge(self.now))
        if mark.closed_at is not None:
            return _("{raised}, acknowledged after {time}, closed {day}").format(
                raised=raised, time=after, day=self._day(mark.closed_at))
        return _("{raised}, acknowledged after {time}, not closed yet").format(raised=raised, time=after)

    def _referral_reason(self, one: Referral) -> str:
        status = status_label(one.mark.status)
        if one.mark.due is None:
            return _("{status}; nothing left to do").format(status=status)
        text = _("{status}, to {name}; was due {day}") if one.mark.overdue(self.desk.today()) else _(
            "{status}, to {name}; due {day}")
        return text.format(status=status, name=one.to, day=self._near(one.mark.due))

    def _note_title(self, session: Session) -> str:
        who = short(session.peer)
        return {
            NoteState.TO_WRITE: _("Note to write by {peer}"), NoteState.DRAFT: _("Note to finish by {peer}"),
            NoteState.SIGNED: _("Note to review, by {peer}"), NoteState.COSIGNED: _("Note reviewed, by {peer}"),
            NoteState.NOT_NEEDED: _("No note needed, by {peer}"),
            NoteState.RETURNED: _("Note given back to {peer}"), NoteState.LOCKED: _("Draft locked, by {peer}"),
        }[session.note].format(peer=who)

    def _note_reason(self, session: Session) -> str:
        day = self._day(session.started_at)
        if session.note is NoteState.RETURNED:
            return _("Session {day}; given back, not answered").format(day=day)
        if session.note in (NoteState.COSIGNED, NoteState.NOT_NEEDED, NoteState.LOCKED):
            return _("Session {day}; nothing left to do").format(day=day)
        if session.note is NoteState.SIGNED:
            text = _("Session {day}; signed late, not reviewed") if session.late(self.now) else _(
                "Session {day}; signed, not reviewed")
            return text.format(day=day)
        text = _("Session {day}; late, not signed") if session.late(self.now) else _("Session {day}; not signed")
        return text.format(day=day)

    def _day(self, moment: datetime) -> str:
        return self._near(self.desk.local(moment).date())

    def _near(self, day: date) -> str:
        near = abs((self.desk.today() - day).days) < 7
        return formats.weekday(day) if near else formats.date(day)
