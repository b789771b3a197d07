"""Everything that My path shows, asked at once, and the most pressing of it in a glance."""

from dataclasses import dataclass
from datetime import date

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.agreements import ToSign, kind_label
from wellnessdesk.domain.hours import Ledger, State
from wellnessdesk.domain.meetings import Meeting
from wellnessdesk.domain.pathways import Asks, Pathway, Standing
from wellnessdesk.domain.statements import Statement
from wellnessdesk.services import agreements, clearance, exams, hours, own_items, pathways, statements
from wellnessdesk.services.clearance import Standing as Cleared
from wellnessdesk.services.desk import Desk
from wellnessdesk.services.exams import Offer


@dataclass(frozen=True, slots=True)
class Facts:
    """Of the peer who is signed in."""

    today: date
    ledger: Ledger
    pathways: tuple[Standing, ...]
    to_choose: tuple[Pathway, ...]
    cleared: Cleared
    to_sign: tuple[ToSign, ...]
    coming: tuple[Meeting, ...]
    statements: tuple[Statement, ...]
    exams: tuple[Offer, ...]

    @property
    def waiting(self) -> int:
        """How many entries wait for a coordinator."""
        return sum(one.state is State.WAITING for one in self.ledger.lines)

    def aim(self) -> tuple[str, str]:
        """The first hours that are missing for a pathway, and for which; empty where none are."""
        for one in self.pathways:
            for each in one.missing:
                if each.requirement.asks is Asks.HOURS:
                    return each.sentence(), str(one.pathway.label)
        return "", ""

    def lapsing(self) -> tuple[str, str]:
        """What is to be signed, or lapses next, and when."""
        unsigned = [one for one in self.to_sign if not one.counts] if self.cleared.asked else []
        if unsigned:
            return _("Now"), _("to sign: {what}").format(what=kind_label(unsigned[0].text.kind))
        if self.cleared.soon:
            what, day = self.cleared.soon[0]
            left = (day - self.today).days
            days = ngettext("{n} day", "{n} days", left).format(n=formats.number(left))
            return days, _("until it lapses: {what}").format(what=what.title)
        return _("Nothing"), _("lapses within a month")

    def next_meeting(self) -> tuple[str, str]:
        """When supervision meets next."""
        if not self.coming:
            return "–", _("you are in no group yet")
        one = self.coming[0]
        return formats.weekday(one.day), _("{day}, {time}").format(
            day=formats.date(one.day), time=formats.minute_of_day(one.starts))


def gather(desk: Desk) -> Facts:
    """Ask for all of it."""
    chosen = pathways.mine(desk)
    taken = {one.pathway.id for one in chosen}
    return Facts(
        today=desk.today(), ledger=hours.mine(desk), pathways=tuple(chosen),
        to_choose=tuple(one for one in pathways.there(desk) if one.id not in taken), cleared=clearance.mine(desk),
        to_sign=tuple(agreements.mine(desk)), coming=tuple(own_items.coming(desk)),
        statements=tuple(one for one in statements.mine(desk) if one.stands),
        exams=tuple(exams.mine(desk)))
