"""Generalisation: does a choice of cells hold on fresh customers, and how sure is a rate?"""

import numpy as np
import pandas as pd
import pytest

import crmkit.datasets
from crmkit.segmentation.generalisation import generalise


@pytest.fixture(scope="module")
def book_club() -> pd.DataFrame:
    return crmkit.datasets.load("charles_book_club")


def test_book_club_cells_above_average_answer_below_average_afterwards(book_club):
    # Reference figure: 7.5 % in the other 2,200 rows, against 8.1 % overall.
    summary, cells = generalise(
        book_club,
        response="bought",
        cells=["recency_code", "frequency_code", "money_code"],
        calibration_rows=1800,
    )
    holdout = summary.loc["holdout"]
    assert holdout.loc["chosen cells", "response_rate"] == pytest.approx(0.075, abs=0.0005)
    assert holdout.loc["all", "response_rate"] == pytest.approx(0.081, abs=0.0005)
    assert summary.loc[("calibration", "chosen cells"), "lift"] > 1.5
    assert holdout.loc["chosen cells", "lift"] < 1
    # Yet the interval holds the overall rate: the choice is worth nothing, not less than nothing.
    assert holdout.loc["chosen cells", "low"] < holdout.loc["all", "response_rate"]
    assert holdout.loc["all", "response_rate"] < holdout.loc["chosen cells", "high"]
    assert cells["customers_calibration"].sum() == 1800
    assert cells["customers_holdout"].sum() == 2200
    assert (
        cells[["responses_calibration", "responses_holdout"]].sum().sum()
        == book_club["bought"].sum()
    )


def small() -> pd.DataFrame:
    return pd.DataFrame({"cell": list("aaabbbaabbc"), "bought": [1, 1, 0, 0, 0, 0, 1, 0, 0, 1, 1]})


def test_generalisation_by_hand():
    summary, cells = generalise(small(), response="bought", cells="cell", calibration_rows=6)
    assert summary["customers"].tolist() == [3, 3, 6, 2, 3, 5]
    assert summary["responses"].tolist() == [2, 0, 2, 1, 2, 3]
    assert summary["response_rate"].tolist() == pytest.approx(
        [2 / 3, 0, 1 / 3, 1 / 2, 2 / 3, 3 / 5]
    )
    assert summary["lift"].tolist() == pytest.approx([2, 0, 1, 5 / 6, 10 / 9, 1])
    assert cells["chosen"].to_dict() == {"a": True, "b": False, "c": False}


def test_a_cell_that_the_calibration_part_lacks_is_not_chosen():
    cells = generalise(small(), response="bought", cells="cell", calibration_rows=6).cells
    assert cells.loc["c", "customers_calibration"] == 0
    assert np.isnan(cells.loc["c", "response_rate_calibration"])
    assert np.isnan(cells.loc["c", "low_calibration"])
    assert not cells.loc["c", "chosen"]


def test_a_mask_equals_a_number_of_rows():
    mask = pd.Series([True] * 6 + [False] * 5)
    by_mask = generalise(small(), response="bought", cells="cell", calibration_rows=mask)
    by_number = generalise(small(), response="bought", cells="cell", calibration_rows=6)
    pd.testing.assert_frame_equal(by_mask.summary, by_number.summary)
    pd.testing.assert_frame_equal(by_mask.cells, by_number.cells)


def test_noise_does_not_generalise_and_signal_does():
    rng = np.random.default_rng(2)
    cell = rng.integers(0, 40, 8_000)
    for rate, low, high in ((np.full(8_000, 0.1), 0.85, 1.15), (0.02 + 0.004 * cell, 1.2, 2.0)):
        table = pd.DataFrame({"cell": cell, "bought": rng.random(8_000) < rate})
        lift = generalise(table, response="bought", cells="cell", calibration_rows=2_000).summary[
            "lift"
        ]
        assert lift["calibration", "chosen cells"] > 1.2
        assert low < lift["holdout", "chosen cells"] < high


@pytest.mark.parametrize(
    ("change", "options", "message"),
    [
        ({"bought": 2}, {}, "bought is neither 0 nor 1 in 11 of 11"),
        ({"bought": 0}, {}, "no cell of the calibration part answers above"),
        ({"cell": None}, {}, "cell is missing in 11 of 11"),
        ({}, {"calibration_rows": 0}, "both parts need rows"),
        ({}, {"calibration_rows": 11}, "both parts need rows"),
        ({}, {"calibration_rows": pd.Series([True])}, "11 booleans"),
        ({"cell": list("aaabbb") + list("ccccc")}, {}, "none of the 1 chosen cells"),
        ({}, {"confidence": 95}, "confidence=95"),
    ],
)
def test_what_cannot_be_checked_says_why(change, options, message):
    table = small().assign(**change)
    with pytest.raises(ValueError, match=message):
        generalise(
            table, **{"response": "bought", "cells": "cell", "calibration_rows": 6, **options}
        )


def test_a_missing_column_is_named():
    with pytest.raises(ValueError, match=r"customers has no column 'opened'; found \['cell'"):
        generalise(small(), response="opened", cells="cell", calibration_rows=6)


def test_a_part_without_other_cells_leaves_their_row_out():
    table = small().assign(cell=list("aaabbb") + list("aaaaa"))
    summary = generalise(table, response="bought", cells="cell", calibration_rows=6).summary
    assert ("holdout", "other cells") not in summary.index
    assert summary.loc[("holdout", "chosen cells"), "lift"] == 1
