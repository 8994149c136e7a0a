"""What the reader of orders says to a programmer, said to whoever types a command."""

import ast
import re
import shlex
from collections.abc import Iterable

__all__ = ["as_typed", "rates"]

VALUE = r"\[[^\]]*\]|\{[^}]*\}|'[^']*'|\"[^\"]*\"|[\w.-]+"


def as_typed(message: str, names: Iterable[str]) -> str:
    """A message with the arguments of a call written as options of the command line.

    >>> as_typed("Pass customer='E mail', or skip=2.", ["customer", "skip"])
    "Pass --customer 'E mail', or --skip 2."
    >>> as_typed("name another (amount=), or cancelled=['退款', 'void']", ["amount", "cancelled"])
    'name another (--amount), or --cancelled 退款 --cancelled void'
    """
    known = "|".join(map(re.escape, names))
    return re.sub(rf"\b({known})=({VALUE})?", _option, message)


def rates(given: Iterable[str]) -> dict[str, float]:
    """What was typed for currencies, as `orders.read` takes it.

    >>> rates(["USD=7.1", "CNY=1"])
    {'USD': 7.1, 'CNY': 1.0}
    """
    found = {}
    for one in given:
        name, _, value = one.partition("=")
        try:
            found[name.strip()] = float(value)
        except ValueError:
            raise ValueError(f"rate={one!r} is no rate: write it as USD=7.1") from None
    return found


def _option(found: re.Match[str]) -> str:
    name, text = found[1], found[2]
    option = "--" + {"language": "lang", "rates": "rate"}.get(name, name).replace("_", "-")
    if text is None:
        return option
    # The full stop behind a number ends the sentence.
    bare, stop = (text[:-1], ".") if text.endswith(".") else (text, "")
    try:
        value = ast.literal_eval(bare)
    except (ValueError, SyntaxError):
        value = bare
    if isinstance(value, dict):
        values = [f"{key}={each}" for key, each in value.items()]
    else:
        values = list(value) if isinstance(value, list) else [value]
    return " ".join(f"{option} {_quoted(str(each))}" for each in values) + stop


def _quoted(text: str) -> str:
    return text if re.fullmatch(r"[\w.=%/-]+", text) else shlex.quote(text)
