"""RFM: scores with ties and uneven bins, and named segments."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import crmkit.datasets
from crmkit.segmentation.rfm import (
    EIGHT_GROUPS,
    SEGMENTS,
    Scores,
    cell_grid,
    name_segments,
    profile,
    score,
    score_with,
)


def customers(recency, frequency=None, monetary=None) -> pd.DataFrame:
    n = len(recency)
    return pd.DataFrame(
        {
            "days_since_last": recency,
            "purchases": frequency if frequency is not None else range(1, n + 1),
            "total_spend": monetary if monetary is not None else [float(i) for i in range(n)],
        },
        index=pd.Index([f"c{i}" for i in range(n)], name="customer_id"),
    )


TEN = customers(
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    [1, 1, 1, 1, 1, 1, 2, 2, 3, 9],
    [10.0, 20, 30, 40, 50, 60, 70, 80, 90, 100],
)

random_customers = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 6), st.integers(0, 200)), min_size=1, max_size=60
).map(lambda rows: customers(*(list(column) for column in zip(*rows, strict=True))))


@pytest.fixture(scope="module")
def book_club() -> pd.DataFrame:
    return crmkit.datasets.load("charles_book_club")


# Scores


def test_five_is_the_best_score_and_few_days_are_best():
    scores = score(TEN).scores
    assert scores["r_score"].tolist() == [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]
    assert scores["m_score"].tolist() == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert scores["cell"].iloc[0] == "511"
    assert scores.index.equals(TEN.index)


def test_equal_values_share_the_lowest_middle_or_highest_score_that_they_span():
    # Frequency 1 fills ranks 1 to 6 of 10, so scores 1 to 3; 2 fills ranks 7 and 8, score 4.
    assert score(TEN, ties="low").scores["f_score"].tolist() == [1] * 6 + [4, 4, 5, 5]
    assert score(TEN, ties="middle").scores["f_score"].tolist() == [2] * 6 + [4, 4, 5, 5]
    assert score(TEN, ties="high").scores["f_score"].tolist() == [3] * 6 + [4, 4, 5, 5]


def test_ties_in_recency_are_low_towards_the_worst_score():
    table = customers([5, 5, 5, 5, 5, 5, 1, 2, 9, 10])
    # From worst: 10, 9, then the six fives on ranks 3 to 8 (scores 2 to 4), then 2, 1.
    assert score(table, ties="low").scores["r_score"].tolist() == [2] * 6 + [5, 5, 1, 1]
    assert score(table, ties="high").scores["r_score"].tolist() == [4] * 6 + [5, 5, 1, 1]


def test_scores_lost_to_ties_stay_in_the_thresholds_with_a_note():
    thresholds = score(TEN).thresholds
    frequency = thresholds[thresholds["measure"] == "frequency"].set_index("score")
    assert frequency["customers"].to_dict() == {1: 6, 2: 0, 3: 0, 4: 2, 5: 2}
    assert frequency.loc[2, "note"] == "empty: equal values share another score"
    assert frequency.loc[[1, 4, 5], "above"].tolist() == [-np.inf, 1, 2]
    assert frequency.loc[[1, 4, 5], "up_to"].tolist() == [1, 2, np.inf]
    assert (frequency.loc[[1, 4, 5], "note"] == "").all()


def test_uneven_bins_differ_by_one_customer_at_most():
    sizes = score(customers(range(13))).scores["r_score"].value_counts()
    assert sorted(sizes) == [2, 2, 3, 3, 3]


def test_all_equal_values_get_one_score():
    table = customers([4] * 7, [2] * 7, [5.0] * 7)
    assert score(table).scores["cell"].tolist() == ["111"] * 7
    assert score(table, ties="middle").scores["cell"].tolist() == ["333"] * 7
    assert score(table, ties="high").scores["cell"].tolist() == ["555"] * 7


def test_one_customer_is_scored():
    assert score(customers([3])).scores["cell"].tolist() == ["111"]


def test_bins_may_be_any_number_and_differ_by_column():
    scored = score(TEN, bins={"days_since_last": 2, "total_spend": 10})
    scores = scored.scores
    assert scores["r_score"].tolist() == [2] * 5 + [1] * 5
    assert scores["m_score"].tolist() == list(range(1, 11))
    assert scored.bins == [2, 5, 10]


def test_cells_of_two_digit_scores_can_be_told_apart():
    cells = score(customers(range(12), range(12)), bins=12).scores["cell"]
    assert cells.iloc[0] == "12-1-1"
    assert cells.is_unique


def test_cut_points_of_the_user_include_their_upper_end():
    cut = score(
        customers([30, 31, 90, 400]),
        cuts={"days_since_last": [30, 90], "total_spend": [0, 1.5]},
    )
    assert cut.scores["r_score"].tolist() == [3, 2, 2, 1]
    assert cut.scores["m_score"].tolist() == [1, 2, 3, 3]
    recency = cut.thresholds[cut.thresholds["measure"] == "recency"]
    assert recency["score"].tolist() == [1, 2, 3]
    assert recency["up_to"].tolist() == [np.inf, 90, 30]
    assert recency["customers"].tolist() == [1, 2, 1]


def test_nested_scores_rank_within_the_scores_above():
    # Two recency halves; within each, frequency is halved anew.
    table = customers([1, 1, 1, 1, 9, 9, 9, 9], [8, 7, 6, 5, 4, 3, 2, 1])
    alone = score(table, bins=2).scores["f_score"].tolist()
    nested = score(table, bins=2, method="nested")
    assert alone == [2, 2, 2, 2, 1, 1, 1, 1]
    assert nested.scores["f_score"].tolist() == [2, 2, 1, 1, 2, 2, 1, 1]
    within = nested.thresholds[nested.thresholds["measure"] == "monetary"]["within"]
    assert sorted(set(within)) == ["1-1", "1-2", "2-1", "2-2"]


@pytest.mark.parametrize("method", ["independent", "nested"])
@pytest.mark.parametrize("ties", ["low", "middle", "high"])
@given(table=random_customers, bins=st.integers(2, 12))
@settings(max_examples=20, deadline=None)
def test_scores_are_in_range_ordered_and_equal_for_equals(method, ties, table, bins):
    scores, thresholds = score(table, bins=bins, method=method, ties=ties)
    assert scores[["r_score", "f_score", "m_score"]].min().min() >= 1
    assert scores[["r_score", "f_score", "m_score"]].max().max() <= bins
    by_days = scores["r_score"].groupby(table["days_since_last"])
    assert (by_days.nunique() == 1).all()
    assert by_days.first().is_monotonic_decreasing
    if method == "independent":
        by_spend = scores["m_score"].groupby(table["total_spend"])
        assert (by_spend.nunique() == 1).all()
        assert by_spend.first().is_monotonic_increasing
    # The same thresholds give the same scores again, and every customer is counted once.
    again = score_with(table, thresholds).scores
    pd.testing.assert_frame_equal(again, scores)
    assert (thresholds.groupby("measure")["customers"].sum() == len(table)).all()


@given(table=random_customers, seed=st.integers(0, 100))
@settings(max_examples=25, deadline=None)
def test_row_order_changes_no_score(table, seed):
    shuffled = score(table.sample(frac=1, random_state=seed)).scores
    pd.testing.assert_frame_equal(shuffled.loc[table.index], score(table).scores)


@given(table=random_customers, other=random_customers)
@settings(max_examples=20, deadline=None)
def test_thresholds_score_any_other_sample(table, other):
    for method in ("independent", "nested"):
        thresholds = score(table, method=method).thresholds
        scores = score_with(other, thresholds).scores
        assert scores["r_score"].between(1, 5).all()


def test_new_values_between_two_scores_go_to_the_higher_one():
    # total_spend: score 1 up to 20, score 2 above 20 up to 40: 25 has passed the cut.
    thresholds = score(TEN).thresholds
    scores = score_with(customers([1, 1, 1], [1, 1, 1], [20.0, 25, 1e6]), thresholds).scores
    assert scores["m_score"].tolist() == [1, 2, 5]


@pytest.mark.parametrize("method", ["independent", "nested"])
def test_thresholds_survive_a_file(method, tmp_path):
    result = score(TEN, method=method)
    result.thresholds.to_csv(tmp_path / "thresholds.csv", index=False)
    read = pd.read_csv(tmp_path / "thresholds.csv")
    pd.testing.assert_frame_equal(score_with(TEN, read).scores, result.scores)


def test_other_columns_can_be_scored(book_club):
    scores = score(
        book_club, recency="months_since_last", frequency="purchases", monetary="total_spend"
    ).scores
    latest = book_club["months_since_last"] == book_club["months_since_last"].min()
    assert (scores.loc[latest.to_numpy(), "r_score"] == 5).all()
    assert scores["cell"].dtype == "str"


def test_inputs_and_thresholds_stay_as_they_were():
    before = TEN.copy()
    result = score(TEN)
    kept = result.thresholds.copy()
    again = score_with(TEN, result.thresholds).thresholds
    again.loc[0, "up_to"] = 5
    pd.testing.assert_frame_equal(TEN, before)
    pd.testing.assert_frame_equal(result.thresholds, kept)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"method": "both"}, "method='both' is no option; choose one of 'independent', 'nested'"),
        ({"ties": "first"}, "ties='first' is no option; choose one of 'low', 'middle', 'high'"),
        ({"bins": 1}, "bins for days_since_last=1 must be a whole number of 2 or more"),
        ({"bins": 2.5}, "bins for days_since_last=2.5 must be a whole number of 2 or more"),
        ({"bins": {"total_spend": True}}, "bins for total_spend=True must be a whole number"),
        ({"bins": {"R": 4}}, "column in bins='R' is no option; choose one of 'days_since_last'"),
        ({"cuts": {"total_spend": [9, 3]}}, "rising"),
        ({"cuts": {"total_spend": []}}, "rising"),
        ({"cuts": {"spend": [3]}}, "column in cuts='spend' is no option.*'total_spend'"),
        ({"recency": "R"}, "customers has no column 'R'; found"),
    ],
)
def test_wrong_options_say_which_are_right(options, message):
    with pytest.raises(ValueError, match=message):
        score(TEN, **options)


def test_thresholds_of_another_kind_are_refused():
    thresholds = score(TEN).thresholds
    with pytest.raises(ValueError, match="thresholds has no column 'measure'"):
        score_with(TEN, thresholds[["score"]])
    with pytest.raises(ValueError, match=r"no rows for \['frequency'\]"):
        score_with(TEN, thresholds[thresholds["measure"] != "frequency"])
    with pytest.raises(ValueError, match="customers has no column 'total_spend'"):
        score_with(TEN.drop(columns="total_spend"), thresholds)
    with pytest.raises(ValueError, match="'purchases' is missing in 10 of 10"):
        score_with(TEN.assign(purchases=np.nan), thresholds)


def test_thresholds_know_the_columns_that_they_were_made_from(book_club):
    made = score(book_club, recency="months_since_last")
    again = score_with(book_club, made.thresholds)
    pd.testing.assert_frame_equal(again.scores, made.scores)
    assert again.bins == made.bins


def test_a_nested_cell_without_thresholds_is_named():
    thresholds = score(TEN, method="nested").thresholds
    with pytest.raises(ValueError, match=r"no rule for 2 customers; first cells: \['5'\]"):
        score_with(TEN, thresholds[thresholds["within"] != "5"])


def test_missing_values_are_counted_by_column():
    table = TEN.astype(float)
    table.iloc[[1, 3], 0] = np.nan
    table.iloc[5, 2] = np.inf
    with pytest.raises(
        ValueError, match=r"'days_since_last' is missing in 2 of 10 .*\['c1', 'c3'\]"
    ):
        score(table)
    with pytest.raises(ValueError, match=r"'total_spend' is infinite in 1 of 10 .*\['c5'\]"):
        score(table.assign(days_since_last=1))
    with pytest.raises(ValueError, match="'purchases' must be numbers, but has type str"):
        score(TEN.astype({"purchases": "str"}))
    with pytest.raises(ValueError, match="0 rows"):
        score(TEN.iloc[:0])


# Segments


def of_cells(cells: list[tuple[int, int, int]], bins: int) -> Scores:
    """Scores as if one customer stood in each cell."""
    measures = ["recency", "frequency", "monetary"]
    thresholds = pd.DataFrame({"measure": measures, "score": bins})
    return Scores(pd.DataFrame(cells, columns=["r_score", "f_score", "m_score"]), thresholds)


def all_cells(bins: int) -> Scores:
    return of_cells(list(pd.MultiIndex.from_product([range(1, bins + 1)] * 3)), bins)


def test_every_cell_of_five_scores_has_a_name_and_every_rule_is_used():
    names = name_segments(all_cells(5))
    assert len(names) == 125
    assert names.notna().all()
    assert set(names) == set(SEGMENTS["segment"])
    assert SEGMENTS["segment"].is_unique and SEGMENTS["chinese"].is_unique


def test_names_of_known_cells():
    cells = of_cells([(5, 5, 5), (1, 5, 5), (5, 1, 1), (1, 1, 1), (4, 2, 5), (3, 3, 3)], 5)
    assert name_segments(cells).tolist() == [
        "Champions", "Cannot lose", "New", "Lost", "Big tickets", "Need attention",
    ]  # fmt: skip


def test_the_eight_groups_are_one_a_cell():
    names = name_segments(all_cells(2), rules=EIGHT_GROUPS)
    assert names.is_unique
    chinese = dict(zip(EIGHT_GROUPS["segment"], EIGHT_GROUPS["chinese"], strict=True))
    assert chinese[names.iloc[-1]] == "重要价值客户"
    assert chinese[names.iloc[0]] == "一般挽留客户"


def test_the_eight_groups_work_with_cuts_at_the_mean():
    cuts = {column: [TEN[column].mean()] for column in TEN}
    names = name_segments(score(TEN, cuts=cuts), rules=EIGHT_GROUPS)
    # 10 days (mean 5.5: late), 9 purchases (mean 2.2: often), 100 (mean 55: much).
    assert names.iloc[-1] == "High value to hold"


def test_the_first_rule_that_fits_wins():
    rules = EIGHT_GROUPS.iloc[:1].copy()
    rules.loc[1] = ["Everybody else", "其他", 1, 2, 1, 2, 1, 2, "-"]
    names = name_segments(all_cells(2), rules=rules)
    assert names.value_counts().to_dict() == {"Everybody else": 7, "High value": 1}
    assert list(names.cat.categories) == ["High value", "Everybody else"]


def test_uncovered_cells_are_listed():
    with pytest.raises(ValueError, match=r"leave 2 of 8 cells .*: 1-2-1, 2-2-1;"):
        name_segments(
            all_cells(2),
            rules=EIGHT_GROUPS[~EIGHT_GROUPS["segment"].isin(["General value", "General to hold"])],
        )


def test_rules_for_other_numbers_of_scores_are_refused():
    with pytest.raises(ValueError, match=r"up to \[5, 5, 5\].*go up to \[3, 3, 3\]"):
        name_segments(score(TEN, bins=3))
    with pytest.raises(ValueError, match=r"scores lie outside 1 to \[5, 5, 5\].* in 1 of 1"):
        name_segments(of_cells([(6, 1, 1)], bins=5))


def test_a_table_of_scores_alone_does_not_tell_how_many_there_could_be():
    for function in (name_segments, cell_grid):
        with pytest.raises(TypeError, match=r"what score\(\) returned, whole, not a DataFrame"):
            function(score(TEN, bins=3).scores)


def test_the_number_of_scores_survives_a_choice_of_customers():
    scored = score(TEN)
    few = scored._replace(scores=scored.scores.iloc[8:].join(TEN))
    assert few.bins == [5, 5, 5]
    assert cell_grid(few).shape == (5, 5)


def test_profile_by_hand():
    segments = pd.Series(
        pd.Categorical(["B"] * 6 + ["A"] * 4, categories=["B", "A", "Nobody"]), index=TEN.index
    )
    table = profile(TEN, segments.sample(frac=1, random_state=1))
    assert table.index.tolist() == ["B", "A"]
    assert table["customers"].tolist() == [6, 4]
    assert table["customer_share"].tolist() == [0.6, 0.4]
    assert table["median_days_since_last"].tolist() == [3.5, 8.5]
    assert table["median_purchases"].tolist() == [1, 2.5]
    assert table["median_total_spend"].tolist() == [35, 85]
    assert table["total_spend"].tolist() == [210, 340]
    assert table["spend_share"].tolist() == pytest.approx([210 / 550, 340 / 550])


def test_profile_keeps_customers_and_money():
    table = profile(TEN, name_segments(score(TEN)))
    assert table["customers"].sum() == len(TEN)
    assert table["total_spend"].sum() == TEN["total_spend"].sum()
    assert table["spend_share"].sum() == pytest.approx(1)


def test_profile_refuses_what_does_not_belong_together():
    names = name_segments(score(TEN))
    with pytest.raises(ValueError, match=r"1 only in customers \['c0'\], 0 only in segments"):
        profile(TEN, names.iloc[1:])
    with pytest.raises(ValueError, match=r"segment is missing in 1 of 10 .*\['c3'\]"):
        profile(TEN, names.mask(names.index == "c3"))
    with pytest.raises(ValueError, match=r"customers has 1 customer\(s\) more than once"):
        profile(TEN.iloc[[0, *range(10)]], names)
    with pytest.raises(ValueError, match=r"segments has 1 customer\(s\) more than once"):
        profile(TEN, names.iloc[[0, *range(10)]])
    with pytest.raises(ValueError, match="sums to 0"):
        profile(TEN.assign(total_spend=0.0), names)


def test_cell_grid_by_hand():
    scores = of_cells([(2, 1, 1), (2, 1, 1), (1, 1, 1), (1, 2, 1)], bins=2)
    share = cell_grid(scores)
    assert share.index.tolist() == [2, 1]
    assert share.loc[2, 1] == 0.5 and share.loc[1, 2] == 0.25
    assert np.isnan(share.loc[2, 2])
    spend = cell_grid(scores, values=pd.Series([10.0, 30, 5, 7]))
    assert spend.loc[2, 1] == 20
    assert np.isnan(
        cell_grid(scores, values=pd.Series([10.0, 30, 5, 7]), min_customers=2).loc[1, 1]
    )


def test_cell_grid_averages_values_of_the_same_customers_only():
    scored, values = score(TEN), TEN["total_spend"]
    with pytest.raises(ValueError, match="same index in the same order"):
        cell_grid(scored, values=values.iloc[::-1])
    with pytest.raises(ValueError, match=r"values is missing in 1 of 10 .*\['c2'\]"):
        cell_grid(scored, values=values.mask(values.index == "c2"))


def test_cell_grid_shows_every_score_even_the_empty_ones():
    grid = cell_grid(score(TEN))
    assert grid.index.tolist() == [5, 4, 3, 2, 1]
    assert grid.columns.tolist() == [1, 2, 3, 4, 5]
    assert grid.sum().sum() == pytest.approx(1)
