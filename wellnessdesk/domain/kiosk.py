"""The kiosk: a principal of its own, at which students check themselves in and ask for an adult.

It signs with a key that is made when it is started and dies with its process; the entry that starts it, signed by who
did, names the public half. It holds the store key beside it, and nobody's keys.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta

KIOSK = "kiosk"
"""The actor of its entries in the audit log. No person has this id: theirs are random."""
START, STOP, CHECK_IN, CALL = "kiosk.start", "kiosk.stop", "kiosk.check_in", "kiosk.call_adult"
RESET_SECONDS = 20
"""After so long without a touch it forgets what somebody began."""
TRIES, WITHIN = 5, timedelta(minutes=5)
"""So many numbers that nobody has, within this time, and it takes none until the first of them is that old."""
_KEY = "key:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """All that the kiosk learns of the one student whose number was given: what to call them, and an initial.

    `here_since` is the moment they checked in, if they are here already.
    """

    called: str
    initial: str
    here_since: datetime | None = None

    @property
    def shown(self) -> str:
        """As it greets them."""
        return f"{self.called} {self.initial}.".strip() if self.initial else self.called


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """What it says once somebody is checked in: the number by which they are called, None where there is none."""

    visit: int
    number: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What whoever starts the kiosk hands on to it, through a pipe: no key of a person is among it."""

    store_key: bytes = field(repr=False)
    seed: bytes = field(repr=False)
    by: str
    """The id of who started it: their passphrase alone ends it, others type their name too."""
    sound: bool = False
    screen: str = ""
    """The name of the screen it fills; empty for the first."""

    def packed(self) -> bytes:
        """As bytes, for the pipe."""
        return json.dumps({"store_key": self.store_key.hex(), "seed": self.seed.hex(), "by": self.by,
                           "sound": self.sound, "screen": self.screen}).encode()

    @staticmethod
    def unpacked(data: bytes) -> "Handed":
        """What `packed` made; raises `ValueError` for anything else."""
        try:
            raw = json.loads(data)
            return Handed(store_key=bytes.fromhex(raw["store_key"]), seed=bytes.fromhex(raw["seed"]),
                          by=str(raw["by"]), sound=raw["sound"] is True, screen=str(raw["screen"]))
        except (KeyError, TypeError) as error:
            raise ValueError from error


@dataclass(slots=True)
class Tries:
    """Counts what was tried in vain, so that nothing can be found out by trying.

    What was right does not forgive what was wrong: else whoever knows one number could go on for ever.
    """

    _wrong: list[datetime] = field(default_factory=list)

    def pause(self, now: datetime) -> timedelta:
        """How long nothing is taken from now on; nothing where it is not positive."""
        self._wrong = [at for at in self._wrong if timedelta() <= now - at < WITHIN]
        return self._wrong[0] + WITHIN - now if len(self._wrong) >= TRIES else timedelta()

    def failed(self, now: datetime) -> None:
        """One more in vain."""
        self._wrong.append(now)


def key_detail(public: bytes) -> str:
    """What the entry that starts it says of its key."""
    return _KEY + public.hex()


def key_of(detail: str) -> bytes:
    """The public key in such an entry; empty for one that names none."""
    try:
        return bytes.fromhex(detail.removeprefix(_KEY)) if detail.startswith(_KEY) else b""
    except ValueError:
        return b""
