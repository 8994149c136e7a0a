"""Seals the exercise sheets when the package is built, so that git holds each only as written.

What is installed has no `lessons/`; its `crmkit/course/sheets` hold the same texts, which nobody
reads by accident (`crmkit/course/exercises/source.py`). An editable install needs none.
"""

import base64
import json
import tempfile
import zlib
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class SealSheets(BuildHookInterface):
    """Adds a sealed sheet to the wheel for each source in the lessons."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        self._folder = tempfile.TemporaryDirectory(prefix="crmkit-")
        for path in sorted(Path(self.root, "lessons").glob("*/exercises/*.py")):
            sealed = Path(self._folder.name, f"{path.stem}.sheet")
            # The package cannot be imported while it is built: the same as `source.sealed`.
            parts = {"name": path.stem, "part": path.parents[1].name}
            text = json.dumps(parts | {"written": path.read_text("utf-8")}, ensure_ascii=False)
            sealed.write_bytes(base64.encodebytes(zlib.compress(text.encode(), 9)))
            build_data["force_include"][str(sealed)] = f"crmkit/course/sheets/{sealed.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if version != "editable":
            self._folder.cleanup()
