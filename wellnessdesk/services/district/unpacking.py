"""A bundle as its files in a folder of their own: all of them, or none."""

import shutil
from collections.abc import Callable
from pathlib import Path

from wellnessdesk.base import files
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.services.district.opened import OpenedBundle
from wellnessdesk.services.district.opened_rows import OpenedRows

Opened = OpenedBundle | OpenedRows


def unpacked(out: Path, opening: Callable[[Path], Opened]) -> Opened:
    """Make a new folder for its owner alone, and fill it with what `opening` gives (rows it has put there itself).

    Raises what `opening` raises, or `Problem` where the folder is there already or cannot be written.
    """
    try:
        out.mkdir(mode=0o700, parents=True)
        try:
            opened = opening(out)
            for name, data in opened.files.items() if isinstance(opened, OpenedBundle) else ():
                files.write_anew(out / name, data)
        except BaseException:
            shutil.rmtree(out, ignore_errors=True)
            raise
    except FileExistsError as error:
        raise Problem(_("This folder is already there. Choose a new one, so that nothing is mixed up.")) from error
    except OSError as error:
        raise Problem(_("The bundle could not be unpacked there. Choose another folder.")) from error
    return opened
