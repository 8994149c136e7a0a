"""Forecasts held against what came, with a model whose forecasts can be worked out by hand."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from crmkit import summary
from crmkit.lifetime import evaluation


@dataclass
class OneADay:
    """Expects so many purchases a day for everybody."""

    rate: float

    def expected_purchases(self, customers, *, horizon_days):
        return pd.Series(self.rate * horizon_days, index=customers.index)

    def expected_purchases_of_new(self, *, horizon_days):
        return self.rate * np.asarray(horizon_days)


LOG = pd.DataFrame(
    {
        "customer_id": ["a", "a", "a", "b", "b", "b", "c", "d"],
        "ordered_at": pd.to_datetime(
            ["2024-01-01", "2024-01-03", "2024-01-09", "2024-01-02", "2024-01-02", "2024-01-12",
             "2024-01-04", "2024-01-11"]),
        "amount": [10.0, 10, 10, 5, 5, 5, 7, 9],
    }
)  # fmt: skip
ENDS = {"calibration_end": "2024-01-07", "holdout_end": "2024-01-14"}
SPLIT = summary.split(LOG, **ENDS)


def test_forecast_stands_beside_what_came():
    table = evaluation.forecast(OneADay(0.1), SPLIT)
    assert table["actual"].to_dict() == {"a": 1, "b": 1, "c": 0}
    assert table["repeat_purchases"].to_dict() == {"a": 1, "b": 0, "c": 0}
    assert table["expected"].to_list() == pytest.approx([0.7] * 3)


def test_conditional_means_join_the_heavy_buyers():
    table = evaluation.conditional_means(evaluation.forecast(OneADay(0.1), SPLIT), up_to=1)
    assert table.index.to_list() == ["0", "1+"]
    assert table["customers"].to_list() == [2, 1]
    assert table["actual"].to_list() == [0.5, 1.0]


def test_scope_counts_those_born_in_the_holdout_apart():
    table = evaluation.scope(SPLIT)
    assert table["customers"].to_list() == [3, 1]
    assert table["total_spend"].to_list() == [15.0, 9.0]
    assert table["spend_share"].sum() == pytest.approx(1)


def test_tracking_counts_repeat_days_and_ages_by_hand():
    table = evaluation.tracking(OneADay(0.5), LOG, step_days=2, **ENDS)
    assert [str(day.date())[-2:] for day in table.index] == [
        "01",
        "03",
        "05",
        "07",
        "09",
        "11",
        "13",
    ]
    # Repeats of the known: a on the 3rd and 9th, b on the 12th (twice on the 2nd is one purchase).
    assert table["actual"].to_list() == [0, 1, 1, 1, 2, 2, 3]
    # Ages on the 7th: a 6, b 5, c 3 days.
    assert table["expected"].iloc[3] == pytest.approx(0.5 * (6 + 5 + 3))
    assert table["actual_in_step"].sum() == 3
    assert table["part"].value_counts().to_dict() == {"calibration": 4, "holdout": 3}


def test_tracking_knows_who_was_born_on_the_last_day_of_calibration():
    log = pd.DataFrame(
        {
            "customer_id": ["a", "e", "e"],
            "ordered_at": pd.to_datetime(
                ["2024-01-01 09:00", "2024-01-07 23:00", "2024-01-08 09:00"]
            ),
        }
    )
    table = evaluation.tracking(OneADay(0.5), log, step_days=1, **ENDS)
    # e's purchase on the 8th is a repeat of a customer known on the 7th, and ages a day a day.
    assert table["actual"].to_list() == [0] * 7 + [1] * 7
    assert table.loc["2024-01-10", "expected"] == 0.5 * (9 + 3)


def test_tracking_by_the_day_has_a_row_a_day():
    table = evaluation.tracking(OneADay(0.5), LOG, step_days=1, **ENDS)
    assert table.index.to_list() == list(pd.date_range("2024-01-01", "2024-01-14"))
    assert table["actual"].to_list() == [0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 3]
    # Three known customers from the 4th on, each half a purchase a day.
    assert table["expected_in_step"].to_list()[4:] == [1.5] * 10


def test_tracking_guesses_no_date():
    with pytest.raises(ValueError, match=r"calibration_end='07/01/2024'.*without guessing"):
        evaluation.tracking(
            OneADay(0.5), LOG, calibration_end="07/01/2024", holdout_end="2024-01-14"
        )
    with pytest.raises(ValueError, match="the order log has no column 'ordered_at'"):
        evaluation.tracking(OneADay(0.5), LOG[["customer_id"]], **ENDS)


@pytest.mark.parametrize("step_days", [0, -7])
def test_tracking_refuses_steps_that_lead_nowhere(step_days):
    with pytest.raises(ValueError, match=f"step_days={step_days}"):
        evaluation.tracking(OneADay(0.5), LOG, step_days=step_days, **ENDS)


def test_tracking_ignores_customers_born_in_the_holdout():
    without_d = evaluation.tracking(OneADay(0.5), LOG[LOG["customer_id"] != "d"], **ENDS)
    pd.testing.assert_frame_equal(evaluation.tracking(OneADay(0.5), LOG, **ENDS), without_d)


def test_lift_puts_the_best_forecasts_first():
    forecasts = pd.DataFrame({"expected": [1, 4, 2, 3], "actual": [0, 2, 1, 1]})
    table = evaluation.lift(forecasts, groups=2)
    assert table["purchase_share"].to_list() == [0.75, 0.25]
    assert table["lift"].to_list() == [1.5, 0.5]


def test_skill_is_nil_for_the_mean_and_one_for_the_truth():
    actual = pd.Series([0, 1, 5])
    mean = evaluation.errors(pd.DataFrame({"expected": 2.0, "actual": actual}))
    truth = evaluation.errors(pd.DataFrame({"expected": actual, "actual": actual}))
    assert (mean["skill"], truth["skill"]) == (0, 1)
    assert mean["bias"] == 0


@pytest.mark.parametrize(
    ("expected", "actual"), [([2.0, 2.0, 2.0], [0, 1, 5]), ([1.0, 2.0, 3.0], [1, 1, 1])]
)
def test_what_does_not_vary_has_no_correlation(expected, actual):
    found = evaluation.errors(pd.DataFrame({"expected": expected, "actual": actual}))
    assert np.isnan(found["correlation"])
    assert found["mean_absolute_error"] > 0


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda: evaluation.lift(pd.DataFrame({"expected": [1], "actual": [1]})), "cannot fill 10"),
        (
            lambda: evaluation.lift(pd.DataFrame({"expected": [1], "actual": [0]}), groups=1),
            "nobody bought",
        ),
        (
            lambda: evaluation.tracking(
                OneADay(1), LOG, calibration_end="2024-02-01", holdout_end="2024-01-01"
            ),
            "must be after",
        ),
        (
            lambda: evaluation.tracking(
                OneADay(1), LOG, calibration_end="2023-01-01", holdout_end="2024-01-01"
            ),
            "nobody had bought",
        ),
    ],
)
def test_impossible_questions_are_refused(call, complaint):
    with pytest.raises(ValueError, match=complaint):
        call()
