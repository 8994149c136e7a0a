"""Before and after misleads, an invitation by lot does not: by hand and where truth is known."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal, assert_series_equal

from crmkit.companies import Clubs, loyalty_clubs
from crmkit.loyalty import programme_effect as effect

BOUGHT = pd.DataFrame(
    [[1, 2, 4, 3], [0, 1, 3, 2], [1, 1, 1, 1]], index=list("abc"), columns=[1, 2, 3, 4]
)
JOINED = pd.Series([3, 3, None], index=list("abc"))
YES, NO = True, False


# --- Around joining -----------------------------------------------------------------------------


def test_months_are_counted_from_joining():
    table = effect.around_joining(BOUGHT, JOINED, months=1)
    assert table.index.tolist() == [-1, 0, 1]
    assert table["mean_purchases"].tolist() == [1.5, 3.5, 2.5]
    assert (table["customers"] == 2).all()


def test_members_who_joined_too_early_or_late_do_not_count():
    joined = pd.Series([3, 2, 4], index=list("abc"))
    table = effect.around_joining(BOUGHT, joined, months=1)
    assert table["customers"].iloc[0] == 2
    assert table.loc[0, "mean_purchases"] == (4 + 1) / 2


def test_change_leaves_out_the_month_of_joining():
    change = effect.before_and_after(BOUGHT, JOINED, months=1)
    assert change["estimate"] == pytest.approx((3 + 2) / (2 + 1) - 1)


def test_customers_may_stand_in_any_order():
    turned = JOINED.iloc[::-1]
    one = effect.around_joining(BOUGHT, JOINED, months=1)
    assert_frame_equal(effect.around_joining(BOUGHT, turned, months=1), one)


def test_nobody_who_never_joined_counts():
    with_another = pd.concat([BOUGHT, pd.DataFrame([[9] * 4], index=["d"], columns=BOUGHT.columns)])
    joined = pd.concat([JOINED, pd.Series({"d": np.nan})])
    one = effect.before_and_after(BOUGHT, JOINED, months=1)
    assert_series_equal(effect.before_and_after(with_another, joined, months=1), one)


def test_interval_of_the_change_covers_it():
    rng, held = np.random.default_rng(1), []
    for _ in range(400):
        rate = rng.gamma(2, 0.5, 300)[:, None]
        bought = pd.DataFrame(rng.poisson(np.hstack([rate] * 3 + [1.3 * rate] * 2)))
        bought.columns = range(1, 6)
        change = effect.before_and_after(bought, pd.Series([3] * 300), months=2)
        held.append(change["low"] <= 0.3 <= change["high"])
    assert 0.92 <= np.mean(held) <= 0.98


@pytest.mark.parametrize(
    ("purchases", "joined", "message"),
    [
        (BOUGHT.set_axis([1, 2, 4, 5], axis=1), JOINED, "months 1, 2, 3, ... without gaps"),
        (BOUGHT.set_axis(list("wxyz"), axis=1), JOINED, "Number them first"),
        (BOUGHT.set_axis(list("aab")), JOINED, "purchases has 1 customer"),
        (BOUGHT, JOINED.head(2), "purchases and joined differ in their customers"),
        (BOUGHT, JOINED.where(JOINED.isna()), r"0 member\(s\) have 1 month\(s\)"),
        (BOUGHT, JOINED + 0.5, "joined is not a whole number"),
        (-BOUGHT, JOINED, "purchases in month 1 is negative"),
        (BOUGHT.where(BOUGHT != 4), JOINED, "purchases in month 3 is missing in 1 of 2"),
        (BOUGHT.head(0), JOINED.head(0), "purchases is empty"),
    ],
)
def test_panels_that_cannot_be_are_refused(purchases, joined, message):
    with pytest.raises(ValueError, match=message):
        effect.around_joining(purchases, joined, months=1)


def test_no_change_without_purchases_before():
    with pytest.raises(ValueError, match="bought nothing before they joined"):
        effect.before_and_after(BOUGHT * 0, JOINED, months=1)
    with pytest.raises(TypeError, match="purchases must be a DataFrame"):
        effect.around_joining(BOUGHT[1], JOINED)


# --- An invitation by lot ------------------------------------------------------------------------

LOT = pd.Series([YES, YES, YES, NO, NO, NO])
MEMBER = pd.Series([YES, NO, YES, NO, NO, NO])
OUTCOME = pd.Series([5.0, 3, 4, 4, 3, 2])


def test_effect_by_hand():
    """4 against 3 a customer; two of three joined, so 1.5 a member; they bought 4.5, 3 anyway."""
    found = effect.effect_of_invitation(OUTCOME, invited=LOT, joined=MEMBER)["estimate"]
    assert found.tolist() == pytest.approx([1, 1.5, 0.5])


def test_standard_error_of_the_difference_is_that_of_two_means():
    found = effect.effect_of_invitation(OUTCOME, invited=LOT, joined=MEMBER)
    expected = np.sqrt(OUTCOME[:3].var() / 3 + OUTCOME[3:].var() / 3)
    assert found.loc["a customer invited", "standard_error"] == pytest.approx(expected)


def test_a_baseline_that_tells_nothing_changes_nothing():
    plain = effect.effect_of_invitation(OUTCOME, invited=LOT, joined=MEMBER)
    constant = pd.Series([2.0] * 6)
    same = effect.effect_of_invitation(OUTCOME, invited=LOT, joined=MEMBER, baseline=constant)
    assert_frame_equal(plain, same)


def drawn(rng, n=800, lift=0.2):
    """Customers who join the more readily the more they buy."""
    rate = rng.gamma(2, 4, n)
    lot = rng.permutation(n) < n // 2
    member = lot & (rng.random(n) < rate / (rate + 8))
    return (
        pd.Series(rng.poisson(rate * (1 + lift * member))),
        pd.Series(lot),
        pd.Series(member),
        pd.Series(rng.poisson(rate)),
    )


@pytest.mark.parametrize("adjusted", [False, True])
def test_intervals_of_the_lift_cover_the_truth(adjusted):
    rng, held, width = np.random.default_rng(1), [], []
    for _ in range(300):
        outcome, lot, member, before = drawn(rng)
        baseline = before if adjusted else None
        row = effect.effect_of_invitation(
            outcome, invited=lot, joined=member, baseline=baseline
        ).loc["lift"]
        held.append(row["low"] <= 0.2 <= row["high"])
        width.append(row["standard_error"])
    assert 0.92 <= np.mean(held) <= 0.985
    # What was bought before tells most of what will be.
    assert np.mean(width) < 0.08 if adjusted else np.mean(width) > 0.08


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"joined": pd.Series([YES] * 6)}, "joined without invitation in 3 of 6"),
        ({"joined": pd.Series([NO] * 6)}, r"0 customer\(s\) are a member"),
        ({"invited": pd.Series([YES] * 6)}, r"0 customer\(s\) are not invited"),
        ({"joined": pd.Series([3, None, 4, None, None, None])}, r"joined is missing.*notna\(\)"),
        ({"joined": pd.Series([3, 0, 4, 0, 0, 0])}, "joined must be True or False"),
        ({"outcome": OUTCOME.where(OUTCOME < 5)}, "outcome is missing in 1 of 6"),
        ({"outcome": -OUTCOME}, "outcome is negative"),
        ({"invited": LOT.head(4)}, "outcome and invited differ in their customers"),
        ({"baseline": OUTCOME.head(4)}, "outcome and baseline differ in their customers"),
        ({"outcome": pd.Series([9.0, 9, 9, 1, 1, 1])}, "would have bought nothing"),
    ],
)
def test_lots_that_cannot_be_are_refused(change, message):
    known = {"outcome": OUTCOME, "invited": LOT, "joined": MEMBER} | change
    with pytest.raises(ValueError, match=message):
        effect.effect_of_invitation(known.pop("outcome"), **known)


# --- Where the truth is known -------------------------------------------------------------------


def test_before_and_after_finds_a_lift_where_there_is_none():
    """The trap: the club changes nothing, and members still buy a fifth more after joining."""
    nothing = replace(Clubs.from_card(), lift=0.0, lift_copied=0.0)
    clubs = loyalty_clubs(n_customers=12_000, seed=3, parameters=nothing)
    assert clubs.truth["extra_purchases"].sum() == 0
    change = effect.before_and_after(clubs.purchases, clubs.customers["joined"])
    assert change["low"] > 0.15
    year = clubs.purchases.loc[:, 25:36].sum(axis=1)
    honest = effect.effect_of_invitation(
        year, invited=clubs.customers["invited"], joined=clubs.customers["joined"].notna()
    ).loc["lift"]
    assert honest["low"] < 0 < honest["high"]


@pytest.mark.slow
def test_lot_finds_the_lift_of_the_simulated_chain_in_200_seeds():
    held = []
    for seed in range(200):
        clubs = loyalty_clubs(n_customers=6_000, seed=seed)
        bought, known = clubs.purchases, clubs.customers
        row = effect.effect_of_invitation(
            bought.loc[:, 25:36].sum(axis=1),
            invited=known["invited"],
            joined=known["joined"].notna(),
            baseline=bought.loc[:, 1:12].sum(axis=1),
        ).loc["lift"]
        held.append(row["low"] <= clubs.parameters.lift <= row["high"])
    assert 0.91 <= np.mean(held) <= 0.985


def test_inputs_are_not_changed():
    kept, joined = BOUGHT.copy(), JOINED.copy()
    effect.around_joining(BOUGHT, JOINED, months=1)
    effect.effect_of_invitation(OUTCOME, invited=LOT, joined=MEMBER, baseline=OUTCOME)
    assert_frame_equal(BOUGHT, kept)
    assert_series_equal(JOINED, joined)
    assert OUTCOME.tolist() == [5, 3, 4, 4, 3, 2]


def test_who_joined_is_a_series_of_month_numbers_each_customer_once():
    with pytest.raises(TypeError, match="joined must be a Series by customer, not a list"):
        effect.around_joining(BOUGHT, [3, 3, None], months=1)
    with pytest.raises(ValueError, match=r"joined must be numbers, but has type bool.*its column"):
        effect.around_joining(BOUGHT, JOINED.notna(), months=1)
    with pytest.raises(ValueError, match=r"joined must be numbers, but has type \w+.*its column"):
        effect.around_joining(BOUGHT, pd.Series(["3", "3", None], index=list("abc")), months=1)
    with pytest.raises(ValueError, match=r"joined has 1 customer\(s\) more than once"):
        effect.around_joining(BOUGHT, pd.concat([JOINED, JOINED.iloc[:1]]), months=1)
    with pytest.raises(TypeError, match="invited must be a Series by customer, not a list"):
        effect.effect_of_invitation(
            pd.Series([1.0, 2]), invited=[YES, NO], joined=pd.Series([YES, NO])
        )


def test_months_may_be_a_float_without_fraction():
    assert_series_equal(
        effect.before_and_after(BOUGHT, JOINED, months=1.0),
        effect.before_and_after(BOUGHT, JOINED, months=1),
    )


def test_a_code_in_the_baseline_is_refused():
    bought, lot = pd.Series([5.0, 3, 4, 4, 3, 2]), pd.Series([YES] * 3 + [NO] * 3)
    joined, before = pd.Series([YES, NO, YES, NO, NO, NO]), pd.Series([-99.0, 1, 2, 3, 1, 2])
    with pytest.raises(ValueError, match="baseline is negative in 1 of 6"):
        effect.effect_of_invitation(bought, invited=lot, joined=joined, baseline=before)
