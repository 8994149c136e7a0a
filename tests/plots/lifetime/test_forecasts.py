"""Figures of lifetime value, read from their artists; what the titles claim, from the tables."""

from itertools import pairwise

import matplotlib
import numpy as np
import pandas as pd
import pytest
import seaborn as sns

matplotlib.use("Agg")
import matplotlib.pyplot as plt
from matplotlib.dates import date2num

import crmkit
from crmkit import plots
from crmkit.lifetime import BGNBD, MBGNBD, evaluation
from tests.plots.drawn import title

ENDS = {"calibration_end": "1997-09-30", "holdout_end": "1998-06-30"}


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def tracked(days: int = 7) -> pd.DataFrame:
    """Four steps by hand, two of them unseen: 5 + 5 expected there, 4 + 4 came."""
    table = pd.DataFrame(
        {
            "actual": [10, 30, 34, 38],
            "expected": [12.0, 28.0, 33.0, 38.0],
            "actual_in_step": [10, 20, 4, 4],
            "expected_in_step": [12.0, 16.0, 5.0, 5.0],
            "part": ["calibration", "calibration", "holdout", "holdout"],
        },
        index=pd.date_range("2024-01-07", periods=4, freq=f"{days}D", name="day"),
    )
    return table


def means(expected: list[float]) -> pd.DataFrame:
    index = pd.Index(["0", "1", "2+"], name="repeat_purchases")
    return pd.DataFrame(
        {"customers": [1200, 100, 10], "actual": [0.5, 1.0, 5.0], "expected": expected}, index
    )


GRID = pd.DataFrame(
    [[0.2, 0.1, np.nan], [0.5, 0.4, 0.3], [0.7, 0.8, 0.9]],
    index=pd.Index([10, 100, 200], name="age_at_last_days"),
    columns=pd.Index([1, 2, 3], name="repeat_purchases"),
)
PATH = pd.DataFrame(
    {"alive": [1.0, 0.6, 0.8, 0.25], "purchase": [True, False, True, False]},
    index=pd.Index([0, 30, 40, 90], name="age_days"),
)
# More purchases are worth less at age 100, and more at 200 and 300.
VALUES = pd.DataFrame(
    [[4.0, 6, 8], [3, 7, 12], [1, 8, 20]],
    index=pd.Index([1, 2, 3], name="repeat_purchases"),
    columns=pd.Index([100, 200, 300], name="age_at_last_days"),
)


def lines(ax) -> dict:
    return {line.get_label(): line for line in ax.lines}


def legend(ax) -> list[str]:
    return [text.get_text() for text in ax.get_legend().get_texts()]


# Tracking


def test_cumulative_tracking_draws_both_lines_and_where_the_holdout_begins():
    table = tracked()
    ax = plots.tracking_cumulative(table)
    assert lines(ax)["actual"].get_ydata().tolist() == [10, 30, 34, 38]
    assert lines(ax)["expected"].get_ydata().tolist() == [12, 28, 33, 38]
    assert ax.lines[-1].get_xdata()[0] == pd.Timestamp("2024-01-14")
    assert date2num(lines(ax)["actual"].get_xdata()).tolist() == date2num(table.index).tolist()
    assert ax.texts[0].get_text() == "holdout"
    assert legend(ax) == ["actual", "expected"]
    assert ax.get_ylim()[0] == 0
    assert ax.get_ylabel() == "repeat purchases so far"
    # Both totals at the end, where the title compares them.
    assert [text.get_text() for text in ax.texts[1:]] == ["38", "38"]


@pytest.mark.parametrize(
    ("end", "words"),
    [
        (41.8, "10 % too high"),
        (34.2, "10 % too low"),
        (38.0, "within 0.5 % of what came"),
        (38.18, "within 0.5 % of what came"),
        (37.6, "1 % too low"),
    ],
)
def test_cumulative_title_says_how_far_off_the_last_day_is(end, words):
    table = tracked()
    table.loc[table.index[-1], "expected"] = end
    assert title(plots.tracking_cumulative(table)) == f"At the end the forecast is {words}"


def test_a_forecast_where_nothing_came_has_no_percentage():
    table = tracked()
    table.loc[table["part"] == "holdout", "actual_in_step"] = 0
    claim = title(plots.tracking_by_step(table))
    assert claim == "In the holdout the forecast is too high: nothing came"
    table.loc[table["part"] == "holdout", "expected_in_step"] = 0.0
    claim = title(plots.tracking_by_step(table))
    assert claim == "In the holdout the forecast is right: nothing came"


def test_tracking_by_step_compares_the_holdout_alone():
    ax = plots.tracking_by_step(tracked())
    assert lines(ax)["actual"].get_ydata().tolist() == [10, 20, 4, 4]
    assert lines(ax)["expected"].get_ydata().tolist() == [12, 16, 5, 5]
    assert ax.texts[1].get_text() == "holdout: 8 came,\n10 expected"
    # 10 expected, 8 came; over all four steps it would be 38 to 38.
    assert title(ax) == "In the holdout the forecast is 25 % too high"


@pytest.mark.parametrize(("days", "label"), [(7, "a week"), (1, "a day"), (28, "in 28 days")])
def test_tracking_by_step_names_the_step(days, label):
    assert plots.tracking_by_step(tracked(days)).get_ylabel() == f"repeat purchases {label}"


@pytest.mark.parametrize("figure", [plots.tracking_cumulative, plots.tracking_by_step])
@pytest.mark.parametrize("part", ["calibration", "holdout"])
def test_tracking_without_a_part_is_refused(figure, part):
    table = tracked()
    with pytest.raises(ValueError, match=f"part '{part}'"):
        figure(table[table["part"] != part])


# Conditional means


def test_conditional_means_draw_each_group_with_its_customers():
    ax = plots.conditional_means({"A": means([0.4, 1.2, 5.0]), "B": means([0.5, 0.9, 2.0])})
    assert lines(ax)["actual"].get_ydata().tolist() == [0.5, 1.0, 5.0]
    assert lines(ax)["A"].get_ydata().tolist() == [0.4, 1.2, 5.0]
    assert lines(ax)["B"].get_ydata().tolist() == [0.5, 0.9, 2.0]
    assert legend(ax) == ["actual", "A", "B"]
    ticks = [tick.get_text() for tick in ax.get_xticklabels()]
    assert ticks == ["0\n(1,200)", "1\n(100)", "2+\n(10)"]
    assert len({(line.get_color(), line.get_linestyle()) for line in ax.lines}) == 3


def test_the_model_closest_in_most_groups_is_named_and_another_at_the_first():
    # At 0 repeats B is right; at 1 (.1 to .2 off) and at 2+ (0 to 3) A is nearer.
    tables = {"A": means([0.4, 1.1, 5.0]), "B": means([0.5, 0.8, 2.0])}
    ax = plots.conditional_means(tables)
    assert title(ax) == "A is closest in 2 of 3 groups, B at 0 repeats"
    # 1,200 of 1,310 customers, written where the eye would pass over them.
    assert ax.texts[0].get_text() == "92 % of customers:\nactual 0.50\nA 0.40\nB 0.50"
    claim = title(plots.conditional_means(tables | {"A": means([0.5, 1.1, 1.0])}))
    assert claim == "A is closest in 2 of 3 groups"
    # By customers: (100 x .1 + 10 x 0) / 110.
    alone = title(plots.conditional_means({"A": tables["A"]}))
    assert alone == "A is 0.10 purchases off at 0 repeats, 0.09 at more"


def test_no_marker_of_conditional_means_hides_another():
    tables = {name: means([0.5, 1.0, 5.0]) for name in "ABC"}
    ax = plots.conditional_means(tables)
    assert len({line.get_xdata()[0] for line in ax.lines if line.get_label() in tables}) == 3


def test_models_of_other_customers_are_not_drawn_together():
    other = means([0.5, 1.0, 5.0]).assign(customers=[1200, 100, 11])
    with pytest.raises(ValueError, match=r"B is about other customers than A"):
        plots.conditional_means({"A": means([0.5, 1.0, 5.0]), "B": other})
    with pytest.raises(ValueError, match=r"empty: pass \{model name"):
        plots.conditional_means({})


# Histories


def test_heatmap_shows_the_grid_and_names_the_highest_cell():
    ax = plots.history_heatmap(GRID, label="probability of being alive", percent=True)
    (mesh,) = ax.collections
    drawn = np.ma.filled(mesh.get_array().astype(float), np.nan).reshape(GRID.shape)
    np.testing.assert_allclose(drawn, 100 * GRID)
    assert mesh.colorbar.ax.get_ylabel() == "probability of being alive (%)"
    assert title(ax) == "Highest probability of being alive: 3 repeats, the last at 200 days"
    assert ax.get_xlabel() == "repeat purchases"
    assert ax.get_ylabel() == "age at the last purchase (days)"
    # The middle of a cell stands at its numbers.
    assert ax.get_xlim() == (0.5, 3.5)


def test_marked_histories_stand_in_the_heatmap_with_what_they_hold():
    marks = {"Anna": (3, 100), "Bert": (1, 100)}
    ax = plots.history_heatmap(GRID, label="chance", percent=True, marks=marks)
    assert title(ax) == "More repeats, lower chance: Bert 50 %, Anna 30 %"
    assert [text.get_text() for text in ax.texts] == ["Anna 30 %", "Bert 50 %"]
    assert [text.xy for text in ax.texts] == [(3, 100), (1, 100)]
    points = ax.lines[-1]
    assert points.get_xydata().tolist() == [[3, 100], [1, 100]]
    ax = plots.history_heatmap(5 * GRID, label="gifts", marks=marks)
    assert title(ax) == "More repeats, lower gifts: Bert 2.5, Anna 1.5"
    marks = {"Anna": (3, 200), "Bert": (1, 200)}
    ax = plots.history_heatmap(GRID, label="chance", percent=True, marks=marks)
    assert title(ax) == "Chance: Anna 90 %, Bert 70 %"


def test_heatmap_without_percent_keeps_values_and_takes_another_unit():
    ax = plots.history_heatmap(5 * GRID, label="gifts in five years", unit="years")
    (mesh,) = ax.collections
    assert mesh.get_array().max() == pytest.approx(4.5)
    assert mesh.colorbar.ax.get_ylabel() == "gifts in five years"
    assert title(ax) == "Highest gifts in five years: 3 repeats, the last at 200 years"
    assert ax.get_ylabel() == "age at the last purchase (years)"


def test_numbers_of_purchases_are_whole_on_the_axes():
    heat = plots.history_heatmap(GRID, label="value")
    curves = plots.iso_value_curves(VALUES)
    for ticks in (heat.get_xticks(), curves.get_yticks()):
        assert (ticks % 1 == 0).all()


def test_a_grid_without_values_is_refused():
    with pytest.raises(ValueError, match="no values"):
        plots.history_heatmap(GRID * np.nan, label="value")


def test_iso_value_curves_draw_the_levels_with_their_numbers():
    # Value = age + 10 x purchases, so that a line of equal value is straight.
    x, age = np.arange(1, 11), np.arange(0, 201, 10)
    grid = pd.DataFrame(np.add.outer(10 * x, age), index=x, columns=age)
    ax = plots.iso_value_curves(grid, levels=[80, 150])
    (curves,) = ax.collections
    assert {text.get_text() for text in ax.texts} == {"80", "150"}
    for level, path in zip((80, 150), curves.get_paths(), strict=True):
        ages, purchases = path.vertices.T
        assert ages + 10 * purchases == pytest.approx(np.full(len(ages), level))
        assert purchases.min() == 1 and purchases.max() == min(10, level / 10)
    assert ax.get_xlabel() == "age at the last purchase (days)"
    assert ax.get_ylabel() == "repeat purchases"


def test_iso_value_curves_mark_histories_at_their_age_in_the_unit_given():
    ax = plots.iso_value_curves(VALUES, unit="weeks", marks={"few": (1, 100), "many": (3, 100)})
    assert ax.lines[-1].get_xydata().tolist() == [[100, 1], [100, 3]]
    assert legend(ax) == ["few", "many"]
    assert lines(ax)["many"].get_xydata().tolist() == [[100, 3]]
    assert ax.get_xlabel() == "age at the last purchase (weeks)"


def test_iso_value_curves_are_smooth_and_make_no_value_that_is_not_there():
    # Steps between whole purchases would show as kinks: the line has points between them.
    ax = plots.iso_value_curves(VALUES, levels=[3.5])
    (path,) = ax.collections[0].get_paths()
    purchases = path.vertices[:, 1]
    assert (purchases % 1 != 0).sum() > 5
    # No history is worth more than 20, so there is no line above it.
    high = plots.iso_value_curves(VALUES, levels=[20.5]).collections[0]
    assert not sum(len(one.vertices) for one in high.get_paths())


def test_iso_value_title_tells_whether_more_purchases_can_be_worth_less():
    claim = title(plots.iso_value_curves(VALUES))
    assert claim == "One line, one value: more purchases can be worth less"
    claim = title(plots.iso_value_curves(VALUES[[200, 300]]))
    assert claim == "One line, one value: more purchases are worth more"


# One customer, and all of them


def test_alive_over_time_marks_purchases_and_tells_the_end():
    ax = plots.alive_over_time(PATH)
    assert ax.lines[0].get_xdata().tolist() == [0, 30, 40, 90]
    assert ax.lines[0].get_ydata() == pytest.approx([100, 60, 80, 25])
    assert lines(ax)["purchase"].get_xydata().tolist() == [[0, 100], [40, 80]]
    assert [text.get_text() for text in ax.texts] == ["25 %", "50 days of silence"]
    # The last purchase is on day 40, and on day 90 the curve is first below one half.
    assert title(ax) == "Below 50 % after 50 days of silence, 25 % at the end"
    above = title(plots.alive_over_time(PATH.assign(alive=[1.0, 0.6, 0.8, 0.7])))
    assert above == "At the end this customer is alive with a probability of 70 %"
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("age (days)", "probability of being alive (%)")


def test_a_customer_without_purchases_needs_no_legend():
    ax = plots.alive_over_time(PATH.assign(purchase=False))
    assert len(ax.lines) == 1 and ax.get_legend() is None


# Every figure

FIGURES = {
    "cumulative": (plots.tracking_cumulative, tracked(), {}),
    "by step": (plots.tracking_by_step, tracked(), {}),
    "means": (plots.conditional_means, {"A": means([0.4, 1.2, 5.0])}, {}),
    "heatmap": (plots.history_heatmap, GRID, {"label": "value", "percent": True}),
    "alive": (plots.alive_over_time, PATH, {}),
    "iso": (plots.iso_value_curves, VALUES, {}),
}
EVERY_FIGURE = pytest.mark.parametrize("name", FIGURES)


@EVERY_FIGURE
def test_figures_draw_on_the_axes_given_and_leave_tables_alone(name):
    figure, table, options = FIGURES[name]
    tables = table if isinstance(table, dict) else {"": table}
    kept = {key: one.copy() for key, one in tables.items()}
    _, (first, second) = plt.subplots(1, 2)
    assert figure(table, ax=second, **options) is second
    assert not first.has_data() and second.has_data()
    for key, one in tables.items():
        pd.testing.assert_frame_equal(one, kept[key])


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("cumulative", "expected"),
        ("by step", "actual_in_step"),
        ("by step", "part"),
        ("alive", "purchase"),
    ],
)
def test_a_missing_column_is_named(name, column):
    figure, table, options = FIGURES[name]
    with pytest.raises(ValueError, match=f"no column '{column}'; found"):
        figure(table.drop(columns=column), **options)


@pytest.mark.parametrize("column", ["customers", "actual", "expected"])
def test_a_missing_column_of_any_model_is_named(column):
    whole = means([0.4, 1.2, 5.0])
    with pytest.raises(ValueError, match=f"no column '{column}'"):
        plots.conditional_means({"A": whole, "B": whole.drop(columns=column)})


def overlaps(ax) -> list[tuple[str, str]]:
    """Texts of the figure that lie on each other, as drawn; those cut off count with ''."""
    ax.figure.canvas.draw()
    # A locator may keep ticks beyond the limits, which are not drawn.
    shown = []
    for axis, limits in ((ax.xaxis, ax.get_xlim()), (ax.yaxis, ax.get_ylim())):
        for place, label in zip(axis.get_ticklocs(), axis.get_ticklabels(), strict=True):
            if min(limits) <= place <= max(limits):
                shown.append(label)
    shown += [ax.title, ax.xaxis.label, ax.yaxis.label, *ax.texts]
    if ax.get_legend():
        shown += ax.get_legend().get_texts()
    # Neighbours that touch cannot be read either: two pixels more to the left and right.
    boxes = [(t.get_text(), t.get_window_extent().padded(2, 0)) for t in shown if t.get_text()]
    width, height = ax.figure.canvas.get_width_height()
    cut = [
        (text, "")
        for text, box in boxes
        if box.x0 < -3 or box.y0 < -1 or box.x1 > width + 3 or box.y1 > height + 1
    ]
    return cut + [
        (one, other)
        for number, (one, box) in enumerate(boxes)
        for other, other_box in boxes[number + 1 :]
        if box.overlaps(other_box)
    ]


@pytest.fixture
def lesson_style():
    with matplotlib.rc_context():
        sns.set_theme(style="whitegrid", palette="colorblind", rc={"figure.dpi": 80})
        yield


@pytest.fixture(scope="module")
def cdnow():
    log = crmkit.datasets.load("cdnow_sample")
    return log, crmkit.summary.split(log, **ENDS)


def test_no_labels_overlap_on_cdnow(cdnow, lesson_style):
    log, parts = cdnow
    models = {model.TITLE: model.fit(parts.calibration, period_days=7) for model in (BGNBD, MBGNBD)}
    model = models["BG/NBD"]
    track = evaluation.tracking(model, log, **ENDS)
    tables = {
        name: evaluation.conditional_means(evaluation.forecast(one, parts))
        for name, one in models.items()
    }
    histories = pd.DataFrame(
        [(n, t, 270) for t in range(20, 271, 10) for n in range(1, 16)],
        columns=["repeat_purchases", "age_at_last_days", "age_days"],
    )
    histories["alive"] = model.probability_alive(histories)
    grid = histories.pivot(index="age_at_last_days", columns="repeat_purchases", values="alive")
    for ax in (
        plots.tracking_cumulative(track),
        plots.tracking_by_step(track),
        plots.conditional_means(tables),
        plots.history_heatmap(grid, label="probability of being alive", percent=True),
        plots.iso_value_curves(100 * grid.T),
    ):
        assert not overlaps(ax), title(ax)


def test_neighbouring_dates_have_different_labels(cdnow, lesson_style):
    ax = plots.tracking_cumulative(
        evaluation.tracking(BGNBD(0.243, 4.414, 0.793, 2.426, period_days=7), cdnow[0], **ENDS)
    )
    ax.figure.canvas.draw()
    labels = [tick.get_text() for tick in ax.get_xticklabels()]
    assert len(labels) > 5
    assert all(one != other for one, other in pairwise(labels))


def test_title_states_the_published_tracking_error(cdnow):
    # Fader, Hardie & Lee 2005, Marketing Science 24(2): by week 78 the BG/NBD is 4 % too low.
    log, parts = cdnow
    track = evaluation.tracking(BGNBD.fit(parts.calibration, period_days=7), log, **ENDS)
    claim = title(plots.tracking_cumulative(track))
    assert claim == "At the end the forecast is 4 % too low"


@EVERY_FIGURE
def test_no_labels_overlap_on_small_tables(name, lesson_style):
    figure, table, options = FIGURES[name]
    assert not overlaps(figure(table, **options))
