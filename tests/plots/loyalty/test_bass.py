import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from crmkit.plots.loyalty.bass import early_fits, sales_and_fit
from tests.plots.drawn import overlaps, texts, title


def sales():
    year = pd.Index(range(1, 7), name="year")
    return pd.Series([10.0, 30, 60, 90, 80, 50], index=year, name="thousands")


def fits():
    columns = {"estimate": [100.0, 250, 400], "low": [80.0, 90, 380], "high": [120.0, 9e3, 440]}
    return pd.DataFrame({**columns, "before_peak": [True, True, False]}, index=[4, 5, 6])


def test_sales_and_fit_hold_both_series_and_the_peak():
    expected = pd.Series([12.0, 33, 61, 84, 77, 52, 30])
    ax = sales_and_fit(sales(), expected, peak_time=3.6)
    assert [bar.get_height() for bar in ax.patches] == sales().to_list()
    curve, peak = ax.lines
    assert curve.get_xdata().tolist() == list(range(1, 8))
    assert curve.get_ydata().tolist() == expected.to_list()
    # Period 4 runs from 3 to 4 and its bar stands at 4.
    assert peak.get_xdata() == pytest.approx([4.1, 4.1])
    assert texts(ax) == ["peak after 3.6 years, \nin year 4 "]
    assert title(ax) == "6 years and the model: its peak comes after 3.6 years"


def test_early_fits_name_the_first_interval_that_was_too_low():
    ax = early_fits(fits(), sold=sales())
    assert title(ax) == "After 4 years the fit said 120 at most; 320 were sold"
    assert texts(ax) == ["sold in 6 years: 320", "up to 9,000", "120"]
    total = next(line for line in ax.lines if line.get_label() == "sold so far")
    assert total.get_ydata().tolist() == [10, 40, 100, 190, 270, 320]
    before, after = (box.lines[0] for box in ax.containers)
    assert before.get_ydata().tolist() == [100, 250]
    assert after.get_ydata().tolist() == [400]
    assert overlaps(ax) == []


def test_early_fits_without_such_an_interval_say_how_the_market_moved():
    wide = fits().assign(high=[500.0, 600, 440])
    ax = early_fits(wide, sold=sales())
    assert title(ax) == "After 4 years the fit said 100, after 6 400"


def test_tables_are_left_as_they_are_and_axes_used():
    _, ax = plt.subplots()
    table = fits()
    assert early_fits(table, sold=sales(), ax=ax) is ax
    assert_frame_equal(table, fits())


def test_what_cannot_be_drawn_is_refused():
    with pytest.raises(ValueError, match="expected has 5 periods, sales 6"):
        sales_and_fit(sales(), sales().head(5), peak_time=3)
    with pytest.raises(ValueError, match="no fit has an estimate"):
        early_fits(fits().assign(estimate=np.nan), sold=sales())
