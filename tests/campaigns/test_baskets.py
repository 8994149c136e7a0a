"""What goes with what, who rates alike, how well ratings are foretold, and what a slot earns."""

import numpy as np
import pandas as pd
import pytest

from crmkit import datasets
from crmkit.campaigns import affinity, neighbours, ratings, slots

Baseline, Factors = ratings.Baseline, ratings.Factors

# Table 14.1 of Shmueli et al.: ten purchases of phone faceplates, by the first letter.
FACEPLATES = ["rwg", "wo", "wb", "rwo", "rb", "wb", "rb", "rwbg", "rwb", "y"]
COLORS = {"r": "red", "w": "white", "b": "blue", "o": "orange", "g": "green", "y": "yellow"}
PLATES = pd.DataFrame({full: [int(one in p) for p in FACEPLATES] for one, full in COLORS.items()})
# Segaran (2007), ch. 2.
FILMS = ["Lady", "Snakes", "Luck", "Superman", "Dupree", "Night"]
CRITICS = pd.DataFrame(
    {
        "Rose": [2.5, 3.5, 3.0, 3.5, 2.5, 3.0],
        "Seymour": [3.0, 3.5, 1.5, 5.0, 3.5, 3.0],
        "Phillips": [2.5, 3.0, np.nan, 3.5, np.nan, 4.0],
        "Puig": [np.nan, 3.5, 3.0, 4.0, 2.5, 4.5],
        "LaSalle": [3.0, 4.0, 2.0, 3.0, 2.0, 3.0],
        "Matthews": [3.0, 4.0, np.nan, 5.0, 3.5, 3.0],
        "Toby": [np.nan, 4.5, np.nan, 4.0, 1.0, np.nan],
    },
    index=FILMS,
).T
SLOPE = pd.DataFrame(
    {"A": [5.0, 3, np.nan], "B": [3.0, 4, 2], "C": [2.0, np.nan, 5]}, index=["John", "Mark", "Lucy"]
)
COLUMNS = {"user": "user_id", "item": "film_id"}


def counts(all_, given, sought, both):
    return pd.DataFrame({"all": [all_], "given": [given], "sought": [sought], "both": [both]})


def pair(*names):
    return pd.MultiIndex.from_tuples(list(names), names=["product", "other"])


TRIAL = pd.DataFrame(
    {
        "shown": [1000, 800, 600],
        "bought": [150, 40, 90],
        "not_shown": [1000, 1200, 900],
        "bought_anyway": [100, 60, 90],
    },
    index=pair(("tea", "cup"), ("tea", "jam"), ("cup", "tea")),
)
MARGINS = pd.Series({"tea": 10.0, "cup": 20.0, "jam": 5.0})
SHOWINGS = pd.Series({"tea": 400, "cup": 100})


# What goes with what.


def test_published_rules_of_faceplates_shmueli_table_14_4():
    rules = [
        (["green"], ["red", "white"]), (["red", "white"], ["green"]), (["green"], ["red"]),
        (["orange"], ["white"]), (["blue"], ["white"]),
    ]  # fmt: skip
    found = affinity.rules_of_flags(PLATES, rules)
    assert found.index[0] == "green > red + white"
    assert found["confidence"].round(3).to_list() == [1, 0.5, 1, 1, 0.667]
    assert found["lift"].round(3).to_list() == [2.5, 2.5, 1.667, 1.429, 0.952]


def test_published_tea_and_coffee_tan_steinbach_and_kumar():
    found = affinity.of_counts(counts(1000, 200, 800, 150)).iloc[0]
    assert (found["confidence"], found["base_rate"], found["lift"]) == (0.75, 0.8, 0.9375)


def test_published_groceries_counts_of_arules_and_lantz():
    density = 0.02609146
    assert density * 169 == pytest.approx(4.409, abs=5e-4)
    assert sum([11, 1461, 3211, 939, 46]) == 5668 and sum([150, 297, 16]) == 463
    # Of 9,835 baskets 160 hold herbs, 1,072 root vegetables, 69 both; milk and soda as typed.
    herbs = affinity.of_counts(counts(9835, 160, 1072, 69)).iloc[0]
    assert herbs["confidence"] == pytest.approx(0.4313, abs=5e-5)
    assert herbs["lift"] == pytest.approx(3.956, abs=5e-4)
    milk = affinity.of_counts(counts(9835, 2513, 1715, 394)).iloc[0]
    assert milk["lift"] == pytest.approx(0.899, abs=5e-4) and milk["lift_high"] < 1


def test_published_cosmetics_shmueli():
    rule = (["brushes"], ["nail_polish"])
    found = affinity.rules_of_flags(datasets.load("cosmetics"), [rule]).iloc[0]
    assert (found["support"], found["confidence"]) == (0.149, 1)
    assert found["lift"] == pytest.approx(3.571, abs=5e-4)


def test_what_everybody_bought_goes_with_everything_at_lift_one_exactly():
    found = affinity.pairs_of_flags(datasets.load("catalog_cross_sell"))
    health = found.xs("health_products", level="other")
    assert (health[["lift", "lift_low", "lift_high"]] == 1).all().all()
    clothing = found.loc[("clothing", "computers")]
    assert clothing["lift"] == pytest.approx(4.40, abs=0.005)
    assert clothing["support"] == pytest.approx(0.007, abs=0.0005)


def test_pairs_of_a_log_are_those_of_its_flags_and_repeated_lines_count_once():
    log = PLATES.stack().loc[lambda t: t > 0].reset_index()
    log.columns = ["order_id", "product_id", "n"]
    twice = pd.concat([log, log]).sample(frac=1, random_state=1)
    found, flags = affinity.pairs(twice), affinity.pairs_of_flags(PLATES)
    pd.testing.assert_frame_equal(found, flags.loc[found.index], check_names=False)


def test_a_pair_is_the_same_both_ways_but_for_its_confidence():
    found = affinity.pairs_of_flags(PLATES)
    turned = found.copy()
    turned.index = found.index.swaplevel().set_names(found.index.names)
    same = ["baskets", "support", "lift", "lift_low", "lift_high"]
    pd.testing.assert_frame_equal(found[same], turned.loc[found.index, same])


def test_limits_hold_the_estimate_and_a_pair_never_together_has_lift_zero():
    rng = np.random.default_rng(3)
    both = rng.integers(0, 30, 500)
    one, other = both + rng.integers(1, 40, 500), both + rng.integers(0, 40, 500) + (both == 0)
    table = pd.DataFrame({"all": 200, "given": one, "sought": other, "both": both})
    found = affinity.of_counts(table)
    assert (found["lift_low"] <= found["lift"]).all() and (
        found["lift_high"] >= found["lift"]
    ).all()
    never = found[both == 0]
    assert (never[["lift", "lift_low"]] == 0).all().all() and (never["lift_high"] > 0).all()


@pytest.mark.parametrize(
    "p", [(0.02, 0.3, 0.15), (0.2, 0.8, 0.75), (0.02, 0.02, 0.2), (0.3, 0.3, 0.9)]
)
def test_intervals_of_lift_hold_the_truth_in_about_95_of_100(p):
    one, other, given = p
    rng = np.random.default_rng(5)
    cells = [one * given, one * (1 - given), other - one * given, 1 - one - other + one * given]
    drawn = rng.multinomial(2000, cells, size=2000)
    table = pd.DataFrame(
        {"all": 2000, "given": drawn[:, :2].sum(axis=1), "sought": drawn[:, [0, 2]].sum(axis=1),
         "both": drawn[:, 0]}
    )  # fmt: skip
    found = affinity.of_counts(table)
    held = ((found["lift_low"] <= given / other) & (found["lift_high"] >= given / other)).mean()
    assert 0.935 <= held <= 0.975


def test_two_that_are_never_apart_are_as_sure_as_how_often_they_are_bought():
    found = affinity.of_counts(counts(1000, 100, 100, 100)).iloc[0]
    assert found["lift"] == 10 and 8 < found["lift_low"] < 8.7 and 11.8 < found["lift_high"] < 12.5


def test_more_baskets_make_shorter_intervals():
    few, many = (affinity.of_counts(counts(*(k * one for one in (100, 20, 30, 9)))).iloc[0]
                 for k in (1, 100))  # fmt: skip
    assert few["lift"] == many["lift"]
    width = [one["lift_high"] - one["lift_low"] for one in (few, many)]
    assert width[1] == pytest.approx(width[0] / 10, rel=0.1)


def test_least_baskets_leaves_out_rare_pairs():
    assert (affinity.pairs_of_flags(PLATES, least_baskets=4)["baskets"] >= 4).all()
    with pytest.raises(ValueError, match="lower least_baskets"):
        affinity.pairs_of_flags(PLATES, least_baskets=9)


def test_the_table_of_the_caller_stays_as_it_is():
    before = PLATES.copy(), CRITICS.copy(), TRIAL.copy()
    affinity.pairs_of_flags(PLATES)
    neighbours.predicted(CRITICS, "Toby")
    slots.extra_margins(TRIAL, margins=MARGINS)
    for one, was in zip((PLATES, CRITICS, TRIAL), before, strict=True):
        pd.testing.assert_frame_equal(one, was)


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        ((100, 0, 10, 0), "'given' is 0"),
        ((100, 10, 0, 0), "'sought' is 0"),
        ((100, 10, 20, 11), "'both' is above"),
        ((100, 10, 120, 5), "above 'all'"),
        ((100, 80, 80, 10), "too few in 'both'"),
        ((100, np.nan, 20, 1), "given"),
        ((1, 0.2, 0.8, 0.15), "whole"),
    ],
)
def test_counts_that_cannot_be_are_refused(bad, told):
    with pytest.raises(ValueError, match=told):
        affinity.of_counts(counts(*bad))


def test_baskets_that_cannot_be_counted_are_refused():
    log = pd.DataFrame({"order_id": [1, 1], "product_id": ["tea", None]})
    with pytest.raises(ValueError, match="product_id"):
        affinity.pairs(log)
    with pytest.raises(ValueError, match="name two columns"):
        affinity.pairs(log, product="order_id")
    with pytest.raises(ValueError, match="no column 'product'"):
        affinity.pairs(log, product="product")
    with pytest.raises(ValueError, match="order and product name the right columns"):
        affinity.pairs(log.fillna("tea"))
    with pytest.raises(ValueError, match="red"):
        affinity.pairs_of_flags(PLATES.assign(red=2))
    with pytest.raises(ValueError, match="both sides"):
        affinity.rules_of_flags(PLATES, [(["red"], ["red", "white"])])
    with pytest.raises(ValueError, match="'sought' is 0"):
        affinity.rules_of_flags(PLATES, [(["red"], ["yellow", "green"])])


def test_a_year_of_baskets_is_counted_in_seconds(complete_journey):
    found = affinity.pairs(complete_journey, product="category", least_baskets=100)
    shares = found["base_rate"].groupby(level="other").first()
    assert shares.idxmax() in {"SOFT DRINKS", "FLUID MILK PRODUCTS"}
    best = found.groupby(level="product").head(1).index.get_level_values("other")
    assert best.value_counts().idxmax() == "FLUID MILK PRODUCTS"
    assert (found["lift_low"] > 1).mean() > 0.9


@pytest.fixture(scope="module")
def complete_journey():
    log = datasets.load("complete_journey_transactions")[["order_id", "product_id"]]
    kinds = datasets.load("complete_journey_products").set_index("product_id")["product_category"]
    return log.assign(category=log["product_id"].map(kinds)).dropna(subset="category")


# Who rates alike.


def test_published_neighbours_and_predictions_segaran_chapter_2():
    alike = neighbours.similarities(CRITICS)
    assert alike.loc["Rose", "Seymour"] == pytest.approx(0.396, abs=5e-4)
    near = neighbours.nearest(CRITICS, "Toby")["estimate"]
    assert near["Rose"] == pytest.approx(0.9912, abs=5e-5) and near.index[0] == "Rose"
    assert near["LaSalle"] == pytest.approx(0.9245, abs=5e-5)
    found = neighbours.predicted(CRITICS, "Toby")["expected"]
    assert found["Night"] == pytest.approx(3.3478, abs=5e-5)
    assert found["Lady"] == pytest.approx(2.8325, abs=5e-5)


def test_published_slope_one_lemire_and_maclachlan():
    assert neighbours.slope_one(SLOPE, "Lucy").loc["A"].to_list() == [pytest.approx(13 / 3), 3]


def test_similarities_are_those_of_pandas_and_of_scikit_learn():
    from sklearn.metrics.pairwise import cosine_similarity

    ours = neighbours.similarities(CRITICS, least_common=3)
    peer = CRITICS.T.corr(min_periods=3)
    np.testing.assert_allclose(ours, peer, atol=1e-12)
    whole = CRITICS.dropna()
    cosine = neighbours.similarities(whole, by="cosine")
    np.testing.assert_allclose(cosine, cosine_similarity(whole), atol=1e-12)


def test_three_films_in_common_say_nothing():
    near = neighbours.nearest(CRITICS, "Toby")
    assert (near["common"] <= 3).all() and near[["low", "high"]].isna().all().all()
    rose = neighbours.nearest(CRITICS, "Rose").loc["Seymour"]
    assert rose["common"] == 6 and rose["low"] < 0 < rose["high"]


def test_the_strict_and_the_kind_are_alike_by_correlation():
    two = pd.DataFrame(
        [[1.0, 2, 3, 1], [3.0, 4, 5, 3]], index=["strict", "kind"], columns=[*"abcd"]
    )
    assert neighbours.similarities(two).loc["strict", "kind"] == pytest.approx(1)
    assert neighbours.similarities(two, by="cosine").loc["strict", "kind"] < 0.99


def test_predictions_lie_within_what_the_neighbours_gave():
    for person in CRITICS.index:
        for found in (neighbours.predicted(CRITICS, person),
                      neighbours.predicted_by_items(CRITICS, person)):  # fmt: skip
            assert set(found.index) <= set(CRITICS.columns[CRITICS.loc[person].isna()])
            assert found["expected"].between(1, 5).all()


def test_ratings_that_cannot_be_compared_are_refused():
    with pytest.raises(ValueError, match="no row 'Nobody'"):
        neighbours.predicted(CRITICS, "Nobody")
    with pytest.raises(ValueError, match="what is no number"):
        neighbours.similarities(CRITICS.assign(Lady="good"))
    with pytest.raises(ValueError, match="infinite"):
        neighbours.similarities(CRITICS.assign(Lady=np.inf))
    with pytest.raises(ValueError, match="nobody rated"):
        neighbours.similarities(CRITICS * np.nan)
    with pytest.raises(ValueError, match="nobody has rated 4 products or more"):
        neighbours.nearest(CRITICS, "Toby", least_common=4)
    flat = CRITICS.copy()
    flat.loc["Rose"] = 3.0
    assert neighbours.similarities(flat).loc["Rose"].isna().all()
    with pytest.raises(ValueError, match="more than once"):
        neighbours.slope_one(pd.concat([SLOPE, SLOPE]), "Lucy")


# How well ratings are foretold.


@pytest.fixture(scope="module")
def simulated():
    """2,000 ratings: mean 3, person and product with s.d. .5 each, noise .5, and no tastes."""
    rng = np.random.default_rng(1)
    people, films = rng.normal(0, 0.5, 100), rng.normal(0, 0.5, 40)
    cells = rng.permutation(4000)[:2000]
    u, i = cells // 40, cells % 40
    rating = 3 + people[u] + films[i] + rng.normal(0, 0.5, 2000)
    return pd.DataFrame({"user_id": u, "film_id": i, "rating": rating}), people, films


def test_a_baseline_recovers_people_and_products(simulated):
    given, people, films = simulated
    fitted = Baseline.fit(given, shrink_items=0, shrink_users=0, **COLUMNS)
    assert np.corrcoef(fitted.users, people)[0, 1] > 0.95
    assert np.corrcoef(fitted.items, films)[0, 1] > 0.95
    assert ((fitted.predict(given) - given["rating"]) ** 2).mean() ** 0.5 == pytest.approx(
        0.5, abs=0.05
    )


def test_without_shrinkage_the_baseline_is_least_squares(simulated):
    import statsmodels.formula.api as smf

    given, _, _ = simulated
    fitted = Baseline.fit(given, sweeps=200, shrink_items=0, shrink_users=0, **COLUMNS)
    peer = smf.ols("rating ~ C(user_id) + C(film_id)", given).fit().fittedvalues
    inside = peer.between(*fitted.bounds)
    np.testing.assert_allclose(fitted.predict(given)[inside], peer[inside], atol=1e-6)


def test_means_are_those_of_pandas(simulated):
    given, _, _ = simulated
    for fit, key in ((Baseline.of_users, "user_id"), (Baseline.of_items, "film_id")):
        peer = given.groupby(key)["rating"].transform("mean")
        np.testing.assert_allclose(fit(given, **COLUMNS).predict(given), peer)


def test_who_is_unknown_is_expected_at_the_mean(simulated):
    given, _, _ = simulated
    new = pd.DataFrame({"user_id": [-1], "film_id": [-1]})
    factors = Factors.fit(given, rng=np.random.default_rng(1), factors=2, sweeps=2, **COLUMNS)
    for fitted in (Baseline.fit(given, **COLUMNS), factors):
        assert fitted.predict(new).to_list() == [pytest.approx(given["rating"].mean())]


def test_factors_find_tastes_that_a_baseline_cannot():
    rng = np.random.default_rng(2)
    taste, trait = rng.choice([-1, 1], 200), rng.choice([-1, 1], 60)
    cells = rng.permutation(200 * 60)[:8000]
    u, i = cells // 60, cells % 60
    given = pd.DataFrame({"user_id": u, "film_id": i, "rating": 3 + taste[u] * trait[i]})
    fits = {
        "baseline": lambda t: Baseline.fit(t, **COLUMNS),
        "factors": lambda t: Factors.fit(
            t, rng=np.random.default_rng(3), factors=2, sweeps=60, step=0.02, **COLUMNS
        ),
    }
    found = ratings.compared(given, fits, rng=np.random.default_rng(4), tried=1)
    assert found.loc["baseline", "rmse"] > 0.95 and found.loc["factors", "rmse"] < 0.3


def test_one_rating_at_a_time_is_the_descent_of_koren_bell_and_volinsky_eq_5(simulated):
    given = simulated[0].head(200)
    (u, people), (i, films) = (pd.factorize(given[c], sort=True) for c in ("user_id", "film_id"))
    draws = np.random.default_rng(7)
    p, q = (draws.normal(0, 0.1, (len(one), 4))[:, :2] for one in (people, films))
    b_u, b_i, mean = np.zeros(len(people)), np.zeros(len(films)), given["rating"].mean()
    for row in draws.permutation(200):
        a, b = u[row], i[row]
        e = given["rating"].iloc[row] - mean - b_u[a] - b_i[b] - p[a] @ q[b]
        b_u[a], b_i[b] = b_u[a] + 0.1 * (e - 0.3 * b_u[a]), b_i[b] + 0.1 * (e - 0.3 * b_i[b])
        p[a], q[b] = p[a] + 0.1 * (e * q[b] - 0.3 * p[a]), q[b] + 0.1 * (e * p[a] - 0.3 * q[b])
    fitted = Factors.fit(
        given, rng=np.random.default_rng(7), factors=2, sweeps=1, step=0.1, penalty=0.3, batch=1,
        **COLUMNS,
    )  # fmt: skip
    np.testing.assert_allclose(fitted.baseline.users, b_u)
    np.testing.assert_allclose(fitted.baseline.items, b_i)
    np.testing.assert_allclose(fitted.items, q)


def test_the_interval_of_the_error_holds_the_true_one(simulated):
    # Noise .5 and ratings off by less: the error of the best possible is .5.
    given, _, _ = simulated
    fits = {"baseline": lambda t: Baseline.fit(t, shrink_items=1, shrink_users=1, **COLUMNS)}
    found = ratings.compared(given, fits, rng=np.random.default_rng(1)).iloc[0]
    assert found["low"] < found["rmse"] < found["high"] and found["mae"] < found["rmse"]
    assert 0.49 < found["rmse"] < 0.56


def test_ratings_that_cannot_be_fitted_are_refused(simulated):
    given, _, _ = simulated
    with pytest.raises(ValueError, match="rated the same product before"):
        Baseline.fit(pd.concat([given, given]), **COLUMNS)
    with pytest.raises(TypeError, match="name user, item or rating"):
        Baseline.fit(given, film="film_id")
    with pytest.raises(ValueError, match="three columns"):
        Baseline.fit(given, user="film_id", item="film_id")
    with pytest.raises(ValueError, match="rating"):
        Baseline.fit(given.assign(rating=np.nan), **COLUMNS)
    with pytest.raises(ValueError, match="ran away"), np.errstate(all="ignore"):
        Factors.fit(given, rng=np.random.default_rng(1), step=100, **COLUMNS)
    with pytest.raises(ValueError, match="names no model"):
        ratings.compared(given, {}, rng=np.random.default_rng(1))
    with pytest.raises(ValueError, match="folds"):
        ratings.compared(given, {"all": Baseline.of_all}, rng=np.random.default_rng(1), folds=1)


def test_published_means_and_baseline_of_movielens():
    found = ratings.compared(
        datasets.load("film_ratings"),
        {
            "global": lambda t: Baseline.of_all(t, **COLUMNS),
            "user": lambda t: Baseline.of_users(t, **COLUMNS),
            "item": lambda t: Baseline.of_items(t, **COLUMNS),
            "both": lambda t: Baseline.fit(t, **COLUMNS),
        },
        rng=np.random.default_rng(1),
    )
    # The first three are ours; the last is Surprise's table.
    assert found["rmse"].to_list() == pytest.approx([1.126, 1.042, 1.024, 0.944], abs=0.004)
    assert found.loc["both", "mae"] == pytest.approx(0.748, abs=0.004)


@pytest.mark.slow
def test_published_factors_of_movielens_surprise():
    fit = {"factors": lambda t: Factors.fit(t, rng=np.random.default_rng(2), **COLUMNS)}
    found = ratings.compared(datasets.load("film_ratings"), fit, rng=np.random.default_rng(1))
    assert found.loc["factors", "rmse"] == pytest.approx(0.934, abs=0.004)
    assert found.loc["factors", "mae"] == pytest.approx(0.737, abs=0.004)


# What a slot earns.


def test_a_slot_earns_what_it_adds_by_hand():
    found = slots.extra_margins(TRIAL, margins=MARGINS)
    assert found["extra_rate"].to_list() == pytest.approx([0.05, 0, 0.05])
    assert found["estimate"].to_list() == pytest.approx([1000, 0, 500])
    both = slots.slot_value(TRIAL, {"tea": "cup", "cup": "tea"}, margins=MARGINS, showings=SHOWINGS)
    assert both["estimate"] == pytest.approx(0.05 * 20 * 400 + 0.05 * 10 * 100)
    assert both["low"] < both["estimate"] < both["high"]


def test_differences_leave_out_what_both_fillings_share():
    kinds = {"margins": MARGINS, "showings": SHOWINGS}
    one, other = {"tea": "cup", "cup": "tea"}, {"tea": "jam", "cup": "tea"}
    gain = slots.slot_value(TRIAL, one, against=other, **kinds)
    parts = [slots.slot_value(TRIAL, {"tea": shown}, **kinds) for shown in ("cup", "jam")]
    assert gain["estimate"] == pytest.approx(parts[0]["estimate"] - parts[1]["estimate"])
    wide = [(part["high"] - part["low"]) for part in parts]
    assert gain["high"] - gain["low"] == pytest.approx(np.hypot(*wide))
    same = slots.slot_value(TRIAL, one, against=one, **kinds)
    assert same.to_list() == [0, 0, 0]


def test_the_best_beside_each_product_is_that_of_the_highest_score():
    table = TRIAL.assign(lift=[1.0, 2.0, 0.5])
    assert slots.best_beside(table, table["lift"]) == {"tea": "jam", "cup": "tea"}
    with pytest.raises(ValueError, match="other pairs"):
        slots.best_beside(table, table["lift"].iloc[::-1])
    with pytest.raises(ValueError, match="a pair as its index"):
        slots.best_beside(table.droplevel(0), table["lift"])


def test_slots_that_cannot_be_valued_are_refused():
    kinds = {"margins": MARGINS, "showings": SHOWINGS}
    with pytest.raises(ValueError, match="has not tried"):
        slots.slot_value(TRIAL, {"cup": "jam"}, **kinds)
    with pytest.raises(TypeError, match="filled must be a dict"):
        slots.slot_value(TRIAL, ["cup"], **kinds)
    with pytest.raises(ValueError, match=r"showings lacks \['cup'\]"):
        slots.slot_value(TRIAL, {"cup": "tea"}, margins=MARGINS, showings=SHOWINGS.drop("cup"))
    with pytest.raises(ValueError, match=r"margins lacks \['jam'\]"):
        slots.extra_margins(TRIAL, margins=MARGINS.drop("jam"))
    with pytest.raises(ValueError, match="'shown' is 0"):
        slots.extra_margins(TRIAL.assign(shown=0, bought=0), margins=MARGINS)
    with pytest.raises(ValueError, match="above 'shown'"):
        slots.extra_margins(TRIAL.assign(bought=5000), margins=MARGINS)


def test_codes_for_no_answer_are_no_ratings():
    films = pd.DataFrame({"A": [1.0, 2, 5], "B": [2.0, 99, 3]}, index=["Ann", "Bo", "Cy"])
    with pytest.raises(ValueError, match=r"99, a code for no answer.*\['Bo'\]"):
        neighbours.similarities(films)
    rated = pd.DataFrame({"user_id": [1, 1, 2], "product_id": list("aba"), "rating": [5, 99, 4]})
    with pytest.raises(ValueError, match="code for no answer"):
        ratings.Baseline.fit(rated)


def test_ratings_too_large_for_a_square_or_no_numbers_are_refused():
    films = pd.DataFrame({"A": [1.0, 2, 5], "B": [2.0, 4, 3]}, index=["Ann", "Bo", "Cy"])
    for wrong, message in (
        (films * 1e90, "beyond 1e"),
        (films * 1j, "no number"),
        (films.set_axis(["A", "A"], axis=1), "more than once"),
    ):
        with pytest.raises(ValueError, match=message):
            neighbours.similarities(wrong)
    with pytest.raises(TypeError, match="label of one row"):
        neighbours.nearest(films, ["Ann"])


def test_a_person_who_is_missing_is_not_one_who_is_unknown():
    rated = pd.DataFrame({"user_id": [1, 1, 2], "product_id": list("aba"), "rating": [5, 3, 4]})
    for fitted in (
        ratings.Baseline.fit(rated),
        ratings.Factors.fit(rated, rng=np.random.default_rng(1), factors=2),
    ):
        with pytest.raises(ValueError, match="'user_id' is missing"):
            fitted.predict(rated.assign(user_id=[1, None, 2]))


def test_a_basket_table_with_one_name_twice_is_refused():
    baskets = pd.DataFrame([[1, 1], [1, 0]], columns=["tea", "tea"])
    with pytest.raises(ValueError, match="column more than once: 'tea'"):
        affinity.pairs_of_flags(baskets)


def test_nullable_ratings_are_foretold_as_others_are():
    films = pd.DataFrame(
        {"A": [5.0, 5, 1], "B": [1.0, 1, 5], "C": [np.nan, 5, 1]}, index=["Ann", "Bo", "Cy"]
    )
    found = neighbours.predicted_by_items(films.astype({"C": "Int64"}), "Ann", by="pearson")
    assert found["expected"].to_dict() == {"C": 5.0}


def test_one_product_stands_beside_each_and_no_list():
    index = pd.MultiIndex.from_tuples([("tea", "cup")], names=["product", "other"])
    counts = {"shown": 9, "bought": 3, "not_shown": 9, "bought_anyway": 1}
    with pytest.raises(TypeError, match="one product beside each, not a list"):
        slots.slot_value(
            pd.DataFrame(counts, index=index),
            {"tea": ["cup"]},
            margins=pd.Series({"cup": 20.0}),
            showings=pd.Series({"tea": 400}),
        )
