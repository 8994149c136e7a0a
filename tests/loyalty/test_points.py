"""The ledger of points: nothing lost, oldest first, and a rate with an honest interval."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from crmkit.loyalty import points

steady = settings(deadline=None, max_examples=60)


def moves(*rows, customer="anna"):
    table = pd.DataFrame(rows, columns=["date", "points"])
    return table.assign(customer_id=customer, date=pd.to_datetime(table["date"]))


def by_hand():
    return moves(("2024-01-10", 100), ("2024-06-01", 80), ("2024-12-20", -120), ("2025-03-01", 50))


def test_oldest_points_are_used_first_and_the_rest_expires():
    lots = points.settle(by_hand(), as_of="2025-07-01", life_months=12)
    assert lots["redeemed"].tolist() == [100, 20, 0]
    assert lots["expired"].tolist() == [0, 60, 0]
    assert lots["outstanding"].tolist() == [0, 0, 50]


def test_points_without_an_end_never_expire():
    lots = points.settle(by_hand(), as_of="2050-01-01")
    assert lots["expired"].sum() == 0
    assert lots["outstanding"].sum() == 100 + 80 + 50 - 120


def test_points_live_to_the_same_day_and_are_gone_the_next():
    one = moves(("2024-01-10", 100))
    for day, outstanding in (("2025-01-10", 100), ("2025-01-11", 0)):
        lots = points.settle(one, as_of=day, life_months=12)
        assert lots["outstanding"].tolist() == [outstanding]
    last_day = pd.concat([one, moves(("2025-01-10", -100))])
    assert points.settle(last_day, as_of="2025-01-10", life_months=12)["redeemed"].sum() == 100
    late = pd.concat([one, moves(("2025-01-11", -100))])
    with pytest.raises(ValueError, match=r"100 more than are there.*life_months too short"):
        points.settle(late, as_of="2025-01-11", life_months=12)


def test_points_of_the_same_day_are_given_before_they_are_redeemed():
    same_day = moves(("2024-01-10", -30), ("2024-01-10", 100))
    assert points.settle(same_day, as_of="2024-01-10")["redeemed"].tolist() == [30]


def test_each_customer_has_an_account_of_their_own():
    both = pd.concat([moves(("2024-01-01", 100)), moves(("2024-01-02", -10), customer="bert")])
    with pytest.raises(ValueError, match="customer 'bert' redeems 10 points on 2024-01-02"):
        points.settle(both, as_of="2024-02-01")


account = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 900), st.integers(1, 50), st.integers(0, 100)),
    min_size=1,
    max_size=40,
)


@steady
@given(account, st.sampled_from([1, 6, 12, None]))
def test_every_point_is_redeemed_expired_or_outstanding(events, life):
    """Whatever is claimed of what is there: issued = redeemed + expired + outstanding."""
    ordered = sorted(events, key=lambda event: event[1])
    rows, open_lots = [], {who: [] for who in range(4)}
    for who, day, amount, percent in ordered:
        date = pd.Timestamp("2022-01-01") + pd.Timedelta(days=day)
        rows.append((who, date, amount))
        end = date + pd.DateOffset(months=life) if life else pd.Timestamp("2200-01-01")
        open_lots[who].append([end, amount])
        valid = [lot for lot in open_lots[who] if lot[0] >= date]
        claim = sum(lot[1] for lot in valid) * percent // 100
        if claim:
            rows.append((who, date, -claim))
        for lot in valid:
            used = min(lot[1], claim)
            lot[1], claim = lot[1] - used, claim - used
    table = pd.DataFrame(rows, columns=["customer_id", "date", "points"])
    lots = points.settle(table, as_of="2025-01-01", life_months=life)
    parts = lots[["redeemed", "expired", "outstanding"]]
    assert (parts >= 0).all(axis=None)
    assert (parts.sum(axis=1) == lots["issued"]).all()
    assert lots["issued"].sum() == table["points"].clip(lower=0).sum()
    assert lots["redeemed"].sum() == -table["points"].clip(upper=0).sum()
    shuffled = points.settle(table.sample(frac=1, random_state=1), as_of="2025-01-01",
                             life_months=life)  # fmt: skip
    totals = lots.groupby(level="customer_id").sum()
    assert_frame_equal(shuffled.groupby(level="customer_id").sum(), totals)


def test_cohorts_add_up_to_the_ledger_and_their_rates_to_one_when_over():
    lots = points.settle(by_hand(), as_of="2026-07-01", life_months=12)
    for period in ("month", "quarter", "year"):
        cohorts = points.breakage_by_cohort(lots, period=period)
        assert cohorts["issued"].sum() == 230
        assert (cohorts["redemption_rate"] + cohorts["breakage_rate"]).tolist() == pytest.approx(
            [1] * len(cohorts)
        )
    assert cohorts.loc["2024", "breakage_rate"] == pytest.approx(60 / 180)
    with pytest.raises(ValueError, match="period='week' is no option"):
        points.breakage_by_cohort(lots, period="week")


def test_rate_counts_no_day_of_issue_that_still_has_open_points():
    """Of a young cohort the redeemed points are known and the others are not."""
    old = moves(("2023-01-01", 100), ("2023-02-01", -40))
    both = [
        pd.concat([old, moves(("2024-06-01", 50), ("2024-06-02", -50))]),
        pd.concat([old, moves(("2024-06-01", 50))]).assign(customer_id="bert"),
    ]
    lots = points.settle(pd.concat(both), as_of="2024-07-01", life_months=12)
    rate = points.redemption_rate(lots)
    assert rate["estimate"] == pytest.approx(0.4)


def drawn_lots(rng, n=60):
    """Customers who redeem a share of their own of what they have."""
    issued = rng.integers(1, 30, n) * 10
    mine = rng.beta(2, 1, n)
    redeemed = rng.binomial(issued, mine)
    index = pd.MultiIndex.from_arrays(
        [range(n), [pd.Timestamp("2024-01-01")] * n], names=["customer_id", "issued_at"]
    )
    table = pd.DataFrame({"issued": issued, "redeemed": redeemed}, index=index)
    return table.assign(expired=table["issued"] - table["redeemed"], outstanding=0)


def test_interval_of_the_redemption_rate_covers_the_truth():
    rng = np.random.default_rng(1)
    rates = [points.redemption_rate(drawn_lots(rng)) for _ in range(400)]
    held = np.mean([rate["low"] <= 2 / 3 <= rate["high"] for rate in rates])
    assert 0.91 <= held <= 0.98
    assert np.mean([rate["estimate"] for rate in rates]) == pytest.approx(2 / 3, abs=0.005)


def test_rate_of_one_customer_has_no_interval():
    lots = points.settle(by_hand(), as_of="2026-07-01", life_months=12)
    with pytest.raises(ValueError, match=r"points of 1 customer\(s\) are over"):
        points.redemption_rate(lots)
    with pytest.raises(ValueError, match=r"points of 0 customer\(s\) are over"):
        points.redemption_rate(points.settle(by_hand().head(1), as_of="2025-07-01"))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"points": [100, 0, -20, 1]}, r"points is 0 in 1 of 4 row\(s\); first: \[1\]"),
        ({"points": [100, 0.5, -20, 1]}, "points is not a whole number in 1 of 4"),
        ({"points": [100, np.nan, -20, 1]}, "points is missing in 1 of 4"),
        ({"points": [100, np.inf, -20, 1]}, "points is infinite in 1 of 4"),
        ({"points": list("abcd")}, "points must be numbers"),
        ({"date": ["2024-01-01", "2024-13-01", "", "2024-01-01"]}, "date is missing or is no date"),
        ({"date": pd.Timestamp("2030-01-01")}, "date is after as_of=2025-07-01 in 4 of 4"),
        ({"customer_id": ["a", None, "a", "a"]}, "customer_id is missing in 1 of 4"),
    ],
)
def test_a_movement_that_cannot_be_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        points.settle(by_hand().assign(**change), as_of="2025-07-01")


def test_what_is_no_ledger_is_refused():
    with pytest.raises(TypeError, match="movements must be a DataFrame, not a list"):
        points.settle([1], as_of="2025-01-01")
    with pytest.raises(ValueError, match="movements has no column 'points'"):
        points.settle(by_hand().drop(columns="points"), as_of="2025-07-01")
    with pytest.raises(ValueError, match="movements is empty"):
        points.settle(by_hand().head(0), as_of="2025-07-01")
    with pytest.raises(ValueError, match="as_of='soon' is not a date"):
        points.settle(by_hand(), as_of="soon")
    with pytest.raises(ValueError, match="life_months=0 must be a whole number of 1 or more"):
        points.settle(by_hand(), as_of="2025-07-01", life_months=0)
    lots = points.settle(by_hand(), as_of="2025-07-01").reset_index()
    with pytest.raises(ValueError, match=r"lots has the index.*points.settle"):
        points.breakage_by_cohort(lots)


def test_movements_are_not_changed():
    given_table = by_hand()
    kept = given_table.copy()
    lots = points.settle(given_table, as_of="2026-07-01", life_months=12)
    before = lots.copy()
    points.breakage_by_cohort(lots)
    assert_frame_equal(given_table, kept)
    assert_frame_equal(lots, before)


def test_days_are_read_in_one_way_or_refused():
    account = by_hand().assign(date=["03/01/2024", "04/01/2024", "05/01/2024", "06/01/2024"])
    with pytest.raises(ValueError, match="date is missing or is no date in 4 of 4"):
        points.settle(account, as_of="2025-07-01")
    with pytest.raises(ValueError, match="date must be days, but has type int64"):
        points.settle(account.assign(date=20240110), as_of="2025-07-01")
    zoned = by_hand().assign(date=by_hand()["date"].dt.tz_localize("Asia/Shanghai"))
    with pytest.raises(ValueError, match="date has the time zone Asia/Shanghai: drop it"):
        points.settle(zoned, as_of="2025-07-01")
    with pytest.raises(ValueError, match="as_of=20250701 is not a day"):
        points.settle(by_hand(), as_of=20250701)


def test_names_of_several_kinds_are_no_accounts():
    with pytest.raises(ValueError, match="customer_id holds names of several kinds"):
        points.settle(by_hand().assign(customer_id=["anna", 1, 2, 3]), as_of="2025-07-01")


@pytest.mark.parametrize("column", ["issued", "redeemed", "expired", "outstanding"])
@pytest.mark.parametrize("ask", [points.breakage_by_cohort, points.redemption_rate])
def test_lots_that_do_not_add_up_have_no_rates(ask, column):
    lots = points.settle(by_hand(), as_of="2025-07-01", life_months=12)
    with pytest.raises(ValueError, match="not the sum of redeemed, expired and outstanding in 1"):
        ask(lots.assign(**{column: lots[column] + [0, 0, 1]}))
    with pytest.raises(ValueError, match=rf"'{column}' is missing in 3 of 3.*points\.settle"):
        ask(lots.assign(**{column: np.nan}))
    with pytest.raises(ValueError, match="index of lots has missing entries"):
        ask(lots.rename(index={"anna": np.nan}))
