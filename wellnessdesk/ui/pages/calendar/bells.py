"""A bell schedule as lines to write: `8:30 – 9:26, 1, Period 1, class`."""

import re
from collections.abc import Iterable, Sequence

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.calendar import Period, PeriodKind
from wellnessdesk.domain.calendar_plain import clock, minute_of
from wellnessdesk.domain.catalogue_entries import Text
from wellnessdesk.domain.names import tidy

_BETWEEN = re.compile(r"\s*(?:–|—|-|\bto\b|\ba\b)\s*", re.IGNORECASE)
_PARTS = 4


def kind_word(kind: PeriodKind) -> str:
    """The kind as it is written in a line."""
    return {PeriodKind.CLASS: _("class"), PeriodKind.BREAK: _("break"), PeriodKind.LUNCH: _("lunch"),
            PeriodKind.OPEN: _("open")}[kind]


def lines(periods: Iterable[Period]) -> str:
    """The lines of a schedule."""
    return "\n".join(f"{clock(one.starts)} – {clock(one.ends)}, {one.id}, {one.name}, {kind_word(one.kind)}"
                     for one in periods)


def periods(text: str, known: Sequence[Period] = ()) -> tuple[Period, ...]:
    """The schedule of such lines; names of `known` ones that stayed keep both languages.

    Raises `Problem` naming the line that cannot be read.
    """
    made = [_period(number, line, known) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    return tuple(sorted(made, key=lambda one: one.starts))


def _period(number: int, line: str, known: Sequence[Period]) -> Period:
    parts = [tidy(part) for part in line.split(",")]
    times = _BETWEEN.split(parts[0], maxsplit=1)
    starts, ends = (minute_of(times[0]), minute_of(times[1])) if len(times) > 1 else (None, None)
    words = {kind_word(kind).casefold(): kind for kind in PeriodKind} | {kind.value: kind for kind in PeriodKind}
    kind = words.get(parts[-1].casefold()) if len(parts) == _PARTS else PeriodKind.CLASS
    if starts is None or ends is None or kind is None or len(parts) not in (3, _PARTS):
        raise Problem(_("Line {n} cannot be read: “{line}”. Write it as: 8:30 – 9:26, 1, Period 1, class.").format(
            n=number, line=tidy(line)[:60]))
    return Period(id=parts[1], name=_name(parts[1], parts[2], known), kind=kind, starts=starts, ends=ends)


def _name(id_: str, typed: str, known: Sequence[Period]) -> Text:
    same = next((one.name for one in known if one.id == id_ and str(one.name) == typed), None)
    return same or Text(typed, typed)
