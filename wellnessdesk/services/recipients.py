"""Who may receive bundles: their keys, compared by voice or on paper before anything is locked for them."""

import uuid
from datetime import date

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.bundles import Kind, Recipient, RecipientKey
from wellnessdesk.domain.names import tidy
from wellnessdesk.services.desk import Act, Desk, act
from wellnessdesk.store import recipients
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import agefile, sshsig


@act("bundles.recipients")
def everybody(desk: Desk) -> list[Recipient]:
    """All recipients by name, those revoked and those whose time is over too."""
    with desk.reading() as tx:
        return known(tx)


@act("bundles.recipients")
def allowed_signers(desk: Desk) -> str:
    """The line the district puts into its `allowed_signers` file, to be handed over once, by itself."""
    return sshsig.allowed_signers_line(desk.center.id, desk.keys.header.anchors.center)


@act("bundles.recipients")
def signing_fingerprint(desk: Desk) -> str:
    """The fingerprint of that line's key, as `ssh-keygen -l` shows it: to be compared by voice."""
    return sshsig.fingerprint(desk.keys.header.anchors.center)


@act("bundles.add_recipient")
def add(desk: Desk, name: str, age_key: str, *, compared: bool, kinds: tuple[Kind, ...] = (Kind.AGGREGATE,),
        valid_from: date | None = None, valid_until: date | None = None) -> Recipient:
    """Add a recipient by its public age key (`age1…`); `compared` where its six words were compared.

    Raises `Problem` for a key that is none, or that anybody here has or had.
    """
    recipient = Recipient(id=uuid.uuid4().hex, name=tidy(name), kinds=kinds, valid_from=valid_from,
                          valid_until=valid_until)
    if not recipient.name:
        raise Problem(_("Enter the district's name."))
    _require_terms(recipient)
    with desk.change("bundles") as change:
        recipients.add(change.tx, recipient, change.now, desk.person.id)
        key = _new_key(desk, change, recipient.id, age_key, compared)
        change.record("recipient.add", f"recipient:{recipient.id}", key.fingerprint)
        if compared:
            change.record("recipient.compare", f"recipient:{recipient.id}", key.fingerprint)
        if terms(recipient) != terms(Recipient(id="", name="")):
            change.record("recipient.change", f"recipient:{recipient.id}", terms(recipient))
        return get(change.tx, recipient.id)


def terms(recipient: Recipient) -> str:
    """Kinds and dates, as the log has them."""
    days = (day.isoformat() if day else "" for day in (recipient.valid_from, recipient.valid_until))
    return "/".join((" ".join(recipient.kinds), *days))


def known(tx: Transaction) -> list[Recipient]:
    """All recipients within a transaction of the caller."""
    return recipients.everybody(tx, _words)


def get(tx: Transaction, recipient: str) -> Recipient:
    """One recipient; raises `Problem` for an id that is nobody's."""
    found = next((one for one in known(tx) if one.id == recipient), None)
    if found is None:
        raise Problem(_("Choose the district this bundle is for."))
    return found


def _new_key(desk: Desk, change: Act, recipient: str, age_key: str, compared: bool) -> RecipientKey:
    age_key = age_key.strip()
    if not agefile.valid_recipient(age_key):
        raise Problem(_("This is not a public age key. It begins with age1; copy it whole."))
    if recipients.known_key(change.tx, age_key):
        raise Problem(_("This key is already on the list."))
    key = RecipientKey(id=uuid.uuid4().hex, age_key=age_key, fingerprint=agefile.fingerprint(age_key),
                       added_at=change.now, compared_at=change.now if compared else None)
    recipients.add_key(change.tx, recipient, key, desk.person.id)
    return key


def _require_terms(recipient: Recipient) -> None:
    if not recipient.kinds:
        raise Problem(_("Choose at least one kind of bundle."))
    if recipient.valid_from and recipient.valid_until and recipient.valid_until < recipient.valid_from:
        raise Problem(_("The last day is before the first. Change one of them."))


def _words(age_key: str) -> str:
    """Empty for a key that somebody spoiled in the store."""
    return agefile.fingerprint(age_key) if agefile.valid_recipient(age_key) else ""
