"""Who may receive bundles: their keys, compared by voice or on paper before anything is locked for them."""

import uuid
from dataclasses import replace
from datetime import date

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import bundle_words
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


@act("bundles.recipients")
def signing_words(desk: Desk) -> str:
    """Six words of the same key: the district types them as it hears them."""
    return sshsig.words(desk.keys.header.anchors.center)


@act("bundles.add_recipient")
def add(desk: Desk, name: str, age_key: str, *, compared: bool, kinds: tuple[Kind, ...] = (Kind.AGGREGATE,),
        valid_from: date | None = None, valid_until: date | None = None) -> Recipient:
    """Add a recipient by its public age key (`age1…`); `compared` where its six words were compared.

    One of its name that was revoked has come back: its bundles are counted on, its pseudonyms are new.

    Raises `Problem` for a key that is none, or that anybody here has or had, and for a name on the list.
    """
    recipient = Recipient(id=uuid.uuid4().hex, name=tidy(name), kinds=kinds, valid_from=valid_from,
                          valid_until=valid_until)
    if not recipient.name:
        raise Problem(_("Enter the district's name."))
    _require_terms(recipient)
    with desk.change("bundles") as change:
        if any(one.revoked_at is None and recipient.named_as(one) for one in known(change.tx)):
            raise Problem(_("There is already a district of this name. Add the key to it."))
        recipients.add(change.tx, recipient, change.now, desk.person.id)
        key = _new_key(desk, change, recipient.id, age_key, compared)
        change.record("recipient.add", f"recipient:{recipient.id}", key.fingerprint)
        if compared:
            change.record("recipient.compare", f"recipient:{recipient.id}", key.fingerprint)
        if terms(recipient) != terms(Recipient(id="", name="")):
            change.record("recipient.change", f"recipient:{recipient.id}", terms(recipient))
        return get(change.tx, recipient.id)


@act("bundles.add_recipient")
def change_terms(desk: Desk, recipient: str, *, kinds: tuple[Kind, ...], valid_from: date | None = None,
                 valid_until: date | None = None) -> Recipient:
    """Which kinds it may receive, and between which days. Raises `Problem` for no kind, or days the wrong way round."""
    with desk.change("bundles") as change:
        after = replace(_still(change.tx, recipient), kinds=kinds, valid_from=valid_from, valid_until=valid_until)
        _require_terms(after)
        recipients.change(change.tx, after)
        change.record("recipient.change", f"recipient:{recipient}", terms(after))
    return after


@act("bundles.add_recipient")
def add_key(desk: Desk, recipient: str, age_key: str, *, compared: bool) -> Recipient:
    """One more key, for another office or instead of an old one. Raises `Problem` as `add`."""
    with desk.change("bundles") as change:
        if len([key for key in _still(change.tx, recipient).keys if key.ended_at is None]) >= agefile.MAX_RECIPIENTS:
            raise Problem(_("This district has as many keys as a bundle can be locked for. End one first."))
        key = _new_key(desk, change, recipient, age_key, compared)
        change.record("recipient.key", f"recipient:{recipient}", key.fingerprint)
        if compared:
            change.record("recipient.compare", f"recipient:{recipient}", key.fingerprint)
        return get(change.tx, recipient)


@act("bundles.add_recipient")
def compare_key(desk: Desk, recipient: str, key: str) -> Recipient:
    """Write down that the six words of a key were compared, by voice or on paper: from now on it locks bundles."""
    with desk.change("bundles") as change:
        found = _key(_still(change.tx, recipient), key)
        if found.compared_at is None:
            recipients.compare_key(change.tx, key, change.now, desk.person.id)
        change.record("recipient.compare", f"recipient:{recipient}", found.fingerprint)
        return get(change.tx, recipient)


@act("bundles.add_recipient")
def end_key(desk: Desk, recipient: str, key: str) -> Recipient:
    """From now on no bundle is locked for a key; bundles that left still open with it."""
    with desk.change("bundles") as change:
        found = _key(_still(change.tx, recipient), key)
        recipients.end_key(change.tx, key, change.now)
        change.record("recipient.end_key", f"recipient:{recipient}", found.fingerprint)
        return get(change.tx, recipient)


@act("bundles.add_recipient")
def revoke(desk: Desk, recipient: str) -> Recipient:
    """Nothing leaves for it any more. For good: who comes back is added anew, with a key compared anew."""
    with desk.change("bundles") as change:
        _still(change.tx, recipient)
        recipients.revoke(change.tx, recipient, change.now, desk.person.id)
        change.record("recipient.revoke", f"recipient:{recipient}")
        return get(change.tx, recipient)


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


def require_may_receive(recipient: Recipient, kind: Kind, day: date) -> None:
    """Raise `Problem` where no bundle of this kind may leave for it on this day."""
    if why := bundle_words.may_not_receive(recipient, kind, day):
        raise Problem(why)


def _still(tx: Transaction, recipient: str) -> Recipient:
    found = get(tx, recipient)
    if found.revoked_at is not None:
        raise Problem(_("{name} may not receive bundles any more.").format(name=found.name))
    return found


def _key(recipient: Recipient, key: str) -> RecipientKey:
    found = next((one for one in recipient.keys if one.id == key and one.ended_at is None), None)
    if found is None:
        raise Problem(_("This key is not in use any more."))
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
