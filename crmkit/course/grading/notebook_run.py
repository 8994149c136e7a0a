"""Running the cells of one submission, locked in, and telling what they answer.

Everything here shares its process with the student's code, which may change all of it. So nothing
here is worth changing: no reference answer is known, and what is told counts as a mere claim.
"""

import contextlib
import json
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

import crmkit.course
from crmkit.course.exercises import answers, data
from crmkit.course.grading import audit, limits
from crmkit.course.grading.lock import SEALED

MOST_ERRORS = 50
LONGEST_ERROR = 300
LONGEST_ANSWER = 1_000_000  # characters of JSON


def preload() -> None:
    """Import once what most submissions import, so that none of them waits for it."""
    import importlib

    for name in _OFTEN_USED:
        # What is not installed is the cell's own error, or nobody's.
        with contextlib.suppress(ImportError):
            importlib.import_module(name)


def run_and_end(job: int, told: int, scratch: Path, *, own_process: bool, locked_in: bool) -> None:
    """Run the cells of the job in file `job`, tell about them on pipe `told`; never returns.

    `own_process`: this is a fork that runs nothing else, so it may limit itself for good;
    `locked_in`: in a world where there are no processes but those of this job.
    """
    teller = Teller(told)
    try:
        with os.fdopen(job, "rb") as file:
            work = json.load(file)
        if own_process:
            teller = Teller(_only_open(told))
            os.setsid()
            # Whoever started the grader with Ctrl-C ignored did not mean the notebooks.
            signal.signal(signal.SIGINT, signal.default_int_handler)
            limits.keep(limits.Limits(**work["limits"]), alone=locked_in)
        _move_to(scratch)
        _prepare(scratch)
        audit.install(scratch, SEALED, teller.violation())
        _run(work, teller)
        teller.tell({"done": True})
    except BaseException as error:
        with contextlib.suppress(BaseException):
            teller.tell({"failed": f"{type(error).__name__}: {error}"[:LONGEST_ERROR]})
    finally:
        # Nothing that the student left behind (atexit, finalizers, threads) gets a turn.
        os._exit(0)


class Teller:
    """Sends what happens, one JSON line each."""

    def __init__(self, pipe: int):
        self._pipe = pipe

    def tell(self, message: dict[str, Any]) -> None:
        """Send one message. The line end before it cuts off what others wrote to the pipe."""
        left = f"\n{json.dumps(message)}\n".encode()
        while left:
            left = left[os.write(self._pipe, left) :]

    def violation(self) -> Callable[[str], None]:
        """Tells of an attempt, through nothing that a notebook can patch, and marks the process.

        The mark is for the case that the notebook turned the pipe away: no process can take it off.
        """
        pipe, write, encode, mark = self._pipe, os.write, json.encoder.encode_basestring_ascii, None
        with contextlib.suppress(ImportError, AttributeError):  # not every system has it
            mark = limits.marking()

        def tell(what: str) -> None:
            if mark:
                mark()
            write(pipe, b'\n{"violation": ' + encode(what).encode() + b"}\n")

        return tell


def sheet_for_grading(
    sheets: dict[str, str],
    tell: Callable[[dict[str, Any]], None],
    asked: set[str],
) -> type:
    """The class that a submission gets as `crmkit.course.Sheet`: same surface, no judgement."""

    class Sheet:
        """The student's data; notes what is handed in."""

        def __init__(
            self, name: str, *, student: str = "", language: str = "en", folder: str | Path = "."
        ):
            self.name, self.student = data.called(str(name), list(sheets)) or str(name), student
            self._tables: dict[str, Any] | None = None
            tell({"sheet": self.name[:200], "student": str(student)[:200]})

        def __getitem__(self, name: str) -> Any:
            if self._tables is None:
                if self.name not in sheets:
                    raise KeyError(f"there is no sheet {self.name!r}")
                self._tables = data.draw(sheets[self.name], self.name, self.student)
            if name not in self._tables:
                raise KeyError(f"{name!r}; this sheet has {', '.join(self._tables)}")
            return data.fresh(self._tables[name])

        def check(self, question: str, answer: Any) -> Any:
            asked.add(question)
            tell({"checked": str(question)[:50], "answer": _as_data(answer)})
            return _Said("handed in")

        def hint(self, question: str) -> Any:
            return _Said("no hints while grading")

        def solution(self, question: str) -> Any:
            return _Said("no solutions while grading")

        def progress(self) -> Any:
            return _Said("no progress while grading")

    return Sheet


class Shell(InteractiveShell):
    """IPython without a terminal, a history file or other programs."""

    def enable_gui(self, gui: Any = None) -> None:
        """There is no window to open."""

    def showtraceback(self, *_: Any, **__: Any) -> None:
        """Nobody reads it, and making it takes longer than most cells."""

    showsyntaxerror = showindentationerror = showtraceback

    def ask_exit(self) -> None:
        raise SystemExit

    def system(self, cmd: str) -> None:
        raise PermissionError("no other programs while grading (! and % that start one)")

    def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> Any:
        self.system(cmd)


class _Said:
    def __init__(self, text: str):
        self._text = text

    def __repr__(self) -> str:
        return self._text


# --- A place of its own -------------------------------------------------------------------------


def _only_open(pipe: int) -> int:
    """Close every file that the process inherited but the pipe, which becomes number 3."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    if pipe != 3:
        os.dup2(pipe, 3)
    os.closerange(4, 65536)
    return 3


def _move_to(scratch: Path) -> None:
    """Make the scratch folder the working folder and the place for temporary files."""
    tempfile.tempdir = str(scratch)
    os.chdir(scratch)
    sys.dont_write_bytecode = True
    sys.argv = [""]


def _prepare(scratch: Path) -> None:
    """Before the audit hook: an import on the way would look like the student's doing."""
    Shell.instance(config=Config(HistoryManager={"enabled": False}))
    # IPython's settings are no files of the student.
    shutil.rmtree(scratch / "profile_default", ignore_errors=True)


# --- The cells ----------------------------------------------------------------------------------


def _run(job: dict[str, Any], teller: Teller) -> None:
    checked: set[str] = set()
    _replace_sheet(sheet_for_grading(job["sheets"], teller.tell, checked))
    shell = Shell.instance()
    last_sent: dict[str, str] = {}
    errors = 0
    for number, code in enumerate(job["cells"]):
        teller.tell({"cell": number})
        error = _error_of(shell, code)
        if error is not None and errors < MOST_ERRORS:
            errors += 1
            teller.tell({"error": error, "cell": number})
        for question in job["questions"]:
            if question in checked or question not in shell.user_ns:
                continue
            answer = _as_data(shell.user_ns[question])
            text = json.dumps(answer)
            if last_sent.get(question) != text:
                last_sent[question] = text
                teller.tell({"variable": question, "answer": answer})


def _replace_sheet(stand_in: type) -> None:
    """Whichever way a cell imports Sheet, it gets the stand-in."""
    module = ModuleType("crmkit.course.exercises.sheet")
    vars(module)["Sheet"] = stand_in
    sys.modules[module.__name__] = module
    crmkit.course.exercises.sheet = module
    vars(crmkit.course)["Sheet"] = stand_in


def _error_of(shell: Shell, code: str) -> str | None:
    """What went wrong in this cell, in one line; None if nothing did."""
    try:
        # IPython types only a part of itself.
        result = shell.run_cell(code, store_history=True)  # type: ignore[no-untyped-call]
        error = result.error_before_exec or result.error_in_exec
    except BaseException as raised:  # of any kind: the next cell is to run
        error = raised
    if error is None:
        return None
    try:
        text = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        return text.replace("\n", " ")[:LONGEST_ERROR]
    except BaseException:
        return "an error that cannot be shown"


def _as_data(value: Any) -> answers.Encoded:
    try:
        encoded = answers.encode(value)
        if len(json.dumps(encoded)) <= LONGEST_ANSWER:
            return encoded
        return {"kind": "other", "type": "more than an answer can be"}
    except Exception:  # `encode` calls methods of whatever the student made
        return {"kind": "other", "type": str(type(value).__name__)[:100]}


_OFTEN_USED = (
    *("numpy", "pandas", "pyarrow", "matplotlib.pyplot", "seaborn", "psutil", "pydantic"),
    *(
        "scipy.stats",
        "scipy.optimize",
        "matplotlib_inline.backend_inline",
        "asyncio",
        "bdb",
        "lifetimes",
    ),
    *("crmkit.datasets", "crmkit.datasets.cards", "crmkit.summary", "crmkit.orders"),
    *("crmkit.companies", "crmkit.plots", "crmkit.segmentation"),
    *(f"crmkit.segmentation.{name}" for name in ("concentration", "generalisation", "portfolio")),
    *(f"crmkit.segmentation.{name}" for name in ("pyramid", "relationship", "rfm")),
    *(
        f"crmkit.lifetime.{name}"
        for name in ("bg_nbd", "pareto_nbd", "gamma_gamma", "sbg", "bg_bb")
    ),
    *(f"crmkit.lifetime.{name}" for name in ("contracts", "valuation", "evaluation", "markov")),
)
