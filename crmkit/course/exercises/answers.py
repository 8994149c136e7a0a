"""Answers as plain data: what a student hands over, without trusting it to be anything.

`encode` turns a value into JSON-able data, in the learner's notebook and in the grader's runner
alike. `compare` and everything behind it see only such data: an answer can never run code.
"""

import datetime
import math
import numbers
from collections.abc import Mapping, Set
from typing import Any

import numpy as np
import pandas as pd

MOST_VALUES = 100_000
Encoded = dict[str, Any]


def encode(value: Any, *, depth: int = 4) -> Encoded:
    """What is this answer, as plain data? A dict with `kind` and its content.

    Raises TypeError for what is no answer (a model, a plot, a function), ValueError for one that
    is larger than any answer can be.

    >>> encode(np.float64(0.5))
    {'kind': 'number', 'value': 0.5}
    """
    if depth == 0:
        raise ValueError("lists within lists within lists are no answer")
    if value is ...:
        return {"kind": "missing"}
    if value is None or value is pd.NaT or value is pd.NA:
        return {"kind": "none"}
    if (
        isinstance(value, np.ndarray | pd.Series | pd.Index | pd.DataFrame)
        and value.size > MOST_VALUES
    ):
        raise ValueError(f"{value.size:,} values are too many for an answer")
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value.item()
    if isinstance(value, bool | np.bool_):
        return {"kind": "bool", "value": bool(value)}
    if isinstance(value, numbers.Integral):
        # More digits than any count has: a float says as much, and int(text) stays quick.
        return {"kind": "number", "value": int(value) if abs(int(value)) < 2**63 else math.inf}
    if isinstance(value, numbers.Real) or type(value).__name__ == "Decimal":
        return {"kind": "number", "value": float(value)}
    if isinstance(value, str):
        if len(value) > MOST_VALUES:
            raise ValueError(f"a text of {len(value):,} letters is too long for an answer")
        return {"kind": "text", "value": str(value)}
    if isinstance(value, datetime.date | np.datetime64 | pd.Period | pd.Interval | pd.Timedelta):
        return {"kind": "text", "value": _label(value)}
    if isinstance(value, pd.DataFrame):
        return _frame(value, depth)
    if isinstance(value, pd.Series):
        values = _items(value.tolist(), depth)
        return {"kind": "series", "labels": _labels(value.index), "values": values}
    if isinstance(value, Mapping | Set | list | tuple | range) and len(value) > MOST_VALUES:
        raise ValueError(f"{len(value):,} values are too many for an answer")
    if isinstance(value, Mapping):
        values = _items(list(value.values()), depth)
        return {"kind": "dict", "labels": [_label(key) for key in value], "values": values}
    if isinstance(value, Set):
        return {"kind": "set", "values": _items(sorted(value, key=_label), depth)}
    if isinstance(value, np.ndarray | pd.Index | pd.api.extensions.ExtensionArray):
        return {"kind": "list", "values": _items(list(value.tolist()), depth)}
    if isinstance(value, list | tuple | range):
        return {"kind": "list", "values": _items(list(value), depth)}
    raise TypeError(f"a {type(value).__name__} is no answer")


def plain(answer: Encoded) -> Any:
    """The answer as a number, text, list, set or dict again: what a decision is made of.

    >>> plain(encode(pd.Series({"mail": 2, "call": 1})))
    {'mail': 2, 'call': 1}
    """
    kind = answer["kind"]
    if kind in ("number", "bool", "text"):
        return answer["value"]
    values = [plain(one) for one in answer.get("values", []) if kind != "frame"]
    if kind in ("dict", "series"):
        return dict(zip(answer["labels"], values, strict=True))
    return set(values) if kind == "set" else values


def _frame(frame: pd.DataFrame, depth: int) -> Encoded:
    columns = [_items(frame.iloc[:, n].tolist(), depth) for n in range(frame.shape[1])]
    return {
        "kind": "frame",
        "labels": _labels(frame.index),
        "index_names": [None if name is None else _label(name) for name in frame.index.names],
        "columns": [_label(name) for name in frame.columns],
        "values": columns,
    }


def _items(values: list[Any], depth: int) -> list[Encoded]:
    return [encode(value, depth=depth - 1) for value in values]


def _labels(index: pd.Index) -> list[str]:
    return [_label(value) for value in index.tolist()]


def _label(value: Any) -> str:
    """One form for a label: 1, 1.0 and numpy's 1 are the same, and so are a day and its midnight.

    >>> _label(1.0), _label(("gold", 2)), _label(pd.Timestamp("2024-01-31"))
    ('1', 'gold, 2', '2024-01-31')
    """
    if isinstance(value, tuple | list):
        return ", ".join(map(_label, value))
    if isinstance(value, numbers.Real) and not isinstance(value, bool | np.bool_):
        whole = math.isfinite(value) and float(value).is_integer()
        number: Any = value
        return str(int(number)) if whole else repr(float(number))
    if isinstance(value, np.datetime64 | datetime.date):
        return pd.Timestamp(value).isoformat().removesuffix("T00:00:00")
    return str(value).strip()
