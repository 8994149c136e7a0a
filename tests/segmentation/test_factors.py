import numpy as np
import pandas as pd
import pytest

from crmkit.segmentation import factors
from tests.segmentation.toothpaste import ITEMS, TOOTHPASTE

# Six food retailers on seven attributes, means of shoppers' answers from 1 to 9 (radiant
# documentation, retailers).
RETAILERS = pd.DataFrame(
    [
        [3.94, 3.89, 3.60, 5.24, 5.75, 5.73, 3.79],
        [4.84, 4.72, 4.17, 5.21, 5.85, 5.93, 3.67],
        [3.56, 6.99, 6.66, 5.00, 6.77, 7.32, 2.43],
        [4.03, 5.78, 5.56, 4.56, 6.00, 6.29, 3.42],
        [6.27, 1.51, 2.36, 4.17, 3.54, 2.73, 5.48],
        [7.08, 2.75, 3.47, 3.76, 3.47, 3.34, 4.84],
    ],
    columns=["value", "quality", "service", "convenience", "assortment", "elegance", "clutter"],
)


def explained(table, columns, **given):
    return factors.explained(table, columns, rng=np.random.default_rng(16), **given)


def test_published_eigenvalues_of_toothpaste():
    """Malhotra; radiant documentation, full factor: row 38."""
    found = explained(TOOTHPASTE, ITEMS)
    published = [2.731, 2.218, 0.442, 0.341, 0.183, 0.085]
    assert found["eigenvalue"].to_list() == pytest.approx(published, abs=0.0005)
    assert found["kept"].to_list() == [True, True, False, False, False, False]


def test_published_loadings_of_toothpaste():
    """The same: varimax, .96 .93 -.93 on one factor, .85 .85 .88 on the other."""
    found = factors.loadings(TOOTHPASTE, ITEMS, factors=2)
    assert found.loc[["v1", "v3", "v5"], "factor_1"].to_list() == pytest.approx(
        [0.96, 0.93, -0.93], abs=0.005
    )
    assert found.loc[["v2", "v4", "v6"], "factor_2"].to_list() == pytest.approx(
        [0.85, 0.85, 0.88], abs=0.005
    )


def test_published_share_of_two_components_of_retailers():
    """radiant documentation, pre-factor: two components keep 98.4 % (row 39)."""
    found = explained(RETAILERS, list(RETAILERS))
    assert found["cumulative_variance_share"][2] == pytest.approx(0.984, abs=0.0005)
    assert found["eigenvalue"].to_list()[5:] == pytest.approx([0, 0], abs=1e-9)


def test_eigenvalues_sum_to_the_number_of_columns_and_fall():
    found = explained(TOOTHPASTE, ITEMS)
    assert found["eigenvalue"].sum() == pytest.approx(6)
    assert found["cumulative_variance_share"].iloc[-1] == pytest.approx(1)
    assert found["eigenvalue"].is_monotonic_decreasing


def test_peer_agrees_on_components():
    """statsmodels' PCA has the same eigenvalues, but for the divisor n."""
    from statsmodels.multivariate.pca import PCA

    peer = PCA(TOOTHPASTE, standardize=True)
    ours = explained(TOOTHPASTE, ITEMS)["eigenvalue"]
    assert ours.to_list() == pytest.approx((peer.eigenvals / 30).to_list())


def test_the_communality_is_what_the_components_carry():
    found = factors.loadings(TOOTHPASTE, ITEMS, factors=2)
    kept = explained(TOOTHPASTE, ITEMS)["eigenvalue"].iloc[:2].sum()
    assert found["communality"].sum() == pytest.approx(kept)


def test_scores_are_standardised_uncorrelated_and_give_the_loadings_back():
    scores = factors.scores(TOOTHPASTE, ITEMS, factors=2)
    assert scores.mean().to_list() == pytest.approx([0, 0], abs=1e-9)
    assert scores.std(ddof=0).to_list() == pytest.approx([1, 1])
    assert scores.corr().iloc[0, 1] == pytest.approx(0, abs=1e-9)
    loaded = factors.loadings(TOOTHPASTE, ITEMS, factors=2)
    both = pd.concat([TOOTHPASTE, scores], axis=1).corr().loc[ITEMS, list(scores)]
    np.testing.assert_allclose(both, loaded[list(scores)], atol=1e-9)


def test_one_factor_is_not_turned():
    found = factors.loadings(TOOTHPASTE, ITEMS, factors=1)
    assert list(found) == ["factor_1", "communality"]
    assert (found["factor_1"] ** 2).sum() == pytest.approx(2.731, abs=0.0005)


def test_row_order_and_units_change_nothing():
    turned = TOOTHPASTE.iloc[::-1].assign(v1=lambda t: 100 * t["v1"] - 7)
    one, other = (factors.loadings(t, ITEMS, factors=2) for t in (TOOTHPASTE, turned))
    pd.testing.assert_frame_equal(one, other)


@pytest.mark.slow
def test_noise_has_a_kept_factor_in_one_case_of_twenty():
    rng = np.random.default_rng(1)
    kept = [
        factors.explained(pd.DataFrame(rng.normal(size=(60, 5))), range(5), rng=rng, draws=99)[
            "kept"
        ][1]
        for _ in range(300)
    ]
    assert np.mean(kept) == pytest.approx(0.05, abs=0.03)


def test_known_factors_are_recovered():
    rng = np.random.default_rng(2)
    hidden = rng.normal(size=(500, 2))
    true = np.array([[0.9, 0], [0.8, 0], [0.9, 0], [0, 0.8], [0, 0.9], [0, 0.8]])
    table = pd.DataFrame(hidden @ true.T + 0.5 * rng.normal(size=(500, 6)))
    assert explained(table, range(6))["kept"].sum() == 2
    found = factors.loadings(table, range(6), factors=2).filter(like="factor").abs()
    strongest = found.to_numpy().argmax(axis=1)
    assert (strongest[:3] == strongest[0]).all() and (strongest[3:] == 1 - strongest[0]).all()
    assert found.min(axis=1).max() < 0.1


@pytest.mark.parametrize("many", [0, 6, 7, 1.5, True])
def test_too_many_factors_or_none_are_refused(many):
    with pytest.raises(ValueError, match="factors="):
        factors.loadings(TOOTHPASTE, ITEMS, factors=many)


def test_a_column_twice_over_leaves_fewer_factors():
    table = TOOTHPASTE[["v1", "v2"]].assign(again=TOOTHPASTE["v1"])
    with pytest.raises(ValueError, match="at most 2 can be told apart"):
        factors.loadings(table, list(table), factors=3)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"v1": 3}, "is the same for every customer"),
        ({"v1": np.nan}, "missing"),
        ({"v1": np.inf}, "infinite"),
        ({"v1": "much"}, "must be numbers"),
    ],
)
def test_bad_columns_are_refused(change, said):
    with pytest.raises(ValueError, match=said):
        explained(TOOTHPASTE.assign(**change), ITEMS)
    with pytest.raises(ValueError, match="no column 'v9'"):
        explained(TOOTHPASTE, ["v1", "v9"])


def test_nothing_is_changed_in_place():
    before = TOOTHPASTE.copy()
    explained(TOOTHPASTE, ITEMS)
    factors.scores(TOOTHPASTE, ITEMS, factors=2)
    pd.testing.assert_frame_equal(TOOTHPASTE, before)
