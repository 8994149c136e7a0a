"""Lesson sources as notebooks: one text file a lesson, one notebook a language.

A lesson is a py:percent file in ``lessons/<part>/``. Its code cells are shared by all languages. A
text cell is English; a cell marked ``lang="zh"`` straight after it is its Chinese sibling:

    # %% [markdown]
    # Who buys most?

    # %% [markdown] lang="zh"
    # 谁买得最多？

The header names the languages that the lesson claims (``crmkit: {languages: [en, zh]}``).

A number in a text is written in by the build, so that it cannot part from its cell: between double
braces stands what an f-string would hold, such as ``{{alive.sum():,.0f}}``, computed where the text
stands. Numbers that come from elsewhere (a paper, an assumption) are listed in the header,
``given: [29.4, 0.15]``; the tests refuse any other.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import jupytext
import nbformat
from nbformat import NotebookNode

Language = Literal["en", "zh"]

# A number of a text: what an f-string would hold, between double braces.
COMPUTED = re.compile(r"\{\{(.+?)\}\}", re.DOTALL)

# What a notebook says of the machine that ran it is kept to what every reader's machine shares.
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


@dataclass(frozen=True)
class Lesson:
    """One lesson source: where it stands, which languages it claims, and its cells in order."""

    path: Path
    languages: tuple[Language, ...]
    cells: tuple[NotebookNode, ...]
    given: tuple[str, ...] = ()

    @property
    def part(self) -> str:
        """The part of the course, such as ``1_segmentation``."""
        return self.path.parent.name

    @property
    def name(self) -> str:
        """Number and subject, such as ``13_rfm``."""
        return self.path.stem

    @property
    def title(self) -> str:
        """The heading of the first text cell."""
        return self.cells[0].source.splitlines()[0].removeprefix("# ")

    def target(self, notebooks: Path, language: Language) -> Path:
        """Where the notebook of a language stands below ``notebooks``."""
        folder = notebooks if language == "en" else notebooks / language
        return folder / self.part / f"{self.name}.ipynb"


def find(folder: Path) -> list[Lesson]:
    """Every lesson below a folder, in the order of the course."""
    paths = sorted(folder.glob("*/*.py"), key=lambda path: path.name)
    if not paths:
        raise FileNotFoundError(f"no lessons in {folder}/*/*.py; run this in a checkout of crmkit")
    return [read(path) for path in paths]


def read(path: Path) -> Lesson:
    """One lesson, checked: a text cell in a second language stands behind its English sibling.

    Raises ValueError naming the first cell that lacks its sibling, or that claims an unknown one.
    """
    source = jupytext.read(path, fmt="py:percent")
    header = source.metadata.get("crmkit", {})
    languages = tuple(header.get("languages", ["en"]))
    for before, cell in zip([None, *source.cells], [*source.cells, None], strict=True):
        _check_siblings(path, languages, before, cell)
    given = tuple(map(str, header.get("given", [])))
    return Lesson(path, languages, tuple(source.cells), given)


def notebook(lesson: Lesson, language: Language) -> NotebookNode:
    """The lesson in one language, not executed, with ids and metadata that depend on it alone."""
    built = nbformat.v4.new_notebook(metadata=METADATA | {"crmkit": {"language": language}})
    cells = [cell for cell in lesson.cells if cell_language(cell) in (None, language)]
    for number, cell in enumerate(cells):
        metadata = {"tags": cell.metadata.tags} if "tags" in cell.metadata else {}
        new = getattr(nbformat.v4, f"new_{cell.cell_type}_cell")
        made = new(cell.source, id=f"{lesson.name}-{number:03}", metadata=metadata)
        if cell.cell_type == "code" and "outputs" in cell:
            made.outputs, made.execution_count = cell.outputs, cell.execution_count
        built.cells.append(made)
    return built


def cell_language(cell: NotebookNode | None) -> Language | None:
    """The language of a text cell; None for code, which is shared."""
    if cell is None or cell.cell_type != "markdown":
        return None
    return cell.metadata.get("lang", "en")


def _check_siblings(
    path: Path,
    languages: tuple[Language, ...],
    before: NotebookNode | None,
    cell: NotebookNode | None,
) -> None:
    first, second = cell_language(before), cell_language(cell)
    opening = [one.source.strip().splitlines()[:1] for one in (before, cell) if one is not None]
    shown = opening[-1]
    if second not in (None, *languages):
        raise ValueError(f"{path}: a cell is in {second!r}, the header claims {languages}: {shown}")
    if second == "zh" and first != "en":
        raise ValueError(f"{path}: this Chinese cell follows no English one: {shown}")
    if first == "en" and "zh" in languages and second != "zh":
        raise ValueError(
            f"{path}: this English cell has no Chinese sibling behind it: {opening[0]}"
        )
