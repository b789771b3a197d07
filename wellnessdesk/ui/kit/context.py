"""What a page is given: the desk, the one way of background work, and how to speak to the frame around it."""

from collections.abc import Callable
from dataclasses import dataclass

from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit.tasks import Tasks


@dataclass(frozen=True, slots=True)
class PageContext:
    """Handed to every page. `go_to` shows another page by its key in the navigation, `show_student` the page of one."""

    desk: Desk
    tasks: Tasks
    go_to: Callable[[str], None]
    show_student: Callable[[int], None] = lambda _student: None
    go_to_place: Callable[[str, str], None] = lambda _page, _detail: None
    """Show another page by its key, at a place of it in that page's own words (`flag:…`)."""
