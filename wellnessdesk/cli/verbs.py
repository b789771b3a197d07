"""The verbs of the command line, the module of each, and what each is for in a line."""

from wellnessdesk.base.i18n import _

VERBS = {
    "demo": "demo", "tour": "tour", "self-test": "selftest", "bundle": "bundle", "audit": "audit",
    "backup": "backup", "district": "district", "roster": "roster", "spelling": "spelling",
}


def summary(verb: str) -> str:
    """What the verb does."""
    return {
        "demo": _("make a made-up center"),
        "tour": _("drive the real windows through a whole day and take pictures"),
        "self-test": _("check that this installation works"),
        "bundle": _("verify, inspect or open a bundle"),
        "audit": _("verify a center's audit log"),
        "backup": _("verify or restore a backup"),
        "district": _("open the district's window, or make its keys"),
        "roster": _("check a roster before it is imported"),
        "spelling": _("check words on standard input, for the window"),
    }[verb]
