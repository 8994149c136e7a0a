"""Logits of brand choice, held against published weights and against their own simulation."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from statsmodels.discrete.conditional_models import ConditionalLogit

from crmkit import datasets
from crmkit.companies import Brands, brand_panel
from crmkit.loyalty import choice, cross_price

ATTRIBUTES = {
    "yogurt_panel": ["price", "feature"],
    "catsup_panel": ["price", "feature", "display"],
    "cracker_panel": ["price", "feature", "display"],
}


def company(*, seed=1, n_households=300, **changes):
    setting = replace(Brands.from_card(), **changes)
    return brand_panel(n_households=n_households, seed=seed, parameters=setting).purchases


def small():
    return pd.DataFrame(
        {
            "household": [1] * 7 + [2] * 7,
            "brand": list("AABAABBBBABABB"),
            "price_A": [2.0, 3] * 7,
            "price_B": [2.0, 2, 3, 2, 3, 2, 2] * 2,
        }
    )


# --- Occasions ----------------------------------------------------------------------------------


def test_occasions_by_hand():
    table = choice.occasions(small().iloc[:4])
    assert table["occasion"].to_list() == [1, 1, 2, 2, 3, 3]
    assert table["bought"].to_list() == [True, False, False, True, True, False]
    assert table["last"].to_list() == [1, 0, 1, 0, 0, 1]
    # The household's other three purchases at the second row: A, B, A; of all four, A has 3.
    assert np.exp(table["preference"][:2]).to_list() == pytest.approx([2.75 / 4, 1.25 / 4])
    assert table["price"].to_list() == [3, 2, 2, 3, 3, 2]


def test_smoothed_shares_sum_to_one_on_each_occasion():
    table = choice.occasions(small())
    shares = np.exp(table["preference"]).groupby(table["occasion"]).sum()
    assert shares.to_list() == pytest.approx([1] * 12)


def test_each_household_loses_its_first_purchase():
    yogurt = datasets.load("yogurt_panel")
    table = choice.occasions(yogurt, attributes=["price", "feature"])
    assert table["bought"].sum() == len(yogurt) - yogurt["household"].nunique()


def test_panels_are_not_changed():
    table = small()
    choice.state_dependence(table)
    assert_frame_equal(table, small())


def test_occasions_name_what_is_wrong():
    with pytest.raises(ValueError, match="no column 'feature_A', 'feature_B'"):
        choice.occasions(small(), attributes=["price", "feature"])
    with pytest.raises(ValueError, match="'price_A' is missing in 1 of 14"):
        choice.occasions(small().assign(price_A=[np.nan] + [1.0] * 13))
    with pytest.raises(ValueError, match="no household of the panel bought twice"):
        choice.occasions(small().iloc[[0, 7]])
    with pytest.raises(ValueError, match="is sorted by brand"):
        choice.occasions(datasets.load("tuna_panel"))


# --- The conditional logit ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "weights"),
    [
        ("yogurt_panel", [2.73, 1.38]),
        ("cracker_panel", [2.06, 0.51]),
        ("catsup_panel", [1.09, 0.34]),
    ],
)
def test_weight_of_the_last_purchase_in_the_panels(name, weights):
    """Ours."""
    found = choice.state_dependence(datasets.load(name), attributes=ATTRIBUTES[name])
    assert found["estimate"].round(2).to_list() == weights


def test_weights_are_those_of_statsmodels():
    table = choice.occasions(company(n_households=40), attributes=["price"])
    ours = choice.BrandChoice.fit(table, ["price", "last"])
    dummies = pd.get_dummies(table["brand"], dtype=float).iloc[:, 1:]
    x = pd.concat([dummies, table[["price", "last"]]], axis=1).astype(float)
    theirs = ConditionalLogit(table["bought"].astype(int), x, groups=table["occasion"]).fit(disp=0)
    assert ours.weights.to_list() == pytest.approx(theirs.params.to_list(), abs=1e-3)
    assert ours.log_likelihood == pytest.approx(theirs.llf, abs=1e-3)


def test_weights_are_found_again_where_the_logit_is_true():
    found = choice.BrandChoice.fit(
        choice.occasions(
            company(taste_spread=0.0, inertia_share=0.0, n_households=600),
            attributes=["price", "feature"],
        ),
        ["price", "feature", "last"],
    ).intervals(confidence=0.999)
    truth = {"east": -0.6, "south": -0.9, "west": -1.2, "price": -0.8, "feature": 0.9, "last": 0}
    for name, value in truth.items():
        assert found.loc[name, "low"] < value < found.loc[name, "high"], name


@pytest.mark.slow
def test_intervals_hold_the_truth_as_often_as_they_say():
    held = []
    for seed in range(100):
        table = company(taste_spread=0.0, inertia_share=0.0, n_households=150, seed=seed)
        fit = choice.BrandChoice.fit(choice.occasions(table), ["price"])
        ends = fit.intervals().loc["price"]
        held.append(ends["low"] < -0.8 < ends["high"])
    assert np.mean(held) >= 0.89


def test_without_inertia_the_last_purchase_seems_to_weigh_until_preference_is_known():
    found = choice.state_dependence(company(inertia_share=0.0), attributes=["price", "feature"])[
        "estimate"
    ]
    assert found["without preference"] > 1
    assert abs(found["with preference"]) < 0.15


def test_with_inertia_the_last_purchase_weighs_even_then():
    found = choice.state_dependence(company(inertia_share=0.6), attributes=["price", "feature"])
    assert found.loc["with preference", "low"] > 1
    assert found.loc["with preference", "high"] < found.loc["without preference", "low"]


def test_probabilities_sum_to_one_and_to_the_purchases_made():
    table = choice.occasions(small())
    model = choice.BrandChoice.fit(table, ["price", "last"])
    p = model.probabilities(table.drop(columns="bought"))
    assert p.groupby(table["occasion"]).sum().to_list() == pytest.approx([1] * 12)
    by_brand = p.groupby(table["brand"], observed=True).sum()
    assert by_brand.to_list() == pytest.approx(
        table["bought"].groupby(table["brand"], observed=True).sum().to_list()
    )


def test_order_of_columns_changes_no_weight():
    table = choice.occasions(small())
    one = choice.BrandChoice.fit(table, ["price", "last"]).weights
    other = choice.BrandChoice.fit(table, ["last", "price"]).weights
    assert other[one.index].to_list() == pytest.approx(one.to_list())


def test_perfect_separation_is_named():
    table = choice.occasions(small())
    with pytest.raises(ValueError, match=r"perfect separation: \['told'\] never speak"):
        choice.BrandChoice.fit(table.assign(told=table["bought"] * 1.0), ["price", "told"])


def test_idle_and_doubled_columns_are_named():
    table = choice.occasions(small())
    with pytest.raises(ValueError, match=r"column\(s\) \['same'\] never differ"):
        choice.BrandChoice.fit(table.assign(same=table["occasion"]), ["price", "same"])
    with pytest.raises(ValueError, match="say the same thing twice"):
        choice.BrandChoice.fit(table.assign(twice=2 * table["price"]), ["price", "twice"])


def test_broken_occasions_are_refused():
    table = choice.occasions(small())
    with pytest.raises(ValueError, match="a row for each of the brands"):
        choice.BrandChoice.fit(table.iloc[1:], ["price"])
    with pytest.raises(ValueError, match="not one brand is bought in 12 of 12"):
        choice.BrandChoice.fit(table.assign(bought=False), ["price"])
    with pytest.raises(ValueError, match="must name one column or more"):
        choice.BrandChoice.fit(table, [])
    with pytest.raises(ValueError, match="no column 'size'"):
        choice.BrandChoice.fit(table, ["size"])
    model = choice.BrandChoice.fit(table, ["price"])
    renamed = table.assign(brand=table["brand"].cat.rename_categories({"A": "C"}))
    with pytest.raises(ValueError, match=r"have the brands \['C', 'B'\]"):
        model.probabilities(renamed)


# --- Prices across brands -----------------------------------------------------------------------


def test_published_ketchup_by_four_prices():
    """Radiant documentation, multinomial logit, 2,798 purchases, base heinz28."""
    found = cross_price.cross_price(datasets.load("catsup_panel"), base="heinz28")
    own = {"heinz32": (-2.296, 0.135, 0.101), "hunts32": (-2.655, 0.208, 0.070)}
    for brand, values in own.items():
        row = found.weights.loc[(brand, brand)]
        assert tuple(row[["estimate", "standard_error", "odds_ratio"]].round(3)) == values
    assert found.weights.loc[("heinz32", "heinz28"), "odds_ratio"] == pytest.approx(3.0, abs=5e-4)
    # Ours.
    assert found.log_likelihood == pytest.approx(-2511.21, abs=0.005)


def test_another_base_gives_the_same_odds():
    catsup = datasets.load("catsup_panel")
    one = cross_price.cross_price(catsup, base="heinz28")
    other = cross_price.cross_price(catsup, base="hunts32")
    assert other.log_likelihood == pytest.approx(one.log_likelihood)
    want = -one.weights.loc[("hunts32", "heinz28"), "estimate"]
    assert other.weights.loc[("heinz28", "heinz28"), "estimate"] == pytest.approx(want, abs=1e-4)


def test_cross_price_names_what_is_wrong():
    with pytest.raises(ValueError, match="base='C' is no option; choose one of 'A', 'B'"):
        cross_price.cross_price(small(), base="C")
    with pytest.raises(ValueError, match=r"\['price_A'\] never change"):
        cross_price.cross_price(small().assign(price_A=2.0), base="A")
    apart = small().assign(price_A=np.where(small()["brand"] == "A", 1.0, 2.0))
    with pytest.raises(ValueError, match=r"perfect separation: .*price_A for B"):
        cross_price.cross_price(apart, base="A")


def random_panel(n=240, seed=0):
    rng = np.random.default_rng(seed)
    prices = {f"price_{name}": rng.uniform(1, 3, n).round(2) for name in "ABC"}
    bought = rng.choice(list("ABC"), n)
    return pd.DataFrame({"household": np.repeat(np.arange(n // 8), 8), "brand": bought, **prices})


@pytest.mark.parametrize("by", ["price", None])
def test_attributes_and_columns_are_lists(by):
    table = choice.occasions(random_panel())
    with pytest.raises(TypeError, match=r"by must be a list"):
        choice.BrandChoice.fit(table, by)
    with pytest.raises(TypeError, match=r"attributes must be a list"):
        choice.occasions(random_panel(), attributes=by)
    assert len(choice.BrandChoice.fit(table, pd.Index(["price"])).weights) == 3


def test_an_attribute_does_not_take_the_name_of_another_column():
    panel = random_panel().rename(columns=lambda name: name.replace("price", "last"))
    with pytest.raises(ValueError, match=r"\['last'\] is a column of the occasions. Rename it"):
        choice.occasions(panel, attributes=["last"])


def test_a_purchase_without_a_household_or_a_yes_is_named():
    table = choice.occasions(random_panel())
    with pytest.raises(ValueError, match=r"'household' is missing in 6 of 630 row\(s\)"):
        choice.BrandChoice.fit(table.assign(household=table["household"].mask(table.index < 6)),
                               ["price"])  # fmt: skip
    unsaid = table.assign(bought=table["bought"].astype("boolean").mask(table.index == 3))
    with pytest.raises(ValueError, match="'bought' is neither True nor False in 1 of 630"):
        choice.BrandChoice.fit(unsaid, ["price"])


def test_weights_do_not_hang_on_the_unit_or_the_origin_of_prices():
    table = choice.occasions(random_panel())
    plain = choice.BrandChoice.fit(table, ["price", "last"]).intervals()
    for far in (1e9, -1e9):
        moved = table.assign(price=table["price"] + far)
        found = choice.BrandChoice.fit(moved, ["price", "last"]).intervals()
        assert_frame_equal(found, plain, rtol=1e-4)
    cents = table.assign(price=table["price"] * 1e8)
    found = choice.BrandChoice.fit(cents, ["price", "last"]).intervals()
    found.loc["price"] *= 1e8
    assert_frame_equal(found, plain, rtol=1e-6)


def test_a_column_that_is_all_but_another_is_refused():
    table = choice.occasions(random_panel())
    noise = 1e-9 * np.random.default_rng(1).random(len(table))
    with pytest.raises(ValueError, match="say the same thing twice"):
        choice.BrandChoice.fit(table.assign(more=3 * table["price"] + noise), ["price", "more"])


def test_cross_prices_do_not_hang_on_the_unit():
    panel = random_panel()
    prices = [f"price_{name}" for name in "ABC"]
    plain = cross_price.cross_price(panel, base="A").weights
    for unit in (1e-9, 1e9):
        moved = panel.assign(**{name: panel[name] * unit for name in prices})
        found = cross_price.cross_price(moved, base="A").weights
        columns = ["estimate", "standard_error", "low", "high"]
        assert_frame_equal(found[columns] * unit, plain[columns], rtol=1e-6)
