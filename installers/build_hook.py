"""Puts `resources/`, with its translations compiled, inside the package when a wheel is built."""

import subprocess
import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ResourcesHook(BuildHookInterface):  # type: ignore[type-arg] # its own docs leave the parameter out
    """Called by hatchling for every wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """An editable install reads `resources/` where it lies; only a real wheel carries it."""
        if version == "editable":
            return
        subprocess.run([sys.executable, "installers/translations.py", "compile"], cwd=self.root, check=True)
        build_data["force_include"]["resources"] = "wellnessdesk/resources"
