"""Where sheets come from: beside the notebook, the reader's own folder, the package.

A sheet is found by its name ("13_rfm"), its number ("13") or its file ("mine.py", "mine.sheet"):
first in the folder of the notebook, then in the folder that CRMKIT_HOME names, then in the package.
The package of a checkout is its `lessons/`; what is installed holds sealed sheets, made when it is
built (`hatch_build.py`). A sealed sheet is not read by accident. It is no safe: whoever wants to
open it can.
"""

import base64
import json
import os
import re
import zlib
from pathlib import Path

from crmkit.course.exercises.data import called
from crmkit.course.exercises.reading import (
    Language,
    Question,
    Source,
    opening_comment,
    parse,
    read,
)

__all__ = [
    "SEALED",
    "Language",
    "Question",
    "Source",
    "find",
    "is_own",
    "load",
    "names",
    "opening_comment",
    "read",
    "seal",
    "sealed",
]

SEALED = Path(__file__).parents[1] / "sheets"
_LESSONS = Path(__file__).parents[3] / "lessons"


def load(name: str | Path, *, language: Language = "en", beside: str | Path | None = ".") -> Source:
    """The sheet of this name, number or file. Raises ValueError that lists the sheets there are.

    `beside` is the folder that comes first, the notebook's; a file is found from there, too.
    None: no folder comes first.
    """
    wanted = str(name)
    if wanted.endswith((".py", ".sheet")):
        path = Path(beside or ".", wanted)
        if not path.is_file():
            raise ValueError(f"there is no file {path}")
        return _read(path, language)
    there = _all(beside)
    found = called(wanted, list(there))
    if not found:
        listed = ", ".join(sorted(there)) or "none"
        raise ValueError(f"there is no sheet {wanted!r}; there are {listed}")
    return _read(there[found], language)


def names(beside: str | Path | None = ".") -> list[str]:
    """The sheets that are found from this folder."""
    return sorted(_all(beside))


def find(lessons: Path) -> list[Path]:
    """Every exercise source below the lessons, in the order of the course."""
    return sorted(lessons.glob("*/exercises/*.py"), key=lambda path: path.name)


def is_own(source: Source) -> bool:
    """Whether this sheet is the reader's own: the package has no such text."""
    package = _package()
    path = package.get(source.name)
    return path is None or _read(path, "en").written != source.written


def seal(source: Source, folder: Path) -> Path:
    """Write a sheet into a file to hand out, which nobody reads by accident."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{source.name}.sheet"
    target.write_bytes(sealed(source.name, source.part, source.written))
    return target


def sealed(name: str, part: str, written: str) -> bytes:
    """The content of a sealed sheet; `hatch_build.py` writes the same without the package."""
    text = json.dumps({"name": name, "part": part, "written": written}, ensure_ascii=False)
    return base64.encodebytes(zlib.compress(text.encode(), 9))


def _read(path: Path, language: Language) -> Source:
    if path.suffix == ".py":
        return read(path, language)
    try:
        parts = json.loads(zlib.decompress(base64.decodebytes(path.read_bytes())))
    except (ValueError, zlib.error) as error:
        raise ValueError(f"{path} is no sealed sheet, or a part of one: {error}") from None
    return parse(
        parts["written"], parts["name"], part=parts["part"], language=language, where=str(path)
    )


def _all(beside: str | Path | None) -> dict[str, Path]:
    """Every sheet by its name; the nearest of each."""
    found = _package()
    for folder in (os.environ.get("CRMKIT_HOME"), beside):
        found |= _in_folder(Path(folder)) if folder else {}
    return found


def _package() -> dict[str, Path]:
    return {path.stem: path for path in find(_LESSONS) or SEALED.glob("*.sheet")}


def _in_folder(folder: Path) -> dict[str, Path]:
    """The sheets in a folder; other Python files lie there, too, and a source beats its seal."""
    own = {path.stem: path for path in sorted(folder.glob("*.sheet"))}
    written = (path for path in sorted(folder.glob("*.py")) if _is_sheet(path))
    return own | {path.stem: path for path in written}


def _is_sheet(path: Path) -> bool:
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    return bool(re.search(r"^# %% solution$", text, re.MULTILINE))
