"""What every engine asks of an order log, in one wording: columns, types, whole cents."""

from collections.abc import Sequence
from datetime import date

from crmkit import tables

COLUMNS = ("customer_id", "ordered_at", "amount")
UNIX_EPOCH = date(1970, 1, 1)


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
    mend = "Read the source with crmkit.orders.read, which maps columns, or rename them."
    tables.check_names(found, COLUMNS, name="the order log", mend=mend)


def check_types(
    found: Sequence[object], *, ids: bool, times: bool, zone: bool, amounts: bool
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
            "Convert it to the shop's zone and drop the zone when writing the table.",
        )
    if not amounts:
        raise wrong_type("amount", found[2], "numeric", "Cast it to double.")


def missing_values(column: str, count: int, where: str) -> ValueError:
    """Build the error for missing values in one of the three columns."""
    return ValueError(
        f"{column!r} is missing in {count:,} row(s); first: {where}. "
        "crmkit.orders.read reports and removes such rows; "
        f"or drop them yourself: log.dropna(subset=[{column!r}])."
    )


def not_whole_cents(count: int, where: str) -> ValueError:
    """Build the error for amounts that no coin can pay."""
    return ValueError(
        f"'amount' has fractions of a cent in {count:,} row(s); first: {where}. "
        "Money is counted in whole cents so that sums reconcile: "
        "log.assign(amount=log['amount'].round(2))."
    )


def too_large(lowest: float, highest: float) -> ValueError:
    """Build the error for amounts whose sum in cents no integer holds."""
    return ValueError(
        f"'amount' goes from {lowest:,.0f} to {highest:,.0f}: too large to add up to the "
        "cent. Is it the right column?"
    )


def empty_log() -> ValueError:
    """Build the error for a log without lines."""
    return ValueError("the order log is empty: it has no rows to summarise.")


def wrong_type(column: str, found: object, wanted: str, mend: str) -> ValueError:
    """Build the error for a column of the wrong type."""
    return ValueError(f"{column!r} has type {found}, but must be {wanted}. {mend}")
