"""What people bring to supervision in their own words: coordinators on the agenda, Wellness Peers before it is built.

What it is, is sealed with the words: in the clear every one of them is alike. The reference of a peer's names the peer,
who may read it, too.
"""

import uuid
from datetime import timedelta

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import plain_text
from wellnessdesk.domain.meetings import Meeting
from wellnessdesk.domain.own_items import LONGEST, About, Brought, OwnItem, choices
from wellnessdesk.domain.supervision import ItemKind, ItemState, Section
from wellnessdesk.services import supervision_groups
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.services.signers import signed_within
from wellnessdesk.store import meetings as rows
from wellnessdesk.store import sealed, supervision
from wellnessdesk.store.supervision import StoredItem
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import sealing
from wellnessdesk.vault.errors import Tampered, VaultProblem
from wellnessdesk.vault.sealing import Binding

OWN = "agenda item"
MINUTES = 3
"""Set aside for each to begin with."""
OUTCOME = "outcome"
"""What is said in a meeting about an item."""
_BACK = timedelta(weeks=9)


@act("supervision.own")
def coming(desk: Desk) -> list[Meeting]:
    """The next meeting of each group that whoever is signed in belongs to, of those that have not begun."""
    with desk.reading() as tx:
        return supervision_groups.coming(desk, tx, desk.person.id)


@act("supervision.own")
def brought(desk: Desk) -> list[Brought]:
    """What whoever is signed in brought in the last weeks, newest meeting first."""
    with desk.reading() as tx:
        places = supervision.brought(tx, f".{desk.person.id}", desk.today() - _BACK)
        free = {one.id for one in supervision_groups.coming(desk, tx, desk.person.id)}
        return [Brought(item=opened(desk, tx, item.ref), meeting=meeting, day=day, state=ItemState(item.state),
                        carried=item.carried, free=meeting in free and not item.carried)
                for meeting, day, item in places]


@act("supervision.own")
def bring(desk: Desk, meeting: str, about: About, text: str) -> None:
    """Put something on the agenda of one's next meeting, built or not. Raises `Problem`."""
    words = sound(text)
    if about not in choices(desk.person.role):
        raise Problem(_("Announcements are made by a coordinator."))
    with desk.change("supervision") as change:
        coming_up = supervision_groups.coming(desk, change.tx, desk.person.id)
        at = next((one for one in coming_up if one.id == meeting), None)
        if at is None:
            raise Problem(_("This is not your next meeting any more. Look again, and choose it anew."))
        rows.keep(change.tx, at)
        ref = f"{uuid.uuid4().hex}.{desk.person.id}"
        keep(desk, change.tx, ref, about, words)
        supervision.append(change.tx, at.id, StoredItem(
            section=Section.OWN.value, kind=ItemKind.OWN.value, ref=ref, minutes=MINUTES, carried=0,
            state=ItemState.OPEN.value))
        change.record("item.bring", f"agenda:{at.id}", ref)


@act("supervision.own")
def withdraw(desk: Desk, meeting: str, ref: str) -> None:
    """Take back what one brought, as long as no meeting had it on its agenda. Raises `Problem`."""
    if not ref.endswith(f".{desk.person.id}"):
        raise Problem(_("This was brought by somebody else."))
    with desk.change("supervision") as change:
        free = {one.id for one in supervision_groups.coming(desk, change.tx, desk.person.id)}
        item = next((one for one in supervision.items(change.tx, meeting) if one.ref == ref), None)
        if item is None or item.carried or meeting not in free:
            raise Problem(_("It was on an agenda already. Tell your coordinator, who can tick it off."))
        supervision.remove(change.tx, meeting, ItemKind.OWN.value, ref)
        sealed.remove(change.tx, OWN, ref)
        sealed.remove(change.tx, OUTCOME, f"{meeting}:{ItemKind.OWN.value}:{ref}")
        change.record("item.withdraw", f"agenda:{meeting}", ref)


def sound(text: str) -> str:
    """The words in one line. Raises `Problem` for none, and for too many."""
    return " ".join(plain_text.required(text, LONGEST, _("Write what you want to talk about.")).split())


def keep(desk: Desk, tx: Transaction, ref: str, about: About, words: str) -> None:
    """Seal a new one, inside a transaction of the caller: to coordinators, and to the peer that its reference names."""
    blob = sealing.seal(desk.keys, binding(ref), {"text": words, "about": about.value}, to_author=bool(author_of(ref)))
    sealed.add(tx, OWN, ref, 1, blob)


def opened(desk: Desk, tx: Transaction, ref: str) -> OwnItem:
    """One with its words; one whose words are missing or spoiled says so, for nothing takes it away."""
    try:
        return _opened(desk, ref, sealed.get(tx, OWN, ref, 1))
    except VaultProblem as problem:  # one spoiled item must not keep the whole agenda closed
        return OwnItem(ref=ref, text="", author=author_of(ref), problem=str(problem))


def author_of(ref: str) -> str:
    """The id of the peer who brought it; empty for a coordinator's."""
    return ref.partition(".")[2]


def binding(ref: str) -> Binding:
    """Where its words belong."""
    return Binding(OWN, ref, 1, author=author_of(ref))


def _opened(desk: Desk, ref: str, blob: bytes | None) -> OwnItem:
    if blob is None:
        raise Tampered
    found = sealing.unseal(desk.keys, binding(ref), blob)
    text, about = found.body.get("text"), found.body.get("about", About.TOPIC.value)
    if not isinstance(text, str) or about not in set(About):
        raise Tampered
    announces = About(str(about)) is About.ANNOUNCEMENT
    if found.signer != (author_of(ref) or found.signer) or not signed_within(
            desk, found.signer, "supervision.change" if announces or not author_of(ref) else "supervision.own"):
        raise Tampered
    return OwnItem(ref=ref, text=text, about=About(str(about)), author=author_of(ref))
