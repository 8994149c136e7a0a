"""A place where submissions run: untrusted code in, answers as plain data out.

    grader: Slot -- job, pipe --> server: has imported, watches -- fork --> notebook: its cells
         ^----------------------- the pipe: what the notebook tells --------------------'

The server (`server`) and its forks live where `lock` puts them. What comes back is data that is
checked for its form only (`told`): the reference answers never go there.
"""

import contextlib
import json
import os
import queue
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any, Self

from crmkit.course.grading import lock
from crmkit.course.grading.limits import Limits
from crmkit.course.grading.told import MOST_BYTES, UNTOLD, Report, Status

TO_START = 600  # seconds; a cold disk and a busy machine are slow to import from
TO_CLEAR_UP = 120  # seconds that the server gets to end what a notebook left behind


class Slot:
    """Submissions run here one after the other, each in a process of its own.

    >>> with Slot() as slot:  # doctest: +SKIP
    ...     slot.run({"sheets": {}, "cells": ["q1 = 2 + 2"], "questions": ["q1"]})["answers"]
    {'q1': {'kind': 'number', 'value': 4}}
    """

    def __init__(self, *, fork: bool = hasattr(os, "fork")):
        self.lock = lock.find(scratch_mb=Limits().files_mb)
        self._fork = fork
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._errors: IO[bytes] | None = None
        self._ready = self._stopped = False

    def __enter__(self) -> Self:
        if self._fork:
            self._start()  # it imports while the grader does other things
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def run(self, job: dict[str, Any]) -> dict[str, Any]:
        """Run one submission. A bad one gives a result that says so, never an exception.

        `job` has `sheets` (name to the code that draws its data), `cells`, `questions` and, where
        they differ from `Limits()`, `limits`. The result has `status`, a `note` when that is not
        "ok", `sheet`, `student`, `answers` (question to encoded answer) and `errors` (cell, text).
        """
        limits = Limits(**job.get("limits", {}))
        report = Report(job["questions"])
        try:
            with tempfile.TemporaryFile() as file:
                # ASCII: a lone surrogate in a cell is no reason to stop.
                file.write(json.dumps(job | {"limits": asdict(limits)}).encode())
                file.seek(0)
                run = self._run if self._fork else self._run_alone
                return run(file, report, limits)
        except (OSError, EOFError, ValueError, queue.Empty) as error:
            # Not only the process may be broken but what is left in its socket.
            self.close()
            note = f"the process that runs submissions ended ({error or 'no answer'})"
            return report.result("crashed", note)

    def stop(self) -> None:
        """End what runs, from another thread, and let nothing begin: `run` then says "crashed"."""
        self._stopped = True
        if self._process is not None:
            _kill(self._process)

    def close(self) -> None:
        """End the process, and everything it started."""
        if self._process is None:
            return
        if self._control is not None:
            self._control.close()  # it takes this for the end
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(0 if self.lock.holds else 10)
        _kill(self._process)
        self._process.wait()
        assert self._errors is not None and self._folder is not None  # they came with it
        self._errors.close()
        self._folder.cleanup()
        self._process = self._control = None

    # --- Where the system forks -----------------------------------------------------------------

    def _run(self, file: IO[bytes], report: Report, limits: Limits) -> dict[str, Any]:
        control = self._start()
        if not self._ready:
            self._wait_until_ready(control)
        heard, told = os.pipe()
        chunks = _reading(os.fdopen(heard, "rb", buffering=0), most=2 * MOST_BYTES)
        try:
            parts = [json.dumps(asdict(limits)).encode()]
            socket.send_fds(control, parts, [file.fileno(), told])
        finally:
            os.close(told)
        status, note = _listen(chunks, report, limits, self._has_ended)
        control.sendall(b".")  # enough was heard
        ended = json.loads(_line(control, TO_CLEAR_UP))
        _drain(chunks, report)
        if not ended["clean"]:
            self.close()  # the next job gets a new process in a new world
        if status == "crashed" and not note:
            status, note = _why(ended, report, limits)
        if ended["marked"] and not report.violation:
            report.violation = UNTOLD
        return report.result(status, note)

    def _start(self) -> socket.socket:
        if self._stopped:
            raise EOFError("stopped")
        if self._control is not None and not self._has_ended():
            return self._control
        self.close()
        self._control, theirs = socket.socketpair()
        with theirs:
            self._spawn("main", stdin=theirs)
        self._ready = False
        return self._control

    def _has_ended(self) -> bool:
        return self._process is None or self._process.poll() is not None

    def _wait_until_ready(self, control: socket.socket) -> None:
        try:
            ready = _line(control, TO_START)
        except (EOFError, OSError) as error:
            assert self._errors is not None  # it came with the process
            self._errors.seek(0)
            said = self._errors.read()[-300:].decode(errors="replace").strip()
            raise EOFError(f"it could not start: {said}") from error
        if ready != b'"ready"':
            raise ValueError(f"it began with {ready[:50]!r}")
        self._ready = True

    # --- Where it does not ----------------------------------------------------------------------

    def _run_alone(self, file: IO[bytes], report: Report, limits: Limits) -> dict[str, Any]:
        """A process of its own for one job; it imports anew, and only the clock limits it."""
        process = self._spawn("run_alone", stdin=file, stdout=subprocess.PIPE)
        assert process.stdout is not None  # as asked for
        chunks = _reading(process.stdout, most=2 * MOST_BYTES)
        status, note = _listen(chunks, report, limits, lambda: False)
        self.close()
        _drain(chunks, report)
        note = note or report.failure or f"the process ended in cell {report.cell}"
        return report.result(status, "" if status == "ok" else note)

    def _spawn(self, way: str, **streams: Any) -> subprocess.Popen[bytes]:
        self._folder = tempfile.TemporaryDirectory(prefix="crmkit-", ignore_cleanup_errors=True)
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 (lives as long as the process)
        inside = way == "main" and self.lock.holds
        home = lock.SCRATCH if inside else str(Path(self._folder.name).resolve())
        # The crmkit that runs here is the one that runs there, wherever Python would look first.
        paths = [str(lock.PACKAGE.parent), *map(str, lock.installed())]
        call = f"{way}({home!r}{f', {inside}' if way == 'main' else ''})"
        code = f"import sys; sys.path[:] = {paths!r}; from {_SERVER} import {way}; {call}"
        self._process = subprocess.Popen(
            [*(self.lock.prefix if inside else ()), sys.executable, "-I", "-c", code],
            stderr=self._errors,
            env=lock.environment(home),
            cwd=tempfile.gettempdir(),
            start_new_session=True,  # Ctrl-C is the grader's
            **streams,
        )
        return self._process


_SERVER = f"{__package__}.server"
# What is read as it comes, and None for the end.
_Chunks = queue.Queue[bytes | None]


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a process and those of its group: bubblewrap stands outside and inside of its world."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


def _listen(
    chunks: _Chunks, report: Report, limits: Limits, gone: Callable[[], bool]
) -> tuple[Status, str]:
    """Hear the submission until it is done, silent for good, too late or too long: status, note.

    Raises EOFError when the process that should end it is `gone`.
    """
    deadline, begun = time.monotonic() + TO_START, False
    while not report.done:
        left = deadline - time.monotonic()
        try:
            chunk = chunks.get(timeout=max(min(left, 1), 0.001))
        except queue.Empty:
            if gone():
                raise EOFError("it was killed") from None
            chunk = b""
        if chunk is None:
            chunks.put(None)  # for whoever reads the rest
            return "crashed", ""
        report.take(chunk)
        if report.bytes > MOST_BYTES:
            return "crashed", f"told more than {MOST_BYTES:,} bytes"
        if left < 0:
            note = f"not done after {limits.wall_seconds} seconds by the clock"
            return "time-out", f"{note}, in cell {report.cell}"
        if chunk and not begun:
            deadline, begun = time.monotonic() + limits.wall_seconds, True
    return "ok", ""


def _why(ended: dict[str, Any], report: Report, limits: Limits) -> tuple[Status, str]:
    """Why a submission ended before it was done."""
    if ended["why"]:
        return "crashed", ended["why"]
    if ended["code"] == -signal.SIGKILL and ended["computing"] > limits.seconds - 0.5:
        note = f"more than {limits.seconds} seconds of computing, in cell {report.cell}"
        return "time-out", note
    if report.failure:
        return "crashed", f"the runner failed: {report.failure}"
    return "crashed", f"the process ended in cell {report.cell}"


# --- Reading ------------------------------------------------------------------------------------


def _reading(stream: IO[bytes], *, most: int) -> _Chunks:
    """Chunks as they come, then None. A thread reads, because Windows cannot wait for a pipe.

    What comes after `most` bytes is not kept, or it would fill the reader's own memory.
    """
    chunks: _Chunks = queue.Queue()

    def read() -> None:
        total = 0
        with contextlib.suppress(OSError, ValueError), stream:
            while chunk := os.read(stream.fileno(), 65536):
                total += len(chunk)
                if total <= most:
                    chunks.put(chunk)
        chunks.put(None)

    threading.Thread(target=read, daemon=True).start()
    return chunks


def _drain(chunks: _Chunks, report: Report) -> None:
    """Read what was told before the end, but not heard yet."""
    with contextlib.suppress(queue.Empty):
        while chunk := chunks.get(timeout=TO_CLEAR_UP):
            report.take(chunk)


def _line(control: socket.socket, seconds: float) -> bytes:
    """The next line; EOFError when the other end is gone, TimeoutError after so long."""
    read, deadline = b"", time.monotonic() + seconds
    while not read.endswith(b"\n"):
        control.settimeout(max(deadline - time.monotonic(), 0.01))
        chunk = control.recv(65536)
        if not chunk:
            raise EOFError
        read += chunk
    return read.strip()
