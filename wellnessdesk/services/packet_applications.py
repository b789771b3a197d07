"""What a packet of a student's records holds of their applications to become a Wellness Peer.

What they wrote, what staff said of them and what was noted of an interview are education records as a note is (FERPA,
34 CFR 99.3), each decided on by itself. Who rated stands in none of it: points are given out, not raters.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.applications import Application, Cycle, Rating, State, came_label, state_label, strength_label
from wellnessdesk.domain.packets import Item, Part
from wellnessdesk.services.applications import cycle_there, interview, opened, recommendation
from wellnessdesk.services.desk import Desk
from wellnessdesk.store import applications
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault.errors import Tampered

Written = Callable[[str, str], Part]
"""Makes a part of a name and of words that somebody wrote, in which others may be named."""


def items(desk: Desk, tx: Transaction, student: int, written: Written) -> Iterator[Item]:
    """Everything of a student's applications, the oldest first; a draft is none yet. Raises `Tampered`."""
    for one in applications.all_of_student(tx, student):
        if one.state is not State.DRAFT:
            yield _application(desk, tx, one, written)
            yield from _said(desk, tx, one, written)


def _application(desk: Desk, tx: Transaction, one: Application, written: Written) -> Item:
    whole, cycle = opened(desk, tx, one), cycle_there(tx, one.cycle)
    if whole.problem:
        raise Tampered
    parts = [Part(_("Round"), cycle.title), Part(_("How it came"), came_label(one.came)),
             Part(_("Stands"), state_label(one.state))]
    parts += [written(str(asked.label), whole.answers.get(asked.id, "")) for asked in cycle.criteria.questions]
    met = ", ".join(str(each.label) for each in cycle.criteria.requirements if each.id in whole.met)
    parts += [Part(_("Requirements met"), met), *_points(cycle, applications.ratings(tx, one.id))]
    return Item(key=f"application:{one.id}", parts=tuple(part for part in parts if part.text), title=_(
        "Application to become a Wellness Peer, {day}").format(day=_day(desk, one.at)))


def _points(cycle: Cycle, forms: Sequence[Rating]) -> Iterator[Part]:
    for skill in cycle.criteria.skills:
        given = sorted(form.scores[skill.id] for form in forms if skill.id in form.scores)
        if given:
            yield Part(str(skill.label), ngettext("{points} of 4 points", "{points} of 4 points, by {n} raters",
                                                  len(given)).format(points=", ".join(map(str, given)), n=len(given)))


def _said(desk: Desk, tx: Transaction, one: Application, written: Written) -> Iterator[Item]:
    for each in applications.recommendations(tx, one.id):
        said = recommendation(desk, tx, each)
        if said.problem:
            raise Tampered
        yield Item(key=f"recommendation:{each.id}", title=_("Recommendation of {day}").format(day=_day(desk, each.at)),
                   parts=(Part(_("By"), said.who), Part(_("How strongly"), strength_label(each.strength)),
                          *([written(_("What was said"), said.words)] if said.words else [])))
    for note in applications.interviews(tx, one.id):
        held = interview(desk, tx, note)
        if held.problem:
            raise Tampered
        yield Item(key=f"interview:{note.id}", parts=(written(_("What was said"), held.words),),
                   title=_("Interview of {day}, about becoming a Wellness Peer").format(day=_day(desk, note.at)))


def _day(desk: Desk, moment: datetime) -> str:
    return formats.date(desk.local(moment).date())
