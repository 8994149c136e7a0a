import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit import companies, datasets
from crmkit.loyalty import survey, typology

LIKES = pd.Series([7, 6, 2, 1], index=list("abcd"))
BUYS = pd.Series([9, 0, 8, 1], index=list("abcd"))
CUTS = {"attitude_cut": 5, "behaviour_cut": 5}

answers = st.lists(st.tuples(st.integers(1, 7), st.integers(1, 7)), min_size=2, max_size=40)


@pytest.fixture(scope="module")
def phone():
    """Satisfaction and mean loyalty of those who answered everything."""
    asked = ["cusa", "cusl_1", "cusl_2", "cusl_3"]
    raw = datasets.load("corporate_reputation")[asked]
    complete = survey.answers(raw, scale=(1, 7), missing_codes=[-99]).dropna()
    return complete["cusa"], complete[asked[1:]].mean(axis="columns")


# --- By hand --------------------------------------------------------------------------------


def test_the_four_corners_are_the_four_kinds():
    kinds = typology.classify(LIKES, BUYS, **CUTS)
    assert kinds.to_dict() == {"a": "true", "b": "latent", "c": "spurious", "d": "none"}
    assert kinds.cat.categories.tolist() == list(typology.TYPES)


def test_a_value_at_the_cut_is_high():
    kinds = typology.classify(LIKES, BUYS, attitude_cut=6, behaviour_cut=9)
    assert kinds.to_dict() == {"a": "true", "b": "latent", "c": "none", "d": "none"}


def test_customers_are_matched_by_their_id_and_not_by_place():
    shuffled = BUYS.loc[list("dbca")]
    kinds = typology.classify(LIKES, shuffled, **CUTS)
    pd.testing.assert_series_equal(kinds, typology.classify(LIKES, BUYS, **CUTS))
    assert shuffled.index.tolist() == list("dbca")


def test_expected_shares_are_products_of_the_margins():
    kinds = typology.classify(pd.Series([7, 6, 2, 1, 1]), pd.Series([9, 8, 8, 1, 9]), **CUTS)
    table = typology.type_table(kinds)
    assert table["customers"].tolist() == [2, 0, 2, 1]
    assert table["expected_share"].tolist() == pytest.approx([0.32, 0.08, 0.48, 0.12])


# --- Facts ----------------------------------------------------------------------------------


@given(answers, st.integers(2, 7), st.integers(2, 7))
@settings(max_examples=60, deadline=None)
def test_nobody_is_lost_and_shares_sum_to_1(pairs, like, buy):
    attitude, behaviour = (pd.Series(one) for one in zip(*pairs, strict=True))
    try:
        kinds = typology.classify(attitude, behaviour, attitude_cut=like, behaviour_cut=buy)
    except ValueError as refused:
        assert "puts all" in str(refused)
        return
    table = typology.type_table(kinds)
    assert table["customers"].sum() == len(pairs)
    assert table[["customer_share", "expected_share"]].sum().tolist() == pytest.approx([1, 1])
    assert (table["low"] <= table["customer_share"]).all()
    assert (table["customer_share"] <= table["high"]).all()
    # The margins are those of the data, so both shares agree on how many like and how many buy.
    for pair in (["true", "latent"], ["true", "spurious"]):
        seen, expected = table.loc[pair, ["customer_share", "expected_share"]].sum()
        assert seen == pytest.approx(expected)


def test_a_higher_cut_never_makes_more_true_loyalty(phone):
    shares = typology.shares_by_cut(*phone, attitude_cuts=range(2, 8), behaviour_cuts=range(2, 8))[
        "true"
    ].unstack()
    assert (shares.diff().dropna() <= 0).all().all()
    assert (shares.diff(axis="columns").dropna(axis="columns") <= 0).all().all()


def test_range_holds_every_share(phone):
    shares = typology.shares_by_cut(*phone, attitude_cuts=[5, 6], behaviour_cuts=[4, 6, 7])
    ranges = typology.share_range(shares)
    assert len(shares) == 6
    assert shares.sum(axis="columns").tolist() == pytest.approx([1] * 6)
    for kind in typology.TYPES:
        assert ranges.loc[kind].tolist() == [shares[kind].min(), shares[kind].max()]


# --- What the data say ----------------------------------------------------------------------


def test_clear_mixed_cases_all_but_vanish_in_the_phone_survey(phone):
    liking, loyalty = phone
    assert len(liking) == 336
    assert ((liking >= 6).sum(), ((liking >= 6) & (loyalty <= 4)).sum()) == (175, 3)
    assert ((liking <= 4).sum(), ((liking <= 4) & (loyalty >= 6)).sum()) == (61, 1)


def test_mixed_answers_of_the_mobile_survey():
    mobile = datasets.load("mobile_satisfaction")
    kinds = typology.classify(mobile["CUSA1"], mobile["CUSL3"], attitude_cut=8, behaviour_cut=8)
    assert typology.type_table(kinds)["customers"].tolist() == [134, 42, 23, 51]
    assert mobile["CUSA1"].corr(mobile["CUSL3"]) == pytest.approx(0.52, abs=0.005)


@pytest.mark.parametrize(("dealer", "published"), [("no", 0.230), ("yes", 0.446)])
def test_few_swap_a_good_drawn_by_lot(dealer, published):
    """List 2003: row 44."""
    visitors = datasets.load("sports_cards")
    swapped = visitors.loc[visitors["dealer"] == dealer, "traded"] == "yes"
    assert swapped.mean() == pytest.approx(published, abs=0.0005)


# --- Known truth ----------------------------------------------------------------------------


def test_share_of_each_kind_is_found_where_the_truth_is_known():
    """Interval holds the share in a panel of a million, in about 95 of 100 samples."""
    truth = companies.loyalty_survey(n_customers=1_000_000, seed=1).truth
    kinds = typology.classify(
        truth["attitude"], truth["purchase_share"], attitude_cut=0.5, behaviour_cut=0.5
    )
    real = typology.type_table(kinds)["customer_share"]
    rng = np.random.default_rng(3)
    held = []
    for _ in range(300):
        table = typology.type_table(kinds.iloc[rng.choice(len(kinds), 300)])
        held.append((table["low"] <= real) & (real <= table["high"]))
    assert np.mean(held) == pytest.approx(0.95, abs=0.02)


# --- Bad input ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"attitude_cut": 8}, r"attitude_cut=8 puts all 4 customers below it: .* from 1 to 7"),
        ({"behaviour_cut": 0}, r"behaviour_cut=0 puts all 4 customers at or above it"),
        ({"attitude_cut": np.nan}, "attitude_cut=nan must be a number"),
        ({"attitude_cut": "6"}, "attitude_cut='6' must be a number"),
        ({"attitude": LIKES.astype("float64").replace(7, np.nan)}, "attitude is missing in 1 of 4"),
        ({"behaviour": BUYS.rename({"a": "z"})}, "differ in their customers: 1 only in attitude"),
        ({"behaviour": BUYS.rename({"a": "b"})}, r"behaviour has 1 customer\(s\) more than once"),
        ({"attitude": LIKES.iloc[:0]}, "attitude is empty"),
        ({"attitude": LIKES.astype(str)}, "attitude must be numbers"),
    ],
)
def test_bad_input_is_named(change, message):
    given = {"attitude": LIKES, "behaviour": BUYS, **CUTS, **change}
    with pytest.raises(ValueError, match=message):
        typology.classify(**given)


def test_a_table_is_no_series():
    with pytest.raises(TypeError, match="attitude must be a Series by customer"):
        typology.classify(LIKES.to_frame(), BUYS, **CUTS)


def test_strange_kinds_and_no_cuts_are_refused():
    with pytest.raises(ValueError, match="types must be what classify"):
        typology.type_table(pd.Series(["true", "fan"]))
    with pytest.raises(ValueError, match="types must be what classify"):
        typology.type_table(pd.Series([], dtype="str"))
    with pytest.raises(ValueError, match="one cut or more"):
        typology.shares_by_cut(LIKES, BUYS, attitude_cuts=[], behaviour_cuts=[5])
    with pytest.raises(ValueError, match="shares has no column 'true'"):
        typology.share_range(pd.DataFrame({"a": [1]}))


@pytest.mark.parametrize("types", [None, ["true"], LIKES, pd.Series([["true"], ["none"]])])
def test_types_are_those_of_classify(types):
    with pytest.raises(ValueError, match=r"types must be what classify\(\) gives"):
        typology.type_table(types)


@pytest.mark.parametrize("cuts", [5, "57", None])
def test_cuts_are_a_list(cuts):
    with pytest.raises(TypeError, match=r"attitude_cuts must be a list"):
        typology.shares_by_cut(LIKES, BUYS, attitude_cuts=cuts, behaviour_cuts=[5])


def test_range_is_of_shares_not_of_per_cent_or_text():
    shares = typology.shares_by_cut(LIKES, BUYS, attitude_cuts=[5, 7], behaviour_cuts=[5])
    with pytest.raises(ValueError, match=r"'true' is above 1 in 2 of 2 row\(s\)"):
        typology.share_range(100 * shares)
    with pytest.raises(ValueError, match="'true' is missing in 2 of 2"):
        typology.share_range(np.nan * shares)
    with pytest.raises(ValueError, match="'true' must be numbers"):
        typology.share_range(shares.astype(str))
