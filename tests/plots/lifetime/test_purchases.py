"""Figures of the stories behind the models, read from their artists."""

import matplotlib
import numpy as np
import pandas as pd
import pytest

matplotlib.use("Agg")
import matplotlib.pyplot as plt

from crmkit.lifetime import BGNBD, GammaGamma
from crmkit.plots import purchases
from tests.plots.drawn import title


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def texts(ax) -> list[str]:
    return [text.get_text() for text in ax.texts if text.get_text()]


def lines(ax) -> dict:
    return {line.get_label(): line for line in ax.lines}


# One customer


def test_time_line_shows_what_x_t_x_and_T_are():
    ax = purchases.time_line([41, 29, 156], age_days=270, left_on=156)
    assert lines(ax)["first purchase"].get_xdata() == [0]
    assert lines(ax)["repeat purchase"].get_xdata().tolist() == [29, 41, 156]
    assert lines(ax)["left (nobody sees it)"].get_xdata() == [156]
    assert texts(ax) == ["age at the last purchase, t_x = 156", "age, T = 270"]
    assert title(ax) == "x = 3 repeat purchases, then 114 days of silence"


def test_time_line_of_a_customer_who_never_came_back():
    ax = purchases.time_line([], age_days=90)
    assert title(ax) == "x = 0 repeat purchases, then 90 days of silence"
    assert "left (nobody sees it)" not in lines(ax)


@pytest.mark.parametrize("days", [[0, 20], [20, 300]])
def test_time_line_refuses_repeats_that_cannot_be(days):
    with pytest.raises(ValueError, match="after day 0 and up to age_days=270"):
        purchases.time_line(days, age_days=270)


# How customers differ

ALIKE = BGNBD(r=8, alpha=70, a=20, b=60, period_days=7)
DIFFERENT = BGNBD(r=1, alpha=8.75, a=1, b=3, period_days=7)


def test_rates_and_chances_draw_densities_and_the_common_mean():
    rates, chances = purchases.rates_and_chances({"alike": ALIKE, "different": DIFFERENT})
    # 8 in 70 weeks are 5.96 a year; 20 of 80 leave.
    assert texts(rates) == ["mean 6"] and texts(chances) == ["mean 0.25"]
    for ax in (rates, chances):
        at, height = lines(ax)["alike"].get_data()
        assert np.trapezoid(height, at) == pytest.approx(1, abs=0.01)
    # r = 1 is the exponential: at 0 as high as its rate, 1 / 5.96.
    assert lines(rates)["different"].get_ydata()[0] == pytest.approx(1 / 5.96, rel=0.01)
    # Beta(1, 3) is 3 (1 - p)^2.
    at, height = lines(chances)["different"].get_data()
    assert height == pytest.approx(3 * (1 - at) ** 2)
    assert rates.figure.get_suptitle() == "The same means, and yet very different customers"


def test_rates_and_chances_claim_equal_means_only_where_they_are():
    other = BGNBD(r=1, alpha=20, a=1, b=3, period_days=7)
    rates, _ = purchases.rates_and_chances({"alike": ALIKE, "other": other})
    assert not rates.figure.get_suptitle()
    with pytest.raises(ValueError, match="models is empty"):
        purchases.rates_and_chances({})


def test_spend_layers_show_customers_and_one_customers_orders():
    model = GammaGamma(p=6.25, q=3.74, gamma=15.44)
    customers, orders = purchases.spend_layers(model, own_mean=35)
    drawn = model.simulate(np.arange(10_000).repeat(20), rng=np.random.default_rng(1))
    means = drawn.reshape(-1, 20).mean(axis=1)
    # A mean of 20 orders still carries some luck, so a little wider than the own means.
    low, high = map(float, texts(customers)[0].split("\n")[1].split(" and "))
    assert np.mean((low < means) & (means < high)) == pytest.approx(0.8, abs=0.03)
    shape = drawn.reshape(-1, 20)[np.abs(means - 35) < 1]
    assert texts(orders) == ["8 of 10 between\n19 and 54"]
    assert np.mean((shape > 19) & (shape < 54)) == pytest.approx(0.8, abs=0.03)
    assert title(orders) == "Orders of one customer, mean 35 (p)"


# Money

PAIRS = pd.DataFrame({"first": [10.0, 40.0, 200.0], "second": [25.0, 38.0, 100.0]})


def test_next_order_counts_the_groups_that_fall_back_towards_the_mean():
    ax = purchases.next_order(PAIRS, mean=37)
    assert lines(ax)["came"].get_xydata().tolist() == PAIRS.to_numpy().tolist()
    claim = "In 3 of 3 groups the next order lies between the first and the mean"
    assert title(ax) == claim
    assert "200, then 100" in texts(ax) and "mean of all: 37" in texts(ax)
    ax = purchases.next_order(PAIRS.assign(second=[9.0, 38.0, 100.0]), mean=37)
    assert title(ax).startswith("In 2 of 3 groups")


def test_next_order_says_where_the_model_expects_too_much():
    ax = purchases.next_order(PAIRS.assign(expected=[20.0, 38.5, 99.0]), mean=37)
    assert lines(ax)["expected by the model"].get_ydata().tolist() == [20, 38.5, 99]
    assert title(ax) == "Above the mean the model expects too much in 1 of 2 groups"


def test_discounted_years_mark_a_year_and_what_a_purchase_then_counts():
    table = pd.DataFrame({"purchases": [0.4, 0.2], "discounted": [0.36, 0.15]}, index=[1, 2])
    ax = purchases.discounted_years(table, mark=2)
    assert [bar.get_height() for bar in ax.patches] == [0.4, 0.2, 0.36, 0.15]
    assert texts(ax) == ["0.200, discounted 0.150"]
    assert title(ax) == "In year 2 a purchase counts for 75 % of one today"
    with pytest.raises(ValueError, match=r"no year 3 in the table; found \[1, 2\]"):
        purchases.discounted_years(table, mark=3)


def test_value_by_repeats_compares_customers_with_value():
    index = pd.Index(["0", "1", "2 or more"], name="repeat purchases")
    table = pd.DataFrame({"customers": [60, 30, 10], "value": [5.0, 15.0, 30.0]}, index)
    ax = purchases.value_by_repeats(table)
    assert [bar.get_height() for bar in ax.patches] == pytest.approx([60, 30, 10, 10, 30, 60])
    assert texts(ax) == ["60", "30", "10", "10", "30", "60"]
    assert title(ax) == (
        "2 or more repeats: 10 % of customers, 60 % of value; 0 repeats: 60 and 10 %"
    )
    assert ax.get_xlabel() == "repeat purchases"


# Every figure


@pytest.mark.parametrize(
    ("figure", "table", "options"),
    [
        (purchases.next_order, PAIRS, {"mean": 37}),
        (
            purchases.discounted_years,
            pd.DataFrame({"purchases": [0.4], "discounted": [0.3]}, index=[1]),
            {"mark": 1},
        ),
        (purchases.value_by_repeats, pd.DataFrame({"customers": [3], "value": [1.0]}, ["0"]), {}),
    ],
)
def test_figures_draw_on_the_axes_given_and_name_a_missing_column(figure, table, options):
    kept = table.copy()
    _, (first, second) = plt.subplots(1, 2)
    assert figure(table, ax=second, **options) is second
    assert not first.has_data() and second.has_data()
    pd.testing.assert_frame_equal(table, kept)
    column = table.columns[-1]
    with pytest.raises(ValueError, match=f"no column '{column}'; found"):
        figure(table.drop(columns=column), **options)
