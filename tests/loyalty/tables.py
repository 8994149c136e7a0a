"""A table of each public function of `crmkit.loyalty`, for the test of the vocabulary.

Name of the function -> its tables. A pair is a table and the columns that are of the caller's own
naming.
"""

from typing import Any

LOYALTY: dict[str, list[Any]] = {}
