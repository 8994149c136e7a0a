"""Figures of key accounts, read from their artists."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from crmkit.plots import key_accounts
from crmkit.plots.style import BAD, GOOD, QUIET
from tests.plots.drawn import overlaps, texts, title

PRICES = pd.DataFrame(
    {"difference": [20.0, -15, 2], "low": [10.0, -20, -5], "high": [30.0, -10, 9]},
    index=list("abc"),
)
VALUES = pd.DataFrame(
    {"estimate": [1500.0, -1200], "break_even_price": [115.0, 160],
     "lowest_break_even": [100.0, 150], "highest_break_even": [130.0, 170]}, index=["A", "B"],
)  # fmt: skip


def test_accounts_are_coloured_by_what_is_clear():
    ax = key_accounts.against_mix(PRICES)
    dots = {line.get_ydata()[0]: line.get_color() for line in ax.lines if line.get_marker() == "o"}
    assert dots == {-15: BAD, 2: QUIET, 20: GOOD}
    assert title(ax) == "Of 3 accounts 1 pay clearly less than their mix, 1 clearly more"


def test_contracts_that_pay_are_green_and_added_up():
    ax = key_accounts.break_even_prices(VALUES, price=140, bills=pd.Series({"A": 150.0, "B": 160}))
    dots = {line.get_ydata()[0]: line.get_color() for line in ax.lines if line.get_marker() == "o"}
    assert dots == {115: GOOD, 160: BAD}
    said = "At 140 yuan a head a contract pays with 1 of 2 accounts: together 1,500 yuan"
    assert title(ax) == said
    assert texts(ax) == ["contract: 140"] and overlaps(ax) == []


def test_given_axes_are_used_and_missing_columns_named():
    _, ax = plt.subplots()
    assert key_accounts.against_mix(PRICES, ax=ax) is ax
    with pytest.raises(ValueError, match="no column 'estimate'"):
        key_accounts.break_even_prices(VALUES.drop(columns="estimate"), price=1)
