"""The facts of a visit in words: what was said at the desk, and what a proposed time is based on."""

from collections.abc import Callable, Iterator
from datetime import datetime

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.appointments import Appointment
from wellnessdesk.domain.calendar import time
from wellnessdesk.domain.visits import Because, LeftHow, Visit

Local = Callable[[datetime], datetime]


def feeling_label(feeling: int) -> str:
    """How a student feels, in their own choice of five."""
    return (_("Very bad"), _("Bad"), _("So-so"), _("Good"), _("Very good"))[feeling - 1]


def language_label(language: str) -> str:
    """A language by its code; what somebody wrote in their own words stands for itself."""
    return catalogues.label("languages", language)


def access_label(need: str) -> str:
    """What makes a visit easier."""
    return catalogues.label("access_needs", need)


def period_label(period: str) -> str:
    """A period of the school day: classes are numbered, what is around them has a name."""
    return _("Period {number}").format(number=period) if period.isdecimal() else catalogues.label("bell_times", period)


def pass_label(has_pass: bool | None) -> str:
    """Whether they had a pass; nothing where nobody asked."""
    return "" if has_pass is None else _("Has a pass") if has_pass else _("No pass")


def appointment(one: Appointment) -> str:
    """For what a student comes who has an appointment: when, and with whom."""
    when = time(one.starts)
    return (_("Appointment at {time} with {peer}").format(time=when, peer=one.peer) if one.peer
            else _("Appointment at {time}").format(time=when))


def missing(visit: Visit) -> str:
    """The class that is missed, with its period."""
    if not visit.missed:
        return ""
    return _("Misses {title} ({period})").format(title=visit.missed, period=period_label(visit.period))


def facts(visit: Visit) -> Iterator[str]:
    """Everything said at the desk, or known anyway, a line each."""
    said = visit.facts
    yield missing(visit)
    yield pass_label(said.has_pass)
    if said.feeling is not None:
        yield _("Feels: {feeling}").format(feeling=feeling_label(said.feeling).lower())
    language, access = said.language or visit.known_language, said.access or visit.known_access
    yield _("Wishes: {language}").format(language=language_label(language)) if language else ""
    yield _("Helps: {need}").format(need=access_label(access)) if access else ""
    yield _("Came with a group") if visit.party else ""
    yield _("Set right since") if visit.corrected else ""
    yield _("The check-out was written in afterwards") if visit.steps.left_how == LeftHow.SWEEP else ""


def fact_name(fact: str) -> str:
    """What a fact that can be set right is called."""
    return {
        "arrived_at": _("Arrived"), "left_at": _("Left"), "origin": _("How they came"), "reason": _("Reason"),
        "has_pass": _("Pass"), "feeling": _("Feeling"), "language": _("Language"), "access": _("What helps"),
        "period": _("Period"), "missed": _("Class missed"),
    }[fact]


def value_text(fact: str, kept: str, local: Local) -> str:
    """The value of a fact as a correction keeps it, in words."""
    if not kept:
        return _("nothing")
    if fact in ("arrived_at", "left_at"):
        return formats.time(local(datetime.fromisoformat(kept)))
    if fact == "has_pass":
        return pass_label(kept == "yes")
    if fact == "feeling":
        return feeling_label(int(kept))
    if fact == "period":
        return period_label(kept)
    catalogue = {"origin": "visit_origins", "reason": "visit_reasons", "language": "languages",
                 "access": "access_needs"}.get(fact)
    return catalogues.label(catalogue, kept) if catalogue else kept


def because_text(because: Because) -> str:
    """Why a time is proposed."""
    return {Because.SESSION: _("their session ended"), Because.PERIOD: _("the period ended"),
            Because.CLOSING: _("the center closed"), Because.NOW: _("may be here still")}[because]
