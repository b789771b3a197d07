"""Sealed records: notes, drafts, flag bodies and remarks that the store key does not open.

A random data key closes the padded body (XChaCha20-Poly1305). The data key is sealed to the coordinators' role key,
to recovery (kit B) and, where there is one, to the author; SealedBox binds nothing, so each box holds
`data key ‖ BLAKE2b(binding)`. The author's Ed25519 signature lies inside: outside it would tell who wrote.
The directory is verified before every sealing.

Layout: `WDS1`, epoch (2 bytes), number of boxes (1 byte), boxes of 112 bytes (role, recovery, author, whoever else may
read it), nonce and body.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from wellnessdesk.domain.people import Role
from wellnessdesk.vault import kits, primitives
from wellnessdesk.vault.directory import decode, encode
from wellnessdesk.vault.errors import NoLongerActive, NotForThisKey, Tampered
from wellnessdesk.vault.recovery import Kit
from wellnessdesk.vault.unlock import Unlocked

_MAGIC = b"WDS1"
_BOX = 2 * primitives.KEY_BYTES + primitives.SEALED_OVERHEAD
_ROLE, _RECOVERY, _AUTHOR, _BESIDE = 0, 1, 2, 3
Sealing = tuple[int, bytes]
"""The epoch of one sealing of a record, and the bytes that its blind indexes are made of beside the student's."""


@dataclass(frozen=True, slots=True)
class Binding:
    """What a sealed record belongs to; given again, exactly, to open it.

    `student` and `author` are empty where the row names neither (flags): they are then part of the body.
    `previous` is the digest of the version before, empty for the first.
    """

    kind: str
    record: str
    version: int
    student: str = ""
    author: str = ""
    previous: bytes = b""


@dataclass(frozen=True, slots=True)
class Opened:
    """A sealed record's body (plain JSON data) and who signed it."""

    body: dict[str, object]
    signer: str


@dataclass(frozen=True, slots=True)
class _Inside:
    """What lay in a record, opened but not believed: its body, and who is said to have signed `what`."""

    body: dict[str, object]
    signer: str
    what: bytes
    signature: bytes


def seal(keys: Unlocked, binding: Binding, body: dict[str, object], *, to_author: bool = True,
         also: Sequence[str] = ()) -> bytes:
    """Close `body` for coordinators, recovery and (unless `to_author` is false) the one signed in, who signs it.

    `also` are ids of Wellness Peers who were there and may read it too; who is none any more gets no box. Raises
    `DirectoryForged` when the directory's signatures do not hold.
    """
    return _seal(keys, binding, body, [keys.identity.box, *_boxes(keys, also)] if to_author else [])


def seal_for(keys: Unlocked, binding: Binding, body: dict[str, object], also: Sequence[str] = ()) -> bytes:
    """Close `body` for coordinators, recovery and the author that `binding` names; the one signed in signs it.

    So a coordinator writes beside somebody's note what they are to read, too. Raises `DirectoryForged`, and `Tampered`
    for an author nobody knows.
    """
    author = keys.directory.entry(binding.author)
    if author is None:
        raise Tampered
    return _seal(keys, binding, body, [author.box, *_boxes(keys, also)])


def seal_own(keys: Unlocked, binding: Binding, body: dict[str, object]) -> bytes:
    """Close `body` for the one signed in alone, who signs it: no coordinator and no recovery kit ever opens it.

    Their boxes are there, as in every record, closed for keys that nobody has. Who loses their passphrase loses it,
    too. Raises `DirectoryForged`.
    """
    nobody = [primitives.box_public(primitives.new_key()) for _box in (_ROLE, _RECOVERY)]
    return _close(keys, binding, body, [*nobody, keys.identity.box])


def _boxes(keys: Unlocked, people: Sequence[str]) -> list[bytes]:
    """Of peers alone: who was there stands in a row, into which SQL can write anybody."""
    entries = [entry for entry in map(keys.directory.entry, people) if entry is not None]
    return [entry.box for entry in entries if entry.active and entry.role is Role.PEER]


def _seal(keys: Unlocked, binding: Binding, body: dict[str, object], others: list[bytes]) -> bytes:
    return _close(keys, binding, body, [keys.directory.role_keys[-1], keys.directory.recovery_b, *others])


def _close(keys: Unlocked, binding: Binding, body: dict[str, object], readers: list[bytes]) -> bytes:
    directory = keys.directory
    data_key = primitives.new_key()
    bound = _bound(keys, binding, directory.epoch)
    wrapped = data_key + primitives.digest(bound)
    boxes = b"".join(primitives.seal(public, wrapped) for public in readers)
    plain = primitives.canonical(body)
    signature = primitives.sign(keys.identity.sign_seed, bound + plain)
    inside = primitives.canonical({"signer": keys.identity.person, "signature": encode(signature),
                                   "body": plain.decode()})
    head = _MAGIC + directory.epoch.to_bytes(2, "big") + len(readers).to_bytes(1, "big")
    return head + boxes + primitives.encrypt(data_key, inside, bound)


def unseal(keys: Unlocked, binding: Binding, blob: bytes) -> Opened:
    """Open a record with whatever keys the person signed in holds.

    Raises `NotForThisKey` when it is sealed for others, `Tampered` when anything about it was changed or swapped.
    """
    return _signed(keys, _inside_of(keys, binding, blob))


def peek(keys: Unlocked, binding: Binding, blob: bytes) -> dict[str, object]:
    """What a record seems to say: whoever may write into the store can have written it, for no signature is checked.

    That check is half of the work of opening a record. Good for choosing among very many which to `unseal`, and never
    to be shown to anybody. Raises what `unseal` raises.
    """
    return _inside_of(keys, binding, blob).body


def _inside_of(keys: Unlocked, binding: Binding, blob: bytes) -> _Inside:
    epoch, boxes, closed = _split(blob)
    if not 1 <= epoch <= keys.directory.epoch:
        raise Tampered
    return _inside(keys, binding, epoch, _wrapped(keys, epoch, boxes), closed)


def unseal_with_kit(keys: Unlocked, kit: Kit, binding: Binding, blob: bytes) -> Opened:
    """Open a record with recovery kit B; `keys` only supply the header.

    What was sealed to a kit that this one replaced opens by the role key of its epoch, which the kit holds too. Raises
    `NotForThisKey`, `Tampered`, or what `kits.open_b` raises.
    """
    epoch, boxes, closed = _split(blob)
    try:
        wrapped = primitives.unseal(kit.private, boxes[_RECOVERY])
    except NotForThisKey:
        role = kits.open_b(keys.header, kit).role_privates.get(epoch)
        if role is None:
            raise
        wrapped = primitives.unseal(role, boxes[_ROLE])
    return _open(keys, binding, epoch, wrapped, closed)


def reseal(keys: Unlocked, binding: Binding, blob: bytes, *, signer: str | None = None,
           beside: str | None = None) -> bytes:
    """The record with one box closed anew, for the keys somebody has now; all else stays to the byte.

    A coordinator does this for somebody who lost their passphrase, and with it the keys: for the author, or with
    `beside` for who was there with them (`also`), if anybody was. The record must open, be its author's, and bear their
    signature, or that of the `signer` who wrote it for them (`seal_for`). Nothing in it says who was beside: that the
    caller must know. Raises `Tampered`, `NotForThisKey`, and `NoLongerActive` when they may not sign in.
    """
    epoch, boxes, closed = _split(blob)
    place = _AUTHOR if beside is None else _BESIDE
    if len(boxes) <= place:
        raise NotForThisKey
    wrapped = _wrapped(keys, epoch, boxes)
    opened = _open(keys, binding, epoch, wrapped, closed)
    reader = keys.directory.entry(beside or binding.author)
    if reader is None or opened.signer != (signer or binding.author):
        raise Tampered
    if not reader.active:
        raise NoLongerActive
    boxes[place] = primitives.seal(reader.box, wrapped)
    return blob[:7] + b"".join(boxes) + closed


def mark(blob: bytes) -> bytes:
    """What the next record of a chain names this one by (`Binding.previous`): it stays when the record is resealed.

    Raises `Tampered` for what is no sealed record.
    """
    return primitives.digest(_split(blob)[2])


def blind(keys: Unlocked, student: str, record: str, blob: bytes) -> bytes | None:
    """The blind index of a student for one sealed record: a coordinator finds their flags by computing it for each.

    It is another value for every record and every sealing of it. Else somebody could seal records of their own about
    students they choose, and compare what a coordinator writes beside those with what stands beside a real one.
    None for who does not hold the role key of its epoch. Raises `Tampered` for what is no sealed record.
    """
    return blinder(keys, student)(sealing_of(record, blob))


def sealing_of(record: str, blob: bytes) -> Sealing:
    """What of one sealing goes into its blind indexes: whoever looks for many students keeps it. Raises `Tampered`."""
    return _split(blob)[0], primitives.canonical([record, encode(primitives.digest(blob))])[1:]


def blinder(keys: Unlocked, student: str) -> Callable[[Sealing], bytes | None]:
    """What `blind` does, for many records: what is the same for all of them is made once."""
    key_of = cache(keys.index_key)
    head = primitives.canonical([student])[:-1] + b","  # and a `Sealing` goes on: together one list, canonical as ever

    def blind_one(sealing: Sealing) -> bytes | None:
        epoch, rest = sealing
        key = key_of(epoch)
        return None if key is None else primitives.mac(key, head + rest)

    return blind_one


def _bound(keys: Unlocked, binding: Binding, epoch: int) -> bytes:
    return primitives.canonical({
        "format": 1, "store": keys.header.anchors.store, "kind": binding.kind, "record": binding.record,
        "version": binding.version, "student": binding.student, "author": binding.author,
        "previous": encode(binding.previous), "epoch": epoch})


def _split(blob: bytes) -> tuple[int, list[bytes], bytes]:
    count = blob[6] if len(blob) > 7 else 0
    end = 7 + count * _BOX
    if blob[:4] != _MAGIC or count < 2 or len(blob) <= end:
        raise Tampered
    return int.from_bytes(blob[4:6], "big"), [blob[at:at + _BOX] for at in range(7, end, _BOX)], blob[end:]


def _wrapped(keys: Unlocked, epoch: int, boxes: list[bytes]) -> bytes:
    role = keys.role_privates.get(epoch)
    if role is None:
        return _own(keys, boxes[_AUTHOR:])
    try:
        return primitives.unseal(role, boxes[_ROLE], keys.directory.role_keys[epoch - 1])
    except NotForThisKey as error:
        raise Tampered from error  # everything is sealed to the coordinators


def _own(keys: Unlocked, boxes: list[bytes]) -> bytes:
    """What the one of these boxes holds that is closed for the one signed in."""
    for box in boxes:
        try:
            return primitives.unseal(keys.identity.box_private, box, keys.identity.box)
        except NotForThisKey:
            continue
    raise NotForThisKey


def _open(keys: Unlocked, binding: Binding, epoch: int, wrapped: bytes, closed: bytes) -> Opened:
    return _signed(keys, _inside(keys, binding, epoch, wrapped, closed))


def _inside(keys: Unlocked, binding: Binding, epoch: int, wrapped: bytes, closed: bytes) -> _Inside:
    bound = _bound(keys, binding, epoch)
    data_key, fingerprint = wrapped[:primitives.KEY_BYTES], wrapped[primitives.KEY_BYTES:]
    if not primitives.same(fingerprint, primitives.digest(bound)):
        raise Tampered
    inside = primitives.decrypt(data_key, closed, bound)
    try:  # who sealed it also chose what is inside: it need not be what `seal` writes
        raw = json.loads(inside)
        plain, body = raw["body"].encode(), json.loads(raw["body"])
        signer, signature = str(raw["signer"]), decode(raw["signature"])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Tampered from error
    if not isinstance(body, dict):
        raise Tampered
    return _Inside(body, signer, bound + plain, signature)


def _signed(keys: Unlocked, inside: _Inside) -> Opened:
    entry = keys.directory.entry(inside.signer)
    if entry is None or not any(primitives.signed_by(sign, inside.what, inside.signature) for sign in entry.signs):
        raise Tampered
    return Opened(inside.body, entry.person)
