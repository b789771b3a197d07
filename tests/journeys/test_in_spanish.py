"""A day in Spanish: the window, the agenda on paper and the command line speak it, and no English is left between."""

import subprocess

import pytest
from babel.messages.pofile import read_po
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QMenu

from tests.programs import ROOT, program
from tests.support import NAMES, PASSPHRASE
from wellnessdesk.base import i18n
from wellnessdesk.domain.people import ROLES_OF_PEOPLE, Role
from wellnessdesk.services import supervision, visits
from wellnessdesk.ui.shell.navigation import places_for

PO = ROOT / "resources" / "translations" / "es" / "LC_MESSAGES" / "wellnessdesk.po"


@pytest.fixture(autouse=True)
def spanish():
    i18n.set_language("es")


@pytest.fixture(scope="module")
def english():
    """Every English text of the program that has another Spanish one."""
    with PO.open("rb") as file:
        catalogue = read_po(file, locale="es")
    return {entry.id.replace("&", "") for entry in catalogue
            if isinstance(entry.id, str) and entry.id and "{" not in entry.id and entry.string != entry.id}


def said(window):
    """Every text in a window, to be read or to be heard, menus and hidden parts included."""
    texts = [label.text() for label in window.findChildren(QLabel)]
    for kind in (QAbstractButton, QLineEdit, QComboBox):
        for widget in window.findChildren(kind):
            texts += [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()]
    texts += [button.text() for button in window.findChildren(QAbstractButton)]
    texts += [line.placeholderText() for line in window.findChildren(QLineEdit)]
    texts += [box.itemText(row) for box in window.findChildren(QComboBox) for row in range(box.count())]
    texts += [action.text() for menu in window.findChildren(QMenu) for action in menu.actions()]
    return {text.replace("&", "") for text in texts if text}


def test_the_window_and_the_agenda_speak_spanish(sit_down, tmp_path):
    shown = sit_down(Role.FRONT_DESK)
    assert {"Hoy", "Recepción", "Bloquear"} <= said(shown.frame)
    assert shown.reads("Lunes, 14 de septiembre de 2026") or shown.reads("lunes, 14 de septiembre de 2026")
    shown.write("nun")
    shown.keys("Return", "Return")
    assert [visit.student for visit in shown.ask(visits.queue).waiting] == ["José Núñez"]
    assert any(text.startswith("En espera") for text in shown.texts())

    shown = sit_down(Role.COORDINATOR)
    shown.keys("Ctrl+4")
    assert shown.drive.find("nav.supervision", QAbstractButton).text() == "Supervisión"
    shown.tab_to("supervision.build")
    shown.keys("Space")
    assert shown.ask(supervision.read) is not None
    shown.screen.page.choose_file = lambda _proposal: tmp_path / "agenda.pdf"
    shown.tab_to("supervision.print")
    shown.keys("Space")

    printed = subprocess.run(["pdftotext", "-layout", tmp_path / "agenda.pdf", "-"], capture_output=True, text=True,
                             check=True).stdout
    assert "Agenda de supervisión" in printed
    assert "Página 1 de 1" in printed
    assert "septiembre de 2026" in printed
    assert "Supervision agenda" not in printed


@pytest.mark.parametrize("role", list(ROLES_OF_PEOPLE))
def test_no_page_has_a_word_of_english_left(sit_down, english, role):
    shown = sit_down(role)
    left = {}
    for place in places_for(role):
        shown.screen.go_to(place.key)
        shown.drive.settle()
        left[place.key] = said(shown.frame) & english

    assert {key: texts for key, texts in left.items() if texts} == {}
    assert len(english) > 300


def test_the_control_finds_english_where_it_is(sit_down, english):
    i18n.set_language("en")

    assert {"Today", "Front desk", "Lock"} <= said(sit_down(Role.FRONT_DESK).frame) & english


def test_the_sign_in_speaks_spanish(start, english, center):
    shown = start(center.folder)

    assert {"¿Quién eres?", "Entrar", "Frase de contraseña"} <= said(shown.frame)
    assert said(shown.screen) & english == set()


def test_the_command_line_speaks_spanish(center):
    helped = program("--lang", "es", "--help")
    assert "crea un centro inventado" in helped.stdout

    asked = ("--lang", "es", "audit", "verify", "--store", center.folder, "--person", NAMES[Role.COORDINATOR])
    verified = program(*asked, said=f"{PASSPHRASE}\n")
    assert verified.returncode == 0
    assert verified.stdout.startswith("El registro de auditoría está ")
    refused = program(*asked, said="not this one\n")
    assert refused.returncode == 1
    assert refused.stderr.startswith("Esa frase de contraseña no corresponde a este nombre.")


def test_the_account_s_own_language_counts(tmp_path):
    helped = program("--profile", tmp_path, "--help", LANGUAGE="", LC_ALL="es_US.UTF-8")

    assert "crea un centro inventado" in helped.stdout
