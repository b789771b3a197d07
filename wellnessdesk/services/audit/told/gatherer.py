"""What each module of `audit.told` has: a `Gatherer` of what the log says of a feature's records."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from wellnessdesk.domain.destroyed import Destroyed
from wellnessdesk.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Deed:
    """What the entry of this number says was done."""

    number: int
    action: str
    subject: str
    detail: str
    by: str = ""
    """The id of who did it."""


@dataclass(slots=True)
class Made:
    """A record: the number of the entry that made it, what that keeps of it, and how far it has come since."""

    number: int
    mark: str
    state: str = ""


class Gatherer(ABC):
    """Told every deed of a sound log in order, it knows how a feature's records must look, and compares.

    Each feature of which a page or a row of an older copy, put back, would harm somebody has one.
    """

    __slots__ = ()
    for_coordinators: ClassVar[bool] = False
    """Whether sealed entries tell of it, which nobody else can open: for others nothing is compared."""

    @abstractmethod
    def add(self, deed: Deed) -> None:
        """One more deed, of whatever feature."""

    def destroy(self, gone: Destroyed) -> None:  # noqa: B027 - most have nothing that is destroyed
        """What this names may be missing from now on."""

    @abstractmethod
    def differs(self, tx: Transaction) -> str:
        """The first record that is not as the deeds say, as a sentence; empty when all are."""
