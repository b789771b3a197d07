"""What can be wrong with keys and their files: a different sentence each, for each needs a different next step."""

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _


class VaultProblem(Problem):
    """Keys, header or a sealed record cannot be used as they are."""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence or self.sentence())

    def sentence(self) -> str:
        """What the person is told."""
        return _("The keys of this center cannot be used.")


class NotAStore(VaultProblem):
    """The folder holds nothing of ours, or something else by that name."""

    def sentence(self) -> str:
        return _("This folder does not hold a WellnessDesk center. Choose another folder, or create a new center.")


class NewerStore(VaultProblem):
    """Made by a later version of the program."""

    def sentence(self) -> str:
        return _("This center was last opened with a newer version of WellnessDesk. "
                 "Install that version and try again. Nothing was changed.")


class HeaderDamaged(VaultProblem):
    """Neither copy of the header is whole."""

    def sentence(self) -> str:
        return _("The key file of this center is damaged, and so is its copy. Nothing was changed. "
                 "Ask your administrator to restore the last backup.")


class WrongPassphrase(VaultProblem):
    """The slot did not open."""

    def sentence(self) -> str:
        return _("That passphrase does not fit this name. Check Caps Lock and try again.")


class UnknownPerson(VaultProblem):
    """No slot bears this name."""

    def sentence(self) -> str:
        return _("Nobody of that name can sign in here. Type your name as your administrator entered it.")


class NoLongerActive(VaultProblem):
    """The person is in the directory, but may not sign in any more."""

    def sentence(self) -> str:
        return _("This person can no longer sign in. Ask your administrator.")


class KeyringUnavailable(VaultProblem):
    """The keyring does not answer, or does not keep what it is given."""

    def sentence(self) -> str:
        return _("This computer's keyring does not answer. Unlock it (it may ask in another window) and try again.")


class KeyringMissing(KeyringUnavailable):
    """The header says that a keyring is used, and this account has none: another account, or no desktop session."""

    def sentence(self) -> str:
        return _("This center uses the keyring of the computer's account, and there is no keyring here. Sign in to the "
                 "computer's desktop with the account that set up the center, and start WellnessDesk from there. "
                 "If this computer has no keyring at all, use recovery kit A. Nothing was changed.")


class KeyringLocked(KeyringUnavailable):
    """There is a keyring, and nobody has unlocked it."""

    def sentence(self) -> str:
        return _("This account's keyring is locked. Unlock it with the password of the computer's account (signing out "
                 "of the computer and in again does it too), then try again. Nothing was changed.")


class KeyringEmptied(VaultProblem):
    """The keyring works, and the secret it kept for this center is gone."""

    def sentence(self) -> str:
        return _("The secret that this account's keyring kept for this center is gone. If another account of this "
                 "computer set up the center, sign in with that one. Otherwise ask your administrator to bring the "
                 "secret back with recovery kit A. Nothing was changed.")


class KeyringReplaced(VaultProblem):
    """The keyring holds a secret, but not this center's."""

    def sentence(self) -> str:
        return _("This computer's keyring holds a different secret for this center. "
                 "The center was probably copied from another computer. Use recovery kit A.")


class DeviceFileMissing(VaultProblem):
    """The header says that the device secret lies in a file beside it, and it does not."""

    def sentence(self) -> str:
        return _("The file device.key, which belongs to this center, is missing or cannot be read. "
                 "Put it back into the center's folder, or use recovery kit A.")


class DeviceFileReplaced(VaultProblem):
    """The file holds a secret, but not this center's."""

    def sentence(self) -> str:
        return _("The file device.key in this folder is not the one of this center, or it is damaged. "
                 "Put the right one back, or use recovery kit A.")


class Tampered(VaultProblem):
    """A sealed record, a signature or a binding does not fit: somebody or something changed it."""

    def sentence(self) -> str:
        return _("This record does not match its seal. It was changed outside the program and is not shown. "
                 "Tell your administrator.")


class DirectoryForged(VaultProblem):
    """The list of people and keys does not bear the center's signatures."""

    def sentence(self) -> str:
        return _("The list of people and their keys was changed outside the program. Nothing was sealed or saved. "
                 "Tell your administrator.")


class NotForThisKey(VaultProblem):
    """Sealed for somebody else."""

    def sentence(self) -> str:
        return _("This record is sealed for other people.")


class BadWords(VaultProblem):
    """Recovery words that are not a kit's."""

    def sentence(self) -> str:
        return _("These are not the words of a recovery kit. Check each word and their order.")
