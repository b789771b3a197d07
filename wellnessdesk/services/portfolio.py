"""Letters of hours and portfolios: what the records say, stated and signed by a coordinator, printed with its code."""

from collections.abc import Sequence
from datetime import date

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import portfolio as rules
from wellnessdesk.domain import training as training_rules
from wellnessdesk.domain.hours import Kind, Line
from wellnessdesk.domain.portfolio import Portfolio, Trained
from wellnessdesk.domain.statements import Kind as Stated
from wellnessdesk.domain.statements import Statement
from wellnessdesk.reports.certificate import certificate_pdf
from wellnessdesk.reports.hours_letter import hours_letter_pdf
from wellnessdesk.reports.portfolio import portfolio_pdf
from wellnessdesk.services import hours, papers, pathways, statements
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.services.statements import WrongPassphrase as WrongPassphrase  # the dialog tells it at its own field
from wellnessdesk.store import hours as hour_rows
from wellnessdesk.store import statements as statement_rows
from wellnessdesk.store import training
from wellnessdesk.store.transaction import Transaction


@act("statements.issue")
def issue_letter(desk: Desk, person_id: str, first: date, last: date, passphrase: str) -> Statement:
    """State and sign a peer's hours from one day to another. Raises `WrongPassphrase`, and `Problem` where there are
    none, or the days are the wrong way round."""
    if last < first:
        raise Problem(_("It ends before it begins."))
    found = hours.of(desk, person_id, first, min(last, desk.today())).totals
    if not found.sums:
        raise Problem(_("There are no hours in these days."))
    words = rules.hours_words(found, first, min(last, desk.today()))
    return statements.issue(desk, Stated.HOURS, person_id, words, passphrase)


@act("statements.issue")
def issue_portfolio(desk: Desk, person_id: str, passphrase: str) -> Statement:
    """State and sign what a peer did here in all. Raises `WrongPassphrase`, and `Problem` for who is no peer."""
    found = hours.of(desk, person_id)
    with desk.reading() as tx:
        added = hour_rows.added_at(tx, person_id)
        trained = len(_trained(tx, person_id))
    words = rules.portfolio_words(found.totals, since=desk.center.day(added) if added else desk.today(),
                                  last=desk.today(), trained=trained)
    return statements.issue(desk, Stated.PORTFOLIO, person_id, words, passphrase)


@act("statements.print")
def print_statement(desk: Desk, statement_id: str) -> bytes:
    """A statement of any kind as PDF, as its kind is printed. A peer prints their own. Raises `Problem`. Recorded."""
    with desk.change() as change:
        proof = statements.proved(desk, change, statement_id)
        paper = papers.kept(change.tx)
        behind = _behind(desk, change.tx, proof.statement) if proof.statement.kind is Stated.PORTFOLIO else None
    if behind is not None:
        return portfolio_pdf(proof, behind, center=desk.center, today=desk.today(), paper=paper)
    made = hours_letter_pdf if proof.statement.kind is Stated.HOURS else certificate_pdf
    return made(proof, center=desk.center, paper=paper)


def _behind(desk: Desk, tx: Transaction, one: Statement) -> Portfolio:
    ledger = hours.ledger_of(tx, one.person)
    certificates = [each for each in statement_rows.everything(tx, one.person)
                    if each.kind is Stated.CERTIFICATE and each.ended_at is None]
    return Portfolio(totals=ledger.totals, activities=tuple(_activities(ledger.lines)),
                     trained=tuple(_trained(tx, one.person)), pathways=tuple(pathways.standings(desk, tx, one.person)),
                     certificates=tuple((desk.center.day(each.at), each.body.partition("\n")[0])
                                        for each in certificates))


def _activities(lines: Sequence[Line]) -> list[tuple[str, int]]:
    """Trainings are listed by themselves, and meetings need no list."""
    found: dict[str, int] = {}
    for one in lines:
        if one.counts and one.kind in (Kind.FIELD, Kind.EDUCATION):
            found[one.what] = found.get(one.what, 0) + one.minutes
    return sorted(found.items(), key=lambda pair: -pair[1])


def _trained(tx: Transaction, person: str) -> list[Trained]:
    titles = {one.id: one.label for one in training_rules.all_versions(training.modules(tx))}
    cells = training_rules.cells(one for one in training.completions(tx) if one.person == person)
    found = [Trained(titles.get(module, module), cell.day, cell.lapses_on)
             for (_who, module), cell in cells.items() if cell.day is not None]
    return sorted(found, key=lambda one: one.day)
