"""What is said about bundles, their kinds and periods, and of recipients who may not have them."""

from datetime import date, timedelta

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.bundles import Asked, Kind, Period, Recipient, Span
from wellnessdesk.domain.coarse import Grain
from wellnessdesk.domain.district import Receipt

LONGEST_EVALUATION = timedelta(days=5 * 366)
"""From the day on which rows leave to the last day of the evaluation."""


def kind_label(kind: Kind) -> str:
    """A kind of bundle."""
    return {
        Kind.AGGREGATE: _("Counts"),
        Kind.ROWS: _("Rows for an evaluation"),
        Kind.PACKET: _("One student's records"),
    }[kind]


def period_label(period: Period) -> str:
    """For instance `September 2026`, `Term from Aug 17, 2026 to Dec 18, 2026`, `School year 2026–27`, `Oct 5, 2026`."""
    if period.first == period.last:
        return formats.date(period.first)
    if period.span is Span.MONTH:
        return formats.month(period.first)
    if period.span is Span.YEAR:
        return _("School year {first}–{last}").format(first=period.first.year, last=f"{period.last:%y}")
    return _("Term from {first} to {last}").format(first=formats.date(period.first), last=formats.date(period.last))


def delete_by(one: Receipt, today: date) -> str:
    """By when the content of a bundle that came has to be deleted, or when it was; empty where no day is known."""
    if one.deleted_at is not None:
        return _("Deleted on {day}").format(day=formats.date(one.deleted_at.date()))
    if one.ends_on is None:
        return ""
    said = _("Delete by {day} – past") if one.past(today) else _("Delete by {day}")
    return said.format(day=formats.date(one.ends_on))


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


def rows_warnings() -> tuple[str, ...]:
    """What whoever lets rows leave must know."""
    return (
        _("Whoever knows when a student came may find their rows: times cannot be made alike without making them "
          "false. The report says for how many students that is so."),
        _("Rows can be counted. Whoever has them knows the exact counts, also those that a bundle of counts leaves "
          "blank."),
        _("What was said, flags, referrals and names of Wellness Peers are never in the rows."),
    )


def wrong(asked: Asked, today: date) -> str:
    """What is missing in what a bundle is asked for, or cannot be, as a sentence; empty when nothing is."""
    if asked.kind is not Kind.ROWS:
        return "" if asked.purpose else _("Say what the district needs it for.")
    if not asked.purpose:
        return _("Say what is evaluated, and what the rows are needed for.")
    if not asked.authority:
        return _("Say by whose word the evaluation may have the rows: the agreement, and who approved it.")
    if asked.ends_on is None:
        return _("Enter the day on which the evaluation ends: by then every copy is destroyed.")
    if asked.ends_on <= today:
        return _("The day on which the evaluation ends must be after today.")
    latest = today + LONGEST_EVALUATION
    if asked.ends_on > latest:
        return _("An evaluation ends on {day} at the latest. Enter an earlier day; a new agreement can follow.").format(
            day=formats.date(latest))
    if asked.about not in set(Grain):
        return _("Choose weeks or months.")
    return ""
