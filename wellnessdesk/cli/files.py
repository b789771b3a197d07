"""Files that the command line writes: new ones only, for their owner alone, whole or not at all."""

import os
from pathlib import Path


def write_new(path: Path, data: bytes) -> None:
    """Raises `FileExistsError`, or another `OSError` after which nothing of the file is left."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
    except OSError:
        path.unlink(missing_ok=True)
        raise
