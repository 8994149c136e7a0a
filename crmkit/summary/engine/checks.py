"""What every engine asks of an order log, in one wording: columns, types, whole cents."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from crmkit import tables

if TYPE_CHECKING:
    import pyarrow.parquet as pq

COLUMNS = ("customer_id", "ordered_at", "amount")
COLUMN_MEND = "Read the source with crmkit.orders.read, which maps columns, or rename them."
UNIX_EPOCH = date(1970, 1, 1)
MOST_CENTS = 2**62  # that all lines together may come to, so that any sum fits in 64 bits

# Spark's functions for zones give a TIMESTAMP, shown in the session's zone, and its casts go
# through that zone. What follows does not, and is right in an hour that a clock shows twice.
SPARK_TIME_IN_ZONE = (
    "timestamp_ntz'1970-01-01' + make_dt_interval(0, 0, 0, "
    "unix_micros(from_utc_timestamp(ordered_at, 'Asia/Shanghai')) / 1e6)"
)
ZONE_MEND = "Convert it to the shop's zone and drop the zone when writing the table."


def days_since_1970(day: date) -> int:
    """Return the day as a whole number."""
    return (day - UNIX_EPOCH).days


def check_not_before_first(end: date, first: date, name: str) -> None:
    """Refuse a day on which no order had happened yet."""
    if end < first:
        raise ValueError(
            f"{name}={end} is before the first order, {first}: there is no customer yet. "
            f"Choose a {name} on or after {first}."
        )


def check_columns(found: Sequence[str]) -> None:
    """Refuse a table that lacks one of the three columns, or has one twice."""
    tables.check_names(found, COLUMNS, name="the order log", mend=COLUMN_MEND)


def check_sum(lines: int, lowest: float, highest: float) -> None:
    """Refuse amounts so large that their sum in cents might fit in no integer."""
    if max(-lowest, highest) * 100 * lines >= MOST_CENTS:
        raise too_large(lowest, highest)


def check_not_int96(parquet: "pq.ParquetSchema") -> None:
    """Refuse Spark's old way of storing instants, which Arrow shows as times without a zone."""
    places = (parquet.column(place) for place in range(len(parquet)))
    if any(one.path == "ordered_at" and one.physical_type == "INT96" for one in places):
        raise wrong_type(
            "ordered_at",
            "INT96",
            "a timestamp without a time zone",
            "Spark stores instants so, in UTC. Write a TIMESTAMP_NTZ, in Spark SQL "
            f"{SPARK_TIME_IN_ZONE}, with your zone; or "
            "read the file with crmkit.orders.read(path, timezone='Asia/Shanghai').",
        )


def check_types(
    found: Sequence[object],
    *,
    ids: bool,
    times: bool,
    zone: bool,
    amounts: bool,
    zone_mend: str = ZONE_MEND,
) -> None:
    """Refuse columns, of the types `found`, that are not what they must be."""
    if not ids:
        raise wrong_type(
            "customer_id", found[0], "text or whole numbers", "Cast it to text or integers."
        )
    if not times:
        raise wrong_type("ordered_at", found[1], "a timestamp or a date", "Cast it to a timestamp.")
    if zone:
        raise wrong_type(
            "ordered_at",
            found[1],
            "a timestamp without a time zone",
            zone_mend,
        )
    if not amounts:
        raise wrong_type("amount", found[2], "numeric", "Cast it to double.")


def missing_values(column: str, count: int, where: str, keep: str | None = None) -> ValueError:
    """Build the error for missing values in one of the three columns; `keep` drops such rows."""
    mend = f"Drop such rows: {keep}."
    if keep is None:
        keep = f"log.dropna(subset=[{column!r}])"
        if column == "amount":
            keep = "log[numpy.isfinite(log['amount'])]"
        mend = f"crmkit.orders.read reports and removes such rows; or drop them yourself: {keep}."
    also = ", or infinite" if column == "amount" else ""
    return ValueError(f"{column!r} is missing in {count:,} row(s){also}; first: {where}. {mend}")


def not_whole_cents(
    count: int, where: str, rounded: str = "log.assign(amount=log['amount'].round(2))"
) -> ValueError:
    """Build the error for amounts that no coin can pay."""
    return ValueError(
        f"'amount' has fractions of a cent in {count:,} row(s); first: {where}. "
        f"Money is counted in whole cents so that sums reconcile: {rounded}."
    )


def too_large(lowest: float, highest: float) -> ValueError:
    """Build the error for amounts whose sum in cents no integer holds."""
    return ValueError(
        f"'amount' goes from {lowest:,.6g} to {highest:,.6g}: too large to add up to the "
        "cent. Is it the right column?"
    )


def empty_log() -> ValueError:
    """Build the error for a log without lines."""
    return ValueError("the order log is empty: it has no rows to summarise.")


def wrong_type(column: str, found: object, wanted: str, mend: str) -> ValueError:
    """Build the error for a column of the wrong type."""
    return ValueError(f"{column!r} has type {found}, but must be {wanted}. {mend}")
