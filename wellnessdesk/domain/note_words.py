"""A note as it is read, on the screen and on paper: every part under its name, also the empty ones."""

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.session_facts import Attendance
from wellnessdesk.domain.sessions import Agreed, NoteBody, RedFlagCheck, SignedNote


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
        (_("Meet again"), meet_again(body) or _("Not asked for")),
        *((name, text) for _key, name, text in beside(body)),
    )


def beside(body: NoteBody) -> tuple[tuple[str, str, str], ...]:
    """(key, name, text) of what only some notes have; nothing for what was left empty."""
    asked = (
        ("mediated", _("How the mediation ended"), catalogues.label("mediation_outcomes", body.mediated)),
        ("mediation", _("What they agreed on"), body.mediation),
        ("subject", _("Subject"), catalogues.label("tutoring_subjects", body.subject)),
        ("theme", _("Theme"), catalogues.label("group_themes", body.theme)),
        ("resources", _("Given to take along"), _labels("given_resources", body.resources)),
        ("agreed", _("The student, on this note"), agreed_label(body.agreed)),
        ("wishes", _("What the student wishes"), body.wishes),
    )
    return tuple(one for one in asked if one[2])


def meet_again(body: NoteBody) -> str:
    """Whether the student would like to meet again, and when; empty when not."""
    if not body.follow_up:
        return ""
    when = catalogues.label("follow_up_times", body.meet_when)
    return " · ".join(part for part in (_("The student would like to meet again."), when) if part)


def agreed_label(agreed: Agreed) -> str:
    """What the student said when the note was read with them; empty when it was not."""
    return {Agreed.UNASKED: "", Agreed.YES: _("Agrees with it"), Agreed.PARTLY: _("Agrees, with a wish"),
            Agreed.NO: _("Does not agree with it")}[agreed]


def alone(note: SignedNote) -> tuple[tuple[str, str], ...]:
    """(name, text) of what is about one student of a group alone."""
    names = {one.student_id: one.student for one in note.participants}
    return tuple((_("About {name} alone").format(name=names.get(student, "?")), words)
                 for student, words in note.remarks)


def attendance(note: SignedNote) -> str:
    """Who of a group came and who did not, a line each; empty for one to one."""
    return "\n".join(one.student if one.attendance is Attendance.CAME
                     else _("{name}: was not there").format(name=one.student) for one in note.participants)


def red_flag(body: NoteBody) -> str:
    """The answer to the question that is asked in every note."""
    if body.red_flag is RedFlagCheck.RAISED:
        return _("Red-flag check: a flag was raised")
    return _("Red-flag check: nothing an adult must know")


def _labels(catalogue: str, ids: tuple[str, ...]) -> str:
    return "\n".join(catalogues.label(catalogue, each) for each in ids)
