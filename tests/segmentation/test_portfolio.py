import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal, assert_series_equal

from crmkit.segmentation import portfolio

# No deadline: a busy machine is no failure of the code.
steady = settings(deadline=None, max_examples=40)

BEFORE = pd.Series({"grow": 100.0, "keep": 80, "lost": 40, "none": 0})
AFTER = pd.Series({"new": 20.0, "keep": 60, "grow": 200, "none": 0})

spends = st.dictionaries(
    st.sampled_from("abcdefghij"), st.integers(0, 900), min_size=1, max_size=10
).map(lambda spend: pd.Series(spend, dtype=float))


def quarters():
    return pd.DataFrame(
        {
            "growth": [0.3, -0.2, 0.6, -0.5, 0.0],
            "wallet": [0.9, 0.8, 0.2, 0.1, 0.5],
            "spend_after": [40.0, 30.0, 20.0, 10.0, 0.0],
        },
        index=list("scqdx"),
    )


def test_growth_and_share_by_hand():
    table = portfolio.growth_and_share(BEFORE, AFTER)
    assert list(table.index) == ["grow", "keep", "lost", "none", "new"]
    assert table["growth"].to_list() == [1.0, -0.25, -1.0, 0.0, np.inf]
    # The median of the three who bought (200, 60, 20) is 60.
    assert table["times_median"].to_list() == pytest.approx([200 / 60, 1, 0, 0, 20 / 60])
    assert table["relative_spend"].to_list() == pytest.approx([1, 0.3, 0, 0, 0.1])


@steady
@given(spends, spends.filter(lambda spend: spend.sum() > 0))
def test_money_of_both_periods_is_kept_and_nobody_is_dropped(before, after):
    table = portfolio.growth_and_share(before, after)
    assert set(table.index) == set(before.index) | set(after.index)
    assert table["spend_before"].sum() == before.sum()
    assert table["spend_after"].sum() == after.sum()
    assert not table.isna().any(axis=None)
    classes = portfolio.classify(table)
    assert portfolio.class_table(classes)["customers"].sum() == len(table)
    assert portfolio.class_table(classes)["value"].sum() == after.sum()


@steady
@given(spends, spends.filter(lambda spend: spend.sum() > 0))
def test_row_order_is_free(before, after):
    one = portfolio.classify(portfolio.growth_and_share(before, after))
    other = portfolio.classify(portfolio.growth_and_share(before.iloc[::-1], after.iloc[::-1]))
    assert_frame_equal(one.customers.sort_index(), other.customers.sort_index())
    assert one[1:] == other[1:]


def test_wallet_share():
    wallet = pd.Series({"keep": 120.0, "grow": 200, "lost": 50, "none": 1, "new": 40})
    table = portfolio.growth_and_share(BEFORE, AFTER, wallet=wallet)
    assert table["wallet_share"].to_dict() == {
        "grow": 1.0,
        "keep": 0.5,
        "lost": 0.0,
        "none": 0.0,
        "new": 0.5,
    }


def test_wallet_smaller_than_the_spend_or_unknown_is_counted():
    wallet = pd.Series({"keep": 59.0, "grow": 200, "none": 1})
    with pytest.raises(ValueError, match=r"in 3 of 5 row\(s\); first: \['keep', 'lost', 'new'\]"):
        portfolio.growth_and_share(BEFORE, AFTER, wallet=wallet)


def test_a_wallet_that_stands_twice_is_refused():
    wallet = pd.Series([9.0, 9, 200], index=["keep", "keep", "grow"])
    with pytest.raises(ValueError, match=r"wallet has 1 customer\(s\) more than once.*\['keep'\]"):
        portfolio.growth_and_share(BEFORE, AFTER, wallet=wallet)


def test_four_classes_by_hand_and_on_the_cut_is_low():
    result = portfolio.classify(quarters(), size="wallet", size_cut=0.5)
    assert result.customers["class"].to_dict() == {
        "s": "star",
        "c": "cash cow",
        "q": "question mark",
        "d": "dog",
        "x": "dog",
    }


def test_cut_rule_is_named_in_the_result():
    result = portfolio.classify(quarters(), size="wallet", growth_cut=0.1)
    assert result.cut == "cut: growth at 10 %, wallet at the median (0.5)"
    assert result.size_cut == 0.5
    result = portfolio.classify(quarters(), size="wallet", growth_cut="mean", size_cut=0.25)
    assert result.cut == "cut: growth at the mean (4 %), wallet at 0.25"


def test_median_share_is_of_those_with_a_share_so_times_median_is_cut_at_one():
    table = portfolio.growth_and_share(BEFORE, AFTER)
    assert portfolio.classify(table).size_cut == 1


def test_new_customer_is_a_question_mark_or_a_star():
    base = portfolio.growth_and_share(pd.Series({"a": 5.0}), pd.Series({"a": 4.0, "b": 9, "c": 1}))
    classes = portfolio.classify(base).customers["class"]
    assert classes.to_dict() == {"a": "dog", "b": "star", "c": "question mark"}


def test_base_of_equals_is_a_base_of_dogs():
    spend = pd.Series([5.0, 5, 5])
    result = portfolio.classify(portfolio.growth_and_share(spend, spend))
    assert set(result.customers["class"]) == {"dog"}


def test_one_customer_has_a_class():
    spend = pd.Series({"a": 5.0})
    result = portfolio.classify(portfolio.growth_and_share(spend, 2 * spend))
    assert result.customers["class"].to_list() == ["question mark"]


def test_class_table_by_hand():
    classes = portfolio.classify(quarters(), size="wallet", size_cut=0.5)
    table = portfolio.class_table(classes)
    assert list(table.index) == list(portfolio.CLASSES)
    assert table["customers"].to_list() == [1, 1, 1, 2]
    assert table["value_share"].to_list() == [0.4, 0.3, 0.2, 0.1]
    assert table.loc["cash cow", "rule"] == "growth <= 0 %, wallet > 0.5"
    assert table.loc["question mark", "rule"] == "growth > 0 %, wallet <= 0.5"


def test_user_replaces_the_actions():
    classes = portfolio.classify(quarters(), size="wallet")
    actions = {name: name.upper() for name in portfolio.CLASSES}
    assert portfolio.class_table(classes, actions=actions).loc["dog", "action"] == "DOG"
    with pytest.raises(ValueError, match="no action for"):
        portfolio.class_table(classes, actions={"star": "invest"})


def test_value_must_be_known_for_every_customer():
    base = quarters()
    base.loc["c", "spend_after"] = np.nan
    classes = portfolio.classify(base, size="wallet")
    with pytest.raises(ValueError, match=r"'spend_after' is missing in 1 of 5 .*\['c'\]"):
        portfolio.class_table(classes)


def test_empty_class_keeps_its_row():
    classes = portfolio.classify(quarters().loc[["s"]], size="wallet", size_cut=0.5)
    table = portfolio.class_table(classes)
    assert table["customers"].to_list() == [1, 0, 0, 0]


def test_a_table_alone_does_not_tell_its_cut():
    classes = portfolio.classify(quarters(), size="wallet")
    with pytest.raises(TypeError, match=r"what classify\(\) returned, not a DataFrame"):
        portfolio.class_table(classes.customers)


def test_the_cut_survives_a_merge_and_a_choice_of_customers():
    classes = portfolio.classify(quarters(), size="wallet", size_cut=0.5)
    regions = pd.DataFrame({"region": list("NNSSS")}, index=quarters().index)
    merged = classes._replace(customers=classes.customers.join(regions))
    assert_frame_equal(portfolio.class_table(merged), portfolio.class_table(classes))
    some = classes.only(pd.Index(["d", "s"]))
    assert list(some.customers.index) == ["d", "s"]
    table = portfolio.class_table(some)
    assert table["customers"].to_list() == [1, 0, 0, 1]
    assert table["rule"].to_list() == portfolio.class_table(classes)["rule"].to_list()


@pytest.mark.parametrize(
    ("before", "message"),
    [
        (pd.Series([1.0, np.nan]), r"before is missing in 1 of 2 row\(s\); first: \[1\]\. Fill"),
        (pd.Series([1.0, -2]), r"before is negative in 1 of 2 row\(s\).*clip\(lower=0\)"),
        (
            pd.Series([1.0, 2], index=["a", "a"]),
            r"before has 1 customer\(s\) more than once; first: \['a'\]",
        ),
        (pd.Series([], dtype=float), "empty"),
    ],
)
def test_wrong_spend_is_counted(before, message):
    with pytest.raises(ValueError, match=message):
        portfolio.growth_and_share(before, AFTER)


def test_no_spend_after_is_an_error():
    with pytest.raises(ValueError, match="nobody spent"):
        portfolio.growth_and_share(BEFORE, 0 * AFTER)


def test_wrong_columns_and_cuts_are_named():
    with pytest.raises(ValueError, match=r"no column 'times_median'.*growth_and_share"):
        portfolio.classify(quarters())
    with pytest.raises(
        ValueError, match="growth_cut='top' is no option; choose one of 'median', 'mean'"
    ):
        portfolio.classify(quarters(), size="wallet", growth_cut="top")
    with pytest.raises(ValueError, match="size_cut=nan must be a number, 'median' or 'mean'"):
        portfolio.classify(quarters(), size="wallet", size_cut=np.nan)
    with pytest.raises(ValueError, match=r"'growth' is missing in 1 of 5 .*\['s'\]"):
        wrong = quarters()
        wrong.loc["s", "growth"] = np.nan
        portfolio.classify(wrong, size="wallet")
    with pytest.raises(ValueError, match=r"'growth' is infinite in 1 of 5 .*\['s'\]"):
        wrong = quarters()
        wrong.loc["s", "growth"] = -np.inf
        portfolio.classify(wrong, size="wallet")
    with pytest.raises(ValueError, match="Give growth_cut as a number"):
        table = portfolio.growth_and_share(BEFORE, AFTER)
        portfolio.classify(table, growth_cut="mean")


def test_inputs_are_not_changed():
    before, after, table = BEFORE.copy(), AFTER.copy(), quarters()
    portfolio.growth_and_share(before, after)
    portfolio.class_table(portfolio.classify(table, size="wallet"))
    assert_series_equal(before, BEFORE)
    assert_series_equal(after, AFTER)
    assert_frame_equal(table, quarters())
