"""What all models share, on models of one line: counts of a Poisson process, shares of a choice."""

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pytest

from crmkit.lifetime import BGNBD
from crmkit.models import BoundaryWarning, Cases, Model
from tests.models.poisson import Poisson


@dataclass(frozen=True)
class Choice(Model):
    """Yes with chance a / (a + b), so that the ratio of a and b is all that data can tell."""

    a: float
    b: float

    SCALES: ClassVar = {"a": "positive", "b": "positive"}
    TITLE: ClassVar = "Choice"

    @classmethod
    def fit(cls, answers):
        return cls.fit_counted(cls.counted(answers))

    @classmethod
    def counted(cls, answers):
        return Cases.of(yes=np.asarray(answers), weights=None)

    @classmethod
    def starts(cls, seen):
        return [[1.0, 1.0]]

    @classmethod
    def likelihood(cls, parameters, seen):
        a, b = parameters
        return float(seen.weights @ np.log(np.where(seen.yes, a, b) / (a + b)))


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
    table = fitted.interval_of(
        lambda model: 10 * model.rate, rng=np.random.default_rng(1), draws=4000
    )
    assert table["estimate"].iloc[0] == pytest.approx(40)
    assert table["low"].iloc[0] == pytest.approx(40 * np.exp(-1.96 / 20), rel=0.01)


def test_model_survives_json():
    again = Poisson.from_json(fitted.to_json())
    assert again == fitted
    assert again.report == fitted.report


@pytest.mark.parametrize(
    ("change", "complaint"),
    [(('"Poisson"', '"BGNBD"'), "'BGNBD'"), (('"schema": 2', '"schema": 1'), "schema 1"),
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
    model = Poisson.fit([0] * 30)
    assert model.report.boundary == ("rate",)
    assert "rate ran to zero or infinity" in str(model)
    assert np.isnan(model.parameter_intervals().loc["rate", "low"])


def test_where_only_a_ratio_is_told_it_has_the_interval():
    table = Choice.fit([True] * 60 + [False] * 20).parameter_intervals()
    assert list(table.index) == ["a", "b", "b / a"]
    assert table.loc[["a", "b"], ["standard_error", "low", "high"]].isna().all(axis=None)
    row = table.loc["b / a"]
    assert row["estimate"] == pytest.approx(1 / 3)
    # Of the log of odds: sqrt(1/60 + 1/20).
    error = math.sqrt(1 / 60 + 1 / 20)
    assert row["standard_error"] == pytest.approx(error / 3, rel=1e-5)
    assert row["low"] == pytest.approx(math.exp(-1.959964 * error) / 3, rel=1e-5)
    assert row["high"] == pytest.approx(math.exp(1.959964 * error) / 3, rel=1e-5)


def test_draws_on_a_flat_top_come_from_a_weak_prior_and_say_so():
    flat = Choice.fit([True] * 60 + [False] * 20)
    with pytest.warns(BoundaryWarning, match=r"The top is flat.*prior that is weak.*To narrow it"):
        drawn = flat.draws(2000, rng=np.random.default_rng(2))
    log_a = np.log([one.a for one in drawn])
    log_odds = log_a - np.log([one.b for one in drawn])
    # The ratio as the data tell it, the size as the prior does: 3 / sqrt(2) wide.
    assert np.median(log_odds) == pytest.approx(math.log(3), abs=0.05)
    assert log_odds.std() == pytest.approx(math.sqrt(1 / 60 + 1 / 20), rel=0.1)
    assert log_a.std() == pytest.approx(3 / math.sqrt(2), rel=0.15)


def test_draws_on_a_boundary_need_the_data_and_a_model_from_json_says_how_to_give_them():
    flat = Choice.fit([True] * 60 + [False] * 20)
    again = Choice.from_json(flat.to_json())
    assert again == flat
    with pytest.raises(ValueError, match=r'need the data.*posterior\(model, data, prior="weak"\)'):
        again.draws(3, rng=np.random.default_rng(1))


def test_draws_spread_as_the_report_says():
    rates = np.log([one.rate for one in fitted.draws(4000, rng=np.random.default_rng(3))])
    assert rates.mean() == pytest.approx(math.log(4), abs=0.004)
    assert rates.std() == pytest.approx(1 / 20, rel=0.05)
    with pytest.raises(ValueError, match="n=0"):
        fitted.draws(0, rng=np.random.default_rng(1))


def test_bootstrap_has_one_row_a_replicate_and_spreads_as_counts_vary():
    counts = np.random.default_rng(4).poisson(4, 400)
    model = Poisson.fit(counts)
    table = model.bootstrap(counts, replicates=100, rng=np.random.default_rng(5))
    assert table.index.name == "replicate"
    assert table.index.tolist() == list(range(100))
    assert list(table.columns) == ["rate"]
    assert table["rate"].std() == pytest.approx(counts.std() / 20, rel=0.25)


def test_log_likelihood_of_the_data_is_that_of_the_report():
    assert fitted.log_likelihood([3] * 50 + [5] * 50) == pytest.approx(
        fitted.report.log_likelihood, rel=1e-14
    )


def test_free_parameters_and_back():
    values = np.array([0.3, 40.0])
    assert Choice.free(values) == pytest.approx(np.log(values))
    assert Choice.bound(Choice.free(values)) == pytest.approx(values)
    assert fitted.at(np.array([math.log(7)])).rate == pytest.approx(7)
    assert fitted.at(np.array([0.0])).report is None


def test_a_search_on_a_part_first_ends_where_the_whole_does(monkeypatch):
    counts = np.arange(400) % 91
    whole = Poisson.fit(counts)
    monkeypatch.setattr(Poisson, "PART", 10)
    part = Poisson.fit(counts)
    assert part.rate == pytest.approx(whole.rate, rel=1e-9)
    assert part.report.evaluations != whole.report.evaluations


def test_a_notebook_keeps_no_digit_that_differs_from_machine_to_machine():
    model = BGNBD(r=0.24259452241091561, alpha=4.4136020178529645, a=0.79, b=2.4, period_days=7)
    kept = model._repr_mimebundle_()["text/plain"]
    assert kept == "BGNBD(r=0.242595, alpha=4.4136, a=0.79, b=2.4, period_days=7)"
    assert "0.24259452241091561" in repr(model)
