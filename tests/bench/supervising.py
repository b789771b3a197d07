"""Supervision: an agenda of 12 peers, 45 notes and 10 red flags, built and printed; the minutes of a year."""

import datetime as dt
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO

from reportlab.lib.pagesizes import LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

from tests.bench.measure import Figure, figure, in_turns, note
from tests.bench.stores import BenchStore
from wellnessdesk.base.paths import resource
from wellnessdesk.domain.flags import Urgency
from wellnessdesk.domain.meetings import Attendance, Group, Meeting, MeetingState, Member, meeting_id
from wellnessdesk.domain.minutes import Said, Seat, Sitting, Words
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.supervision import Agenda
from wellnessdesk.reports import supervision as report
from wellnessdesk.services import chains, flags, minutes, minutes_year, supervision, supervision_groups
from wellnessdesk.services.desk import Desk
from wellnessdesk.store import meetings as rows
from wellnessdesk.store import people

PEERS, NOTES, FLAGS, WEEKS, TURNS = 12, 45, 10, 52, 15
_SAID = Words(outcome="We talked about how this came to be, what has helped so far, and what else might.",
              decision="Look again in a week.")
_BARE, _BARE_BOLD = "Bare", "Bare-Bold"


def build(store: BenchStore) -> Iterator[Figure]:
    """The agenda of one meeting after another, each for the first time: everything is carried over from the last."""
    with store.copy() as folder:
        desk = store.sign_in(folder, Role.COORDINATOR)
        group = set_up(desk)
        weeks = iter(range(1_000))

        def build_next() -> None:
            supervision.build(desk, meeting_id(group.id, group.starts_on + dt.timedelta(weeks=next(weeks))))

        build_next()
        values, _floors = in_turns(TURNS, build_next)
        items = supervision.read(desk, meeting_id(group.id, group.starts_on)).items
        note(f"agenda.build, processor time: {_processor(build_next):.0f} ms; items: {len(items)}")
        desk.close()
    yield figure("agenda.build", store.visits, values)


def pdf(store: BenchStore) -> Iterator[Figure]:
    """That agenda drawn as PDF; floor: the same page drawn by bare ReportLab. The whole printing, read anew, opened and
    recorded, is noted beside it."""
    with store.copy() as folder:
        desk = store.sign_in(folder, Role.COORDINATOR)
        group = set_up(desk)
        at = meeting_id(group.id, group.starts_on)
        agenda = supervision.build(desk, at)
        now = desk.local(desk.clock.now())

        def draw() -> bytes:
            return report.agenda_pdf(agenda, center=desk.center, printed_at=now, audit_head="0:000000000000")

        bare(agenda)
        draw()
        ones, floors = in_turns(TURNS, draw, lambda: bare(agenda))
        whole, _floors = in_turns(TURNS, lambda: supervision.print_agenda(desk, at))
        used = {name: _processor(work) for name, work in (
            ("drawn", draw), ("bare", lambda: bare(agenda)), ("whole", lambda: supervision.print_agenda(desk, at)))}
        note(f"agenda.pdf: the whole printing, median {statistics.median(whole):.0f} ms; processor time: " + ", ".join(
            f"{name} {taken:.0f} ms" for name, taken in used.items()))
        desk.close()
    yield figure("agenda.pdf", store.visits, ones, floors)


def year(store: BenchStore) -> Iterator[Figure]:
    """Fifty-two weeks of signed minutes, opened and laid out as one document with bookmarks."""
    with store.copy() as folder:
        desk = store.sign_in(folder, Role.COORDINATOR)
        group = set_up(desk)
        first, last = hold(desk, group)
        values, _floors = in_turns(3, lambda: minutes_year.print_minutes(desk, first, last))
        taken = _processor(lambda: minutes_year.print_minutes(desk, first, last), 1) / 1000
        note(f"minutes.year, processor time: {taken:.2f} s; {WEEKS} weeks")
        desk.close()
    yield figure("minutes.year", store.visits, values)


def _processor(work: Callable[[], object], turns: int = 5) -> float:
    """Milliseconds of the processor that one turn takes, however busy the machine is."""
    began = time.process_time()
    for _turn in range(turns):
        work()
    return (time.process_time() - began) * 1000 / turns


def set_up(desk: Desk) -> Group:
    """Leave so many peers, notes to review and open flags, past the services; a weekly group of everybody."""
    with desk.store.transaction() as tx:
        peers = people.in_role(tx, Role.PEER)
        for person in peers[PEERS:]:
            people.set_active(tx, person.id, False)
    with desk.store.raw() as raw:
        raw.execute("UPDATE sessions SET note = 'cosigned' WHERE note NOT IN ('cosigned', 'not_needed', 'locked')")
        raw.execute("UPDATE sessions SET note = 'signed' WHERE id IN (SELECT id FROM sessions WHERE note = 'cosigned' "
                    "ORDER BY id DESC LIMIT ?)", (NOTES,))
        raw.execute("UPDATE flags SET status = 'closed', closed_at = raised_at WHERE closed_at IS NULL")
        students = [row[0] for row in raw.execute("SELECT id FROM students LIMIT ?", (FLAGS,))]
    for student in students:
        flags.raise_about(desk, student, kind="other", urgency=Urgency.SAME_DAY, words="Said at lunch.")
    members = (Member(person=desk.person.id, leads=True), *(Member(person=one.id) for one in peers[:PEERS]))
    return supervision_groups.add(desk, Group(name="All", starts_on=desk.today(), members=members))


def hold(desk: Desk, group: Group) -> tuple[dt.date, dt.date]:
    """Sign a year of minutes of the present agenda, with words on every item, past the services where nothing is
    judged; the first and the last day."""
    agenda = supervision.build(desk, meeting_id(group.id, group.starts_on))
    here = tuple(Seat(one.person, one.name, one.leads, Attendance.PRESENT, 60) for one in group.members)
    said = tuple(Said(replace(item, seconds=120), _SAID) for item in agenda.items)
    days = [group.starts_on + dt.timedelta(weeks=week) for week in range(WEEKS)]
    now = desk.clock.now()
    for day in days:
        one = meeting_id(group.id, day)
        at = Meeting(id=one, group=group.id, name=group.name, day=day, starts=900, minutes=60)
        body = minutes._body(now, Sitting(meeting=at, begun_at=now, seats=here, items=said))
        with desk.store.transaction() as tx:
            rows.keep(tx, at)
            chains.append(desk, tx, minutes.MINUTES, one, body)
            rows.change(tx, one, state=MeetingState.SIGNED.value, begun_at=now, signed_at=now, papers=1,
                        signed_by=desk.person.id)
    return days[0], days[-1]


def bare(agenda: Agenda) -> bytes:
    """The same words in the same places by ReportLab alone: its own template, tables and font."""
    for name, file in ((_BARE, "NotoSans-Regular.ttf"), (_BARE_BOLD, "NotoSans-Bold.ttf")):
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(resource("fonts", file))))
    plain, strong = ParagraphStyle("p", fontName=_BARE, fontSize=10), ParagraphStyle("s", fontName=_BARE_BOLD,
                                                                                      fontSize=10.5)
    story: list[object] = [Paragraph("Supervision agenda", ParagraphStyle("t", fontName=_BARE_BOLD, fontSize=20)),
                           Paragraph(agenda.meeting.day.isoformat(), plain)]
    for section in dict.fromkeys(item.section for item in agenda.items):
        lines = [[[Paragraph(item.title, strong), Paragraph(item.reason, plain)], Paragraph(item.who, plain),
                  Paragraph(f"{item.minutes} min", plain)] for item in agenda.items if item.section is section]
        story += [Spacer(0, 17), Table([[Paragraph(section.value, strong), "", ""], *lines],
                                       colWidths=(330, 113, 60), repeatRows=1)]
    out = BytesIO()
    SimpleDocTemplate(out, pagesize=LETTER).build(story, onFirstPage=_foot, onLaterPages=_foot)
    return out.getvalue()


def _foot(canvas: Canvas, document: SimpleDocTemplate) -> None:
    canvas.setFont(_BARE, 8)
    canvas.drawRightString(560, 30, f"Page {document.page}")
