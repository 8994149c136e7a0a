"""Unpack gzip and zip files: by content, within bounds, and no name inside is trusted."""

from __future__ import annotations

import gzip
import re
import shutil
import zipfile
import zlib
from pathlib import Path
from typing import Protocol

from crmkit.orders.sources.file_kinds import is_hidden

# A file that unpacks to more than this, or grows more than this many times, is no order file.
LARGEST = 50_000_000_000
_RATIO = 300
# Small files may grow as they like: a thousand equal lines are packed to almost nothing.
_SMALL = 100_000_000
_BLOCK = 1 << 20


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def unpacked_gzip(path: Path, folder: Path) -> Path:
    """The file inside a gzip file, unpacked into the folder."""
    named_packed = path.suffix.lower() in (".gz", ".gzip", ".zip")
    inside = folder / _safe(path.stem if named_packed else path.name)
    try:
        with gzip.open(path) as packed:
            _copy(packed, inside, path.stat().st_size, path.name)
    except (OSError, EOFError, zlib.error) as error:
        raise ValueError(
            f"{path.name} cannot be unpacked: the gzip file is damaged or incomplete. Copy it "
            "again."
        ) from error
    return inside


def unpacked_zip(path: Path, folder: Path) -> list[tuple[str, Path]]:
    """The files inside a zip file with their names there, unpacked into the folder."""
    try:
        with zipfile.ZipFile(path) as packed:
            members = [one for one in packed.infolist() if not one.is_dir()]
            members = sorted(
                (one for one in members if not is_hidden(one.filename)),
                key=lambda one: one.filename,
            )
            locked = [one.filename for one in members if one.flag_bits & 1]
            if locked:
                raise ValueError(
                    f"{path.name}: {locked[0]!r} is encrypted. Unpack it with its password first."
                )
            files = []
            for number, member in enumerate(members):
                # The name is a label: where the file goes, its number decides.
                place = folder / str(number)
                place.mkdir()
                inside = place / _safe(member.filename.replace("\\", "/").rsplit("/", 1)[-1])
                with packed.open(member) as opened:
                    _copy(opened, inside, member.compress_size, f"{path.name}: {member.filename}")
                files.append((member.filename, inside))
    except (zipfile.BadZipFile, EOFError, zlib.error, OSError, NotImplementedError) as error:
        raise ValueError(
            f"{path.name} cannot be unpacked: the zip file is damaged, or packed in a way that "
            "is not known here. Unpack it by hand."
        ) from error
    return files


def check_workbook(path: Path) -> None:
    """An .xlsx is a zip file, which another library unpacks: refuse it where it is a bomb."""
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as packed:
        for member in packed.infolist():
            _check(member.file_size, member.compress_size, f"{path.name}: {member.filename}")


def _copy(packed: _Readable, inside: Path, size: int, name: str) -> None:
    room = shutil.disk_usage(inside.parent).free
    done = 0
    with inside.open("wb") as file:
        while block := packed.read(_BLOCK):
            done += len(block)
            _check(done, size, name)
            if done > room * 0.9:
                raise ValueError(
                    f"{name} does not fit into the temporary folder {str(inside.parent)!r} when "
                    "it is unpacked. Free some space, or set the environment variable TMPDIR."
                )
            file.write(block)


def _check(unpacked: int, packed: int, name: str) -> None:
    if unpacked > LARGEST or (unpacked > _SMALL and unpacked > packed * _RATIO):
        raise ValueError(
            f"{name} unpacks to more than {LARGEST / 1e9:.0f} GB, or to more than {_RATIO} times "
            "its size: no orders do. Unpack it by hand if you trust it."
        )


def _safe(name: str) -> str:
    """A name without marks that a file system or a pattern could take for something else."""
    plain = re.sub(r"[^\w .()+-]", "_", name).strip(" .")
    return plain[-100:] or "orders"
