"""Turn columns into exact amounts of money in one currency."""
