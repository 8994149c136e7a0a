"""What one submission may use, and how the kernel keeps a process to it."""

import contextlib
import os
import platform
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one submission may use.

    `seconds` are of computing, so that a busy machine takes nobody's marks; `wall_seconds`, by the
    clock, end what waits for ever. `memory_mb` is beyond what Python and its libraries take.
    """

    seconds: int = 60
    wall_seconds: int = 600
    memory_mb: int = 4000
    files_mb: int = 50
    files: int = 200
    processes: int = 20


def keep(limits: Limits, *, alone: bool) -> None:
    """Have the kernel hold this process, and each that it starts, to the limits.

    `alone`: this process is in a world of its own, where nobody else's processes count.
    """
    import resource

    import psutil

    begun = psutil.Process().memory_info().vms
    numbers = {
        "CPU": limits.seconds,
        "AS": begun + limits.memory_mb * 2**20,
        "FSIZE": limits.files_mb * 2**20,
        "NOFILE": 128,
        "CORE": 0,
    }
    if not alone:
        numbers["NPROC"] = limits.processes + _processes_of_this_user()
    elif _counts_apart():
        numbers["NPROC"] = limits.processes + 2
    for name, number in numbers.items():
        # Not every system has each of them.
        with contextlib.suppress(AttributeError, ValueError, OSError):
            resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (number, number))
    with contextlib.suppress(OSError):  # short of memory, the kernel ends this process first
        Path("/proc/self/oom_score_adj").write_text("1000")


def marking() -> Callable[[], None]:
    """A call that marks this process for good, for whoever watches it from outside.

    No process can raise a limit again that it has lowered; this one is of message queues, which no
    notebook has.
    """
    import resource

    lower, which = resource.setrlimit, resource.RLIMIT_MSGQUEUE

    def mark() -> None:
        lower(which, (0, 0))

    return mark


def marked(process: int) -> bool:
    """Whether a child, running or just ended, was marked."""
    if sys.platform != "linux":
        return False
    import resource

    which = resource.RLIMIT_MSGQUEUE
    try:
        return resource.getrlimit(which)[1] != 0 == resource.prlimit(process, which)[1]
    except OSError:
        return False


def _counts_apart() -> bool:
    """Whether the kernel counts the processes of each user namespace apart (since Linux 5.14)."""
    numbers = platform.release().split(".")[:2]
    return all(one.isdigit() for one in numbers) and tuple(map(int, numbers)) >= (5, 14)


def _processes_of_this_user() -> int:
    import psutil

    user, count = os.getuid(), 0
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            count += process.num_threads() if process.uids().real == user else 0
    return count
