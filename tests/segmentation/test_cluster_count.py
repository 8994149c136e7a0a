import numpy as np
import pandas as pd
import pytest

from crmkit import datasets
from crmkit.companies import persona_customers
from crmkit.segmentation import cluster_count
from tests.segmentation.toothpaste import ITEMS, TOOTHPASTE

GROUPS = persona_customers(n_customers=250, seed=4).customers
NONE = persona_customers(n_customers=250, groups=False, seed=4).customers
COLUMNS = list(GROUPS)


def silhouettes(table, columns, **given):
    rng = np.random.default_rng(16)
    return cluster_count.silhouettes(table, columns, rng=rng, **{"clouds": 19, **given})


def test_silhouettes_see_the_four_groups():
    found = silhouettes(GROUPS, COLUMNS)
    assert found["silhouette"].idxmax() == 4 and found.loc[4, "above_chance"]


def test_silhouettes_see_no_groups_where_there_are_none():
    found = silhouettes(NONE, COLUMNS, most=4)
    assert (found["silhouette"] > 0.1).all() and not found["above_chance"].any()


def test_mixtures_choose_four_clouds_with_groups_and_one_without():
    assert cluster_count.mixtures(GROUPS, COLUMNS, seed=1)["bic"].idxmin() == 4
    assert cluster_count.mixtures(NONE, COLUMNS, seed=1)["bic"].idxmin() == 1


def test_one_skewed_cloud_takes_several_normal_clouds():
    """Why a low BIC alone proves no groups."""
    rng = np.random.default_rng(1)
    skewed = pd.DataFrame(np.exp(rng.normal(size=(400, 2))), columns=["a", "b"])
    assert cluster_count.mixtures(skewed, ["a", "b"], most=4, seed=1)["bic"].idxmin() > 1
    assert not silhouettes(skewed, ["a", "b"], most=3)["above_chance"].any()


@pytest.mark.slow
def test_one_cloud_is_taken_for_groups_in_one_case_of_twenty():
    """200 clouds, correlated and skewed: the bound for two clusters holds its 95 %."""
    rng = np.random.default_rng(2)
    root = np.linalg.cholesky([[1, 0.6, 0], [0.6, 1, -0.3], [0, -0.3, 1]])
    wrong = 0
    for _ in range(200):
        cloud = rng.normal(size=(60, 3)) @ root.T
        cloud[:, 0] = np.exp(cloud[:, 0] / 2)
        found = cluster_count.silhouettes(
            pd.DataFrame(cloud, columns=list("abc")), list("abc"), most=2, rng=rng, clouds=19
        )
        wrong += int(found["above_chance"].iloc[0])
    assert wrong / 200 < 0.09


@pytest.mark.slow
def test_groups_are_seen_in_nearly_every_shop():
    seen = 0
    for seed in range(20):
        shop = persona_customers(n_customers=250, seed=100 + seed).customers
        found = silhouettes(shop, COLUMNS, most=4)
        seen += found["silhouette"].idxmax() == 4 and found.loc[4, "above_chance"]
    assert seen >= 19


def test_one_cloud_keeps_the_values_and_the_correlations():
    cloud = cluster_count.one_cloud(GROUPS, COLUMNS, rng=np.random.default_rng(5))
    for name in COLUMNS:
        assert sorted(cloud[name]) == sorted(GROUPS[name])
    many = pd.concat(
        [cluster_count.one_cloud(NONE, COLUMNS, rng=np.random.default_rng(k)) for k in range(9)]
    )
    gap = many.corr(method="spearman") - NONE.corr(method="spearman")
    assert gap.abs().to_numpy().max() < 0.07


def test_peer_agrees_on_the_silhouette():
    from sklearn.metrics import silhouette_score

    from crmkit.segmentation import clusters

    cut = clusters.k_means(GROUPS, COLUMNS, clusters=4, seed=1)
    peer = silhouette_score(clusters.standardised(GROUPS, COLUMNS), cut)
    assert silhouettes(GROUPS, COLUMNS, most=4).loc[4, "silhouette"] == pytest.approx(peer)


def test_silhouette_by_hand():
    """Two pairs on a square: a is one side, b the mean of side and diagonal, all standardised."""
    table = pd.DataFrame({"x": [0.0, 0, 9, 9.3], "y": [0.0, 1, 0, 1]})
    from crmkit.segmentation import clusters

    places = clusters.standardised(table, ["x", "y"]).to_numpy()
    away = np.linalg.norm(places[:, None] - places, axis=2)
    cut = clusters.k_means(table, ["x", "y"], clusters=2, seed=1).to_numpy()
    own = []
    for one in range(4):
        mine = (cut == cut[one]) & (np.arange(4) != one)
        a, b = away[one][mine].mean(), away[one][cut != cut[one]].mean()
        own.append((b - a) / max(a, b))
    found = silhouettes(table, ["x", "y"], most=2)
    assert found["silhouette"].iloc[0] == pytest.approx(np.mean(own))


def test_toothpaste_has_groups_and_bath_soap_hardly():
    """Ours: the silhouettes of 30 people and of 600 households."""
    tooth = silhouettes(TOOTHPASTE, ITEMS)
    assert tooth["silhouette"].idxmax() == 3
    assert tooth["silhouette"][3] == pytest.approx(0.529, abs=0.0005)
    assert tooth.loc[3, "silhouette"] > tooth.loc[3, "chance_silhouette"] + 0.15
    soap = datasets.load("bath_soap")
    brands = [name for name in soap if name.startswith("brand_") and name != "brand_runs"]
    soap["top_brand"] = soap[brands].max(axis=1)
    columns = ["brands", "brand_runs", "volume", "purchases", "spend", "run_length", "price"]
    found = silhouettes(soap, [*columns, "other_brands", "top_brand"], most=4)
    assert found["silhouette"].to_list() == pytest.approx([0.214, 0.212, 0.213], abs=0.006)
    assert not found["above_chance"].any()


def test_too_few_customers_for_a_mixture_are_refused():
    with pytest.raises(ValueError, match="30 customers cannot tell 6 clouds of 6 columns"):
        cluster_count.mixtures(TOOTHPASTE, ITEMS, seed=1)


@pytest.mark.parametrize(
    ("given", "said"),
    [({"most": 1}, "most="), ({"clouds": 5}, "clouds="), ({"confidence": 1}, "confidence=")],
)
def test_settings_out_of_range_are_refused(given, said):
    with pytest.raises(ValueError, match=said):
        silhouettes(TOOTHPASTE, ITEMS, **given)


def test_rng_must_be_a_generator():
    with pytest.raises(TypeError, match="rng=1"):
        cluster_count.silhouettes(TOOTHPASTE, ITEMS, rng=1)


def test_as_many_clusters_as_customers_have_no_silhouette():
    few = TOOTHPASTE.iloc[:4]
    with pytest.raises(ValueError, match="4 customers differ from each other; 4 clusters need"):
        silhouettes(few, ITEMS, most=4)


def test_nothing_is_changed_in_place():
    before = GROUPS.copy()
    cluster_count.one_cloud(GROUPS, COLUMNS, rng=np.random.default_rng(1))
    pd.testing.assert_frame_equal(GROUPS, before)
