"""What is said of the anchor: how far this computer remembers the audit log, and what to do about an older copy."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from wellnessdesk.base.errors import Problem

AT_ONCE = frozenset({
    "center.create", "bundle.write", "retention.destroy", "audit.accept_older", "center.restore", "people.deactivate",
    "emergency.end", "kit.replace", "minutes.sign"})
"""After these the anchor is set without waiting."""


class AnchorKind(StrEnum):
    """Whether a center has an anchor."""

    KEYRING = "keyring"
    NONE = "none"
    """No keyring here: a file cannot protect itself."""
    DEMO = "demo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchored:
    """How it stands: the entry last remembered (0: none yet) and when, and whether the last try was in vain."""

    kind: AnchorKind
    sequence: int = 0
    at: datetime | None = None
    failed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """How these records differ from what this computer remembers of them.

    `entries`: how many are missing at the end, after the last one that is there, which was made at `since`. `other`:
    the number of an entry that is another one. `people`: the directory is an older one. `unfit`: what is remembered was
    not made with the key of these records. `remembered` and `found` are the two heads, for the record.
    """

    entries: int = 0
    since: datetime | None = None
    other: int = 0
    people: bool = False
    unfit: bool = False
    remembered: str = ""
    found: str = ""

    def detail(self) -> str:
        """What the audit log keeps of it when a coordinator accepts these records."""
        return f"remembered:{self.remembered or '?'} found:{self.found}"


class OlderCopy(Problem):
    """The records are older than what this computer remembers, or other ones. Nobody works in them unknowingly.

    `lines` say what is wrong, a sentence each; `coordinators` (id, name) can say that these records are meant.
    """

    def __init__(self, missing: Missing, lines: list[str], coordinators: list[tuple[str, str]]) -> None:
        super().__init__(" ".join(lines))
        self.missing, self.lines, self.coordinators = missing, lines, coordinators
