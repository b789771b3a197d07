"""Observed practice: a coordinator enters what a peer played and how it went; both read what was written."""

import uuid
from dataclasses import replace
from datetime import date

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import plain_text
from wellnessdesk.domain import practice as rules
from wellnessdesk.domain.practice import Practice
from wellnessdesk.services import peer_marks
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.services.peers import require_peer
from wellnessdesk.services.signers import signed_within
from wellnessdesk.store import exams, people, sealed
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import sealing
from wellnessdesk.vault.errors import Tampered, VaultProblem
from wellnessdesk.vault.sealing import Binding

PRACTICE = "practice"


@act("practice.see")
def everything(desk: Desk, peer_id: str = "") -> list[Practice]:
    """All there is, or a peer's, the newest first, opened; one that was spoiled says so."""
    with desk.reading() as tx:
        return [_opened(desk, tx, one) for one in exams.practice(tx, peer_id)]


@act("practice.see")
def names(desk: Desk) -> dict[str, str]:
    """What everybody is called who is or was here, by id: observers and peers who left too."""
    with desk.reading() as tx:
        return people.names(tx)


@act("practice.own")
def mine(desk: Desk) -> list[Practice]:
    """The same of the peer who asks, without what was entered by mistake."""
    with desk.reading() as tx:
        return [_opened(desk, tx, one) for one in exams.practice(tx, desk.person.id) if one.ended_at is None]


@act("practice.change")
def add(desk: Desk, peer_id: str, scenario: str, day: date, rating: int, words: str = "") -> Practice:
    """Enter what the coordinator who is signed in watched. `rating` is 1 to 4; the words are sealed to the peer too.

    Raises `Problem` for a scenario that is not in the list, a day to come, no rating, too many words, and no peer.
    """
    said = plain_text.clean(words)
    wrong = rules.wrong(scenario, day, rating, desk.today())
    if len(said) > rules.LONGEST_WORDS:
        wrong = _("Keep it under {n} characters; what you wrote is still here.").format(
            n=formats.number(rules.LONGEST_WORDS))
    if wrong:
        raise Problem(wrong)
    with desk.change("practice", "training", "peers", "clearance") as change:
        require_peer(change.tx, peer_id)
        one = Practice(id=uuid.uuid4().hex, person=peer_id, observer=desk.person.id, scenario=scenario, day=day,
                       rating=rating, at=change.now)
        blob = sealing.seal_for(desk.keys, binding(one), {"text": said})
        exams.add_practice(change.tx, one)
        sealed.add(change.tx, PRACTICE, one.id, 1, blob)
        change.record("practice.add", f"practice:{one.id}", f"person:{peer_id} {peer_marks.of(one)}")
        return replace(one, words=said)


@act("practice.change")
def end(desk: Desk, practice_id: str) -> None:
    """It was entered by mistake and does not count; the row stays, for the history. Raises `Problem`."""
    with desk.change("practice", "training", "peers", "clearance") as change:
        one = exams.get_practice(change.tx, practice_id)
        if one is None or one.ended_at is not None:
            raise Problem(_("This does not count any more already."))
        exams.end_practice(change.tx, practice_id, change.now)
        ended = replace(one, ended_at=change.now)
        change.record("practice.end", f"practice:{one.id}", f"person:{one.person} {peer_marks.of(ended)}")


def binding(one: Practice) -> Binding:
    """Where what was written belongs: to the peer it is about."""
    return Binding(PRACTICE, one.id, 1, author=one.person)


def _opened(desk: Desk, tx: Transaction, one: Practice) -> Practice:
    try:
        blob = sealed.get(tx, PRACTICE, one.id, 1)
        if blob is None:
            raise Tampered
        found = sealing.unseal(desk.keys, binding(one), blob)
        text = found.body.get("text")
        if not isinstance(text, str) or found.signer != one.observer or not signed_within(
                desk, found.signer, "practice.change"):
            raise Tampered
        return replace(one, words=text)
    except VaultProblem as problem:
        return replace(one, problem=str(problem))
