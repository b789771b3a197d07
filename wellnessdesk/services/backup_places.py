"""The folders that backups go to: which they are, whether they will do, what is in them."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.backups import Backup, Folder, State
from wellnessdesk.vault import backup
from wellnessdesk.vault.errors import VaultProblem

MOST = 2
_PROBE = ".wellnessdesk-probe"


def chosen(decided: object, center: Path) -> list[Path]:
    """The folders that were decided on; the one beside the center's where none were, or where it is not legible."""
    names = [name for name in decided if isinstance(name, str)] if isinstance(decided, list) else []
    return [Path(name) for name in names[:MOST]] or [own(center)]


def own(center: Path) -> Path:
    """The folder beside the center's that is used until others are chosen."""
    return center.with_name(f"{center.name}-backups")


def make_own(places: Sequence[Path], center: Path) -> None:
    """Make the folder beside the center's if it is used. Another one is never made: it would be no stick."""
    if own(center) in places:
        with suppress(OSError):  # what keeps it from being made is told by who writes there
            own(center).mkdir(mode=0o700, exist_ok=True)


def folder(path: Path, center: Path) -> Folder:
    """What is to be said of a folder; the one beside the center's is there as soon as it is needed."""
    there = path == own(center) or path.is_dir()
    return Folder(str(path), same_disk=there and _disk(path) == _disk(center), there=there)


def require_usable(paths: Sequence[Path], center: Path) -> None:
    """Raise `Problem` unless these are at most two different folders that can be written to, outside the center's."""
    make_own(paths, center)
    if len(paths) > MOST or len({_resolved(path) for path in paths}) != len(paths):
        raise Problem(_("Choose one folder, or two different ones."))
    for path in paths:
        if _resolved(center) in (_resolved(path), *_resolved(path).parents):
            raise Problem(_("Choose a folder outside the center's own: what happens to one must not happen to both."))
        try:
            (path / _PROBE).touch()
            (path / _PROBE).unlink()
        except OSError as error:
            raise Problem(_("The folder {folder} cannot be reached or written to. Put the stick in, connect the "
                            "share, or choose another folder.").format(folder=path)) from error


def is_there(one: Backup, store: str) -> bool:
    """Whether the file of a backup is still that backup."""
    try:
        found = backup.look(Path(one.folder) / one.name)
    except VaultProblem:
        return False
    return found.store == store and found.made_at == one.made_at


def trouble(place: Folder, newest_first: Sequence[Backup]) -> str:
    """What is wrong in a folder by the last backup that should have gone there; empty when nothing is."""
    last = next((one for one in newest_first if one.folder == place.path), None)
    if last is None or not place.there:
        return ""
    if last.state is State.FAILED:
        return last.finding
    if last.state is State.VERIFIED and not (Path(last.folder) / last.name).is_file():
        return _("The newest backup is no longer in {folder}.").format(folder=place.path)
    return ""


def _disk(path: Path) -> int | None:
    """The disk a folder is on, or would be."""
    for place in (path, *path.parents):
        with suppress(OSError):
            return place.stat().st_dev
    return None


def _resolved(path: Path) -> Path:
    return path.resolve()
