"""What all models share, on a model of one line: counts of a Poisson process."""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
import pytest

from crmkit.lifetime.purchases.bg_nbd import BGNBD
from crmkit.models import FitReport, Model, check_parameters
from crmkit.models.maximise import maximise


@dataclass(frozen=True)
class Poisson(Model):
    """Counts with one rate."""

    rate: float
    report: FitReport | None = field(default=None, repr=False, compare=False)

    SCALES: ClassVar = {"rate": "positive"}
    TITLE: ClassVar = "Poisson"

    def __post_init__(self):
        check_parameters(self)

    @classmethod
    def fit(cls, counts):
        n, total = len(counts), sum(counts)

        def objective(free):
            rate = np.exp(free[0])
            return total * free[0] - n * rate, np.array([total - n * rate]), np.array([[-n * rate]])

        found = maximise(objective, [np.zeros(1)], customers=n)
        report = FitReport.of(found, ("rate",), customers=n, distinct=len(set(counts)))
        return cls(float(np.exp(found.free[0])), report)


fitted = Poisson.fit([3] * 50 + [5] * 50)


def test_fit_report_says_what_it_is_made_of():
    report = fitted.report
    assert (report.customers, report.distinct_histories, report.parameters) == (100, 2, 1)
    assert report.log_likelihood == pytest.approx(400 * np.log(4) - 400)
    assert report.aic == pytest.approx(2 - 2 * report.log_likelihood)
    assert report.bic == pytest.approx(np.log(100) - 2 * report.log_likelihood)
    assert report.converged
    assert "converged" in report.sentence


def test_interval_of_a_rate_is_the_textbook_one_on_the_log_scale():
    row = fitted.parameter_intervals().loc["rate"]
    assert row["estimate"] == pytest.approx(4)
    assert row["standard_error"] == pytest.approx(4 / np.sqrt(400))
    assert row["low"] == pytest.approx(4 * np.exp(-1.959964 / 20))
    assert row["high"] == pytest.approx(4 * np.exp(1.959964 / 20))


def test_interval_of_an_answer_is_as_wide_as_that_of_the_parameter():
    table = fitted.interval_of(lambda model: 10 * model.rate, rng=np.random.default_rng(1), draws=4000)
    assert table["estimate"].iloc[0] == pytest.approx(40)
    assert table["low"].iloc[0] == pytest.approx(40 * np.exp(-1.96 / 20), rel=0.01)


def test_model_survives_json():
    again = Poisson.from_json(fitted.to_json())
    assert again == fitted
    assert again.report == fitted.report


@pytest.mark.parametrize(
    ("change", "complaint"),
    [(('"Poisson"', '"BGNBD"'), "'BGNBD'"), (('"schema": 1', '"schema": 2'), "schema 2"),
     (('"rate"', '"speed"'), "speed")],
)  # fmt: skip
def test_json_of_something_else_is_refused(change, complaint):
    with pytest.raises(ValueError, match=complaint):
        Poisson.from_json(fitted.to_json().replace(*change))


def test_a_model_written_down_has_no_interval_and_says_why():
    with pytest.raises(ValueError, match=r"written down, not fitted.*Poisson\.fit"):
        Poisson(4.0).parameter_intervals()
    assert "(written down, not fitted)" in str(Poisson(4.0))


def test_printing_shows_the_interval_and_the_sentence():
    for text in (str(fitted), fitted._repr_html_()):
        assert "Poisson" in text
        assert "3.627" in text
        assert "The fit converged" in text


@pytest.mark.parametrize("rate", [0, -1, float("nan"), float("inf")])
def test_parameters_out_of_range_are_refused(rate):
    with pytest.raises(ValueError, match=r"rate=.* must be a positive number"):
        Poisson(rate)


def test_a_fit_on_a_boundary_says_so_and_gives_no_interval():
    report = FitReport(
        customers=9, distinct_histories=2, log_likelihood=-1.0, parameters=1, gradient_norm=0.0,
        hessian_condition=1.0, evaluations=3, starts=1, boundary=("rate",), covariance=None,
    )  # fmt: skip
    model = Poisson(4.0, report)
    assert "rate ran to zero or infinity" in str(model)
    assert np.isnan(model.parameter_intervals().loc["rate", "low"])
    with pytest.raises(ValueError, match="no draws"):
        model.draws(3, rng=np.random.default_rng(1))


def test_a_notebook_keeps_no_digit_that_differs_from_machine_to_machine():
    model = BGNBD(r=0.24259452241091561, alpha=4.4136020178529645, a=0.79, b=2.4, period_days=7)
    kept = model._repr_mimebundle_()["text/plain"]
    assert kept == "BGNBD(r=0.242595, alpha=4.4136, a=0.79, b=2.4, period_days=7)"
    assert "0.24259452241091561" in repr(model)
