"""Which encoding before UTF-8 fits a text best, and which others cannot be excluded?"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from crmkit.orders.csv.characters import READINGS, evidence, words_of

_SAMPLE, MOST_VALID = 1 << 16, 1_000
# Odds of e^2.5, some twelve to one, leave no doubt beside all other lines that can be read. One or
# two words are little to go by.
SURELY, _LEAST = 2.5, 1.03
_SURELY_OF_FEW, FEW = 3.5, 2
LANGUAGES = sorted({language for _, language, _ in READINGS})


def odds_of(sample: bytes) -> dict[str, tuple[float, str]]:
    """For each encoding how likely it is, and in which language."""
    odds: dict[str, tuple[float, str]] = {}
    for name, language, prior in READINGS:
        found = evidence(sample, name, language) + prior
        odds[name] = max(odds.get(name, (found, language)), (found, language))
    return odds


def as_utf8(line: bytes) -> float:
    return max(evidence(line, "utf-8", language) for language in LANGUAGES)


def plausible_names(sample: bytes, odds: dict[str, tuple[float, str]]) -> list[str]:
    """The readings that differ and are nearly as good as the best."""
    ranked = sorted(odds, key=lambda name: -odds[name][0])
    best = odds[ranked[0]][0]
    if best <= _LEAST:
        return []
    few = len(words_of(sample, ranked[0])) <= FEW
    enough = max(0.0, best - _SURELY_OF_FEW) if few else max(_LEAST, best - SURELY)
    texts: dict[str, str] = {}
    for name in ranked:
        text = sample.decode(name, errors="replace")
        if odds[name][0] > enough and text not in texts.values():
            texts[name] = text
    return list(texts)


def readings(sample: bytes, names: list[str]) -> str:
    """How a line of the file looks in each of the encodings."""
    if not names:
        return "no other encoding fits well. Pass encoding=, such as 'gb18030' or 'cp1250'."
    line = sample.splitlines()[0]
    place = next(place for place, byte in enumerate(line) if byte > 127)
    shown = [
        f"encoding={name!r} gives {line[place:].decode(name, errors='replace')[:12]!r}"
        for name in names[:4]
    ]
    return f"more than one other fits. Pass the right one: {', '.join(shown)}."


class Scan(NamedTuple):
    """The number of lines beyond ASCII, those valid as UTF-8, and bytes of the others."""

    lines: int
    valid_utf8: list[tuple[int, bytes]]
    sample: bytes


def scan(path: Path) -> Scan:
    lines, size = 0, 0
    valid: list[tuple[int, bytes]] = []
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
            if len(valid) < MOST_VALID:
                valid.append((number, line))
    return Scan(lines, valid, b"".join(sample))
