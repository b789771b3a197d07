"""What is written on the week page, short where passers-by can read it."""

import datetime as dt

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.appointments import Appointment, LeftOut, Shift, State, span, state_label
from wellnessdesk.domain.calendar import time
from wellnessdesk.domain.names import initials


def short_name(one: Appointment) -> str:
    """The first given name and an initial: the screen stands at a counter."""
    given = one.called.split()[:1]
    return " ".join([*given, initials("", one.family)]).strip()


def first_name(name: str) -> str:
    """A peer as everybody here calls them."""
    return (name.split() or [""])[0]


def block_detail(one: Appointment, *, in_peers_column: bool) -> str:
    """With whom, where that is not said above, and where."""
    nobody = _("whoever is free") if one.state is State.BOOKED else ""
    peer = "" if in_peers_column else first_name(one.peer) if one.peer else nobody
    return " · ".join(part for part in (peer, one.room) if part)


def spoken(one: Appointment) -> str:
    """The appointment in a line, as a screen reader says it."""
    return ", ".join(part for part in (one.student, span(one.starts, one.ends), one.peer, one.room,
                                       state_label(one.state)) if part)


def facts(one: Appointment) -> str:
    """Day, time, peer, room and service, a line each."""
    lines = [formats.date_long(one.day), span(one.starts, one.ends),
             one.peer or _("With whoever is free"), one.room,
             catalogues.label("service_options", one.service) if one.service else "", state_label(one.state)]
    return "\n".join(line for line in lines if line)


def on_shift(shifts: list[Shift]) -> str:
    """Who is on shift on a day, by first names."""
    names = list(dict.fromkeys(first_name(one.peer) for one in shifts))
    return ", ".join(names)


def left_out(days: tuple[LeftOut, ...]) -> str:
    """How many days of a repetition were left out, and the first of them with why."""
    if not days:
        return ""
    text = ngettext("{n} week was left out ({day}: {reason}).",
                    "{n} weeks were left out (the first on {day}: {reason}).", len(days))
    return text.format(n=formats.number(len(days)), day=formats.date_short(days[0].day),
                       reason=days[0].reason.rstrip("."))


def short_span(starts: int, ends: int) -> str:
    """Times without a half of the day, where they stand beside a scale that has it: `11:30–4:30`."""
    return "–".join(time(minute).split()[0] for minute in (starts, ends))


def booked(one: Appointment, number: int) -> str:
    """What is said after booking."""
    if number > 1:
        return _("{student} is booked for {n} weeks from {day} on.").format(
            student=short_name(one), n=formats.number(number), day=formats.date_short(one.day))
    return when(_("{student} is booked: {day}, {time}"), one)


def moved(one: Appointment, number: int) -> str:
    """What is said after moving one, or one with all that follow."""
    if number > 1:
        return when(ngettext("{student} is moved to {day}, {time}, and {n} week that follows too.",
                             "{student} is moved to {day}, {time}, and {n} weeks that follow too.", number - 1), one,
                    n=formats.number(number - 1))
    return when(_("{student} is moved to {day}, {time}"), one)


def when(text: str, one: Appointment, **more: str) -> str:
    """A sentence with the student, the day and the time."""
    return text.format(student=short_name(one), day=formats.date_short(one.day), time=time(one.starts), **more)


def week_title(first: dt.date, last: dt.date) -> str:
    """For instance `Sep 14 – Sep 18, 2026`."""
    return f"{formats.date_short(first)} – {formats.date(last)}"


def capital(text: str) -> str:
    """With a capital at the beginning: Spanish writes days and months small."""
    return text[:1].upper() + text[1:]
