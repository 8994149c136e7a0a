"""Log-linear models: published counts, the definition of G squared, bad tables."""

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from crmkit import datasets
from crmkit.loyalty import loglinear

ROLES = {"count": "people", "outcome": "own", "factors": ["management", "supervisor"]}


@pytest.fixture(scope="module")
def workers():
    return datasets.load("job_satisfaction")


def cells(numbers):
    index = pd.MultiIndex.from_product([["x", "y"]] * 3, names=["a", "b", "own"])
    return pd.Series(numbers, index, name="n").reset_index()


def test_job_satisfaction_of_715_workers(workers):
    # Regression figures of ours: published-results row 35, on the counts of Andersen (1991).
    assert workers["people"].sum() == 715
    found = loglinear.associations(workers, **ROLES)
    expected = {
        "neither management nor supervisor": (35.60, 3, 0.005),
        "not supervisor, once management is known": (5.39, 2, 0.005),
        "management works alike whatever supervisor": (0.065, 1, 0.0005),
        "not management, once supervisor is known": (19.7, 2, 0.05),
    }
    for claim, (g_squared, freedom, half) in expected.items():
        assert found.loc[claim, "g_squared"] == pytest.approx(g_squared, abs=half)
        assert found.loc[claim, "degrees_of_freedom"] == freedom


def test_content_workers_by_management_and_supervisor(workers):
    found = loglinear.rates(workers, level="high", **ROLES)["estimate"]
    # Row 35.
    assert found.to_list() == pytest.approx([0.458, 0.568, 0.649, 0.724], abs=0.0005)
    assert list(found.index) == [("bad", "low"), ("bad", "high"), ("good", "low"), ("good", "high")]


def test_the_supervisor_matters_by_the_sharper_test_and_not_by_the_blunt_one(workers):
    p = loglinear.associations(workers, **ROLES)["p_value"]
    assert p["not supervisor, once management is known"] > 0.05
    assert p["not supervisor, if it works alike"] < 0.05


def test_expected_counts_of_conditional_independence_by_hand(workers):
    fit = loglinear.log_linear(
        workers, count="people", together=[["management", "supervisor"], ["management", "own"]]
    )
    cell = fit.expected.set_index(["management", "supervisor", "own"]).loc[("bad", "low", "high")]
    # Under bad management there are 190 with such a supervisor, and 129 of 264 are content.
    assert cell["expected"] == pytest.approx(190 * 129 / 264)
    actual, expected = fit.expected["actual"], fit.expected["expected"]
    assert fit.g_squared == pytest.approx(2 * (actual * np.log(actual / expected)).sum())
    assert expected.sum() == pytest.approx(715)


def test_a_table_without_association_is_met_exactly():
    table = cells(np.outer([1, 2], np.outer([2, 3], [10, 30]).ravel()).ravel())
    found = loglinear.associations(table, count="n", outcome="own", factors=["a", "b"])
    assert found["g_squared"].max() < 1e-8
    assert found["p_value"].min() > 0.99


def test_wholes_split_into_parts(workers):
    g = loglinear.associations(workers, **ROLES)["g_squared"]
    alike = g["management works alike whatever supervisor"]
    for one in ("management", "supervisor"):
        other = "supervisor" if one == "management" else "management"
        assert g[f"not {one}, if it works alike"] + alike == pytest.approx(
            g[f"not {one}, once {other} is known"]
        )


def test_all_factors_together_leave_nothing(workers):
    fit = loglinear.log_linear(workers, count="people", together=[["own", *ROLES["factors"]]])
    assert (fit.degrees_of_freedom, fit.p_value) == (0, 1.0)
    assert fit.g_squared < 1e-8


def test_three_levels_have_their_degrees_of_freedom():
    index = pd.MultiIndex.from_product([[*"abc"], [*"uvw"]], names=["x", "y"])
    table = pd.Series(range(5, 14), index, name="n").reset_index()
    assert loglinear.log_linear(table, count="n", together=["x", "y"]).degrees_of_freedom == 4


def test_chance_alone_is_flagged_in_five_of_a_hundred_tables():
    rng = np.random.default_rng(3)
    share = np.outer([0.4, 0.6], np.outer([0.5, 0.5], [0.3, 0.7]).ravel()).ravel()
    p = [
        loglinear.log_linear(
            cells(rng.multinomial(600, share)), count="n", together=[["a", "b"], ["own"]]
        ).p_value
        for _ in range(200)
    ]
    assert np.mean(np.array(p) < 0.05) == pytest.approx(0.05, abs=0.04)


def test_a_factor_left_out_is_added_up():
    table = cells([10, 20, 30, 40, 50, 60, 70, 80])
    whole = loglinear.log_linear(table, count="n", together=["a", "own"])
    summed = table.groupby(["a", "own"])["n"].sum().reset_index()
    assert whole.g_squared == pytest.approx(
        loglinear.log_linear(summed, count="n", together=["a", "own"]).g_squared
    )


def test_a_cell_of_nobody_is_allowed_but_no_empty_combination():
    fit = loglinear.log_linear(cells([0, 9, 8, 7, 6, 5, 4, 3]), count="n", together=["a", "own"])
    assert np.isfinite(fit.g_squared)
    with pytest.raises(ValueError, match=r"nobody is counted in 1 combination\(s\).*Merge levels"):
        loglinear.log_linear(
            cells([0, 9, 0, 7, 6, 5, 4, 3]), count="n", together=[["a", "own"], ["b"]]
        )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda t: t.assign(n=t["n"] - 50), "'n' is negative"),
        (lambda t: t.assign(n=t["n"] + 0.5), "is not a whole number"),
        (lambda t: t.assign(n=t["n"].where(t["n"] > 20)), "'n' is missing"),
        (lambda t: t.assign(a="x", c=range(8)), "'a' has one level, 'x'"),
        (lambda t: t.drop(index=3), r"1 of 8 combination\(s\).*have no row"),
        (lambda t: pd.concat([t, t.head(1)]), "a cell stands twice in 1 of 9"),
        (lambda t: t.assign(a=t["a"].where(t.index != 2)), "'a' is missing in 1 of 8"),
        (lambda t: t.drop(columns="b"), "counts has no column 'b'"),
        (lambda t: t.head(0), "counts is empty"),
    ],
)
def test_counts_that_make_no_table_are_refused(change, message):
    table = change(cells([10, 20, 30, 40, 50, 60, 70, 80]))
    with pytest.raises(ValueError, match=message):
        loglinear.log_linear(table, count="n", together=[["a", "b"], ["own"]])


def test_questions_that_make_no_sense_are_refused():
    table = cells([10, 20, 30, 40, 50, 60, 70, 80])
    with pytest.raises(ValueError, match="together is empty"):
        loglinear.log_linear(table, count="n", together=[])
    with pytest.raises(ValueError, match="each column has one place"):
        loglinear.log_linear(table, count="n", together=["n", "a"])
    with pytest.raises(ValueError, match="must be two columns other than 'own'"):
        loglinear.associations(table, count="n", outcome="own", factors=["a", "own"])
    with pytest.raises(ValueError, match="level='high' is no option"):
        loglinear.rates(table, count="n", outcome="own", level="high", factors=["a"])
    with pytest.raises(ValueError, match="must name one column or more"):
        loglinear.rates(table, count="n", outcome="own", level="x", factors=[])
    with pytest.raises(ValueError, match="nobody is counted"):
        loglinear.rates(
            cells([0, 0, 1, 1, 1, 1, 1, 1]), count="n", outcome="own", level="x", factors=["a", "b"]
        )


def test_counts_are_not_changed(workers):
    before = workers.copy()
    loglinear.associations(workers, **ROLES)
    loglinear.rates(workers, level="high", **ROLES)
    assert_frame_equal(workers, before)


def test_levels_that_nobody_has_cost_no_degrees_of_freedom(workers):
    roles = {**ROLES}
    wide = workers.assign(own=pd.Categorical(workers["own"], [*workers["own"].unique(), "none"]))
    assert_frame_equal(
        loglinear.associations(wide, **roles), loglinear.associations(workers, **roles)
    )


def test_a_factor_named_twice_in_a_group_counts_once(workers):
    plain = loglinear.log_linear(workers, count="people", together=["own", "management"])
    twice = loglinear.log_linear(workers, count="people", together=[["own", "own"], "management"])
    assert twice.degrees_of_freedom == plain.degrees_of_freedom
    assert twice.g_squared == pytest.approx(plain.g_squared)


def test_names_of_the_answer_and_single_texts_are_refused(workers):
    renamed = workers.rename(columns={"own": "expected"})
    with pytest.raises(ValueError, match="called 'actual' or 'expected'"):
        loglinear.log_linear(renamed, count="people", together=["expected", "management"])
    with pytest.raises(TypeError, match="together must be a list, not the text 'own'"):
        loglinear.log_linear(workers, count="people", together="own")
    with pytest.raises(ValueError, match="more than once"):
        doubled = pd.concat([workers, workers[["people"]]], axis=1)
        loglinear.log_linear(doubled, count="people", together=["own"])
