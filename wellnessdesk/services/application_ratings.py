"""Judging applications: recommendations, interview notes, and each rater's own form. For coordinators alone."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import application_ranking, plain_text
from wellnessdesk.domain import applications as rules
from wellnessdesk.domain.application_ranking import Ranked
from wellnessdesk.domain.applications import POINTS, Application, Cycle, Interview, Rating, Recommendation, State
from wellnessdesk.services import application_marks as marks
from wellnessdesk.services.applications import beside, cycle_there, require_not_over, there
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import applications, people, sealed
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import sealing


@dataclass(frozen=True, slots=True)
class Ranking:
    """How the applicants of a round stand, and what those who rate are called, by id."""

    cycle: Cycle
    rows: tuple[Ranked, ...]
    names: Mapping[str, str]


@act("applications.rate")
def rate(desk: Desk, application: str, scores: Mapping[str, int], *, close: bool = False,
         seen: datetime | None = None) -> Rating:
    """Keep one's own form, in the place of what one gave before; `seen` is the moment of the form it was made from.

    Every rater has a form of their own: nobody writes over another's. Raises `Problem` for points that are none, for
    an application that is still being written, and when one's own form was changed meanwhile (in another window).
    """
    with desk.change("applications") as change:
        one = _judged(desk, change.tx, application)
        skills = {skill.id for skill in cycle_there(change.tx, one.cycle).criteria.skills}
        if not set(scores) <= skills or any(points not in POINTS for points in scores.values()):
            raise Problem(_("Choose 1 to 4 points for each skill."))
        before = next((form for form in applications.ratings(change.tx, one.id) if form.rater == desk.person.id), None)
        if (before.at if before else None) != seen:
            raise Problem(_("You rated {name} in the meantime, in another window. Look at it again; nothing was "
                            "overwritten.").format(name=one.name))
        made = Rating(application=one.id, rater=desk.person.id, scores=dict(scores), close=close, at=change.now)
        applications.put_rating(change.tx, made)
        change.record("application.rate", f"application:{one.id}", marks.of(change.tx, made))
    with desk.reading() as tx:
        return next(form for form in applications.ratings(tx, one.id) if form.rater == desk.person.id)


@act("applications.rate")
def recommend(desk: Desk, application: str, who: str, strength: int, words: str) -> Recommendation:
    """Keep what a member of staff says; their name and words are sealed to the coordinators. Raises `Problem`."""
    name = plain_text.required(who, rules.LONGEST_NAME, _("Write who recommends them."))
    said = plain_text.clean(words)[: rules.LONGEST_WORDS]
    if strength not in POINTS:
        raise Problem(_("Choose how strongly they are recommended."))
    with desk.change("applications") as change:
        one = _judged(desk, change.tx, application)
        made = Recommendation(id=uuid.uuid4().hex, application=one.id, strength=strength, at=change.now,
                              entered_by=desk.person.id, who=name, words=said)
        applications.add_recommendation(change.tx, made)
        sealed.add(change.tx, marks.RECOMMENDATION, made.id, 1, sealing.seal(
            desk.keys, beside(marks.RECOMMENDATION, made), {"who": name, "words": said}, to_author=False))
        change.record("application.recommend", f"application:{one.id}", marks.of(change.tx, made))
        return made


@act("applications.rate")
def note_interview(desk: Desk, application: str, words: str) -> Interview:
    """Keep notes of an interview that one held, sealed to the coordinators. Raises `Problem`."""
    said = plain_text.required(words, rules.LONGEST_WORDS, _("Write what was said."))
    with desk.change("applications") as change:
        one = _judged(desk, change.tx, application)
        made = Interview(id=uuid.uuid4().hex, application=one.id, author=desk.person.id,
                         author_name=desk.person.name, at=change.now, words=said)
        applications.add_interview(change.tx, made)
        sealed.add(change.tx, marks.INTERVIEW, made.id, 1, sealing.seal(
            desk.keys, beside(marks.INTERVIEW, made), {"words": said}, to_author=False))
        change.record("application.interview", f"application:{one.id}", marks.of(change.tx, made))
        return made


@act("applications.see")
def ranking(desk: Desk, number: int) -> Ranking:
    """How all who sent an application in a round stand; nothing sealed is opened."""
    with desk.reading() as tx:
        cycle = cycle_there(tx, number)
        sent = [one for one in applications.of_cycle(tx, number) if one.state is not State.DRAFT]
        rows = application_ranking.rank(sent, applications.ratings(tx, number=number),
                                        applications.strengths(tx, number),
                                        [skill.id for skill in cycle.criteria.skills])
        return Ranking(cycle, rows, people.names(tx))


def _judged(desk: Desk, tx: Transaction, application: str) -> Application:
    """The application, if it may be judged now."""
    one = there(tx, application)
    if one.state is State.DRAFT:
        raise Problem(_("{name} is still writing. Decide once the application is sent.").format(name=one.name))
    require_not_over(cycle_there(tx, one.cycle), desk)
    return one
