"""Which lessons must be built anew: those of which something has changed since they were built.

Beside the checkout's notebooks stands a note for each lesson: the files that it was made of (its
source, the modules of crmkit that it loaded, the cards of the data, the locked versions) and its
notebooks, each with its hash. Where one of them is other than it was, the lesson is built.
"""

import hashlib
import json
from functools import cache
from pathlib import Path

from crmkit.course.build import Built
from crmkit.course.lessons import Lesson

__all__ = ["changed", "note"]


def changed(lessons: list[Lesson], root: Path) -> list[Lesson]:
    """The lessons of which a file has changed since they were built, or that have no note."""
    hashes = cache(_hash)
    notes = _notes(root)

    def stands(lesson: Lesson) -> bool:
        made_of = notes.get(lesson.name)
        return made_of is not None and all(
            hashes(Path(name)) == known for name, known in made_of.items()
        )

    return [lesson for lesson in lessons if not stands(lesson)]


def note(built: Built, root: Path) -> None:
    """Write down what this lesson was made of."""
    files = [built.lesson.path, *built.files, *built.modules, *root.glob("datasets/*.toml")]
    lock = root / "requirements.lock"
    made_of = {str(path.resolve()): _hash(path) for path in [*files, lock]}
    notes = _notes(root) | {built.lesson.name: made_of}
    _place(root).parent.mkdir(exist_ok=True)
    _place(root).write_text(json.dumps(notes, indent=1), "utf-8")


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16] if path.is_file() else ""


def _notes(root: Path) -> dict[str, dict[str, str]]:
    try:
        notes = json.loads(_place(root).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return notes if isinstance(notes, dict) else {}


def _place(root: Path) -> Path:
    return root / ".crmkit" / "built.json"
