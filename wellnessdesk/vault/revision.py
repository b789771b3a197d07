"""The next header in the making: who holds which key from then on, and the two signatures under the directory.

Every change of people's keys is made of the few steps here (`vault.people_keys` says in which order). Nothing of it
counts before the result lies in the header file.
"""

from dataclasses import replace

from wellnessdesk.domain.people import Role
from wellnessdesk.vault import primitives
from wellnessdesk.vault.directory import Directory, Entry, SignedDirectory, sign_directory, sign_readers
from wellnessdesk.vault.errors import DirectoryForged
from wellnessdesk.vault.header import Grant, GrantKind, Header, Slot
from wellnessdesk.vault.recovery import KIT_A, KIT_B
from wellnessdesk.vault.substitutes import Substitute
from wellnessdesk.vault.unlock import Consenting, Unlocked, role_holder, store_check


class Revision:
    """Begun from what `keys` hold; `consenting` signs for who reads notes, and gives the role keys on."""

    def __init__(self, keys: Unlocked, consenting: Consenting | None = None) -> None:
        self.directory = keys.directory
        self.role_privates = dict(consenting.role_privates) if consenting is not None else {}
        self._keys = keys
        self._center_seed = consenting.center_seed if consenting is not None else None
        self._store_key = keys.store_key
        self._slots = {slot.person: slot for slot in keys.header.slots}
        self._grants = list(keys.header.grants)
        self._substitutes = {one.id: one for one in keys.header.substitutes}

    @property
    def center_seed(self) -> bytes:
        """The center's signing key; raises `DirectoryForged` where nobody consents who has it."""
        if self._center_seed is None:
            raise DirectoryForged
        return self._center_seed

    def put(self, entry: Entry) -> None:
        """Add or replace a person of the directory."""
        self.directory = self.directory.with_entry(entry)

    def let_in(self, entry: Entry, slot: Slot | None = None) -> None:
        """Give a person every key of their role, sealed to their public key, in the place of all they had.

        Raises `DirectoryForged` where whoever makes the change does not hold what is to be given.
        """
        self._drop(entry.person)
        if slot is not None:
            self._slots[entry.person] = slot
        self._give(GrantKind.STORE, entry.person, entry.box, self._store_key)
        if entry.role is Role.ADMINISTRATOR:
            self._give(GrantKind.ROOT, entry.person, entry.box, self._root_seed())
        if entry.role is Role.COORDINATOR:
            self._give_role_keys(entry.person, entry.box)

    def shut_out(self, person: str) -> None:
        """Take a person's slot and every key that was sealed to them."""
        self._drop(person)
        self._slots.pop(person, None)

    def put_substitute(self, one: Substitute) -> None:
        """Add or replace a substitute, signed here."""
        self._substitutes[one.id] = one.signed(self.directory.store, self.center_seed)

    def new_epoch(self) -> None:
        """A new role key, for the coordinators and substitutes that are left and for kit B."""
        seed, private, epoch = self.center_seed, primitives.new_key(), self.directory.epoch + 1
        public = primitives.box_public(private)
        self.role_privates[epoch] = private
        self.directory = replace(self.directory, serial=self.directory.serial + 1,
                                 role_keys=(*self.directory.role_keys, public))
        for entry in self._reading():
            self._give(GrantKind.ROLE, entry.person, entry.box, private, epoch)
        self._give(GrantKind.ROLE, KIT_B, self.directory.recovery_b, private, epoch)
        self._grants = [grant for grant in self._grants if grant.kind is not GrantKind.CENTER]
        self._give(GrantKind.CENTER, role_holder(epoch), public, seed)

    def new_store_key(self, key: bytes) -> None:
        """Another store key, for everybody who can still sign in and for kit A."""
        self._store_key = key
        self._grants = [grant for grant in self._grants if grant.kind is not GrantKind.STORE]
        for entry in self._with_slots():
            self._give(GrantKind.STORE, entry.person, entry.box, key)
        self._give(GrantKind.STORE, KIT_A, self.directory.recovery_a, key)

    def new_kit_a(self, public: bytes) -> None:
        """Another kit A: store, root key and device secret for it."""
        self._drop(KIT_A)
        self.directory = replace(self.directory, serial=self.directory.serial + 1, recovery_a=public)
        for kind, key in ((GrantKind.STORE, self._store_key), (GrantKind.ROOT, self._root_seed()),
                          (GrantKind.DEVICE, self._keys.device_secret)):
            self._give(kind, KIT_A, public, key)

    def new_kit_b(self, public: bytes) -> None:
        """Another kit B: the role key of every epoch for it."""
        self._drop(KIT_B)
        self.directory = replace(self.directory, serial=self.directory.serial + 1, recovery_b=public)
        self._give_role_keys(KIT_B, public)

    def header(self) -> Header:
        """The next header, signed. Raises `DirectoryForged` where a signature that it needs cannot be made."""
        return self._keys.header.next(
            slots=tuple(self._slots.values()), grants=tuple(self._grants), directory=self._signed(),
            substitutes=tuple(self._substitutes.values()), store_check=store_check(self._store_key))

    def _signed(self) -> SignedDirectory:
        before, now = self._keys.header.directory, self.directory
        if now.whole() == before.document:
            return before
        same_readers = now.readers() == self._keys.directory.readers()
        readers = before.by_center if same_readers else sign_readers(now, self.center_seed)
        return sign_directory(now, self._root_seed(), readers)

    def _root_seed(self) -> bytes:
        if self._keys.root_seed is None:
            raise DirectoryForged
        return self._keys.root_seed

    def _reading(self) -> list[Entry]:
        return [entry for entry in self._with_slots() if entry.role is Role.COORDINATOR]

    def _with_slots(self) -> list[Entry]:
        people: Directory = self.directory
        return [entry for entry in (*people.entries, *people.substitutes)
                if entry.active and entry.person in self._slots]

    def _give_role_keys(self, holder: str, public: bytes) -> None:
        if set(self.role_privates) != set(range(1, self.directory.epoch + 1)):
            raise DirectoryForged  # whoever consents must be able to give all of them on
        for epoch, private in self.role_privates.items():
            self._give(GrantKind.ROLE, holder, public, private, epoch)

    def _give(self, kind: GrantKind, holder: str, public: bytes, key: bytes, epoch: int = 1) -> None:
        self._grants.append(Grant(kind, epoch, holder, primitives.seal(public, key)))

    def _drop(self, holder: str) -> None:
        self._grants = [grant for grant in self._grants if grant.holder != holder]
