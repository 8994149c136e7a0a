"""Employees, customers, profit: slopes, chains, mediation, few answers, how many branches."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from scipy.stats import norm

from crmkit import datasets
from crmkit.companies import Network, branches
from crmkit.loyalty import branch_means, branch_power, service_profit, slopes

STAGES = ["training", "employees", "customers", "profit"]
TRUE_STAGES = ["training", "true_employees", "true_customers", "profit"]
CHAIN = {"slopes": [3, 0.26, 40], "noise": [5.5, 3.7, 420], "first_spread": 0.8}
FEW = [0, 12 / np.sqrt(8), 14 / np.sqrt(20), 0]
TRUE_PRODUCT = 3 * 0.26 * 40
SIX = ["complaints", "privileges", "learning", "raises", "critical", "advance"]


def rng(seed=1):
    return np.random.default_rng(seed)


def exact(bank):
    """The branches with the levels that nobody sees beside the means of few answers."""
    return bank.branches.join(bank.truth.add_prefix("true_"))


def errors(bank):
    employees = branch_means.reliability(bank.employee_answers)
    customers = branch_means.reliability(bank.customer_answers)
    return {"employees": employees.error_variance, "customers": customers.error_variance}


def covers(row, truth):
    return row["low"] <= truth <= row["high"]


def random_table(n=40, seed=3):
    return pd.DataFrame(rng(seed).normal(size=(n, 4)), columns=list("abcd"))


# --- Published -------------------------------------------------------------------------------


def test_supervisors_of_thirty_departments_as_published():
    # Chatterjee & Hadi; published-results row 34 as printed there.
    fit = slopes.regression(datasets.load("department_attitudes"), outcome="rating", predictors=SIX)
    printed = {"intercept": 10.787, "complaints": 0.613, "privileges": -0.073}
    printed |= {"learning": 0.320, "raises": 0.082, "critical": 0.038}
    for term, value in printed.items():
        assert fit.slopes.loc[term, "estimate"] == pytest.approx(value, abs=0.0005)
    assert fit.slopes.loc["complaints", "t_value"] == pytest.approx(3.81, abs=0.005)
    assert fit.r_squared == pytest.approx(0.7326, abs=0.00005)
    assert fit.residual_sd == pytest.approx(7.068, abs=0.0005)
    assert fit.f_statistic == pytest.approx(10.5, abs=0.05)
    assert fit.rows == 30


def test_only_complaints_has_an_interval_clear_of_zero():
    # A regression figure of ours.
    fit = slopes.regression(datasets.load("department_attitudes"), outcome="rating", predictors=SIX)
    clear = fit.slopes[(fit.slopes["low"] > 0) | (fit.slopes["high"] < 0)]
    assert list(clear.index) == ["complaints"]


# --- Slopes ----------------------------------------------------------------------------------


def test_a_slope_by_hand():
    table = pd.DataFrame({"x": [1.0, 2, 3], "y": [1.0, 3, 4]})
    found = slopes.regression(table, outcome="y", predictors=["x"]).slopes
    # x - 2 = -1 0 1, so the slope is (4 - 1) / 2; what is left is 1/6, -1/3, 1/6.
    assert found.loc["x", "estimate"] == pytest.approx(1.5)
    assert found.loc["intercept", "estimate"] == pytest.approx(8 / 3 - 3)
    assert found.loc["x", "standard_error"] == pytest.approx(np.sqrt(1 / 6 / 2))


def test_a_slope_alone_is_a_regression_of_its_own():
    table = random_table()
    found = slopes.alone(table, outcome="d", predictors=["a", "b"])
    for one in ("a", "b"):
        own = slopes.regression(table, outcome="d", predictors=[one]).slopes.loc[one]
        assert found.loc[one].to_list() == pytest.approx(own.to_list())
    with pytest.raises(ValueError, match="predictors is empty"):
        slopes.alone(table, outcome="d", predictors=[])


def test_intervals_of_slopes_cover_the_truth():
    hits = []
    for seed in range(200):
        bank = branches(seed=seed)
        table = exact(bank)
        fit = slopes.regression(table, outcome="true_employees", predictors=["training"])
        hits.append(covers(fit.slopes.loc["training"], 3))
    assert np.mean(hits) == pytest.approx(0.95, abs=0.05)


def test_a_wider_confidence_makes_wider_intervals_around_the_same_slope():
    narrow, wide = (
        slopes.regression(random_table(), outcome="d", predictors=["a"], confidence=c).slopes
        for c in (0.8, 0.99)
    )
    assert (wide["estimate"] == narrow["estimate"]).all()
    assert (wide["low"] < narrow["low"]).all()
    assert (wide["high"] > narrow["high"]).all()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda t: t.assign(a=3.0), "'a' is the same in all 40 rows.*Leave it out"),
        (lambda t: t.assign(a=t["b"] * 2 - t["c"]), r"'c' follows from \['a', 'b'\]"),
        (lambda t: t.head(4), r"4 row\(s\) cannot tell an intercept and 3 slope\(s\): 5 or more"),
        (lambda t: t.head(1), r"1 row\(s\) cannot tell"),
        (lambda t: t.head(0), "the table is empty"),
        (lambda t: t.assign(a=t["a"].where(t["a"] > 0)), "'a' is missing in"),
        (lambda t: t.assign(a=np.where(t["a"] > 2, np.inf, t["a"])), "'a' is infinite in"),
        (lambda t: t.assign(a="many"), "'a' must be numbers"),
        (lambda t: t.assign(a=t["a"] > 0), "'a' must be numbers"),
        (lambda t: t.drop(columns="a"), "the table has no column 'a'"),
        (lambda t: t[["a", *t]], "a column more than once: 'a'"),
    ],
)
def test_tables_that_cannot_be_described_are_refused(change, message):
    table = change(random_table().assign(a=lambda t: t["a"] + (t.index == 5) * 9))
    with pytest.raises(ValueError, match=message):
        slopes.regression(table, outcome="d", predictors=["a", "b", "c"])


def test_the_code_for_no_answer_is_seen_where_nothing_else_is_negative():
    table = random_table().abs()
    table.loc[[3, 8], "a"] = -99
    with pytest.raises(ValueError, match=r"'a' is -99.*2 of 40 row\(s\); first: \[3, 8\]"):
        slopes.regression(table, outcome="d", predictors=["a"])
    # A profit may well be -99.
    table.loc[1, "a"] = -40
    slopes.regression(table, outcome="d", predictors=["a"])


def test_predictors_are_named_once_and_are_not_the_outcome():
    for predictors, message in ((["a", "a"], "more than once"), (["d"], "more than once")):
        with pytest.raises(ValueError, match=message):
            slopes.regression(random_table(), outcome="d", predictors=predictors)
    with pytest.raises(ValueError, match="predictors is empty"):
        slopes.regression(random_table(), outcome="d", predictors=[])
    with pytest.raises(TypeError, match="must be a DataFrame"):
        slopes.regression([1, 2], outcome="d", predictors=["a"])
    with pytest.raises(ValueError, match="confidence=95"):
        slopes.regression(random_table(), outcome="d", predictors=["a"], confidence=95)


# --- The chain -------------------------------------------------------------------------------


def test_the_chain_is_the_product_of_its_links():
    bank = branches(seed=7).branches
    found = service_profit.chain(bank, stages=STAGES, rng=rng())
    assert list(found.index) == [
        "training > employees", "employees > customers", "customers > profit", "chain"
    ]  # fmt: skip
    assert found["estimate"].iloc[:3].prod() == pytest.approx(found.loc["chain", "estimate"])
    assert (found["low"] < found["estimate"]).all()
    assert (found["estimate"] < found["high"]).all()


def test_each_link_is_a_regression_on_all_stages_before_it():
    bank = branches(seed=7).branches
    found = service_profit.chain(bank, stages=STAGES, rng=rng())["estimate"]
    for last in (1, 2, 3):
        fit = slopes.regression(bank, outcome=STAGES[last], predictors=STAGES[:last])
        name = f"{STAGES[last - 1]} > {STAGES[last]}"
        assert found[name] == pytest.approx(fit.slopes.loc[STAGES[last - 1], "estimate"])


def test_changing_units_changes_the_chain_by_the_same_factor():
    bank = branches(seed=7).branches
    found = service_profit.chain(bank, stages=STAGES, rng=rng())
    in_yuan = service_profit.chain(
        bank.assign(profit=1000 * bank["profit"], employees=bank["employees"] / 10),
        stages=STAGES, rng=rng(),
    )  # fmt: skip
    assert in_yuan.loc["chain"].to_list() == pytest.approx((1000 * found.loc["chain"]).to_list())


def test_the_order_of_branches_does_not_matter_to_the_estimate():
    bank = branches(seed=7).branches
    one = service_profit.chain(bank, stages=STAGES, rng=rng())["estimate"]
    other = service_profit.chain(bank.iloc[::-1], stages=STAGES, rng=rng())["estimate"]
    assert one.to_list() == pytest.approx(other.to_list())


def test_many_branches_measured_exactly_recover_the_chain():
    table = exact(branches(n_branches=20_000, employees_asked=1, customers_asked=1, seed=2))
    found = service_profit.chain(table, stages=TRUE_STAGES, rng=rng(), draws=200)
    assert found["estimate"].to_list() == pytest.approx([3, 0.26, 40, TRUE_PRODUCT], rel=0.1)


def coverage(table_of, truth, *, stages, seeds, corrected=False, **settings):
    hits = []
    for seed in range(seeds):
        bank = branches(seed=seed, **settings)
        row = service_profit.chain(
            table_of(bank), stages=stages, rng=rng(seed), draws=400,
            error_variances=errors(bank) if corrected else None,
        ).loc["chain"]  # fmt: skip
        hits.append(covers(row, truth))
    return np.mean(hits)


@pytest.mark.slow
def test_intervals_of_the_chain_cover_the_truth_where_stages_are_exact():
    for n in (30, 100):
        hits = coverage(exact, TRUE_PRODUCT, stages=TRUE_STAGES, seeds=200, n_branches=n)
        assert hits == pytest.approx(0.95, abs=0.05), n


@pytest.mark.slow
def test_few_answers_make_the_interval_miss_and_the_correction_makes_it_hold():
    plain = coverage(
        lambda bank: bank.branches, TRUE_PRODUCT, stages=STAGES, seeds=100, n_branches=300
    )
    mended = coverage(
        lambda bank: bank.branches, TRUE_PRODUCT, stages=STAGES, seeds=100, n_branches=300,
        corrected=True,
    )  # fmt: skip
    assert plain < 0.3
    assert mended == pytest.approx(0.95, abs=0.06)


def test_a_company_of_a_thousand_branches_is_sure_of_too_little_until_corrected():
    bank = branches(n_branches=1_000, seed=1)
    plain = service_profit.chain(bank.branches, stages=STAGES, rng=rng()).loc["chain"]
    mended = service_profit.chain(
        bank.branches, stages=STAGES, rng=rng(), error_variances=errors(bank)
    ).loc["chain"]
    assert plain["high"] < 20 < TRUE_PRODUCT
    assert covers(mended, TRUE_PRODUCT)


def test_a_correction_of_nothing_changes_nothing():
    bank = branches(seed=7).branches
    one = service_profit.chain(bank, stages=STAGES, rng=rng())
    other = service_profit.chain(bank, stages=STAGES, rng=rng(), error_variances={"customers": 0})
    assert_frame_equal(one, other)


def test_the_correction_divides_a_single_slope_by_the_reliability():
    table = random_table()
    variance = table["a"].var()
    one = service_profit.chain(table, stages=["a", "b"], rng=rng())["estimate"]
    other = service_profit.chain(
        table, stages=["a", "b"], rng=rng(), error_variances={"a": 0.4 * variance}
    )["estimate"]
    assert other["a > b"] == pytest.approx(one["a > b"] / 0.6)


def test_errors_of_the_last_stage_bias_nothing():
    table = random_table()
    one = service_profit.chain(table, stages=["a", "b"], rng=rng())["estimate"]
    other = service_profit.chain(
        table, stages=["a", "b"], rng=rng(), error_variances={"b": 0.5 * table["b"].var()}
    )["estimate"]
    assert one.to_list() == pytest.approx(other.to_list())


def test_where_little_is_left_the_corrected_interval_has_no_end():
    table = random_table()
    found = service_profit.chain(
        table, stages=["a", "b"], rng=rng(), error_variances={"a": 0.95 * table["a"].var()}
    )
    assert found.loc["chain", ["low", "high"]].to_list() == [-np.inf, np.inf]


def test_thirty_branches_of_few_answers_are_too_few_for_the_correction():
    bank = branches(seed=7)
    found = service_profit.chain(
        bank.branches, stages=STAGES, rng=rng(), error_variances=errors(bank)
    )
    assert found.loc["chain", "low"] < -10 * TRUE_PRODUCT
    assert found.loc["chain", "high"] > 10 * TRUE_PRODUCT


def test_means_that_are_noise_cannot_be_corrected():
    table = random_table()
    with pytest.raises(ValueError, match=r"error variance of 'a'.*Ask more people"):
        service_profit.chain(table, stages=["a", "b"], rng=rng(), error_variances={"a": 9.0})
    table = table.assign(b=table["a"] + 0.3 * table["b"])
    with pytest.raises(ValueError, match="too little is left"):
        service_profit.chain(
            table, stages=["a", "b", "c"], rng=rng(),
            error_variances={"a": 0.5 * table["a"].var(), "b": 0.5 * table["b"].var()},
        )  # fmt: skip
    with pytest.raises(ValueError, match=r"names \['z'\]; the stages are \['a', 'b'\]"):
        service_profit.chain(table, stages=["a", "b"], rng=rng(), error_variances={"z": 1})
    with pytest.raises(ValueError, match="must be a number of 0 or more"):
        service_profit.chain(table, stages=["a", "b"], rng=rng(), error_variances={"a": -1})


def test_draws_of_the_chain_hold_its_interval():
    bank = branches(seed=7).branches
    draws = service_profit.chain_draws(bank, stages=STAGES, rng=rng())
    found = service_profit.chain(bank, stages=STAGES, rng=rng())
    inside = draws["chain"].between(found.loc["chain", "low"], found.loc["chain", "high"]).mean()
    assert len(draws) == 5_000
    assert inside == pytest.approx(0.95, abs=0.002)


@pytest.mark.parametrize(
    ("change", "stages", "message"),
    [
        (lambda t: t.head(9), list("abc"), r"9 branch\(es\) are too few.*10 or more"),
        (lambda t: t.head(1), list("abc"), r"1 branch\(es\) are too few"),
        (lambda t: t.head(0), list("abc"), "branches is empty"),
        (lambda t: t, ["a"], "make no link: name two columns"),
        (lambda t: t, list("aba"), r"\['a'\] is named more than once"),
        (lambda t: t.assign(b=2 * t["a"]), list("abc"), r"'b' follows from \['a'\]"),
        (lambda t: t.iloc[[0, *range(30)]], list("abc"), r"1 branch\(s\) more than once"),
        (lambda t: t.assign(b=7), list("abc"), "'b' is the same in all"),
        (lambda t: t.assign(b=t["b"].where(t["b"] > 0)), list("abc"), "'b' is missing"),
    ],
)
def test_branches_that_make_no_chain_are_refused(change, stages, message):
    with pytest.raises(ValueError, match=message):
        service_profit.chain(change(random_table()), stages=stages, rng=rng())


def test_a_bootstrap_wants_a_hundred_draws():
    with pytest.raises(ValueError, match="draws=10 must be a whole number of 100 or more"):
        service_profit.chain(random_table(), stages=["a", "b"], rng=rng(), draws=10)


# --- Mediation -------------------------------------------------------------------------------

ROLES = {"cause": "employees", "mediator": "customers", "outcome": "profit"}


def test_indirect_and_direct_add_up_to_the_total():
    found = service_profit.mediation(branches(seed=7).branches, **ROLES, rng=rng())["estimate"]
    assert found["indirect"] + found["direct"] == pytest.approx(found["total"])


def test_the_indirect_effect_is_the_chain_of_the_three():
    bank = branches(seed=7).branches
    one = service_profit.mediation(bank, **ROLES, rng=rng()).loc["indirect"]
    other = service_profit.chain(bank, stages=[*ROLES.values()], rng=rng()).loc["chain"]
    assert one.to_list() == pytest.approx(other.to_list())


def test_mediation_covers_both_ways_of_a_company_that_has_them():
    net = replace(Network.from_card(), direct_slope=20.0)
    truth = {"indirect": 0.26 * 40, "direct": 20.0, "total": 0.26 * 40 + 20.0}
    hits = []
    for seed in range(100):
        bank = exact(branches(n_branches=60, seed=seed, parameters=net))
        found = service_profit.mediation(
            bank, cause="true_employees", mediator="true_customers", outcome="profit",
            rng=rng(seed), draws=400,
        )  # fmt: skip
        hits.append([covers(found.loc[way], truth[way]) for way in truth])
    assert np.mean(hits, axis=0) == pytest.approx([0.95] * 3, abs=0.06)


def test_few_answers_push_an_effect_past_the_mediator_as_if_it_were_direct():
    bank = branches(n_branches=20_000, employees_asked=200, customers_asked=5, seed=4)
    found = service_profit.mediation(bank.branches, **ROLES, rng=rng(), draws=200)
    # There is no direct way in this company; still its interval excludes nothing.
    assert bank.parameters.direct_slope == 0
    assert found.loc["direct", "low"] > 0


# --- Few answers -----------------------------------------------------------------------------


def test_means_by_hand():
    answers = pd.DataFrame({"branch": list("aabb"), "answer": [1.0, 3.0, 6.0, 8.0]})
    found = branch_means.reliability(answers)
    # Within: variance 2 in both. Of the means 2 and 7: variance 12.5, of which 2 / 2 is error.
    assert found.within_variance == pytest.approx(2)
    assert found.error_variance == pytest.approx(1)
    assert found.estimate == pytest.approx(1 - 1 / 12.5)


def test_reliability_finds_the_share_of_the_variance_that_is_real():
    bank = branches(n_branches=3_000, seed=3)
    real = bank.truth["employees"].var()
    found = branch_means.reliability(bank.employee_answers)
    assert found.error_variance == pytest.approx(12**2 / 8, rel=0.05)
    assert found.estimate == pytest.approx(real / bank.branches["employees"].var(), abs=0.02)


def test_the_interval_of_the_reliability_covers_it():
    truth = 1 / (1 + (12**2 / 8) / (5.5**2 + (3 * 0.8) ** 2))
    found = [branch_means.reliability(branches(seed=s).employee_answers) for s in range(200)]
    hits = [one.low <= truth <= one.high for one in found]
    assert np.mean(hits) == pytest.approx(0.95, abs=0.04)


def test_answers_that_differ_in_number_are_weighed():
    answers = branches(seed=5, employees_asked=12).employee_answers
    some = answers.drop(answers.index[::7])
    found = branch_means.reliability(some)
    assert 9 < found.answers < 12
    assert found.estimate == pytest.approx(branch_means.reliability(answers).estimate, abs=0.1)


def test_more_answers_are_more_reliable_and_none_are_needed_twice():
    found = branch_means.reliability(branches(seed=5).employee_answers)
    risen = [found.with_answers(n) for n in (1, 8, 50, 10_000)]
    assert risen == sorted(risen)
    assert risen[1] == pytest.approx(found.estimate)
    assert risen[-1] == pytest.approx(1, abs=0.01)
    with pytest.raises(ValueError, match="answers=0 must be a number above 0"):
        found.with_answers(0)


def test_means_nearer_than_chance_have_no_reliability():
    answers = pd.DataFrame({"branch": list("aabb"), "answer": [0.0, 10.0, 1.0, 10.0]})
    assert branch_means.reliability(answers).estimate == 0


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"branch": ["a", "b"], "answer": [1.0, 2.0]}, "each branch gave one answer"),
        ({"branch": ["a", "a"], "answer": [1.0, 2.0]}, "1 branch tells no difference"),
        ({"branch": ["a", None], "answer": [1.0, 2.0]}, "'branch' is missing in 1 of 2"),
        ({"branch": ["a", "a"], "answer": [1.0, np.nan]}, "'answer' is missing in 1 of 2"),
        ({"branch": ["a", "a"], "answer": [50, -99]}, "'answer' is -99.*Drop these rows"),
        ({"branch": [*"aabb"], "answer": [1.0, 3, 1, 3]}, "all branches have the same mean"),
        ({"branch": ["a", "a"]}, "answers has no column 'answer'"),
        ({"branch": [], "answer": []}, "answers is empty"),
    ],
)
def test_answers_that_tell_nothing_of_branches_are_refused(answers, message):
    with pytest.raises(ValueError, match=message):
        branch_means.reliability(pd.DataFrame(answers))


# --- How many branches -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def power():
    return branch_power.chain_power([30, 100, 300], **CHAIN, error_sd=FEW, rng=rng())


def test_more_branches_tell_more_and_no_link_tells_less_than_the_chain(power):
    for column in ("link 1", "link 2", "link 3", "power"):
        assert power[column].is_monotonic_increasing
    weakest = power[["link 1", "link 2", "link 3"]].min(axis=1)
    assert (power["power"] <= weakest + 0.03).all()
    assert (power["low"] <= power["power"]).all()
    assert (power["power"] <= power["high"]).all()


def test_thirty_branches_tell_nothing_of_the_chain(power):
    assert power.loc[30, "high"] < 0.1


def test_the_simulated_bank_and_the_simulation_of_power_agree():
    # 100 banks by the company, with a bootstrap each, against the Monte Carlo intervals.
    hits = []
    for seed in range(100):
        bank = branches(n_branches=100, seed=seed).branches
        row = service_profit.chain(bank, stages=STAGES, rng=rng(seed), draws=400).loc["chain"]
        hits.append(row["low"] > 0)
    fast = branch_power.chain_power([100], **CHAIN, error_sd=FEW, rng=rng())
    assert np.mean(hits) == pytest.approx(fast.loc[100, "power"], abs=0.15)


def test_the_power_of_one_link_is_that_of_a_t_test():
    from scipy.stats import nct, t

    n, slope, noise, spread = 40, 0.5, 1.0, 1.0
    found = branch_power.chain_power(
        [n], slopes=[slope], noise=[noise], first_spread=spread, rng=rng(), simulations=4_000
    )
    # The noncentral t, averaged over the spread of the predictor that chance gives.
    spreads = spread * np.sqrt(rng(5).chisquare(n - 1, 4_000))
    known = nct.sf(t.ppf(0.975, n - 2), n - 2, slope * spreads / noise).mean()
    assert found.loc[n, "link 1"] == pytest.approx(known, abs=0.02)
    assert found.loc[n, "power"] == pytest.approx(known, abs=0.03)


def test_a_chain_that_falls_is_found_on_its_own_side():
    up, down = (
        branch_power.chain_power(
            [80], slopes=[3, sign * 0.26], noise=[5.5, 3.7], first_spread=0.8, rng=rng()
        )
        for sign in (1, -1)
    )
    assert down.loc[80, "power"] == pytest.approx(up.loc[80, "power"], abs=0.05)
    assert down.loc[80, "median_high"] < 0


def test_to_be_beyond_the_cost_takes_more_branches_than_to_be_beyond_nothing():
    nothing, cost = (
        branch_power.chain_power([300], **CHAIN, beyond=beyond, rng=rng()) for beyond in (0, 20)
    )
    assert cost.loc[300, "power"] < nothing.loc[300, "power"] - 0.3


def test_intervals_of_exact_stages_settle_on_the_truth_and_of_few_answers_below_it():
    fine = branch_power.chain_power([2_000], **CHAIN, rng=rng(), simulations=200).loc[2_000]
    few = branch_power.chain_power(
        [2_000], **CHAIN, error_sd=FEW, rng=rng(), simulations=200
    ).loc[2_000]  # fmt: skip
    assert fine["median_low"] < TRUE_PRODUCT < fine["median_high"]
    assert fine["median_estimate"] == pytest.approx(TRUE_PRODUCT, rel=0.05)
    assert few["median_high"] < 20


def test_needed_branches_are_read_between_the_rows():
    table = pd.DataFrame(
        {"power": [0.2, 0.6, 1.0], "low": [0.1, 0.5, 0.9], "high": [0.3, 0.7, 1.0]},
        index=[30, 60, 100],
    )
    found = branch_power.branches_needed(table, wanted=0.8)
    assert 60 < found["low"] < found["estimate"] < found["high"] < 100
    # Halfway between two normal quantiles lies halfway between the roots.
    halfway = pd.DataFrame({name: norm.cdf([0, 2]) for name in table}, index=[16, 64])
    needed = branch_power.branches_needed(halfway, wanted=norm.cdf(1))
    assert needed.to_list() == pytest.approx([36] * 3)
    assert branch_power.branches_needed(table.head(2))["estimate"] == np.inf
    assert branch_power.branches_needed(table, wanted=0.15)["estimate"] == 30
    # A dent by chance does not move it.
    dented = pd.concat([table, table.iloc[[1]].set_axis([150])])
    assert branch_power.branches_needed(dented).to_dict() == pytest.approx(found.to_dict())


def test_a_product_of_published_slopes_has_an_interval():
    certain = pd.DataFrame({"estimate": [0.26, 0.385], "standard_error": [0.0, 0.0]})
    found = branch_power.product_of_slopes(certain, rng=rng())
    assert found.to_list() == pytest.approx([0.1001] * 3)
    one = pd.DataFrame({"estimate": [2.0], "standard_error": [0.5]})
    found = branch_power.product_of_slopes(one, rng=rng(), draws=200_000)
    assert found["low"] == pytest.approx(2 - 1.96 * 0.5, abs=0.01)
    wide = branch_power.product_of_slopes(one, rng=rng(), degrees_of_freedom=[5])
    assert wide["low"] < found["low"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"slopes": [3, 0.26]}, r"noise has 3 number\(s\), where 2 are needed"),
        ({"slopes": [3, 0, 40]}, "a link of 0 has nothing to be found"),
        ({"slopes": []}, "slopes is empty"),
        ({"noise": [5.5, 0, 420]}, r"noise\[1\]=0 must be a number above 0"),
        ({"slopes": [3, np.nan, 40]}, r"slopes\[1\]=nan must be a number"),
        ({"first_spread": 0}, "first_spread=0 must be a number above 0"),
        ({"error_sd": [1, 2]}, r"error_sd has 2 number\(s\), where 4 are needed"),
        ({"error_sd": [0, -1, 0, 0]}, r"error_sd\[1\]=-1 must be a number of 0 or more"),
        ({"beyond": -1}, "beyond=-1 must be a number of 0 or more"),
        ({"simulations": 10}, "simulations=10 must be a whole number of 100 or more"),
        ({"n_branches": [5]}, "n_branches=5 must be a whole number of 6 or more"),
        ({"n_branches": []}, "n_branches is empty"),
    ],
)
def test_chains_that_cannot_be_simulated_are_refused(change, message):
    settings = {"n_branches": [30], **CHAIN, **change}
    with pytest.raises(ValueError, match=message):
        branch_power.chain_power(settings.pop("n_branches"), **settings, rng=rng())


# --- Tables stay as they were ----------------------------------------------------------------


def test_inputs_are_not_changed():
    bank = branches(n_branches=40, seed=1)
    before = bank.branches.copy(), bank.employee_answers.copy()
    slopes.regression(bank.branches, outcome="profit", predictors=["employees"])
    service_profit.chain(bank.branches, stages=STAGES, rng=rng(), error_variances={"employees": 9})
    service_profit.mediation(bank.branches, **ROLES, rng=rng())
    branch_means.reliability(bank.employee_answers)
    assert_frame_equal(bank.branches, before[0])
    assert_frame_equal(bank.employee_answers, before[1])


def test_the_same_generator_gives_the_same_intervals():
    bank = branches(seed=1).branches
    one, other = (service_profit.chain(bank, stages=STAGES, rng=rng(9)) for _ in range(2))
    assert_frame_equal(one, other)


def test_units_and_origins_of_predictors_do_not_spoil_a_regression():
    table = random_table()
    plain = slopes.regression(table, outcome="a", predictors=["b", "c"]).slopes
    moved = table.assign(b=table["b"] * 1e12, c=table["c"] + 1e8)
    far = slopes.regression(moved, outcome="a", predictors=["b", "c"]).slopes
    for column in ("estimate", "standard_error", "low", "high"):
        found = far.loc[["b", "c"], column] * [1e12, 1]
        assert found.to_numpy() == pytest.approx(plain.loc[["b", "c"], column].to_numpy(), rel=1e-6)


def test_a_predictor_called_intercept_is_refused():
    with pytest.raises(ValueError, match="'intercept', which is always there: rename"):
        renamed = random_table().rename(columns={"b": "intercept"})
        slopes.regression(renamed, outcome="a", predictors=["intercept"])


@pytest.mark.parametrize("rare", ["a", "b"])
def test_a_cause_or_mediator_of_one_branch_alone_leaves_the_ends_open(rare):
    table = random_table().assign(**{rare: [1, *[0] * 39]})
    found = service_profit.mediation(table, cause="a", mediator="b", outcome="c", rng=rng())
    assert np.isinf(found.loc[["indirect", "direct"], ["low", "high"]].to_numpy()).all()


@pytest.mark.parametrize("code", [-999, -98, 99, -9])
def test_codes_other_than_minus_99_are_refused_too(code):
    answers = pd.DataFrame({"branch": [*"aabbcc"], "answer": [5, 6, 7, 5, 4, code]})
    with pytest.raises(ValueError, match=rf"'answer' is {code}, a code for no answer, in 1 of 6"):
        branch_means.branch_means(answers)


def test_numbers_that_a_mean_may_have_are_no_codes():
    answers = pd.DataFrame({"branch": [*"aabbcc"], "answer": [-3, 99, 77, -1, -9, 50]})
    assert branch_means.branch_means(answers)["answers"].sum() == 6


def test_a_generator_is_asked_for_by_name():
    with pytest.raises(TypeError, match=r"rng=None must be a generator"):
        service_profit.chain(random_table(), stages=["a", "b"], rng=None)
    with pytest.raises(TypeError, match="rng=1 must be a generator"):
        branch_power.chain_power([30], **CHAIN, rng=1)
    with pytest.raises(TypeError, match="rng=1 must be a generator"):
        branch_power.product_of_slopes(
            pd.DataFrame({"estimate": [1.0], "standard_error": [1.0]}), rng=1
        )


def test_lists_are_lists_and_error_variances_have_names():
    table = random_table()
    with pytest.raises(
        TypeError, match=r"predictors must be a list, not the text 'b': write \['b'\]"
    ):
        slopes.regression(table, outcome="a", predictors="b")
    with pytest.raises(TypeError, match="error_variances must be a dict"):
        service_profit.chain(table, stages=["a", "b"], rng=rng(), error_variances=["a"])
    named = {"stages": ["a", "b"], "draws": 100}
    assert_frame_equal(
        service_profit.chain(table, **named, rng=rng(), error_variances=pd.Series({"a": 0.1})),
        service_profit.chain(table, **named, rng=rng(), error_variances={"a": 0.1}),
    )


def test_numbers_of_branches_may_come_one_by_one_and_errors_in_an_array():
    given = CHAIN | {"simulations": 100}
    one = branch_power.chain_power(iter([20, 30]), **given, rng=rng(), error_sd=np.array(FEW))
    assert_frame_equal(one, branch_power.chain_power([20, 30], **given, rng=rng(), error_sd=FEW))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda power: power * 100, "above 1 in"),
        (lambda power: power.assign(power=np.nan), "'power' is missing"),
        (lambda power: power.set_axis(["a", "b"]), "power's index must be numbers"),
        (lambda power: power.reset_index(drop=True), "power's index is below 1"),
        (lambda power: power.set_axis([50, 50]), "more than once"),
        (
            lambda power: pd.concat([power, power], axis=1),
            "a column more than once: 'power', 'low'",
        ),
    ],
)
def test_a_power_table_that_is_none_is_refused(change, message):
    power = pd.DataFrame({"power": [0.4, 0.9], "low": [0.3, 0.8], "high": [0.5, 1]}, index=[50, 99])
    with pytest.raises(ValueError, match=message):
        branch_power.branches_needed(change(power))


def test_numbers_no_computer_can_square_ask_for_another_unit():
    table = random_table()
    for unit, message in ((1e300, "Choose a larger unit"), (1e-300, "Choose a smaller unit")):
        with pytest.raises(ValueError, match=message):
            slopes.regression(table * unit, outcome="a", predictors=["b"])
