"""Which encoding a text file has: proved by reading all of it, not guessed from its start."""

from __future__ import annotations

import codecs
import mmap
from pathlib import Path
from typing import NamedTuple

from crmkit.orders.csv.characters import evidence, words_in, words_of
from crmkit.orders.csv.old_encodings import (
    FEW,
    LANGUAGES,
    MOST_VALID,
    SURELY,
    as_utf8,
    odds_of,
    plausible_names,
    readings,
    scan,
)

_BLOCK = 1 << 20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    # The mark of UTF-16 begins that of UTF-32.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHER_KINDS = {
    b"PK\x03\x04": "an Excel file (or another zip archive) by its content. Name it .xlsx",
    b"\x1f\x8b": "packed with gzip by its content. Name it .csv.gz, or unpack it",
    b"PAR1": "a Parquet file by its content. Name it .parquet",
    b"\xd0\xcf\x11\xe0": "an old Excel file by its content. Name it .xls",
}
_ENOUGH = 100
# One usual character of Chinese against one that stands alone in no language.
_RATHER = 2.0


class Encoding(NamedTuple):
    """The encoding, how it was found, and the number of lines, blank ones at the end left out."""

    name: str
    how: str
    lines: int

    @property
    def codec(self) -> str:
        """The name under which Python leaves a byte order mark out."""
        return "utf-8-sig" if self.name == "utf-8" else self.name


def find_encoding(path: Path, *, given: str | None = None) -> Encoding:
    """In which encoding can every line of this file be read?"""
    with path.open("rb") as file:
        start = file.read(1 << 12)
    for mark, kind in _OTHER_KINDS.items():
        if start.startswith(mark):
            raise ValueError(f"{path.name} is {kind}.")
    if given is not None:
        return _as_asked(path, _known(given))
    return _found(path, start)


def _found(path: Path, start: bytes) -> Encoding:
    for mark, name in _MARKS:
        if start.startswith(mark):
            return Encoding(name, "byte order mark", _checked(path, name))
    if b"\0" in start:
        name = _wide(start)
        return Encoding(name, "by its zero bytes", _checked(path, name))
    if (escaped := _escaped(path)) is not None:
        return Encoding(escaped, "by its escape sequences", _checked(path, escaped))
    beyond = _Beyond()
    try:
        lines = _check(path, "utf-8", beyond)
    except _UnreadableError as error:
        return _other_than_utf8(path, str(error))
    if 0 < len(beyond.words) <= FEW:
        by_chance = _utf8_by_chance(path, "".join(beyond.lines).encode())
        if by_chance is not None:
            return by_chance
    return Encoding("utf-8", "all of it is valid", lines)


class _UnreadableError(ValueError):
    """The bytes are no text in an encoding: the caller says what to do."""


def _as_asked(path: Path, name: str) -> Encoding:
    said = "as asked" if name.startswith("utf") else _doubts(path, name)
    try:
        return Encoding(name, said, _check(path, name))
    except _UnreadableError as error:
        refused = str(error)
    try:
        with path.open("rb") as file:
            fits = _found(path, file.read(1 << 12))
    except ValueError as error:
        why = str(error).removeprefix(f"{path.name}: ")
        raise ValueError(f"{refused}. Without encoding=: {why}") from None
    raise ValueError(
        f"{refused}. All of the file can be read as {fits.name} ({fits.how}): leave encoding= out, "
        f"or pass encoding={fits.name!r}."
    )


def _doubts(path: Path, name: str) -> str:
    """Refuse UTF-8 that is asked for as something else; say where another encoding fits better."""
    with path.open("rb") as file:
        start = file.read(_BLOCK)
    sample = b"\n".join(line for line in start.split(b"\n")[:-1] if not line.isascii())
    if not sample or b"\0" in start:
        return "as asked"
    asked = max(evidence(sample, name, language) for language in LANGUAGES)
    try:
        text = sample.decode("utf-8")
    except UnicodeDecodeError:
        odds = odds_of(sample)
        better = plausible_names(sample, odds)
        if len(better) != 1 or odds[better[0]][0] < asked + 2 * SURELY:
            return "as asked"
        words = (words_of(sample, better[0])[0][:12], words_of(sample, name)[0][:12])
        return f"as asked, though {better[0]} is likelier: {words[0]!r}, not {words[1]!r}"
    read = sample.decode(name, errors="replace")
    if read != text and "\ufffd" not in read and as_utf8(sample) > asked:
        raise ValueError(
            f"{path.name} is UTF-8, not {name}: {words_in(text)[0][:12]!r} would be read as "
            f"{words_of(sample, name)[0][:12]!r}. Leave encoding= out, or pass encoding='utf-8'."
        )
    return "as asked"


def _escaped(path: Path) -> str | None:
    """Which encoding in seven bits is it, if any? Its marks are valid UTF-8, too."""
    with path.open("rb") as file:
        if not path.stat().st_size:
            return None
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            if data.find(b"\x1b$") < 0:
                return None
            korean = data.find(b"\x1b$)C") >= 0
    for name in ("iso2022_kr",) if korean else ("iso2022_jp", "iso2022_jp_2", "iso2022_jp_3"):
        try:
            _check(path, name)
        except ValueError:
            continue
        return name
    return None


def _known(given: str) -> str:
    try:
        codecs.getincrementaldecoder(given)
        "".encode(given)
        return codecs.lookup(given).name
    except (LookupError, TypeError):
        raise ValueError(
            f"encoding={given!r} is unknown. Common ones: 'utf-8', 'gb18030', 'utf-16', "
            "'big5', 'cp1252'."
        ) from None


def _wide(start: bytes) -> str:
    """ASCII in two or four bytes: where the zero bytes stand tells the order."""
    zeros = [start[place::4].count(0) for place in range(4)]
    if min(zeros[2], zeros[3]) > 0 and zeros[3] + zeros[2] > 1.5 * len(start) / 4:
        return "utf-32-le"
    if min(zeros[0], zeros[1]) > 0 and zeros[0] + zeros[1] > 1.5 * len(start) / 4:
        return "utf-32-be"
    odd, even = zeros[1] + zeros[3], zeros[0] + zeros[2]
    if max(odd, even) > 0.05 * len(start) and min(odd, even) < 0.05 * max(odd, even):
        return "utf-16-le" if odd > even else "utf-16-be"
    # Refused by the check, with the line.
    return "utf-8"


class _Beyond:
    """The first words with a character beyond ASCII, and the first lines with one."""

    def __init__(self) -> None:
        self.words: dict[str, None] = {}
        self.lines: list[str] = []

    def add(self, text: str) -> None:
        if len(self.words) < _ENOUGH and not text.isascii():
            self.words.update(dict.fromkeys(words_in(text)))
            if len(self.lines) < _ENOUGH:
                self.lines += [line for line in text.splitlines(True) if not line.isascii()]
                del self.lines[_ENOUGH:]


def _utf8_by_chance(path: Path, sample: bytes) -> Encoding | None:
    """One or two words of Chinese may be valid UTF-8, though of no language."""
    odds, utf8 = odds_of(sample), as_utf8(sample)
    plausible = plausible_names(sample, odds)
    enough = {"gb18030": utf8 + _RATHER}
    if not any(odds[name][0] > enough.get(name, utf8 + SURELY) for name in plausible):
        return None
    best = plausible[0]
    if len(plausible) == 1 and odds[best][0] > utf8 + 2 * SURELY:
        return Encoding(best, f"common {odds[best][1]}; UTF-8 by chance", _check(path, best))
    raise ValueError(
        f"{path.name}: its few words beyond ASCII are UTF-8 perhaps by chance, and "
        f"{readings(sample, [*plausible[:3], 'utf-8'])}"
    )


def _checked(path: Path, name: str) -> int:
    """The number of lines of a file that says itself which encoding it has."""
    try:
        return _check(path, name)
    except _UnreadableError as error:
        raise ValueError(
            f"{error}, though the file begins as {name}: it is damaged. Export it again, or mend "
            "this line."
        ) from None


def _check(path: Path, name: str, beyond: _Beyond | None = None) -> int:
    """Read all of the file in the encoding; count the lines."""
    decoder = codecs.getincrementaldecoder(name)("strict")
    ends, lines, returned = 0, 0, False
    with path.open("rb") as file:
        while True:
            block = file.read(_BLOCK)
            try:
                text = decoder.decode(block, final=not block)
            except UnicodeError as error:
                # Python 3.13 gives the missing mark as an error of decoding, too.
                if not isinstance(error, UnicodeDecodeError) or "BOM" in error.reason:
                    raise _UnreadableError(
                        f"{path.name} does not begin with the byte order mark of {name}. Pass "
                        f"encoding='{name}-le' or encoding='{name}-be', or leave it out"
                    ) from None
                # Bytes that the decoder held back from the last block come first.
                before = error.object[: error.start].decode(name, errors="ignore")
                raise _UnreadableError(
                    f"{path.name}: line {ends + _ends(before) + 1:,} cannot be read as {name} "
                    f"(bytes {error.object[error.start : error.start + 4].hex(' ')})"
                ) from None
            if beyond is not None:
                beyond.add(text)
            if "\0" in text:
                line = ends + 1 + _ends(text[: text.index("\0")])
                raise ValueError(
                    f"{path.name}: line {line:,} holds a zero byte as {name}: the file is damaged, "
                    "no text, or in another encoding. Export it again, or pass encoding=."
                )
            # A line end of two characters may stand across the border.
            ends -= returned and text.startswith("\n")
            if text and not text.isspace():
                lines = ends + _ends(text.rstrip()) + 1
            ends += _ends(text)
            returned = text.endswith("\r") if text else returned
            if not block:
                return lines


def _ends(text: str) -> int:
    if "\r" not in text:
        return text.count("\n")
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def _other_than_utf8(path: Path, refused: str) -> Encoding:
    found = scan(path)
    odds = odds_of(found.sample)
    best = max(odds, key=lambda name: odds[name][0])
    utf8 = [
        number
        for number, line in found.valid_utf8
        if as_utf8(line) >= evidence(line, best, odds[best][1])
    ]
    if utf8:
        more = " or more" if len(found.valid_utf8) == MOST_VALID else ""
        raise ValueError(
            f"{path.name} mixes encodings: {len(utf8):,}{more} of {found.lines:,} lines beyond "
            f"ASCII are UTF-8 (first: line {utf8[0]:,}) and the others are not: {refused}. Save "
            "the file in one encoding."
        )
    plausible = plausible_names(found.sample, odds)
    if len(plausible) != 1:
        raise ValueError(f"{refused}, and {readings(found.sample, plausible)}")
    try:
        return Encoding(best, f"common {odds[best][1]} throughout", _check(path, best))
    except _UnreadableError as error:
        raise ValueError(
            f"{error}, but other lines are {best}. Mend the line, or pass encoding=."
        ) from None
