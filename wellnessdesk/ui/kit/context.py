"""What a page is given: the desk, the one way of background work, and how to speak to the frame around it."""

from collections.abc import Callable
from dataclasses import dataclass

from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit.tasks import Tasks


@dataclass(frozen=True, slots=True)
class PageContext:
    """Handed to every page. `go_to` shows another page by its key in the navigation, `show_student` the page of one,
    `show_flag` the life of one by its id, `show_session` the note of one by its number; `raise_flag` asks for a red
    flag about a student of this number and name."""

    desk: Desk
    tasks: Tasks
    go_to: Callable[[str], None]
    show_student: Callable[[int], None] = lambda _student: None
    show_flag: Callable[[str], None] = lambda _flag: None
    raise_flag: Callable[[int, str], None] = lambda _student, _name: None
    show_session: Callable[[int], None] = lambda _session: None
