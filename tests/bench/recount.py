"""Run as a process of its own: sign in and count the visits that are there."""

import sys
from pathlib import Path

from sqlalchemy import text

from wellnessdesk.services import opening

desk = opening.sign_in(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
with desk.store.connection() as connection:
    sys.stdout.write(str(connection.execute(text("SELECT count(*) FROM visits")).scalar()))
desk.close()
