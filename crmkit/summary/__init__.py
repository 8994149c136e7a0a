"""From an order log to one row a customer.

One contract wherever the log lies: a frame is counted in memory, a Parquet file too large for that
by DuckDB on disk, an Ibis table in its database and a PySpark frame in Spark. How, is behind the
door of `crmkit.summary.engine`.
"""

from crmkit.summary.bridge import from_frequency_recency_T, to_frequency_recency_T
from crmkit.summary.customer_table import customers, left_out
from crmkit.summary.gaps import log_gaps, regularity
from crmkit.summary.histories import distinct_histories
from crmkit.summary.holdout import Split, split

__all__ = [
    "Split",
    "customers",
    "distinct_histories",
    "from_frequency_recency_T",
    "left_out",
    "log_gaps",
    "regularity",
    "split",
    "to_frequency_recency_T",
]
