"""Where submissions run: locked in by bubblewrap where that works, and said so where it does not.

bubblewrap is the tool behind Flatpak. It gives the process that runs notebooks a world of its own:
no network, no other process, no file but Python, crmkit and the data (read-only), and a scratch
folder of limited size. Where it is missing, Python's own audit hook (`audit`) is all there is.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2]
# What holds the answers: a checkout's lessons, or the sheets that were sealed for the package.
_LESSONS = PACKAGE.parent / "lessons"
SEALED = _LESSONS if _LESSONS.is_dir() else PACKAGE / "course" / "sheets"
SCRATCH = "/scratch"  # in the world that bubblewrap makes

# A process that is to fork has one thread, also where libraries would like more.
_ENVIRONMENT = {
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "MPLBACKEND": "Agg",
    "OBJC_DISABLE_INITIALIZE_FORK_SAFETY": "YES",
}


@dataclass(frozen=True)
class Lock:
    """What stands before the command that runs notebooks, and what this keeps in, in words."""

    prefix: tuple[str, ...]
    says: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether code that tries to get out is kept in."""
        return bool(self.prefix)


def find(*, scratch_mb: int) -> Lock:
    """The best lock that this machine has, tried once before it is trusted."""
    bwrap = shutil.which("bwrap") if sys.platform == "linux" else None
    if bwrap is None:
        means = "bubblewrap is not installed" if sys.platform == "linux" else "it needs Linux"
        return _none(f"{means}; on Linux: apt install bubblewrap")
    prefix = _bubblewrap(bwrap, scratch_mb)
    # What an older bubblewrap lacks: without it, own namespaces give a notebook nothing but new
    # places to fill.
    prefix = (prefix[0], "--disable-userns", *prefix[1:]) if not _refusal(prefix, True) else prefix
    refusal = _refusal(prefix)
    if refusal:
        return _none(f"bubblewrap is installed, but this system refuses it: {refusal}")
    return Lock(
        prefix,
        (
            "no network, no sight of other processes (bubblewrap)",
            "reads only Python, crmkit and the data, writes only "
            f"a scratch folder of {scratch_mb} MB (bubblewrap)",
        ),
    )


def environment(home: str) -> dict[str, str]:
    """What Python needs to start and crmkit to find its data; nothing of the teacher's."""
    from crmkit.datasets.cards import cache_folder

    kept = (
        *("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "WINDIR"),
        *("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"),
    )
    own = {name: os.environ[name] for name in kept if name in os.environ}
    places = (
        *("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "TMPDIR", "TEMP", "TMP"),
        *("MPLCONFIGDIR", "IPYTHONDIR", "XDG_CACHE_HOME"),
    )
    cache_place = {"CRMKIT_CACHE": str(cache_folder().absolute())}
    return own | _ENVIRONMENT | cache_place | dict.fromkeys(places, home)


def _none(why: str) -> Lock:
    return Lock(
        (),
        (
            f"NOT LOCKED IN: {why}",
            "only Python itself refuses network, processes and writing elsewhere (audit hook): "
            "code that goes to lengths gets past it, so grade only what you trust",
        ),
    )


def _bubblewrap(bwrap: str, scratch_mb: int) -> tuple[str, ...]:
    """The call of bubblewrap, but for the command. Later mounts lie over earlier ones.

    There is no --die-with-parent: it means the thread that started it. The process ends by itself
    when the grader's end of its socket is closed.
    """
    call = [bwrap, "--unshare-all", "--unshare-user", "--uid", "1000", "--gid", "1000"]
    call += ["--hostname", "grading", "--cap-drop", "ALL", "--new-session", "--as-pid-1"]
    for folder in ("/bin", "/sbin", "/lib", "/lib32", "/lib64"):
        if Path(folder).is_symlink():
            call += ["--symlink", str(Path(folder).readlink()), folder]
        else:
            call += ["--ro-bind-try", folder, folder]
    paths = sorted({form for one in _readable() for form in (one.absolute(), one.resolve())})
    for path in paths:
        call += ["--ro-bind-try", str(path), str(path)]
    # The sealed sheets, of this crmkit and of any other, by every path that leads there. A
    # checkout's lessons are not there anyway; empty, they tell who looks for them.
    below = (path / folder for path in paths for folder in ("course/sheets", _SHEETS))
    for shut in dict.fromkeys((SEALED, *below)):
        if shut.is_dir():
            call += ["--tmpfs", str(shut), "--remount-ro", str(shut)]
    call += ["--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev"]
    call += ["--size", str(scratch_mb * 2**20), "--tmpfs", SCRATCH, "--remount-ro", "/"]
    return (*call, "--chdir", SCRATCH)


def _readable() -> Iterator[Path]:
    """What Python and crmkit need for reading."""
    from crmkit.datasets.cards import cache_folder, cards_folder

    yield from map(Path, _SYSTEM)
    for prefix in {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix}:
        # Not the whole folder: an environment may have been made where the submissions lie.
        for name in ("bin", "lib", "lib64", "share", "pyvenv.cfg"):
            yield Path(prefix, name)
    for name in ("stdlib", "platstdlib", "purelib", "platlib"):
        yield Path(sysconfig.get_path(name))
    yield from installed()
    yield from (PACKAGE, cards_folder(), cache_folder())


def installed() -> list[Path]:
    """Where packages are imported from; not the folder that the grader was started in.

    Nor the folder of a checkout: it also holds lessons, with the solutions.
    """
    own = {Path.cwd().resolve(), PACKAGE.parent}
    return [Path(one) for one in sys.path if one and Path(one).resolve() not in own]


@cache
def _refusal(prefix: tuple[str, ...], no_user_namespaces: bool = False) -> str:
    """Why bubblewrap does not run Python here, in its own words; empty if it does."""
    flag = ("--disable-userns",) if no_user_namespaces else ()
    call = [prefix[0], *flag, *prefix[1:], sys.executable, "-I", "-c", "print('in')"]
    try:
        run = subprocess.run(
            call, stdin=subprocess.DEVNULL, capture_output=True, timeout=120, env=_ENVIRONMENT,
            cwd=tempfile.gettempdir(),
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError) as error:
        return str(error)
    said = run.stderr.decode(errors="replace").strip()[-200:]
    return "" if run.stdout.strip() == b"in" else said or f"exit code {run.returncode}"


_SHEETS = "crmkit/course/sheets"
_SYSTEM = (
    *("/usr", "/nix/store", "/etc/alternatives", "/etc/ld.so.cache"),
    *("/etc/fonts", "/etc/localtime", "/etc/timezone"),
)
