import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from crmkit import datasets
from crmkit.loyalty import brands, jeopardy

# Five households, one of which bought nothing: by hand below.
COUNTS = pd.DataFrame(
    {"Ann": [3, 1, 0, 2], "Bob": [1, 0, 2, 0]}, index=pd.Index(list("wxyz"), name="customer_id")
)
ALL = {"households": 5}


def lines(*rows):
    return pd.DataFrame(rows, columns=["customer_id", "order_id", "brand"])


# Counting


def test_packs_in_one_basket_count_once_and_brands_in_one_basket_each():
    counts = brands.purchase_counts(
        lines((1, 1, "Ann"), (1, 1, "Ann"), (1, 1, "Bob"), (1, 2, "Ann"), (2, 3, "Bob"))
    )
    expected = pd.DataFrame(
        [[2, 1], [0, 1]], pd.Index([1, 2], name="customer_id"), pd.Index(["Ann", "Bob"])
    )
    assert_frame_equal(counts.rename_axis(columns=None), expected)


def test_small_brands_count_together_and_once_a_basket():
    table = lines(
        (1, 1, "Ann"), (1, 2, "Ann"), (2, 3, "Ann"), (2, 3, "Bob"), (2, 3, "Cid"), (2, 4, "Cid")
    )  # fmt: skip
    counts = brands.purchase_counts(table, largest=1)
    assert counts.to_dict("list") == {"Ann": [2, 1], "other": [0, 2]}


def test_order_of_rows_and_numbers_as_brands_change_nothing():
    table = lines((2, 1, 69), (1, 2, 69), (1, 3, 7), (3, 4, 69))
    counts = brands.purchase_counts(table)
    assert_frame_equal(counts, brands.purchase_counts(table.iloc[::-1]))
    assert list(counts.columns) == [69, 7]
    assert counts.index.to_list() == [1, 2, 3]


def test_lines_are_not_changed_and_purchases_are_conserved():
    rng = np.random.default_rng(1)
    table = pd.DataFrame(rng.integers(0, 40, (500, 3)), columns=lines().columns)
    kept = table.copy()
    counts = brands.purchase_counts(table, largest=100)
    assert counts.to_numpy().sum() == len(table.drop_duplicates())
    assert_frame_equal(table, kept)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (lines((1, 1, None)), "'brand' is missing in 1 of 1"),
        (lines((None, 1, "Ann")), "'customer_id' is missing"),
        (lines((1, 1, "other")), "a brand is called 'other'"),
        (lines((1, 1, "Ann")).drop(columns="order_id"), r"no column 'order_id'.*Name the columns"),
        (lines(), "purchases is empty"),
    ],
)
def test_lines_that_cannot_be_counted_are_refused_with_the_mend(table, message):
    with pytest.raises(ValueError, match=message):
        brands.purchase_counts(table)


# Measures


def test_measures_by_hand():
    table = brands.brand_measures(COUNTS, **ALL)
    ann = table.loc["Ann"]
    assert ann.to_dict() == pytest.approx(
        {
            "purchase_share": 6 / 9,
            "penetration": 3 / 5,
            "purchase_rate": 6 / 3,
            "category_rate": 7 / 3,
            "requirements_share": 6 / 7,
            "sole_share": 2 / 3,
        }
    )
    category = brands.category_measures(COUNTS, **ALL)
    assert category.to_list() == pytest.approx([4 / 5, 9 / 4, 9 / 5])


def test_share_is_penetration_times_rate_over_the_mean():
    table = brands.brand_measures(COUNTS, **ALL)
    M = brands.category_measures(COUNTS, **ALL)["mean_purchases"]
    sold = table["penetration"] * table["purchase_rate"]
    assert (sold / M).to_list() == pytest.approx(table["purchase_share"].to_list())
    assert table["purchase_share"].sum() == pytest.approx(1)


def test_other_is_part_of_the_category_but_no_brand():
    with_other = COUNTS.assign(other=[0, 1, 0, 0])
    table = brands.brand_measures(with_other, **ALL)
    assert list(table.index) == ["Ann", "Bob"]
    assert table.loc["Ann", "purchase_share"] == pytest.approx(6 / 10)
    assert table.loc["Ann", "sole_share"] == pytest.approx(1 / 3)
    assert list(jeopardy.duplication(with_other, **ALL)) == ["Ann", "Bob"]


def test_household_without_a_purchase_may_have_a_row():
    padded = pd.concat([COUNTS, pd.DataFrame({"Ann": [0], "Bob": [0]}, index=["v"])])
    assert_frame_equal(brands.brand_measures(padded, **ALL), brands.brand_measures(COUNTS, **ALL))


def test_duplication_by_hand():
    matrix = jeopardy.duplication(COUNTS, **ALL)
    assert matrix.loc["Ann", "Bob"] == pytest.approx(1 / 3)
    assert matrix.loc["Bob", "Ann"] == pytest.approx(1 / 2)
    assert np.isnan(np.diag(matrix)).all()


def test_pairs_by_hand_and_d_is_the_mean_duplication_over_the_mean_penetration():
    pairs = jeopardy.duplication_pairs(COUNTS, **ALL)
    assert pairs["penetration"].to_list() == pytest.approx([2 / 5, 3 / 5])
    D = (1 / 3 + 1 / 2) / (2 / 5 + 3 / 5)
    assert jeopardy.duplication_coefficient(pairs) == pytest.approx(D)
    assert pairs["expected"].to_list() == pytest.approx([D * 2 / 5, D * 3 / 5])


def test_jeopardy_line_goes_through_brands_for_which_it_holds_exactly():
    b = pd.Series([0.5, 0.2, 0.05])
    line = jeopardy.jeopardy_line(pd.DataFrame({"penetration": b, "purchase_rate": 2.5 / (1 - b)}))
    assert line["penetration"].to_list() == [0.05, 0.2, 0.5]
    assert line["expected"].to_list() == pytest.approx(line["actual"].to_list())


@pytest.mark.parametrize(
    ("counts", "households", "message"),
    [
        (COUNTS.assign(Cid=0), 5, r"nobody bought \['Cid'\]: drop such brands"),
        (COUNTS, 3, "households=3 is less than the 4 rows"),
        (COUNTS.assign(Ann=[1.5, 1, 1, 1]), 5, "counts of 'Ann' is not a whole number"),
        (COUNTS.assign(Ann=[-1, 1, 1, 1]), 5, "counts of 'Ann' is negative in 1 of 4"),
        (COUNTS.assign(Ann=[np.nan, 1, 1, 1]), 5, "counts of 'Ann' is missing"),
        (COUNTS.assign(Ann=list("abcd")), 5, "counts of 'Ann' must be numbers"),
        (COUNTS.iloc[:0], 5, "counts is empty"),
        (COUNTS.set_axis(["Ann", "Ann"], axis=1), 5, "one column a brand, each once"),
        (pd.concat([COUNTS, COUNTS.iloc[:1]]), 9, "more than once"),
        (COUNTS, 0, "households=0 must be a whole number of 1 or more"),
    ],
)
def test_counts_that_cannot_be_are_refused_with_the_mend(counts, households, message):
    with pytest.raises(ValueError, match=message):
        brands.brand_measures(counts, households=households)


def test_counts_must_be_a_table():
    with pytest.raises(TypeError, match=r"counts must be a DataFrame.*purchase_counts"):
        brands.brand_measures([[1, 2]], households=5)


def test_one_brand_has_no_duplication():
    with pytest.raises(ValueError, match="needs 2 brands or more"):
        jeopardy.duplication_pairs(COUNTS[["Ann"]].iloc[[0, 1, 3]], **ALL)


# Real categories


@pytest.fixture(scope="module")
def journey():
    log = datasets.load("complete_journey_transactions")
    products = datasets.load("complete_journey_products")
    return log[log["amount"] > 0].merge(products, on="product_id")


def counts_of(journey, category):
    chosen = journey[journey["product_category"] == category]
    return brands.purchase_counts(chosen, brand="manufacturer_id")


EIGHT = [
    *("YOGURT", "COLD CEREAL", "FROZEN PIZZA", "LAUNDRY DETERGENTS"),
    *("COFFEE", "BAG SNACKS", "SOUP", "ORAL HYGIENE PRODUCTS"),
]


def test_duplication_follows_penetration_in_eight_categories(journey):
    # Figures of ours: r .83 to .99, D 1.4 to 2.3, over pairs of the eight largest manufacturers.
    found = {}
    for category in EIGHT:
        pairs = jeopardy.duplication_pairs(counts_of(journey, category), households=2469)
        found[category] = (
            pairs["duplication"].corr(pairs["penetration"]),
            jeopardy.duplication_coefficient(pairs),
        )
    r, D = np.array(list(found.values())).T
    assert (r.min(), r.max()) == pytest.approx((0.83, 0.99), abs=0.005)
    assert (D.min(), D.max()) == pytest.approx((1.4, 2.3), abs=0.05)


def test_larger_cereals_have_the_larger_share_of_requirements(journey):
    # .16 to .33 for the five manufacturers of 2 % or more.
    table = brands.brand_measures(counts_of(journey, "COLD CEREAL"), households=2469)
    table = table[table["purchase_share"] >= 0.02]
    found = table["requirements_share"]
    assert (found.min(), found.max()) == pytest.approx((0.16, 0.33), abs=0.005)
    assert found.corr(table["purchase_share"]) > 0.9


def test_columns_that_cannot_be_counted_are_named():
    table = lines((1, 1, "Ann"), (2, 2, "Bob"))
    with pytest.raises(ValueError, match="must be three columns"):
        brands.purchase_counts(table, customer="order_id")
    with pytest.raises(ValueError, match="'brand' holds a list, not one value a row"):
        brands.purchase_counts(table.assign(brand=[["Ann"], ["Bob"]]))
    with pytest.raises(ValueError, match=r"one name in 2 spellings: \['Ann', 'ann '\]"):
        brands.purchase_counts(lines((1, 1, "Ann"), (2, 2, "ann ")))


def test_exchanged_columns_of_baskets_bring_a_warning():
    table = lines(*((place % 2, place, f"brand {place}") for place in range(30)))
    with pytest.warns(UserWarning, match="'brand' has 30 names and 'customer_id' only 2"):
        brands.purchase_counts(table)


def test_categories_that_nobody_bought_get_no_column():
    table = lines((1, 1, "Ann"), (2, 2, "Bob"))
    kinds = pd.Categorical(table["brand"], ["Cid", "Ann", "Bob"])
    assert list(brands.purchase_counts(table.assign(brand=kinds))) == ["Ann", "Bob"]


def test_customers_are_no_brand_and_counts_are_no_fortunes():
    with pytest.raises(ValueError, match=r"\['customer_id'\] is no brand: make it the index"):
        brands.brand_measures(COUNTS.reset_index().assign(customer_id=[1, 2, 3, 4]), **ALL)
    with pytest.raises(ValueError, match="counts of 'Ann' is beyond 1e"):
        brands.brand_measures(1e300 * COUNTS, **ALL)
    with pytest.raises(ValueError, match="one column a brand"):
        brands.brand_measures(pd.concat([COUNTS], axis=1, keys=["x"]), **ALL)
    with pytest.raises(TypeError, match="counts must be a DataFrame"):
        jeopardy.duplication(None, **ALL)


def test_line_has_no_rate_for_a_brand_that_everybody_buys():
    line = jeopardy.jeopardy_line(pd.DataFrame({"penetration": [0.5, 1], "purchase_rate": [2, 4]}))
    assert np.isnan(line["expected"].iloc[1])


def test_who_buys_buys_once_or_more():
    exchanged = pd.DataFrame({"penetration": [0.5, 0.9], "purchase_rate": [0.3, 0.4]})
    with pytest.raises(ValueError, match=r"'purchase_rate' is below 1 .* exchanged"):
        jeopardy.jeopardy_constant(exchanged)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"duplication": [50.0]}, "'duplication' is above 1"),
        ({"duplication": [np.nan]}, "'duplication' is missing"),
        ({"penetration": [0.0]}, "'penetration' is not above 0"),
        ({"penetration": ["a"]}, "'penetration' must be numbers"),
    ],
)
def test_pairs_are_shares(change, message):
    pairs = pd.DataFrame({"duplication": [0.5], "penetration": [0.4]}).assign(**change)
    with pytest.raises(ValueError, match=message):
        jeopardy.duplication_coefficient(pairs)
