"""Any order export becomes an order log, and every row and cent is accounted for.

`read`, in `reading.py`, walks an export through the rooms of this house, in this order:

1. `sources` opens what holds the orders: a file, a folder, a table in memory, a database. It knows
   the names of the columns, and reads those that are asked for. CSV has a room of its own, `csv`:
   its encoding, delimiter and header must be found, and its broken lines explained.
2. `columns` finds which column says who, when and how much: the caller names it, or it has the
   header of a known shop. It guesses only to suggest, never to read.
3. `dates`, `amounts` and `ids` each turn one column into numbers, with notes of what they had to
   interpret. What can be read in two ways is refused there, with the way to say which is meant.
   `lines.py` asks each column in turn.
4. `cleaning` applies the rules, one after the other, to lines that are numbers by now: cancelled
   orders, faulty rows, repeats, returns. Its report says what each rule took, in rows and money,
   and a read that loses too much is refused.

In every room the file to begin with has the room's question: `sources/opening.py`, `csv/file.py`,
`columns/column.py`, the `column.py` of dates, amounts and ids, `cleaning/rules.py`.
"""

from crmkit.orders.cleaning.report import Report, Rule
from crmkit.orders.columns.presets import PRESETS
from crmkit.orders.reading import Reading, read

__all__ = ["PRESETS", "Reading", "Report", "Rule", "read"]
