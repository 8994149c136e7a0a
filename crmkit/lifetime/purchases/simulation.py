"""Simulated purchases as an order log, for the models without contracts."""

import numpy as np
import pandas as pd


def order_log(
    customer: np.ndarray, day: np.ndarray, *, watched_days: np.ndarray, start: str | pd.Timestamp
) -> pd.DataFrame:
    """What would the orders of these customers look like?

    customer, day: of each repeat purchase, the customer (0, 1, ...) and the days since his first.
    watched_days: for how long each customer is watched from the first purchase on; who is watched
    for less comes later, so that all are watched up to the same end, `start` plus the longest time.
    One row a purchase, the first ones included, in the order of time: customer_id (int64),
    ordered_at (whole seconds), amount 1.0.
    """
    everybody = np.arange(len(watched_days))
    customer = np.concatenate([everybody, customer])
    day = np.concatenate([np.zeros(len(everybody)), day])
    day += (watched_days.max(initial=0) - watched_days)[customer]
    seconds = np.floor(day * 86_400).astype("timedelta64[s]")
    ordered_at = (pd.Timestamp(start).to_datetime64() + seconds).astype("datetime64[us]")
    order = np.lexsort((customer, ordered_at))
    return pd.DataFrame(
        {"customer_id": customer[order], "ordered_at": ordered_at[order], "amount": 1.0}
    )
