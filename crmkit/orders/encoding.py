"""Which encoding a text file has: proved by reading all of it, not guessed from its start."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_BLOCK = 1 << 20
_SAMPLE = 1 << 16
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Encoding(NamedTuple):
    """The encoding, how it was found, and the number of line ends in the file."""

    name: str
    how: str
    line_ends: int


def find_encoding(path: Path, *, given: str | None = None) -> Encoding:
    """In which encoding can every line of this file be read?"""
    if given is not None:
        try:
            name = codecs.lookup(given).name
        except LookupError:
            raise ValueError(
                f"encoding={given!r} is unknown. Common ones: 'utf-8', 'gb18030', 'utf-16', "
                "'big5', 'cp1252'."
            ) from None
        return Encoding(name, "as asked", _check(path, name))
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith(b"PK\x03\x04"):
        raise ValueError(f"{path.name} is an Excel file by its content. Name it .xlsx.")
    for mark, name in _MARKS:
        if start.startswith(mark):
            return Encoding(name, "byte order mark", _check(path, name))
    try:
        return Encoding("utf-8", "all of it is valid", _check(path, "utf-8"))
    except ValueError as error:
        refused = str(error)
    return _other_than_utf8(path, refused)


def text_blocks(path: Path, name: str) -> Iterator[str]:
    """The file as text, some whole lines at a time."""
    with path.open(encoding=name, newline="") as file:
        while block := file.read(_BLOCK):
            yield block


def _check(path: Path, name: str) -> int:
    """Read all of the file in the encoding; count the line ends."""
    decoder = codecs.getincrementaldecoder(name)("strict")
    line_ends = 0
    with path.open("rb") as file:
        while True:
            block = file.read(_BLOCK)
            try:
                text = decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                # Bytes that the decoder held back from the last block come first.
                line = line_ends + 1 + error.object[: error.start].count(b"\n")
                raise ValueError(
                    f"{path.name}: line {line:,} cannot be read as {name} "
                    f"(bytes {error.object[error.start : error.start + 4].hex(' ')})"
                ) from None
            line_ends += text.count("\n") or text.count("\r")
            if not block:
                return line_ends


def _other_than_utf8(path: Path, refused: str) -> Encoding:
    scan = _scan(path)
    chinese = _is_chinese(scan.sample)
    utf8 = scan.surely_utf8 if chinese else scan.valid_utf8
    if utf8:
        raise ValueError(
            f"{path.name} mixes encodings: {len(utf8):,} of {scan.lines:,} lines beyond ASCII are "
            f"UTF-8 (first: line {utf8[0]:,}) and the others are not: {refused}. Save the file in "
            "one encoding."
        )
    if chinese:
        try:
            return Encoding("gb18030", "common Chinese throughout", _check(path, "gb18030"))
        except ValueError as error:
            raise ValueError(
                f"{error}, but other lines are GBK/GB18030. Mend the line, or pass encoding=."
            ) from None
    from charset_normalizer import from_bytes

    best = from_bytes(scan.sample).best()
    if best is not None:
        try:
            return Encoding(best.encoding, "a guess", _check(path, best.encoding))
        except ValueError:
            pass
    raise ValueError(f"{refused}, and no other encoding fits. Pass encoding=, such as 'gb18030'.")


class _Scan(NamedTuple):
    """Lines beyond ASCII, those valid as UTF-8, those not so by chance, the bytes of the rest."""

    lines: int
    valid_utf8: list[int]
    surely_utf8: list[int]
    sample: bytes


def _scan(path: Path) -> _Scan:
    lines, size = 0, 0
    valid: list[int] = []
    surely: list[int] = []
    sample: list[bytes] = []
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if line.isascii():
                continue
            lines += 1
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                # Whole lines, so that the sample never cuts a character in two.
                if size < _SAMPLE:
                    sample.append(line)
                    size += len(line)
                continue
            valid.append(number)
            if not _is_chinese(line):
                surely.append(number)
    return _Scan(lines, valid, surely, b"".join(sample))


def _is_chinese(sample: bytes) -> bool:
    """Do the bytes read as GB18030, nearly all in the 7,445 common characters of GB2312?

    Western, Japanese and UTF-8 bytes can be valid GB18030 too, but then give rare characters.
    """
    text = sample.decode("gb18030", errors="replace")
    beyond = [character for character in text if not character.isascii()]
    common = "".join(beyond).encode("gb2312", errors="ignore")
    return len(common) >= 0.9 * 2 * len(beyond)
