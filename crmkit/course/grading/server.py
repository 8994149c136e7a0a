"""The slot's own process: imports once, forks for each notebook, watches, and ends what is left.

It is started by `slot`, inside bubblewrap where that holds, and then is process 1 there: nothing
that a notebook does can signal it, and whatever a notebook leaves behind becomes its child. It
never reads a job itself: what a fork could find in its memory is no other student's.
"""

import contextlib
import ctypes
import gc
import json
import os
import select
import shutil
import signal
import socket
import sys
import time
from pathlib import Path
from typing import Any

import psutil

from crmkit.course.grading import notebook_run
from crmkit.course.grading.limits import Limits, marked


def main(scratch: str, locked_in: bool) -> None:
    """Say "ready", then run one job after the other until the grader hangs up."""
    control = socket.socket(fileno=os.dup(0))
    # What a library prints while it is imported is no message, nor may it read the socket.
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    signal.signal(signal.SIGINT, signal.SIG_DFL if locked_in else signal.SIG_IGN)
    folder = Path(scratch)
    notebook_run.preload()
    _show_memory(False)
    _cleared(folder, locked_in)
    begun = psutil.Process().memory_info().rss
    gc.collect()
    gc.freeze()  # memory that forks share stays shared
    control.sendall(b'"ready"\n')
    while True:
        message, files, *_ = socket.recv_fds(control, 4096, 2)
        if not message:
            break
        limits = Limits(**json.loads(message))
        watch = _Watch(limits, folder, locked_in, begun)
        result = _run(files, watch, control)
        result["clean"] = _cleared(folder, locked_in)
        control.sendall(json.dumps(result).encode() + b"\n")
    os._exit(0)


def run_alone(scratch: str) -> None:
    """One job from standard input, for systems that cannot fork: it tells on standard output."""
    job, told = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    notebook_run.preload()
    notebook_run.run_and_end(job, told, Path(scratch), own_process=False, locked_in=False)


def _run(files: list[int], watch: "_Watch", control: socket.socket) -> dict[str, Any]:
    """One job until it ends, passes a limit, or the grader has heard enough."""
    job, told = files
    _show_memory(True)
    hidden, hide = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(hide)
        os.read(hidden, 1)  # waits until this process's parent may no longer be looked into
        control.close()
        notebook_run.run_and_end(
            job, told, watch.scratch, own_process=True, locked_in=watch.locked_in
        )
    _show_memory(False)
    for file in (job, told, hidden, hide):
        os.close(file)
    why, attempted = "", False
    while not why and not _has_ended(child):
        attempted = attempted or marked(child)
        if select.select([control], [], [], _LOOK_EVERY)[0]:
            break
        why = watch.beyond()
    attempted = attempted or marked(child)
    _end_all(child, watch.locked_in)
    _, status, used = os.wait4(child, 0)
    _reap()
    if not select.select([control], [], [], _TO_HEAR)[0] or not control.recv(1):
        os._exit(1)  # the grader is gone
    return {
        "code": os.waitstatus_to_exitcode(status),
        "computing": used.ru_utime + used.ru_stime,
        "why": why,
        "marked": attempted,
    }


class _Watch:
    """What the kernel keeps no limit for is looked at, ten times a second."""

    def __init__(self, limits: Limits, scratch: Path, locked_in: bool, begun: int):
        self.scratch, self.locked_in = scratch, locked_in
        self._limits, self._begun = limits, begun

    def beyond(self) -> str:
        """Which limit is passed, in words; empty if none is."""
        limits = self._limits
        bytes_, files = _in_scratch(self.scratch, self.locked_in, limits.files)
        if files > limits.files:
            return f"wrote more than {limits.files} files"
        if bytes_ > limits.files_mb * 2**20:
            return f"wrote more than {limits.files_mb} MB of files"
        below = psutil.Process().children(recursive=True)
        if len(below) > limits.processes + 1:
            return f"started more than {limits.processes} processes"
        memory = 0
        for process in below:
            with contextlib.suppress(psutil.Error):
                memory += max(process.memory_info().rss - self._begun, 0)
                try:
                    memory += _files_without_a_name(process.pid) if self.locked_in else 0
                except PermissionError:
                    if process.status() != psutil.STATUS_ZOMBIE:
                        return "hid what it holds from the grader"
        if memory + _shared(self.locked_in) > limits.memory_mb * 2**20:
            return f"used more than {limits.memory_mb} MB of memory"
        return ""


_LOOK_EVERY = 0.1  # seconds
_TO_HEAR = 600  # seconds; the grader answers as soon as it sees the end


def _in_scratch(scratch: Path, locked_in: bool, most: int) -> tuple[int, int]:
    """Bytes and files in the scratch folder, however deep, and also those without a name."""
    if locked_in:  # a file system of its own, which counts
        of = os.statvfs(scratch)
        return (of.f_blocks - of.f_bfree) * of.f_frsize, of.f_files - of.f_ffree - 1
    bytes_, files = 0, 0
    for folder, inner, names in os.walk(scratch):
        files += len(inner) + len(names)
        for name in names[: most + 1]:
            with contextlib.suppress(OSError):
                bytes_ += os.lstat(os.path.join(folder, name)).st_size  # noqa: PTH118 (quick)
        if files > most:
            break
    return bytes_, files


def _files_without_a_name(process: int) -> int:
    """Bytes in open files of memory, which stand in no folder and in no process's size.

    Raises PermissionError for a process that hides them, which only code that means to does.
    """
    seen, files = {}, []
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # it has ended
        files = list(Path(f"/proc/{process}/fd").iterdir())
    for file in files:
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            of = file.stat()
            if of.st_nlink == 0:
                seen[of.st_dev, of.st_ino] = of.st_blocks * 512
    return sum(seen.values())


def _shared(locked_in: bool) -> int:
    """Bytes in shared memory of System V, which lasts without a process."""
    if not locked_in:
        return 0
    lines = Path("/proc/sysvipc/shm").read_text().splitlines()[1:]
    return sum(int(line.split()[14]) for line in lines)


# --- Ends ---------------------------------------------------------------------------------------


def _has_ended(child: int) -> bool:
    """Whether it has, without reaping it: what it used is asked for later."""
    return psutil.Process(child).status() == psutil.STATUS_ZOMBIE


def _end_all(child: int, locked_in: bool) -> None:
    """End the notebook and every process that it started."""
    if locked_in and os.getpid() == 1:
        with contextlib.suppress(ProcessLookupError):
            os.kill(-1, signal.SIGKILL)  # all in this world but process 1, at once
        return
    for _ in range(100):  # again until none is left, for they may fork
        below = psutil.Process().children(recursive=True)
        for process in below:
            with contextlib.suppress(psutil.Error):
                process.kill()
        if all(one.status() == psutil.STATUS_ZOMBIE for one in below if one.is_running()):
            return
        time.sleep(0.002)


def _reap() -> None:
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, 0)[0]:
            pass


def _cleared(scratch: Path, locked_in: bool) -> bool:
    """Empty the scratch folder; whether nothing at all is left of the job."""
    for left in scratch.iterdir():
        with contextlib.suppress(RecursionError):
            if left.is_dir() and not left.is_symlink():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)
    bytes_, files = _in_scratch(scratch, locked_in, 1)
    return not bytes_ and not files and not _shared(locked_in)


def _show_memory(shown: bool) -> None:
    """Whether processes of the same user may look into this one (Linux).

    The slot's process may not be looked into: it holds the grader's socket. A notebook must be, or
    its files could not be counted.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, int(shown), 0, 0, 0)


_PR_SET_DUMPABLE = 4
