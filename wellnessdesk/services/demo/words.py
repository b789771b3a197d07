"""What made-up notes and flags say: kind, non-clinical sentences put together from `resources/demo/`."""

import random
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from wellnessdesk.base.paths import resource
from wellnessdesk.domain.flags import Closing, Urgency
from wellnessdesk.domain.sessions import NoteBody, RedFlagCheck

_ADULT = "walked_to_adult"
_GROUPS = ("el_groups", "support_groups")
_TOPICS: Mapping[str, Sequence[str]] = {
    "tutoring": ("school_work", "tests", "time"),
    "conflict_mediation": ("conflict", "friends", "treated_unfairly"),
    "el_groups": ("language_culture", "new_here", "friends"),
    "support_groups": ("friends", "family", "worries", "loss", "new_here", "left_out"),
    "brief_intervention": ("other", "worries", "friends"),
}
_SERIOUS = ("sad_day", "worries", "family", "friends", "sleep_energy", "online", "conflict", "left_out")
"""What was talked about where a flag was raised."""
_STUDY_OFFERS = ("study_help", "planned", "listened")
_MEDIATION_OFFERS = ("listened", "options", "practiced")
_GROUP_OFFERS = ("listened", "introduced", "own_story")


class Words:
    """Draws the texts of notes and flags with the random numbers it is handed."""

    def __init__(self) -> None:
        notes, flags = _resource("notes.toml"), _resource("flags.toml")
        self._topics: dict[str, dict[str, list[str]]] = notes["topics"]
        self._services: dict[str, dict[str, list[str]]] = notes["services"]
        self._offers: dict[str, dict[str, list[str]]] = notes["offers"]
        self._strengths: dict[str, dict[str, list[str]]] = notes["strengths"]
        self._endings: dict[str, list[str]] = notes["closing"]
        self._flags: dict[str, dict[str, Any]] = flags["kinds"]
        self._closings: dict[str, dict[str, list[str]]] = flags["closing"]
        self._all_topics = tuple(self._topics)
        self._all_offers = tuple(offer for offer in self._offers if offer not in ("study_help", _ADULT))
        self._all_strengths = tuple(self._strengths)
        self._kinds = tuple(self._flags)
        self._kind_weights = [kind["weight"] for kind in self._flags.values()]

    def note(self, rng: random.Random, service: str, urgency: Urgency | None) -> NoteBody:
        """The note of a session; `urgency` is that of the flag raised in it, None when there was none."""
        language = "es" if rng.random() < (0.4 if service == "el_groups" else 0.12) else "en"
        topics = _some(rng, _TOPICS.get(service, _SERIOUS if urgency else self._all_topics), 2)
        offers = _some(rng, self._offers_of(service), 3)
        if urgency is Urgency.IMMEDIATE:
            offers = (*offers[:2], _ADULT)
        strengths = _some(rng, self._all_strengths, 2)
        return NoteBody(
            service=service, topics=topics, offers=offers, strengths=strengths,
            next_step=rng.choice(self._topics[topics[0]][f"next_{language}"]),
            text=self._text(rng, language, service, topics[0], offers[-1], strengths[0]),
            follow_up=rng.random() < 0.3,
            red_flag=RedFlagCheck.RAISED if urgency else RedFlagCheck.NOTHING)

    def flag_kind(self, rng: random.Random) -> str:
        """An id of the catalogue `red_flags`, the usual ones more often."""
        return str(rng.choices(self._kinds, self._kind_weights)[0])

    def flag(self, rng: random.Random, kind: str) -> str:
        """What the peer wrote when raising it."""
        return str(rng.choice(self._flags[kind]["es" if rng.random() < 0.12 else "en"]))

    def closing(self, rng: random.Random, urgency: Urgency) -> Closing:
        """What the adult decided: nothing is left open, as a flag cannot close otherwise."""
        told = rng.random() < {Urgency.IMMEDIATE: 0.75, Urgency.SAME_DAY: 0.4, Urgency.NEXT_SUPERVISION: 0.05}[urgency]
        texts = self._closings[urgency.value]
        return Closing(
            disposition=rng.choice(texts["disposition"]), notify_caregiver=told,
            notify_reason=rng.choice(self._closings["notify_yes" if told else "notify_no"]["reason"]),
            outcome=rng.choice(texts["outcome"]), reported=False)

    def _offers_of(self, service: str) -> Sequence[str]:
        if service == "tutoring":
            return _STUDY_OFFERS
        if service == "conflict_mediation":
            return _MEDIATION_OFFERS
        return _GROUP_OFFERS if service in _GROUPS else self._all_offers

    def _text(
        self, rng: random.Random, language: str, service: str, topic: str, offer: str, strength: str
    ) -> str:
        opening = self._services.get(service, self._topics[topic])[language]
        if service in _GROUPS:  # a group's note stays at the level of the group
            return f"{rng.choice(opening)} {rng.choice(self._endings[f'group_{language}'])}"
        sentences = [rng.choice(opening), rng.choice(self._offers[offer][language])]
        if rng.random() < 0.6:
            sentences.append(rng.choice(self._strengths[strength][language]))
        if rng.random() < 0.7:
            sentences.append(rng.choice(self._endings[language]))
        return " ".join(sentences)


def _some(rng: random.Random, choices: Sequence[str], most: int) -> tuple[str, ...]:
    return tuple(rng.sample(choices, rng.randint(1, most)))


@cache
def _resource(name: str) -> dict[str, Any]:
    return tomllib.loads(resource("demo", name).read_text(encoding="utf-8"))
