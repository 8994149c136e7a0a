import numpy as np
import pandas as pd
import pytest

from crmkit import datasets
from crmkit.retention.cohort_tables.chain_ladder import ChainLadder


@pytest.fixture(scope="module")
def published():
    """Taylor & Ashe 1983, as in Mack 1993: claims paid by year of accident and of development."""
    claims = datasets.load("claims_triangle")
    return claims.pivot(index="year", columns="age", values="paid")


def test_factors_of_mack(published):
    """Row 58."""
    factors = [3.4906, 1.7473, 1.4574, 1.1739, 1.1038, 1.0863, 1.0539, 1.0766, 1.0177]
    assert ChainLadder.fit(published).factors.tolist() == pytest.approx(factors, abs=5e-5)


def test_reserves_and_their_total_of_mack(published):
    """Row 58: s.e. of the total 2,447,095, 13.1 %."""
    fitted = ChainLadder.fit(published)
    reserves = [94634, 469511, 709638, 984889, 1419459, 2177641, 3920301, 4278972, 4625811]
    outlook = fitted.outlook()
    assert outlook["to_come"].tolist() == pytest.approx([0, *reserves], abs=0.5)
    total = fitted.total()
    assert total["to_come"] == pytest.approx(18_680_856, abs=0.5)
    assert total["standard_error"] == pytest.approx(2_447_095, abs=0.5)
    # What is complete is certain; the younger, the less so in money.
    assert outlook["standard_error"].iloc[0] == 0
    assert outlook.loc[0, ["low", "high"]].tolist() == pytest.approx([3_901_463] * 2)


def test_by_hand():
    seen = pd.DataFrame([[100.0, 150, 165], [80, 124, np.nan], [90, np.nan, np.nan]])
    before = seen.copy()
    fitted = ChainLadder.fit(seen)
    assert fitted.factors.tolist() == pytest.approx([274 / 180, 1.1])
    full = fitted.completed()
    assert full.loc[1, 2] == pytest.approx(124 * 1.1)
    assert full.loc[2].tolist() == pytest.approx([90, 90 * 274 / 180, 90 * 1.1 * 274 / 180])
    pd.testing.assert_frame_equal(seen, before)
    pd.testing.assert_frame_equal(full.where(seen.notna()), seen)


def test_the_order_of_the_cohorts_does_not_matter(published):
    fitted, turned = ChainLadder.fit(published), ChainLadder.fit(published.iloc[::-1])
    assert turned.total().tolist() == pytest.approx(fitted.total().tolist())
    pd.testing.assert_frame_equal(turned.outlook().iloc[::-1], fitted.outlook())


def test_nullable_numbers_are_numbers(published):
    nullable = ChainLadder.fit(published.astype("Float64"))
    pd.testing.assert_frame_equal(nullable.outlook(), ChainLadder.fit(published).outlook())


def test_equal_growth_leaves_no_error():
    full = np.outer([100.0, 50, 70, 90], [1, 1.5, 1.8, 1.9])
    seen = pd.DataFrame(np.where(np.add.outer(range(4), range(4)) < 4, full, np.nan))
    outlook = ChainLadder.fit(seen).outlook()
    assert outlook["expected"].tolist() == pytest.approx(full[:, -1])
    assert outlook["standard_error"].tolist() == pytest.approx([0, 0, 0, 0], abs=1e-6)


@pytest.mark.slow
@pytest.mark.parametrize(("cohorts", "coverage"), [(10, 0.90), (40, 0.945)])
def test_intervals_hold_what_comes_nearly_as_often_as_they_say(cohorts, coverage):
    """Mack's own assumptions: a step has mean f C and variance s2 C."""
    rng = np.random.default_rng(5)
    factors, spread = np.array([1.8, 1.3, 1.15, 1.08, 1.04, 1.02]), 1.5
    held = []
    for _ in range(300):
        table = [rng.uniform(200, 400, cohorts)]
        for factor in factors:
            table.append(rng.normal(factor * table[-1], spread * np.sqrt(table[-1]) * (factor - 1)))
        full = np.array(table).T
        age = np.arange(7)
        seen = pd.DataFrame(np.where(np.arange(cohorts)[:, None] + age < cohorts, full, np.nan))
        outlook = ChainLadder.fit(seen).outlook()
        young = outlook.index >= cohorts - 6
        hit = (outlook["low"] <= full[:, -1]) & (full[:, -1] <= outlook["high"])
        held.append(hit[young].mean())
    assert np.mean(held) == pytest.approx(coverage, abs=0.02)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ([[1.0, 2], [1, np.nan]], r"2 cohort\(s\) and 2 age\(s\); three of each"),
        ([[1.0, 2, 3], [0, 1, np.nan], [1, np.nan, np.nan]], r"come to 0 or less .*first: \['1'\]"),
        ([[1.0, 2, 3], [1, 2, np.nan], [0, np.nan, np.nan]], r"come to 0 or less .*first: \['2'\]"),
        ([[1.0, 2, 0], [1, 2, np.nan], [1, np.nan, np.nan]], r"come to 0 or less .*first: \['0'\]"),
        ([["1", "2", "3"]] * 3, "age 0 of the triangle must be numbers"),
        ([[1.0, 2, 3], [1, np.nan, 2], [1, np.nan, np.nan]], "row 1 of the triangle has a later"),
        ([[1.0, 2, np.nan], [1, 2, np.nan], [1, np.nan, np.nan]], "no cohort is seen at age 2"),
        ([[1.0, 2, 3], [np.nan] * 3, [1, np.nan, np.nan]], "row 1 of the triangle"),
        ([[1.0, 2, np.inf], [1, 2, np.nan], [1, np.nan, np.nan]], "infinite"),
        ([[1.0, 2, 3], [1, np.nan, np.nan], [1, np.nan, np.nan]], "only one cohort is seen"),
    ],
)
def test_what_is_no_triangle_is_refused(table, message):
    with pytest.raises(ValueError, match=message):
        ChainLadder.fit(pd.DataFrame(table))
