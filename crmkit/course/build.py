"""Execute lessons into notebooks, so that a second build changes no byte."""

import json
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import nbformat
from jupyter_core.utils import ensure_event_loop
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
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


class Built(NamedTuple):
    """A lesson that stands: its notebooks, and the modules that its code has loaded."""

    lesson: Lesson
    files: list[Path]
    modules: list[Path]


def build(lessons: list[Lesson], notebooks: Path, *, jobs: int = 1) -> Iterator[Built]:
    """Write every lesson in all its languages; yields each one once its files stand.

    The code is shared by the languages, so a lesson is executed once; `jobs` are executed side by
    side, each in a kernel of its own. A cell that fails, or a number in a text that cannot be
    computed, raises nbclient's CellExecutionError with the cell, its traceback and the lesson's
    name as a note. Nothing is written for that lesson; those not begun by then do not begin.
    """
    with ThreadPoolExecutor(jobs) as pool:
        running = [pool.submit(_built, lesson, notebooks) for lesson in lessons]
        try:
            for one in as_completed(running):
                yield one.result()
        finally:
            pool.shutdown(cancel_futures=True)


def _built(lesson: Lesson, notebooks: Path) -> Built:
    try:
        source, modules = _run(NotebookNode(cells=list(lesson.cells)))
    except CellExecutionError as error:
        error.add_note(lesson.name)
        raise
    finally:
        ensure_event_loop().close()  # that of this thread, in which nbclient waits for the kernel
    executed = replace(lesson, cells=tuple(source.cells))
    files = []
    for language in lesson.languages:
        target = lesson.target(notebooks, language)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(as_text(notebook(executed, language)), "utf-8")
        files.append(target)
    return Built(lesson, files, modules)


def execute(source: NotebookNode) -> NotebookNode:
    """The notebook with its outputs and the numbers of its texts, run in a fresh kernel.

    Less what changes from run to run: times, and sliders, which live in a running kernel only.
    """
    return _run(source)[0]


def _run(source: NotebookNode) -> tuple[NotebookNode, list[Path]]:
    """The executed notebook, and the files of crmkit that its kernel has loaded."""
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
            modules = _printed(client, _MODULES, len(executed.cells) - 1)
    return executed, [Path(one) for one in json.loads(modules)]


_MODULES = """
import json, sys
print(json.dumps([m.__file__ for name, m in list(sys.modules.items())
                  if name.split(".")[0] == "crmkit" and getattr(m, "__file__", None)]))
"""


def _printed(client: NotebookClient, code: str, index: int) -> str:
    """What this code prints in the kernel as it stands."""
    cell = nbformat.v4.new_code_cell(code)
    client.execute_cell(cell, index, store_history=False)
    return str(cell.outputs[0].text)


def _written(text: str, client: NotebookClient, index: int) -> str:
    """The text of a cell with its numbers, computed in the kernel as it stands there."""
    asked = COMPUTED.findall(text)
    if not asked:
        return text
    values = ", ".join(f'f"""{{{one}}}"""' for one in asked)
    numbers = iter(
        json.loads(_printed(client, f"print(__import__('json').dumps([{values}]))", index))
    )
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
