"""Applications, as named queries: rounds, who applied, recommendations, ratings, interviews."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from wellnessdesk.domain.applications import (
    Application,
    Came,
    Cycle,
    Interview,
    Rating,
    Recommendation,
    State,
    criteria_from,
)
from wellnessdesk.store import people
from wellnessdesk.store.rows import (
    ApplicationRow,
    CycleRow,
    InterviewRow,
    RatingRow,
    RecommendationRow,
    StudentRow,
)
from wellnessdesk.store.transaction import Transaction


def cycles(tx: Transaction) -> list[Cycle]:
    """All rounds, the newest first."""
    rows = tx.session.execute(select(CycleRow).order_by(CycleRow.opens.desc(), CycleRow.id.desc())).scalars()
    return [_cycle(row) for row in rows]


def cycle(tx: Transaction, number: int) -> Cycle | None:
    """One round."""
    row = tx.session.get(CycleRow, number)
    return _cycle(row) if row else None


def put_cycle(tx: Transaction, one: Cycle, at: datetime, by: str) -> int:
    """Write a new round (id 0), or change one; its number. What it asks is written once."""
    values = {"title": one.title, "opens": one.opens, "closes": one.closes, "decides": one.decides,
              "places": one.places, "ended_at": one.ended_at}
    if one.id:
        tx.session.execute(update(CycleRow).where(CycleRow.id == one.id).values(**values))
        return one.id
    made = insert(CycleRow).values(**values, criteria=one.criteria.plain(), made_at=at, made_by=by)
    return tx.session.execute(made.returning(CycleRow.id)).scalar_one()


def of_cycle(tx: Transaction, number: int) -> list[Application]:
    """The applications of a round, with names from the roster; what they wrote is sealed."""
    return _applications(tx, ApplicationRow.cycle_id == number)


def everything(tx: Transaction) -> list[Application]:
    """All there are."""
    return _applications(tx)


def get(tx: Transaction, application: str) -> Application | None:
    """One."""
    return next(iter(_applications(tx, ApplicationRow.id == application)), None)


def of_student(tx: Transaction, number: int, student: int) -> Application | None:
    """That of a student in a round."""
    return next(iter(_applications(tx, ApplicationRow.cycle_id == number, ApplicationRow.student_id == student)), None)


def all_of_student(tx: Transaction, student: int) -> list[Application]:
    """All of a student's, of every round, the oldest first."""
    return sorted(_applications(tx, ApplicationRow.student_id == student), key=lambda one: one.at)


def without_account(tx: Transaction) -> list[Application]:
    """Who was chosen and has no account yet."""
    return _applications(tx, ApplicationRow.state == State.CHOSEN.value, ApplicationRow.person_id.is_(None))


def add(tx: Transaction, one: Application) -> None:
    """Write a new one; of who is on the roster no name."""
    tx.session.execute(insert(ApplicationRow).values(
        id=one.id, cycle_id=one.cycle, student_id=one.student, name="" if one.student else one.name,
        came=one.came.value, state=one.state.value, at=one.at, entered_by=one.entered_by))


def change(tx: Transaction, application: str, **values: object) -> None:
    """Change some of `state`, `at`, `decided_at`, `decided_by`, `person_id`."""
    tx.session.execute(update(ApplicationRow).where(ApplicationRow.id == application).values(**values))


def remove(tx: Transaction, application: str) -> None:
    """One that was entered by mistake, with all that belongs to it."""
    for row in (RecommendationRow, RatingRow, InterviewRow):
        tx.session.execute(delete(row).where(row.application_id == application))
    tx.session.execute(delete(ApplicationRow).where(ApplicationRow.id == application))


def ratings(tx: Transaction, *applications: str, number: int | None = None) -> list[Rating]:
    """The forms of these applications, or of a whole round, or all."""
    row = RatingRow
    query = select(row.application_id, row.rater_id, row.scores, row.at).order_by(row.application_id, row.at)
    if applications:
        query = query.where(row.application_id.in_(applications))
    if number is not None:
        query = query.join(ApplicationRow, ApplicationRow.id == row.application_id).where(
            ApplicationRow.cycle_id == number)
    return [_rating(*one) for one in tx.session.execute(query)]


def put_rating(tx: Transaction, one: Rating) -> None:
    """Write a rater's own form, in the place of what they wrote before."""
    values = {"scores": one.plain(), "at": one.at}
    tx.session.execute(upsert(RatingRow).values(
        application_id=one.application, rater_id=one.rater, **values).on_conflict_do_update(
        index_elements=["application_id", "rater_id"], set_=values))


def recommendations(tx: Transaction, application: str = "") -> list[Recommendation]:
    """Of one application, or all; who and what is sealed."""
    row = RecommendationRow
    which = [row.application_id == application] if application else []
    found = tx.session.execute(select(row).where(*which).order_by(row.at, row.id)).scalars()
    return [Recommendation(id=one.id, application=one.application_id, strength=one.strength, at=one.at,
                           entered_by=one.entered_by) for one in found]


def strengths(tx: Transaction, number: int) -> list[tuple[str, int]]:
    """(application, strength) of every recommendation of a round."""
    row = RecommendationRow
    found = tx.session.execute(select(row.application_id, row.strength).join(
        ApplicationRow, ApplicationRow.id == row.application_id).where(ApplicationRow.cycle_id == number))
    return [(one[0], one[1]) for one in found]


def add_recommendation(tx: Transaction, one: Recommendation) -> None:
    """Write a new one."""
    tx.session.execute(insert(RecommendationRow).values(
        id=one.id, application_id=one.application, strength=one.strength, at=one.at, entered_by=one.entered_by))


def interviews(tx: Transaction, application: str = "") -> list[Interview]:
    """Of one application, or all; what was noted is sealed."""
    row, names = InterviewRow, people.names(tx)
    which = [row.application_id == application] if application else []
    found = tx.session.execute(select(row).where(*which).order_by(row.at, row.id)).scalars()
    return [Interview(id=one.id, application=one.application_id, author=one.author_id,
                      author_name=names.get(one.author_id, ""), at=one.at) for one in found]


def add_interview(tx: Transaction, one: Interview) -> None:
    """Write new notes."""
    tx.session.execute(insert(InterviewRow).values(
        id=one.id, application_id=one.application, author_id=one.author, at=one.at))


def students_applied(tx: Transaction, number: int) -> Sequence[tuple[int, State]]:
    """(student, state) of who is on the roster and has sent an application."""
    row = ApplicationRow
    found = tx.session.execute(select(row.student_id, row.state).where(
        row.cycle_id == number, row.student_id.is_not(None), row.state != State.DRAFT.value))
    return [(one[0], State(one[1])) for one in found if one[0] is not None]


def _applications(tx: Transaction, *which: object) -> list[Application]:
    row, who = ApplicationRow, StudentRow
    columns = (row.id, row.cycle_id, row.student_id, row.name, row.came, row.state, row.at, row.entered_by,
               row.decided_at, row.decided_by, row.person_id, who.given, who.preferred_given, who.roster_preferred,
               who.family, who.grade)
    found = tx.session.execute(select(*columns).outerjoin(who, who.id == row.student_id).where(
        *which).order_by(row.at, row.id))  # type: ignore[arg-type]
    return [Application(
        id=one.id, cycle=one.cycle_id, student=one.student_id,
        name=one.name or f"{one.preferred_given or one.roster_preferred or one.given} {one.family}".strip(),
        grade=one.grade or "", came=Came(one.came), state=State(one.state), at=one.at, entered_by=one.entered_by,
        decided_at=one.decided_at, decided_by=one.decided_by or "", person=one.person_id or "") for one in found]


def _cycle(row: CycleRow) -> Cycle:
    return Cycle(id=row.id, title=row.title, opens=row.opens, closes=row.closes, decides=row.decides,
                 places=row.places, criteria=criteria_from(row.criteria), ended_at=row.ended_at)


def _rating(application: str, rater: str, scores: str, at: datetime) -> Rating:
    points, close = Rating.read(scores)
    return Rating(application=application, rater=rater, scores=points, close=close, at=at)
