"""Makes the files of tests/data/vault anew, for a format that is released: python -m tests.vault.released

They are a key file at the least cost, with the passphrase of `founded`, a note, a sealed entry of the log, and what
else follows from its keys. Later versions must read them: a format may be added to, and what lies on disks stays.
"""

import json
from pathlib import Path

from tests.vault.founded import ADMIN, COORDINATOR, PEER, founded, keys
from wellnessdesk.vault import sealed_entries, sealing
from wellnessdesk.vault.directory import encode
from wellnessdesk.vault.sealing import Binding

FOLDER = Path(__file__).resolve().parent.parent / "data" / "vault"
HERE = Binding("note", "7", 1, "12", PEER, b"before")
BODY = {"text": "what was said", "topics": ["a", "b"]}
WORDS = "flag.raise flag:1 same_day"
HASH = bytes(range(32))


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    center, store_key = founded(), keys(ADMIN).store_key
    (FOLDER / "keys-1.json").write_bytes(center.header.to_bytes(store_key))
    note = sealing.seal(keys(PEER), HERE, BODY)
    detail, sign = sealed_entries.close(keys(PEER), WORDS)
    facts = {
        "store_key": encode(store_key), "kit_a": center.kit_a.words, "kit_b": center.kit_b.words,
        "code_a": center.kit_a.code(center.header.anchors.store), "mark_a": center.kit_a.mark,
        "note": encode(note), "entry": [detail, encode(sign(HASH))],
        "index": encode(sealing.blind(keys(COORDINATOR), "12", "7", note) or b""),
    }
    (FOLDER / "facts-1.json").write_text(json.dumps(facts, indent=1) + "\n")


if __name__ == "__main__":
    main()
