import numpy as np
import pandas as pd
import pytest

from crmkit.companies import persona_customers
from crmkit.segmentation import clusters
from tests.segmentation.toothpaste import ITEMS, TOOTHPASTE

SHOP = persona_customers(n_customers=300, seed=3)
COLUMNS = list(SHOP.customers)
TWO = pd.DataFrame({"orders": [1, 2, 9, 8, 9], "spend": [10.0, 20, 80, 90, 85]})


def test_standardised_by_hand():
    found = clusters.standardised(pd.DataFrame({"a": [1, 3], "b": [10.0, 30]}), ["a", "b"])
    assert found.to_numpy().tolist() == [[-1, -1], [1, 1]]


def test_published_mean_of_a_toothpaste_segment():
    """radiant documentation, k-means with 3 segments: mean of v2 is 5.750 in one (row 38)."""
    segment = clusters.k_means(TOOTHPASTE, ITEMS, clusters=3, seed=1)
    means = clusters.profile(TOOTHPASTE, segment, ITEMS)
    assert (means["v2"] - 5.750).abs().min() < 0.0005
    assert means["customers"].to_list() == [13, 9, 8, 30]


def test_known_personas_are_recovered():
    from sklearn.metrics import adjusted_rand_score

    found = clusters.k_means(SHOP.customers, COLUMNS, clusters=4, seed=1)
    assert adjusted_rand_score(SHOP.truth["persona"], found) > 0.97


def test_clusters_are_numbered_from_the_largest():
    sizes = clusters.k_means(SHOP.customers, COLUMNS, clusters=4, seed=1).value_counts()
    assert sizes.sort_index().is_monotonic_decreasing and set(sizes.index) == {1, 2, 3, 4}


def test_units_and_row_order_change_nothing():
    other = SHOP.customers.iloc[::-1].assign(basket=lambda t: 100 * t["basket"])
    one = clusters.k_means(SHOP.customers, COLUMNS, clusters=4, seed=1)
    pd.testing.assert_series_equal(
        clusters.k_means(other, COLUMNS, clusters=4, seed=1).reindex(one.index), one
    )


def test_peer_agrees_when_columns_are_standardised_first():
    from sklearn.cluster import KMeans
    from sklearn.metrics import adjusted_rand_score
    from sklearn.preprocessing import StandardScaler

    scaled = StandardScaler().fit_transform(SHOP.customers)
    peer = KMeans(3, n_init=10, random_state=7).fit_predict(scaled)
    ours = clusters.k_means(SHOP.customers, COLUMNS, clusters=3, seed=7)
    assert adjusted_rand_score(peer, ours) == 1


def test_clusters_are_computed_in_one_thread(monkeypatch):
    from sklearn.cluster import KMeans
    from threadpoolctl import threadpool_info

    seen, fit = [], KMeans.fit

    def watched(self, *given, **named):
        seen.append({pool["num_threads"] for pool in threadpool_info()})
        return fit(self, *given, **named)

    monkeypatch.setattr(KMeans, "fit", watched)
    clusters.k_means(TWO, list(TWO), clusters=2, seed=1)
    assert seen == [{1}]


def test_profile_adds_up_to_the_whole():
    found = clusters.profile(SHOP.customers, SHOP.truth["persona"], ["basket"])
    parts = found.drop("all")
    assert parts["customers"].sum() == found.loc["all", "customers"] == 300
    assert parts["customer_share"].sum() == pytest.approx(1)
    weighted = (parts["customer_share"] * parts["basket"]).sum()
    assert weighted == pytest.approx(found.loc["all", "basket"])


def test_profile_goes_by_customer_and_not_by_place():
    mixed = SHOP.truth["persona"].sample(frac=1, random_state=1)
    one, other = (
        clusters.profile(SHOP.customers, p, ["orders"]) for p in (SHOP.truth["persona"], mixed)
    )
    pd.testing.assert_frame_equal(one, other)


def test_personas_of_others_are_refused():
    with pytest.raises(ValueError, match="differ in their customers"):
        clusters.profile(TWO, pd.Series(list("aabbb"), index=range(1, 6)), ["orders"])
    with pytest.raises(ValueError, match="persona is missing in 1 of 5"):
        clusters.profile(TWO, pd.Series(["a", "a", "b", "b", None]), ["orders"])
    with pytest.raises(TypeError, match="persona must be a Series"):
        clusters.profile(TWO, list("aabbb"), ["orders"])


@pytest.mark.parametrize("many", [1, 0, 2.5, None])
def test_fewer_than_two_clusters_are_refused(many):
    with pytest.raises(ValueError, match="clusters="):
        clusters.k_means(TWO, list(TWO), clusters=many, seed=1)


def test_more_clusters_than_different_customers_are_refused():
    with pytest.raises(ValueError, match="5 customers differ from each other; 6 clusters need"):
        clusters.k_means(pd.concat([TWO, TWO], ignore_index=True), list(TWO), clusters=6, seed=1)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (TWO.assign(spend=1.0), r"\['spend'\] is the same for every customer"),
        (TWO.assign(spend=[np.nan, 1, 2, 3, 4]), "missing in 1 of 5"),
        (TWO.assign(spend=[np.inf, 1, 2, 3, 4]), "infinite"),
        (TWO.assign(spend=list("abcde")), "must be numbers"),
        (TWO.iloc[:0], "0 rows"),
        (TWO.iloc[:1], "is the same for every customer"),
        (TWO.set_index(pd.Index([1, 1, 2, 3, 4])), "more than once"),
    ],
)
def test_bad_tables_are_refused(table, said):
    with pytest.raises(ValueError, match=said):
        clusters.k_means(table, ["orders", "spend"], clusters=2, seed=1)


def test_one_column_or_one_twice_is_refused():
    with pytest.raises(ValueError, match="name two or more"):
        clusters.standardised(TWO, ["orders"])
    with pytest.raises(ValueError, match="more than once"):
        clusters.standardised(TWO, ["orders", "orders"])
    with pytest.raises(TypeError, match="columns must be a list"):
        clusters.standardised(TWO, "orders")


def test_nothing_is_changed_in_place():
    before = SHOP.customers.copy()
    clusters.k_means(SHOP.customers, COLUMNS, clusters=3, seed=1)
    pd.testing.assert_frame_equal(SHOP.customers, before)


def test_a_column_that_differs_by_rounding_alone_is_constant():
    customers = pd.DataFrame({"a": [0.3, 0.1 + 0.2, 0.3], "b": [1, 2, 3]})
    with pytest.raises(ValueError, match="tells nobody apart"):
        clusters.standardised(customers, ["a", "b"])
