"""The log says which bug happened where, and repeats nothing that anybody typed."""

import logging

from wellnessdesk.base import log, paths

CANARY = "zebrafinch marmalade"


def written():
    return paths.log_file().read_text(encoding="utf-8")


def fail(value):
    raise KeyError(value)


def a_bug():
    try:
        fail(CANARY)
    except KeyError as error:
        return log.bug(error)


def test_a_bug_is_named_by_its_place_never_by_what_it_says():
    log.start()
    short = a_bug()
    assert "KeyError" in short
    assert "fail" in short
    assert "fail" in written()
    assert "a_bug" in written()
    assert CANARY not in short + written()


def test_an_error_that_was_never_raised_has_no_place():
    log.start()
    assert log.bug(ValueError(CANARY)) == "ValueError ?"
    assert CANARY not in written()


def test_starting_twice_writes_each_line_once():
    log.start()
    log.start()
    log.event("the program started")
    assert written().count("the program started") == 1


def test_what_happens_is_not_printed(capsys):
    log.start()
    log.event("the program started")
    assert capsys.readouterr() == ("", "")


def test_a_log_that_has_grown_is_put_aside_and_does_not_grow_for_ever():
    paths.log_file().write_text("x" * 300_000)
    log.start()
    for handler in logging.getLogger("wellnessdesk").handlers:
        assert handler.level == logging.NOTSET
    log.event("the program started")
    assert len(written()) < 200
    kept = sum(path.stat().st_size for path in paths.profile().iterdir())
    assert kept < 301_000
