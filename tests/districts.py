"""A district without waiting: the same age file, with the least work a guess can be; and bundles made for it."""

import base64
import hashlib
import hmac
import os
from dataclasses import replace
from datetime import date
from unittest import mock

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tests.exchange.bundles import META
from tests.exchange.bundles import tables as made_up
from wellnessdesk.base.clock import FixedClock
from wellnessdesk.domain.bundles import Kind, Period
from wellnessdesk.exchange import datapackage, row_package, zip_stream
from wellnessdesk.exchange.packet_schema import Basis
from wellnessdesk.services.district import centers, inbox
from wellnessdesk.services.district.desk import DistrictDesk
from wellnessdesk.vault import agefile, district_keys, primitives, sshsig

PASSPHRASE = "four words of a district"
SEED = bytes(range(32))
OTHER = "c0ffee00-1111-4222-8333-999999999999"
"""The id of a second center."""


def quick_lock(plain, passphrase, work=10):
    """An age file that a passphrase opens (age-encryption.org/v1, scrypt), made in milliseconds."""
    salt, key, nonce = os.urandom(16), os.urandom(16), os.urandom(16)
    stretched = hashlib.scrypt(passphrase.encode(), salt=b"age-encryption.org/v1/scrypt" + salt, n=1 << work, r=8, p=1,
                               dklen=32, maxmem=2**30)
    box = ChaCha20Poly1305(stretched).encrypt(bytes(12), key, None)
    head = f"age-encryption.org/v1\n-> scrypt {_base64(salt)} {work}\n{_base64(box)}\n---".encode()
    mac = hmac.digest(_derived(key, b"", b"header"), head, "sha256")
    body = ChaCha20Poly1305(_derived(key, nonce, b"payload")).encrypt(bytes(11) + b"\x01", plain, None)
    return head + b" " + _base64(mac).encode() + b"\n" + nonce + body


def _base64(data):
    return base64.b64encode(data).rstrip(b"=").decode()


def _derived(key, salt, info):
    return HKDF(SHA256(), 32, salt, info).derive(key)


def quickly():
    """While it holds, the program's own key files cost as little."""
    return mock.patch.object(district_keys.scrypt, "encrypt", quick_lock)


def new_district(folder, clock=None, name=""):
    """A district, open."""
    with quickly():
        return DistrictDesk.create(folder, PASSPHRASE, clock or FixedClock(), name)


def known_district(folder, clock=None):
    """A district that knows one center, open."""
    made = new_district(folder, clock)
    centers.add(made, line(), "Wellness Center", "Núñez High", words=words())
    return made


def two_schools(folder, name=""):
    """A district that took two months of one school, and the first of them of another; open."""
    made = new_district(folder / "district", name=name)
    send_of_two_schools(made, folder)
    inbox.take(made, inbox.look(made, [folder / "Núñez High", folder / "Harbor High"]))
    return made


def send_of_two_schools(desk, folder):
    """The same bundles of two schools whose centers the desk then knows, not taken; the sender of the other one."""
    for center, school, months in ((META.center_id, "Núñez High", 2), (OTHER, "Harbor High", 1)):
        seed = bytes([len(school)]) * 32
        centers.add(desk, line(center, seed), "Wellness Center", school, words=words(seed))
        sender = Sender(desk, folder / school, center, seed)
        for _month in range(months):
            sender.send(school=school)
    return sender


def line(center=META.center_id, seed=SEED):
    """What a center gives a district."""
    return sshsig.allowed_signers_line(center, primitives.sign_public(seed))


def words(seed=SEED):
    """What it says over the telephone."""
    return sshsig.words(primitives.sign_public(seed))


class Sender:
    """A center that sends bundles, one after the other."""

    def __init__(self, desk, folder, center=META.center_id, seed=SEED):
        self.public, self.folder, self.center, self.seed = desk.keys.pairs[0].public, folder, center, seed
        self.sequence, self.previous = 0, ""
        folder.mkdir(exist_ok=True)

    def meta(self, **changes):
        """What the next bundle says about itself: the next month."""
        number = self.sequence + 1
        month = date(2024 + number // 12, number % 12 + 1, 1)
        return replace(META, **{
            "id": f"{self.center}-{number}", "sequence": number, "previous": self.previous,
            "audit_sequence": 100 * number, "period": Period.month(month.year, month.month),
            "recipient_keys": (agefile.fingerprint(self.public),), "center_id": self.center, **changes})

    def signed(self, files):
        """The files with this center's signature on their manifest."""
        signature = sshsig.sign(files[datapackage.MANIFEST], self.seed, sshsig.BUNDLE_NAMESPACE)
        return {**files, datapackage.SIGNATURE: signature.encode()}

    def locked(self, data):
        """Whatever it is, encrypted for the district."""
        return agefile.encrypt(data, [self.public])

    def send(self, name="", keep=True, tables=None, **changes):
        """The path of the next bundle; with `keep=False` the next one follows from the one before, not from it."""
        meta = self.meta(**changes)
        data = self.locked(datapackage.zip_bytes(self.signed(datapackage.build(tables or made_up(), meta))))
        return self._write(name, data, meta, keep)

    def send_packet(self, record=b"%PDF-1.4 a record"):
        """The next bundle, of one student's records."""
        meta = self.meta(kind=Kind.PACKET)
        basis = Basis(ground="court", legal_basis="Court order", decided_by="Cora Diaz", included=3, withheld=1)
        return self._write("", self.locked(datapackage.zip_bytes(self.signed(
            datapackage.build_packet(record, basis, meta)))), meta, keep=True)

    def send_rows(self, table, ends_on=date(2027, 8, 31)):
        """The next bundle, of a table of rows: its layout and its bytes."""
        meta = self.meta(kind=Kind.ROWS, ends_on=ends_on)
        layout, data = table
        tables = [(layout, zip_stream.at_hand(data))]
        files = row_package.files(tables, meta, "bundle.age", lambda manifest: sshsig.sign(
            manifest, self.seed, sshsig.BUNDLE_NAMESPACE).encode())
        return self._write("", self.locked(b"".join(zip_stream.zipped(files))), meta, keep=True)

    def _write(self, name, data, meta, keep):
        if keep:
            self.sequence, self.previous = meta.sequence, hashlib.sha256(data).hexdigest()
        path = self.folder / (name or f"{self.center[:8]}-{meta.sequence:04d}-{os.urandom(3).hex()}.age")
        path.write_bytes(data)
        return path
