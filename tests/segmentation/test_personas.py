import numpy as np
import pandas as pd
import pytest

from crmkit.companies import persona_customers
from crmkit.segmentation import clusters, personas
from crmkit.segmentation.personas import _overlaps

SHOP = persona_customers(n_customers=300, seed=3)
GROUPS, TRUTH = SHOP.customers, SHOP.truth["persona"]
NONE = persona_customers(n_customers=300, groups=False, seed=3).customers
COLUMNS = list(GROUPS)


def found_again(table, persona, **given):
    rng = np.random.default_rng(16)
    return personas.found_again(table, COLUMNS, persona=persona, rng=rng, **{"draws": 40, **given})


def test_overlap_by_hand():
    # Persona 0 has rows 0 to 3, persona 1 rows 4 and 5; the new cut moves row 3.
    codes, cut = np.array([0, 0, 0, 0, 1, 1]), np.array([1, 1, 1, 0, 0, 0])
    assert _overlaps(codes, cut, 2).tolist() == pytest.approx([3 / 4, 2 / 3])


def test_a_persona_of_whom_nobody_was_drawn_counts_neither_way():
    found = _overlaps(np.array([0, 0, 2]), np.array([1, 1, 0]), 3)
    assert found[[0, 2]].tolist() == [1, 1] and np.isnan(found[1])


def test_true_personas_are_found_again():
    found = found_again(GROUPS, TRUTH)
    assert list(found.index) == ["bargain", "everyday", "fitting room", "gift"]
    assert (found["found_share"] > 0.9).all() and (found["overlap"] > 0.95).all()
    assert found["customers"].sum() == 300


def test_clusters_of_one_cloud_are_not():
    cut = clusters.k_means(NONE, COLUMNS, clusters=4, seed=1)
    assert (found_again(NONE, cut)["found_share"] < 0.6).all()


def test_a_persona_by_lot_is_never_found_again():
    lot = pd.Series(np.random.default_rng(1).permutation(TRUTH), TRUTH.index)
    assert (found_again(GROUPS, lot)["found_share"] == 0).all()


def test_a_cut_that_is_too_fine_dissolves_and_the_true_groups_stay():
    cut = clusters.k_means(GROUPS, COLUMNS, clusters=5, seed=1)
    found = found_again(GROUPS, cut)["found_share"]
    halves = cut[TRUTH == "everyday"].mode()[0]
    assert found.drop(halves).max() > 0.9 and found[halves] < 0.8


def test_agreement_is_high_with_the_true_number_and_low_in_one_cloud():
    rng = np.random.default_rng(1)
    with_groups = personas.agreement(GROUPS, COLUMNS, most=4, rng=rng, draws=30)
    without = personas.agreement(NONE, COLUMNS, most=4, rng=rng, draws=30)
    assert with_groups.loc[4, "estimate"] > 0.97 and without.loc[4, "estimate"] < 0.75
    assert (with_groups["low"] <= with_groups["estimate"]).all()
    assert (with_groups["high"] >= with_groups["estimate"]).all()


def test_a_long_cloud_is_cut_alike_each_time_though_it_has_no_groups():
    """Why stability alone proves no groups."""
    rng = np.random.default_rng(1)
    place = rng.normal(size=(300, 1))
    ridge = pd.DataFrame(place + 0.3 * rng.normal(size=(300, 6)), columns=COLUMNS)
    assert personas.agreement(ridge, COLUMNS, most=2, rng=rng, draws=30)["estimate"].iloc[0] > 0.8
    cut = clusters.k_means(ridge, COLUMNS, clusters=2, seed=1)
    assert (found_again(ridge, cut)["found_share"] > 0.9).all()


def test_same_rng_same_answer_and_row_order_of_persona_is_free():
    mixed = TRUTH.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(found_again(GROUPS, TRUTH), found_again(GROUPS, mixed))


def test_a_higher_bar_is_passed_less_often():
    cut = clusters.k_means(NONE, COLUMNS, clusters=3, seed=1)
    shares = [
        found_again(NONE, cut, found_from=bar)["found_share"].sum() for bar in (0.4, 0.6, 0.9)
    ]
    assert shares == sorted(shares, reverse=True) and shares[0] > shares[-1]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"draws": 5}, "draws="),
        ({"found_from": 0}, "found_from="),
        ({"found_from": 75}, "found_from="),
        ({"confidence": 95}, "confidence="),
    ],
)
def test_settings_out_of_range_are_refused(given, said):
    with pytest.raises(ValueError, match=said):
        found_again(GROUPS, TRUTH, **given)


def test_one_persona_or_too_few_customers_are_refused():
    with pytest.raises(ValueError, match="there is nothing to find"):
        found_again(GROUPS, pd.Series("all", TRUTH.index))
    with pytest.raises(ValueError, match="need at least 9"):
        found_again(GROUPS.iloc[:8], pd.Series(list("aabbccab"), GROUPS.index[:8]))


def test_nothing_is_changed_in_place():
    before = GROUPS.copy(), TRUTH.copy()
    found_again(GROUPS, TRUTH)
    pd.testing.assert_frame_equal(GROUPS, before[0])
    pd.testing.assert_series_equal(TRUTH, before[1])
