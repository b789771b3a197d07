"""Who is on which pathway, as named queries."""

import json
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from wellnessdesk.domain.pathways import OnPathway
from wellnessdesk.store.rows import PathwayRow
from wellnessdesk.store.transaction import Transaction

OWN = "pathways.own"
"""The setting that holds a school's own rule sets: a list of `{"file": name, "text": TOML}`."""


def everything(tx: Transaction, person: str = "") -> list[OnPathway]:
    """Everybody's, or those of a person, also what was ended; in the order of their beginning."""
    which = [PathwayRow.person_id == person] if person else []
    rows = tx.session.execute(select(PathwayRow).where(*which).order_by(PathwayRow.since, PathwayRow.pathway))
    return [_on(row) for row in rows.scalars()]


def get(tx: Transaction, person: str, pathway: str) -> OnPathway | None:
    """Whether somebody is, or was, on one."""
    row = tx.session.get(PathwayRow, (person, pathway))
    return _on(row) if row else None


def put(tx: Transaction, one: OnPathway, now: datetime) -> None:
    """Write it, in place of what stood there."""
    values = {"since": one.since, "facts": json.dumps({key: day.isoformat() for key, day in one.facts.items()}),
              "certified_on": one.certified_on, "ended_at": now if one.ended else None}
    tx.session.execute(insert(PathwayRow).values(person_id=one.person, pathway=one.pathway, **values)
                       .on_conflict_do_update(index_elements=["person_id", "pathway"], set_=values))


def _on(row: PathwayRow) -> OnPathway:
    """What is no day is left out: anything can have been written into the store."""
    try:
        facts = {str(key): date.fromisoformat(day) for key, day in json.loads(row.facts).items()}
    except (ValueError, TypeError, AttributeError):
        facts = {}
    return OnPathway(person=row.person_id, pathway=row.pathway, since=row.since, facts=facts,
                     certified_on=row.certified_on, ended=row.ended_at is not None)
