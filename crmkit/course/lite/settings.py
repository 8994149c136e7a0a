"""What `lite/settings.toml` says."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The settings of the browser edition; the file says what each is for."""

    wheels_from: str
    largest_table_mb: float
    licences: tuple[str, ...]
    also: tuple[str, ...]
    left_out: tuple[str, ...]

    @classmethod
    def read(cls, file: Path) -> "Settings":
        """Raises TypeError with the name of a setting that is missing or unknown."""
        said: dict[str, Any] = tomllib.loads(file.read_text("utf-8"))
        lists = {key: tuple(value) for key, value in said.items() if isinstance(value, list)}
        return cls(**(said | lists))
