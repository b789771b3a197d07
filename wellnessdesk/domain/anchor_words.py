"""An older copy in words. Apart from `anchors`, because the sign-in window must not wait for dates to be written."""

from collections.abc import Callable
from datetime import datetime

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.anchors import Missing

Local = Callable[[datetime], datetime]
"""Gives a moment in the center's own time."""


def explained(missing: Missing, local: Local) -> list[str]:
    """What is wrong, a sentence each."""
    lines = []
    if missing.unfit:
        lines.append(_("These records are not the ones this computer remembers. They may be a copy from before the "
                       "keys of the center were changed."))
    if missing.other:
        lines.append(_("Entry {number} of the audit log is not the one this computer remembers. The records were put "
                       "together from different copies, or changed outside the program.").format(
                           number=formats.number(missing.other)))
    if missing.entries:
        text = ngettext("This is an older copy: the last entry of the audit log, made after {when}, is missing, and "
                        "with it what it tells of.",
                        "This is an older copy: the last {n} entries of the audit log, made since {when}, are missing, "
                        "and with them what they tell of.", missing.entries)
        lines.append(text.format(n=formats.number(missing.entries), when=_when(missing.since, local)))
    if missing.people:
        lines.append(_("The list of people is an older one too: somebody who was removed since then could sign in "
                       "again."))
    return lines


def _when(moment: datetime | None, local: Local) -> str:
    if moment is None:
        return _("an unknown time")
    at = local(moment)
    return _("{weekday}, {date}, {time}").format(
        weekday=formats.weekday(at.date()), date=formats.date(at.date()), time=formats.time(at))
