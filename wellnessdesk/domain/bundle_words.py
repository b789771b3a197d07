"""What is said about bundles, their kinds and periods, and of recipients who may not have them."""

from datetime import date

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.bundles import Kind, Period, Recipient, Span


def kind_label(kind: Kind) -> str:
    """A kind of bundle."""
    return {
        Kind.AGGREGATE: _("Counts"),
        Kind.ROWS: _("Rows for an evaluation"),
        Kind.PACKET: _("One student's records"),
    }[kind]


def period_label(period: Period) -> str:
    """For instance `September 2026`, `Aug 17, 2026 to Dec 18, 2026`, `School year 2026–27`."""
    if period.span is Span.MONTH:
        return formats.month(period.first)
    if period.span is Span.YEAR:
        return _("School year {first}–{last}").format(first=period.first.year, last=f"{period.last:%y}")
    return _("Term from {first} to {last}").format(first=formats.date(period.first), last=formats.date(period.last))


def may_not_receive(recipient: Recipient, kind: Kind, day: date) -> str:
    """Why no bundle of this kind may leave for it on a day, as a sentence; empty when it may."""
    name = recipient.name
    if recipient.revoked_at is not None:
        return _("{name} may not receive bundles any more.").format(name=name)
    if recipient.valid_from is not None and day < recipient.valid_from:
        return _("{name} may receive bundles from {day} on.").format(name=name, day=formats.date(recipient.valid_from))
    if recipient.valid_until is not None and day > recipient.valid_until:
        return _("{name} was allowed to receive bundles until {day}.").format(
            name=name, day=formats.date(recipient.valid_until))
    if kind not in recipient.kinds:
        return _("{name} may not receive this kind of bundle: {kind}.").format(name=name, kind=kind_label(kind))
    if not recipient.keys_in_force:
        return _("Compare the six words of the key with {name} first. Nothing is locked for a key before that.").format(
            name=name)
    return ""
