"""Each student's own data: the same name gives the same tables, on every machine."""

import hashlib
import unicodedata
from copy import deepcopy
from pathlib import PurePath
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd


def draw(code: str, sheet: str, student: str) -> dict[str, Any]:
    """Which company does this student analyse? The names that a sheet's data cell defines.

    `code` runs with `seed` (a whole number) and `rng` (a numpy generator), both from the sheet's
    and the student's name alone. Imports, functions and names that begin with _ stay inside.

    >>> draw("orders = rng.integers(9, size=2).tolist()", "13_rfm", "Li Wei")
    {'orders': [4, 5]}
    """
    seed = seed_of(sheet, student)
    namespace: dict[str, Any] = {"seed": seed, "rng": np.random.default_rng(seed)}
    exec(compile(code, f"<data of {sheet}>", "exec"), namespace)
    return {
        name: value
        for name, value in namespace.items()
        if name not in ("seed", "rng")
        and not name.startswith("_")
        and not isinstance(value, ModuleType)
        and not callable(value)
    }


def seed_of(sheet: str, student: str) -> int:
    """The seed of a student's data: from a hash that no platform or Python version changes.

    >>> seed_of("13_rfm", " li  WEI ") == seed_of("13_rfm", "Li Wei")
    True
    """
    text = f"{sheet}\n{same_name(student)}".encode()
    return int.from_bytes(hashlib.sha256(text).digest()[:6], "big")


def same_name(student: str) -> str:
    """One form for all ways to type a name: width, case and spaces do not count."""
    return " ".join(unicodedata.normalize("NFKC", student).casefold().split())


def called(name: str, known: list[str]) -> str:
    """Which of these sheets is meant, by name, number or file; empty if none, or more than one.

    >>> called("13", ["12_concentration", "13_rfm"]), called("mine.sheet", ["mine"])
    ('13_rfm', 'mine')
    """
    wanted = PurePath(name).stem if name.endswith((".py", ".sheet")) else name
    if wanted in known:
        return wanted
    meant = [one for one in known if wanted and one.partition("_")[0] == wanted]
    return meant[0] if len(meant) == 1 else ""


def fresh(value: Any) -> Any:
    """A copy that may be changed, of what changes in use; the sheet keeps its own."""
    if isinstance(value, pd.DataFrame | pd.Series | np.ndarray):
        return value.copy()
    return deepcopy(value) if isinstance(value, list | dict | set | np.random.Generator) else value
