"""What a substitute did, as a person reads it."""

from wellnessdesk.base.i18n import _


def deed_text(action: str) -> str:
    """An action of the audit log; one that is not known here stands as it is."""
    return {
        "agenda.add": _("Added to the agenda"), "agenda.build": _("Built the agenda"),
        "agenda.minutes": _("Set minutes in the agenda"), "agenda.move": _("Reordered the agenda"),
        "agenda.print": _("Printed the agenda"), "agenda.tick": _("Ticked off in the agenda"),
        "bundle.begin": _("Exported to the district"), "bundle.write": _("Wrote the bundle"),
        "bundle.abandon": _("Gave up a bundle"), "recipient.add": _("Added a district"),
        "flag.raise": _("Raised a red flag"), "flag.acknowledge": _("Took on a red flag"),
        "flag.close": _("Closed a red flag"), "note.read": _("Read a note"), "note.cosign": _("Co-signed a note"),
        "note.reseal": _("Opened a note to new keys"), "visit.check_in": _("Checked a student in"),
        "visit.hand_over": _("Handed a student over"), "visit.check_out": _("Checked a student out"),
        "visit.undo_check_in": _("Took a check-in back"), "visit.undo_hand_over": _("Took a handing-over back"),
        "visit.undo_check_out": _("Took a check-out back"), "roster.accept": _("Changed the roster"),
        "kit.print": _("Printed a recovery kit"), "kit.drill": _("Checked a recovery kit"),
        "hold.place": _("Placed a legal hold"), "hold.lift": _("Lifted a legal hold"),
        "retention.destroy": _("Destroyed records"), "retention.certificate": _("Printed a certificate of destruction"),
        "people.own_passphrase": _("Changed their own passphrase"),
    }.get(action, action)


def record_text(subject: str) -> str:
    """What it was done to: its kind and number, without a name; empty where that says nothing."""
    kind, _colon, number = subject.partition(":")
    return {
        "session": _("Session {number}"), "visit": _("Visit {number}"), "flag": _("Red flag {number}"),
        "kit": _("Kit {number}"), "agenda": _("Week of {number}"),
    }.get(kind, "").format(number=number[:8] if kind == "flag" else number)
