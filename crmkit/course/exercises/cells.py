"""The cells of a py:percent file, read without jupytext: it takes a second to import.

A notebook reads its sheet at every start, and a test holds that jupytext finds the same cells.
"""

import json
import re
from dataclasses import dataclass, field
from typing import Any

_HEAD = re.compile(r"^# %%(?P<head>.*)$", re.MULTILINE)
_OPTION = re.compile(r'(\w+)=("[^"]*"|\[[^\]]*\]|\S+)')


@dataclass(frozen=True)
class Cell:
    """One cell: its title (`# %% wrong`), its options (`points=2`), text or code, first line."""

    title: str
    markdown: bool
    text: str
    line: int
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def shown(self) -> str:
        """How a complaint names this cell."""
        first = next(iter(self.text.strip().splitlines()), "(empty)")
        return f"line {self.line}: {first}"


def split(text: str) -> list[Cell]:
    """The cells in order; what stands before the first is a header and left out.

    >>> split("# %% [markdown] points=2\\n# Why?\\n\\n# %% wrong\\nq1 = 2")[0].options
    {'points': 2}
    """
    heads = list(_HEAD.finditer(text))
    ends = [head.start() for head in heads[1:]] + [len(text)]
    return [
        _cell(head["head"].strip(), text[head.end() : end], text.count("\n", 0, head.start()) + 1)
        for head, end in zip(heads, ends, strict=True)
    ]


def _cell(head: str, body: str, line: int) -> Cell:
    options = {name: _value(value) for name, value in _OPTION.findall(head)}
    title, markdown, _ = _OPTION.sub("", head).partition("[markdown]")
    lines = body.strip("\n").rstrip().splitlines()
    if markdown:
        lines = [re.sub(r"^# ?", "", one) for one in lines]
    return Cell(title.strip(), bool(markdown), "\n".join(lines), line, options)


def _value(written: str) -> Any:
    try:
        return json.loads(written)
    except ValueError:
        return written
