"""A note as it is read, on the screen and on paper: every part under its name, also the empty ones."""

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.sessions import NoteBody, RedFlagCheck


def parts(body: NoteBody) -> tuple[tuple[str, str], ...]:
    """(name, text) of each part, empty where nothing was written; several choices each on a line."""
    option = catalogues.service_options().get(body.service)
    tier = _(", tier {n}").format(n=formats.number(option.tier)) if option else ""
    return (
        (_("Kind of session"), catalogues.label("service_options", body.service) + tier),
        (_("Talked about"), _labels("topics", body.topics)),
        (_("Offered"), _labels("offers", body.offers)),
        (_("Strengths seen"), _labels("strengths", body.strengths)),
        (_("The student's own next step"), body.next_step),
        (_("In the peer's own words"), body.text),
        (_("Meet again"), _("The student would like to meet again.") if body.follow_up else _("Not asked for")),
    )


def red_flag(body: NoteBody) -> str:
    """The answer to the question that is asked in every note."""
    if body.red_flag is RedFlagCheck.RAISED:
        return _("Red-flag check: a flag was raised")
    return _("Red-flag check: nothing an adult must know")


def _labels(catalogue: str, ids: tuple[str, ...]) -> str:
    return "\n".join(catalogues.label(catalogue, each) for each in ids)
