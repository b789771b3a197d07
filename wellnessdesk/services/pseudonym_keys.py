"""The keys that pseudonyms are made with: one for a recipient's school year, made when it is first used.

Sealed to the coordinators and kit B, a key stays when keys are rotated or people leave; it never leaves the center.
"""

import json
import uuid

from wellnessdesk.services.desk import Desk
from wellnessdesk.services.signers import signed_within
from wellnessdesk.store import pseudonym_keys, sealed
from wellnessdesk.store.pseudonym_keys import Mark
from wellnessdesk.vault import primitives, sealing
from wellnessdesk.vault.errors import Tampered
from wellnessdesk.vault.sealing import Binding

PSEUDONYM_KEY = "pseudonym key"


def key_for(desk: Desk, recipient: str, school_year: int) -> bytes:
    """The 32 bytes; made and recorded if there were none. Raises `Tampered`, `NotForThisKey`."""
    with desk.reading() as tx:
        mark = pseudonym_keys.get(tx, recipient, school_year)
        if mark is not None:
            return _opened(desk, mark, sealed.get(tx, PSEUDONYM_KEY, mark.id, 1) or b"")
    return _made(desk, recipient, school_year)


def written_as(mark: Mark, blob: bytes) -> str:
    """What the audit log keeps of a key, so that nobody can exchange it or give it to another recipient."""
    facts = [*mark, primitives.digest(blob).hex()]
    return primitives.digest(json.dumps(facts, separators=(",", ":")).encode()).hex()


def binding(mark: Mark) -> Binding:
    """What the seal of a key is bound to."""
    return Binding(PSEUDONYM_KEY, mark.id, 1)


def _made(desk: Desk, recipient: str, school_year: int) -> bytes:
    key, mark = primitives.new_key(), Mark(uuid.uuid4().hex, recipient, school_year, desk.person.id)
    blob = sealing.seal(desk.keys, binding(mark), {
        "key": key.hex(), "recipient": recipient, "school_year": school_year}, to_author=False)
    with desk.change() as change:
        pseudonym_keys.add(change.tx, mark, change.now)
        sealed.add(change.tx, PSEUDONYM_KEY, mark.id, 1, blob)
        change.record("pseudonym_key.make", f"pseudonym_key:{mark.id}", written_as(mark, blob))
    return key


def _opened(desk: Desk, mark: Mark, blob: bytes) -> bytes:
    """Whose it is, is in the seal too: a row alone could give one recipient the key of another."""
    opened = sealing.unseal(desk.keys, binding(mark), blob)
    of = (opened.body.get("recipient"), opened.body.get("school_year"), opened.signer)
    if of != mark[1:] or not signed_within(desk, opened.signer, "bundles.write"):
        raise Tampered
    return bytes.fromhex(str(opened.body["key"]))
