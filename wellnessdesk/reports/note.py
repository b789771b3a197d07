"""One note on paper: what it says, and below it everything that was added later, each with its author and time."""

from collections.abc import Iterator
from datetime import datetime

from reportlab.platypus import Flowable

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import note_words
from wellnessdesk.domain.center import Center
from wellnessdesk.domain.disclosures import NewDisclosure, ground_label
from wellnessdesk.domain.note_trail import Addendum
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.domain.sessions import SignedNote
from wellnessdesk.reports.layout import FLAG, MUTED, TEAL, Around, build, style, text


def note_pdf(note: SignedNote, new: NewDisclosure, *, center: Center, by: str, head: str, printed_at: datetime,
             paper: Paper = Paper.LETTER) -> bytes:
    """The note as PDF, for `new.recipient`. `printed_at` is in the center's own time."""
    title = _("Note of a session")
    around = Around(
        head=f"{title} · {note.session.who}",
        mark=_("Demo center: everybody in it is made up.") if center.demo else "",
        foot=(_("{center} · saved by {name}, {date}, {time}").format(
                  center=center.name, name=by, date=formats.date(printed_at.date()), time=formats.time(printed_at)),
              _("Names a student. Keep it locked away. Audit head {head}").format(head=head)))
    story = [*_top(title, note, new, center), *_body(note), *(part for one in note.addenda
                                                              for part in _addendum(one, center))]
    return build(story, title=title, author=center.name, paper=paper, around=around)


def _top(title: str, note: SignedNote, new: NewDisclosure, center: Center) -> Iterator[Flowable]:
    session = note.session
    started = center.local(session.started_at)
    yield text(title, style(20, bold=True, color=TEAL, after=3))
    yield text(session.who, style(13, bold=True, after=1))
    yield text(_("{day}, {time}, with {peer}").format(
        day=formats.date_long(started.date()), time=formats.time(started), peer=session.peer), style(11, color=MUTED))
    yield text(_signed(note, center), style(11, color=MUTED if note.signer else FLAG, after=6))
    yield text(_("For {name}. {ground}. {purpose}").format(
        name=new.recipient.strip(), ground=ground_label(new.ground), purpose=new.purpose.strip()), style(11, after=6))


def _signed(note: SignedNote, center: Center) -> str:
    signed_at = note.session.signed_at
    if not note.signer or signed_at is None:
        return _("A draft, not signed by its author")
    local = center.local(signed_at)
    return _("Signed by {name}, {day}, {time}").format(name=note.signer, day=formats.date(local.date()),
                                                       time=formats.time(local))


def _body(note: SignedNote) -> Iterator[Flowable]:
    yield text(note_words.red_flag(note.body), style(11, bold=True, after=4))
    for name, words in note_words.parts(note.body):
        yield from _part(name, words or _("Nothing written"))


def _addendum(one: Addendum, center: Center) -> Iterator[Flowable]:
    at = center.local(one.at)
    yield from _part(_("Added by {name}, {day}, {time}").format(
        name=one.by, day=formats.date(at.date()), time=formats.time(at)), one.text)


def _part(name: str, words: str) -> Iterator[Flowable]:
    yield text(name, style(9, bold=True, color=MUTED, before=4))
    for line in words.split("\n"):
        yield text(line, style(10.5, after=3))
