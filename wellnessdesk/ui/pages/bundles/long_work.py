"""Rows take long: they are counted and written beside the worker, so that everything else goes on meanwhile."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from wellnessdesk.base.at_store import AtStore, here
from wellnessdesk.base.progress import Progress
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit.tasks import Failed, Tasks

T = TypeVar("T")


def in_background(tasks: Tasks, desk: Desk, work: Callable[[Progress, AtStore], T], done: Callable[[T], object],
                  failed: Failed | None = None, *, title: str, parent: QWidget,
                  cancelled: Callable[[], object] | None = None) -> None:
    """Beside the worker; for who only stands in on it, because their time is looked up in the store at each act."""
    if desk.ends is None:
        tasks.run_beside(work, done, failed, title=title, parent=parent, cancelled=cancelled)
    else:
        tasks.run_with_progress(lambda progress: work(progress, here), done, failed, title=title, parent=parent,
                                cancelled=cancelled)
