"""The switching matrix, its tests, the hard-core model and the end of it all."""

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from scipy.stats import chi2_contingency

from crmkit import datasets
from crmkit.loyalty import hard_core, switching

BRANDS = ["High Point", "Taster's", "Sanka", "Nescafé", "Brim"]


def coffee():
    """Two purchases of decaffeinated coffee by 541 households (Grover & Srinivasan 1987)."""
    counts = [
        [93, 17, 44, 7, 10],
        [9, 46, 11, 0, 9],
        [17, 11, 155, 9, 12],
        [6, 4, 9, 15, 2],
        [10, 4, 12, 2, 27],
    ]
    return pd.DataFrame(counts, BRANDS, BRANDS)


def panel(text):
    """'AAB BA': the first household bought A, A, B, the second B, A."""
    rows = [(who, brand) for who, buys in enumerate(text.split(), 1) for brand in buys]
    return pd.DataFrame(rows, columns=["household", "brand"])


# --- The matrix ---------------------------------------------------------------------------------


def test_matrix_by_hand_counts_no_switch_between_households():
    counts = switching.switching_matrix(panel("AAB BA C"))
    assert counts.loc["A"].to_list() == [1, 1, 0]
    assert counts.loc["B"].to_list() == [1, 0, 0]
    assert counts.loc["C"].to_list() == [0, 0, 0]


def test_switches_are_the_purchases_less_the_households():
    yogurt = datasets.load("yogurt_panel")
    counts = switching.switching_matrix(yogurt)
    assert counts.to_numpy().sum() == len(yogurt) - yogurt["household"].nunique()


def test_households_may_stand_mixed_as_long_as_each_is_in_order():
    tidy = panel("AAB BAAB")
    mixed = tidy.iloc[[3, 0, 4, 1, 5, 6, 2]]
    assert_frame_equal(switching.switching_matrix(mixed), switching.switching_matrix(tidy))


def test_brands_nobody_bought_are_left_out():
    table = panel("AAB BA")
    table["brand"] = pd.Categorical(table["brand"], categories=["Z", "B", "A"])
    assert list(switching.switching_matrix(table)) == ["B", "A"]


def test_panels_are_not_changed():
    table = panel("AAB BA")
    kept = table.copy()
    switching.switching_matrix(table)
    assert_frame_equal(table, kept)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (panel("A B C"), "no household of the panel bought twice: 3 purchase"),
        (panel("A"), "no household of the panel bought twice"),
        (panel("AAA AA"), "all purchases are of one brand, 'A'"),
        (panel("AB").iloc[:0], "the panel is empty"),
        (panel("AB").rename(columns={"brand": "Brand"}), "no column 'brand'; found"),
        (panel("AB").assign(brand=["A", None]), r"'brand' is missing in 1 of 2 row\(s\)"),
        (panel("AB").assign(household=[np.nan, 1]), r"'household' is missing in 1 of 2"),
    ],
)
def test_a_panel_without_switches_is_refused_with_the_mend(table, message):
    with pytest.raises(ValueError, match=message):
        switching.switching_matrix(table)


def test_what_is_no_table_is_refused():
    with pytest.raises(TypeError, match="must be a DataFrame, not a list"):
        switching.switching_matrix([1, 2])
    with pytest.raises(TypeError, match="must be a DataFrame, not ndarray"):
        switching.switching_tests(np.eye(2))


def test_rates_sum_to_one():
    rates = switching.switching_rates(coffee())
    assert rates.sum(axis=1).to_list() == pytest.approx([1] * 5)
    assert rates.loc["High Point", "High Point"] == pytest.approx(93 / 171)


def test_a_brand_that_nobody_bought_first_has_no_rates():
    counts = coffee()
    counts.loc["Brim"] = 0
    with pytest.raises(ValueError, match=r"no purchase followed in 1 of 5 .*\['Brim'\]"):
        switching.switching_rates(counts)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -1])
def test_counts_that_cannot_be_are_refused(bad):
    counts = coffee().astype(float)
    counts.iloc[1, 2] = bad
    for function in (switching.switching_rates, switching.switching_tests, hard_core.HardCore.fit):
        with pytest.raises(ValueError, match=r"'Sanka' is (missing|infinite|negative) in 1 of 5"):
            function(counts)


def test_rows_and_columns_must_be_the_same_brands():
    with pytest.raises(ValueError, match="must be the same two brands or more"):
        switching.switching_tests(coffee().iloc[:, ::-1])
    twice = coffee().set_axis(["A", "A", "B", "C", "D"]).set_axis(["A", "A", "B", "C", "D"], axis=1)
    with pytest.raises(ValueError, match=r"1 brand\(s\) more than once"):
        switching.switching_tests(twice)


# --- Tests of chance ----------------------------------------------------------------------------


def test_published_coffee_statistics():
    """Agresti, Categorical Data Analysis, matched pairs."""
    tests = switching.switching_tests(coffee())
    assert tests["g_squared"].round(1).to_list() == [346.4, 13.8, 22.5]
    assert tests["degrees_of_freedom"].to_list() == [16, 11, 10]
    assert tests.loc["independence", "p_value"] < 1e-50
    assert tests["p_value"].to_list()[1:] == pytest.approx([0.24, 0.01], abs=0.01)


def test_published_chi_square_of_newspapers_by_income():
    """Radiant documentation, 580 readers: chi-square 187.783 with 1 degree of freedom."""
    readers = pd.DataFrame([[83, 276], [180, 41]])
    found = switching.switching_tests(readers).loc["independence"]
    assert found["chi_square"] == pytest.approx(187.783, abs=0.0005)
    assert found["degrees_of_freedom"] == 1


def test_independence_is_that_of_scipy():
    for lambda_, column in (("pearson", "chi_square"), ("log-likelihood", "g_squared")):
        other = chi2_contingency(coffee(), correction=False, lambda_=lambda_)
        assert switching.switching_tests(coffee()).loc["independence", column] == pytest.approx(
            other.statistic
        )


def test_quasi_independence_keeps_the_margins_and_holds_where_it_is_true():
    pull = np.outer([3, 2, 1, 4], [4, 2, 5, 1.0])
    np.fill_diagonal(pull, [90, 40, 10, 70])
    found = switching.switching_tests(pd.DataFrame(10 * pull))
    assert found.loc["quasi-independence", "g_squared"] == pytest.approx(0, abs=1e-6)
    assert found.loc["independence", "g_squared"] > 100


def test_symmetric_switches_are_symmetric():
    counts = coffee() + coffee().T
    assert switching.switching_tests(counts).loc[
        "symmetry", ["g_squared", "p_value"]
    ].to_list() == [0, 1]


def test_two_brands_leave_quasi_independence_without_freedom():
    found = switching.switching_tests(coffee().iloc[:2, :2]).loc["quasi-independence"]
    assert found["degrees_of_freedom"] == 0
    assert np.isnan(found["p_value"])


def test_the_tests_reject_as_often_as_they_say():
    rng = np.random.default_rng(3)
    sizes = np.outer([0.5, 0.3, 0.2], [0.5, 0.3, 0.2])
    drawn = rng.multinomial(400, sizes.ravel(), size=300).reshape(-1, 3, 3)
    rejected = [switching.switching_tests(pd.DataFrame(one))["p_value"] < 0.05 for one in drawn]
    for _, share in pd.DataFrame(rejected).mean().items():
        assert 0.02 < share < 0.09


def test_a_table_of_zeros_has_no_switch_to_test():
    with pytest.raises(ValueError, match="counts are all 0"):
        switching.switching_tests(0 * coffee())


# --- The end ------------------------------------------------------------------------------------


def test_published_steady_state_of_two_stores():
    """Anderson, Sweeney & Williams, Markov processes."""
    stores = pd.DataFrame([[0.9, 0.1], [0.2, 0.8]])
    assert switching.steady_state(stores).to_list() == pytest.approx([2 / 3, 1 / 3])
    first = [np.linalg.matrix_power(stores.to_numpy(), step)[:, 0] for step in range(1, 6)]
    assert np.round(first, 3).T.tolist() == [
        [0.9, 0.83, 0.781, 0.747, 0.723],
        [0.2, 0.34, 0.438, 0.507, 0.555],
    ]


def test_steady_state_of_coffee():
    """Ours."""
    shares = switching.steady_state(switching.switching_rates(coffee()))
    assert shares.round(3).to_list() == [0.196, 0.155, 0.472, 0.057, 0.120]


def test_one_purchase_more_leaves_the_steady_state():
    rates = switching.switching_rates(coffee())
    shares = switching.steady_state(rates)
    assert (shares @ rates).to_list() == pytest.approx(shares.to_list())
    assert shares.sum() == pytest.approx(1)


def test_steady_state_wants_rates_and_one_end():
    with pytest.raises(ValueError, match=r"rates do not sum to 1 in 5 of 5 .*not the counts"):
        switching.steady_state(coffee())
    with pytest.raises(ValueError, match="the end depends on the beginning"):
        switching.steady_state(pd.DataFrame(np.eye(3)))


# --- The hard core ------------------------------------------------------------------------------

PANELS = {
    "yogurt_panel": (
        {"dannon": 0.841, "hiland": 0.399, "weight": 0.853, "yoplait": 0.693}, -1226.50, 0.856
    ),
    "catsup_panel": (
        {"heinz28": 0.177, "heinz32": 0.467, "heinz41": 0.189, "hunts32": 0.311}, -2573.32, 0.570
    ),
    "cracker_panel": (
        {"kleebler": 0.430, "nabisco": 0.690, "private": 0.742, "sunshine": 0.277}, -2241.58, 0.773
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PANELS)
def test_hard_core_of_the_panels(name):
    """Ours."""
    cores, log_likelihood, repeat = PANELS[name]
    counts = switching.switching_matrix(datasets.load(name))
    model = hard_core.HardCore.fit(counts)
    assert model.hard_core.round(3).to_dict() == cores
    assert model.log_likelihood == pytest.approx(log_likelihood, abs=0.005)
    assert np.trace(counts) / counts.to_numpy().sum() == pytest.approx(repeat, abs=0.0005)


def test_hard_core_of_coffee():
    """Ours."""
    model = hard_core.HardCore.fit(coffee())
    assert model.hard_core.round(3).to_list() == [0.394, 0.545, 0.603, 0.372, 0.410]
    assert model.log_likelihood == pytest.approx(-596.64, abs=0.005)


def truth():
    return np.array([0.6, 0.4, 0.2, 0.5]), np.array([0.4, 0.3, 0.2, 0.1])


def test_hard_core_is_found_again_where_it_is_true():
    a, pi = truth()
    rates = np.diag(a) + (1 - a[:, None]) * pi
    model = hard_core.HardCore.fit(pd.DataFrame(1e6 * rates))
    assert model.hard_core.to_list() == pytest.approx(a, abs=1e-4)
    assert model.choice_share.to_list() == pytest.approx(pi, abs=1e-4)
    assert model.rates.to_numpy() == pytest.approx(rates, abs=1e-4)


def test_intervals_of_the_hard_core_hold_the_truth_as_often_as_they_say():
    a, pi = truth()
    rates = np.diag(a) + (1 - a[:, None]) * pi
    rng, sides = np.random.default_rng(2), []
    for _ in range(100):
        counts = np.array([rng.multinomial(300, row) for row in rates])
        ends = hard_core.HardCore.fit(pd.DataFrame(counts)).intervals()
        sides.append([(a < ends["low"]).mean(), (a > ends["high"]).mean()])
    assert np.mean(sides, axis=0) == pytest.approx([0.025, 0.025], abs=0.02)


def test_expected_switches_keep_the_purchases_of_each_brand():
    expected = hard_core.HardCore.fit(coffee()).expected(coffee())
    assert expected.sum(axis=1).to_list() == pytest.approx(coffee().sum(axis=1).to_list())


def test_a_hard_core_of_nobody_has_no_interval():
    pull = np.outer([30, 20, 10], [3, 2, 1])
    np.fill_diagonal(pull, [10, 5, 1])
    ends = hard_core.HardCore.fit(pd.DataFrame(pull)).intervals()
    assert ends["estimate"].max() < 1e-3
    assert ends[["low", "high"]].isna().all(axis=None)


def test_hard_core_refuses_what_it_cannot_tell():
    with pytest.raises(ValueError, match="two brands do not tell a hard core"):
        hard_core.HardCore.fit(coffee().iloc[:2, :2])
    with pytest.raises(ValueError, match="nobody ever switched"):
        hard_core.HardCore.fit(pd.DataFrame(np.diag([5, 6, 7])))
    counts = coffee()
    counts["Brim"] = 0
    with pytest.raises(ValueError, match=r"no purchase before or after in 1 of 5 .*\['Brim'\]"):
        hard_core.HardCore.fit(counts)
    with pytest.raises(ValueError, match="confidence=95"):
        hard_core.HardCore.fit(coffee()).intervals(confidence=95)


def test_a_brand_in_two_spellings_is_no_switch():
    for names in (["Ann", "ann ", "Bob"], [1, "1", 2]):
        table = pd.DataFrame({"household": [1] * 3, "brand": pd.Series(names, dtype=object)})
        with pytest.raises(ValueError, match="one name in 2 spellings"):
            switching.switching_matrix(table)


def test_lists_in_cells_and_one_column_for_two_are_named():
    table = pd.DataFrame({"household": [1, 1], "brand": [["Ann"], ["Bob"]]})
    with pytest.raises(ValueError, match="'brand' holds a list, not one value a row"):
        switching.switching_matrix(table)
    with pytest.raises(ValueError, match="household and brand are one column, 'household'"):
        switching.switching_matrix(table, brand="household")


def test_exchanged_columns_bring_a_warning():
    rng = np.random.default_rng(1)
    table = pd.DataFrame({"household": rng.choice(list("AB"), 90), "brand": np.arange(90) % 30})
    with pytest.warns(UserWarning, match="'brand' has 30 names and 'household' only 2"):
        switching.switching_matrix(table)


@pytest.mark.parametrize("of", [switching.switching_tests, hard_core.HardCore.fit])
def test_rates_and_margins_are_no_counts(of):
    with pytest.raises(ValueError, match="these are rates"):
        of(switching.switching_rates(coffee()))
    wide = coffee()
    wide["All"] = wide.sum(axis=1)
    wide.loc["All"] = wide.sum()
    with pytest.raises(ValueError, match="'All', are the sums of the others"):
        of(wide)
    with pytest.raises(ValueError, match="is beyond 1e"):
        of(1e200 * coffee())


def test_model_expects_of_counts_only():
    model = hard_core.HardCore.fit(coffee())
    with pytest.raises(TypeError, match="the counts must be a DataFrame"):
        model.expected(None)
    with pytest.raises(ValueError, match="must be numbers"):
        model.expected(coffee().astype(str))
    with pytest.raises(ValueError, match="negative"):
        model.expected(-coffee())


def test_bounds_of_a_hard_core_that_is_not_to_be_seen_are_0_and_1():
    model = hard_core.HardCore.fit(coffee())
    wide = hard_core.HardCore(
        model.hard_core, model.choice_share, model.log_likelihood, 1e9 * model.covariance
    )
    ends = wide.intervals()
    assert ends["low"].max() < 1e-6 and ends["high"].min() > 1 - 1e-6
