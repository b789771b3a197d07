"""Looking at a roster without a center: for whoever prepares the export, before it is sent."""

from pathlib import Path

from wellnessdesk.domain.roster import RosterFile, with_somebody
from wellnessdesk.exchange import oneroster, sheet_roster, sheets
from wellnessdesk.exchange.findings import Findings


def check(path: Path) -> RosterFile:
    """What a center would take from the file at `path`, and what not.

    A table that is no OneRoster export is read as its headers are recognized. Raises `RosterUnreadable`.
    """
    if not sheets.is_sheet(path):
        return with_somebody(oneroster.read(path), path.name)
    with sheets.opened(path, Findings()) as sheet:
        mapping = sheets.recognized(sheet.header)
    return with_somebody(sheet_roster.read(path, mapping), path.name)
