"""The wording of agenda items: what each one is, whom it is about, and why it is on the agenda."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.flags import Flag, FlagMark, FlagStatus, Urgency
from wellnessdesk.domain.names import initials
from wellnessdesk.domain.referrals import Referral, status_label
from wellnessdesk.domain.sessions import NoteState, Session
from wellnessdesk.domain.supervision import Item, ItemKind, Section
from wellnessdesk.services import opened_actions, opened_flags
from wellnessdesk.services import referrals as referral_acts
from wellnessdesk.services.desk import Desk
from wellnessdesk.services.signers import signed_within
from wellnessdesk.services.supervision_groups import Scope
from wellnessdesk.store import flags, meetings, people, referrals, sealed, sessions, students
from wellnessdesk.store.meetings import ActionMark
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import sealing
from wellnessdesk.vault.errors import Tampered, VaultProblem
from wellnessdesk.vault.sealing import Binding

OWN = "agenda item"
_MINUTES = {Section.REFERRALS: 1, Section.FLAGS: 5, Section.NOTES_TO_WRITE: 1, Section.NOTES_TO_REVIEW: 1}


def unfinished(tx: Transaction) -> list[Session]:
    """The sessions whose notes are not signed, not answered or not reviewed."""
    return [*sessions.unwritten(tx), *sessions.returned(tx), *sessions.to_review(tx)]


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes items as seen by the coordinator at this desk, inside one transaction."""

    desk: Desk
    tx: Transaction
    now: datetime

    def fresh(self, since: date, scope: Scope) -> list[Item]:
        """Everything the facts put on an agenda: overdue referrals, flags open or raised since, notes not signed, not
        answered, not reviewed."""
        items = self._of_students(since) if scope.whole else []
        items += [self.action(mark) for mark in meetings.open_actions(self.tx, signed_in=scope.group)]
        return items + [self.note(session) for session in unfinished(self.tx) if scope.has(session)]

    def _of_students(self, since: date) -> list[Item]:
        overdue = referrals.are_overdue(self.tx, self.desk.today())
        items = [self.referral(one) for one in referral_acts.all_opened(self.desk, self.tx, overdue)]
        marks = flags.raised_or_open(self.tx, since)
        return items + [self.flag(flag) for flag in opened_flags.several(self.desk, self.tx, marks)]

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
        return {(item.kind, item.ref): item for item in found}

    def flag(self, flag: Flag) -> Item:
        """A red flag, with its times."""
        mark = flag.mark
        return Item(
            section=Section.FLAGS, kind=ItemKind.FLAG, ref=mark.id, title=catalogues.label("red_flags", flag.kind),
            reason=self._flag_reason(mark), who=f"{flag.initials} · F-{mark.id[:6]}", name=flag.student,
            minutes=_MINUTES[Section.FLAGS],
            urgent=mark.urgency is Urgency.IMMEDIATE and not mark.ended)

    def referral(self, one: Referral) -> Item:
        """A referral, by its kind; one whose seals do not hold says so."""
        student = students.get(self.tx, one.facts.student)
        who = f"{initials(student.given, student.family)} · " if student else ""
        return Item(
            section=Section.REFERRALS, kind=ItemKind.REFERRAL, ref=one.mark.id, who=f"{who}R-{one.mark.id[:6]}",
            title=_("Referral: {kind}").format(kind=catalogues.label("resource_kinds", one.mark.kind)),
            reason=one.problem or self._referral_reason(one), name=one.student, minutes=_MINUTES[Section.REFERRALS])

    def note(self, session: Session) -> Item:
        """A note that is not written, or not reviewed."""
        unwritten = session.note in (NoteState.TO_WRITE, NoteState.DRAFT, NoteState.RETURNED)
        section = Section.NOTES_TO_WRITE if unwritten else Section.NOTES_TO_REVIEW
        return Item(
            section=section, kind=ItemKind.NOTE, ref=str(session.id), title=self._note_title(session),
            reason=self._note_reason(session), who=f"{session.initials} · S-{session.id}", name=session.who,
            minutes=_MINUTES[section])

    def action(self, mark: ActionMark) -> Item:
        """What somebody took on in an earlier meeting."""
        one = opened_actions.opened(self.desk, self.tx, mark, people.names(self.tx))
        given, _space, family = one.owner_name.rpartition(" ")
        taken = _("Taken on {day}").format(day=self._near(one.day))
        due = "" if one.due is None or one.done else (
            _("overdue since {day}") if one.overdue(self.desk.today()) else _("until {day}")).format(
                day=self._near(one.due))
        return Item(section=Section.ACTIONS, kind=ItemKind.ACTION, ref=mark.id, title=one.problem or one.text,
                    who=initials(given or family, family if given else ""),
                    reason=", ".join(part for part in (taken, due, _("done") if one.done else "") if part))

    def own(self, ref: str) -> Item:
        """An item in the coordinator's own words; one whose words are missing says so, for nothing takes them away."""
        try:
            title = self._own_words(ref, sealed.get(self.tx, OWN, ref, 1))
        except VaultProblem as problem:  # one spoiled item must not keep the whole agenda closed
            title = str(problem)
        return Item(section=Section.OWN, kind=ItemKind.OWN, ref=ref, title=title, reason=_("Added by a coordinator"))

    def _own_words(self, ref: str, blob: bytes | None) -> str:
        if blob is None:
            raise Tampered
        opened = sealing.unseal(self.desk.keys, Binding(OWN, ref, 1), blob)
        text = opened.body.get("text")
        if not isinstance(text, str) or not signed_within(self.desk, opened.signer, "supervision.change"):
            raise Tampered
        return text

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
        peer = session.peer.split()
        who = initials(peer[0], peer[-1] if len(peer) > 1 else "")
        return {
            NoteState.TO_WRITE: _("Note to write by {peer}"), NoteState.DRAFT: _("Note to finish by {peer}"),
            NoteState.SIGNED: _("Note to review, by {peer}"), NoteState.COSIGNED: _("Note reviewed, by {peer}"),
            NoteState.NOT_NEEDED: _("No note needed, by {peer}"),
            NoteState.RETURNED: _("Note given back to {peer}"), NoteState.LOCKED: _("Draft locked, by {peer}"),
            NoteState.UNKNOWN: _("Note changed outside the program, by {peer}"),
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
