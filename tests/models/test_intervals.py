"""Intervals of answers and of what will happen, on counts whose intervals are textbook ones."""

import math

import numpy as np
import pandas as pd
import pytest

from crmkit.lifetime import GammaGamma
from crmkit.models import BoundaryWarning, interval_of, posterior, prediction_interval
from tests.models.poisson import Poisson

# 400 purchases of 100 customers, and 100 of 50: standard errors of the logs 1/20 and 1/10.
often, seldom = Poisson.fit([4] * 100), Poisson.fit([2] * 50)


def test_interval_of_one_model_is_that_of_its_parameter():
    table = interval_of(lambda one: 10 * one.rate, often, rng=np.random.default_rng(1), draws=4000)
    assert list(table.columns) == ["estimate", "low", "high"]
    assert table.iloc[0].tolist() == pytest.approx(
        [40, 40 * math.exp(-1.96 / 20), 40 * math.exp(1.96 / 20)], rel=0.01
    )


def test_two_models_bring_the_uncertainty_of_both():
    """Of a product, the variances of the logs add up: 1/400 + 1/100."""
    table = interval_of(
        lambda one, other: one.rate * other.rate,
        often,
        seldom,
        rng=np.random.default_rng(2),
        draws=4000,
    )
    error = math.sqrt(1 / 400 + 1 / 100)
    assert table["estimate"].iloc[0] == pytest.approx(8)
    assert np.log(table.loc[0, ["low", "high"]] / 8).tolist() == pytest.approx(
        [-1.96 * error, 1.96 * error], abs=0.012
    )


def test_an_answer_a_customer_keeps_the_customers():
    days = pd.Series([10.0, 20.0], index=["Li", "Wu"])
    table = interval_of(lambda one: days * one.rate, often, rng=np.random.default_rng(3))
    assert table.index.tolist() == ["Li", "Wu"]
    assert table["estimate"].tolist() == pytest.approx([40, 80])
    assert (table.loc["Wu"] / table.loc["Li"]).tolist() == pytest.approx([2, 2, 2])


def test_a_posterior_takes_the_place_of_a_model():
    found = posterior(often, [4] * 100, draws=4000, rng=np.random.default_rng(4))
    table = interval_of(lambda one: one.rate, found, rng=np.random.default_rng(5), draws=4000)
    assert table["estimate"].iloc[0] == pytest.approx(4)
    assert table.loc[0, ["low", "high"]].tolist() == pytest.approx([3.62, 4.40], abs=0.03)


def test_what_will_happen_varies_by_luck_as_well():
    """100 customers more: their purchases have a variance of 400 from luck and 400 from the fit."""
    table = prediction_interval(
        lambda one, rng: rng.poisson(100 * one.rate),
        often,
        rng=np.random.default_rng(6),
        draws=4000,
    )
    reach = 1.96 * math.sqrt(800)
    assert table.iloc[0].tolist() == pytest.approx([400, 400 - reach, 400 + reach], rel=0.02)
    expectation = interval_of(lambda one: 100 * one.rate, often, rng=np.random.default_rng(6))
    assert expectation.loc[0, "low"] > table.loc[0, "low"]
    assert expectation.loc[0, "high"] < table.loc[0, "high"]


def test_few_draws_widen_the_ends_so_that_the_confidence_holds():
    """Of 39 draws, the least and the greatest are the ends that hold 95 % on average."""
    drawn = [one.rate for one in often.draws(39, rng=np.random.default_rng(7))]
    table = interval_of(lambda one: one.rate, often, rng=np.random.default_rng(7), draws=39)
    assert table.loc[0, ["low", "high"]].tolist() == [min(drawn), max(drawn)]


def test_a_boundary_is_said_once_whatever_is_asked():
    nobody = Poisson.fit([0] * 50)
    with pytest.warns(BoundaryWarning) as said:
        table = interval_of(lambda one: one.rate, nobody, rng=np.random.default_rng(8))
    assert len(said) == 1
    assert said[0].filename == __file__
    assert table.loc[0, "low"] <= table.loc[0, "high"] < 0.2


def test_what_was_written_down_has_no_interval():
    with pytest.raises(ValueError, match=r"written down, not fitted.*Poisson\.fit"):
        interval_of(lambda one: one.rate, Poisson(4.0), rng=np.random.default_rng(9))


@pytest.mark.parametrize(
    ("change", "complaint"), [({"draws": 0}, "draws=0"), ({"confidence": 95}, "confidence=95")]
)
def test_draws_and_confidence_out_of_range_are_refused(change, complaint):
    for make in (
        lambda: interval_of(lambda one: 1.0, often, rng=np.random.default_rng(1), **change),
        lambda: prediction_interval(
            lambda one, rng: 1.0, often, rng=np.random.default_rng(1), **change
        ),
    ):
        with pytest.raises(ValueError, match=complaint):
            make()


def test_an_expectation_that_may_be_infinite_has_no_upper_end():
    """Spend with so heavy a tail that some of the drawn models have no mean."""
    rng, truth = np.random.default_rng(3), GammaGamma(p=3, q=1.25, gamma=20)
    orders = rng.integers(1, 5, 60)
    who = np.repeat(np.arange(60), orders)
    mean = np.bincount(who, truth.simulate(who, rng=rng)) / orders
    customers = pd.DataFrame(
        {"repeat_purchases": np.append(orders, 0), "mean_repeat_spend": np.append(mean, np.nan)}
    )
    model = GammaGamma.fit(customers)
    table = interval_of(lambda drawn: drawn.expected_spend(customers), model, rng=rng)
    assert np.isinf(table["high"]).all()
    assert np.isfinite(table[["estimate", "low"]]).all().all()
