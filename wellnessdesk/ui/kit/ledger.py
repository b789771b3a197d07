"""The hours of a peer as a table: a line a row, with what corrects it and what became of it."""

from collections.abc import Sequence

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.hours import Kind as HourKind
from wellnessdesk.domain.hours import Line, State, Totals, in_hours, kind_label, state_label
from wellnessdesk.ui.kit.palette import Tone
from wellnessdesk.ui.kit.parts import EmptyState
from wellnessdesk.ui.kit.tables import Column, RecordTable

_TONES: dict[State, Tone] = {State.WAITING: "info", State.APPROVED: "ok", State.DECLINED: "flag"}


def ledger_table(name: str) -> RecordTable[Line]:
    """The table, empty."""
    columns = [
        Column[Line](title=_("Day"), text=lambda one: formats.date(one.day), sort=lambda one: one.day, width=112),
        Column[Line](title=_("What"), text=what, tooltip=lambda one: one.answer, stretch=True),
        Column[Line](title=_("Kind"), text=lambda one: kind_label(one.kind), width=128),
        Column[Line](title=_("Hours"), text=lambda one: in_hours(one.minutes), sort=lambda one: one.minutes,
                     align="right", width=70),
        Column[Line](title=_("Stands"), text=stands, tone=_tone, badge=True, width=120),
    ]
    made = RecordTable[Line](name, columns, lambda one: one.key, empty=EmptyState(
        _("No hours yet"), _("Hours with students, in training and in supervision come here by themselves."), "clock"))
    made.setMinimumHeight(260)
    return made


def what(one: Line) -> str:
    """What was done, whether it corrects something, and in whose words."""
    parts = [one.what, _("correction") if one.corrects else "", one.words, one.answer]
    return " · ".join(part for part in parts if part)


def stands(one: Line) -> str:
    """What became of a line."""
    return _("Corrected") if one.corrected_by else state_label(one.state)


def by_kind(totals: Totals) -> str:
    """For instance `Field 12.5 · Training 8`."""
    return " · ".join(_("{name} {n}").format(name=kind_label(kind), n=in_hours(totals.of(kind)))
                      for kind in HourKind if totals.of(kind))


def competencies(totals: Totals) -> Sequence[tuple[str, int]]:
    """Names and minutes of what hours were good for."""
    return [(catalogues.label("competencies", one) if one else _("Supervision and other"), minutes)
            for one, minutes in totals.competencies().items()]


def _tone(one: Line) -> Tone:
    return "muted" if one.corrected_by else _TONES.get(one.state, "muted")
