"""BG/NBD with covariates: the plain model within groups, and coefficients that come back."""

import numpy as np
import pandas as pd
import pytest

from crmkit.lifetime import BGNBD
from crmkit.lifetime.bg_nbd_covariates import BGNBDCovariates, _LogLikelihood

truth = BGNBDCovariates(
    0.8, 6.0, 0.9, 2.5, ("online", "age"), (0.6, 0.1), (0.5, -0.1), (0.2, 0.0), period_days=7
)


def _company(customers, seed):
    rng = np.random.default_rng(seed)
    traits = pd.DataFrame(
        {
            "online": rng.integers(0, 2, customers).astype(float),
            "age": rng.integers(-2, 3, customers).astype(float),
        }
    )
    days = rng.uniform(200, 700, customers)
    table = pd.DataFrame(
        {"repeat_purchases": 0, "age_at_last_days": 0.0, "age_days": days}, index=traits.index
    )
    for _, rows in traits.groupby(["online", "age"]).indices.items():
        part = truth.at(traits.iloc[rows[0]])._simulate_histories(days=days[rows], rng=rng)
        table.iloc[rows] = part.to_numpy()
    table["repeat_purchases"] = table["repeat_purchases"].astype(int)
    return table, traits


@pytest.fixture(scope="module")
def company():
    return _company(8000, 1)


@pytest.fixture(scope="module")
def fitted(company):
    table, traits = company
    return BGNBDCovariates.fit(table, covariates=traits, period_days=7)


def test_coefficients_come_back_from_a_simulation(fitted):
    bounds = fitted.intervals(confidence=0.999)
    assert ((bounds["low"] < truth.parameters) & (truth.parameters < bounds["high"])).all()
    assert fitted.report.converged
    assert "on_alpha:online" in str(fitted)


def test_likelihood_is_the_sum_of_the_plain_ones(company, fitted):
    table, traits = company
    total = fitted.log_likelihood(table, covariates=traits)
    assert total == pytest.approx(fitted.report.log_likelihood, rel=1e-11)
    assert total > BGNBD.fit(table).report.log_likelihood
    assert total >= truth.log_likelihood(table, covariates=traits)


def test_derivatives_agree_with_finite_differences():
    table, traits = _company(300, 2)
    rows = np.column_stack([table / [1, 7, 7], traits])
    objective = _LogLikelihood(rows, np.linspace(1, 2, len(rows)))
    free = truth._free() + 0.1
    _, gradient, hessian = objective(free)
    for i, step in enumerate(1e-5 * np.eye(len(free))):
        up, down = objective(free + step), objective(free - step)
        assert (up[0] - down[0]) / 2e-5 == pytest.approx(gradient[i], rel=1e-6, abs=1e-4)
        assert (up[1] - down[1]) / 2e-5 == pytest.approx(hessian[i], rel=1e-6, abs=1e-3)


def test_predictions_are_those_of_the_plain_model_of_the_group(company):
    table, traits = company
    some = table.iloc[:50]
    found = truth.expected_purchases(some, covariates=traits, horizon_days=90)
    alive = truth.probability_alive(some, covariates=traits)
    assert list(found.index) == list(some.index)
    for i in (0, 17, 42):
        plain = truth.at(traits.loc[i])
        one = some.loc[[i]]
        assert found[i] == pytest.approx(plain.expected_purchases(one, horizon_days=90)[i])
        assert alive[i] == pytest.approx(plain.probability_alive(one)[i])


def test_model_survives_json(fitted):
    assert BGNBDCovariates.from_json(fitted.to_json()) == fitted


def test_covariates_that_cannot_be_used_are_refused(company):
    table, traits = company
    with pytest.raises(ValueError, match=r"5 customer\(s\) have no covariates"):
        BGNBDCovariates.fit(table, covariates=traits.iloc[5:])
    with pytest.raises(ValueError, match="do not vary"):
        BGNBDCovariates.fit(table, covariates=traits.assign(one=1.0))
    with pytest.raises(ValueError, match=r"missing or infinite for 1 customer.*\[3\]"):
        BGNBDCovariates.fit(table, covariates=traits.drop(index=3).reindex(traits.index))
    with pytest.raises(ValueError, match="get_dummies"):
        BGNBDCovariates.fit(table, covariates=traits.assign(online="yes"))
    with pytest.raises(ValueError, match="on_a has 2 entries for 1"):
        BGNBDCovariates(1, 1, 1, 1, ("z",), (1,), (1, 2), (1,))
