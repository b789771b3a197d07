"""The two kinds of error: the world failed (a Problem, said to the person) and we have a bug (anything else)."""


class Problem(Exception):
    """Something outside the program went wrong, or was entered wrongly.

    `str(problem)` is the finished, translated text for the person: what is wrong, what was kept, what to do next.
    It never holds a name, a note or a key, so that it may also stand in a log.
    """


class Denied(Problem):
    """The person signed in may not do this. Raised by the policy in `domain.access`, never by a window."""
