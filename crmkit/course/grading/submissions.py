"""Notebooks as they come in: any name, any folder, any editor, zips, and some that are none."""

import hashlib
import json
import os
import re
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from crmkit.course.exercises.copies import student_copy
from crmkit.course.exercises.source import Source
from crmkit.course.grading.told import plain

LARGEST_BYTES = 20_000_000
MOST_PARTS = 300_000  # lists and tables in a notebook's JSON; the largest honest ones have a tenth
MOST_IN_ZIP = 20_000
LARGEST_ZIP_BYTES = 2_000_000_000  # when unpacked


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


def find(folder: Path) -> tuple[list[Path], dict[Path, str]]:
    """Every notebook below a folder, in order, and what was passed over: path to reason.

    An editor's own copies are neither. Raises NotADirectoryError for what is no folder,
    FileNotFoundError where there is no notebook.
    """
    if not folder.is_dir():
        missing = "is no folder and no zip" if folder.exists() else "does not exist"
        raise NotADirectoryError(f"{shown(folder)} {missing}; give the folder with the notebooks")
    found, passed_over = [], {}
    for place, inner, files in os.walk(folder):
        for name in [one for one in inner if Path(place, one).is_symlink()]:
            passed_over[Path(place, name)] = "a link to another folder"
        inner[:] = sorted(one for one in inner if one != ".ipynb_checkpoints")
        for path in (Path(place, name) for name in sorted(files)):
            why = _why_not(path)
            if why is None:
                found.append(path)
            elif why:
                passed_over[path] = why
    if not found:
        raise FileNotFoundError(f"no notebooks (*.ipynb) in {shown(folder)} or its folders")
    return sorted(found), passed_over


def unpack(archive: Path, folder: Path) -> None:
    """Write the notebooks of a zip into a folder, under their own names.

    Raises ValueError for a zip that is damaged, locked, or larger than a class hands in.
    """
    try:
        with zipfile.ZipFile(archive) as packed:
            wanted = (".ipynb", ".zip")  # the second is told apart later
            members = [one for one in packed.infolist() if not one.is_dir()]
            members = [one for one in members if any(end in one.filename.lower() for end in wanted)]
            size = sum(min(one.file_size, LARGEST_BYTES + 1) for one in members)
            if len(members) > MOST_IN_ZIP or size > LARGEST_ZIP_BYTES:
                raise ValueError(f"{shown(archive)} holds more than a class hands in: unpack it")
            for member in members:
                parts = [_file_name(one) for one in PurePosixPath(_name(member)).parts]
                target = folder.joinpath(*parts)
                target.parent.mkdir(parents=True, exist_ok=True)
                while target.exists():  # a zip may hold a name twice
                    target = target.with_name(f"{target.stem}_{target.suffix}")
                with packed.open(member) as file:
                    # One byte more than is read: then it counts as too large.
                    target.write_bytes(file.read(LARGEST_BYTES + 1))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as error:
        raise ValueError(f"{shown(archive)} cannot be unpacked: {plain(str(error))}") from None


def shown(path: Path) -> str:
    """A path as text that every file and terminal takes; names from Chinese Windows are read."""
    raw = os.fsencode(path)
    for encoding in ("utf-8", "gb18030"):
        try:
            return plain(raw.decode(encoding), 1000)
        except UnicodeDecodeError:
            continue
    return plain(str(path), 1000)


def read(path: Path) -> Submission:
    """One notebook, with what is wrong with it in `problem`; never an error."""
    try:
        if path.stat().st_size > LARGEST_BYTES:
            return Submission(path, f"large-{path.stat().st_size}", problem="larger than 20 MB")
        content = path.read_bytes()
    except OSError as error:
        return Submission(path, "", problem=error.strerror or "cannot be opened")
    digest = hashlib.sha256(content).hexdigest()
    if content.count(b"{") + content.count(b"[") > MOST_PARTS:
        return Submission(path, digest, problem="no notebook: more parts than any notebook has")
    try:
        notebook = json.loads(content.decode("utf-8-sig"))
        cells = tuple(
            (str(cell.get("id", "")), _text(cell))
            for cell in _cells(notebook)
            if cell["cell_type"] == "code"
        )
        own = notebook.get("metadata", {}).get("crmkit", {})
        sheet = own.get("sheet", "") if isinstance(own, dict) else ""
    except Exception as error:  # whatever a file that is no notebook may bring about
        why = "empty" if not content.strip() else f"no notebook: {type(error).__name__}: {error}"
        return Submission(path, digest, problem=plain(why, 200))
    return Submission(path, digest, cells, sheet if isinstance(sheet, str) else "")


def commonest_sheet(submissions: list[Submission], known: list[str]) -> str:
    """The sheet that most of them are of. Raises ValueError when no notebook names one."""
    counts = Counter(one.sheet for one in submissions if one.sheet in known)
    if not counts:
        raise ValueError(
            f"no notebook says of which sheet it is; name it: --sheet, one of {', '.join(known)}"
        )
    return counts.most_common(1)[0][0]


def cells_to_run(submission: Submission, source: Source) -> list[str]:
    """The student's code cells, with those of the sheet's first cells put back that are gone.

    A learner who deleted an import by mistake keeps the marks of the rest.
    """
    start, given = f"{source.name}-start-sheet", f"{source.name}-given-"
    there = [name for name, _ in submission.cells]
    lost = [
        cell.source
        for cell in student_copy(source).cells
        if cell.id.startswith((start, given)) and cell.id not in there
    ]
    code = [text for _, text in submission.cells]
    place = there.index(start) + 1 if start in there else 0
    return code[:place] + lost + code[place:]


def _why_not(path: Path) -> str | None:
    """Why a file is passed over; None for a notebook, empty for what nobody takes for one."""
    name = path.name.lower()
    if name.endswith(".zip"):
        return "a zip in the folder: unpack it"
    if ".ipynb" not in name:
        return ""
    if path.is_symlink():
        return "a link"
    if not path.is_file():
        return "no file (a pipe or a device)" if path.exists() else "cannot be opened"
    if path.suffix.lower() != ".ipynb":
        return "its name does not end in .ipynb: rename it if it is a notebook"
    return None


def _cells(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    """The cells, which notebooks of before 2015 kept in a worksheet."""
    if "worksheets" in notebook:
        return [cell for sheet in notebook["worksheets"] for cell in sheet["cells"]]
    return notebook["cells"]


def _text(cell: dict[str, Any]) -> str:
    """A cell's text, which some editors keep as a list of lines and Windows ends with CR LF."""
    source = cell["source"] if "source" in cell else cell["input"]
    text = source if isinstance(source, str) else "".join(source)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _name(member: zipfile.ZipInfo) -> str:
    """A name in a zip; Chinese Windows writes it in its own encoding and does not say so."""
    if member.flag_bits & 0x800:
        return member.filename
    raw = member.filename.encode("cp437")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return member.filename


def _file_name(part: str) -> str:
    """A part of a path that leads nowhere else."""
    plain_part = re.sub(r'[\\/:*?"<>|]', "_", plain(part, 150))
    return "_" if plain_part.strip(" .") == "" else plain_part
