"""Any table of students: which of its columns is which fact, as somebody said it. Nothing here writes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from wellnessdesk.base.i18n import _

FACTS = (
    "student_number", "full_name", "given", "middle", "family", "preferred_given", "grade", "school", "birth_date",
    "status", "sourced_id", "caregiver1_name", "caregiver1_relation", "caregiver1_phone", "caregiver1_sms",
    "caregiver1_email", "caregiver_language", "caregiver2_name", "caregiver2_relation", "caregiver2_phone",
    "caregiver2_sms", "caregiver2_email",
)  # fmt: skip
"""All that a column can be, in the order in which they are asked."""
CAREGIVER_FACTS = tuple(fact for fact in FACTS if fact.startswith("caregiver"))
SAMPLE = 10
"""So many lines are shown as they will be read."""
_MOST_KEPT = 12
"""So many kinds of files are remembered."""


@dataclass(frozen=True, slots=True)
class SheetMapping:
    """`columns` names for a fact the header of its column. `whole`: students who are not in the file have left."""

    columns: Mapping[str, str] = field(default_factory=dict)
    whole: bool = True

    def missing(self) -> list[str]:
        """What no student can be read without, as a person reads it."""
        has = self.columns.keys()
        missing = [] if {"student_number", "sourced_id"} & has else [fact_label("student_number")]
        if "full_name" not in has:
            missing += [fact_label(fact) for fact in ("given", "family") if fact not in has]
        return missing


@dataclass(frozen=True, slots=True)
class SheetLook:
    """A table before it is read: its columns, and what they were taken for.

    `remembered`: somebody said so for a file of this kind before.
    """

    header: tuple[str, ...]
    proposed: SheetMapping
    remembered: bool = False


def fact_label(fact: str) -> str:
    """The name of one of `FACTS` as a person reads it."""
    return {
        "student_number": _("Student number"), "full_name": _("Whole name"), "given": _("First name"),
        "middle": _("Middle name"), "family": _("Last name"), "preferred_given": _("Preferred name"),
        "grade": _("Grade"), "school": _("School"), "birth_date": _("Date of birth"), "status": _("Status"),
        "sourced_id": _("Roster id"), "caregiver1_name": _("Caregiver"), "caregiver1_relation": _("Relation"),
        "caregiver1_phone": _("Telephone"), "caregiver1_sms": _("Cell phone"), "caregiver1_email": _("Email"),
        "caregiver_language": _("Language"), "caregiver2_name": _("Second caregiver"),
        "caregiver2_relation": _("Relation of the second"), "caregiver2_phone": _("Telephone of the second"),
        "caregiver2_sms": _("Cell phone of the second"), "caregiver2_email": _("Email of the second"),
    }[fact]


def remembered(kept: object, header: Sequence[str]) -> SheetMapping | None:
    """What was said before of a file with this header, or else of one whose columns this one has too; or None."""
    known = _legible(kept)
    exact = (mapping for names, mapping in known if names == list(header))
    fitting = (mapping for _names, mapping in known if set(mapping.columns.values()) <= set(header))
    return next(exact, None) or next(fitting, None)


def remember(kept: object, header: Sequence[str], mapping: SheetMapping) -> list[dict[str, object]]:
    """What is to be kept from now on, the newest first."""
    others = [(names, one) for names, one in _legible(kept) if names != list(header)]
    return [{"header": list(names), "columns": dict(one.columns), "whole": one.whole}
            for names, one in [(list(header), mapping), *others][:_MOST_KEPT]]


def _legible(kept: object) -> list[tuple[list[str], SheetMapping]]:
    """Whatever of it we understand: somebody may have spoiled it."""
    found = []
    for one in kept if isinstance(kept, list) else []:
        if isinstance(one, dict) and isinstance(one.get("header"), list) and isinstance(one.get("columns"), dict):
            columns = {fact: str(name) for fact, name in one["columns"].items() if fact in FACTS}
            found.append(([str(name) for name in one["header"]], SheetMapping(columns, one.get("whole") is not False)))
    return found
