"""Where a person was in the program when they left it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A page by its key in the navigation, and what of it in the page's own words (`session:5`), or nothing.

    `unfolded`: whether the seldom pages were in sight.
    """

    page: str
    detail: str = ""
    unfolded: bool = False
