"""The random numbers of a made-up center: the same for the same seed and purpose, on every computer."""

import random


def dice(seed: int, purpose: str) -> random.Random:
    """Random numbers of their own for each purpose, so that one part can change without changing the others."""
    return random.Random(f"{seed}/{purpose}")  # noqa: S311 - made-up facts must repeat; nothing secret hangs on them
