"""What is kept of a bundle of rows as one text, and read again."""

import json
from dataclasses import asdict
from typing import Any

from wellnessdesk.domain.coarse import Grain
from wellnessdesk.domain.k_anonymity import Alike
from wellnessdesk.domain.rows_held import RowsHeld


def body(held: RowsHeld) -> str:
    """The text; the same figures give the same."""
    return json.dumps(asdict(held), sort_keys=True, separators=(",", ":"))


def held(text: str) -> RowsHeld:
    """The figures of such a text; `ValueError`, `KeyError` or `TypeError` for one that somebody spoiled."""
    told = json.loads(text)
    rows = told["rows"]
    return RowsHeld(grain=Grain(told["grain"]), rows={name: int(rows[name]) for name in rows},
                    report=tuple(map(_alike, told["report"])))


def _alike(told: dict[str, Any]) -> Alike:
    return Alike(**{**told, "known": tuple(told["known"])})
