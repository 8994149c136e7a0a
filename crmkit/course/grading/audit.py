"""What Python itself refuses while a notebook runs: the honest mistake and the simple attempt.

This is no lock: the notebook shares the process and can go around it. It says what was tried, and
where nothing better is to be had (`lock`) it is all there is.
"""

import contextlib
import ctypes
import importlib.util
import os
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path
from types import FrameType, SimpleNamespace
from typing import Any

NO_NETWORK = "no network while grading"


def install(scratch: Path, sealed: Path, tell: Callable[[str], None]) -> None:
    """Refuse from now on; `tell` hears of the first attempt that is no mere mistake.

    The network alone is refused without telling: reading a table from the web is no trick.
    It cannot be undone in this process.
    """
    real_of = _own_realpath()
    home, shut = real_of(scratch), real_of(sealed)
    told: list[str] = []

    def refuse(what: str) -> None:
        if not told:
            told.append(what)
            tell(what)
        raise PermissionError(f"{what}: refused while grading")

    def within(path: str, folder: str) -> bool:
        return path == folder or path.startswith(folder + _SEP)

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = args
            if isinstance(path, int):
                return
            real = real_of(_text(path))
            if within(real, shut):
                refuse("opening the sealed sheets")
            if within(real, home) or real == _DEVNULL:
                return
            if (flags or 0) & _WRITING:
                refuse("writing outside of the scratch folder")
            if (flags or 0) & _DIRECTORY:
                # What is opened below it later says only its name.
                refuse("opening a folder outside of the scratch folder")
        elif event in ("os.listdir", "os.scandir"):
            if not isinstance(args[0], int) and within(real_of(_text(args[0] or ".")), shut):
                refuse("opening the sealed sheets")
        elif event in _CHANGES:
            for path, at in _CHANGES[event](args):
                place = _place(path, at)
                if place is not None and not within(real_of(place), home):
                    refuse("changing files outside of the scratch folder")
        elif event in _STARTS:
            refuse("starting or ending a process")
        elif (event in _NETWORK and not _loopback_of_windows(event, args)) or (
            event == "urllib.Request" and not str(args[0]).startswith(("file:", "data:"))
        ):
            raise PermissionError(NO_NETWORK)
        elif event in _RAW and not _asked_by_a_library():
            refuse("calling machine code (ctypes)")

    sys.addaudithook(hook)


def _own_realpath() -> Callable[[Any], str]:
    """`os.path.realpath` of a copy of its module, out of reach of a notebook that patches `os`."""
    spec = importlib.util.find_spec(os.path.__name__)
    assert spec is not None and spec.loader is not None  # every module of Python has them
    own = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(own)
    vars(own)["os"] = SimpleNamespace(**vars(os))
    return own.realpath


def _place(path: Any, at: int) -> str | None:
    """The whole path of a name below the open folder `at`; None for what is an open file itself."""
    if isinstance(path, int):
        return None
    path = _text(path)
    if at == _HERE or path.startswith(_SEP):
        return path
    return f"/proc/self/fd/{at}/{path}" if sys.platform == "linux" else _SEP


def _text(path: str | bytes) -> str:
    """A path as plain text: not of a class whose methods are the notebook's."""
    if isinstance(path, bytes):
        return bytes.decode(path, _ENCODING, "surrogateescape")
    return str.__str__(path)


# Bound early: a notebook may patch the modules that these come from.
_SEP, _DEVNULL, _ENCODING = os.sep, os.devnull, sys.getfilesystemencoding()
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_DIRECTORY = getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_PATH", 0)
_HERE = -1

# Each path that an event changes, and the open folder that it is relative to.
_CHANGES: dict[str, Callable[[tuple[Any, ...]], list[tuple[Any, int]]]] = {
    **dict.fromkeys(("os.rename", "os.link"), lambda a: [(a[0], a[2]), (a[1], a[3])]),
    "os.symlink": lambda a: [(a[1], a[2])],
    **dict.fromkeys(("os.remove", "os.rmdir"), lambda a: [(a[0], a[1])]),
    **dict.fromkeys(("os.mkdir", "os.chmod"), lambda a: [(a[0], a[2])]),
    **dict.fromkeys(("os.chown", "os.utime"), lambda a: [(a[0], a[3])]),
    **dict.fromkeys(("os.truncate", "os.setxattr", "os.chflags"), lambda a: [(a[0], _HERE)]),
}
_STARTS = {
    *("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork"),
    *("os.forkpty", "pty.spawn", "os.startfile", "os.startfile/2", "os.kill", "os.killpg"),
    *("signal.pthread_kill", "_winapi.CreateProcess", "_winapi.TerminateProcess"),
}
_NETWORK = {
    *("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo"),
    *("socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"),
}
_RAW = {
    *("ctypes.dlopen", "ctypes.dlsym", "ctypes.dlsym/handle", "ctypes.call_function"),
    *("ctypes.cdata", "ctypes.string_at", "ctypes.wstring_at"),
}


def _asked_by_a_library() -> bool:
    """Whether installed code calls ctypes, as some does when it is imported.

    Code that goes to lengths can pretend to be installed; this catches what does not.
    """
    frame: FrameType | None = sys._getframe(2)
    while frame and frame.f_code.co_filename.startswith(_CTYPES):
        frame = frame.f_back
    return frame is not None and frame.f_code.co_filename.startswith(_INSTALLED)


_CTYPES = str(Path(ctypes.__file__).parent)
_INSTALLED: tuple[str, ...] = (sysconfig.get_path("purelib"), sysconfig.get_path("platlib"))
with contextlib.suppress(ImportError):
    # An environment may lie over another: ask where a library of ours really is.
    import numpy

    _INSTALLED += (str(Path(numpy.__file__).parents[1]),)


def _loopback_of_windows(event: str, args: tuple[Any, ...]) -> bool:
    """Whether this is Windows' way to wake an event loop, which goes over the network's own end."""
    if sys.platform != "win32" or event not in ("socket.connect", "socket.bind"):
        return False
    return isinstance(args[1], tuple) and args[1][0] in ("127.0.0.1", "::1")
