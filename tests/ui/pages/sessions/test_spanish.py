"""In Spanish nothing is left in English: every text is asked of the translation, the rest comes from the catalogues."""

import gettext

import pytest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QLabel, QLineEdit

from wellnessdesk.base import i18n
from wellnessdesk.domain import catalogues

MARK = "«»"
NEVER_TRANSLATED = ("José Núñez", "Pia Peer")


class Marked(gettext.NullTranslations):
    """A translation one can recognize."""

    def gettext(self, message):
        return f"«{message}»"

    def ngettext(self, one, many, n):
        return f"«{one if n == 1 else many}»"


@pytest.fixture(autouse=True)
def spanish(monkeypatch):
    monkeypatch.setattr(i18n, "_catalogue", lambda _code: Marked())
    i18n.set_language("es")


def untranslated(day):
    """Every text on the screen that is neither marked, nor Spanish of a catalogue, nor a name."""
    known = {text.es for name in catalogues.NAMES for entry in catalogues.load(name)
             for text in (getattr(entry, field, None) for field in ("label", "about", "say", "signs", "how", "hours"))
             if text is not None}  # fmt: skip
    found = [(label, label.text()) for label in day.window.findChildren(QLabel)]
    for kind in (QAbstractButton, QLineEdit):
        found += [(widget, widget.text()) for widget in day.window.findChildren(kind)]
        found += [(widget, widget.accessibleName()) for widget in day.window.findChildren(kind)]
    for box in day.window.findChildren(QComboBox):
        found += [(box, box.placeholderText()), *((box, box.itemText(row)) for row in range(box.count()))]
    return [text for widget, text in found
            if widget.isVisible() and text and not set(MARK) <= set(text)
            and text not in known and text not in NEVER_TRANSLATED]  # fmt: skip


def test_the_list(day):
    assert untranslated(day) == ["Lunes, 14 de septiembre de 2026"]
    day.send("jos", minutes=3)

    assert untranslated(day) == ["Lunes, 14 de septiembre de 2026"]


def test_the_note_its_errors_and_its_locked_form(day):
    day.open(day.send("jos", minutes=3))
    assert {chip.text() for chip in day.page.findChildren(QCheckBox)} >= {"Amistades", "Escuché", "Pidió ayuda"}

    day.click("note.sign")
    assert untranslated(day) == []

    day.complete()
    day.sign()
    assert "Amistades" in day.texts()
    assert [text for text in untranslated(day) if "Escuché" not in text] == []


def test_the_flag_dialog_and_the_crisis_card(day):
    day.open(day.send("jos", minutes=3))
    day.click("flag.open")
    assert "Ahora mismo" in day.texts("flag.dialog")
    assert untranslated(day) == []

    day.click("flag.confirm")
    assert "Llama al 988 y oprime 2, o envía AYUDA al 988" in day.texts()
    assert untranslated(day) == []
