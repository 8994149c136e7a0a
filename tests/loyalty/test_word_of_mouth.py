"""K, its cycle, referral fees and the AARRR chain: by hand, published, and against known truth."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal, assert_series_equal

from crmkit import companies
from crmkit.loyalty import aarrr, word_of_mouth
from crmkit.loyalty.referral.invitations import k_factor

# No deadline: a busy machine is no failure of the code.
steady = settings(deadline=None, max_examples=50)

SKOK = {"starting_customers": 10, "k_factor": 2}
BIRTH = pd.Timestamp("2025-01-01")


def days_on(*numbers):
    return BIRTH + pd.to_timedelta(list(numbers), unit="D")


# --- Growth ---------------------------------------------------------------------------------------


def test_skoks_ten_customers_are_20470_after_ten_cycles():
    found = word_of_mouth.growth([0, 2, 4, 20], cycle_days=2, **SKOK)
    assert found.to_list() == [10, 30, 70, 20_470]


def test_half_the_cycle_makes_a_thousand_times_more_of_them():
    fast, slow = (word_of_mouth.growth([20], cycle_days=c, **SKOK).iloc[0] for c in (1, 2))
    assert fast == 20_971_510
    assert fast / slow == pytest.approx(1_024.5, abs=0.05)


def test_half_the_cycle_beats_twice_the_invitations_only_above_a_k_of_two():
    for k, cycle_wins in ((0.6, False), (1.5, False), (1.9, False), (2.0, True), (3.0, True)):
        hasty, keen = (
            word_of_mouth.growth([60], starting_customers=1, k_factor=each, cycle_days=cycle)
            for each, cycle in ((k, 1), (2 * k, 2))
        )
        assert bool(hasty.iloc[0] > keen.iloc[0]) is cycle_wins, k


@steady
@given(st.floats(0.05, 3), st.integers(0, 12))
def test_growth_is_the_sum_of_the_generations(k, cycles):
    by_hand = sum(7 * k**n for n in range(cycles + 1))
    found = word_of_mouth.growth([cycles * 5], starting_customers=7, k_factor=k, cycle_days=5)
    assert found.iloc[0] == pytest.approx(by_hand, rel=1e-9)


def test_k_of_one_is_the_limit_from_both_sides():
    one, below, above = (
        word_of_mouth.growth([30], starting_customers=10, k_factor=k, cycle_days=3).iloc[0]
        for k in (1, 1 - 1e-9, 1 + 1e-9)
    )
    assert one == 110
    assert below == pytest.approx(one, rel=1e-6)
    assert above == pytest.approx(one, rel=1e-6)


def test_below_one_growth_ends_where_the_sum_does_whatever_the_cycle():
    end = word_of_mouth.final_size(starting_customers=1_000, k_factor=0.6)
    assert end == 2_500
    for cycle in (1, 2, 20):
        found = word_of_mouth.growth(
            [0, 2_000], starting_customers=1_000, k_factor=0.6, cycle_days=cycle
        )
        assert found.to_list() == pytest.approx([1_000, end])


def test_nobody_brought_nobody_more():
    found = word_of_mouth.growth(range(5), starting_customers=10, k_factor=0, cycle_days=2)
    assert found.to_list() == [10] * 5


def test_more_days_invitations_or_haste_never_lessen_growth():
    base = {"starting_customers": 5, "k_factor": 1.3, "cycle_days": 4}
    found = word_of_mouth.growth(range(60), **base)
    assert found.is_monotonic_increasing
    assert (word_of_mouth.growth(range(60), **(base | {"k_factor": 1.4})) >= found).all()
    assert (word_of_mouth.growth(range(60), **(base | {"cycle_days": 3})) >= found).all()


def test_growth_beyond_all_numbers_is_infinite_without_a_warning():
    assert word_of_mouth.growth([1e6], cycle_days=1, **SKOK).to_list() == [np.inf]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"k_factor": -0.1}, "k_factor=-0.1 must be a number of 0 or more"),
        ({"k_factor": np.nan}, "k_factor=nan must be a number"),
        ({"cycle_days": 0}, "cycle_days=0 must be a number above 0"),
        ({"starting_customers": 0}, "starting_customers=0 must be a number above 0"),
        ({"days": [1, -2]}, "days is negative in 1 of 2"),
        ({"days": [1, np.nan]}, "days is missing"),
    ],
)
def test_growth_out_of_range_is_refused(change, message):
    asked = {"days": [1], "starting_customers": 10, "k_factor": 2, "cycle_days": 2} | change
    with pytest.raises(ValueError, match=message):
        word_of_mouth.growth(asked.pop("days"), **asked)


def test_from_one_on_there_is_no_final_size():
    with pytest.raises(ValueError, match="from 1 on growth has no end"):
        word_of_mouth.final_size(starting_customers=1, k_factor=1)


# --- K, estimated ---------------------------------------------------------------------------------


def records():
    customers = pd.DataFrame({"joined": days_on(0, 0, 10, 24)}, index=list("abcd"))
    sent = {"inviter": list("aab"), "sent": days_on(0, 0, 10)}
    return customers, pd.DataFrame({**sent, "accepted": [days_on(10)[0], pd.NaT, pd.NaT]})


def test_k_by_hand():
    found = k_factor(*records(), as_of="2025-01-31", window_days=20)
    # d joined 6 days before the end and is not watched; a sent 2, b 1, c none, one came.
    assert found["customers"].to_list() == [3] * 4
    assert found["estimate"].to_list() == pytest.approx([1, 1 / 3, 1 / 3, 10])


def test_what_comes_after_the_window_does_not_count():
    found = k_factor(*records(), as_of="2025-01-31", window_days=9)
    assert found.loc["k_factor", "estimate"] == 0
    assert found.loc["invitations", "estimate"] == pytest.approx(2 / 3)
    assert found.loc["k_factor", "high"] == pytest.approx(3.7 / 3)
    assert np.isnan(found.loc["cycle_days", "estimate"])


@pytest.fixture(scope="module")
def firms():
    return [companies.invitations(days=240, seed=seed) for seed in range(60)]


def test_k_and_cycle_are_those_of_the_simulation_and_their_intervals_hold_them(firms):
    truth = firms[0].parameters
    found = [k_factor(f.customers, f.invitations, as_of=f.last_day, window_days=120) for f in firms]
    for name, true in (("k_factor", truth.k_factor), ("invitations", truth.invitations_mean)):
        rows = pd.DataFrame([one.loc[name] for one in found])
        # 120 days see all but 3 in 1,000 of what a customer brings.
        assert rows["estimate"].mean() == pytest.approx(true, rel=0.02)
        assert 0.88 <= (rows["low"].lt(true) & rows["high"].gt(true)).mean() <= 1
    cycle = np.mean([one.loc["cycle_days", "estimate"] for one in found])
    assert cycle == pytest.approx(truth.cycle_days, rel=0.03)


def test_counting_those_who_have_just_joined_makes_k_too_small(firms):
    """The naive count: all who were brought by all who joined."""
    for firm in firms[:10]:
        naive = firm.customers["invited_by"].notna().mean()
        watched = k_factor(firm.customers, firm.invitations, as_of=firm.last_day, window_days=120)
        assert naive < watched.loc["k_factor", "estimate"] + 0.02
    naive = np.mean([f.customers["invited_by"].notna().mean() for f in firms])
    assert naive < 0.57


def test_rows_in_any_order_give_the_same_k(firms):
    firm = firms[0]
    asked = {"as_of": firm.last_day, "window_days": 60}
    mixed = k_factor(
        firm.customers.sample(frac=1, random_state=1),
        firm.invitations.sample(frac=1, random_state=2),
        **asked,
    )
    assert_frame_equal(k_factor(firm.customers, firm.invitations, **asked), mixed)


def test_without_invitations_k_is_0_with_an_upper_end():
    customers, invitations = records()
    found = k_factor(customers, invitations.iloc[:0], as_of="2025-03-01", window_days=20)
    assert found.loc["k_factor", ["estimate", "low"]].to_list() == [0, 0]
    assert found.loc["k_factor", "high"] == pytest.approx(3.7 / 4)


def test_one_customer_has_no_error():
    customers, invitations = records()
    found = k_factor(customers.loc[["a"]], invitations.head(2), as_of="2025-03-01", window_days=20)
    assert found.loc["k_factor", "estimate"] == 1
    assert np.isnan(found.loc["k_factor", "standard_error"])
    assert found.loc["k_factor", ["low", "high"]].to_list() == [0, np.inf]


def broken(name):
    customers, invitations = records()
    if name == "twice":
        customers = pd.concat([customers, customers.head(1)])
    elif name == "stranger":
        invitations["inviter"] = "x"
    elif name == "early":
        invitations["sent"] = days_on(-5, 0, 10)
    elif name == "before":
        invitations["accepted"] = days_on(-1, 3, 12)
    elif name == "text":
        customers["joined"] = "2025-01-01"
    elif name == "unknown":
        invitations["sent"] = invitations["sent"].where([True, False, True])
    elif name == "column":
        invitations = invitations.drop(columns="accepted")
    return customers, invitations


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ("twice", "customers has 1 customer\\(s\\) more than once"),
        ("stranger", "'inviter' is not among the customers in 3 of 3"),
        ("early", "'sent' is before the inviter joined in 1 of 3"),
        ("before", "'accepted' is before 'sent' in 1 of 3"),
        ("text", "'joined' must be dates, but has type .*: pd.to_datetime"),
        ("unknown", "'sent' is missing in 1 of 3"),
        ("column", "invitations has no column 'accepted'"),
    ],
)
def test_records_that_cannot_be_are_refused(fault, message):
    with pytest.raises(ValueError, match=message):
        k_factor(*broken(fault), as_of="2025-01-31", window_days=20)


def test_days_that_cannot_be_are_refused():
    with pytest.raises(ValueError, match="nobody has been watched for the whole window"):
        k_factor(*records(), as_of="2025-01-31", window_days=60)
    with pytest.raises(ValueError, match="is after as_of in 2 of 4"):
        k_factor(*records(), as_of="2025-01-10", window_days=1)
    with pytest.raises(ValueError, match="window_days=0 must be a whole number of 1 or more"):
        k_factor(*records(), as_of="2025-01-31", window_days=0)
    with pytest.raises(ValueError, match="as_of=NaT is not a day"):
        k_factor(*records(), as_of=pd.NaT, window_days=5)


def test_records_are_left_as_they_are():
    customers, invitations = records()
    k_factor(customers, invitations, as_of="2025-01-31", window_days=20)
    assert_frame_equal(customers, records()[0])
    assert_frame_equal(invitations, records()[1])


# --- Fees -----------------------------------------------------------------------------------------


def earned(k, fee, value=100.0, generations=4_000):
    """Money from one who comes by themselves and all who follow, counted one by one."""
    return value + sum(k**n * (value - fee) for n in range(1, generations))


@pytest.mark.parametrize("with_fee", [0.5, 0.6, 0.9])
def test_at_the_highest_fee_the_programme_earns_nothing(with_fee):
    fees = word_of_mouth.referral_fees([with_fee], customer_value=100, k_before=0.4)
    highest = fees["highest_fee"].iloc[0]
    assert earned(with_fee, highest) == pytest.approx(earned(0.4, 0))
    assert earned(with_fee, highest - 1) > earned(0.4, 0)


def test_one_customer_more_is_worth_all_who_follow():
    fees = word_of_mouth.referral_fees([0.95], customer_value=100, k_before=0.9)
    assert fees["fee_for_one"].iloc[0] == pytest.approx(1_000)


def test_a_fee_that_brings_all_who_come_may_be_their_whole_value():
    fees = word_of_mouth.referral_fees([0.2, 0.6, 0.9], customer_value=80, k_before=0)
    assert fees["highest_fee"].to_list() == [80] * 3


def test_the_more_a_fee_lifts_k_the_more_it_may_be():
    fees = word_of_mouth.referral_fees([0.45, 0.6, 0.9], customer_value=80, k_before=0.4)
    assert fees["highest_fee"].is_monotonic_increasing
    assert fees["highest_fee"].between(0, 80).all()


@pytest.mark.parametrize(
    ("ks", "change", "message"),
    [
        ([0.3], {}, "k_with_fee=0.3 must be a number above 0.4 and below 1"),
        ([1.0], {}, "k_with_fee=1.0 must be a number"),
        ([], {}, "k_with_fee is empty"),
        ([0.6], {"k_before": 1.2}, "k_before=1.2 must be a number .* growth has no end"),
        ([0.6], {"customer_value": 0}, "customer_value=0 must be a number above 0"),
    ],
)
def test_fees_out_of_range_are_refused(ks, change, message):
    with pytest.raises(ValueError, match=message):
        word_of_mouth.referral_fees(ks, **({"customer_value": 80, "k_before": 0.4} | change))


# --- The AARRR chain ------------------------------------------------------------------------------


def people(*counts):
    counts = counts or (10_000, 2_000, 1_000, 400, 100)
    return pd.Series(counts, index=["reached", *aarrr.STEPS])


def test_chain_by_hand():
    found = aarrr.conversion(people())
    assert found["people"].to_list() == [2_000, 1_000, 400, 100]
    assert found["conversion_rate"].to_list() == [0.2, 0.5, 0.4, 0.25]
    assert (found["low"] < found["conversion_rate"]).all()
    assert (found["high"] > found["conversion_rate"]).all()


def test_rates_multiply_to_the_whole_chain():
    assert aarrr.conversion(people())["conversion_rate"].prod() == pytest.approx(100 / 10_000)


def test_a_step_that_nobody_reached_leaves_the_next_rate_open():
    found = aarrr.conversion(people(100, 10, 0, 0, 0))
    assert found["conversion_rate"].iloc[:2].to_list() == [0.1, 0]
    assert found[["conversion_rate", "low", "high"]].iloc[2:].isna().all(axis=None)
    gained = aarrr.gains(people(100, 10, 0, 0, 0), invited=0, customer_value=9)
    assert gained["gain"].isna().sum() == 3


def test_a_point_pays_most_where_the_rate_is_lowest():
    gains = aarrr.gains(people(), invited=0, customer_value=50)
    assert gains["gain"].to_list() == pytest.approx([250, 100, 125, 200])


def test_a_step_before_the_invitation_counts_again_for_those_who_are_invited():
    """Played out: the people reached without invitation stay, a better chain brings more others."""
    gains = aarrr.gains(people(), invited=4_000, customer_value=1, points=2)
    reached = 6_000 / (1 - 0.4 * 0.42 / 0.40)
    assert gains.loc["retained", "gain"] == pytest.approx(reached * 0.2 * 0.5 * 0.42 * 0.25 - 100)
    assert gains.loc["paying", "gain"] == pytest.approx(10_000 * 0.2 * 0.5 * 0.4 * 0.27 - 100)
    plain = aarrr.gains(people(), invited=0, customer_value=1, points=2)
    ratio = gains["gain"] / plain["gain"]
    assert (ratio[:3] > 1.6).all()
    assert ratio["paying"] == pytest.approx(1)


def test_a_rate_cannot_pass_one_and_k_cannot_pass_it_unseen():
    gains = aarrr.gains(people(100, 100, 90, 80, 40), invited=95, customer_value=1, points=15)
    assert np.isnan(gains.loc["acquired", "gain"])
    assert np.isposinf(gains.loc["retained", "gain"]) or np.isnan(gains.loc["retained", "gain"])
    more = aarrr.gains(people(100, 50, 50, 40, 40), invited=95, customer_value=1, points=10)
    assert np.isposinf(more.loc["acquired", "gain"])


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (
            people(100, 20, 30, 10, 5),
            "more than in the step before in 1 of 5.*activated",
        ),
        (people(0, 0, 0, 0, 0), "nobody was reached"),
        (people(10, 5, 2.5, 1, 1), "is not a whole number"),
        (people(10, 5, -2, 1, 1), "people is negative"),
        (people(10, 5, np.nan, 1, 1), "people is missing"),
        (people()[::-1], "people must have five steps"),
    ],
)
def test_chains_that_cannot_be_are_refused(table, message):
    with pytest.raises(ValueError, match=message):
        aarrr.conversion(table)


def test_chain_wants_a_series_and_figures_in_range():
    with pytest.raises(TypeError, match="people must be a Series by step, not a list"):
        aarrr.conversion([5, 4, 3, 2, 1])
    with pytest.raises(ValueError, match="invited=10000 must be a number of 0 or more and below"):
        aarrr.gains(people(), invited=10_000, customer_value=1)


def test_chain_is_left_as_it_is():
    table = people()
    aarrr.conversion(table)
    aarrr.gains(table, invited=5, customer_value=1)
    assert_series_equal(table, people())


JOINED = pd.to_datetime(["2025-01-01", "2025-01-01", "2025-01-11", "2025-01-25"])


def asked(
    joined=JOINED, sent=JOINED[[0, 0, 1]], accepted=(JOINED[2], None, None), inviter=(1, 1, 2)
):
    table = pd.DataFrame({"inviter": list(inviter), "sent": sent, "accepted": pd.Series(accepted)})
    return pd.DataFrame({"joined": joined}, index=[1, 2, 3, 4]), table


def factor(as_of="2025-01-31", window_days=20, **changes):
    return k_factor(*asked(**changes), as_of=as_of, window_days=window_days)


def test_the_last_day_counts_to_its_end():
    evening = pd.Timestamp("2025-01-31 18:30")
    assert factor(accepted=(JOINED[2], evening, None)).loc["accepted", "customers"] == 3
    with pytest.raises(ValueError, match="a date is after as_of in 1 of 3"):
        factor(accepted=(JOINED[2], pd.Timestamp("2025-02-01"), None))


def test_customers_who_joined_after_the_last_day_show_that_it_is_wrong():
    late = JOINED.where(JOINED < "2025-01-25", pd.Timestamp("2026-01-25"))
    with pytest.raises(ValueError, match="'joined' is after as_of in 1 of 4"):
        factor(joined=late)


@pytest.mark.parametrize("as_of", ["31/01/2025", 20250131, "x", None, ["2025-01-31"]])
def test_a_last_day_that_must_be_guessed_is_refused(as_of):
    with pytest.raises(ValueError, match="as_of="):
        factor(as_of=as_of)


def test_time_zones_lists_and_long_windows_are_answered_in_words():
    with pytest.raises(ValueError, match="'joined' has the time zone Asia/Shanghai"):
        factor(joined=JOINED.tz_localize("Asia/Shanghai"))
    with pytest.raises(ValueError, match="'inviter' holds a list"):
        factor(inviter=([1], [1], [2]))
    with pytest.raises(ValueError, match="'inviter' is missing in 1 of 3"):
        factor(inviter=(1, 1, None))
    with pytest.raises(ValueError, match="nobody has been watched"):
        factor(window_days=10**9)


def test_one_number_is_no_list():
    with pytest.raises(TypeError, match=r"days must be a list, not 5: write \[5\]"):
        word_of_mouth.growth(5, **SKOK, cycle_days=2)
    with pytest.raises(TypeError, match=r"k_with_fee must be a list, not 0.6: write \[0.6\]"):
        word_of_mouth.referral_fees(0.6, customer_value=100, k_before=0.5)
