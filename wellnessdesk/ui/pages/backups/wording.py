"""What the page says of backups, in plain words."""

from datetime import datetime, timedelta

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.backups import Backup, Folder, Health, Light, State, reason_label
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit.palette import Tone

TONES: dict[Light, Tone] = {Light.GREEN: "ok", Light.AMBER: "flag", Light.RED: "danger"}
ICONS = {Light.GREEN: "ok", Light.AMBER: "warning", Light.RED: "warning"}
_MB = 1_000_000


def when(desk: Desk, moment: datetime) -> str:
    """For instance `today, 7:52 AM`, in the center's time."""
    local, today = desk.local(moment), desk.today()
    if local.date() == today:
        day = _("today")
    elif local.date() == today - timedelta(days=1):
        day = _("yesterday")
    else:
        day = formats.date(local.date())
    return _("{day}, {time}").format(day=day, time=formats.time(local))


def last_restore(desk: Desk, health: Health) -> str:
    """When a backup was last restored to prove it; empty before the first time."""
    return _("Last verified restore: {when}").format(when=when(desk, health.last)) if health.last else ""


def size(one: Backup) -> str:
    """In megabytes; a dash for what came to nothing."""
    if not one.size:
        return "–"
    return _("{n} MB").format(n=formats.number(max(0.1, round(one.size / _MB, 1))))


def reason(one: Backup) -> str:
    """Why it was made."""
    return begun(reason_label(one.reason))


def begun(text: str) -> str:
    """As it stands at the beginning of a cell."""
    return text[:1].upper() + text[1:]


def outcome(one: Backup) -> str:
    """What became of it, as a badge."""
    return {State.VERIFIED: _("Verified"), State.FAILED: _("Failed"), State.REMOVED: _("Made room")}[one.state]


def outcome_tone(one: Backup) -> Tone:
    """The badge's ground."""
    tones: dict[State, Tone] = {State.VERIFIED: "ok", State.FAILED: "danger", State.REMOVED: "muted"}
    return tones[one.state]


def outcome_icon(one: Backup) -> str:
    """The badge's picture."""
    return {State.VERIFIED: "ok", State.FAILED: "warning", State.REMOVED: "remove"}[one.state]


def explained(one: Backup) -> str:
    """What a badge means, for its tooltip."""
    if one.state is State.FAILED:
        return one.finding
    if one.state is State.REMOVED:
        return _("It was verified, and has made room for newer ones: 7 days, 4 weeks and 6 months are kept.")
    return _("It was restored into a scratch folder, and every row compared.")


def folder_state(folder: Folder) -> tuple[str, Tone, str]:
    """What is to be said of a folder: words, tone and icon."""
    if not folder.there:
        return _("Cannot be reached now"), "flag", "warning"
    if folder.same_disk:
        return _("Same disk as the center"), "flag", "warning"
    return _("Ready"), "ok", "ok"
