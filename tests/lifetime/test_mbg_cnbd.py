"""MBG/CNBD-k: k = 1 is the MBG/NBD, others agree with integrals, sums and simulations."""

import math

import numpy as np
import pandas as pd
import pytest
from scipy import integrate, stats
from scipy.special import betainc

import crmkit.datasets
from crmkit import summary
from crmkit.lifetime import MBGCNBD, MBGNBD
from crmkit.models import BoundaryWarning

# The parameters that BTYDplus's own tests of the model simulate with (k = 3 there).
PUBLISHED = dict(r=0.85, alpha=1.45, a=0.79, b=2.42)
SETS = [PUBLISHED, dict(r=0.05, alpha=0.5, a=0.3, b=2.0), dict(r=8.0, alpha=1.0, a=5.0, b=200.0)]

HISTORIES = pd.DataFrame(
    {
        "repeat_purchases": [0, 0, 1, 2, 7, 26],
        "age_at_last_days": [0, 0, 30, 90, 245, 216],
        "age_days": [0, 217, 270, 100, 273, 217],
    },
    index=list("abcdef"),
)


@pytest.fixture(scope="module")
def cdnow():
    log, as_of = crmkit.datasets.load("cdnow_sample"), "1997-09-30"
    return summary.customers(log, as_of=as_of).assign(log_gaps=summary.log_gaps(log, as_of=as_of))


@pytest.fixture(scope="module")
def simulated():
    """For k = 2 and 3: a model, and the customers table of 3,000 of its customers."""
    tables = {}
    for k in (2, 3):
        model, rng = MBGCNBD(**PUBLISHED, k=k, period_days=7), np.random.default_rng(k)
        watched = rng.integers(36, 97, 3000) * 7.0
        tables[k] = model, model.simulate_customers(watched_days=watched, rng=rng)
    return tables


def relative(found, wanted):
    return np.max(np.abs(np.asarray(found) / np.asarray(wanted) - 1))


# -- k = 1 is the MBG/NBD ------------------------------------------------------------------------

ANSWERS = {
    "probability_alive": lambda m: m.probability_alive(HISTORIES),
    "expected_purchases": lambda m: m.expected_purchases(HISTORIES, horizon_days=90),
    "expected_of_new": lambda m: m.expected_purchases_of_new(horizon_days=np.array([1, 90, 3650])),
    "distribution": lambda m: m.conditional_distribution(HISTORIES, horizon_days=90),
    "probability": lambda m: m.probability_of_purchases(np.arange(9), horizon_days=365),
    "det": lambda m: m.discounted_expected_transactions(HISTORIES, annual_discount_rate=0.1),
    "det_of_years": lambda m: m.discounted_expected_transactions(
        HISTORIES, annual_discount_rate=0.1, horizon_days=730
    ),
    "log_likelihood": lambda m: m.log_likelihood(HISTORIES),
}


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("parameters", SETS, ids=range(len(SETS)))
def test_with_one_phase_it_is_the_mbg_nbd(answer, parameters):
    one = ANSWERS[answer](MBGCNBD(**parameters, k=1, period_days=7))
    other = ANSWERS[answer](MBGNBD(**parameters, period_days=7))
    assert relative(one, other) < 1e-8


def test_the_fit_with_one_phase_is_that_of_the_mbg_nbd(cdnow):
    one = MBGCNBD.fit(cdnow, period_days=7, k=1)
    other = MBGNBD.fit(cdnow, period_days=7)
    assert one.report.log_likelihood == pytest.approx(other.report.log_likelihood, abs=1e-6)
    assert relative(one.parameters, other.parameters) < 1e-5


def test_cdnow_shows_no_regularity(cdnow):
    """As in BTYDplus, demo("cdnow"): "k=1 -> no regularity detected for CDNow"."""
    assert MBGCNBD.fit(cdnow, period_days=7).k == 1


# -- The likelihood ------------------------------------------------------------------------------


@pytest.mark.parametrize("k", [2, 3])
def test_likelihood_and_p_alive_are_the_integrals_over_all_customers(k):
    """One customer, in weeks: gaps of 2, 3 and 1, then 4 of silence, for all rates and chances."""
    gaps, silent = np.array([2.0, 3.0, 1.0]), 4.0
    rates, chances = stats.gamma(0.85, scale=1 / 1.45), stats.beta(0.79, 2.42)

    def over_all(of_chance):
        def of_rate(rate):
            waits = stats.gamma(k, scale=1 / rate)
            return rates.pdf(rate) * np.prod(waits.pdf(gaps)) * of_chance(waits.sf(silent))

        return integrate.quad(of_rate, 0, 60, points=[0.5, 1, 2, 5], epsabs=0, epsrel=1e-10)[0]

    left = chances.expect(lambda p: (1 - p) ** 3 * p)
    stays = chances.expect(lambda p: (1 - p) ** 4)
    likelihood = over_all(lambda still: left + stays * still)
    customer = pd.DataFrame(
        {
            "repeat_purchases": [3],
            "age_at_last_days": [42.0],
            "age_days": [70.0],
            "log_gaps": [np.log(7 * gaps).sum()],
        }
    )
    model = MBGCNBD(**PUBLISHED, k=k, period_days=7)
    assert model.log_likelihood(customer) == pytest.approx(math.log(likelihood), rel=1e-8)
    alive = over_all(lambda still: stays * still) / likelihood
    assert model.probability_alive(customer)[0] == pytest.approx(alive, rel=1e-8)


def test_the_unit_of_time_changes_alpha_alone(simulated):
    _, table = simulated[2]
    weeks, days = (MBGCNBD.fit(table, period_days=n, k=2) for n in (7, 1))
    assert relative(days.parameters / weeks.parameters, [1, 7, 1, 1]) < 1e-5
    density = table["repeat_purchases"].sum() * math.log(7)
    difference = weeks.report.log_likelihood - days.report.log_likelihood
    assert difference == pytest.approx(density, rel=1e-9)


def test_gaps_tell_k_and_nothing_of_the_parameters(simulated):
    """Of equal histories, the sum of the gaps counts; a wrong one changes no parameter."""
    _, table = simulated[3]
    wrong = table.assign(log_gaps=table["log_gaps"] - table["repeat_purchases"])
    one, other = (MBGCNBD.fit(t, period_days=7, k=3) for t in (table, wrong))
    assert relative(one.parameters, other.parameters) < 1e-6
    shift = 2 * table["repeat_purchases"].sum()
    difference = one.report.log_likelihood - other.report.log_likelihood
    assert difference == pytest.approx(shift, rel=1e-9)


def test_customers_who_share_a_history_may_be_counted(cdnow):
    columns = ("repeat_purchases", "age_at_last_days", "age_days", "log_gaps")
    counted = summary.distinct_histories(cdnow, columns)
    assert len(counted) < len(cdnow)
    model = MBGCNBD(**PUBLISHED, k=2, period_days=7)
    assert model.log_likelihood(counted) == pytest.approx(model.log_likelihood(cdnow), rel=1e-12)


@pytest.mark.slow
@pytest.mark.parametrize("k", [2, 3])
def test_recovers_its_own_simulation(simulated, k):
    truth, table = simulated[k]
    fitted = MBGCNBD.fit(table, period_days=7)
    assert fitted.k == k
    ends = fitted.parameter_intervals(confidence=0.99)
    assert (ends["low"] < truth.parameters).all()
    assert (truth.parameters < ends["high"]).all()
    assert fitted.log_likelihood(table) == pytest.approx(fitted.report.log_likelihood)


# -- What those alive will do --------------------------------------------------------------------


@pytest.mark.parametrize("k", [1, 2, 3, 5, 12])
@pytest.mark.parametrize("parameters", SETS, ids=range(len(SETS)))
def test_expected_purchases_are_the_sum_over_purchases(parameters, k):
    """The m-th purchase comes if the customer stays after m - 1 of them and k m phases pass."""
    model = MBGCNBD(**parameters, k=k, period_days=7)
    for weeks in (0.5, 10, 100):
        m = np.arange(1, 20_001)
        stays = np.cumprod((model.b + m - 1) / (model.a + model.b + m - 1))
        comes = betainc(k * m, model.r, weeks / (model.alpha + weeks))
        expected = model.expected_purchases_of_new(horizon_days=7 * weeks)
        assert expected == pytest.approx((stays * comes).sum(), rel=1e-10)


@pytest.mark.parametrize("k", [2, 3, 12])
def test_distribution_adds_up_and_has_the_expectation(k):
    model = MBGCNBD(**PUBLISHED, k=k, period_days=7)
    table = model.conditional_distribution(HISTORIES, horizon_days=180, up_to=3000)
    assert (table >= -1e-15).all(axis=None)
    np.testing.assert_allclose(table.sum(axis=1), 1, atol=1e-9)
    expected = model.expected_purchases(HISTORIES, horizon_days=180)
    np.testing.assert_allclose(table @ np.arange(3001), expected, rtol=1e-6)
    new = model.probability_of_purchases(np.arange(3001), horizon_days=180)
    assert new @ np.arange(3001) == pytest.approx(
        model.expected_purchases_of_new(horizon_days=180), rel=1e-6
    )


@pytest.mark.parametrize("k", [1, 2, 3, 7])
def test_without_a_discount_purchases_count_in_full(k):
    """Two ways: rates integrated in closed form, and by quadrature."""
    model = MBGCNBD(**PUBLISHED, k=k, period_days=7)
    worth = model.discounted_expected_transactions(
        HISTORIES, annual_discount_rate=0, horizon_days=365
    )
    assert relative(worth, model.expected_purchases(HISTORIES, horizon_days=365)) < 1e-8


@pytest.mark.slow
@pytest.mark.parametrize("k", [2, 3])
def test_discounted_purchases_are_an_integral_over_the_horizon(k):
    """By parts: e^(-d t) E[X(t)] + d integral of e^(-d s) E[X(s)], and so on to infinity."""
    model, one = MBGCNBD(**PUBLISHED, k=k, period_days=7), HISTORIES.loc[["d"]]
    d = math.log(1.1) / 365.25

    def bought(days):
        return float(model.expected_purchases(one, horizon_days=days).iloc[0])

    for days, horizon in ((730, 730), (40 / d, None)):
        marks = [days / 1000, days / 100, days / 10]
        inner = integrate.quad(
            lambda s: math.exp(-d * s) * bought(s), 0, days, points=marks, limit=300
        )
        wanted = d * inner[0] + math.exp(-d * days) * bought(days)
        found = model.discounted_expected_transactions(
            one, annual_discount_rate=0.1, horizon_days=horizon
        )
        assert float(found.iloc[0]) == pytest.approx(wanted, rel=1e-7)


@pytest.mark.parametrize("k", [2, 3])
def test_expected_purchases_are_what_simulated_customers_go_on_to_buy(k):
    """Customers by repeats and by length of silence: forecast and purchases within 4 errors."""
    model = MBGCNBD(**PUBLISHED, k=k, period_days=7)
    log = model.simulate(40_000, watched_days=600, rng=np.random.default_rng(10 + k))
    day = (log["ordered_at"] - log["ordered_at"].min()) / pd.Timedelta(days=1)
    known = day[day <= 300].groupby(log["customer_id"])
    table = pd.DataFrame({"repeat_purchases": known.size() - 1, "age_at_last_days": known.max()})
    table["age_days"] = 300.0
    coming = day[(day > 300) & (day <= 390)].groupby(log["customer_id"]).size()
    coming = coming.reindex(table.index, fill_value=0)
    expected = model.expected_purchases(table, horizon_days=90)
    nobody = model.conditional_distribution(table, horizon_days=90, up_to=0)[0]
    repeats = pd.cut(table["repeat_purchases"], [-1, 0, 1, 3, 8, 1000], labels=False)
    silence = pd.cut(300 - table["age_at_last_days"], [-1, 10, 30, 80, 301], labels=False)
    errors = pd.DataFrame({"count": coming - expected, "none": (coming == 0) - nobody})
    cells = errors.groupby([repeats, silence])
    size = cells.size()
    scores = (cells.mean() / cells.std()).mul(np.sqrt(size), axis=0)[size > 100]
    assert len(scores) > 12
    assert (scores.abs() < 4).all(axis=None)


def test_a_drawn_future_has_the_distribution_forecast():
    model, n = MBGCNBD(**PUBLISHED, k=3, period_days=7), 40_000
    for name in "bdf":
        many = HISTORIES.loc[[name] * n].reset_index(drop=True)
        ahead = model.simulate_ahead(many, horizon_days=60, rng=np.random.default_rng(4))
        wanted = model.conditional_distribution(HISTORIES.loc[[name]], horizon_days=60, up_to=8)
        found = np.bincount(ahead, minlength=9)[:9] / n
        chance = wanted.to_numpy()[0]
        assert (np.abs(found - chance) < 4 * np.sqrt(chance * (1 - chance) / n) + 1e-4).all()


def test_simulated_customers_carry_their_gaps(simulated):
    _, table = simulated[2]
    once = table[table["repeat_purchases"] == 1]
    np.testing.assert_allclose(once["log_gaps"], np.log(once["age_at_last_days"]))
    assert (table.loc[table["repeat_purchases"] == 0, "log_gaps"] == 0).all()


# -- Shape ---------------------------------------------------------------------------------------


def test_silence_says_more_of_those_who_buy_by_the_clock():
    """At the same mean rate of purchases: a long silence is worse, a due purchase is likelier."""
    silent = pd.DataFrame(
        {"repeat_purchases": [8], "age_at_last_days": [160], "age_days": [230]}, index=["Li"]
    )
    models = [MBGCNBD(r=2.0, alpha=6 / k, a=0.5, b=2.0, k=k, period_days=7) for k in (1, 2, 3, 6)]
    alive = [model.probability_alive(silent)["Li"] for model in models]
    assert (np.diff(alive) < 0).all()
    due = silent.assign(age_days=175)
    week = [
        1 - model.conditional_distribution(due, horizon_days=7, up_to=0).loc["Li", 0]
        for model in models
    ]
    assert (np.diff(week) > 0).all()


@pytest.mark.parametrize("k", [2, 5])
@pytest.mark.parametrize(
    "parameters",
    [*SETS, dict(r=1e-3, alpha=1e-4, a=1e-3, b=1e-3), dict(r=5e3, alpha=5e4, a=5e3, b=5e4)],
    ids=range(5),
)
def test_bounds_and_monotone_in_the_horizon(parameters, k):
    model = MBGCNBD(**parameters, k=k, period_days=7)
    alive = model.probability_alive(HISTORIES)
    assert alive.between(0, 1).all()
    assert model.expected_purchases(HISTORIES, horizon_days=0).eq(0).all()
    table = [model.expected_purchases(HISTORIES, horizon_days=d) for d in (1, 30, 365, 3650)]
    table = pd.concat(table, axis=1)
    assert np.isfinite(table).all(axis=None)
    assert (table.diff(axis=1).iloc[:, 1:] >= -1e-12).all(axis=None)
    worth = model.discounted_expected_transactions(HISTORIES, annual_discount_rate=0.1)
    assert np.isfinite(worth).all()
    assert (worth > 0).all()


def test_row_order_changes_nothing(simulated):
    model, table = simulated[3]
    mixed = table.sample(frac=1, random_state=1)
    ahead = model.expected_purchases(table, horizon_days=90)
    pd.testing.assert_series_equal(
        model.expected_purchases(mixed, horizon_days=90), ahead.loc[mixed.index], rtol=1e-12
    )


def test_k_is_kept_and_shown(simulated):
    truth, table = simulated[2]
    fitted = MBGCNBD.fit(table.iloc[:500], period_days=7, k=2)
    again = MBGCNBD.from_json(fitted.to_json())
    assert (again, again.k, again.report) == (fitted, 2, fitted.report)
    assert str(truth).startswith("MBG/CNBD-k with k = 2, rates per 7 days")
    assert "k=2" in truth._repr_mimebundle_()["text/plain"]
    assert all(one.k == 2 for one in fitted.draws(3, rng=np.random.default_rng(1)))
    other = fitted.bootstrap(table.iloc[:500], replicates=2, rng=np.random.default_rng(1))
    assert (other > 0).all(axis=None)


def test_a_fit_that_says_nobody_leaves_says_so():
    """Watched for 15 weeks, in which hardly anybody leaves."""
    truth, rng = MBGCNBD(r=2.0, alpha=2.0, a=1e-4, b=10.0, k=2, period_days=7), np.random
    table = truth.simulate_customers(watched_days=np.full(300, 105.0), rng=rng.default_rng(3))
    fitted = MBGCNBD.fit(table, period_days=7, k=2)
    assert fitted.report.boundary
    with pytest.warns(BoundaryWarning, match="nobody ever leaves"):
        fitted.discounted_expected_transactions(table, annual_discount_rate=0.1)


# -- Bad input -----------------------------------------------------------------------------------


@pytest.mark.parametrize("k", [0, 1.5, -2, True, "2"])
def test_k_is_a_number_of_phases(k):
    with pytest.raises(ValueError, match="must be a whole number of 1 or more"):
        MBGCNBD(**PUBLISHED, k=k, period_days=7)
    with pytest.raises(ValueError, match="must be a whole number of 1 or more"):
        MBGCNBD.fit(HISTORIES, period_days=7, k=k)


@pytest.mark.parametrize("k", [None, 2])
def test_a_k_above_one_needs_the_gaps(k):
    with pytest.raises(ValueError, match=r"no column 'log_gaps'.*crmkit\.summary\.log_gaps\(log"):
        MBGCNBD.fit(HISTORIES, period_days=7, k=k)


def test_gaps_cannot_be_more_even_than_equal_ones(cdnow):
    who = cdnow.index[cdnow["repeat_purchases"] > 1][:2]
    bad = cdnow.copy()
    bad.loc[who, "log_gaps"] = bad["age_at_last_days"][who]
    with pytest.raises(ValueError, match=r"'log_gaps' is above that of equal gaps in 2 of 2,357"):
        MBGCNBD.fit(bad, period_days=7, k=2)
    with pytest.raises(ValueError, match="'log_gaps' is missing in 1 of 2,357"):
        MBGCNBD.fit(cdnow.assign(log_gaps=cdnow["log_gaps"].where(cdnow.index != who[0])),
                    period_days=7, k=2)  # fmt: skip


def test_impossible_histories_are_refused():
    with pytest.raises(ValueError, match="'age_at_last_days' is above 'age_days'"):
        MBGCNBD.fit(HISTORIES.assign(age_days=5, log_gaps=0.0), period_days=7, k=2)
