"""Execute lessons into notebooks, so that a second build changes no byte."""

import json
import os
import sys
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode
from traitlets.config import Config

from crmkit.course.lessons import COMPUTED, Lesson, notebook

# A lesson that takes longer than this many seconds in one cell is broken.
CELL_TIMEOUT = 120

# One thread a kernel: results do not depend on the number of cores, and two can share two cores.
_KERNEL_ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}


def build(lessons: list[Lesson], notebooks: Path) -> Iterator[tuple[Lesson, list[Path]]]:
    """Write every lesson in all its languages; yields each lesson with its files once they stand.

    The code is shared by the languages, so a lesson is executed once. A cell that fails, or a
    number in a text that cannot be computed, raises nbclient's CellExecutionError with the cell and
    its traceback, and nothing is written for it.
    """
    for lesson in lessons:
        cells = execute(NotebookNode(cells=list(lesson.cells))).cells
        executed = replace(lesson, cells=tuple(cells))
        files = []
        for language in lesson.languages:
            target = lesson.target(notebooks, language)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(as_text(notebook(executed, language)), "utf-8")
            files.append(target)
        yield lesson, files


def execute(source: NotebookNode) -> NotebookNode:
    """The notebook with its outputs and the numbers of its texts, run in a fresh kernel.

    Less what changes from run to run: times, and sliders, which live in a running kernel only.
    """
    executed = deepcopy(source)
    with TemporaryDirectory(prefix="crmkit-") as folder:
        client = NotebookClient(
            nbformat.v4.new_notebook(cells=list(executed.cells)),
            timeout=CELL_TIMEOUT,
            kernel_name="python3",
            record_timing=False,
            coalesce_streams=True,
            config=_transport(folder),
        )
        with client.setup_kernel(env=os.environ | _KERNEL_ENVIRONMENT):
            for index, cell in enumerate(executed.cells):
                if cell.cell_type == "code":
                    client.execute_cell(cell, index)
                    if "slider" in cell.metadata.get("tags", []):
                        cell.outputs = []
                else:
                    cell.source = _written(cell.source, client, index)
    return executed


def _written(text: str, client: NotebookClient, index: int) -> str:
    """The text of a cell with its numbers, computed in the kernel as it stands there."""
    asked = COMPUTED.findall(text)
    if not asked:
        return text
    values = ", ".join(f'f"""{{{one}}}"""' for one in asked)
    cell = nbformat.v4.new_code_cell(f"print(__import__('json').dumps([{values}]))")
    client.execute_cell(cell, index, store_history=False)
    numbers = iter(json.loads(cell.outputs[0].text))
    return COMPUTED.sub(lambda _: next(numbers), text)


def as_text(built: NotebookNode) -> str:
    """The bytes of a notebook file: stable key order, one final line end."""
    nbformat.validate(built)
    return nbformat.writes(built, version=4).rstrip("\n") + "\n"


def _transport(folder: str) -> Config:
    """How to talk to a kernel: through files of its own where the system can.

    An open port invites the whole machine in.
    """
    if sys.platform == "win32":
        return Config()
    return Config({"KernelManager": {"transport": "ipc", "ip": f"{folder}/kernel"}})
