"""One rule for a date, wherever one comes in: nothing is guessed."""

from datetime import date

import pandas as pd
import pytest

from crmkit import orders, summary

LOG = pd.DataFrame(
    {
        "customer_id": ["a", "b", "a"],
        "ordered_at": pd.to_datetime(["2024-03-01", "2024-03-02", "2024-04-03"]),
        "amount": [1.0, 2.0, 3.0],
    }
)
# Everything of the way in that takes a day: the argument's name, and a call with it.
TAKE_A_DAY = {
    "orders.read": ("as_of", lambda day: orders.read(LOG, as_of=day, may_drop=1).report.rows_out),
    "summary.customers": (
        "as_of",
        lambda day: summary.customers(LOG, as_of=day)["purchases"].sum(),
    ),
    "summary.split, calibration": (
        "calibration_end",
        lambda day: summary.split(LOG, calibration_end=day, holdout_end="2024-12-31")[0][
            "purchases"
        ].sum(),
    ),
    "summary.split, holdout": (
        "holdout_end",
        lambda day: (
            summary.split(LOG, calibration_end="2024-03-02", holdout_end=day)[1]["days"].iloc[0]
            == 29
        ),
    ),
}
everywhere = pytest.mark.parametrize(("name", "call"), TAKE_A_DAY.values(), ids=TAKE_A_DAY.keys())


@everywhere
@pytest.mark.parametrize("text", ["04/03/2024", "2024-3-4 May", "3 April 2024", "soon", ""])
def test_text_that_would_have_to_be_guessed_is_refused(name, call, text):
    with pytest.raises(ValueError) as refused:
        call(text)
    assert f"{name}={text!r} is not a date that can be read without guessing" in str(refused.value)
    assert f"{name}='2024-03-31'" in str(refused.value)


@everywhere
@pytest.mark.parametrize("value", [20240304, 1.5, pd.NaT, ["2024-03-04"]])
def test_what_is_no_day_is_refused(name, call, value):
    with pytest.raises(ValueError, match=rf"{name}=.* is not a day"):
        call(value)


@everywhere
def test_a_zone_is_refused_with_the_way_to_mend_it(name, call):
    with pytest.raises(ValueError, match=rf"{name}=.* carries a time zone.*tz_localize\(None\)"):
        call(pd.Timestamp("2024-03-31", tz="Asia/Shanghai"))


@everywhere
def test_every_way_to_write_a_day_means_the_same(name, call):
    given = ["2024-03-31", " 2024-03-31 ", date(2024, 3, 31), pd.Timestamp("2024-03-31 18:30")]
    # Of the three orders two are known by then; the holdout is 29 days long.
    assert {call(day) for day in given} in ({2}, {True})
