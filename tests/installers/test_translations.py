"""The catalogues follow the code, and a fault in one is found before a person meets it."""

import gettext

import pytest

import translations
from wellnessdesk.base import i18n

SOURCE = '''"""A page."""
def title(name):
    return _("Hello {name}").format(name=name)

def days(n):
    return ngettext("{n} day", "{n} days", n).format(n=n)
'''


@pytest.fixture
def spanish(tmp_path, monkeypatch):
    """A project of one page, and where its Spanish catalogue will lie."""
    package = tmp_path / "wellnessdesk"
    package.mkdir()
    (package / "page.py").write_text(SOURCE, encoding="utf-8")
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    monkeypatch.setattr(translations, "PACKAGE", package)
    monkeypatch.setattr(translations, "FOLDER", tmp_path / "translations")
    return tmp_path / "translations" / "es" / "LC_MESSAGES" / "wellnessdesk.po"


@pytest.fixture
def complete(spanish):
    """The same, translated."""
    translations.main(["update"])
    translate(spanish, 'msgid "Hello {name}"\nmsgstr ""', 'msgid "Hello {name}"\nmsgstr "Hola {name}"')
    translate(spanish, 'msgstr[0] ""', 'msgstr[0] "{n} día"')
    translate(spanish, 'msgstr[1] ""', 'msgstr[1] "{n} días"')
    if 'msgstr[2] ""' in spanish.read_text(encoding="utf-8"):  # from Babel 2.19 on Spanish has a form for millions
        translate(spanish, 'msgstr[2] ""', 'msgstr[2] "{n} días"')
    return spanish


def translate(catalogue, old, new):
    text = catalogue.read_text(encoding="utf-8")
    assert old in text
    catalogue.write_text(text.replace(old, new), encoding="utf-8")


def findings(capsys):
    capsys.readouterr()
    code = translations.main(["check"])
    return code, capsys.readouterr().out


def test_every_language_that_can_be_chosen_has_a_catalogue():
    assert {"en", *translations.LANGUAGES} == set(i18n.LANGUAGES)


def test_a_text_that_no_catalogue_has_is_found(spanish, capsys):
    code, said = findings(capsys)

    assert code == 1
    assert "missing, run `dev.py translate`: 'Hello {name}'" in said
    assert "('{n} day', '{n} days')" in said


def test_a_text_without_a_translation_is_found(spanish, capsys):
    translations.main(["update"])

    code, said = findings(capsys)

    assert code == 1
    assert "not translated: 'Hello {name}'" in said


def test_a_complete_catalogue_passes(complete, capsys):
    assert findings(capsys) == (0, "")


def test_a_form_of_the_plural_without_a_translation_is_found(complete, capsys):
    translate(complete, '"{n} días"', '""')

    assert "not translated: ('{n} day', '{n} days')" in findings(capsys)[1]


def test_a_field_that_the_translation_spells_otherwise_is_found(complete, capsys):
    translate(complete, "Hola {name}", "Hola {nombre}")

    assert "the fields in braces differ" in findings(capsys)[1]


def test_a_text_that_left_the_code_is_found_and_taken_out(complete, capsys):
    (translations.PACKAGE / "page.py").write_text(SOURCE.replace("Hello", "Welcome"), encoding="utf-8")
    assert "no longer in the code, run `dev.py translate`: 'Hello {name}'" in findings(capsys)[1]

    translations.main(["update"])

    assert "Hello" not in complete.read_text(encoding="utf-8")
    assert "{n} días" in complete.read_text(encoding="utf-8")


def test_an_update_without_news_changes_nothing(complete):
    translations.main(["update"])
    before = complete.read_text(encoding="utf-8")

    translations.main(["update"])

    assert complete.read_text(encoding="utf-8") == before


def test_the_compiled_catalogue_speaks(complete):
    assert translations.main(["compile"]) == 0

    spoken = gettext.translation("wellnessdesk", translations.FOLDER, languages=["es"])
    assert spoken.gettext("Hello {name}") == "Hola {name}"
    assert spoken.ngettext("{n} day", "{n} days", 2) == "{n} días"


@pytest.mark.parametrize("words", [[], ["updat"], ["check", "all"]])
def test_an_unknown_word_gets_the_help(words, capsys):
    assert translations.main(words) == 2
    assert "update | compile | check" in capsys.readouterr().err
