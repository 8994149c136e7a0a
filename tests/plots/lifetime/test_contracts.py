"""Figures of contracts, read from their artists; what the titles claim, from the tables."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

import crmkit
from crmkit.lifetime import SBG, BdW
from crmkit.plots import contracts
from tests.plots.drawn import overlaps, texts, title

YEARS = pd.Index(range(4), name="year")
SURVIVAL = pd.DataFrame(
    {"actual": [1, 0.8, 0.7, 0.5], "near": [1, 0.75, 0.66, 0.51], "far": [1, 0.8, 0.7, 0.4]}, YEARS
)
KINDS = pd.DataFrame({"loyal": [100.0, 90, 81, 72.9], "fickle": [100.0, 50, 25, 12.5]}, YEARS)
RATES = pd.DataFrame({"A": [0.8, 0.85, 0.9], "B": [0.6, 0.8, 0.7]}, pd.Index([1, 2, 3]))
SPREAD = pd.DataFrame({"A": [0.5, 0.3, 0.2], "B": [0.2, 0.3, 0.5]}, pd.Index([0.0, 0.1, 0.2]))
MEANS = {"A": 0.12, "B": 0.18}

FIGURES = {
    "projections": (contracts.survival_projections, SURVIVAL, {"fitted_up_to": 2}),
    "kinds": (contracts.survivors_by_kind, KINDS, {}),
    "retention": (contracts.retention_lines, RATES, {}),
    "spread": (contracts.leaving_spread, SPREAD, {"means": MEANS}),
}
EVERY_FIGURE = pytest.mark.parametrize("name", FIGURES)


def lines(ax) -> dict:
    return {line.get_label(): line for line in ax.lines}


# Projections


def test_projections_draw_every_forecast_as_customers_of_a_thousand():
    ax = contracts.survival_projections(SURVIVAL, fitted_up_to=2)
    for name in SURVIVAL:
        assert lines(ax)[name].get_ydata() == pytest.approx(1000 * SURVIVAL[name])
    assert texts(ax) == ["not seen by the forecasts", "far 400", "actual 500", "near 510"]
    # .51 to .50 at the end; before it, the other one was the nearer.
    assert title(ax) == "500 of 1,000 stayed; forecasts: near 510, far 400"
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("year", "still customers, of 1,000")
    assert ax.patches[0].get_x() == 2 and ax.patches[0].get_width() == 1


def test_one_forecast_is_neither_best_nor_worst():
    ax = contracts.survival_projections(SURVIVAL[["actual", "far"]], fitted_up_to=2, of=100)
    assert title(ax) == "50 of 100 stayed; forecasts: far 40"


def test_before_the_years_come_the_title_gives_the_range_of_the_forecasts():
    unknown = SURVIVAL.assign(actual=[1, 0.8, 0.7, np.nan])
    ax = contracts.survival_projections(unknown, fitted_up_to=2)
    assert title(ax) == "The forecasts end anywhere from 400 (far) to 510 (near), of 1,000"
    assert not any(text.startswith("actual") for text in texts(ax))
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["actual"]
    alone = contracts.survival_projections(unknown[["actual", "far"]], fitted_up_to=2)
    assert title(alone) == "far forecasts 400 of 1,000"


def test_trends_keep_their_colors_beside_models():
    alone = contracts.survival_projections(
        SURVIVAL[["actual", "far"]], fitted_up_to=2, trends=["far"]
    )
    beside = contracts.survival_projections(SURVIVAL, fitted_up_to=2, trends=["far"])
    color = lines(alone)["far"].get_color()
    assert lines(beside)["far"].get_color() == color != lines(beside)["near"].get_color()
    model = contracts.survival_projections(SURVIVAL, fitted_up_to=2)
    assert lines(model)["far"].get_color() != color


def test_no_forecast_and_no_actual_are_refused():
    with pytest.raises(ValueError, match="no forecast: the table has the column 'actual' only"):
        contracts.survival_projections(SURVIVAL[["actual"]], fitted_up_to=2)
    with pytest.raises(ValueError, match="no column 'actual'"):
        contracts.survival_projections(SURVIVAL[["near"]], fitted_up_to=2)


def test_no_labels_overlap_on_the_published_retention():
    table = crmkit.datasets.load("retention_tables")
    customers = table[table["segment"] == "High End"].set_index("year")["customers"]
    shares = pd.DataFrame({"actual": customers / customers.iloc[0]})
    for model in (SBG, BdW):
        shares[model.TITLE] = model.fit(customers.loc[:7]).survival(customers.index)
    shares["same"] = shares["actual"]
    assert not overlaps(contracts.survival_projections(shares, fitted_up_to=7))


# Kinds and rates


def test_bars_hold_the_kinds_and_carry_the_share_that_renewed():
    ax = contracts.survivors_by_kind(KINDS)
    loyal, fickle = ax.containers
    assert [bar.get_height() for bar in loyal] == pytest.approx(KINDS["loyal"])
    assert [bar.get_y() for bar in fickle] == pytest.approx(KINDS["loyal"])
    # 140 of 200, 106 of 140, 85.4 of 106.
    assert texts(ax) == ["70 %", "76 %", "81 %"]
    assert title(ax) == "Of all, 70 % renew at first and 81 % in the end: neither kind has changed"


def test_the_title_claims_that_no_kind_changed_only_where_that_is_so():
    changed = KINDS.assign(fickle=[100.0, 50, 40, 36])
    assert "kind" not in title(contracts.survivors_by_kind(changed))


def test_a_kind_too_small_to_be_seen_in_the_end_is_counted():
    few = KINDS.assign(fickle=[100.0, 30, 9, 3])
    assert texts(contracts.survivors_by_kind(few))[-1] == "3 fickle"


def test_retention_lines_name_the_way_of_each_group():
    ax = contracts.retention_lines(RATES)
    assert lines(ax)["A"].get_ydata() == pytest.approx([80, 85, 90])
    assert title(ax) == "Retention ends higher: A from 80 to 90 %, B from 60 to 70 %"
    assert texts(ax) == ["80 %", "60 %", "B\n70 %", "A\n90 %"]
    assert ax.get_ylabel() == "retention rate (%), axis from 56"
    both = contracts.retention_lines(RATES.assign(B=[0.6, 0.65, 0.7]))
    assert title(both) == "Retention rises: A from 80 to 90 %, B from 60 to 70 %"
    ax = contracts.retention_lines(RATES.assign(B=[0.9, 0.7, 0.5]))
    assert title(ax) == "Retention ends higher for A (80 to 90 %), lower for B (90 to 50 %)"
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["1", "2", "3"]


@pytest.mark.parametrize("figure", [contracts.survivors_by_kind, contracts.retention_lines])
def test_one_row_shows_no_change(figure):
    with pytest.raises(ValueError, match="fewer than two rows"):
        figure(KINDS.head(1))


# How customers differ


def test_spread_draws_customers_of_a_thousand_and_the_means():
    ax = contracts.leaving_spread(SPREAD, means=MEANS)
    for name, steps in zip(SPREAD, ax.patches, strict=True):
        assert steps.get_data().values == pytest.approx(1000 * SPREAD[name].to_numpy())
        assert steps.get_data().edges == pytest.approx([0, 10, 20, 30])
    assert [line.get_xdata()[0] for line in ax.lines] == pytest.approx([12, 18])
    assert title(ax) == "Below 10 %: 500 of the A, 200 of the B"
    assert texts(ax) == ["500", "200"]
    legend = [text.get_text() for text in ax.get_legend().get_texts()]
    assert legend == ["A", "B", "mean A: 12 %", "mean B: 18 %"]


def test_equal_means_are_one_line_and_an_empty_class_has_no_number():
    spread = SPREAD.assign(A=[0, 0.8, 0.2])
    ax = contracts.leaving_spread(spread, means={"A": 0.15, "B": 0.15}, colors=["0.5", "0.1"])
    assert lines(ax).keys() == {"mean of both: 15 %"}
    assert title(ax) == "Below 10 %: none of the A, 200 of the B"
    assert texts(ax) == ["200"]


def test_one_group_stands_alone():
    ax = contracts.leaving_spread(SPREAD[["A"]], means=MEANS)
    assert title(ax) == "Below 10 %: 500 of the A"


def test_a_group_without_a_mean_and_three_groups_are_refused():
    with pytest.raises(ValueError, match=r"means lacks \['B'\]"):
        contracts.leaving_spread(SPREAD, means={"A": 0.1})
    with pytest.raises(ValueError, match="3 columns"):
        contracts.leaving_spread(SPREAD.assign(C=0.1), means=MEANS | {"C": 0.1})


# Every figure


@EVERY_FIGURE
def test_figures_draw_on_the_axes_given_and_leave_tables_alone(name):
    figure, table, options = FIGURES[name]
    before = table.copy()
    _, (first, second) = plt.subplots(1, 2)
    assert figure(table, ax=second, **options) is second
    assert not first.has_data() and second.has_data()
    pd.testing.assert_frame_equal(table, before)


@EVERY_FIGURE
def test_no_labels_overlap(name):
    figure, table, options = FIGURES[name]
    assert not overlaps(figure(table, **options))
