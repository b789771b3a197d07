"""Who applied and who was chosen, beside the whole roster: by grade and by language, small counts blank.

Seed 002 "consideration on the program including diverse representation". What the roster does not keep, such as gender,
cannot be counted. Counts are suppressed as those of a bundle are (DOMAIN.md 4), both tables together; a table that
cannot be made safe is left out.
"""

from collections import Counter
from datetime import date

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.applications import Cycle, State
from wellnessdesk.domain.bundles import Counted
from wellnessdesk.domain.students import grade_label
from wellnessdesk.domain.tables import Column, CountTable, Layout, PublishedTable
from wellnessdesk.exchange.disclosure import together
from wellnessdesk.reports import representation as report
from wellnessdesk.services import papers
from wellnessdesk.services.applications import cycle_there
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import applications, student_facts, students
from wellnessdesk.store.transaction import Transaction

_CHOSEN, _APPLIED, _REST, _UNKNOWN = "chosen", "applied", "rest", "unknown"


@act("applications.see")
def representation(desk: Desk, number: int) -> tuple[PublishedTable, ...]:
    """By grade and by language: chosen, applied and not chosen, all others of the roster. Names nobody."""
    with desk.reading() as tx:
        return _tables(tx, cycle_there(tx, number), desk.today())


@act("applications.print")
def print_representation(desk: Desk, number: int) -> bytes:
    """The same as PDF; recorded."""
    with desk.change() as change:
        cycle = cycle_there(change.tx, number)
        tables, paper = _tables(change.tx, cycle, desk.today()), papers.kept(change.tx)
        change.record("application.figures", f"cycle:{number}")
    return report.representation_pdf(cycle.title, tables, center=desk.center, day=desk.today(), paper=paper)


def _tables(tx: Transaction, cycle: Cycle, today: date) -> tuple[PublishedTable, ...]:
    stands = {student: _CHOSEN if state is State.CHOSEN else _APPLIED
              for student, state in applications.students_applied(tx, cycle.id)}
    spoken = {student: facts.language.strip() for student, facts, _told in student_facts.everything(tx)}
    counts: dict[str, Counter[tuple[tuple[str, ...], str]]] = {"grade": Counter(), "language": Counter()}
    for one in students.everybody(tx):
        if one.active or one.id in stands:
            column = stands.get(one.id, _REST)
            counts["grade"][(one.grade or _UNKNOWN,), column] += 1
            counts["language"][(spoken.get(one.id) or _UNKNOWN,), column] += 1
    layouts = (("grade", _("By grade"), _("Grade"), grade_label),
               ("language", _("By language"), _("Language"), formats.language_name))
    tables = tuple(_table(name, title, heading, counts[name], label)
                   for name, title, heading, label in layouts if counts[name])
    return together.publish([Counted(days=(today, today), tables=tables)]).tables


def _table(name: str, title: str, heading: str, counts: Counter[tuple[tuple[str, ...], str]],
           label: object) -> CountTable:
    keys = sorted({key for (key,), _column in counts}, key=lambda key: (key == _UNKNOWN, key.zfill(2)))
    labels = tuple((key, _("not known") if key == _UNKNOWN else label(key)) for key in keys)  # type: ignore[operator]
    rows = Column(name=name, title=heading, description=title, labels=labels)
    columns = Column(name="stands", title=_("Students"), description=title, labels=(
        (_CHOSEN, _("Chosen")), (_APPLIED, _("Applied, not chosen")), (_REST, _("Others on the roster"))))
    layout = Layout(name=f"applicants_by_{name}", title=title, description=title, counted="roster", rows=(rows,),
                    row_keys=tuple((key,) for key in keys), columns=columns,
                    column_keys=(_CHOSEN, _APPLIED, _REST))
    return CountTable(layout=layout, counts=tuple(tuple(counts[(key,), column] for column in layout.column_keys)
                                                  for key in keys), row_totals=True, column_totals=True)
