"""The dated lists a center works with: services, visit reasons, red flags, crisis lines and the rest.

Rules change from year to year and from state to state: they are data in `resources/catalogues/`, never code.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any

from wellnessdesk.base.paths import resource
from wellnessdesk.domain.catalogue_entries import (
    Acknowledgement,
    AgreementWords,
    ApplicationQuestion,
    BellPeriod,
    CaregiverRule,
    Catalogue,
    ClearanceRule,
    CrisisLine,
    DemographicOption,
    DisclosurePoint,
    Entry,
    GradeBand,
    HourActivity,
    Letter,
    Nickname,
    NoteHint,
    ReadinessSkill,
    RedFlag,
    Scenario,
    ScopePrompt,
    SelfRatingItem,
    ServiceOption,
    SupervisionRule,
    Text,
    Topic,
    TrainingModule,
    Urgency,
    VisitOrigin,
    VisitReason,
    WellbeingQuestion,
)
from wellnessdesk.domain.catalogue_files import CatalogueProblem, read

__all__ = [
    "NAMES", "Acknowledgement", "AgreementWords", "ApplicationQuestion", "BellPeriod", "CaregiverRule", "Catalogue",
    "CatalogueProblem", "ClearanceRule", "CrisisLine", "DemographicOption", "DisclosurePoint", "Entry", "GradeBand",
    "HourActivity",
    "Letter", "Nickname", "NoteHint", "ReadinessSkill", "RedFlag", "Scenario", "ScopePrompt", "ServiceOption",
    "SupervisionRule", "Text", "Topic", "TrainingModule", "Urgency", "VisitOrigin", "VisitReason",
    "WellbeingQuestion", "acknowledgements", "agreement_texts", "application_form", "application_letters",
    "bell_times", "caregiver_rules", "clearance_rules", "crisis_lines", "disclosure_points", "grade_bands",
    "hour_activities", "label", "letters", "load", "nicknames", "note_hints", "read", "readiness_skills",
    "red_flags", "red_flags_in_use", "scenarios", "scope_prompts", "service_options", "shipped_red_flags", "stale",
    "supervision_rules", "topics", "training_modules", "urgencies", "use_red_flags", "visit_origins",
    "visit_reasons", "wellbeing_questions",
]

NAMES: Mapping[str, type[Entry]] = {
    "service_options": ServiceOption,
    "visit_reasons": VisitReason,
    "visit_origins": VisitOrigin,
    "urgencies": Urgency,
    "red_flags": RedFlag,
    "caregiver_rules": CaregiverRule,
    "topics": Topic,
    "supervision_rules": SupervisionRule,
    "wellbeing_questions": WellbeingQuestion,
    "offers": Entry,
    "strengths": Entry,
    "scope_prompts": ScopePrompt,
    "crisis_lines": CrisisLine,
    "grade_bands": GradeBand,
    "bell_times": BellPeriod,
    "nicknames": Nickname,
    "acknowledgements": Acknowledgement,
    "languages": Entry,
    "access_needs": Entry,
    "withholding_grounds": Entry,
    "resource_kinds": Entry,
    "resource_costs": Entry,
    "identity_supports": Entry,
    "letters": Letter,
    "disclosure_points": DisclosurePoint,
    "note_hints": NoteHint,
    "given_resources": Entry,
    "follow_up_times": Entry,
    "mediation_outcomes": Entry,
    "tutoring_subjects": Entry,
    "group_themes": Entry,
    "session_origins": Entry,
    "session_places": Entry,
    "training_modules": TrainingModule,
    "training_tracks": Entry,
    "competencies": Entry,
    "hour_activities": HourActivity,
    "agreement_texts": AgreementWords,
    "clearance_rules": ClearanceRule,
    "caregiver_paper_kinds": Entry,
    "exit_questions": Entry,
    "self_rating_items": SelfRatingItem,
    "demographic_categories": Entry,
    "demographic_options": DemographicOption,
    "application_form": ApplicationQuestion,
    "readiness_skills": ReadinessSkill,
    "application_requirements": Entry,
    "application_letters": Letter,
    "scenarios": Scenario,
}
"""Every catalogue of the program and the kind of its entries."""


def service_options() -> Catalogue[ServiceOption]:
    """The ten service options of Charter SELPA, with tier, note and minutes."""
    return _shipped("service_options")


def visit_reasons() -> Catalogue[VisitReason]:
    """What the front desk may choose as a reason."""
    return _shipped("visit_reasons")


def visit_origins() -> Catalogue[VisitOrigin]:
    """Walk-in, appointment, sent by staff, own request."""
    return _shipped("visit_origins")


def urgencies() -> Catalogue[Urgency]:
    """How soon an adult must answer a flag, the most urgent first."""
    return _shipped("urgencies")


def red_flags() -> Catalogue[RedFlag]:
    """What a peer must bring to an adult, as the center that is open has it: also what it does not use any more."""
    return _center.get("red_flags") or shipped_red_flags()


def red_flags_in_use() -> tuple[RedFlag, ...]:
    """Those to choose from."""
    unused = _unused.get("red_flags", frozenset())
    return tuple(entry for entry in red_flags() if entry.id not in unused)


def shipped_red_flags() -> Catalogue[RedFlag]:
    """As the program brings them."""
    return _shipped("red_flags")


def use_red_flags(entries: Sequence[RedFlag], used: Collection[str]) -> None:
    """From now on, and until another center is opened, these are the kinds there are, and these ids are in use."""
    _center["red_flags"] = Catalogue("red_flags", tuple(entries))
    _unused["red_flags"] = frozenset(entry.id for entry in entries if entry.id not in used)


def caregiver_rules() -> Catalogue[CaregiverRule]:
    """What to weigh before a caregiver is told, by the id of a red flag."""
    return _shipped("caregiver_rules")


def scope_prompts() -> Catalogue[ScopePrompt]:
    """What a peer does and does not do."""
    return _shipped("scope_prompts")


def crisis_lines() -> Catalogue[CrisisLine]:
    """The numbers of the crisis card."""
    return _shipped("crisis_lines")


def grade_bands() -> Catalogue[GradeBand]:
    """Grades as they are put together in figures."""
    return _shipped("grade_bands")


def bell_times() -> Catalogue[BellPeriod]:
    """The parts of a sample school day, from morning to evening."""
    return _shipped("bell_times")


def acknowledgements() -> Catalogue[Acknowledgement]:
    """What a student is told, or agrees to, with the version in force."""
    return _shipped("acknowledgements")


def letters() -> Catalogue[Letter]:
    """Letters to caregivers."""
    return _shipped("letters")


def disclosure_points() -> Catalogue[DisclosurePoint]:
    """What a student is told before their first session, in the order in which it is said; of every version."""
    return _shipped("disclosure_points")


def note_hints() -> Catalogue[NoteHint]:
    """Kinds of words that a peer's note does better without."""
    return _shipped("note_hints")


def training_modules() -> Catalogue[TrainingModule]:
    """The modules of the peers' training, as shipped: version 1 of each."""
    return _shipped("training_modules")


def hour_activities() -> Catalogue[HourActivity]:
    """What counts as an hour of a peer."""
    return _shipped("hour_activities")


def agreement_texts() -> Catalogue[AgreementWords]:
    """What peers sign, of every version that was shipped."""
    return _shipped("agreement_texts")


def clearance_rules() -> Catalogue[ClearanceRule]:
    """What a peer needs before each service, as shipped."""
    return _shipped("clearance_rules")


def application_form() -> Catalogue[ApplicationQuestion]:
    """What applicants are asked in a new cycle."""
    return _shipped("application_form")


def readiness_skills() -> Catalogue[ReadinessSkill]:
    """The eight skills of the rubric (seed 002)."""
    return _shipped("readiness_skills")


def application_letters() -> Catalogue[Letter]:
    """Letters to applicants, one for each decision."""
    return _shipped("application_letters")


def scenarios() -> Catalogue[Scenario]:
    """Role plays in which peers practice."""
    return _shipped("scenarios")


def topics() -> Catalogue[Topic]:
    """What a session can be about."""
    return _shipped("topics")


def supervision_rules() -> Catalogue[SupervisionRule]:
    """What comes on a supervision agenda, as the program brings it; a center may change the numbers."""
    return _shipped("supervision_rules")


def demographic_options() -> Catalogue[DemographicOption]:
    """What students may choose of themselves, by question."""
    return _shipped("demographic_options")


def self_rating_items() -> Catalogue[SelfRatingItem]:
    """What peers say of themselves at the beginning and end of a school year."""
    return _shipped("self_rating_items")


def wellbeing_questions() -> Catalogue[WellbeingQuestion]:
    """What a Wellness Peer is asked about themselves."""
    return _shipped("wellbeing_questions")


def nicknames() -> Catalogue[Nickname]:
    """Short forms of given names, English and Spanish."""
    return _shipped("nicknames")


def load(name: str) -> Catalogue[Entry]:
    """The catalogue of that name, one of `NAMES`; read once and kept.

    Topics, offers, strengths, languages and access needs have no richer kind of entry than this gives.
    Raises CatalogueProblem where the file is missing or wrong, KeyError for a name we do not have.
    """
    return _shipped(name)


def label(name: str, id: str) -> str:
    """What to show for an id of the catalogue `name`, in the language in use; an unknown id shows itself."""
    return (_center.get(name) or _shipped(name)).label(id)


def stale(entry: Entry, today: dt.date, days: int = 180) -> bool:
    """Whether the entry was last checked more than `days` days ago (DOMAIN.md 3: crisis lines, 180)."""
    return (today - entry.last_verified).days > days


_center: dict[str, Catalogue[Any]] = {}
"""Catalogues that the center that is open has laid its own over; one process has one center open."""
_unused: dict[str, frozenset[str]] = {}


@cache
def _shipped(name: str) -> Catalogue[Any]:
    return read(resource("catalogues", f"{name}.toml"), NAMES[name])
