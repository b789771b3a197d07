"""Who agrees, inside an administrator's session, to what decides who reads notes: a coordinator, or the principal."""

from dataclasses import dataclass, field

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.services import opening_keys
from wellnessdesk.services.desk import Desk
from wellnessdesk.vault import kits, recovery, unlock
from wellnessdesk.vault.unlock import Consenting, Unlocked


@dataclass(frozen=True, slots=True)
class Consent:
    """A coordinator's own passphrase, given inside the administrator's session."""

    coordinator: str
    passphrase: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class KitWords:
    """The words (or the code) of recovery kit B, which the principal keeps: where no coordinator can agree."""

    typed: str = field(repr=False)


Agreement = Consent | KitWords


@dataclass(frozen=True, slots=True)
class Agreed:
    """The keys of whoever agreed, and what the log says of it: a coordinator's id, or `kit-b`."""

    holder: Consenting = field(repr=False)
    who: str

    @property
    def detail(self) -> str:
        """For the end of an entry's detail."""
        return f" agreed:{self.who}"

    @property
    def coordinator(self) -> Unlocked | None:
        """The coordinator's own keys; None where kit B agreed."""
        return self.holder if isinstance(self.holder, Unlocked) else None


def agreed(desk: Desk, agreement: Agreement) -> Agreed:
    """Open what was given. With a passphrase it takes about half a second on purpose.

    Raises `WrongPassphrase`, `BadWords`, `WrongKit`, or `Problem` for who is no coordinator. A substitute is none.
    """
    if isinstance(agreement, KitWords):
        kit = recovery.read(recovery.KIT_B, agreement.typed, desk.center.id)
        return Agreed(kits.open_b(desk.keys.header, kit), recovery.KIT_B)
    keys = unlock.unlock(opening_keys.at_desk(desk), agreement.coordinator, agreement.passphrase,
                         desk.keys.device_secret)
    if keys.center_seed is None:
        raise Problem(_("Only a coordinator can agree to this."))
    return Agreed(keys, keys.identity.person)


def required(desk: Desk, agreement: Agreement | None, *, needed: bool) -> Agreed | None:
    """Who agreed; None where nobody has to. Raises `Problem` where somebody must and nobody did, or as `agreed`."""
    if not needed:
        return None
    if agreement is None:
        raise Problem(_("A coordinator who is already here must agree, with their own passphrase."))
    return agreed(desk, agreement)
