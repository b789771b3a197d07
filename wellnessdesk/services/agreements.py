"""Agreements: texts with versions, signed by a peer with their name and passphrase, printed, ended.

The signature is Ed25519 over the exact words with head lines (`domain.agreements.statement`), in the form that
`ssh-keygen -Y verify` checks; it counts while it fits the words that are kept and a key its signer had.
"""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _, language
from wellnessdesk.domain import agreements as rules
from wellnessdesk.domain.agreements import Agreement, AgreementText, ToSign
from wellnessdesk.domain.names import fold, tidy
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.plain_text import clean
from wellnessdesk.reports import agreement as report
from wellnessdesk.services import peer_marks
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.services.flag_steps import StepProblem
from wellnessdesk.store import agreements, people
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import people_keys, sshsig
from wellnessdesk.vault.errors import WrongPassphrase as WrongPassphrase  # the dialog tells it at its own field
from wellnessdesk.vault.sshsig import SignatureProblem


@act("agreements.own")
def mine(desk: Desk) -> list[ToSign]:
    """Every text in force, and where the peer who asks stands with it."""
    with desk.reading() as tx:
        return _standing(desk, tx, desk.person.id)


@act("agreements.see")
def of_peers(desk: Desk) -> Mapping[str, list[ToSign]]:
    """The same for all active peers, by id."""
    with desk.reading() as tx:
        return {peer.id: _standing(desk, tx, peer.id) for peer in people.in_role(tx, Role.PEER)}


@act("agreements.see")
def texts(desk: Desk) -> list[AgreementText]:
    """Every version of every text, the oldest first."""
    with desk.reading() as tx:
        return rules.all_texts(agreements.texts(tx))


@act("agreements.change")
def save_text(desk: Desk, text: AgreementText) -> AgreementText:
    """Keep new words of an agreement, from `text.since` on: from then on every peer signs anew.

    Raises `StepProblem` for words missing in a language, and for a version that overlaps the one before.
    """
    text = replace(text, en=clean(text.en), es=clean(text.es), version=text.since.isoformat(), shipped=False)
    with desk.change("agreements", "peers", "clearance") as change:
        wrong = rules.wrong_text(text, rules.all_texts(agreements.texts(change.tx)))
        if text.kind not in rules.kinds():
            wrong["kind"] = _("Choose which agreement this is.")
        if wrong:
            raise StepProblem(wrong)
        agreements.add_text(change.tx, text, change.now, desk.person.id)
        change.record("agreement.text", f"text:{text.kind}", peer_marks.of(text))
        return text


@act("agreements.sign")
def sign(desk: Desk, kind: str, typed_name: str, passphrase: str) -> Agreement:
    """Sign the text in force in the language in use, with one's own name and passphrase. Takes about half a second.

    Signed again before it lapses, it counts anew from today. Raises `WrongPassphrase`, and `Problem` for another name.
    """
    name = tidy(typed_name)
    if fold(name) != fold(desk.person.name):
        raise Problem(_("Type your own name as it stands here: {name}.").format(name=desk.person.name))
    people_keys.confirm(desk.keys, passphrase)
    with desk.change("agreements", "peers", "clearance") as change:
        kept = agreements.texts(change.tx)
        text = rules.in_force(rules.all_texts(kept), desk.today()).get(kind)
        if text is None:
            raise Problem(_("There is no such agreement any more."))
        words = [] if any((one.kind, one.version) == (kind, text.version) for one in kept) else [text]
        for one in words:
            agreements.add_text(change.tx, one, change.now, desk.person.id)
        made = signature(desk, text, name, change.now)
        agreements.add(change.tx, made)
        change.record("agreement.sign", f"agreement:{made.id}",
                      " ".join([f"kind:{kind}", *map(peer_marks.of, words), peer_marks.of(made)]))
        return made


@act("agreements.change")
def end(desk: Desk, agreement_id: str) -> None:
    """A signature does not count any more; what was signed stays. Raises `Problem`."""
    with desk.change("agreements", "peers", "clearance") as change:
        one = agreements.get(change.tx, agreement_id)
        if one is None or one.ended_at is not None:
            raise Problem(_("This signature does not count any more already."))
        agreements.end(change.tx, agreement_id, change.now, desk.person.id)
        ended = replace(one, ended_at=change.now)
        change.record("agreement.end", f"agreement:{one.id}", f"person:{one.person} {peer_marks.of(ended)}")


@act("agreements.print")
def print_signed(desk: Desk, agreement_id: str) -> bytes:
    """The signed words as PDF, with the signature. A peer prints their own. Raises `Problem`. Recorded."""
    with desk.change() as change:
        one = agreements.get(change.tx, agreement_id)
        if one is None or (desk.person.role is Role.PEER and one.person != desk.person.id):
            raise Problem(_("This agreement is not there any more."))
        text, one = _text(change.tx, one), _checked(desk, change.tx, one)
        if not one.holds:
            raise Problem(_("This signature does not fit the words any more. Somebody changed one of the two."))
        change.record("agreement.print", f"agreement:{one.id}")
    entry = desk.keys.directory.entry(one.person)
    key = next((sshsig.allowed_signers_line(one.person, public, rules.NAMESPACE)
                for public in (entry.signs if entry else ()) if _fits(desk, text, one, public)), "")
    return report.agreement_pdf(text, one, center=desk.center, signed_at=desk.local(one.at), key=key)


def _standing(desk: Desk, tx: Transaction, person: str) -> list[ToSign]:
    signed = [one for one in agreements.everything(tx, person) if one.ended_at is None]
    found = rules.in_force(rules.all_texts(agreements.texts(tx)), desk.today())
    newest = {kind: next((one for one in signed if (one.kind, one.version) == (kind, text.version)), None)
              for kind, text in found.items()}
    return [ToSign(text=text, signed=_checked(desk, tx, one) if (one := newest[kind]) else None, today=desk.today())
            for kind in rules.kinds() if (text := found.get(kind)) is not None]


def signature(desk: Desk, text: AgreementText, name: str, now: datetime) -> Agreement:
    """What whoever is signed in signs, with their key, in the language in use; nothing is kept yet."""
    at = now.replace(microsecond=now.microsecond // 1000 * 1000)
    data = rules.statement(text, language=language(), person=desk.person.id, name=name, at=at, center=desk.center.id)
    return Agreement(
        id=uuid.uuid4().hex, kind=text.kind, version=text.version, language=language(), person=desk.person.id, at=at,
        name=name, signature=sshsig.sign(data, desk.keys.identity.sign_seed, rules.NAMESPACE),
        lapses_on=rules.lapses_on(text, desk.center.day(at)))


def _checked(desk: Desk, tx: Transaction, one: Agreement) -> Agreement:
    text, entry = _text(tx, one), desk.keys.directory.entry(one.person)
    return replace(one, holds=any(_fits(desk, text, one, public) for public in (entry.signs if entry else ())))


def _fits(desk: Desk, text: AgreementText, one: Agreement, public: bytes) -> bool:
    data = rules.statement(text, language=one.language, person=one.person, name=one.name, at=one.at,
                           center=desk.center.id)
    try:
        sshsig.verify(data, one.signature, rules.NAMESPACE, public)
    except SignatureProblem:
        return False
    return True


def _text(tx: Transaction, one: Agreement) -> AgreementText:
    found = next((text for text in agreements.texts(tx) if (text.kind, text.version) == (one.kind, one.version)), None)
    if found is None:
        raise Problem(_("The words of this agreement are not there any more. Verify the log."))
    return found
