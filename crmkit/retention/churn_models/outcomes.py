"""What happened to the customers whom something was said of, in the same order."""

import pandas as pd

from crmkit import flags, tables

__all__ = ["outcome"]


def outcome(
    left: pd.Series,
    said: "pd.Series | pd.DataFrame",
    *,
    names: tuple[str, str] = ("left", "scores"),
    both: bool = False,
) -> pd.Series:
    """1 and 0 in the order of what was said, once both are seen to be of the same customers.

    both: refuse customers who all left, or all stayed.

    >>> outcome(pd.Series([1, 0], index=["b", "a"]), pd.Series([0.2, 0.7], index=["a", "b"]))
    a    0
    b    1
    Name: left, dtype: int64
    """
    tables.check_series(left, name=names[0])
    for values, name in ((left, names[0]), (said, names[1])):
        if values.empty:
            raise ValueError(f"{name} is empty: there are no customers")
        tables.check_each_once(values.index, name=name)
    tables.check_same_customers(left.index, said.index, names=names)
    gone = flags.happened(left.to_frame(names[0]), names[0], who="those who left")
    gone = gone.reindex(said.index)
    if both and gone.nunique() < 2:
        raise ValueError(
            f"{names[0]} is {gone.iloc[0]} for every customer: there is nothing to tell"
        )
    return gone
