"""Figures of a firm's value, read from their artists; the claims, from the tables."""

import pandas as pd
import pytest
from matplotlib.colors import to_hex

from crmkit.plots import firm
from crmkit.plots.style import BAD, GOOD
from tests.plots.drawn import overlaps, texts, title

RATES = pd.DataFrame(
    {"retention_rate": [0.68, 0.75, 0.86], "low": [0.67, 0.73, 0.83], "high": [0.69, 0.77, 0.88]},
    index=[1, 2, 3],
)
VALUES = pd.DataFrame({"one rate": [1e6, 2e6], "model": [2e6, 2.5e6]}, index=[2024, 2025])


def test_renewal_rates_say_the_first_and_the_last():
    ax = firm.renewal_rates(RATES, one_rate=0.73, model=RATES["retention_rate"])
    assert title(ax) == "68 % make renewal 1; of those who get that far, 86 % make renewal 3"
    assert [t.get_text() for t in ax.get_legend().get_texts()][:2] == ["model", "one rate for all"]
    assert not overlaps(ax)


def test_cohort_values_add_up_to_the_title():
    ax = firm.cohort_values(VALUES)
    assert title(ax) == "The base is worth 3.00 m by one rate, 4.50 m by model"
    assert [bar.get_height() for bar in ax.patches] == pytest.approx([1, 2, 2, 2.5])
    assert not overlaps(ax)
    with pytest.raises(ValueError, match="two ways are compared"):
        firm.cohort_values(VALUES[["model"]])


def test_the_bridge_ends_at_the_sum():
    parts = pd.Series({"today": 4e6, "to come": 6e6, "cost": -3e6})
    ax = firm.value_bridge(parts)
    assert title(ax) == "Of 7.00 m the customers of today make 57 %"
    assert texts(ax) == ["+4.00", "+6.00", "-3.00", "7.00"]
    colors = [to_hex(bar.get_facecolor()) for bar in ax.patches]
    assert colors[:3] == [GOOD, GOOD, BAD]
    assert not overlaps(ax)


def test_one_per_cent_pays_to_where_the_line_falls_through_zero():
    gains = pd.DataFrame({"one": [30e3, 10e3, -10e3], "two": [50e3, 30e3, -20e3]}, index=[0, 2, 4])
    ax = firm.one_percent(gains)
    assert title(ax).endswith("at most 3.0 % (one) or 3.2 % (two)")
    assert texts(ax) == ["3.0 %", "3.2 %"]
    with pytest.raises(ValueError, match="'one' does not fall through 0"):
        firm.one_percent(gains.iloc[:2])
