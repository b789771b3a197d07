"""How applicants stand: means by skill and in all, and how far those who rated them are apart."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from wellnessdesk.domain.applications import Application, Rating

APART = 2
"""Points between two raters from which on they should talk about it: on a scale of 1 to 4, "not yet" against "well"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """One applicant.

    `mean` is that of the skills' means, None while nobody rated; `ranges` the least and most points by skill, `spread`
    the widest of them; `apart` the skills on which raters are `APART`; `missing` those nobody rated. `strength` is the
    mean of the recommendations; `close` says that a rater who is close to them filled in a form that does not count.
    """

    application: Application
    mean: float | None
    by_skill: Mapping[str, float]
    ranges: Mapping[str, tuple[int, int]]
    spread: int
    apart: tuple[str, ...]
    missing: tuple[str, ...]
    raters: int
    close: bool
    strength: float | None
    recommended: int


def rank(applications: Iterable[Application], ratings: Iterable[Rating], strengths: Iterable[tuple[str, int]],
         skills: Sequence[str]) -> tuple[Ranked, ...]:
    """The applicants, the highest mean first; who was not rated yet comes last."""
    forms: dict[str, list[Rating]] = {}
    for rating in ratings:
        forms.setdefault(rating.application, []).append(rating)
    said: dict[str, list[int]] = {}
    for application, strength in strengths:
        said.setdefault(application, []).append(strength)
    found = [_ranked(one, forms.get(one.id, []), said.get(one.id, []), skills) for one in applications]
    return tuple(sorted(found, key=_order))


def _ranked(application: Application, forms: Sequence[Rating], said: Sequence[int], skills: Sequence[str]) -> Ranked:
    counted = [form.scores for form in forms if not form.close and form.scores]
    points = {skill: given for skill in skills if (given := [form[skill] for form in counted if skill in form])}
    by_skill = {skill: fmean(given) for skill, given in points.items()}
    ranges = {skill: (min(given), max(given)) for skill, given in points.items()}
    wide = {skill: most - least for skill, (least, most) in ranges.items()}
    return Ranked(
        application=application, mean=fmean(by_skill.values()) if by_skill else None, by_skill=by_skill,
        ranges=ranges, spread=max(wide.values(), default=0),
        apart=tuple(skill for skill, width in wide.items() if width >= APART),
        missing=tuple(one for one in skills if one not in points), raters=len(counted),
        close=any(form.close for form in forms), strength=fmean(said) if said else None, recommended=len(said))


def _order(one: Ranked) -> tuple[bool, float, float, str]:
    return one.mean is None, -(one.mean or 0), -(one.strength or 0), one.application.name.casefold()
