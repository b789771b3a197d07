"""The caregivers and classes of a made-up center's students. Pure, and with dice of its own."""

import random
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from wellnessdesk.base.paths import resource
from wellnessdesk.services.demo.dice import dice
from wellnessdesk.services.demo.names import Names
from wellnessdesk.services.demo.records import DemoStudent

Row = dict[str, object]
_SECOND = 0.42
"""So many students have a second caregiver."""


def classes(seed: int, students: Sequence[DemoStudent]) -> Iterator[Row]:
    """Which class every student has in which period; students are known by their place, from 1."""
    rng, facts = dice(seed, "classes"), _facts()
    for place, student in enumerate(students, 1):
        titles = [*facts["subjects"].get(student.grade, facts["subjects"]["other"]),
                  rng.choice(facts["electives"]["titles"])]
        rng.shuffle(titles)
        for period, title in enumerate(titles, 1):
            yield {"student_id": place, "period": str(period), "title": title}


def caregivers(seed: int, students: Sequence[DemoStudent]) -> Iterator[tuple[Row, Row]]:
    """Each caregiver, and whose they are: one or two of every student."""
    rng, facts = dice(seed, "caregivers"), _facts()
    names, number = Names(rng), 0
    for place, student in enumerate(students, 1):
        language = rng.choices(facts["languages"]["words"], facts["languages"]["weights"])[0]
        for _who in range(2 if rng.random() < _SECOND else 1):
            number += 1
            relation = rng.choices(facts["relations"]["words"], facts["relations"]["weights"])[0]
            given = names.full(twins=1)[0]
            yield (_caregiver(rng, number, given, student.family, str(language)),
                   {"student_id": place, "caregiver_id": number, "relation": relation})


def _caregiver(rng: random.Random, number: int, given: str, family: str, language: str) -> Row:
    """As if entered by hand. Telephones are of the range kept for fiction."""
    telephone = f"(805) 555-01{rng.randrange(100):02}"
    cell = f"(805) 555-01{rng.randrange(100):02}" if rng.random() < 0.6 else ""
    email = f"{_plain(given)}.{_plain(family)}@example.org" if rng.random() < 0.7 else ""
    return {"id": number, "sourced_id": None, "given": given, "family": family, "email": email, "phone": telephone,
            "sms": cell, "language": language, "active": True}


def _plain(name: str) -> str:
    """A name as it stands in an address."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if letter.isascii() and letter.isalpha()) or "family"


def _facts() -> dict[str, Any]:
    with resource("demo", "classes.toml").open("rb") as file:
        return tomllib.load(file)
