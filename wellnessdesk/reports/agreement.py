"""A signed agreement on paper: the exact words, who signed them when, and the signature that anybody can verify."""

from collections.abc import Iterator
from datetime import datetime

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, HRFlowable, Spacer

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.agreements import Agreement, AgreementText, kind_label
from wellnessdesk.domain.center import Center
from wellnessdesk.reports.layout import LINE, MUTED, TEAL, Around, build, style, text

_POINT = "- "


def agreement_pdf(words: AgreementText, one: Agreement, *, center: Center, signed_at: datetime, key: str) -> bytes:
    """The agreement as PDF. `signed_at` is in the center's own time; `key` the line of an allowed-signers file."""
    title = kind_label(one.kind)
    around = Around(
        head=f"{title} · {one.name}", mark=_("Demo center: everybody in it is made up.") if center.demo else "",
        foot=(_("{center} · signed by {name}, {date}").format(
            center=center.name, name=one.name, date=formats.date(signed_at.date())),))
    return build(list(_story(title, words, one, center, signed_at, key)), title=title, author=center.name,
                 around=around)


def _story(title: str, words: AgreementText, one: Agreement, center: Center, signed_at: datetime,
           key: str) -> Iterator[Flowable]:
    yield text(title, style(20, bold=True, color=TEAL, after=3))
    yield text(" · ".join(part for part in (center.school or center.name, _("Version {n}").format(n=one.version))
                          if part), style(10.5, color=MUTED, after=10))
    for line in words.words(one.language).split("\n"):
        if line.startswith(_POINT):
            yield text(f"•  {line.removeprefix(_POINT)}", style(11.5, after=4))
        elif line.strip():
            yield text(line, style(11.5, after=6))
    yield Spacer(0, 8 * mm)
    yield HRFlowable(width="100%", thickness=0.6, color=LINE, spaceAfter=8)
    yield text(one.name, style(15, bold=True))
    yield text(_("Signed on {date} at {time}").format(
        date=formats.date_long(signed_at.date()), time=formats.time(signed_at)), style(10.5, color=MUTED))
    if one.lapses_on is not None:
        yield text(_("To be signed anew by {date}").format(date=formats.date(one.lapses_on)),
                   style(10.5, color=MUTED))
    yield Spacer(0, 10 * mm)
    yield text(_("Signature (ssh-keygen -Y verify) and the key it fits:"), style(8.5, color=MUTED, after=3))
    for line in (*one.signature.strip().split("\n"), key):
        yield text(line, style(7.5, color=MUTED))
