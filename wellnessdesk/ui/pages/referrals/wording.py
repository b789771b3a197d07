"""How referrals are said: steps in a line, statuses with their tones, what a button promises."""

from datetime import date

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.referrals import Referral, Status, Step, StepKind, agreed_label, how_label, step_label
from wellnessdesk.ui.kit.palette import Tone

STATUS_TONES: dict[Status, Tone] = {
    Status.DRAFT: "muted", Status.SENT: "info", Status.ACCEPTED: "ok", Status.DECLINED: "flag",
    Status.ATTENDED: "ok", Status.CLOSED: "muted", Status.REVOKED: "muted"}
STATUS_ICONS = {
    Status.DRAFT: "note", Status.SENT: "next", Status.ACCEPTED: "ok", Status.DECLINED: "warning",
    Status.ATTENDED: "ok", Status.CLOSED: "ok", Status.REVOKED: "close"}
STEP_ICONS = {
    StepKind.CHANGE: "note", StepKind.CONSENT: "sign", StepKind.SEND: "next", StepKind.HAND_OVER: "hand-over",
    StepKind.ACCEPT: "ok", StepKind.DECLINE: "close", StepKind.ATTEND: "person", StepKind.CLOSE: "ok",
    StepKind.REVOKE: "remove"}


def step_button(kind: StepKind) -> str:
    """What a button promises."""
    return {
        StepKind.CHANGE: _("Change…"), StepKind.CONSENT: _("Consent…"), StepKind.SEND: _("Send…"),
        StepKind.HAND_OVER: _("Walked there…"), StepKind.ACCEPT: _("They accepted…"),
        StepKind.DECLINE: _("They declined…"), StepKind.ATTEND: _("The student went…"), StepKind.CLOSE: _("Close…"),
        StepKind.REVOKE: _("Revoke…"),
    }[kind]


def next_step(one: Referral) -> StepKind | None:
    """What is to be done first; None once it is over."""
    status = one.mark.status
    if status is Status.DRAFT:
        return StepKind.SEND if one.agreed else StepKind.CONSENT
    return {Status.SENT: StepKind.ACCEPT, Status.ACCEPTED: StepKind.ATTEND, Status.DECLINED: StepKind.CLOSE,
            Status.ATTENDED: StepKind.CLOSE}.get(status)


def due(one: Referral, today: date) -> str:
    """By when something is to be done."""
    if one.mark.due is None or one.mark.ended:
        return "–"
    if one.mark.overdue(today):
        return _("{date}, overdue").format(date=formats.date_short(one.mark.due))
    return formats.date_short(one.mark.due)


def step_lines(step: Step) -> tuple[str, str]:
    """A step: what it was, and who wrote down what of it."""
    parts = {StepKind.CONSENT: [agreed_label(step.who), how_label(step.how)], StepKind.SEND: [how_label(step.how)],
             StepKind.HAND_OVER: [step.who]}.get(step.kind, [])
    what = ": ".join([step_label(step.kind), *([", ".join(part for part in parts if part)] if any(parts) else [])])
    said = " · ".join(part for part in (formats.date(step.day), step.by) if part)
    return what, "\n".join(part for part in (said, step.words) if part)
