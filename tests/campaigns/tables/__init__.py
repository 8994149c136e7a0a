"""A table of each public function of `crmkit.campaigns`, for the test of the vocabulary.

One file a lesson, each with TABLES: name of the function -> its tables. A pair is a table and the
columns that are of the caller's own naming.
"""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

CAMPAIGNS: dict[str, list[Any]] = {
    name: tables
    for found in iter_modules(__path__, f"{__name__}.")
    for name, tables in import_module(found.name).TABLES.items()
}
