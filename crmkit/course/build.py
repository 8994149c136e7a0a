"""Execute lessons into notebooks, so that a second build changes no byte."""

import os
import sys
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode
from traitlets.config import Config

from crmkit.course.lessons import Lesson, notebook

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

    The code is shared by the languages, so a lesson is executed once. A cell that fails raises
    nbclient's CellExecutionError with the cell and its traceback, and nothing is written for it.
    """
    for lesson in lessons:
        executed = execute(notebook(lesson, "en"))
        files = []
        for language in lesson.languages:
            target = lesson.target(notebooks, language)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(as_text(_with_outputs(notebook(lesson, language), executed)), "utf-8")
            files.append(target)
        yield lesson, files


def execute(source: NotebookNode) -> NotebookNode:
    """The notebook with its outputs, run in a fresh kernel, less what changes from run to run."""
    executed = deepcopy(source)
    with TemporaryDirectory(prefix="crmkit-") as folder:
        client = NotebookClient(
            executed,
            timeout=CELL_TIMEOUT,
            kernel_name="python3",
            record_timing=False,
            config=_transport(folder),
        )
        client.execute(env=os.environ | _KERNEL_ENVIRONMENT)
    executed.metadata = source.metadata
    for cell in executed.cells:
        # A slider lives in a running kernel only; its saved state would differ at every build.
        if "slider" in cell.metadata.get("tags", []):
            cell.outputs = []
    return executed


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


def _with_outputs(target: NotebookNode, executed: NotebookNode) -> NotebookNode:
    """The code cells of ``target`` with the outputs of the same cells of ``executed``."""
    ran = (cell for cell in executed.cells if cell.cell_type == "code")
    for cell in target.cells:
        if cell.cell_type == "code":
            twin = next(ran)
            cell.execution_count, cell.outputs = twin.execution_count, twin.outputs
    return target
