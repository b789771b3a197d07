"""What can be wrong with a backup: a different sentence each, for each needs a different next step."""

from wellnessdesk.base.i18n import _
from wellnessdesk.vault import primitives, recovery
from wellnessdesk.vault.errors import VaultProblem
from wellnessdesk.vault.header import Header
from wellnessdesk.vault.kits import WrongKit
from wellnessdesk.vault.recovery import Kit


class BackupProblem(VaultProblem):
    """A backup cannot be used."""


class NotABackup(BackupProblem):
    """It does not begin as a backup does."""

    def sentence(self) -> str:
        return _("This is not a backup of WellnessDesk. Choose a file whose name ends in .wdbackup.")


class BackupUnreadable(BackupProblem):
    """The file is gone, or the disk does not give it."""

    def sentence(self) -> str:
        return _("This file cannot be read. Check that it is still there: is the stick in, or the share connected?")


class BackupDamaged(BackupProblem):
    """It begins well, but is cut off or was changed."""

    def sentence(self) -> str:
        return _("This backup is damaged or was cut off. Nothing of it was used. Choose another one, "
                 "perhaps from the second folder.")


class BackupAltered(BackupProblem):
    """Whole, but not as somebody of this center made it."""

    def sentence(self) -> str:
        return _("This backup was put together by somebody who did not have the center's keys. Nothing of it was used. "
                 "Choose another one.")


class BackupNewer(BackupProblem):
    """Made by a later version of the program."""

    def sentence(self) -> str:
        return _("This backup was made with a newer version of WellnessDesk. Install that version and try again. "
                 "Nothing was changed.")


class OtherCenter(BackupProblem):
    """Whole, but of another center than the one that is to be restored."""

    def sentence(self) -> str:
        return _("This is a backup of another center. Nothing was changed. Choose a backup of this center, or restore "
                 "into an empty folder.")


def wrong_kit(header: Header, kit: Kit) -> WrongKit:
    """Which kit the backup of this header asks for, when `kit` is another."""
    directory = header.verified()
    if primitives.same(kit.public, directory.recovery_b):
        return WrongKit(_("These are the words of the other kit. Take the paper that says kit {letter}.").format(
            letter="A"))
    return WrongKit(_("This backup opens with the kit A that bears the mark {mark}. These are the words of another "
                      "kit.").format(mark=recovery.mark(directory.recovery_a)))
