"""One backup in one file: an ordinary zip, nothing compressed, of three members that `unzip` can take out.

`backup.json` says what it is and holds, sealed to recovery kit A, the fresh key that the database is encrypted with;
`keys.json` is the center's header of that moment, `center.db` the SQLCipher database. Row counts, digests and the
center's name are encrypted under the fresh key. A MAC under the fresh key and the store key together is over all of
it: only somebody who had the store open can have made it, so records planted by a forger are not restored.

Reading trusts nothing: three stored members one after another, each of at most so many bytes, and nothing else.
"""

import hashlib
import json
import os
import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from wellnessdesk.base import files
from wellnessdesk.base.progress import NO_PROGRESS, Progress
from wellnessdesk.domain.audit import Head
from wellnessdesk.domain.backups import Content, Facts, Reason
from wellnessdesk.vault import header_file, kits, primitives
from wellnessdesk.vault.backup_problems import (
    BackupAltered,
    BackupDamaged,
    BackupNewer,
    BackupUnreadable,
    NotABackup,
    wrong_kit,
)
from wellnessdesk.vault.directory import decode, encode
from wellnessdesk.vault.errors import DirectoryForged, NotForThisKey, VaultProblem
from wellnessdesk.vault.header import Header, ReadHeader, parse
from wellnessdesk.vault.kits import KitOpensNothing, OpenedA, WrongKit
from wellnessdesk.vault.recovery import Kit

FORMAT = "wellnessdesk-backup"
VERSION = 1
MANIFEST, HEADER, STORE = "backup.json", "keys.json", "center.db"
_NAMES = (MANIFEST, HEADER, STORE)
_LARGEST = {MANIFEST: 256 * 1024, HEADER: header_file.LARGEST, STORE: 2**40}
_LARGEST_END = 1024
"""The zip's list of contents, which is not read."""
_LOCAL = struct.Struct("<4s5H3I2H")
_LONG = struct.Struct("<HHQQ")
_IN_LONG = 0xFFFFFFFF
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Keys:
    """What a backup is closed with: its own fresh key, and the store key of its header."""

    fresh: bytes = field(repr=False)
    store: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Found:
    """A backup as it says it is, before any key. Nothing of it is proven."""

    path: Path
    store: str
    made_at: datetime
    revision: str
    body: dict[str, str]
    mac: bytes
    header: ReadHeader
    start: int
    """Where the database begins in the file, and how long it is."""
    size: int


@dataclass(frozen=True, slots=True)
class Opened:
    """A backup that is whole and the center's own."""

    found: Found
    facts: Facts
    header: Header
    keys: Keys
    kit: OpenedA | None = field(default=None, repr=False)
    """What else kit A opened: root key and device secret. None where the backup was opened without the kit."""


def write(path: Path, facts: Facts, header: Header, database: Path, keys: Keys) -> None:
    """Make a backup of `database` (encrypted under `keys.fresh`) at `path`, on the disk when this returns.

    It opens with the recovery kit A that the header's directory names. Raises `DirectoryForged` or `OSError`.
    """
    header_bytes = header.to_bytes(keys.store)
    recovery = header.verified().recovery_a
    body = {
        "store": facts.store, "made_at": facts.made_at.isoformat(), "revision": facts.content.revision,
        "key": encode(primitives.seal(recovery, keys.fresh)),
        "facts": encode(primitives.encrypt(keys.fresh, _closed(facts), _bound(facts.store))),
        HEADER: hashlib.sha256(header_bytes).hexdigest(), STORE: _sha256(database)}
    manifest = primitives.canonical({
        "format": FORMAT, "version": VERSION, "body": body, "digest": encode(primitives.digest(_sealed(VERSION, body))),
        "mac": encode(_mac(keys, body))})
    with os.fdopen(files.create(path), "wb") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr(zipfile.ZipInfo(MANIFEST), manifest + b"\n")
            archive.writestr(zipfile.ZipInfo(HEADER), header_bytes)
            _add(archive, database)
        file.flush()
        os.fsync(file.fileno())


def look(path: Path) -> Found:
    """What a backup says it is. Raises `NotABackup`, `BackupDamaged`, `BackupNewer`, `BackupUnreadable`."""
    with _opened(path) as file:
        places = _places(file)
        body, mac = _manifest(_member(file, places, MANIFEST))
        header = _member(file, places, HEADER)
    try:
        if hashlib.sha256(header).hexdigest() != body[HEADER]:
            raise BackupDamaged
        return Found(path, body["store"], _moment(body["made_at"]), body["revision"], body, mac, parse(header),
                     *places[STORE])
    except (KeyError, ValueError, VaultProblem) as error:
        raise BackupDamaged from error


def open_with_kit(found: Found, kit: Kit) -> Opened:
    """Everything in it but the database, with recovery kit A.

    Raises `WrongKit`, or `BackupAltered` for what nobody of this center made.
    """
    try:
        opened = kits.open_a(found.header.header, kit)
        fresh = primitives.unseal(kit.private, decode(found.body["key"]))
    except WrongKit as error:
        raise wrong_kit(found.header.header, kit) from error
    except (DirectoryForged, KitOpensNothing, NotForThisKey, ValueError, KeyError) as error:
        raise BackupAltered from error
    return _proven(found, Keys(fresh, opened.store_key), opened)


def open_with_keys(found: Found, keys: Keys) -> Opened:
    """The same with the keys it was made with, which its maker still has. Raises `BackupAltered`."""
    return _proven(found, keys, None)


def extract(opened: Opened, target: Path, progress: Progress = NO_PROGRESS) -> None:
    """The database as it lies in the backup, under its fresh key, as a new file. Reports bytes.

    Raises `BackupDamaged`, `BackupUnreadable` (a stick was pulled out), `Cancelled`, or `OSError` when the target
    cannot be written; what was written until then is left to the caller.
    """
    found, digest, done = opened.found, hashlib.sha256(), 0
    with os.fdopen(files.create(target), "wb") as out:
        for data in _database(found):
            progress.check_cancelled()
            digest.update(data)
            out.write(data)
            done += len(data)
            progress.report(done, found.size)
    if digest.hexdigest() != found.body[STORE]:
        raise BackupDamaged


def _database(found: Found) -> Iterator[bytes]:
    left = found.size
    with _opened(found.path) as file:
        file.seek(found.start)
        while left and (data := file.read(min(_CHUNK, left))):
            left -= len(data)
            yield data


def _proven(found: Found, keys: Keys, kit: OpenedA | None) -> Opened:
    header = found.header.header
    if not primitives.same(_mac(keys, found.body), found.mac) or not header.authentic(keys.store, found.header.mac):
        raise BackupAltered
    if header.anchors.store != found.store:
        raise BackupAltered
    plain = primitives.decrypt(keys.fresh, decode(found.body["facts"]), _bound(found.store))
    return Opened(found, _facts(found, json.loads(plain)), header, keys, kit)


def _closed(facts: Facts) -> bytes:
    content = facts.content
    return primitives.canonical({
        "center": facts.center, "school": facts.school, "zone": facts.zone, "reason": facts.reason.value,
        "head": [content.head.sequence, encode(content.head.hash)], "tables": [list(one) for one in content.tables]})


def _facts(found: Found, raw: Any) -> Facts:
    """Bears the MAC: it is as `_closed` wrote it."""
    number, hash_ = raw["head"]
    content = Content(revision=found.revision, head=Head(number, decode(hash_)),
                      tables=tuple((name, rows, digest) for name, rows, digest in raw["tables"]))
    return Facts(store=found.store, center=raw["center"], school=raw["school"], zone=raw["zone"],
                 made_at=found.made_at, reason=Reason(raw["reason"]), content=content)


def _bound(store: str) -> bytes:
    return primitives.canonical({"kind": "wellnessdesk backup facts 1", "store": store})


def _sealed(version: int, body: object) -> bytes:
    """What digest and MAC are over; every later version keeps to this, so that a damaged number is not "newer"."""
    return primitives.canonical({"format": FORMAT, "version": version, "body": body})


def _mac(keys: Keys, body: object) -> bytes:
    key = primitives.derive(keys.fresh, keys.store, "wellnessdesk backup mac 1")
    return primitives.mac(key, _sealed(VERSION, body))


def _manifest(data: bytes) -> tuple[dict[str, str], bytes]:
    try:
        raw = json.loads(data)
        version, body = raw["version"], raw["body"]
        if raw["format"] != FORMAT or not primitives.same(
                primitives.digest(_sealed(version, body)), decode(raw["digest"])):
            raise BackupDamaged
        if type(version) is int and version > VERSION:
            raise BackupNewer
        if version != VERSION or not all(isinstance(value, str) for value in body.values()):
            raise BackupDamaged
        return body, decode(raw["mac"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BackupDamaged from error


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError
    return moment


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        with files.open_real(path) as file:
            yield file
    except files.NotAFile as error:
        raise NotABackup from error
    except OSError as error:
        raise BackupUnreadable from error


def _places(file: BinaryIO) -> dict[str, tuple[int, int]]:
    """Where each member begins and how long it is. `NotABackup` unless the first is ours, then `BackupDamaged`."""
    places: dict[str, tuple[int, int]] = {}
    at, end = 0, os.fstat(file.fileno()).st_size
    for name in _NAMES:
        start, size = _local(file, at, name)
        if size > _LARGEST[name] or start + size > end:
            raise BackupDamaged
        places[name] = start, size
        at = start + size
    if end - at > _LARGEST_END:
        raise BackupDamaged
    return places


def _local(file: BinaryIO, at: int, name: str) -> tuple[int, int]:
    """The zip's local header at `at`: where the member's bytes begin, and their number."""
    problem = NotABackup if name == MANIFEST else BackupDamaged
    file.seek(at)
    head = file.read(_LOCAL.size)
    if len(head) < _LOCAL.size:
        raise problem
    sign, _needs, flags, method, _time, _date, _crc, packed, size, letters, more = _LOCAL.unpack(head)
    if sign != b"PK\x03\x04" or flags or method or packed != size or file.read(letters) != name.encode():
        raise problem
    extra = file.read(more)
    if size == _IN_LONG and len(extra) == _LONG.size:
        *_kind, size, _packed = _LONG.unpack(extra)
    elif extra:
        raise problem
    return at + _LOCAL.size + letters + more, size


def _member(file: BinaryIO, places: dict[str, tuple[int, int]], name: str) -> bytes:
    start, size = places[name]
    file.seek(start)
    return file.read(size)


def _add(archive: zipfile.ZipFile, database: Path) -> None:
    member = zipfile.ZipInfo(STORE)
    member.file_size = database.stat().st_size
    with archive.open(member, "w") as out, database.open("rb") as source:
        while data := source.read(_CHUNK):
            out.write(data)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
