"""Puts whole older copies of a center's files back, and looks whether the next to sign in is told.

Usage: python -m tests.faults.aging FOLDER ROUNDS MODE. The records alone, the records and the key file, or the key file
alone are those of a moment of the center's past; each passes every check of its own. MODE `forgotten` is the control:
a computer that remembers nothing. Prints one JSON object.
"""

import json
import random
import sys
from collections import Counter
from pathlib import Path
from unittest import mock

import keyring

from tests.anchored import anchored_center, put_back, set_aside, sign_in, work
from tests.conftest import MemoryKeyring
from tests.support import PASSPHRASE, derived_once, quick_keys
from wellnessdesk.base.errors import Problem
from wellnessdesk.domain.anchors import OlderCopy
from wellnessdesk.domain.people import Role
from wellnessdesk.services import opening, people
from wellnessdesk.services.opening import Newcomer
from wellnessdesk.vault import anchor, header_file
from wellnessdesk.vault.errors import DirectoryForged, VaultProblem

FILES = {"records": (header_file.STORE_NAME,), "records and key file": (header_file.STORE_NAME, *header_file.NAMES),
         "key file": header_file.NAMES}
AGES = 7


def main() -> None:
    folder, rounds, mode = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    keyring.set_keyring(MemoryKeyring())
    center = anchored_center(folder / "center")
    copies = []
    for age in range(AGES):
        copies.append(set_aside(center, f"age{age}"))
        work(center, age % 7 + 1)
        if age in (2, 5):
            add(center, f"Nina New {'I' * age}")
    present = set_aside(center, "present")
    if mode == "forgotten":
        mock.patch.object(anchor, "used", return_value=False).start()
    found, dice = Counter(tried=rounds, lost=0), random.Random(rounds)
    for number in range(rounds):
        what = list(FILES)[number % len(FILES)]
        copy = copies[0] if what == "key file" else dice.choice(copies)
        put_back(center, copy, *FILES[what])
        became = outcome(center)
        found[f"{what}: {became}"] += 1
        found["lost"] += became == "let in"
        put_back(center, present)
    sys.stdout.write(json.dumps(found))


def add(center, name: str) -> None:
    """A new person is a new list of people, and a new key file."""
    desk = sign_in(center, Role.ADMINISTRATOR)
    with quick_keys():
        people.add(desk, Newcomer(name=name, role=Role.PEER, passphrase=PASSPHRASE))
    desk.close()


def outcome(center) -> str:
    """What the coordinator is told who signs in next."""
    try:
        opening.sign_in(center.folder, center.coordinator.person.id, PASSPHRASE, center.clock).close()
    except OlderCopy:
        return "an older copy"
    except DirectoryForged:
        return "not the list of people"
    except (VaultProblem, Problem) as problem:
        return f"refused: {problem}"
    return "let in"


if __name__ == "__main__":
    with derived_once():
        main()
