"""The tables of rows for an evaluation: which columns they have, and how a record becomes a coarse row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.coarse import Grain, bracket_labels, bracket_of_steps, grade_band
from wellnessdesk.domain.k_anonymity import Alike
from wellnessdesk.domain.tables import Column
from wellnessdesk.exchange.row_csv import RowLayout
from wellnessdesk.store import evaluation
from wellnessdesk.store.evaluation import MARK, Day, Place, Traits
from wellnessdesk.store.transaction import Transaction

OTHER = "other"
EVERY = "every_time"
Labels = tuple[tuple[str, str], ...]


class Read(Protocol):
    """A question of `store.evaluation`."""

    def __call__(self, tx: Transaction, after: Place, last: date) -> list[Day]:
        """The next events after a place."""


@dataclass(frozen=True, slots=True)
class Source:
    """A table of events: how its records are read, a slice at a time, and what a row says of one."""

    layout: RowLayout
    read: Read
    known: tuple[Callable[[str], str], ...]
    """What each of an event's facts stands in the file as."""

    def told(self, facts: str) -> str:
        """What the line of an event says behind the student and the day."""
        return ",".join(known(code) for known, code in zip(self.known, facts.split(MARK), strict=True))


def sources(grain: Grain) -> tuple[Source, ...]:
    """Visits and sessions. What was said, flags, referrals and who the Wellness Peer was never leave in rows."""
    return visits(grain), sessions(grain)


def visits(grain: Grain) -> Source:
    """A row a visit; who came without a name is not among them."""
    reasons, origins = _reasons(), _origins()
    layout = RowLayout(
        name="visits", title=_("Visits"), description=_("Every visit of a student who gave a name, in no order."),
        columns=(_student(), _when(grain), reasons, origins,
                 _minutes("waited", _("Minutes waited"), _("How long the student waited.")),
                 _minutes("stayed", _("Minutes there"), _("How long the student was there."))),
        optional=frozenset({"waited", "stayed"}))
    return Source(layout, evaluation.visits, (
        _known(reasons), _known(origins), bracket_of_steps, bracket_of_steps))


def sessions(grain: Grain) -> Source:
    """A row for each student of a session that is over."""
    services, origins = _services(), _origins()
    tier = Column(name="mtss_tier", title=_("MTSS tier"), type="integer",
                  description=_("1 universal, 2 targeted, 3 intensive; 0 where no service is recorded."))
    together = Column(name="together", title=_("Alone or in a group"), description=_("Who was there."),
                      labels=(("alone", _("One student")), ("group", _("A group"))))
    layout = RowLayout(
        name="sessions", title=_("Sessions"),
        description=_("Every session of a Wellness Peer, once for each student who came, in no order."),
        columns=(_student(), _when(grain), services, tier, origins,
                 _minutes("took", _("Minutes"), _("How long it took.")), together),
        optional=frozenset({"took"}))
    return Source(layout, evaluation.sessions, (
        _known(services), str, _known(origins), bracket_of_steps, str))


def students(said: Mapping[int, tuple[str, str]]) -> RowLayout:
    """A row a student who is in another table; only languages that are told are named."""
    languages = sorted({language for _grade, language in said.values() if language})
    withheld = _("Blank where fewer than 11 students would be alike.")
    return RowLayout(
        name="students", title=_("Students"), description=_("Every student of the other tables, once."),
        optional=frozenset({"grade", "language"}), columns=(
            _student(),
            Column(name="grade", title=_("Grade"), description=withheld, labels=tuple(
                (entry.id, str(entry.label)) for entry in catalogues.grade_bands())),
            Column(name="language", title=_("Language"), description=withheld, labels=(
                *((code, formats.language_name(code)) for code in languages if code != OTHER), (OTHER, _("Other"))))))


def report(grain: Grain) -> RowLayout:
    """The k-anonymity report as a table."""
    def figure(name: str, title: str, description: str) -> Column:
        return Column(name=name, title=title, description=description, type="integer")

    return RowLayout(
        name="k_anonymity", title=_("Who is alike"),
        description=_("How many students are alike in what somebody may know of them. A class is a group of students "
                      "alike; one of fewer than 11 may give somebody away."),
        columns=(
            Column(name="file", title=_("Table"), description=_("Which table."), labels=(
                ("visits", _("Visits")), ("sessions", _("Sessions")), ("students", _("Students")))),
            Column(name="known", title=_("What is known"), description=_("What somebody may know of a student."),
                   labels=known_labels(grain)),
            figure("classes", _("Classes"), _("How many groups of students alike.")),
            figure("smallest", _("Smallest"), _("Students in the smallest class.")),
            figure("students", _("Students"), _("Students in the table.")),
            figure("few", _("In small classes"), _("Students in a class of fewer than 11."))))


def known_labels(grain: Grain) -> Labels:
    """What somebody may know of a student, by code."""
    when = _("one week in which they came") if grain is Grain.WEEK else _("one month in which they came")
    every = _("every week in which they came") if grain is Grain.WEEK else _("every month in which they came")
    return ((grain.value, when), (f"{grain.value}_and_grade", _("{when}, and the grade").format(when=when)),
            (EVERY, every), ("grade", _("the grade")), ("grade_and_language", _("the grade and the language")))


def report_row(figures: Alike) -> tuple[str, ...]:
    """A line of the report."""
    return (figures.table, "_and_".join(figures.known),
            *map(str, (figures.classes, figures.smallest, figures.students, figures.few)))


def coarse(traits: Traits) -> tuple[str, str]:
    """The grade's band, and the code of the language; `other` for one that has none."""
    known = formats.language_code(traits.language)
    return grade_band(traits.grade), known or (OTHER if traits.language.strip() else "")


def _student() -> Column:
    return Column(name="student", title=_("Student"),
                  description=_("A pseudonym: the same in all bundles of a school year for this recipient."))


def _when(grain: Grain) -> Column:
    if grain is Grain.MONTH:
        return Column(name="month", title=_("Month"), description=_("The month."), type="yearmonth")
    return Column(name="week", title=_("Week"), description=_("The Monday of the week."), type="date")


def _minutes(name: str, title: str, description: str) -> Column:
    return Column(name=name, title=title, description=description, labels=bracket_labels())


def _reasons() -> Column:
    return _coded("reason", _("Reason"), _("The category the front desk chose."), catalogues.visit_reasons())


def _origins() -> Column:
    return _coded("origin", _("Origin"), _("How the student came to be here."), catalogues.visit_origins())


def _services() -> Column:
    return _coded("service", _("Service"), _("What kind of session it was."), catalogues.service_options())


def _coded(name: str, title: str, description: str, entries: Any) -> Column:
    labels = tuple((entry.id, str(entry.label)) for entry in entries)
    named = labels if OTHER in dict(labels) else (*labels, (OTHER, _("Other")))
    return Column(name=name, title=title, description=description, labels=named)


def _known(column: Column) -> Callable[[str], str]:
    codes = {code: code for code, _label in column.labels}
    return lambda code: codes.get(code, OTHER)
