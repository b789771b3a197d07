"""Agreements about to lapse: what students who were here lately were told, or agreed to, longer ago than it holds."""

from datetime import date, timedelta

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.names import initials
from wellnessdesk.domain.supervision import Item, ItemKind, Section, Why
from wellnessdesk.services.agenda_lately import Lately
from wellnessdesk.services.supervision_groups import Scope
from wellnessdesk.store import load
from wellnessdesk.store.load import Given
from wellnessdesk.store.transaction import Transaction

REF = "lapse"
_NAMED = 8
"""So many students are named; the line must stay one."""


def items(tx: Transaction, lately: Lately, scope: Scope) -> list[Item]:
    """One item for all of them; none where nothing lapses."""
    lapsing = _lapsing(tx, lately, {one.student_id for one in lately.met if scope.has(one)})
    return [_item(lately, lapsing)] if lapsing else []


def again(tx: Transaction, lately: Lately) -> Item:
    """The item as it stands on an agenda, of whichever group; where nothing lapses any more it says so."""
    return _item(lately, _lapsing(tx, lately, {one.student_id for one in lately.met}))


def _lapsing(tx: Transaction, lately: Lately, students: set[int | None]) -> list[Given]:
    soon = lately.today + timedelta(days=lately.rules["agreement_lapse"].limit)
    return [one for one in load.agreements(tx, sorted(one for one in students if one))
            if _until(lately, one) <= soon]


def _until(lately: Lately, one: Given) -> date:
    """The day on which it lapses; one of an older version has."""
    entry = catalogues.acknowledgements().get(one.kind)
    if entry is None or entry.version != one.version:
        return lately.today
    return one.day + timedelta(days=lately.rules["agreement_lapse"].days)


def _item(lately: Lately, lapsing: list[Given]) -> Item:
    people = {one.student: one for one in lapsing}
    count = ngettext("{n} student", "{n} students", len(people)).format(n=formats.number(len(people)))
    kinds = ", ".join(dict.fromkeys(catalogues.label("acknowledgements", one.kind) for one in lapsing))
    short = _some([initials(one.given, one.family) for one in people.values()])
    why = (Why("agreement_lapse", _("{students} ({who}): {what}").format(students=count, who=short, what=kinds)),
           ) if lapsing else ()
    return Item(section=Section.AGREEMENTS, kind=ItemKind.AGREEMENT, ref=REF, title=_("Ask again"),
                reason=why[0].fact if why else _("nothing lapses soon"),
                name=_some([f"{one.given} {one.family}" for one in people.values()]),
                minutes=lately.rules["agreement_lapse"].minutes, why=why)


def _some(names: list[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (_(" and {n} more").format(n=formats.number(more)) if more > 0 else "")
