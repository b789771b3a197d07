"""What a recovery kit opens in a header, each key held against what the directory and the anchors say it is."""

from dataclasses import dataclass, field

from wellnessdesk.base.i18n import _
from wellnessdesk.vault import primitives
from wellnessdesk.vault.errors import NotForThisKey, VaultProblem
from wellnessdesk.vault.header import GrantKind, Header
from wellnessdesk.vault.recovery import KIT_A, KIT_B, Kit, mark
from wellnessdesk.vault.unlock import role_holder, store_check


class WrongKit(VaultProblem):
    """Whole words, but not of the kit that is asked for here; says the mark of the one that is."""


class KitOpensNothing(VaultProblem):
    """The right kit, and what is sealed to it is missing or another key."""

    def sentence(self) -> str:
        return _("This is the right kit, but what it should open was changed outside the program. Make a new kit, and "
                 "keep every backup.")


@dataclass(frozen=True, slots=True)
class OpenedA:
    """What kit A opens."""

    store_key: bytes = field(repr=False)
    root_seed: bytes = field(repr=False)
    device_secret: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class OpenedB:
    """What kit B opens: the coordinators' role key of every epoch, and with it the center's signing key."""

    role_privates: dict[int, bytes] = field(repr=False)
    center_seed: bytes = field(repr=False)


def open_a(header: Header, kit: Kit) -> OpenedA:
    """Kit A's keys. Raises `WrongKit`, `KitOpensNothing` or `DirectoryForged`."""
    directory = header.directory.verified(header.anchors)
    _require(kit, KIT_A, directory.recovery_a, directory.recovery_b)
    store, root = (_granted(header, kit, kind) for kind in (GrantKind.STORE, GrantKind.ROOT))
    device = _granted(header, kit, GrantKind.DEVICE)
    if not primitives.same(store_check(store), header.store_check):
        raise KitOpensNothing
    return OpenedA(store, _belonging(root, header.anchors.root), device)


def open_b(header: Header, kit: Kit) -> OpenedB:
    """Kit B's keys. Raises `WrongKit`, `KitOpensNothing` or `DirectoryForged`."""
    directory = header.directory.verified(header.anchors)
    _require(kit, KIT_B, directory.recovery_b, directory.recovery_a)
    privates = {epoch: _granted(header, kit, GrantKind.ROLE, epoch) for epoch in range(1, directory.epoch + 1)}
    if any(primitives.box_public(private) != directory.role_keys[epoch - 1] for epoch, private in privates.items()):
        raise KitOpensNothing
    newest = Kit(role_holder(directory.epoch), privates[directory.epoch])
    center = _granted(header, newest, GrantKind.CENTER)
    return OpenedB(privates, _belonging(center, header.anchors.center))


def _require(kit: Kit, name: str, wanted: bytes, other: bytes) -> None:
    if kit.name == name and primitives.same(kit.public, wanted):
        return
    if primitives.same(kit.public, other):
        raise WrongKit(_("These are the words of the other kit. Take the paper that says kit {letter}.").format(
            letter=name[-1].upper()))
    raise WrongKit(_("These are the words of a whole kit, but not of the one in use here. The paper of that one bears "
                     "the mark {mark} at its foot.").format(mark=mark(wanted)))


def _granted(header: Header, kit: Kit, kind: GrantKind, epoch: int = 1) -> bytes:
    grant = header.grant(kind, kit.name, epoch)
    if grant is None:
        raise KitOpensNothing
    try:
        return primitives.unseal(kit.private, grant.box)
    except NotForThisKey as error:
        raise KitOpensNothing from error


def _belonging(seed: bytes, public: bytes) -> bytes:
    if not primitives.same(primitives.sign_public(seed), public):
        raise KitOpensNothing
    return seed
