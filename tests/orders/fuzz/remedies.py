"""The remedies that an error names as code, such as decimal=',': what a user would try next."""

import ast
import inspect
import itertools
import re
from collections.abc import Iterator
from typing import Any

from crmkit import orders

SETTINGS = tuple(inspect.signature(orders.read).parameters)[1:]
COLUMNS = ("customer", "date", "amount", "order", "quantity", "price", "currency", "status")
NAMED = re.compile(rf"\b({'|'.join(SETTINGS)})=")
# A quoted text, a number, a list or a mapping behind the sign of equality.
VALUE = re.compile(
    r"'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"|-?\d+(?:\.\d+)?|\[[^\]\n]*\]|\{[^}\n]*\}|True|False|None"
)
EXAMPLE = re.compile(r",? such as ")
BETWEEN = re.compile(r"(?: \([^()]*\))?(?:,? or |, )")


def remedies(message: str) -> dict[str, list[Any]]:
    """Give each setting that the message names, with the values it proposes, in their order."""
    found: dict[str, list[Any]] = {}
    for hit in NAMED.finditer(message):
        values = found.setdefault(hit[1], [])
        # encoding=, such as 'gb18030'
        example = EXAMPLE.match(message, hit.end())
        place = example.end() if example else hit.end()
        # encoding='gb18030' or 'euc-kr' proposes two.
        while value := VALUE.match(message, place):
            try:
                values.append(ast.literal_eval(value[0]))
            except (ValueError, SyntaxError):
                break
            after = BETWEEN.match(message, value.end())
            if not after:
                break
            place = after.end()
    return found


def attempts(
    message: str, options: dict[str, Any], knows: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    """Give the calls that a user would try who follows the message.

    What the user knows stands before what the message proposes, but for columns: a proposal there
    looks sure, so it must be right. None takes a setting back.
    """
    choices: dict[str, list[Any]] = {}
    for name, values in remedies(message).items():
        # '...' is to be filled in; what was passed already is what the error is about.
        values = [v for v in values if v not in ("...", "…") and v != options.get(name, ...)]
        if name in knows and not (values and name in COLUMNS):
            values = [knows[name]]
        values = [v for i, v in enumerate(values) if v not in values[:i]]
        if values:
            choices[name] = values
    for name in knows:
        # "no column 'Amt'" asks for amount= without writing it so.
        new = name not in choices and knows[name] != options.get(name, ...)
        if new and re.search(rf"\b{name}\b", message):
            choices[name] = [knows[name]]
    tried = 0
    # All at once, as "Pass customer='Client', date='Day'" means; then one at a time.
    together = (
        dict(zip(choices, values, strict=True)) for values in itertools.product(*choices.values())
    )
    alone = ({name: v} for name, values in choices.items() for v in values)
    for more in itertools.chain(together, alone if len(choices) > 1 else ()):
        if not more or (tried := tried + 1) > 8:
            return
        yield {k: v for k, v in {**options, **more}.items() if v is not None}
