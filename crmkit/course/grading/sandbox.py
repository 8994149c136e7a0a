"""Locking a process in before it runs a student's code: no network, no files of others, no traces.

Every layer is applied where the system has it and says so in plain words. None needs special
rights. What only Linux has (own namespaces, Landlock) holds against code that tries to get out;
the audit hook, which every system has, sees the honest mistake and the simple attempt.
"""

import contextlib
import ctypes
import os
import signal
import struct
import sys
import sysconfig
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

LINUX = sys.platform == "linux"
PACKAGE = Path(__file__).resolve().parents[2]
SEALED = PACKAGE / "course" / "sheets"
NO_NETWORK = "no network while grading"

# A process that is to fork has one thread, also where libraries would like more.
ENVIRONMENT = {
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "MPLBACKEND": "Agg",
    "OBJC_DISABLE_INITIALIZE_FORK_SAFETY": "YES",
}


def own_namespaces() -> list[str]:
    """Continue in a child that has no network and sees no other process; the caller stays behind.

    Where the system offers this, only the child returns: process 1 of its own world, so that its
    end ends everything it started. The caller waits for it and ends with the same exit code.
    """
    if not LINUX:
        return ["no namespaces: this system does not offer them"]
    user, group = os.getuid(), os.getgid()
    apart = _CLONE_NEWNET | _CLONE_NEWPID | _CLONE_NEWIPC
    if _libc().unshare(apart | _CLONE_NEWUSER) == 0:
        with contextlib.suppress(OSError):
            Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    elif _libc().unshare(apart) != 0:
        return ["no namespaces: this system does not offer them"]
    child = os.fork()
    if child:
        os.closerange(3, 4096)  # the pipe ends when the child does
        os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) & 0xFF)
    ends_with_its_parent()
    return [
        "network off (own namespace)",
        "other processes out of sight (own namespace)",
        "shared memory of others out of reach (own namespace)",
    ]


def ends_with_its_parent() -> None:
    """Ask Linux to kill this process when the one that started it ends."""
    if LINUX:
        _libc().prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def adopts_orphans() -> None:
    """Ask Linux to hand this process whatever its children leave behind."""
    if LINUX:
        _libc().prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def rlimits(*, seconds: int, memory_mb: int, files_mb: int, processes: int, alone: bool) -> str:
    """Limits that the kernel keeps. `alone`: no other process of this user is counted with ours."""
    try:
        import resource
    except ImportError:
        return "no limits of the kernel: this system does not offer them"
    if not alone:
        processes += _processes_of_this_user()
    limits = {
        "CPU": seconds + 1,
        "AS": memory_mb * 2**20,
        "FSIZE": files_mb * 2**20,
        "NOFILE": 128,
        "CORE": 0,
        "NPROC": processes,
    }
    kept = [name for name, limit in limits.items() if _limited(resource, name, limit)]
    with contextlib.suppress(OSError):  # short of memory, the kernel ends this process first
        Path("/proc/self/oom_score_adj").write_text("1000")
    return f"limits of the kernel: {', '.join(kept)}"


def landlock(scratch: Path) -> list[str]:
    """Writing only below `scratch`, reading only what Python needs, starting no program (Linux)."""
    version = _libc().syscall(_CREATE_RULESET, None, 0, 1) if LINUX else -1
    if version < 1:
        return ["no file rules (Landlock): this system does not offer them"]
    everything = _files_up_to(version)
    network = _TCP if version >= 4 else 0
    scope = _SCOPE if version >= 6 else 0
    size = 8 if version < 4 else 16 if version < 6 else 24
    attributes = struct.pack("=QQQ", everything, network, scope)
    rules = _libc().syscall(_CREATE_RULESET, attributes, size, 0)
    if rules < 0:
        return ["no file rules (Landlock): this system refused them"]
    _allow(rules, scratch, everything & ~_EXECUTE)
    _allow(rules, Path("/dev/null"), _READ_FILE | _WRITE_FILE)
    for path, hole in readable():
        for part, listed_only in _around(path, hole):
            _allow(rules, part, _READ_DIR if listed_only else _READ_FILE | _READ_DIR)
    _libc().prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    failed = _libc().syscall(_RESTRICT_SELF, rules, 0)
    os.close(rules)
    if failed:
        return ["no file rules (Landlock): this system refused them"]
    said = ["files: writes only its scratch folder, reads only Python and crmkit (Landlock)"]
    said += ["TCP refused (Landlock)"] if network else []
    return said + (["signals to others refused (Landlock)"] if scope else [])


def no_capabilities() -> str:
    """Give up what rights the process has as root, or as root of its own namespace (Linux)."""
    if not LINUX:
        return "no giving up of rights: this system does not offer it"
    _libc().prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    header, none = struct.pack("=Ii", 0x20080522, 0), bytes(24)
    failed = _libc().capset(ctypes.create_string_buffer(header), ctypes.create_string_buffer(none))
    return "rights given up (capabilities)" if not failed else "rights kept: this system refused"


def audit(scratch: Path, tell: Callable[[str], None]) -> str:
    """Python refuses what a notebook has no reason to do; `tell` hears of the first such attempt.

    The network alone is refused without telling: reading a table from the web is no trick.
    It cannot be undone in this process.
    """
    home = os.path.realpath(scratch)
    sealed = os.path.realpath(SEALED)
    told: list[str] = []

    def refuse(what: str) -> None:
        if not told:
            told.append(what)
            tell(what)
        raise PermissionError(f"{what}: refused while grading")

    def within(path: Any, folder: str) -> bool:
        real = os.path.realpath(os.fsdecode(path))
        return real == folder or real.startswith(folder + os.sep)

    def hook(event: str, args: tuple) -> None:
        if event == "open":
            path, _, flags = args
            if isinstance(path, int):
                return
            if within(path, sealed):
                refuse("opening the sealed sheets")
            if (
                (flags or 0) & _WRITING
                and not within(path, home)
                and os.fsdecode(path) != os.devnull
            ):
                refuse("writing outside of the scratch folder")
        elif event in _CHANGES:
            for path in args[: _CHANGES[event]]:
                if not isinstance(path, int) and not within(path, home):
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
    return "Python refuses network, processes, machine code, writing elsewhere (audit hook)"


def readable() -> Iterator[tuple[Path, Path]]:
    """Each path that Python and crmkit need for reading, and the folder in it that stays shut."""
    from crmkit.datasets.cards import cache_folder, cards_folder

    for prefix in {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix}:
        # Not the whole folder: an environment may have been made where the submissions lie.
        for name in ("bin", "lib", "lib64", "share", "include", "etc", "pyvenv.cfg"):
            yield Path(prefix, name).resolve(), SEALED
    for name in ("stdlib", "platstdlib", "purelib", "platlib"):
        yield Path(sysconfig.get_path(name)).resolve(), SEALED
    for entry in sys.path:
        # The folder of a checkout also holds lessons, with the solutions: only its package.
        if entry and Path(entry).resolve() != PACKAGE.parent:
            yield Path(entry).resolve(), SEALED
    for path in (PACKAGE, cards_folder(), cache_folder()):
        yield path.resolve(), SEALED
    for name in _SYSTEM:
        yield Path(name), SEALED


# --- Linux: numbers of the kernel's interface ---------------------------------------------------

_CLONE_NEWUSER, _CLONE_NEWPID = 0x10000000, 0x20000000
_CLONE_NEWNET, _CLONE_NEWIPC = 0x40000000, 0x08000000
_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER, _PR_SET_NO_NEW_PRIVS = 1, 36, 38
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same on every processor

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 2, 4, 8
_OF_A_FILE = _EXECUTE | _WRITE_FILE | _READ_FILE | 1 << 14 | 1 << 15  # the rest is of folders
_TCP = 3  # bind, connect
_SCOPE = 3  # abstract sockets, signals

_SYSTEM = (
    *("/usr", "/lib", "/lib32", "/lib64", "/bin", "/proc"),
    "/sys/fs/cgroup",  # DuckDB asks it how much memory there is, and stops without an answer
    *("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random"),
    # Of /etc only what libraries look up: root can read passwords there.
    *("/etc/ld.so.cache", "/etc/localtime", "/etc/timezone", "/etc/mime.types", "/etc/fonts"),
    *("/etc/passwd", "/etc/group", "/etc/nsswitch.conf", "/etc/ssl", "/etc/os-release"),
)


def _libc() -> Any:
    return _LIBC[0]


# Loaded before the audit hook refuses it, and only once: each job would pay for it.
_LIBC = [ctypes.CDLL(None, use_errno=True)] if LINUX else []


def _files_up_to(version: int) -> int:
    """Every right over files that this version of Landlock knows."""
    return (1 << {1: 13, 2: 14, 3: 15, 4: 15}.get(version, 16)) - 1


def _allow(rules: int, path: Path, rights: int) -> None:
    try:
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # what is not there needs no rule
    if not path.is_dir():
        rights &= _OF_A_FILE
    if rights:
        _libc().syscall(_ADD_RULE, rules, 1, struct.pack("=Qi", rights, handle), 0)
    os.close(handle)


def _around(path: Path, hole: Path) -> Iterator[tuple[Path, bool]]:
    """The parts of `path` that leave out `hole`; True for a folder of which only names are read.

    Landlock can open a folder but not shut one inside it.
    """
    if path == hole or hole in path.parents:
        return
    if path not in hole.parents:
        yield path, False
        return
    yield path, True
    with contextlib.suppress(OSError):
        for entry in path.iterdir():
            if not entry.is_symlink():
                yield from _around(entry, hole)


# --- Limits -------------------------------------------------------------------------------------


def _limited(resource: Any, name: str, limit: int) -> bool:
    try:
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (limit, limit))
    except (AttributeError, ValueError, OSError):
        return False
    return name != "NPROC" or os.getuid() != 0  # the kernel does not count root's processes


def _processes_of_this_user() -> int:
    import psutil

    user = os.getuid()
    count = 0
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            count += process.num_threads() if process.uids().real == user else 0
    return count


# --- What the audit hook refuses ----------------------------------------------------------------

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGES = {  # how many of its first arguments are paths
    **dict.fromkeys(("os.rename", "os.link", "os.symlink"), 2),
    **dict.fromkeys(("os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.utime"), 1),
    **dict.fromkeys(("os.chmod", "os.chown", "os.setxattr", "os.chflags"), 1),
    "sqlite3.connect": 0,
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
    frame = sys._getframe(2)
    while frame and frame.f_code.co_filename.startswith(_CTYPES):
        frame = frame.f_back
    return frame is not None and frame.f_code.co_filename.startswith(_INSTALLED)


_CTYPES = str(Path(ctypes.__file__).parent)
_INSTALLED = tuple({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})


def _loopback_of_windows(event: str, args: tuple) -> bool:
    """Whether this is Windows' way to wake an event loop, which goes over the network's own end."""
    if sys.platform != "win32" or event not in ("socket.connect", "socket.bind"):
        return False
    return isinstance(args[1], tuple) and args[1][0] in ("127.0.0.1", "::1")
