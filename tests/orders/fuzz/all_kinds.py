"""Every kind of order file."""

# Importing a topic registers its kinds.
from tests.orders.fuzz import (  # noqa: F401
    amounts,
    arrow,
    currency,
    dates,
    encodings,
    excel,
    ids,
    layout,
    many,
    mixed,
    shops,
)
from tests.orders.fuzz.kinds import KINDS

__all__ = ["KINDS"]
