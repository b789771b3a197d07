"""Every part of the kit in pictures, light and dark, at 1x to 2x: `python tests/ui/kit/gallery.py FOLDER`."""

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QMenu,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from wellnessdesk.ui.kit import icons, messages, theme
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.choices import Choice, ChoiceCards, ChoiceList
from wellnessdesk.ui.kit.fields import NoteField, PassphraseField, TextField
from wellnessdesk.ui.kit.forms import Field, Form
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.kit.palette import PALETTES
from wellnessdesk.ui.kit.parts import Badge, Banner, Card, EmptyState, StatTile, separator
from wellnessdesk.ui.kit.pickers import DateField, NumberField
from wellnessdesk.ui.kit.progress import ProgressDialog
from wellnessdesk.ui.kit.search import SearchBox, SearchRow
from wellnessdesk.ui.kit.tables import Column, RecordTable, RowAction
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.tour.driver import pause

SIZE = QSize(1280, 800)


@dataclass(frozen=True, slots=True)
class Visit:
    number: int
    name: str
    grade: str
    reason: str
    waits: int
    status: str


VISITS = [
    Visit(1, "Amaya Okonkwo-Rivera", "10", "Talk with a peer", 12, "waiting"),
    Visit(2, "Nguyễn Thị Hoa", "9", "Quiet space", 7, "waiting"),
    Visit(3, "Zoë Łukaszewska", "12", "Appointment", 4, "with"),
    Visit(4, "José Ángel Hernández", "11", "Staff referral", 21, "late"),
    Visit(5, "Kai Nakamura", "10", "Tutoring", 2, "with"),
]
STATUS = {
    "waiting": ("Waiting", "waiting", "info"),
    "with": ("With Priya S.", "people", "ok"),
    "late": ("Waiting too long", "warning", "flag"),
}


def table(action: str = "Check out") -> RecordTable[Visit]:
    return RecordTable[Visit](
        "In the center now",
        [
            Column(title="Student", text=lambda v: v.name, strong=True, stretch=True),
            Column(title="Grade", text=lambda v: v.grade, align="center"),
            Column(title="Reason", text=lambda v: v.reason, tone=lambda v: "muted"),
            Column(title="Here for", text=lambda v: f"{v.waits} min", align="right", sort=lambda v: v.waits),
            Column(
                title="Status",
                text=lambda v: STATUS[v.status][0],
                icon=lambda v: STATUS[v.status][1],
                tone=lambda v: STATUS[v.status][2],
                badge=True,
            ),
        ],
        lambda v: v.number,
        empty=EmptyState(
            "Nobody is here yet", "Search for a student above to check the first one in.", "check-in", button("Search")
        ),
        row_action=RowAction(action, "check-out", lambda v: None),
    )


def navigation(words: list[tuple[str, str]], on: int = 0) -> QFrame:
    frame = QFrame()
    frame.setObjectName("Navigation")
    frame.setFixedWidth(216)
    column = QVBoxLayout(frame)
    column.setContentsMargins(10, 16, 10, 12)
    column.setSpacing(2)
    column.addWidget(label("  Oak Grove High", "heading"))
    column.addSpacing(12)
    for number, (text, icon) in enumerate(words):
        entry = button(text, icon=icon, role="nav", checkable=True)
        entry.setChecked(number == on)
        column.addWidget(entry)
    column.addStretch(1)
    column.addWidget(button("Lock", icon="lock", role="nav", shortcut="Ctrl+L"))
    return frame


NAV = [("Today", "today"), ("Appointments", "appointment"), ("Roster", "roster"), ("Crisis card", "crisis")]
NAV_ES = [
    ("Hoy", "today"),
    ("Citas concertadas", "appointment"),
    ("Lista del alumnado", "roster"),
    ("Tarjeta de crisis", "crisis"),
]


def with_navigation(page: QWidget, words: list[tuple[str, str]] = NAV, on: int = 0) -> QWidget:
    window = QWidget()
    row = QHBoxLayout(window)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    row.addWidget(navigation(words, on))
    row.addWidget(page, 1)
    window.resize(SIZE)
    return window


def front_desk() -> QWidget:
    page = Page("Today", "Wednesday, September 14", scroll=False)
    page.add_action(button("Print slips", icon="print"))
    page.add_action(button("Check in", icon="check-in", role="primary", shortcut="Ctrl+N"))
    page.add(
        Banner("A coordinator is needed", "Please fetch one now. They will know why.", "flag", button("They are here"))
    )
    search = SearchBox("Search for a student", placeholder="Name or card number", nothing_found="No student found.")
    page.add(search)
    tiles = QHBoxLayout()
    tiles.setSpacing(12)
    for name, icon, figure, detail, tone in (
        ("Waiting", "waiting", "3", "Longest: 21 min", "flag"),
        ("With a peer", "sessions", "2", "4 peers are here", "ink"),
        ("Visits today", "check-in", "38", "Usually 41 by now", "ink"),
        ("Appointments", "appointment", "5", "Next at 1:15 PM", "ink"),
    ):
        tile = StatTile(name, icon, on_click=(lambda: None) if name == "Waiting" else None)
        tile.show_figure(figure, detail, tone)
        tiles.addWidget(tile)
    page.add(tiles)
    here = table()
    page.add(here, 1)
    here.set_records(VISITS)
    here.select(4)
    window = with_navigation(page)
    window.search = search
    return window


def searching() -> QWidget:
    window = front_desk()
    window.show()
    window.search.edit.setFocus()
    window.activateWindow()
    QApplication.processEvents()
    window.search.feed("mar")
    window.search.edit.setFocus()
    window.search.set_results(
        "mar",
        [
            SearchRow(1, "María Fernanda Castillo", "Grade 10 · ID 20431", "person"),
            SearchRow(2, "Marcus Bell", "Grade 12 · “Marc” · ID 18220", "person", "Here since 10:42 AM"),
            SearchRow(3, "Omar Marwan Al-Sayed", "Grade 9 · ID 22107", "person"),
        ],
    )
    return window


def check_in_form() -> QWidget:
    page = Page("Check in", "María Fernanda Castillo, grade 10")
    page.add_action(button("Back", icon="back", role="quiet"))
    form = Form()
    reason = ChoiceCards(
        "Reason",
        [
            Choice("talk", "Talk with a peer", "sessions"),
            Choice("quiet", "Quiet space", "calm"),
            Choice("tutoring", "Tutoring", "book"),
            Choice("conflict", "Sort out a conflict", "hand-over"),
            Choice("group", "Group", "group", "Starts at 12:20"),
            Choice("adult", "Talk to an adult", "adult"),
        ],
    )
    reason.set_value("quiet")
    form.field("Reason", reason)
    first = Field("Arrived from", ChoiceList([Choice("w", "Walk-in"), Choice("r", "Staff referral")]))
    second = Field("Day", DateField(dt.date(2026, 9, 14)))
    form.row(first, second)
    name = form.field("Pass number", TextField("12A4"), hint="The number on the paper slip.")
    name.set_error("This pass was already used today at 9:12 AM. Check the number on the slip.")
    form.field("Message for the peer", NoteField(placeholder="What they should know before they meet."), optional=True)
    form.add(ButtonRow(button("Check in", icon="check-in", role="primary"), button("Cancel")))
    page.add(form)
    page.add_stretch()
    return with_navigation(page)


def sign_in() -> QWidget:
    window = QWidget()
    window.resize(SIZE)
    column = QVBoxLayout(window)
    card = Card("Good morning")
    card.setFixedWidth(420)
    card.add(label("Who is at the desk?", "muted"))
    people = ChoiceCards(
        "Person",
        [
            Choice("a", "Dana Whitfield", "person", "Coordinator"),
            Choice("b", "Luis Ortega", "person", "Front desk"),
            Choice("c", "Priya Shah", "person", "Wellness Peer"),
        ],
        columns=1,
    )
    people.set_value("b")
    card.add(people)

    def strength(text: str) -> tuple[str, str]:
        return "Good: five words nobody would guess.", "ok"

    passphrase = PassphraseField("Passphrase", strength)
    field = Field("Passphrase", passphrase)
    passphrase.edit.setText("correct horse battery")
    card.add(field)
    field.set_error("This is not the right passphrase. Check Caps Lock and try again.")
    card.add(button("Sign in", icon="key", role="primary"))
    card.add(separator())
    languages = QHBoxLayout()
    languages.addWidget(button("Español", icon="language", role="quiet"))
    languages.addStretch(1)
    languages.addWidget(button("Dark", icon="dark", role="quiet"))
    card.add(languages)
    column.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)
    return window


def all_buttons() -> QVBoxLayout:
    first, second = QHBoxLayout(), QHBoxLayout()
    for role in ("primary", "secondary", "quiet", "danger", "danger-primary", "row"):
        first.addWidget(button(role.capitalize(), icon="ok", role=role))
    for role in ("primary", "secondary"):
        disabled = button("Disabled", icon="ok", role=role)
        disabled.setEnabled(False)
        second.addWidget(disabled)
    second.addWidget(button("Help", icon="help", icon_only=True))
    focused = button("With focus", icon="ok", role="primary")
    focused.setObjectName("focused")
    second.addWidget(focused)
    rows = QVBoxLayout()
    rows.setSpacing(12)
    for row in (first, second):
        row.addStretch(1)
        rows.addLayout(row)
    return rows


def all_badges() -> QHBoxLayout:
    badges = QHBoxLayout()
    texts = ("Draft", "Signed", "With Priya S.", "Due today", "Overdue", "New")
    for tone, text in zip(("muted", "ok", "info", "flag", "danger", "accent"), texts, strict=True):
        badges.addWidget(Badge(text, tone, "clock" if tone == "flag" else ""))
    badges.addStretch(1)
    return badges


def all_boxes() -> QHBoxLayout:
    boxes = QHBoxLayout()
    for number, state in enumerate(Qt.CheckState):
        box = QCheckBox(f"Check {number}")
        box.setTristate(True)
        box.setCheckState(state)
        boxes.addWidget(box)
    for number in range(2):
        radio = QRadioButton(f"Radio {number}")
        radio.setChecked(number == 1)
        boxes.addWidget(radio)
    for field in (NumberField(15, 0, 60, unit="min"), TextField("Clearable", clearable=True)):
        field.setAccessibleName("Example")
        boxes.addWidget(field)
    return boxes


def all_fields() -> QHBoxLayout:
    fields = QHBoxLayout()
    off = TextField("Off")
    off.setEnabled(False)
    choices = ChoiceList([Choice("a", "A list to unfold")])
    for field in (TextField(placeholder="Placeholder"), choices, DateField(dt.date(2026, 9, 14)), off):
        field.setAccessibleName("Example")
        fields.addWidget(field)
    return fields


def controls() -> QWidget:
    page = Page("Every control", "What pages are made of, in one picture.")
    page.add(all_buttons())
    page.add(all_badges())
    for tone in ("info", "ok", "flag", "danger"):
        page.add(Banner(f"A banner in the tone {tone}", "It says in one line what to do next.", tone, button("Do it")))
    page.add(all_boxes())
    page.add(all_fields())
    cards = QHBoxLayout()
    for title in ("Notes to write", "Supervision"):
        card = Card(title, button("Open", icon="open", role="quiet"))
        card.add(label("Two sessions have no note yet. The oldest is from Monday.", "muted", wrap=True))
        cards.addWidget(card)
    page.add(cards)
    grid = QGridLayout()
    for place, name in enumerate(icons.names()):
        grid.addWidget(icons.IconLabel(name, "accent" if place % 2 else "ink", 24), place // 24, place % 24)
    page.add(grid)
    page.add_stretch()
    window = with_navigation(page, on=2)
    window.show()
    window.activateWindow()
    window.findChild(QWidget, "focused").setFocus()
    return window


def empty() -> QWidget:
    page = Page("Today", scroll=False)
    here = table()
    here.set_records([])
    page.add(here, 1)
    return with_navigation(page)


def spanish() -> QWidget:
    page = Page(
        "Registrar la llegada de una persona", "Miércoles, 14 de septiembre de 2026 · Centro de bienestar estudiantil"
    )
    page.add_action(button("Imprimir comprobantes", icon="print"))
    page.add_action(button("Registrar la llegada", icon="check-in", role="primary"))
    page.add(
        Banner(
            "Se necesita a la persona coordinadora",
            "Vaya a buscarla ahora mismo, por favor. No hace falta que sepa el motivo para poder ayudar.",
            "flag",
            button("Ya está aquí"),
        )
    )
    tiles = QHBoxLayout()
    for name in ("Esperando a ser atendidas", "Acompañadas por una persona", "Visitas registradas hoy", "Citas"):
        tile = StatTile(name, "waiting")
        tile.show_figure("12", "La espera más larga es de 21 minutos en este momento")
        tiles.addWidget(tile)
    page.add(tiles)
    form = Form(width=760)
    form.field(
        "¿Cuál es el motivo de la visita?",
        ChoiceCards(
            "Motivo",
            [
                Choice("a", "Hablar con una compañera o un compañero", "sessions"),
                Choice("b", "Un espacio tranquilo para descansar", "calm"),
                Choice("c", "Resolver un desacuerdo con otra persona", "hand-over"),
                Choice("d", "Quiero hablar ahora con una persona adulta", "adult", "Vendrá alguien enseguida"),
            ],
            columns=2,
        ),
    )
    wrong = form.field("Número del comprobante", TextField("A-33"), hint="Está impreso en la hoja que trae la persona.")
    wrong.set_error("Este comprobante ya se usó hoy a las 9:12. Revise el número o deje el campo en blanco.")
    page.add(form)
    page.add_stretch()
    return with_navigation(page, NAV_ES)


def kiosk() -> QWidget:
    window = QWidget()
    window.resize(SIZE)
    column = QVBoxLayout(window)
    column.setContentsMargins(140, 60, 140, 60)
    column.setSpacing(20)
    title = label("What brings you here?", "title")
    title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    column.addWidget(title)
    cards = ChoiceCards(
        "Reason",
        [
            Choice("talk", "Talk with a peer", "sessions"),
            Choice("quiet", "Quiet space", "calm"),
            Choice("tutoring", "Tutoring", "book"),
            Choice("conflict", "Sort out a conflict", "hand-over"),
            Choice("group", "Group", "group"),
            Choice("adult", "Talk to an adult now", "adult", "Somebody comes right away"),
        ],
        upright=True,
    )
    cards.set_value("talk")
    column.addWidget(cards, 1)
    column.addWidget(ButtonRow(button("Go on", icon="next", role="primary"), button("Back")))
    return window


SCENES: dict[str, Callable[[], QWidget]] = {
    "front-desk": front_desk,
    "searching": searching,
    "form": check_in_form,
    "sign-in": sign_in,
    "controls": controls,
    "empty": empty,
    "spanish": spanish,
    "kiosk": kiosk,
}


def dialogs(save: Callable[[QWidget, str], None]) -> None:
    host = front_desk()
    host.show()

    def picture(name: str) -> Callable[[QDialog], bool]:
        def reply(message: QDialog) -> bool:
            save(message, name)
            return False

        return reply

    with messages.answering(picture("dialog-problem")):
        messages.problem(host, "The stick is full. Nothing was written to it; your choices are still here.")
    with messages.answering(picture("dialog-danger")):
        messages.confirm(
            host, "Remove Luis Ortega?", "They cannot sign in any more. What they wrote stays.", "Remove", True
        )
    with messages.answering(picture("dialog-confirm")):
        messages.confirm(host, "Sign this note?", "It is locked then; corrections are added below it.", "Sign note")
    with messages.answering(picture("dialog-bug")):
        messages.bug(host, IndexError())
    progress = ProgressDialog("Reading the roster", host)
    progress.show_progress(1240, 3000)
    save(progress, "dialog-progress")
    messages.say(host, "Marcus Bell is checked out.", undo=lambda: None)
    save(host, "toast")


def popups(save: Callable[[QWidget, str], None]) -> None:
    date = DateField(dt.date(2026, 9, 14))
    date.show()
    save(date.calendarWidget(), "calendar")
    combo = ChoiceList([Choice(text, text) for text in ("Walk-in", "Appointment", "Staff referral")])
    combo.resize(260, 36)
    combo.show()
    combo.showPopup()
    save(combo.view().window(), "list")
    combo.hidePopup()
    menu = QMenu()
    menu.addAction(icons.icon("hand-over"), "Hand over to a peer")
    menu.addAction(icons.icon("check-out"), "Check out\tCtrl+O")
    menu.addSeparator()
    menu.addAction("Correct the arrival time")
    menu.setActiveAction(menu.actions()[0])
    save(menu, "menu")


def make(folder: Path, suffix: str) -> None:
    """All pictures of one scale, light and dark."""
    app = QApplication.instance() or QApplication([])

    def save(widget: QWidget, name: str) -> None:
        widget.show()
        pause(30)
        widget.grab().save(str(folder / f"{name}{current}{suffix}.png"))

    for name in PALETTES:
        theme.apply(app, name)
        current = "" if name == "light" else "-dark"
        for scene, build in SCENES.items():
            widget = build()
            save(widget, scene)
            widget.close()
        messages._bugs_shown.clear()
        dialogs(save)
        popups(save)


def main(folder: Path) -> None:
    """The pictures at every scale; Qt reads the scale once, so each is a process of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    scale = os.environ.get("QT_SCALE_FACTOR")
    if scale:
        make(folder, f"@{scale}x")
        return
    make(folder, "")
    for other in ("1.5", "2"):
        subprocess.run(
            [sys.executable, __file__, str(folder)], env={**os.environ, "QT_SCALE_FACTOR": other}, check=True
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
