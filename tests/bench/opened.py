"""Run as a process of its own: sign in once, as after a start. Prints the milliseconds of the opening, those of the key
derivation taken off, and the ones of the same file through raw sqlcipher3 with one visit read.

    python -m tests.bench.opened FOLDER PERSON PASSPHRASE
"""

import sys
from pathlib import Path
from unittest import mock

from tests.bench.floors import raw_open
from tests.bench.measure import timed
from wellnessdesk.services import opening
from wellnessdesk.services.desk import Desk
from wellnessdesk.vault import passphrase

folder, person, typed = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
desks: list[Desk] = []
derivations: list[float] = []
derive = passphrase.argon2id.kdf


def derive_timed(*given: object, **named: object) -> bytes:
    """The real derivation."""
    made: list[bytes] = []
    derivations.append(timed(lambda: made.append(derive(*given, **named))))
    return made[0]


with mock.patch.object(passphrase.argon2id, "kdf", derive_timed):
    whole = timed(lambda: desks.append(opening.sign_in(folder, person, typed)))
key = desks[0].keys.store_key
desks[0].close()
sys.stdout.write(f"{whole - sum(derivations)} {timed(lambda: raw_open(folder, key))}\n")
