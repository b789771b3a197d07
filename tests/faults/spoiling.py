"""Flips bits of a center's files and cuts them short, and looks whether anybody is shown anything else than before.

Usage: python -m tests.faults.spoiling FOLDER ROUNDS MODE. What is spoiled is the records, one copy of the key file,
both copies, a backup, or a bundle; in one round of four the file is cut, else one bit is flipped. Every round must be
refused in a sentence, or show exactly what was there. MODE `unsealed` is the control: records without SQLCipher's seal
on each page. Prints one JSON object.
"""

import json
import random
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import text

from tests.faults.scene import ACTS, Scene, set_up
from tests.support import PASSPHRASE, derived_once
from wellnessdesk.base.errors import Problem
from wellnessdesk.services import backups, district, flags, opening, recipients, restore, sessions, visits
from wellnessdesk.store import engine
from wellnessdesk.vault import header_file

SIGN_IN_EVERY = 25
"""Argon2 takes its time on purpose; the other rounds of key files stop at the door, which checks all of them."""


class Spoiled:
    """The files as they were, what they show, and a way to spoil one of them."""

    def __init__(self, folder: Path, *, backed_up: bool) -> None:
        scene = set_up(folder / "center")
        identity, public = district.new_key_pair()
        opened = scene.opened(scene.center.folder)
        scene.recipient = recipients.add(opened.center.coordinator, "Opened Unified", public, compared=True).id
        ACTS["write a bundle"](opened_with(opened, scene.recipient))
        self.signers = recipients.allowed_signers(opened.center.coordinator)
        self.backups = [Path(made.folder) / made.name
                        for made in (backups.make(opened.center.admin) if backed_up else ())]
        self.words = " ".join(scene.center.created.words_a)
        opened.center.admin.close()
        self.scene, self.identity = scene, identity
        self.bundle = next(opened.out.glob("*.age"))
        self.folder = scene.center.folder
        self.looks: dict[str, tuple[tuple[Path, ...], Callable[[], object]]] = {
            "records": ((self.folder / header_file.STORE_NAME,), self.records),
            "one copy of the key file": ((self.folder / header_file.NAMES[0],), self.door),
            "the other copy": ((self.folder / header_file.NAMES[1],), self.door),
            "both copies": (tuple(self.folder / name for name in header_file.NAMES), self.door),
            "bundle": ((self.bundle,), self.opened_bundle),
        }
        if backed_up:
            self.looks["backup"] = (tuple(self.backups), self.restored)
        self.shown = {what: look() for what, (_files, look) in self.looks.items()}
        self.whole = {path: path.read_bytes() for files, _look in self.looks.values() for path in files}

    def records(self) -> object:
        """All rows, and what the front desk and the coordinator are shown of them."""
        scene = self.scene.opened(self.folder)
        try:
            cora = scene.center.coordinator
            with cora.reading() as tx:
                names = tx.session.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
                rows = {name: tx.session.execute(text(f"SELECT * FROM {name}")).all() for name in names}  # noqa: S608
            shown = (visits.queue(scene.center.front), flags.not_closed(cora), sessions.to_review(cora))
        finally:
            scene.center.admin.close()
        return repr((rows, shown))

    def door(self) -> object:
        """Names and title, which every reader of the key file begins with."""
        return repr(opening.door(self.folder))

    def opened_bundle(self) -> object:
        return repr(district.open_bundle(self.bundle, self.identity, self.signers).tables)

    def restored(self) -> object:
        """What a real restore of the backup finds in it."""
        return repr(restore.verify(self.backups[0], self.words))

    def sign_in(self) -> None:
        """As the window does; afterwards both copies of the key file must be whole again."""
        clock = self.scene.center.clock
        opening.sign_in(self.folder, self.scene.center.coordinator.person.id, PASSPHRASE, clock, settle=True).close()
        for name in header_file.NAMES:
            assert (self.folder / name).read_bytes() == self.whole[self.folder / name], f"{name} is not mended"


def opened_with(scene: Scene, recipient: str) -> Scene:
    scene.recipient = recipient
    return scene


def main() -> None:
    folder, rounds, mode = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    if mode == "unsealed":
        without_seals()
    spoiled, dice = Spoiled(folder, backed_up=mode != "unsealed"), random.Random(rounds)
    found, examples = Counter(tried=rounds, lost=0), []
    targets = ["records"] if mode == "unsealed" else ["records", *spoiled.looks]
    for number in range(rounds):
        what = targets[number % len(targets)]
        how = spoil(spoiled, what, dice, cut=number // len(targets) % 4 == 3, bits=8 if mode == "unsealed" else 1)
        became = outcome(spoiled, what, number)
        found[f"{what}: {became}"] += 1
        if became not in ("refused", "as before"):
            found["lost"] += 1
            examples.append(f"{what}, {how}: {became}")
        for path in spoiled.looks[what][0]:
            path.write_bytes(spoiled.whole[path])
    sys.stdout.write(json.dumps({**found, "examples": examples[:20]}))


def spoil(spoiled: Spoiled, what: str, dice: random.Random, *, cut: bool, bits: int) -> str:
    """Flipped bits, or an early end, in each file of the target."""
    done = []
    for path in spoiled.looks[what][0]:
        data = bytearray(spoiled.whole[path])
        places = dice.choices(range(len(data)), k=1 if cut else bits)
        for at in places:
            if cut:
                del data[at:]
            else:
                data[at] ^= 1 << dice.randrange(8)
        path.write_bytes(data)
        done.append(f"{'cut at' if cut else 'bits of'} {places}")
    return ", ".join(done)


def outcome(spoiled: Spoiled, what: str, number: int) -> str:
    """`refused` in a sentence, `as before`, or what is wrong."""
    try:
        same = spoiled.looks[what][1]() == spoiled.shown[what]
        if ("copy" in what and number % SIGN_IN_EVERY == 0) or (what == "both copies" and same):
            spoiled.sign_in()  # the seal over a key file is checked by the key that it leads to
    except Problem as problem:
        return "refused" if str(problem).endswith(".") else f"refused without a sentence: {problem}"
    except Exception as bug:  # noqa: BLE001 - whatever it is, it is counted
        return f"bug {bug!r}"[:300]
    if what in ("both copies", "bundle"):
        return "not noticed" if not same else "taken for whole"
    return "as before" if same else "something else was shown"


def without_seals() -> None:
    """The control's fault: pages are encrypted, and nothing tells whether they are as they were written."""
    set_key = engine.set_key

    def bare(connection: object, key: bytes) -> None:
        set_key(connection, key)
        connection.execute("PRAGMA cipher_use_hmac = OFF")

    engine.set_key = bare


if __name__ == "__main__":
    with derived_once():
        main()
