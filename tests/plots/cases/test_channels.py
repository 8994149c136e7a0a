"""Figures of a channel, read from their artists."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex

from crmkit.campaigns import double_margin as margins
from crmkit.plots import double_margin, ordered_choice, referral_fee
from crmkit.plots.style import EXPECTED
from tests.plots.drawn import overlaps, texts, title

LINE = margins.LinearDemand(1, 1)
SHARES = pd.DataFrame(
    {"estimate": [0, 0.1, 0.3, 0, -0.2], "low": [0, 0.05, 0.2, 0, -0.3],
     "high": [0, 0.15, 0.4, 0, -0.1]},
    index=pd.MultiIndex.from_tuples(
        [("influence", "Low"), ("influence", "Medium"), ("influence", "High"),
         ("housing", "Tower"), ("housing", "Terrace")], names=["predictor", "group"]),
)  # fmt: skip
FEE = pd.DataFrame(
    {"estimate": [9000.0, 4000], "low": [8500.0, 3000], "high": [9500.0, 5000]},
    index=["customer_worth", "break_even_fee"],
)
PARTS = pd.DataFrame({"undiscounted": [10_500.0], "present_value": [9000.0]}, index=["total"])


def test_rectangles_are_profits_and_the_title_says_what_is_lost():
    ax = double_margin.two_margins(margins.arrangements(LINE, unit_cost=0))
    assert [bar.get_width() * bar.get_height() for bar in ax.patches] == [0.25, 0.1875]
    assert texts(ax) == ["together: 0.2500", "apart: 0.1875"] and overlaps(ax) == []
    assert title(ax) == "Two margins lose 25 % of the profit and 50 % of sales"
    line = ax.lines[0]
    assert line.get_xdata().tolist() == [0, 1] and line.get_ydata().tolist() == [1, 0]


def test_books_and_trial_are_two_lines_with_their_slopes_in_the_title():
    price = np.linspace(20_000, 30_000, 50)
    books = pd.DataFrame({"price": price, "units": price / 1000 - 15})
    trial = pd.DataFrame({"price": price, "units": 32 - price / 1000})
    ax = double_margin.books_and_trial(books, trial, price="price", units="units")
    assert title(ax) == "1,000 yuan more: +1.0 units in the books, −1.0 units in the trial"
    rising, falling = (line.get_ydata() for line in ax.lines[1::2])
    assert rising[-1] > rising[0] and falling[-1] < falling[0]


def test_fees_of_the_band_are_those_at_which_neither_loses():
    fees = margins.fee_range(LINE, unit_cost=0) * 1000
    offers = pd.DataFrame({"wholesale_price": 0.0, "fee": np.linspace(0, 0.3, 4)})
    signed = margins.contracts(LINE, offers, unit_cost=0) * 1000
    ax = double_margin.fee_lines(signed, producer_now=125, dealer_now=62.5)
    band = ax.patches[0]
    assert band.get_x() == pytest.approx(fees["lowest_fee"] / 1000)
    assert band.get_x() + band.get_width() == pytest.approx(fees["highest_fee"] / 1000)
    with pytest.raises(ValueError, match="several wholesale prices"):
        mixed = signed.assign(wholesale_price=[0, 1, 2, 3])
        double_margin.fee_lines(mixed, producer_now=0, dealer_now=0)


def test_moves_are_in_points_and_the_widest_predictor_is_blue():
    ax = ordered_choice.share_moves(SHARES, answer="high satisfaction")
    bars = ax.containers[0].patches
    assert [bar.get_width() for bar in bars] == pytest.approx([10, 30, -20])
    assert [to_hex(bar.get_facecolor()) == EXPECTED for bar in bars] == [True, True, False]
    assert texts(ax) == ["+10", "+30", "−20"] and overlaps(ax) == []
    assert title(ax) == "Points from the lowest group to the highest: influence 30, housing 20"


def test_fee_steps_are_the_worth_and_what_the_agent_adds():
    ax = referral_fee.fee_steps(PARTS, FEE, asked=3_500)
    widths = [bar.get_width() for bars in ax.containers if hasattr(bars, "patches")
              for bar in bars.patches]  # fmt: skip
    assert widths == [10_500, 9_000, 4_000] and overlaps(ax) == []
    assert texts(ax)[-1] == "asked: 3,500"
    assert title(ax) == "A fee pays up to 4,000 yuan (3,000 to 5,000)"
    with pytest.raises(ValueError, match="no column 'low'"):
        referral_fee.fee_steps(PARTS, FEE.drop(columns="low"), asked=1)
