"""What can be wrong with a bundle that was handed over; each its own sentence, for each needs another next step."""

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _


class BundleDamaged(Problem):
    """A bundle cannot be accepted. Nothing of it was used."""

    def __init__(self, file: str = "") -> None:
        self.file = file
        super().__init__(self.sentence().format(file=file))

    def sentence(self) -> str:
        """What the person is told; `{file}` is the file of the bundle that it is about."""
        return _("This bundle is damaged. Nothing was imported. Ask the center for another copy.")


class BundleNotAZip(BundleDamaged):
    """What was encrypted is no whole zip file."""

    def sentence(self) -> str:
        return _("What is inside this file is not a whole bundle. Nothing was imported. "
                 "Ask the center for another copy.")


class BundleTooLarge(BundleDamaged):
    """Too many bytes or files, or squeezed more than tables can be."""

    def sentence(self) -> str:
        return _("This bundle is far larger than any honest one. It was not opened. Ask the center about it.")


class BundleBadName(BundleDamaged):
    """A file's name climbs out of the folder, comes twice, or is none that we write."""

    def sentence(self) -> str:
        return _("This bundle has a file with a forbidden name. It was not opened. It was not made by WellnessDesk.")


class BundleFileMissing(BundleDamaged):
    """The manifest names a file that is not there."""

    def sentence(self) -> str:
        return _("The bundle's file {file} is missing. Nothing was imported. Ask the center for another copy.")


class BundleFileUndeclared(BundleDamaged):
    """There is a file that the manifest does not name."""

    def sentence(self) -> str:
        return _("The bundle has a file that it does not declare: {file}. Nothing was imported. "
                 "Ask the center about it.")


class BundleAltered(BundleDamaged):
    """A file is not the one whose hash is in the manifest."""

    def sentence(self) -> str:
        return _("The bundle's file {file} was changed after the bundle was made. Nothing was imported. "
                 "Ask the center for another copy.")


class BundleMalformed(BundleDamaged):
    """Manifest or table does not follow the format."""

    def sentence(self) -> str:
        return _("The bundle's file {file} does not follow the bundle format. Nothing was imported. "
                 "Ask the center about it.")


class BundleTooNew(BundleDamaged):
    """Made by a later version of the program."""

    def sentence(self) -> str:
        return _("This bundle was made with a newer version of WellnessDesk. Install that version and try again.")


class BundleOfRows(BundleDamaged):
    """Whole perhaps, but of another kind than what is asked for."""

    def sentence(self) -> str:
        return _("This bundle holds rows for an evaluation, not counts. Nothing was imported. Whoever evaluates opens "
                 "it with: wellnessdesk bundle open")
