"""Statements about a peer: signed by a coordinator with their passphrase, printed with a QR code, ended.

The signature is Ed25519 over the exact text (`domain.statements.composed`), in the form that `ssh-keygen -Y verify`
checks. What is stated is given by whoever issues one: a certificate, a letter of hours, a portfolio.
"""

import uuid
from dataclasses import replace

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import statements as rules
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.plain_text import clean
from wellnessdesk.domain.statements import Kind, Proof, Statement
from wellnessdesk.services import peer_marks
from wellnessdesk.services.desk import Act, Desk, act
from wellnessdesk.store import people, statements
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import people_keys, sshsig
from wellnessdesk.vault.errors import WrongPassphrase as WrongPassphrase  # the dialog tells it at its own field
from wellnessdesk.vault.sshsig import SignatureProblem


@act("statements.issue")
def issue(desk: Desk, kind: Kind, person_id: str, body: str, passphrase: str) -> Statement:
    """State `body` about a peer, also one who has left, and sign it. Takes about half a second.

    Raises `WrongPassphrase`, and `Problem` for who never was a peer here and for words that cannot be stated.
    """
    desk.require_no_substitute()
    body = clean(body)
    wrong = rules.wrong_body(body)
    if wrong:
        raise Problem(wrong)
    people_keys.confirm(desk.keys, passphrase)
    with desk.change("statements") as change:
        made = signed(desk, change, kind, person_id, body)
        record(change, made)
        return made


@act("statements.own")
def mine(desk: Desk) -> list[Statement]:
    """What was stated about the peer who asks, the newest first."""
    with desk.reading() as tx:
        return [_checked(desk, one) for one in statements.everything(tx, desk.person.id)]


@act("statements.see")
def of_person(desk: Desk, person_id: str) -> list[Statement]:
    """What was stated about a peer, the newest first, also what was ended."""
    with desk.reading() as tx:
        return [_checked(desk, one) for one in statements.everything(tx, person_id)]


@act("statements.issue")
def end(desk: Desk, statement_id: str) -> None:
    """The center does not stand by a statement any more; it stays, for the history. Raises `Problem`.

    A paper that is out stays out, and its signature goes on fitting: whoever asks the center hears that it was ended.
    """
    desk.require_no_substitute()
    with desk.change("statements") as change:
        one = statements.get(change.tx, statement_id)
        if one is None or one.ended_at is not None:
            raise Problem(_("This statement was ended already."))
        statements.end(change.tx, statement_id, change.now, desk.person.id)
        ended = replace(one, ended_at=change.now)
        change.record("statement.end", f"statement:{one.id}", f"person:{one.person} {peer_marks.of(ended)}")


def signed(desk: Desk, change: Act, kind: Kind, person_id: str, body: str) -> Statement:
    """A statement, signed with the key of whoever is signed in, and kept; the caller records it, and has asked for
    their passphrase. Raises `Problem`."""
    peer = people.get(change.tx, person_id)
    if peer is None or peer.role is not Role.PEER:
        raise Problem(_("Statements are about Wellness Peers."))
    made_id = uuid.uuid4().hex
    text = rules.composed(kind, id=made_id, center=desk.center.name, person=peer.name, by=desk.person.name,
                          day=desk.today().isoformat(), body=body)
    made = Statement(id=made_id, kind=kind, person=peer.id, text=text, at=change.now, by=desk.person.id,
                     signature=sshsig.sign(text.encode(), desk.keys.identity.sign_seed, rules.NAMESPACE))
    statements.add(change.tx, made)
    return made


def record(change: Act, made: Statement) -> None:
    """Write a statement that was just made into the log."""
    change.record("statement.issue", f"statement:{made.id}", f"person:{made.person} kind:{made.kind} "
                                                             f"{peer_marks.of(made)}")


def proved(desk: Desk, change: Act, statement_id: str) -> Proof:
    """What the paper of a statement needs; printing it is recorded. A peer has their own. Raises `Problem` for one that
    is not there, was ended or does not fit its signature: nobody prints what the center does not stand by."""
    one = _there(desk, change.tx, statement_id)
    if one.ended_at is not None:
        raise Problem(_("The center does not stand by this statement any more: it cannot be printed."))
    if not one.holds:
        raise Problem(_("This signature does not fit the words any more. Somebody changed one of the two."))
    change.record("statement.print", f"statement:{one.id}")
    key, names = _key(desk, one), people.names(change.tx)
    return Proof(statement=one, about=names[one.person], signed_by=names[one.by], day=desk.center.day(one.at),
                 key=sshsig.allowed_signers_line(rules.PRINCIPAL, key, rules.NAMESPACE),
                 fingerprint=sshsig.fingerprint(key))


def _there(desk: Desk, tx: Transaction, statement_id: str) -> Statement:
    one = statements.get(tx, statement_id)
    if one is None or (desk.person.role is Role.PEER and one.person != desk.person.id):
        raise Problem(_("This statement is not there any more."))
    return _checked(desk, one)


def _checked(desk: Desk, one: Statement) -> Statement:
    return replace(one, holds=rules.belongs(one) and bool(_key(desk, one)))


def _key(desk: Desk, one: Statement) -> bytes:
    """The public key that made the signature, if whoever signed ever had it; else nothing."""
    entry = desk.keys.directory.entry(one.by)
    return next((public for public in (entry.signs if entry else ()) if _fits(one, public)), b"")


def _fits(one: Statement, public: bytes) -> bool:
    try:
        sshsig.verify(one.text.encode(), one.signature, rules.NAMESPACE, public)
    except SignatureProblem:
        return False
    return True
