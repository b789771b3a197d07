"""The district's own keys: the public one to give out, a new pair, another passphrase."""

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.district import DistrictKey
from wellnessdesk.reports import qr
from wellnessdesk.services.district import desk as desks
from wellnessdesk.services.district.desk import DistrictDesk, district_act
from wellnessdesk.vault import agefile, district_keys
from wellnessdesk.vault.district_keys import DistrictKeys
from wellnessdesk.vault.district_keys import WrongDistrictPassphrase as WrongDistrictPassphrase  # told at its own field


@district_act("district.keys")
def listed(desk: DistrictDesk) -> list[DistrictKey]:
    """The public keys, the newest first: that one is given out, with its words to compare."""
    return [DistrictKey(made=pair.made, public=pair.public, words=agefile.fingerprint(pair.public))
            for pair in desk.keys.pairs]


def code(public: str) -> tuple[tuple[bool, ...], ...]:
    """A public key as the rows of a QR code, true where it is dark."""
    return qr.fields(public)


@district_act("district.rotate")
def rotate(desk: DistrictDesk, passphrase: str) -> DistrictKey:
    """Make a new key pair, which centers lock bundles for from now on; the old ones still open what they opened.

    Takes some seconds. Raises `WrongDistrictPassphrase`, or `Problem` where the key file cannot be written.
    """
    _replace(desk, desk.keys.rotated(desk.today()), passphrase, passphrase)
    return listed(desk)[0]


@district_act("district.passphrase")
def change_passphrase(desk: DistrictDesk, old: str, new: str) -> None:
    """Another passphrase for the same keys. Takes some seconds.

    Raises `WrongDistrictPassphrase`, or `Problem` for one that is too short, or where the file cannot be written.
    """
    desks.require_good(new)
    _replace(desk, desk.keys, old, new)


def _replace(desk: DistrictDesk, keys: DistrictKeys, old: str, new: str) -> None:
    district_keys.unlock(desks.key_file(desk.folder), old)
    locked = district_keys.lock(keys, new)
    try:
        desks.write_key(desk.folder, locked)
    except OSError as error:
        raise Problem(_("The key file could not be written. The one you had is still there, and its passphrase is "
                        "as it was.")) from error
    desk.keys = keys
