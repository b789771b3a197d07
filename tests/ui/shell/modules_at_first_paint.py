"""Run as a process of its own: starts the program and writes down what was imported when its first screen was painted.

    python modules_at_first_paint.py STORE PROFILE
"""

import json
import sys
from pathlib import Path

from wellnessdesk import app
from wellnessdesk.base import paths

seen = {}


class Watched(app.Program):
    """Looks at `sys.modules` when the first screen is painted, and when it counts as usable."""

    def after_paint(self, call):
        def look():
            seen.setdefault("painted", sorted(sys.modules))
            call()

        super().after_paint(look)

    def now_usable(self):
        seen.setdefault("usable", sorted(sys.modules))
        super().now_usable()


app.Program = Watched
paths.isolate(Path(sys.argv[2]))
code = app.run(Path(sys.argv[1]), until_first_window=True)
sys.stdout.write(json.dumps(seen))
sys.exit(code)
