"""Is this answer the same as that one? Both as plain data from `answers.encode`."""

import math
from collections import Counter
from typing import Any

from crmkit.course.exercises.answers import Encoded


def same(answer: Encoded, reference: Encoded, *, decimals: int | None) -> bool:
    """Does the answer say what the reference says?

    Numbers agree within half a unit of the last decimal asked for (exactly, without `decimals`);
    text and labels without regard to case and spaces. Tables are compared by their labels, so the
    order of rows and columns does not count; a list that is asked for has an order, a set has none.
    """
    compared = _COMPARED.get(reference["kind"])
    return compared is not None and compared(answer, reference, decimals)


def attempted(answer: Encoded) -> bool:
    """Whether anything was filled in: not `...`, nor a table of nothing but `...`."""
    if answer.get("values"):
        return any(attempted(value) for value in _flat(answer))
    return answer["kind"] != "missing"


def complete(answer: Encoded) -> bool:
    """Whether no part of the answer is still `...`."""
    return answer["kind"] != "missing" and all(map(complete, _flat(answer)))


def by_reference(labels: list[str], reference: list[str]) -> list[str]:
    """These labels as the reference writes them, where only case and spaces differ.

    >>> by_reference(["anna", "Carl"], ["Anna", "Bert"])
    ['Anna', 'Carl']
    """
    own = {_folded(label): label for label in reference}
    if len(own) < len(set(reference)) or len({*map(_folded, labels)}) < len(set(labels)):
        return labels  # here the case tells two labels apart
    return [own.get(_folded(label), label) for label in labels]


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _flat(answer: Encoded) -> list[Encoded]:
    values = answer.get("values", [])
    return [one for column in values for one in column] if answer["kind"] == "frame" else values


def _number(answer: Encoded, reference: Encoded, decimals: int | None) -> bool:
    if answer["kind"] != "number":
        return False
    given, right = answer["value"], reference["value"]
    if math.isnan(right) or math.isinf(right):
        return given == right or (math.isnan(right) and math.isnan(given))
    within = 0.5 * 10.0**-decimals if decimals is not None else 0.0
    return abs(given - right) <= within + 1e-9 * max(abs(right), 1.0)


def _plain(answer: Encoded, reference: Encoded, decimals: int | None) -> bool:
    def folded(one: Encoded) -> Any:
        value = one.get("value")
        return _folded(value) if isinstance(value, str) else value

    return answer["kind"] == reference["kind"] and folded(answer) == folded(reference)


def _list(answer: Encoded, reference: Encoded, decimals: int | None) -> bool:
    if answer["kind"] not in ("list", "series"):
        return False
    return _all_same(answer["values"], reference["values"], decimals)


def _set(answer: Encoded, reference: Encoded, decimals: int | None) -> bool:
    if answer["kind"] not in ("set", "list", "series"):
        return False
    given, right = (Counter(map(_key, one["values"])) for one in (answer, reference))
    return given == right


def _series(answer: Encoded, reference: Encoded, decimals: int | None) -> bool:
    if answer["kind"] == "frame" and len(answer["columns"]) == 1:
        answer = answer | {"kind": "series", "values": answer["values"][0]}
    if answer["kind"] == "list":
        return _all_same(answer["values"], reference["values"], decimals)
    if answer["kind"] not in ("series", "dict"):
        return False
    return _by_label(answer, reference, decimals)


def _frame(answer: Encoded, reference: Encoded, decimals: int | None) -> bool:
    if answer["kind"] != "frame":
        return False
    columns = by_reference(answer["columns"], reference["columns"])
    answer = _with_index(answer | {"columns": columns}, reference)
    if sorted(answer["columns"]) != sorted(reference["columns"]):
        return False
    given = dict(zip(answer["columns"], answer["values"], strict=True))
    return all(
        _by_label(answer | {"values": given[name]}, reference | {"values": column}, decimals)
        for name, column in zip(reference["columns"], reference["values"], strict=True)
    )


def _with_index(answer: Encoded, reference: Encoded) -> Encoded:
    """The answer with the reference's index, where the answer has it as a column (reset_index)."""
    [name] = reference["index_names"] if len(reference["index_names"]) == 1 else [None]
    if name is None or name not in answer["columns"] or name in reference["columns"]:
        return answer
    place = answer["columns"].index(name)
    columns, values = list(answer["columns"]), list(answer["values"])
    del columns[place]
    return answer | {
        "columns": columns,
        "labels": [_key(one) for one in values.pop(place)],
        "values": values,
    }


def _by_label(answer: Encoded, reference: Encoded, decimals: int | None) -> bool:
    labels = by_reference(answer["labels"], reference["labels"])
    if Counter(labels) != Counter(reference["labels"]):
        return False
    if len(set(reference["labels"])) < len(reference["labels"]):
        return _all_same(answer["values"], reference["values"], decimals)
    given = dict(zip(labels, answer["values"], strict=True))
    return all(
        same(given[label], value, decimals=decimals)
        for label, value in zip(reference["labels"], reference["values"], strict=True)
    )


def _all_same(answer: list[Encoded], reference: list[Encoded], decimals: int | None) -> bool:
    return len(answer) == len(reference) and all(
        same(given, right, decimals=decimals)
        for given, right in zip(answer, reference, strict=True)
    )


def _key(one: Encoded) -> str:
    value = one.get("value")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return _folded(str(value)) if one["kind"] != "list" else str(one)


_COMPARED = {
    "number": _number,
    "bool": _plain,
    "text": _plain,
    "none": _plain,
    "list": _list,
    "set": _set,
    "series": _series,
    "dict": _series,
    "frame": _frame,
}
