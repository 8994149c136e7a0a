"""The engine room: how order lines become sums by customer, fast and exact. No learner need enter.

What `crmkit.summary` asks of an engine is one call, `spending(start=, end=, period_days=)`: how
often and for how much did each customer buy between two days. Three engines answer it, and one
test suite holds them to the same table, to the cent:

- `in_memory` for a pandas frame. It gives each customer a whole number (`text_codes` does so for
  ids that are texts) and hands the lines to `packed_sort`.
- `parquet` for files that fit in memory when packed, whatever their own size: each thread reads
  65,536 lines at a time, packs them and forgets them. Where ids are texts they are read twice, and
  `fingerprints` numbers the customers: of a text no more is kept than one copy a customer.
- `out_of_memory` for larger files, by DuckDB within a memory limit, and for a table in DuckDB,
  Spark or a warehouse, as one Ibis expression that stays there.

Why the first two are fast, all of it in `packed_sort`: customer, day and cents of a line are laid
side by side in one 64-bit integer. Sorting these integers is the whole work: afterwards the lines
of a customer stand together, newest first, and what the customer bought is a sum over neighbours.
Others group the lines: they look up each line's customer and day in a table that is larger than
the processor's cache, and wait for memory every time. A sort runs through memory in one direction,
numpy does it with vector instructions, eight integers at once, and a line takes 8 bytes from first
to last. And the work falls into parts that do not depend on each other, so that `threads` gives
each core its share: lines to read and to pack, the lower or the upper half to sort, customers to
sum up. It is exact because cents are whole numbers.

`checks` says what each of them asks of a log, in the same words.
"""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from crmkit.summary.engine.in_memory import OrderLines
    from crmkit.summary.engine.out_of_memory import OrderFiles

__all__ = ["open_log"]


def open_log(log: pd.DataFrame | str | PathLike[str], memory_limit: str) -> OrderLines | OrderFiles:
    """Check the log, and choose the engine for it."""
    if isinstance(log, pd.DataFrame):
        from crmkit.summary.engine.in_memory import OrderLines

        return OrderLines.of(log)
    if isinstance(log, str | PathLike):
        from crmkit.summary.engine.parquet import open_parquet

        return open_parquet(Path(log), memory_limit)
    if hasattr(log, "log") and hasattr(log, "report"):
        mend = "crmkit.orders.read gives a log and a report: pass its log, reading.log."
    elif hasattr(log, "get_backend"):
        mend = "Write the Ibis table to a file, table.to_parquet(path), and pass the path."
    else:
        mend = "Pass an order log (a pandas DataFrame) or the path of a Parquet file."
    raise TypeError(f"cannot summarise a {type(log).__name__}. {mend}")
