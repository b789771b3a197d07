"""What can be wrong with the store itself, and which of it an error of the database means."""

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _


class StoreProblem(Problem):
    """The database cannot do what was asked; nothing of the act was saved."""


class StoreDamaged(StoreProblem):
    """The key fits the header, and yet the file does not open."""

    def __init__(self) -> None:
        super().__init__(_("The center's records are damaged and cannot be opened. Nothing was changed. "
                           "Ask your administrator to restore the last backup."))


class StoreAltered(StoreProblem):
    """Its tables are not those the program makes, or something in it acts by itself."""

    def __init__(self) -> None:
        super().__init__(_("The records' structure was changed outside the program. Nothing was saved. "
                           "Tell your administrator, and do not work with these records until they are restored "
                           "from the last backup."))


class StoreMissing(StoreProblem):
    """The key file is there, the records are not."""

    def __init__(self) -> None:
        super().__init__(_("The key file of this center is here, but its records are missing. "
                           "Put the file center.db back, or restore the last backup."))


class StoreNewer(StoreProblem):
    """Its schema is of a later version."""

    def __init__(self) -> None:
        super().__init__(_("This center was last opened with a newer version of WellnessDesk. "
                           "Install that version and try again. Nothing was changed."))


class StoreOfAnotherKind(StoreProblem):
    """A district's records where a center's belong, or the other way round."""

    def __init__(self) -> None:
        super().__init__(_("These are records of another kind: a district's where a center's belong, or the other way "
                           "round. They were not opened, and nothing was changed."))


class DiskFull(StoreProblem):
    """No room, or the disk refuses to write."""

    def __init__(self) -> None:
        super().__init__(_("The disk is full or cannot be written to, so this was not saved. "
                           "What you entered is still here. Make room on the disk, then try again."))


class Unconfirmed(StoreProblem):
    """It is in the file, and the disk does not say that it will stay there."""

    def __init__(self) -> None:
        super().__init__(_("The disk does not confirm that this was saved. Look whether it is there before you do it "
                           "again, and have the disk checked."))


class StoreBusy(StoreProblem):
    """Another process holds the file."""

    def __init__(self) -> None:
        super().__init__(_("Another program is using the center's records, so this was not done. "
                           "Close it, then try again."))


class StoreClosedOff(StoreProblem):
    """The account may not open the file."""

    def __init__(self) -> None:
        super().__init__(_("This account of the computer may not open the center's records. Nothing was changed. "
                           "Ask who set the computer up for the right to read and write the center's folder."))


class EngineTooOld(StoreProblem):
    """An SQLite with the WAL-reset bug."""

    def __init__(self, version: str) -> None:
        super().__init__(_("The database engine {version} is too old to be safe. Install WellnessDesk again.").format(
            version=version))


_NO_ROOM = ("database or disk is full", "disk I/O error", "readonly database", "unable to open database file")
_DAMAGED = ("malformed", "not a database", "corrupt")
_BUSY = ("database is locked",)
_FOREIGN = ("not authorized", "authorization denied", "is prohibited")  # what `engine` does not let any SQL do


def meant_by(error: Exception) -> StoreProblem | None:
    """What an error of the database or the disk means for the person; None for a bug."""
    text = str(getattr(error, "orig", error))
    if isinstance(error, OSError) or any(words in text for words in _NO_ROOM):
        return DiskFull()
    if any(words in text for words in _DAMAGED):
        return StoreDamaged()
    if any(words in text for words in _FOREIGN):
        return StoreAltered()
    return StoreBusy() if any(words in text for words in _BUSY) else None
