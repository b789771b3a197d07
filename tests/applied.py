"""A round of applications, and who applied in it."""

from datetime import timedelta

from tests.support import TestCenter
from wellnessdesk.domain.applications import Application, Cycle, shipped_criteria
from wellnessdesk.services import application_forms, applications

WORD = "periscope"
ANSWERS = {"why": "sassafras reasons", "listened": "I listened to a friend", "hard": "I walk", "time": "Mondays"}


def open_round(center: TestCenter, *, title: str = "Spring", before: int = 3, days: int = 10, places: int = 2) -> Cycle:
    """One that opened some days ago and is open for some more."""
    today = center.coordinator.today()
    return applications.save_cycle(center.coordinator, Cycle(
        title=title, opens=today - timedelta(days=before), closes=today + timedelta(days=days),
        decides=today + timedelta(days=days + 10), places=places, criteria=shipped_criteria()))


def sent_here(center: TestCenter, number: str, word: str = WORD, **answers: str) -> str:
    """A student of this number fills the form in on the computer, and sends it; its id."""
    desk = center.coordinator
    form = application_forms.write(desk, number, word)
    application_forms.send(desk, form.application, ANSWERS | answers)
    return form.application


def entered(center: TestCenter, cycle: Cycle, student: int | None = None, name: str = "") -> Application:
    """From paper."""
    return applications.enter(center.coordinator, cycle.id, ANSWERS, student=student, name=name)
