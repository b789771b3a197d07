"""Question banks as files, TOML or CSV: read whole, or refused with every mistake at its line.

TOML: a table `[bank]` (id, title, module, pass_percent, asked, source) and one `[[question]]` a question (id, topic,
text, choices, answer). A text is one, or `{ en = "…", es = "…" }`; choices are a list, or a table by letter.
CSV: a line a question, with the columns id, topic, question, a, b, c … and answer (`question_es`, `a_es` … for
Spanish); what holds for the whole exam is asked on the screen.
"""

import io
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import ascii_lowercase

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import exams as rules
from wellnessdesk.domain.catalogues import Text
from wellnessdesk.domain.exams import Bank, Question
from wellnessdesk.domain.roster import RosterUnreadable
from wellnessdesk.exchange.csv_lines import Lines
from wellnessdesk.exchange.csv_table import Record, Records, clean, plain
from wellnessdesk.exchange.findings import Findings

MOST_BYTES = 2_000_000
USUAL_MARK = 80
"""Percent, where a file says none."""
_LETTERS = ascii_lowercase[:rules.MOST_CHOICES]
_NO_ID = re.compile(r"[^a-z0-9_]+")
_HEAD = re.compile(r"\s*\[+\s*([\w.]+)\s*\]+")


class UnreadableBank(Problem):
    """The file cannot be opened, or is neither of the two kinds."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong, and on which line; 0: nowhere in particular."""

    line: int
    reason: str

    def sentence(self, file: str) -> str:
        """With file and line."""
        return _("{file}, line {line}: {reason}").format(file=file, line=self.line, reason=self.reason) if self.line \
            else _("{file}: {reason}").format(file=file, reason=self.reason)


@dataclass(frozen=True, slots=True)
class BankFile:
    """What a file holds. Nothing of it is taken while there are mistakes."""

    name: str
    bank: Bank
    mistakes: tuple[Mistake, ...]
    whole: bool
    """Whether it says what holds for the exam: title, module, pass mark."""

    def sentences(self) -> list[str]:
        """The mistakes, in the order of the file."""
        return [one.sentence(self.name) for one in sorted(self.mistakes, key=lambda one: one.line)]


@dataclass(frozen=True, slots=True)
class _Raw:
    """A question as it stands in a file."""

    line: int
    lines: Mapping[str, int]
    id: str
    topic: str
    text: Text | None
    choices: tuple[tuple[str, Text | None], ...]
    answer: tuple[str, ...]


def read(path: Path) -> BankFile:
    """The bank of a file, with every mistake in it. Raises `UnreadableBank`."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UnreadableBank(_("This file is too big to be a question bank."))
        raw = path.read_bytes()
    except OSError:
        raise UnreadableBank(_("This file cannot be opened.")) from None
    if path.suffix.lower() == ".toml":
        return _toml(path, raw)
    if path.suffix.lower() == ".csv":
        return _csv(path, raw)
    raise UnreadableBank(_("A question bank is a TOML or a CSV file."))


def _toml(path: Path, raw: bytes) -> BankFile:
    try:
        text = raw.decode("utf-8-sig")
        found = tomllib.loads(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        reason = str(error) if isinstance(error, tomllib.TOMLDecodeError) else "UTF-8"
        return _nothing(path, Mistake(_line_in(reason), _("this is no TOML: {reason}.").format(reason=reason)))
    places = _places(text)
    head, tables = found.get("bank"), found.get("question", [])
    if not isinstance(head, dict) or not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
        return _nothing(path, Mistake(0, _("it needs a table [bank], and one [[question]] for each question.")))
    lines = places.get("bank", [{}])[0]
    bank, mistakes = _bank(path, head, lines)
    of_questions = places.get("question", [])
    raws = [_raw(one, of_questions[at] if at < len(of_questions) else {}, f"q{at + 1}")
            for at, one in enumerate(tables)]
    return _checked(path, bank, raws, mistakes, whole=True, lines=lines)


def _bank(path: Path, head: Mapping[str, object], lines: Mapping[str, int]) -> tuple[Bank, list[Mistake]]:
    mistakes = [Mistake(lines.get(name, lines.get("", 0)), _("“{field}” must be a whole number.").format(field=name))
                for name in ("pass_percent", "asked", "version") if type(head.get(name, 0)) is not int]
    numbers = {name: value if type(value := head.get(name, usual)) is int else usual
               for name, usual in (("pass_percent", USUAL_MARK), ("asked", 0), ("version", 1))}
    title = _text(head.get("title")) or Text("", "")
    return Bank(id=_slug(str(head.get("id", "")) or path.stem), title=title, module=str(head.get("module", "")),
                source=str(head.get("source", "")), questions=(), **numbers), mistakes  # type: ignore[arg-type]


def _raw(one: Mapping[str, object], lines: Mapping[str, int], usual: str) -> _Raw:
    choices = one.get("choices")
    named: list[tuple[str, object]] = []
    if isinstance(choices, dict):
        named = [(str(name).lower(), text) for name, text in choices.items()]
    elif isinstance(choices, list):
        named = list(zip(_LETTERS, choices, strict=False)) if len(choices) <= len(_LETTERS) else [
            (str(at), text) for at, text in enumerate(choices)]
    answer = one.get("answer", ())
    said = [str(each) for each in answer] if isinstance(answer, list) else [str(answer)] if answer != () else []
    return _Raw(lines.get("", 0), lines, str(one.get("id", "")).strip() or usual, str(one.get("topic", "")).strip(),
                _text(one.get("text")), tuple((name, _text(text)) for name, text in named),
                tuple(each.strip() for each in said if each.strip()))


def _csv(path: Path, raw: bytes) -> BankFile:
    try:
        records = Records(Lines(io.BufferedReader(io.BytesIO(raw)), "", Findings()))
        header = next((record for record in records if any(map(clean, record.cells))), None)
        names = [plain(cell) for cell in header.cells] if header else []
        if header is None or not {"question", "answer", "a", "b"} <= set(names):
            return _nothing(path, Mistake(1, _("the first line must name the columns: id, topic, question, a, b, c and "
                                               "so on, and answer.")), whole=False)
        records.width = len(header.cells)
        raws = [_of_record(record, names, number) for number, record in enumerate(
            (record for record in records if any(map(clean, record.cells))), 1)]
    except RosterUnreadable:
        raise UnreadableBank(_("This file cannot be opened.")) from None
    title = path.stem.replace("_", " ").strip()[:rules.LONGEST_TITLE]
    title = title[:1].upper() + title[1:]
    bank = Bank(id=_slug(path.stem), title=Text(title, title), pass_percent=USUAL_MARK, questions=())
    return _checked(path, bank, raws, [], whole=False, lines={})


def _of_record(record: Record, names: list[str], number: int) -> _Raw:
    cells = {name: clean(cell) for name, cell in zip(names, record.cells, strict=False)}
    choices = tuple((letter, _two(cells[letter], cells.get(f"{letter}es", "")))
                    for letter in _LETTERS if cells.get(letter))
    answer = tuple(one.strip() for one in re.split(r"[;|]", cells.get("answer", "")) if one.strip())
    text = _two(cells["question"], cells.get("questiones", "")) if cells.get("question") else None
    return _Raw(record.line, {"": record.line}, cells.get("id", "") or f"q{number}", cells.get("topic", ""), text,
                choices, answer)


def _checked(path: Path, bank: Bank, raws: Iterable[_Raw], mistakes: list[Mistake], *, whole: bool,
             lines: Mapping[str, int]) -> BankFile:
    questions, seen = list[Question](), dict[str, int]()
    for raw in raws:
        wrong = _wrong(raw, seen)
        mistakes += wrong
        seen.setdefault(raw.id, raw.line)
        if not wrong:
            questions.append(Question(
                id=raw.id, topic=raw.topic, text=raw.text or Text("", ""),
                choices=tuple((name, text) for name, text in raw.choices if text is not None),
                right=frozenset(_names(raw))))
    made = Bank(id=bank.id, version=bank.version, title=bank.title, module=bank.module, asked=bank.asked,
                pass_percent=bank.pass_percent, source=bank.source, questions=tuple(questions))
    if len(seen) > rules.MOST_QUESTIONS:
        mistakes.append(Mistake(0, _("it has more than {n} questions.").format(n=rules.MOST_QUESTIONS)))
    for field, reason in rules.wrong_bank(made, [made.module]).items():
        if field == "question" and mistakes:
            continue  # there were questions, and what is wrong with them is said
        if field == "asked" and mistakes:
            continue
        mistakes.append(Mistake(lines.get(field, lines.get("", 1 if field == "question" else 0)), reason))
    return BankFile(path.name, made, tuple(mistakes), whole)


def _wrong(raw: _Raw, seen: Mapping[str, int]) -> list[Mistake]:
    def at(field: str) -> int:
        return raw.lines.get(field, raw.line)

    found: list[Mistake] = []
    if raw.id in seen:
        found.append(Mistake(at("id"), _("the id “{id}” stands on line {line} already.").format(
            id=raw.id, line=seen[raw.id])))
    if raw.text is None:
        found.append(Mistake(at("text"), _("the question has no text.")))
    elif max(map(len, (raw.text.en, raw.text.es))) > rules.LONGEST_QUESTION:
        found.append(Mistake(at("text"), _("the question is longer than {n} characters.").format(
            n=rules.LONGEST_QUESTION)))
    texts = [text for _name, text in raw.choices]
    if not rules.FEWEST_CHOICES <= len(texts) <= rules.MOST_CHOICES or None in texts:
        found.append(Mistake(at("choices"), _("a question needs {least} to {most} choices, none of them empty.").format(
            least=rules.FEWEST_CHOICES, most=rules.MOST_CHOICES)))
    elif any(max(len(text.en), len(text.es)) > rules.LONGEST_CHOICE for text in texts if text):
        found.append(Mistake(at("choices"), _("a choice is longer than {n} characters.").format(
            n=rules.LONGEST_CHOICE)))
    elif len({text.en.casefold() for text in texts if text}) < len(texts):
        found.append(Mistake(at("choices"), _("two of its choices are the same.")))
    if not raw.answer:
        found.append(Mistake(at("answer"), _("the answer is missing.")))
    elif unknown := [one for one in raw.answer if not _name(raw, one)]:
        found.append(Mistake(at("answer"), _("the answer “{answer}” is not among the choices.").format(
            answer=unknown[0][:40])))
    return found


def _names(raw: _Raw) -> list[str]:
    return [_name(raw, one) for one in raw.answer]


def _name(raw: _Raw, said: str) -> str:
    """The id of the choice that an answer means: by letter, or in its words; empty where there is none."""
    for name, text in raw.choices:
        if said.casefold() == name or (text is not None and said in (text.en, text.es)):
            return name
    return ""


def _text(value: object) -> Text | None:
    if isinstance(value, str) and value.strip():
        return Text(value.strip(), value.strip())
    if isinstance(value, dict) and isinstance(en := value.get("en"), str) and isinstance(es := value.get("es"), str) \
            and en.strip() and es.strip():
        return Text(en.strip(), es.strip())
    return None


def _two(english: str, spanish: str) -> Text:
    return Text(english, spanish or english)


def _slug(text: str) -> str:
    return _NO_ID.sub("_", text.strip().lower()).strip("_")[:60] or "exam"


def _nothing(path: Path, mistake: Mistake, *, whole: bool = True) -> BankFile:
    return BankFile(path.name, Bank(id=_slug(path.stem), title=Text("", ""), pass_percent=USUAL_MARK, questions=()),
                    (mistake,), whole)


def _line_in(reason: str) -> int:
    found = re.search(r"line (\d+)", reason)
    return int(found[1]) if found else 0


def _places(text: str) -> dict[str, list[dict[str, int]]]:
    """For each table of a TOML file, one after another: on which line it begins ("") and each of its keys stands."""
    found: dict[str, list[dict[str, int]]] = {}
    current: dict[str, int] | None = None
    for number, line in enumerate(text.splitlines(), 1):
        head = _HEAD.fullmatch(line.partition("#")[0])
        if head and "." not in head[1]:
            current = {"": number}
            found.setdefault(head[1], []).append(current)
        elif current is not None:
            key = re.match(r"\s*[\[]*\s*(?:question\.|bank\.)?([A-Za-z_]+)\s*(=|\]|\.)", line)
            if key:
                current.setdefault(key[1], number)
    return found
