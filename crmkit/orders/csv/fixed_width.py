"""A table whose columns stand at fixed places, with blanks between them: where are they?"""

from __future__ import annotations

import re
from collections.abc import Sequence

# With fewer lines, blanks stand below one another by chance.
_LEAST = 3
_TIME = re.compile(r"\d{1,2}:\d\d")


def fixed_columns(lines: Sequence[str]) -> list[tuple[int, int | None]]:
    """Where each column begins and ends, or nothing where the lines are no such table.

    The first line holds the names. A blank inside all cells of a column ("2024-03-05 10:20") cuts
    it in two, of which the second has no name: it is put back where that is beyond doubt.

    Examples
    --------
    >>> fixed_columns(["id  day              paid", *["7   2024-03-05 10:20 9.50"] * 2])
    [(0, 4), (4, 21), (21, None)]
    """
    lines = [line.rstrip() for line in lines if line.strip()]
    if len(lines) < _LEAST or any("\t" in line for line in lines):
        return []
    width = max(map(len, lines))
    blank = [all(line[place : place + 1] in ("", " ") for line in lines) for place in range(width)]
    parts: list[list[int]] = []
    for place in range(width):
        if blank[place]:
            continue
        if parts and parts[-1][1] == place:
            parts[-1][1] = place + 1
        else:
            parts.append([place, place + 1])
    whole: list[list[int]] = []
    for number, (begin, end) in enumerate(parts):
        if lines[0][begin:end].strip():
            whole.append([begin, end])
            continue
        far = len(parts) == number + 1 or parts[number + 1][0] - end > 1
        times = all(_TIME.match(line[begin:end].strip()) for line in lines[1:])
        if not (whole and begin - whole[-1][1] == 1 and (far or times)):
            return []
        whole[-1][1] = end
    if len(whole) < 2:
        return []
    begins = [0, *(begin for begin, _ in whole[1:])]
    return list(zip(begins, [*begins[1:], None], strict=True))
