"""Quotes that CSV readers do not take as they are meant: found, and mended in a copy."""

from __future__ import annotations

import mmap
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from crmkit.orders.csv.records import WHITE_SPACE, CsvFile


class OddQuotesError(ValueError):
    """A file whose quotes have to be mended before it is read."""

    def __init__(self, said: str, note: str, file: CsvFile, mend: Callable[[str], str]) -> None:
        super().__init__(f"{file.path.name}: {said}")
        self.note = f"{file.path.name}: {note} (of encoding {file.encoding.name}; a copy was read)"
        self._file, self._mend = file, mend

    def mended(self, folder: Path) -> Path:
        """A copy in UTF-8, each line in its place."""
        path = folder / self._file.path.name
        with path.open("w", encoding="utf-8", newline="\n") as copy:
            copy.writelines(map(self._mend, self._file.lines(above=0)))
        return path


def check_quotes(file: CsvFile) -> None:
    """Look through all lines: one name that is read wrongly is one customer too many."""
    if file.delimiter != WHITE_SPACE:
        _check_backslashes(file, re.escape(file.delimiter))
        _check_blanks(file, re.escape(file.delimiter))


def refuse_single_quotes(file: CsvFile, row: list[str]) -> None:
    cells = [cell.strip() for cell in row]
    if len(cells) > 1 and all(len(c) > 1 and c[0] == c[-1] == "'" for c in cells):
        raise ValueError(
            f"{file.path.name}: the cells of the header stand between single quotes "
            f"({', '.join(cells[:3])}). Export the file with double quotes."
        )


def _check_backslashes(file: CsvFile, mark: str) -> None:
    r"""Spark and MySQL write "a\"b" for what CSV writes as "a""b".

    A backslash may also end a cell: "C:\orders\". It does not where a letter follows the quote, or
    where the cell is closed only behind it.
    """
    opened = rf'(?:^|{mark})"[^"]*\\"'
    escaped = re.compile(rf'{opened}(?: *[^" {mark}\r\n]|{mark}[^"]*\\"|"(?={mark}|\s*$))')
    for number, line in _lines_with(file, '\\"'):
        if escaped.search(line):
            raise OddQuotesError(
                f'line {number:,} has a quote behind a backslash (\\") inside a cell. Write it '
                'twice ("").',
                'a quote behind a backslash (\\") was read as one inside its cell',
                file,
                _without_backslashes,
            )


def _without_backslashes(line: str) -> str:
    r"""Other backslashes stay: "C:\new" is a folder. One before the quote that closes is \\."""
    return re.sub(r'\\(\\(?=")|")', lambda found: '""' if found[1] == '"' else "\\", line)


def _check_blanks(file: CsvFile, mark: str) -> None:
    """A quote behind a blank opens no cell: it would be a part of the name."""
    behind = re.compile(rf'{mark} +"[^"]+" *(?={mark}|\r?\n?$)')
    for number, line in _lines_with(file, ' "'):
        found = behind.search(line)
        if found and line[: found.start()].count('"') % 2 == 0:
            raise OddQuotesError(
                f"line {number:,} has blanks before a quote ({found[0][:30]!r}). Take them out.",
                "blanks between cells and their quotes were left out",
                file,
                lambda line: _without_blanks(line, file.delimiter),
            )


def _without_blanks(line: str, mark: str) -> str:
    parts = line.rstrip("\n").split('"')
    # Every second part stands inside quotes.
    for place in range(0, len(parts), 2):
        begin, end = parts[place].lstrip(" "), parts[place].rstrip(" ")
        if place and (not begin or begin.startswith(mark)):
            parts[place] = begin
            end = begin.rstrip(" ")
        if place < len(parts) - 1 and (not end or end.endswith(mark)):
            parts[place] = end
    return '"'.join(parts) + "\n"


def _lines_with(file: CsvFile, *signs: str) -> Iterator[tuple[int, str]]:
    if not _holds(file, signs):
        return
    for number, line in enumerate(file.lines(), start=file.above + 1):
        if '"' in line and any(sign in line for sign in signs):
            yield number, line


def _holds(file: CsvFile, signs: tuple[str, ...]) -> bool:
    """The bytes are looked through in a moment, the lines are not."""
    wide = file.encoding.name in ("utf-16", "utf-32")
    name = f"{file.encoding.name}-le" if wide else file.encoding.name
    names = (name, name.replace("-le", "-be")) if wide else (name,)
    searched = [sign.encode(one) for sign in signs for one in names]
    with (
        file.path.open("rb") as opened,
        mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as data,
    ):
        return any(data.find(sign) >= 0 for sign in searched)
