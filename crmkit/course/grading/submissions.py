"""Notebooks as they come in: any name, any folder, any editor, and some that are none."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import nbformat

from crmkit.course.exercises.copies import student_copy
from crmkit.course.exercises.source import names, unseal

LARGEST_BYTES = 20_000_000


@dataclass(frozen=True)
class Submission:
    """One notebook: where it lies, what it holds, and why it cannot be read, if so.

    `cells` are the code cells by their ids in order; `sheet` is what the notebook's metadata say.
    """

    path: Path
    digest: str
    cells: tuple[tuple[str, str], ...] = ()
    sheet: str = ""
    problem: str = ""


def find(folder: Path) -> list[Path]:
    """Every notebook below a folder, in order; no editor's copies, and no links out of it.

    Raises FileNotFoundError when there is none.
    """
    found = sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() == ".ipynb"
        and path.is_file()
        and not path.is_symlink()
        and ".ipynb_checkpoints" not in path.parts
        and folder.resolve() in path.resolve().parents
    )
    if not found:
        raise FileNotFoundError(f"no notebooks (*.ipynb) in {folder} or its folders")
    return found


def read(path: Path) -> Submission:
    """One notebook, with what is wrong with it in `problem`; never an error."""
    try:
        if path.stat().st_size > LARGEST_BYTES:
            return Submission(path, f"large-{path.stat().st_size}", problem="larger than 20 MB")
        content = path.read_bytes()
    except OSError as error:
        return Submission(path, "", problem=error.strerror or "cannot be opened")
    digest = hashlib.sha256(content).hexdigest()
    try:
        notebook = nbformat.from_dict(json.loads(content.decode("utf-8-sig")))
        notebook = nbformat.convert(notebook, to_version=4)
        cells = tuple(
            (str(cell.get("id", "")), _text(cell["source"]))
            for cell in notebook.cells
            if cell["cell_type"] == "code"
        )
        own = notebook.metadata.get("crmkit", {})
        sheet = own.get("sheet", "") if isinstance(own, dict) else ""
    except Exception as error:  # whatever a file that is no notebook may bring about
        why = "empty" if not content.strip() else f"no notebook: {type(error).__name__}: {error}"
        return Submission(path, digest, problem=why[:200])
    return Submission(path, digest, cells, sheet if isinstance(sheet, str) else "")


def commonest_sheet(submissions: list[Submission]) -> str:
    """The sheet that most of them are of. Raises ValueError when no notebook names one."""
    known = set(names())
    counts = Counter(one.sheet for one in submissions if one.sheet in known)
    if not counts:
        raise ValueError(
            f"no notebook says of which sheet it is; name it: --sheet, one of {', '.join(names())}"
        )
    return counts.most_common(1)[0][0]


def cells_to_run(submission: Submission, sheet: str) -> list[str]:
    """The student's code cells, with those of the sheet's first cells put back that are gone.

    A learner who deleted an import by mistake keeps the marks of the rest.
    """
    start, given = f"{sheet}-start-sheet", f"{sheet}-given-"
    there = [name for name, _ in submission.cells]
    lost = [
        cell.source
        for cell in student_copy(unseal(sheet)).cells
        if cell.id.startswith((start, given)) and cell.id not in there
    ]
    code = [text for _, text in submission.cells]
    place = there.index(start) + 1 if start in there else 0
    return code[:place] + lost + code[place:]


def _text(source) -> str:
    """A cell's text, which old notebooks keep as a list of lines and Windows ends with CR LF."""
    text = source if isinstance(source, str) else "".join(source)
    return text.replace("\r\n", "\n").replace("\r", "\n")
