"""Every text can change its language while the program runs; what we have no language for is English."""

import threading

import pytest

from wellnessdesk.base import i18n
from wellnessdesk.base.i18n import _, ngettext


@pytest.mark.parametrize(("asked", "used"), [("es", "es"), ("en", "en"), ("fr", "en"), ("", "en"), ("ES", "en")])
def test_a_language_we_do_not_have_is_english(asked, used):
    i18n.set_language(asked)
    assert i18n.language() == used


@pytest.mark.parametrize(("named", "used"), [
    ({"LANGUAGE": "es_MX:en"}, "es"), ({"LANGUAGE": "", "LC_ALL": "es_ES.UTF-8"}, "es"),
    ({"LANGUAGE": "", "LC_ALL": "", "LANG": "es"}, "es"), ({"LANGUAGE": "fr:es"}, "es"),
    ({"LANGUAGE": "fr", "LC_ALL": "es"}, "en"), ({"LANGUAGE": "", "LC_ALL": "", "LANG": ""}, "en"),
    ({"LANGUAGE": "C"}, "en")])
def test_the_accounts_own_language_is_found(monkeypatch, named, used):
    for name, value in named.items():
        monkeypatch.setenv(name, value)
    assert i18n.system_language() == used


def test_a_text_without_a_translation_is_shown_as_it_was_written():
    i18n.set_language("es")
    assert _("no catalogue has this sentence") == "no catalogue has this sentence"


def test_a_number_chooses_the_form_that_goes_with_it():
    assert [ngettext("{n} student", "{n} students", n).format(n=n) for n in (0, 1, 2)] == [
        "0 students", "1 student", "2 students"]


def test_the_language_can_change_and_change_back():
    before = _("Front desk")
    i18n.set_language("es")
    i18n.set_language("en")
    assert _("Front desk") == before == "Front desk"


def test_a_paper_speaks_another_language_than_the_windows_meanwhile():
    heard = []
    with i18n.speaking("es"):
        assert _("Front desk") == "Recepción"
        other = threading.Thread(target=lambda: heard.append(_("Front desk")))
        other.start()
        other.join()
        with i18n.speaking(""):
            assert i18n.language() == "en"
    assert heard == ["Front desk"]
    assert _("Front desk") == "Front desk"
