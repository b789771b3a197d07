"""What peers sign, and caregivers' papers, as named queries."""

from datetime import date, datetime

from sqlalchemy import insert, select, update

from wellnessdesk.domain.agreements import Agreement, AgreementText, Paper
from wellnessdesk.store.rows import AgreementRow, AgreementTextRow, CaregiverPaperRow
from wellnessdesk.store.transaction import Transaction

OF_AGE, ON_PAPER = "of_age", "paper"


def texts(tx: Transaction) -> list[AgreementText]:
    """The texts that are kept: the center's own, and every shipped one that was signed."""
    return [AgreementText(kind=row.kind, version=row.version, en=row.en, es=row.es, term_months=row.term_months,
                          since=row.since) for row in tx.session.execute(select(AgreementTextRow)).scalars()]


def add_text(tx: Transaction, text: AgreementText, at: datetime, by: str) -> None:
    """Keep the words of a version."""
    tx.session.execute(insert(AgreementTextRow).values(
        kind=text.kind, version=text.version, en=text.en, es=text.es, term_months=text.term_months, since=text.since,
        made_at=at, made_by=by))


def everything(tx: Transaction, person: str = "") -> list[Agreement]:
    """All signatures, or those of a person, the newest first."""
    which = [AgreementRow.person_id == person] if person else []
    rows = tx.session.execute(select(AgreementRow).where(*which).order_by(AgreementRow.at.desc(), AgreementRow.id))
    return [_agreement(row) for row in rows.scalars()]


def counting(tx: Transaction, person: str = "") -> list[tuple[str, str, str, date | None]]:
    """(person, kind, version, lapses on) of the signatures that were not ended: of everybody, or of one person."""
    row = AgreementRow
    which = [row.person_id == person] if person else []
    found = tx.session.execute(select(row.person_id, row.kind, row.version, row.lapses_on).where(
        row.ended_at.is_(None), *which))
    return [(one[0], one[1], one[2], one[3]) for one in found]


def get(tx: Transaction, agreement_id: str) -> Agreement | None:
    """One signature."""
    row = tx.session.get(AgreementRow, agreement_id)
    return _agreement(row) if row else None


def add(tx: Transaction, one: Agreement) -> None:
    """Keep a signature."""
    tx.session.execute(insert(AgreementRow).values(
        id=one.id, kind=one.kind, version=one.version, language=one.language, person_id=one.person, at=one.at,
        name=one.name, signature=one.signature, lapses_on=one.lapses_on))


def end(tx: Transaction, agreement_id: str, at: datetime, by: str) -> None:
    """It does not count any more."""
    tx.session.execute(update(AgreementRow).where(AgreementRow.id == agreement_id).values(ended_at=at, ended_by=by))


def papers(tx: Transaction, person: str = "") -> list[Paper]:
    """All papers, or those for a person, the newest first; what is sealed of them is not here."""
    which = [CaregiverPaperRow.person_id == person] if person else []
    rows = tx.session.execute(select(CaregiverPaperRow).where(*which)
                              .order_by(CaregiverPaperRow.kept_at.desc(), CaregiverPaperRow.id))
    return [_paper(row) for row in rows.scalars()]


def get_paper(tx: Transaction, paper_id: str) -> Paper | None:
    """One paper."""
    row = tx.session.get(CaregiverPaperRow, paper_id)
    return _paper(row) if row else None


def papers_counting(tx: Transaction, person: str = "") -> list[tuple[str, str]]:
    """(person, kind) of the papers that were not ended."""
    row = CaregiverPaperRow
    which = [row.person_id == person] if person else []
    found = tx.session.execute(select(row.person_id, row.kind).where(row.ended_at.is_(None), *which))
    return [(one[0], one[1]) for one in found]


def add_paper(tx: Transaction, one: Paper) -> None:
    """Keep a paper; what is sealed of it is kept beside."""
    tx.session.execute(insert(CaregiverPaperRow).values(
        id=one.id, person_id=one.person, kind=one.kind, how=OF_AGE if one.of_age else ON_PAPER, day=one.day,
        kept_at=one.kept_at, kept_by=one.kept_by))


def end_paper(tx: Transaction, paper_id: str, at: datetime) -> None:
    """It does not count any more."""
    tx.session.execute(update(CaregiverPaperRow).where(CaregiverPaperRow.id == paper_id).values(ended_at=at))


def _agreement(row: AgreementRow) -> Agreement:
    return Agreement(id=row.id, kind=row.kind, version=row.version, language=row.language, person=row.person_id,
                     at=row.at, name=row.name, signature=row.signature, lapses_on=row.lapses_on,
                     ended_at=row.ended_at, ended_by=row.ended_by or "")


def _paper(row: CaregiverPaperRow) -> Paper:
    return Paper(id=row.id, person=row.person_id, kind=row.kind, of_age=row.how == OF_AGE, day=row.day,
                 kept_at=row.kept_at, kept_by=row.kept_by, ended_at=row.ended_at)
