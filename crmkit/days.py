"""Days: a date that is given as text is read in one way only, or refused."""

from datetime import date, datetime

import pandas as pd

Day = str | date | pd.Timestamp


def to_day(value: Day, name: str) -> date:
    """The calendar day that `value` names; nothing is guessed.

    value: text as year-month-day, a datetime.date or a pandas.Timestamp without a time zone.
    name: of the argument, for the message of the ValueError that anything else raises.

    >>> to_day("04/03/2024", "as_of")
    Traceback (most recent call last):
    ValueError: as_of='04/03/2024' is not a date that can be read without guessing. Write it as year-month-day: as_of='2024-03-31'.
    """  # noqa: E501
    if isinstance(value, str):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            raise ValueError(
                f"{name}={value!r} is not a date that can be read without guessing. "
                f"Write it as year-month-day: {name}='2024-03-31'."
            ) from None
    if isinstance(value, type(pd.NaT)) or not isinstance(value, date):
        raise ValueError(
            f"{name}={value!r} is not a day. Give a string such as '2024-03-31', "
            "a datetime.date or a pandas.Timestamp."
        )
    if isinstance(value, datetime):
        if value.tzinfo is not None:
            raise ValueError(
                f"{name}={value} carries a time zone, while an order log has none. "
                "Convert it to the log's zone and drop the zone: value.tz_localize(None)."
            )
        return value.date()
    return value
