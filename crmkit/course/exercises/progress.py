"""How far a learner has come: a small file beside the notebook, and nothing that leaves it."""

import json
from pathlib import Path
from typing import Any

from crmkit.course.exercises.data import same_name

_START = {"attempts": 0, "right": False, "hints": 0, "solution": False}


class Progress:
    """One learner's progress in one sheet, kept in ``<sheet>.progress.json``.

    A file that cannot be read counts as empty. Where none can be written, progress lasts as long as
    the session, and the reason stands in `not_kept`.
    """

    def __init__(self, folder: Path, sheet: str, student: str):
        self._path = folder / f"{sheet}.progress.json"
        self._student = same_name(student)
        self._in_session: dict[str, Any] = {}
        self.not_kept = ""

    def of(self, question: str) -> dict[str, Any]:
        """attempts, right, hints, solution: what was done in this question."""
        mine = self._read().get(self._student, {})
        kept = mine.get(question, {}) if isinstance(mine, dict) else {}
        fits = isinstance(kept, dict) and all(
            type(kept.get(name, value)) is type(value) for name, value in _START.items()
        )
        return _START | (kept if fits else {})

    def note(self, question: str, **changes: object) -> None:
        """Remember what changed in this question."""
        everything = self._read()
        mine = everything.get(self._student)
        mine = mine if isinstance(mine, dict) else {}
        everything[self._student] = mine | {question: self.of(question) | changes}
        aside = self._path.with_suffix(".part")
        try:
            aside.write_text(json.dumps(everything, ensure_ascii=False, indent=1), "utf-8")
            aside.replace(self._path)
        except OSError as error:
            self._in_session = everything
            self.not_kept = error.strerror or type(error).__name__

    def _read(self) -> dict[str, Any]:
        if self.not_kept:
            return self._in_session
        try:
            kept = json.loads(self._path.read_text("utf-8"))
        except (OSError, ValueError, RecursionError):
            return {}
        return kept if isinstance(kept, dict) else {}
