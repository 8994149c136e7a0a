"""Running submissions: untrusted code in, answers as plain data out.

A `Slot` is a process that has imported what submissions import, and forks one for each of them.
The fork locks itself in (`sandbox`) and runs the cells (`notebook_run`). What it tells is data
that is checked for its form only: the reference answers never come near it.

    grader: Slot -- JSON lines --> slot: imports, waits --> keeper: one a job, watches and kills
                                                            --> notebook: locked in, runs the cells

The slot itself never reads a job: whatever a fork could find in its memory is no other student's.
"""

import contextlib
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, Literal, Self

from crmkit.course.grading import sandbox

Status = Literal["ok", "time-out", "crashed", "tampered with"]
MOST_BYTES = 5_000_000  # that one submission may tell
TO_START = 120  # seconds; a cold disk is slow to import from
TO_CLEAR_UP = 20  # seconds that a slot gets beyond those of the submission


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one submission may use: wall-clock seconds, megabytes, and how many files, processes."""

    seconds: int = 60
    memory_mb: int = 4000
    files_mb: int = 50
    files: int = 200
    processes: int = 20


class Slot:
    """A place where submissions run, one after the other, each in a process of its own.

    >>> with Slot() as slot:  # doctest: +SKIP
    ...     slot.run({"sheets": {}, "cells": ["q1 = 2 + 2"], "questions": ["q1"]})["answers"]
    {'q1': {'kind': 'number', 'value': 4}}
    """

    def __init__(self, *, fork: bool = hasattr(os, "fork")):
        self._fork = fork
        self._process: subprocess.Popen | None = None
        self._errors: IO[bytes] | None = None
        self._chunks: queue.Queue[bytes | None] = queue.Queue()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def run(self, job: dict) -> dict:
        """Run one submission. A bad one gives a result that says so, never an exception.

        `job` has `sheets` (name to the code that draws its data), `cells`, `questions` and, where
        they differ from `Limits()`, `limits`. The result has `status`, a `note` when that is not
        "ok", `sheet`, `student`, `answers` (question to encoded answer), `errors` (cell and text)
        and `isolation`: what kept the submission in.
        """
        limits = Limits(**job.get("limits", {}))
        job = job | {"limits": asdict(limits)}
        with _scratch() as scratch:
            try:
                self._start()
                return self._run(job | {"scratch": str(scratch)}, limits)
            except (OSError, EOFError, ValueError, queue.Empty) as error:
                # Not only the process may be broken but what is left in its pipe.
                self.close()
                note = f"the process that runs submissions ended ({error or 'no answer'})"
                return Report().result("crashed", note)

    def close(self) -> None:
        """End the process, and everything it started."""
        if self._process is None:
            return
        _kill_below(self._process.pid)
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._errors):
            with contextlib.suppress(OSError):
                stream.close()
        self._process = None

    def _run(self, job: dict, limits: Limits) -> dict:
        process = self._process
        process.stdin.write(json.dumps(job).encode() + b"\n")
        process.stdin.flush()
        if self._fork:
            line = _line(self._chunks, time.monotonic() + limits.seconds + TO_CLEAR_UP)
            return json.loads(line)
        try:
            return _watch(
                self._chunks,
                ended=lambda: process.poll() is not None,
                root=process.pid,
                kill=lambda: (_kill_below(process.pid), process.kill()),
                scratch=Path(job["scratch"]),
                job=job,
            )
        finally:
            self.close()

    def _start(self) -> None:
        if self._process is not None and self._process.poll() is None:
            return
        self.close()
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 (lives as long as the process)
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-m", __spec__.name, "fork" if self._fork else "alone"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=_clean_environment(),
            cwd=tempfile.gettempdir(),
        )
        most = None if self._fork else 2 * MOST_BYTES
        self._chunks = _reading(self._process.stdout, most=most)
        try:
            ready = _line(self._chunks, time.monotonic() + TO_START)
        except EOFError as error:
            self._errors.seek(0)
            said = self._errors.read()[-300:].decode(errors="replace").strip()
            raise EOFError(f"it could not start: {said}") from error
        if ready != b'"ready"':
            raise ValueError(f"it began with {ready[:50]!r}")


class Report:
    """What a submission has told so far: claims, of which only the form is checked."""

    def __init__(self, questions: list[str] = []):  # noqa: B006 (never changed)
        self.done = False
        self.bytes = 0
        self.violation: str | None = None
        self.failure: str | None = None
        self.cell = 0
        self._questions = questions
        self._rest = b""
        self._sheet: str | None = None
        self._student: str | None = None
        self._checked: dict[str, dict] = {}
        self._variables: dict[str, dict] = {}
        self._errors: list[dict] = []
        self._isolation: list[str] | None = None

    def take(self, chunk: bytes) -> None:
        """Read what came through the pipe; what is no message is a violation, and else ignored."""
        self.bytes += len(chunk)
        if self.bytes > MOST_BYTES:
            return
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        for line in filter(None, lines):
            try:
                self._note(json.loads(line))
            except (ValueError, TypeError, KeyError, RecursionError):
                self.violation = self.violation or "writing to the pipe that answers go through"

    def result(self, status: Status, note: str = "") -> dict:
        """Everything told, under the status that the watcher found."""
        if self.violation:
            status, note = "tampered with", f"{self.violation}{'; ' if note else ''}{note}"
        return {
            "status": status,
            "note": note,
            "sheet": self._sheet,
            "student": self._student,
            "answers": self._variables | self._checked,
            "errors": self._errors,
            "isolation": self._isolation or [],
        }

    def _note(self, message: Any) -> None:
        match message:
            case {"isolation": list(said)} if self._isolation is None:
                self._isolation = [str(one) for one in said]
            case {"sheet": str(sheet), "student": str(student)}:
                self._sheet, self._student = sheet[:200], student[:200]
            case {"checked": str(question), "answer": answer} if well_formed(answer):
                if question in self._questions:
                    self._checked[question] = answer
            case {"variable": str(question), "answer": answer} if well_formed(answer):
                if question in self._questions:
                    self._variables[question] = answer
            case {"error": str(text), "cell": int(cell)} if 0 <= cell < 10_000:
                if len(self._errors) < 50:
                    self._errors.append({"cell": cell, "text": text[:300]})
            case {"cell": int(cell)} if 0 <= cell < 10_000:
                self.cell = cell
            case {"violation": str(what)}:
                self.violation = self.violation or what[:200]
            case {"failed": str(what)}:
                self.failure = what[:300]
            case {"done": True}:
                self.done = True
            case _:
                raise ValueError("no message")


def well_formed(answer: Any, *, depth: int = 5) -> bool:
    """Whether this could have come from `answers.encode`, so that comparing it raises nothing."""

    def all_of(values: Any, kind: type) -> bool:
        return isinstance(values, list) and all(isinstance(one, kind) for one in values)

    def all_formed(values: Any) -> bool:
        return isinstance(values, list) and all(well_formed(one, depth=depth - 1) for one in values)

    if depth == 0 or not isinstance(answer, dict):
        return False
    match answer:
        case {"kind": "missing" | "none"}:
            return len(answer) == 1
        case {"kind": "bool", "value": value}:
            return isinstance(value, bool)
        case {"kind": "number", "value": value}:
            return isinstance(value, float) or (type(value) is int and abs(value) < 2**64)
        case {"kind": "text", "value": value} | {"kind": "other", "type": value}:
            return isinstance(value, str)
        case {"kind": "list" | "set", "values": values}:
            return all_formed(values)
        case {"kind": "series" | "dict", "labels": labels, "values": values}:
            return all_of(labels, str) and all_formed(values) and len(labels) == len(values)
        case {"kind": "frame", "labels": labels, "columns": columns, "values": values}:
            return (
                all_of(labels, str)
                and all_of(columns, str)
                and all_of(answer.get("index_names"), str | None)
                and isinstance(values, list)
                and len(values) == len(columns)
                and all(all_formed(one) and len(one) == len(labels) for one in values)
            )
    return False


# --- The slot's own process ---------------------------------------------------------------------


def main(way: str) -> None:
    """Import, say "ready", then run jobs until there are none."""
    jobs, results = os.dup(0), os.dup(1)
    # What a library prints while it is imported is no message, nor may it read the jobs.
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    from crmkit.course.grading import notebook_run

    notebook_run.preload()
    _write(results, json.dumps("ready"))
    if way == "alone":
        with os.fdopen(jobs, "rb") as lines:
            job = json.loads(lines.readline() or sys.exit())
        notebook_run.run_locked_in(job, Path(job["scratch"]), results, own_process=False)
    import gc

    gc.collect()
    gc.freeze()  # memory that forks share stays shared
    while True:
        keeper = os.fork()
        if keeper == 0:
            sandbox.ends_with_its_parent()
            os._exit(_keep(jobs, results))
        if os.waitpid(keeper, 0)[1] != 0:
            return


def _keep(jobs: int, results: int) -> int:
    """One job, from its line to the result's; the exit code says whether there can be another."""
    from crmkit.course.grading import notebook_run

    sandbox.adopts_orphans()
    with os.fdopen(jobs, "rb", closefd=False) as lines:
        line = lines.readline()
    if not line:
        return 1
    job = json.loads(line)
    scratch = Path(job["scratch"])
    receive, send = os.pipe()
    notebook = os.fork()
    if notebook == 0:
        notebook_run.run_locked_in(job, scratch, send, own_process=True)
    os.close(send)
    result = _watch(
        _reading(os.fdopen(receive, "rb", buffering=0), most=2 * MOST_BYTES),
        ended=lambda: _has_ended(notebook),
        root=os.getpid(),
        kill=lambda: _kill_below(os.getpid()),
        scratch=scratch,
        job=job,
    )
    _write(results, json.dumps(result))
    return 0


def _has_ended(child: int) -> bool:
    try:
        return os.waitpid(child, os.WNOHANG)[0] != 0
    except ChildProcessError:
        return True


def _watch(
    chunks: queue.Queue,
    *,
    ended: Callable[[], bool],
    root: int,
    kill: Callable[[], Any],
    scratch: Path,
    job: dict,
) -> dict:
    """Listen until the submission is done, ended, too late or too large; then kill what is left."""
    limits = Limits(**job["limits"])
    report = Report(job["questions"])
    start = looked = time.monotonic()
    status, note = "crashed", ""
    chunk: bytes | None = b""
    while not (report.done or note):
        if chunk is None:
            time.sleep(0.02)  # it closed the pipe: wait for its end
        else:
            with contextlib.suppress(queue.Empty):
                chunk = chunks.get(timeout=0.05)
                report.take(chunk or b"")
        now = time.monotonic()
        if report.bytes > MOST_BYTES:
            note = f"told more than {MOST_BYTES:,} bytes"
        elif now - start > limits.seconds:
            status, note = "time-out", f"not done after {limits.seconds} seconds"
        elif ended():
            break
        elif now - looked > 0.1:
            looked = now
            note = _beyond(limits, root, scratch)
    kill()
    with contextlib.suppress(queue.Empty):
        # Told before the end, but not yet read.
        while chunk is not None:
            chunk = chunks.get(timeout=1)
            report.take(chunk or b"")
    if report.done and not note:
        return report.result("ok")
    if not note and _computing(root) >= limits.seconds:
        status, note = "time-out", f"more than {limits.seconds} seconds of computing"
    if status == "time-out":
        return report.result(status, f"{note}, in cell {report.cell}")
    note = note or (report.failure and f"the runner failed: {report.failure}")
    return report.result("crashed", note or f"the process ended in cell {report.cell}")


def _beyond(limits: Limits, root: int, scratch: Path) -> str:
    """Which limit is passed, in words; empty if none is."""
    import psutil

    bytes_, files = 0, 0
    for folder, inner, names in os.walk(scratch):
        files += len(inner) + len(names)
        for name in names[: limits.files + 1]:
            with contextlib.suppress(OSError):
                bytes_ += os.lstat(os.path.join(folder, name)).st_size  # noqa: PTH118 (quick)
        if files > limits.files:
            return f"wrote more than {limits.files} files"
    if bytes_ > limits.files_mb * 2**20:
        return f"wrote more than {limits.files_mb} MB of files"
    memory, processes = 0, 0
    with contextlib.suppress(psutil.Error):
        for process in psutil.Process(root).children(recursive=True):
            processes += 1
            with contextlib.suppress(psutil.Error):
                memory += process.memory_info().rss
    # The notebook's own process and the one that stays outside of its namespaces do not count.
    if processes > limits.processes + 2:
        return f"started more than {limits.processes} processes"
    if memory > limits.memory_mb * 2**20:
        return f"used more than {limits.memory_mb} MB of memory"
    return ""


def _kill_below(root: int) -> None:
    """End every process that this one started; again until none is left, for they may fork."""
    import psutil

    for _ in range(100):
        try:
            below = psutil.Process(root).children(recursive=True)
        except psutil.Error:
            return
        for process in below:
            with contextlib.suppress(psutil.Error):
                process.kill()
        if root != os.getpid():
            return
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        if not below:
            return
        time.sleep(0.002)


def _computing(root: int) -> float:
    """Seconds of computing of the notebook that has ended, where the system tells."""
    if root != os.getpid():
        return 0.0
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


# --- Lines through pipes ------------------------------------------------------------------------


def _reading(stream: IO[bytes], *, most: int | None) -> queue.Queue:
    """Chunks as they come, then None. A thread reads, because Windows cannot wait for a pipe.

    What comes after `most` bytes is not kept, or it would fill the reader's own memory.
    """
    chunks: queue.Queue[bytes | None] = queue.Queue()

    def read() -> None:
        total = 0
        with contextlib.suppress(OSError, ValueError), stream:
            while chunk := os.read(stream.fileno(), 65536):
                total += len(chunk)
                if most is None or total <= most:
                    chunks.put(chunk)
        chunks.put(None)

    threading.Thread(target=read, daemon=True).start()
    return chunks


def _line(chunks: queue.Queue, deadline: float) -> bytes:
    """The next line; EOFError when the other end is gone, queue.Empty after the deadline."""
    read = b""
    while not read.endswith(b"\n"):
        chunk = chunks.get(timeout=max(deadline - time.monotonic(), 0.01))
        if chunk is None:
            raise EOFError
        read += chunk
    return read.strip()


def _write(pipe: int, line: str) -> None:
    left = line.encode() + b"\n"
    while left:
        left = left[os.write(pipe, left) :]


@contextlib.contextmanager
def _scratch() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="crmkit-", ignore_cleanup_errors=True) as folder:
        yield Path(folder).resolve()


def _clean_environment() -> dict[str, str]:
    """What Python needs to start and libraries to find their caches; nothing of the teacher's."""
    kept = (
        *("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "WINDIR"),
        *("USERPROFILE", "APPDATA", "LOCALAPPDATA", "XDG_CACHE_HOME", "CRMKIT_CACHE"),
    )
    return {name: os.environ[name] for name in kept if name in os.environ} | sandbox.ENVIRONMENT


if __name__ == "__main__":
    main(sys.argv[1])
