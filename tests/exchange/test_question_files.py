"""A question bank is taken whole or not at all: every mistake with its file and line."""

import re

import pytest

from wellnessdesk.base.paths import resource
from wellnessdesk.exchange import question_files

GOOD = """\
[bank]
id = "week one"
title = { en = "Week one", es = "Semana uno" }
pass_percent = 70

[[question]]
id = "a1"
topic = "scope"
text = "May I diagnose?"
choices = ["Yes", "No"]
answer = "No"

[[question]]
id = "a2"
text = { en = "Which?", es = "¿Cuáles?" }
choices = { a = "One", b = "Two", c = "Three" }
answer = ["a", "c"]
"""
CSV = """\
id,topic,question,a,b,c,answer,question_es,a_es
a1,scope,May I diagnose?,Yes,No,,b,¿Puedo diagnosticar?,Sí
a2,limits,Which?,One,Two,Three,a;c,,
"""


@pytest.fixture
def read(tmp_path):
    def go(text, name="bank.toml"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return question_files.read(path)
    return go


def test_a_toml_bank_is_read_in_both_languages(read):
    file = read(GOOD)
    assert file.sentences() == []
    assert (file.bank.id, file.bank.title.es, file.bank.pass_percent) == ("week_one", "Semana uno", 70)
    assert file.whole
    first, second = file.bank.questions
    assert (first.right, first.choices[1][1].es, first.several) == (frozenset("b"), "No", False)
    assert (second.right, second.text.es, second.several) == (frozenset("ac"), "¿Cuáles?", True)


@pytest.mark.parametrize("raw", [CSV.encode(), CSV.encode("utf-8-sig"),
                                 CSV.replace(",", ";").replace("a;c", "a|c").encode(), CSV.encode("cp1252")])
def test_a_csv_bank_is_read_as_spreadsheets_write_it(read, raw):
    file = read(raw, "Week One.csv")
    assert (file.sentences(), file.bank.id, file.whole) == ([], "week_one", False)
    first, second = file.bank.questions
    assert (first.right, first.text.es, dict(first.choices)["a"].es) == (frozenset("b"), "¿Puedo diagnosticar?", "Sí")
    assert (second.right, second.text.es) == (frozenset("ac"), "Which?")


@pytest.mark.parametrize(("old", "new", "line", "reason"), [
    ('answer = "No"\n', "", 6, "the answer is missing"),
    ('answer = "No"', 'answer = ""', 11, "the answer is missing"),
    ('answer = "No"', 'answer = "Maybe"', 11, "“Maybe” is not among the choices"),
    ('answer = ["a", "c"]', 'answer = ["a", "d"]', 17, "“d” is not among the choices"),
    ('id = "a2"', 'id = "a1"', 14, "“a1” stands on line 6 already"),
    ('choices = ["Yes", "No"]', 'choices = ["Yes"]', 10, "2 to 8 choices"),
    ('choices = ["Yes", "No"]', 'choices = ["No", "no"]', 10, "two of its choices are the same"),
    ('choices = ["Yes", "No"]', f'choices = ["Yes", "No", "{"x" * 301}"]', 10, "longer than 300"),
    ('text = "May I diagnose?"', 'text = " "', 9, "no text"),
    ('text = "May I diagnose?"', f'text = "{"x" * 601}"', 9, "longer than 600"),
    ("pass_percent = 70", "pass_percent = 101", 4, "from 1 to 100"),
    ("pass_percent = 70", "pass_percent = 0", 4, "from 1 to 100"),
    ("pass_percent = 70", 'pass_percent = "70"', 4, "whole number"),
    ("pass_percent = 70", "asked = 3", 4, "more questions than there are: 2"),
    ('title = { en = "Week one", es = "Semana uno" }', 'title = ""', 3, "a title"),
    ("pass_percent = 70", "pass_percent =", 4, "no TOML"),
])
def test_each_mistake_is_told_with_file_and_line(read, old, new, line, reason):
    assert old in GOOD
    sentences = read(GOOD.replace(old, new, 1)).sentences()
    assert sentences[0].startswith(f"bank.toml, line {line}: ")
    assert reason in sentences[0]


@pytest.mark.parametrize(("text", "name", "reason"), [
    ("[bank]\ntitle = 'A'\n", "bank.toml", "bank.toml, line 1: It has no questions"),
    ("question = 3", "bank.toml", r"needs a table \[bank\]"),
    (b"\xff\xfe", "bank.toml", "no TOML: UTF-8"),
    ("", "b.csv", "b.csv, line 1: the first line must name the columns"),
    ("id,question,a,b,answer\n", "b.csv", "b.csv, line 1: It has no questions"),
    ("id,question,a,b,answer\nq,Why?,x,y,\n", "b.csv", "b.csv, line 2: the answer is missing"),
    ("id,question,a,b,answer\nq,Why?,x,y,a\nq,How?,x,y,c\n", "b.csv", "b.csv, line 3: the id “q” stands on line 2"),
    ("id,question,a,b,answer\nq,Why?,x,,a\n", "b.csv", "b.csv, line 2: a question needs 2 to 8 choices"),
])
def test_a_file_that_holds_no_bank_says_so(read, text, name, reason):
    assert any(re.search(reason, one) for one in read(text, name).sentences())


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(read):
    wrong = GOOD.replace('answer = "No"', 'answer = "x"').replace('answer = ["a", "c"]', "answer = []")
    sentences = read(wrong).sentences()
    assert [one.split(":")[0] for one in sentences] == ["bank.toml, line 11", "bank.toml, line 17"]


def test_what_is_no_such_file_is_refused(read, tmp_path):
    with pytest.raises(question_files.UnreadableBank, match="TOML or a CSV"):
        read("x", "bank.txt")
    with pytest.raises(question_files.UnreadableBank, match="cannot be opened"):
        question_files.read(tmp_path / "none.toml")
    with pytest.raises(question_files.UnreadableBank, match="too big"):
        read(b"x" * (question_files.MOST_BYTES + 1))


def test_the_shipped_bank_is_right_bilingual_and_says_where_it_is_from():
    file = question_files.read(resource("question_banks", "competency.toml"))
    assert file.sentences() == []
    assert len(file.bank.questions) == 12
    assert {one.topic for one in file.bank.questions} == {"confidentiality", "red_flags", "role_and_scope"}
    assert all(one.text.en != one.text.es for one in file.bank.questions)
    assert "Seed 004" in file.bank.source
