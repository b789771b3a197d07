"""What of a student's record is decided on one by one, as it would leave: notes, flags, referrals, what the center
wrote about caregivers, and applications."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues, note_words
from wellnessdesk.domain import referrals as referral_rules
from wellnessdesk.domain.contacts import Contact, Entry, Rule, channel_label, reached_label, rule_label
from wellnessdesk.domain.flag_steps import StepKind, kind_label, step_words, steps_of
from wellnessdesk.domain.flags import urgency_label
from wellnessdesk.domain.note_trail import Addendum
from wellnessdesk.domain.packets import Item, Part
from wellnessdesk.domain.redaction import KnownNames, hits
from wellnessdesk.domain.referrals import Referral
from wellnessdesk.domain.sessions import SIGNED_STATES, NoteBody, NoteState, Session
from wellnessdesk.domain.student_file import FlagStory
from wellnessdesk.services import (
    caregivers,
    contacts,
    note_addenda,
    packet_applications,
    participants,
    referrals,
    student_pages,
)
from wellnessdesk.services import sessions as session_acts
from wellnessdesk.services.desk import Desk
from wellnessdesk.store import contacts as contact_rows
from wellnessdesk.store import sealed, session_students, sessions
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault.errors import Tampered

_GIVEN_OUT = frozenset({StepKind.DISPOSITION, StepKind.CAREGIVER, StepKind.OUTCOME, StepKind.WITHDRAWN})
"""Of a flag's steps. That an agency was told, and by whom, is confidential (California Penal Code 11167.5)."""
_WRITTEN = frozenset({*SIGNED_STATES, NoteState.LOCKED, NoteState.UNKNOWN})
"""Notes that are a record. A draft that its author still writes at is none yet."""


@dataclass(frozen=True, slots=True)
class Items:
    """Words everything about one student, inside a transaction; `names` are to be found in it. Wellness Peers stand
    in it as numbers, for they are students too."""

    desk: Desk
    tx: Transaction
    student: int
    names: KnownNames
    peers: dict[str, str] = field(default_factory=dict)

    def everything(self) -> tuple[Item, ...]:
        """All of it, each kind from its beginning on. Raises `Tampered` for what is not as it was sealed."""
        notes = [one for one in reversed(sessions.with_student(self.tx, self.student)) if one.note in _WRITTEN]
        flags = reversed(student_pages.flag_stories(self.desk, self.tx, self.student))
        sent = sorted(referrals.about(self.desk, self.tx, self.student), key=lambda one: one.mark.day)
        said = reversed(contacts.about(self.desk, self.tx, self.student))
        rules = reversed(caregivers.rules_of(self.desk, self.tx, self.student))
        return (*map(self._note, notes), *map(self._flag, flags), *map(self._referral, sent),
                *map(self._contact, said), *map(self._rule, rules),
                *packet_applications.items(self.desk, self.tx, self.student, self._part))

    def _note(self, session: Session) -> Item:
        body, signer = self._body(session)
        started = self.desk.local(session.started_at)
        title = _("Note of {day}, {time}") if signer else _("Draft of {day}, {time}, signed by nobody")
        return Item(key=f"session:{session.id}", parts=tuple(self._parts_of_note(session, body)),
                    title=title.format(day=formats.date(session.day), time=formats.time(started)))

    def _body(self, session: Session) -> tuple[NoteBody, str]:
        if session.note in SIGNED_STATES and sealed.get(self.tx, session_acts.NOTE, str(session.id), 1) is None:
            raise Problem(_("A signed note of this student is missing. Verify the audit log first."))
        return session_acts.body_of(self.desk, self.tx, session)

    def _parts_of_note(self, session: Session, body: NoteBody) -> Iterator[Part]:
        yield Part(_("With"), self.peers.setdefault(
            session.peer_id, _("Wellness Peer {n}").format(n=formats.number(len(self.peers) + 1))))
        yield Part("", note_words.red_flag(body))
        own_words = {body.next_step, body.text, body.mediation, body.wishes}
        for name, text in note_words.parts(body):
            yield self._part(name, text) if text in own_words else Part(name, text)
        for words in self._alone(session, body):
            yield self._part(_("About the student alone"), words)
        for one in note_addenda.of_note(self.desk, self.tx, session):
            yield self._addendum(one)

    def _alone(self, session: Session, body: NoteBody) -> list[str]:
        """A group's note is in the record of each of its students; what is about one alone, in theirs only."""
        own = [one for one in session_students.of_session(self.tx, session.id) if one.student_id == self.student]
        unsigned = [words for student, words in body.remarks if student == self.student]
        return unsigned + [words for _student, words in participants.remarks(self.desk, self.tx, session, own)]

    def _addendum(self, added: Addendum) -> Part:
        """What was added later goes with the note; not who added it, for that may be a student."""
        if added.problem:
            raise Tampered
        return self._part(_("Added later: {day}, {time}").format(**self._at(added.at)), added.text)

    def _flag(self, story: FlagStory) -> Item:
        flag, raised = story.flag, self.desk.local(story.flag.mark.raised_at)
        parts = [Part(_("What it was about"), catalogues.label("red_flags", flag.kind)),
                 Part(_("How soon"), urgency_label(flag.mark.urgency)), self._part(_("What was written"), flag.words)]
        if story.closing is not None:
            told = [written.step for written in story.steps if written.step is not None] or steps_of(story.closing)
            parts += [self._part(kind_label(step.kind), step_words(step)) for step in told if step.kind in _GIVEN_OUT]
        return Item(key=f"flag:{flag.mark.id}", parts=tuple(parts),
                    title=_("Red flag of {day}").format(day=formats.date(raised.date())))

    def _referral(self, one: Referral) -> Item:
        if one.problem:
            raise Tampered
        parts = [Part(_("Kind of help"), catalogues.label("resource_kinds", one.facts.kind)),
                 self._part(_("To whom"), one.to), self._part(_("Why"), one.facts.why),
                 self._part(_("What the helper was told"), one.facts.purpose)]
        parts += [self._step(step) for step in one.steps]
        return Item(key=f"referral:{one.mark.id}", parts=tuple(parts), helper=one.to,
                    title=_("Referral of {day}").format(day=formats.date(one.mark.day)))

    def _step(self, step: referral_rules.Step) -> Part:
        who = referral_rules.agreed_label(step.who) if step.kind is referral_rules.StepKind.CONSENT else step.who
        words = [part for part in (who, referral_rules.how_label(step.how), step.words) if part]
        name = _("{day}: {what}").format(day=formats.date(step.day), what=referral_rules.step_label(step.kind))
        return self._part(name, " · ".join(words) or "–")

    def _contact(self, one: Contact) -> Item:
        """As it stands now, then what stood there before: a correction takes nothing out of a record."""
        if one.problem:
            raise Tampered
        parts = [*self._said(one.entry)]
        for before, after in zip(one.versions[-2::-1], one.versions[:0:-1], strict=True):
            parts.append(self._part(_("Until {day}, {time} it said").format(**self._at(after.at)),
                                    " · ".join(part.text for part in self._said(before.entry) if part.text)))
        return Item(key=f"contact:{one.mark.id}", parts=tuple(parts),
                    title=_("Contact with a caregiver, {day}").format(day=formats.date(one.mark.day)))

    def _said(self, entry: Entry) -> Iterator[Part]:
        yield self._part(_("With whom"), self._caregiver(entry.caregiver) or entry.who)
        yield Part(_("How"), f"{channel_label(entry.channel)} · {reached_label(entry.reached)}")
        yield self._part(_("Language"), entry.language)
        yield self._part(_("Interpreter"), entry.interpreter)
        yield self._part(_("Who spoke"), entry.spoke)
        yield self._part(_("What was said"), entry.summary)

    def _rule(self, rule: Rule) -> Item:
        whom = self._caregiver(rule.caregiver or 0) or _("All caregivers")
        ended = formats.date(self.desk.local(rule.ended_at).date()) if rule.ended_at else ""
        parts = [Part(_("For whom"), whom), Part(_("What holds"), rule_label(rule.kind)),
                 self._part(_("Why"), rule.reason), Part(_("Until"), ended)]
        return Item(key=f"rule:{rule.id}", parts=tuple(parts), careful=True, title=_("Contact rule of {day}").format(
            day=formats.date(self.desk.local(rule.set_at).date())))

    def _caregiver(self, number: int) -> str:
        return contact_rows.name_of(self.tx, number) if number else ""

    def _at(self, moment: datetime) -> dict[str, str]:
        local = self.desk.local(moment)
        return {"day": formats.date(local.date()), "time": formats.time(local)}

    def _part(self, name: str, text: str) -> Part:
        return Part(name, text, hits(text, self.names))
