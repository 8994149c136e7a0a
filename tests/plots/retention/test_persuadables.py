import pandas as pd
import pytest

from crmkit import plots
from tests.plots.drawn import overlaps, texts, title

NAMES = {"outcome": "stayed", "treated": "called"}


def test_kinds_of_the_picks_are_shares_of_those_treated():
    plans = pd.DataFrame({"response": [1, 1, 0, 0], "two models": [0, 1, 1, 0]})
    kind = pd.Series(["sure thing", "sure thing", "persuadable", "lost cause"])
    ax = plots.uplift.kind_bars(plans, kind)
    assert title(ax) == (
        "50 % of the picks of 'two models' can be persuaded, 0 % of those of 'response'"
    )
    assert [bar.get_width() for bar in ax.patches[:4]] == [0, 0.5, 1, 0.5]


def test_effects_are_differences_of_rates_in_points():
    rows = pd.DataFrame({"called": [0, 1] * 20, "stayed": [0, 1, 1, 1] * 10, "group": ["a"] * 40})
    rows.loc[20:, "group"] = "b"
    ax = plots.uplift.effects(rows, by="group", **NAMES)
    assert texts(ax) == ["+50.0", "+50.0"] and not overlaps(ax)


def test_curves_mark_what_the_best_three_tenths_gain():
    one = pd.DataFrame(
        {"customer_share": [0, 0.6, 1], "gained": [0.0, 40, 20], "by_chance": [0.0, 12, 20]}
    )
    ax = plots.qini.curves({"two models": one})
    assert title(ax) == "Gained by the best 30 %: two models 20, chance 6"
    assert ax.collections[0].get_offsets().tolist() == [[0.3, 20]]


def test_bars_are_means_and_the_title_counts_who_wins():
    methods = ["response", "two models"]
    far = {"low": [0.0, 1], "high": [4.0, 5]}
    first = pd.DataFrame({"estimate": [2.0, 3], **far}, index=methods)
    second = pd.DataFrame({"estimate": [3.0, 2], **far}, index=methods)
    ax = plots.qini.area_bars({"one": first, "other": second})
    assert [bar.get_height() for bar in ax.patches] == [2, 3, 3, 2]
    assert title(ax) == "The response model has the largest mean in 1 of 2 tests"
    assert not overlaps(ax)


def test_plans_beyond_chance_are_named():
    found = pd.DataFrame(
        {"estimate": [-0.004, 0.5], "low": [-1, 0.2], "high": [1, 0.8]}, index=["all", "best"]
    )
    ax = plots.policy.difference_intervals(found, against="lot", unit="yuan", per=10)
    assert texts(ax) == ["+0.0", "+5.0"]
    assert title(ax) == "Better than 'lot', beyond chance: best"
    nothing = plots.policy.difference_intervals(found.iloc[:1], against="lot", unit="yuan")
    assert title(nothing).endswith("no plan")


def test_nothing_to_draw_is_told():
    with pytest.raises(ValueError, match="name at least one"):
        plots.qini.curves({})
    with pytest.raises(ValueError, match="name at least one"):
        plots.qini.area_bars({})
