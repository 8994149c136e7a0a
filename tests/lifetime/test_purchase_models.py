"""What BG/NBD, MBG/NBD and Pareto/NBD have in common, and what a fit on a boundary says."""

import warnings

import mpmath
import numpy as np
import pandas as pd
import pytest

from crmkit.lifetime import BGNBD, MBGNBD, ParetoNBD
from crmkit.models import BoundaryWarning, interval_of, posterior, prediction_interval
from crmkit.models.maximise import numerical

# Estimates on the CDNOW sample; those of BG/NBD and Pareto/NBD as their papers print them.
CDNOW = {
    BGNBD: (0.243, 4.414, 0.793, 2.426),
    MBGNBD: (0.5248, 6.183, 0.8914, 1.614),
    ParetoNBD: (0.553, 10.578, 0.606, 11.669),
}

every = pytest.mark.parametrize("kind", CDNOW, ids=lambda kind: kind.__name__)


def written_down(kind):
    return kind(*CDNOW[kind], period_days=7)


def simulated(kind, n, *, seed, days=(100, 500)):
    rng = np.random.default_rng(seed)
    return written_down(kind).simulate_customers(watched_days=rng.uniform(*days, n), rng=rng)


def table_of(x, last, age):
    return pd.DataFrame({"repeat_purchases": x, "age_at_last_days": last, "age_days": age})


# The unit of time


@every
def test_the_length_of_a_period_must_be_said(kind):
    with pytest.raises(TypeError, match="period_days"):
        kind(*CDNOW[kind])
    with pytest.raises(TypeError, match="period_days"):
        kind.fit(simulated(kind, 50, seed=1))
    with pytest.raises(ValueError, match=r"period_days=0 must be a number above 0, e\.g\. 7"):
        kind(*CDNOW[kind], period_days=0)


def test_the_papers_parameters_are_those_of_weeks():
    """A new customer of the BG/NBD paper buys 1.45 times again within a year, not 4.23 times."""
    weeks, days = (
        BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426, period_days=days) for days in (7, 1)
    )
    assert weeks.expected_purchases_of_new(horizon_days=365.25) == pytest.approx(1.45, abs=0.005)
    assert days.expected_purchases_of_new(horizon_days=365.25) == pytest.approx(4.23, abs=0.005)


@every
@pytest.mark.parametrize("seed", range(3))
def test_no_forecast_depends_on_the_length_of_a_period(kind, seed):
    table = simulated(kind, 400, seed=seed)
    day, week = (kind.fit(table, period_days=days) for days in (1, 7))
    assert day.report.log_likelihood != pytest.approx(week.report.log_likelihood)
    for answer in (
        lambda model: model.probability_alive(table),
        lambda model: model.expected_purchases(table, horizon_days=90),
        lambda model: model.expected_purchases(table, horizon_days=3650),
        lambda model: model.conditional_distribution(table, horizon_days=30, up_to=3),
        lambda model: pd.Series(model.probability_of_purchases(np.arange(4), horizon_days=60)),
        lambda model: model.discounted_expected_transactions(table, annual_discount_rate=0.1),
    ):
        assert answer(day).to_numpy() == pytest.approx(answer(week).to_numpy(), rel=2e-5, abs=1e-9)


# The likelihood


@every
def test_the_likelihood_is_the_value_of_the_objective(kind):
    seen = kind.counted(simulated(kind, 500, seed=2), period_days=7)
    objective = kind.objective(seen)
    for parameters in (np.array(CDNOW[kind]), np.array([3.0, 40.0, 2.0, 0.5]), np.full(4, 0.05)):
        value = objective(kind.free(parameters))[0]
        assert kind.likelihood(parameters, seen) == pytest.approx(value, rel=1e-12)


@every
def test_derivatives_by_hand_are_those_of_differences_of_the_likelihood(kind):
    seen = kind.counted(simulated(kind, 500, seed=3), period_days=7)
    exact = kind.objective(seen)
    rough = numerical(lambda free: kind.likelihood(kind.bound(free), seen))
    for parameters in (np.array(CDNOW[kind]), np.array([3.0, 40.0, 2.0, 0.5])):
        found, wanted = exact(kind.free(parameters)), rough(kind.free(parameters))
        scale = np.abs(found[2]).max()
        assert found[1] == pytest.approx(wanted[1], abs=1e-6 * scale)
        assert found[2] == pytest.approx(wanted[2], abs=1e-5 * scale)


@every
def test_a_fit_by_differences_alone_ends_at_the_same_top(kind, monkeypatch):
    table = simulated(kind, 500, seed=4)
    exact = kind.fit(table, period_days=7)
    monkeypatch.setattr(
        kind,
        "objective",
        classmethod(lambda cls, seen: numerical(lambda f: cls.likelihood(cls.bound(f), seen))),
    )
    rough = kind.fit(table, period_days=7)
    assert rough.report.log_likelihood == pytest.approx(exact.report.log_likelihood, abs=1e-6)
    assert rough.parameters.to_numpy() == pytest.approx(exact.parameters.to_numpy(), rel=1e-3)


@every
def test_a_bootstrap_has_one_row_a_replicate(kind):
    table = simulated(kind, 300, seed=5)
    replicates = kind.fit(table, period_days=7).bootstrap(
        table, replicates=4, rng=np.random.default_rng(1)
    )
    assert replicates.index.name == "replicate"
    assert replicates.index.tolist() == [0, 1, 2, 3]
    assert list(replicates.columns) == list(kind.SCALES)
    assert replicates.nunique().tolist() == [4] * 4


# What is to come


def exact_worth(model, x, age, annual_discount_rate):
    """Purchases of a beta-geometric customer who is alive, discounted for all time, by mpmath.

    Given the history, the rate of purchases is the integral over time of (r + x) / (alpha + T)
    2F1(r + x + 1, a; a + b'; -t / (alpha + T)), the mean of (1 + p y)^-(r+x+1) over p.
    """
    chances = model.b + x + model.CHANCES_AT_START
    end, shape = model.alpha + age / model.period_days, model.r + x
    rate = np.log1p(annual_discount_rate) * model.period_days / 365.25 * end

    def worth(log_time):
        y = mpmath.exp(log_time)
        alive = mpmath.hyp2f1(shape + 1, model.a, model.a + chances, -y)
        return y * mpmath.exp(-rate * y) * shape * alive

    with mpmath.workdps(20):
        last = mpmath.log(45 / rate)
        return float(mpmath.quad(worth, mpmath.linspace(last - 42, last, 13)))


@pytest.mark.parametrize("parameters", [CDNOW[BGNBD], (0.02, 0.3, 0.01, 0.02), (50.0, 2, 3, 0.5)])
@pytest.mark.parametrize("kind", [BGNBD, MBGNBD])
def test_discounted_purchases_for_all_time_are_those_of_mpmath(kind, parameters):
    model = kind(*parameters, period_days=7)
    x, age = [0, 40], [364.0, 900.0]
    table = table_of(x, [0, 300.0], age)
    worth = model.discounted_expected_transactions(table, annual_discount_rate=0.15)
    living = worth / model.probability_alive(table)
    exact = [exact_worth(model, *one, 0.15) for one in zip(x, age, strict=True)]
    assert living.tolist() == pytest.approx(exact, rel=1e-9)


@every
def test_a_drawn_future_has_the_expected_purchases_on_average(kind):
    model, table = written_down(kind), simulated(kind, 40_000, seed=6)
    drawn = model.simulate_ahead(table, horizon_days=180, rng=np.random.default_rng(7))
    expected = model.expected_purchases(table, horizon_days=180)
    assert drawn.index.equals(table.index)
    assert drawn.name == "purchases"
    assert drawn.dtype.kind == "i" and (drawn >= 0).all()
    x = table["repeat_purchases"]
    for group in (x >= 0, x == 0, x == 1, x > 4):
        away = (drawn - expected)[group]
        assert abs(away.mean()) < 4 * away.std() / np.sqrt(group.sum())


@every
def test_a_drawn_future_has_the_distribution_that_the_formulas_give(kind):
    model, one = written_down(kind), table_of([2], [150.0], [200.0])
    many = one.loc[[0] * 30_000].reset_index(drop=True)
    drawn = model.simulate_ahead(many, horizon_days=300, rng=np.random.default_rng(8))
    shares = model.conditional_distribution(one, horizon_days=300, up_to=4).loc[0]
    found = np.bincount(drawn, minlength=5)[:5] / len(drawn)
    assert np.abs(found - shares).max() < 4 * np.sqrt(0.25 / len(drawn))


@every
def test_the_seed_decides_a_drawn_future_and_no_time_brings_no_purchase(kind):
    model, table = written_down(kind), simulated(kind, 100, seed=9)
    first, again = (
        model.simulate_ahead(table, horizon_days=90, rng=np.random.default_rng(1)) for _ in "ab"
    )
    pd.testing.assert_series_equal(first, again)
    assert not model.simulate_ahead(table, horizon_days=0, rng=np.random.default_rng(1)).any()


@every
def test_purchases_of_a_simulated_log_are_those_of_its_customers(kind):
    """Purchases in = first ones + repeats, at the same days, whichever way they are drawn."""
    model, watched = written_down(kind), np.linspace(50, 400, 300)
    log = model.simulate(300, watched_days=watched, rng=np.random.default_rng(10))
    table = model.simulate_customers(watched_days=watched, rng=np.random.default_rng(10))
    assert len(log) == 300 + table["repeat_purchases"].sum()
    orders = log.groupby("customer_id")["ordered_at"].agg(["size", "min", "max"])
    assert (orders["size"] - 1 == table["repeat_purchases"]).all()
    days = (orders["max"] - orders["min"]) / pd.Timedelta(days=1)
    assert days.to_numpy() == pytest.approx(table["age_at_last_days"].to_numpy(), abs=1e-4)


@pytest.mark.slow
@every
def test_a_prediction_interval_holds_what_comes(kind):
    """Fitted on 600 days of a company, the total of the next 180: nine times in ten."""
    truth, inside = written_down(kind), 0
    for seed in range(20):
        rng = np.random.default_rng([seed, 3])
        known = truth.simulate_customers(watched_days=rng.uniform(100, 600, 400), rng=rng)
        came = truth.simulate_ahead(known, horizon_days=180, rng=rng).sum()
        fitted = kind.fit(known, period_days=7)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", BoundaryWarning)
            bounds = prediction_interval(
                lambda model, rng, known=known: model.simulate_ahead(
                    known, horizon_days=180, rng=rng
                ).sum(),
                fitted,
                rng=rng,
                confidence=0.9,
                draws=99,
            ).iloc[0]
        inside += bounds["low"] <= came <= bounds["high"]
    # Of 20 with a chance of .9, 14 or fewer come once in 90 times.
    assert inside >= 15


# On a boundary


@pytest.fixture(scope="module")
def loyal():
    """60 customers who buy about once a week, all of them within the last nine days."""
    rng = np.random.default_rng(3)
    age = rng.integers(120, 160, 60)
    last = age - rng.integers(0, 9, 60)
    x = rng.poisson(last / 7 * np.exp(rng.normal(0, 0.3, 60)))
    return table_of(np.clip(x, 3, last), last, age)


@pytest.fixture(scope="module")
def fits(loyal):
    return {kind: kind.fit(loyal, period_days=7) for kind in CDNOW}


@every
def test_where_no_silence_is_long_the_fit_is_an_nbd_and_says_so(kind, fits, loyal):
    fitted = fits[kind]
    assert set(fitted.report.boundary) & {"a", "b", "s", "beta"}
    assert not set(fitted.report.boundary) & {"r", "alpha"}
    assert "nobody ever leaves" in fitted.assumption
    assert (fitted.probability_alive(loyal) > 0.999).all()
    # All three are the same model then.
    assert fitted.report.log_likelihood == pytest.approx(
        fits[BGNBD].report.log_likelihood, abs=1e-3
    )
    # Without a fit nothing is assumed, whatever the parameters.
    assert kind(*fitted.parameters, period_days=7).assumption == ""


@every
def test_intervals_of_what_the_data_tell_are_kept_on_a_boundary(kind, fits):
    table = fits[kind].parameter_intervals()
    told = table.loc[["r", "alpha"]]
    assert np.isfinite(told).all(axis=None)
    assert ((told["low"] < told["estimate"]) & (told["estimate"] < told["high"])).all()
    open_ = table.drop(index=["r", "alpha"]).loc[list(kind.SCALES)[2:]]
    assert open_[["standard_error", "low", "high"]].isna().all(axis=None)


@every
def test_draws_on_a_boundary_say_what_happened_what_is_assumed_and_what_to_do(kind, fits):
    with pytest.warns(BoundaryWarning) as said:
        drawn = fits[kind].draws(50, rng=np.random.default_rng(1))
    assert len(said) == 1
    assert said[0].filename == __file__
    text = str(said[0].message)
    assert text.startswith(f"{kind.TITLE}: The fit lies on a boundary: ")
    assert "nobody ever leaves" in text and "buying for ever" in text
    assert "a prior that is weak" in text and "the prior does" in text
    assert "To narrow it: watch longer" in text
    assert len(drawn) == 50
    assert all(type(one) is kind and one.period_days == 7 for one in drawn)
    # Some of them let customers leave, as the data do not exclude.
    leaving = [1 - one.expected_purchases_of_new(horizon_days=3650) / (
        one.expected_purchases_of_new(horizon_days=365) * 10) for one in drawn]  # fmt: skip
    assert max(leaving) > 0.02


@every
def test_an_interval_on_a_boundary_holds_the_estimate_and_reaches_below_it(kind, fits, loyal):
    with pytest.warns(BoundaryWarning, match="lies on a boundary"):
        table = fits[kind].interval_of(
            lambda model: model.discounted_expected_transactions(
                loyal, annual_discount_rate=0.1
            ).mean(),
            rng=np.random.default_rng(2),
            draws=200,
        )
    row = table.iloc[0]
    assert row["low"] < row["estimate"] < row["high"]
    # Who goes on for ever is worth 52 purchases a year over ln 1.1; far less cannot be excluded.
    assert row["low"] < 0.9 * row["estimate"]


@every
def test_a_customers_worth_for_ever_warns_where_nobody_ever_leaves(kind, fits, loyal):
    with pytest.warns(BoundaryWarning, match=r"nobody ever leaves.*interval_of.*horizon_days"):
        worth = fits[kind].discounted_expected_transactions(loyal, annual_discount_rate=0.1)
    assert np.isfinite(worth).all() and (worth > 0).all()
    # Neither for a while nor by parameters written down: there is nothing to warn of.
    fits[kind].discounted_expected_transactions(loyal, annual_discount_rate=0.1, horizon_days=365)
    written_down(kind).discounted_expected_transactions(loyal, annual_discount_rate=0.1)


@every
def test_a_fit_on_a_boundary_does_not_warn_by_itself(kind, loyal):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        fitted = kind.fit(loyal, period_days=7)
        str(fitted)
        fitted.expected_purchases(loyal, horizon_days=3650)
        fitted.parameter_intervals()


@every
def test_only_a_prior_that_says_enough_gives_a_posterior_on_a_boundary(kind, fits, loyal):
    for prior in ("flat_on_logs", "flat"):
        with pytest.raises(ValueError, match=r'no posterior: The fit lies on.*prior="weak"'):
            posterior(fits[kind], loyal, prior=prior, rng=np.random.default_rng(1))
    found = posterior(fits[kind], loyal, prior="weak", draws=1000, rng=np.random.default_rng(1))
    assert found.pareto_k < found.greatest_pareto_k
    assert found.effective_draws > 300
    assert "weak" in found.prior and "standard deviation 3" in found.prior
    # r and alpha are told by the data, how customers leave hardly is.
    assert not set(found.unbounded) & {"r", "alpha"}
    intervals = found.parameter_intervals()
    assert np.isfinite(intervals).all(axis=None)
    wide = np.log(intervals["high"] / intervals["low"])
    assert wide["r"] < 2 < wide.iloc[2]


@every
def test_a_model_read_from_json_has_no_data_for_draws_on_a_boundary(kind, fits):
    again = kind.from_json(fits[kind].to_json())
    assert again == fits[kind]
    assert again.report == fits[kind].report
    with pytest.raises(ValueError, match=r'need the data.*JSON does not have.*prior="weak"'):
        again.draws(3, rng=np.random.default_rng(1))
    with pytest.raises(ValueError, match="need the data"):
        interval_of(lambda one: one.r, again, rng=np.random.default_rng(1))


def test_customers_who_are_alike_keep_the_rate_that_the_data_tell():
    """Everybody buys at the same rate: r and alpha run away, their ratio is known."""
    rng = np.random.default_rng(12)
    truth = BGNBD(r=1e5, alpha=4e5, a=0.8, b=2.4, period_days=7)
    fitted = BGNBD.fit(
        truth.simulate_customers(watched_days=np.full(800, 300.0), rng=rng), period_days=7
    )
    table = fitted.parameter_intervals()
    assert fitted.report.boundary == ("r", "alpha")
    assert table.loc[["r", "alpha"], "low"].isna().all()
    assert table.loc["alpha / r", "low"] < 4 < table.loc["alpha / r", "high"]
    assert table.loc["alpha / r", "high"] < 1.3 * table.loc["alpha / r", "low"]
    assert table.loc[["a", "b"], "low"].notna().all()
