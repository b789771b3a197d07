"""`python3 installers/dev.py bench [--visits N …] [--only NAME …]`: one JSON line a figure, never a timed test."""

import argparse
import os
import sys

from tests.bench import figures, stores
from tests.bench.measure import emit

SIZES = (10_000, 100_000, 1_000_000)


def main() -> int:
    """Measure at each size, through the shipped services, the production PRAGMAs and key derivation."""
    parser = argparse.ArgumentParser(prog="dev.py bench", description=main.__doc__)
    parser.add_argument("--visits", type=int, nargs="+", default=SIZES, metavar="N")
    parser.add_argument("--only", nargs="+", choices=sorted(figures.FIGURES), metavar="NAME",
                        help=f"of {', '.join(figures.FIGURES)}")
    arguments = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    for visits in arguments.visits:
        store = stores.prepared(visits)
        for name in arguments.only or figures.FIGURES:
            for figure in figures.FIGURES[name](store):
                emit(figure)
    return 0


if __name__ == "__main__":
    sys.exit(main())
